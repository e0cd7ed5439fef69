"""`tui-tracker letters`: which templates there are, copying and checking them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tui_tracker.cli import run
from tui_tracker.domain.letters import LetterKind


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TUI_TRACKER_CONFIG", str(tmp_path / "config.toml"))
    return tmp_path / "letters"


def test_the_templates_are_listed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder.mkdir()
    (folder / "final.md").write_text("x")

    assert run(["letters"]) == 0

    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[:-1]] == list(LetterKind)
    assert [line for line in lines if "your own" in line] == ["final            your own  final report"]
    assert "letters --write" in lines[-1]


def test_they_are_written_and_checked(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["letters", "--write"]) == 0
    assert "initial.md" in capsys.readouterr().out
    (folder / "initial.md").write_text("\n{{ x.__class__ }}")
    assert run(["letters", "--write"]) == 0
    assert "nothing was written" in capsys.readouterr().out

    assert run(["letters", "--check"]) == 1

    said = capsys.readouterr()
    assert "initial          wrong" in said.out
    assert said.out.count("right") == len(LetterKind) - 1
    assert "initial.md, line 2 reaches inside" in said.err


def test_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["letters", "--check", "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert [one["kind"] for one in data["templates"]] == list(LetterKind)
    assert run(["letters", "--write", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["written"] == list(LetterKind)
