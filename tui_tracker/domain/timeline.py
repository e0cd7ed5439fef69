"""The timeline of one referral: every move, report, touchpoint and correction, with the days between them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from tui_tracker.domain.change_words import Names, shortened
from tui_tracker.domain.give_words import beside
from tui_tracker.domain.records import Incident, Referral, Report, Touchpoint
from tui_tracker.domain.reporting import PARTS
from tui_tracker.domain.text import clean_line, fold, listed
from tui_tracker.domain.timeline_changes import Entry, EventKind, Happening, RowChange, Story
from tui_tracker.domain.words import Direction, Intent, ReportKind, label

_NOBODY = Entry()
_CAN_BELONG = frozenset({Intent.UPDATE.value, Intent.FEEDBACK.value})


@dataclass(frozen=True, slots=True)
class TimelineEvent:
    """One line of a timeline.

    `days_since` counts from the event before (None for the first). `entered_on` is the day it was written down, where
    that was later than `day`. `who` wrote it down, empty where nobody knows. `stage` is set for moves.
    """

    day: date
    what: str
    detail: str
    who: str
    days_since: int | None
    entered_on: date | None
    kind: EventKind
    stage: str = ""


@dataclass(frozen=True, slots=True)
class Around:
    """What happened about a referral beside its own changes; `entered` says when, by table and id."""

    reports: Sequence[Report] = ()
    touchpoints: Sequence[Touchpoint] = ()
    incidents: Sequence[Incident] = ()
    entered: Mapping[tuple[str, int], Entry] | None = None


def timeline(
    referral: Referral, changes: Sequence[RowChange], around: Around, names: Names, today: date
) -> list[TimelineEvent]:
    """The events of a referral by day, then in the order in which they were entered.

    `changes` are the standing changes of the referral's row, oldest first; what was undone is not among them.
    """
    found = _own(referral, changes, names, today)
    entered = around.entered or {}
    found += [_report(one, entered.get(("report", one.id))) for one in around.reports]
    found += [_touch(one, entered.get(("touchpoint", one.id)), today) for one in around.touchpoints]
    for one in around.incidents:
        found += _incident(one, entered.get(("incident", one.id)))
    found.sort(key=lambda one: (one.day, one.entry.id, one.rank))
    return [_event(one, found[place - 1].day if place else None) for place, one in enumerate(found)]


def ended_on(referral: Referral) -> date | None:
    """The day on which a referral was closed, declined or lost; None while it goes on."""
    return referral.aside_on or referral.closed_on


def belongs(touch: Touchpoint, referral: Referral, other_references: Sequence[str], today: date) -> bool:
    """Is a touchpoint with the referral's partner about this referral, as far as one can tell?

    It is where it falls between the day the referral came and the day it ended, and either its note names this
    patient, or it is an update or feedback whose note names no other of that partner's patients. Everything else that
    goes on with a busy partner (calls, meals, gives) stays on the partner's own page. The thank-you and the feedback
    that keep this referral's promises belong to it as well: whoever asks this adds the first of each.
    """
    if not referral.day <= touch.day <= (ended_on(referral) or today):
        return False
    if names_patient(touch.note, referral.patient_ref):
        return True
    if _CAN_BELONG.isdisjoint(touch.intents):
        return False
    return not any(names_patient(touch.note, other) for other in other_references)


def names_patient(note: str, reference: str) -> bool:
    """Does a note hold a patient reference, as a word of its own?"""
    text, wanted = fold(note), fold(reference)
    place = text.find(wanted) if wanted else -1
    while place >= 0:
        around = text[place - 1 : place] + text[place + len(wanted) : place + len(wanted) + 1]
        if not any(sign.isalnum() for sign in around):
            return True
        place = text.find(wanted, place + 1)
    return False


def _own(referral: Referral, changes: Sequence[RowChange], names: Names, today: date) -> list[Happening]:
    """What the referral's own days and its journal say."""
    if not changes:
        return Story(_row(referral), _NOBODY, names, today).happenings()
    first = changes[0]
    if first.before is None and first.after is not None:
        story, rest = Story(first.after, first.entry, names, today), changes[1:]
    else:
        story, rest = Story(first.before or _row(referral), _NOBODY, names, today), changes
    for change in rest:
        story.read(change)
    return story.happenings()


def _row(referral: Referral) -> dict[str, Any]:
    return {one.name: getattr(referral, one.name) for one in fields(referral)}


def _event(one: Happening, before: date | None) -> TimelineEvent:
    entered = one.entry.on
    return TimelineEvent(
        day=one.day,
        what=one.what,
        detail="; ".join(one.details),
        who=one.entry.who,
        days_since=None if before is None else (one.day - before).days,
        entered_on=entered if entered is not None and entered > one.day else None,
        kind=one.kind,
        stage=one.stage,
    )


def _report(report: Report, entry: Entry | None) -> Happening:
    what = f"{report.kind} sent" if report.kind == ReportKind.ACKNOWLEDGEMENT else f"{report.kind} report sent"
    parts = [getattr(report, part.name) for part in PARTS.get(report.kind, ())]
    said = next((text for text in (*parts, report.note) if text), "")
    details = [f"by {label(report.channel)}", _first_line(said)]
    if report.copied_to:
        details.append(f"copied to {shortened(clean_line(report.copied_to))}")
    who = entry or Entry(who=report.member_name or "")
    return Happening(EventKind.REPORT, report.sent_on, what, who, 20, [text for text in details if text])


def _touch(touch: Touchpoint, entry: Entry | None, today: date) -> Happening:
    who = entry or Entry(who=touch.member_name or "")
    way = f"by {label(touch.channel)}"
    words = [label(intent) for intent in touch.intents]
    if touch.direction == Direction.THEIRS:
        what = f"{listed(words, 'and') or label(touch.channel)} from them"
    elif Intent.THANK.value in touch.intents:
        what = "thank-you"
    else:
        what = listed(words, "and") or label(touch.channel)
    details = [way, *(shortened(clean_line(one)) for one in beside(touch, today)), _first_line(touch.note)]
    return Happening(EventKind.TOUCHPOINT, touch.day, what, who, 30, [text for text in details if text])


def _incident(incident: Incident, entry: Entry | None) -> list[Happening]:
    """An incident about it; its facts may hold more of the patient than belongs here, so its kind has to do."""
    what = label(incident.kind)
    steps = (("incident opened", incident.opened_on), ("incident answered", incident.answered_on))
    found = []
    for rank, (words, day) in enumerate((*steps, ("incident closed", incident.closed_on))):
        if day is not None:
            noted = entry if entry is not None and rank == 0 else _NOBODY
            found.append(Happening(EventKind.INCIDENT, day, words, noted, 40 + rank, [what]))
    return found


def _first_line(text: str) -> str:
    return shortened(clean_line(text.strip().split("\n", 1)[0]))
