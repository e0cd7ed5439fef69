"""The referrals on which something may be owed: each query on an index, and nothing fetched that is not used."""

from datetime import date, timedelta
from typing import Any

from peewee import JOIN, SQL, Case, fn

from tui_tracker.domain.agenda_facts import Facts, ReferralFacts
from tui_tracker.domain.moves import ReferralState
from tui_tracker.domain.promises import Sent
from tui_tracker.domain.settings import PromiseDays, Settings
from tui_tracker.domain.words import (
    ASIDE_STAGES,
    FEEDBACK_BIT,
    INBOUND_STAGES,
    OUTBOUND_STAGES,
    THANK_BIT,
    Direction,
    Flow,
    ReferralStage,
    ReportKind,
)
from tui_tracker.storage.models import Partner, Referral, Report, Touchpoint
from tui_tracker.storage.queries.agenda_rows import PARTNER, as_day, partner_state, raw
from tui_tracker.storage.rows import CHUNK, chunks

_OPEN_INBOUND = [stage.value for stage in INBOUND_STAGES[:-1]]
_OPEN_OUTBOUND = [stage.value for stage in OUTBOUND_STAGES[:-1]]
SEEN = [ReferralStage.SEEN.value, ReferralStage.IN_CARE.value]
_ASIDE = [stage.value for stage in ASIDE_STAGES]
_CLOSED = (Referral.flow == Flow.INBOUND.value) & (Referral.stage == ReferralStage.CLOSED.value)
_LONG_AGO = date(1, 1, 1)
_NO_LIMIT = 2**31 - 1

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


def first_fresh(today: date, settings: Settings, agreed: dict[int, PromiseDays]) -> date:
    """A promise that was opened by something that happened before this day is stale."""
    longest = max(
        max(days.thank_you, days.acknowledgement, days.initial_report, days.final_report, days.feedback)
        for days in (settings.promises, *agreed.values())
    )
    return today - timedelta(settings.stale_days + longest)


def add_referrals(found: Facts, query: Any) -> None:
    """Run one of the referral queries and add what it gives, each referral once."""
    partners = found.partners
    for row in raw(query):
        if row[0] in found.referrals:
            continue
        partner_id = row[2]
        if partner_id not in partners and partner_id is not None:
            partners[partner_id] = partner_state(row[-9:])
        days = [value and as_day(value) for value in row[6:15]]
        state = ReferralState._make((*row[:6], *days, bool(row[15])))
        reports = Sent(as_day(row[16]), bool(row[17]), bool(row[18]))
        found.referrals[row[0]] = ReferralFacts(state, reports, as_day(row[19]), as_day(row[20]))


def select_referrals(where: Any, *, final: bool = False, feedback: bool = False, alone: bool = False) -> Any:
    """Partner referrals with what counts of their reports and touches; `final` and `feedback` where asked.

    `alone`: those that came without a partner as well.
    """
    return (
        Referral.select(
            *_STATE,
            _reports(fn.MAX(Report.sent_on)),
            reported(ReportKind.INITIAL),
            reported(ReportKind.FINAL) if final else SQL("FALSE"),
            _touch(_has("thanks", THANK_BIT, ours=True), "thanks"),
            _feedback() if feedback else SQL("NULL"),
            *PARTNER,
        )
        .join(Partner, JOIN.LEFT_OUTER if alone else JOIN.INNER, on=(Referral.partner == Partner.id))
        .where(where)
    )


def _reports(what: Any) -> Any:
    return Report.select(what).where(Report.referral == Referral.id)


def reported(kind: ReportKind) -> Any:
    """Whether a referral has a report of a kind."""
    return _there_is(_reports(SQL("1")).where(Report.kind == kind.value))


def _there_is(query: Any) -> Any:
    """EXISTS, but asked of each row on the index: for an EXISTS PostgreSQL reads all reports, however few the rows."""
    return fn.COALESCE(query.limit(1), 0) == 1


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


def under_way(where: Any) -> Any:
    """Inbound referrals that are not closed yet."""
    open_inbound = (Referral.flow == Flow.INBOUND.value) & Referral.stage.in_(_OPEN_INBOUND)
    return select_referrals(open_inbound & where)


def reports_due(today: date, settings: Settings, agreed: dict[int, PromiseDays]) -> Any:
    """Leaves out who was seen and of whom nothing can be due, but for a thank-you: the many, decided on an index."""
    soonest = min(days.progress_report for days in (settings.promises, *agreed.values()))
    lately = _there_is(_reports(SQL("1")).where(Report.sent_on > today + timedelta(1 - soonest)))
    told = reported(ReportKind.INITIAL) & ((Referral.stage != ReferralStage.IN_CARE.value) | lately)
    return Case(None, [((Referral.stage.in_(SEEN)) & told, SQL("FALSE"))], ~Referral.settled)


def sent_out(where: Any = None) -> Any:
    """Outbound referrals without a report back yet, with the day on which they were asked about."""
    open_outbound = (Referral.flow == Flow.OUTBOUND.value) & Referral.stage.in_(_OPEN_OUTBOUND)
    open_outbound &= ~Referral.settled
    return select_referrals(open_outbound if where is None else open_outbound & where, feedback=True)


def unreported(where: Any, *, many: bool = False) -> Any:
    """Closed referrals that lack the initial or the final report.

    One CASE, so that nearly all are decided on two indexes and never looked up in the table. `many`: most of all closed
    ones are looked through, which PostgreSQL does faster with all reports in hand.
    """
    told = SQL("TRUE")
    for kind in (ReportKind.FINAL, ReportKind.INITIAL):
        told &= fn.EXISTS(_reports(SQL("1")).where(Report.kind == kind.value)) if many else reported(kind)
    lacking = Case(None, [(told, SQL("FALSE"))], ~Referral.settled)
    return select_referrals(_CLOSED & where & lacking, final=True)


def add_unthanked_where(found: Facts, where: Any = None, partners: Any = None) -> None:
    """Add inbound referrals received after the last thank-you to their partner, where they are not among them yet.

    Every partner's last thank-you comes first, from its own index, then the referrals after it. The LIMIT, which limits
    nothing, makes PostgreSQL keep to that order, CROSS JOIN SQLite: it is six and twenty times as fast as the one that
    each would choose. The rows then come by their ids alone.
    """
    thanks = Touchpoint.alias("last")
    last = thanks.select(fn.MAX(thanks.day)).where((thanks.partner == Partner.id) & _has("last", THANK_BIT, ours=True))
    thanked = Partner.select(Partner.id.alias("partner"), fn.COALESCE(last, _LONG_AGO).alias("since"))
    if partners is not None:
        thanked = thanked.where(partners)
    thanked = thanked.limit(_NO_LIMIT).alias("thanked")
    owing = (
        Partner.select(Referral.id)
        .from_(thanked)
        .join(Referral, JOIN.CROSS)
        .where((Referral.partner == thanked.c.partner) & (Referral.flow == Flow.INBOUND.value))
        .where(Referral.day > thanked.c.since)
    )
    if where is not None:
        owing = owing.where(where)
    missing = [row_id for (row_id,) in raw(owing) if row_id not in found.referrals]
    for chunk in chunks(missing, CHUNK):
        add_referrals(found, select_referrals(Referral.id.in_(chunk), final=True, feedback=True))


def untold(where: Any) -> Any:
    """Referrals declined or lost without a word to the referrer since."""
    told = Touchpoint.alias("told")
    word = told.select(SQL("1")).where(
        (told.partner == Referral.partner) & (told.day >= Referral.aside_on) & _has("told", FEEDBACK_BIT, ours=True)
    )
    aside = (Referral.flow == Flow.INBOUND.value) & Referral.stage.in_(_ASIDE)
    return select_referrals(aside & where & ~fn.EXISTS(word) & ~Referral.settled)
