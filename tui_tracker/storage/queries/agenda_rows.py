"""Rows as the agenda reads them: raw, without Peewee's conversion, which costs more than the query.

Days come as ISO text from SQLite and as dates from PostgreSQL, and `as_day` takes both.
"""

from collections.abc import Iterator
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


def as_day(value: Any) -> date | None:
    """A day as either engine gives it; None where there is none."""
    return _date(value) if isinstance(value, str) else value


_date = lru_cache(4096)(date.fromisoformat)  # thousands of partners share some hundreds of days


def given_day(value: Any) -> date:
    """A day that is there."""
    day = as_day(value)
    assert day is not None
    return day
