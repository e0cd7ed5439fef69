"""Asks that await an answer, what was given when, and what ideas for a next give are made from."""

from datetime import date
from typing import Any

from peewee import Case, fn

from tui_tracker.domain.records import Touchpoint as TouchpointRecord
from tui_tracker.domain.words import ASK_BIT, GIVE_BIT, Direction, Stage
from tui_tracker.storage.models import Link, Occasion, Partner, Touchpoint
from tui_tracker.storage.queries.agenda_rows import as_day
from tui_tracker.storage.queries.touchpoints import records_of, selected

_KNOWN_WELL = (Stage.PARTNER.value, Stage.REFERRING.value, Stage.BUILDING.value, Stage.CONNECTED.value)


def open_asks(since: date, until: date, partner_id: int | None, length: int) -> list[TouchpointRecord]:
    """Our asks of some days without an answer, oldest first; archived partners are left out unless one is named."""
    query = selected().where(
        (Touchpoint.intents.bin_and(ASK_BIT) != 0)
        & (Touchpoint.direction == Direction.OURS.value)
        & Touchpoint.answer.is_null()
        & Touchpoint.day.between(since, until)
    )
    if partner_id is None:
        query = query.where(Partner.archived_on.is_null())
    else:
        query = query.where(Touchpoint.partner == partner_id)
    return records_of(query.order_by(Touchpoint.day, Touchpoint.id).limit(length))


def given(partner_id: int, since: date | None, until: date) -> list[tuple[str, int, date]]:
    """What we gave a partner up to a day: kind (empty where it was not said), how often, and the last day."""
    query = Touchpoint.select(Touchpoint.give, fn.COUNT(Touchpoint.id), fn.MAX(Touchpoint.day)).where(
        (Touchpoint.partner == partner_id)
        & (Touchpoint.intents.bin_and(GIVE_BIT) != 0)
        & (Touchpoint.direction == Direction.OURS.value)
        & (Touchpoint.day <= until)
    )
    if since is not None:
        query = query.where(Touchpoint.day >= since)
    rows = [(give or "", int(number), as_day(last)) for give, number, last in query.group_by(Touchpoint.give).tuples()]
    return [(give, number, last) for give, number, last in rows if last is not None]


def next_occasion(today: date) -> tuple[str, date] | None:
    """The next occasion from today on."""
    query = Occasion.select(Occasion.name, Occasion.day).where(Occasion.day >= today)
    row = query.order_by(Occasion.day, Occasion.id).tuples().first()
    return None if row is None else (row[0], row[1])


def to_introduce(partner_id: int, specialty: str, area: str, length: int) -> list[tuple[str, str]]:
    """Partners of the same area whom we know, of a specialty that this one has no tie to: name and specialty.

    At most one of a specialty; those whom we know best come first, then by name.
    """
    if not area:
        return []
    tied = list(_tied(partner_id))
    taken = [name for (name,) in Partner.select(Partner.specialty).where(Partner.id.in_(tied)).distinct().tuples()]
    rank = Case(Partner.stage, [(stage, place) for place, stage in enumerate(_KNOWN_WELL)])
    rows = (
        Partner.select(Partner.name, Partner.specialty)
        .where(
            (Partner.area == area)
            & Partner.stage.in_(_KNOWN_WELL)
            & Partner.archived_on.is_null()
            & (Partner.id != partner_id)
            & Partner.specialty.not_in(["", specialty, *taken])
        )
        .order_by(rank, Partner.search, Partner.id)
        .limit(50)
        .tuples()
    )
    found: dict[str, tuple[str, str]] = {}
    for name, known in rows:
        found.setdefault(known, (name, known))
    return list(found.values())[:length]


def _tied(partner_id: int) -> set[int]:
    rows: Any = (
        Link.select(Link.from_partner, Link.to_partner)
        .where((Link.from_partner == partner_id) | (Link.to_partner == partner_id))
        .tuples()
    )
    return {int(one) for pair in rows for one in pair} - {partner_id}
