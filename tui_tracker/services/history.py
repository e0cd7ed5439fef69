"""The journal: reading it, and undo and redo from any entry, in any session."""

from tui_tracker.domain.errors import Refused
from tui_tracker.domain.records import Change, ChangedRow, Doing
from tui_tracker.storage import journal
from tui_tracker.storage.queries import history


def changes(offset: int, length: int) -> list[Change]:
    """A window on the journal, newest first."""
    return history.changes(offset, length)


def count_changes() -> int:
    """How many entries the journal has."""
    return history.count_changes()


def last_change_id() -> int:
    """A number that grows with every change of any session: a cheap way to see that something happened."""
    return history.last_change_id()


def changed_rows(change_id: int, limit: int = 200) -> list[ChangedRow]:
    """What one change did, row by row, at most `limit` of them."""
    return history.changed_rows(change_id, limit)


def undo(doing: Doing, change_id: int | None = None) -> Change:
    """Take back a change, by default this person's last; gives it. Raises Refused with what stands in the way."""
    chosen = journal.last_to_undo(doing.who) if change_id is None else change_id
    if chosen is None:
        raise Refused("There is nothing of yours to undo.")
    journal.undo(doing, _original(chosen))
    return _changed(_original(chosen))


def redo(doing: Doing, change_id: int | None = None) -> Change:
    """Do an undone change again, by default the one this person undid last; gives the change. Raises Refused."""
    chosen = journal.last_to_redo(doing.who) if change_id is None else change_id
    if chosen is None:
        raise Refused("There is nothing of yours to redo.")
    journal.redo(doing, _original(chosen))
    return _changed(_original(chosen))


def _original(change_id: int) -> int:
    """The change itself, where an entry says that it was undone or redone."""
    entry = history.change(change_id)
    return change_id if entry is None or entry.reverts_id is None else entry.reverts_id


def _changed(change_id: int) -> Change:
    found = history.change(change_id)
    if found is None:
        raise Refused(f"The history has no entry {change_id}.")
    return found
