"""Keeping what was worked out until the practice changes."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from tui_tracker.storage.database import database
from tui_tracker.storage.queries.history import last_change_id

Found = TypeVar("Found")


class Remembered(Generic[Found]):
    """The last answer to a question, good for as long as the same database is open and its journal has not grown."""

    def __init__(self) -> None:
        self._asked: Any = None
        self._begun: Any = None
        self._found: Found | None = None

    def answer(self, work_out: Callable[..., Found], *question: Any) -> Found:
        """What `work_out` says to a question: worked out now, unless it was kept."""
        known = self.recall(question)
        return self.keep(question, work_out(*question)) if known is None else known

    def recall(self, question: Any) -> Found | None:
        """What was kept for this question, or None where something has changed since: then it is to be worked out."""
        self.begin(question)
        return self._found if self._asked == self._begun else None

    def begin(self, question: Any) -> None:
        """An answer is about to be worked out: whatever changes from now on, in any session, makes it an old one."""
        self._begun = database.obj, last_change_id(), question

    def keep(self, question: Any, found: Found) -> Found:
        """Keep the answer to the question that was begun last; gives it back."""
        assert self._begun is not None
        assert self._begun[-1] == question
        self._asked, self._found = self._begun, found
        return found
