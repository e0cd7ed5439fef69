"""A fair hand-over: who looks after whom when somebody leaves, or when partners have nobody.

Where the rules are silent:
- What a partner weighs is the weight of the tier, as in the agenda (A 3, B 2, C 1); one who is archived goes along and
  weighs nothing.
- Partners who work at one office go together with it, also where the office itself is looked after by somebody else.
- The heaviest go first, each to whoever has least so far, counting what they look after already; alike, by name, then
  id. So nobody who is given something ends up with more than the least loaded has, by more than the largest group.
- A follow-up and an open referral go where their partner goes; where the partner stays with somebody who is still with
  us, they go there; else to the receivers in turn.
"""

from collections.abc import Iterable, Mapping, Sequence

from tui_tracker.domain.frozen import dataclass
from tui_tracker.domain.text import count, fold, listed
from tui_tracker.domain.words import Tier


@dataclass(frozen=True, slots=True)
class Held:
    """A partner to be handed over; `group` is shared by those who stay together."""

    id: int
    name: str
    tier: str
    archived: bool
    follow_ups: int = 0
    group: int = 0


@dataclass(frozen=True, slots=True)
class Receiver:
    """A member who may be given partners; `load` is the weight of those they look after already."""

    id: int
    name: str
    load: int


@dataclass(frozen=True, slots=True)
class Share:
    """What one receiver would get: partners (`tiers` of A, B and C), `archived` ones, and their follow-ups.

    `load` is the weight of all that they would look after then.
    """

    member_id: int
    name: str
    tiers: tuple[int, int, int]
    archived: int
    follow_ups: int
    load: int

    @property
    def partners(self) -> int:
        """How many partners, the archived ones not among them."""
        return sum(self.tiers)


def weight(tier: str, weights: tuple[int, int, int], *, archived: bool = False) -> int:
    """What looking after a partner of this tier weighs."""
    return 0 if archived else weights[list(Tier).index(Tier(tier))]


def grouped(partners: Iterable[Held], ties: Iterable[tuple[int, int]]) -> list[Held]:
    """The partners with the number of their group: those tied to each other, also by one who is not among them.

    `ties` are pairs of ids of partners; a group's number is the least id in it.
    """
    root: dict[int, int] = {}

    def top(one: int) -> int:
        while root.setdefault(one, one) != one:
            root[one] = root[root[one]]
            one = root[one]
        return one

    for one, other in ties:
        ends = sorted((top(one), top(other)))
        root[ends[1]] = ends[0]
    every = list(partners)
    least: dict[int, int] = {}
    for held in every:
        least[top(held.id)] = min(least.get(top(held.id), held.id), held.id)
    return [Held(one.id, one.name, one.tier, one.archived, one.follow_ups, least[top(one.id)]) for one in every]


def fair_split(
    partners: Sequence[Held], receivers: Sequence[Receiver], weights: tuple[int, int, int]
) -> dict[int, int]:
    """Who gets whom: partner id → member id, for every partner; nothing where there is nobody to receive."""
    if not receivers:
        return {}
    groups: dict[int, list[Held]] = {}
    for one in partners:
        groups.setdefault(one.group, []).append(one)

    def heaviness(group: list[Held]) -> int:
        return sum(weight(one.tier, weights, archived=one.archived) for one in group)

    order = {
        number: (-heaviness(group), -len(group), min((fold(one.name), one.id) for one in group))
        for number, group in groups.items()
    }
    loads = {one.id: one.load for one in receivers}
    number_of = dict.fromkeys(loads, 0)
    names = {one.id: (fold(one.name), one.id) for one in receivers}
    given: dict[int, int] = {}
    for number in sorted(groups, key=order.__getitem__):
        to = min(loads, key=lambda one: (loads[one], number_of[one], names[one]))
        loads[to] += heaviness(groups[number])
        number_of[to] += len(groups[number])
        given.update((one.id, to) for one in groups[number])
    return given


def shares(
    partners: Iterable[Held],
    receivers: Iterable[Receiver],
    given: Mapping[int, int],
    weights: tuple[int, int, int],
) -> list[Share]:
    """What each receiver would get by a split, in the order of the receivers."""
    by_member: dict[int, list[Held]] = {}
    for one in partners:
        if one.id in given:
            by_member.setdefault(given[one.id], []).append(one)
    found = []
    for receiver in receivers:
        mine = by_member.get(receiver.id, [])
        tiers = [sum(1 for one in mine if one.tier == tier and not one.archived) for tier in Tier]
        found.append(
            Share(
                receiver.id,
                receiver.name,
                (tiers[0], tiers[1], tiers[2]),
                sum(one.archived for one in mine),
                sum(one.follow_ups for one in mine),
                receiver.load + sum(weight(one.tier, weights, archived=one.archived) for one in mine),
            )
        )
    return found


def share_words(share: Share) -> str:
    """A share in plain words: `Ann gets 12 partners (3 A, 4 B, 5 C) and 2 follow-ups`."""
    what = [f"{count(share.partners, 'partner')}{tier_words(share.tiers)}"]
    if share.archived:
        what.append(f"{share.archived} archived")
    if share.follow_ups:
        what.append(count(share.follow_ups, "follow-up"))
    return f"{share.name} gets {listed(what, 'and')}"


def tier_words(tiers: Sequence[int]) -> str:
    """How many of each tier there are, in brackets: ` (3 A, 5 C)`; nothing where there are none."""
    some = [f"{number} {tier}" for tier, number in zip(Tier, tiers, strict=True) if number]
    return f" ({', '.join(some)})" if some else ""


def in_turn(loose: Iterable[int], receivers: Sequence[Receiver]) -> dict[int, int]:
    """Things that go with no partner, one after another to the receivers by name: id → member id."""
    order = sorted(receivers, key=lambda one: (fold(one.name), one.id))
    return {one: order[place % len(order)].id for place, one in enumerate(sorted(loose))} if order else {}
