"""What the program does to a terminal, and what it does when the terminal goes."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time

import psutil
import pytest

from tests.system.conftest import TODAY_SHOWN, command, environment


def test_q_leaves_the_terminal_as_it_was(in_terminal, demo):
    terminal = in_terminal("--db", demo)
    terminal.wait_for(TODAY_SHOWN)
    assert terminal.is_raw()
    terminal.press("q")
    assert terminal.wait_exit() == 0
    assert not terminal.is_raw()
    assert not terminal.modes_left()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_ends_it_cleanly(in_terminal, demo, number):
    terminal = in_terminal("--db", demo)
    terminal.wait_for(TODAY_SHOWN)
    terminal.signal(number)
    assert terminal.wait_exit() == 128 + number
    assert not terminal.is_raw()
    assert not terminal.modes_left()


def test_a_terminal_that_is_closed_ends_it(in_terminal, demo):
    terminal = in_terminal("--db", demo)
    terminal.wait_for(TODAY_SHOWN)
    terminal.hang_up()
    assert terminal.wait_exit() == 128 + signal.SIGHUP


def test_it_does_not_spin_where_the_hang_up_is_ignored(in_terminal, demo):
    argv = ["/bin/sh", "-c", 'trap "" HUP; exec "$@"', "sh", *command("--db", demo)]
    terminal = in_terminal(argv=argv)
    terminal.wait_for(TODAY_SHOWN)
    terminal.settle()
    terminal.signal(signal.SIGHUP)
    terminal.press("2")
    terminal.wait_for("by name")  # ignored is ignored, as long as there is a terminal
    terminal.settle()
    used = terminal.cpu()
    terminal.hang_up()
    assert terminal.wait_exit() == 128 + signal.SIGHUP
    assert terminal.cpu() - used < 2.0


def test_a_closed_terminal_ends_it_while_it_is_suspended(in_terminal, demo):
    argv = ["/bin/sh", "-c", 'trap "" HUP; exec "$@"', "sh", *command("--db", demo)]
    terminal = in_terminal(argv=argv)
    terminal.wait_for(TODAY_SHOWN)
    terminal.press("ctrl+z")
    _until(lambda: psutil.Process(terminal.pid).status() == psutil.STATUS_STOPPED)
    terminal.hang_up()
    os.kill(terminal.pid, signal.SIGCONT)
    assert terminal.wait_exit() == 128 + signal.SIGHUP


def test_ctrl_z_gives_the_terminal_back_and_fg_paints_again(in_terminal, demo):
    terminal = in_terminal(argv=["bash", "--norc", "-i"])
    terminal.write(b"PS1='shell> '\r")
    terminal.wait_for("^shell>$")
    line = " ".join(f"'{word}'" for word in command("--db", demo)).replace("\n", "")
    terminal.write(line.replace("'tui-tracker'", '"tui-tracker"').encode() + b"\r")
    terminal.wait_for(TODAY_SHOWN)
    terminal.settle()  # on a busy machine the heading may be read before the lines below it
    first = terminal.text.splitlines()[2:]
    terminal.press("ctrl+z")
    terminal.wait_for(r"Stopped", r"shell>$")
    terminal.write(b"echo $((40 + 2))\r")
    terminal.wait_for("^42$")
    terminal.write(b"fg\r")
    terminal.wait_for(TODAY_SHOWN)
    terminal.settle()
    assert terminal.text.splitlines()[2:10] == first[:8]
    terminal.press("2")
    terminal.wait_for("by name")
    terminal.press("q")
    terminal.wait_for(r"shell>$")
    terminal.write(b"exit\r")
    terminal.wait_exit()


def test_a_crash_is_one_line_without_data(in_terminal, demo):
    crash = "\n".join(
        (
            "import tui_tracker.screens.today as today",
            "def crash(screen):",
            "    reference = 'JD-' + '4411'",
            "    raise ValueError(reference)",
            "today.TodayScreen.action_why = crash",
        )
    )
    terminal = in_terminal("--db", demo, before=crash)
    terminal.wait_for(TODAY_SHOWN)
    terminal.settle()
    at = len(terminal.raw)
    terminal.press("w")
    assert terminal.wait_exit() == 1
    assert terminal.text.strip() == "tui-tracker: something went wrong; nothing confirmed was lost. Start again."
    assert b"JD-4411" not in terminal.raw[at:]
    assert b"ValueError" not in terminal.raw[at:]
    assert not terminal.is_raw()
    assert not terminal.modes_left()


@pytest.mark.parametrize("term", ["", "dumb"])
def test_a_terminal_without_screens_is_refused_in_one_line(in_terminal, demo, term):
    terminal = in_terminal("--db", demo, term=term)
    assert terminal.wait_exit() == 1
    assert terminal.raw.count(b"\n") == 1
    assert b"cannot show screens" in terminal.raw
    assert b"\x1b" not in terminal.raw


def test_without_a_terminal_it_names_a_command_that_works():
    done = subprocess.run(command(), env=environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "tui-tracker today" in done.stderr


def test_a_cursor_key_that_arrives_in_pieces_is_no_escape(in_terminal, demo):
    terminal = in_terminal("--db", demo)
    terminal.wait_for(TODAY_SHOWN)
    terminal.press("2")
    names = terminal.wait_for("by name", "^> ").splitlines()
    terminal.write(b"\x1b")
    _read_for(terminal, 0.2)
    terminal.write(b"[B")
    second = re.escape(names[3][2:18])
    terminal.wait_for(f"^> {second}")


def test_escape_alone_is_an_escape(in_terminal, demo):
    terminal = in_terminal("--db", demo)
    terminal.wait_for(TODAY_SHOWN)
    terminal.press("o")
    terminal.wait_for("log a touchpoint")
    terminal.press("escape")
    terminal.wait_for("log a touchpoint", gone=True)


@pytest.mark.parametrize(
    "keys", ["", "2/", pytest.param("o", marks=pytest.mark.slow), pytest.param(":", marks=pytest.mark.slow)]
)
def test_nothing_is_written_while_nobody_types(in_terminal, demo, keys):
    terminal = in_terminal("--db", demo)
    terminal.wait_for(TODAY_SHOWN)
    for key in keys:
        terminal.press(key)
        terminal.settle()
    terminal.settle(0.5)
    at = len(terminal.raw)
    _read_for(terminal, 2.0)  # a blinking cursor would have blinked four times
    assert terminal.raw[at:] == b""


def test_a_window_of_another_size_is_filled(in_terminal, demo):
    terminal = in_terminal("--db", demo)
    terminal.wait_for(TODAY_SHOWN)
    terminal.settle()
    terminal.resize(120, 40)
    terminal.wait_for("─{120}")


def _until(true, deadline=20.0):
    end = time.monotonic() + deadline
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)


def _read_for(terminal, seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        terminal.read(0.05)
