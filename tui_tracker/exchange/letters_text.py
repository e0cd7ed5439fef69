"""Markdown as plain text: for a fax, a mail, a printer or the clipboard."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

_SPACE = re.compile(r"[ \t\n]+")
_ODD = ("Mn", "Me", "Cf")


def parsed(markdown: str) -> Sequence[Any]:
    """The tokens of a letter: CommonMark without HTML; a line that ends is a line that ends."""
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False, "breaks": True}).parse(markdown)


def plain(markdown: str, width: int) -> str:
    """The text of a letter, wrapped at `width` cells; ends with a line break."""
    blocks: list[str] = []
    first, rest, tight = "", "", 0
    levels: list[tuple[str, str]] = []
    counters: list[int | None] = []
    gap = True
    for token in parsed(markdown):
        kind = token.type
        if kind in ("bullet_list_open", "ordered_list_open"):
            counters.append(int(token.attrs.get("start", 1)) if kind == "ordered_list_open" else None)
        elif kind in ("bullet_list_close", "ordered_list_close"):
            counters.pop()
            tight, gap = 0, True
        elif kind == "list_item_open":
            number = counters[-1]
            mark = "- " if number is None else f"{number}. "
            if number is not None:
                counters[-1] = number + 1
            levels.append((first, rest))
            first, rest = (first if first != rest else rest) + mark, rest + " " * len(mark)
        elif kind == "blockquote_open":
            levels.append((first, rest))
            first, rest = first + "> ", rest + "> "
        elif kind in ("list_item_close", "blockquote_close"):
            first, rest = levels.pop()
            first = rest
        elif kind == "paragraph_open":
            tight = 1 if token.hidden else 0
        elif kind == "inline":
            heading = token.level and blocks is not None and False
            lines = _wrapped(_inline(token), width, first, rest)
            first = rest
            _add(blocks, lines, gap or not tight)
            gap = not tight
            del heading
        elif kind == "heading_close":
            sign = "=" if token.tag == "h1" else "-"
            under = max((cells(line) for line in blocks[-1].split("\n")), default=0)
            blocks[-1] += "\n" + rest + sign * min(width, max(1, under - cells(rest)))
            gap = True
        elif kind in ("code_block", "fence"):
            _add(blocks, [rest + "    " + line for line in token.content.rstrip("\n").split("\n")], True)
        elif kind == "hr":
            _add(blocks, [rest + "-" * max(3, width - cells(rest))], True)
    return "\n".join(blocks).strip("\n") + "\n"


def cells(text: str) -> int:
    """How many cells of a terminal a text takes."""
    return len(text) if text.isascii() else sum(_cell(char) for char in text)


def _cell(char: str) -> int:
    if unicodedata.category(char) in _ODD:
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _add(blocks: list[str], lines: list[str], gap: bool) -> None:
    text = "\n".join(line.rstrip() for line in lines)
    blocks.append("\n" + text if blocks and gap else text)


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


def _wrapped(text: str, width: int, first: str, rest: str) -> list[str]:
    lines: list[str] = []
    for line in text.split("\n"):
        prefix = rest if lines else first
        room = max(8, width - cells(prefix))
        for part in _folded(line, room):
            lines.append((rest if lines else first) + part)
    return lines


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
        while size > room:
            cut = _cut(word, room)
            found.append(word[:cut])
            word = word[cut:]  # noqa: PLW2901
            size = cells(word)
        present, used = word, size
    return [*found, present]


def _cut(word: str, room: int) -> int:
    used = 0
    for place, char in enumerate(word):
        used += _cell(char)
        if used > room:
            return max(1, place)
    return len(word)
