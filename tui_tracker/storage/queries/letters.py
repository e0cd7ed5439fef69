"""Reading what a letter says beside the partner and the referral."""

from tui_tracker.domain import records
from tui_tracker.domain.words import LinkKind
from tui_tracker.storage.models import Agreement, Link, Practice
from tui_tracker.storage.queries.partners import partner

_PRACTICE = (
    Practice.id,
    Practice.name,
    Practice.specialty,
    Practice.time_zone,
    Practice.address,
    Practice.phone,
    Practice.fax,
    Practice.email,
)


def practice() -> records.Practice:
    """Our own practice; with empty texts where nothing was ever said of it."""
    row = Practice.select(*_PRACTICE).tuples().first()
    return records.Practice(1, "", "", "", "", "", "", "") if row is None else records.Practice(*row)


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
