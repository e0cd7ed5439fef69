"""Logging touchpoints, changing them, and reading them back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from tui_tracker.domain.day_words import short_day
from tui_tracker.domain.errors import Refused
from tui_tracker.domain.give_words import gave
from tui_tracker.domain.quicklog import Understood
from tui_tracker.domain.quicklog_people import Person
from tui_tracker.domain.records import Doing, FollowUp, Touchpoint
from tui_tracker.domain.text import first_of, fold
from tui_tracker.domain.words import GIVE_BIT, Channel, Direction, Intent, PartnerKind, Stage, intents_to_bits
from tui_tracker.services.snoozes import hide
from tui_tracker.storage import models
from tui_tracker.storage.journal import Unit, changing
from tui_tracker.storage.queries import touchpoints
from tui_tracker.storage.queries.occasions import occasion
from tui_tracker.storage.queries.partners import same_name

if TYPE_CHECKING:
    from tui_tracker.domain.drafts_touchpoint import TouchpointDraft, TouchpointEdit

_SENT = (Channel.EMAIL, Channel.TEXT, Channel.LETTER, Channel.CARD, Channel.FAX, Channel.ARTICLE)


@dataclass(frozen=True, slots=True)
class Logged:
    """What was saved: the journal's entry and its label, the touchpoints, and the partners that were added for it."""

    change_id: int
    label: str
    touchpoint_ids: tuple[int, ...]
    added_partner_ids: tuple[int, ...]


def log(doing: Doing, what: Understood | TouchpointDraft) -> Logged:
    """Save one entry, its follow-ups and its new partners as one change; a prospect becomes connected.

    Takes what a line was understood to say, or a draft. What it `quiets` on the agenda rests, in the same change.
    Raises Refused where something is open, a day is still to come, a partner is gone or archived, a contact is gone or
    with nobody of these, or a new partner is here already.
    """
    draft = _draft(what)
    if draft.day > doing.today:
        raise Refused("This day is still to come; write the day on which it happened.", "day")
    if any(step.due_on < doing.today for step in draft.follow_ups):
        raise Refused("This follow-up is due on a day that is past; write a day from today on.", "follow_ups")
    if draft.quiets and (draft.quiet_until is None or draft.quiet_until <= doing.today):
        raise Refused("Choose a day after today, until which this rests on the agenda.", "quiet_until")
    with changing(doing, "Logged a touchpoint") as unit:
        known = _known(draft.partner_ids)
        people = _people(draft.contact_ids, known)
        if draft.occasion_id is not None and occasion(draft.occasion_id) is None:
            raise Refused("This occasion is no longer there; reload and look again.", "occasion_id")
        partner_ids = list(known)
        _check_new(draft.new_partners)
        added = tuple(_add(unit, name, doing.today) for name in draft.new_partners)
        unit.label = _label(draft, _named(known, people) + list(draft.new_partners))
        for partner_id, (_, stage) in known.items():
            if stage == Stage.PROSPECT:
                unit.update(models.Partner, partner_id, stage=Stage.CONNECTED.value)
        member = touchpoints.member_called(doing.who)
        ids = _write(unit, draft, [*partner_ids, *added], member, people)
        _promise(unit, draft, [*partner_ids, *added], ids, member)
        for kept in touchpoints.open_follow_ups(draft.closes):
            unit.update(models.FollowUp, kept.id, done_on=draft.day)
        if draft.quiets and draft.quiet_until is not None:
            hide(unit, draft.quiets, draft.quiet_until)
    assert unit.change_id is not None
    return Logged(unit.change_id, unit.label, tuple(ids), added)


def thank(doing: Doing, partner_id: int, day: date, channel: str = Channel.CARD, note: str = "") -> Logged:
    """Log a thank-you to one partner. Raises Refused as `log`."""
    from tui_tracker.domain.drafts_touchpoint import TouchpointDraft, checked

    return log(
        doing,
        checked(
            TouchpointDraft, partner_ids=(partner_id,), day=day, channel=channel, intents=(Intent.THANK,), note=note
        ),
    )


def edit_touchpoint(doing: Doing, touchpoint_id: int, edit: TouchpointEdit, *, whole_entry: bool = False) -> int | None:
    """Change a touchpoint, or all that were logged with it; gives the change, None where nothing differs.

    Raises Refused where it is gone or the day is still to come.
    """
    if edit.day > doing.today:
        raise Refused("This day is still to come; write the day on which it happened.", "day")
    with changing(doing, "Changed a touchpoint") as unit:
        first, rows = _rows(touchpoint_id, whole_entry=whole_entry)
        unit.label = f"Changed {first.channel} with {first_of([row.partner_name for row in rows])}"
        contact = _contact_of(edit, rows)
        for row in rows:
            if row.answered_on is not None and Intent.ASK in edit.intents and row.answered_on < edit.day:
                came = short_day(row.answered_on, doing.today)
                raise Refused(f"The answer to this ask came on {came}; choose a day up to then.", "day")
            unit.update(models.Touchpoint, row.id, **_changes(edit, row, contact, first.partner_id))
    return unit.change_id


def _contact_of(edit: TouchpointEdit, rows: Sequence[Touchpoint]) -> Person | None:
    """The contact that a change names. Raises Refused for one who is with none of these partners."""
    if edit.contact_id is None:
        return None
    found = _people((edit.contact_id,), {row.partner_id: (row.partner_name, "") for row in rows})
    return found[next(iter(found))]


def _changes(edit: TouchpointEdit, row: Touchpoint, contact: Person | None, partner_id: int) -> dict[str, Any]:
    """What one row of a changed entry becomes. What was given, and an answer, go with the intent they belong to.

    A contact is taken off at `partner_id` alone, the partner whose touchpoint is changed.
    """
    intents = dict.fromkeys(edit.intents)
    give = edit.give.value if edit.give else None
    if "give" not in edit.model_fields_set:
        give = row.give if Intent.GIVE in intents else None
    elif give is not None:
        intents[Intent.GIVE] = None
    values: dict[str, Any] = {
        "day": edit.day,
        "channel": edit.channel.value,
        "direction": edit.direction.value,
        "intents": intents_to_bits(intents),
        "note": edit.note,
        "give": give,
    }
    if contact is not None and contact.partner_id == row.partner_id:
        values["contact"] = contact.id
    elif contact is None and "contact_id" in edit.model_fields_set and row.partner_id == partner_id:
        values["contact"] = None
    if Intent.ASK not in intents:
        values |= {"answer": None, "answered_on": None, "answer_note": ""}
    return values


def delete_touchpoint(doing: Doing, touchpoint_id: int, *, whole_entry: bool = False) -> int | None:
    """Remove a touchpoint, or all that were logged with it; what was promised with it stays. Gives the change.

    Raises Refused where it is gone.
    """
    with changing(doing, "Removed a touchpoint") as unit:
        first, rows = _rows(touchpoint_id, whole_entry=whole_entry)
        unit.label = f"Removed {first.channel} with {first_of([row.partner_name for row in rows])}"
        for row in rows:
            for model, row_id in touchpoints.pointing_at(row.id):
                unit.update(model, row_id, touchpoint=None)
            unit.delete(models.Touchpoint, row.id)
    return unit.change_id


def timeline(partner_id: int, offset: int, length: int) -> list[Touchpoint]:
    """A window on a partner's touchpoints, newest first."""
    return touchpoints.timeline(partner_id, offset, length)


def count_touchpoints(partner_id: int) -> int:
    """How many touchpoints a partner has."""
    return touchpoints.count_touchpoints(partner_id)


def touch(touchpoint_id: int) -> Touchpoint:
    """One touchpoint. Raises Refused where it is gone."""
    found = touchpoints.touchpoint(touchpoint_id)
    if found is None:
        raise Refused("This touchpoint is no longer there; reload and look again.")
    return found


def entry(entry_id: int) -> list[Touchpoint]:
    """The touchpoints that were logged together."""
    return touchpoints.entry(entry_id)


def open_follow_ups(ids: Sequence[int]) -> list[FollowUp]:
    """Those of some follow-ups that are still open, soonest due first."""
    return touchpoints.open_follow_ups(ids)


def _draft(what: Understood | TouchpointDraft) -> TouchpointDraft:
    if isinstance(what, Understood):
        from tui_tracker.domain.drafts_touchpoint import draft_of

        return draft_of(what)
    return what


def _known(partner_ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Name and stage of each partner, in the order given. Raises Refused for one that cannot be logged for."""
    wanted = list(dict.fromkeys(partner_ids))
    found = touchpoints.stages(wanted) if wanted else {}
    known = {}
    for partner_id in wanted:
        if partner_id not in found:
            raise Refused("This partner is no longer there; choose another.", "partner_ids")
        name, stage, archived = found[partner_id]
        if archived is not None:
            raise Refused(f"{name} is archived; bring them back first, or choose another.", "partner_ids")
        known[partner_id] = (name, stage)
    return known


def _check_new(names: Sequence[str]) -> None:
    """Refuse a new name that somebody has by now, or had before being archived."""
    for name in names:
        for _id, other, _area, archived in same_name(fold(name)):
            if archived:
                way = "bring them back first, or add another of this name on the Partners screen"
                raise Refused(f"{other} is archived; {way}.", "new_partners")
            raise Refused(f"{other} was added meanwhile; write the name again to choose.", "new_partners")


def _add(unit: Unit, name: str, today: date) -> int:
    return unit.insert(
        models.Partner,
        kind=PartnerKind.CLINICIAN.value,
        name=name,
        search=fold(name),
        stage=Stage.CONNECTED.value,
        added_on=today,
    )


def _people(contact_ids: Sequence[int], known: Mapping[int, tuple[str, str]]) -> dict[int, Person]:
    """The contacts of an entry, by partner. Raises Refused for one who is gone, elsewhere, or a second of a partner."""
    wanted = list(dict.fromkeys(contact_ids))
    found = {one.id: one for one in touchpoints.people(wanted)} if wanted else {}
    people: dict[int, Person] = {}
    for contact_id in wanted:
        person = found.get(contact_id)
        if person is None:
            raise Refused("This contact is no longer there; choose another.", "contact_ids")
        if person.partner_id not in known:
            raise Refused(
                f"{person.name} is at {person.partner_name}; log it for them, or leave {person.name} out.",
                "contact_ids",
            )
        if person.partner_id in people:
            raise Refused(f"Log {person.name} by themselves: a touchpoint holds one contact.", "contact_ids")
        people[person.partner_id] = person
    return people


def _named(known: Mapping[int, tuple[str, str]], people: Mapping[int, Person]) -> list[str]:
    """The partners as the history names them: `Sebago Foot`, `Maria Lopez at Sebago Foot`."""
    return [
        f"{people[partner_id].name} at {name}" if partner_id in people else name
        for partner_id, (name, _stage) in known.items()
    ]


def _write(
    unit: Unit,
    draft: TouchpointDraft,
    partner_ids: Sequence[int],
    member: int | None,
    people: Mapping[int, Person],
) -> list[int]:
    ids: list[int] = []
    intents = intents_to_bits(draft.intents) | (GIVE_BIT if draft.give else 0)
    for partner_id in partner_ids:
        row_id = unit.insert(
            models.Touchpoint,
            entry=ids[0] if ids else None,
            partner=partner_id,
            day=draft.day,
            channel=draft.channel.value,
            direction=draft.direction.value,
            intents=intents,
            note=draft.note,
            member=member,
            occasion=draft.occasion_id,
            contact=people[partner_id].id if partner_id in people else None,
            give=draft.give.value if draft.give else None,
        )
        ids.append(row_id)
    return ids


def _promise(
    unit: Unit, draft: TouchpointDraft, partner_ids: Sequence[int], touchpoint_ids: Sequence[int], member: int | None
) -> None:
    for partner_id, touchpoint_id in zip(partner_ids, touchpoint_ids, strict=True):
        for step in draft.follow_ups:
            unit.insert(
                models.FollowUp,
                partner=partner_id,
                due_on=step.due_on,
                text=step.text,
                member=member,
                touchpoint=touchpoint_id,
            )


def _rows(touchpoint_id: int, *, whole_entry: bool) -> tuple[Touchpoint, list[Touchpoint]]:
    first = touch(touchpoint_id)
    return first, touchpoints.entry(first.entry_id) if whole_entry else [first]


def _label(draft: TouchpointDraft, names: Sequence[str]) -> str:
    """`Logged lunch with Dr. Lee and 2 more: gave an article`, `Logged email from Dr. Lee`."""
    word = draft.word or draft.channel.value
    given = f": {gave(draft.give, draft.direction)}" if draft.give else ""
    if draft.intents == (Intent.THANK,) and draft.direction is Direction.OURS:
        return f"Thanked {first_of(names)} by {word}{given}"
    link = "with"
    if draft.channel in _SENT:
        link = "from" if draft.direction is Direction.THEIRS else "to"
    return f"Logged {word} {link} {first_of(names)}{given}"
