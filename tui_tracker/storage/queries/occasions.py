"""Occasions, whom we met there, and the follow-ups that came of it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from peewee import fn

from tui_tracker.domain.records import FollowUp as FollowUpRecord
from tui_tracker.domain.records import Occasion as OccasionRecord
from tui_tracker.domain.records import Touchpoint as TouchpointRecord
from tui_tracker.storage.models import FollowUp, Occasion, Partner, Touchpoint
from tui_tracker.storage.queries.touchpoints import records_of, selected


def occasion(occasion_id: int) -> OccasionRecord | None:
    """One occasion."""
    found = _records(_selected().where(Occasion.id == occasion_id))
    return found[0] if found else None


def coming(today: date, offset: int, length: int) -> list[OccasionRecord]:
    """A window on the occasions of today and later, the next one first."""
    query = _selected().where(Occasion.day >= today).order_by(Occasion.day, Occasion.id)
    return _records(query.offset(offset).limit(length))


def past(today: date, offset: int, length: int) -> list[OccasionRecord]:
    """A window on the occasions before today, the latest first."""
    query = _selected().where(Occasion.day < today).order_by(Occasion.day.desc(), Occasion.id.desc())
    return _records(query.offset(offset).limit(length))


def count_coming(today: date) -> int:
    """How many occasions are today or later."""
    return int(Occasion.select().where(Occasion.day >= today).count())


def count_past(today: date) -> int:
    """How many occasions were before today."""
    return int(Occasion.select().where(Occasion.day < today).count())


def named(name: str, day: date) -> list[tuple[int, str]]:
    """Id and name of the occasions of a day that are called so, whatever their capitals."""
    rows = Occasion.select(Occasion.id, Occasion.name).where(Occasion.day == day).order_by(Occasion.id).tuples()
    return [(row_id, known) for row_id, known in rows if known.casefold() == name.casefold()]


def met(occasion_id: int) -> list[TouchpointRecord]:
    """The touchpoints of an occasion, in the order in which they were noted."""
    return records_of(selected().where(Touchpoint.occasion == occasion_id).order_by(Touchpoint.id))


def follow_ups(occasion_id: int) -> list[FollowUpRecord]:
    """What was promised at an occasion or after it to those whom we met there, kept and dropped ones too."""
    one = FollowUp
    rows = (
        one.select(one.id, one.partner, Partner.name, one.due_on, one.text, one.done_on, one.dropped_on)
        .join(Partner)
        .switch(one)
        .join(Touchpoint, on=(one.touchpoint == Touchpoint.id))
        .where(Touchpoint.occasion == occasion_id)
        .order_by(one.due_on, one.id)
        .tuples()
    )
    return [FollowUpRecord(*row) for row in rows]


def resting(partner_ids: Iterable[int], stages: Iterable[str]) -> set[int]:
    """Those of some partners who are archived, or at one of these stages."""
    aside = Partner.archived_on.is_null(False) | Partner.stage.in_(list(stages))
    rows = Partner.select(Partner.id).where(Partner.id.in_(list(partner_ids)) & aside).tuples()
    return {row_id for (row_id,) in rows}


def _selected() -> Any:
    people = (
        Touchpoint.select(fn.COUNT(Touchpoint.partner.distinct()))
        .where(Touchpoint.occasion == Occasion.id)
        .alias("people")
    )
    return Occasion.select(
        Occasion.id,
        Occasion.name,
        Occasion.day,
        Occasion.place,
        Occasion.skill,
        Occasion.note,
        Occasion.goal,
        Occasion.wanted,
        people,
    )


def _records(query: Any) -> list[OccasionRecord]:
    return [OccasionRecord(*row) for row in query.tuples()]
