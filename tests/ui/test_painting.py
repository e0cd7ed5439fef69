"""What a change of the screen writes: the cells that changed, and what then stands there is what was to be shown."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console
from rich.segment import Segment
from textual._compositor import ChopsUpdate
from textual.strip import Strip

from benchmarks.terminal import Picture
from tui_tracker.painting import ChangedCells, changed_alone
from tui_tracker.widgets.changed_cells import changed_cells
from tui_tracker.widgets.lines import style

WIDTH = 40
CONSOLE = Console(color_system="standard", force_terminal=True, width=WIDTH)
Pieces = Sequence[tuple[str, str]]
PIECES = st.lists(
    st.tuples(
        st.sampled_from(["a", "bc", "    ", "a long name", "├─", "日本", "e\u0301"]), st.sampled_from(["", "good"])
    ),
    max_size=12,
)


def strip_of(pieces: Pieces) -> Strip:
    """A row of `WIDTH` cells that begins with these pieces, as far as there is room."""
    segments, left = [], WIDTH
    for text, look in pieces:
        if cell_len(text) <= left:
            segments.append(Segment(text, style(look)))
            left -= cell_len(text)
    return Strip([*segments, Segment(" " * left)], WIDTH)


def written(strip: Strip, parts: Sequence[tuple[int, int]], x: int = 0) -> str:
    """What painting parts of a row writes, where the widget that it is of begins at `x`."""
    spans = [(0, x + begin, x + begin + cells) for begin, cells in parts]
    update = changed_alone(ChopsUpdate([{x: strip}], spans, [[x + WIDTH]]))
    assert isinstance(update, ChangedCells)
    return update.render_segments(CONSOLE)


def told(*texts: str) -> list[tuple[str, str]]:
    picture = Picture((WIDTH + 2, 1))  # a last cell with an accent would scroll it
    for text in texts:
        picture.feed(text.encode())
    row = picture.screen.buffer[0]
    return [(row[x].data, row[x].fg if row[x].data.strip() else "") for x in range(WIDTH)]


@settings(max_examples=80)
@given(PIECES, PIECES)
def test_what_changed_alone_makes_the_whole_row_right(before: Pieces, after: Pieces) -> None:
    first, then = strip_of(before), strip_of(after)
    everything = [(0, WIDTH)]
    changes = changed_cells(first, then)
    assert told(written(first, everything), written(then, changes)) == told(written(then, everything))
    assert (changes == []) == (list(first) == list(then))


def test_what_stays_is_not_written_again() -> None:
    before = strip_of([("          ", ""), ("├─", "dim"), ("Ann Lee", ""), ("         3/0", "")])
    after = strip_of([("          ", ""), ("├─", "dim"), ("Bo Park", ""), ("         3/0", "")])
    assert changed_cells(before, after) == [(12, 7)]
    assert written(after, [(12, 7)], x=5) == "\x1b[1;18HBo Park"


def test_a_row_with_wide_characters_is_painted_to_its_end() -> None:
    before = strip_of([("日本", ""), ("a", "good"), ("same", "")])
    after = strip_of([("日日", ""), ("a", "good"), ("same", "")])
    assert changed_cells(before, after) == [(0, WIDTH)]


def test_the_whole_screen_is_painted_as_ever() -> None:
    assert changed_alone(None) is None
    assert changed_alone("text") == "text"
