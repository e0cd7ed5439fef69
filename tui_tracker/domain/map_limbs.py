"""The branches of the map by what its partners have in common: one level or two, with the gaps among them.

Where the rules are silent: a gap stands on the branch that is written alike, else on the one that is alike when folded
(in both words, where there are two) and has the most partners, else on an empty branch of its own. By specialty alone,
what is missing in an area hangs below its specialty; by area alone, a missing specialty below its area, and what may be
anywhere is left out. Branches by anything else show no gaps.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from tui_tracker.domain.gaps import Gap
from tui_tracker.domain.mind_map import BranchPath, Grouping, Limb, Tally
from tui_tracker.domain.text import fold
from tui_tracker.domain.words import PartnerKind, Stage, Standing

_ORDERS: dict[Grouping, tuple[str, ...]] = {
    Grouping.STAGE: tuple(stage.value for stage in Stage),
    Grouping.STANDING: tuple(standing.value for standing in Standing),
    Grouping.KIND: tuple(kind.value for kind in PartnerKind),
}
_WITH_GAPS: dict[tuple[Grouping, ...], Grouping] = {
    (Grouping.SPECIALTY,): Grouping.AREA,
    (Grouping.AREA,): Grouping.SPECIALTY,
    (Grouping.SPECIALTY, Grouping.AREA): Grouping.AREA,
    (Grouping.AREA, Grouping.SPECIALTY): Grouping.SPECIALTY,
}
"""What the second level is, where gaps of a specialty in an area are shown."""


def shows_gaps(by: Sequence[Grouping]) -> bool:
    """Whether gaps stand on branches by these."""
    return tuple(by) in _WITH_GAPS or by[0] is Grouping.SPECIALTY


class Group(NamedTuple):
    """The partners that share one value, or a value on each of two levels."""

    values: BranchPath
    tally: Tally


def in_order(by: Grouping, names: Iterable[str]) -> list[str]:
    """Branches as they are shown: stages, standings, kinds in their own order, others by name; nothing given last."""
    own = _ORDERS.get(by, ())
    places = {name: place for place, name in enumerate(own)}
    return sorted(names, key=lambda name: (not name, places.get(name, len(own)), fold(name), name))


def matches(name: str, wanted: str) -> bool:
    """Whether a branch's name contains a folded text; any does where there is none."""
    return not wanted or wanted in fold(name)


def added(one: Tally, other: Tally) -> Tally:
    """Two sums together, of partners that are not the same."""
    return Tally(one.partners + other.partners, one.inbound + other.inbound, one.outbound + other.outbound)


def limbs_of(
    by: Sequence[Grouping], groups: Sequence[Group], gaps: Iterable[Gap], wanted: str = "", shown: Sequence[Group] = ()
) -> tuple[Limb, ...]:
    """The branches of one level or two, each followed by those that hang on it.

    With a folded text that is wanted, `shown` is what is left of the groups; a gap without a branch among these is
    shown where its words contain the text.
    """
    tallies = _tallies(shown if wanted else groups)
    own = {group.values: group.tally.partners for group in (shown if wanted else groups)}
    hollow = _placed(tuple(by), tallies, gaps, wanted, _Spellings(_tallies(groups)))
    below: dict[str, list[str]] = {}
    for path in {*tallies, *hollow}:
        below.setdefault(path[0], []).extend(path[1:])
    second = by[1] if len(by) > 1 else _WITH_GAPS.get(tuple(by), by[0])
    limbs: list[Limb] = []
    for name in in_order(by[0], below):
        above = len(limbs)
        path = (name,)
        limbs.append(Limb(path, name, by[0], -1, tallies.get(path, Tally()), own.get(path, 0), gap=hollow.get(path)))
        for inner in in_order(second, below[name]):
            path = (name, inner)
            tally = tallies.get(path, Tally())
            limbs.append(Limb(path, inner, second, above, tally, own.get(path, 0), gap=hollow.get(path)))
    return tuple(limbs)


def _tallies(groups: Iterable[Group]) -> dict[BranchPath, Tally]:
    found: dict[BranchPath, Tally] = {}
    for values, tally in groups:
        for path in {values[:1], values}:
            found[path] = added(found.get(path, Tally()), tally)
    return found


def _placed(
    by: tuple[Grouping, ...], tallies: Collection[BranchPath], gaps: Iterable[Gap], wanted: str, known: "_Spellings"
) -> dict[BranchPath, Gap]:
    """On which branch every gap stands that is shown; one that has none there makes one, and what that hangs on."""
    if not shows_gaps(by):
        return {}
    first = by[0] is Grouping.SPECIALTY
    found: dict[BranchPath, Gap] = {}
    there = set(tallies)
    # Those in an area first: they may make a specialty's branch. Of words that are alike the first by the alphabet.
    for gap in sorted(gaps, key=lambda gap: (not gap.area, gap.specialty, gap.area)):
        if not gap.area and first:
            path = known.find((gap.specialty,))
        elif gap.area and by in _WITH_GAPS:
            path = known.find((gap.specialty, gap.area) if first else (gap.area, gap.specialty))
        else:
            continue
        if path in there or any(matches(name, wanted) for name in path):
            found[path] = gap
            there |= {path[:1], path}
    return found


class _Spellings:
    """How the words of gaps are written on the branches that there are, and on those that gaps made."""

    def __init__(self, tallies: Mapping[BranchPath, Tally]) -> None:
        self._known = set(tallies)
        # The last stays: of those that are alike the one with the most partners.
        in_order = sorted(tallies, key=lambda path: (tallies[path].partners, path))
        self._alike = {tuple(map(fold, path)): path for path in in_order}

    def find(self, words: BranchPath) -> BranchPath:
        """The branch of these words, one for each level; what nothing is alike to becomes a branch."""
        if words in self._known:
            return words
        folded = tuple(map(fold, words))
        if folded not in self._alike:
            self._alike[folded] = (*self.find(words[:-1]), words[-1]) if words[1:] else words
            self._known.add(self._alike[folded])
        return self._alike[folded]
