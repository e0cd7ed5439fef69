"""The spotlight of each month, and who may have it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from tui_tracker.domain.records import Spotlight as SpotlightRecord
from tui_tracker.domain.spotlight import STAGES, Candidate
from tui_tracker.storage.models import Partner, Spotlight, Touchpoint
from tui_tracker.storage.rows import CHUNK, chunks


def spotlights(first: date, last: date) -> list[SpotlightRecord]:
    """Those of some months, in their order."""
    return _records(_selected().where(Spotlight.month.between(first, last)))


def of_month(month: date) -> SpotlightRecord | None:
    """That of one month."""
    return next(iter(_records(_selected().where(Spotlight.month == month))), None)


def of_partner(partner_id: int) -> list[SpotlightRecord]:
    """Those of one partner, in their order."""
    return _records(_selected().where(Spotlight.partner == partner_id))


def last_month_of(partner_id: int) -> SpotlightRecord | None:
    """The last month that a partner had or is to have."""
    found = of_partner(partner_id)
    return found[-1] if found else None


def candidates() -> list[Candidate]:
    """Every partner who may have the spotlight, with the months that they had; whether they are warm is left open."""
    had: dict[int, list[date]] = {}
    for partner_id, month in Spotlight.select(Spotlight.partner, Spotlight.month).order_by(Spotlight.month).tuples():
        had.setdefault(partner_id, []).append(month)
    rows = (
        Partner.select(Partner.id, Partner.name, Partner.stage, Partner.tier, Partner.inner_rank, Partner.added_on)
        .where(Partner.stage.in_(STAGES) & Partner.archived_on.is_null())
        .order_by(Partner.search, Partner.id)
        .tuples()
    )
    return [
        Candidate(row_id, name, stage, tier, rank, added, tuple(had.get(row_id, ())))
        for row_id, name, stage, tier, rank, added in rows
    ]


def published_days(touchpoint_ids: Iterable[int]) -> dict[int, date]:
    """The days of some touchpoints, by id."""
    found: dict[int, date] = {}
    for chunk in chunks(list(touchpoint_ids), CHUNK):
        found |= dict(Touchpoint.select(Touchpoint.id, Touchpoint.day).where(Touchpoint.id.in_(list(chunk))).tuples())
    return found


def _selected() -> Any:
    return (
        Spotlight.select(
            Spotlight.id, Spotlight.month, Spotlight.partner, Partner.name, Spotlight.title, Spotlight.touchpoint
        )
        .join(Partner)
        .order_by(Spotlight.month)
    )


def _records(query: Any) -> list[SpotlightRecord]:
    return [SpotlightRecord(*row) for row in query.tuples()]
