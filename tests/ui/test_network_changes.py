"""What becomes of the place, the folds and the figures when the practice changes while its map is open."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.conftest import TODAY
from tests.ui.conftest import Driven, screen_text, settle
from tests.ui.test_network import here, press, told
from tui_tracker.domain.records import Doing
from tui_tracker.domain.text import fold
from tui_tracker.services.partners import archive_partner
from tui_tracker.storage.journal import changing
from tui_tracker.storage.models import FollowUp, Link, Partner, Practice, Target


@pytest.fixture
def bo(doing: Doing) -> Doing:
    return replace(doing, who="Bo")


@pytest.fixture
def made(sqlite_practice: str, bo: Doing) -> str:
    with changing(bo, "Made a network") as unit:
        unit.insert(Practice, name="Riverside", id=1)
        rows = (("Dr. Ann Lee", "Cardiology"), ("Dr. Bo Ray", "Cardiology"), ("Dr. Cy Poe", "Urology"))
        for name, specialty in rows:
            unit.insert(Partner, name=name, search=fold(name), specialty=specialty, area="Bath", added_on=TODAY)
        unit.insert(Target, specialty="Podiatry", area="bath", wanted=1)
        for name in ("Bay Clinic", "Saco Clinic"):
            other = unit.insert(Partner, name=name, search=fold(name), kind="practice", added_on=TODAY)
            unit.insert(Link, kind="works_at", from_partner=1, to_partner=other)
    return sqlite_practice


async def elsewhere(pilot: Pilot[Any], act: Any, *given: Any) -> str:
    """Something is done in another session, and seen here."""
    await pilot.app.desk(act, *given)  # type: ignore[attr-defined]
    pilot.app.changed()  # type: ignore[attr-defined]
    await settle(pilot)
    return screen_text(pilot.app)  # type: ignore[arg-type]


def moved(doing: Doing, one: int, specialty: str) -> None:
    with changing(doing, "Moved") as unit:
        unit.update(Partner, one, specialty=specialty)


async def test_the_cursor_stays_with_a_partner_whom_somebody_else_moves(made: str, drive: Driven, bo: Doing) -> None:
    async with drive(made) as pilot:
        assert "Dr. Bo Ray" in here(await press(pilot, "4", "n", "j"))
        text = await elsewhere(pilot, moved, bo, 2, "Urology")
        assert "Dr. Bo Ray" in here(text)
        assert "Urology › Dr. Bo Ray" in told(text)
        text = await press(pilot, "h", "space", "k", "k", "l")
        assert "Dr. Ann Lee" in here(text)
        text = await elsewhere(pilot, moved, bo, 1, "Urology")
        assert "Urology +3" in here(text), "a branch that is folded stays so"
        text = await press(pilot, "f", "l", "k")
        assert "Dr. Ann Lee" in here(text)
        text = await elsewhere(pilot, moved, bo, 1, "Cardiology")
        assert "only Urology" in text, "what is focused on stays so"
        assert "Urology 2" in here(text)
        for one in (2, 3):
            text = await elsewhere(pilot, archive_partner, bo, one)
        assert "only" not in text
        assert "Dr. Ann Lee" in text
        text = await elsewhere(pilot, moved, bo, 1, "Urology")
        assert "only" not in text, "what came back hides nothing"


async def test_a_move_is_followed_back_and_forth_by_undo_and_redo(made: str, drive: Driven) -> None:
    async with drive(made) as pilot:
        text = await press(pilot, "4", "n", "m", *"urol", "enter")
        assert "Dr. Ann Lee" in here(text)
        text = await press(pilot, "h", "f", "l")
        assert "only Urology" in text
        assert "Dr. Ann Lee" in here(text)
        text = await press(pilot, "u")
        assert "Undone" in text
        assert "Urology 1" in here(text)
        text = await press(pilot, "ctrl+r", "l")
        assert "Urology 2" in text
        assert "Dr. Ann Lee" in here(text)
        text = await press(pilot, "escape", "u")
        assert "Cardiology › Dr. Ann Lee" in told(text), "where they stand again"


async def test_offices_are_left_and_come_to_while_somebody_looks_on(made: str, drive: Driven, bo: Doing) -> None:
    def unlink() -> None:
        with changing(bo, "Left") as unit:
            for (number,) in list(Link.select(Link.id).tuples()):
                unit.delete(Link, number)

    def link() -> None:
        with changing(bo, "Linked") as unit:
            unit.insert(Link, kind="works_at", from_partner=2, to_partner=4)

    async with drive(made) as pilot:
        text = await press(pilot, "4", "n", "b", "b", "b")
        assert "Dr. Ann Lee" in here(text)
        text = await press(pilot, "h")
        assert "Bay Clinic 1" in here(text)
        text = await elsewhere(pilot, unlink)
        assert "Bay Clinic" in here(text), "no office any more, and still the one that was looked at"
        assert "no office 5" in text
        text = await elsewhere(pilot, link)
        assert "Bay Clinic 1" in here(text)


async def test_figures_are_right_again_after_a_change(made: str, drive: Driven, bo: Doing) -> None:
    def promise() -> None:
        with changing(bo, "Promised") as unit:
            unit.insert(FollowUp, partner=1, due_on=TODAY, text="call")

    async with drive(made, size=(120, 30)) as pilot:
        text = await press(pilot, "4")
        assert "!" not in text.partition("90 days")[2]
        text = await elsewhere(pilot, promise)
        assert text.count("!1") == 2
        text = await press(pilot, "n")
        assert "1 promise open" in told(text)
