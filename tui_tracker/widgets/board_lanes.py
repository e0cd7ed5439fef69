"""The columns of a board: what of each is at hand, where one stands in it, and how many fit side by side."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from rich.cells import cell_len

PAGE = 50
_PAGES_KEPT = 6
_NARROWEST = 24
_SLIMMEST = 15
_TALL = 30
_ONE_LINE_FROM = 56
_IN_THOUSANDS_FROM = 10_000


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, what stands above it, and how many cards it holds."""

    name: str
    title: str
    count: int


@dataclass(frozen=True, slots=True)
class Shape:
    """How a board is laid out: columns side by side, lines that a card and that a heading takes."""

    shown: int
    lines: int
    heading: int


def shape_of(width: int, height: int, columns: int) -> Shape:
    """The shape for so many cells: all columns, slim, where there is room for that; else as many as read well."""
    shown = max(1, min(columns or 1, width // _NARROWEST))
    if shown < columns and width // columns >= _SLIMMEST and height >= _TALL:
        return Shape(columns, 3, 2)
    return Shape(shown, 1 if width // shown >= _ONE_LINE_FROM else 2, 1)


def left_for(place: int, left: int, shown: int, columns: int) -> int:
    """The first column in sight, so that the one at a place is seen."""
    if place < left:
        left = place
    elif place >= left + shown:
        left = place - shown + 1
    return max(0, min(left, columns - shown))


@dataclass(slots=True)
class Lane:
    """A column with what of it is loaded and where one stands in it."""

    name: str
    title: str
    count: int
    cursor: int = 0
    top: int = 0
    pages: dict[int, Sequence[Any]] = field(default_factory=dict)
    asked: set[int] = field(default_factory=set)

    @classmethod
    def of(cls, column: Column, before: "Lane | None", at: tuple[str, int] | None, rows: int) -> "Lane":
        """A column where it stood before, or with the cursor at (column, index); nothing of it is loaded yet."""
        lane = cls(column.name, column.title, column.count)
        if before is not None:
            lane.cursor, lane.top = before.cursor, before.top
        if at and at[0] == column.name:
            lane.cursor = at[1]
        lane.stay_in_sight(rows)
        return lane

    def item(self, index: int) -> Any | None:
        """The item at an index, where it is loaded."""
        page = self.pages.get(index // PAGE)
        place = index % PAGE
        return page[place] if page is not None and place < len(page) else None

    def store(self, offset: int, items: Sequence[Any]) -> None:
        """Keep items from an offset that is a multiple of PAGE, and let go of the pages farthest from the cursor."""
        for start in range(0, len(items), PAGE):
            self.pages[(offset + start) // PAGE] = items[start : start + PAGE]
        near = self.cursor // PAGE
        while len(self.pages) > _PAGES_KEPT:
            del self.pages[max(self.pages, key=lambda page: abs(page - near))]

    def lacks(self, index: int) -> int | None:
        """The page of an index, where it is to be asked for; it counts as asked for from now on."""
        page = index // PAGE
        # A page that is here but shorter than the count said (another session moved a card) is not asked for again.
        if page in self.asked or page in self.pages:
            return None
        self.asked.add(page)
        return page

    def stay_in_sight(self, rows: int) -> bool:
        """Scroll by half a window where the cursor is outside of it; tells whether anything moved."""
        before = self.top
        self.cursor = max(0, min(self.cursor, self.count - 1))
        if self.cursor < self.top:
            self.top = self.cursor - rows // 2
        elif self.cursor >= self.top + rows:
            self.top = self.cursor - (rows - 1) // 2
        self.top = max(0, min(self.top, self.count - rows))
        return self.top != before

    def window(self, rows: int) -> tuple[int, int] | None:
        """What of it can be seen, in whole pages, as (offset, length); None where it has no card."""
        if not self.count:
            return None
        first = self.top // PAGE * PAGE
        last = min(self.count, self.top + rows)
        return first, -(-(last - first) // PAGE) * PAGE

    def beyond(self, rows: int, width: int) -> str:
        """How many cards stand above and below what can be seen: `↑12 ↓1263`, as it fits into so many cells."""
        above, below = self.top, max(0, self.count - self.top - rows)
        if not (above or below):
            return ""
        told = [_short(above, below, full, blank) for full, blank in ((True, " "), (True, ""), (False, ""))]
        return next((text for text in told if cell_len(text) <= width), "")


def _short(above: int, below: int, full: bool, blank: str) -> str:
    numbers = [f"{arrow}{_number(number, full)}" for arrow, number in (("↑", above), ("↓", below)) if number]
    return blank.join(numbers)


def _number(number: int, full: bool) -> str:
    if (full and number < _IN_THOUSANDS_FROM) or number < 1000:
        return str(number)
    return f"{number // 1000}k"
