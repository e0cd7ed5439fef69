"""Logging touchpoints, changing them, and reading them back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from tui_tracker.domain.errors import Refused
from tui_tracker.domain.quicklog import Understood
from tui_tracker.domain.records import Doing, FollowUp, Touchpoint
from tui_tracker.domain.text import fold
from tui_tracker.domain.words import Channel, Direction, Intent, PartnerKind, Stage, intents_to_bits
from tui_tracker.storage import models
from tui_tracker.storage.journal import Unit, changing
from tui_tracker.storage.queries import touchpoints
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

    Takes what a line was understood to say, or a draft. Raises Refused where something is open, a day is still to
    come, a partner is gone or archived, or a new one is here already.
    """
    draft = _draft(what)
    if draft.day > doing.today:
        raise Refused("This day is still to come; write the day on which it happened.", "day")
    if any(step.due_on < doing.today for step in draft.follow_ups):
        raise Refused("This follow-up is due on a day that is past; write a day from today on.", "follow_ups")
    with changing(doing, "Logged a touchpoint") as unit:
        known = _known(draft.partner_ids)
        partner_ids = list(known)
        _check_new(draft.new_partners)
        added = tuple(_add(unit, name, doing.today) for name in draft.new_partners)
        unit.label = _label(draft, [name for name, _ in known.values()] + list(draft.new_partners))
        for partner_id, (_, stage) in known.items():
            if stage == Stage.PROSPECT:
                unit.update(models.Partner, partner_id, stage=Stage.CONNECTED.value)
        member = touchpoints.member_called(doing.who)
        ids = _write(unit, draft, [*partner_ids, *added], member)
        _promise(unit, draft, [*partner_ids, *added], ids, member)
        for kept in touchpoints.open_follow_ups(draft.closes):
            unit.update(models.FollowUp, kept.id, done_on=draft.day)
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
        unit.label = f"Changed {first.channel} with {_people([row.partner_name for row in rows])}"
        for row in rows:
            unit.update(
                models.Touchpoint,
                row.id,
                day=edit.day,
                channel=edit.channel.value,
                direction=edit.direction.value,
                intents=intents_to_bits(edit.intents),
                note=edit.note,
            )
    return unit.change_id


def delete_touchpoint(doing: Doing, touchpoint_id: int, *, whole_entry: bool = False) -> int | None:
    """Remove a touchpoint, or all that were logged with it; what was promised with it stays. Gives the change.

    Raises Refused where it is gone.
    """
    with changing(doing, "Removed a touchpoint") as unit:
        first, rows = _rows(touchpoint_id, whole_entry=whole_entry)
        unit.label = f"Removed {first.channel} with {_people([row.partner_name for row in rows])}"
        for row in rows:
            follow_ups, reports = touchpoints.pointing_at(row.id)
            for follow_up_id in follow_ups:
                unit.update(models.FollowUp, follow_up_id, touchpoint=None)
            for report_id in reports:
                unit.update(models.Report, report_id, touchpoint=None)
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


def _write(unit: Unit, draft: TouchpointDraft, partner_ids: Sequence[int], member: int | None) -> list[int]:
    ids: list[int] = []
    for partner_id in partner_ids:
        row_id = unit.insert(
            models.Touchpoint,
            entry=ids[0] if ids else None,
            partner=partner_id,
            day=draft.day,
            channel=draft.channel.value,
            direction=draft.direction.value,
            intents=intents_to_bits(draft.intents),
            note=draft.note,
            member=member,
            occasion=draft.occasion_id,
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
    """`Logged lunch with Dr. Lee and 2 more`, `Logged email from Dr. Lee`."""
    word = draft.word or draft.channel.value
    if draft.intents == (Intent.THANK,) and draft.direction is Direction.OURS:
        return f"Thanked {_people(names)} by {word}"
    link = "with"
    if draft.channel in _SENT:
        link = "from" if draft.direction is Direction.THEIRS else "to"
    return f"Logged {word} {link} {_people(names)}"


def _people(names: Sequence[str]) -> str:
    if len(names) <= 2:
        return " and ".join(names)
    return f"{names[0]} and {len(names) - 1} more"
