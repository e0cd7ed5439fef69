"""The lines below the map: what is said of a node in so many lines."""

from tui_tracker.widgets.lines import plain
from tui_tracker.widgets.network_lines import detail_lines


def test_a_very_long_name_leaves_a_line_for_how_it_stands():
    first, second = plain(detail_lines(("Back pain › " + "Very long name " * 20, "Warmth 72, warm."), 60, 2))

    assert first.startswith(" Back pain › Very long name")
    assert first.endswith("…")
    assert second == " Warmth 72, warm."


def test_sentences_that_fit_follow_each_other():
    assert plain(detail_lines(("Ann Lee: tier A.", "Warmth 72."), 60, 2)) == [" Ann Lee: tier A. Warmth 72."]
    assert plain(detail_lines(("", ""), 60, 2)) == [""]
