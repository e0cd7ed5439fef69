"""Referrals in windows, and what belongs to one."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from peewee import JOIN, fn

from tui_tracker.domain.board import CardFilter
from tui_tracker.domain.records import Incident as IncidentRecord
from tui_tracker.domain.records import Referral as ReferralRecord
from tui_tracker.domain.records import Report as ReportRecord
from tui_tracker.domain.words import ASIDE_STAGES, ReferralStage, Urgency
from tui_tracker.storage.models import Incident, Member, Partner, Referral, Report
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
_OVER = (ReferralStage.CLOSED.value, *(stage.value for stage in ASIDE_STAGES))

CardRow = tuple[int, str, str, date, int | None, str | None, str, str, str, str, date, date | None]


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


def cards(ids: Sequence[int]) -> list[CardRow]:
    """The columns of cards, in the order of the ids."""
    columns = (
        Referral.id,
        Referral.flow,
        Referral.stage,
        Referral.stage_on,
        Referral.partner,
        Partner.name,
        Referral.source,
        Referral.patient_ref,
        Referral.reason,
        Referral.urgency,
        Referral.day,
        Referral.visit_on,
    )
    found: dict[int, CardRow] = {}
    for chunk in chunks(list(ids), CHUNK):
        query = Referral.select(*columns).join(Partner, JOIN.LEFT_OUTER, on=(Referral.partner == Partner.id))
        found.update({row[0]: row for row in query.where(Referral.id.in_(chunk)).tuples()})
    return [found[row_id] for row_id in ids if row_id in found]


def stage_counts(chosen: CardFilter) -> dict[str, int]:
    """How many cards each stage holds; stages without any are left out."""
    query = _chosen(chosen, Referral.stage, fn.COUNT(Referral.id)).group_by(Referral.stage)
    return dict(query.tuples())


def column_window(stage: str, chosen: CardFilter, offset: int, length: int) -> list[int]:
    """Ids of a window on one stage: who waits longest first; what is over newest first."""
    query = _chosen(chosen, Referral.id).where(Referral.stage == stage).order_by(*_column_order(stage))
    return [row_id for (row_id,) in query.offset(offset).limit(length).tuples()]


def column_place(referral_id: int, chosen: CardFilter) -> tuple[str, int] | None:
    """The stage of a card and how many stand before it there; None where the filter leaves it out."""
    row = _chosen(chosen, Referral.stage, Referral.stage_on).where(Referral.id == referral_id).tuples().first()
    if row is None:
        return None
    stage, day = row
    if stage in _OVER:
        before = (Referral.stage_on > day) | ((Referral.stage_on == day) & (Referral.id > referral_id))
    else:
        before = (Referral.stage_on < day) | ((Referral.stage_on == day) & (Referral.id < referral_id))
    return stage, int(_chosen(chosen, Referral.id).where((Referral.stage == stage) & before).count())


def newest(chosen: CardFilter, offset: int, length: int) -> list[int]:
    """Ids of a window on all cards that are wanted, newest first."""
    query = _chosen(chosen, Referral.id).order_by(Referral.day.desc(), Referral.id.desc())
    return [row_id for (row_id,) in query.offset(offset).limit(length).tuples()]


def places(ids: Iterable[int], chosen: CardFilter) -> list[tuple[int, str, date]]:
    """Id, stage and the day it was reached, of those among some cards that are wanted."""
    found: list[tuple[int, str, date]] = []
    for chunk in chunks(sorted(ids), CHUNK):
        query = _chosen(chosen, Referral.id, Referral.stage, Referral.stage_on).where(Referral.id.in_(chunk))
        found.extend(query.tuples())
    return found


def in_column_order(stage: str, placed: Iterable[tuple[int, str, date]]) -> list[int]:
    """The ids of a stage among what `places` gave, in the order of `column_window`."""
    rows = sorted(((day, row_id) for row_id, one, day in placed if one == stage), reverse=stage in _OVER)
    return [row_id for _, row_id in rows]


def unsettled_before(day: date) -> list[int]:
    """Ids of the referrals received or sent before a day that are not settled."""
    query = Referral.select(Referral.id).where((Referral.day < day) & ~Referral.settled).order_by(Referral.id)
    return [row_id for (row_id,) in query.tuples()]


def incident(incident_id: int) -> IncidentRecord | None:
    """One incident."""
    row = _incidents().where(Incident.id == incident_id).tuples().first()
    return None if row is None else IncidentRecord(*row)


def incidents_of(partner_id: int) -> list[IncidentRecord]:
    """A partner's incidents, newest first."""
    query = _incidents().where(Incident.partner == partner_id)
    return [IncidentRecord(*row) for row in query.order_by(Incident.opened_on.desc(), Incident.id.desc()).tuples()]


def _incidents() -> Any:
    return Incident.select(
        Incident.id,
        Incident.partner,
        Partner.name,
        Incident.referral,
        Incident.kind,
        Incident.opened_on,
        Incident.facts,
        Incident.reply,
        Incident.offered,
        Incident.answered_on,
        Incident.closed_on,
    ).join(Partner, on=(Incident.partner == Partner.id))


def _joined(*columns: Any) -> Any:
    return (
        Referral.select(*columns)
        .join(Partner, JOIN.LEFT_OUTER, on=(Referral.partner == Partner.id))
        .switch(Referral)
        .join(_Payer, JOIN.LEFT_OUTER, on=(Referral.payer == _Payer.id))
    )


def _chosen(chosen: CardFilter, *columns: Any) -> Any:
    """A query on the cards that are wanted."""
    query = Referral.select(*columns)
    for word in chosen.words:
        query = query.where(Referral.id.in_(_having(word)))
    if chosen.urgent:
        query = query.where(Referral.urgency.in_([Urgency.URGENT.value, Urgency.EMERGENCY.value]))
    if chosen.flow is not None:
        query = query.where(Referral.flow == chosen.flow)
    if chosen.stage is not None:
        query = query.where(Referral.stage == chosen.stage)
    if chosen.partner_id is not None:
        query = query.where(Referral.partner == chosen.partner_id)
    return query


def _having(word: str) -> Any:
    """The ids of referrals with a word in the partner's or the payer's name or in the reference.

    Each of the three is an index of its own; with the names joined, every row of every stage would be read.
    """
    named = Partner.select(Partner.id).where(Partner.search.contains(word))
    sent, paid, own = Referral.alias(), Referral.alias(), Referral.alias()
    return (
        sent.select(sent.id).where(sent.partner.in_(named))
        | paid.select(paid.id).where(paid.payer.in_(named))
        | own.select(own.id).where(own.patient_ref.contains(word))
    )


def _column_order(stage: str) -> tuple[Any, Any]:
    if stage in _OVER:
        return Referral.stage_on.desc(), Referral.id.desc()
    return Referral.stage_on, Referral.id
