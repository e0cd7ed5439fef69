"""Rule 7, whether somebody sends less than they used to: as a table, against SciPy, by enumeration, as published."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tui_tracker.domain.momentum import Cause, Momentum, at_most, causes, momentum
from tui_tracker.domain.settings import MomentumDays

TODAY = date(2026, 3, 16)
DAYS = MomentumDays()
LONG_AGO = TODAY - timedelta(2000)


def before(days: int) -> date:
    return TODAY - timedelta(days)


def rule(recent: int, earlier: int, first: date | None = LONG_AGO, today: date = TODAY) -> Momentum | None:
    return momentum(recent, earlier, first, DAYS, today)


@pytest.mark.parametrize(
    ("recent", "earlier", "less", "why"),
    [
        (0, 4, False, "0 in 90 days; 1.0 was to be expected"),
        (0, 17, False, "0 in 90 days; 4.2 were to be expected"),
        (0, 18, True, "0 in 90 days; 4.4 were to be expected"),
        (1, 25, False, "1 in 90 days; 6.2 were to be expected"),
        (1, 26, True, "1 in 90 days; 6.4 were to be expected"),
        (2, 22, False, "2 in 90 days; 5.4 were to be expected"),
        (2, 33, False, "2 in 90 days; 8.1 were to be expected"),
        (2, 34, True, "2 in 90 days; 8.4 were to be expected"),
        (3, 39, False, "3 in 90 days; 9.6 were to be expected"),
        (3, 40, True, "3 in 90 days; 9.9 were to be expected"),
        (10, 12, False, "10 in 90 days; 3.0 were to be expected"),
        (15, 107, False, "15 in 90 days; 26.4 were to be expected"),
        (15, 108, True, "15 in 90 days; 26.6 were to be expected"),
        (500, 2500, True, "500 in 90 days; 616.4 were to be expected"),
        (600, 2500, False, "600 in 90 days; 616.4 were to be expected"),
    ],
)
def test_so_many_of_so_many(recent: int, earlier: int, less: bool, why: str) -> None:
    from scipy import stats

    found = rule(recent, earlier)
    assert found is not None
    assert (found.less, found.why) == (less, why)
    chance = stats.binom.cdf(recent, recent + earlier, 90 / 455)
    assert found.chance == pytest.approx(chance, rel=1e-9)
    assert less == (chance <= 0.02)


@pytest.mark.parametrize(
    ("first", "baseline"),
    [
        (before(0), None),  # today
        (before(89), None),
        (before(90), None),  # one day of baseline
        (before(91), None),
        (before(178), None),
        (before(179), 90),  # the first with enough
        (before(453), 364),
        (before(454), 365),
        (before(455), 365),
        (before(5000), 365),
        (None, None),
    ],
)
def test_the_baseline_begins_with_the_first_referral(first: date | None, baseline: int | None) -> None:
    from scipy import stats

    found = rule(0, 30, first)
    assert (found.baseline if found else None) == baseline
    if baseline is not None:
        assert found is not None
        assert found.expected == 30 * 90 / baseline
        assert found.chance == pytest.approx(float(stats.binom.cdf(0, 30, 90 / (90 + baseline))))


def test_four_earlier_ones_are_needed() -> None:
    assert rule(0, 3) is None
    assert rule(9, 3) is None
    four = rule(0, 4)
    assert four is not None
    assert not four.less


def test_a_leap_day_is_a_day() -> None:
    # 2024-02-29 + 179 days = 2024-08-26: ninety recent days, and ninety before of which the leap day is the first.
    leap = date(2024, 2, 29)
    assert rule(0, 4, leap, date(2024, 8, 25)) is None
    found = rule(0, 4, leap, date(2024, 8, 26))
    assert found is not None
    assert found.baseline == 90
    assert rule(0, 4, date(2024, 3, 1), date(2024, 8, 26)) is None


def test_at_the_limit_exactly_it_is_less() -> None:
    # As many days before as now: P(none of five) is 1/32. A limit of 1/32 of a hundred cannot be set; 1/4 can.
    half = MomentumDays(recent=90, baseline=90, least=2, percent=25)
    exactly = momentum(0, 2, LONG_AGO, half, TODAY)
    assert exactly is not None
    assert (exactly.chance, exactly.less) == (0.25, True)
    # 90 of 450 days: P(none of one) is 4/5, which no binary number is.
    fifths = MomentumDays(recent=90, baseline=360, least=1, percent=80)
    exactly = momentum(0, 1, LONG_AGO, fifths, TODAY)
    assert exactly is not None
    assert exactly.less
    above = momentum(0, 1, LONG_AGO, MomentumDays(recent=90, baseline=360, least=1, percent=79), TODAY)
    assert above is not None
    assert not above.less


def test_the_dodder_seeds_of_przyborowski_and_wilenski() -> None:
    """Three seeds in one 100 g sample, none in the other: SciPy quotes the example: (1/2)³."""
    from scipy import stats

    assert Fraction(*at_most(0, 3, 100, 100)) == Fraction(1, 8)
    assert stats.binomtest(0, 3, 0.5, alternative="less").pvalue == pytest.approx(0.125)


@given(st.integers(0, 4000), st.integers(0, 4000), st.integers(1, 400), st.integers(1, 1200))
@settings(max_examples=60)
@example(500, 4000, 90, 365)
@example(0, 4000, 90, 365)
@example(4000, 0, 90, 365)
def test_the_tail_is_that_of_scipy(recent: int, earlier: int, days: int, baseline: int) -> None:
    from scipy import stats

    n = recent + earlier
    part, whole = at_most(recent, n, days, baseline)
    assert 0 < part <= whole
    theirs = float(stats.binom.cdf(recent, n, days / (days + baseline)))
    assert part / whole == pytest.approx(theirs, rel=1e-7, abs=1e-250)


@pytest.mark.parametrize(("n", "days", "baseline"), [(1, 1, 2), (4, 2, 3), (6, 1, 3), (5, 3, 1)])
def test_the_tail_counts_every_way_in_which_they_can_fall(n: int, days: int, baseline: int) -> None:
    falls = list(product(range(days + baseline), repeat=n))
    for k in range(n + 1):
        few = sum(1 for one in falls if sum(day < days for day in one) <= k)
        assert Fraction(*at_most(k, n, days, baseline)) == Fraction(few, len(falls))


@given(st.integers(0, 300), st.integers(0, 300), st.integers(0, 900))
@settings(max_examples=100)
def test_more_referrals_are_never_a_worse_sign(recent: int, earlier: int, since: int) -> None:
    one, more = rule(recent, earlier, before(since)), rule(recent + 1, earlier, before(since))
    assert (one is None) == (more is None)
    if one is not None and more is not None:
        assert one.chance <= more.chance
        assert one.less or not more.less
        assert 0 < one.chance <= 1


def silent(days: int, long_run: int, recent: int = 0, earlier: int = 0, first: date = LONG_AGO) -> Momentum | None:
    return momentum(recent, earlier, first, DAYS, TODAY, before(days), long_run)


@pytest.mark.parametrize(
    ("days", "long_run", "recent", "earlier", "why"),
    [
        # three years, one about every 60 days, three weeks ago: (908/1074)^15 = 8.06 %, (907/1074)^15 = 7.93 %
        (187, 15, 0, 2, None),
        (188, 15, 0, 2, "none for 188 days; one every 60 days was usual"),
        # one about every 9 days: (1052/1074)^120 = 8.3 %, (1051/1074)^120 = 7.4 %
        (43, 120, 6, 41, None),
        (44, 120, 6, 41, "none for 44 days; one every 9 days was usual"),
        (44, 120, 12, 41, None),  # as many as ever in 90 days
        # nearly every day: too long on the third day, and still so three weeks later: (1071/1074)^1000 = 6 %
        (6, 1000, 70, 330, None),
        (21, 1000, 70, 330, None),
        (23, 1000, 70, 330, None),
        (24, 1000, 54, 210, None),  # more than were to be expected
        (24, 1000, 70, 330, "none for 24 days; one a day was usual"),
        # so few that the last year alone has too little to compare
        (300, 11, 0, 1, "none for 300 days; one every 72 days was usual"),
        (454, 8, 0, 1, "none for 454 days; one every 80 days was usual"),
        (455, 8, 0, 0, None),  # long known
        (0, 120, 6, 41, None),
        (400, 3, 0, 1, None),  # fewer than four
    ],
)
def test_so_long_a_silence(days: int, long_run: int, recent: int, earlier: int, why: str | None) -> None:
    found = silent(days, long_run, recent, earlier)
    less = found is not None and found.less
    assert less == (why is not None)
    if found is not None and less:
        assert found.why == why
        assert found.silence is not None
        assert found.chance == pytest.approx(((1095 - days) / 1095) ** long_run)
        assert found.recent < found.expected


@pytest.mark.parametrize(
    ("first", "long_run", "less"),
    [
        (before(1095), 15, True),  # the first of all lies before the three years: all fifteen count
        (before(1094), 15, False),  # it opens them: fourteen count, (907/1074)^14 = 9.4 %
        (before(1094), 16, True),
    ],
)
def test_the_first_of_all_counts_where_it_does_not_open_the_time(first: date, long_run: int, less: bool) -> None:
    assert (silent(188, long_run, 0, 2, first) is not None) == less


def test_as_many_as_expected_is_no_silence() -> None:
    # Five in 200 days, the last 20 of them silent; the first only opens them: four in 180 days are two in 90.
    days = MomentumDays(silence_wait=0, silence_percent=100)
    assert momentum(2, 2, before(199), days, TODAY, before(20), 5) is None
    found = momentum(1, 3, before(199), days, TODAY, before(20), 5)
    assert found is not None
    assert (found.expected, found.less) == (2.0, True)


def test_numbers_that_speak_for_themselves_need_no_silence() -> None:
    found = silent(150, 120, 0, 40)
    assert found is not None
    assert (found.less, found.silence) == (True, None)
    assert found.why == "0 in 90 days; 9.9 were to be expected"


def test_of_a_new_partner_the_first_referral_is_no_measure() -> None:
    # First 200 days ago; nine since; three weeks ago of 180 days: (136/180)^9 = 8.02 %, (135/180)^9 = 7.5 %.
    assert not getattr(silent(65, 10, 2, 8, before(200)), "less", False)
    found = silent(66, 10, 2, 8, before(200))
    assert found is not None
    assert (found.less, found.why) == (True, "none for 66 days; one every 15 days was usual")
    assert found.chance == pytest.approx((135 / 201) ** 9)
    # Ninety days are needed from the first to the last.
    assert silent(120, 60, 0, 60, before(208)) is None or not silent(120, 60, 0, 3, before(208))


def test_the_last_of_all_lies_before_the_silence_as_often_as_counted() -> None:
    """Four referrals on six days: how often are the last two days empty?"""
    falls = list(product(range(6), repeat=4))
    empty = sum(1 for one in falls if max(one) < 4)
    six = MomentumDays(recent=3, baseline=6, least_days=1, silence_baseline=6, silence_percent=20, silence_wait=0)
    found = momentum(0, 3, LONG_AGO, six, TODAY, before(2), 4)
    assert found is not None
    assert found.chance == empty / len(falls)


def test_what_a_silence_was_before_the_wait_decides() -> None:
    """Four referrals on six days, and one more day to wait: of the five days before it, how often is the last empty?"""
    falls = list(product(range(5), repeat=4))
    empty = sum(1 for one in falls if max(one) < 4)
    assert 100 * empty / len(falls) == 40.96
    for percent, less in ((40, False), (41, True)):
        days = MomentumDays(
            recent=3, baseline=6, least_days=1, silence_baseline=6, silence_percent=percent, silence_wait=1
        )
        found = momentum(0, 3, LONG_AGO, days, TODAY, before(2), 4)
        assert (found is not None and found.silence is not None) == less
        assert momentum(0, 3, LONG_AGO, days, TODAY, before(1), 4) is None, "as long as the wait is not past it"


TODAY_CAUSES = [
    (
        {"reports_late": 2, "incidents": [date(2026, 3, 3)], "contacts_left": ["Maria Lopez"], "last_touch": before(3)},
        [
            (True, "2 of our reports are late"),
            (True, "an incident was opened Mar 3"),
            (True, "Maria Lopez left their office"),
            (False, "did something come up when we were in touch Mar 13?"),
        ],
    ),
    (
        {"last_touch": before(91)},
        [
            (True, "last in touch Dec 15, 2025, 91 days ago"),
            (False, "are our reports arriving?"),
            (False, "was there an incident that we have not heard of?"),
            (False, "has the clinician moved, or somebody left their office?"),
        ],
    ),
    (
        {"reports_late": 1, "incidents": [date(2025, 12, 1), date(2026, 2, 1)], "incidents_open": 1,
         "contacts_left": ["A", "B", "C"], "last_touch": None},
        [
            (True, "1 of our reports is late"),
            (True, "2 incidents in half a year, the last opened Feb 1, 1 open"),
            (True, "A and 2 others left their office"),
            (True, "we have not been in touch yet"),
        ],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("facts", "expected"), TODAY_CAUSES)
def test_causes_with_a_sign_come_first(facts: dict[str, object], expected: list[tuple[bool, str]]) -> None:
    assert causes(TODAY, **facts) == tuple(Cause(sign, text) for sign, text in expected)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("opened", "still_open", "text"),
    [
        ([date(2026, 3, 3)], 1, "an incident was opened Mar 3, still open"),
        ([], 1, "an incident is open"),
        ([], 3, "3 incidents are open"),
        ([date(2025, 12, 3)], 0, "an incident was opened Dec 3, 2025"),
    ],
)
def test_incidents_in_words(opened: list[date], still_open: int, text: str) -> None:
    found = causes(TODAY, incidents=opened, incidents_open=still_open, last_touch=TODAY)
    assert found[0] == Cause(True, text)
