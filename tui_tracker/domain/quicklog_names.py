"""Names in a quick log: how they are compared, how they are written after `@`, and how whoever finds them answers."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from tui_tracker.domain.records import PartnerName
from tui_tracker.domain.text import clean_line, fold

NameAsked = str | int
"""What is looked up: the text after `@`, or a partner's number (`@"Ann Lee"#12`)."""


@dataclass(frozen=True, slots=True)
class Found:
    """The answer for one name, best first.

    `total` counts the partners that match: 1 is certain, more ask, and with 0 `names` holds what is merely like it.
    `names` may be shorter than `total`.
    """

    names: tuple[PartnerName, ...] = ()
    total: int = 0


class Names(Protocol):
    """Whoever finds partners by name."""

    def find(self, asked: NameAsked) -> Found | None:
        """The partners that match; None where the answer is still on its way."""


@dataclass(slots=True)
class KnownNames:
    """Names from answers collected so far; what was never asked is still on its way."""

    answers: dict[NameAsked, Found] = field(default_factory=dict)

    def find(self, asked: NameAsked) -> Found | None:
        """The answer, if it is here."""
        return self.answers.get(asked)

    def learn(self, answers: Mapping[NameAsked, Found]) -> None:
        """Keep more answers."""
        self.answers.update(answers)


@dataclass(frozen=True, slots=True)
class NameKey:
    """A name as it is compared: all of it folded, its words without titles and degrees, and the words that weigh most.

    `strong` is a person's last name, or every word of an organisation's name.
    """

    whole: str
    words: tuple[str, ...]
    strong: frozenset[str]


_WORDS = re.compile(r"[^\W_]+")
_APOSTROPHES = str.maketrans("", "", "'’‘`´")
_TITLES = frozenset(("dr", "doctor", "prof", "professor", "mr", "mrs", "ms", "miss"))
_DEGREE_WORDS = (
    "md do dpm dc dds dmd od phd pharmd psyd dpt pt ot otr slp np fnp aprn arnp crnp pa pac c rn bsn msn cnm crna "
    "lcsw mph mba ms ma facs faan faap fache jr sr ii iii iv esq atc ocs"
)
_DEGREES = frozenset(_DEGREE_WORDS.split())
_ORGANISATION_WORDS = (
    "clinic clinics medicine medical health healthcare hospital center centre practice group associates therapy "
    "physical orthopaedics orthopedics pediatrics surgery care llc inc pllc pc insurance plan university school "
    "chamber services partners company network"
)
_ORGANISATIONS = frozenset(_ORGANISATION_WORDS.split())
_PLAIN_MENTION = re.compile(r"[^\W_](?:[^\W_]|['’-](?=[^\W_]))*")


def name_key(name: str, *, organisation: bool = False) -> NameKey:
    """A name ready to be compared; an organisation's by its words too, where it is not known to be one."""
    whole = fold(name)
    before, comma, after = whole.partition(",")
    words = _split(before)
    if words and words[0] in _TITLES and len(words) > 1:
        del words[0]
    rest = [word for word in _split(after) if word not in _DEGREES] if comma else []
    while not rest and len(words) > 2 and words[-1] in _DEGREES:
        words.pop()
    every = (*words, *rest)
    all_weigh = organisation or len(every) > 3 or not _ORGANISATIONS.isdisjoint(every)
    return NameKey(whole, every, frozenset(every if all_weigh else words[-1:]))


def mention(partner: PartnerName, *, numbered: bool = False) -> str:
    """A partner as it is written in a line; `numbered` where others have the same name."""
    plain = _PLAIN_MENTION.fullmatch(partner.name) is not None
    text = partner.name if plain else '"' + partner.name.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return f"@{text}#{partner.id}" if numbered else f"@{text}"


def choose(partner: PartnerName, among: Found) -> str:
    """How to write one of several partners so that it alone is meant."""
    same = [one for one in among.names if fold(one.name) == fold(partner.name)]
    return mention(partner, numbered=len(same) > 1)


def as_new_name(text: str) -> str:
    """The name that a new partner gets: as typed, with capitals where none were."""
    name = clean_line(text)
    if name != name.lower():
        return name
    return " ".join(word[:1].upper() + word[1:] for word in name.split(" "))


def describe(partner: PartnerName) -> str:
    """A partner told apart from its namesakes: `Ann Lee · Cardiology, Portland`."""
    about = ", ".join(part for part in (partner.specialty, partner.area) if part)
    return f"{partner.name} · {about}" if about else partner.name


def _split(folded: str) -> list[str]:
    return _WORDS.findall(folded.translate(_APOSTROPHES))
