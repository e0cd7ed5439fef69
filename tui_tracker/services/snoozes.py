"""Hiding what is on the agenda until a day."""

from collections.abc import Sequence
from datetime import date

from tui_tracker.domain.agenda import AgendaItem
from tui_tracker.domain.records import Doing


def snooze_item(doing: Doing, item: AgendaItem, until: date) -> None:
    """Hide what this item holds now until a day, when it comes back by itself; what is new with the partner shows."""
    snooze(doing, item.keys, until, item.partner_name)


def snooze(doing: Doing, keys: str | Sequence[str], until: date, name: str = "") -> None:
    """Hide lines of the agenda (`AgendaItem.keys`, `AgendaLine.key`) until a day after today. Raises Refused."""
    raise NotImplementedError


def unsnooze(doing: Doing, keys: str | Sequence[str], name: str = "") -> None:
    """Show lines again before their day."""
    raise NotImplementedError
