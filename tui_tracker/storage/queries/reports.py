"""Whether a report was written already, and since when there are any."""

from collections.abc import Mapping
from datetime import date

from peewee import fn

from tui_tracker.storage.models import Report

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


def first_report_on(referral_id: int) -> date | None:
    """The day of the first report on a referral; None where there is none."""
    found: date | None = Report.select(fn.MIN(Report.sent_on)).where(Report.referral == referral_id).scalar()
    return found
