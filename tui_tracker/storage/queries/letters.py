"""Reading what a letter says beside the partner and the referral."""

from tui_tracker.domain import records
from tui_tracker.domain.words import LinkKind
from tui_tracker.storage.models import Agreement, Link
from tui_tracker.storage.queries.partners import partner


def agreed(partner_id: int) -> tuple[str, str]:
    """What a partner's agreement says of the patient's consent and of who is copied; empty without one."""
    row = Agreement.select(Agreement.consent, Agreement.copied_to).where(Agreement.partner == partner_id)
    found: tuple[str, str] | None = row.tuples().first()
    return found or ("", "")


def workplaces(partner_id: int) -> list[records.Partner]:
    """Where a partner works, in the order in which it was noted."""
    query = Link.select(Link.to_partner).where(
        (Link.from_partner == partner_id) & (Link.kind == LinkKind.WORKS_AT.value)
    )
    found = [partner(one) for (one,) in query.order_by(Link.id).tuples()]
    return [one for one in found if one is not None]
