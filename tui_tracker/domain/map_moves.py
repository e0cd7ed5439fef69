"""Adding right there on the map and moving about on it: what a place gives a new partner, and where a node may go.

Where the rules are silent:
- A place gives a new partner all that its branches say: specialty, area, standing, stage, member, kind; a hollow branch
  those that are wanted. Among those who were introduced, whoever is under the cursor introduced them; at an office, or
  on a practice that nobody works at yet, they work there. A payer gives nothing: partners stand under a payer by the
  referrals that it covers. The inner circle gives the first place that is free.
- A partner moves by what differs between where they stand and where they are put, and by nothing else. Where they stand
  in several places, only the one that they are moved from changes.
- A branch moves all that is shown below it, after a question; it goes to a branch of its own level or of the one above,
  never below itself. An office moves those who work there. Whoever introduced others, and a payer, moves as the partner
  that they are, and takes along what hangs on them: they were introduced by, or are part of, somebody else then.
- Nobody is put where nothing is given unless that says something: no area, nobody who introduced them; a stage and a
  kind everybody has.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from tui_tracker.domain import map_words
from tui_tracker.domain.errors import Refused
from tui_tracker.domain.frozen import dataclass
from tui_tracker.domain.mind_map import HOME, BranchPath, Grouping, Limb, Outline, Place
from tui_tracker.domain.partner_page import NewTie
from tui_tracker.domain.text import count, fold
from tui_tracker.domain.words import LinkKind, PartnerKind, Stage, Standing, label

FIELDS: dict[Grouping, str] = {
    Grouping.SPECIALTY: "specialty",
    Grouping.AREA: "area",
    Grouping.STANDING: "standing",
    Grouping.STAGE: "stage",
    Grouping.MEMBER: "member_id",
    Grouping.KIND: "kind",
}
"""The field of a partner that a branch is a value of."""

TIES: dict[Grouping, LinkKind] = {
    Grouping.INTRODUCED: LinkKind.INTRODUCED,
    Grouping.OFFICE: LinkKind.WORKS_AT,
    Grouping.PAYER: LinkKind.PART_OF,
}
"""The link by which a partner hangs on another."""

NOTHING: dict[Grouping, str] = {
    **{by: word for by, word in map_words.NOTHING.items() if by not in (Grouping.STAGE, Grouping.KIND)},
    Grouping.PAYER: "part of no company",
}
"""What it is called to be put where nothing is given; the stage and the kind are always given."""

_WORDS: dict[Grouping, tuple[str, ...]] = {
    Grouping.STANDING: tuple(Standing),
    Grouping.STAGE: tuple(Stage),
    Grouping.KIND: tuple(PartnerKind),
}
COMPANIES: tuple[str, ...] = (PartnerKind.PAYER.value, PartnerKind.EMPLOYER.value)
"""The kinds that may be part of a company."""
_FREE = (Grouping.SPECIALTY, Grouping.AREA)


class Setting(NamedTuple):
    """One thing that a place says of a partner, as in a path: a word, a member's name, a partner's id as text.

    Empty where nothing is given.
    """

    by: Grouping
    value: str


@dataclass(frozen=True, slots=True)
class Start:
    """What a partner that is added somewhere begins with: fields as text, a link; `said` where there is more to say."""

    fields: Mapping[str, str]
    tie: NewTie | None = None
    said: str = ""


@dataclass(frozen=True, slots=True)
class Node:
    """What is moved: a partner, or a branch that is none; `says` is what its place says of it, in order.

    `levels` counts the levels that it may be put on. `upper` is the partner on whom it hangs: id, name.
    """

    name: str
    place: Place
    says: tuple[Setting, ...]
    levels: int
    partner_id: int | None = None
    kind: str = ""
    upper: tuple[int, str] | None = None


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a node may go: `settings` is what that says of it; `new` where nobody has that value yet."""

    settings: tuple[Setting, ...]
    name: str
    detail: str = ""
    new: bool = False

    @property
    def key(self) -> str:
        """The same for the same place."""
        return " / ".join(f"{setting.by}={setting.value}" for setting in self.settings)


@dataclass(frozen=True, slots=True)
class Plan:
    """A move that may be looked at first: who, and what is set of them. `question` is empty where nothing is asked."""

    node: Node
    destination: Destination
    ids: tuple[int, ...]
    settings: tuple[Setting, ...]
    question: str = ""


def chain_to(outline: Outline, path: BranchPath) -> tuple[Limb, ...]:
    """The branches from the practice to the one at a path; empty where there is none."""
    number = next((number for number, limb in enumerate(outline.limbs) if limb.path == path), -1)
    found: list[Limb] = []
    while number >= 0:
        found.append(outline.limbs[number])
        number = outline.limbs[number].above
    return tuple(reversed(found))


def says(chain: Sequence[Limb]) -> tuple[Setting, ...]:
    """What some branches, one below the other, say of whoever hangs on the last one."""
    found = {limb.by: limb.path[-1] for limb in chain}
    return tuple(Setting(by, value) for by, value in found.items())


def fields_of(settings: Sequence[Setting]) -> dict[str, str]:
    """The fields that some settings give, where they give any; the member by name, as `member_id`."""
    return {FIELDS[by]: value for by, value in settings if by in FIELDS and value}


def upper_of(chain: Sequence[Limb]) -> Limb | None:
    """The nearest branch that is a partner."""
    return next((limb for limb in reversed(chain) if limb.partner_id is not None), None)


def start_fields(outline: Outline, place: Place) -> dict[str, str]:
    """The fields that a partner begins with who is added at a place."""
    return fields_of(says(chain_to(outline, place.path)))


def start_tie(
    outline: Outline, place: Place, grouping: Grouping, partner: tuple[int, str, str] | None
) -> NewTie | None:
    """The link that a partner begins with who is added at a place; `partner` is the one there: id, name, kind."""
    chain = chain_to(outline, place.path)
    upper = _upper(chain)
    if grouping == Grouping.INTRODUCED:
        upper = upper if partner is None else partner[:2]
        return None if upper is None else NewTie(LinkKind.INTRODUCED.value, *upper, outward=False)
    if grouping == Grouping.OFFICE:
        if partner is not None and partner[2] == PartnerKind.PRACTICE:
            upper = partner[:2]
        return None if upper is None else NewTie(LinkKind.WORKS_AT.value, *upper, outward=True)
    return None


def node_at(outline: Outline, place: Place, partner: tuple[int, str, str] | None) -> Node:
    """What is to be moved. Raises Refused, with what to do instead, for what has no other place.

    `partner` is the one that the node is: id, name, kind; None for a branch that is no partner.
    """
    if outline.view.inner:
        raise Refused("Places in the inner circle are changed in its list: type : and “inner circle”.")
    if place == HOME:
        raise Refused("The practice is the middle of the map; put the cursor on a partner or on a branch first.")
    if place.tie:
        raise Refused("A tie is changed on the partner’s page (enter); put the cursor on the partner to move them.")
    chain = chain_to(outline, place.path)
    if place.path and not chain:
        raise Refused("This branch is no longer there; look again.")
    if place.partner is not None or (chain[-1].partner_id is not None and chain[-1].by != Grouping.OFFICE):
        if partner is None:
            raise Refused("This partner is no longer there; look again.")
        above = chain if place.partner is not None else chain[:-1]
        return _partner_node(outline, place, above, partner)
    return _branch_node(outline, place, chain)


def _partner_node(outline: Outline, place: Place, above: Sequence[Limb], partner: tuple[int, str, str]) -> Node:
    partner_id, name, kind = partner
    first = outline.view.by[0]
    alone = place.partner is None or (first in TIES and len(outline.view.by) == 1)
    if first == Grouping.PAYER and place.partner is not None and alone:
        raise Refused(f"{name} stands here by the referrals that this payer covers; change the payer there instead.")
    if first == Grouping.PAYER and place.partner is None and kind not in COMPANIES:
        raise Refused(f"Only a payer or an employer is part of another; {name} is noted as {label(kind)}.")
    settings = says(above)
    if first in TIES and first not in dict(settings):
        settings = (Setting(first, ""), *settings)
    return Node(name, place, settings, 1 if alone else 2, partner_id, kind, _upper(above))


def _upper(chain: Sequence[Limb]) -> tuple[int, str] | None:
    limb = upper_of(chain)
    return None if limb is None or limb.partner_id is None else (limb.partner_id, limb.name)


def _branch_node(outline: Outline, place: Place, chain: Sequence[Limb]) -> Node:
    limb = chain[-1]
    if not limb.tally.partners:
        raise Refused(f"Nobody stands on {map_words.limb_name(limb)} yet; a adds a partner there.")
    if limb.by in TIES and limb.partner_id is None:
        raise Refused(f"“{map_words.limb_name(limb)}” stays as it is; put the cursor on one of those who stand there.")
    settings = says(chain)
    return Node(map_words.limb_name(limb), place, settings, len(settings), upper=_upper(chain))


def value_name(by: Grouping, value: str, name: str = "") -> str:
    """What a value is called in a sentence; `name` where it is an id."""
    if not value:
        return NOTHING.get(by, name)
    return label(value) if by in _WORDS else name or value


def destinations(outline: Outline, node: Node, members: Sequence[str]) -> tuple[Destination, ...]:
    """Where a node may go among what is known: the branches, and values that have none yet. `members` names the active.

    Each place once; where the node stands already is none of them.
    """
    found: dict[str, Destination] = {}
    below = {path[-1] for path in subtree(outline, node.place.path)} if node.partner_id is not None else set()
    for destination in (*_branches(outline, node), *_other_values(outline, node, members)):
        if node.place.partner is None and any(by in TIES and value in below for by, value in destination.settings):
            continue
        member = dict(destination.settings).get(Grouping.MEMBER, "")
        if may_go(node, destination.settings) and (not member or member in members):
            found.setdefault(destination.key, destination)
    return tuple(found.values())


def _branches(outline: Outline, node: Node) -> list[Destination]:
    """What the branches of the map say, each with its name; what hangs on the same partner need not say which."""
    own = dict(node.says)
    found: list[Destination] = []
    for limb in outline.limbs:
        above = None if limb.above < 0 or limb.partner_id is not None else found[limb.above]
        here = Setting(limb.by, limb.path[-1])
        name = value_name(limb.by, limb.path[-1], limb.name)
        settings: tuple[Setting, ...] = (here,)
        if above is not None:
            settings = (*above.settings, here)
            name = f"{above.name} / {name}"
        found.append(Destination(settings, name, _detail(limb)))
    ties = outline.view.by[0] in TIES
    return [replace(one, settings=one.settings[1:]) if ties and _same_partner(one, own) else one for one in found]


def _same_partner(destination: Destination, own: Mapping[Grouping, str]) -> bool:
    return len(destination.settings) > 1 and own.get(destination.settings[0].by) == destination.settings[0].value


def _detail(limb: Limb) -> str:
    if limb.tally.partners:
        return count(limb.tally.partners, "partner")
    return f"{limb.gap.wanted} wanted" if limb.gap is not None else ""


def _other_values(outline: Outline, node: Node, members: Sequence[str]) -> list[Destination]:
    """Values that no branch shows: words of the field, members, nothing given; and, below, what other branches have."""
    found: list[Destination] = []
    own = dict(node.says)
    head: tuple[Setting, ...] = ()
    above = ""
    for by in outline.view.by[: node.levels]:
        known = {
            limb.path[-1]: map_words.limb_name(limb)
            for limb in outline.limbs
            if limb.by == by and limb.partner_id is None
        }
        known |= {word: label(word) for word in _WORDS.get(by, ())}
        known |= {name: name for name in members} if by == Grouping.MEMBER else {}
        known |= {"": NOTHING[by]} if by in NOTHING else {}
        found += [Destination((*head, Setting(by, value)), f"{above}{name}") for value, name in known.items()]
        if by in FIELDS and by in own:
            head = (Setting(by, own[by]),)
            above = f"{known.get(own[by], own[by])} / "
    return found


def new_destinations(outline: Outline, node: Node, text: str) -> tuple[Destination, ...]:
    """A specialty or an area of what was typed, where no branch has it."""
    found = []
    for by in outline.view.by[: node.levels]:
        taken = {fold(limb.path[-1]) for limb in outline.limbs if limb.by == by}
        if by in _FREE and text and fold(text) not in taken:
            found.append(Destination((Setting(by, text),), f"“{text}”", f"a new {by}", new=True))
    return tuple(found)


def may_go(node: Node, settings: Sequence[Setting]) -> bool:
    """Whether a node can be put where these settings hold, as far as the map itself tells."""
    there = dict(settings)
    if not differing(node, settings) or len(settings) > node.levels:
        return False
    if node.partner_id is not None:
        if str(node.partner_id) in [there.get(by) for by in TIES]:
            return False
        if node.place.partner is None and not set(there) <= set(TIES):
            return False
    return Grouping.PAYER not in there or (node.place.partner is None and node.kind in COMPANIES)


def differing(node: Node, settings: Sequence[Setting]) -> tuple[Setting, ...]:
    """What some settings say that the node's own place does not."""
    own = dict(node.says)
    return tuple(setting for setting in settings if own.get(setting.by) != setting.value)


def matching(found: Sequence[Destination], text: str) -> list[Destination]:
    """Those whose names hold every word of a text; first whose name it is, then whose name begins with it."""
    typed = fold(text)
    words = typed.split()
    holding = [(fold(destination.name), destination) for destination in found]
    kept = [(name, destination) for name, destination in holding if all(word in name for word in words)]
    kept.sort(key=lambda one: (one[0] != typed, not one[0].startswith(typed)))
    return [destination for _name, destination in kept]


def heading(node: Node) -> str:
    """What is asked where a place is chosen."""
    first = node.says[0].by if node.says else None
    if node.partner_id is None:
        return f"Move all partners of {node.name} to"
    if first == Grouping.INTRODUCED:
        return f"Who introduced {node.name}?"
    if first == Grouping.PAYER and node.place.partner is None:
        return f"What is {node.name} part of?"
    return f"Move {node.name} to"


def question(node: Node, number: int, destination: Destination, *, filtered: bool) -> str:
    """What is asked before all partners of a branch are moved, or one to a value that may be a slip; else empty."""
    if node.partner_id is not None:
        return f"{destination.name} is {destination.detail}; enter once more makes it." if destination.new else ""
    shown = " that are shown" if filtered else ""
    asked = f"Move {count(number, 'partner')} of {node.name}{shown} to {destination.name}? enter once more moves them."
    if any(setting.by == Grouping.MEMBER for setting in destination.settings):
        asked += " Open follow-ups and referrals stay; handing over (: members, h) moves those too."
    return asked


def subtree(outline: Outline, path: BranchPath) -> list[BranchPath]:
    """The branch at a path and all below it."""
    inside: set[int] = set()
    for number, limb in enumerate(outline.limbs):
        if limb.path == path or limb.above in inside:
            inside.add(number)
    return [outline.limbs[number].path for number in sorted(inside)]
