"""What may be due: few queries, each on an index, and nothing fetched that the agenda does not use."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta

from peewee import SQL, Case, fn

from tui_tracker.domain.agenda import EVERYBODY, Whose
from tui_tracker.domain.agenda_facts import Facts
from tui_tracker.domain.cadence import cutoffs
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.stays import most_days
from tui_tracker.domain.words import Flow, ReferralStage, ReportKind, Stage, Tier
from tui_tracker.storage.models import Agreement, FollowUp, Incident, Partner, Referral, Snooze
from tui_tracker.storage.queries.agenda_partners import (
    add_cadence_where,
    add_follow_ups,
    add_incidents,
    add_reviews,
    last_touch,
    out_of_touch,
    touches,
)
from tui_tracker.storage.queries.agenda_referrals import (
    SEEN,
    add_referrals,
    add_unthanked_where,
    first_fresh,
    reported,
    reports_due,
    select_referrals,
    sent_out,
    under_way,
    unreported,
    untold,
)
from tui_tracker.storage.queries.agenda_rows import given_day, raw
from tui_tracker.storage.queries.agreed_days import agreed


def facts(today: date, settings: Settings) -> Facts:
    """What is due by tomorrow, without referrals whose every promise is stale."""
    found = pressing(today, settings)
    add_unthanked(found, today, settings)
    add_cadence(found, today, settings)
    return found


def pressing(today: date, settings: Settings) -> Facts:
    """What `facts` gives, but for the two things for which every partner must be looked at."""
    found = Facts(agreed=agreed(settings.promises), snoozed=snoozed(today))
    since = first_fresh(today, settings, found.agreed)
    until = today + timedelta(1)
    add_referrals(found, under_way(reports_due(today, settings, found.agreed)))
    add_referrals(found, sent_out())
    add_referrals(found, unreported(Referral.stage_on >= since))
    add_referrals(found, untold(Referral.stage_on >= since))
    add_follow_ups(found, FollowUp.due_on <= until)
    add_incidents(found)
    add_reviews(found, Agreement.review_on <= until)
    return found


def add_unthanked(found: Facts, today: date, settings: Settings, partner_ids: Collection[int] | None = None) -> None:
    """Add what waits for a thank-you and is not among them yet, of some partners or of all."""
    fresh = Referral.day >= first_fresh(today, settings, found.agreed)
    add_unthanked_where(found, fresh, None if partner_ids is None else Partner.id.in_(partner_ids))


def add_cadence(found: Facts, today: date, settings: Settings, partner_ids: Collection[int] | None = None) -> None:
    """Add the partners whose next touch is due by tomorrow, of some or of all."""
    due = Partner.cadence_days.is_null(False) | out_of_touch(cutoffs(settings, today, ahead=1))
    add_cadence_where(found, due if partner_ids is None else due & Partner.id.in_(partner_ids))


def add_longest_out_of_touch(
    found: Facts, today: date, settings: Settings, number: int, whose: Whose = EVERYBODY
) -> None:
    """Add of each tier so many partners who were out of touch longest, and all that have a cadence of their own.

    Of all partners, or of those whom a member or nobody looks after.

    Among them are the first so many of the agenda's reconnects: in a tier, days late go with the last touch. First
    contacts have their own days, so they are counted apart.
    """
    add_cadence_where(found, Partner.cadence_days.is_null(False))
    due = Partner.cadence_days.is_null() & out_of_touch(cutoffs(settings, today, ahead=1))
    if whose.only:
        due &= Partner.member.is_null() if whose.member is None else Partner.member == whose.member
    first = (Partner.stage == Stage.PROSPECT.value) & ~fn.EXISTS(touches())
    order = (fn.COALESCE(last_touch(), Partner.added_on), Partner.search, Partner.id)
    for tier in Tier:
        for group in (first, ~first):
            add_cadence_where(found, (Partner.tier == tier.value) & due & group, order, number)


def facts_of_partner(today: date, settings: Settings, partner_id: int) -> Facts:
    """All that is open with one partner, due or not."""
    found = promised_to([partner_id], settings)
    found.snoozed = snoozed(today)
    add_incidents(found, Incident.partner == partner_id)
    add_reviews(found, Agreement.partner == partner_id)
    add_cadence_where(found, Partner.id == partner_id)
    return found


def promised_to(partner_ids: Collection[int], settings: Settings) -> Facts:
    """What was promised to some partners and is open, due or not: on referrals, and to follow up.

    As many partners as one IN takes.
    """
    found = Facts(agreed=agreed(settings.promises, partner_ids=partner_ids))
    told = reported(ReportKind.FINAL) & reported(ReportKind.INITIAL)
    # In a CASE, or SQLite would look through every closed referral of the practice by its stage.
    is_open = Case(None, [((Referral.stage == ReferralStage.CLOSED.value) & told, SQL("FALSE"))], ~Referral.settled)
    theirs = Referral.partner.in_(partner_ids)
    add_referrals(found, select_referrals(theirs & is_open, final=True, feedback=True))
    add_unthanked_where(found, partners=Partner.id.in_(partner_ids))
    add_follow_ups(found, FollowUp.partner.in_(partner_ids))
    return found


def add_backlog(found: Facts, today: date, settings: Settings) -> None:
    """Add to what `facts` gave the referrals whose every promise is stale."""
    before = first_fresh(today, settings, found.agreed)
    add_referrals(found, unreported(Referral.stage_on < before, many=True))
    add_unthanked_where(found, Referral.day < before)
    add_referrals(found, untold(Referral.stage_on < before))


def add_slow(found: Facts, today: date, settings: Settings) -> None:
    """Add the referrals in care, or seen, that are slow by `found.usual` and are not among them yet.

    All others that may be slow were found already: of those under way only these can owe nothing else.
    """
    for stage in SEEN:
        usual = found.usual.get((Flow.INBOUND.value, stage))
        if usual is not None and settings.slow.factor:
            before = today - timedelta(most_days(usual, settings.slow))
            add_referrals(
                found, under_way((Referral.stage == stage) & (Referral.stage_on < before) & ~Referral.settled)
            )


def all_owed(settings: Settings) -> Facts:
    """Every referral on which something is owed, due or still to come."""
    found = Facts(agreed=agreed(settings.promises))
    inbound = Referral.flow == Flow.INBOUND.value
    add_referrals(found, under_way(~Referral.settled))
    add_referrals(found, sent_out())
    add_referrals(found, unreported(inbound, many=True))
    add_referrals(found, untold(inbound))
    add_unthanked_where(found)
    return found


def facts_of(referral_ids: Iterable[int], settings: Settings) -> Facts:
    """What some referrals owe, whatever stage they are in, those without a partner too; as many as one IN takes."""
    ids = list(referral_ids)
    found = Facts(agreed=agreed(settings.promises, None, ids))
    add_referrals(found, select_referrals(Referral.id.in_(ids), final=True, feedback=True, alone=True))
    return found


def snoozed(today: date) -> dict[str, date]:
    """What is hidden today: line key → the day it comes back."""
    rows = raw(Snooze.select(Snooze.item, Snooze.until).where(Snooze.until > today))
    return {item: given_day(until) for item, until in rows}
