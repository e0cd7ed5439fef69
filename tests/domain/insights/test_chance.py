"""The exact tests, against their definition in fractions, and against figures that are known."""

from fractions import Fraction
from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui_tracker.domain.insights.chance import rates, shares

SMALL = st.integers(0, 25)
DAYS = st.integers(1, 400)


def no_likelier(outcomes: dict[int, Fraction], found: int) -> float:
    return float(sum(one for one in outcomes.values() if one <= outcomes[found]) / sum(outcomes.values()))


@settings(max_examples=60)
@given(now=SMALL, before=SMALL, days=DAYS, days_before=DAYS)
def test_counts_by_the_conditional_test(now, before, days, days_before):
    total = now + before
    outcomes = {k: Fraction(comb(total, k) * days**k * days_before ** (total - k)) for k in range(total + 1)}
    assert rates(now, before, days, days_before) == pytest.approx(no_likelier(outcomes, now), abs=1e-9)


@settings(max_examples=60)
@given(here=st.tuples(SMALL, SMALL), there=st.tuples(SMALL, SMALL))
def test_shares_by_fishers_test(here, there):
    (part, rest), (part_before, rest_before) = here, there
    number, before, parts = part + rest, part_before + rest_before, part + part_before
    low, high = max(0, parts - before), min(parts, number)
    outcomes = {k: Fraction(comb(number, k) * comb(before, parts - k)) for k in range(low, high + 1)}
    assert shares(part, number, part_before, before) == pytest.approx(no_likelier(outcomes, part), abs=1e-9)


def test_figures_that_are_known():
    assert rates(1, 9, 30, 30) == 22 / 1024
    assert shares(3, 4, 1, 4) == pytest.approx(34 / 70)  # Fisher's lady who tastes tea
    assert shares(8, 10, 1, 6) == pytest.approx(0.034965034965)
    assert (rates(0, 0, 30, 30), shares(0, 0, 3, 9), shares(0, 5, 0, 5)) == (1, 1, 1)


def test_many_are_compared_at_once():
    assert rates(19_000, 18_800, 356, 355) > 0.05
    assert rates(19_000, 17_000, 356, 355) < 1e-9
    assert shares(13_354, 15_226, 13_400, 15_200) > 0.05
    assert shares(0, 20_000, 20_000, 20_000) < 1e-30
