"""Occasions, driven with real keys: planned, met people at, followed up."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.conftest import TODAY
from tests.ui.conftest import Driven, screen_text
from tests.ui.test_gift_ledger import go, write
from tests.ui.test_partners import press, screen
from tui_tracker.domain.records import Doing
from tui_tracker.screens.occasion_page import OccasionScreen
from tui_tracker.screens.occasions import OccasionsScreen
from tui_tracker.services import occasions, partners


async def test_an_occasion_from_plan_to_follow_ups_by_keys(sqlite_practice: str, doing: Doing, drive: Driven) -> None:
    for name in ("Dr. Lee", "Bo Roe"):
        partners.add_partner(doing, {"name": name})
    occasions.add_occasion(doing, {"name": "[b]Fair[/b]", "day": TODAY + timedelta(3), "wanted": "9"})
    async with drive(sqlite_practice) as pilot:
        text = await go(pilot, "occasions")
        assert isinstance(pilot.app.screen, OccasionsScreen)
        assert "Occasions: 1 coming, 0 past" in text
        assert "[b]Fair[/b]" in text
        assert "meet 9" in text
        text = await press(pilot, "enter", "a")
        assert "This is still to come (Mar 19)" in text
        assert "Nobody is noted yet" in await press(pilot, "f")
        await press(pilot, "escape", "a")
        await write(pilot, "Mixer")
        await press(pilot, "down")
        await write(pilot, "soon")
        text = await press(pilot, "ctrl+s")
        assert "! “soon” is no day" in text
        await press(pilot, *["backspace"] * 4, *"-3d", "down", "down", "down", "3")
        text = await press(pilot, "ctrl+s")
        assert "Added Mixer. u undoes it." in text
        assert "met 0 of 3" in text

        text = await press(pilot, "enter")
        assert isinstance(pilot.app.screen, OccasionScreen)
        await press(pilot, "a")
        await write(pilot, "@ro")
        await press(pilot, "tab")
        await write(pilot, '@lee @"New One"')
        text = await write(pilot, " knee")
        assert '@"Bo Roe" @lee @"New One" knee' in text
        assert "note  knee" in text
        text = await press(pilot, "enter")
        assert "! New One is new here; check the name, or to add this one" in text
        text = await press(pilot, "enter")
        assert "Logged Mixer with Bo Roe and 2 more. u undoes it." in text
        assert "met 3 of 3" in text
        await press(pilot, "f", "enter")
        await write(pilot, "call")
        text = await press(pilot, "enter")
        assert "3 follow-ups made. u undoes it." in text
        assert text.count("follow-up Mar 23: call") == 3
        await press(pilot, "f")
        assert "No follow-up made; 3 had one already." in await press(pilot, "ctrl+s")
        text = await press(pilot, "x")
        assert "3 touchpoints hang on Mixer" in text
        assert "Undone: Promised a next step to 3 partners met at Mixer." in await press(pilot, "u")
        await press(pilot, "g", "enter")
        assert screen(pilot).current_partner() == (2, "Bo Roe")
        assert len(pilot.app.screen_stack) == 1
        await press(pilot, "u")
        assert "Undone: Logged Mixer" in screen_text(pilot.app)  # type: ignore[arg-type]

    assert [one.name for one in occasions.occasions(TODAY, 0, 9)] == ["[b]Fair[/b]", "Mixer"]
    assert occasions.occasion(2).met == 0


@pytest.mark.slow
async def test_an_occasion_is_undone_and_a_line_is_kept(sqlite_practice: str, doing: Doing, drive: Driven) -> None:
    occasions.add_occasion(doing, {"name": "Mixer", "day": TODAY})
    async with drive(sqlite_practice, size=(60, 20)) as pilot:
        await go(pilot, "occasions")
        await press(pilot, "enter", "a")
        await write(pilot, "@somebody half")
        await press(pilot, "escape")
        assert "@somebody half" in await press(pilot, "a")
        await press(pilot, "escape")
        text = await press(pilot, "u")
        assert isinstance(pilot.app.screen, OccasionsScreen)
        assert "Undone: Added the occasion Mixer." in " ".join(text.split())
        assert "Done again: Added the occasion Mixer." in await press(pilot, "ctrl+r")
        assert "Removed the occasion Mixer. u undoes it." in await press(pilot, "x")
        assert "No occasions yet; a adds one." in screen_text(pilot.app)  # type: ignore[arg-type]
