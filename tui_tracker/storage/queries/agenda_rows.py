"""Rows read raw, without Peewee's conversion, which costs more than the query: what is asked of thousands of partners.

Days come as ISO text from SQLite and as dates from PostgreSQL, and `as_day` takes both.
"""

from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache
from sys import intern
from typing import Any

from tui_tracker.domain.cadence import PartnerState
from tui_tracker.storage.database import database
from tui_tracker.storage.models import Partner

PARTNER = (
    Partner.id,
    Partner.name,
    Partner.search,
    Partner.tier,
    Partner.stage,
    Partner.cadence_days,
    Partner.added_on,
    Partner.archived_on,
    Partner.member,
)


def partner_state(row: Any) -> PartnerState:
    """The partner behind the columns `PARTNER`."""
    row_id, name, search, tier, stage, cadence_days, added_on, archived_on, member_id = row
    return PartnerState(
        row_id,
        name,
        search,
        intern(tier),
        intern(stage),
        cadence_days,
        given_day(added_on),
        as_day(archived_on),
        member_id,
    )


def raw(query: Any) -> Iterator[Any]:
    """The rows, some at a time: all of them would be held beside what is made of them."""
    cursor = database.execute(query)
    while rows := cursor.fetchmany(200):
        yield from rows


def _read_day(value: Any) -> Any:
    return date.fromisoformat(value) if isinstance(value, str) else value


_DAY = lru_cache(8192)(_read_day)  # thousands of rows share some hundreds of days


def as_day(value: Any) -> date | None:
    """A day as either engine gives it; None where there is none."""
    found: date | None = _DAY(value)
    return found


given_day: Callable[[Any], date] = _DAY
"""A day that is there, as either engine gives it."""
