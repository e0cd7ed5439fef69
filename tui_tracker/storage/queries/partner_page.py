"""Reading what the page of one partner shows beside its own fields."""

from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import Any

from peewee import JOIN, SQL, Value, fn

from tui_tracker.domain import records
from tui_tracker.domain.partner_page import (
    EntryKind,
    ReferralFigures,
    TimelineEntry,
    referral_words,
    report_words,
    touch_words,
)
from tui_tracker.domain.quality_share import Marks
from tui_tracker.domain.words import Flow, bits_to_intents
from tui_tracker.storage.models import Contact, Incident, Link, Occasion, Partner, Referral, Report, Touchpoint
from tui_tracker.storage.queries.incidents import incidents_of


def referral_figures(partner_id: int, today: date) -> ReferralFigures:
    """How many referrals went which way in 90 and 365 days, all in all, and the newest."""
    rows = (
        Referral.select(Referral.flow, fn.COUNT(Referral.id))
        .where((Referral.partner == partner_id) & (Referral.day <= today))
        .group_by(Referral.flow)
    )
    year = dict(rows.where(Referral.day > today - timedelta(365)).tuples())
    quarter = dict(rows.where(Referral.day > today - timedelta(90)).tuples())
    total = int(Referral.select().where(Referral.partner == partner_id).count())
    newest = (
        Referral.select(Referral.id)
        .where(Referral.partner == partner_id)
        .order_by(Referral.day.desc(), Referral.id.desc())
        .limit(1)
        .scalar()
    )
    latest = None if newest is None else next(iter(_referrals([int(newest)]).values()))
    return ReferralFigures(
        inbound_90=int(quarter.get(Flow.INBOUND.value, 0)),
        inbound_365=int(year.get(Flow.INBOUND.value, 0)),
        outbound_365=int(year.get(Flow.OUTBOUND.value, 0)),
        total=total,
        latest=latest,
    )


def quality_counts(partner_id: int) -> list[tuple[Marks, int]]:
    """The marks that inbound referrals of a partner bear, and how many bear them; those without any are left out."""
    marks = (Referral.appropriate, Referral.adherence, Referral.outcome)
    any_mark = reduce(or_, (mark.is_null(False) for mark in marks))
    rows = (
        Referral.select(*marks, fn.COUNT(Referral.id))
        .where((Referral.partner == partner_id) & (Referral.flow == Flow.INBOUND) & any_mark)
        .group_by(*marks)
        .tuples()
    )
    return [((appropriate, adherence, outcome), int(number)) for appropriate, adherence, outcome, number in rows]


def incident_days(partner_id: int, since: date) -> list[date]:
    """The days, from `since` on, on which incidents with a partner were opened."""
    rows = Incident.select(Incident.opened_on).where((Incident.partner == partner_id) & (Incident.opened_on >= since))
    return [day for (day,) in rows.tuples()]


def contacts_of(partner_id: int) -> list[records.Contact]:
    """The people in a partner's office: advocates first, those who left last, else by name."""
    rows = Contact.select(*_CONTACT).where(Contact.partner == partner_id).tuples()
    found = [records.Contact(*row) for row in rows]
    return sorted(found, key=lambda one: (not one.active, not one.advocate, one.name.casefold(), one.id))


def contact(contact_id: int) -> records.Contact | None:
    """One person in a partner's office."""
    row = Contact.select(*_CONTACT).where(Contact.id == contact_id).tuples().first()
    return None if row is None else records.Contact(*row)


def links_of(partner_id: int) -> list[records.Link]:
    """The ties of a partner, from it and to it."""
    return _links((Link.from_partner == partner_id) | (Link.to_partner == partner_id))


def link(link_id: int) -> records.Link | None:
    """One tie."""
    found = _links(Link.id == link_id)
    return found[0] if found else None


def link_between(kind: str, one: int, other: int) -> records.Link | None:
    """The tie of this kind from one partner to another."""
    found = _links((Link.kind == kind) & (Link.from_partner == one) & (Link.to_partner == other))
    return found[0] if found else None


def answered_incidents(partner_id: int) -> list[records.Incident]:
    """A partner's incidents that have our reply and are not closed, newest first."""
    found = incidents_of(partner_id)
    return [one for one in found if one.answered_on is not None and one.closed_on is None]


def count_timeline(partner_id: int) -> int:
    """How many entries a partner's timeline has."""
    return sum(int(query.count()) for query in _sources(partner_id))


def timeline(partner_id: int, offset: int, length: int) -> list[TimelineEntry]:
    """A window on what happened with a partner, newest first; a report stands once, not as its touchpoint too."""
    touches, referrals, reports = _sources(partner_id)
    whole = touches.union_all(referrals).union_all(reports)
    page = whole.order_by(SQL("day").desc(), SQL("kind"), SQL("one").desc()).offset(offset).limit(length)
    keys = [(kind, int(one)) for _day, kind, one in page.tuples()]
    found: dict[str, dict[int, TimelineEntry]] = {
        kind.value: read([one for name, one in keys if name == kind.value])
        for kind, read in (
            (EntryKind.TOUCHPOINT, _touchpoints),
            (EntryKind.REFERRAL, _referrals),
            (EntryKind.REPORT, _reports),
        )
    }
    return [found[kind][one] for kind, one in keys if one in found[kind]]


_CONTACT = (
    Contact.id,
    Contact.partner,
    Contact.name,
    Contact.role,
    Contact.phone,
    Contact.email,
    Contact.advocate,
    Contact.active,
)


def _sources(partner_id: int) -> tuple[Any, Any, Any]:
    """The three queries whose rows are (day, kind, one): the timeline's parts."""
    as_report = Report.select(Report.id).where(Report.touchpoint == Touchpoint.id)
    touches = Touchpoint.select(
        Touchpoint.day.alias("day"), _kind(EntryKind.TOUCHPOINT), Touchpoint.id.alias("one")
    ).where((Touchpoint.partner == partner_id) & ~fn.EXISTS(as_report))
    referrals = Referral.select(Referral.day.alias("day"), _kind(EntryKind.REFERRAL), Referral.id.alias("one")).where(
        Referral.partner == partner_id
    )
    reports = (
        Report.select(Report.sent_on.alias("day"), _kind(EntryKind.REPORT), Report.id.alias("one"))
        .join(Referral)
        .where(Referral.partner == partner_id)
    )
    return touches, referrals, reports


def _kind(kind: EntryKind) -> Any:
    return Value(kind.value, converter=False).cast("text").alias("kind")


def _touchpoints(ids: list[int]) -> dict[int, TimelineEntry]:
    rows = (
        Touchpoint.select(
            Touchpoint.id,
            Touchpoint.day,
            Touchpoint.channel,
            Touchpoint.direction,
            Touchpoint.intents,
            Touchpoint.give,
            Touchpoint.answer,
            Contact.name,
            Occasion.name,
            Touchpoint.note,
        )
        .join(Contact, JOIN.LEFT_OUTER, on=(Touchpoint.contact == Contact.id))
        .join_from(Touchpoint, Occasion, JOIN.LEFT_OUTER)
        .where(Touchpoint.id.in_(ids))
    )
    found = {}
    for one, day, channel, direction, bits, give, answer, contact, occasion, note in rows.tuples() if ids else ():
        intents = bits_to_intents(bits)
        what = touch_words(channel, direction, intents, give=give, answer=answer, contact=contact)
        where = f", at {occasion}" if occasion else ""
        found[one] = TimelineEntry(EntryKind.TOUCHPOINT, one, day, f"{what}{where}", note)
    return found


def _referrals(ids: list[int]) -> dict[int, TimelineEntry]:
    rows = Referral.select(
        Referral.id, Referral.day, Referral.flow, Referral.patient_ref, Referral.stage, Referral.reason
    ).where(Referral.id.in_(ids))
    return {
        one: TimelineEntry(EntryKind.REFERRAL, one, day, referral_words(flow, patient, stage), reason)
        for one, day, flow, patient, stage, reason in (rows.tuples() if ids else ())
    }


def _reports(ids: list[int]) -> dict[int, TimelineEntry]:
    rows = (
        Report.select(Report.id, Report.sent_on, Report.kind, Referral.patient_ref, Report.note)
        .join(Referral)
        .where(Report.id.in_(ids))
    )
    return {
        one: TimelineEntry(EntryKind.REPORT, one, day, report_words(kind, patient), note)
        for one, day, kind, patient, note in (rows.tuples() if ids else ())
    }


def _links(condition: Any) -> list[records.Link]:
    source, target = Partner.alias(), Partner.alias()
    rows = (
        Link.select(Link.id, Link.kind, source.id, source.name, target.id, target.name)
        .join(source, on=(Link.from_partner == source.id))
        .switch(Link)
        .join(target, on=(Link.to_partner == target.id))
        .where(condition)
        .order_by(Link.kind, target.search, source.search, Link.id)
        .tuples()
    )
    return [records.Link(*row) for row in rows]
