"""The network as a mind map: how it is grown, its branches with their sums, and what a node tells.

What the map shows comes in three steps, each only as far as it is shown: the outline (branches and sums), the ids of
the partners on unfolded branches, and the partners themselves for the rows in the window.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from tui_tracker.domain.frozen import dataclass
from tui_tracker.domain.gaps import Gap
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.warmth import Band, band_of

RECENT_DAYS = 90
"""Referrals in and out are those of so many days that end today."""

BranchPath = tuple[str, ...]
"""Where a branch hangs: its value and those above it; the id, as text, where the branch is a partner itself.

The practice is `()`; where nothing is given (no area, no office, no introduction) the value is empty. A branch that
is a partner begins anew, whatever it hangs on: who introduced whom may be ten thousand steps deep. So the branch above
is found by `Limb.above`, never by cutting a path.
"""


class Grouping(StrEnum):
    """What the branches of the map are."""

    SPECIALTY = "specialty"
    AREA = "area"
    INTRODUCED = "introduced"
    OFFICE = "office"
    PAYER = "payer"
    STANDING = "standing"
    STAGE = "stage"
    MEMBER = "member"
    KIND = "kind"


SECOND: tuple[Grouping, ...] = (
    Grouping.SPECIALTY,
    Grouping.AREA,
    Grouping.STANDING,
    Grouping.STAGE,
    Grouping.MEMBER,
    Grouping.KIND,
)
"""What may stand on the second level: what every partner has exactly one of."""


def seconds(first: Grouping) -> tuple[Grouping, ...]:
    """What may stand on the second level below `first`; none below who introduced whom, a tree of its own."""
    return () if first is Grouping.INTRODUCED else tuple(by for by in SECOND if by is not first)


@dataclass(frozen=True, slots=True)
class View:
    """What is looked at: the levels of branches, what names must contain, or the inner circle alone.

    One level or two, the second of `seconds` below the first; ValueError for others. With `inner` the levels are left
    aside, and the partners with a rank hang on the practice.
    """

    by: tuple[Grouping, ...] = (Grouping.SPECIALTY,)
    text: str = ""
    inner: bool = False

    def __post_init__(self) -> None:
        if not 1 <= len(self.by) <= 2 or any(by not in seconds(self.by[0]) for by in self.by[1:]):
            raise ValueError(f"no map has the levels {', '.join(self.by) or '(none)'}")


class Tally(NamedTuple):
    """Partners, each once however often they stand there, and their referrals of the last `RECENT_DAYS` days."""

    partners: int = 0
    inbound: int = 0
    outbound: int = 0


@dataclass(frozen=True, slots=True)
class Limb:
    """A branch: what its partners have in common, or a partner on whom others hang (office, payer, who introduced).

    `above` is the index in the outline of the branch that it hangs on, -1 for the practice: always a smaller one than
    its own. `by` is what `name` is a value of. `tally` counts everything below, at any depth, a partner that is the
    branch itself not among it; `own` how many partners hang on it directly without being branches themselves. `links`
    counts the ties of a partner that is a branch. `gap` is the target that is not met here (hollow: see `hollow`).
    """

    path: BranchPath
    name: str
    by: Grouping
    above: int
    tally: Tally
    own: int
    partner_id: int | None = None
    links: int = 0
    gap: Gap | None = None

    @property
    def hollow(self) -> bool:
        """Whether a target is not met here."""
        return self.gap is not None


@dataclass(frozen=True, slots=True)
class Outline:
    """The map with every branch folded: `limbs` parents first, in the order in which they are shown.

    `own` counts the partners that hang on the practice itself (the inner circle), `free` the ranks that nobody has
    there, `reach` is then how many people the circle reaches. `total` counts all partners that are not archived,
    whatever the filter; `tally` those that are shown.
    """

    practice: str
    view: View
    limbs: tuple[Limb, ...]
    tally: Tally
    total: int
    own: int = 0
    free: int = 0
    reach: int = 0


@dataclass(frozen=True, slots=True)
class Leaf:
    """A partner as a node tells of it. `links` counts ties to partners, `contacts` people; `places` in how many
    branches of the view they stand (several offices, several payers)."""

    id: int
    name: str
    kind: str
    specialty: str
    area: str
    tier: str
    stage: str
    inbound: int
    outbound: int
    links: int = 0
    contacts: int = 0
    places: int = 1
    inner_rank: int | None = None


@dataclass(frozen=True, slots=True)
class Tie:
    """A node under a partner: a link (`partner_id` is the other end) or a contact (`partner_id` is None)."""

    key: str
    word: str
    name: str
    detail: str = ""
    partner_id: int | None = None


class Feeling(NamedTuple):
    """How it stands with a partner: warmth (0–100) with its band, None without data; our promises that are open."""

    points: int | None = None
    band: Band | None = None
    promises: int = 0


@dataclass(frozen=True, slots=True)
class Mood:
    """How it stands with all partners of a branch: `known` of them have `points` together; by band; open promises."""

    known: int = 0
    points: int = 0
    warm: int = 0
    cooling: int = 0
    cold: int = 0
    promises: int = 0

    def band(self, settings: Settings) -> Band | None:
        """The band of the mean of those that are known, rounded half up; None without any."""
        return None if not self.known else band_of((2 * self.points + self.known) // (2 * self.known), settings)


class Place(NamedTuple):
    """Which node is meant, whatever is folded: a branch, a partner on it, or a tie of theirs; `HOME`: the practice."""

    path: BranchPath = ()
    partner: int | None = None
    tie: str = ""


HOME = Place()


def moods(
    outline: Outline, ids: Mapping[BranchPath, Sequence[int]], feelings: Mapping[int, Feeling]
) -> dict[BranchPath, Mood]:
    """How it stands with everybody below each branch and, under `()`, with all; nobody is counted twice in one.

    `ids` gives the partners that hang directly on every branch. A partner that is a branch counts above it, not in it.
    """
    several = outline.view.by[0] in (Grouping.OFFICE, Grouping.PAYER) and not outline.view.inner
    below = [_Below(several, ids.get(limb.path, ()), feelings) for limb in outline.limbs]
    everybody = _Below(several, ids.get((), ()), feelings)
    found = {}
    for number in range(len(below) - 1, -1, -1):
        limb = outline.limbs[number]
        found[limb.path] = below[number].mood()
        above = everybody if limb.above < 0 else below[limb.above]
        above.take(below[number])
        if limb.partner_id is not None:
            above.add(limb.partner_id)
    return {**found, (): everybody.mood()}


class _Below:
    """The sums over the partners below a branch; with `several`, those that stand on several branches count once."""

    def __init__(self, several: bool, ids: Sequence[int], feelings: Mapping[int, Feeling]) -> None:
        self._counted: set[int] | None = set() if several else None
        self._feelings = feelings
        self._known = self._points = self._promises = 0
        self._bands = dict.fromkeys(Band, 0)
        for partner_id in ids:
            self.add(partner_id)

    def add(self, partner_id: int) -> None:
        """Count a partner, where they are not counted yet."""
        if self._counted is not None:
            if partner_id in self._counted:
                return
            self._counted.add(partner_id)
        feeling = self._feelings.get(partner_id)
        if feeling is None:
            return
        self._promises += feeling.promises
        if feeling.points is not None and feeling.band is not None:
            self._known += 1
            self._points += feeling.points
            self._bands[feeling.band] += 1

    def take(self, other: "_Below") -> None:
        """Count what another counted, which is used up by it: the smaller goes into the larger."""
        if self._counted is not None and other._counted is not None:
            small = other._counted
            if len(small) > len(self._counted):
                small, self._counted = self._counted, small
                self._known, self._points, self._promises = other._known, other._points, other._promises
                self._bands = other._bands
            for partner_id in small:
                self.add(partner_id)
            return
        self._known += other._known
        self._points += other._points
        self._promises += other._promises
        for band, number in other._bands.items():
            self._bands[band] += number

    def mood(self) -> Mood:
        """The sums."""
        bands = self._bands
        return Mood(self._known, self._points, bands[Band.WARM], bands[Band.COOLING], bands[Band.COLD], self._promises)
