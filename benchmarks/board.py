"""The Board with 5,000 open cards more than the sample has, and what opens from a card."""

from __future__ import annotations

import shutil
import sqlite3
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.measure import QUIET
from benchmarks.terminal import Terminal

OPEN = 5_000
BOARD = r"received +\d"
FILTER_LINE = r"enter keep the filter"


@dataclass(frozen=True)
class Answer:
    """What a key took: milliseconds until the screen showed what was asked for, and CPU and bytes until it settled."""

    name: str
    ms: float
    cpu_ms: float
    bytes: int


def crowded(practice: Path, copy: Path) -> Path:
    """A copy of the practice in which the newest closed referrals are in care again."""
    for left in copy.parent.glob(f"{copy.name}*"):
        left.unlink()
    shutil.copy(practice, copy)
    with sqlite3.connect(copy) as rows:
        rows.execute(
            "UPDATE referral SET stage = 'in_care', stage_on = in_care_on, closed_on = NULL, settled = 0 WHERE id IN"
            " (SELECT id FROM referral WHERE flow = 'inbound' AND stage = 'closed' AND in_care_on IS NOT NULL"
            " ORDER BY stage_on DESC LIMIT ?)",
            (OPEN,),
        )
    rows.close()
    return copy


def at_the_board(argv: list[str], first: str, env: Mapping[str, str]) -> list[Answer]:
    """Open the Board, move a card to and fro, open it, begin a report on it, look for what is late."""
    with Terminal(argv, env=env) as terminal:
        terminal.wait_for(first)
        terminal.settle(QUIET)
        found = [_answer(terminal, "opening the Board", "3", BOARD)]
        found.append(_middle([_answer(terminal, "a cursor key", key) for key in ("down", "up") * 5 + ("down",)]))
        moves = [("L", r"^ Moved .* to contacted"), ("H", r"^ Moved .* to received")] * 3
        found.append(_middle([_answer(terminal, "moving a card", *move) for move in moves]))
        found.append(_answer(terminal, "opening a card", "enter", r"^ Timeline"))
        found.append(_answer(terminal, "beginning a report on it", "p", r"^ Report on "))
        _answer(terminal, "", "tab")
        found.append(_middle([_answer(terminal, "a key in the report", key) for key in "seeing"]))
        found.append(_answer(terminal, "its letter", "ctrl+s", r"^ Dear "))
        for shown in (r"^ Report on ", r"^ Timeline", BOARD):
            _answer(terminal, "", "escape", shown)
        _answer(terminal, "", "/", FILTER_LINE)
        found.append(_answer(terminal, "the first `late`", "late", r"^ Inbound referrals .* late"))
        return found


def _middle(answers: list[Answer]) -> Answer:
    """The medians of several answers."""
    figures = zip(*((one.ms, one.cpu_ms, one.bytes) for one in answers), strict=True)
    ms, cpu_ms, written = (median(figure) for figure in figures)
    return Answer(answers[0].name, ms, cpu_ms, round(written))


def _answer(terminal: Terminal, name: str, key: str, shown: str = "") -> Answer:
    """Press a key; it is answered when the screen shows a pattern, or with the first that is painted."""
    at, cpu, chunks, began = len(terminal.raw), terminal.cpu(), len(terminal.chunks), time.perf_counter()
    terminal.press(key)
    while len(terminal.chunks) == chunks:
        terminal.read(1.0)
    terminal.wait_for(shown)
    end = terminal.chunks[-1].at
    terminal.settle(QUIET)
    return Answer(name, (end - began) * 1e3, (terminal.cpu() - cpu) * 1e3, len(terminal.raw) - at)
