"""`demo` and `export` as they are typed."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tui_tracker.cli import run
from tui_tracker.config import default_db
from tui_tracker.services.opening import close_practice


@pytest.fixture(autouse=True)
def closed() -> Any:
    yield
    close_practice()


@pytest.fixture
def data_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("TUI_TRACKER_DB", str(tmp_path / "real.db"))
    assert str(tmp_path) in default_db()
    return tmp_path


def test_demo_opens_the_screens_on_what_it_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[tuple[Any, ...]] = []
    monkeypatch.setattr("tui_tracker.launch.open_screen", lambda *given: opened.append(given) or 7)
    path = str(tmp_path / "demo.db")

    assert run(["demo", "--partners", "5", "--years", "1", "--db", path]) == 7

    assert opened[0][0] == path
    assert Path(path).stat().st_size > 0


def test_demo_has_a_place_of_its_own_and_opens_it_again(data_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = Path(default_db()).with_name("demo.db")
    assert run(["demo", "--no-open", "--on", "2026-03-16"]) == 0
    assert "as of 2026-03-16" in capsys.readouterr().out
    first = path.read_bytes()

    assert run(["demo", "--no-open"]) == 0
    assert "there already" in capsys.readouterr().out
    assert run(["demo", "--no-open", "--seed", "2"]) == 1
    assert "remove it first" in capsys.readouterr().err

    assert path.read_bytes() == first
    assert not (data_home / "real.db").exists()


def test_demo_leaves_an_existing_file_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "mine.db"
    path.write_text("mine")
    assert run(["demo", "--no-open", "--db", str(path)]) == 1
    assert capsys.readouterr().err.count("\n") == 1
    assert path.read_text() == "mine"


def test_demo_of_no_partners_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["demo", "--no-open", "--partners", "0", "--db", str(tmp_path / "demo.db")]) == 1
    assert "1 to 100,000 partners" in capsys.readouterr().err


def test_the_same_demo_exports_the_same_bytes(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    made = []
    for name in ("one", "two"):
        path = str(tmp_path / f"{name}.db")
        size = ["--partners", "20", "--years", "1", "--seed", "9", "--on", "2026-03-16"]
        assert run(["demo", "--no-open", *size, "--db", path]) == 0
        capsysbinary.readouterr()
        assert run(["export", "--with-history", "--db", path, "-"]) == 0
        close_practice()
        made.append(capsysbinary.readouterr().out)
    assert made[0] == made[1]
    assert len(json.loads(made[0])["partners"]) == 20


_KILLED = """
import os, signal, sys
from datetime import date
from tui_tracker.services.demo import make_demo
def tell(done, total):
    if done > 600:
        os.kill(os.getpid(), signal.SIGKILL)
make_demo(sys.argv[1], 60, 1, 1, date(2026, 3, 16), tell)
"""


def test_killed_in_the_middle_no_half_file_has_the_name(tmp_path: Path) -> None:
    path = tmp_path / "demo.db"
    killed = subprocess.run([sys.executable, "-c", _KILLED, str(path)], check=False, timeout=60)
    assert killed.returncode == -signal.SIGKILL
    assert not path.exists()
    assert run(["demo", "--no-open", "--partners", "5", "--db", str(path)]) == 0


def test_export_writes_a_private_file_once(sqlite_practice: str, capsys: pytest.CaptureFixture[str]) -> None:
    close_practice()
    to = Path(sqlite_practice).with_name("practice.json")
    assert run(["export", "--format", "json", str(to), "--db", sqlite_practice]) == 0
    assert "keep it safe" in capsys.readouterr().out
    assert to.stat().st_mode & 0o777 == 0o600
    assert run(["export", str(to), "--db", sqlite_practice]) == 1
    assert "--force" in capsys.readouterr().err
    assert run(["export", str(to), "--db", sqlite_practice, "--force"]) == 0


def test_export_of_nothing_makes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["export", "--db", str(tmp_path / "none.db"), str(tmp_path / "out.json")]) == 1
    assert "does not exist" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_export_does_not_pour_patients_into_a_terminal(
    sqlite_practice: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert run(["export", "--db", sqlite_practice]) == 1
    assert "patient references" in capsys.readouterr().err


def test_an_export_goes_in_again_from_the_shell(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = str(tmp_path / "first.db"), str(tmp_path / "second.db")
    one, two = str(tmp_path / "one.json"), str(tmp_path / "two.json")
    for command in (
        ["demo", "--no-open", "--partners", "8", "--db", first],
        ["export", "--db", first, one],
        ["import", "--db", second, one],
        ["export", "--db", second, two],
    ):
        assert run(command) == 0, command
        close_practice()
    assert Path(one).read_bytes() == Path(two).read_bytes()
    assert "Took in one.json: 8 partners" in capsys.readouterr().out
    assert run(["undo", "--db", second]) == 0
    assert run(["export", "--db", second, two, "--force"]) == 0
    assert json.loads(Path(two).read_text("utf-8"))["partners"] == []
