"""A server that goes away under the screens: said in one sentence, nothing typed is lost, all read when it is back."""

from __future__ import annotations

from typing import Any

import pytest

from tests.ui.conftest import Driven, screen_text, settle
from tui_tracker.domain.errors import NotNow
from tui_tracker.domain.records import Doing
from tui_tracker.screens import base
from tui_tracker.services import history, partners
from tui_tracker.storage.database import database

AWAY = "The server is away."


class Line:
    """What lies between the program and its database: up, or down."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.up = True
        run = database.obj.execute_sql

        def through(sql: str, params: Any = None) -> Any:
            if not self.up:
                raise NotNow(AWAY)
            return run(sql, params)

        monkeypatch.setattr(database.obj, "execute_sql", through)


async def press(pilot: Any, *keys: str) -> str:
    for key in keys:
        await pilot.press(key)
    await settle(pilot)
    return screen_text(pilot.app)


async def until(pilot: Any, wanted: str) -> str:
    """The screen once it shows a text, or after some time."""
    for _ in range(100):
        if wanted in screen_text(pilot.app):
            break
        await pilot.pause(0.02)
    return screen_text(pilot.app)


async def test_a_screen_that_could_not_be_read_is_read_when_the_server_is_back(
    sqlite_practice: str, doing: Doing, drive: Driven, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(base, "_AGAIN_SECONDS", 0.05)
    partners.add_partner(doing, {"name": "Lee"})
    async with drive(sqlite_practice) as pilot:
        line = Line(monkeypatch)
        line.up = False
        assert AWAY in await press(pilot, "6")
        assert "Added Lee" not in screen_text(pilot.app)
        line.up = True
        assert "Added Lee" in await until(pilot, "Added Lee")


async def test_a_screen_left_meanwhile_is_read_when_it_is_shown_again(
    sqlite_practice: str, doing: Doing, drive: Driven, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(base, "_AGAIN_SECONDS", 600)
    partners.add_partner(doing, {"name": "Lee"})
    async with drive(sqlite_practice) as pilot:
        line = Line(monkeypatch)
        line.up = False
        await press(pilot, "6")
        line.up = True
        await press(pilot, "1")
        assert "Added Lee" in await press(pilot, "6")


async def test_a_line_that_could_not_be_saved_is_kept_and_saved_later(
    sqlite_practice: str, doing: Doing, drive: Driven, monkeypatch: pytest.MonkeyPatch
) -> None:
    partners.add_partner(doing, {"name": "Lee"})
    async with drive(sqlite_practice) as pilot:
        line = Line(monkeypatch)
        await press(pilot, "o", *"call @lee hello")
        line.up = False
        text = await press(pilot, "enter")
        assert AWAY in text
        assert "call @lee hello" in text
        line.up = True
        assert "Logged call with Lee" in await press(pilot, "enter")
    assert history.last_change_id() == 2
