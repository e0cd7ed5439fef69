"""A referral's line cut into words, and what stands behind a mark or a key; and how names are asked about."""

import re
from dataclasses import dataclass

from tui_tracker.domain.quicklog_lexing import Token, tokens
from tui_tracker.domain.quicklog_names import Found, choose
from tui_tracker.domain.refer_words import KEYS
from tui_tracker.domain.text import listed

NAMED = ("partner", "payer", "member")

_NAME_LONGEST = 1_000  # so that a line of nothing but names is read in one go

_WORD = re.compile(r"\S+")
_KEY = re.compile(rf"({'|'.join(KEYS)}):", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True, slots=True)
class Piece:
    """A word of the line, or what stands behind a key: `about` is its field, empty for a plain word.

    `literal` is a word that a backslash keeps as it is.
    """

    about: str
    text: str
    start: int
    end: int
    literal: bool = False
    name: Token | None = None

    @property
    def plain(self) -> bool:
        """True for a word that may mean something by itself."""
        return not self.about and not self.literal


def pieces(line: str) -> list[Piece]:
    """Everything in the line but the gaps, from left to right."""
    found: list[Piece] = []
    place = 0
    while (word := _WORD.search(line, place)) is not None:
        piece = _piece(line, word)
        found.append(piece)
        place = piece.end
        if piece.name is not None and line[place : place + 1] in (",", ";"):
            place += 1
    return found


def _piece(line: str, word: re.Match[str]) -> Piece:
    start, end, text = word.start(), word.end(), word.group()
    key = _KEY.match(text)
    if text[0] == "@":
        return _name_piece(line, "partner", start, start + 1)
    if key is not None:
        return _keyed(line, KEYS[key[1].casefold()], word, start + key.end())
    if text[0] == "#" and len(text) > 1:
        return Piece("patient_ref", text[1:].rstrip(",;"), start, end)
    if text[0] == "\\" and len(text) > 1:
        return Piece("", text[1:], start, end, literal=True)
    return Piece("", text, start, end)


def _keyed(line: str, about: str, word: re.Match[str], after: int) -> Piece:
    """What stands behind a key, which ends at `after`: a name, a reference in quotation marks, or a word."""
    if about in NAMED:
        return _name_piece(line, about, word.start(), after)
    if about == "patient_ref" and line[after : after + 1] == '"':
        quoted = _name_piece(line, about, word.start(), after)
        return Piece(about, quoted.text, quoted.start, quoted.end)
    return Piece(about, line[after : word.end()].rstrip(",;"), word.start(), word.end())


def _name_piece(line: str, about: str, start: int, after: int) -> Piece:
    """A name, written as after the `@` of a quick log, that begins at `after`."""
    token = next(tokens("@" + line[after : after + _NAME_LONGEST]))
    return Piece(about, token.text, start, after + token.end - 1, name=token)


def shortened(text: str) -> str:
    """A text as a sentence can hold it."""
    return text if len(text) <= 20 else f"{text[:19]}…"


def written(found: Found, mark: str) -> str:
    """Two names as they would be written behind a mark: `@Lee or @"Bo Kim"`."""
    return listed([mark + choose(one, found).removeprefix("@") for one in found.names[:2]])


def which_one(text: str, found: Found, mark: str) -> str:
    """Ask which of several is meant."""
    shown = [mark + choose(one, found).removeprefix("@") for one in found.names[:3]]
    more = found.total - len(shown)
    if more > 0:
        shown.append(f"{more} more")
    return f"“{shortened(text)}” could be {listed(shown)}; write which one."


def nobody_called(name: str, near: Found, mark: str, about: str) -> str:
    """Say that a name is unknown, and whose name is like it."""
    who = "No payer" if about == "payer" else "Nobody here"
    if not near.names:
        return f"{who} is called “{shortened(name)}”; check the name, or add it."
    return f"{who} is called “{shortened(name)}”; did you mean {written(near, mark)}? Otherwise add it."
