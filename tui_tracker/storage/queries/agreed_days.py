"""The days that agreements name instead of ours. Read by the first screen: nothing heavy here."""

from collections.abc import Collection
from typing import Any

from peewee import fn

from tui_tracker.domain.promises import agreed_days
from tui_tracker.domain.records import Agreement as AgreementRecord
from tui_tracker.domain.settings import PromiseDays
from tui_tracker.storage.database import database
from tui_tracker.storage.models import Agreement, Referral


def agreed(
    default: PromiseDays,
    partner_id: int | None = None,
    referral_ids: list[int] | None = None,
    partner_ids: Collection[int] | None = None,
) -> dict[int, PromiseDays]:
    """The days in force, by partner, where an agreement names figures of its own: of all, or of the partners named."""
    figures = (
        Agreement.first_contact_days,
        Agreement.acknowledgement_days,
        Agreement.thank_you_days,
        Agreement.first_visit_days,
        Agreement.initial_report_days,
        Agreement.progress_report_days,
        Agreement.final_report_days,
    )
    query = Agreement.select(Agreement.partner, *figures).where(fn.COALESCE(*figures).is_null(False))
    if partner_id is not None:
        query = query.where(Agreement.partner == partner_id)
    if partner_ids is not None:
        query = query.where(Agreement.partner.in_(list(partner_ids)))
    if referral_ids is not None:
        query = query.where(
            Agreement.partner.in_(Referral.select(Referral.partner).where(Referral.id.in_(referral_ids)))
        )
    known: dict[Any, PromiseDays] = {}
    found = {}
    for row in database.execute(query):
        figures_of_row = tuple(row[1:])
        if figures_of_row not in known:
            known[figures_of_row] = agreed_days(_agreement(row), default)
        found[row[0]] = known[figures_of_row]
    return found


def _agreement(row: Any) -> AgreementRecord:
    values: list[Any] = [0, row[0], False, "", *row[1:8], "", None, "", "", None, ""]
    return AgreementRecord(*values)
