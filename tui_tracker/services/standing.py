"""Keeping what the user says we are to a partner."""

from dataclasses import asdict
from typing import Any

from tui_tracker.domain.errors import Refused
from tui_tracker.domain.records import Doing
from tui_tracker.domain.standing import Answers
from tui_tracker.storage.journal import changing
from tui_tracker.storage.models import Partner
from tui_tracker.storage.queries import partners as queries


def set_standing(doing: Doing, partner_id: int, answers: Answers, before: Answers | None = None) -> str:
    """Keep the answers of the questionnaire, and that it was asked today, in one change; gives its label.

    Of answers that are as they were `before`, where that is given, nothing is written: what another session noted of
    them meanwhile stays. Raises Refused with the field that is wrong.
    """
    from tui_tracker.domain.drafts_partner import PartnerDraft, checked, partner_columns

    known: dict[str, Any] = {} if before is None else asdict(before)
    fields = {name: said for name, said in asdict(answers).items() if name not in known or known[name] != said}
    values = checked(PartnerDraft, fields)
    with changing(doing, "") as unit:
        partner = queries.partner(partner_id)
        if partner is None:
            raise Refused("This partner is no longer there; reload and look again.")
        unit.label = f"Noted who we are to {partner.name}"
        unit.update(Partner, partner_id, **partner_columns(values), standing_on=doing.today)
    return unit.label
