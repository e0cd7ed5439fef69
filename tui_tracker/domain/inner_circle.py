"""The inner circle: the user's own ten, ranked, and whom they reach.

Reach is those in the circle × the folklore figure of people that each of them knows (RULES section 1). It is shown as
what it is: folklore.
"""

from collections.abc import Mapping

from tui_tracker.domain.frozen import dataclass

PLACES = 10


@dataclass(frozen=True, slots=True)
class Place:
    """One of the ten places; without a partner it is free."""

    rank: int
    partner_id: int | None = None
    name: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class InnerCircle:
    """All ten places in their order, and how many people those in them are said to know."""

    places: tuple[Place, ...]
    reach: int

    @property
    def taken(self) -> int:
        """How many places are taken."""
        return sum(place.partner_id is not None for place in self.places)


def put_at(ranks: Mapping[int, int], partner_id: int, rank: int) -> dict[int, int] | None:
    """The circle (partner by rank) with a partner at a place; None where all ten are taken by others.

    Who stands in the way moves towards the place that the partner leaves; else down to the next free place, or up
    where there is none below.
    """
    others = {place: one for place, one in ranks.items() if one != partner_id}
    left = next((place for place, one in ranks.items() if one == partner_id), None)
    down, up = range(rank, PLACES + 1), range(rank, 0, -1)
    ways = (down, up) if left is None else (down,) if left >= rank else (up,)
    free = next((place for way in ways for place in way if place not in others), None)
    if free is None:
        return None
    step = 1 if free < rank else -1
    for place in range(free, rank, step):
        others[place] = others.pop(place + step)
    return {**others, rank: partner_id}
