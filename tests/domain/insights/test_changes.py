"""What changed beyond chance: what is told, in which words, and what is left out."""

from datetime import date

import pytest

from tui_tracker.domain.insights import changes
from tui_tracker.domain.insights.catalogue import MEASURES
from tui_tracker.domain.insights.changes import Days, Sent, Spread
from tui_tracker.domain.insights.page import Behind, Compared, Theme, counted, not_here, share
from tui_tracker.domain.insights.periods import Span, read_period

TODAY = date(2026, 3, 16)
LAST_MONTH = read_period("2026-02", TODAY)
DAYS = Days(28, 31, cut=False)
SPAN = LAST_MONTH.span


def counts(**pairs: tuple[int, int]) -> list[str]:
    figures = [
        Compared(counted(key, now), counted(key, before), (), Behind(Theme.REFERRALS, key, SPAN))
        for key, (now, before) in pairs.items()
    ]
    return [one.change.text for one in changes.counts_changed(figures, MEASURES, DAYS)]


def test_counts_are_told_with_what_they_were():
    (found,) = changes.counts_changed(
        [Compared(counted("received", 1_200), counted("received", 800), (), Behind(Theme.REFERRALS, "received", SPAN))],
        MEASURES,
        DAYS,
    )
    assert found.change.text == "Referrals received: 1,200; 800 before."
    assert found.change.better is True
    assert found.change.behind == Behind(Theme.REFERRALS, "received", SPAN)
    assert counts(received=(12, 9)) == []
    assert counts(received=(0, 0)) == []


def test_spans_of_unequal_length_are_weighed():
    even, uneven = Days(30, 30, cut=False), Days(30, 90, cut=False)
    figures = [Compared(counted("received", 10), counted("received", 30))]
    assert list(changes.counts_changed(figures, MEASURES, uneven)) == []
    (found,) = changes.counts_changed(figures, MEASURES, even)
    assert found.change.better is False


def test_who_referred_first_is_compared_only_after_a_year_on_record():
    figures = [Compared(counted("new_referring", 10), counted("new_referring", 90))]
    assert list(changes.counts_changed(figures, MEASURES, DAYS))
    assert list(changes.counts_changed(figures, MEASURES, Days(28, 31, cut=False, year=False))) == []


def test_from_partners_is_told_only_where_received_is_not_and_sent_is_neither_better_nor_worse():
    assert counts(received=(90, 40), from_partners=(80, 30)) == ["Referrals received: 90; 40 before."]
    assert counts(received=(50, 45), from_partners=(45, 15)) == ["Referrals from partners: 45; 15 before."]
    (found,) = changes.counts_changed([Compared(counted("sent", 30), counted("sent", 5))], MEASURES, DAYS)
    assert found.change.better is None
    assert list(changes.counts_changed([Compared(not_here("sent"), not_here("sent"))], MEASURES, DAYS)) == []


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        ((32, 45), (46, 50), ["Initial report on time: 71 % of 45; 92 % of 50 before."]),
        ((40, 45), (46, 50), []),
        ((0, 0), (46, 50), []),
        ((0, 9), (0, 0), []),
        ((0, 9), (9, 9), ["Initial report on time: 0 % of 9; 100 % of 9 before."]),
    ],
)
def test_shares_are_told_by_fishers_test(now, before, expected):
    key = "initial_report_on_time"
    found = changes.share_changed("Initial report on time", share(key, *now), share(key, *before), 1, None)
    assert [(one.change.text, one.change.better) for one in found] == [(text, False) for text in expected]


def test_who_was_seen_and_lost_is_compared_over_the_first_days():
    found = list(changes.early_changed(Spread(40, 20, 12), Spread(50, 45, 2), SPAN))
    assert [(one.change.text, one.change.better) for one in found] == [
        ("Seen within 30 days: 50 % of 40; 90 % of 50 before.", False),
        ("Lost within 30 days: 30 % of 40; 4 % of 50 before.", False),
    ]
    assert found[0].change.behind == Behind(Theme.FUNNEL, "completion", SPAN)


@pytest.mark.parametrize(
    ("now", "before", "told"),
    [
        ({9: 10}, {5: 12}, True),
        ({9: 9}, {5: 12}, False),
        ({5: 10}, {9: 9}, False),
        ({6: 99}, {5: 99}, True),
        ({5: 49, 6: 49}, {5: 99}, False),
        ({11: 99}, {10: 99}, False),
        ({12: 99}, {10: 99}, True),
        ({}, {10: 99}, False),
        ({2: 6, 5: 8}, {3: 11, 4: 4, 7: 4}, False),
        ({3: 10, 9: 11}, {3: 11, 9: 10}, False),
    ],
)
def test_times_are_told_from_ten_on_and_a_day_and_a_fifth_beyond_chance(now, before, told):
    assert bool(list(changes.time_changed(MEASURES["to_seen"], now, before, SPAN, cut=False))) is told


def test_a_time_says_over_how_many_and_what_it_leaves_out():
    now, before = {9: 1_045}, {5: 525, 6: 525}
    (found,) = changes.time_changed(MEASURES["to_seen"], now, before, SPAN, cut=True)
    assert found.change.text == (
        "Time to appointment: 9 days over 1,045 referrals; 5.5 days over 1,050 before, leaving out the last 30 days."
    )
    assert found.change.better is False


def test_at_most_three_partners_who_sends_less_first_then_the_least_likely():
    sent = [Sent(1, 0, 12), Sent(2, 30, 4), Sent(3, 5, 4), Sent(4, 1, 11), Sent(5, 9, 0), Sent(6, 0, 20)]
    found = changes.partners_changed(sent, Days(30, 30, cut=False))
    assert [one.partner_id for _, one in found] == [6, 1, 4]
    found = changes.partners_changed(sent[:3], Days(30, 30, cut=False))
    assert [one.partner_id for _, one in found] == [1, 2]
    told = changes.partner_told("Dr. Lee", 0.001, Sent(1, 0, 12), DAYS).change
    assert (told.text, told.better, told.partner_id) == ("Dr. Lee sent no referral; 12 before.", False, 1)
    told = changes.partner_told("Dr. Ray", 0.001, Sent(2, 1, 0), Days(30, 40, cut=True)).change
    assert (told.text, told.better) == ("Dr. Ray sent 1 referral in 30 days; none in 40 days before.", True)


def test_of_many_partners_the_one_of_whom_chance_would_have_it_is_not_told():
    one = Sent(1, 0, 10)
    even = [Sent(number, 9, 9) for number in range(2, 3_000)]
    few = [Sent(number, 2, 1) for number in range(2, 3_000)]
    days = Days(30, 30, cut=False)
    assert [found for _, found in changes.partners_changed([one, *even], days)] == []
    assert [found for _, found in changes.partners_changed([one, *even[:90]], days)] == [one]
    assert [found for _, found in changes.partners_changed([one, *few], days)] == [one], "few can tell nothing"
    many = [Sent(number, 0, 10) for number in range(5_000, 5_040)]
    assert len(changes.partners_changed([*many, *even], days)) == 3, "so many at once are no chance"


def test_days_before_the_first_referral_on_record_are_not_compared():
    assert changes.days_compared(LAST_MONTH, None) is None
    assert changes.days_compared(LAST_MONTH, date(2025, 1, 1)) == Days(28, 31, cut=False, year=True)
    assert changes.days_compared(LAST_MONTH, date(2025, 1, 2)) == Days(28, 31, cut=False, year=False)
    assert changes.days_compared(LAST_MONTH, date(2026, 1, 2)) == Days(28, 30, cut=True, year=False)
    assert changes.days_compared(LAST_MONTH, date(2026, 1, 3)) is None
    assert changes.days_compared(LAST_MONTH, date(2026, 2, 3)) is None
    year = read_period("2025", TODAY)
    assert changes.days_compared(year, date(2024, 9, 1)) == Days(365, 122, cut=True, year=False)
    assert changes.days_compared(year, date(2024, 9, 2)) is None
    a_day = read_period("2026-03-10..2026-03-10", TODAY)
    assert changes.days_compared(a_day, date(2020, 1, 1)) == Days(1, 1, cut=False)
    assert Span(date(2026, 1, 1), date(2026, 1, 31)) == LAST_MONTH.before


def test_at_most_six_are_told_the_least_likely_first():
    found = [changes.Found(chance / 100, changes.Change(str(chance), None)) for chance in (5, 1, 4, 2, 3, 1, 0)]
    assert [one.text for one in changes.most_telling(found)] == ["0", "1", "1", "2", "3", "4"]


@pytest.mark.parametrize(
    ("typed", "first", "expected"),
    [
        ("2025", None, ("No referral is on record yet: there is nothing to compare.",)),
        ("2025", date(2026, 1, 1), ("Records begin on Jan 1, after this period.",)),
        ("2025", date(2024, 1, 1), ()),
        (
            "2025",
            date(2025, 1, 5),
            ("Records begin on Jan 5, 2025: there is nothing before this period to compare it with.",),
        ),
        (
            "2025",
            date(2024, 12, 2),
            (
                "Records begin on Dec 2, 2024: with only 30 days of the period before on record, "
                "numbers are not compared.",
                changes.NOTHING_ELSE,
            ),
        ),
        (
            "2025",
            date(2024, 7, 2),
            (
                "Records begin on Jul 2, 2024: numbers are compared with the 183 days of the period before on record.",
                changes.NOTHING_ELSE,
            ),
        ),
        ("2026-02", date(2020, 1, 1), (changes.NOTHING, changes._YOUNG)),
        ("2026-01", date(2020, 1, 1), ()),
        ("12m", date(2020, 1, 1), ()),
        ("2025-12", date(2020, 1, 1), ()),
    ],
)
def test_what_cannot_be_compared_is_said(typed, first, expected):
    told = changes.told_apart([], read_period(typed, TODAY), first, TODAY)
    assert tuple(one.text for one in told) == expected


def test_what_cannot_be_compared_stands_after_what_changed():
    found = [changes.Found(0.01, changes.Change("Something.", True))]
    told = changes.told_apart(found, read_period("2026-03", TODAY), date(2026, 2, 9), TODAY)
    assert [one.text[:14] for one in told] == ["Something.", "Records begin ", "Part of this p"]


def test_days_weigh_as_much_as_comes_on_their_weekday():
    march = read_period("2026-03", date(2026, 3, 3))
    days = changes.days_compared(march, date(2020, 1, 1))
    assert march.before == Span(date(2026, 2, 1), date(2026, 2, 3)), "both begin on a Sunday"
    office = [100, 100, 100, 100, 100, 0, 0]
    assert changes.weighed(days, march, office).weights == (200, 200)
    april = read_period("2026-04", date(2026, 4, 5))
    days = changes.weighed(changes.days_compared(april, date(2020, 1, 1)), april, office)
    assert (april.span.days, april.before.days, days.weights) == (5, 5, (300, 400)), "Wed to Sun, Sun to Thu"
    assert (days.more(76, 100), days.more(74, 100)) == (True, False)
    assert days.chance(75, 100) > 0.9 > days._replace(weights=(0, 0)).chance(75, 100)
    assert changes.weighed(days._replace(weights=(0, 0)), april, [9] * 7).weights == (0, 0), "too few to tell"
    weekend = read_period("2026-03-14..2026-03-15", TODAY)
    alone = changes.weighed(changes.days_compared(weekend, date(2020, 1, 1)), weekend, office)
    assert alone.weights == (1, 200)
    assert alone.chance(0, 2) == 1.0
    long = changes.weighed(changes.days_compared(LAST_MONTH, date(2026, 1, 2)), LAST_MONTH, office)
    assert long.weights == (2_000, 2_100), "January is counted from its second day, a Friday"


def test_the_whole_practice_stands_before_single_partners():
    partner = changes.Found(0.0001, changes.Change("of a partner", None, None, 7))
    whole = [changes.Found(likely, changes.Change(f"{likely}", None)) for likely in (0.04, 0.01)]
    assert [one.text for one in changes.most_telling([partner, *whole])] == ["0.01", "0.04", "of a partner"]
