"""Counts by the day over spans, and words that are one word."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tui_tracker.domain.insights.periods import Span
from tui_tracker.domain.insights.sums import DaySums, alike

DAYS = st.dates(date(2024, 2, 1), date(2024, 3, 31))


@settings(max_examples=60)
@given(
    days=st.dictionaries(DAYS, st.tuples(st.integers(0, 9), st.integers(0, 9))), first=DAYS, length=st.integers(0, 50)
)
def test_a_span_has_the_sums_of_its_days(days, first, length):
    span = Span(first, first + timedelta(length))
    expected = tuple(sum(counts[place] for day, counts in days.items() if day in span) for place in (0, 1))
    assert DaySums(days, 2).of(span) == expected
    assert DaySums(days, 2).first == min(days, default=None)


def test_words_that_are_spelled_differently_are_one():
    counted = [
        ("moved", (2, 1)),
        ("Moved", (3, 0)),
        ("MOVED", (1, 1)),
        ("", (6, 0)),
        ("Große", (1, 0)),
        ("große", (1, 0)),
    ]
    assert alike(counted) == [("", (6, 0)), ("Moved", (6, 2)), ("große", (2, 0))]
    assert alike([]) == []
