"""How long referrals stayed in each stage, counted in the database: one look at the referrals that moved lately."""

from datetime import date
from typing import Any

from peewee import SQL, Case, Select, SqliteDatabase, fn

from tui_tracker.domain.moves import COLUMNS, stages
from tui_tracker.domain.words import Flow
from tui_tracker.storage.database import database
from tui_tracker.storage.models import Referral


def stay_sizes(first: date, last: date) -> dict[tuple[str, str], dict[int, int]]:
    """How many stays that ended in a span took how many days, by flow and stage (`domain.stays` says what a stay is).

    The present stage is the last that has a day, so what did not reach it since the first day ended no stay since.
    """
    places = [(flow.value, str(stage)) for flow in Flow for stage in stages(flow)[:-1]]
    columns = [_stay(flow, stage, first, last).alias(f"{flow}_{stage}") for flow, stage in places]
    moved = Referral.select(*columns).where(Referral.stage_on >= first).cte("moved")
    counts: Any = None
    for flow, stage in places:
        days = getattr(moved.c, f"{flow}_{stage}")
        names = (SQL(f"'{flow}'"), SQL(f"'{stage}'"))
        one = Select([moved], [*names, days, fn.COUNT(days)]).where(days.is_null(False)).group_by(days)
        counts = one if counts is None else counts.union_all(one)
    found: dict[tuple[str, str], dict[int, int]] = {}
    for flow, stage, days, number in database.execute(counts.with_cte(moved)):
        found.setdefault((flow, stage), {})[days] = number
    return found


def _stay(flow: str, stage: str, first: date, last: date) -> Any:
    """The days of a referral's stay in a stage; NULL where it has none, or none that ended in the span."""
    line = stages(flow)
    since = getattr(Referral, COLUMNS[stage])
    later = [getattr(Referral, COLUMNS[one]) for one in line[line.index(stage) + 1 :]]
    ended = fn.COALESCE(*later, Referral.aside_on)
    ours = (Referral.flow == flow) & (since <= ended) & ended.between(first, last)
    return Case(None, [(ours, _days_between(since, ended))])


def _days_between(first: Any, last: Any) -> Any:
    """The days from one day to another; SQLite holds days as text, PostgreSQL takes one from the other."""
    if isinstance(database.obj, SqliteDatabase):
        return fn.julianday(last).cast("INTEGER") - fn.julianday(first).cast("INTEGER")
    return last - first
