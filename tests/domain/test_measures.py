"""Months and percentiles."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from tui_tracker.domain.measures import median, month_end, month_start, percentile

DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))


@given(st.lists(st.integers(-5, 400), min_size=1), st.integers(0, 1000))
def test_a_percentile_lies_between_its_neighbours_in_the_ordered_list(values, thousandths):
    found = percentile(Counter(values), thousandths / 1000)
    ordered = sorted(values)
    place = Fraction(thousandths * (len(ordered) - 1), 1000)
    low, high = ordered[int(place)], ordered[min(int(place) + 1, len(ordered) - 1)]
    assert low <= found <= high
    assert found == float(low + (high - low) * (place - int(place)))
    assert percentile(Counter(values), 0) == ordered[0]
    assert percentile(Counter(values), 1) == ordered[-1]


def test_percentiles_by_hand():
    assert median({1: 1, 2: 1, 3: 1, 4: 1}) == 2.5
    assert median({7: 3}) == 7
    assert percentile({10: 1, 20: 1}, 0.9) == 19
    assert percentile({0: 3, 1: 1}, 0.9) == 0.7
    assert median({}) is None


@given(DAYS, st.integers(-30, 30))
def test_months_follow_each_other_without_a_gap(day, months):
    start = month_start(day, months)
    assert start.day == 1
    assert month_end(start) + timedelta(days=1) == month_start(start, 1)
    assert month_start(start, -months) == month_start(day) <= day <= month_end(month_start(day))
