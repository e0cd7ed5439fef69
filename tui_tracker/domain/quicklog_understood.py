"""What a quick log's line was understood to say, and what stands in the way of saving it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tui_tracker.domain.quicklog_names import Found, NameAsked, choose, describe
from tui_tracker.domain.quicklog_people import Person, describe_person, write_person
from tui_tracker.domain.records import FollowUp, PartnerName


class Trouble(StrEnum):
    """What kind of problem stands in the way of saving."""

    CHANNEL = "channel"
    NOBODY = "nobody"
    NAME = "name"
    UNKNOWN = "unknown"
    AMBIGUOUS = "ambiguous"
    CONTACT = "contact"
    DAY = "day"
    INTENT = "intent"
    FOLLOW_UP = "follow_up"
    TOO_LONG = "too_long"


_NOTHING = Found()


@dataclass(frozen=True, slots=True)
class Problem:
    """Why the line cannot be saved yet: `line[start:end]`, and one sentence that says what to do.

    `found` are the partners to choose from (AMBIGUOUS) or with a name like it (UNKNOWN); `name` is the name that a
    new partner would get (UNKNOWN). `people` are the contacts to choose from (CONTACT).
    """

    kind: Trouble
    start: int
    end: int
    message: str
    found: Found = _NOTHING
    name: str = ""
    people: tuple[Person, ...] = ()

    @property
    def offers(self) -> tuple[tuple[str, str], ...]:
        """What may be chosen instead: as a person reads it, and as it is written into the line."""
        partners = tuple((describe(one), choose(one, self.found)) for one in self.found.names)
        return partners or tuple((describe_person(one), write_person(one, self.people)) for one in self.people)


@dataclass(frozen=True, slots=True)
class PersonSeen:
    """A `#word` in the line: `line[start:end]` with its mark, and the one person that it means, or None.

    `whole` is how that person is written in full.
    """

    start: int
    end: int
    person: Person | None
    whole: str = ""


@dataclass(frozen=True, slots=True)
class NameSeen:
    """A name in the line: `line[start:end]` with its mark, and what it asks for."""

    start: int
    end: int
    asked: NameAsked


@dataclass(frozen=True, slots=True)
class Step:
    """A promised next step."""

    due_on: date
    text: str


@dataclass(frozen=True, slots=True)
class Understood:
    """What a line says: everything that will be saved, and the problems that stand in the way.

    `word` is what the channel is called (`lunch` for a meal). `new_partners` are the names that were unknown and may
    be added. `closes` are the follow-ups that this touchpoint keeps. `waiting` are names not looked up yet, and
    `offices` the partners whose people are not known yet. `give` is what was given (`words.GiveKind`); `people` are
    the contacts it was with, at most one of a partner. The lines `quiets` of the agenda rest until `quiet_until`.
    """

    today: date
    channel: str | None
    word: str
    day: date
    direction: str
    intents: tuple[str, ...]
    partners: tuple[PartnerName, ...]
    new_partners: tuple[str, ...]
    note: str
    follow_ups: tuple[Step, ...]
    closes: tuple[FollowUp, ...]
    problems: tuple[Problem, ...]
    hint: str
    names: tuple[NameSeen, ...]
    waiting: tuple[NameAsked, ...]
    give: str | None = None
    people: tuple[Person, ...] = ()
    seen_people: tuple[PersonSeen, ...] = ()
    offices: tuple[int, ...] = ()
    quiets: tuple[str, ...] = ()
    quiet_until: date | None = None

    @property
    def ready(self) -> bool:
        """True where nothing is open."""
        return not self.problems and not self.waiting and not self.offices

    @property
    def contact(self) -> Person | None:
        """The first contact it was with."""
        return self.people[0] if self.people else None

    @property
    def whom(self) -> tuple[str, ...]:
        """The names of all partners, new ones too."""
        return (*(partner.name for partner in self.partners), *self.new_partners)
