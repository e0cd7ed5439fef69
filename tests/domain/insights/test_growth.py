"""The rules of growth: the days before, who sent last when, and cohorts by quarter."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui_tracker.domain.insights.growth import (
    Cohort,
    active,
    before_of,
    before_words,
    cohorts,
    is_over,
    last_days,
    shown_quarters,
    standing,
    stopped,
)
from tui_tracker.domain.insights.periods import Span

DAYS = st.dates(date(2023, 12, 1), date(2024, 12, 31))
SENT = st.lists(st.tuples(st.integers(1, 4), DAYS), max_size=20).map(lambda rows: sorted(rows, key=lambda row: row[1]))


def span(first: str, last: str) -> Span:
    return Span(date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("of", "before", "words"),
    [
        (span("2024-02-01", "2024-02-29"), span("2024-01-01", "2024-01-31"), "the month before"),
        (span("2023-02-01", "2023-02-28"), span("2023-01-01", "2023-01-31"), "the month before"),
        (span("2024-02-01", "2024-02-28"), span("2024-01-04", "2024-01-31"), "the 28 days before"),
        (span("2024-02-02", "2024-02-29"), span("2024-01-05", "2024-02-01"), "the 28 days before"),
        (span("2024-03-01", "2024-03-31"), span("2024-02-01", "2024-02-29"), "the month before"),
        (span("2026-01-01", "2026-03-31"), span("2025-10-01", "2025-12-31"), "the 3 months before"),
        (span("2024-01-01", "2024-12-31"), span("2023-01-01", "2023-12-31"), "the 12 months before"),
        (span("2026-11-01", "2026-11-21"), span("2026-10-11", "2026-10-31"), "the 21 days before"),
        (span("2026-11-05", "2026-11-05"), span("2026-11-04", "2026-11-04"), "the day before"),
    ],
)
def test_the_days_before_are_as_many_whole_months_or_as_many_days(of: Span, before: Span, words: str) -> None:
    assert before_of(of) == before
    assert before_words(of) == words


@given(SENT, st.lists(DAYS, max_size=4))
@settings(max_examples=60)
def test_the_last_days_are_those_up_to_each_day(rows: list[tuple[int, date]], days: list[date]) -> None:
    assert last_days(rows, days) == {
        until: {
            partner: max(day for one, day in rows if one == partner and day <= until)
            for partner, first in rows
            if first <= until
        }
        for until in days
    }


def test_active_is_who_sent_within_the_days_that_end_with_the_last_one() -> None:
    until = date(2026, 3, 16)
    last = {1: until, 2: until - timedelta(179), 3: until - timedelta(180)}
    assert active(last, until, 180) == {1, 2}
    assert active({}, until, 180) == set()


def test_stopped_is_who_sent_just_before_and_not_in_the_span() -> None:
    month = span("2024-03-01", "2024-03-31")
    rows = [
        (1, date(2024, 1, 31)),  # a day too early
        (2, date(2024, 2, 1)),
        (3, date(2024, 2, 29)),
        (4, date(2024, 2, 10)),
        (4, date(2024, 3, 1)),  # went on
        (5, date(2024, 3, 31)),  # began
        (3, date(2024, 4, 1)),  # came back after it
    ]
    assert stopped(month, rows) == {2: date(2024, 2, 1), 3: date(2024, 2, 29)}


def test_quarters_are_eight_at_least_and_twenty_at_most_and_the_last_may_be_cut() -> None:
    few = shown_quarters(span("2026-11-01", "2026-11-21"))
    assert (len(few), few[0], few[-1]) == (8, span("2025-01-01", "2025-03-31"), span("2026-10-01", "2026-11-21"))
    many = shown_quarters(span("2010-01-01", "2026-12-31"))
    assert (len(many), many[0].first, many[-1]) == (20, date(2022, 1, 1), span("2026-10-01", "2026-12-31"))
    assert len(shown_quarters(span("2023-12-31", "2026-11-21"))) == 13
    assert [is_over(one) for one in (few[0], few[-1], many[-1])] == [True, False, True]


def test_a_cohort_is_followed_through_the_quarters_that_are_over() -> None:
    quarters = shown_quarters(span("2026-11-01", "2026-11-21"))[-4:]
    firsts = {
        1: date(2026, 1, 1),
        2: date(2026, 3, 31),
        3: date(2026, 7, 1),
        4: date(2025, 12, 31),
        5: date(2026, 11, 22),
    }
    rows = [(1, date(2026, 1, 1)), (2, date(2026, 3, 31)), (1, date(2026, 4, 1)), (1, date(2026, 6, 30))]
    rows += [(4, date(2026, 5, 1)), (3, date(2026, 7, 1)), (2, date(2026, 9, 30)), (1, date(2026, 11, 1))]

    found = cohorts(firsts, rows, quarters)

    assert found == [
        Cohort(span("2026-01-01", "2026-03-31"), 2, (1, 1)),
        Cohort(span("2026-04-01", "2026-06-30"), 0, (0,)),
        Cohort(span("2026-07-01", "2026-09-30"), 1, ()),
        Cohort(span("2026-10-01", "2026-11-21"), 0, ()),
    ]


@pytest.mark.parametrize(
    ("stage", "ago", "expected"),
    [
        ("referring", 179, "active"),
        ("referring", 180, "not active now"),
        ("prospect", None, "in the works"),
        ("building", 400, "in the works"),
        ("prospect", 3, "active"),
        ("dormant", None, "not active now"),
        ("parted", 3, None),
    ],
)
def test_how_a_partner_stands_to_a_target(stage: str, ago: int | None, expected: str | None) -> None:
    today = date(2026, 3, 16)
    assert standing(stage, None if ago is None else today - timedelta(ago), today, 180) == expected
