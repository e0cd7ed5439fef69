"""Markdown as plain text: for a fax, a mail, a printer or the clipboard."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

_SPACE = re.compile(r"[ \t\n]+")
_NO_CELL = ("Mn", "Me", "Cf")
_LEAST_ROOM = 8


def parsed(markdown: str) -> Sequence[Any]:
    """The tokens of a letter: CommonMark without HTML; a line that ends is a line that ends."""
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False, "breaks": True}).parse(markdown)


def plain(markdown: str, width: int) -> str:
    """The text of a letter, wrapped at `width` cells; ends with a line break."""
    page = _Page(width)
    for token in parsed(markdown):
        page.add(token)
    return "\n".join(page.lines).strip("\n") + "\n"


class _Page:
    """The lines of a text as they come about."""

    def __init__(self, width: int) -> None:
        self.lines: list[str] = []
        self._width = width
        self._gap = False  # whether the next block stands off from the one before
        self._tight = False
        self._first = self._rest = ""  # what stands before the next line, and before those that follow it
        self._levels: list[str] = []
        self._numbers: list[int | None] = []

    def add(self, token: Any) -> None:
        """Put down one of Markdown's tokens."""
        kind = token.type
        if kind in ("bullet_list_open", "ordered_list_open"):
            self._numbers.append(int(token.attrs.get("start", 1)) if kind == "ordered_list_open" else None)
        elif kind in ("bullet_list_close", "ordered_list_close"):
            self._numbers.pop()
            self._gap = self._gap or not self._numbers
        elif kind == "list_item_open":
            mark = self._mark()
            self._indent(mark, " " * len(mark))
        elif kind == "blockquote_open":
            self._indent("> ", "> ")
        elif kind in ("list_item_close", "blockquote_close"):
            self._first = self._rest = self._levels.pop()
        elif kind == "paragraph_open":
            self._tight = token.hidden
        elif kind == "inline":
            self._block(_inline(token).split("\n"), wrap=True)
            self._gap = not self._tight
        elif kind == "heading_close":
            self._underline("=" if token.tag == "h1" else "-")
        elif kind in ("code_block", "fence"):
            self._block(["    " + line for line in token.content.rstrip("\n").split("\n")])
        elif kind == "hr":
            self._block(["-" * max(3, self._width - cells(self._rest))])

    def _mark(self) -> str:
        number = self._numbers[-1]
        if number is None:
            return "- "
        self._numbers[-1] = number + 1
        return f"{number}. "

    def _indent(self, first: str, rest: str) -> None:
        self._levels.append(self._rest)
        self._first, self._rest = self._first + first, self._rest + rest

    def _block(self, lines: Sequence[str], *, wrap: bool = False) -> None:
        if self._gap:
            self.lines.append("")
        for line in lines:
            room = max(_LEAST_ROOM, self._width - cells(self._first))
            for part in _folded(line, room) if wrap else [line]:
                self.lines.append((self._first + part).rstrip())
                self._first = self._rest
        self._gap = True

    def _underline(self, sign: str) -> None:
        size = cells(self.lines[-1]) - cells(self._rest) if self.lines else 0
        self.lines.append(self._rest + sign * max(1, size))
        self._gap = True


def cells(text: str) -> int:
    """How many cells of a terminal a text takes."""
    return len(text) if text.isascii() else sum(_cell(char) for char in text)


def _cell(char: str) -> int:
    if unicodedata.category(char) in _NO_CELL:
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _inline(token: Any) -> str:
    """The words of a paragraph; a break is a line break."""
    found: list[str] = []
    links: list[str] = []
    for child in token.children or ():
        if child.type in ("softbreak", "hardbreak"):
            found.append("\n")
        elif child.type == "link_open":
            links.append(str(child.attrs.get("href", "")))
            found.append("\0")
        elif child.type == "link_close":
            start = len(found) - 1 - found[::-1].index("\0")
            shown = "".join(found[start + 1 :])
            href = links.pop()
            found[start:] = [shown if href in (shown, f"mailto:{shown}") else f"{shown} ({href})"]
        else:
            found.append(child.content)
    return "".join(found)


def _folded(line: str, room: int) -> list[str]:
    """One line as lines of at most `room` cells, broken at spaces, and inside of a word that is longer than a line."""
    found, present, used = [], "", 0
    for word in _SPACE.split(line.strip(" \t")):
        size = cells(word)
        if present and used + 1 + size <= room:
            present, used = f"{present} {word}", used + 1 + size
            continue
        if present:
            found.append(present)
        *whole, word = _cut(word, room) if size > room else (word,)  # noqa: PLW2901
        found += whole
        size = cells(word)
        present, used = word, size
    return [*found, present]


def _cut(word: str, room: int) -> list[str]:
    """A word in pieces of at most `room` cells, each of a character at least."""
    pieces, start, used = [], 0, 0
    for place, char in enumerate(word):
        size = _cell(char)
        if used + size > room and place > start:
            pieces.append(word[start:place])
            start, used = place, 0
        used += size
    return [*pieces, word[start:]]
