"""Filters of the board that are kept by name, for the whole practice."""

from __future__ import annotations

from tui_tracker.domain.errors import Refused
from tui_tracker.domain.records import Doing, SavedFilter
from tui_tracker.domain.text import clean_line, fold
from tui_tracker.storage import models
from tui_tracker.storage.journal import changing
from tui_tracker.storage.queries import filters as queries

LONGEST_NAME = 40
LONGEST_TEXT = 500


def saved_filters() -> list[SavedFilter]:
    """Every saved filter, by name."""
    return queries.saved_filters()


def save_filter(doing: Doing, name: str, text: str) -> SavedFilter:
    """Keep what a filter says by a name; one of that name, whatever its capitals, is replaced. Raises Refused."""
    name, text = clean_line(name), clean_line(text)
    if not name:
        raise Refused("Give the filter a name.", "name")
    if len(name) > LONGEST_NAME:
        raise Refused(f"Choose a name of at most {LONGEST_NAME} letters.", "name")
    if not text:
        raise Refused("Type a filter first; there is nothing to keep.", "name")
    if len(text) > LONGEST_TEXT:
        raise Refused(f"This filter is too long to keep; make it at most {LONGEST_TEXT} letters.", "name")
    with changing(doing, f"Saved the filter {name}") as unit:
        before = next((one for one in queries.saved_filters() if fold(one.name) == fold(name)), None)
        if before is None:
            return SavedFilter(unit.insert(models.SavedFilter, name=name, text=text), name, text)
        unit.update(models.SavedFilter, before.id, name=name, text=text)
    return SavedFilter(before.id, name, text)


def delete_filter(doing: Doing, filter_id: int) -> str:
    """Forget a saved filter; gives the change's label. Raises Refused where it is gone."""
    with changing(doing, "Deleted a filter") as unit:
        found = next((one for one in queries.saved_filters() if one.id == filter_id), None)
        if found is None:
            raise Refused("This filter is no longer there; look again.")
        unit.label = f"Deleted the filter {found.name}"
        unit.delete(models.SavedFilter, filter_id)
    return unit.label
