"""Gaps and growth, driven with real keys: a target set and changed, a prospect made, a suggestion put aside."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.candidate_files import import_candidates
from tests.conftest import TODAY
from tests.factories import HOSTILE
from tests.services.test_growth import a_partner
from tests.ui.conftest import Driven, screen_text, settle
from tests.ui.test_gift_ledger import go, write
from tests.ui.test_partners import press
from tui_tracker.domain.gaps import Gap
from tui_tracker.domain.records import Doing
from tui_tracker.screens.growth import GrowthScreen, open_growth
from tui_tracker.services import partners
from tui_tracker.services.targets import set_target, target


def a_file_of_candidates(doing: Doing, folder: Path) -> None:
    path = folder / "providers.csv"
    rows = "".join(f"Person {number},Podiatry,Portland,ME,04101\n" for number in range(3))
    path.write_text(f"Provider Name,Primary Specialty,City,State,ZIP\n{rows}", "utf-8")
    import_candidates(doing, str(path))


def flat(text: str) -> str:
    """The words of a screen, whatever their lines."""
    return " ".join(text.split())


async def test_from_nothing_to_a_target_and_a_prospect(
    sqlite_practice: str, doing: Doing, drive: Driven, tmp_path: Path
) -> None:
    async with drive(sqlite_practice) as pilot:
        text = await go(pilot, "growth")
        assert isinstance(pilot.app.screen, GrowthScreen)
        assert "No partners yet: a adds the first, + sets a target" in text
        assert "No targets yet: + sets one" in text
        assert "There is no target here yet; + sets one." in await press(pilot, "e")
        await press(pilot, "plus")
        await write(pilot, "podiatry")
        await press(pilot, "down", "down")
        text = await press(pilot, "0", "ctrl+s")
        assert "! Write how many are wanted, from 1 to 999" in text
        text = await press(pilot, "backspace", "2", "ctrl+s")
        assert "Set a target of 2 for podiatry. u undoes it." in text
        assert "2 more active partners wanted: 0 of 2 active, nobody in the works." in text

        await press(pilot, "enter")
        assert "podiatry" in screen_text(pilot.app)  # type: ignore[arg-type]
        await write(pilot, "Dr. Lee")
        text = await press(pilot, "ctrl+s")
        assert "Added Dr. Lee. u undoes it." in text
        assert "2 more active partners wanted: 0 of 2 active, 1 in the works." in text
        assert "Beside the usual referrers, there is nobody yet of" in text

        await press(pilot, "e", "down", "down", "backspace", "1")
        text = await press(pilot, "ctrl+s")
        assert "Changed the target for podiatry from 2 to 1. u undoes it." in text
        assert "Enough are in the works to fill it." in flat(text)
        assert "Removed the target of 1 for podiatry. u undoes it." in await press(pilot, "d")
        assert "Undone: Removed the target of 1 for podiatry." in await press(pilot, "u")

        text = await press(pilot, "G")
        assert "Among 1 partner none is one, by specialty or name." in flat(text)
        text = await press(pilot, "s")
        assert "Put the suggestion Wellness aside until Mar 16, 2027. u undoes it." in flat(text)
        assert "1 suggestion put aside; S brings back." in flat(text)
        assert "Brought 1 suggestion back. u undoes it." in await press(pilot, "S")
        assert "No suggestion was put aside." in await press(pilot, "S")
        text = await press(pilot, "G", "k", "d")
        assert "This is no target but a suggestion; s puts it aside." in text
        await press(pilot, "enter")
        await write(pilot, "State Fund")
        text = await press(pilot, "ctrl+s")
        assert "Added State Fund." in text
        assert "Workers" not in text
        await press(pilot, "escape")
        assert not isinstance(pilot.app.screen, GrowthScreen)

    added = partners.partner(2)
    assert added is not None
    assert (added.kind, added.specialty, added.stage) == ("payer", "Workers' compensation", "prospect")
    assert target(1).wanted == 1


async def test_candidates_are_counted_beside_a_gap_and_listed(
    sqlite_practice: str, doing: Doing, drive: Driven, tmp_path: Path
) -> None:
    a_partner(doing, "Ann", "Dentistry", "North", tuple(range(9)))
    for wanted, specialty in ((1, "Dermatology"), (2, "Podiatry")):
        set_target(doing, {"specialty": specialty, "area": "Portland", "wanted": wanted})
    a_file_of_candidates(doing, tmp_path)
    async with drive(sqlite_practice) as pilot:
        open_growth(pilot.app.screen, Gap("DERMATOLOGY", "portland", 1, 0, 0))
        await settle(pilot)
        text = screen_text(pilot.app)  # type: ignore[arg-type]
        assert "> Dermatology, Portland" in text
        assert "enter/a prospect" in text
        assert "No candidates for this" in await press(pilot, "c")
        text = await press(pilot, "g")
        assert "> Podiatry, Portland" in text
        assert "3 podiatry candidates in Portland that are not partners yet." in flat(text)
        assert "enter 3 candidates · a prospect" in text
        assert "Person 1" in await press(pilot, "enter")
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, GrowthScreen)
        text = await press(pilot, "j", "j")
        assert "Dentistry sent 9 of 9 referrals in 365 days, all from one partner:" in flat(text)
        assert "enter/+ target" in text
        text = await press(pilot, "enter", "ctrl+s")
        assert "Set a target of 2 for Dentistry. u undoes it." in text


@pytest.mark.slow
@pytest.mark.parametrize("size", [(60, 20), (120, 40)])
async def test_hostile_targets_at_other_sizes(
    sqlite_practice: str, doing: Doing, drive: Driven, size: tuple[int, int]
) -> None:
    for number, text in enumerate(HOSTILE):
        set_target(doing, {"specialty": text[:150], "area": text[-50:], "wanted": number + 1})
        a_partner(doing, f"Dr. {number}", text[:150], text[-50:], (1, 2, 3))
    async with drive(sqlite_practice, size=size, on=TODAY) as pilot:
        assert "> T" in await go(pilot, "growth")
        for _ in HOSTILE[1:]:
            text = await press(pilot, "j")
            assert text.startswith(" Gaps and growth\n")
            assert "wanted" in text
