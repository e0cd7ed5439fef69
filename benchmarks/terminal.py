"""A program in a real pty, seen from outside: what it wrote, what its screen shows, what it used.

The system tests drive the program with it, the benchmarks measure with it. Linux and macOS; needs pyte and psutil.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import shutil
import signal
import struct
import termios
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil
import pyte

KEYS = {
    "enter": "\r",
    "escape": "\x1b",
    "tab": "\t",
    "space": " ",
    "backspace": "\x7f",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    **{f"ctrl+{letter}": chr(ord(letter) - 96) for letter in "abcdefghijklmnopqrstuvwxyz"},
}
DEADLINE = 30.0  # seconds that a loaded machine may take for what takes a fraction of one on an idle one

# Kitty's keyboard protocol and mode queries: pyte would take their last letters for text.
_NOT_FOR_PYTE = re.compile(rb"\x1b\[[<=>][0-9;]*u|\x1b\[\?[0-9;]*\$p")
_MODE_QUERY = re.compile(rb"\x1b\[\?(\d+)\$p")
_OTHER_BUFFER = re.compile(rb"\x1b\[\?1049[hl]")
_UNFINISHED = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*)?\Z")
_MODES = re.compile(rb"\x1b\[\?([0-9;]+)([hl])")


@dataclass(frozen=True, slots=True)
class Chunk:
    """What one read gave: when (perf_counter seconds), and the CPU seconds that the program had used by then."""

    at: float
    cpu: float
    data: bytes


class Terminal:
    """One run of a program under a pty of its own; its controlling terminal, as in a window or an SSH session."""

    def __init__(
        self,
        argv: Sequence[str],
        *,
        env: Mapping[str, str] | None = None,
        size: tuple[int, int] = (80, 24),
        cwd: str | Path | None = None,
    ) -> None:
        self.size = size
        self.master, slave = pty.openpty()
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
        self.modes_before = termios.tcgetattr(slave)
        self.chunks: list[Chunk] = []
        self.code: int | None = None
        self._rendered = 0
        self._picture = Picture(size)
        self.started = time.perf_counter()
        self.pid = _spawn(argv, dict(os.environ if env is None else env), os.ttyname(slave), cwd)
        os.close(slave)
        self._process = psutil.Process(self.pid)

    # Looking

    @property
    def raw(self) -> bytes:
        """Every byte that the program wrote."""
        return b"".join(chunk.data for chunk in self.chunks)

    @property
    def text(self) -> str:
        """What the screen shows, line by line."""
        for chunk in self.chunks[self._rendered :]:
            self._picture.feed(chunk.data)
        self._rendered = len(self.chunks)
        return self._picture.text()

    def wait_for(self, *patterns: str, deadline: float = DEADLINE, gone: bool = False) -> str:
        """Wait until the screen shows every pattern (or, `gone`, none of them); gives the screen."""
        wanted = [re.compile(pattern, re.MULTILINE) for pattern in patterns]
        end = time.monotonic() + deadline
        while True:
            text = self.text
            found = [bool(pattern.search(text)) for pattern in wanted]
            if (not any(found)) if gone else all(found):
                return text
            if time.monotonic() > end or (not self.read(0.05) and self.ended()):
                what = "still shows" if gone else "does not show"
                raise AssertionError(f"the screen {what} {patterns} (exit code {self.code}):\n{text}")

    def settle(self, quiet: float = 0.3, deadline: float = DEADLINE) -> None:
        """Read until the program has written nothing for `quiet` seconds while it was all but idle."""
        end = time.monotonic() + deadline
        used = self.cpu()
        while time.monotonic() < end and not self.ended():
            wrote = self.read(quiet)
            now = self.cpu()
            if not wrote and self.chunks and now - used < 0.3 * quiet:
                return
            used = now

    # Acting

    def press(self, *keys: str) -> None:
        """Press keys by name; what is no key's name is typed."""
        for key in keys:
            self.write(KEYS.get(key, key).encode())

    def write(self, data: bytes) -> None:
        """Send bytes to the program as if typed."""
        with contextlib.suppress(OSError):
            os.write(self.master, data)

    def resize(self, columns: int, rows: int) -> None:
        """Make the window another size."""
        self._picture.screen.resize(rows, columns)
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def hang_up(self) -> None:
        """Close the terminal, as when a line drops."""
        if self.master >= 0:
            os.close(self.master)
            self.master = -1

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the program alone."""
        if not self.ended():
            os.kill(self.pid, number)

    def read(self, timeout: float) -> int:
        """Take what the program writes within `timeout` seconds, one read; gives how many bytes."""
        if self.master < 0:
            time.sleep(min(timeout, 0.02))
            return 0
        ready, _, _ = select.select([self.master], [], [], timeout)
        if not ready:
            return 0
        try:
            data = os.read(self.master, 65536)
        except OSError:  # the last one to hold the other side has left
            time.sleep(min(timeout, 0.02))
            return 0
        self.chunks.append(Chunk(time.perf_counter(), self.cpu(), data))
        for mode in _MODE_QUERY.findall(data):
            self.write(b"\x1b[?%s;%d$y" % (mode, 2 if mode == b"2026" else 0))
        return len(data)

    def wait_exit(self, deadline: float = DEADLINE) -> int:
        """Read until the program has ended; gives its exit code, negative for the signal that ended it."""
        end = time.monotonic() + deadline
        while not self.ended():
            if time.monotonic() > end:
                raise AssertionError(f"still running after {deadline} s:\n{self.text}")
            self.read(0.02)
        while self.read(0.0):
            pass
        assert self.code is not None
        return self.code

    def ended(self) -> bool:
        """Whether the program has ended; `code` then holds its exit code."""
        if self.code is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.code = os.waitstatus_to_exitcode(status)
        return self.code is not None

    def close(self) -> None:
        """End the program if it still runs, and close the terminal."""
        if not self.ended():
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
            self.code = -signal.SIGKILL
        self.hang_up()

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    # Measuring

    def cpu(self) -> float:
        """CPU seconds that the program has used so far; of a program that has ended, the last that were seen."""
        with contextlib.suppress(OSError):
            # What clock_getcpuclockid(3) computes for a process: Linux counts it in nanoseconds, /proc in hundredths.
            return time.clock_gettime((~self.pid << 3) | 2)
        return self.chunks[-1].cpu if self.chunks else 0.0

    def memory(self) -> int:
        """Resident bytes now."""
        return int(self._process.memory_info().rss)

    def is_raw(self) -> bool:
        """Whether the terminal is still in the raw mode of a screen program."""
        now, before = termios.tcgetattr(self.master), self.modes_before
        return now[:4] != before[:4]

    def modes_left(self) -> set[int]:
        """The private modes that the program switched on and left on, alternate buffer and paste marks among them."""
        on: set[int] = set()
        for numbers, switch in _MODES.findall(self.raw):
            for number in map(int, numbers.split(b";")):
                (on.add if switch == b"h" else on.discard)(number)
        return on - {7, 25}

    def shown_at(self, pattern: str) -> Chunk | None:
        """The chunk with which the screen first showed a pattern; replays everything that was written."""
        wanted = re.compile(pattern, re.MULTILINE)
        picture = Picture(self.size)
        for chunk in self.chunks:
            picture.feed(chunk.data)
            if wanted.search(picture.text()):
                return chunk
        return None


class Picture:
    """What bytes look like on a screen."""

    def __init__(self, size: tuple[int, int]) -> None:
        self.screen = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self.screen)
        self._tail = b""

    def feed(self, data: bytes) -> None:
        """Draw bytes; a sequence that is cut off waits for its rest."""
        data = self._tail + data
        cut = _UNFINISHED.search(data)
        data, self._tail = (data[: cut.start()], data[cut.start() :]) if cut else (data, b"")
        for number, part in enumerate(_OTHER_BUFFER.split(_NOT_FOR_PYTE.sub(b"", data))):
            if number:
                self.screen.reset()
            self._stream.feed(part)

    def text(self) -> str:
        """The screen, line by line. (pyte's own `display` fails where a wide character was half overwritten.)"""
        rows, across = self.screen.buffer, range(self.screen.columns)
        lines = ("".join(rows[y][x].data for x in across) for y in range(self.screen.lines))
        return "\n".join(line.rstrip() for line in lines)


def _spawn(argv: Sequence[str], env: dict[str, str], tty: str, cwd: str | Path | None) -> int:
    """Start a program as the leader of a session; the tty that such a one opens becomes its controlling terminal."""
    program = shutil.which(argv[0], path=env.get("PATH")) or argv[0]
    here = Path.cwd()
    os.chdir(cwd or here)
    try:
        return os.posix_spawn(
            program,
            list(argv),
            env,
            setsid=True,
            setsigdef=[signal.SIGINT, signal.SIGQUIT],  # ignored by what a shell starts in the background
            file_actions=[
                (os.POSIX_SPAWN_OPEN, 0, tty, os.O_RDWR, 0),
                (os.POSIX_SPAWN_DUP2, 0, 1),
                (os.POSIX_SPAWN_DUP2, 0, 2),
            ],
        )
    finally:
        os.chdir(here)
