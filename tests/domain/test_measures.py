"""Months and percentiles."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_tracker.domain.measures import (
    Counts,
    by_month,
    in_days,
    median,
    month_end,
    month_start,
    percentile,
    year_of_months,
)

DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))


@given(st.lists(st.integers(-5, 400), min_size=1), st.floats(0, 1))
def test_a_percentile_lies_between_its_neighbours_in_the_ordered_list(values, share):
    found = percentile(Counter(values), share)
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low, high = ordered[int(place)], ordered[min(int(place) + 1, len(ordered) - 1)]
    assert low <= found <= high
    assert found == pytest.approx(low + (high - low) * (place - int(place)))
    assert percentile(Counter(values), 0) == ordered[0]
    assert percentile(Counter(values), 1) == ordered[-1]


def test_percentiles_by_hand():
    assert median({1: 1, 2: 1, 3: 1, 4: 1}) == 2.5
    assert median({7: 3}) == 7
    assert percentile({10: 1, 20: 1}, 0.9) == pytest.approx(19)
    assert median({}) is None


@pytest.mark.parametrize(
    ("value", "words"),
    [(None, "no data"), (0.0, "0 days"), (1.0, "1 day"), (2.5, "2.5 days"), (1234.0, "1,234 days")],
)
def test_days_as_a_person_reads_them(value, words):
    assert in_days(value) == words


@given(DAYS)
def test_twelve_months_follow_each_other_without_a_gap_and_end_with_today_s(day):
    starts = year_of_months(day)
    assert len(starts) == 12
    assert starts[-1] <= day <= month_end(starts[-1])
    for start, following in pairwise(starts):
        assert month_end(start) + timedelta(days=1) == following
        assert month_start(following, -1) == start
    assert all(start.day == 1 for start in starts)


@given(DAYS, st.lists(st.tuples(DAYS, st.integers(0, 9))))
def test_every_day_counts_in_its_month_or_nowhere(last, days):
    starts = year_of_months(last)
    months = by_month(starts, [(day, Counts(received=number, seen=1)) for day, number in days])
    assert [start for start, _ in months] == starts
    inside = [(day, number) for day, number in days if starts[0] <= day <= month_end(starts[-1])]
    total = sum((counts for _, counts in months), Counts())
    assert (total.received, total.seen, total.lost) == (sum(number for _, number in inside), len(inside), 0)
    for start, counts in months:
        assert counts.received == sum(
            number for day, number in inside if (day.year, day.month) == (start.year, start.month)
        )
