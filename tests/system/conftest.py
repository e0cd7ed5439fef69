"""The real program in a real terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from benchmarks.terminal import Terminal
from tests.conftest import TODAY
from tui_tracker.services.demo import make_demo

ROOT = Path(__file__).parents[2]
TODAY_SHOWN = r"things? to do today|Nothing to do today|Nobody is waiting"
PROGRAM = "import sys; sys.argv[0] = 'tui-tracker'; from tui_tracker.__main__ import main; main()"

Open = Callable[..., Terminal]


def environment(term: str = "xterm-256color") -> dict[str, str]:
    """The tests' own home, a terminal, and this checkout; modules are compiled once, as after an installation.

    COLUMNS and LINES as some shells export them: the terminal's own size must win.
    """
    left = {
        name: value
        for name, value in os.environ.items()
        if name not in ("COLORTERM", "NO_COLOR", "PYTHONDONTWRITEBYTECODE", "ESCDELAY")
    }
    return left | {"TERM": term, "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8", "COLUMNS": "80", "LINES": "24"}


def command(*arguments: str, before: str = "") -> list[str]:
    """How the program is started; `before` is Python that runs first, in the same process."""
    return [sys.executable, "-c", f"{before}\n{PROGRAM}", *arguments]


@pytest.fixture
def in_terminal() -> Iterator[Open]:
    """Opens the program in a terminal: `in_terminal("--db", path, term="linux", size=(120, 40), before=python)`."""
    opened: list[Terminal] = []

    def start(
        *arguments: str,
        term: str = "xterm-256color",
        size: tuple[int, int] = (80, 24),
        before: str = "",
        argv: list[str] | None = None,
    ) -> Terminal:
        whole = argv or command(*arguments, "--on", TODAY.isoformat(), before=before)
        opened.append(Terminal(whole, env=environment(term), size=size))
        return opened[-1]

    yield start
    for terminal in opened:
        terminal.close()


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small sample practice; do not write to it."""
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    make_demo(str(path), 25, 1, 1, TODAY)
    return path


@pytest.fixture
def demo(demo_file: Path, tmp_path: Path) -> str:
    """A small sample practice of one's own."""
    path = tmp_path / "practice.db"
    path.write_bytes(demo_file.read_bytes())
    return str(path)
