"""What the measures are counted from: days and how often, grouped in SQL; months are added up from days in Python.

Days come as they are stored, without Peewee's conversion, which costs more than the query. Over all partners the flow
is told apart after the query: asked for inbound ones of a year, SQLite walks the index of the Board through all years.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from peewee import SQL, Case, Select, Value, fn

from tui_tracker.domain.measures import Counts, LifetimeValue, Sender
from tui_tracker.domain.words import GIVE_BIT, THANK_BIT, Adherence, Flow, ReferralStage, Source
from tui_tracker.storage.database import database
from tui_tracker.storage.models import PATIENT, Partner, Referral, Touchpoint

_SEEN = (
    Referral.seen_on.is_null(False)
    | Referral.in_care_on.is_null(False)
    | Referral.closed_on.is_null(False)
    | Referral.stage.in_((ReferralStage.SEEN.value, ReferralStage.IN_CARE.value, ReferralStage.CLOSED.value))
)


def referrals(first: date, last: date) -> list[tuple[date, str, str, Counts]]:
    """Referrals of each day, flow and source: how many, and what became of the inbound ones."""
    query = (
        Referral.select(
            Referral.day,
            Referral.flow,
            Referral.source,
            fn.COUNT(Referral.id),
            _number(_SEEN),
            _number(Referral.stage == ReferralStage.CLOSED.value),
            _number(Referral.stage == ReferralStage.LOST.value),
            _number(Referral.stage == ReferralStage.DECLINED.value),
        )
        .where(Referral.day.between(first, last))
        .group_by(Referral.day, Referral.flow, Referral.source)
    )
    return [(_day(day), flow, source, _counts(flow, source, *rest)) for day, flow, source, *rest in _rows(query)]


def _counts(flow: str, source: str, number: int, seen: int, closed: int, lost: int, declined: int) -> Counts:
    if flow == Flow.OUTBOUND.value:
        return Counts(sent=number)
    from_partners = number if source == Source.PARTNER.value else 0
    return Counts(number, from_partners, seen, closed, lost, declined)


def lifetime(first: date, last: date) -> list[LifetimeValue]:
    """What the patients received in the span brought, by source; all of them together in front, if there are any."""
    counted = (
        fn.COUNT(SQL(f"DISTINCT {PATIENT}")),
        fn.COUNT(Referral.id),
        fn.SUM(Referral.revenue_cents),
        _number(_SEEN),
        _number(Referral.adherence == Adherence.FULL.value),
        fn.COUNT(Referral.adherence),
    )
    # The flow is compared after a sign that no index has: SQLite would walk the index of the Board through all years.
    received = Referral.day.between(first, last) & (fn.COALESCE(Referral.flow, "") == Flow.INBOUND.value)
    by_source = Referral.select(Referral.source, *counted).where(received).group_by(Referral.source)
    of_all = Referral.select(Value(""), *counted).where(received)
    every = [row for query in (of_all, by_source) for row in _rows(query)]
    return [
        LifetimeValue(source, patients, number, None if cents is None else int(cents), *map(int, rest))
        for source, patients, number, cents, *rest in every
        if number
    ]


def touched(first: date, last: date) -> list[tuple[date, Counts]]:
    """Touchpoints of each day, and those of them that were a give or a thank-you."""
    query = (
        Touchpoint.select(
            Touchpoint.day,
            fn.COUNT(Touchpoint.id),
            _number(Touchpoint.intents.bin_and(GIVE_BIT) != 0),
            _number(Touchpoint.intents.bin_and(THANK_BIT) != 0),
        )
        .where(Touchpoint.day.between(first, last))
        .group_by(Touchpoint.day)
    )
    return [
        (_day(day), Counts(touchpoints=number, gives=gives, thanks=thanks))
        for day, number, gives, thanks in _rows(query)
    ]


def added(first: date, last: date) -> list[tuple[date, Counts]]:
    """Partners added on each day, those since archived among them."""
    query = (
        Partner.select(Partner.added_on, fn.COUNT(Partner.id))
        .where(Partner.added_on.between(first, last))
        .group_by(Partner.added_on)
    )
    return [(_day(day), Counts(new_partners=number)) for day, number in _rows(query)]


def first_referrals(first: date, last: date) -> list[tuple[date, Counts]]:
    """The days on which a partner's first inbound referral was received."""
    earliest = Partner.select(_inbound(fn.MIN(Referral.day)).alias("day")).alias("earliest")
    query = Select([earliest], [earliest.c.day]).where(earliest.c.day.between(first, last))
    return [(_day(day), Counts(new_referring=1)) for (day,) in _rows(query)]


def active(first: date, last: date) -> int:
    """How many partners sent at least one referral."""
    sent_one = _inbound(Referral.id).where(Referral.day.between(first, last))
    return int(Partner.select().where(fn.EXISTS(sent_one)).count())


def top_senders(first: date, last: date, length: int) -> list[Sender]:
    """The partners who sent most, at least one."""
    number = _inbound(fn.COUNT(Referral.id)).where(Referral.day.between(first, last)).alias("number")
    rows = (
        Partner.select(Partner.id, Partner.name, number)
        .order_by(SQL("number").desc(), Partner.search, Partner.id)
        .limit(length)
        .tuples()
    )
    return [Sender(*row) for row in rows if row[2]]


def days_until(column: str, first: date, last: date) -> dict[int, int]:
    """How many inbound referrals of the span reached a stage after how many days; `column` holds that stage's day."""
    reached = getattr(Referral, column)
    query = (
        Referral.select(Referral.flow, Referral.day, reached, fn.COUNT(Referral.id))
        .where(Referral.day.between(first, last))
        .group_by(Referral.flow, Referral.day, reached)
    )
    found: dict[int, int] = {}
    for flow, day, reached_on, number in _rows(query):
        if flow == Flow.INBOUND.value and reached_on is not None:
            days = (_day(reached_on) - _day(day)).days
            found[days] = found.get(days, 0) + number
    return found


def _inbound(what: Any) -> Any:
    """Something about the inbound referrals of the partner in the outer query."""
    return Referral.select(what).where((Referral.partner == Partner.id) & (Referral.flow == Flow.INBOUND.value))


def _number(condition: Any) -> Any:
    return fn.SUM(Case(None, [(condition, 1)], 0))


def _rows(query: Any) -> Iterator[tuple[Any, ...]]:
    """The rows as the driver gives them: SQLite's days are ISO text."""
    yield from database.execute(query)


def _day(value: date | str) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value
