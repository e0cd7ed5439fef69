"""How long referrals stayed in each stage: one look at those that moved lately; then only what changed since."""

from datetime import date
from typing import Any

from peewee import JOIN, SQL, Case, Select, SqliteDatabase, fn

from tui_tracker.domain.moves import COLUMNS, stages
from tui_tracker.domain.stays import StaySizes, StoredReferral
from tui_tracker.domain.words import Flow
from tui_tracker.storage.database import database
from tui_tracker.storage.models import Change, ChangeRow, Referral
from tui_tracker.storage.rows import load


def stay_sizes(first: date, last: date) -> StaySizes:
    """The stays that ended in a span (`domain.stays` says what a stay is)."""
    return stay_sizes_and_change(first, last)[0]


def stay_sizes_and_change(first: date, last: date) -> tuple[StaySizes, int]:
    """The stays that ended in a span, and the newest change that is counted in them: one statement, so one moment.

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
    newest = Change.select(SQL("''"), SQL("''"), SQL("0"), fn.COALESCE(fn.MAX(Change.id), 0))
    found: StaySizes = {}
    change = 0
    for flow, stage, days, number in database.execute(counts.union_all(newest).with_cte(moved)):
        if flow:
            found.setdefault((flow, stage), {})[days] = number
        else:
            change = number
    return found, change


def changed_referrals(after: int, until: int, most: int) -> list[tuple[StoredReferral, StoredReferral]] | None:
    """Each referral that changed after one change, until another: as it was and as it became, None where it was not.

    A referral stands there as often as it changed. None where more than `most` of them did, or a practice was loaded
    whole, of which the journal keeps no rows.
    """
    of_referral = (ChangeRow.change == Change.id) & (ChangeRow.table_name == "referral")
    rows = (
        Change.select(Change.rows, ChangeRow.id, ChangeRow.before, ChangeRow.after)
        .join(ChangeRow, JOIN.LEFT_OUTER, on=of_referral)
        .where((Change.id > after) & (Change.id <= until))
        .limit(most + 1)
    )
    found = list(rows.tuples())
    if len(found) > most or any(not number for number, *_row in found):
        return None
    return [(load(before), load(became)) for _number, row_id, before, became in found if row_id is not None]


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
