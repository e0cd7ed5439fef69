"""What the program confirmed is there afterwards: killed at any moment, with two sessions at once, on both engines."""

from __future__ import annotations

import os
import random
import select
import signal
import sqlite3
import subprocess
import sys
import time

import pytest

from tests.conftest import TODAY
from tests.system.conftest import TODAY_SHOWN, environment
from tui_tracker.domain.records import Doing
from tui_tracker.services.demo import make_demo
from tui_tracker.services.opening import close_practice, open_practice
from tui_tracker.services.partners import add_partner
from tui_tracker.storage.models import Touchpoint

# Logs one line after the other as the shell command does, and tells of each once it is confirmed.
WRITER = """
import os, sys
from tui_tracker.cli import run
from tui_tracker.services.opening import close_practice
target, name, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
told = os.dup(1)
os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
for number in range(count):
    code = run(["log", f"call @lee {name}-{number}-", "--db", target, "--on", "2026-03-16"])
    close_practice()
    os.write(told, f"{name}-{number}- {code}\\n".encode())
"""


@pytest.fixture
def with_lee(target, doing):
    open_practice(target)
    add_partner(doing, {"name": "Ann Lee", "kind": "clinician"})
    close_practice()
    return target


def writer(target, name, count):
    argv = [sys.executable, "-c", WRITER, target, name, str(count)]
    return subprocess.Popen(argv, env=environment(), stdout=subprocess.PIPE)


def notes(target):
    open_practice(target)
    try:
        return [note for (note,) in Touchpoint.select(Touchpoint.note).tuples()]
    finally:
        close_practice()


@pytest.mark.slow
@pytest.mark.parametrize("target", ["sqlite"], indirect=True)
def test_killed_at_any_moment(with_lee):
    chance = random.Random(20260316)
    confirmed = []
    for turn in range(10):
        process = writer(with_lee, f"turn{turn}", 10_000)
        first = process.stdout.readline()  # from here on it is writing
        _wait(chance.uniform(0.0, 0.2))
        process.send_signal(signal.SIGKILL)
        confirmed += [first, *process.stdout.read().splitlines(keepends=True)]
        assert process.wait() == -signal.SIGKILL
        process.stdout.close()
    lines = [line.decode().split() for line in confirmed if line.endswith(b"\n")]
    assert len(lines) > 20
    assert all(code == "0" for _, code in lines)
    kept = notes(with_lee)
    assert not {note for note, _ in lines} - set(kept)
    assert len(kept) == len(set(kept))
    with sqlite3.connect(with_lee) as raw:
        assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert raw.execute("PRAGMA foreign_key_check").fetchall() == []
        alone = "SELECT count(*) FROM touchpoint WHERE id NOT IN (SELECT row_id FROM change_row WHERE table_name = ?)"
        assert raw.execute(alone, ("touchpoint",)).fetchone() == (0,)  # no row without its journal entry
    raw.close()


@pytest.mark.slow
def test_two_sessions_that_write_at_once(with_lee):
    processes = [writer(with_lee, name, 40) for name in ("one", "two", "three")]
    said = b"".join(process.communicate(timeout=100)[0] for process in processes).decode().split()
    assert said[1::2] == ["0"] * 120
    assert sorted(notes(with_lee)) == sorted(said[0::2])


def test_a_line_that_the_screen_confirmed_outlives_kill_9(in_terminal, demo):
    terminal = in_terminal("--db", demo)
    terminal.wait_for(TODAY_SHOWN)
    terminal.press("o")
    terminal.wait_for("log a touchpoint")
    terminal.press("call the protocol was well received")
    terminal.wait_for("the protocol was well received")
    terminal.settle()
    terminal.press("enter")
    terminal.wait_for("u undoes it")
    terminal.signal(signal.SIGKILL)
    assert terminal.wait_exit() == -signal.SIGKILL
    assert "the protocol was well received" in notes(demo)
    with sqlite3.connect(demo) as raw:
        assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    raw.close()


def test_what_another_session_writes_is_shown_without_a_key(in_terminal, demo):
    terminal = in_terminal("--db", demo)
    terminal.wait_for(TODAY_SHOWN)
    terminal.press("6")
    terminal.wait_for("Made a sample practice")
    open_practice(demo)
    add_partner(Doing("Bea", "2026-03-16T12:00:00Z", TODAY), {"name": "Zoe Quist", "kind": "clinician"})
    close_practice()
    terminal.wait_for("Zoe Quist")


def test_the_screens_open_on_postgresql(in_terminal, postgres):
    make_demo(postgres, 25, 1, 1, TODAY)
    terminal = in_terminal("--db", postgres)
    terminal.wait_for(TODAY_SHOWN)
    screens = {"2": "by name", "3": "received", "4": "By specialty", "5": "Referrals received", "6": "Made a"}
    for key, shown in screens.items():
        terminal.press(key)
        terminal.wait_for(shown)
    terminal.press("q")
    assert terminal.wait_exit() == 0
    assert os.fsencode(postgres.split("?")[-1]) not in terminal.raw


def _wait(seconds):
    """A moment of chance: what is tested is that no moment is a bad one."""
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        select.select([], [], [], left)
