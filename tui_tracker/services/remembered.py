"""Keeping what was worked out until the practice changes."""

from typing import Any, Generic, TypeVar

from tui_tracker.storage.database import database
from tui_tracker.storage.queries.history import last_change_id

Found = TypeVar("Found")


class Remembered(Generic[Found]):
    """The last answer to a question, good for as long as the same database is open and its journal has not grown."""

    def __init__(self) -> None:
        self._asked: Any = None
        self._found: Found | None = None

    def recall(self, question: Any) -> Found | None:
        """What was kept for this question, or None where something has changed since."""
        return self._found if self._asked == self._now(question) else None

    def keep(self, question: Any, found: Found) -> Found:
        """Keep an answer; gives it back."""
        self._asked, self._found = self._now(question), found
        return found

    @staticmethod
    def _now(question: Any) -> Any:
        return database.obj, last_change_id(), question
