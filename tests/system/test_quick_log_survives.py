"""A line that is being typed outlives the program's end, in a real terminal."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from datetime import date

import pyte
import pytest

from tests.conftest import TODAY
from tui_tracker.domain.records import Doing
from tui_tracker.services.opening import close_practice, open_practice
from tui_tracker.storage.journal import changing
from tui_tracker.storage.models import Partner

PATIENCE = 30.0


class Terminal:
    """The program in a terminal of 80 × 24."""

    def __init__(self, target, state):
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.screen = pyte.Screen(80, 24)
        self.stream = pyte.ByteStream(self.screen)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tui_tracker", "--db", target, "--on", "2026-03-16"],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
            # Only a session with a controlling terminal is told of a hang-up; there is no other thread here yet.
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509
            env={**os.environ, "TERM": "xterm-256color", "XDG_STATE_HOME": state},
        )
        os.close(slave)

    def wait_for(self, text):
        end = time.monotonic() + PATIENCE
        while text not in (shown := "\n".join(self.screen.display)):
            assert time.monotonic() < end, f"{text!r} never came:\n{shown}"
            ready, _, _ = select.select([self.master], [], [], 0.2)
            if ready:
                try:
                    self.stream.feed(os.read(self.master, 65536))
                except OSError:
                    pytest.fail(f"the program left:\n{shown}")

    def type(self, text):
        os.write(self.master, text.encode())

    def end(self, how):
        if how == "hang-up":
            os.close(self.master)
        else:
            self.process.send_signal(how)
            if how != signal.SIGKILL:
                self._drain()
        code = self.process.wait(PATIENCE)
        if how != "hang-up":
            os.close(self.master)
        return code

    def _drain(self):
        """Read what it still writes, so that it never waits for us."""
        end = time.monotonic() + PATIENCE
        while self.process.poll() is None and time.monotonic() < end:
            ready, _, _ = select.select([self.master], [], [], 0.1)
            if ready:
                try:
                    os.read(self.master, 65536)
                except OSError:
                    return


@pytest.fixture
def terminal(tmp_path):
    target = str(tmp_path / "p.db")
    open_practice(target)
    with changing(Doing("Ann", "2026-01-01T12:00:00Z", TODAY), "Added Ann Lee") as unit:
        unit.insert(Partner, name="Ann Lee", search="ann lee", stage="connected", added_on=date(2025, 1, 1))
    close_practice()
    started = []

    def start():
        started.append(Terminal(target, str(tmp_path / "state")))
        return started[-1]

    yield start
    for one in started:
        if one.process.poll() is None:
            one.process.kill()
            one.process.wait()


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP, "hang-up"])
def test_what_was_typed_is_offered_again(terminal, how):
    first = terminal()
    first.wait_for("Ann Lee")
    first.type("o")
    first.wait_for("log a touchpoint")
    first.type("call she asked for a protocol")
    first.wait_for("call she asked for a protocol")
    first.end(how)
    second = terminal()
    second.wait_for("Ann Lee")
    second.type("o")
    second.wait_for("call she asked for a protoco")
    second.wait_for("with   Ann Lee")
    second.type("\r")
    second.wait_for("Logged call with Ann Lee")
    second.end(signal.SIGKILL)
