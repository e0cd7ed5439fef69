"""`r`, `t` and `T` mean the same on every screen."""

from __future__ import annotations

import pytest

from tests.ui.conftest import Driven, screen_text, settle
from tui_tracker.domain.records import Doing
from tui_tracker.services import partners


@pytest.fixture
def lee(sqlite_practice: str, doing: Doing) -> str:
    partners.add_partner(doing, {"name": "Ann Lee, MD", "specialty": "Sports medicine"})
    return sqlite_practice


@pytest.mark.parametrize("screen", "123456")
async def test_the_telephone_rings_on_any_screen(lee: str, drive: Driven, screen: str) -> None:
    async with drive(lee) as pilot:
        await pilot.press(screen)
        await settle(pilot)
        await pilot.press("r")
        await settle(pilot)
        await pilot.press(*"@lee JD-4411 knee")
        await settle(pilot)
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert "Added JD-4411 from Ann Lee, MD" in screen_text(pilot.app)  # type: ignore[arg-type]


async def test_a_partner_in_the_network_is_thanked(lee: str, drive: Driven) -> None:
    async with drive(lee) as pilot:
        await pilot.press("4")
        await settle(pilot)
        await pilot.press("t")
        await settle(pilot)
        assert "There is no partner under the cursor" in screen_text(pilot.app)  # type: ignore[arg-type]
        await pilot.press("/", *"lee", "enter", "n")
        await settle(pilot)
        await pilot.press("t")
        await settle(pilot)
        assert "u undoes it, T writes a note." in screen_text(pilot.app)  # type: ignore[arg-type]
        await pilot.press("T")
        await settle(pilot)
        assert "Dear Dr. Lee" in screen_text(pilot.app)  # type: ignore[arg-type]
