"""The records in which measures are told, whatever they measure: figures, charts, tables, and the lists behind them."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import NamedTuple

from tui_tracker.domain.frozen import dataclass
from tui_tracker.domain.insights.periods import Span

Value = int | float | None

FEW = 10
"""What is counted from fewer than these is uncertain, and marked as such."""


class Theme(StrEnum):
    """The pages of Insights after the first one, in their order."""

    REFERRALS = "referrals"
    FUNNEL = "funnel"
    TIMES = "times"
    SOURCES = "sources"
    VALUE = "value"
    GROWTH = "growth"
    TOUCHES = "touches"
    CARE = "care"


class Unit(StrEnum):
    """What a value is counted in: a number, a share (0–1), days, cents, a ratio, or words."""

    COUNT = "count"
    SHARE = "share"
    DAYS = "days"
    CENTS = "cents"
    RATIO = "ratio"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Measure:
    """What a measure is. `key` is its name in files and stays; `name` what a person reads, at most 26 characters.

    `better` is 1 where more is better, -1 where less is, 0 where neither. `how` says in one or two sentences how it is
    computed, with its days in numbers. `of` names what it is counted from, in the plural: `referrals received`.
    """

    key: str
    theme: Theme
    name: str
    unit: Unit
    better: int
    how: str
    of: str


@dataclass(frozen=True, slots=True)
class Figure:
    """The value of a measure over a span.

    `value` is None where there is nothing to count; `n` is from how many it was counted, and `part` how many of them
    made it, where it is a share. `applies` is False where the lens cannot narrow it: it is not told then.
    """

    key: str
    value: Value
    n: int
    part: int | None = None
    applies: bool = True


def share(key: str, part: int, n: int) -> Figure:
    """The figure of a share: `part` of `n`; no data of nothing."""
    return Figure(key, part / n if n else None, n, part)


def counted(key: str, number: int) -> Figure:
    """The figure of a plain count, which is 0 where nothing happened."""
    return Figure(key, number, number)


def not_here(key: str) -> Figure:
    """What stands where the lens cannot narrow a measure."""
    return Figure(key, None, 0, applies=False)


Figures = Mapping[str, Figure]
"""Figures by the key of their measure."""


class Behind(NamedTuple):
    """What is asked for to see what a figure, a row or a bar was counted from.

    `key` is that of a measure, or one of its theme's own after a colon: `source:web`, `stage:lost`, `kind:initial`.
    """

    theme: Theme
    key: str
    span: Span


@dataclass(frozen=True, slots=True)
class Compared:
    """A figure, that of the period before, and those of the twelve months of the trend (empty where there is none)."""

    now: Figure
    before: Figure
    trend: tuple[Figure, ...] = ()
    behind: Behind | None = None


class ChartKind(StrEnum):
    """LINES: over time, a label a point. COLUMNS: a distribution, upright. BARS: a bar a label, lying."""

    LINES = "lines"
    COLUMNS = "columns"
    BARS = "bars"


@dataclass(frozen=True, slots=True)
class Series:
    """One line or one set of bars; a value is None where there is no data."""

    name: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart as data; every drawer (terminal, SVG, text) shows the same.

    Each of the series has a value for each of the `labels` (LINES and COLUMNS take short ones). `behind` has one for
    each label, or is empty. `notes` are words at the end of a label's bar (`n 42`), or empty. `target` draws a limit
    after so many labels (COLUMNS: 3 of 10 columns lie within what was promised), called `target_name`.
    """

    name: str
    title: str
    kind: ChartKind
    unit: Unit
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    behind: tuple[Behind | None, ...] = ()
    notes: tuple[str, ...] = ()
    target: int | None = None
    target_name: str = ""

    @property
    def empty(self) -> bool:
        """Whether there is nothing to draw: “no data” is said instead."""
        return not any(value for one in self.series for value in one.values)


class Column(NamedTuple):
    """A column of a table: `name` in files (lower case, underscores), `title` on the screen, what its values are."""

    name: str
    title: str
    unit: Unit


class Row(NamedTuple):
    """A row of a table: a cell a column (text only where the unit is WORDS), and what is behind it."""

    cells: tuple[str | int | float | None, ...]
    behind: Behind | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table as data: the first column names the row. `note` is a sentence below it, or empty."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """What a theme has to tell of a period: the figures first, then charts and tables; `says` are plain sentences."""

    theme: Theme
    figures: tuple[Compared, ...]
    charts: tuple[Chart, ...]
    tables: tuple[Table, ...]
    says: tuple[str, ...] = ()


class Listed(StrEnum):
    """What a list behind a figure holds."""

    REFERRALS = "referrals"
    PARTNERS = "partners"
    INCIDENTS = "incidents"


class Group(NamedTuple):
    """Part of a list: what these are (`not seen`), and their ids in order; `notes` is empty or has words for each."""

    words: str
    ids: tuple[int, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """The list behind a figure; what needs somebody's attention comes first. No id stands in two groups."""

    title: str
    what: Listed
    groups: tuple[Group, ...]

    @property
    def total(self) -> int:
        """How many there are in all."""
        return sum(len(group.ids) for group in self.groups)


def listing_of(title: str, what: Listed, groups: Iterable[Group]) -> Listing:
    """A list of groups, without those that hold nobody."""
    return Listing(title, what, tuple(group for group in groups if group.ids))
