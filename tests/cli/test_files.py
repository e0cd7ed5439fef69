"""Files that cannot be: one sentence says why, whichever command meets them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.factories import hostile_practice
from tui_tracker.cli import run
from tui_tracker.domain.records import Doing


@pytest.mark.parametrize("command", [["network", "-o"], ["export"]])
def test_a_name_too_long_is_said(
    command: list[str], sqlite_practice: str, doing: Doing, capsys: pytest.CaptureFixture[str]
) -> None:
    hostile_practice(doing.today)

    assert run([*command, "a" * 300 + ".json", "--db", sqlite_practice]) == 1

    told = capsys.readouterr().err
    assert "too long" in told
    assert told.count("\n") == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
def test_a_full_disk_behind_standard_output_is_said(
    sqlite_practice: str, doing: Doing, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    hostile_practice(doing.today)
    full = Path("/dev/full").open("w", encoding="utf-8")  # noqa: SIM115  # closing it fails, too
    monkeypatch.setattr(sys, "stdout", full)

    assert run(["network", "--db", sqlite_practice]) == 1

    monkeypatch.undo()
    told = capsys.readouterr().err
    assert "No space left" in told
    assert told.count("\n") == 1
    with pytest.raises(OSError, match="No space"):
        full.close()
