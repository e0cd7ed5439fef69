"""A referral as a card of the board shows it, and what a filter over cards asks for."""

from datetime import date

from tui_tracker.domain.frozen import dataclass
from tui_tracker.domain.text import fold


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


@dataclass(frozen=True, slots=True)
class CardFilter:
    """Which cards are wanted.

    Every word stands in the partner's or payer's name or in the patient reference; `late` and `urgent` want only such;
    `flow`, `stage` and `partner_id` of None mean any.
    """

    words: tuple[str, ...] = ()
    late: bool = False
    urgent: bool = False
    flow: str | None = None
    stage: str | None = None
    partner_id: int | None = None


def read_filter(text: str, flow: str | None = None, stage: str | None = None) -> CardFilter:
    """A filter as it is typed: `late` and `urgent` are asked for by name, every other word is looked for."""
    words = fold(text).split()
    plain = tuple(word for word in words if word not in ("late", "urgent"))
    return CardFilter(plain, "late" in words, "urgent" in words, flow, stage)
