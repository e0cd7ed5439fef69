"""The first page of Insights: the figures a practice is run by, and what changed."""

from tui_tracker.domain.frozen import dataclass
from tui_tracker.domain.insights.changes import Change
from tui_tracker.domain.insights.page import Compared

KEYS = (
    "received",
    "from_partners",
    "sent",
    "active",
    "new_referring",
    "to_seen",
    "completion",
    "leakage",
    "loop_closure",
    "initial_report_on_time",
)
"""The measures of the first page, in its order."""


@dataclass(frozen=True, slots=True)
class Overview:
    """The figures of `KEYS`, in order, each with the period before and twelve months; and what changed beyond chance.

    `changes` are at most six sentences, the most telling first, and up to two after them (with neither list nor
    partner) of what can not be compared; none where nothing changed beyond chance.
    """

    figures: tuple[Compared, ...]
    changes: tuple[Change, ...]
