"""Charts as lines of text: what the terminal draws of a `Chart`, with blocks and braille where it has them."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rich.cells import cell_len

from tui_tracker.domain.insights.page import Behind, Chart, ChartKind, Series, Value
from tui_tracker.domain.insights.words import NO_DATA
from tui_tracker.domain.text import clean_line
from tui_tracker.widgets.line_plot import line_plot
from tui_tracker.widgets.lines import Line, Piece, cut, fit
from tui_tracker.widgets.plot_scale import label_row, number, series_look, title_pieces

Shown = tuple[Line, Behind | None]
"""A line, and what `enter` opens on it."""

_STANDING = " ▁▂▃▄▅▆▇█"
_ASCII_STANDING = " ....####"
_TREND = "▁▂▃▄▅▆▇"
"""Without the full block, so that one above another stay apart."""
_ASCII_TREND = "_.-:=+*#"
_COLUMN_ROWS = 6
_MOST_COLUMN = 7
_LEAST_BAR, _MOST_BAR, _LEAST_LABEL = 8, 48, 6


def chart_lines(chart: Chart, width: int, *, blocks: bool, lines: bool) -> list[Shown]:
    """A chart in lines of at most `width` cells, its title first; “no data” where there is nothing to draw.

    `blocks` and `lines` tell what the terminal shows (`shows_blocks`, `shows_lines`). The keys of the lines begin with
    `chart:NAME`; those of bars are `chart:NAME:PLACE`. The last line has a key too, so that the cursor brings all of
    the chart into sight.
    """
    title = Line(f"chart:{chart.name}", title_pieces(chart, width))
    if chart.empty:
        return [(title, None), (Line(None, ((NO_DATA, "dim"),)), None)]
    if chart.kind is ChartKind.BARS or len(chart.labels) == 1:
        return [(title, None), *_bars(chart, width, blocks=blocks, lines=lines)]
    if chart.kind is ChartKind.LINES:
        rows = list(line_plot(chart, width, braille=blocks))
    else:
        shapes = [_upright(chart, one, width) for one in chart.series]
        if None in shapes:
            return [(title, None), *_bars(chart, width, blocks=blocks, lines=lines)]
        rows = [row for shape in shapes if shape for row in _columns(chart, shape, width, blocks=blocks, lines=lines)]
    keys = [None] * (len(rows) - 1) + [f"chart:{chart.name}:end"]
    return [(title, None), *((Line(key, row), None) for key, row in zip(keys, rows, strict=True))]


def trend(values: Sequence[Value], *, blocks: bool) -> str:
    """One character a value, higher for more, from nothing to the highest; a blank where there is no data."""
    most = max((value for value in values if value is not None), default=0)
    signs = _TREND if blocks else _ASCII_TREND
    return "".join(" " if value is None else signs[_step(value, most, len(signs) - 1)] for value in values)


def _step(value: float, most: float, steps: int) -> int:
    """Which of so many steps above none: at least the first for anything, the last only for the most."""
    return 0 if value <= 0 or most <= 0 else max(1, min(steps, int(value * steps / most + 1e-9)))


def lying_bar(value: Value, most: float, width: int, *, blocks: bool) -> str:
    """A bar of at most `width` cells, full at `most`; the least there is for anything more than 0.

    A heavy line and not a full block: bars one below another would grow together.
    """
    if value is None or value <= 0 or most <= 0 or width <= 0:
        return ""
    if not blocks:
        return "#" * max(1, round(min(value, most) * width / most))
    halves = max(1, round(min(value, most) * width * 2 / most))
    return "━" * (halves // 2) + "╸" * (halves % 2)


class _BarColumns(NamedTuple):
    """How wide the columns beside the bars are, and how long a bar can be."""

    label: int
    name: int
    text: int
    note: int
    bar: int


def _bar_columns(
    labels: Sequence[str], names: Sequence[str], text: int, notes: Sequence[str], width: int
) -> _BarColumns:
    """Room for each; a bar is worth more than the end of a long name."""
    name = min(max(map(cell_len, names)), width // 4)
    note = min(max(map(cell_len, notes), default=0), width // 3)
    label = min(max(map(cell_len, labels)), max(12, width // 3))
    if 2 + sum(room + 2 for room in (name, text, note) if room) + _LEAST_LABEL > width:
        note = 0
    others = 2 + sum(room + 2 for room in (name, text, note) if room)
    label = min(label, max(_LEAST_LABEL, width - others - _LEAST_BAR))
    return _BarColumns(label, name, text, note, max(0, min(_MOST_BAR, width - others - label)))


def _bars(chart: Chart, width: int, *, blocks: bool, lines: bool) -> Iterator[Shown]:
    """A bar a label, and for several series one below another, with their names."""
    most = max(value for one in chart.series for value in one.values if value is not None)
    labels = [clean_line(label) for label in chart.labels]
    names = [clean_line(one.name) if len(chart.series) > 1 else "" for one in chart.series]
    notes = [clean_line(note) for note in chart.notes] or [""] * len(labels)
    texts = [[number(value, chart.unit, most) for value in one.values] for one in chart.series]
    room = _bar_columns(labels, names, max(len(text) for one in texts for text in one), notes, width)
    for place, label in enumerate(labels):
        if chart.target and place == chart.target:
            rule = "─" if lines else "-"
            yield Line(None, ((cut(f"{rule * 2} {clean_line(chart.target_name)}", width), "dim"),)), None
        for which, one in enumerate(chart.series):
            value = one.values[place]
            pieces: list[Piece] = [
                ("" if which else fit(label, room.label), ""),
                (" " * room.label if which else "", ""),
            ]
            if room.name:
                pieces.append(("  " + fit(names[which], room.name), "dim"))
            pieces.append(("  " + fit(texts[which][place], room.text, right=True), "dim" if value is None else "bold"))
            if room.note:
                pieces.append(("  " + fit("" if which else notes[place], room.note), "dim"))
            if room.bar:
                pieces.append(("  " + lying_bar(value, most, room.bar, blocks=blocks), series_look(which)))
            key = f"chart:{chart.name}:{place}" + (f":{which}" if which else "")
            yield Line(key, tuple(pieces)), chart.behind[place] if chart.behind else None


class _Upright(NamedTuple):
    """A series as columns: what stands below and above each, its height in eighths of a row, and its width in cells."""

    name: str
    labels: list[str]
    texts: list[str]
    heights: list[int]
    size: int
    target: int | None


def _upright(chart: Chart, one: Series, width: int) -> _Upright | None:
    """None where the numbers do not fit beside each other."""
    labels = [clean_line(label) for label in chart.labels]
    most = max((value for value in one.values if value is not None), default=0)
    texts = ["-" if value is None else number(value, chart.unit, most) if value else "" for value in one.values]
    needed = max(map(cell_len, texts))
    room = (width - 1) // len(labels) - 1
    if room < needed:
        return None
    steps = [_COLUMN_ROWS * 8 * max(0, value or 0) / most if most > 0 else 0 for value in one.values]
    target = chart.target if chart.target is not None and 0 < chart.target <= len(labels) else None
    heights = [max(1, round(step)) if step else 0 for step in steps]
    wished = max(3, needed, min(_MOST_COLUMN, max(map(cell_len, labels))))
    return _Upright(clean_line(one.name), labels, texts, heights, min(room, wished), target)


def _columns(chart: Chart, shape: _Upright, width: int, *, blocks: bool, lines: bool) -> Iterator[tuple[Piece, ...]]:
    """A series as columns with their numbers on top, a label below each; its name where there are several."""
    if len(chart.series) > 1:
        yield ((cut(shape.name, width), "bold"),)
    rule = "│" if lines else "|"
    labels_fit = all(cell_len(label) <= shape.size for label in shape.labels)
    for row in range(_COLUMN_ROWS, -2 if labels_fit else -1, -1):
        pieces: list[Piece] = []
        for place in range(len(shape.labels)):
            pieces.append((rule if place == shape.target else " ", "bold"))
            pieces.append(_column_cell(shape, place, row, _STANDING if blocks else _ASCII_STANDING))
        if shape.target == len(shape.labels):
            pieces.append((rule, "bold"))
        yield tuple(pieces)
    if not labels_fit:
        middles = [place * (shape.size + 1) + 1 + (shape.size - 1) // 2 for place in range(len(shape.labels))]
        yield ((label_row(shape.labels, middles, width), "dim"),)
    if shape.target is not None and chart.target_name:
        name = cut(f"{'└' if lines else '+'} {clean_line(chart.target_name)}", width)
        start = min(shape.target * (shape.size + 1), width - cell_len(name))
        yield ((" " * start, ""), (name, "bold"))


def _column_cell(shape: _Upright, place: int, row: int, signs: str) -> Piece:
    """What of a column stands in a row, counted from its foot; the labels stand in row -1."""
    if row < 0:
        return _centred(shape.labels[place], shape.size), "dim"
    left = shape.heights[place] - row * 8
    if left > 0:
        beyond = shape.target is not None and place >= shape.target
        return signs[min(8, left)] * shape.size, series_look(1 if beyond else 0)
    on_top = row == -(-shape.heights[place] // 8)
    return _centred(shape.texts[place] if on_top else "", shape.size), "bold"


def _centred(text: str, size: int) -> str:
    return fit(" " * ((size - cell_len(text)) // 2) + text, size)
