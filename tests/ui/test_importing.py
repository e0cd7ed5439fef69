"""Importing from the screen: the preview, putting a column right, trying it out, and what is said afterwards."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from tests.ui.conftest import Driven, screen_text, settle
from tui_tracker.screens.importing import ImportScreen
from tui_tracker.services.importing import import_file

CLINICIANS = """NPI,Provider Name,Primary Specialty,City/Town
1003005174,DAVID GILMAN,PHYSICIAN ASSISTANT,PORTLAND
1003025214,KELLY HANSCOM [/b],PHYSICAL THERAPIST,WATERVILLE
"""
APPOINTMENTS = """AppointmentID,PatientID,ProviderNPI,BookingDate,AppointmentDate,Status
A1,P1,1003005174,2026-01-05,2026-01-15,Completed
A2,P2,1003025214,2026-01-05,2026-01-15,NoShow
A3,P3,1003025214,2026-01-15,2026-01-05,Completed
"""


def shown(pilot: Pilot[Any]) -> str:
    return screen_text(pilot.app)  # type: ignore[arg-type]


async def open_import(pilot: Pilot[Any], path: Path | str) -> None:
    pilot.app.push_screen(ImportScreen(str(path)))
    await settle(pilot)


def a_file(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


async def test_preview_then_import(sqlite_practice: str, drive: Driven, tmp_path: Path) -> None:
    async with drive(sqlite_practice, size=(120, 30)) as pilot:
        await open_import(pilot, a_file(tmp_path, "clinicians.csv", CLINICIANS))
        preview = shown(pilot)
        assert "clinicians.csv: 2 rows of partners (UTF-8, comma)" in preview
        assert "Provider Name" in preview
        assert "DAVID GILMAN" in preview
        assert "KELLY HANSCOM [/b]" in preview

        await pilot.press("d")
        await settle(pilot)
        assert "It would be: 2 added" in shown(pilot)

        await pilot.press("i")
        await settle(pilot)
        assert "Imported 2 partners from clinicians.csv" in shown(pilot)
        assert "2 added, 0 updated, 0 already here, 0 set aside" in shown(pilot)

        await pilot.press("escape")
        await settle(pilot)
        assert not isinstance(pilot.app.screen, ImportScreen)


async def test_a_column_can_be_given_another_field(sqlite_practice: str, drive: Driven, tmp_path: Path) -> None:
    path = a_file(tmp_path, "people.csv", "Who,Town\nAnn Lee,Bath\n")
    async with drive(sqlite_practice) as pilot:
        await open_import(pilot, path)
        assert "No column holds a name" in shown(pilot)
        await pilot.press("i")
        await settle(pilot)
        assert "No column holds a name." in shown(pilot)

        await pilot.press("g", "enter")
        await settle(pilot)
        await pilot.press("j", "j", "enter")
        await settle(pilot)
        assert "→ name" in shown(pilot)
        assert "No column holds a name" not in shown(pilot)

        await pilot.press("x")
        assert "No column holds a name" in shown(pilot)
        await pilot.press("l", "l")
        await pilot.press("i")
        await settle(pilot)
        assert "Imported 1 partner from people.csv" in shown(pilot)


async def test_referrals_say_what_was_set_aside(
    sqlite_practice: str, drive: Driven, tmp_path: Path, doing: Any
) -> None:
    import_file(doing, str(a_file(tmp_path, "clinicians.csv", CLINICIANS)))
    path = a_file(tmp_path, "log.csv", APPOINTMENTS)
    async with drive(sqlite_practice, size=(100, 24)) as pilot:
        await open_import(pilot, path)
        assert "3 rows of referrals" in shown(pilot)
        await pilot.press("b")
        await pilot.press(*"2026-13-01", "enter")
        await settle(pilot)
        assert "Write the day as" in shown(pilot)
        await pilot.press(*["backspace"] * 10, *"2026-02-01", "enter")
        await settle(pilot)
        assert "nothing owed before 2026-02-01" in shown(pilot)
        await pilot.press("p")
        await settle(pilot)
        assert "are added" in shown(pilot)

        await pilot.press("i")
        await settle(pilot)
        text = shown(pilot)
        assert "2 added, 0 updated, 0 already here, 1 set aside" in text
        assert "line 4: the appointment (2026-01-05) lies before the booking (2026-01-15)" in text
        assert (tmp_path / "log.report.csv").exists()


async def test_a_file_that_cannot_be_read_says_so_and_asks_again(
    sqlite_practice: str, drive: Driven, tmp_path: Path
) -> None:
    path = a_file(tmp_path, "clinicians.csv", CLINICIANS)
    async with drive(sqlite_practice) as pilot:
        await open_import(pilot, "")
        await pilot.press(*"/nowhere.csv", "enter")
        await settle(pilot)
        assert "does not exist" in shown(pilot)

        await pilot.press(*["backspace"] * 12, *str(path.with_name("clin")), "tab")
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert "2 rows of partners" in shown(pilot)
        await pilot.press("t")
        await settle(pilot)
        assert "2 rows of referrals" in shown(pilot)
        assert "No column holds a patient reference" in shown(pilot)
