"""Days as a person reads them, the same in every locale."""

from datetime import date, datetime

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def short_day(day: date, today: date | None = None) -> str:
    """`Mar 3`; with its year (`Mar 3, 2025`) where `today` is given and lies in another year."""
    text = f"{_MONTHS[day.month - 1]} {day.day}"
    return text if today is None or today.year == day.year else f"{text}, {day.year}"


def weekday_day(day: date, today: date | None = None) -> str:
    """`Tue Mar 3`; with its year where `today` is given and lies in another year."""
    return f"{_WEEKDAYS[day.weekday()][:3]} {short_day(day, today)}"


def short_month(day: date) -> str:
    """`Mar 2026`."""
    return f"{_MONTHS[day.month - 1]} {day.year}"


def long_day(day: date) -> str:
    """`Monday, Mar 16, 2026`."""
    return f"{_WEEKDAYS[day.weekday()]}, {short_day(day)}, {day.year}"


def short_moment(moment: datetime, today: date) -> str:
    """`today 14:05`, `Mar 3 14:05`, in another year `Mar 3, 2025`; at most 12 characters."""
    if moment.year != today.year:
        return short_day(moment.date(), today)
    return f"{'today' if moment.date() == today else short_day(moment.date())} {moment:%H:%M}"
