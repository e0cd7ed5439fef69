"""Filters that were saved by name."""

from tui_tracker.domain.records import SavedFilter as SavedFilterRecord
from tui_tracker.domain.text import fold
from tui_tracker.storage.models import SavedFilter


def saved_filters() -> list[SavedFilterRecord]:
    """Every saved filter, by name."""
    rows = SavedFilter.select(SavedFilter.id, SavedFilter.name, SavedFilter.text).tuples()
    # Not by the engine: SQLite and PostgreSQL order names differently.
    return sorted((SavedFilterRecord(*row) for row in rows), key=lambda one: (fold(one.name), one.id))
