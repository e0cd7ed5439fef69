"""Referrals as cards: which ones a filter asks for, in windows and in the order of their column."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from peewee import JOIN, fn

from tui_tracker.domain.board import NONE, CardFilter, initials
from tui_tracker.domain.text import fold
from tui_tracker.domain.words import ASIDE_STAGES, PartnerKind, ReferralStage, Urgency
from tui_tracker.storage.database import database
from tui_tracker.storage.models import Member, Partner, Referral
from tui_tracker.storage.queries.patients import is_patient
from tui_tracker.storage.rows import CHUNK, chunks

_OVER = (ReferralStage.CLOSED.value, *(stage.value for stage in ASIDE_STAGES))

CardRow = tuple[int, str, str, date, int | None, str | None, str, str, str, str, date, date | None, str | None]


def cards(ids: Sequence[int]) -> list[CardRow]:
    """The columns of cards, in the order of the ids."""
    columns = (
        Referral.id,
        Referral.flow,
        Referral.stage,
        Referral.stage_on,
        Referral.partner,
        Partner.name,
        Referral.source,
        Referral.patient_ref,
        Referral.reason,
        Referral.urgency,
        Referral.day,
        Referral.visit_on,
        Member.name,
    )
    found: dict[int, CardRow] = {}
    for chunk in chunks(list(ids), CHUNK):
        query = Referral.select(*columns).join(Partner, JOIN.LEFT_OUTER, on=(Referral.partner == Partner.id))
        query = query.switch(Referral).join(Member, JOIN.LEFT_OUTER, on=(Referral.member == Member.id))
        found.update({row[0]: row for row in query.where(Referral.id.in_(chunk)).tuples()})
    return [found[row_id] for row_id in ids if row_id in found]


def stage_counts(chosen: CardFilter) -> dict[str, int]:
    """How many cards each stage holds; stages without any are left out."""
    query = _chosen(chosen, Referral.stage, fn.COUNT(Referral.id)).group_by(Referral.stage)
    return dict(query.tuples())


def column_window(stage: str, chosen: CardFilter, offset: int, length: int) -> list[int]:
    """Ids of a window on one stage: who waits longest first; what is over newest first."""
    query = _chosen(chosen, Referral.id).where(Referral.stage == stage).order_by(*_column_order(stage))
    return [row_id for (row_id,) in query.offset(offset).limit(length).tuples()]


def column_place(referral_id: int, chosen: CardFilter) -> tuple[str, int] | None:
    """The stage of a card and how many stand before it there; None where the filter leaves it out."""
    row = _chosen(chosen, Referral.stage, Referral.stage_on).where(Referral.id == referral_id).tuples().first()
    if row is None:
        return None
    stage, day = row
    if stage in _OVER:
        before = (Referral.stage_on > day) | ((Referral.stage_on == day) & (Referral.id > referral_id))
    else:
        before = (Referral.stage_on < day) | ((Referral.stage_on == day) & (Referral.id < referral_id))
    return stage, int(_chosen(chosen, Referral.id).where((Referral.stage == stage) & before).count())


def newest(chosen: CardFilter, offset: int, length: int) -> list[int]:
    """Ids of a window on all cards that are wanted, newest first."""
    query = _chosen(chosen, Referral.id).order_by(Referral.day.desc(), Referral.id.desc())
    return [row_id for (row_id,) in query.offset(offset).limit(length).tuples()]


def places(ids: Iterable[int], chosen: CardFilter) -> list[tuple[int, str, date]]:
    """Id, stage and the day it was reached, of those among some cards that are wanted."""
    found: list[tuple[int, str, date]] = []
    # Flow and stage are looked at here: in the query, SQLite would walk through a whole board instead of these ids.
    others = replace(chosen, flow=None, stage=None, words=())
    wanted = set(ids)
    for word in chosen.words:
        # Once for all, not with every chunk: names and references are read from end to end.
        wanted &= {row_id for (row_id,) in database.execute(_having(word))}
    for chunk in chunks(sorted(wanted), CHUNK):
        query = _chosen(others, Referral.flow, Referral.id, Referral.stage, Referral.stage_on)
        for flow, row_id, stage, day in query.where(Referral.id.in_(chunk)).tuples():
            if chosen.flow in (None, flow) and chosen.stage in (None, stage):
                found.append((row_id, stage, day))
    return found


def in_column_order(placed: Iterable[tuple[int, str, date]]) -> dict[str, list[int]]:
    """What `places` gave by stage, in the order of `column_window`."""
    found: dict[str, list[tuple[date, int]]] = {}
    for row_id, stage, day in placed:
        found.setdefault(stage, []).append((day, row_id))
    return {stage: [row_id for _, row_id in sorted(rows, reverse=stage in _OVER)] for stage, rows in found.items()}


def visits_between(first: date, last: date) -> list[int]:
    """Ids of the cards with a visit booked for one of these days; not of those that stand aside."""
    query = Referral.select(Referral.id).where(Referral.visit_on.between(first, last))
    query = query.where(Referral.stage.not_in([stage.value for stage in ASIDE_STAGES]))
    return [row_id for (row_id,) in query.tuples()]


def names_meant(kind: str, value: str, limit: int) -> list[str]:
    """The names that a value of a filter finds, at most `limit`; `kind` is `partner`, `payer` or `member`."""
    if kind == "member":
        query = Member.select(Member.name).where(Member.id.in_(members_meant(value))).order_by(Member.id)
    elif kind == "payer":
        found = Partner.search.contains(value) & (Partner.kind == PartnerKind.PAYER.value)
        query = Partner.select(Partner.name).where(found | Partner.id.in_(_payers_in_short(value)))
        query = query.order_by(Partner.search, Partner.id)
    else:
        query = Partner.select(Partner.name).where(Partner.search.contains(value)).order_by(Partner.search, Partner.id)
    return [name for (name,) in query.limit(limit).tuples()]


def members_meant(value: str) -> list[int]:
    """The members whose name contains a folded text or has these initials; after a `=` it is the whole name."""
    rows = [
        (row_id, fold(name), fold(initials(name))) for row_id, name in Member.select(Member.id, Member.name).tuples()
    ]
    if value.startswith("="):
        return [row_id for row_id, name, _ in rows if name == value[1:]]
    return [row_id for row_id, name, short in rows if value in name or value == short]


def member_is(column: Any, value: str) -> Any:
    """The condition that a member is one of those meant, or that there is none."""
    return column.is_null() if value == NONE else column.in_(members_meant(value))


def _chosen(chosen: CardFilter, *columns: Any) -> Any:
    """A query on the cards that are wanted; `late` and `week` are not its matter."""
    query = Referral.select(*columns)
    for word in chosen.words:
        query = query.where(Referral.id.in_(_having(word)))
    for value in chosen.partners:
        named = Partner.select(Partner.id).where(Partner.search.contains(value))
        query = query.where(Referral.partner.is_null() if value == NONE else Referral.partner.in_(named))
    for value in chosen.payers:
        query = query.where(_paid_by(value))
    for value in chosen.members:
        query = query.where(member_is(Referral.member, value))
    if chosen.urgent:
        query = query.where(Referral.urgency.in_([Urgency.URGENT.value, Urgency.EMERGENCY.value]))
    if chosen.since is not None:
        query = query.where(Referral.day >= chosen.since)
    if chosen.flow is not None:
        query = query.where(Referral.flow == chosen.flow)
    if chosen.stage is not None:
        query = query.where(Referral.stage == chosen.stage)
    if chosen.patient:
        query = query.where(is_patient(chosen.patient))
    if chosen.partner_id is not None:
        query = query.where(Referral.partner == chosen.partner_id)
    return query


def _paid_by(value: str) -> Any:
    if value == NONE:
        return Referral.payer.is_null()
    named = Referral.payer.in_(Partner.select(Partner.id).where(Partner.search.contains(value)))
    short = _payers_in_short(value)
    return named | Referral.payer.in_(short) if short else named


def _payers_in_short(value: str) -> list[int]:
    """The payers whose initials begin so: `bcbs` is Blue Cross Blue Shield of Maine."""
    if len(value) < 2:
        return []
    rows = Partner.select(Partner.id, Partner.name).where(Partner.kind == PartnerKind.PAYER.value).tuples()
    return [row_id for row_id, name in rows if fold(initials(name, most=None)).startswith(value)]


def _having(word: str) -> Any:
    """The ids of referrals with a word in the partner's or the payer's name or in the reference.

    Each of the three is an index of its own; with the names joined, every row of every stage would be read.
    """
    named = Partner.select(Partner.id).where(Partner.search.contains(word))
    sent, paid, own = Referral.alias(), Referral.alias(), Referral.alias()
    return (
        sent.select(sent.id).where(sent.partner.in_(named))
        | paid.select(paid.id).where(paid.payer.in_(named))
        | own.select(own.id).where(own.patient_ref.contains(word))
    )


def _column_order(stage: str) -> tuple[Any, Any]:
    if stage in _OVER:
        return Referral.stage_on.desc(), Referral.id.desc()
    return Referral.stage_on, Referral.id
