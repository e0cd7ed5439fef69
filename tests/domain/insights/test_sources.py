"""How much rests on few, and which quarters stand beside a period."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_tracker.domain.insights.page import Figure
from tui_tracker.domain.insights.periods import Span
from tui_tracker.domain.insights.sources import (
    Sender,
    by_span,
    concentration,
    concentration_words,
    first_places,
    in_order,
    quarters_shown,
    year_to,
)


@pytest.mark.parametrize(("senders", "tenth"), [(0, 0), (1, 1), (10, 1), (11, 2), (20, 2), (21, 3)])
def test_the_tenth_is_rounded_up(senders, tenth):
    assert first_places(senders) == {"top_1": 1, "top_3": 3, "top_tenth": tenth}


@pytest.mark.parametrize(
    ("sent", "parts", "total"),
    [
        ([], (0, 0, 0), 0),
        ([7], (7, 7, 7), 7),
        ([5, 5, 5, 5], (5, 15, 5), 20),
        ([1] * 11, (1, 3, 2), 11),
        ([9, 1, 4, 0, 6], (9, 19, 9), 20),
    ],
)
def test_shares_of_the_first(sent, parts, total):
    found = concentration(sent)
    assert [found[key] for key in ("top_1", "top_3", "top_tenth")] == [
        Figure(key, part / total if total else None, total, part)
        for key, part in zip(("top_1", "top_3", "top_tenth"), parts, strict=True)
    ]


def test_365_days_end_with_the_span_whatever_the_year():
    assert year_to(Span(date(2028, 2, 1), date(2028, 2, 29))) == Span(date(2027, 3, 2), date(2028, 2, 29))
    assert year_to(Span(date(2027, 2, 1), date(2027, 2, 28))).days == 365


@pytest.mark.parametrize(
    ("span", "first", "number"),
    [
        (Span(date(2026, 3, 1), date(2026, 3, 16)), date(2025, 4, 1), 4),
        (Span(date(2025, 4, 1), date(2026, 3, 16)), date(2025, 4, 1), 4),
        (Span(date(2025, 2, 28), date(2026, 3, 16)), date(2025, 1, 1), 5),
        (Span(date(1900, 1, 1), date(2026, 12, 31)), date(2022, 1, 1), 20),
    ],
)
def test_quarters_are_whole_but_for_the_last(span, first, number):
    found = quarters_shown(span)
    assert (found[0].first, found[-1].last, len(found)) == (first, span.last, number)


def test_who_sent_is_said_in_numbers():
    names = [Sender(1, "Lee", 6), Sender(2, "Ng", 2), Sender(3, "Ode", 2)]
    assert concentration_words(0, concentration([])["top_3"], []) == ""
    assert concentration_words(1, concentration([1])["top_3"], names[:1]) == (
        "The one partner referral of 365 days came from Lee."
    )
    assert concentration_words(1, concentration([6])["top_3"], names[:1]) == (
        "1 partner sent all of the 6 partner referrals of 365 days: Lee (6)."
    )
    assert concentration_words(5, concentration([6, 2, 2, 1, 1])["top_3"], names) == (
        "The top 3 of 5 partners sent 10 of the 12 partner referrals of 365 days: Lee (6), Ng (2), Ode (2)."
    )


def test_channels_stand_most_first_and_those_alike_as_the_words_do():
    assert in_order({"web": 2, "partner": 2, "other": 3, "event": 0}) == ["other", "partner", "web"]


DAYS = st.dates(date(2024, 1, 1), date(2024, 3, 31))
SPANS = st.lists(st.tuples(DAYS, DAYS).map(lambda two: Span(min(two), max(two))), min_size=1, max_size=4)


@given(spans=SPANS, counted=st.lists(st.tuples(DAYS, st.sampled_from(["web", "partner"]), st.integers(1, 3))))
def test_every_span_counts_its_own_days(spans, counted):
    over = Span(min(span.first for span in spans), max(span.last for span in spans))
    within = [one for one in counted if one[0] in over]
    for span, found in zip(spans, by_span(within, spans), strict=True):
        for source in ("web", "partner"):
            assert found.get(source, 0) == sum(n for day, which, n in within if day in span and which == source)
