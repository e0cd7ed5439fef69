"""The branches of the map that are partners, and who hangs on them.

Where the rules are silent: who was introduced by several hangs on whoever did first, of those who are not put away; a
company that is part of several hangs on the first in the same way. Every payer is a branch, and so is whoever else
covered a patient, with the companies that they are part of. Who pays for their own stands once, as the branch.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from datetime import date, timedelta
from itertools import chain

from tui_tracker.domain.map_forest import Forest, Grown, grow, without_loops
from tui_tracker.domain.mind_map import Grouping, View
from tui_tracker.domain.payers import COVERED_DAYS
from tui_tracker.domain.text import fold
from tui_tracker.domain.words import LinkKind, PartnerKind
from tui_tracker.storage.queries import mind_map_trees as queries
from tui_tracker.storage.queries.remembered import Remembered

Links = Collection[tuple[str, int, int]]
"""Kind, from whom, to whom; the oldest first."""
Ties = tuple[set[int], dict[int, int], dict[int, list[int]]]
"""Who is a branch, on which branch each hangs, and who else hangs on it."""

_kept: Remembered[Grown] = Remembered()


def grown(view: View, since: date, today: date) -> Grown:
    """The branches of a view by office, payer or introduction; kept until the practice changes.

    Referrals in and out are those from `since` to `today`.
    """
    return _kept.answer(_grow, view, since, today)


def _grow(view: View, since: date, today: date) -> Grown:
    wanted = fold(view.text)
    people = queries.people()
    there = set(people)
    links = [(kind, one, other) for kind, one, other in queries.links() if one in there and other in there]
    stems, parents, below = _GROWN[view.by[0]](links, there, today)
    return grow(
        view.by,
        Forest(
            people,
            frozenset(stems),
            {one: parent for one, parent in parents.items() if one in stems},
            below,
            queries.names(stems),
            queries.named(wanted) if wanted else frozenset(),
            queries.values(view.by[1]) if len(view.by) > 1 else {},
            queries.tallies(since, today),
            Counter(chain.from_iterable((one, other) for _, one, other in links)),
        ),
        wanted,
    )


def _by_introductions(links: Links, _there: Collection[int], _today: date) -> Ties:
    first = _first((other, one) for kind, one, other in links if kind == LinkKind.INTRODUCED)
    parents = without_loops(first)  # before it is asked who is a branch: whose only one is cut away is none
    stems = set(parents.values())
    return stems, parents, _by_stem((one, parent) for one, parent in parents.items() if one not in stems)


def _by_office(links: Links, _there: Collection[int], _today: date) -> Ties:
    below = _by_stem((one, other) for kind, one, other in links if kind == LinkKind.WORKS_AT)
    return set(below), {}, below


def _by_payer(links: Links, there: Collection[int], today: date) -> Ties:
    pairs = queries.payers(today - timedelta(COVERED_DAYS - 1), today)
    covered = [(one, payer) for one, payer in pairs if one in there and payer in there]
    parents = _first((one, other) for kind, one, other in links if kind == LinkKind.PART_OF)
    stems = _with_those_above({*queries.of_kind(PartnerKind.PAYER), *(payer for _, payer in covered)}, parents)
    return stems, parents, _by_stem((one, payer) for one, payer in covered if one != payer)


_GROWN: dict[Grouping, Callable[[Links, Collection[int], date], Ties]] = {
    Grouping.INTRODUCED: _by_introductions,
    Grouping.OFFICE: _by_office,
    Grouping.PAYER: _by_payer,
}


def _first(pairs: Iterable[tuple[int, int]]) -> dict[int, int]:
    found: dict[int, int] = {}
    for one, other in pairs:
        found.setdefault(one, other)
    return found


def _by_stem(pairs: Iterable[tuple[int, int]]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for one, stem in pairs:
        found.setdefault(stem, []).append(one)
    return found


def _with_those_above(stems: Iterable[int], parents: dict[int, int]) -> set[int]:
    found: set[int] = set()
    for stem in stems:
        at: int | None = stem
        while at is not None and at not in found:
            found.add(at)
            at = parents.get(at)
    return found
