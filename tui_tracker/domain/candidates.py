"""Candidates: who stands in a provider file and might fill a gap; and which of them are partners already.

Where the rules are silent:

- Files and people spell a specialty in many ways. Every word of the specialty that is wanted has to be among the words
  of the candidate's, whatever their endings: `orthopedics` finds `Orthopaedic surgery`, `physical therapy` finds
  `Physical therapist in private practice`. An office without a specialty is known by the words of its name.
- An area stands for itself as a city or a postal code, and for the postal codes and the cities of the partners in it. A
  city that several areas share stands for none of them: then postal codes decide. A city of the same name in another
  state is another one.
- A candidate is a partner already where the NPI is the same; where one of both has none, where name (title and degrees
  apart) and place are; where one of both has no place, where name and specialty are. Partners who were put away or
  parted with are partners, too: nobody suggests them anew.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from tui_tracker.domain.frozen import dataclass
from tui_tracker.domain.gaps import Gap
from tui_tracker.domain.text import fold
from tui_tracker.domain.words import PartnerKind

MOST = 200_000
"""So many candidates are kept at most, and so many rows of a file are read."""

NO_SPECIALTY = "no specialty given"

_CODE = re.compile(r"(\d{3,5})(?:-?(\d{4}))?")
_SMALL = frozenset({"and", "or", "of", "in", "the", "for"})
_LEAST_STEM = 4
_ENDINGS = (
    *("icians", "ician", "istry", "ists", "ing", "ist", "ics", "ors", "ers", "ery", "eons", "eon", "ies"),
    *("ic", "or", "er", "y", "e", "s"),
)
_ALSO: dict[str, tuple[str, ...]] = {
    "cardiology": ("cardiovascular disease",),
    "ent": ("otolaryngology",),
    "family medicine": ("family practice",),
    "family practice": ("family medicine",),
    "gi": ("gastroenterology",),
    "ob/gyn": ("obstetrics gynecology",),
    "obgyn": ("obstetrics gynecology",),
    "occupational medicine": ("occupational health", "industrial medicine", "employee health"),
    "ot": ("occupational therapy",),
    "pain management": ("pain medicine",),
    "pain medicine": ("pain management",),
    "pcp": ("family medicine", "family practice", "general practice"),
    "physiatry": ("physical medicine rehabilitation",),
    "pm&r": ("physical medicine rehabilitation",),
    "primary care": ("family medicine", "family practice", "general practice"),
    "pt": ("physical therapy",),
    "pulmonology": ("pulmonary disease",),
    "speech therapy": ("speech language pathology",),
    "wellness": ("fitness", "gym", "health club", "massage", "pilates", "yoga"),
    "workers' compensation": ("workers comp", "injured worker"),
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody of a provider file; `source` is that file. Nobody's relationship yet."""

    id: int
    kind: str
    npi: str | None
    name: str
    specialty: str
    area: str
    city: str
    state: str
    postal_code: str
    address: str
    phone: str
    email: str
    note: str
    source: str
    added_on: date


class Place(NamedTuple):
    """Where a partner or a candidate is, as it is stored."""

    area: str
    city: str
    state: str
    postal_code: str


class Somebody(NamedTuple):
    """A partner or a candidate as the other is recognised by: `specialty` and the place as they are stored."""

    npi: str | None
    specialty: str
    place: Place


@dataclass(frozen=True, slots=True)
class Group:
    """`number` candidates of one kind, specialty and place: the postal code, else the city, else the area.

    `town` is a city of that place.
    """

    kind: str
    specialty: str
    place: str
    town: str
    number: int

    @property
    def who(self) -> str:
        """What so many of the kind are called: `clinicians`, `practice`."""
        return kind_word(self.kind, self.number)

    @property
    def says(self) -> str:
        """`12 sports-medicine clinicians in 04101 that are not partners yet`."""
        return said(self.number, self.kind, self.specialty, self.place)


def said(number: int, kind: str, specialty: str, place: str) -> str:
    """How many of which specialty where, in words; without a kind they are candidates."""
    who = kind_word(kind, number)
    where = f" in {place}" if place else ""
    rest = f"{where} that {'is no partner' if number == 1 else 'are not partners'} yet"
    words = specialty.split()
    if 0 < len(words) <= 3 and all(word.isalnum() for word in words):
        return f"{number:,} {'-'.join(word if word.isupper() else word.lower() for word in words)} {who}{rest}"
    return f"{number:,} {who}{rest}{': ' if specialty else ''}{specialty}"


def with_words(text: str) -> Callable[[Group], bool]:
    """Tells of a group whether every word of a text occurs in its specialty, kind or place."""
    words = fold(text).split()

    def has(group: Group) -> bool:
        there = fold(f"{group.specialty or NO_SPECIALTY} {group.who} {group.place} {group.town}")
        return all(word in there for word in words)

    return has


def kind_word(kind: str, number: int) -> str:
    """What candidates of a kind are called."""
    return _WHO.get(kind, ("candidate", "candidates"))[number != 1]


_WHO: dict[str, tuple[str, str]] = {
    PartnerKind.CLINICIAN: ("clinician", "clinicians"),
    PartnerKind.PRACTICE: ("practice", "practices"),
    PartnerKind.PAYER: ("payer", "payers"),
    PartnerKind.EMPLOYER: ("employer", "employers"),
}


def place_word(place: Place) -> str:
    """The one word for a place by which candidates are grouped: `04101`, else the city, else the area."""
    return postal(place.postal_code).upper() or place.city or place.area


@lru_cache(4096)
def postal(text: str) -> str:
    """A postal code as it is compared: the five digits of a ZIP with the zeros it lost, others without blanks."""
    bare = fold(text).replace(" ", "")
    if bare.isdecimal() and len(bare) in (7, 8, 9):
        return bare.zfill(9)[:5]
    found = _CODE.fullmatch(bare)
    return found[1].zfill(5) if found and bare.isascii() else bare


def fills(specialty: str) -> Callable[[str], bool]:
    """Tells of a candidate's specialty, or an office's name, whether it is the specialty that is wanted."""
    ways = [stems(one) for one in (specialty, *_ALSO.get(fold(specialty), ()))]
    plain = fold(specialty)

    def does(told: str) -> bool:
        if not told:
            return False
        there = stems(told)
        return any(way <= there for way in ways if way) or fold(told) == plain

    return does


@lru_cache(4096)
def stems(text: str) -> frozenset[str]:
    """The words of a specialty without their endings, small ones left out."""
    words = re.findall(r"[^\W_]+", fold(text))
    return frozenset(_stem(word) for word in words if word not in _SMALL and not (len(word) == 1 and word.isascii()))


def _stem(word: str) -> str:
    word = word.replace("ae", "e").replace("oe", "e")
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST_STEM:
            return word.removesuffix(ending)
    return word


def lies_in(area: str, partners: Iterable[Place]) -> Callable[[Place], bool]:
    """Tells of a candidate's place whether it is in an area; `partners` are the places of all partners."""
    here = fold(area)
    if not here:
        return lambda _place: True
    codes, cities, states, elsewhere = _known(here, partners)
    if _CODE.fullmatch(here):
        codes.add(postal(area))

    def lies(place: Place) -> bool:
        if postal(place.postal_code) in codes:
            return True
        if _abroad(fold(place.state), states):
            return False
        city = fold(place.city)
        return here in (fold(place.area), city) or (city in cities and city not in elsewhere)

    return lies


def _known(here: str, partners: Iterable[Place]) -> tuple[set[str], set[str], set[str], set[str]]:
    """Postal codes, cities and states of the partners in an area, and the cities of those in other areas."""
    codes, cities, states, elsewhere = set(), set(), set(), set()
    for place in partners:
        if fold(place.area) == here:
            codes.add(postal(place.postal_code))
            cities.add(fold(place.city))
            states.add(fold(place.state))
        elif place.area:
            elsewhere.add(fold(place.city))
    return codes - {""}, cities - {""}, states - {""}, elsewhere


def _abroad(state: str, states: set[str]) -> bool:
    """Whether a state is none of these; it can be told only where all are written as two letters."""
    return len(state) == 2 and bool(states) and all(len(one) == 2 for one in states) and state not in states


def may_be_one(candidate: Somebody, partner: Somebody) -> bool:
    """Whether a candidate is a partner of the same name."""
    if candidate.npi is not None and partner.npi is not None:
        return candidate.npi == partner.npi
    one, other = candidate.place, partner.place
    if not _written(one) or not _written(other):
        told = {fold(candidate.specialty), fold(partner.specialty)} - {""}
        return len(told) < 2
    if one.postal_code and postal(one.postal_code) == postal(other.postal_code):
        return True
    towns = {fold(one.city), fold(one.area)} - {""}
    return bool(towns & {fold(other.city), fold(other.area)}) and not _abroad(fold(one.state), {fold(other.state)})


def _written(place: Place) -> bool:
    return bool(place.area or place.city or place.postal_code)


def wanted_in(candidate: Candidate, gap: Gap) -> tuple[str, str, str]:
    """Specialty and area of the partner that a candidate becomes for a gap, and what the note keeps of the file's.

    They are the gap's own, so that the new prospect counts towards it.
    """
    other = candidate.specialty and fold(candidate.specialty) != fold(gap.specialty)
    kept = f"In the file: {candidate.specialty}." if other else ""
    return gap.specialty, gap.area or candidate.area, kept
