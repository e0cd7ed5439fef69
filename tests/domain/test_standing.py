"""Who we are to a partner, and the inner circle: the pure parts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import TODAY
from tui_tracker.domain.inner_circle import PLACES, put_at
from tui_tracker.domain.standing import MEANINGS, Answers, ask_again, poor_fit, poor_fit_words
from tui_tracker.domain.words import Standing


def answers(values: int | None = None, respect: int | None = None, personal: int | None = None) -> Answers:
    return Answers(None, values, respect, personal, "", ())


@pytest.mark.parametrize(
    ("found", "poor"),
    [
        (answers(), ()),
        (answers(3, 4, 5), ()),
        (answers(2), ("values",)),
        (answers(5, 1, 5), ("respect",)),
        (answers(1, 3, 2), ("values", "personal")),
    ],
)
def test_a_fit_of_one_or_two_is_poor_and_unknown_is_not(found: Answers, poor: tuple[str, ...]) -> None:
    assert poor_fit(found) == poor
    assert bool(poor_fit_words(found)) == bool(poor)


def test_all_three_are_listed_as_one_would_say_them() -> None:
    said = poor_fit_words(answers(1, 2, 1))
    assert said == "poor fit in values, respect and personal: your time may do more with somebody else"


def test_every_standing_has_its_meaning() -> None:
    assert set(MEANINGS) == set(Standing)


@pytest.mark.parametrize(("days", "again"), [(None, True), (0, False), (365, False), (366, True)])
def test_the_standing_is_asked_again_after_a_year(days: int | None, again: bool) -> None:
    assert ask_again(None if days is None else TODAY - timedelta(days), 365, TODAY) is again


A, B, C, D = 1, 2, 3, 4


@pytest.mark.parametrize(
    ("ranks", "partner", "rank", "after"),
    [
        ({}, A, 3, {3: A}),
        ({1: A, 2: B}, C, 2, {1: A, 2: C, 3: B}),  # who stands there moves down
        ({1: A, 2: B, 4: D}, C, 1, {1: C, 2: A, 3: B, 4: D}),  # to the first free place, no further
        ({9: A, 10: B}, C, 10, {8: A, 9: B, 10: C}),  # up where none is free below
        ({1: A, 2: B, 3: C}, C, 1, {1: C, 2: A, 3: B}),  # towards the place that is left
        ({1: A, 2: B, 3: C}, A, 3, {1: B, 2: C, 3: A}),
        ({1: A, 3: B, 4: C}, A, 4, {2: B, 3: C, 4: A}),  # a free place between is enough
        ({2: A}, A, 7, {7: A}),
        ({2: A}, A, 2, {2: A}),
    ],
)
def test_a_place_in_the_circle(ranks: dict[int, int], partner: int, rank: int, after: dict[int, int]) -> None:
    assert put_at(ranks, partner, rank) == after


def test_a_full_circle_takes_nobody_else_but_can_be_rearranged() -> None:
    full = {rank: rank for rank in range(1, PLACES + 1)}
    assert put_at(full, 99, 4) is None
    assert put_at(full, 10, 1) == {1: 10, **{rank: rank - 1 for rank in range(2, 11)}}


@given(st.dictionaries(st.integers(1, PLACES), st.integers(1, 12), max_size=10), st.integers(1, 12), st.integers(1, 10))
def test_nobody_is_lost_and_nobody_stands_twice(drawn: dict[int, int], partner: int, rank: int) -> None:
    ranks = {place: one for one, place in {one: place for place, one in drawn.items()}.items()}
    after = put_at(ranks, partner, rank)
    if after is None:
        assert len(ranks) == PLACES
        return
    assert after[rank] == partner
    assert sorted(after.values()) == sorted({*ranks.values(), partner})
    assert set(after) <= set(range(1, PLACES + 1))
