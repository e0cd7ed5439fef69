"""What may be due: few queries, each on an index, and nothing fetched that the agenda does not use.

Rows are read raw, without Peewee's conversion, which costs more than the query: days come as ISO text from SQLite and
as dates from PostgreSQL, and `_day` takes both.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from peewee import SQL, Case, fn

from tui_tracker.domain.agenda_facts import Facts, ReferralFacts
from tui_tracker.domain.cadence import PartnerState, cutoffs
from tui_tracker.domain.moves import ReferralState
from tui_tracker.domain.promises import Sent, agreed_days
from tui_tracker.domain.records import Agreement as AgreementRecord
from tui_tracker.domain.records import FollowUp as FollowUpRecord
from tui_tracker.domain.records import Incident as IncidentRecord
from tui_tracker.domain.settings import PromiseDays, Settings
from tui_tracker.domain.words import (
    ASIDE_STAGES,
    FEEDBACK_BIT,
    INBOUND_STAGES,
    OUTBOUND_STAGES,
    RESTING_STAGES,
    THANK_BIT,
    Flow,
    ReferralStage,
    ReportKind,
    Stage,
    Tier,
)
from tui_tracker.storage.database import database
from tui_tracker.storage.models import Agreement, FollowUp, Incident, Partner, Referral, Report, Snooze, Touchpoint

_OPEN_INBOUND = [stage.value for stage in INBOUND_STAGES[:-1]]
_OPEN_OUTBOUND = [stage.value for stage in OUTBOUND_STAGES[:-1]]
_ASIDE = [stage.value for stage in ASIDE_STAGES]
_CLOSED = ReferralStage.CLOSED.value

_STATE = (
    Referral.id,
    Referral.flow,
    Referral.partner,
    Referral.patient_ref,
    Referral.urgency,
    Referral.stage,
    Referral.day,
    Referral.contacted_on,
    Referral.scheduled_on,
    Referral.accepted_on,
    Referral.seen_on,
    Referral.in_care_on,
    Referral.closed_on,
    Referral.aside_on,
    Referral.visit_on,
)
_PARTNER = (
    Partner.id,
    Partner.name,
    Partner.search,
    Partner.tier,
    Partner.stage,
    Partner.cadence_days,
    Partner.added_on,
    Partner.archived_on,
)


def facts(today: date, settings: Settings, partner_id: int | None = None) -> Facts:
    """What is due by tomorrow, without referrals whose every promise is stale; of one partner: all that is open."""
    found = Facts(agreed=agreed(settings.promises, partner_id), snoozed=snoozed(today))
    since = None if partner_id else first_fresh_close(today, settings, found.agreed)
    add_referrals(found, _open_inbound(partner_id))
    add_referrals(found, _open_outbound(partner_id))
    add_referrals(found, _closed(partner_id, since=since))
    add_referrals(found, _aside(partner_id, since=since))
    _add_cadence(found, today, settings, partner_id)
    until = None if partner_id else today + timedelta(1)
    _add_follow_ups(found, until, partner_id)
    _add_incidents(found, partner_id)
    _add_reviews(found, until, partner_id)
    return found


def add_backlog(found: Facts, today: date, settings: Settings) -> None:
    """Add to what `facts` gave the referrals whose every promise is stale."""
    before = first_fresh_close(today, settings, found.agreed)
    add_referrals(found, _closed(None, before=before))
    add_referrals(found, _aside(None, before=before))


def facts_of(referral_ids: Iterable[int], settings: Settings) -> Facts:
    """What some referrals owe, whatever stage they are in; at most as many as one IN takes."""
    ids = list(referral_ids)
    found = Facts(agreed=agreed(settings.promises, None, ids))
    add_referrals(found, _select(Referral.id.in_(ids), feedback=True))
    return found


def first_fresh_close(today: date, settings: Settings, agreed: dict[int, PromiseDays]) -> date:
    """A referral closed or set aside before this day owes nothing that is not stale."""
    longest = max(
        max(days.thank_you, days.acknowledgement, days.initial_report, days.final_report, days.feedback)
        for days in (settings.promises, *agreed.values())
    )
    return today - timedelta(settings.stale_days + longest)


def agreed(
    default: PromiseDays, partner_id: int | None = None, referral_ids: list[int] | None = None
) -> dict[int, PromiseDays]:
    """The days in force, by partner, where an agreement names figures of its own."""
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
    if referral_ids is not None:
        query = query.where(
            Agreement.partner.in_(Referral.select(Referral.partner).where(Referral.id.in_(referral_ids)))
        )
    return {row[0]: agreed_days(_agreement(row), default) for row in _raw(query)}


def snoozed(today: date) -> dict[str, date]:
    """What is hidden today: line key → the day it comes back."""
    rows = _raw(Snooze.select(Snooze.item, Snooze.until).where(Snooze.until > today))
    return {item: _given_day(until) for item, until in rows}


def add_referrals(found: Facts, query: Any) -> None:
    """Run one of the referral queries and add what it gives."""
    partners, referrals = found.partners, found.referrals
    for row in _raw(query):
        partner_id = row[2]
        if partner_id not in partners:
            partners[partner_id] = _partner(row[-8:])
        days = [value and _day(value) for value in row[6:15]]
        state = ReferralState._make((*row[:6], *days, False))
        reports = Sent(_day(row[15]), bool(row[16]), bool(row[17]))
        referrals.append(ReferralFacts(state, reports, _day(row[18]), _day(row[19])))


def _select(where: Any, *, feedback: bool) -> Any:
    """Unsettled partner referrals with their reports summed up; the last feedback only where it matters, it costs."""
    return (
        Referral.select(
            *_STATE,
            _reports(fn.MAX(Report.sent_on)),
            fn.EXISTS(_reports(SQL("1"), ReportKind.INITIAL)),
            fn.EXISTS(_reports(SQL("1"), ReportKind.FINAL)),
            _touch(THANK_BIT, "thanks"),
            _touch(FEEDBACK_BIT, "feedback", since=Referral.day) if feedback else SQL("NULL"),
            *_PARTNER,
        )
        .join(Partner, on=(Referral.partner == Partner.id))
        .where(where & (Referral.settled == False))  # noqa: E712
    )


def _reports(what: Any, kind: ReportKind | None = None) -> Any:
    query = Report.select(what).where(Report.referral == Referral.id)
    return query if kind is None else query.where(Report.kind == kind.value)


def _touch(bit: int, alias: str, since: Any = None) -> Any:
    """The last day of a touchpoint with an intent; the bit stands in the SQL, or the partial index would not serve."""
    touch = Touchpoint.alias(alias)
    query = touch.select(fn.MAX(touch.day)).where(
        (touch.partner == Referral.partner) & SQL(f'("{alias}"."intents" & {bit}) <> 0')
    )
    return query if since is None else query.where(touch.day >= since)


def _open_inbound(partner_id: int | None) -> Any:
    where = (Referral.flow == Flow.INBOUND.value) & Referral.stage.in_(_OPEN_INBOUND)
    return _select(_of(partner_id, where), feedback=False)


def _open_outbound(partner_id: int | None) -> Any:
    where = (Referral.flow == Flow.OUTBOUND.value) & Referral.stage.in_(_OPEN_OUTBOUND)
    return _select(_of(partner_id, where), feedback=True)


def _closed(partner_id: int | None, *, since: date | None = None, before: date | None = None) -> Any:
    """Closed referrals that lack a report or a thank-you."""
    where = (Referral.flow == Flow.INBOUND.value) & (Referral.stage == _CLOSED)
    thanked = Touchpoint.alias("thanked")
    lacking = (
        ~fn.EXISTS(_reports(SQL("1"), ReportKind.FINAL))
        | ~fn.EXISTS(_reports(SQL("1"), ReportKind.INITIAL))
        | ~fn.EXISTS(
            thanked.select(SQL("1")).where(
                (thanked.partner == Referral.partner)
                & (thanked.day >= Referral.day)
                & SQL(f'("thanked"."intents" & {THANK_BIT}) <> 0')
            )
        )
    )
    return _select(_of(partner_id, _between(where, since, before) & lacking), feedback=False)


def _aside(partner_id: int | None, *, since: date | None = None, before: date | None = None) -> Any:
    """Referrals declined or lost without a word to the referrer since."""
    where = (Referral.flow == Flow.INBOUND.value) & Referral.stage.in_(_ASIDE)
    told = Touchpoint.alias("told")
    untold = ~fn.EXISTS(
        told.select(SQL("1")).where(
            (told.partner == Referral.partner)
            & (told.day >= Referral.aside_on)
            & SQL(f'("told"."intents" & {FEEDBACK_BIT}) <> 0')
        )
    )
    return _select(_of(partner_id, _between(where, since, before) & untold), feedback=False)


def _of(partner_id: int | None, where: Any) -> Any:
    return where if partner_id is None else (Referral.partner == partner_id) & where


def _between(where: Any, since: date | None, before: date | None) -> Any:
    if since is not None:
        where &= Referral.stage_on >= since
    if before is not None:
        where &= Referral.stage_on < before
    return where


def _add_cadence(found: Facts, today: date, settings: Settings, partner_id: int | None) -> None:
    last = Touchpoint.select(fn.MAX(Touchpoint.day)).where(Touchpoint.partner == Partner.id)
    query = Partner.select(*_PARTNER, last).where(
        Partner.archived_on.is_null() & Partner.stage.not_in([stage.value for stage in RESTING_STAGES])
    )
    if partner_id is not None:
        query = query.where(Partner.id == partner_id)
    else:
        latest = cutoffs(settings, today, ahead=1)
        by_tier = Case(Partner.tier, [(tier.value, latest[tier]) for tier in Tier])
        is_prospect = (Partner.stage == Stage.PROSPECT.value) & (Partner.added_on <= latest[Stage.PROSPECT])
        query = query.where(
            Partner.cadence_days.is_null(False) | is_prospect | (fn.COALESCE(last, Partner.added_on) <= by_tier)
        )
    for row in _raw(query):
        found.partners[row[0]] = _partner(row[:8])
        found.last_touch[row[0]] = _day(row[8])


def _add_follow_ups(found: Facts, until: date | None, partner_id: int | None) -> None:
    query = FollowUp.select(FollowUp.id, FollowUp.due_on, FollowUp.text, *_PARTNER).join(Partner)
    query = query.where(FollowUp.done_on.is_null() & FollowUp.dropped_on.is_null())
    if until is not None:
        query = query.where(FollowUp.due_on <= until)
    if partner_id is not None:
        query = query.where(FollowUp.partner == partner_id)
    for row_id, due_on, text, *rest in _raw(query):
        partner = found.partners.setdefault(rest[0], _partner(rest))
        found.follow_ups.append(FollowUpRecord(row_id, partner.id, partner.name, _given_day(due_on), text, None, None))


def _add_incidents(found: Facts, partner_id: int | None) -> None:
    columns = (Incident.id, Incident.referral, Incident.kind, Incident.opened_on, Incident.facts)
    query = Incident.select(*columns, *_PARTNER).join(Partner, on=(Incident.partner == Partner.id))
    query = query.where(Incident.closed_on.is_null() & Incident.answered_on.is_null())
    if partner_id is not None:
        query = query.where(Incident.partner == partner_id)
    for row_id, referral_id, kind, opened_on, text, *rest in _raw(query):
        partner = found.partners.setdefault(rest[0], _partner(rest))
        found.incidents.append(
            IncidentRecord(
                row_id, partner.id, partner.name, referral_id, kind, _given_day(opened_on), text, "", "", None, None
            )
        )


def _add_reviews(found: Facts, until: date | None, partner_id: int | None) -> None:
    query = Agreement.select(Agreement.review_on, *_PARTNER).join(Partner)
    query = query.where(Agreement.review_on.is_null(False) & Partner.archived_on.is_null())
    if until is not None:
        query = query.where(Agreement.review_on <= until)
    if partner_id is not None:
        query = query.where(Agreement.partner == partner_id)
    for review_on, *rest in _raw(query):
        partner = found.partners.setdefault(rest[0], _partner(rest))
        found.reviews[partner.id] = _given_day(review_on)


def _agreement(row: Any) -> AgreementRecord:
    values: list[Any] = [0, row[0], False, "", *row[1:8], "", None, "", "", None, ""]
    return AgreementRecord(*values)


def _partner(row: Any) -> PartnerState:
    return PartnerState._make((*row[:6], _day(row[6]), _day(row[7])))


def _raw(query: Any) -> list[Any]:
    rows: list[Any] = database.execute(query).fetchall()
    return rows


def _day(value: Any) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _given_day(value: Any) -> date:
    day = _day(value)
    assert day is not None
    return day
