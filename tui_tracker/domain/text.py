"""User text made safe to store, compare and show."""

import re
import unicodedata
from collections.abc import Sequence

_LINE_BREAKS = re.compile(r"\r\n|[\r\u2028\u2029\x85\x0b\x0c]")
_UNSAFE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_NOT_KEPT = re.compile(f"{_UNSAFE.pattern[:-1]}\t\r\x0b\x0c]")
_SPACES = re.compile(r"\s+")


def clean_text(text: str) -> str:
    """Several lines of text without control characters, bidi marks or lone surrogates, in NFC, ends trimmed."""
    text = _LINE_BREAKS.sub("\n", text)
    text = _UNSAFE.sub("", text.replace("\t", " "))
    return unicodedata.normalize("NFC", text).strip()


def clean_line(text: str) -> str:
    """One line of text: as `clean_text`, with every run of white space made one space."""
    return _SPACES.sub(" ", clean_text(text)).strip()


def has_unsafe(text: str) -> bool:
    """True where text holds what `clean_text` takes out: control characters but line breaks, bidi marks, surrogates."""
    return _NOT_KEPT.search(text) is not None


def escape_unsafe(text: str) -> str:
    """JSON text with those characters written as escapes, so that it may be shown in a terminal."""
    return _UNSAFE.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def fold(text: str) -> str:
    """What a search compares: case folded, accents dropped, white space single (`Łódź` and `łodz` differ only by ł)."""
    if text.isascii():
        return " ".join(text.lower().split())
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    kept = "".join(c for c in decomposed if not unicodedata.combining(c))
    return _SPACES.sub(" ", kept).strip()


def count(number: int, word: str, plural: str = "") -> str:
    """`1 referral`, `2 referrals`: a number with its word."""
    return f"{number:,} {word if number == 1 else plural or word + 's'}"


def listed(names: Sequence[str], link: str = "or") -> str:
    """`A`, `A or B`, `A, B or C`."""
    return "".join(names) if len(names) < 2 else f"{', '.join(names[:-1])} {link} {names[-1]}"


def first_of(names: Sequence[str]) -> str:
    """`A`, `A and B`, `A and 2 more`."""
    return " and ".join(names) if len(names) <= 2 else f"{names[0]} and {len(names) - 1} more"
