"""The terminal: fit for screens, clean of control characters, let go of when it hangs up."""

import os
import re
import sys
from typing import TYPE_CHECKING, Any

from rich.segment import Segment
from textual.color import Color
from textual.drivers.linux_driver import LinuxDriver
from textual.filter import LineFilter

if TYPE_CHECKING:
    from textual.app import App

_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


class CleanOutput(LineFilter):
    """Takes control characters and bidi marks out of every painted segment: the last gate before the terminal."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments, each safe to write."""
        if not any(_UNSAFE.search(segment.text) for segment in segments):
            return segments
        return [
            segment if segment.control else Segment(_UNSAFE.sub(" ", segment.text), segment.style)
            for segment in segments
        ]


class QuietDriver(LinuxDriver):
    """Textual's driver."""


def fit_for_screens() -> str | None:
    """Why this terminal cannot show screens, as one sentence; None where it can."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return "The screens need a terminal; use a command such as `tui-tracker today` here (see --help)."
    if os.environ.get("TERM", "") in ("", "dumb"):
        return "This terminal cannot show screens (TERM is empty or dumb); set TERM, for example to xterm-256color."
    return None


def watch_terminal(app: "App[Any]") -> None:
    """End the program cleanly when the terminal is gone."""
