"""What one referral sets in motion (RULES section 3).

Where the rules are silent:
- An agreement's first-visit figure replaces the routine days; an urgent or emergency referral keeps its own, shorter
  ones, unless the agreement's are shorter still.
- An outbound referral that was accepted is stuck after as many days without news as one that was seen.
- Asking how it went (a touchpoint with intent `feedback` once it is stuck) starts the wait again.
- A stage that was reached without any day (an import may not know it) keeps what it keeps and opens nothing.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from tui_tracker.domain.day_words import short_day
from tui_tracker.domain.frozen import dataclass
from tui_tracker.domain.moves import Staged, reached
from tui_tracker.domain.records import Agreement, Report
from tui_tracker.domain.settings import PromiseDays
from tui_tracker.domain.text import count
from tui_tracker.domain.words import INBOUND_STAGES, OUTBOUND_STAGES, Flow, Promise, ReferralStage, ReportKind, Urgency

REPORTS = (Promise.INITIAL_REPORT, Promise.PROGRESS_REPORT, Promise.FINAL_REPORT)
"""The reports whose being late keeps us from asking; an acknowledgement is short word that one arrived, and a kind of
its own on the agenda."""
_PLACES: dict[str, int] = {stage.value: place for place, stage in enumerate(INBOUND_STAGES)}
_CONTACTED = _PLACES[ReferralStage.CONTACTED]
_SEEN = _PLACES[ReferralStage.SEEN]


class Sent(NamedTuple):
    """All that counts of a referral's reports: the day of the last one of any kind, and which kinds there were."""

    last_on: date | None = None
    initial: bool = False
    final: bool = False


@dataclass(frozen=True, slots=True)
class PromiseState:
    """One promise that is open, by what `opener` names; `days_late` is 0 on the day it is due and below 0 before."""

    kind: Promise
    opened_on: date
    due_on: date
    days_late: int
    opener: str

    @property
    def why(self) -> str:
        """The reason in plain words: `received Mar 1, promised within 2 days`."""
        opened = f"{self.opener} {short_day(self.opened_on, self.due_on + timedelta(self.days_late))}"
        days = count((self.due_on - self.opened_on).days, "day")
        if self.kind == Promise.STUCK:
            return f"{opened}, no news in {days}"
        return f"{opened}, promised within {days}"


def sent(reports: Iterable[Report]) -> Sent:
    """A referral's reports, summed up for the rules."""
    listed = tuple(reports)
    return Sent(
        last_on=max((report.sent_on for report in listed), default=None),
        initial=any(report.kind == ReportKind.INITIAL for report in listed),
        final=any(report.kind == ReportKind.FINAL for report in listed),
    )


def agreed_days(agreement: Agreement | None, default: PromiseDays) -> PromiseDays:
    """The days in force for a partner: the agreement's own figures, and the practice's where it names none."""
    if agreement is None:
        return default
    figures = {
        "first_contact": agreement.first_contact_days,
        "acknowledgement": agreement.acknowledgement_days,
        "thank_you": agreement.thank_you_days,
        "first_visit": agreement.first_visit_days,
        "initial_report": agreement.initial_report_days,
        "progress_report": agreement.progress_report_days,
        "final_report": agreement.final_report_days,
    }
    if agreement.first_visit_days is not None:
        figures["first_visit_urgent"] = min(agreement.first_visit_days, default.first_visit_urgent)
        figures["first_visit_emergency"] = min(agreement.first_visit_days, default.first_visit_emergency)
    return replace(default, **{name: days for name, days in figures.items() if days is not None})


def open_promises(
    referral: Staged,
    reports: Sent,
    last_thank: date | None,
    last_feedback: date | None,
    days: PromiseDays,
    today: date,
    within: int | None = None,
) -> tuple[PromiseState, ...]:
    """What is open on one referral today, due or still to come, in the order of RULES section 3.

    `days` is what `agreed_days` gives for its partner's agreement; `within` leaves out what falls due more than so many
    days after today.

    `last_thank` and `last_feedback` are the days of the last touchpoint with that intent to its partner.
    A settled referral and one that came without a partner owe nothing.
    """
    if referral.settled or referral.partner_id is None:
        return ()
    if referral.flow == Flow.OUTBOUND:
        found = _outbound(referral, last_feedback, days)
    elif referral.stage in (ReferralStage.DECLINED, ReferralStage.LOST):
        found = _aside(referral, last_feedback, days)
    else:
        found = _inbound(referral, reports, last_thank, days)
    return tuple(
        PromiseState(kind, opened, opened + timedelta(wait), (today - opened).days - wait, opener)
        for kind, opened, wait, opener in found
        if within is None or wait - (today - opened).days <= within
    )


def thank_you(referral: Staged, last_thank: date | None, days: PromiseDays, today: date) -> PromiseState | None:
    """The thank-you that a referral waits for, due or still to come; None where it waits for none."""
    if referral.settled or referral.partner_id is None or referral.stage not in _PLACES:
        return None
    if referral.flow != Flow.INBOUND or not _unthanked(referral, last_thank):
        return None
    late = (today - referral.day).days - days.thank_you
    return PromiseState(Promise.THANK_YOU, referral.day, referral.day + timedelta(days.thank_you), late, "received")


def _unthanked(referral: Staged, last_thank: date | None) -> bool:
    return last_thank is None or last_thank < referral.day


_Open = tuple[Promise, date, int, str]


def _inbound(referral: Staged, reports: Sent, last_thank: date | None, days: PromiseDays) -> list[_Open]:
    found: list[_Open] = []
    received, stage = referral.day, referral.stage
    place = _PLACES[stage]
    if place < _CONTACTED:
        found.append((Promise.FIRST_CONTACT, received, days.first_contact, "received"))
    if reports.last_on is None:
        found.append((Promise.ACKNOWLEDGEMENT, received, days.acknowledgement, "received"))
    if _unthanked(referral, last_thank):
        found.append((Promise.THANK_YOU, received, days.thank_you, "received"))
    if place < _SEEN:
        found.append((Promise.FIRST_VISIT, received, *first_visit_days(referral.urgency, days)))
    elif not reports.initial and (seen := reached(referral, ReferralStage.SEEN)) is not None:
        found.append((Promise.INITIAL_REPORT, seen, days.initial_report, "seen"))
    if stage == ReferralStage.IN_CARE and reports.last_on is not None:
        found.append((Promise.PROGRESS_REPORT, reports.last_on, days.progress_report, "last report"))
    if stage == ReferralStage.CLOSED and referral.closed_on is not None and not reports.final:
        found.append((Promise.FINAL_REPORT, referral.closed_on, days.final_report, "closed"))
    return found


def first_visit_days(urgency: str, days: PromiseDays) -> tuple[int, str]:
    """Within how many days a patient of this urgency is to be seen, and what opens the promise, in words."""
    if urgency == Urgency.EMERGENCY:
        return days.first_visit_emergency, "emergency, received"
    if urgency == Urgency.URGENT:
        return days.first_visit_urgent, "urgent, received"
    return days.first_visit, "received"


def _aside(referral: Staged, last_feedback: date | None, days: PromiseDays) -> list[_Open]:
    aside = referral.aside_on
    if aside is None or (last_feedback is not None and last_feedback >= aside):
        return []
    return [(Promise.FEEDBACK, aside, days.feedback, referral.stage)]


def _outbound(referral: Staged, last_feedback: date | None, days: PromiseDays) -> list[_Open]:
    if referral.stage not in OUTBOUND_STAGES[:-1]:  # a file from elsewhere may hold one that they declined
        return []
    wait = days.stuck_sent if referral.stage == ReferralStage.SENT else days.stuck_seen
    news = reached(referral, referral.stage) or referral.day
    if last_feedback is not None and last_feedback >= news + timedelta(wait):
        return [(Promise.STUCK, last_feedback, wait, f"{referral.stage} {short_day(news)}, asked")]
    return [(Promise.STUCK, news, wait, referral.stage)]
