"""Bars and sparklines in plain text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tui_tracker.widgets.bars import bar, shows_blocks, shows_lines, spark


@given(st.integers(-5, 500), st.integers(-5, 400), st.integers(0, 40), st.booleans())
def test_a_bar_fits_its_width_is_empty_for_nothing_and_seen_for_anything(value, most, width, blocks):
    drawn = bar(value, most, width, blocks=blocks)
    assert len(drawn) <= width
    assert bool(drawn) == (value > 0 and most > 0 and width > 0)
    if value >= most > 0:
        assert len(drawn) == width


@given(st.lists(st.integers(0, 10_000), max_size=30))
def test_a_sparkline_has_one_character_a_value_and_grows_with_it(values):
    for blocks, steps in ((True, " ▁▂▃▄▅▆▇█"), (False, " _.-:=+*#")):
        drawn = spark(values, blocks=blocks)
        assert len(drawn) == len(values)
        heights = [steps.index(one) for one in drawn]
        assert all(bool(height) == bool(value) for height, value in zip(heights, values, strict=True))
        pairs = sorted(zip(values, heights, strict=True))
        assert [height for _, height in pairs] == sorted(heights)
        if any(values):
            assert max(heights) == 8


def test_what_a_terminal_can_show():
    assert shows_lines("utf-8")
    assert not shows_lines("ISO-8859-1")
    assert shows_blocks("UTF-8", "xterm")
    assert not shows_blocks("UTF-8", "linux")
    assert not shows_blocks("ascii", "xterm")
