"""The terminal while screens are shown: clean of control characters, let go of quickly, and never outlived.

Textual's own driver handles neither SIGTERM (the terminal stays raw) nor a line that drops (with SIGHUP ignored it
spins for ever, and its writer, dead of the error, blocks whoever writes next), and takes 240 ms to leave.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import select
import signal
import sys
import threading
from codecs import getincrementaldecoder
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from rich.segment import Segment
from textual._parser import ParseError
from textual._xterm_parser import XTermParser
from textual.color import Color
from textual.drivers.linux_driver import LinuxDriver
from textual.events import Key
from textual.filter import LineFilter
from textual.keys import _character_to_key
from textual.message import Message

if TYPE_CHECKING:
    from textual.app import App

_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
_HUNG_UP = select.POLLHUP | select.POLLERR
_LOOK_EVERY = 1000  # milliseconds
_CUT_OFF = 0.05  # seconds between looks at a sequence that may be cut off
_GRACE = 3.0  # seconds that a program without a terminal has to end cleanly
_LET_PASS = 0.3  # seconds after another program had the terminal
_BY_WORDS = {"ctrl+left": "b", "ctrl+right": "f"}
_WRITTEN_BY_A_MAC = tuple("1234567890-=")
_EXIT_HANGUP = 128 + signal.SIGHUP


class CleanOutput(LineFilter):
    """Takes control characters and bidi marks out of every painted segment: the last gate before the terminal.

    They took no cell when the line was measured, so none stands for them; only where words would grow together.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments, each safe to write."""
        if not any(_UNSAFE.search(segment.text) for segment in segments):
            return segments
        return [
            segment if segment.control else Segment(_UNSAFE.sub(_harmless, segment.text), segment.style)
            for segment in segments
        ]


def _harmless(found: re.Match[str]) -> str:
    return " " if found.group().isspace() else ""


class _Output:
    """Standard error for Textual's writer thread. A terminal that is gone takes everything in silence: the thread
    must not die of it, since whoever writes next would wait for it for ever."""

    def __init__(self, fileno: int) -> None:
        self._fileno = fileno

    def write(self, text: str) -> None:
        """Write the whole text at once; what cannot be encoded shows as a question mark."""
        data = memoryview(text.encode("utf-8", "replace"))
        with contextlib.suppress(OSError):
            while data:
                data = data[os.write(self._fileno, data) :]

    def flush(self) -> None:
        """Nothing is held back."""

    def fileno(self) -> int:
        """The descriptor behind it."""
        return self._fileno


class QuietDriver(LinuxDriver):
    """Textual's driver, woken through a pipe where it would poll, and ending the program when its terminal is gone."""

    def __init__(
        self, app: App[Any], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        assert sys.__stderr__ is not None
        self._file: Any = _Output(sys.__stderr__.fileno())
        self._wake: tuple[int, int] | None = None
        self._watch = _Watch(app)

    def _get_terminal_size(self) -> tuple[int, int]:
        """The terminal's own size; Textual would believe COLUMNS and LINES, and then no change of the window."""
        with contextlib.suppress(OSError):
            columns, lines = os.get_terminal_size(self.fileno)
            if columns > 0 and lines > 0:
                return columns, lines
        return super()._get_terminal_size()

    def start_application_mode(self) -> None:
        """Take the terminal; from here on a signal gives it back first."""
        if self._wake is None:
            self._wake = os.pipe()
        self._watch.start(self.fileno)
        super().start_application_mode()  # type: ignore[no-untyped-call]

    def suspend_application_mode(self) -> None:
        """Give the terminal to another program, whose ctrl+c is meant for it alone."""
        self._watch.deaf = True
        super().suspend_application_mode()

    def resume_application_mode(self) -> None:
        """Take it back."""
        super().resume_application_mode()
        self._watch.listen_again()

    def disable_input(self) -> None:
        """Stop reading keys, without waiting for a poll to time out."""
        if self._wake is not None:
            os.write(self._wake[1], b"\0")
        super().disable_input()
        if self._wake is not None and not (self._key_thread and self._key_thread.is_alive()):
            for end in self._wake:
                os.close(end)
            self._wake = None

    def run_input_thread(self) -> None:
        """Turn what is typed into events until told to stop or the terminal is gone."""
        assert self._wake is not None
        wake = self._wake[0]
        keys = Keys(XTermParser(self._debug))
        decode = getincrementaldecoder("utf-8")("replace").decode
        try:
            while True:
                # Only a sequence that may be cut off (ESC, or the start of a cursor key) needs looking at later.
                later = _CUT_OFF if keys.are_held else None
                ready, _, _ = select.select([self.fileno, wake], [], [], later)
                if wake in ready:
                    return
                if self.fileno in ready:
                    data = self._read()
                    if not data:
                        self._watch.gone()
                        return
                    for event in keys.feed(decode(data)):
                        self.process_message(event)
                for event in keys.tick():
                    self.process_message(event)
        finally:
            with contextlib.suppress(EOFError, ParseError):
                list(keys.feed(""))

    def _read(self) -> bytes:
        try:
            return os.read(self.fileno, 4096)
        except OSError:
            return b""


class Keys:
    """What is typed as events. Escape and a digit, a sign or enter soon after it are two keys.

    Textual's parser takes them for alt and the sign, and then forgets the alt (the escape was lost), or for what a Mac
    writes with it (`∞` for a 5). Escape and a letter is alt with it, `b` and `f` too, which the parser takes for the
    keys that go by words: what was meant is known where it is known what has the focus.
    """

    def __init__(self, parser: XTermParser) -> None:
        self._parser = parser
        self._escape = ""

    @property
    def are_held(self) -> bool:
        """Whether something was typed that may be the beginning of a sequence."""
        return self._parser._timeout_time is not None

    def feed(self, text: str) -> Iterator[Message]:
        """The events of a text that was read."""
        for part in re.findall("\x1b?[^\x1b]+|\x1b", text) or [""]:
            if self._escape or part.startswith("\x1b"):
                self._escape += part
            yield from self._events(self._parser.feed(part))

    def tick(self) -> Iterator[Message]:
        """The events of what has waited long enough for the rest of a sequence."""
        yield from self._events(self._parser.tick())

    def _events(self, found: Iterable[Message]) -> Iterator[Message]:
        for event in found:
            begun, self._escape = self._escape, ""
            if begun and isinstance(event, Key):
                if event.key == "circumflex_accent" and "^" not in begun:  # the parser's word for an escape
                    yield Key("escape", "\x1b")
                    continue
                if event.key == "escape":
                    self._escape = begun[1:]
                yield from _taken_apart(begun[1:2], event)
                continue
            yield event
        if not self.are_held:
            self._escape = ""


def _taken_apart(sign: str, event: Key) -> Iterator[Key]:
    """What the parser made of an escape and this sign: the two keys that it is, or the one, by its own name."""
    if _BY_WORDS.get(event.key) == sign:
        yield Key(f"alt+{sign}", sign)
        return
    is_itself = event.character == sign and (event.is_printable or sign == "\r") and not event.key.startswith("alt+")
    if is_itself or sign in _WRITTEN_BY_A_MAC:
        yield Key("escape", "\x1b")
    yield event if sign not in _WRITTEN_BY_A_MAC else Key(_character_to_key(sign), sign)


class _Watch:
    """Ends the program cleanly on SIGTERM, SIGHUP or SIGINT, and when its terminal is gone, whatever was ignored."""

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._loop = asyncio.get_running_loop()
        self._started = False
        self._leaving = False
        self.deaf = False

    def start(self, fileno: int) -> None:
        """Begin to watch; once is enough."""
        if self._started:
            return
        self._started = True
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
            # Who started us with HUP ignored (nohup) wants it ignored; the terminal itself is looked at all the same.
            if signal.getsignal(number) is not signal.SIG_IGN:
                self._loop.add_signal_handler(number, self._signalled, number)
        if sys.platform != "darwin":  # whose poll knows no terminals; the thread that reads keys is told there too
            threading.Thread(target=self._look, args=(fileno,), name="terminal-watch", daemon=True).start()

    def gone(self) -> None:
        """The terminal is gone: leave now, and by force where leaving gets stuck on it."""
        if self._leaving:
            return
        self._leaving = True
        end = threading.Timer(_GRACE, os._exit, (_EXIT_HANGUP,))
        end.daemon = True
        end.start()
        with contextlib.suppress(RuntimeError):  # the loop is closed: the program is leaving already
            self._loop.call_soon_threadsafe(self._leave, _EXIT_HANGUP)

    def listen_again(self) -> None:
        """Ctrl+C counts again, once what came of it meanwhile has been let pass."""
        self._loop.call_later(_LET_PASS, self._listen)

    def _listen(self) -> None:
        self.deaf = False

    def _signalled(self, number: int) -> None:
        if not (self.deaf and number == signal.SIGINT):
            self._leave(128 + number)

    def _leave(self, code: int) -> None:
        self._app.exit(return_code=code)

    def _look(self, fileno: int) -> None:
        poll = select.poll()
        poll.register(fileno, 0)
        while not any(events & _HUNG_UP for _, events in poll.poll(_LOOK_EVERY)):
            pass
        self.gone()
