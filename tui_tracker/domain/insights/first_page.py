"""What the first page tells of how referrals went on, all of it from one count of them."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from tui_tracker.domain.insights.changes import Spread
from tui_tracker.domain.insights.funnel import RIPE_DAYS, rates, ripe
from tui_tracker.domain.insights.page import Figures
from tui_tracker.domain.insights.periods import Span
from tui_tracker.domain.insights.sums import DaySums
from tui_tracker.domain.insights.times import Counted, Sizes, Wait, add_sizes, figures_of


class Became(NamedTuple):
    """The inbound referrals received on one day and seen on another (None: not, or on a day that nobody noted).

    `received` counts all of them, the others those from partners; of `told` the referrer had a report after `seen`.
    """

    day: date
    seen_on: date | None
    received: int
    from_partners: int
    seen: int
    leaked: int
    early_lost: int
    told: int


_SUMS = 6
"""What is summed up of a day: the counts of `Became` from partners, and how many were seen in their first 30 days."""


class WentOn:
    """What became of the referrals of any spans among the days that were counted."""

    def __init__(self, counted: Iterable[Became], today: date) -> None:
        self._today = today
        self._waits: dict[date, Sizes] = {}
        days: dict[date, list[int]] = {}
        for day, seen_on, received, *counts in counted:
            sums = days.setdefault(day, [0] * _SUMS)
            for place, number in enumerate(counts):
                sums[place] += number
            if seen_on is None:
                continue
            took = (seen_on - day).days
            if took <= RIPE_DAYS:
                sums[-1] += counts[1]
            if seen_on <= today:
                waits = self._waits.setdefault(day, {})
                waits[took] = waits.get(took, 0) + received
        self._sums = DaySums({day: tuple(sums) for day, sums in days.items()}, _SUMS)

    def figures(self, span: Span) -> Figures:
        """Completion rate, leakage, loop closure and time to the appointment, among others that were not counted."""
        partners, completed, leaked = self._old(span)[:3]
        _partners, seen, _leaked, _early_lost, told, _early_seen = self._sums.of(span)
        times = figures_of(Counted({Wait.SEEN: self.waits(span)}, seen, told))
        return rates(completed, leaked, partners) | {key: times[key] for key in (Wait.SEEN.value, "loop_closure")}

    def early(self, span: Span) -> Spread:
        """Of the partner referrals at least 30 days old: how many there are, were seen and were lost in 30 days.

        By this, periods can be compared: the referrals of a later one have had less time to come to anything.
        """
        partners, _seen, _leaked, early_lost, _told, early_seen = self._old(span)
        return Spread(partners, early_seen, early_lost)

    def waits(self, span: Span | None) -> Sizes:
        """How many waited how many days for the appointment; of no span none."""
        found: Sizes = {}
        if span is not None:
            for day, sizes in self._waits.items():
                if span.first <= day <= span.last:
                    add_sizes(found, sizes)
        return found

    def _old(self, span: Span) -> tuple[int, ...]:
        """The sums of the days that are at least 30 days old."""
        old = ripe(span, self._today)
        return (0,) * _SUMS if old is None else self._sums.of(old)
