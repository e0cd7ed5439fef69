"""What `:` finds of the places beside the screens."""

from __future__ import annotations

import pytest

from tui_tracker.screens.places import PLACES, places_called


@pytest.mark.parametrize(
    ("text", "named", "about"),
    [
        ("", [place.word for place in PLACES], []),
        ("mem", ["members"], []),
        ("ledger", ["gift ledger"], []),
        ("circle", ["inner circle"], []),
        ("Team", ["members"], []),
        ("hand over", [], ["members"]),
        ("difficult", [], ["incidents"]),
        ("networking", [], ["occasions"]),
        ("edger", [], []),
        ("[a", [], []),
    ],
)
def test_a_place_is_found_by_any_word_of_its_name_and_then_by_what_it_is_about(
    text: str, named: list[str], about: list[str]
) -> None:
    assert tuple([place.word for place in found] for found in places_called(text)) == (named, about)
