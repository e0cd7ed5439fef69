"""What the nodes of the mind map say on the node itself: a few signs and figures (in sentences: `map_detail`).

A node reads `▲ cardiology +42 !2 12/3`: how warm it is, its name, how many partners are folded below it (without the
plus where they are shown), how many of our promises are open, and the referrals in and out of the last 90 days (`0`:
neither). `need 2` says how many active partners a target still lacks here, `○2` how many gaps are folded below, `~2`
counts links to other partners, `x3` the branches in which a partner stands.

The figures of a branch are those of everybody below it, each counted once. A branch that is a partner itself (an
office, a payer, who introduced others) has the sign of that partner; their own figures are told in full words.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import NamedTuple

from tui_tracker.domain.map_tree import Tree
from tui_tracker.domain.mind_map import BranchPath, Feeling, Grouping, Leaf, Limb, Mood, Outline, Tie
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.text import clean_line, fold
from tui_tracker.domain.warmth import Band
from tui_tracker.domain.warmth_signs import LOOKS, SIGNS, Signs, band_sign
from tui_tracker.domain.words import RESTING_STAGES, label

LEAST_NAME = 8
"""So many cells of a name are kept before figures give way to it."""

READABLE_NAME = 14
"""So many, before marks of links and places do."""

UNNAMED = "Our practice"
"""What a practice without a name is called."""

_MOST_LEVELS = 8
_ROUND_A_NAME = 20  # cells: the cursor's mark, the sign, a count, promises, referrals, and a blank after each
_NEED = 7
_PARTNER = 36  # two such columns stand side by side on 80
_TIE = 36
_PRACTICE_LINES = 4

NOTHING: dict[Grouping, str] = {
    Grouping.SPECIALTY: "no specialty",
    Grouping.AREA: "no area",
    Grouping.INTRODUCED: "introduced by nobody",
    Grouping.OFFICE: "no office",
    Grouping.PAYER: "no payer",
    Grouping.STANDING: "standing not known",
    Grouping.STAGE: "no stage",
    Grouping.MEMBER: "no member",
    Grouping.KIND: "no kind",
}
"""What the branch is called of those of whom nothing is given."""

_GROUPING_WORDS: dict[Grouping, str] = {
    Grouping.INTRODUCED: "who introduced whom",
    Grouping.OFFICE: "employer or office",
    Grouping.STANDING: "what we are to them",
}

_SHORT = {
    "works at": "at",
    "has here": "has",
    "introduced to us": "introduced",
    "introduced by": "through",
    "colleague of": "colleague",
}
"""What a link is called on the map, where the name at its end needs the room; below the map it has its full words."""


class Rank(IntEnum):
    """What a piece of a node is, the most important first: the last ones give way first."""

    SIGN = 0
    NAME = 1
    COUNT = 2
    NEED = 3
    PROMISES = 4
    FLOW = 5
    LINKS = 6
    PLACES = 7
    DETAIL = 8
    SHOWN = 9


_LEFT = (Rank.SIGN, Rank.NAME, Rank.COUNT, Rank.SHOWN, Rank.DETAIL)
_RIGHT = (Rank.PLACES, Rank.LINKS, Rank.NEED, Rank.PROMISES, Rank.FLOW)


class Word(NamedTuple):
    """A piece of a node: its text, its look (`good`, `warn`, `bad`, `dim`, `bold`, `head`, or plain), what it is."""

    text: str
    look: str
    rank: Rank


Cells = tuple[str, str]
"""A text and its look."""


@dataclass(slots=True)
class Known:
    """All that the words are made of. `leaves`, `feelings` and `moods` fill up while the map is shown."""

    outline: Outline
    settings: Settings
    ties: Mapping[int, Sequence[Tie]] = field(default_factory=dict)
    leaves: dict[int, Leaf] = field(default_factory=dict)
    feelings: dict[int, Feeling] = field(default_factory=dict)
    moods: dict[BranchPath, Mood] = field(default_factory=dict)
    signs: Signs = SIGNS
    _gaps: tuple[int, ...] | None = None

    def gaps_below(self, number: int) -> int:
        """How many gaps hang below a branch, by its number in the outline; its own is not among them."""
        if self._gaps is None:
            limbs = self.outline.limbs
            found = [0] * len(limbs)
            for below in range(len(limbs) - 1, -1, -1):
                above = limbs[below].above
                if above >= 0:
                    found[above] += found[below] + limbs[below].hollow
            self._gaps = tuple(found)
        return self._gaps[number]


def node_text(known: Known, tree: Tree, node: int) -> tuple[Word, ...]:
    """The pieces of a node, the most important first; of a partner who is not read yet, that something is to come.

    A sign that is blank is one that is not worked out yet: `·` says that there is no figure.
    """
    limb, partner, tie = tree.limb(node), tree.partner(node), tree.tie(node)
    if limb >= 0:
        folded = tree.can_open(node) and not tree.is_open(node)
        return tuple(_branch_words(known, known.outline.limbs[limb], known.gaps_below(limb) if folded else None))
    if partner is None:
        return tuple(_practice_words(known.outline))
    if tie >= 0:
        found = known.ties.get(partner, ())
        return tuple(_tie_words(known, found[tie])) if tie < len(found) else _unread(known)
    leaf = known.leaves.get(partner)
    return _unread(known) if leaf is None else tuple(_leaf_words(known, leaf, tree.has_children(node)))


def limb_name(limb: Limb) -> str:
    """A branch as a person reads it: its name, or `no area`."""
    return limb.name or NOTHING[limb.by]


def grouping_name(by: Grouping) -> str:
    """What the branches are, as a person reads it; its own word where that says it."""
    return _GROUPING_WORDS.get(by, by.value)


def _unread(known: Known) -> tuple[Word, ...]:
    return Word(" ", "", Rank.SIGN), Word(known.signs.cut, "dim", Rank.NAME)


def _practice_words(outline: Outline) -> Iterator[Word]:
    yield Word(clean_line(outline.practice) or UNNAMED, "title", Rank.NAME)
    if outline.view.inner and outline.free:
        yield Word(f"{outline.free} free", "dim", Rank.COUNT)


def _branch_words(known: Known, limb: Limb, hidden_gaps: int | None) -> Iterator[Word]:
    """A branch; `hidden_gaps` are folded below it, None where it is not folded."""
    mood = known.moods.get(limb.path)
    yield Word(*_branch_sign(known, limb, mood), Rank.SIGN)
    yield Word(limb_name(limb), "" if limb.tally.partners == 0 else "bold", Rank.NAME)
    if limb.tally.partners:
        if hidden_gaps is not None:
            yield Word(f"+{limb.tally.partners:,}", "key", Rank.COUNT)
        else:
            yield Word(f"{limb.tally.partners:,}", "dim", Rank.SHOWN)
    if limb.gap is not None:
        yield Word(f"need {limb.gap.missing}", "head", Rank.NEED)
    elif hidden_gaps:
        yield Word(f"{known.signs.hollow}{hidden_gaps}", "head", Rank.NEED)
    if mood is not None and mood.promises:
        yield Word(f"!{mood.promises}", "warn", Rank.PROMISES)
    if limb.tally.partners:
        yield _flow(limb.tally.inbound, limb.tally.outbound)
    if limb.links:
        yield Word(f"{known.signs.tie}{limb.links}", "dim", Rank.LINKS)


def _branch_sign(known: Known, limb: Limb, mood: Mood | None) -> Cells:
    if limb.hollow:
        return known.signs.hollow, "head"
    if limb.partner_id is not None:
        return _partner_sign(known, limb.partner_id)
    return _sign(known, None if mood is None else mood.band(known.settings), mood is not None)


def _partner_sign(known: Known, partner_id: int) -> Cells:
    feeling = known.feelings.get(partner_id)
    return _sign(known, None if feeling is None else feeling.band, feeling is not None)


def _sign(known: Known, band: Band | None, worked_out: bool) -> Cells:
    return (band_sign(band, known.signs), LOOKS[band]) if worked_out else (" ", "")


def _leaf_words(known: Known, leaf: Leaf, unfolded: bool) -> Iterator[Word]:
    """A partner on a branch; their links are not counted where they are shown."""
    yield Word(*_partner_sign(known, leaf.id), Rank.SIGN)
    ranked = known.outline.view.inner and leaf.inner_rank is not None
    yield Word(f"{leaf.inner_rank}. {leaf.name}" if ranked else leaf.name, _name_look(leaf), Rank.NAME)
    feeling = known.feelings.get(leaf.id)
    if feeling is not None and feeling.promises:
        yield Word(f"!{feeling.promises}", "warn", Rank.PROMISES)
    yield _flow(leaf.inbound, leaf.outbound)
    if leaf.links and not unfolded:
        yield Word(f"{known.signs.tie}{leaf.links}", "dim", Rank.LINKS)
    if leaf.places > 1:
        yield Word(f"x{leaf.places}", "dim", Rank.PLACES)


def _name_look(leaf: Leaf) -> str:
    return "dim" if leaf.stage in RESTING_STAGES else ""


def _flow(inbound: int, outbound: int) -> Word:
    if not inbound and not outbound:
        return Word("0", "dim", Rank.FLOW)
    return Word(f"{inbound:,}/{outbound:,}", "", Rank.FLOW)


def _tie_words(known: Known, tie: Tie) -> Iterator[Word]:
    word = label(tie.word)
    yield Word(f"{known.signs.tie if tie.partner_id is not None else ' '} {_SHORT.get(word, word)}", "dim", Rank.SIGN)
    yield Word(tie.name, "", Rank.NAME)
    if tie.detail:
        yield Word(f"({tie.detail})", "dim", Rank.DETAIL)


def fitted(
    words: Sequence[Word],
    width: int,
    measure: Callable[[str], int],
    cut: Callable[[str, int], str],
    match: str = "",
) -> list[Cells]:
    """Pieces in at most `width` cells: sign, name and count at the left, the other figures at the right end.

    With figures at the right the pieces take exactly `width` cells, so that those of a column stand below each other.
    `measure` tells how many cells a text takes; `cut` gives the start of a text in at most so many cells, ellipsis
    included. The name is cut first; marks of links and places give way where it would have less than `READABLE_NAME`
    cells, the other figures where it would have less than `LEAST_NAME`, the least important first. How many partners
    are shown below anyway gives way before the name. `match`, folded, is what stands out in the name.
    """
    sizes = {word: measure(word.text) for word in words}
    kept = sorted(words, key=lambda word: word.rank)
    name = next(word for word in words if word.rank is Rank.NAME)
    if kept[-1].rank is Rank.SHOWN and _room_for_name(kept, sizes, width) < sizes[name]:
        kept.pop()
    while kept[-1].rank > Rank.NAME:
        least = READABLE_NAME if kept[-1].rank > Rank.FLOW else LEAST_NAME
        if _room_for_name(kept, sizes, width) >= min(least, sizes[name]):
            break
        kept.pop()
    room = _room_for_name(kept, sizes, width)
    if room < 1:
        kept, room = [name], width
    text = name.text if sizes[name] <= room else cut(name.text, room)
    shown: list[Cells] = []
    for word in (word for rank in _LEFT for word in kept if word.rank is rank):
        if shown:
            shown.append((" ", ""))
        shown.extend(_matched(text, word.look, match) if word is name else [(word.text, word.look)])
    right = [word for rank in _RIGHT for word in kept if word.rank is rank]
    if right:
        used = measure(text) + len(kept) - 1 + sum(sizes[word] for word in kept if word is not name)
        shown.append((" " * max(0, width - used), ""))
    for word in right:
        shown += [(" ", ""), (word.text, word.look)]
    return shown


def _matched(name: str, look: str, match: str) -> list[Cells]:
    """A name with what the filter found in it standing out."""
    folded = fold(name) if match else ""
    start = folded.find(match) if match and len(folded) == len(name) else -1
    if start < 0:
        return [(name, look)]
    end = start + len(match)
    return [
        (text, shown) for text, shown in ((name[:start], look), (name[start:end], "match"), (name[end:], look)) if text
    ]


def practice_lines(
    known: Known, width: int, measure: Callable[[str], int], cut: Callable[[str, int], str]
) -> list[Cells]:
    """The practice in lines of at most `width` cells: its name, broken between words, and how many ranks are free."""
    name, *rest = _practice_words(known.outline)
    lines: list[str] = []
    for word in name.text.split():
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and (measure(joined) <= width or len(lines) == _PRACTICE_LINES):
            lines[-1] = joined
        else:
            lines.append(word)
    told = [(line if measure(line) <= width else cut(line, width), name.look) for line in lines]
    return told + [(word.text, word.look) for word in rest if measure(word.text) <= width]


def natural(outline: Outline, measure: Callable[[str], int]) -> tuple[int, ...]:
    """How many cells the nodes of each level would like, the practice first; the last stands for those beyond.

    It depends on the outline alone, so that a fold moves no column.
    """
    name = outline.practice or UNNAMED
    longest = max(map(measure, name.split()), default=0)
    widest = {0: 1 + max(longest, -(-measure(name) // _PRACTICE_LINES))}
    depths: list[int] = []
    for limb in outline.limbs:
        depth = min(_MOST_LEVELS, 1 if limb.above < 0 else depths[limb.above] + 1)
        depths.append(depth)
        widest[depth] = max(widest.get(depth, 0), measure(limb_name(limb)) + _ROUND_A_NAME + _NEED * limb.hollow)
        if limb.own:
            widest[depth + 1] = max(widest.get(depth + 1, 0), _PARTNER)
    if outline.own:
        widest[1] = max(widest.get(1, 0), _PARTNER)
    widest[max(widest) + 1] = _TIE
    return tuple(widest[depth] for depth in sorted(widest))


def _room_for_name(kept: Sequence[Word], sizes: Mapping[Word, int], width: int) -> int:
    return width - (len(kept) - 1) - sum(sizes[word] for word in kept if word.rank is not Rank.NAME)
