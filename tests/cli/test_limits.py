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


@pytest.mark.parametrize("command", ["referrals", "history", "partners"])
def test_any_number_of_lines_may_be_asked_for(command: str, practice: str) -> None:
    assert run([command, "--limit", "9" * 30, "--db", practice]) == 0


@pytest.mark.parametrize("sign", ["\udcff", "\x00", "\x1b[31m"])
@pytest.mark.parametrize("option", ["--filter", "--partner"])
def test_signs_that_no_engine_takes_find_nobody_and_break_nothing(option: str, sign: str, practice: str) -> None:
    for asked in (sign, f"@{sign}", f"x{sign} late"):
        assert run(["referrals", option, asked, "--db", practice]) == 0
