"""How a referral went: whether it was right for us, how far the patient kept to it, how it ended, what it brought.

Of a patient whom we sent out only the outcome is ours to note, as we were told it: whether the referral was right,
how far the patient kept to the plan and what it brought are the other practice's to know (RULES section 9 is about
referrals that were sent to us).
"""

from __future__ import annotations

from tui_tracker.domain.errors import Refused
from tui_tracker.domain.records import Doing
from tui_tracker.domain.words import Flow
from tui_tracker.storage import models
from tui_tracker.storage.journal import changing
from tui_tracker.storage.queries import referrals as queries

_OURS = {"appropriate": "whether it was right", "adherence": "adherence", "revenue_cents": "revenue"}


def set_quality(
    doing: Doing,
    referral_id: int,
    appropriate: str | None,
    adherence: str | None,
    outcome: str | None,
    revenue_cents: int | None,
) -> str:
    """Note how a referral went, in one change; gives its label, or nothing where nothing differs.

    None (or an empty word) is unknown, and takes away what stood there. Raises Refused with the field that is wrong,
    also for anything but the outcome of an outbound referral.
    """
    from tui_tracker.domain.drafts_partner import checked
    from tui_tracker.domain.drafts_referral import ReferralDraft

    given = {
        "appropriate": appropriate,
        "adherence": adherence,
        "outcome": outcome,
        "revenue_cents": revenue_cents,
    }
    values = checked(ReferralDraft, given)
    with changing(doing, "Noted how a referral went") as unit:
        found = queries.referral(referral_id, lock=True)
        if found is None:
            raise Refused("This referral is no longer there; look again.")
        if found.flow == Flow.OUTBOUND:
            for name, words in _OURS.items():
                if values[name] is not None:
                    raise Refused(f"Of a patient whom we sent out only the outcome is noted, not {words}.", name)
        who = found.patient_ref if found.partner_name is None else f"{found.patient_ref} ({found.partner_name})"
        unit.label = f"Noted how {who} went"
        unit.update(models.Referral, referral_id, **values)
    return "" if unit.change_id is None else unit.label
