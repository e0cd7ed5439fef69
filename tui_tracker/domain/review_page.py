"""What the morning review shows: one item with what a person should know before acting on it, and the end."""

from tui_tracker.domain.agenda import INTENTS, TIMELESS, AgendaItem, AgendaLine
from tui_tracker.domain.frozen import dataclass
from tui_tracker.domain.records import Partner, Touchpoint
from tui_tracker.domain.relationship import Relationship
from tui_tracker.domain.review import Deed


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """One item as it stands now. `lines` are those that still ask for something, the leading one first; `older` counts
    those from long ago beside them. `touches` are the newest, at most three. A gap has no partner and no relationship.
    """

    item: AgendaItem
    lines: tuple[AgendaLine, ...]
    older: int = 0
    partner: Partner | None = None
    touches: tuple[Touchpoint, ...] = ()
    relationship: Relationship | None = None

    @property
    def lead(self) -> AgendaLine:
        """What is asked for first."""
        return self.lines[0]

    @property
    def dated(self) -> bool:
        """Whether something is due by a day. What no day makes late (may we ask, do we owe something) can wait for
        another morning: once something was done with the partner, it does not keep the review there."""
        return any(line.kind not in TIMELESS for line in self.lines)

    @property
    def intent(self) -> str:
        """What a touchpoint for the leading line should carry; empty where it does not matter."""
        return INTENTS.get(self.lead.kind, "") if self.lead.action != "enter" else ""


@dataclass(frozen=True, slots=True)
class ReviewEnd:
    """How the day stands when a review is over.

    `done` are the history's own sentences of what was done, with the deed each stands for. `due` counts the items that
    are still due beside those of the review, `new` names those that came up since it began. `tomorrow` counts the
    partners with something due tomorrow, `tomorrow_names` the first of them.
    """

    done: tuple[tuple[Deed, str], ...]
    due: int
    new: tuple[str, ...]
    tomorrow: int
    tomorrow_names: tuple[str, ...]
