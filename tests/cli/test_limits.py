"""Numbers and days that are beyond what can be reckoned with."""

from __future__ import annotations

import pytest

from tui_tracker.cli import run


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "9001-01-01", "9999-12-31"])
def test_a_day_at_the_end_of_the_calendar_is_refused(
    day: str, sqlite_practice: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["today", "--on", day, "--db", sqlite_practice]) == 1
    assert "takes a day from 1900-01-01 to 9000-12-31" in capsys.readouterr().err


@pytest.mark.parametrize("command", [["today"], ["partners"], ["referrals"]])
@pytest.mark.parametrize("day", ["1900-01-01", "9000-12-31"])
def test_the_first_and_the_last_day_work(command: list[str], day: str, sqlite_practice: str) -> None:
    assert run([*command, "--on", day, "--db", sqlite_practice]) == 0


@pytest.mark.parametrize("command", ["undo", "redo"])
@pytest.mark.parametrize("number", ["9" * 30, "0"])
def test_a_number_that_no_entry_has(
    command: str, number: str, sqlite_practice: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([command, number, "--db", sqlite_practice]) == 1
    assert f"The history has no entry {number[:20]}." in capsys.readouterr().err
