"""The last gate before the terminal: what it takes out of a line must not shift what follows."""

from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color

from tests.factories import CONTROLS, SEQUENCES
from tui_tracker.terminal import CleanOutput


def cleaned(text: str) -> str:
    return "".join(segment.text for segment in CleanOutput().apply([Segment(text)], Color(0, 0, 0)))


def test_a_line_is_as_wide_as_it_was_measured():
    for text in (*SEQUENCES, CONTROLS[0], CONTROLS[3]):
        assert cell_len(cleaned(text)) == cell_len(text), text
        assert cleaned(text).isprintable()


def test_words_of_two_lines_do_not_grow_together():
    assert cleaned("called\nagain") == "called again"
