"""The person in a partner's office that a quick log names with `#`: `lunch @sebago #maria +article`.

`#` counts only at the start of a word and before a letter, so that `#2` in a note stays text. Only people who are still
there, at the partners that the line is about, are looked through; a word that is none of their names stays in the note.
"""

import re
from collections.abc import Sequence
from typing import Protocol

from tui_tracker.domain.frozen import dataclass
from tui_tracker.domain.quicklog_names import name_key
from tui_tracker.domain.text import listed

_PLAIN = re.compile(r"[^\W\d_](?:[^\W_]|['’-](?=[^\W_]))*")
_LETTER = re.compile(r"[^\W\d_]+")
_UNQUOTABLE = frozenset('"\\@+<>')
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Person:
    """A contact who may be named in a line, and where they are."""

    id: int
    partner_id: int
    name: str
    role: str
    partner_name: str


class People(Protocol):
    """Whoever knows who is there at a partner."""

    def people(self, partner_id: int) -> tuple[Person, ...] | None:
        """The contacts who are still there; None where the answer is on its way."""


class KnownPeople:
    """The people of the partners that were asked about so far."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[Person, ...]] = {}

    def people(self, partner_id: int) -> tuple[Person, ...] | None:
        """The answer, if it is here."""
        return self._known.get(partner_id)

    def learn(self, partner_id: int, people: Sequence[Person]) -> None:
        """Keep one more answer."""
        self._known[partner_id] = tuple(people)


def matching(text: str, number: int | None, people: Sequence[Person]) -> tuple[Person, ...]:
    """Those whom a text after `#` means: by number, whole name, its words, their beginnings, or with one slip."""
    if number is not None:
        return tuple(one for one in people if one.id == number)
    words = name_key(text).words
    if not words:
        return ()
    keyed = [(one, name_key(one.name)) for one in people]
    whole = tuple(one for one, key in keyed if key.words == words)
    if whole:
        return whole
    for level in (_same, _begins, _slipped):
        found = tuple(
            one for one, key in keyed if all(any(level(word, other) for other in key.words) for word in words)
        )
        if found:
            return found
    return ()


def write_person(person: Person, among: Sequence[Person]) -> str:
    """How one of several people is written so that they alone are meant: `#Maria`, `#"Maria Lopez"`."""
    same = [one for one in among if name_key(one.name).words == name_key(person.name).words]
    number = f"#{person.id}" if len(same) > 1 else ""
    if _PLAIN.fullmatch(person.name):
        return f"#{person.name}{number}"
    if person.name[:1].isalpha() and _UNQUOTABLE.isdisjoint(person.name):
        return f'#"{person.name}"{number}'
    word = _LETTER.search(person.name)
    return f"#{word.group() if word else 'contact'}#{person.id}"


def describe_person(person: Person) -> str:
    """A person told apart from others: `Maria Lopez, referral coordinator, at Sebago Foot`."""
    return ", ".join(part for part in (person.name, person.role, f"at {person.partner_name}") if part)


def nobody_there(text: str, people: Sequence[Person]) -> str:
    """What is said of a `#word` that is nobody's name: that it stays in the note, and whose names there are."""
    said = f"“#{text}” is nobody there and stays in the note"
    if not people:
        return f"{said}; no contact is known there."
    names = [one.name for one in people[:_SHOWN]]
    more = len(people) - len(names)
    verb = "is" if len(people) == 1 else "are"
    return f"{said}; there {verb} {listed([*names, f'{more} more'] if more else names, 'and')}."


def _same(word: str, other: str) -> bool:
    return word == other


def _begins(word: str, other: str) -> bool:
    return other.startswith(word)


def _slipped(word: str, other: str) -> bool:
    """One letter more, less, another, or two swapped, in a word of four letters or more; or a beginning."""
    if other.startswith(word):
        return True
    if min(len(word), len(other)) < 4 or abs(len(word) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(word), len(other)) and word[start] == other[start]:
        start += 1
    one, two = word[start:], other[start:]
    swapped = one[:2] == two[:2][::-1] and one[2:] == two[2:]
    return swapped or one[1:] == two[1:] or one == two[1:] or one[1:] == two
