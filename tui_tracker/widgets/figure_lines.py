"""Figures as lines in aligned columns: the value, from how many, the period before, the change, and a trend."""

from collections.abc import Container, Iterator, Sequence
from typing import NamedTuple

from rich.cells import cell_len

from tui_tracker.domain.insights.catalogue import MEASURES
from tui_tracker.domain.insights.page import FEW, Compared, Measure, Unit
from tui_tracker.domain.insights.words import NO_DATA, SAME, change_text, figure_text
from tui_tracker.widgets.lines import Line, Piece, fit
from tui_tracker.widgets.plots import Shown, trend

Names = tuple[str, str]
"""What the period and the one before it are called: `(period.name, period.before_name)`."""

_NOW, _BEFORE, _CHANGE, _TREND = "period", "before", "change", "12 months"
_WIDE_TREND = 100
"""From how many cells on each month of the trend has two."""


class _Row(NamedTuple):
    """The texts of a figure: its name, its number and unit, from how many, and what stands beside."""

    name: str
    now: str
    unit: str
    of: str
    before: str
    change: str
    points: str
    trend: str
    few: bool = False


class _Room(NamedTuple):
    """The width of each column; 0 where there is none."""

    name: int
    now: int
    unit: int
    of: int
    before: int
    change: int
    points: int
    trend: int

    @property
    def value(self) -> int:
        """Number and unit together."""
        return self.now + (self.unit + 1 if self.unit else 0)

    @property
    def up_to_before(self) -> int:
        """Where the column of the period before ends."""
        return self.name + 2 + self.value + (self.of + 2 if self.of else 0) + 2 + self.before

    @property
    def total(self) -> int:
        """All of them."""
        beside = (self.change + 2 if self.change else 0) + (self.points + 1 if self.points else 0)
        return self.up_to_before + beside + (self.trend + 2 if self.trend else 0)


def figure_lines(
    figures: Sequence[Compared],
    names: Names,
    width: int,
    *,
    blocks: bool,
    told: Container[str] = (),
    groups: Container[str] = (),
) -> list[Shown]:
    """A heading and a line a figure, in at most `width` cells; what does not fit is left out, the least first.

    `told` are the keys of the figures whose change is told of, and stands out. `groups` are those before which a line
    is left free.
    """
    stretch = 2 if width >= _WIDE_TREND else 1
    rows = [_row(one, MEASURES[one.now.key], stretch, blocks=blocks) for one in figures]
    if not rows:
        return []
    room = _room(rows, width)
    found: list[Shown] = [(Line(None, _heading(names, room)), None)]
    for one, row in zip(figures, rows, strict=True):
        if one.now.key in groups:
            found.append((Line(None, ()), None))
        look = "bold" if one.now.key in told else ""
        found.append((Line(f"figure:{one.now.key}", tuple(_pieces(row, room, look))), one.behind))
    return found


def _row(one: Compared, measure: Measure, stretch: int, *, blocks: bool) -> _Row:
    # Names that go on from the line above (“from partners”, “90th percentile”) stand below it.
    name = measure.name if measure.name[:1].isupper() else "  " + measure.name
    drawn = _trend(one, stretch, blocks=blocks)
    if one.now.value is None:
        return _Row(name, "", figure_text(one.now, measure.unit), "", _before(one, measure), "", "", drawn)
    now, unit = _parted(figure_text(one.now, measure.unit))
    change, points = _parted(change_text(one.now, one.before, measure.unit))
    return _Row(
        name,
        now,
        unit,
        f"of {one.now.n:,}" if measure.unit is not Unit.COUNT else "",
        _before(one, measure),
        change,
        points if measure.unit is Unit.SHARE else "",
        drawn,
        one.now.n < FEW,
    )


def _trend(one: Compared, stretch: int, *, blocks: bool) -> str:
    drawn = "".join(sign * stretch for sign in trend([month.value for month in one.trend], blocks=blocks))
    return drawn if drawn.strip() else ""


def _before(one: Compared, measure: Measure) -> str:
    return figure_text(one.before, measure.unit, short=True).removesuffix(" %") if one.before.applies else ""


def _parted(text: str) -> tuple[str, str]:
    """`9.5 days` as its number and its word, so that numbers stand below each other."""
    number, _, word = text.partition(" ")
    return number, word


def _room(rows: Sequence[_Row], width: int) -> _Room:
    """As wide as the texts are; what there is no room for is left out, at last the end of the names."""
    had = [row for row in rows if row.now]
    now, unit = (max((len(getattr(row, name)) for row in had), default=0) for name in ("now", "unit"))
    missing = max((len(row.unit) for row in rows if not row.now), default=0)
    now = max(now, missing - (unit + 1 if unit else 0))
    of, change, points, drawn = (
        max(len(getattr(row, name)) for row in rows) for name in ("of", "change", "points", "trend")
    )
    room = _Room(
        max(cell_len(row.name) for row in rows),
        now,
        unit,
        of,
        max(len(_BEFORE), *(len(row.before) for row in rows)),
        max(len(_CHANGE), change) if change else 0,
        points,
        max(len(_TREND), drawn) if drawn else 0,
    )
    for column in ("points", "of", "trend", "change"):
        if room.total > width:
            room = room._replace(**{column: 0, **({"points": 0} if column == "change" else {})})
    return room._replace(name=max(8, room.name - max(0, room.total - width)))


def _heading(names: Names, room: _Room) -> tuple[Piece, ...]:
    """Above their columns the two periods (in a word where the name of one is too long), the change and the trend."""
    up_to_now = room.name + 2 + room.value
    now, before = names
    if cell_len(now) > up_to_now:
        now = _NOW
    if cell_len(before) + 2 > room.up_to_before - up_to_now:
        before = _BEFORE
    pieces = [
        (fit(now, up_to_now, right=True), "dim"),
        (fit(before, room.up_to_before - up_to_now, right=True), "dim"),
        (_beside(_CHANGE, room.change, right=True) + " " * (room.points + 1 if room.points else 0), "dim"),
        (_beside(_TREND, room.trend), "dim"),
    ]
    return tuple(pieces)


def _beside(text: str, room: int, *, right: bool = False) -> str:
    return "  " + fit(text, room, right=right) if room else ""


def _pieces(row: _Row, room: _Room, look: str) -> Iterator[Piece]:
    yield fit(row.name, room.name), look
    if row.now:
        yield "  " + fit(row.now, room.now, right=True), "bold"
        yield (f" {fit(row.unit, room.unit)}" if room.unit else ""), ""
    else:
        yield "  " + fit(row.unit, room.value, right=True), "dim"
    yield _beside(row.of, room.of), "warn" if row.few else "dim"
    yield _beside(row.before, room.before, right=True), "dim" if row.before == NO_DATA else ""
    yield _beside(row.change, room.change, right=True), look or ("dim" if row.change == SAME else "")
    yield (f" {fit(row.points, room.points)}" if room.points else ""), look or "dim"
    yield _beside(row.trend, room.trend), "plot1"
