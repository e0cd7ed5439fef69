"""The journal's entries and what they did, as lines."""

from collections.abc import Sequence
from datetime import date, datetime

from tui_tracker.domain.change_words import Field, Told
from tui_tracker.domain.day_words import short_moment
from tui_tracker.domain.records import Change
from tui_tracker.domain.text import count
from tui_tracker.widgets.lines import Line, fit, wrap

_TIME = 13
_WHO = 10
_MARK = 7
_KINDS = {"do": "", "undo": "Undid: ", "redo": "Did again: "}


def entry_line(entry: Change, at: datetime, today: date, width: int) -> Line:
    """One entry in `width` cells: when (local), who, what, and whether it is undone."""
    who = _WHO if width >= 66 else 0
    mark = " " + fit("undone", _MARK, right=True) if entry.undone else ""
    words = fit(_KINDS[entry.kind] + entry.label, width - _TIME - (who + 1 if who else 0) - len(mark))
    return Line(
        entry.id,
        (
            (fit(short_moment(at, today), _TIME), "dim"),
            (fit(entry.who, who) + " " if who else "", "head"),
            (words, "dim" if entry.undone or entry.kind != "do" else ""),
            (mark, "warn"),
        ),
    )


def detail_lines(entry: Change, at: datetime, rows: Sequence[Told], width: int, arrow: str) -> list[Line]:
    """What an entry did, row by row, in lines of `width` cells."""
    lines = [(line, "title") for line in wrap(_KINDS[entry.kind] + entry.label, width)]
    lines.append((f"{entry.who}, {at:%a %b} {at.day}, {at:%Y %H:%M}, entry {entry.id}", "dim"))
    if entry.undone:
        lines.append(("undone; ctrl+r does it again", "warn"))
    elif entry.kind == "undo":
        lines.append((f"took back entry {entry.reverts_id}; ctrl+r does that again", "dim"))
    for row in rows:
        lines += [(line, "head") for line in wrap(f"{row.what} {row.row}", width)]
        for field in row.fields:
            lines += [(line, "") for line in _indented(_words(row.what, field, arrow), width)]
    if entry.rows > len(rows):
        lines.append((f"and {count(entry.rows - len(rows), 'more row')}", "dim"))
    return [Line(f"line {number}", (piece,)) for number, piece in enumerate(lines)]


def refusal_lines(message: str, width: int) -> list[Line]:
    """Why an entry cannot be undone, in full."""
    return [Line(f"refusal {number}", ((line, "bad"),)) for number, line in enumerate(wrap(message, width))]


def _words(what: str, field: Field, arrow: str) -> str:
    if what == "changed":
        return f"{field.name}: {field.before} {arrow} {field.after}"
    return f"{field.name}: {field.after if what == 'new' else field.before}"


def _indented(text: str, width: int) -> list[str]:
    return [f"  {line}" for line in wrap(text, max(8, width - 2))]
