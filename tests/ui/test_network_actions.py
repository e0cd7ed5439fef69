"""What the map's keys change: `a` adds right there, `m` moves, all by keys, undone by `u`."""

from __future__ import annotations

from typing import Any

import pytest
from textual.pilot import Pilot

from tests.conftest import TODAY
from tests.ui.conftest import Driven, screen_text, settle
from tui_tracker.domain.records import Doing
from tui_tracker.domain.text import fold
from tui_tracker.storage.journal import changing
from tui_tracker.storage.models import Link, Partner, Practice

HOSTILE = "[@click=app.quit]Evil[/nope]"


@pytest.fixture
def small(sqlite_practice: str, doing: Doing) -> str:
    """Two cardiologists, one of whom introduced the other, and a urologist."""
    with changing(doing, "Made a network") as unit:
        unit.insert(Practice, name="Riverside PT", id=1)
        ids = []
        for name, specialty in (("Dr. Ann Lee", "Cardiology"), ("Dr. Bo Ray", "Cardiology"), (HOSTILE, "Urology")):
            ids.append(unit.insert(Partner, name=name, search=fold(name), specialty=specialty, added_on=TODAY))
        unit.insert(Link, kind="introduced", from_partner=ids[0], to_partner=ids[1])
    return sqlite_practice


async def press(pilot: Pilot[Any], *keys: str) -> str:
    """Press keys, each in its turn; gives what the screen shows then."""
    for key in keys:
        await pilot.press(key)
        await pilot.app.workers.wait_for_complete()
    await settle(pilot)
    return screen_text(pilot.app)  # type: ignore[arg-type]


def here(text: str) -> str:
    """What the map shows from the cursor on."""
    return text.partition("▸")[2].partition("\n")[0]


async def test_a_adds_a_partner_right_there_and_the_cursor_goes_to_them(small: str, drive: Driven) -> None:
    async with drive(small) as pilot:
        text = await press(pilot, "4", "l", "k")
        assert "Cardiology" in here(text)
        text = await press(pilot, "a")
        assert "A new partner" in text
        assert "Cardiology" in text
        text = await press(pilot, *"Dr Poe", *["down"] * 9, *"zz", "ctrl+s")
        assert "No partner of that name" in text
        text = await press(pilot, "backspace", "backspace", "ctrl+s")
        assert "Added Dr Poe. u undoes it." in text
        assert "Dr Poe" in here(text)
        assert "Cardiology › Dr Poe: clinician" in text
        text = await press(pilot, "u")
        assert "Undone: Added Dr Poe" in text
        assert "Dr Poe" not in "\n".join(text.splitlines()[:-2])
        text = await press(pilot, "b", "b", "g")
        assert "Dr. Ann Lee" in here(text)
        text = await press(pilot, "a")
        assert "Introduced by" in text
        assert "[Dr. Ann Lee]" in text
        text = await press(pilot, *"Dr Kim", "ctrl+s")
        assert "Added Dr Kim, introduced by Dr. Ann Lee. u undoes it." in text
        assert "Dr Kim" in here(text)


async def test_m_moves_a_partner_and_a_branch_once_it_was_asked(small: str, drive: Driven) -> None:
    async with drive(small) as pilot:
        text = await press(pilot, "4", "m")
        assert "The practice is the middle of the map" in text
        text = await press(pilot, "l", "k", "l")
        assert "Dr. Ann Lee" in here(text)
        text = await press(pilot, "m")
        assert "Move Dr. Ann Lee to" in text
        assert "Urology  1 partner" in text
        assert "a new specialty" in await press(pilot, *"Podia")
        text = await press(pilot, *["backspace"] * 5, "u", "r", "enter")
        assert "Moved Dr. Ann Lee from Cardiology to Urology. u undoes it." in text
        assert "Dr. Ann Lee" in here(text)
        assert "Urology" in "\n".join(text.splitlines()[-3:])
        text = await press(pilot, "h")
        assert "Urology" in here(text)
        text = await press(pilot, "m", "enter")
        assert "Move 2 partners of Urology to Cardiology? enter once more moves them." in text
        text = await press(pilot, "down", "up")
        assert "once more" not in text, "another place is asked about anew"
        text = await press(pilot, "enter", "enter")
        assert "Moved 2 partners of Urology to Cardiology. u undoes it." in text
        assert "Cardiology" in here(text)
        text = await press(pilot, "slash", "l", "e", "e", "enter", "n", "m", *"new", "enter")
        assert "“new” is a new specialty; enter once more makes it." in text
        text = await press(pilot, "escape", "a", *"Zed", "ctrl+s")
        assert "Added Zed; the filter hides it, esc shows all. u undoes it." in text
        text = await press(pilot, "escape", "u", "u")
        assert "[@click=app" in text
        assert "Urology" in text
        text = await press(pilot, "m", "x", "escape", "b", "b", "g", "m", *"bo ray", "enter")
        assert "Dr. Bo Ray came to us through Dr. Ann Lee; move Dr. Bo Ray first." in text
