"""What patients brought by channel, in words, and what rules a referral out."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_tracker.domain.insights.page import Figure
from tui_tracker.domain.insights.periods import Span
from tui_tracker.domain.insights.value import (
    Alike,
    adherence_figure,
    apart,
    best_first,
    channel,
    noted_words,
    quality_figure,
    value_figure,
    why_not_good,
    worth_words,
)
from tui_tracker.domain.quality_share import is_good
from tui_tracker.domain.words import Adherence, Appropriate, Outcome

NONE = (None, None, None)
GOOD = ("yes", "partial", "improved")
BAD = ("no", None, None)
MARKS = list(product([None, *Appropriate], [None, *Adherence], [None, *Outcome]))


def test_what_is_not_noted_is_no_data():
    assert value_figure(0, 0, 0) == Figure("lifetime_value", None, 0)
    assert value_figure(4, 0, 0) == Figure("lifetime_value", None, 4)
    assert value_figure(4, 1, 0) == Figure("lifetime_value", 0.0, 4)
    assert value_figure(2, 3, 150_001) == Figure("lifetime_value", 75_000.5, 2)
    assert adherence_figure([(NONE, 3)]) == Figure("adherence", None, 0, 0)
    assert quality_figure([(NONE, 3)]) == Figure("quality", None, 0, 0)


def test_shares_count_what_is_known():
    marks = [(GOOD, 2), (BAD, 3), (("yes", "full", None), 4), (NONE, 9)]
    assert adherence_figure(marks) == Figure("adherence", 4 / 6, 6, 4)
    assert quality_figure(marks) == Figure("quality", 2 / 5, 5, 2)


def test_a_channel_adds_up_its_parts():
    found = channel("web", 5, [Alike("web", GOOD, 4, 3, 900, 2, 1), Alike("web", ("yes", "none", None), 2, 0, 0, 2, 2)])
    assert (found.referrals, found.noted, found.cents, found.adherence) == (6, 3, 900, (0, 4, 2))
    assert (found.per_patient, found.completion, found.adhered) == (180.0, 3 / 4, 0.0)
    assert (found.quality.good, found.quality.known) == (4, 6)
    empty = channel("web", 1, [Alike("web", NONE, 1, 0, 0, 0, 0)])
    assert (empty.per_patient, empty.completion, empty.adhered, empty.quality) == (None, None, None, None)


def test_the_careful_end_ranks_partners():
    counted = [(1, GOOD, 5), (2, GOOD, 45), (2, BAD, 5), (3, BAD, 1), (4, NONE, 9), (5, BAD, 2), (6, GOOD, 5)]
    assert [partner for partner, _ in best_first(counted)] == [2, 1, 6, 5, 3]


def test_what_rules_a_referral_out_is_said_of_those_ruled_out_alone():
    for marks in MARKS:
        assert bool(why_not_good(marks)) == (is_good(marks) is False), marks
    assert why_not_good(("partly", "none", "worse")) == "partly right for us, did not keep to the plan, worse"


def of(source, patients, cents, noted=1):
    return channel(source, patients, [Alike(source, NONE, patients, noted, cents, patients, 1)])


@pytest.mark.parametrize(
    ("channels", "said"),
    [
        ([], "no revenue of a partner’s patient is noted"),
        ([of("partner", 3, 0, 0)], "no revenue of a partner’s patient is noted"),
        (
            [of("partner", 20, 40_000)],
            "20.00 (20 patients, completion 5 %, revenue noted for 1 of 20); nobody came by advert",
        ),
        ([of("partner", 20, 40_000), of("advert", 1, 0, 0)], "no revenue of a patient who came by advert is noted"),
        (
            [of("partner", 20, 40_000), of("advert", 10, 5_000)],
            "A patient from a partner brought 20.00 (20 patients, completion 5 %, revenue noted for 1 of 20); "
            "one who came by advert 5.00 (10 patients, completion 10 %, revenue noted for 1 of 10).",
        ),
        ([of("partner", 20, 40_000), of("advert", 9, 5_000)], "Take it with care: fewer than 10"),
    ],
)
def test_a_referral_against_an_advert(channels, said):
    found = worth_words({one.source: one for one in channels})
    assert said in found
    assert ("care" in found) == ("care" in said)


def test_little_revenue_noted_is_said():
    few = channel("", 9, [Alike("web", NONE, 9, 2, 100, 9, 5)])
    assert noted_words(few) == "Revenue is noted for 2 of 9 referrals; the others count as none."
    assert noted_words(channel("", 9, [Alike("web", NONE, 9, 3, 100, 9, 5)])) == ""
    assert noted_words(channel("", 9, [Alike("web", NONE, 9, 0, 0, 9, 5)])) == ""


DAYS = st.dates(date(2024, 1, 1), date(2024, 4, 30))
SPANS = st.lists(st.tuples(DAYS, st.integers(0, 60)).map(lambda one: Span(one[0], one[0] + timedelta(one[1]))))


@given(spans=SPANS)
def test_spans_apart_do_not_overlap_and_none_is_lost(spans):
    parts = apart(spans)
    assert sorted(span for part in parts for span in part) == sorted(set(spans))
    for part in parts:
        assert all(one.last < other.first for one, other in pairwise(part))
