"""Which of our promises fell due of late, and which of them were kept in time (RULES section 3, looking back).

A promise counts from the day it is due. On that day it counts only where it was kept already: it is late from the next
day on. One that is open and late was not kept, and one that was kept late was not kept in time.

Where the rules are silent:
- The figures of today's agreement measure the whole span: nobody noted when they were agreed.
- What declined or lost dropped on the day it was due, or before, does not count, unless it had been kept by then.
- A stage that was reached on a day that nobody noted says nothing about its promise, which is left out.
- A progress report counts where care went on past the day it was due; where care began after that day, it was due on
  the day on which care began. Another kind of report that comes in time begins the wait anew, and counts nowhere.
- Asking about a patient whom we sent on is no promise of ours.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from tui_tracker.domain.frozen import dataclass
from tui_tracker.domain.moves import Staged
from tui_tracker.domain.promises import first_visit_days
from tui_tracker.domain.settings import PromiseDays
from tui_tracker.domain.words import ASIDE_STAGES, INBOUND_STAGES, Flow, Promise, ReferralStage, ReportKind

_PLACES: dict[str, int] = {stage.value: place for place, stage in enumerate(INBOUND_STAGES)}
_CONTACTED = _PLACES[ReferralStage.CONTACTED]
_SEEN = _PLACES[ReferralStage.SEEN]
_ASIDE = tuple(stage.value for stage in ASIDE_STAGES)
_INITIAL, _PROGRESS, _FINAL = ReportKind.INITIAL.value, ReportKind.PROGRESS.value, ReportKind.FINAL.value
_IN_CARE = ReferralStage.IN_CARE.value
REPORT_KINDS = (
    Promise.ACKNOWLEDGEMENT,
    Promise.INITIAL_REPORT,
    Promise.PROGRESS_REPORT,
    Promise.FINAL_REPORT,
)
"""The promises of a report."""
_ACKNOWLEDGED, _REPORTED, _PROGRESSED, _CONCLUDED = REPORT_KINDS
_UNKNOWN = date.max  # kept, on a day that nobody noted

Reports = Sequence[tuple[str, date]]
"""A referral's reports as (kind, day sent), the oldest first."""

Promised = tuple[Promise, date, date, date | None]
"""A promise by its kind, the days on which it opened and was due, and the day on which it was kept (None: not yet)."""


class Fell(NamedTuple):
    """One promise that fell due on `due_on`; `kept_on` is None while it is open."""

    kind: Promise
    due_on: date
    kept_on: date | None

    @property
    def in_time(self) -> bool:
        """Whether it was kept by the day it was due."""
        return self.kept_on is not None and self.kept_on <= self.due_on


@dataclass(frozen=True, slots=True)
class Kept:
    """Of `due` promises of a kind that fell due in a span, `in_time` were kept by their day."""

    kind: Promise
    due: int
    in_time: int


def kept(promises: Iterable[Fell]) -> tuple[Kept, ...]:
    """How many of each kind fell due and were kept, in the order of the rule; kinds of which none fell due left out."""
    counted: dict[Promise, tuple[int, int]] = {}
    for promise in promises:
        due, in_time = counted.get(promise.kind, (0, 0))
        counted[promise.kind] = (due + 1, in_time + promise.in_time)
    return tuple(Kept(kind, *counted[kind]) for kind in Promise if kind in counted)


def fell_due(
    referral: Staged,
    reports: Reports,
    thanked: Sequence[date],
    told: Sequence[date],
    days: PromiseDays,
    within: int,
    today: date,
) -> list[Fell]:
    """The promises of one referral that fell due in the `within` days that end today.

    `thanked` and `told` are the days on which we thanked its partner, and gave them word (intent `feedback`), the
    oldest first; `days` is what `promises.agreed_days` gives for the partner's agreement.
    """
    if referral.settled or referral.partner_id is None or referral.flow != Flow.INBOUND:
        return []
    after = today - timedelta(within)
    return [
        Fell(kind, due_on, kept_on)
        for kind, _opened_on, due_on, kept_on in _promised(referral, reports, thanked, told, days)
        if after < due_on <= today
        and kept_on is not _UNKNOWN
        and (due_on < today or (kept_on is not None and kept_on <= today))
    ]


def report_promises(
    referral: Staged, reports: Reports, days: PromiseDays, kinds: Collection[Promise] = REPORT_KINDS
) -> list[Promised]:
    """Every report (of these kinds) of a referral that was promised and not dropped, whenever it was or will be due."""
    if referral.settled or referral.partner_id is None or referral.flow != Flow.INBOUND:
        return []
    return _not_dropped(referral, _reports_promised(referral, _reached(referral)[1], reports, days, kinds))


def _promised(
    referral: Staged, reports: Reports, thanked: Sequence[date], told: Sequence[date], days: PromiseDays
) -> list[Promised]:
    """Every promise of a referral, whenever it is due, that nothing dropped."""
    contacted_on, seen_on = _reached(referral)
    received = referral.day
    first_visit = first_visit_days(referral.urgency, days)[0]
    found: list[Promised] = [
        (Promise.FIRST_CONTACT, received, received + timedelta(days.first_contact), contacted_on),
        (Promise.THANK_YOU, received, received + timedelta(days.thank_you), _first(thanked, received)),
        (Promise.FIRST_VISIT, received, received + timedelta(first_visit), seen_on),
        *_reports_promised(referral, seen_on, reports, days),
    ]
    aside = referral.aside_on
    if referral.stage in _ASIDE and aside is not None:
        found = _not_dropped(referral, found)
        return [*found, (Promise.FEEDBACK, aside, aside + timedelta(days.feedback), _first(told, aside))]
    return _not_dropped(referral, found)


def _not_dropped(referral: Staged, found: list[Promised]) -> list[Promised]:
    return not_dropped(found, referral.aside_on) if referral.stage in _ASIDE else found


def not_dropped(found: list[Any], aside: Any) -> list[Any]:
    """What is left of the promises of a referral that stands aside since a day; none where nobody noted since when.

    All days may be ordinals.
    """
    if aside is None:
        return []
    return [one for one in found if one[2] < aside or (one[3] is not None and one[3] <= aside)]


def _reports_promised(
    referral: Staged,
    seen_on: date | None,
    reports: Reports,
    days: PromiseDays,
    kinds: Collection[Promise] = REPORT_KINDS,
) -> list[Promised]:
    found: list[Promised] = []
    if _ACKNOWLEDGED in kinds:
        received = referral.day
        first_on = reports[0][1] if reports else None
        found.append((_ACKNOWLEDGED, received, received + timedelta(days.acknowledgement), first_on))
    seen_when = seen_on is not None and seen_on is not _UNKNOWN
    if seen_when and _REPORTED in kinds:
        assert seen_on is not None
        due_on = seen_on + timedelta(days.initial_report)
        found.append((_REPORTED, seen_on, due_on, _sent(reports, _INITIAL)))
    if reports and _PROGRESSED in kinds and (seen_when or referral.stage == _IN_CARE):
        found.extend(_progress(referral, reports, timedelta(days.progress_report)))
    closed_on = referral.closed_on
    if closed_on is not None and _CONCLUDED in kinds:
        found.append((_CONCLUDED, closed_on, closed_on + timedelta(days.final_report), _sent(reports, _FINAL)))
    return found


def _progress(referral: Staged, reports: Reports, wait: timedelta) -> Iterator[Promised]:
    """One promise for each day with a report on it, from which the wait for the next one counts."""
    begun, ended = _care(referral)
    if begun is None:
        return
    sent_on = sorted({day for _, day in reports})
    progressed = {day for kind, day in reports if kind == _PROGRESS}
    for day, due_on, next_on in progress_waits(sent_on, progressed, begun, ended, wait):
        yield _PROGRESSED, day, due_on, next_on


def progress_waits(
    sent_on: Sequence[Any], progressed: Collection[Any], begun: Any, ended: Any, wait: Any
) -> Iterator[tuple[Any, Any, Any]]:
    """When each promise of a progress report opened, was due and was kept (None: not yet).

    All are days and a timedelta, or all are ordinals and a number: the different days with a report in order, those
    with a progress report, and when care began and ended (None: it goes on).
    """
    for day, next_on in zip(sent_on, [*sent_on[1:], None], strict=False):
        due_on = max(day + wait, begun)
        if ended is not None and ended <= due_on:
            return
        in_time = next_on is not None and next_on <= due_on
        if not in_time or (next_on is not None and next_on >= begun and next_on in progressed):
            yield day, due_on, next_on


def _care(referral: Staged) -> tuple[date | None, date | None]:
    """The day on which care began, and that on which it ended (None: it goes on); (None, None) where there was none."""
    if referral.stage == _IN_CARE:
        return referral.in_care_on or referral.seen_on or referral.day, None
    ended = referral.closed_on or referral.aside_on
    if referral.in_care_on is None or ended is None:
        return None, None
    return referral.in_care_on, ended


def _reached(referral: Staged) -> tuple[date | None, date | None]:
    """The days on which the patient was contacted and seen; None where not, _UNKNOWN where nobody noted when.

    As `moves.reached`, spelled out: it is asked of every referral of a year.
    """
    seen = referral.seen_on or referral.in_care_on or referral.closed_on
    contacted = referral.contacted_on or referral.scheduled_on or seen
    if referral.stage in _ASIDE:
        return contacted, seen
    place = _PLACES[referral.stage]
    return (
        (contacted or _UNKNOWN) if place >= _CONTACTED else None,
        (seen or _UNKNOWN) if place >= _SEEN else None,
    )


def _sent(reports: Reports, wanted: str) -> date | None:
    for one, day in reports:
        if one == wanted:
            return day
    return None


def _first(days: Sequence[date], since: date) -> date | None:
    """The first of the days from one on."""
    place = bisect_left(days, since)
    return days[place] if place < len(days) else None
