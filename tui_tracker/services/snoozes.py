"""Hiding what is on the agenda until a day."""

from collections.abc import Sequence
from datetime import date

from tui_tracker.domain.agenda import AgendaItem
from tui_tracker.domain.day_words import short_day
from tui_tracker.domain.errors import Refused
from tui_tracker.domain.records import Doing
from tui_tracker.storage.journal import Unit, changing
from tui_tracker.storage.models import Snooze
from tui_tracker.storage.rows import CHUNK, chunks

LONGEST_DAYS = 366


def snooze_item(doing: Doing, item: AgendaItem, until: date) -> None:
    """Hide what this item holds now until a day, when it comes back by itself; what is new with the partner shows."""
    snooze(doing, item.keys, until, item.partner_name)


def snooze(doing: Doing, keys: str | Sequence[str], until: date, name: str = "") -> None:
    """Hide lines of the agenda (`AgendaItem.keys`, `AgendaLine.key`) until a day after today, at most a year away.

    `name` is the partner's, for the history. Raises Refused for another day.
    """
    if until <= doing.today:
        raise Refused("Choose a day after today; until then it is hidden.", "until")
    if (until - doing.today).days > LONGEST_DAYS:
        raise Refused("A snooze lasts a year at most; choose an earlier day.", "until")
    listed = _listed(keys)
    with changing(doing, f"Snoozed {name or 'an item'} until {short_day(until, doing.today)}") as unit:
        hide(unit, listed, until)


def hide(unit: Unit, keys: Sequence[str], until: date) -> None:
    """Hide lines of the agenda until a day, as part of another change."""
    present = _present(keys)
    for key in dict.fromkeys(keys):
        if key in present:
            unit.update(Snooze, present[key], until=until)
        else:
            unit.insert(Snooze, item=key, until=until)


def unsnooze(doing: Doing, keys: str | Sequence[str], name: str = "") -> None:
    """Show lines again before their day; what is not hidden is no error."""
    with changing(doing, f"Brought {name or 'an item'} back to the agenda") as unit:
        show(unit, _listed(keys))


def show(unit: Unit, keys: Sequence[str]) -> int:
    """Show again what is hidden, as part of another change; gives how many of the lines were."""
    present = _present(keys)
    for row_id in present.values():
        unit.delete(Snooze, row_id)
    return len(present)


def _listed(keys: str | Sequence[str]) -> list[str]:
    return [keys] if isinstance(keys, str) else list(dict.fromkeys(keys))


def _present(keys: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for chunk in chunks(keys, CHUNK):
        found |= dict(Snooze.select(Snooze.item, Snooze.id).where(Snooze.item.in_(chunk)).tuples())
    return found
