"""Money as a person types and reads it. Kept as a whole number of cents; no currency is assumed."""

import re

from tui_tracker.domain.errors import Refused
from tui_tracker.domain.text import clean_line

MOST_CENTS = 2_000_000_000  # what a whole number holds on both engines

_AMOUNT = re.compile(r"(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.(?P<part>[0-9]{1,2}))?")
_MARKS = "$€£"
_MINUS = "-−–("


def money_text(cents: int) -> str:
    """Cents as a person reads them: `1,234.50`; `read_money` reads it back."""
    return f"{cents // 100:,}.{cents % 100:02}"


def read_money(text: str, field: str | None = None) -> int | None:
    """The amount that was typed, in cents; None for nothing.

    Taken are `1234`, `1,234`, `1234.5` and `1,234.50`, with or without a `$`, `€` or `£` on either side. What could
    mean two amounts (`1.234,50`, `12,34`) or none (`1e9`, `NaN`, other digits) is refused rather than guessed, as is
    what is below zero or beyond `MOST_CENTS`. Raises Refused for `field`.
    """
    typed = clean_line(text)
    if not typed:
        return None
    bare = typed
    for mark in _MARKS:
        bare = bare.removeprefix(mark) if bare.startswith(mark) else bare.removesuffix(mark)
    bare = bare.strip()
    found = _AMOUNT.fullmatch(bare)
    if found is None:
        if bare[:1] in _MINUS and _AMOUNT.fullmatch(bare[1:].strip(f"{_MARKS}) ")):
            raise Refused("An amount cannot be below zero; write it as 1,234.50.", field)
        raise Refused(f"“{typed[:20]}” is no amount; write it as 1,234.50, or leave it empty.", field)
    whole = found["whole"].replace(",", "").lstrip("0")
    if len(whole) > 12 or (cents := int(whole or "0") * 100 + int((found["part"] or "").ljust(2, "0"))) > MOST_CENTS:
        raise Refused(f"This is more than {money_text(MOST_CENTS)}, the most that can be kept.", field)
    return cents
