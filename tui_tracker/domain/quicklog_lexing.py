"""A quick log's line cut into words, names and marks. A mark counts at the start of a word only."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto


class Kind(Enum):
    """What a token is."""

    WORD = auto()
    LITERAL = auto()
    NAME = auto()
    CONTACT = auto()
    INTENT = auto()
    STEP = auto()
    THEIRS = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the line, `line[start:end]`, and its text without its mark.

    A LITERAL is a word that begins with a backslash, which keeps it from meaning anything; its text still has it.
    Of a NAME, `number` is what stands after `#`, and `closed` is False where its quotation mark is still open.
    A CONTACT ends with the word it stands in; its name alone, with the mark, ends at `name_end`.
    """

    kind: Kind
    text: str
    start: int
    end: int
    number: int | None = None
    closed: bool = True
    quoted: bool = False
    name_end: int = 0


_WORD = re.compile(r"\S+")
_GAP = re.compile(r"\s*")
_QUOTED = re.compile(r'@"((?:[^"\\]|\\.)*)("?)(?:(?<=")#([0-9]{1,9})(?![0-9]))?', re.DOTALL)
_BARE = re.compile(r"@([^\s,;]*)")
_QUOTED_CONTACT = re.compile(r'(#"([^\W\d_][^"\\@+<>]*)"(?:#([0-9]{1,9}))?)[.,;:!?)]*(?!\S)')
_BARE_CONTACT = re.compile(r"(#([^\W\d_][^\s,;\"#]*?)(?:#([0-9]{1,9}))?)[.,;:!?)]*(?!\S)")
_NUMBER = re.compile(r"#([0-9]{1,9})$")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
MARKS = "@#+><\\"
"""What a backslash at the start of a word makes an ordinary sign."""


def tokens(line: str) -> Iterator[Token]:
    """Everything in the line but the gaps, from left to right."""
    place = _gap(line, 0)
    while place < len(line):
        token = _token(line, place)
        yield token
        place = token.end
        if token.kind is Kind.NAME and line[place : place + 1] in (",", ";"):
            place += 1
        place = _gap(line, place)


def _gap(line: str, place: int) -> int:
    match = _GAP.match(line, place)
    return match.end() if match else place


def _token(line: str, start: int) -> Token:
    mark, after = line[start], line[start + 1 : start + 2]
    if mark == "@":
        return _name(line, start)
    if mark == ">":
        return Token(Kind.STEP, "", start, start + 1)
    if mark == "<" and not (after in "=0123456789" and after):
        return Token(Kind.THEIRS, "", start, start + 1)
    return (_contact(line, start) if mark == "#" else None) or _word(line, start)


def _word(line: str, start: int) -> Token:
    """A word, an intent, or what a backslash keeps as it is."""
    mark, after = line[start], line[start + 1 : start + 2]
    match = _WORD.match(line, start)
    end = match.end() if match else len(line)
    word = line[start:end]
    if mark == "+" and not (after in "0123456789" and after):
        return Token(Kind.INTENT, word[1:], start, end)
    if mark == "\\" and len(word) > 1:
        return Token(Kind.LITERAL, word, start, end)
    return Token(Kind.WORD, word, start, end)


def _name(line: str, start: int) -> Token:
    quoted = _QUOTED.match(line, start)
    if quoted:
        text = _ESCAPE.sub(r"\1", quoted[1])
        number = int(quoted[3]) if quoted[3] else None
        return Token(Kind.NAME, text, start, quoted.end(), number, closed=bool(quoted[2]), quoted=True)
    bare = _BARE.match(line, start)
    assert bare is not None
    text = bare[1]
    numbered = _NUMBER.search(text)
    if numbered:
        text = text[: numbered.start()]
    text = text.rstrip(".:!?)").replace("_", " ")
    return Token(Kind.NAME, text, start, bare.end(), int(numbered[1]) if numbered else None)


def _contact(line: str, start: int) -> Token | None:
    """A person after `#`; None for anything but a name that makes up the whole word, such as `#2`."""
    found = _QUOTED_CONTACT.match(line, start) or _BARE_CONTACT.match(line, start)
    if found is None:
        return None
    quoted = found.re is _QUOTED_CONTACT
    text = found[2] if quoted else found[2].replace("_", " ")
    number = int(found[3]) if found[3] else None
    return Token(Kind.CONTACT, text, start, found.end(), number, quoted=quoted, name_end=found.end(1))
