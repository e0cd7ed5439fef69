"""A table as lines: numbers below each other, their unit once in the heading, and what found no room named."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rich.cells import cell_len

from tui_tracker.domain.insights.page import Column, Row, Table, Unit
from tui_tracker.domain.insights.words import NO_DATA, value_text
from tui_tracker.domain.text import clean_line, listed
from tui_tracker.widgets.lines import Line, Piece, cut, fit, wrap
from tui_tracker.widgets.plot_scale import unit_word
from tui_tracker.widgets.plots import Shown

_GAP = 2
_MOST_NAME, _LEAST_NAME = 36, 18
_MOST_WORDS, _LEAST_WORDS = 72, 12
_NONE = "None."
"""What an empty table says: that nobody stopped, or is owed, is no lack of data."""
_HEIGHTS = (2, 3, 9)
"""Into how many lines headings are folded, where that makes the table fit."""
_OFTEN = 3
"""From so many columns on their unit is said once beside the title."""
_OFTEN_WORDS = {Unit.SHARE: "shares in %", Unit.DAYS: "times in days"}


class _Column(NamedTuple):
    """A column as it is shown: its heading in lines, its cells, and how wide it is."""

    title: str
    heading: list[str]
    cells: list[str]
    width: int
    words: bool


def table_lines(table: Table, width: int, *, lines: bool) -> list[Shown]:
    """A table in lines of at most `width` cells: title, heading, rows, and its note; “None.” without rows.

    Columns that find no room are left out from the right, and named below. Keys: `row:NAME:PLACE`.
    """
    often = [unit for unit in (Unit.SHARE, Unit.DAYS) if sum(one.unit is unit for one in table.columns) >= _OFTEN]
    found: list[Shown] = [(Line(f"table:{table.name}", _title(table, often, width)), None)]
    if not table.rows:
        return [*found, (Line(None, ((_NONE, "dim"),)), None), *_noted(table.note, width)]
    nothing = "–" if lines else "-"
    columns, left_out = _columns(table, often, width, nothing)
    for text in _headings(columns):
        found.append((Line(None, ((text, "dim"),)), None))
    for place, row in enumerate(table.rows):
        found.append((Line(f"row:{table.name}:{place}", tuple(_pieces(columns, place, nothing))), row.behind))
    if any(column.cells[place] == nothing for column in columns for place in range(len(table.rows))):
        found += _noted(f"{nothing} {NO_DATA}", width)
    if left_out:
        found += _noted(f"No room here for {listed(left_out, 'and')}.", width)
    return [*found, *_noted(table.note, width)]


def _noted(text: str, width: int) -> Iterator[Shown]:
    for line in wrap(clean_line(text), width) if text else ():
        yield Line(None, ((line, "dim"),)), None


def _title(table: Table, often: Sequence[Unit], width: int) -> tuple[Piece, ...]:
    units = listed([_OFTEN_WORDS[unit] for unit in often], "and")
    title = cut(clean_line(table.title), width - (len(units) + 2 if units else 0))
    return (title, "head"), (f"  {units}" if units else "", "dim")


def _columns(table: Table, often: Sequence[Unit], width: int, nothing: str) -> tuple[list[_Column], list[str]]:
    """The columns that find room, and the titles of the others; words give way before numbers do."""
    made = [_column(place, one, table.rows, often, nothing) for place, one in enumerate(table.columns)]
    for height in _HEIGHTS:
        if _total(made) > width:
            made = [made[0], *(_folded(one, height) for one in made[1:])]
    made = _narrowed(made, width)
    left_out: list[str] = []
    while len(made) > 1 and _total(made) > width:
        left_out.insert(0, made.pop().title)
    if made[0].width > width:
        made[0] = made[0]._replace(width=width)
    return made, left_out


def _narrowed(columns: list[_Column], width: int) -> list[_Column]:
    """Words give way before numbers do, the longest first, down to what can still be told apart."""
    made = list(columns)
    over = _total(made) - width
    while over > 0:
        wordy = [place for place, one in enumerate(made) if one.width > _least(place, one)]
        if not wordy:
            break
        longest = max(wordy, key=lambda place: made[place].width)
        made[longest] = made[longest]._replace(width=made[longest].width - 1)
        over -= 1
    return made


def _least(place: int, column: _Column) -> int:
    if not column.words:
        return column.width
    return max(_LEAST_WORDS if place else _LEAST_NAME, *map(cell_len, column.heading))


def _total(columns: Sequence[_Column]) -> int:
    return sum(one.width for one in columns) + _GAP * (len(columns) - 1)


def _column(place: int, column: Column, rows: Sequence[Row], often: Sequence[Unit], nothing: str) -> _Column:
    words = column.unit is Unit.WORDS
    cells = [_cell(row.cells[place], column.unit, nothing) for row in rows]
    if column.unit is Unit.DAYS and any("." in cell for cell in cells):
        cells = [f"{cell}.0" if cell[-1:].isdigit() and "." not in cell else cell for cell in cells]
    title = clean_line(column.title)
    unit = "" if column.unit in often else unit_word(column.unit, title)
    heading = f"{title} {unit}" if unit else title
    width = max(cell_len(heading), min(_MOST_WORDS if place else _MOST_NAME, max(map(cell_len, cells))))
    return _Column(title, [heading], cells, width, words)


def _cell(value: str | int | float | None, unit: Unit, nothing: str) -> str:
    """The text of a cell; its unit stands in the heading."""
    if value is None:
        return "" if unit is Unit.WORDS else nothing
    if isinstance(value, str):
        return clean_line(value)
    return value_text(value, unit, short=True).removesuffix(" %")


def _folded(one: _Column, height: int) -> _Column:
    """With its heading in at most so many lines, and no wider than that takes."""
    heading = " ".join(one.heading)
    widest = max(map(cell_len, heading.split()), default=0)
    width = max(widest, *map(cell_len, one.cells))
    while len(wrap(heading, width)) > height:
        width += 1
    width = min(one.width, width)
    return one._replace(heading=wrap(heading, width), width=width)


def _headings(columns: Sequence[_Column]) -> Iterator[str]:
    """The lines of the heading, the last one just above the rows."""
    height = max(len(one.heading) for one in columns)
    for line in range(height):
        texts = []
        for place, one in enumerate(columns):
            at = line - height + len(one.heading)
            texts.append(fit(one.heading[at] if at >= 0 else "", one.width, right=_is_right(place, one)))
        yield (" " * _GAP).join(texts)


def _is_right(place: int, column: _Column) -> bool:
    return place > 0 and not column.words


def _pieces(columns: Sequence[_Column], row: int, nothing: str) -> Iterator[Piece]:
    for place, one in enumerate(columns):
        text = fit(one.cells[row], one.width, right=_is_right(place, one))
        yield (" " * _GAP if place else "") + text, "dim" if one.cells[row] == nothing else ""
