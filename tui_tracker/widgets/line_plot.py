"""A chart of lines over time: braille dots by plotille where the terminal has them, signs and dots of ASCII else.

Lines are told apart by how they are broken and by their names at their ends, not by colour alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from math import hypot

from rich.cells import cell_len

from tui_tracker.domain.frozen import dataclass
from tui_tracker.domain.insights.page import Chart, Value
from tui_tracker.domain.text import clean_line
from tui_tracker.widgets.lines import Piece, cut
from tui_tracker.widgets.plot_scale import label_row, number, series_look, tick_text, ticks

_ROWS = 7
_MOST_WIDE = 96
_BLANK = 0x2800  # the braille sign without a dot
_DASHES = ("1", "111000", "1000", "1111110010")
"""Which dots along a line are set: each series is broken in another way."""
_MARKS = "*o+x"
_LINK = "."

Cell = tuple[str, str]
"""A sign and its look."""


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where values stand: `columns` and `rows` of cells, `places` labels across, values from `low` to `high`."""

    columns: int
    rows: int
    places: int
    low: float
    high: float

    def x(self, place: int, dots: int) -> int:
        """The dot across, of so many in a cell."""
        return round(place * (self.columns * dots - 1) / max(1, self.places - 1))

    def y(self, value: float, dots: int) -> int:
        """The dot upwards, of so many in a cell: the ends of the axis stand in the middle of the first and last row."""
        return round((value - self.low) * (self.rows - 1) * dots / (self.high - self.low)) + (dots - 1) // 2

    def row(self, value: float) -> int:
        """The row from above."""
        return self.rows - 1 - self.y(value, 1)


def line_plot(chart: Chart, width: int, *, braille: bool) -> Iterator[tuple[Piece, ...]]:
    """The rows of a chart of two or more labels with data, without its title; the last ones are its labels."""
    known = [value for one in chart.series for value in one.values if value is not None]
    marks = ticks(min(known), max(known), chart.unit)
    texts = [tick_text(mark, chart.unit, marks[-1]) for mark in marks]
    axis = max(map(len, texts)) + 1
    ends = _end_texts(chart, max(known))
    side = min(max(cell_len(name + tail) for name, tail in ends.values()) + 1, width // 3)
    columns = max(8, min(_MOST_WIDE, width - axis - side))
    apart = max(2, (_ROWS - 1) // (len(marks) - 1))
    frame = _Frame(columns, apart * (len(marks) - 1) + 1, len(chart.labels), marks[0], marks[-1])
    at_rows = {frame.row(mark): text for mark, text in zip(marks, texts, strict=True)}
    names = _end_rows(chart, frame)
    for row, line in enumerate(_braille(chart, frame) if braille else _ascii(chart, frame)):
        place = names.get(row)
        end = () if place is None else ((" " + _shortened(*ends[place], side - 1), series_look(place)),)
        yield ((f"{at_rows.get(row, ''):>{axis - 1}} ", "dim"), *_runs(line), *end)
    middles = [axis + frame.x(place, 1) for place in range(frame.places)]
    yield ((label_row(chart.labels, middles, width), "dim"),)
    for words, left in (
        ("also", [name + tail for place, (name, tail) in ends.items() if place not in names.values()]),
        ("no data", [clean_line(one.name) for place, one in enumerate(chart.series) if place not in ends]),
    ):
        if left:
            yield ((cut(f"{words}: {', '.join(left)}", width), "dim"),)


def _shortened(name: str, tail: str, room: int) -> str:
    """Both in at most `room` cells; of the two the number is worth more."""
    return cut(name, max(1, room - len(tail))) + tail if room > len(tail) else cut(name, room)


def _end_texts(chart: Chart, most: float) -> dict[int, tuple[str, str]]:
    """What stands at the end of each line: its name and its last value, where the last label has one."""
    found = {}
    for place, one in enumerate(chart.series):
        if any(value is not None for value in one.values):
            last = one.values[-1]
            tail = "" if last is None else " " + number(last, chart.unit, most)
            found[place] = clean_line(one.name), tail
    return found


def _end_rows(chart: Chart, frame: _Frame) -> dict[int, int]:
    """By row, the series whose name stands there: as near to the end of its line as others leave room."""
    wanted = []
    for place, one in enumerate(chart.series):
        last = next((value for value in reversed(one.values) if value is not None), None)
        if last is not None:
            wanted.append((frame.row(last), place))
    del wanted[frame.rows :]
    found: dict[int, int] = {}
    for rest, (row, place) in zip(range(len(wanted) - 1, -1, -1), sorted(wanted), strict=True):
        lowest = max(found, default=-1) + 1
        found[max(lowest, min(row, frame.rows - 1 - rest))] = place
    return found


def _stretches(values: Sequence[Value]) -> Iterator[list[tuple[int, float]]]:
    """The runs of neighbouring places that have a value: a line ends where there is no data."""
    for known, run in groupby(enumerate(values), key=lambda pair: pair[1] is not None):
        if known:
            yield [(place, value) for place, value in run if value is not None]


def _braille(chart: Chart, frame: _Frame) -> list[list[Cell]]:
    """The cells of all lines; where they cross, the dots of both in the look of the first."""
    cells: list[list[Cell]] = [[(" ", "")] * frame.columns for _ in range(frame.rows)]
    for place in reversed(range(len(chart.series))):
        look = series_look(place)
        for row, text in enumerate(_drawn(chart.series[place].values, frame, _DASHES[place % len(_DASHES)])):
            for column, sign in enumerate(text):
                dots = ord(sign) - _BLANK
                if dots:
                    under = cells[row][column][0]
                    below = 0 if under == " " else ord(under) - _BLANK
                    cells[row][column] = (chr(_BLANK + (dots | below)), look)
    return cells


def _drawn(values: Sequence[Value], frame: _Frame, dashes: str) -> list[str]:
    from plotille import Canvas

    # One unit of the canvas is one dot, so that nothing is rounded twice.
    canvas = Canvas(frame.columns, frame.rows, 0, 0, frame.columns * 2, frame.rows * 4)
    for run in _stretches(values):
        points = [(frame.x(place, 2), frame.y(value, 4)) for place, value in run]
        if len(points) == 1:
            x, y = points[0]
            canvas.rect(max(0, x - 1), max(0, y - 1), x, y)
        walked = 0.0
        for (x0, y0), (x1, y1) in pairwise(points):
            if "0" not in dashes:
                canvas.line(x0, y0, x1, y1)
                continue
            steps = max(1, abs(x1 - x0), abs(y1 - y0))
            length = hypot(x1 - x0, y1 - y0)
            for step in range(steps + 1):
                if dashes[int(walked + length * step / steps) % len(dashes)] == "1":
                    canvas.point(x0 + (x1 - x0) * step / steps, y0 + (y1 - y0) * step / steps)
            walked += length
    return str(canvas.plot(linesep="\n")).split("\n")


def _ascii(chart: Chart, frame: _Frame) -> list[list[Cell]]:
    """A sign of its own for each series where its values are, and dots between them."""
    cells: list[list[Cell]] = [[(" ", "")] * frame.columns for _ in range(frame.rows)]
    marks: list[tuple[int, int, Cell]] = []
    for place in reversed(range(len(chart.series))):
        look = series_look(place)
        for run in _stretches(chart.series[place].values):
            points = [(frame.x(one, 1), frame.row(value)) for one, value in run]
            for (x0, row0), (x1, row1) in pairwise(points):
                for x in range(x0 + 1, x1):
                    cells[round(row0 + (row1 - row0) * (x - x0) / (x1 - x0))][x] = (_LINK, look)
            marks += [(row, x, (_MARKS[place % len(_MARKS)], look)) for x, row in points]
    for row, column, cell in marks:
        cells[row][column] = cell
    return cells


def _runs(cells: Sequence[Cell]) -> Iterator[Piece]:
    """Neighbouring cells of one look in one piece."""
    for look, run in groupby(cells, key=lambda cell: cell[1]):
        yield "".join(sign for sign, _ in run), look
