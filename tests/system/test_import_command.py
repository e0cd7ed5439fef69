"""`import` as it is typed: what it says, where the report goes, exit codes, one line for what cannot be."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path
from typing import Any

import pytest

from tui_tracker.cli import run
from tui_tracker.services.opening import close_practice

CLINICIANS = "NPI,Provider Name,City\n1003005174,DAVID GILMAN,PORTLAND\n1003025214,KELLY HANSCOM,WATERVILLE\n1,X,Y\n"
LOG = "Patient ID,NPI,Received,Seen on,Notes\nP1,1003005174,2026-01-05,2026-01-09,=1+1\nP2,1003025214,2027-01-05,,x\n"


@pytest.fixture(autouse=True)
def closed() -> Any:
    yield
    close_practice()


@pytest.fixture
def db(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TUI_TRACKER_DB", str(tmp_path / "practice.db"))
    (tmp_path / "clinicians.csv").write_text(CLINICIANS, "utf-8")
    (tmp_path / "log.csv").write_text(LOG, "utf-8")
    return str(tmp_path / "practice.db")


def test_two_commands_make_a_working_tracker(db: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["import", "clinicians.csv"]) == 0
    said = capsys.readouterr()
    assert "clinicians.csv: partners (UTF-8, comma), 3 rows" in said.out
    assert "Provider Name → name" in said.out
    assert "added 2, updated 0, already here 0, set aside 1" in said.out
    assert "line 4: “1” is no valid NPI" in said.out
    assert "clinicians.report.csv" in said.out
    assert "tui-tracker undo 1" in said.out
    assert said.err == ""

    assert run(["import", "log.csv", "--on", "2026-03-16", "--settled-before", "2026-02-01", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["kind"], told["total"], told["added"], told["set_aside"]) == ("referrals", 2, 1, 1)
    assert "still to come" in told["examples"][0][1]
    report = Path("log.report.csv")
    assert stat.S_IMODE(report.stat().st_mode) == 0o600
    assert stat.S_IMODE(os.stat(db).st_mode) == 0o600

    assert run(["undo"]) == 0
    assert run(["undo"]) == 0
    assert "Undone: Imported 2 partners from clinicians.csv" in capsys.readouterr().out


def test_trying_out(db: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["import", "clinicians.csv", "--dry-run"]) == 0
    assert "would be added 2" in capsys.readouterr().out
    assert not Path("clinicians.report.csv").exists()
    assert run(["import", "clinicians.csv", "--report", "why.csv"]) == 0
    assert "added 2" in capsys.readouterr().out
    assert Path("why.csv").exists()


def test_nothing_that_could_come_in_is_a_failure(db: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["import", "log.csv", "--on", "2026-03-16"]) == 1
    assert "no partner has NPI 1003005174; import the clinicians first" in capsys.readouterr().out
    assert run(["import", "log.csv", "--on", "2026-03-16", "--add-partners"]) == 0
    assert "1 partner added from this log." in capsys.readouterr().out


def test_columns_can_be_named(db: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("bare.csv").write_text("Ann Lee;Bath;ann@example.com\nBob Ray;York;bob@example.com\n", "utf-8")
    assert run(["import", "bare.csv"]) == 1
    assert "has no header line" in capsys.readouterr().err
    assert run(["import", "bare.csv", "--no-header", "--map", "1=name", "--map", "2=city", "--kind", "payer"]) == 0
    assert "column 1 → name" in capsys.readouterr().out


@pytest.mark.parametrize(
    "words",
    [
        ["nowhere.csv"],
        ["."],
        ["/dev/null"],
        ["practice.bin"],
        ["clinicians.csv", "--map", "Shoe=name"],
        ["clinicians.csv", "--map", "NPI=shoe"],
        ["clinicians.csv", "--as", "referrals"],
        ["clinicians.csv", "--encoding", "klingon"],
        ["clinicians.csv", "--report", "nowhere/report.csv"],
    ],
)
def test_what_cannot_be_is_one_line(db: str, capsys: pytest.CaptureFixture[str], words: list[str]) -> None:
    Path("practice.bin").write_bytes(bytes(range(256)) * 40)
    assert run(["import", *words]) == 1
    said = capsys.readouterr()
    assert said.err.startswith("tui-tracker: ")
    assert said.err.count("\n") == 1
    assert "something went wrong" not in said.err


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(db: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("log.csv").chmod(0)
    assert run(["import", "log.csv"]) == 1
    assert "cannot be read (Permission denied)" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words", [["import"], ["import", "log.csv", "--as", "shoes"], ["import", "x", "--settled-before", "y"]]
)
def test_wrong_use(db: str, words: list[str]) -> None:
    assert run(words) == 2


def test_a_whole_practice_is_known_by_its_content(
    db: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(["import", "clinicians.csv"]) == 0
    assert run(["export", "--format", "json", "whole.json"]) == 0
    close_practice()
    monkeypatch.setenv("TUI_TRACKER_DB", db + "2")
    Path("whole.json").rename("whole.csv")
    assert run(["import", "whole.csv"]) == 0
    assert "2 partners" in capsys.readouterr().out


def test_a_provider_file_as_candidates(db: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["import", "clinicians.csv", "--as", "candidates"]) == 0
    said = capsys.readouterr().out
    assert "clinicians.csv: candidates (UTF-8, comma), 3 rows" in said
    assert "added 2, updated 0, already here 0, set aside 1" in said
    assert ": candidates lists them" in said
    close_practice()
    assert run(["import", "clinicians.csv", "--as", "candidates", "--json"]) == 0
    again = json.loads(capsys.readouterr().out)
    assert (again["kind"], again["added"], again["unchanged"]) == ("candidates", 0, 2)
    close_practice()
    assert run(["partners"]) == 0
    assert "Gilman" not in capsys.readouterr().out
