"""Reading the practice's own data, and who is on its team."""

from dataclasses import fields

from tui_tracker.domain import records
from tui_tracker.domain.text import fold
from tui_tracker.storage.database import database
from tui_tracker.storage.models import Member, Practice


def practice() -> records.Practice | None:
    """The practice; None where nothing has been said about it yet."""
    columns = [getattr(Practice, one.name) for one in fields(records.Practice)]
    row = Practice.select(*columns).tuples().first()
    return None if row is None else records.Practice(*row)


def time_zone() -> str:
    """The practice's time zone; empty where none is set."""
    # Raw, because the first screen waits for it.
    row = database.execute_sql("SELECT time_zone FROM practice").fetchone()
    return "" if row is None else str(row[0])


def members() -> list[records.Member]:
    """Everybody who is or was on the team: those who are first, else by name."""
    rows = Member.select(Member.id, Member.name, Member.role, Member.active).tuples()
    found = [records.Member(*row) for row in rows]
    # Not by the engine: SQLite and PostgreSQL order names differently.
    return sorted(found, key=lambda one: (not one.active, fold(one.name), one.id))
