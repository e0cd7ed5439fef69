"""Counts by the day added up over spans, and counts by a word that is written in several ways."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import accumulate

from tui_tracker.domain.insights.periods import Span
from tui_tracker.domain.text import fold

Counts = tuple[int, ...]


class DaySums:
    """Counts of single days, to be added up over any number of spans. Each day has `width` counts."""

    def __init__(self, days: Mapping[date, Counts], width: int) -> None:
        self._days = sorted(days)
        self._sums = list(accumulate((days[day] for day in self._days), _added, initial=(0,) * width))

    @property
    def first(self) -> date | None:
        """The first day that has counts."""
        return self._days[0] if self._days else None

    def of(self, span: Span) -> Counts:
        """The counts of a span."""
        start = bisect_left(self._days, span.first)
        before, after = self._sums[start], self._sums[max(bisect_right(self._days, span.last), start)]
        return tuple(there - here for here, there in zip(before, after, strict=True))


def alike(counted: Iterable[tuple[str, Counts]]) -> list[tuple[str, Counts]]:
    """Words that differ in capitals and accents only, counted as one, most of the first count first, then by word.

    Each stands as it is written most often.
    """
    spellings: dict[str, list[tuple[str, Counts]]] = {}
    for word, counts in counted:
        spellings.setdefault(fold(word), []).append((word, counts))
    found = [
        (max(words, key=lambda one: (one[1][0], one[0]))[0], _total([counts for _word, counts in words]))
        for words in spellings.values()
    ]
    return sorted(found, key=lambda one: (-one[1][0], fold(one[0])))


def _total(counts: Sequence[Counts]) -> Counts:
    return tuple(map(sum, zip(*counts, strict=True)))


def _added(one: Counts, other: Counts) -> Counts:
    return tuple(map(sum, zip(one, other, strict=True)))
