"""The network as it is taken along: what every format says of a node, and which formats there are.

Nothing here knows patients: a node has a name, sums and signs. Where the map is silent: a branch has the warmth that
its partners have on average, a branch that is a partner its own.
"""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum

from tui_tracker.domain.frozen import dataclass
from tui_tracker.domain.gaps import Gap
from tui_tracker.domain.map_tree import Tree
from tui_tracker.domain.map_words import UNNAMED, Known, grouping_name, limb_name
from tui_tracker.domain.mind_map import RECENT_DAYS, Leaf, Limb, Outline, Tally
from tui_tracker.domain.text import clean_line, count
from tui_tracker.domain.warmth import Band
from tui_tracker.domain.warmth_signs import SIGNS, Signs, band_sign


class MapFormat(StrEnum):
    """How the map is written."""

    TEXT = "text"
    MARKDOWN = "markdown"
    SVG = "svg"
    DOT = "dot"
    JSON = "json"


ENDINGS: dict[str, MapFormat] = {
    ".txt": MapFormat.TEXT,
    ".md": MapFormat.MARKDOWN,
    ".svg": MapFormat.SVG,
    ".dot": MapFormat.DOT,
    ".gv": MapFormat.DOT,
    ".json": MapFormat.JSON,
}
"""Which format a file's name asks for; the first of a format is the one that is offered."""


NO_NAME = "(no name)"
"""What stands for a name that has nothing to read."""


@dataclass(frozen=True, slots=True)
class WholeMap:
    """The nodes that are written, and all that is known of them. `links` are kind, from whom and to whom."""

    tree: Tree
    known: Known
    today: date
    links: tuple[tuple[str, int, int], ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether the practice stands alone."""
        return self.tree.count == 1


@dataclass(frozen=True, slots=True)
class Facts:
    """What is said of a node: of everybody below it where it is the practice or a branch, else of the partner.

    `partners` is None for a partner that is no branch. `points` (0–100) and `band` say how warm it is, None without
    data. `leaf` is the partner that it is, of a branch too.
    """

    kind: str
    name: str
    partners: int | None
    inbound: int
    outbound: int
    points: int | None
    band: Band | None
    promises: int
    partner_id: int | None = None
    gap: Gap | None = None
    limb: Limb | None = None
    leaf: Leaf | None = None


def facts(whole: WholeMap, node: int) -> Facts:
    """What is said of a node of the map."""
    tree, known = whole.tree, whole.known
    outline = known.outline
    if node == 0:
        return _of_many(known, "practice", practice_name(whole), outline.tally, None)
    if tree.limb(node) >= 0:
        limb = outline.limbs[tree.limb(node)]
        return _of_many(known, "branch", branch_name(limb), limb.tally, limb)
    partner_id = tree.partner(node)
    assert partner_id is not None
    leaf, feeling = known.leaves.get(partner_id), known.feelings.get(partner_id)
    return Facts(
        kind="partner",
        name=_ranked(outline, leaf),
        partners=None,
        inbound=leaf.inbound if leaf else 0,
        outbound=leaf.outbound if leaf else 0,
        points=feeling.points if feeling else None,
        band=feeling.band if feeling else None,
        promises=feeling.promises if feeling else 0,
        partner_id=partner_id,
        leaf=leaf,
    )


def _ranked(outline: Outline, leaf: Leaf | None) -> str:
    """A partner's name; in the inner circle with the place."""
    if leaf is None:
        return _named("")
    rank = f"{leaf.inner_rank}. " if outline.view.inner and leaf.inner_rank is not None else ""
    return rank + _named(leaf.name)


def _of_many(known: Known, kind: str, name: str, tally: Tally, limb: Limb | None) -> Facts:
    mood = known.moods.get(() if limb is None else limb.path)
    points = round(mood.points / mood.known) if mood and mood.known else None
    band = mood.band(known.settings) if mood else None
    promises = mood.promises if mood else 0
    partner_id = None if limb is None else limb.partner_id
    leaf = None
    if partner_id is not None:
        leaf, feeling = known.leaves.get(partner_id), known.feelings.get(partner_id)
        points, band = (feeling.points, feeling.band) if feeling else (None, None)
    gap = None if limb is None else limb.gap
    sums = (tally.partners, tally.inbound, tally.outbound)
    return Facts(kind, name, *sums, points, band, promises, partner_id, gap, limb, leaf)


def practice_name(whole: WholeMap) -> str:
    """What the practice calls itself."""
    return clean_line(whole.known.outline.practice) or UNNAMED


def branch_name(limb: Limb) -> str:
    """What a branch is called; where nothing is given, that."""
    return _named(limb_name(limb))


def _named(name: str) -> str:
    return clean_line(name) or NO_NAME


def told(one: Facts, signs: Signs = SIGNS) -> Iterator[str]:
    """What is said of a node beside its name, in plain words: `12 partners`, `4 in, 2 out`, `▲ warm 72`."""
    if one.partners:
        yield count(one.partners, "partner")
    elif one.partners == 0 and one.gap is None:
        yield "nobody yet"
    if one.gap is not None:
        coming = f", {one.gap.coming} in the works" if one.gap.coming else ""
        yield f"{signs.hollow} {one.gap.active} of {one.gap.wanted} wanted{coming}"
    if one.inbound or one.outbound:
        yield f"{one.inbound:,} in, {one.outbound:,} out"
    if one.band is not None:
        yield f"{band_sign(one.band, signs)} {one.band.value} {one.points}"
    if one.promises:
        yield f"{count(one.promises, 'promise')} open"


def title(whole: WholeMap) -> str:
    """`Kim Clinic: the network by specialty, then area`."""
    view = whole.known.outline.view
    by = "the inner circle" if view.inner else f"the network by {', then '.join(map(grouping_name, view.by))}"
    return f"{practice_name(whole)}: {by}"


def subtitle(whole: WholeMap) -> str:
    """How many partners, of which day, what was asked for, and what the figures are."""
    outline = whole.known.outline
    shown = clean_line(outline.view.text)
    parts = [count(outline.tally.partners, "partner")]
    if shown:
        parts[0] += f' of {outline.total:,} with "{shown}"'
    if outline.view.inner:
        parts.append(f"a reach of {outline.reach:,} people")
        if outline.free:
            parts.append(f"{count(outline.free, 'place')} free")
    parts.append(whole.today.isoformat())
    return f"{', '.join(parts)}. In and out: referrals of the last {RECENT_DAYS} days."
