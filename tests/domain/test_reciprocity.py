"""Give and take, as a table (RULES section 8)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_tracker.domain.reciprocity import reciprocity
from tui_tracker.domain.settings import ReciprocityCounts

COUNTS = ReciprocityCounts()


@pytest.mark.parametrize(
    ("inbound", "outbound", "gives", "ratio", "verdict", "why"),
    [
        (0, 0, 0, None, "", "none received in 365 days; none sent to them, no give"),
        (0, 0, 5, None, "", "none received in 365 days; none sent to them, 5 gives"),
        (0, 0, 6, None, "one-sided", "none received in 365 days; none sent to them, 6 gives"),
        (0, 5, 1, None, "one-sided", "none received in 365 days; 5 sent to them, 1 give"),
        (1, 6, 6, 6.0, "", "1 received in 365 days; 6 sent to them, 6 gives"),
        (2, 0, 0, 0.0, "", "2 received in 365 days; none sent to them, no give"),
        (3, 0, 0, 0.0, "we owe", "3 received in 365 days; none sent to them, no give"),
        (3, 0, 1, 0.0, "", "3 received in 365 days; none sent to them, 1 give"),
        (4, 1, 0, 0.25, "we owe", "4 received in 365 days; 1 sent to them, no give"),
        (6, 1, 1, 1 / 6, "", "6 received in 365 days; 1 sent to them, 1 give"),
        (7, 1, 1, 1 / 7, "we owe", "7 received in 365 days; 1 sent to them, 1 give"),
    ],
)
def test_what_went_which_way(
    inbound: int, outbound: int, gives: int, ratio: float | None, verdict: str, why: str
) -> None:
    found = reciprocity(inbound, outbound, gives, 2, COUNTS)
    assert found.ratio == ratio
    assert (found.we_owe, found.one_sided) == (verdict == "we owe", verdict == "one-sided")
    assert found.why == why
    assert found.asks == 2


def test_the_numbers_are_settings() -> None:
    counts = ReciprocityCounts(days=1, owe_from=10, share=2, one_sided_from=1)
    assert reciprocity(10, 4, 0, 0, counts).we_owe
    assert not reciprocity(10, 5, 0, 0, counts).we_owe
    assert not reciprocity(9, 0, 0, 0, counts).we_owe
    assert reciprocity(0, 0, 1, 0, counts).one_sided
    assert reciprocity(1, 0, 0, 0, counts).why == "1 received in 1 day; none sent to them, no give"


@given(st.integers(0, 99), st.integers(0, 99), st.integers(0, 99))
def test_nobody_is_owed_and_one_sided_at_once_and_a_give_settles_a_debt(
    inbound: int, outbound: int, gives: int
) -> None:
    found = reciprocity(inbound, outbound, gives, 0, COUNTS)
    assert not (found.we_owe and found.one_sided)
    if not found.we_owe:
        assert not reciprocity(inbound, outbound, gives + 1, 0, COUNTS).we_owe
    assert not reciprocity(inbound, outbound, gives + inbound, 0, COUNTS).we_owe
