"""Reading partners: windows on the list, and all that one partner's page shows."""

from array import array
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from peewee import SQL, Case, fn

from tui_tracker.domain import records
from tui_tracker.domain.cadence import PartnerState, cadence_of, cutoffs
from tui_tracker.domain.partner_list import Order, PartnerFilter, beginning_with
from tui_tracker.domain.records import PartnerLine
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.text import fold
from tui_tracker.domain.words import RESTING_STAGES, Flow, PartnerKind, Stage, Tier
from tui_tracker.storage.models import Member, Partner, Referral, Touchpoint
from tui_tracker.storage.queries.agenda_rows import as_day
from tui_tracker.storage.queries.partner_choice import fitting, looked_after, warmth_of_all
from tui_tracker.storage.queries.remembered import Remembered
from tui_tracker.storage.rows import CHUNK, chunks

_MOST_VALUES = 2_000
_QUARTER_DAYS = 90
_NO_FIGURE = 101  # who has no warmth comes after the warmest


def partner(partner_id: int) -> records.Partner | None:
    """One partner with all its fields."""
    row = Partner.select(*_FIELDS).where(Partner.id == partner_id).tuples().first()
    if row is None:
        return None
    values: list[Any] = [*row[:-1], tuple(row[-1].split())]
    return records.Partner(*values)


def members() -> list[records.Member]:
    """The active members of the practice, by name."""
    rows = (
        Member.select(Member.id, Member.name, Member.role, Member.active)
        .where(Member.active == True)  # noqa: E712
        .tuples()
    )
    # Not by the engine: SQLite and PostgreSQL order names differently.
    return sorted((records.Member(*row) for row in rows), key=lambda one: (fold(one.name), one.id))


def member_name(member_id: int | None) -> str | None:
    """A member's name."""
    if member_id is None:
        return None
    found: str | None = Member.select(Member.name).where(Member.id == member_id).scalar()
    return found


def lines_of(ids: Sequence[int], today: date) -> list[PartnerLine]:
    """These partners as a list shows them, in the order of their ids as given; those that are gone are left out."""
    found: dict[int, PartnerLine] = {}
    for chunk in chunks(list(ids), CHUNK):
        for row in _line_query(today).where(Partner.id.in_(chunk)).tuples():
            found[row[0]] = _line(row)
    return [found[one] for one in ids if one in found]


def names_of(ids: Sequence[int]) -> dict[int, str]:
    """The names of these partners, by id, also of those in the archive."""
    found: dict[int, str] = {}
    for chunk in chunks(list(ids), CHUNK):
        found.update(Partner.select(Partner.id, Partner.name).where(Partner.id.in_(chunk)).tuples())
    return found


def window_by_name(offset: int, length: int, archived: bool, today: date) -> list[PartnerLine]:
    """A window on all partners by name."""
    page = (
        Partner.select(Partner.id)
        .where(_archived(archived))
        .order_by(Partner.search, Partner.id)
        .offset(offset)
        .limit(length)
    )
    return lines_of([one for (one,) in page.tuples()], today)


def count_all(archived: bool) -> int:
    """How many partners there are."""
    return int(Partner.select().where(_archived(archived)).count())


def place_by_name(partner_id: int, archived: bool) -> int | None:
    """How many partners stand before this one by name; None where it is not in the list."""
    row = Partner.select(Partner.search).where((Partner.id == partner_id) & _archived(archived)).tuples().first()
    if row is None:
        return None
    before = (Partner.search < row[0]) | ((Partner.search == row[0]) & (Partner.id < partner_id))
    return int(Partner.select().where(_archived(archived) & before).count())


def matching_ids(chosen: PartnerFilter, order: Order, today: date, settings: Settings) -> "array[int]":
    """The ids of all partners that a filter lets through, in order.

    The last answer is kept until the practice changes, so that its windows and its places cost one look at the journal.
    """
    return _MATCHING.answer(_find_ids, chosen, order, today, settings)


def same_name(search: str, other_than: int | None = None) -> list[tuple[int, str, str, bool]]:
    """Partners with this folded name, as (id, name, area, archived)."""
    rows = (
        Partner.select(Partner.id, Partner.name, Partner.area, Partner.archived_on)
        .where(Partner.search == search)
        .order_by(Partner.id)
        .tuples()
    )
    return [(one, name, area, day is not None) for one, name, area, day in rows if one != other_than]


def with_npi(npi: str) -> tuple[int, str, bool] | None:
    """The partner with this NPI, as (id, name, archived)."""
    row = Partner.select(Partner.id, Partner.name, Partner.archived_on).where(Partner.npi == npi).tuples().first()
    return None if row is None else (row[0], row[1], row[2] is not None)


def with_inner_rank(rank: int) -> tuple[int, str] | None:
    """The partner at this place of the inner circle."""
    row = Partner.select(Partner.id, Partner.name).where(Partner.inner_rank == rank).tuples().first()
    return None if row is None else (row[0], row[1])


def known_words(column: str, limit: int = 300) -> list[str]:
    """The specialties or areas in use, the most used first; for completing what is typed."""
    chosen = getattr(Partner, column)
    number = fn.COUNT(Partner.id)
    rows = Partner.select(chosen, number).where(chosen != "").group_by(chosen).order_by(number.desc(), chosen)
    used = sorted(rows.limit(limit).tuples(), key=lambda row: (-row[1], fold(row[0]), row[0]))
    return [word for word, _ in used]


def having_words(words: Sequence[str]) -> list[Any]:
    """For each folded word a condition: it stands in the name, the specialty or the area."""
    if not words:
        return []
    specialties, areas = _folded(Partner.specialty), _folded(Partner.area)
    return [_placed(word, specialties, areas) for word in words]


_MATCHING: Remembered["array[int]"] = Remembered()

_FIELDS = tuple(
    getattr(Partner, name)
    for name in records.Partner.__dataclass_fields__  # the record's order is the query's
)


def last_touch_of() -> Any:
    """A subquery: the newest touchpoint's day of the partner in the outer query."""
    return Touchpoint.select(fn.MAX(Touchpoint.day)).where(Touchpoint.partner == Partner.id)


def referrals_since(cutoff: date, today: date) -> Any:
    """A subquery: how many inbound referrals came after `cutoff` from the partner in the outer query."""
    return Referral.select(fn.COUNT(Referral.id)).where(
        (Referral.partner == Partner.id)
        & (Referral.flow == Flow.INBOUND.value)
        & (Referral.day > cutoff)
        & (Referral.day <= today)
    )


def _line_query(today: date) -> Any:
    touches = Touchpoint.select(fn.COUNT(Touchpoint.id)).where(Touchpoint.partner == Partner.id)
    return Partner.select(
        Partner.id,
        Partner.name,
        Partner.kind,
        Partner.specialty,
        Partner.area,
        Partner.tier,
        Partner.stage,
        last_touch_of(),
        touches,
        referrals_since(today - timedelta(_QUARTER_DAYS), today),
        Partner.archived_on,
    )


def _line(row: Sequence[Any]) -> PartnerLine:
    one, name, kind, specialty, area, tier, stage, last_touch, touches, referrals_90, archived_on = row
    figures = (as_day(last_touch), int(touches), int(referrals_90), archived_on is not None)
    return PartnerLine(one, name, kind, specialty, area, tier, stage, *figures)


def _archived(archived: bool) -> Any:
    return Partner.archived_on.is_null(not archived)


def _find_ids(chosen: PartnerFilter, order: Order, today: date, settings: Settings) -> "array[int]":
    query = Partner.select(Partner.id).where(_archived(chosen.archived))
    for condition in _conditions(chosen):
        query = query.where(condition)
    for condition in looked_after(chosen, settings):
        query = query.where(condition)
    found = array("q", (one for (one,) in query.order_by(*_ordering(order, today)).tuples().iterator()))
    letting = fitting(chosen, today, settings)
    if chosen.due or chosen.late:
        letting.append(_waiting(today, settings, late=chosen.late))
    for ids in letting:
        found = array("q", (one for one in found if one in ids))
    if order == Order.WARMTH:
        points = warmth_of_all(chosen.archived, today, settings)
        return array("q", sorted(found, key=lambda one: points.get(one, _NO_FIGURE)))
    return found


def _waiting(today: date, settings: Settings, *, late: bool) -> set[int]:
    """The partners whose next touch is due, or late: a coarse look by the engine, then the rule itself."""
    last = last_touch_of()
    since = fn.COALESCE(last, Partner.added_on)
    by_tier = cutoffs(settings, today)
    # Whoever is due is at least this far back, or has a cadence of their own; making rows of the others costs most.
    nearest = (Partner.stage == Stage.PROSPECT.value, max(by_tier.values()))
    cutoff = Case(None, (nearest, *((Partner.tier == tier.value, by_tier[tier.value]) for tier in Tier)))
    due = Partner.cadence_days.is_null(False) | (since <= cutoff)
    rows = Partner.select(
        Partner.id,
        Partner.tier,
        Partner.stage,
        Partner.cadence_days,
        Partner.added_on,
        last,
    ).where(_archived(False) & Partner.stage.not_in([stage.value for stage in RESTING_STAGES]) & due)
    found = set()
    for one, tier, stage, own, added_on, touched in rows.tuples().iterator():
        known = PartnerState(one, "", "", tier, stage, own, added_on, None)
        state = cadence_of(known, as_day(touched), settings, today)
        if state is not None and (state.late if late else state.days_late >= 0):
            found.add(one)
    return found


def _ordering(order: Order, today: date) -> tuple[Any, ...]:
    by_name = (Partner.search, Partner.id)
    if order == Order.TOUCH:
        # Never touched comes last on both engines, which sort NULL differently.
        return (fn.COALESCE(last_touch_of(), SQL("'0001-01-01'")).desc(), *by_name)
    if order == Order.REFERRALS:
        return (fn.COALESCE(referrals_since(today - timedelta(_QUARTER_DAYS), today), 0).desc(), *by_name)
    if order == Order.TIER:
        return (Partner.tier, *by_name)
    if order == Order.STAGE:
        return (Case(Partner.stage, tuple((stage.value, place) for place, stage in enumerate(Stage))), *by_name)
    return by_name


def _conditions(chosen: PartnerFilter) -> list[Any]:
    found = [
        column.in_(values)
        for column, values in (
            (Partner.tier, chosen.tiers),
            (Partner.stage, chosen.stages),
            (Partner.kind, chosen.kinds),
        )
        if values
    ]
    placed = having_words(chosen.words)
    return found + [condition | _beginning(word) for word, condition in zip(chosen.words, placed, strict=True)]


def _folded(column: Any) -> list[tuple[str, str]]:
    """The values that a column holds, as (folded, stored): neither engine folds accents by itself."""
    return [(fold(value), value) for (value,) in Partner.select(column).distinct().tuples() if value]


def _placed(word: str, specialties: Iterable[tuple[str, str]], areas: Iterable[tuple[str, str]]) -> Any:
    condition = Partner.search.contains(word)
    for column, values in ((Partner.specialty, specialties), (Partner.area, areas)):
        fitting = [stored for folded, stored in values if word in folded]
        if len(fitting) > _MOST_VALUES:
            condition |= column.contains(word)
        elif fitting:
            condition |= column.in_(fitting)
    return condition


def _beginning(word: str) -> Any:
    return Partner.stage.in_(beginning_with(word, tuple(Stage))) | Partner.kind.in_(
        beginning_with(word, tuple(PartnerKind))
    )
