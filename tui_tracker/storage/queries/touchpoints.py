"""Touchpoints: a partner's timeline, one entry, one row, and what else a service needs to write them."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from peewee import fn

from tui_tracker.domain.quicklog_people import Person
from tui_tracker.domain.records import FollowUp as FollowUpRecord
from tui_tracker.domain.records import Touchpoint as TouchpointRecord
from tui_tracker.domain.text import fold
from tui_tracker.domain.words import bits_to_intents
from tui_tracker.storage.models import Base, Contact, FollowUp, Member, Partner, Report, Spotlight, Touchpoint


def timeline(partner_id: int, offset: int, length: int) -> list[TouchpointRecord]:
    """A window on a partner's touchpoints, newest first."""
    query = selected().where(Touchpoint.partner == partner_id).order_by(Touchpoint.day.desc(), Touchpoint.id.desc())
    return records_of(query.offset(offset).limit(length))


def count_touchpoints(partner_id: int) -> int:
    """How many touchpoints a partner has."""
    return int(Touchpoint.select().where(Touchpoint.partner == partner_id).count())


def touchpoint(touchpoint_id: int) -> TouchpointRecord | None:
    """One touchpoint."""
    found = records_of(selected().where(Touchpoint.id == touchpoint_id))
    return found[0] if found else None


def entry(entry_id: int) -> list[TouchpointRecord]:
    """The touchpoints that were logged together, in the order in which they were written."""
    return records_of(
        selected().where((Touchpoint.id == entry_id) | (Touchpoint.entry == entry_id)).order_by(Touchpoint.id)
    )


def latest(length: int) -> list[TouchpointRecord]:
    """The touchpoints of all partners, newest day first."""
    return records_of(selected().order_by(Touchpoint.day.desc(), Touchpoint.id.desc()).limit(length))


def stages(partner_ids: Iterable[int]) -> dict[int, tuple[str, str, date | None]]:
    """Name, stage and day of archiving of partners that are there, by id."""
    query = Partner.select(Partner.id, Partner.name, Partner.stage, Partner.archived_on)
    rows = query.where(Partner.id.in_(list(partner_ids))).tuples()
    return {partner_id: (name, stage, archived) for partner_id, name, stage, archived in rows}


def member_called(name: str) -> int | None:
    """The member with this name, whatever its capitals."""
    wanted = fold(name)
    rows = Member.select(Member.id, Member.name).order_by(Member.active.desc(), Member.id).tuples()
    return next((int(member_id) for member_id, called in rows if fold(called) == wanted), None)


def open_follow_ups(ids: Sequence[int]) -> list[FollowUpRecord]:
    """Those of some follow-ups that are still open."""
    rows = (
        FollowUp.select(
            FollowUp.id,
            FollowUp.partner,
            Partner.name,
            FollowUp.due_on,
            FollowUp.text,
            FollowUp.done_on,
            FollowUp.dropped_on,
        )
        .join(Partner)
        .where(FollowUp.id.in_(list(ids)) & FollowUp.done_on.is_null() & FollowUp.dropped_on.is_null())
        .order_by(FollowUp.due_on, FollowUp.id)
        .tuples()
    )
    return [FollowUpRecord(*row) for row in rows]


def pointing_at(touchpoint_id: int) -> list[tuple[type[Base], int]]:
    """The rows that came with a touchpoint: follow-ups, reports, the spotlight that it published."""
    models: tuple[type[Base], ...] = (FollowUp, Report, Spotlight)
    return [
        (model, int(row_id))
        for model in models
        for (row_id,) in model.select(model.id).where(model.touchpoint == touchpoint_id).tuples()
    ]


def people_at(partner_ids: Iterable[int]) -> list[Person]:
    """The contacts who are still there at some partners, by partner, then by name."""
    rows = _people().where(Contact.partner.in_(list(partner_ids)) & (Contact.active == True))  # noqa: E712
    return sorted(
        (Person(*row) for row in rows.tuples()), key=lambda one: (one.partner_id, one.name.casefold(), one.id)
    )


def people(contact_ids: Iterable[int]) -> list[Person]:
    """Some contacts, also those who have left."""
    rows = _people().where(Contact.id.in_(list(contact_ids))).order_by(Contact.id)
    return [Person(*row) for row in rows.tuples()]


def touchpoints_with(contact_id: int) -> int:
    """How many touchpoints were with a contact."""
    return int(Touchpoint.select().where(Touchpoint.contact == contact_id).count())


def _people() -> Any:
    return Contact.select(Contact.id, Contact.partner, Contact.name, Contact.role, Partner.name).join(Partner)


def selected() -> Any:
    """A query for what `records_of` makes touchpoints from."""
    return (
        Touchpoint.select(
            Touchpoint.id,
            fn.COALESCE(Touchpoint.entry, Touchpoint.id),
            Touchpoint.partner,
            Partner.name,
            Touchpoint.day,
            Touchpoint.channel,
            Touchpoint.direction,
            Touchpoint.intents,
            Touchpoint.note,
            Member.name,
            Touchpoint.contact,
            Contact.name,
            Touchpoint.give,
            Touchpoint.answer,
            Touchpoint.answered_on,
            Touchpoint.answer_note,
            Touchpoint.occasion,
        )
        .join(Partner)
        .switch(Touchpoint)
        .left_outer_join(Member)
        .switch(Touchpoint)
        .left_outer_join(Contact, on=(Touchpoint.contact == Contact.id))
    )


def records_of(query: Any) -> list[TouchpointRecord]:
    """The touchpoints that a query on `selected` gives."""
    found = []
    for row in query.tuples():
        values: list[Any] = list(row)
        values[7] = bits_to_intents(values[7])
        found.append(TouchpointRecord(*values))
    return found
