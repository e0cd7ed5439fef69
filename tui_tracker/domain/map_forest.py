"""The branches of the map that are partners: offices, payers, and who introduced whom.

Where the rules are silent: a loop (somebody who was introduced by whom they introduced, a company that is part of its
own part) is cut above the lowest id in it, and drawn once. Nothing here calls itself: introductions may hang on each
other ten thousand deep.
"""

from array import array
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import field
from typing import NamedTuple

from tui_tracker.domain.frozen import dataclass
from tui_tracker.domain.map_limbs import added, in_order, matches
from tui_tracker.domain.mind_map import BranchPath, Grouping, Limb, Tally

_NOBODY = Tally()


@dataclass(frozen=True, slots=True)
class Forest:
    """Who hangs on whom; `people` are all who are not put away, in the order of lists, and nobody else is named.

    `stems` are those who are branches; `parents` gives the stem that one hangs on; `below` who stands on a stem beside
    that (perhaps on several). `names` has those of the stems. `named` are those whose name contains the text that is
    looked for, `values` what everybody has on the second level, where there is one; `tallies` and `links` leave out
    who has none.
    """

    people: Sequence[int]
    stems: frozenset[int]
    parents: Mapping[int, int]
    below: Mapping[int, Collection[int]]
    names: Mapping[int, str]
    named: frozenset[int] = frozenset()
    values: Mapping[int, str] = field(default_factory=dict)
    tallies: Mapping[int, Tally] = field(default_factory=dict)
    links: Mapping[int, int] = field(default_factory=dict)


class Grown(NamedTuple):
    """The branches, the sums of all that is shown, and who hangs directly on each branch."""

    limbs: tuple[Limb, ...]
    tally: Tally
    ids: dict[BranchPath, Sequence[int]]


def without_loops(parents: Mapping[int, int]) -> dict[int, int]:
    """The same, with every loop cut above the lowest id in it."""
    kept = dict(parents)
    seen: dict[int, int] = {}
    for start in sorted(parents):
        way = []
        at: int | None = start
        while at is not None and at not in seen:
            seen[at] = start
            way.append(at)
            at = kept.get(at)
        if at is not None and seen[at] == start:
            del kept[min(way[way.index(at) :])]
    return kept


def grow(by: Sequence[Grouping], forest: Forest, wanted: str = "") -> Grown:
    """The branches, each followed by those that hang on it: values of the second level, then partners.

    With a folded text that is wanted: who is named, everybody below a branch that is, and what stands above them.
    """
    return _Growing(by, forest, wanted).grown()


class _Growing:
    def __init__(self, by: Sequence[Grouping], forest: Forest, wanted: str) -> None:
        self._by, self._forest, self._wanted = by, forest, wanted
        self._second = by[1] if len(by) > 1 else None
        self._places = {partner_id: place for place, partner_id in enumerate(forest.people)}
        self._parents = without_loops(forest.parents)
        self._limbs: list[Limb] = []
        self._ids: dict[BranchPath, Sequence[int]] = {}

    def grown(self) -> Grown:
        """All of it."""
        stems = self._stems()
        numbers = {stem: number for number, stem in enumerate(stems)}
        parents = [numbers.get(self._parents.get(stem, 0), -1) for stem in stems]
        shown, kept = self._shown(stems, parents)
        tallies, everybody = self._tallies(stems, parents, shown, kept)
        above = {-1: -1}
        for number, stem in enumerate(stems):
            if kept[number]:
                above[number] = len(self._limbs)
                name = self._forest.names[stem]
                self._add((str(stem),), name, above[parents[number]], tallies[number], shown[number], stem)
        placed = self._forest.stems.union(*self._forest.below.values())
        rest = [one for one in self._forest.people if one not in placed and self._is_wanted(one)]
        if rest:
            self._add(("",), "", -1, self._sum(rest), rest)
        return Grown(tuple(self._limbs), everybody.take(rest).tally, self._ids)

    def _stems(self) -> list[int]:
        """Those who are branches, each before those that hang on it."""
        children: dict[int, list[int]] = {}
        for stem in self._in_order(self._forest.stems):
            children.setdefault(self._parents.get(stem, 0), []).append(stem)
        found: list[int] = []
        to_come = children.get(0, [])[::-1]
        while to_come:
            stem = to_come.pop()
            found.append(stem)
            to_come.extend(reversed(children.get(stem, ())))
        return found

    def _shown(self, stems: Sequence[int], parents: Sequence[int]) -> tuple[list[list[int]], list[bool]]:
        """Who is shown on each stem, and whether it is shown itself."""
        whole: list[bool] = []
        shown: list[list[int]] = []
        for stem, parent in zip(stems, parents, strict=True):
            whole.append(not self._wanted or stem in self._forest.named or (parent >= 0 and whole[parent]))
            there = self._in_order(self._forest.below.get(stem, ()))
            shown.append(there if whole[-1] else [one for one in there if self._is_wanted(one)])
        kept = [entire or bool(there) for entire, there in zip(whole, shown, strict=True)]
        for number in range(len(stems) - 1, -1, -1):
            if kept[number] and parents[number] >= 0:
                kept[parents[number]] = True
        return shown, kept

    def _tallies(
        self, stems: Sequence[int], parents: Sequence[int], shown: Sequence[Sequence[int]], kept: Sequence[bool]
    ) -> tuple[list[Tally], "_Sum"]:
        """What is below each stem, and on all of them together."""
        several = self._by[0] is not Grouping.INTRODUCED
        everybody = _Sum(self._forest.tallies, several)
        sums = [_Sum(self._forest.tallies, several).take(there) for there in shown]
        tallies = [_NOBODY] * len(stems)
        for number in range(len(stems) - 1, -1, -1):
            if not kept[number]:
                continue
            tallies[number] = sums[number].tally
            parent = everybody if parents[number] < 0 else sums[parents[number]]
            parent.join(sums[number])
            parent.take((stems[number],))
        return tallies, everybody

    def _add(
        self, path: BranchPath, name: str, above: int, tally: Tally, ids: Sequence[int], stem: int | None = None
    ) -> None:
        """A branch with those on it, by their value where there is a second level."""
        number = len(self._limbs)
        on_it = ids if self._second is None else ()
        links = 0 if stem is None else self._forest.links.get(stem, 0)
        self._limbs.append(Limb(path, name, self._by[0], above, tally, len(on_it), partner_id=stem, links=links))
        self._ids[path] = array("q", on_it)
        if self._second is None:
            return
        by_value: dict[str, list[int]] = {}
        for partner_id in ids:
            by_value.setdefault(self._forest.values[partner_id], []).append(partner_id)
        for value in in_order(self._second, by_value):
            there = by_value[value]
            self._limbs.append(Limb((*path, value), value, self._second, number, self._sum(there), len(there)))
            self._ids[*path, value] = array("q", there)

    def _is_wanted(self, partner_id: int) -> bool:
        if not self._wanted or partner_id in self._forest.named:
            return True
        return self._second is not None and matches(self._forest.values[partner_id], self._wanted)

    def _in_order(self, ids: Iterable[int]) -> list[int]:
        return sorted(ids, key=self._places.__getitem__)

    def _sum(self, ids: Collection[int]) -> Tally:
        return _Sum(self._forest.tallies, several=False).take(ids).tally


class _Sum:
    """The sums over some partners; with `several` each counts once however often they are taken."""

    def __init__(self, tallies: Mapping[int, Tally], several: bool) -> None:
        self._tallies = tallies
        self._taken: set[int] | None = set() if several else None
        self.tally = _NOBODY

    def take(self, ids: Collection[int]) -> "_Sum":
        """Count some; gives itself."""
        if self._taken is not None:
            ids = set(ids) - self._taken
            self._taken |= ids
        _, inbound, outbound = self.tally
        for partner_id in ids:
            came_and_went = self._tallies.get(partner_id)
            if came_and_went is not None:
                inbound += came_and_went.inbound
                outbound += came_and_went.outbound
        self.tally = Tally(self.tally.partners + len(ids), inbound, outbound)
        return self

    def join(self, other: "_Sum") -> None:
        """Count what another counted, which is used up by it: the smaller goes into the larger."""
        if self._taken is None or other._taken is None:
            self.tally = added(self.tally, other.tally)
            return
        small = other._taken
        if len(small) > len(self._taken):
            small, self._taken, self.tally = self._taken, small, other.tally
        self.take(small)
