"""Reading the journal."""

from tui_tracker.domain.records import Change as ChangeRecord
from tui_tracker.domain.records import ChangedRow
from tui_tracker.storage.models import Change, ChangeRow
from tui_tracker.storage.rows import load

_FIELDS = (Change.id, Change.at, Change.who, Change.label, Change.kind, Change.reverts, Change.undone, Change.rows)


def changes(offset: int, length: int) -> list[ChangeRecord]:
    """A window on the journal, newest first."""
    rows = Change.select(*_FIELDS).order_by(Change.id.desc()).offset(offset).limit(length).tuples()
    return [ChangeRecord(*row) for row in rows]


def change(change_id: int) -> ChangeRecord | None:
    """One entry of the journal."""
    row = Change.select(*_FIELDS).where(Change.id == change_id).tuples().first()
    return None if row is None else ChangeRecord(*row)


def count_changes() -> int:
    """How many entries the journal has."""
    return int(Change.select().count())


def last_change_id() -> int:
    """The newest entry's id, 0 for an empty journal; it grows whenever anything changes."""
    return int(Change.select(Change.id).order_by(Change.id.desc()).limit(1).scalar() or 0)


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
