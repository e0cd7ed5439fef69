"""Percentiles and months; what has nothing to count is None, never 0."""

from collections.abc import Mapping
from datetime import date, timedelta


def percentile(sizes: Mapping[int, int], share: float) -> float | None:
    """The value below which `share` (0–1) of the values lie, by linear interpolation between order statistics.

    `sizes` says how often each value occurs. None where there is no value. The share counts in thousandths, and only
    the end is rounded: files would tell 26.80000000000001 days.
    """
    number = sum(sizes.values())
    if number == 0:
        return None
    low, rest = divmod(round(share * 1000) * (number - 1), 1000)
    below, above = _at(sizes, low), _at(sizes, min(low + 1, number - 1))
    return (below * (1000 - rest) + above * rest) / 1000


def median(sizes: Mapping[int, int]) -> float | None:
    """The middle value; None where there is no value."""
    return percentile(sizes, 0.5)


def _at(sizes: Mapping[int, int], place: int) -> int:
    """The value that stands at a place when all are in order."""
    for value in sorted(sizes):
        place -= sizes[value]
        if place < 0:
            return value
    raise IndexError(place)


def month_start(day: date, months: int = 0) -> date:
    """The first day of the month of `day`, or of so many months later (earlier where negative)."""
    number = day.year * 12 + day.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def month_end(start: date) -> date:
    """The last day of a month, given its first."""
    return month_start(start, 1) - timedelta(days=1)
