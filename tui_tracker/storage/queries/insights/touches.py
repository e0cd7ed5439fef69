"""What the measures of touches, gives and asks are counted from, and what went which way with each partner."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import starmap
from typing import Any

from peewee import SQL, Case, fn

from tui_tracker.domain.insights.give_and_take import Known, Went
from tui_tracker.domain.insights.lens import Lens
from tui_tracker.domain.insights.periods import Span
from tui_tracker.domain.insights.touches import Manner, Touched
from tui_tracker.domain.words import ASK_BIT, GIVE_BIT, Stage
from tui_tracker.storage.models import Member, Partner, Referral, Touchpoint
from tui_tracker.storage.queries.agenda_rows import as_day, given_day, raw
from tui_tracker.storage.queries.insights.narrowing import (
    FROM_PARTNERS,
    INBOUND,
    OUTBOUND,
    number,
    partner_where,
    partners_chosen,
    referrals_within,
    slice_of,
)


def touched(slices: Sequence[Span], lens: Lens, today: date) -> list[Touched]:
    """The touchpoints of each slice of days, by their manner."""
    place = slice_of(Touchpoint.day, slices).alias("slice")
    manner = _manner(today)
    query = Touchpoint.select(place, *manner, fn.COUNT(Touchpoint.id)).where(
        _within(Span(slices[0].first, slices[-1].last), lens)
    )
    grouped = query.group_by(SQL("slice"), *manner[:-1], SQL("known"))
    return [Touched(row[0], Manner(*row[1:-1]), row[-1]) for row in raw(grouped)]


def by_partner(span: Span, lens: Lens, today: date) -> Iterator[tuple[int, date, Manner]]:
    """Every touchpoint of a span, the newest first: partner, day, manner."""
    query = Touchpoint.select(Touchpoint.partner, Touchpoint.day, *_manner(today)).where(_within(span, lens))
    for partner_id, day, *manner in raw(query.order_by(Touchpoint.day.desc(), Touchpoint.id.desc())):
        yield partner_id, given_day(day), Manner(*manner)


def reached(days: int, until: date, lens: Lens) -> list[tuple[date, int]]:
    """The day that was the so-manyeth different one with a touchpoint, and its partner, in order."""
    mine = (Touchpoint.partner == Partner.id) & (Touchpoint.day <= until)
    nth = Touchpoint.select(Touchpoint.day).where(mine).distinct().order_by(Touchpoint.day).limit(1).offset(days - 1)
    query = _of_partners(Partner.select(nth, Partner.id), lens)
    return sorted((given_day(day), row_id) for day, row_id in raw(query) if day is not None)


def first_day(lens: Lens) -> date | None:
    """The day of the first touchpoint of all."""
    query = Touchpoint.select(fn.MIN(Touchpoint.day))
    chosen = partners_chosen(lens)
    if chosen is not None:
        query = query.where(Touchpoint.partner.in_(chosen))
    ((found,),) = raw(query)
    return as_day(found)


def days_in_touch(until: date, lens: Lens) -> dict[int, int]:
    """By partner, on how many different days up to one there was a touchpoint; none is left out."""
    query = Touchpoint.select(Touchpoint.partner, fn.COUNT(Touchpoint.day.distinct())).where(Touchpoint.day <= until)
    chosen = partners_chosen(lens)
    if chosen is not None:
        query = query.where(Touchpoint.partner.in_(chosen))
    return dict(raw(query.group_by(Touchpoint.partner)))


def partners(lens: Lens) -> dict[int, Known]:
    """All partners of a lens, in the order of their names."""
    columns = (Partner.id, Partner.name, Partner.added_on, Partner.archived_on, Partner.stage)
    query = _of_partners(Partner.select(*columns), lens).order_by(Partner.search, Partner.id)
    return {
        row_id: Known(name, given_day(added_on), _until(as_day(archived_on), stage))
        for row_id, name, added_on, archived_on, stage in raw(query)
    }


def _until(archived_on: date | None, stage: str) -> date:
    if stage == Stage.PARTED:
        return date.min
    return date.max if archived_on is None else archived_on - timedelta(1)


def went(slices: Sequence[Span], lens: Lens) -> Iterator[Went]:
    """What went which way with each partner in each slice of days."""
    span = Span(slices[0].first, slices[-1].last)
    place = slice_of(Referral.day, slices).alias("slice")
    counted = (number(INBOUND), number(FROM_PARTNERS), number(OUTBOUND))
    mine = referrals_within(span.first, span.last, lens) & Referral.partner.is_null(False)
    query = Referral.select(place, Referral.partner, *counted).where(mine)
    yield from starmap(Went, raw(query.group_by(SQL("slice"), Referral.partner)))
    for where, partner_id, many in _ours(GIVE_BIT, slices, lens):
        yield Went(where, partner_id, 0, 0, 0, many)
    for where, partner_id, many in _ours(ASK_BIT, slices, lens):
        yield Went(where, partner_id, 0, 0, 0, 0, many)


def _ours(bit: int, slices: Sequence[Span], lens: Lens) -> Iterator[tuple[int, int, int]]:
    """Touchpoints of ours with an intent, by slice and partner; spelled out, so that the partial index serves."""
    has = SQL(f'("t1"."intents" & {bit}) <> 0 AND "t1"."direction" = \'ours\'')
    place = slice_of(Touchpoint.day, slices).alias("slice")
    query = Touchpoint.select(place, Touchpoint.partner, fn.COUNT(SQL("1"))).where(
        has & _within(Span(slices[0].first, slices[-1].last), lens)
    )
    yield from raw(query.group_by(SQL("slice"), Touchpoint.partner))


def referrals(span: Span, lens: Lens, partner_id: int | None = None) -> tuple[list[int], list[int]]:
    """The inbound partner referrals and the outbound ones of a span, the newest first; of one partner, or of all.

    Of one partner, all inbound ones that name it.
    """
    mine = referrals_within(span.first, span.last, lens)
    came = FROM_PARTNERS
    if partner_id is not None:
        mine &= Referral.partner == partner_id
        came = INBOUND
    newest = (Referral.day.desc(), Referral.id.desc())
    inbound, outbound = (
        [row_id for (row_id,) in raw(Referral.select(Referral.id).where(mine & flow).order_by(*newest))]
        for flow in (came, OUTBOUND)
    )
    return inbound, outbound


def members() -> dict[int, str]:
    """The names of all members, by id."""
    return dict(raw(Member.select(Member.id, Member.name)))


def _manner(today: date) -> tuple[Any, ...]:
    answer = Case(None, [(Touchpoint.answered_on > today, None)], Touchpoint.answer).alias("known")
    plain = (Touchpoint.channel, Touchpoint.direction, Touchpoint.member, Touchpoint.intents, Touchpoint.give)
    return (*plain, answer)


def _within(span: Span, lens: Lens) -> Any:
    wanted = Touchpoint.day.between(span.first, span.last)
    chosen = partners_chosen(lens)
    return wanted if chosen is None else wanted & Touchpoint.partner.in_(chosen)


def _of_partners(query: Any, lens: Lens) -> Any:
    wanted = partner_where(lens)
    return query if wanted is None else query.where(wanted)
