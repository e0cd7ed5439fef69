"""The kinds of value in an exported practice: what each takes from a file, and what it shows of what is stored."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from tui_tracker.domain import words
from tui_tracker.domain.text import has_unsafe
from tui_tracker.domain.words import label

LARGEST = 2**31 - 1  # what a whole number may be on both engines
LARGEST_ID = 2_000_000_000  # leaves room for new ones
LONGEST = 100_000  # characters in one text
MOST_DAYS = 3_650  # of a cadence or a promise: a day and that many more stay in the calendar
FIRST_DAY, LAST_DAY = "1800-01-01", "9500-12-31"


class Wrong(Exception):
    """What is wrong with one value or row, in words that go behind the place where it stands."""


Check = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Field:
    """One field: `take` gives the value to store from that of the file, or raises Wrong.

    It is there since a version of the format; in an older file it is empty: nothing, or a text without letters.
    """

    name: str
    take: Check
    kind: str = "text"
    refers_to: str = ""
    null: bool = False
    since: int = 1


def _named(name: str, value: Any) -> str:
    shown = repr(value) if not isinstance(value, str) else f"“{value}”"
    return f"{label(name)} {shown[:60]}"


def whole(name: str, low: int = 0, high: int = LARGEST, *, null: bool = False, refers_to: str = "") -> Field:
    """A whole number from `low` to `high`."""

    def take(value: Any) -> Any:
        if value is None and null:
            return None
        if type(value) is not int or not low <= value <= high:
            raise Wrong(f"{_named(name, value)} is not a whole number from {low} to {high}")
        return value

    return Field(name, take, "number", refers_to, null)


def reference(name: str, section: str, *, null: bool = False) -> Field:
    """The id of an entry in another section."""
    return whole(name, 1, LARGEST_ID, null=null, refers_to=section)


def text(name: str, *, least: int = 0, most: int = LONGEST, null: bool = False, lines: bool = False) -> Field:
    """Text of `least` to `most` characters without control characters; with `lines` it may have line breaks."""

    def take(value: Any) -> Any:
        if value is None and null:
            return None
        if not isinstance(value, str):
            raise Wrong(f"{label(name)} is not text")
        if len(value) < least:
            raise Wrong(f"{label(name)} is empty")
        if len(value) > most:
            raise Wrong(f"{label(name)} is longer than {most:,} characters")
        if has_unsafe(value):
            raise Wrong(f"{label(name)} holds control characters")
        if not lines and "\n" in value:
            raise Wrong(f"{label(name)} has more than one line")
        return value

    return Field(name, take, "text", "", null)


def word(name: str, choices: Iterable[str], *, null: bool = False) -> Field:
    """One of the field's words."""
    known = {str(choice): str(choice) for choice in choices}

    def take(value: Any) -> Any:
        if value is None and null:
            return None
        if not isinstance(value, str) or value not in known:
            raise Wrong(f"{_named(name, value)} is not one of {', '.join(known)}")
        return known[value]

    return Field(name, take, "word", "", null)


def several(name: str, choices: Iterable[str]) -> Field:
    """Some of the field's words, each once, in their order, a blank between."""
    order = [str(choice) for choice in choices]

    def take(value: Any) -> Any:
        if not isinstance(value, str) or value != " ".join(one for one in order if one in value.split()):
            raise Wrong(f"{_named(name, value)} is not some of {', '.join(order)}, in this order, a blank between")
        return value

    return Field(name, take)


def flag(name: str) -> Field:
    """True or false."""

    def take(value: Any) -> Any:
        if value is not True and value is not False:
            raise Wrong(f"{_named(name, value)} is not true or false")
        return value

    return Field(name, take, "flag")


_days: dict[str, str] = {}


def day(name: str, *, null: bool = False) -> Field:
    """A day as 2026-11-18."""

    def take(value: Any) -> Any:
        if value is None and null:
            return None
        if not isinstance(value, str):
            raise Wrong(f"{_named(name, value)} is not a day such as 2026-11-18")
        known = _days.get(value)
        return known if known is not None else _new_day(name, value)

    return Field(name, take, "day", "", null)


def _new_day(name: str, value: str) -> str:
    try:
        if len(value) != 10 or date.fromisoformat(value).isoformat() != value:
            raise ValueError
    except ValueError as error:
        raise Wrong(f"{_named(name, value)} is not a day such as 2026-11-18") from error
    if not FIRST_DAY <= value <= LAST_DAY:
        raise Wrong(f"{_named(name, value)} is not a day from {FIRST_DAY} to {LAST_DAY}")
    if len(_days) < 50_000:
        _days[value] = value
    return value


def intents(name: str) -> Field:
    """A list of intents, each once, in the order of the words; stored as one number."""
    order = list(words.Intent)

    def take(value: Any) -> Any:
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise Wrong(f"{label(name)} is not a list of words")
        unknown = next((one for one in value if one not in order), None)
        if unknown is not None:
            raise Wrong(f"intent “{unknown[:40]}” is not one of {', '.join(order)}")
        if value != sorted(set(value), key=order.index):
            raise Wrong(f"{label(name)} must be each once, in the order {', '.join(order)}")
        return words.intents_to_bits(value)

    return Field(name, take, "intents")


def show(field: Field, value: Any) -> Any:
    """A stored value as the file holds it."""
    if value is None:
        return None
    if field.kind == "flag":
        return bool(value)
    if field.kind == "intents":
        return list(words.bits_to_intents(value))
    if field.kind == "day":
        return value if isinstance(value, str) else value.isoformat()
    return value
