"""The network as a foldable tree: which line shows what, worked out from counts alone.

The partners themselves are fetched for the lines that are shown; the tree knows only their ids, and only in branches
that are unfolded.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate

from tui_tracker.domain.words import LinkKind, PartnerKind, Stage


class Grouping(StrEnum):
    """What the partners of a branch have in common."""

    SPECIALTY = "specialty"
    AREA = "area"
    STAGE = "stage"
    KIND = "kind"


@dataclass(frozen=True, slots=True)
class Branch:
    """Partners with one specialty, area, stage or kind. `referrals` counts inbound ones of the last 90 days."""

    name: str
    partners: int
    referrals: int


@dataclass(frozen=True, slots=True)
class Leaf:
    """A partner as the tree shows it; `ties` counts its links and its contacts."""

    id: int
    name: str
    kind: str
    specialty: str
    area: str
    tier: str
    stage: str
    referrals_90: int
    ties: int


@dataclass(frozen=True, slots=True)
class Tie:
    """A line under a partner: a link (`partner_id` is the other end) or a contact (`partner_id` is None)."""

    key: str
    word: str
    name: str
    detail: str = ""
    partner_id: int | None = None


@dataclass(frozen=True, slots=True)
class Outline:
    """The tree with every branch folded; `total` counts all partners that are not archived, whatever the filter."""

    practice: str
    branches: tuple[Branch, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Spot:
    """What a line shows: the practice (all -1), a branch, a partner at its place there, or one of its ties."""

    branch: int = -1
    place: int = -1
    tie: int = -1


ROOT = Spot()

_ORDERS: dict[Grouping, tuple[str, ...]] = {
    Grouping.STAGE: tuple(stage.value for stage in Stage),
    Grouping.KIND: tuple(kind.value for kind in PartnerKind),
}
_TIE_WORDS: dict[tuple[str, bool], str] = {
    (LinkKind.WORKS_AT.value, True): "works at",
    (LinkKind.WORKS_AT.value, False): "has here",
    (LinkKind.INTRODUCED.value, True): "introduced",
    (LinkKind.INTRODUCED.value, False): "introduced by",
    (LinkKind.COLLEAGUE.value, True): "colleague",
    (LinkKind.COLLEAGUE.value, False): "colleague",
    (LinkKind.PART_OF.value, True): "part of",
    (LinkKind.PART_OF.value, False): "includes",
}


def tie_word(kind: str, outward: bool) -> str:
    """A link's word, read from the partner that the line stands under; `outward` where the link starts there."""
    return _TIE_WORDS[kind, outward]


def in_order(by: Grouping, branches: Sequence[Branch]) -> tuple[Branch, ...]:
    """Branches as they are shown: stages and kinds in their own order, others by name; what has no name comes last."""
    own = _ORDERS.get(by)
    if own is not None:
        return tuple(sorted(branches, key=lambda branch: own.index(branch.name)))
    return tuple(sorted(branches, key=lambda branch: (not branch.name, branch.name.casefold(), branch.name)))


@dataclass(frozen=True, slots=True)
class _Limb:
    """An unfolded branch: its partners' ids, which of them are unfolded, on which line below the branch they stand."""

    ids: Sequence[int]
    places: Sequence[int]
    lines: Sequence[int]
    sizes: Sequence[int]

    @property
    def height(self) -> int:
        """How many lines stand below the branch."""
        return len(self.ids) + sum(self.sizes)


class Tree:
    """The lines of the tree: the practice, its branches, and below unfolded ones their partners and ties.

    `shown` gives, by branch name, the ids of the partners of every unfolded branch in the order of the list.
    `ties` gives how many lines every unfolded partner has below it.
    """

    def __init__(self, branches: Sequence[Branch], shown: Mapping[str, Sequence[int]], ties: Mapping[int, int]) -> None:
        self.branches = tuple(branches)
        self._limbs = [_limb(shown[branch.name], ties) if branch.name in shown else None for branch in self.branches]
        heights = [1 + (0 if limb is None else limb.height) for limb in self._limbs]
        self._starts = list(accumulate(heights, initial=1))
        self.count = self._starts[-1]

    def spot(self, line: int) -> Spot:
        """What a line shows. Raises IndexError outside of the tree."""
        if not 0 <= line < self.count:
            raise IndexError(line)
        if line == 0:
            return ROOT
        number = bisect_right(self._starts, line, hi=len(self.branches)) - 1
        below = line - self._starts[number] - 1
        limb = self._limbs[number]
        if below < 0 or limb is None:
            return Spot(number)
        near = bisect_right(limb.lines, below) - 1
        if near < 0:
            return Spot(number, below)
        beyond = below - limb.lines[near]
        if 0 < beyond <= limb.sizes[near]:
            return Spot(number, limb.places[near], beyond - 1)
        return Spot(number, limb.places[near] + max(0, beyond - limb.sizes[near]))

    def line(self, spot: Spot) -> int:
        """The line that shows something that is shown."""
        if spot.branch < 0:
            return 0
        start = self._starts[spot.branch]
        limb = self._limbs[spot.branch]
        if spot.place < 0 or limb is None:
            return start
        above = bisect_right(limb.places, spot.place - 1)
        return start + 1 + spot.place + sum(limb.sizes[:above]) + spot.tie + 1

    def partner(self, spot: Spot) -> int | None:
        """The id of the partner that a line shows, or stands under."""
        limb = self._limbs[spot.branch] if spot.branch >= 0 else None
        return None if limb is None or spot.place < 0 else limb.ids[spot.place]

    def find(self, branch: str, partner_id: int | None = None, tie: int = -1) -> int:
        """The line of a branch, partner or tie; where that is not shown, of what stands above it."""
        number = next((place for place, found in enumerate(self.branches) if found.name == branch), -1)
        limb = self._limbs[number] if number >= 0 else None
        if limb is None or partner_id is None or partner_id not in limb.ids:
            return self.line(Spot(number))
        place = limb.ids.index(partner_id)
        return self.line(Spot(number, place, tie if tie < self.size(Spot(number, place)) else -1))

    def above(self, spot: Spot) -> Spot:
        """What a line hangs on; the practice hangs on itself."""
        if spot.tie >= 0:
            return Spot(spot.branch, spot.place)
        return Spot(spot.branch) if spot.place >= 0 else ROOT

    def size(self, spot: Spot) -> int:
        """How many lines hang directly on this one; 0 where it is folded."""
        if spot.branch < 0:
            return len(self.branches)
        limb = self._limbs[spot.branch]
        if limb is None or spot.tie >= 0:
            return 0
        if spot.place < 0:
            return len(limb.ids)
        near = bisect_right(limb.places, spot.place) - 1
        return limb.sizes[near] if near >= 0 and limb.places[near] == spot.place else 0

    def is_open(self, spot: Spot) -> bool:
        """Whether a branch or partner is unfolded (a partner without ties never is)."""
        return spot.branch < 0 or (spot.place < 0 and self._limbs[spot.branch] is not None) or self.size(spot) > 0

    def is_last(self, spot: Spot) -> bool:
        """Whether nothing that hangs on the same line stands below."""
        if spot.branch < 0:
            return True
        number = spot.tie if spot.tie >= 0 else spot.place if spot.place >= 0 else spot.branch
        return number == self.size(self.above(spot)) - 1

    def wanted(self, offset: int, length: int) -> list[int]:
        """The ids of the partners on `length` lines from `offset`."""
        spots = (self.spot(line) for line in range(max(0, offset), min(offset + length, self.count)))
        found = (self.partner(spot) for spot in spots if spot.tie < 0)
        return [partner_id for partner_id in found if partner_id is not None]

    def next_partner(self, line: int, way: int) -> int | None:
        """The nearest line below (`way` 1) or above (-1) that shows a partner, going round at the end; None without."""
        for step in range(1, self.count + 1):
            place = (line + way * step) % self.count
            spot = self.spot(place)
            if spot.place >= 0 and spot.tie < 0:
                return place
        return None


def _limb(ids: Sequence[int], ties: Mapping[int, int]) -> _Limb:
    places = [place for place, partner_id in enumerate(ids) if ties.get(partner_id)] if ties else []
    sizes = [ties[ids[place]] for place in places]
    before = accumulate(sizes, initial=0)
    lines = [place + extra for place, extra in zip(places, before, strict=False)]
    return _Limb(ids, places, lines, sizes)
