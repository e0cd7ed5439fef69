"""What went which way between us and each partner, over windows of days that overlap (RULES section 8)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from heapq import nsmallest
from typing import NamedTuple

from tui_tracker.domain.frozen import dataclass
from tui_tracker.domain.reciprocity import Reciprocity, reciprocity
from tui_tracker.domain.settings import ReciprocityCounts


class Went(NamedTuple):
    """What went which way with a partner in one slice of days.

    `named` counts the inbound referrals that name the partner, `sent_us` those of them that it sent; gives and asks
    are ours.
    """

    place: int
    partner_id: int
    named: int = 0
    sent_us: int = 0
    outbound: int = 0
    gives: int = 0
    asks: int = 0


class Known(NamedTuple):
    """A partner: since when we know them, and until which day we looked after the relationship.

    That is the last day before they went into the archive; `date.min` for who parted with us.
    """

    name: str
    added_on: date
    until: date


Totals = Mapping[int, Sequence[int]]
"""By partner id, the figures of `Went` from `named` on."""


def over(windows: Sequence[range], went: Iterable[Went]) -> Iterator[tuple[range, Totals]]:
    """The totals of each window, once for those alike; read them before asking for the next.

    A window is given by the places of its slices. All must be equally long in days: they are passed in their order,
    adding what comes in and taking off what falls out.
    """
    by_place: dict[int, list[Went]] = {}
    for one in went:
        by_place.setdefault(one.place, []).append(one)
    totals: dict[int, list[int]] = {}
    order = sorted(set(windows), key=lambda window: window.start)
    start = stop = order[0].start if order else 0
    for window in order:
        for place in range(stop, window.stop):
            _add(totals, by_place.get(place, ()), 1)
        for place in range(start, window.start):
            _add(totals, by_place.get(place, ()), -1)
        start, stop = window.start, window.stop
        yield window, totals


def _add(totals: dict[int, list[int]], went: Iterable[Went], sign: int) -> None:
    for _place, partner_id, named, sent_us, outbound, gives, asks in went:
        sums = totals.get(partner_id)
        if sums is None:
            sums = totals[partner_id] = [0, 0, 0, 0, 0]
        sums[0] += sign * named
        sums[1] += sign * sent_us
        sums[2] += sign * outbound
        sums[3] += sign * gives
        sums[4] += sign * asks


@dataclass(frozen=True, slots=True)
class Balance:
    """Give and take of a window: inbound partner referrals, outbound ones, gives, and with whom it is out of balance.

    `owed` and `one_sided` hold partners in the order in which they are to be looked at.
    """

    sent_us: int
    outbound: int
    gives: int
    owed: tuple[tuple[int, Reciprocity], ...]
    one_sided: tuple[tuple[int, Reciprocity], ...]


class Weigher:
    """Weighs totals by the rule of section 8, those alike once. `partners` are in the order of their names.

    Whoever is not among them was added meanwhile, and is weighed the next time.
    """

    def __init__(self, partners: Mapping[int, Known], counts: ReciprocityCounts) -> None:
        self._partners = partners
        self._places = {row_id: place for place, row_id in enumerate(partners)}
        self._counts = counts
        self._even: set[tuple[int, int, int]] = set()

    def balance(self, totals: Totals, last: date) -> Balance:
        """The balance of the window that ends with a day."""
        sums = [0, 0, 0]
        owed: list[tuple[int, Reciprocity]] = []
        one_sided: list[tuple[int, Reciprocity]] = []
        even = self._even
        for partner_id, (named, sent_us, outbound, gives, asks) in totals.items():
            sums[0] += sent_us
            sums[1] += outbound
            sums[2] += gives
            if (named, outbound, gives) in even:
                continue
            found = self.weighed(named, outbound, gives, asks)
            if not found.we_owe and not found.one_sided:
                even.add((named, outbound, gives))
            elif partner_id in self._partners and self._partners[partner_id].until >= last:
                (owed if found.we_owe else one_sided).append((partner_id, found))
        owed.sort(key=lambda one: (-one[1].inbound, one[1].outbound + one[1].gives, self._places[one[0]]))
        one_sided.sort(key=lambda one: (-one[1].outbound - one[1].gives, self._places[one[0]]))
        return Balance(sums[0], sums[1], sums[2], tuple(owed), tuple(one_sided))

    def weighed(self, named: int, outbound: int, gives: int, asks: int) -> Reciprocity:
        """The balance with one partner."""
        return reciprocity(named, outbound, gives, asks, self._counts)

    def most(self, totals: Totals, length: int) -> list[tuple[int, Reciprocity]]:
        """With whom most went to and fro; nobody with whom nothing did."""
        places = self._places
        busy = ((row_id, one) for row_id, one in totals.items() if row_id in places and (one[0] or one[2] or one[3]))
        first = nsmallest(length, busy, key=lambda one: (-one[1][0], -one[1][2] - one[1][3], places[one[0]]))
        return [(row_id, self.weighed(named, *rest)) for row_id, (named, _sent_us, *rest) in first]
