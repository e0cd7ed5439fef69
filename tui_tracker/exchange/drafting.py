"""What partner rows and referral rows share: a row's cells by field, and what is set aside with its reason."""

from __future__ import annotations

from dataclasses import dataclass

from tui_tracker.domain.text import count
from tui_tracker.exchange.mapping import Mapping
from tui_tracker.exchange.tables import Row
from tui_tracker.exchange.values import Unreadable, long_value, name_value, value

LONGEST_LINE = 300
LONGEST_TEXT = 10_000


@dataclass(frozen=True, slots=True)
class SetAside:
    """A row that does not come in, and why, in words for the person who mends it."""

    row: Row
    reason: str


class Cells:
    """A row's cells by field. Raises Unreadable where the row has not the shape of the header."""

    def __init__(self, row: Row, mapping: Mapping, places: dict[str, int]) -> None:
        check_shape(row, len(mapping.header))
        self._cells = row.cells
        self._places = places

    def raw(self, field: str) -> str:
        """A field's cell as it stands in the file; nothing where the file has no such column."""
        place = self._places.get(field)
        return self._cells[place] if place is not None and place < len(self._cells) else ""

    def line(self, field: str) -> str:
        """A field on one line. Raises Unreadable where it is too long to be meant."""
        return _short(value(self.raw(field)), field)

    def name(self, field: str) -> str:
        """A part of a name."""
        return _short(name_value(self.raw(field)), field)

    def text(self, field: str) -> str:
        """A field that may have several lines."""
        return long_value(self.raw(field))[:LONGEST_TEXT]


def check_shape(row: Row, width: int) -> None:
    """Cells that are missing at the end count as empty; too many cells mean that some stand in the wrong column."""
    if row.broken:
        raise Unreadable(row.broken)
    over = len(row.cells) - width
    spans = f" and runs to line {row.last_line}: is a quotation mark missing" if row.last_line > row.line else ""
    if over > 0 and any(cell.strip() for cell in row.cells[width:]):
        raise Unreadable(f"the row has {count(len(row.cells), 'cell')} for {count(width, 'column')}{spans}")
    if over < 0 and spans:
        raise Unreadable(f"the row has only {count(len(row.cells), 'cell')} for {count(width, 'column')}{spans}")


def _short(text: str, field: str) -> str:
    if len(text) > LONGEST_LINE:
        raise Unreadable(f"the {field.replace('_', ' ')} is longer than {LONGEST_LINE} characters")
    return text
