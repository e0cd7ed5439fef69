"""What part of the practice is measured: a member's partners, a specialty, an area, a payer's patients, a channel."""

from tui_tracker.domain.frozen import dataclass
from tui_tracker.domain.words import Source, label


@dataclass(frozen=True, slots=True)
class Lens:
    """What is measured; everything where nothing is set.

    `member_id`, `specialty` and `area` choose partners: those whom the member looks after (as on the Board), and those
    whose words are the same but for capitals and accents; an empty text is what has none. A referral counts by its
    partner; one without a partner only where none of the three is set. `payer_id` and `source` choose referrals: whom
    that partner pays for, and the channel by which the patient came (outbound ones have none, and are left out).
    `member` and `payer` are their names, for what is shown.
    """

    member_id: int | None = None
    specialty: str | None = None
    area: str | None = None
    payer_id: int | None = None
    source: Source | None = None
    member: str = ""
    payer: str = ""

    @property
    def of_partners(self) -> bool:
        """Whether it chooses partners."""
        return self.member_id is not None or self.specialty is not None or self.area is not None

    @property
    def of_referrals(self) -> bool:
        """Whether it chooses referrals by more than their partner: what counts no referral has no figure then."""
        return self.payer_id is not None or self.source is not None

    @property
    def name(self) -> str:
        """`Ann’s partners, podiatry, Bath, paid by Acme, by web`; empty where everything is measured."""
        parts = []
        if self.member_id is not None:
            parts.append(f"{self.member}’s partners")
        if self.specialty is not None:
            parts.append(self.specialty or "no specialty")
        if self.area is not None:
            parts.append(self.area or "no area")
        if self.payer_id is not None:
            parts.append(f"paid by {self.payer}")
        if self.source is not None:
            parts.append(f"by {label(self.source)}")
        return ", ".join(parts)


EVERYTHING = Lens()
