"""Referrals in windows, and what belongs to one."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from peewee import JOIN

from tui_tracker.domain.records import Referral as ReferralRecord
from tui_tracker.domain.records import Report as ReportRecord
from tui_tracker.storage.models import Member, Partner, Referral, Report
from tui_tracker.storage.rows import CHUNK, chunks

_Payer = Partner.alias("payer")
_RECORD = (
    Referral.id,
    Referral.flow,
    Referral.source,
    Referral.partner,
    Partner.name,
    Referral.patient_ref,
    Referral.reason,
    Referral.urgency,
    Referral.payer,
    _Payer.name,
    Referral.member,
    Referral.stage,
    Referral.day,
    Referral.contacted_on,
    Referral.scheduled_on,
    Referral.accepted_on,
    Referral.seen_on,
    Referral.in_care_on,
    Referral.closed_on,
    Referral.aside_on,
    Referral.aside_reason,
    Referral.alternative,
    Referral.visit_on,
    Referral.settled,
    Referral.appropriate,
    Referral.adherence,
    Referral.outcome,
    Referral.revenue_cents,
)
_REPORT = (
    Report.id,
    Report.referral,
    Report.kind,
    Report.sent_on,
    Report.channel,
    Report.note,
    Member.name,
    Report.findings,
    Report.plan,
    Report.timeline,
    Report.surgical_options,
    Report.red_flags,
    Report.outcome,
    Report.recommendations,
    Report.copied_to,
    Report.letter,
)


def referral(referral_id: int, *, lock: bool = False) -> ReferralRecord | None:
    """One referral; `lock` holds it until the transaction ends (PostgreSQL)."""
    if lock and Referral._meta.database.for_update:
        Referral.select(Referral.id).where(Referral.id == referral_id).for_update().tuples().first()
    row = _joined(*_RECORD).where(Referral.id == referral_id).tuples().first()
    return None if row is None else ReferralRecord(*row)


def reports_of(referral_id: int) -> list[ReportRecord]:
    """What was sent about a referral, oldest first."""
    query = Report.select(*_REPORT).join(Member, JOIN.LEFT_OUTER).where(Report.referral == referral_id)
    query = query.order_by(Report.sent_on, Report.id)
    return [ReportRecord(*row) for row in query.tuples()]


def reports_among(ids: Sequence[int]) -> list[ReportRecord]:
    """What was sent about some referrals, as many as one IN takes, oldest first."""
    query = Report.select(*_REPORT).join(Member, JOIN.LEFT_OUTER).where(Report.referral.in_(ids))
    return [ReportRecord(*row) for row in query.order_by(Report.sent_on, Report.id).tuples()]


def records_with(*more: Any) -> Any:
    """A query for the columns of `ReferralRecord`, and more after them."""
    return _joined(*_RECORD, *more)


def partner_brief(partner_id: int) -> tuple[str, str, date | None] | None:
    """Name, stage and day of archiving of a partner."""
    found: tuple[str, str, date | None] | None = (
        Partner.select(Partner.name, Partner.stage, Partner.archived_on)
        .where(Partner.id == partner_id)
        .tuples()
        .first()
    )
    return found


def references_of(partner_ids: Sequence[int]) -> set[str]:
    """The patient references of some partners' referrals."""
    found: set[str] = set()
    for chunk in chunks(list(partner_ids), CHUNK):
        query = Referral.select(Referral.patient_ref).where(Referral.partner.in_(chunk))
        found.update(reference for (reference,) in query.tuples())
    return found


def unsettled_before(day: date) -> list[int]:
    """Ids of the referrals received or sent before a day that are not settled."""
    query = Referral.select(Referral.id).where((Referral.day < day) & ~Referral.settled).order_by(Referral.id)
    return [row_id for (row_id,) in query.tuples()]


def _joined(*columns: Any) -> Any:
    return (
        Referral.select(*columns)
        .join(Partner, JOIN.LEFT_OUTER, on=(Referral.partner == Partner.id))
        .switch(Referral)
        .join(_Payer, JOIN.LEFT_OUTER, on=(Referral.payer == _Payer.id))
    )
