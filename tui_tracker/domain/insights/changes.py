"""What changed from one period to the next beyond chance, in sentences."""

from tui_tracker.domain.frozen import dataclass
from tui_tracker.domain.insights.page import Behind

NOTHING = "Nothing changed beyond chance."
"""What is said where there is no sentence."""


@dataclass(frozen=True, slots=True)
class Change:
    """One sentence: `Initial report on time: 71 % of 45; 92 % of 50 before.`

    `better` is None where neither more nor less is better. `behind` leads to what was counted, `partner_id` to the
    partner of whom it tells; one of them may be None, and both.
    """

    text: str
    better: bool | None
    behind: Behind | None = None
    partner_id: int | None = None
