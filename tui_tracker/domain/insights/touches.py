"""How we keep in touch, and give and take.

Gives, thanks and asks are ours alone; an answer that is dated after today is none yet.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from tui_tracker.domain.insights.page import Measure, Theme, Unit
from tui_tracker.domain.words import ASK_BIT, GIVE_BIT, THANK_BIT, Answer, Direction

MEASURES: tuple[Measure, ...] = (
    Measure(
        "touchpoints",
        Theme.TOUCHES,
        "Touchpoints",
        Unit.COUNT,
        0,
        "Touchpoints of the period, ours and theirs; one with several partners counts for each.",
        "touchpoints",
    ),
    Measure(
        "gives",
        Theme.TOUCHES,
        "Gives",
        Unit.COUNT,
        1,
        "Touchpoints of ours in the period with which something was given.",
        "touchpoints",
    ),
    Measure(
        "thanks",
        Theme.TOUCHES,
        "Thank-yous",
        Unit.COUNT,
        1,
        "Touchpoints of ours in the period that thanked.",
        "touchpoints",
    ),
    Measure(
        "asks",
        Theme.TOUCHES,
        "Asks",
        Unit.COUNT,
        0,
        "Touchpoints of ours in the period that asked for something.",
        "touchpoints",
    ),
    Measure(
        "asks_yes",
        Theme.TOUCHES,
        "Asks answered yes",
        Unit.SHARE,
        1,
        "Asks of the period that were answered yes, of those answered.",
        "asks answered",
    ),
    Measure(
        "seven_touches",
        Theme.TOUCHES,
        "Reached seven touches",
        Unit.COUNT,
        1,
        "Partners with whom the seventh different day with a touchpoint fell in the period.",
        "partners",
    ),
    Measure(
        "reciprocity",
        Theme.TOUCHES,
        "Sent for each received",
        Unit.RATIO,
        0,
        "Outbound referrals divided by inbound partner referrals, in the 365 days up to the end of the period.",
        "partner referrals of 365 days",
    ),
    Measure(
        "we_owe",
        Theme.TOUCHES,
        "Partners we owe",
        Unit.COUNT,
        -1,
        "Partners who sent at least 3 in those 365 days and got less than a third of that back in referrals and gives.",
        "partners",
    ),
    Measure(
        "one_sided",
        Theme.TOUCHES,
        "One-sided",
        Unit.COUNT,
        0,
        "Partners who got at least 6 referrals and gives in those 365 days and sent none.",
        "partners",
    ),
)


class Manner(NamedTuple):
    """What a touchpoint was like, as it is stored; `answer` is what came of an ask up to today."""

    channel: str
    direction: str
    member_id: int | None
    intents: int
    give: str | None
    answer: str | None

    @property
    def ours(self) -> bool:
        """Whether we reached out."""
        return self.direction == Direction.OURS

    def was(self, bit: int) -> bool:
        """Whether it was ours and had an intent."""
        return bool(self.intents & bit) and self.direction == Direction.OURS


class Touched(NamedTuple):
    """How many touchpoints of a manner there were; `place` is that of the slice of days."""

    place: int
    manner: Manner
    number: int


Wanted = Callable[[Manner], bool]

ALL: dict[str, Wanted] = {
    "touchpoints": lambda one: True,
    "ours": lambda one: one.ours,
    "theirs": lambda one: not one.ours,
    "gives": lambda one: one.was(GIVE_BIT),
    "thanks": lambda one: one.was(THANK_BIT),
    "asks": lambda one: one.was(ASK_BIT),
    "answered": lambda one: one.was(ASK_BIT) and one.answer is not None,
    "yes": lambda one: one.was(ASK_BIT) and one.answer == Answer.YES,
}
"""Which touchpoints count, by what they are counted as."""


def wanted(key: str) -> Wanted:
    """Which touchpoints stand behind a figure, a bar or a row; raises KeyError for what is no count of touchpoints.

    Besides those of `ALL`: `asks_yes`, `channel:call`, `member:3` (ours; `member:` without a member), `kind:article`
    (`kind:` of gives of which it is not said) and `answer:yes` (`answer:` of asks not answered yet).
    """
    word, colon, value = key.partition(":")
    if not colon:
        return ALL["answered" if key == "asks_yes" else key]
    member_id = int(value) if word == "member" and value else None
    return {
        "channel": lambda one: one.channel == value,
        "member": lambda one: one.ours and one.member_id == member_id,
        "kind": lambda one: one.was(GIVE_BIT) and (one.give or "") == value,
        "answer": lambda one: one.was(ASK_BIT) and (one.answer or "") == value,
    }[word]


class Tally(NamedTuple):
    """Numbers of touchpoints, in the order of `ALL`."""

    touchpoints: int = 0
    ours: int = 0
    theirs: int = 0
    gives: int = 0
    thanks: int = 0
    asks: int = 0
    answered: int = 0
    yes: int = 0


def tally(touched: Iterable[Touched]) -> Tally:
    """How many touchpoints there were of each sort."""
    sums = [0] * len(ALL)
    for _place, manner, number in touched:
        for place in _sorts(manner):
            sums[place] += number
    return Tally(*sums)


@lru_cache(maxsize=4096)
def _sorts(manner: Manner) -> tuple[int, ...]:
    """The places in `ALL` of what counts a manner: there are far fewer manners than groups that are tallied."""
    return tuple(place for place, counts in enumerate(ALL.values()) if counts(manner))


def tallies(touched: Iterable[Touched], spans: Sequence[range]) -> list[Tally]:
    """The same for each of the spans, which are given by the places of their slices."""
    by_place: dict[int, list[Touched]] = {}
    for one in touched:
        by_place.setdefault(one.place, []).append(one)
    each = {place: tally(mine) for place, mine in by_place.items()}
    nothing = Tally()
    return [
        Tally(*map(sum, zip(nothing, *(each.get(place, nothing) for place in span), strict=True))) for span in spans
    ]


def by_word(touched: Iterable[Touched], span: range, word: Callable[[Manner], object]) -> dict[object, Tally]:
    """The tallies of a span by something that touchpoints have: their channel, their member…"""
    found: dict[object, list[Touched]] = {}
    for one in touched:
        if one.place in span:
            found.setdefault(word(one.manner), []).append(one)
    return {key: tally(mine) for key, mine in found.items()}
