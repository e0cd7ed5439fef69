"""Reading the journal."""

from collections.abc import Collection, Mapping
from typing import Any

from tui_tracker.domain.records import Change as ChangeRecord
from tui_tracker.domain.records import ChangedRow
from tui_tracker.storage.models import BY_TABLE, Change, ChangeRow, Member, Occasion, Partner, Referral
from tui_tracker.storage.rows import CHUNK, Row, chunks, complete, load

_FIELDS = (Change.id, Change.at, Change.who, Change.label, Change.kind, Change.reverts, Change.undone, Change.rows)
_NAMED: dict[str, Any] = {
    "partner": Partner.name,
    "member": Member.name,
    "occasion": Occasion.name,
    "referral": Referral.patient_ref,
}


def changes(offset: int, length: int, text: str = "", who: str = "") -> list[ChangeRecord]:
    """A window on the journal, newest first; only entries whose label or person contains `text`, and those of `who`."""
    rows = (
        Change.select(*_FIELDS)
        .where(*_chosen(text, who))
        .order_by(Change.id.desc())
        .offset(offset)
        .limit(length)
        .tuples()
    )
    return [ChangeRecord(*row) for row in rows]


def change(change_id: int) -> ChangeRecord | None:
    """One entry of the journal."""
    row = Change.select(*_FIELDS).where(Change.id == change_id).tuples().first()
    return None if row is None else ChangeRecord(*row)


def count_changes(text: str = "", who: str = "", newer_than: int = 0) -> int:
    """How many entries `changes` has, of those newer than one of them."""
    return int(Change.select().where(Change.id > newer_than, *_chosen(text, who)).count())


def last_change_id() -> int:
    """The newest entry's id, 0 for an empty journal; it grows whenever anything changes."""
    return int(Change.select(Change.id).order_by(Change.id.desc()).limit(1).scalar() or 0)


def latest_standing(who: str, number: int) -> list[int]:
    """This person's newest changes that are not taken back."""
    rows = Change.select(Change.id).where(_standing() & (Change.who == who)).order_by(Change.id.desc()).limit(number)
    return [int(change_id) for (change_id,) in rows.tuples()]


def undone_rows(who: str, table: str, number: int) -> list[Row]:
    """The rows that this person's newest changes taken back, at most `number` of them, had added to a table.

    What is from before a column was there has the column's default.
    """
    undone = (Change.kind == "do") & (Change.undone == True) & (Change.who == who)  # noqa: E712
    newest = Change.select(Change.id).where(undone).order_by(Change.id.desc()).limit(number)
    rows = (
        ChangeRow.select(ChangeRow.after)
        .where(ChangeRow.change.in_([change_id for (change_id,) in newest.tuples()]))
        .where((ChangeRow.table_name == table) & ChangeRow.before.is_null())
        .order_by(ChangeRow.change.desc(), ChangeRow.seq)
    )
    whole = complete(BY_TABLE[table], {})
    return [{**whole, **row} for (after,) in rows.tuples() if (row := load(after)) is not None]


def count_standing(ids: Collection[int]) -> int:
    """How many of these changes are not taken back."""
    return int(Change.select().where(_standing() & Change.id.in_(list(ids))).count())


def changed_rows(change_id: int, limit: int) -> list[ChangedRow]:
    """What one change did, row by row, at most `limit` of them."""
    rows = (
        ChangeRow.select(ChangeRow.table_name, ChangeRow.row_id, ChangeRow.before, ChangeRow.after)
        .where(ChangeRow.change == change_id)
        .order_by(ChangeRow.seq)
        .limit(limit)
        .tuples()
    )
    return [ChangedRow(name, row_id, load(before), load(after)) for name, row_id, before, after in rows]


def names(ids: Mapping[str, Collection[int]]) -> dict[tuple[str, int], str]:
    """What the rows with these ids are called, by table and id; one that is gone, or has no name, is left out."""
    found: dict[tuple[str, int], str] = {}
    for table, wanted in ids.items():
        column = _NAMED.get(table)
        if column is None:
            continue
        for chunk in chunks(sorted(wanted), CHUNK):
            model = column.model
            rows = model.select(model.id, column).where(model.id.in_(list(chunk))).tuples()
            found |= {(table, row_id): name for row_id, name in rows}
    return found


def _standing() -> Any:
    return (Change.kind == "do") & (Change.undone == False)  # noqa: E712


def _chosen(text: str, who: str) -> list[Any]:
    """The conditions of a filter. The always true one keeps `where` from being empty."""
    chosen: list[Any] = [Change.id > 0]
    if text:
        chosen.append(Change.label.contains(text) | Change.who.contains(text))
    if who:
        chosen.append(Change.who == who)
    return chosen
