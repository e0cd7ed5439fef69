"""What every count of the measures is narrowed and cut by: the lens, spans of days, and days between two days."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from peewee import SQL, Case, SqliteDatabase, fn

from tui_tracker.domain.insights.lens import Lens
from tui_tracker.domain.insights.periods import Span
from tui_tracker.domain.text import fold
from tui_tracker.domain.words import Flow, ReferralStage, Source
from tui_tracker.storage.database import database
from tui_tracker.storage.models import PATIENT, Partner, Referral
from tui_tracker.storage.queries.agenda_rows import raw

SEEN_ON = fn.COALESCE(Referral.seen_on, Referral.in_care_on, Referral.closed_on)
"""The day on which it was seen; that of the next stage that has one where `seen` was skipped (RULES section 3)."""

CONTACTED_ON = fn.COALESCE(Referral.contacted_on, Referral.scheduled_on, SEEN_ON)
"""The day of first contact, likewise."""

_AT_LEAST_SEEN = (ReferralStage.SEEN.value, ReferralStage.IN_CARE.value, ReferralStage.CLOSED.value)


def reached_seen(today: date) -> Any:
    """Whether a referral had reached `seen` by a day, also on a day that nobody noted.

    One that was lost after it had, one that was moved back had not.
    """
    return (today >= SEEN_ON) | (Referral.stage.in_(_AT_LEAST_SEEN) & (Referral.stage_on <= today))


def stands_aside(stage: ReferralStage, today: date) -> Any:
    """Whether a referral is lost, or declined, on a day."""
    return (Referral.stage == stage.value) & (Referral.stage_on <= today)


def partner_where(lens: Lens) -> Any:
    """The condition on Partner that a lens makes; None where it makes none. The payer and the source are left out."""
    found: Any = None
    for wanted in (
        None if lens.member_id is None else Partner.member == lens.member_id,
        None if lens.specialty is None else _alike(Partner.specialty, lens.specialty),
        None if lens.area is None else _alike(Partner.area, lens.area),
    ):
        if wanted is not None:
            found = wanted if found is None else found & wanted
    return found


def partners_chosen(lens: Lens) -> Any:
    """The ids of the partners of a lens as a subquery; None where it chooses none."""
    wanted = partner_where(lens)
    return None if wanted is None else Partner.select(Partner.id).where(wanted)


def referrals_within(first: date, last: date, lens: Lens) -> Any:
    """The condition on Referral: received or sent in these days, and chosen by the lens."""
    return narrowed(Referral.day.between(first, last), lens)


def narrowed(wanted: Any, lens: Lens) -> Any:
    """A condition on Referral, and that the lens chooses it."""
    chosen = partners_chosen(lens)
    if chosen is not None:
        wanted &= Referral.partner.in_(chosen)
    if lens.payer_id is not None:
        wanted &= Referral.payer == lens.payer_id
    if lens.source is not None:
        # After a sign that no index has, as the flow below.
        wanted &= (fn.COALESCE(Referral.source, "") == lens.source.value) & INBOUND
    return wanted


# The flow is compared after a sign that no index has: SQLite would walk the index of the Board through all years.
INBOUND: Any = fn.COALESCE(Referral.flow, "") == Flow.INBOUND.value
OUTBOUND: Any = fn.COALESCE(Referral.flow, "") == Flow.OUTBOUND.value

FROM_PARTNERS: Any = INBOUND & (Referral.source == Source.PARTNER.value)
"""Inbound partner referrals: those that a partner sent, not those that came otherwise and name one."""


def slice_of(column: Any, slices: Sequence[Span]) -> Any:
    """In which of the slices (`periods.cut`: one after another, without a gap) a day lies, by its place from 0.

    Asked by halves: of sixty slices one after another, SQLite would ask thirty times for a row. Group by its alias:
    PostgreSQL does not know it again by its figures.
    """
    return _slice(column, slices, 0, len(slices))


def _slice(column: Any, slices: Sequence[Span], low: int, high: int) -> Any:
    if low == high:
        return low
    middle = (low + high) // 2
    here = (column <= slices[middle].last, _slice(column, slices, low, middle))
    return Case(None, [here], _slice(column, slices, middle + 1, high))


def days_between(earlier: Any, later: Any) -> Any:
    """Whole days from one day column to another."""
    if on_sqlite():
        return (fn.JULIANDAY(later) - fn.JULIANDAY(earlier)).cast("INTEGER")
    return later - earlier


def on_sqlite() -> bool:
    """Whether the open practice is a file; else it is on a PostgreSQL server."""
    return isinstance(getattr(database, "obj", database), SqliteDatabase)


def number(condition: Any) -> Any:
    """How many rows of a group meet a condition."""
    return fn.COALESCE(fn.SUM(Case(None, [(condition, 1)], 0)), 0)


def distinct_patients() -> Any:
    """How many distinct patients there are, the same on both engines.

    SQLite knows the capitals of ASCII alone; so must a server, whose language may know more. Byte by byte it takes it
    half as long, too.
    """
    alike = PATIENT if on_sqlite() else PATIENT.removesuffix(")") + ' COLLATE "C")'
    return fn.COUNT(SQL(f"DISTINCT {alike}"))


def _alike(column: Any, wanted: str) -> Any:
    """Whether a column says the same as a text, but for capitals and accents, which the engines compare unlike."""
    folded = fold(wanted)
    words = [word for (word,) in raw(Partner.select(column).distinct()) if fold(word) == folded]
    return column.in_(words) if words else SQL("1 = 0")
