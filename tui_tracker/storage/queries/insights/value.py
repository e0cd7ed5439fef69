"""What patients brought, and how their referrals went."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from peewee import SQL, fn

from tui_tracker.domain.insights.lens import Lens
from tui_tracker.domain.insights.periods import Span
from tui_tracker.domain.insights.value import Alike
from tui_tracker.domain.quality_share import Marks
from tui_tracker.storage.models import Referral
from tui_tracker.storage.queries.agenda_rows import raw
from tui_tracker.storage.queries.insights.narrowing import (
    INBOUND,
    distinct_patients,
    number,
    reached_seen,
    referrals_within,
    slice_of,
)

_MARKS = (Referral.appropriate, Referral.adherence, Referral.outcome)
_REVENUE = (fn.COUNT(Referral.revenue_cents), fn.COALESCE(fn.SUM(Referral.revenue_cents), 0))


class Brought(NamedTuple):
    """Distinct patients, how many of their referrals have a revenue, and its sum in cents."""

    patients: int
    noted: int
    cents: int


NOTHING = Brought(0, 0, 0)


def brought(slices: Sequence[Span], lens: Lens) -> dict[int, Brought]:
    """What the patients received in each slice brought, by the slice's place; one in two slices counts in each."""
    query = (
        Referral.select(slice_of(Referral.day, slices).alias("slice"), distinct_patients(), *_REVENUE)
        .where(referrals_within(slices[0].first, slices[-1].last, lens) & INBOUND)
        .group_by(SQL("slice"))
    )
    return {int(place): Brought(*map(int, rest)) for place, *rest in raw(query)}


def patients_by_source(span: Span, lens: Lens) -> dict[str, int]:
    """How many distinct patients came by each channel; one who came by two counts in each."""
    query = (
        Referral.select(Referral.source, distinct_patients())
        .where(referrals_within(*span, lens) & INBOUND)
        .group_by(Referral.source)
    )
    return {source: int(patients) for source, patients in raw(query)}


def alike(slices: Sequence[Span], ripe_until: date, lens: Lens, today: date) -> list[tuple[int, Alike]]:
    """Inbound referrals of each slice by channel and marks, as they stand today; ripe are those up to `ripe_until`."""
    ripe = Referral.day <= ripe_until
    query = (
        Referral.select(
            slice_of(Referral.day, slices).alias("slice"),
            Referral.source,
            *_MARKS,
            fn.COUNT(Referral.id),
            *_REVENUE,
            number(ripe),
            number(ripe & reached_seen(today)),
        )
        .where(referrals_within(slices[0].first, slices[-1].last, lens) & INBOUND)
        .group_by(SQL("slice"), Referral.source, *_MARKS)
    )
    return [
        (int(place), Alike(source, (appropriate, adherence, outcome), *map(int, rest)))
        for place, source, appropriate, adherence, outcome, *rest in raw(query)
    ]


class Valued(NamedTuple):
    """An inbound referral: its channel, its marks, and its revenue in cents where it is noted."""

    referral_id: int
    source: str
    partner_id: int | None
    marks: Marks
    cents: int | None


def valued(span: Span, lens: Lens) -> list[Valued]:
    """Inbound referrals, the newest first."""
    query = (
        Referral.select(Referral.id, Referral.source, Referral.partner, *_MARKS, Referral.revenue_cents)
        .where(referrals_within(*span, lens) & INBOUND)
        .order_by(Referral.day.desc(), Referral.id.desc())
    )
    return [
        Valued(int(row), source, partner, (appropriate, adherence, outcome), cents)
        for row, source, partner, appropriate, adherence, outcome, cents in raw(query)
    ]
