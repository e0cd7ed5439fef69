"""Periods and the ones before: by the calendar, running ones, leap days, and what is typed."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui_tracker.domain.errors import Refused
from tui_tracker.domain.insights.periods import (
    Span,
    Step,
    cut,
    months_of,
    moved,
    period,
    quarters_of,
    read_period,
    trend_months,
)

TODAY = date(2026, 11, 22)
DAYS = st.dates(date(1990, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize(
    ("typed", "first", "last", "before", "before_last"),
    [
        ("2026-10", "2026-10-01", "2026-10-31", "2026-09-01", "2026-09-30"),
        ("month", "2026-11-01", "2026-11-22", "2026-10-01", "2026-10-22"),
        ("Last Month", "2026-10-01", "2026-10-31", "2026-09-01", "2026-09-30"),
        ("2026-Q3", "2026-07-01", "2026-09-30", "2026-04-01", "2026-06-30"),
        ("q4 2026", "2026-10-01", "2026-11-22", "2026-07-01", "2026-08-22"),
        ("2025", "2025-01-01", "2025-12-31", "2024-01-01", "2024-12-31"),
        ("2026", "2026-01-01", "2026-11-22", "2025-01-01", "2025-11-22"),
        ("12m", "2025-12-01", "2026-11-22", "2024-12-01", "2025-11-22"),
        ("2026-01-15..2026-02-14", "2026-01-15", "2026-02-14", "2025-12-15", "2026-01-14"),
        ("2024-02", "2024-02-01", "2024-02-29", "2024-01-01", "2024-01-31"),
        ("2024-02-29 to 2024-02-29", "2024-02-29", "2024-02-29", "2024-02-28", "2024-02-28"),
    ],
)
def test_a_period_is_read_with_the_one_before(typed, first, last, before, before_last):
    found = read_period(typed, TODAY)
    assert [day.isoformat() for day in (*found.span, *found.before)] == [first, last, before, before_last]


def test_a_month_that_runs_is_compared_with_the_same_days_even_of_a_shorter_month():
    assert period(Step.MONTH, date(2024, 3, 30), date(2024, 3, 30)).before == Span(date(2024, 2, 1), date(2024, 2, 29))
    assert period(Step.YEAR, date(2024, 2, 29), date(2024, 2, 29)).before.last == date(2023, 2, 28)


@pytest.mark.parametrize(
    "typed",
    [
        *("2027", "2026-12", "2026-Q5", "2026-13", "0000", "x", "", "2026-02-30..2026-03-01"),
        "0001-01-01..2026-03-01",
    ],
)
def test_what_is_no_period_is_refused_in_one_sentence(typed):
    with pytest.raises(Refused) as refused:
        read_period(typed, TODAY)
    assert refused.value.message.count("\n") == 0


@settings(max_examples=60)
@given(step=st.sampled_from([Step.MONTH, Step.QUARTER, Step.TWELVE, Step.YEAR]), day=DAYS, ago=st.integers(0, 900))
def test_periods_hold_their_day_and_join_the_one_before(step, day, ago):
    today = day + timedelta(ago)
    found = period(step, day, today)
    assert day in found.whole or step is Step.TWELVE
    assert found.span.first == found.whole.first
    assert found.span.last == min(found.whole.last, today)
    assert found.before.last < found.span.first
    if not found.running:
        assert found.before.last + timedelta(1) == found.span.first
    assert moved(moved(found, -1, today), 1, today) == found
    months = trend_months(found)
    assert len(months) == 12
    assert months[-1].last == found.span.last
    assert all(one.last + timedelta(1) == after.first for one, after in pairwise(months))
    for parts in (months_of(found.span), quarters_of(found.span)):
        assert parts[0].first == found.span.first
        assert sum(part.days for part in parts) == found.span.days


@settings(max_examples=60)
@given(pairs=st.lists(st.tuples(DAYS, st.integers(0, 90)), min_size=1, max_size=6), day=DAYS)
def test_slices_add_up_to_their_spans(pairs, day):
    spans = [Span(first, first + timedelta(days)) for first, days in pairs]
    slices, places = cut(spans)
    assert all(one.last + timedelta(1) == after.first for one, after in pairwise(slices))
    for span, mine in zip(spans, places, strict=True):
        assert sum(slices[place].days for place in mine) == span.days
        assert any(day in slices[place] for place in mine) == (day in span)
