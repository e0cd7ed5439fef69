"""Choosing which partners a list shows, and in which order.

A filter is words with spaces between; a partner is shown where every word fits it:
- a plain word: somewhere in the name, the specialty or the area; or the beginning (three letters or more) of the
  stage or the kind: `orthop port`, `dormant`, `payer`;
- `tier:a`, `stage:dorm`, `kind:pay`: the tier, stage or kind that begins so;
- `due`: the next touch is due; `late`: past due by half a cadence or more;
- `warm`, `cooling`, `cold`: the band of their warmth; two of them let both through;
- `ready`: ready to be asked; `owe`: we owe them something in return; `less`: they send less than they used to;
- `member:ann`: whom Ann looks after, by part of her name or her initials; `mine`: whom the person looks after who asks;
  `nobody` or `member:-`: whom nobody does, as on the Board;
- `archived`: those that are put away (no others are shown).
Capitals and accents make no difference.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from tui_tracker.domain.errors import Refused
from tui_tracker.domain.text import clean_line, fold
from tui_tracker.domain.words import PartnerKind, Stage, Tier, label

_SHORTEST_PREFIX = 3
_BANDS = ("warm", "cooling", "cold")  # as warmth.Band, which a list that asks for none of them need not load
_FLAGS = ("due", "late", "archived", "ready", "owe", "less", "mine")


class Order(StrEnum):
    """What a list of partners is sorted by; within it, by name."""

    NAME = "name"
    TOUCH = "touch"
    REFERRALS = "referrals"
    TIER = "tier"
    STAGE = "stage"
    WARMTH = "warmth"


ORDER_WORDS: dict[Order, str] = {
    Order.NAME: "by name",
    Order.TOUCH: "by last touch, the latest first",
    Order.REFERRALS: "by referrals in 90 days, the most first",
    Order.TIER: "by tier",
    Order.STAGE: "by stage",
    Order.WARMTH: "by warmth, the coldest first",
}


@dataclass(frozen=True, slots=True)
class PartnerFilter:
    """A filter that was understood. Empty tuples let everything through; `words` and `members` are folded.

    `bands` are words of `warmth.Band`; whoever looks after a partner has to fit each of `members`.
    """

    words: tuple[str, ...] = ()
    tiers: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    due: bool = False
    late: bool = False
    archived: bool = False
    bands: tuple[str, ...] = ()
    ready: bool = False
    owe: bool = False
    less: bool = False
    members: tuple[str, ...] = ()
    mine: bool = False

    @property
    def plain(self) -> bool:
        """True where it lets every partner through that is not archived, or every one that is."""
        return self == PartnerFilter(archived=self.archived)


def parse_filter(text: str) -> PartnerFilter:
    """A filter from what was typed. Raises Refused for a tier, stage or kind that there is not."""
    words: list[str] = []
    sets: dict[str, tuple[str, ...]] = {}
    members: list[str] = []
    flags: set[str] = set()
    for word in fold(clean_line(text)).split():
        name, colon, value = word.partition(":")
        if colon and name in _SETS:
            chosen = _beginning(name, value)
            before = sets.get(name)
            sets[name] = chosen if before is None else tuple(one for one in before if one in chosen)
            if not sets[name]:
                raise Refused(f"No partner has two of them: leave one “{name}:” out.")
        elif colon and name == "member":
            members += [value] if value else []  # a name that is still to be typed lets everybody through
        elif word == "nobody":
            members.append("-")
        elif word in _FLAGS or word in _BANDS:
            flags.add(word)
        else:
            words.append(word)
    return PartnerFilter(
        words=tuple(words),
        tiers=sets.get("tier", ()),
        stages=sets.get("stage", ()),
        kinds=sets.get("kind", ()),
        due="due" in flags,
        late="late" in flags,
        archived="archived" in flags,
        bands=tuple(band for band in _BANDS if band in flags),
        ready="ready" in flags,
        owe="owe" in flags,
        less="less" in flags,
        members=tuple(members),
        mine="mine" in flags,
    )


def beginning_with(word: str, choices: Sequence[str]) -> tuple[str, ...]:
    """The stored words that a plain word of a filter begins; none for a word of one or two letters."""
    return tuple(one for one in choices if len(word) >= _SHORTEST_PREFIX and label(one).startswith(word))


def _beginning(name: str, value: str) -> tuple[str, ...]:
    found = tuple(one for one in _SETS[name] if fold(one).startswith(value))
    if not found:
        raise Refused(f"There is no {name} “{value}”: {', '.join(_SETS[name])}.")
    return found


_SETS: dict[str, tuple[str, ...]] = {
    "tier": tuple(str(one) for one in Tier),
    "stage": tuple(str(one) for one in Stage),
    "kind": tuple(str(one) for one in PartnerKind),
}
