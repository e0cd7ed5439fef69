"""The gift ledger's own reads: gifts, whom they were for and who noted them, and nothing else."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from peewee import fn

from tui_tracker.domain.gifts import GiftSum, year_span
from tui_tracker.domain.records import Gift as GiftRecord
from tui_tracker.domain.text import fold
from tui_tracker.storage.models import Change, ChangeRow, Gift, Member, Partner
from tui_tracker.storage.rows import CHUNK, chunks, load


def gift(gift_id: int) -> GiftRecord | None:
    """One entry."""
    found = _records(_selected().where(Gift.id == gift_id))
    return found[0] if found else None


def ledger(year: int, partner_id: int | None, text: str, offset: int, length: int) -> list[GiftRecord]:
    """A window on a year's entries, newest first; of one partner, and with a text in name or gift, where given."""
    query = _selected().where(_chosen(year, partner_id, text)).order_by(Gift.day.desc(), Gift.id.desc())
    return _records(query.offset(offset).limit(length))


def count_gifts(year: int, partner_id: int | None, text: str) -> int:
    """How many entries `ledger` has."""
    return int(Gift.select().join(Partner).where(_chosen(year, partner_id, text)).count())


def sums(year: int, partner_id: int | None, text: str, offset: int, length: int) -> list[GiftSum]:
    """A window on what was spent on each partner in a year, the most first.

    With a text those partners of whom `ledger` shows an entry, with everything spent on them that year.
    """
    query = (
        Gift.select(Partner.id, Partner.name, fn.COUNT(Gift.id), fn.SUM(Gift.amount_cents))
        .join(Partner)
        .where(Gift.day.between(*year_span(year)) & Gift.partner.in_(_partners(year, partner_id, text)))
        .group_by(Partner.id, Partner.name, Partner.search)
        .order_by(fn.SUM(Gift.amount_cents).desc(), Partner.search, Partner.id)
        .offset(offset)
        .limit(length)
    )
    return [GiftSum(row_id, name, year, int(entries), int(cents)) for row_id, name, entries, cents in query.tuples()]


def count_sums(year: int, partner_id: int | None, text: str) -> int:
    """How many partners `sums` has."""
    return int(_partners(year, partner_id, text).distinct().count())


def spent(partner_ids: Iterable[int], year: int, without: int | None = None) -> dict[int, int]:
    """Cents spent on each of some partners in a year, one entry left out where asked; no key for none."""
    found: dict[int, int] = {}
    for chunk in chunks(sorted(set(partner_ids)), CHUNK):
        query = Gift.select(Gift.partner, fn.SUM(Gift.amount_cents)).where(
            Gift.partner.in_(list(chunk)) & Gift.day.between(*year_span(year))
        )
        if without is not None:
            query = query.where(Gift.id != without)
        found |= {row_id: int(cents) for row_id, cents in query.group_by(Gift.partner).tuples()}
    return found


def first_day() -> date | None:
    """The day of the oldest entry."""
    found: date | None = Gift.select(Gift.day).order_by(Gift.day).limit(1).scalar()
    return found


def names(partner_ids: Iterable[int]) -> dict[int, str]:
    """The names of partners that are there, archived ones too."""
    query = Partner.select(Partner.id, Partner.name).where(Partner.id.in_(list(partner_ids)))
    return dict(query.tuples())


def last_change(who: str) -> int | None:
    """This person's newest change of the ledger that stands."""
    touched = ChangeRow.select(ChangeRow.id).where((ChangeRow.change == Change.id) & (ChangeRow.table_name == "gift"))
    found = (
        Change.select(Change.id)
        .where((Change.who == who) & (Change.kind == "do") & (Change.undone == False) & fn.EXISTS(touched))  # noqa: E712
        .order_by(Change.id.desc())
        .limit(1)
        .scalar()
    )
    return None if found is None else int(found)


def is_of_ledger(change_id: int) -> bool:
    """Whether a change touched the ledger."""
    rows = ChangeRow.select().where((ChangeRow.change == change_id) & (ChangeRow.table_name == "gift"))
    return bool(rows.exists())


def touched(change_id: int) -> list[tuple[int, int]]:
    """The sums that a change of the ledger may alter, each as a partner's id and a year."""
    rows = ChangeRow.select(ChangeRow.before, ChangeRow.after)
    rows = rows.where((ChangeRow.change == change_id) & (ChangeRow.table_name == "gift"))
    ends = (load(text) for row in rows.tuples() for text in row)
    return sorted({(int(end["partner_id"]), date.fromisoformat(end["day"]).year) for end in ends if end is not None})


def label_of(change_id: int) -> str:
    """What a change is called."""
    return str(Change.select(Change.label).where(Change.id == change_id).scalar() or "")


def _selected() -> Any:
    return (
        Gift.select(Gift.id, Partner.id, Partner.name, Gift.day, Gift.what, Gift.amount_cents, Member.name)
        .join(Partner)
        .switch(Gift)
        .left_outer_join(Member)
    )


def _records(query: Any) -> list[GiftRecord]:
    return [GiftRecord(*row) for row in query.tuples()]


def _chosen(year: int, partner_id: int | None, text: str) -> Any:
    chosen: Any = Gift.day.between(*year_span(year))
    if partner_id is not None:
        chosen &= Gift.partner == partner_id
    if text:
        chosen &= Partner.search.contains(fold(text)) | Gift.what.contains(text)
    return chosen


def _partners(year: int, partner_id: int | None, text: str) -> Any:
    return Gift.select(Gift.partner).join(Partner).where(_chosen(year, partner_id, text))
