"""The figures of one program in a pty."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from statistics import mean

from benchmarks.terminal import Terminal

QUIET = 0.4  # seconds without output after which a screen has settled


@dataclass(frozen=True)
class Run:
    """One start: milliseconds and CPU milliseconds until the first items, and what it wrote and held once settled."""

    terminal: Terminal
    shown_ms: float
    cpu_ms: float
    bytes: int
    memory_mb: float
    leaving_ms: float = 0.0


@dataclass(frozen=True)
class Keys:
    """What a key wrote and used: the mean, and the most."""

    count: int
    bytes: float
    cpu_ms: float
    most_bytes: int
    most_cpu_ms: float


@dataclass(frozen=True)
class Opened:
    """Milliseconds from the key to the screen's text, the first time and the second, and the CPU of the first."""

    name: str
    first_ms: float
    again_ms: float
    cpu_ms: float


def start(argv: list[str], shown: str, env: Mapping[str, str]) -> Run:
    """Start a program and wait until it has shown a pattern and settled."""
    terminal = Terminal(argv, env=env)
    # Nothing is drawn here while the program works: both would want the same two cores.
    while not terminal.shown_at(shown):
        terminal.settle(QUIET)
        if terminal.ended():
            raise SystemExit(f"{argv} ended with {terminal.code}:\n{terminal.text}")
    chunk = terminal.shown_at(shown)
    assert chunk is not None
    # The screens put the garbage collector to rest a second after they began.
    while time.perf_counter() - terminal.started < 2.0:
        terminal.read(0.1)
    return Run(
        terminal,
        (chunk.at - terminal.started) * 1e3,
        chunk.cpu * 1e3,
        len(terminal.raw),
        terminal.memory() / 1e6,
    )


def leave(run: Run) -> Run:
    """Press q; gives the run with the time that leaving took."""
    began = time.perf_counter()
    run.terminal.press("q")
    run.terminal.wait_exit()
    took = time.perf_counter() - began
    run.terminal.close()
    return replace(run, leaving_ms=took * 1e3)


def cursor_keys(terminal: Terminal, quiet: float, count: int = 60) -> Keys:
    """Press down `count` times from the top, each when nothing was drawn for `quiet` seconds after the one before.

    At the end of a list nothing is drawn any more: it may have fewer lines.
    """
    terminal.press("g")
    terminal.settle(QUIET)
    wrote, used = [], []
    for _ in range(count):
        at, cpu = len(terminal.raw), terminal.cpu()
        terminal.press("down")
        if not terminal.read(5.0):
            break
        terminal.settle(quiet)
        wrote.append(len(terminal.raw) - at)
        used.append((terminal.cpu() - cpu) * 1e3)
    return Keys(len(wrote), mean(wrote), mean(used), max(wrote), max(used))


def idle(terminal: Terminal, seconds: float) -> tuple[int, float]:
    """What the program writes (bytes) and uses (CPU milliseconds) while nobody types."""
    terminal.settle(QUIET)
    at, cpu, end = len(terminal.raw), terminal.cpu(), time.perf_counter() + seconds
    while time.perf_counter() < end:
        terminal.read(0.2)
    return len(terminal.raw) - at, (terminal.cpu() - cpu) * 1e3


def open_screens(terminal: Terminal, screens: Mapping[str, tuple[str, str]], home: tuple[str, str]) -> Iterator[Opened]:
    """Open each screen (key: name and pattern) from the home screen (key and pattern), twice."""
    for key, (name, shown) in screens.items():
        cpu = terminal.cpu()
        first = _opening(terminal, key, shown)
        terminal.settle(QUIET)
        used = terminal.cpu() - cpu
        _opening(terminal, *home)
        terminal.settle(QUIET)
        again = _opening(terminal, key, shown)
        terminal.settle(QUIET)
        _opening(terminal, *home)
        terminal.settle(QUIET)
        yield Opened(name, first * 1e3, again * 1e3, used * 1e3)


def _opening(terminal: Terminal, key: str, shown: str) -> float:
    began = time.perf_counter()
    terminal.press(key)
    terminal.wait_for(shown)
    return terminal.chunks[-1].at - began
