"""Give and take over a year (RULES section 8).

Where the rule is silent: gives and asks are ours alone; what was given counts as much as a patient sent on, however
small it was, because the rule weighs the habit and not the worth; money never counts (RULES section 13).
"""

from tui_tracker.domain.frozen import dataclass
from tui_tracker.domain.settings import ReciprocityCounts
from tui_tracker.domain.text import count


@dataclass(frozen=True, slots=True)
class Reciprocity:
    """What went which way in `days`; `ratio` is outbound ÷ inbound, None with no inbound.

    `we_owe`: they send, and we give little back; `one_sided`: we give, and nothing comes.
    """

    days: int
    inbound: int
    outbound: int
    gives: int
    asks: int
    ratio: float | None
    we_owe: bool
    one_sided: bool

    @property
    def why(self) -> str:
        """In numbers: `5 received in 365 days; 1 sent to them, 2 gives`."""
        came = f"{self.inbound or 'none'} received in {count(self.days, 'day')}"
        return f"{came}; {self.outbound or 'none'} sent to them, {_number(self.gives, 'give')}"


def reciprocity(inbound: int, outbound: int, gives: int, asks: int, counts: ReciprocityCounts) -> Reciprocity:
    """Weigh what went which way; gives and asks are ours."""
    given = outbound + gives
    return Reciprocity(
        days=counts.days,
        inbound=inbound,
        outbound=outbound,
        gives=gives,
        asks=asks,
        ratio=outbound / inbound if inbound else None,
        we_owe=inbound >= max(counts.owe_from, 1) and given * counts.share < inbound,
        one_sided=inbound == 0 and given >= max(counts.one_sided_from, 1),
    )


def _number(number: int, word: str) -> str:
    return count(number, word) if number else f"no {word}"
