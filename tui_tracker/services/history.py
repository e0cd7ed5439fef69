"""The journal: reading it, and undo and redo from any entry, in any session."""

from collections.abc import Collection
from datetime import date

from tui_tracker.domain.change_words import Told, mentioned, own_names, tell
from tui_tracker.domain.errors import Refused
from tui_tracker.domain.records import Change, ChangedRow, Doing
from tui_tracker.storage import journal
from tui_tracker.storage.queries import history

_LARGEST = 2**31 - 1


def changes(offset: int, length: int, text: str = "", who: str = "") -> list[Change]:
    """A window on the journal, newest first; with a text only entries whose label or person contains it."""
    return history.changes(offset, length, text, who)


def count_changes(text: str = "", who: str = "", newer_than: int = 0) -> int:
    """How many entries the journal has under a filter; newer than an entry: the place where that one stands."""
    return history.count_changes(text, who, newer_than)


def last_change_id() -> int:
    """A number that grows with every change of any session: a cheap way to see that something happened."""
    return history.last_change_id()


def latest_standing(who: str, number: int) -> list[int]:
    """The ids of this person's newest changes that are not taken back, the newest first."""
    return history.latest_standing(who, number)


def count_standing(ids: Collection[int]) -> int:
    """How many of some changes (at most a few hundred) are not taken back."""
    return history.count_standing(ids)


def changed_rows(change_id: int, limit: int = 200) -> list[ChangedRow]:
    """What one change did, row by row, at most `limit` of them."""
    return history.changed_rows(change_id, limit)


def told(change_id: int, today: date, limit: int = 200) -> list[Told]:
    """What one change did, in words, at most `limit` rows of it; the names are those of today where they can be."""
    rows = history.changed_rows(change_id, limit)
    names = own_names(rows) | history.names(mentioned(rows))
    return [tell(row, names, today) for row in rows]


def undo(doing: Doing, change_id: int | None = None) -> Change:
    """Take back a change, by default this person's last; gives it. Raises Refused with what stands in the way."""
    chosen = journal.last_to_undo(doing.who) if change_id is None else change_id
    if chosen is None:
        raise Refused("There is nothing of yours to undo.")
    change = _changed(_original(chosen))
    if not change.rows:
        raise Refused(f"“{change.label}” noted no rows, so there is nothing in it to undo.")
    journal.undo(doing, change.id)
    return _changed(change.id)


def redo(doing: Doing, change_id: int | None = None) -> Change:
    """Do an undone change again, by default the one this person undid last; gives the change. Raises Refused."""
    chosen = journal.last_to_redo(doing.who) if change_id is None else change_id
    if chosen is None:
        raise Refused("There is nothing of yours to redo.")
    journal.redo(doing, _original(chosen))
    return _changed(_original(chosen))


def _original(change_id: int) -> int:
    """The change itself, where an entry says that it was undone or redone. Raises Refused for what is no number."""
    if not 0 < change_id <= _LARGEST:
        raise Refused(f"The history has no entry {str(change_id)[:20]}.")
    entry = history.change(change_id)
    return change_id if entry is None or entry.reverts_id is None else entry.reverts_id


def _changed(change_id: int) -> Change:
    found = history.change(change_id)
    if found is None:
        raise Refused(f"The history has no entry {change_id}.")
    return found
