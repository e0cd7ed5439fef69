"""`python -m benchmarks`: what is fast enough, in one run beside a Textual hello world.

Both programs run in turn, under the same Python, in a pty of 80×24, on a sample practice of 10,000 partners that is
made once and kept in the temporary folder. Times want a machine with nothing else to do; bytes, memory and CPU do not
mind. Nothing is asserted: the aims stand beside the figures.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median

from benchmarks.board import OPEN, at_the_board, crowded
from benchmarks.measure import QUIET, Run, cursor_keys, idle, leave, open_screens, start
from tui_tracker.domain.insights.page import Theme

HERE = Path(__file__).parent
DAY = "2026-03-16"
HELLO = ([sys.executable, str(HERE / "hello.py")], "Hello, world")
OURS = "from tui_tracker.__main__ import main; main()"  # as the installed command does
FIRST_ITEMS = r"things? to do today"
SCREENS = {
    "2": ("Partners", r"by name"),
    "3": ("Board", r"received +[\d,]+"),
    "4": ("Network", r"\d partners?\."),
    "5": ("Insights", r"Referrals received +[\d,]+"),
    "6": ("History", r"Made a sample practice"),
}
PATTERNS = {"1": FIRST_ITEMS, **{key: shown for key, (_name, shown) in SCREENS.items()}}


def main() -> None:
    """Make the practice where it is missing, measure, print."""
    options = _options()
    env = _environment()
    db = options.db or _practice(options.partners, options.years, env)
    ours = ([sys.executable, "-c", OURS, "--db", str(db), "--on", DAY], FIRST_ITEMS)
    for argv, shown in (HELLO, ours):  # what is compiled once is not measured
        start(argv, shown, env).terminal.close()
    hellos: list[Run] = []
    runs: list[Run] = []
    for turn in range(options.repeat):
        print(f"\rrun {turn + 1} of {options.repeat} ", end="", file=sys.stderr, flush=True)
        hellos.append(leave(start(*HELLO, env)))
        runs.append(leave(start(*ours, env)))
    print("\r" + " " * 20 + "\r", end="", file=sys.stderr, flush=True)
    _print_start(hellos, runs)
    _print_keys(ours[0], env)
    _print_screens(ours[0], env)
    _print_board(db, env)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__.split("\n\n")[0])
    parser.add_argument("--repeat", type=int, default=7, metavar="N", help="starts of each program (7)")
    parser.add_argument("--partners", type=int, default=10_000, metavar="N", help="size of the practice (10000)")
    parser.add_argument("--years", type=int, default=5, metavar="Y", help="its history (5)")
    parser.add_argument("--db", metavar="PATH", help="a practice that is there already")
    return parser.parse_args()


def _environment() -> dict[str, str]:
    """One home, one terminal and one folder of compiled modules for both programs, whatever the caller's own."""
    home = Path(tempfile.gettempdir()) / "tui-tracker-benchmarks"
    home.mkdir(exist_ok=True)
    left = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTHON", "TUI_TRACKER", "XDG_", "TEXTUAL")) and name not in ("COLORTERM", "NO_COLOR")
    }
    return left | {
        "HOME": str(home),
        "TERM": "xterm-256color",
        "PYTHONPYCACHEPREFIX": str(home / "compiled"),
        "PYTHONPATH": str(HERE.parent),
    }


def _practice(partners: int, years: int, env: dict[str, str]) -> Path:
    path = Path(env["HOME"]) / f"practice-{partners}-{years}.db"
    if not path.exists():
        import subprocess

        print(f"Making {path}; that is done once.", file=sys.stderr)
        size = ["--partners", str(partners), "--years", str(years), "--on", DAY]
        command = [sys.executable, "-m", "tui_tracker", "demo", "--no-open", "--db", str(path), *size]
        subprocess.run(command, env=env, check=True)
    return path


def _print_start(hellos: list[Run], runs: list[Run]) -> None:
    _title("Start and end", "hello", "ours", "ratio", "aim")
    _row("first items of Today, ms", hellos, runs, lambda run: run.shown_ms, "ratio <= 1.5")
    _row("CPU until then, ms", hellos, runs, lambda run: run.cpu_ms, "")
    _row("bytes until settled", hellos, runs, lambda run: run.bytes, "")
    _row("leaving, ms", hellos, runs, lambda run: run.leaving_ms, "")
    _row("memory once settled, MB", hellos, runs, lambda run: run.memory_mb, "")
    more = median(run.memory_mb for run in runs) - median(run.memory_mb for run in hellos)
    print(f"{'  more than hello, MB':34}{'':>10}{more:>10.1f}{'':>8}  <= 14")


def _print_keys(argv: list[str], env: dict[str, str]) -> None:
    _title("A cursor key", "", "bytes", "CPU ms", "aim")
    with tempfile.TemporaryDirectory() as kept:  # or the map would be opened unfolded from now on
        _print_keys_of(start(argv, FIRST_ITEMS, env | {"XDG_STATE_HOME": kept}))


def _print_keys_of(run: Run) -> None:
    for key, name, before in (
        ("1", "Today", ()),
        ("2", "Partners", ()),
        ("4", "Network, all unfolded", ("z", "9")),
        ("5", "Insights, Referrals", ("l",)),
    ):
        run.terminal.press(key)
        run.terminal.wait_for(PATTERNS[key])
        run.terminal.press(*before)
        _counted(run)
        held, rested = cursor_keys(run.terminal, 0.04), cursor_keys(run.terminal, 0.3, 20)
        mean, most = f"{name}, held, mean of {held.count}", "  the most"
        print(f"{mean:34}{'':>10}{held.bytes:>10.0f}{held.cpu_ms:>8.1f}  <= 350 bytes")
        print(f"{most:34}{'':>10}{held.most_bytes:>10.0f}{held.most_cpu_ms:>8.1f}")
        print(f"{'  coming to rest, all it shows':34}{'':>10}{rested.bytes:>10.0f}{rested.cpu_ms:>8.1f}")
    written, cpu = idle(run.terminal, 12.0)
    print(f"{'Nobody types, a minute':34}{'':>10}{written * 5:>10.0f}{cpu * 5:>8.1f}  0 bytes")
    run.terminal.close()


def _print_screens(argv: list[str], env: dict[str, str]) -> None:
    _title("Opening a screen", "first ms", "again ms", "CPU ms", "")
    run = start(argv, FIRST_ITEMS, env)
    for opened in open_screens(run.terminal, SCREENS, ("1", FIRST_ITEMS)):
        print(f"{opened.name:34}{opened.first_ms:>10.0f}{opened.again_ms:>10.0f}{opened.cpu_ms:>8.0f}")
    print(f"{'memory with all six open, MB':34}{run.terminal.memory() / 1e6:>10.1f}")
    run.terminal.press("5")
    for _ in Theme:
        run.terminal.press("l")
        _counted(run)
    print(f"{'and with every page of Insights':34}{run.terminal.memory() / 1e6:>10.1f}")
    run.terminal.close()


def _counted(run: Run) -> None:
    """Wait until a page of Insights stands; what takes longer than 0.3 s is said by then."""
    run.terminal.settle(QUIET)
    run.terminal.wait_for("counting…", gone=True)
    run.terminal.settle(QUIET)


def _print_board(practice: Path | str, env: dict[str, str]) -> None:
    _title(f"A Board with {OPEN:,} more open cards", "ms", "bytes", "CPU ms", "")
    copy = crowded(Path(practice), Path(env["HOME"]) / "crowded.db")
    argv = [sys.executable, "-c", OURS, "--db", str(copy), "--on", DAY]
    start(argv, FIRST_ITEMS, env).terminal.close()
    for one in at_the_board(argv, FIRST_ITEMS, env):
        print(f"{one.name:34}{one.ms:>10.0f}{one.bytes:>10,}{one.cpu_ms:>8.0f}")


def _title(name: str, *columns: str) -> None:
    one, two, three, four = columns
    print(f"\n{name:34}{one:>10}{two:>10}{three:>8}  {four}")


def _row(name: str, hellos: list[Run], runs: list[Run], figure: Callable[[Run], float], aim: str) -> None:
    theirs, ours = [figure(run) for run in hellos], [figure(run) for run in runs]
    # The median of the ratios of neighbours in time: the machine is as fast for one as for the other.
    ratio = median(our / their for our, their in zip(ours, theirs, strict=True))
    digits = 1 if "MB" in name else 0
    print(f"{name:34}{median(theirs):>10.{digits}f}{median(ours):>10.{digits}f}{ratio:>8.2f}  {aim}")


if __name__ == "__main__":
    main()
