"""The agenda in words: what, why and since when, without patient references."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from tui_tracker.domain.agenda import ACTIONS, INTENTS, TIMELESS, AgendaItem, AgendaLine
from tui_tracker.domain.cadence import CadenceState, PartnerState
from tui_tracker.domain.day_words import short_day
from tui_tracker.domain.dues import Due
from tui_tracker.domain.text import count
from tui_tracker.domain.words import AgendaKind, Flow, Promise, ReferralStage, label

if TYPE_CHECKING:
    from tui_tracker.domain.gaps import Gap
    from tui_tracker.domain.reciprocity import Reciprocity
    from tui_tracker.domain.relationship_facts import RelationshipFacts

_SEVERAL: dict[AgendaKind, str] = {
    AgendaKind.INCIDENT: "{} incidents await our reply",
    AgendaKind.REPORT: "{} reports",
    AgendaKind.FIRST_CONTACT: "first contact with {} patients",
    AgendaKind.ACKNOWLEDGEMENT: "{} acknowledgements",
    AgendaKind.FIRST_VISIT: "{} first visits",
    AgendaKind.STUCK: "no news of {} patients we sent",
    AgendaKind.FOLLOW_UP: "{} follow-ups",
    AgendaKind.FEEDBACK: "a word on {} referrals",
}
_CAUSES = "Are our reports arriving, has the clinician moved, was there an incident?"
_SEVERAL_SLOW = "{} referrals slower than usual"
_PROMISES: dict[Promise, str] = {
    Promise.FIRST_CONTACT: "first contact with the patient",
    Promise.ACKNOWLEDGEMENT: "acknowledgement",
    Promise.INITIAL_REPORT: "initial report",
    Promise.PROGRESS_REPORT: "progress report",
    Promise.FINAL_REPORT: "final report",
    Promise.STUCK: "no news of a patient we sent",
}


def item_of(partner: PartnerState | None, dues: Sequence[Due], today: date) -> AgendaItem:
    """One partner's item from what is due, the leading thing first; or that of a gap, which has no partner."""
    lines = tuple(line_of(due, today) for due in dues)
    lead, gap = lines[0], dues[0].gap
    return AgendaItem(
        key=f"partner:{partner.id}" if partner else lead.key,
        kind=lead.kind,
        partner_id=partner.id if partner else None,
        partner_name=partner.name if partner else gap.name if gap else "",
        tier=partner.tier if partner else "",
        what=_what(lines),
        why=_why(lead),
        since=lead.due_on,
        days_late=lead.days_late,
        action=lead.action,
        intent=INTENTS.get(lead.kind, "") if lead.action != "enter" else "",
        lines=lines,
        referral_id=lead.referral_id,
        record_id=lead.record_id,
        stale=lead.stale,
        gap=gap,
    )


def _why(lead: AgendaLine) -> str:
    if lead.kind in TIMELESS:
        return f"{lead.lateness}; {lead.why}" if lead.lateness else lead.why
    return f"{lead.why}; {lead.lateness if lead.slow else _how_late(lead.days_late)}"


def line_of(due: Due, today: date) -> AgendaLine:
    """One thing due, in words."""
    what, why, since, record_id = _describe(due, today)
    one = due.referrals[0] if len(due.referrals) == 1 else None
    return AgendaLine(
        key=due.key,
        kind=due.kind,
        promise=due.promise.kind if due.promise else None,
        what=what,
        why=why,
        since=since,
        due_on=today - timedelta(due.days_late),
        days_late=due.days_late,
        referral_id=one.id if one else due.incident.referral_id if due.incident else None,
        patient_ref=one.patient_ref if one else "",
        record_id=record_id,
        stale=due.stale,
        action=_action(due),
        slow=due.slow,
    )


def _action(due: Due) -> str:
    """The key that does it; a slow patient of ours is looked at, of one whom we sent on we ask."""
    ours = due.slow is not None and due.referrals[0].flow == Flow.INBOUND
    return "enter" if ours else ACTIONS[due.kind]


def _describe(due: Due, today: date) -> tuple[str, str, date, int | None]:
    """What, why, since when, and the id of the follow-up or incident."""
    if due.promise is not None:
        return _promised(due, today), _reason(due, today), due.promise.opened_on, None
    if due.slow is not None:
        return due.slow.what, due.slow.why, due.slow.since, None
    if due.follow_up is not None:
        day = due.follow_up.due_on
        return due.follow_up.text or "follow-up", f"promised for {short_day(day, today)}", day, due.follow_up.id
    if due.incident is not None:
        day = due.incident.opened_on
        what = f"{label(due.incident.kind)} awaits our reply"
        return what, f"opened {short_day(day, today)}, not answered yet", day, due.incident.id
    if due.review_on is not None:
        day = due.review_on
        return "agreement to review", f"its review day was set to {short_day(day, today)}", day, None
    return *_relation(due, today), due.touch.since if due.touch else today - timedelta(due.days_late), None


def _relation(due: Due, today: date) -> tuple[str, str]:
    """What and why of a touch, and of that which no day makes late."""
    if due.touch is not None:
        return "first contact with a new partner" if due.touch.first else "reconnect", _touched(due.touch, today)
    if due.less is not None:
        return "sending less than they used to", f"{due.less.why}. {_CAUSES}"
    if due.owing is not None:
        return "something to give back", _owed(due.owing)
    if due.ready is not None:
        return "ready to ask", _ready(due.ready, today)
    assert due.gap is not None
    return _gap(due.gap, today)


def _owed(found: Reciprocity) -> str:
    sent = f"{found.outbound} sent to them" if found.outbound else ""
    gives = count(found.gives, "give") if found.gives else ""
    back = " and ".join(part for part in (sent, gives) if part) or "nothing given or sent"
    return f"{count(found.inbound, 'referral')} from them in {count(found.days, 'day')}, {back} in return"


def _ready(known: RelationshipFacts, today: date) -> str:
    asked = "not asked yet" if known.last_ask is None else f"last asked {short_day(known.last_ask, today)}"
    return f"in touch on {count(known.touch_days, 'day')}, {asked}; no report late, no incident open"


def _gap(gap: Gap, today: date) -> tuple[str, str]:
    more = f"{count(gap.missing, 'more active partner')} wanted"
    there = f"{gap.active} of {gap.wanted} active"
    coming = f", {gap.coming} in the works" if gap.coming else ", nobody in the works"
    lapsed = f"; one fewer since {short_day(gap.since, today)}" if gap.since else ""
    return more, f"{there}{coming}{lapsed}"


def _promised(due: Due, today: date) -> str:
    assert due.promise is not None
    kind, first = due.promise.kind, due.referrals[0]
    if kind == Promise.THANK_YOU:
        number = len(due.referrals)
        return "thank-you for a referral" if number == 1 else f"thank-you for {number} referrals"
    if kind == Promise.FEEDBACK:
        return f"tell them why the referral was {first.stage}"
    if kind != Promise.FIRST_VISIT:
        return _PROMISES[kind]
    if first.visit_on is not None:
        return f"first visit was booked for {short_day(first.visit_on, today)}: did it take place?"
    return "first visit" if first.stage == ReferralStage.SCHEDULED else "first visit not booked"


def _reason(due: Due, today: date) -> str:
    assert due.promise is not None
    if len(due.referrals) < 2:
        return due.promise.why
    oldest = min(referral.day for referral in due.referrals)
    days = count((due.promise.due_on - due.promise.opened_on).days, "day")
    return f"{len(due.referrals)} received since {short_day(oldest, today)}, promised within {days}"


def _touched(touch: CadenceState, today: date) -> str:
    day = short_day(touch.since, today)
    if touch.first:
        return f"added {day}, a first contact is meant within {count(touch.days, 'day')}"
    return (
        f"{'last touch' if touch.touched else 'not in touch since added'} {day}, meant every {count(touch.days, 'day')}"
    )


def _what(lines: Sequence[AgendaLine]) -> str:
    """What there is to do with one partner, a phrase for each kind: `3 reports, thank-you for 2 referrals`."""
    fresh = [line for line in lines if not line.stale]
    shown = fresh or lines
    order = {_group(line): place for place, line in reversed(list(enumerate(shown)))}
    phrases = []
    for (kind, slow), run in groupby(sorted(shown, key=lambda line: order[_group(line)]), key=_group):
        same = list(run)
        several = _SEVERAL_SLOW if slow else _SEVERAL.get(kind)
        phrases.append(same[0].what if len(same) == 1 or several is None else several.format(len(same)))
    if len(shown) < len(lines):
        phrases.append(f"{len(lines) - len(shown)} from long ago")
    return ", ".join(phrases)


def _group(line: AgendaLine) -> tuple[AgendaKind, bool]:
    return line.kind, line.slow is not None


def _how_late(days: int) -> str:
    if days == 0:
        return "due today"
    return f"{count(days, 'day')} late" if days > 0 else f"due in {count(-days, 'day')}"
