"""Candidates on the screen: a file read as candidates, whom there are where, prospects made and taken back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.candidate_files import import_candidates
from tests.ui.conftest import Driven, screen_text, settle
from tui_tracker.domain.gaps import Gap
from tui_tracker.domain.records import Doing
from tui_tracker.screens.candidates import CandidatesScreen

FILE = """NPI,Provider Name,Primary Specialty,Address,City/Town,State,ZIP Code
1003005174,DAVID GILMAN,SPORTS MEDICINE,22 BRAMHALL ST,PORTLAND,ME,41013134
1003025214,KELLY HANSCOM [/b],SPORTS MEDICINE,120 ELM PLZ,PORTLAND,ME,4101
1003037300,STEPHEN BRAND,GASTROENTEROLOGY,254 COMMERCIAL ST,BATH,ME,4530
"""
SPORTS = Gap("Sports medicine", "Portland", 3, 1, 0)


def a_file(folder: Path, text: str = FILE) -> str:
    path = folder / "providers.csv"
    path.write_text(text, "utf-8")
    return str(path)


async def press(pilot: Pilot[Any], *keys: str) -> str:
    await pilot.press(*keys)
    await settle(pilot)
    return screen_text(pilot.app)  # type: ignore[arg-type]


async def test_from_a_file_to_prospects_and_back(
    sqlite_practice: str, drive: Driven, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_file(tmp_path)
    monkeypatch.chdir(tmp_path)
    async with drive(sqlite_practice) as pilot:
        assert "No candidates yet: i brings in a provider file" in await press(pilot, ":", *"candid", "enter")
        assert "no candidates to remove" in await press(pilot, "x")
        await press(pilot, "i")
        assert "3 rows of candidates" in await press(pilot, *"providers.csv", "enter")
        assert "Imported 3 candidates from providers.csv" in await press(pilot, "i")
        shown = await press(pilot, "escape")
        assert "3 candidates who are not partners yet; from providers.csv." in shown
        assert "2 Sports medicine" in shown
        assert "04101 Portland" in shown
        assert "2 sports-medicine clinicians in 04101 that are not partners yet." in shown
        shown = await press(pilot, "slash", *"04530 gas", "enter")
        assert "1 gastroenterology clinician in 04530 that is no partner yet." in shown
        assert "Sports medicine" not in shown
        assert "Nobody has “04530 gasx”." in await press(pilot, "slash", "end", "x", "enter")
        assert "2 Sports medicine" in await press(pilot, "escape")

        shown = await press(pilot, "enter")
        assert "2 sports-medicine clinicians in 04101 that are not partners yet." in shown
        assert "KELLY HANSCOM [/b]" in shown
        assert "22 Bramhall St · Portland ME 04101-3134" in shown
        shown = await press(pilot, "space", "space", "a")
        assert "Took up David Gilman and KELLY HANSCOM [/b] as prospects. u undoes it." in " ".join(shown.split())
        assert "No candidates here." in shown
        shown = await press(pilot, "u")
        assert "Undone: Took up" in shown
        assert "David Gilman" in shown

        await press(pilot, "escape")
        assert "x once more removes 3 candidates" in await press(pilot, "x")
        assert "x once more removes 3 candidates" in await press(pilot, "j", "x")
        assert "Removed 3 candidates. u undoes it." in await press(pilot, "x")
        assert "3 candidates who are not" in await press(pilot, "u")


async def test_for_a_gap_a_filter_and_one_prospect(
    sqlite_practice: str, drive: Driven, doing: Doing, tmp_path: Path
) -> None:
    many = "".join(f",Person {number:03},Sports medicine,,Portland,ME,04103\n" for number in range(250))
    import_candidates(doing, a_file(tmp_path, FILE + many))
    async with drive(sqlite_practice, size=(120, 40)) as pilot:
        pilot.app.push_screen(CandidatesScreen(SPORTS))
        await settle(pilot)
        shown = screen_text(pilot.app)  # type: ignore[arg-type]
        assert "Candidates for Sports medicine, Portland" in shown
        assert "252 sports-medicine candidates in Portland that are not partners yet. Whom you take is" in shown
        assert "Person 249" in await press(pilot, "G")
        assert "Nobody has “nobody”" in await press(pilot, "slash", *"nobody", "enter")
        assert "252 sports-medicine candidates" in await press(pilot, "escape")
        assert "1 candidate with “gilman”, no partner yet." in await press(pilot, "slash", *"gilman", "enter")
        assert "Took up David Gilman as a prospect." in await press(pilot, "enter")
        assert "251 sports-medicine candidates" in await press(pilot, "escape")
        await press(pilot, "escape")
        assert not isinstance(pilot.app.screen, CandidatesScreen)


async def test_the_import_reads_a_file_as_candidates_where_asked(
    sqlite_practice: str, drive: Driven, tmp_path: Path
) -> None:
    from tui_tracker.screens.importing import ImportScreen

    async with drive(sqlite_practice) as pilot:
        pilot.app.push_screen(ImportScreen(a_file(tmp_path)))
        await settle(pilot)
        assert "3 rows of partners" in screen_text(pilot.app)  # type: ignore[arg-type]
        shown = await press(pilot, "t", "t")
        assert "3 rows of candidates" in shown
        assert "i imports candidates, who become prospects when you say so" in shown
        assert "It would be: 3 added" in await press(pilot, "d")
        assert "3 rows of partners" in await press(pilot, "t")
