"""What may be due: few queries, each on an index, and nothing fetched that the agenda does not use.

Rows are read raw, without Peewee's conversion, which costs more than the query: days come as ISO text from SQLite and
as dates from PostgreSQL, and `_day` takes both.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta
from functools import lru_cache
from sys import intern
from typing import Any

from peewee import JOIN, SQL, Case, fn

from tui_tracker.domain.agenda_facts import Facts, ReferralFacts
from tui_tracker.domain.cadence import PartnerState, cutoffs
from tui_tracker.domain.moves import ReferralState
from tui_tracker.domain.promises import Sent
from tui_tracker.domain.records import FollowUp as FollowUpRecord
from tui_tracker.domain.records import Incident as IncidentRecord
from tui_tracker.domain.settings import PromiseDays, Settings
from tui_tracker.domain.stays import most_days
from tui_tracker.domain.words import (
    ASIDE_STAGES,
    FEEDBACK_BIT,
    INBOUND_STAGES,
    OUTBOUND_STAGES,
    RESTING_STAGES,
    THANK_BIT,
    Direction,
    Flow,
    ReferralStage,
    ReportKind,
    Stage,
    Tier,
)
from tui_tracker.storage.database import database
from tui_tracker.storage.models import Agreement, FollowUp, Incident, Partner, Referral, Report, Snooze, Touchpoint
from tui_tracker.storage.queries.agreed_days import agreed
from tui_tracker.storage.rows import CHUNK, chunks

_OPEN_INBOUND = [stage.value for stage in INBOUND_STAGES[:-1]]
_OPEN_OUTBOUND = [stage.value for stage in OUTBOUND_STAGES[:-1]]
_SEEN = [ReferralStage.SEEN.value, ReferralStage.IN_CARE.value]
_ASIDE = [stage.value for stage in ASIDE_STAGES]
_CLOSED = (Referral.flow == Flow.INBOUND.value) & (Referral.stage == ReferralStage.CLOSED.value)
_LONG_AGO = date(1, 1, 1)

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
    Referral.settled,
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


def facts(today: date, settings: Settings) -> Facts:
    """What is due by tomorrow, without referrals whose every promise is stale."""
    found = pressing(today, settings)
    add_unthanked(found, today, settings)
    add_cadence(found, today, settings)
    return found


def pressing(today: date, settings: Settings) -> Facts:
    """What `facts` gives, but for the two things for which every partner must be looked at."""
    found = Facts(agreed=agreed(settings.promises), snoozed=snoozed(today))
    since = _first_fresh(today, settings, found.agreed)
    until = today + timedelta(1)
    _add_referrals(found, _under_way(_reports_due(today, settings, found.agreed)))
    _add_referrals(found, _sent_out())
    _add_referrals(found, _unreported(Referral.stage_on >= since))
    _add_referrals(found, _untold(Referral.stage_on >= since))
    _add_follow_ups(found, FollowUp.due_on <= until)
    _add_incidents(found)
    _add_reviews(found, Agreement.review_on <= until)
    return found


def add_unthanked(found: Facts, today: date, settings: Settings, partner_ids: Collection[int] | None = None) -> None:
    """Add what waits for a thank-you and is not among them yet, of some partners or of all."""
    fresh = Referral.day >= _first_fresh(today, settings, found.agreed)
    _add_unthanked(found, fresh if partner_ids is None else fresh & Partner.id.in_(partner_ids))


def add_cadence(found: Facts, today: date, settings: Settings, partner_ids: Collection[int] | None = None) -> None:
    """Add the partners whose next touch is due by tomorrow, of some or of all."""
    due = Partner.cadence_days.is_null(False) | _out_of_touch(cutoffs(settings, today, ahead=1))
    _add_cadence(found, due if partner_ids is None else due & Partner.id.in_(partner_ids))


def add_longest_out_of_touch(found: Facts, today: date, settings: Settings, number: int) -> None:
    """Add of each tier so many partners who were out of touch longest, and all that have a cadence of their own.

    Among them are the first so many of the agenda's reconnects: in a tier, days late go with the last touch. First
    contacts have their own days, so they are counted apart.
    """
    _add_cadence(found, Partner.cadence_days.is_null(False))
    due = Partner.cadence_days.is_null() & _out_of_touch(cutoffs(settings, today, ahead=1))
    first = (Partner.stage == Stage.PROSPECT.value) & ~fn.EXISTS(_touches())
    order = (fn.COALESCE(_last_touch(), Partner.added_on), Partner.search, Partner.id)
    for tier in Tier:
        for group in (first, ~first):
            _add_cadence(found, (Partner.tier == tier.value) & due & group, order, number)


def facts_of_partner(today: date, settings: Settings, partner_id: int) -> Facts:
    """All that is open with one partner, due or not."""
    found = Facts(agreed=agreed(settings.promises, partner_id), snoozed=snoozed(today))
    reported = _reported(ReportKind.FINAL) & _reported(ReportKind.INITIAL)
    # In a CASE, or SQLite would look through every closed referral of the practice by its stage.
    is_open = Case(None, [((Referral.stage == ReferralStage.CLOSED.value) & reported, SQL("FALSE"))], ~Referral.settled)
    _add_referrals(found, _select((Referral.partner == partner_id) & is_open, final=True, feedback=True))
    _add_unthanked(found, Partner.id == partner_id)
    _add_follow_ups(found, FollowUp.partner == partner_id)
    _add_incidents(found, Incident.partner == partner_id)
    _add_reviews(found, Agreement.partner == partner_id)
    _add_cadence(found, Partner.id == partner_id)
    return found


def add_backlog(found: Facts, today: date, settings: Settings) -> None:
    """Add to what `facts` gave the referrals whose every promise is stale."""
    before = _first_fresh(today, settings, found.agreed)
    _add_referrals(found, _unreported(Referral.stage_on < before))
    _add_unthanked(found, Referral.day < before)
    _add_referrals(found, _untold(Referral.stage_on < before))


def add_slow(found: Facts, today: date, settings: Settings) -> None:
    """Add the referrals in care, or seen, that are slow by `found.usual` and are not among them yet.

    All others that may be slow were found already: of those under way only these can owe nothing else.
    """
    for stage in _SEEN:
        usual = found.usual.get((Flow.INBOUND.value, stage))
        if usual is not None and settings.slow.factor:
            before = today - timedelta(most_days(usual, settings.slow))
            _add_referrals(
                found, _under_way((Referral.stage == stage) & (Referral.stage_on < before) & ~Referral.settled)
            )


def all_owed(settings: Settings) -> Facts:
    """Every referral on which something is owed, due or still to come."""
    found = Facts(agreed=agreed(settings.promises))
    inbound = Referral.flow == Flow.INBOUND.value
    _add_referrals(found, _under_way(~Referral.settled))
    _add_referrals(found, _sent_out())
    _add_referrals(found, _unreported(inbound))
    _add_referrals(found, _untold(inbound))
    _add_unthanked(found, inbound)
    return found


def facts_of(referral_ids: Iterable[int], settings: Settings) -> Facts:
    """What some referrals owe, whatever stage they are in, those without a partner too; as many as one IN takes."""
    ids = list(referral_ids)
    found = Facts(agreed=agreed(settings.promises, None, ids))
    _add_referrals(found, _select(Referral.id.in_(ids), final=True, feedback=True, alone=True))
    return found


def snoozed(today: date) -> dict[str, date]:
    """What is hidden today: line key → the day it comes back."""
    rows = _raw(Snooze.select(Snooze.item, Snooze.until).where(Snooze.until > today))
    return {item: _given_day(until) for item, until in rows}


def _first_fresh(today: date, settings: Settings, agreed: dict[int, PromiseDays]) -> date:
    """A promise that was opened by something that happened before this day is stale."""
    longest = max(
        max(days.thank_you, days.acknowledgement, days.initial_report, days.final_report, days.feedback)
        for days in (settings.promises, *agreed.values())
    )
    return today - timedelta(settings.stale_days + longest)


def _add_referrals(found: Facts, query: Any) -> None:
    """Run one of the referral queries and add what it gives, each referral once."""
    partners = found.partners
    for row in _raw(query):
        if row[0] in found.referrals:
            continue
        partner_id = row[2]
        if partner_id not in partners and partner_id is not None:
            partners[partner_id] = _partner(row[-8:])
        days = [value and _day(value) for value in row[6:15]]
        state = ReferralState._make((*row[:6], *days, bool(row[15])))
        reports = Sent(_day(row[16]), bool(row[17]), bool(row[18]))
        found.referrals[row[0]] = ReferralFacts(state, reports, _day(row[19]), _day(row[20]))


def _select(where: Any, *, final: bool = False, feedback: bool = False, alone: bool = False) -> Any:
    """Partner referrals with what counts of their reports and touches; `final` and `feedback` where asked.

    `alone`: those that came without a partner as well.
    """
    return (
        Referral.select(
            *_STATE,
            _reports(fn.MAX(Report.sent_on)),
            _reported(ReportKind.INITIAL),
            _reported(ReportKind.FINAL) if final else SQL("FALSE"),
            _touch(_has("thanks", THANK_BIT, ours=True), "thanks"),
            _feedback() if feedback else SQL("NULL"),
            *_PARTNER,
        )
        .join(Partner, JOIN.LEFT_OUTER if alone else JOIN.INNER, on=(Referral.partner == Partner.id))
        .where(where)
    )


def _reports(what: Any) -> Any:
    return Report.select(what).where(Report.referral == Referral.id)


def _reported(kind: ReportKind) -> Any:
    return fn.EXISTS(_reports(SQL("1")).where(Report.kind == kind.value))


def _touch(has: Any, alias: str, since: Any = None) -> Any:
    """The last day of a touchpoint with an intent."""
    touch = Touchpoint.alias(alias)
    query = touch.select(fn.MAX(touch.day)).where((touch.partner == Referral.partner) & has)
    return query if since is None else query.where(touch.day >= since)


def _feedback() -> Any:
    """The last day on which we said how it went, or asked; of a patient whom we sent, to be told is news as well."""
    word = Touchpoint.alias("feedback")
    ours_or_news = (word.direction == Direction.OURS.value) | (Referral.flow == Flow.OUTBOUND.value)
    return _touch(_has("feedback", FEEDBACK_BIT) & ours_or_news, "feedback", since=Referral.day)


def _has(alias: str, bit: int, *, ours: bool = False) -> Any:
    """With an intent; `ours`: theirs keeps no promise of ours. Spelled out, or the partial index would not serve."""
    intent = f'("{alias}"."intents" & {bit}) <> 0'
    return SQL(f'{intent} AND "{alias}"."direction" = \'ours\'' if ours else intent)


def _under_way(where: Any) -> Any:
    """Inbound referrals that are not closed yet."""
    open_inbound = (Referral.flow == Flow.INBOUND.value) & Referral.stage.in_(_OPEN_INBOUND)
    return _select(open_inbound & where)


def _reports_due(today: date, settings: Settings, agreed: dict[int, PromiseDays]) -> Any:
    """Leaves out who was seen and of whom nothing can be due, but for a thank-you: the many, decided on an index."""
    soonest = min(days.progress_report for days in (settings.promises, *agreed.values()))
    lately = fn.EXISTS(_reports(SQL("1")).where(Report.sent_on > today + timedelta(1 - soonest)))
    told = _reported(ReportKind.INITIAL) & ((Referral.stage != ReferralStage.IN_CARE.value) | lately)
    return Case(None, [((Referral.stage.in_(_SEEN)) & told, SQL("FALSE"))], ~Referral.settled)


def _sent_out(where: Any = None) -> Any:
    """Outbound referrals without a report back yet, with the day on which they were asked about."""
    open_outbound = (Referral.flow == Flow.OUTBOUND.value) & Referral.stage.in_(_OPEN_OUTBOUND)
    open_outbound &= ~Referral.settled
    return _select(open_outbound if where is None else open_outbound & where, feedback=True)


def _unreported(where: Any) -> Any:
    """Closed referrals that lack the initial or the final report.

    One CASE, so that nearly all are decided on two indexes and never looked up in the table.
    """
    reported = _reported(ReportKind.FINAL) & _reported(ReportKind.INITIAL)
    lacking = Case(None, [(reported, SQL("FALSE"))], ~Referral.settled)
    return _select(_CLOSED & where & lacking, final=True)


def _add_unthanked(found: Facts, where: Any) -> None:
    """Add inbound referrals received after the last thank-you to their partner, where they are not among them yet.

    Every partner's last thank-you comes first, from its own index, then the referrals after it: CROSS JOIN makes SQLite
    keep to that order, which is twenty times as fast as the one it would choose. The rows then come by their ids alone.
    """
    thanks = Touchpoint.alias("last")
    last = thanks.select(fn.MAX(thanks.day)).where((thanks.partner == Partner.id) & _has("last", THANK_BIT, ours=True))
    owing = (
        Partner.select(Referral.id)
        .join(Referral, JOIN.CROSS)
        .where((Referral.partner == Partner.id) & (Referral.flow == Flow.INBOUND.value) & where)
        .where(Referral.day > fn.COALESCE(last, _LONG_AGO))
    )
    missing = [row_id for (row_id,) in _raw(owing) if row_id not in found.referrals]
    for chunk in chunks(missing, CHUNK):
        _add_referrals(found, _select(Referral.id.in_(chunk), final=True, feedback=True))


def _untold(where: Any) -> Any:
    """Referrals declined or lost without a word to the referrer since."""
    told = Touchpoint.alias("told")
    word = told.select(SQL("1")).where(
        (told.partner == Referral.partner) & (told.day >= Referral.aside_on) & _has("told", FEEDBACK_BIT, ours=True)
    )
    aside = (Referral.flow == Flow.INBOUND.value) & Referral.stage.in_(_ASIDE)
    return _select(aside & where & ~fn.EXISTS(word) & ~Referral.settled)


def _touches() -> Any:
    return Touchpoint.select(SQL("1")).where(Touchpoint.partner == Partner.id)


def _last_touch() -> Any:
    return Touchpoint.select(fn.MAX(Touchpoint.day)).where(Touchpoint.partner == Partner.id)


def _add_cadence(found: Facts, where: Any, order: tuple[Any, ...] = (), number: int | None = None) -> None:
    query = Partner.select(*_PARTNER, _last_touch()).where(
        Partner.archived_on.is_null() & Partner.stage.not_in([stage.value for stage in RESTING_STAGES]) & where
    )
    if number is not None:
        query = query.order_by(*order).limit(number)
    for row in _raw(query):
        found.partners[row[0]] = _partner(row[:8])
        found.last_touch[row[0]] = _day(row[8])


def _out_of_touch(latest: dict[str, date]) -> Any:
    """Partners with no touch after their tier's day, and who were added by then where there was no touch at all."""
    by_tier = Case(Partner.tier, [(tier.value, latest[tier]) for tier in Tier])
    added_by = Case(None, [(Partner.stage == Stage.PROSPECT.value, latest[Stage.PROSPECT])], by_tier)
    lately = _touches().where(Touchpoint.day > by_tier)
    return ~fn.EXISTS(lately) & ((Partner.added_on <= added_by) | fn.EXISTS(_touches()))


def _add_follow_ups(found: Facts, where: Any) -> None:
    query = FollowUp.select(FollowUp.id, FollowUp.due_on, FollowUp.text, *_PARTNER).join(Partner)
    for row_id, due_on, text, *rest in _raw(
        query.where(FollowUp.done_on.is_null() & FollowUp.dropped_on.is_null() & where)
    ):
        partner = found.partners.setdefault(rest[0], _partner(rest))
        found.follow_ups.append(FollowUpRecord(row_id, partner.id, partner.name, _given_day(due_on), text, None, None))


def _add_incidents(found: Facts, where: Any = None) -> None:
    columns = (Incident.id, Incident.referral, Incident.kind, Incident.opened_on, Incident.facts)
    query = Incident.select(*columns, *_PARTNER).join(Partner, on=(Incident.partner == Partner.id))
    query = query.where(Incident.closed_on.is_null() & Incident.answered_on.is_null())
    for row_id, referral_id, kind, opened_on, text, *rest in _raw(query if where is None else query.where(where)):
        partner = found.partners.setdefault(rest[0], _partner(rest))
        found.incidents.append(
            IncidentRecord(
                row_id, partner.id, partner.name, referral_id, kind, _given_day(opened_on), text, "", "", None, None
            )
        )


def _add_reviews(found: Facts, where: Any) -> None:
    query = Agreement.select(Agreement.review_on, *_PARTNER).join(Partner)
    query = query.where(Agreement.review_on.is_null(False) & Partner.archived_on.is_null() & where)
    for review_on, *rest in _raw(query):
        partner = found.partners.setdefault(rest[0], _partner(rest))
        found.reviews[partner.id] = _given_day(review_on)


def _partner(row: Any) -> PartnerState:
    row_id, name, search, tier, stage, cadence_days, added_on, archived_on = row
    return PartnerState(
        row_id, name, search, intern(tier), intern(stage), cadence_days, _given_day(added_on), _day(archived_on)
    )


def _raw(query: Any) -> Iterator[Any]:
    """The rows, some at a time: all of them would be held beside what is made of them."""
    cursor = database.execute(query)
    while rows := cursor.fetchmany(200):
        yield from rows


def _day(value: Any) -> date | None:
    return _date(value) if isinstance(value, str) else value


_date = lru_cache(4096)(date.fromisoformat)  # thousands of partners share some hundreds of days


def _given_day(value: Any) -> date:
    day = _day(value)
    assert day is not None
    return day
