"""What the scoreboard is counted from: everything by partner, each kind of row grouped on its own.

Referrals are the inbound ones that a partner sent us (source `partner`), whatever became of the partner since.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from peewee import fn

from tui_tracker.domain.insights.lens import Lens
from tui_tracker.domain.insights.periods import Span
from tui_tracker.domain.quality_share import Marks
from tui_tracker.domain.words import ASIDE_STAGES, GIVE_BIT, Direction, ReferralStage, ReportKind
from tui_tracker.storage.models import Partner, Referral, Report, Touchpoint
from tui_tracker.storage.queries.agenda_rows import as_day, given_day, raw
from tui_tracker.storage.queries.insights.narrowing import (
    FROM_PARTNERS,
    INBOUND,
    OUTBOUND,
    SEEN_ON,
    days_between,
    distinct_patients,
    narrowed,
    number,
    partner_where,
    partners_chosen,
    reached_seen,
    referrals_within,
    stands_aside,
)

_ASIDE = [stage.value for stage in ASIDE_STAGES]
_SEEN = [stage.value for stage in (ReferralStage.SEEN, ReferralStage.IN_CARE, ReferralStage.CLOSED)]


def partners(lens: Lens) -> list[tuple[int, str, bool]]:
    """The partners of a lens by name, those in the archive too: id, name, and whether they are in it."""
    query = Partner.select(Partner.id, Partner.name, Partner.archived_on.is_null(False))
    wanted = partner_where(lens)
    if wanted is not None:
        query = query.where(wanted)
    found = raw(query.order_by(Partner.search, Partner.id))
    return [(row_id, name, bool(archived)) for row_id, name, archived in found]


class Flows(NamedTuple):
    """Numbers of a partner's referrals: sent us, sent them; of the `old` ones sent us, how many were seen and lost."""

    received: int
    sent: int
    old: int
    seen: int
    lost: int


def flows(span: Span, old: date, lens: Lens, today: date) -> dict[int, Flows]:
    """By partner, as they stand today; those received up to the day `old` are old."""
    is_old = FROM_PARTNERS & (Referral.day <= old)
    query = Referral.select(
        Referral.partner,
        number(FROM_PARTNERS),
        number(OUTBOUND),
        number(is_old),
        number(is_old & reached_seen(today)),
        number(is_old & stands_aside(ReferralStage.LOST, today)),
    ).where(_of_partners(span, lens))
    return {row_id: Flows(*map(int, rest)) for row_id, *rest in raw(query.group_by(Referral.partner))}


def received(span: Span, lens: Lens) -> dict[int, int]:
    """How many referrals each partner sent us; none is left out."""
    query = Referral.select(Referral.partner, fn.COUNT(Referral.id)).where(_of_partners(span, lens) & FROM_PARTNERS)
    return dict(raw(query.group_by(Referral.partner)))


def seen_after(span: Span, lens: Lens, today: date) -> Iterator[tuple[int, int, int]]:
    """How many of a partner's referrals were seen by today after so many days: partner, days, number."""
    days = days_between(Referral.day, SEEN_ON)
    query = Referral.select(Referral.partner, days, fn.COUNT(Referral.id)).where(
        _of_partners(span, lens) & FROM_PARTNERS & (today >= SEEN_ON)
    )
    yield from raw(query.group_by(Referral.partner, days))


def marks(span: Span, lens: Lens) -> Iterator[tuple[int, Marks, int]]:
    """How many of a partner's referrals bear which marks: partner, marks, number; those without any are left out."""
    columns = (Referral.appropriate, Referral.adherence, Referral.outcome)
    query = Referral.select(Referral.partner, *columns, fn.COUNT(Referral.id)).where(
        _of_partners(span, lens) & FROM_PARTNERS & fn.COALESCE(*columns).is_null(False)
    )
    for row_id, appropriate, adherence, outcome, many in raw(query.group_by(Referral.partner, *columns)):
        yield row_id, (appropriate, adherence, outcome), many


def worth(span: Span, lens: Lens) -> dict[int, tuple[int | None, int]]:
    """The revenue noted for a partner's referrals, in cents (None where none is), and how many patients they are."""
    query = Referral.select(Referral.partner, fn.SUM(Referral.revenue_cents), distinct_patients()).where(
        _of_partners(span, lens) & FROM_PARTNERS
    )
    found = raw(query.group_by(Referral.partner))
    return {row_id: (None if cents is None else int(cents), patients) for row_id, cents, patients in found}


class Owed(NamedTuple):
    """An initial report that was promised to a partner on the day the patient was seen.

    `sent_on` is the day of the first one; `aside_on` that on which the referral was declined or lost.
    """

    partner_id: int
    seen_on: date
    sent_on: date | None
    aside_on: date | None


def initial_reports(span: Span, lens: Lens) -> Iterator[Owed]:
    """The initial reports promised in these days, as `promise_history` has it: settled referrals promise none."""
    first_sent = Report.select(fn.MIN(Report.sent_on)).where(
        (Report.referral == Referral.id) & (Report.kind == ReportKind.INITIAL.value)
    )
    is_aside = Referral.stage.in_(_ASIDE)
    wanted = (
        SEEN_ON.between(span.first, span.last)
        & INBOUND
        & Referral.partner.is_null(False)
        & ~Referral.settled
        & (Referral.stage.in_(_SEEN) | (is_aside & Referral.aside_on.is_null(False)))
    )
    columns = (Referral.partner, SEEN_ON, first_sent, Referral.stage, Referral.aside_on)
    for row_id, seen_on, sent_on, stage, aside_on in raw(Referral.select(*columns).where(narrowed(wanted, lens))):
        yield Owed(row_id, given_day(seen_on), as_day(sent_on), as_day(aside_on) if stage in _ASIDE else None)


def touches(span: Span, lens: Lens) -> dict[int, tuple[int, int]]:
    """By partner, how many touchpoints there were, and with how many of ours something was given."""
    gave = (Touchpoint.intents.bin_and(GIVE_BIT) != 0) & (Touchpoint.direction == Direction.OURS.value)
    query = Touchpoint.select(Touchpoint.partner, fn.COUNT(Touchpoint.id), number(gave)).where(
        Touchpoint.day.between(span.first, span.last)
    )
    chosen = partners_chosen(lens)
    if chosen is not None:
        query = query.where(Touchpoint.partner.in_(chosen))
    return {row_id: (many, int(gives)) for row_id, many, gives in raw(query.group_by(Touchpoint.partner))}


def _of_partners(span: Span, lens: Lens) -> Any:
    return referrals_within(span.first, span.last, lens) & Referral.partner.is_null(False)
