"""Reading what is agreed with partners."""

from dataclasses import fields

from tui_tracker.domain import records
from tui_tracker.storage.models import Agreement


def agreement_of(partner_id: int) -> records.Agreement | None:
    """The agreement with a partner; a partner has one at most."""
    columns = [
        Agreement.partner if one.name == "partner_id" else getattr(Agreement, one.name)
        for one in fields(records.Agreement)
    ]
    row = Agreement.select(*columns).where(Agreement.partner == partner_id).tuples().first()
    return None if row is None else records.Agreement(*row)
