"""The program runs from a checkout, an editable install and a wheel, started anywhere, with its styles."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from tests.conftest import TODAY
from tests.system.conftest import ROOT, Open
from tui_tracker.domain.letters import LetterKind

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
WITHOUT_PATH = ["env", "--chdir=/", "--unset=PYTHONPATH"]


def run(*words: str) -> str:
    done = subprocess.run(words, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT))
    return next(folder.glob("*.whl"))


def environment(folder: Path) -> Path:
    """A virtual environment that has what the program needs, but not the program; gives its folder of commands."""
    venv.create(folder, with_pip=False)
    packages = Path(sysconfig.get_path("purelib", vars={"base": str(folder), "platbase": str(folder)}))
    # Only put on the path: the .pth files in it, an editable install's among them, are not read.
    (packages / "needed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder / "bin"


def install(commands: Path, *what: str) -> None:
    run(sys.executable, "-m", "pip", "--python", str(commands / "python"), "install", "-q", "--no-deps", *what)


def shows_today(in_terminal: Open, argv: list[str], demo: str) -> None:
    terminal = in_terminal(argv=[*WITHOUT_PATH, *argv, "--db", demo, "--on", TODAY.isoformat()])
    terminal.wait_for(r"things? to do today", "─{40}")  # the line above the reasons is drawn by a style
    terminal.press("q")
    assert terminal.wait_exit() == 0


def test_a_wheel(wheel: Path, tmp_path: Path, in_terminal: Open, demo: str) -> None:
    commands = environment(tmp_path / "venv")
    install(commands, str(wheel))

    where = run(*WITHOUT_PATH, str(commands / "python"), "-c", "import tui_tracker; print(tui_tracker.__file__)")

    assert str(tmp_path) in where
    shows_today(in_terminal, [str(commands / "tui-tracker")], demo)


def test_the_wheel_holds_what_runs_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()

    styles = {f"tui_tracker/styles/{path.name}" for path in (ROOT / "styles").glob("*.tcss")}
    assert styles <= set(names)
    assert any(name.startswith("tui_tracker/storage/migrations/0001") for name in names)
    letters = {f"tui_tracker/exchange/letter_templates/{kind}.md" for kind in LetterKind}
    assert letters <= set(names)
    assert "tui_tracker/py.typed" in names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert all(name.startswith(("tui_tracker/", "tui_tracker-")) for name in names)
    assert not [name for name in names if "test" in name or name.endswith((".pyc", ".db"))]


def test_an_editable_install(tmp_path: Path, in_terminal: Open, demo: str) -> None:
    commands = environment(tmp_path / "venv")
    install(commands, "-e", str(ROOT))

    where = run(*WITHOUT_PATH, str(commands / "python"), "-c", "import tui_tracker; print(tui_tracker.__file__)")

    assert str(ROOT) in where
    shows_today(in_terminal, [str(commands / "tui-tracker")], demo)


def test_a_checkout(in_terminal: Open, demo: str) -> None:
    argv = ["env", f"PYTHONPATH={ROOT}", sys.executable, "-m", "tui_tracker"]
    shows_today(in_terminal, argv, demo)
