"""Days as people write them: `today`, `yesterday`, `fri`, `-3d`, `2w`, `eom`, `11/18`, `2026-11-18`.

A word means one day or it is refused; nothing is guessed:
- a weekday is never today: the last such day before it, or the next one after it;
- a month and day without a year is the nearest such day; where that lies on the wrong side of today, the year must be
  written (on November 16, `11/18` is two days ahead, not a year ago);
- months are counted by the calendar: a month from January 31 is the last of February.
"""

import re
from calendar import monthrange
from datetime import date, timedelta

from tui_tracker.domain.day_words import short_day
from tui_tracker.domain.errors import Refused
from tui_tracker.domain.text import clean_line, count

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
PAST_YEARS = 50
COMING_YEARS = 5

_WEEKDAY_NAMES: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            ("mon", "monday"),
            ("tue", "tues", "tuesday"),
            ("wed", "weds", "wednesday"),
            ("thu", "thur", "thurs", "thursday"),
            ("fri", "friday"),
            ("sat", "saturday"),
            ("sun", "sunday"),
        )
    )
    for name in names
}
_NAMED = {"yesterday": -1, "today": 0, "tomorrow": 1}
_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_SLASHED = re.compile(r"([0-9]{1,2})/([0-9]{1,2})(?:/([0-9]{4}|[0-9]{2}))?")
_STEP = re.compile(r"([+-]?)([0-9]{1,4})([dwmy])")


def past_day(word: str, today: date) -> date | None:
    """The day, today at the latest, that a word names; None for a word that is no day.

    A number of days or weeks needs its minus here (`-3d`); bare it is no day. Raises Refused, with what to write
    instead, for a day that is still to come, that no calendar has, or that lies more than 50 years back.
    """
    if _STEP.fullmatch(word.casefold()) and word[0] not in "+-":
        return None
    day = _read(word, today, coming=False)
    if day is None:
        return None
    if day > today:
        raise Refused(f"“{word}” is {spell(day, today)}, still to come; write the day on which it happened.")
    if day.year < today.year - PAST_YEARS:
        raise Refused(f"“{word}” is {spell(day, today)}; check the year.")
    return day


def coming_day(word: str, today: date) -> date | None:
    """The day, today at the earliest, that a word names; None for a word that is no day.

    Raises Refused, with what to write instead, for a day that is past, that no calendar has, or that lies more than
    five years ahead.
    """
    day = _read(word, today, coming=True)
    if day is None:
        return None
    if day < today:
        raise Refused(f"“{word}” is {spell(day, today)}, which is past; write a day from today on, such as 2w or fri.")
    if day.year > today.year + COMING_YEARS:
        raise Refused(f"“{word}” is {spell(day, today)}; check the year.")
    return day


def typed_day(text: str, today: date, field: str, ask: str, *, coming: bool = False) -> date | None:
    """The day in a field of a form, today at the latest, or at the earliest where it is `coming`; None where empty.

    Signs of the quick log before it (`>2w`, `+2w`) are taken for what they mean there. Raises Refused for the field:
    `ask` for what is no day, else as `past_day` and `coming_day`.
    """
    word = clean_line(text)
    if coming:
        word = word.removeprefix(">").removeprefix("+")
    if not word:
        return None
    try:
        day = coming_day(word, today) if coming else past_day(word, today)
    except Refused as refused:
        raise Refused(refused.message, field) from None
    if day is None:
        raise Refused(ask, field)
    return day


def needed_day(text: str, today: date, field: str, ask: str, *, coming: bool = False) -> date:
    """As `typed_day`, of a field that must not be empty."""
    day = typed_day(text, today, field, ask, coming=coming)
    if day is None:
        raise Refused(ask, field)
    return day


def is_day(word: str, today: date) -> bool:
    """True for a word that one of the two readers takes for a day, be it a wrong one."""
    try:
        return past_day(word, today) is not None or coming_day(word, today) is not None
    except Refused:
        return True


def spell(day: date, today: date) -> str:
    """A day with its weekday, `Sun Mar 15`, and with its year where that is not today's."""
    return f"{WEEKDAYS[day.weekday()]} {short_day(day, today)}"


def away(day: date, today: date) -> str:
    """How far a day is from today: `yesterday`, `3 days ago`, `in 2 weeks`."""
    days = (day - today).days
    for word, number in _NAMED.items():
        if days == number:
            return word
    size = abs(days)
    far = count(size // 7, "week") if size % 7 == 0 and size <= 56 else count(size, "day")
    return f"in {far}" if days > 0 else f"{far} ago"


def _read(word: str, today: date, *, coming: bool) -> date | None:
    folded = word.casefold()
    days = _days_away(folded, today, coming=coming)
    if days is not None:
        return _shift(today, timedelta(days=days), word)
    if folded == "eom":
        return _month_end(today)
    if match := _STEP.fullmatch(folded):
        return _step(match, today, word)
    if match := _ISO.fullmatch(folded):
        return _date(int(match[1]), int(match[2]), int(match[3]), word)
    match = _SLASHED.fullmatch(folded)
    return _slashed(match, today, word, coming=coming) if match else None


def _days_away(folded: str, today: date, *, coming: bool) -> int | None:
    """How many days ahead a named day lies."""
    weekday = _WEEKDAY_NAMES.get(folded)
    if weekday is None:
        return _NAMED.get(folded)
    return (weekday - today.weekday()) % 7 or 7 if coming else -((today.weekday() - weekday) % 7 or 7)


def _shift(today: date, by: timedelta, word: str) -> date:
    try:
        return today + by
    except OverflowError:
        raise Refused(f"“{word}” is beyond the calendar; write a nearer day.") from None


def _step(match: re.Match[str], today: date, word: str) -> date:
    number = int(match[2]) * (-1 if match[1] == "-" else 1)
    unit = match[3]
    if unit in "dw":
        return _shift(today, timedelta(days=number * (7 if unit == "w" else 1)), word)
    months = today.year * 12 + today.month - 1 + number * (12 if unit == "y" else 1)
    year, month = months // 12, months % 12 + 1
    if not 1 <= year <= 9999:
        raise Refused(f"“{word}” is beyond the calendar; write a nearer day.")
    return date(year, month, min(today.day, monthrange(year, month)[1]))


def _slashed(match: re.Match[str], today: date, word: str, *, coming: bool) -> date | None:
    """A month and day; None for what cannot be one, such as 24/7."""
    month, day = int(match[1]), int(match[2])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    if match[3]:
        return _date(int(match[3]) + (2000 if len(match[3]) == 2 else 0), month, day, word)
    if day > monthrange(2024, month)[1]:
        raise Refused(f"“{word}” is on no calendar; check the day.")
    near = [
        date(year, month, day)
        for year in (today.year - 1, today.year, today.year + 1)
        if 1 <= year <= 9999 and day <= monthrange(year, month)[1]
    ]
    if not near:
        raise Refused(f"“{word}” is on no calendar near this year; write the year too.")
    nearest = min(near, key=lambda one: abs(one - today))
    if (nearest < today) if coming else (nearest > today):
        side = "past" if coming else "still to come"
        raise Refused(
            f"“{word}” is {spell(nearest, today)}, {side}; write the year if you mean another, as 2026-11-18."
        )
    return nearest


def _date(year: int, month: int, day: int, word: str) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise Refused(f"“{word}” is on no calendar; check the day.") from None


def _month_end(today: date) -> date:
    return date(today.year, today.month, monthrange(today.year, today.month)[1])
