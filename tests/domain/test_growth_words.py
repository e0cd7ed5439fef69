"""What is said of each line, word for word."""

from __future__ import annotations

from datetime import date

import pytest

from tests.domain.making import TODAY
from tui_tracker.domain.gaps import Gap
from tui_tracker.domain.growth import NON_TRADITIONAL, Growth, HeldTarget, Suggestion
from tui_tracker.domain.growth_words import Row, about, told
from tui_tracker.domain.settings import Settings


def held(wanted: int, active: int, coming: int = 0, since: date | None = None) -> HeldTarget:
    return HeldTarget(1, Gap("Podiatry", "North", wanted, active, coming, since))


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (held(2, 1), "1 more active partner wanted: 1 of 2 active, nobody in the works."),
        (
            held(1_200, 0, 3, date(2025, 12, 3)),
            "1,200 more active partners wanted: 0 of 1,200 active, 3 in the works. One fewer since Dec 3, 2025.",
        ),
        (
            held(2, 1, 1),
            "1 more active partner wanted: 1 of 2 active, 1 in the works. Enough are in the works to fill it.",
        ),
        (held(2, 3, 1, TODAY), "Met: 3 active where 2 are wanted, 1 in the works."),
        (
            Suggestion("Podiatry", "", 3, 2, 4, "sent 9 of 90 referrals in 365 days, from 3 partners: one more"),
            "Podiatry sent 9 of 90 referrals in 365 days, from 3 partners: one more. "
            "Suggested: a target of 3; 2 are active now, 4 in the works.",
        ),
        (
            Suggestion("Podiatry", "", 2, 1, 0, "sent much"),
            "Podiatry sent much. Suggested: a target of 2; 1 is active now.",
        ),
        (Suggestion("Podiatry", "North", 1, 0, 0, "sent much"), "Podiatry sent much. Suggested: a target of 1."),
        (
            NON_TRADITIONAL[0],
            "Among 7 partners none is one, by specialty or name. They may matter: they see injured workers first, and "
            "need somebody to send them to.",
        ),
    ],
)
def test_a_line_in_full_words(row: Row, words: str) -> None:
    assert told(row, Growth(7), TODAY) == words


def test_candidates_are_told_with_the_line_that_they_fit() -> None:
    found = Growth(7, candidates={"gap:podiatry|north": 12})
    assert told(held(2, 1), found, TODAY).endswith(
        "nobody in the works. 12 podiatry candidates in North that are not partners yet."
    )
    assert "candidate" not in told(NON_TRADITIONAL[0], found, TODAY)


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (Growth(0), "No partners yet: a adds the first, + sets a target of how many you want."),
        (
            Growth(3),
            "No targets yet, + sets one; active is who sent a patient within 180 days. "
            "One is suggested where few partners send much: 6 patients or more in 365 days.",
        ),
        (
            Growth(3, gaps=(held(2, 1),), met=(held(1, 1),), aside=("a", "b")),
            "1 of 2 targets met; active is who sent a patient within 180 days. 2 suggestions put aside; S brings back.",
        ),
    ],
)
def test_how_it_stands_with_all_of_it(found: Growth, words: str) -> None:
    assert about(found, Settings()) == words
