"""`o` in the real program."""

from __future__ import annotations

from datetime import date

from tests.conftest import TODAY
from tests.ui.conftest import screen_text, settle
from tui_tracker.domain.records import Doing
from tui_tracker.services.opening import close_practice, open_practice
from tui_tracker.services.touchpoints import timeline
from tui_tracker.storage.journal import changing
from tui_tracker.storage.models import Partner


async def test_an_item_of_today_is_logged_in_four_keys_and_the_note(drive, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    target = str(tmp_path / "p.db")
    open_practice(target)
    with changing(Doing("Ann", "2026-01-01T12:00:00Z", TODAY), "Added Ann Lee") as unit:
        unit.insert(Partner, name="Ann Lee", search="ann lee", stage="connected", added_on=date(2025, 1, 1))
    close_practice()
    async with drive(target) as pilot:
        assert "Ann Lee" in screen_text(pilot.app)
        await pilot.press("o")
        await settle(pilot)
        assert "with   Ann Lee" in screen_text(pilot.app)
        await pilot.press("c", "l", "space", *"hello", "enter")
        await settle(pilot)
        assert "Logged call with Ann Lee. u undoes it." in screen_text(pilot.app)
        assert [row.note for row in await pilot.app.desk(timeline, 1, 0, 5)] == ["hello"]
        await pilot.press("u")
        await settle(pilot)
        assert await pilot.app.desk(timeline, 1, 0, 5) == []
        await pilot.press("o")
        await settle(pilot)
        await pilot.press(*"later", "escape")
        await settle(pilot)
        assert "Your line is kept; o brings it back." in screen_text(pilot.app)
        await pilot.press("o")
        await settle(pilot)
        assert "later" in screen_text(pilot.app)
