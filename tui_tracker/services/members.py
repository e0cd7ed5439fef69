"""Who is looking after whom."""

from tui_tracker.domain.frozen import dataclass
from tui_tracker.domain.records import Member
from tui_tracker.domain.words import Tier
from tui_tracker.storage.queries import hand_over as queries
from tui_tracker.storage.queries.practice import members


@dataclass(frozen=True, slots=True)
class Caring:
    """What a member looks after, or what nobody does (`member` None): partners of tiers A, B and C, open follow-ups."""

    member: Member | None
    tiers: tuple[int, int, int]
    follow_ups: int

    @property
    def partners(self) -> int:
        """How many partners."""
        return sum(self.tiers)


def caring() -> tuple[Caring, ...]:
    """Every member with what they look after, in the order of `practice.members`; last, what nobody looks after."""
    tiers, follow_ups = queries.tiers_by_member(), queries.follow_ups_by_member()
    found = []
    for member in (*members(), None):
        key = None if member is None else member.id
        mine = tiers.get(key, {})
        found.append(
            Caring(member, (mine.get(Tier.A, 0), mine.get(Tier.B, 0), mine.get(Tier.C, 0)), follow_ups.get(key, 0))
        )
    return tuple(found)
