"""Tables of what came in and went out."""

from datetime import date

from tui_tracker.domain.insights.page import Behind, Theme
from tui_tracker.domain.insights.periods import Span, days_period, months_shown, read_period
from tui_tracker.domain.insights.referrals import ByWords, MonthCounts, months_table, words_table

TODAY = date(2026, 3, 16)
SPAN = Span(date(2026, 2, 1), date(2026, 2, 28))
COUNTED = (
    ByWords("Podiatry", "Bath", 3, 1, 2),
    ByWords("podiatry", "", 4, 0, 0),
    ByWords("Neurology", "Bath", 0, 5, 0),
    ByWords("Urology", "Bath", 0, 0, 0),
    ByWords("", "Bath", 0, 0, 9),
    ByWords(None, None, 2, 1, 0),
)


def test_rows_add_up_by_words_that_are_alike_and_who_stopped_is_still_there():
    found = words_table("specialty", COUNTED, SPAN)
    assert [row.cells for row in found.rows] == [
        ("podiatry", 7, 1, 2, 5),
        ("no specialty", 0, 0, 9, -9),
        ("Neurology", 0, 5, 0, 0),
        ("no partner", 2, 1, 0, 2),
    ]
    assert found.rows[1].behind == Behind(Theme.REFERRALS, "specialty:", SPAN)
    assert found.rows[-1].behind == Behind(Theme.REFERRALS, "partner:none", SPAN)


def test_without_what_was_sent_there_is_no_net():
    found = words_table("area", COUNTED, SPAN, sent=False)
    assert found.rows[0].cells == ("no area", 4, 0, None, None)
    assert found.note == ""
    assert words_table("area", (), SPAN).rows == ()


def test_months_of_a_short_period_are_the_twelve_of_the_trend():
    assert len(months_shown(read_period("2026-02", TODAY), date(2020, 1, 1))) == 12
    assert len(months_shown(read_period("2026-Q1", TODAY), date(2020, 1, 1))) == 3
    long = days_period(date(2020, 1, 15), TODAY, TODAY)
    assert len(months_shown(long, date(2019, 1, 1))) == 75
    assert months_shown(long, date(2026, 1, 31))[0] == Span(date(2026, 1, 1), date(2026, 1, 31))
    assert len(months_shown(long, None)) == 12


def test_a_month_that_is_not_counted_whole_says_so():
    def note(*spans: Span) -> str:
        return months_table(spans, [MonthCounts(1, 1, 1, 0, 0, 0, 0)] * len(spans)).note

    whole = Span(date(2024, 2, 1), date(2024, 2, 29))
    assert note(whole).endswith("as they stand today.")
    assert note(whole, Span(date(2024, 3, 1), date(2024, 3, 16))).endswith(" Mar 2024 is counted up to Mar 16.")
    assert note(Span(date(2024, 1, 5), date(2024, 1, 31))).endswith(" Jan 2024 is counted from Jan 5.")
    assert note(Span(date(2024, 1, 5), date(2024, 1, 6))).endswith(" Jan 2024 is counted from Jan 5 up to Jan 6.")
