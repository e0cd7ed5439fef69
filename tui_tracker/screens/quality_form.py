"""How a referral went, and what it brought: entered when it closes, changed at any time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tui_tracker.domain.errors import Refused
from tui_tracker.domain.money import money_text, read_money
from tui_tracker.domain.records import Referral
from tui_tracker.domain.words import Adherence, Appropriate, Flow, Outcome
from tui_tracker.screens.form_modal import FormModal
from tui_tracker.services import referrals
from tui_tracker.widgets.form import Field, word_choices

if TYPE_CHECKING:
    from tui_tracker.app import TuiTracker


class QualityForm(FormModal):
    """Asks how one referral went; gives a sentence, or None where it was left.

    What is unknown counts in no measure. Of an outbound referral only the outcome is asked.
    """

    KEYS = "enter next field · ctrl+s saves · esc leaves, v opens it again"

    def __init__(self, referral: Referral) -> None:
        way = "from" if referral.flow == Flow.INBOUND else "to"
        who = f" {way} {referral.partner_name}" if referral.partner_name else ""
        super().__init__(f"How {referral.patient_ref}{who} went", kept_as=f"quality {referral.id}")
        self._referral = referral

    def fields(self) -> Sequence[Field]:
        """Three words and an amount."""
        one = self._referral
        outcome = Field("outcome", "Outcome", one.outcome or "", choices=word_choices(list(Outcome), unknown="unknown"))
        if one.flow == Flow.OUTBOUND:
            return (outcome,)
        return (
            Field(
                "appropriate",
                "Right for us",
                one.appropriate or "",
                choices=word_choices(list(Appropriate), unknown="unknown"),
            ),
            Field(
                "adherence", "Adherence", one.adherence or "", choices=word_choices(list(Adherence), unknown="unknown")
            ),
            outcome,
            Field(
                "revenue_cents",
                "Revenue",
                "" if one.revenue_cents is None else money_text(one.revenue_cents),
                hint="1,234.50; empty where it is not known",
            ),
        )

    async def save(self, values: dict[str, str]) -> str | None:
        """Write it down; None where nothing differs. Raises Refused for the field that is wrong."""
        from tui_tracker.services.quality import set_quality

        house = self.house()
        said = await house.desk(
            set_quality,
            house.doing(),
            self._referral.id,
            values.get("appropriate"),
            values.get("adherence"),
            values["outcome"],
            read_money(values.get("revenue_cents", ""), "revenue_cents"),
        )
        return f"{said}. u undoes it." if said else None


async def quality_form(house: TuiTracker, referral_id: int) -> QualityForm:
    """The form for a referral as it stands now. Raises Refused where it is gone."""
    found = await house.desk(referrals.referral, referral_id)
    if found is None:
        raise Refused("This referral is no longer there; look again.")
    return QualityForm(found)
