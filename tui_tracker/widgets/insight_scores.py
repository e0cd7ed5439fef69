"""The scoreboard as lines: a partner a line, as many measures as fit, the one by which it is sorted among them."""

from collections.abc import Sequence

from tui_tracker.domain.insights.page import Unit
from tui_tracker.domain.insights.scoreboard import Cell, Score, Scoreboard, ScoreColumn, said
from tui_tracker.domain.insights.words import value_text
from tui_tracker.widgets.lines import Line, Piece, fit, wrap

_CELL = 10
_LEAST_NAME, _MOST_NAME = 17, 32
_RANK = 6


def columns_shown(board: Scoreboard, sorted_by: int, width: int) -> range:
    """Which columns have room: from the first one on, moved along so far that the one sorted by is among them."""
    room = max(1, (width - _RANK - _LEAST_NAME - 1) // _CELL)
    count = len(board.columns)
    if room >= count:
        return range(count)
    first = min(max(0, sorted_by - room + 2), count - room, sorted_by)
    return range(first, first + room)


def heads_line(board: Scoreboard, sorted_by: int, reverse: bool, width: int) -> Line:
    """The heads of the columns, the one sorted by in brackets; `‹` and `›` say that there are more."""
    shown = columns_shown(board, sorted_by, width)
    way = "the other way round" if reverse else ""
    name = _name_width(shown, width)
    heads = [(f"[{board.columns[place].head}]" if place == sorted_by else board.columns[place].head) for place in shown]
    spare = max(0, len(heads[0]) - _CELL) if heads else 0  # a long first head reaches into the names
    pieces: list[Piece] = [(" " * _RANK + fit(way, name - 1 - spare), "dim"), ("‹" if shown.start else " ", "dim")]
    for place, head in zip(shown, heads, strict=True):
        cells = _CELL + (spare if place == shown.start else 0)
        pieces.append((fit(head, cells, right=True), "head" if place == sorted_by else "dim"))
    if shown.stop < len(board.columns):
        pieces.append(("›", "dim"))
    return Line(None, tuple(pieces))


def score_lines(board: Scoreboard, rows: Sequence[Score], first_rank: int, sorted_by: int, width: int) -> list[Line]:
    """Partners in their order, the first of them in place `first_rank` (from 1)."""
    shown = columns_shown(board, sorted_by, width)
    name = _name_width(shown, width)
    found = []
    for rank, row in enumerate(rows, first_rank):
        placed = row.cells[sorted_by].value is not None
        pieces: list[Piece] = [
            (fit(f"{rank:,} " if placed else "– ", _RANK, right=True), "dim"),
            (fit(f"{row.name} (archived)" if row.archived else row.name, name), "dim" if row.archived else ""),
        ]
        for place in shown:
            text, look = _cell(row.cells[place], board.columns[place])
            pieces.append((fit(text, _CELL, right=True), "bold" if place == sorted_by and not look else look))
        found.append(Line(row.partner_id, tuple(pieces)))
    return found


def detail_lines(board: Scoreboard, row: Score | None, sorted_by: int, width: int) -> list[Line]:
    """What stands behind the figure that the partner under the cursor is ranked by, in at most two lines."""
    if row is None:
        return []
    column = board.columns[sorted_by]
    text = f"{row.name}, {column.name}: {said(column, row.cells[sorted_by])}"
    return [Line(None, ((part, ""),)) for part in wrap(text, width)[:2]]


def score_why(board: Scoreboard, row: Score, width: int) -> list[Line]:
    """Every figure of a partner with its n and its interval, and how it is computed."""
    found: list[Line] = []
    for column, cell in zip(board.columns, row.cells, strict=True):
        mark = "  ~ uncertain" if cell.uncertain else ""
        found.append(Line(column.key, ((column.name, "head"), (mark, "warn"))))
        found += [
            Line(f"{column.key} {number}", ((part, "bold"),)) for number, part in _numbered(said(column, cell), width)
        ]
        found += [Line(None, ((part, "dim"),)) for part in wrap(column.how, width)]
    return found


def _numbered(text: str, width: int) -> Sequence[tuple[int, str]]:
    return list(enumerate(wrap(text, width)))


def _cell(cell: Cell, column: ScoreColumn) -> tuple[str, str]:
    """The figure in few characters and its look: money in whole units, `~` where it comes from few, a dash for none."""
    if cell.value is None:
        return "–", "dim"
    value = (
        f"{round(cell.value / 100):,}" if column.unit is Unit.CENTS else value_text(cell.value, column.unit, short=True)
    )
    # A count of few is not wrong, there are just few; what is drawn from few is.
    uncertain = cell.uncertain and column.unit is not Unit.COUNT
    return (f"~{value}", "dim") if uncertain else (value, "")


def _name_width(shown: range, width: int) -> int:
    return max(_LEAST_NAME, min(_MOST_NAME, width - _RANK - _CELL * len(shown) - 1))
