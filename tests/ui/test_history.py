"""The History screen, driven by its keys."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.conftest import TODAY
from tests.ui.conftest import screen_text, settle
from tui_tracker.config import Config
from tui_tracker.domain.settings import Settings
from tui_tracker.services import history
from tui_tracker.storage.journal import changing
from tui_tracker.storage.models import Partner, Touchpoint

HOSTILE = "[@click=app.quit]Evil[/nope]"
UTC = Config(settings=Settings(time_zone="America/New_York"))


@pytest.fixture
def journal(sqlite_practice, doing):
    bo = replace(doing, who="Bo")
    with changing(doing, "Added Dr. Lee") as unit:
        lee = unit.insert(Partner, name="Dr. Lee", search="dr. lee", added_on=TODAY)
    with changing(bo, "Logged call with Dr. Lee") as unit:
        unit.insert(Touchpoint, partner=lee, day=TODAY, channel="call", note=HOSTILE)
    with changing(replace(doing, at="2026-03-16T13:30:00Z"), "Changed the tier of Dr. Lee") as unit:
        unit.update(Partner, lee, tier="A")
    return sqlite_practice


async def press(pilot, *keys: str) -> str:
    for key in keys:
        await pilot.press(key)
        await pilot.app.workers.wait_for_complete()
    await settle(pilot)
    await pilot.pause(0.15)
    await settle(pilot)
    return screen_text(pilot.app)


def under_cursor(text: str) -> str:
    return next((line for line in text.splitlines() if line.startswith(">")), "")


async def test_entries_stand_newest_first_in_local_time_with_what_they_changed(journal, drive):
    async with drive(journal, config=UTC) as pilot:
        text = await press(pilot, "6")
        lines = text.splitlines()
        assert "Changed the tier of Dr. Lee" in lines[1]
        assert "today 09:30" in lines[1]
        assert "Bo" in lines[2]
        assert "changed partner Dr. Lee" in text
        assert "tier: B → A" in text
        text = await press(pilot, "j")
        assert "new touchpoint with Dr. Lee" in text
        assert "channel: call" in text
        assert HOSTILE in await press(pilot, "tab", "G")


async def test_u_takes_back_the_entry_under_the_cursor_and_the_place_stays(journal, drive):
    async with drive(journal) as pilot:
        text = await press(pilot, "6", "j", "u")
        assert "Undone: Logged call with Dr. Lee. ctrl+r does it again." in text
        assert "Undid: Logged call" in text.splitlines()[1]
        assert "undone" in under_cursor(text)
        assert "Logged call" in under_cursor(text)
        assert await pilot.app.desk(Touchpoint.select().count) == 0
        text = await press(pilot, "ctrl+r")
        assert "Done again: Logged call with Dr. Lee" in text
        assert "Did again: Logged call" in text.splitlines()[1]
        assert "undone" not in under_cursor(text)
        assert await pilot.app.desk(Touchpoint.select().count) == 1
        assert "nothing to redo" in await press(pilot, "ctrl+r")


async def test_what_stands_in_the_way_is_named(journal, drive):
    async with drive(journal) as pilot:
        text = await press(pilot, "6", "G", "u")
        assert "the newer change 3" in text
        assert "stands in the way; undo that first." in " ".join(text.split())
        assert "Added Dr. Lee" in under_cursor(text)


async def test_a_filter_and_only_mine(journal, drive):
    async with drive(journal) as pilot:
        text = await press(pilot, "6", "slash", "c", "a", "l", "l", "enter")
        assert "Logged call" in text
        assert "Changed the tier" not in text
        assert "Changed the tier" in await press(pilot, "escape")
        text = await press(pilot, "m")
        assert "Logged call" not in text
        assert "Added Dr. Lee" in text
        assert "Logged call" in await press(pilot, "m")
        assert "No entry contains “zz”" in await press(pilot, "slash", "z", "z", "enter", "u")
        assert "Logged call" in await press(pilot, "escape")


async def test_an_empty_history_says_what_it_will_show(sqlite_practice, drive):
    async with drive(sqlite_practice, size=(120, 40)) as pilot:
        text = await press(pilot, "6", "u", "ctrl+r", "enter", "n", "tab")
        assert "No changes yet." in text


async def test_pages_come_as_they_are_shown_at_every_size(sqlite_practice, doing, drive, monkeypatch):
    for number in range(230):
        with changing(doing, f"Added partner {number}") as unit:
            unit.insert(Partner, name=f"P{number}", search=f"p{number}", added_on=TODAY)
    asked: list[int] = []
    real = history.changes

    def counted(offset, length, text="", who=""):
        asked.append(length)
        return real(offset, length, text, who)

    monkeypatch.setattr(history, "changes", counted)
    async with drive(sqlite_practice, size=(120, 40)) as pilot:
        assert "Added partner 229" in await press(pilot, "6")
        assert sum(asked) <= 200
        assert "Added partner 0 " in under_cursor(await press(pilot, "G"))
        text = await press(pilot, "k", "u")
        assert "Undone: Added partner 1." in text
        assert "undone" in under_cursor(text)
        assert max(asked) <= 200
        await pilot.resize_terminal(60, 20)
        await settle(pilot)
        text = await press(pilot, "k")
        assert "Added partner 2" in under_cursor(text)
        assert all(len(line) <= 60 for line in text.splitlines())
