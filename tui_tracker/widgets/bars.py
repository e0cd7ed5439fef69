"""Bars and sparklines in plain text, for terminals that show blocks and for those that do not."""

import os
import sys
from collections.abc import Sequence

_SPARKS = "▁▂▃▄▅▆▇█"
_ASCII_SPARKS = "_.-:=+*#"


def shows_lines(encoding: str | None = None) -> bool:
    """Whether the terminal takes lines and arrows beyond ASCII."""
    named = encoding if encoding is not None else getattr(sys.__stdout__, "encoding", None) or ""
    return named.lower().replace("-", "").startswith("utf8")


def shows_blocks(encoding: str | None = None, term: str | None = None) -> bool:
    """Whether the terminal's font has blocks of eight heights: not the one of the Linux console."""
    return shows_lines(encoding) and (term if term is not None else os.environ.get("TERM", "")) != "linux"


def bar(value: int, most: int, width: int, *, blocks: bool) -> str:
    """A bar of at most `width` cells, full at `most`; nothing for 0, at least one cell for anything more."""
    if value <= 0 or most <= 0 or width <= 0:
        return ""
    cells = max(1, round(min(value, most) * width / most))
    return ("█" if blocks else "#") * cells


def spark(values: Sequence[int], *, blocks: bool) -> str:
    """One character a value, higher for more; a space for 0."""
    most = max(values, default=0)
    steps = _SPARKS if blocks else _ASCII_SPARKS
    return "".join(
        " " if value <= 0 else steps[min(len(steps) - 1, (value * len(steps) - 1) // most)] for value in values
    )
