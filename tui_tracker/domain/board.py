"""A referral as a card of the board shows it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Card:
    """One referral in a column, with what is owed next: `owed` is a `words.Promise`, None where nothing is.

    `days_late` belongs to `owed_due`: above 0 late, 0 due today, below 0 days left. `stage_on` is the day on which the
    present stage was reached, `day` the day received or sent, `visit_on` the day the first visit is booked for.
    """

    id: int
    flow: str
    stage: str
    stage_on: date
    partner_id: int | None
    partner_name: str | None
    source: str
    patient_ref: str
    reason: str
    urgency: str
    day: date
    visit_on: date | None
    owed: str | None
    owed_due: date | None
    days_late: int

    @property
    def late(self) -> bool:
        """True where something owed is past its day."""
        return self.owed is not None and self.days_late > 0
