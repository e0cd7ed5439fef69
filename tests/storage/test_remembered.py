"""What is kept until the practice changes."""

from __future__ import annotations

from tui_tracker.domain.records import Doing
from tui_tracker.services.partners import add_partner
from tui_tracker.storage.queries.remembered import Remembered


def test_an_answer_is_kept_until_something_changes(sqlite_practice: str, doing: Doing) -> None:
    one: Remembered[int] = Remembered()
    assert one.recall("how many") is None
    assert one.keep("how many", 3) == 3
    assert (one.recall("how many"), one.recall("how few")) == (3, None)
    add_partner(doing, {"name": "Dr. Lee"})
    assert one.recall("how many") is None


def test_what_another_session_changed_meanwhile_makes_an_answer_old(sqlite_practice: str, doing: Doing) -> None:
    one: Remembered[int] = Remembered()
    assert one.recall("how many") is None
    add_partner(doing, {"name": "Dr. Lee"})
    assert one.keep("how many", 0) == 0
    assert one.recall("how many") is None
