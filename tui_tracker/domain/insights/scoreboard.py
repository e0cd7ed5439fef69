"""Partners beside each other, by any measure, and how much of what is seen may be luck.

Referrals are the inbound ones of the period that the partner sent us (source `partner`); what they led to is counted
from these. Shares come with the 95 % score interval (Wilson 1927), numbers of referrals with the exact 95 % interval of
a Poisson mean (Garwood 1936). What we did ourselves (sent back, touchpoints, gives) is no matter of luck: no interval.
"""

import re
from collections.abc import Iterable
from datetime import date
from functools import cache
from math import exp, lgamma, log, sqrt
from typing import NamedTuple

from tui_tracker.domain.frozen import dataclass
from tui_tracker.domain.insights.page import FEW, Column, Row, Table, Unit, Value
from tui_tracker.domain.insights.words import value_text
from tui_tracker.domain.quality_share import wilson_lower

_TAIL = 0.025
_Z = 1.959963984540054
"""The normal deviate of a 95 % interval."""


@dataclass(frozen=True, slots=True)
class ScoreColumn:
    """A measure of the scoreboard.

    `key` is its name in files; `name` what a person reads, `head` the same in at most 9 characters. `better` is 1
    where more is better, -1 where less is, 0 where neither. `how` says how it is computed, `of` what `n` counts.
    `needs_all` is True where a lens of payers or channels cannot narrow it.
    """

    key: str
    name: str
    head: str
    unit: Unit
    better: int
    how: str
    of: str
    needs_all: bool = False


COLUMNS: tuple[ScoreColumn, ...] = (
    ScoreColumn(
        "referrals",
        "Referrals",
        "Referrals",
        Unit.COUNT,
        1,
        "Inbound referrals of the period that the partner sent.",
        "referrals",
    ),
    ScoreColumn(
        "before",
        "Referrals before",
        "Before",
        Unit.COUNT,
        1,
        "Inbound referrals that the partner sent in the period before.",
        "referrals",
    ),
    ScoreColumn(
        "sent",
        "Sent to them",
        "Sent",
        Unit.COUNT,
        0,
        "Outbound referrals of the period that we sent to the partner.",
        "referrals",
    ),
    ScoreColumn(
        "share",
        "Share of all",
        "Share",
        Unit.SHARE,
        0,
        "The partner’s referrals of the period, of those of all partners that are shown.",
        "partner referrals",
    ),
    ScoreColumn(
        "completion",
        "Completion rate",
        "Seen",
        Unit.SHARE,
        1,
        "The partner’s referrals of the period that reached “seen”, of those received at least 30 days ago.",
        "referrals at least 30 days old",
    ),
    ScoreColumn(
        "leakage",
        "Leakage",
        "Lost",
        Unit.SHARE,
        -1,
        "The partner’s referrals of the period that were lost, of those received at least 30 days ago.",
        "referrals at least 30 days old",
    ),
    ScoreColumn(
        "to_seen",
        "Time to appointment",
        "Days",
        Unit.DAYS,
        -1,
        "The median of the days from received to seen, of the partner’s referrals of the period that were seen.",
        "referrals seen",
    ),
    ScoreColumn(
        "initial_report_on_time",
        "Initial report on time",
        "On time",
        Unit.SHARE,
        1,
        "Initial reports to the partner sent by the day they were due, of those that were sent or are past due; "
        "of the patients seen in the period.",
        "initial reports",
    ),
    ScoreColumn(
        "quality",
        "Good referrals",
        "Good",
        Unit.SHARE,
        1,
        "The partner’s referrals of the period that were right for us, with a patient who kept to the plan at least "
        "in part, and that went well, of those of which that is known.",
        "referrals with marks",
    ),
    ScoreColumn(
        "lifetime_value",
        "Value per patient",
        "Value",
        Unit.CENTS,
        1,
        "The revenue noted for the partner’s referrals of the period, divided by the patients they are about.",
        "patients",
    ),
    ScoreColumn(
        "touchpoints",
        "Touchpoints",
        "Touches",
        Unit.COUNT,
        0,
        "Touchpoints of the period with the partner, ours and theirs.",
        "touchpoints",
        needs_all=True,
    ),
    ScoreColumn(
        "gives",
        "Gives",
        "Gives",
        Unit.COUNT,
        0,
        "Touchpoints of ours in the period with which something was given to the partner.",
        "gives",
        needs_all=True,
    ),
)


class Cell(NamedTuple):
    """One figure of one partner, counted from `n`; `value` is None where there is nothing to count.

    `low` and `high` end its 95 % interval, in the unit of the value; None where there is none. `uncertain`: a share, a
    median or a mean of fewer than FEW; a number is what it is.
    """

    value: Value
    n: int
    low: float | None = None
    high: float | None = None
    uncertain: bool = False


class Score(NamedTuple):
    """A partner and its cells, one for each column of the scoreboard."""

    partner_id: int
    name: str
    archived: bool
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Scoreboard:
    """Partners by name, with a cell for each of the `columns`.

    `quiet` is how many partners more there are, with whom nothing happened in the period nor in the one before:
    those in the archive are not counted.
    """

    columns: tuple[ScoreColumn, ...]
    rows: tuple[Score, ...]
    quiet: int = 0


NOTHING = Cell(None, 0)


def place(board: Scoreboard, key: str) -> int:
    """Where a column stands; raises KeyError for one that is not shown."""
    for found, column in enumerate(board.columns):
        if column.key == key:
            return found
    raise KeyError(key)


def ranked(board: Scoreboard, key: str, reverse: bool = False) -> tuple[Score, ...]:
    """The partners by one column, the best first (the most, where neither is better); `reverse`: the other way round.

    From the most down they stand by the lower end of their intervals, from the least up by the upper end: so 5 of 5
    does not stand before 45 of 50 by luck, nor 0 of 1 before 5 of 50 the other way round. Where there is no interval,
    those counted from FEW or more stand before the uncertain ones. Who has no data is last either way; those alike
    stand by name.
    """
    column = place(board, key)
    down = (board.columns[column].better >= 0) is not reverse
    known = [row for row in board.rows if row.cells[column].value is not None]
    unknown = [row for row in board.rows if row.cells[column].value is None]

    def weight(row: Score) -> tuple[bool, float, float]:
        cell = row.cells[column]
        assert cell.value is not None
        end = cell.low if down else cell.high
        sign = -1 if down else 1
        return cell.uncertain and end is None, sign * (cell.value if end is None else end), sign * cell.value

    return (*sorted(known, key=weight), *unknown)


def counted(number: int) -> Cell:
    """The cell of a count that is no matter of luck."""
    return Cell(number, number)


@cache
def came(number: int) -> Cell:
    """The cell of how many referrals came, with the interval of the mean behind it."""
    low, high = poisson_interval(number)
    return Cell(number, number, low, high)


@cache
def share(part: int, n: int) -> Cell:
    """The cell of a share; no data of nothing."""
    if not n:
        return NOTHING
    return Cell(part / n, n, wilson_lower(part, n), 1 - wilson_lower(n - part, n), n < FEW)


def measured(value: float | None, n: int) -> Cell:
    """The cell of a median or a mean, which has no interval here."""
    return NOTHING if value is None else Cell(value, n, uncertain=n < FEW)


def sent_in_time(due_on: date, sent_on: date | None, aside_on: date | None, today: date) -> bool | None:
    """Whether a report was sent by its day; None where it is open and not late, or was dropped (`promise_history`).

    `aside_on` is the day on which the referral was declined or lost: it drops what was due on it or later, unless the
    report had gone out by then.
    """
    if sent_on is not None and sent_on > today:
        sent_on = None
    if aside_on is not None and due_on >= aside_on and (sent_on is None or sent_on > aside_on):
        return None
    if sent_on is None:
        return False if due_on < today else None
    return sent_on <= due_on


def said(column: ScoreColumn, cell: Cell) -> str:
    """What stands behind a cell: `9 referrals; their usual number may lie between 4.1 and 17.1 (95 % interval).`"""
    if cell.value is None:
        return "No data: there is nothing to count."
    words = _number(cell.n, column.of)
    if column.unit is not Unit.COUNT:
        words = f"{value_text(cell.value, column.unit)}, counted from {words}"
    if cell.low is not None and cell.high is not None:
        low, high = _end(cell.low, column.unit), _end(cell.high, column.unit)
        what = "their usual number" if column.unit is Unit.COUNT else "the true share"
        words += f"; {what} may lie between {low} and {high} (95 % interval)"
    return f"{words}. {f'Uncertain: fewer than {FEW}.' if cell.uncertain else ''}".rstrip()


def as_table(board: Scoreboard, rows: Iterable[Score]) -> Table:
    """The scoreboard as a table for files, in this order: every figure with its n and the ends of its interval."""
    columns = [Column("partner", "Partner", Unit.WORDS), Column("archived", "Archived", Unit.WORDS)]
    for one in board.columns:
        columns.append(Column(one.key, one.name, one.unit))
        if one.unit is not Unit.COUNT:
            columns.append(Column(f"{one.key}_n", f"{one.name}, n", Unit.COUNT))
        if one.unit is Unit.SHARE:
            columns += (Column(f"{one.key}_{end}", f"{one.name}, {end}", Unit.SHARE) for end in ("low", "high"))
    return Table("scoreboard", "Scoreboard", tuple(columns), tuple(_file_row(board, row) for row in rows))


def _file_row(board: Scoreboard, row: Score) -> Row:
    cells: list[str | int | float | None] = [row.name, "yes" if row.archived else ""]
    for column, cell in zip(board.columns, row.cells, strict=True):
        cells.append(cell.value)
        if column.unit is not Unit.COUNT:
            cells.append(cell.n)
        if column.unit is Unit.SHARE:
            cells += (cell.low, cell.high)
    return Row(tuple(cells))


def _number(number: int, of: str) -> str:
    """`12 referrals seen`, `1 referral seen`."""
    words = re.sub("s( |$)", "\\1", of, count=1) if number == 1 else of
    return f"{number:,} {words}"


def _end(value: float, unit: Unit) -> str:
    if unit is Unit.COUNT:
        return f"{value:,.0f}" if value >= FEW else f"{value:.1f}"
    return value_text(value, unit)


def poisson_interval(number: int) -> tuple[float, float]:
    """The exact 95 % interval of the mean behind a count (Garwood 1936)."""
    return (_mean(number - 1, 1 - _TAIL) if number else 0.0), _mean(number, _TAIL)


def _mean(number: int, chance: float) -> float:
    """The mean of a Poisson variable that is at most `number` with this chance.

    Newton's steps from where Wilson and Hilferty (1931) put it, which is right to a few in a hundred.
    """
    whole = number + 1
    sign = 1 if chance < 0.5 else -1
    found = whole * max(1 - 1 / (9 * whole) + sign * _Z / (3 * sqrt(whole)), 0.1) ** 3
    for _ in range(50):
        density = exp(number * log(found) - found - lgamma(whole))
        term = total = density
        for i in range(number, 0, -1):
            term *= i / found
            total += term
        step = (total - chance) / density
        found = max(found + step, found / 10)
        if abs(step) <= 1e-12 * found:
            break
    return found
