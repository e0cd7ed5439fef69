"""Where referrals came from, and from whom."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, NamedTuple

from peewee import SQL, fn

from tui_tracker.domain.insights.lens import Lens
from tui_tracker.domain.insights.periods import Span
from tui_tracker.domain.insights.sources import Sender
from tui_tracker.domain.insights.states import Where
from tui_tracker.storage.models import Partner, Referral
from tui_tracker.storage.queries.agenda_rows import given_day, raw
from tui_tracker.storage.queries.insights.funnel import standing
from tui_tracker.storage.queries.insights.narrowing import (
    FROM_PARTNERS,
    INBOUND,
    referrals_within,
    slice_of,
)


def received_by_day(span: Span, lens: Lens) -> list[tuple[date, str, int]]:
    """Inbound referrals of each day and channel."""
    query = (
        Referral.select(Referral.day, Referral.source, fn.COUNT(Referral.id))
        .where(referrals_within(*span, lens) & INBOUND)
        .group_by(Referral.day, Referral.source)
    )
    return [(given_day(day), source, int(found)) for day, source, found in raw(query)]


def sent_by_partner(slices: Sequence[Span], lens: Lens) -> list[tuple[int, int, int]]:
    """Partner referrals of each slice and partner: the slice's place, the partner, how many."""
    query = (
        Referral.select(slice_of(Referral.day, slices).alias("slice"), Referral.partner, fn.COUNT(Referral.id))
        .where(referrals_within(slices[0].first, slices[-1].last, lens) & FROM_PARTNERS)
        .group_by(SQL("slice"), Referral.partner)
    )
    return [(int(place), int(partner), int(found)) for place, partner, found in raw(query)]


def senders(span: Span, lens: Lens, length: int) -> list[Sender]:
    """Who sent most in a span, at most `length`; those alike by name."""
    query = (
        Referral.select(Partner.id, Partner.name, fn.COUNT(Referral.id).alias("number"))
        .join(Partner, on=(Referral.partner == Partner.id))
        .where(referrals_within(*span, lens) & FROM_PARTNERS)
        .group_by(Partner.id, Partner.name, Partner.search)
        .order_by(SQL("number").desc(), Partner.search, Partner.id)
        .limit(length)
    )
    return [Sender(int(partner), name, int(found)) for partner, name, found in raw(query)]


def sent_by(partners: Collection[int], span: Span, lens: Lens) -> dict[int, int]:
    """How many partner referrals each of these partners sent in a span; who sent none is left out."""
    query = (
        Referral.select(Referral.partner, fn.COUNT(Referral.id))
        .where(referrals_within(*span, lens) & FROM_PARTNERS & Referral.partner.in_(list(partners)))
        .group_by(Referral.partner)
    )
    return {int(partner): int(found) for partner, found in raw(query)}


def by_channel(source: str, span: Span, lens: Lens, today: date) -> list[Where]:
    """The inbound referrals that came by a channel, as they stand today."""
    return standing(referrals_within(*span, lens) & INBOUND & (Referral.source == source), today)


def by_partner(partner_id: int, span: Span, lens: Lens, today: date) -> list[Where]:
    """Those that a partner sent, as they stand today."""
    return standing(referrals_within(*span, lens) & FROM_PARTNERS & (Referral.partner == partner_id), today)


class Arrived(NamedTuple):
    """An inbound referral: how it came, and from whom."""

    referral_id: int
    source: str
    partner_id: int | None


def received(span: Span, lens: Lens) -> list[Arrived]:
    """Inbound referrals, the newest first."""
    return _arrived(span, lens, INBOUND)


def from_partners(span: Span, lens: Lens) -> list[Arrived]:
    """Those that partners sent, the newest first."""
    return _arrived(span, lens, FROM_PARTNERS)


def _arrived(span: Span, lens: Lens, wanted: Any) -> list[Arrived]:
    query = (
        Referral.select(Referral.id, Referral.source, Referral.partner)
        .where(referrals_within(*span, lens) & wanted)
        .order_by(Referral.day.desc(), Referral.id.desc())
    )
    return [Arrived(*row) for row in raw(query)]
