"""What came in and what went out, counted by day and by what partners are.

Counted by the day rather than by the span: a span has hundreds of days at most, and any number of spans is added up
from them.
"""

from datetime import date
from typing import NamedTuple

from peewee import fn

from tui_tracker.domain.insights.lens import Lens
from tui_tracker.domain.insights.periods import Period
from tui_tracker.domain.insights.referrals import ByWords
from tui_tracker.storage.models import Partner, Referral
from tui_tracker.storage.queries.agenda_rows import given_day, raw
from tui_tracker.storage.queries.insights.narrowing import (
    FROM_PARTNERS,
    INBOUND,
    OUTBOUND,
    number,
    referrals_within,
)


class Flows(NamedTuple):
    """Referrals of a day: received, those of them from partners, and sent."""

    received: int
    from_partners: int
    sent: int


def by_day(first: date, last: date, lens: Lens) -> dict[date, Flows]:
    """How many came in and went out on each day that has any."""
    query = (
        Referral.select(Referral.day, number(INBOUND), number(FROM_PARTNERS), number(OUTBOUND))
        .where(referrals_within(first, last, lens))
        .group_by(Referral.day)
    )
    return {given_day(day): Flows(*map(int, counts)) for day, *counts in raw(query)}


def by_partner_words(period: Period, lens: Lens) -> list[ByWords]:
    """Received and sent in a period, and received in the one before, by specialty and area of the partner."""
    in_it, in_before = (Referral.day.between(*span) for span in (period.span, period.before))
    query = (
        Referral.select(
            Partner.specialty,
            Partner.area,
            number(in_it & INBOUND),
            number(in_before & INBOUND),
            number(in_it & OUTBOUND),
        )
        .left_outer_join(Partner, on=(Referral.partner == Partner.id))
        .where(referrals_within(period.before.first, period.span.last, lens))
        .group_by(Partner.specialty, Partner.area)
    )
    return [ByWords(specialty, area, *map(int, counts)) for specialty, area, *counts in raw(query)]


def first_day() -> date | None:
    """The day of the first referral of all: what was before it is not on record."""
    day = Referral.select(fn.MIN(Referral.day)).scalar()
    return None if day is None else given_day(day)


def by_weekday(first: date, last: date) -> list[int]:
    """How many referrals were received or sent in these days on each weekday, Monday first."""
    found = [0] * 7
    counted = Referral.select(Referral.day, fn.COUNT(Referral.id)).where(Referral.day.between(first, last))
    for day, number_of_day in raw(counted.group_by(Referral.day)):
        found[given_day(day).weekday()] += number_of_day
    return found


def sent_by_partner(period: Period, lens: Lens) -> list[tuple[int, int, int]]:
    """The partners who sent partner referrals in a period or in the one before, and how many in each."""
    in_it, in_before = (number(Referral.day.between(*span)) for span in (period.span, period.before))
    within = referrals_within(period.before.first, period.span.last, lens) & FROM_PARTNERS
    query = Referral.select(Referral.partner, in_it, in_before).where(within).group_by(Referral.partner)
    return [(partner, int(now), int(before)) for partner, now, before in raw(query)]
