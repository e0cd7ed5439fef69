"""What a report is written from, and whether it was written already."""

from collections.abc import Mapping
from datetime import date

from tui_tracker.domain.records import Agreement as AgreementRecord
from tui_tracker.storage.models import Agreement, Report

_WRITTEN = (
    "kind",
    "channel",
    "note",
    "findings",
    "plan",
    "timeline",
    "surgical_options",
    "red_flags",
    "outcome",
    "recommendations",
    "copied_to",
    "letter",
)


def same_report(referral_id: int, day: date, values: Mapping[str, str]) -> int | None:
    """The id of a report on a referral that was sent on a day and holds the very same values, by column."""
    query = Report.select(Report.id).where((Report.referral == referral_id) & (Report.sent_on == day))
    for name in _WRITTEN:
        query = query.where(getattr(Report, name) == values.get(name, ""))
    row = query.order_by(Report.id).tuples().first()
    return None if row is None else int(row[0])


def agreement_with(partner_id: int) -> AgreementRecord | None:
    """What was agreed with a partner."""
    row = (
        Agreement.select(
            Agreement.id,
            Agreement.partner,
            Agreement.formal,
            Agreement.how_to_refer,
            Agreement.first_contact_days,
            Agreement.acknowledgement_days,
            Agreement.thank_you_days,
            Agreement.first_visit_days,
            Agreement.initial_report_days,
            Agreement.progress_report_days,
            Agreement.final_report_days,
            Agreement.format,
            Agreement.channel,
            Agreement.copied_to,
            Agreement.consent,
            Agreement.review_on,
            Agreement.note,
        )
        .where(Agreement.partner == partner_id)
        .tuples()
        .first()
    )
    return None if row is None else AgreementRecord(*row)
