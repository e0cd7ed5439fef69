from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_tracker.domain.days import away, coming_day, is_day, needed_day, past_day, spell, typed_day
from tui_tracker.domain.errors import Refused

MONDAY = date(2026, 3, 16)


@pytest.mark.parametrize(
    ("word", "day"),
    [
        ("today", date(2026, 3, 16)),
        ("Yesterday", date(2026, 3, 15)),
        ("mon", date(2026, 3, 9)),
        ("sun", date(2026, 3, 15)),
        ("TUESDAY", date(2026, 3, 10)),
        ("-3d", date(2026, 3, 13)),
        ("-2w", date(2026, 3, 2)),
        ("-1m", date(2026, 2, 16)),
        ("-1y", date(2025, 3, 16)),
        ("3/16", date(2026, 3, 16)),
        ("11/18", date(2025, 11, 18)),
        ("11/18/25", date(2025, 11, 18)),
        ("11/18/2025", date(2025, 11, 18)),
        ("2025-11-18", date(2025, 11, 18)),
        ("2026-3-1", date(2026, 3, 1)),
    ],
)
def test_past_days(word, day):
    assert past_day(word, MONDAY) == day


@pytest.mark.parametrize(
    ("word", "day"),
    [
        ("today", date(2026, 3, 16)),
        ("tomorrow", date(2026, 3, 17)),
        ("mon", date(2026, 3, 23)),
        ("fri", date(2026, 3, 20)),
        ("3d", date(2026, 3, 19)),
        ("2w", date(2026, 3, 30)),
        ("+2w", date(2026, 3, 30)),
        ("1m", date(2026, 4, 16)),
        ("1y", date(2027, 3, 16)),
        ("eom", date(2026, 3, 31)),
        ("4/1", date(2026, 4, 1)),
        ("2026-12-01", date(2026, 12, 1)),
    ],
)
def test_coming_days(word, day):
    assert coming_day(word, MONDAY) == day


@pytest.mark.parametrize(
    "word", ["", "lee", "2w", "3d", "24/7", "5-10", "120/80", "0/3", "2w!", "-", "+", "١/٢", "mond", "2026-03"]
)
def test_what_is_no_past_day_is_left_alone(word):
    assert past_day(word, MONDAY) is None


@pytest.mark.parametrize(
    "word", ["tomorrow", "+2w", "eom", "3/17", "2026-03-17", "2026-02-30", "2/30", "1900-01-01", "0206-03-01"]
)
def test_a_past_day_that_cannot_be_is_refused(word):
    with pytest.raises(Refused) as refused:
        past_day(word, MONDAY)
    assert word in refused.value.message
    assert is_day(word, MONDAY)


@pytest.mark.parametrize(
    "word", ["yesterday", "-1d", "3/15", "2026-03-15", "2026-02-30", "9999d", "9999y", "2062-03-01"]
)
def test_a_coming_day_that_cannot_be_is_refused(word):
    with pytest.raises(Refused) as refused:
        coming_day(word, MONDAY)
    assert word in refused.value.message


def test_a_day_without_a_year_is_never_taken_for_one_almost_a_year_away():
    with pytest.raises(Refused, match="still to come; write the year"):
        past_day("11/18", date(2026, 11, 16))
    assert past_day("12/28", date(2026, 1, 5)) == date(2025, 12, 28)
    assert coming_day("1/5", date(2025, 12, 28)) == date(2026, 1, 5)
    with pytest.raises(Refused, match="write the year"):
        past_day("2/29", MONDAY)


def test_months_end_where_the_calendar_ends_them():
    assert coming_day("1m", date(2026, 1, 31)) == date(2026, 2, 28)
    assert past_day("-1m", date(2024, 3, 31)) == date(2024, 2, 29)
    assert coming_day("eom", date(2028, 2, 1)) == date(2028, 2, 29)


def test_days_as_they_are_read():
    assert spell(date(2026, 3, 15), MONDAY) == "Sun Mar 15"
    assert spell(date(2025, 11, 18), MONDAY) == "Tue Nov 18, 2025"
    assert [away(MONDAY + timedelta(days=days), MONDAY) for days in (-14, -3, -1, 0, 1, 5, 14, 100)] == [
        "2 weeks ago",
        "3 days ago",
        "yesterday",
        "today",
        "tomorrow",
        "in 5 days",
        "in 2 weeks",
        "in 100 days",
    ]


_words = st.one_of(
    st.text(max_size=12),
    st.from_regex(r"[+-]?[0-9]{1,4}[dwmy]", fullmatch=True),
    st.from_regex(r"[0-9]{1,2}/[0-9]{1,2}(/[0-9]{2,4})?", fullmatch=True),
    st.from_regex(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}", fullmatch=True),
    st.sampled_from(["mon", "sun", "eom", "today", "tomorrow", "yesterday"]),
)


@given(_words, st.dates())
def test_any_word_on_any_day_is_a_day_on_the_right_side_or_none_or_refused(word, today):
    for read, right in ((past_day, lambda d: d <= today), (coming_day, lambda d: d >= today)):
        try:
            day = read(word, today)
        except Refused:
            continue
        assert day is None or right(day)


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(9000, 1, 1)), st.integers(0, 400))
def test_a_written_day_is_read_back(today, days):
    past, coming = today - timedelta(days=days), today + timedelta(days=days)
    assert past_day(past.isoformat(), today) == past == past_day(f"-{days}d", today)
    assert coming_day(coming.isoformat(), today) == coming == coming_day(f"{days}d", today)


@pytest.mark.parametrize(
    ("text", "coming", "day"),
    [
        (" yesterday ", False, date(2026, 3, 15)),
        ("-3d", False, date(2026, 3, 13)),
        ("2w", True, date(2026, 3, 30)),
        (">2w", True, date(2026, 3, 30)),
        (">+2w", True, date(2026, 3, 30)),
        ("  ", True, None),
        ("", False, None),
    ],
)
def test_a_day_in_a_field(text: str, coming: bool, day: date | None) -> None:
    assert typed_day(text, MONDAY, "on", "Write a day.", coming=coming) == day
    if day is not None:
        assert needed_day(text, MONDAY, "on", "Write a day.", coming=coming) == day


@pytest.mark.parametrize(
    ("text", "coming", "said"),
    [
        ("soon", False, "Write a day."),
        ("2w", False, "Write a day."),
        ("soon", True, "Write a day."),
        ("tomorrow", False, "still to come"),
        ("yesterday", True, "which is past"),
        ("", True, "Write a day."),
    ],
)
def test_what_is_no_day_for_a_field_is_said_beside_it(text: str, coming: bool, said: str) -> None:
    with pytest.raises(Refused, match=said) as refused:
        needed_day(text, MONDAY, "on", "Write a day.", coming=coming)
    assert refused.value.field == "on"
