"""Ideas for a next give to a partner: non-cash value, chosen from what they value. Money plays no part here.

Where the rules are silent, this is what a careful office manager does:
- what was given last time, within a year, comes last; else what they value comes first (`likes`, and what they care
  about, read for words such as “event” or “introductions”; an article is always on what they care about), then what was
  never given, then what was given longest ago;
- the spotlight is an idea where they had none within 12 months, and for partners whom we know: not for prospects,
  payers or employers; cards likewise;
- an introduction is to somebody we know well, nearby, in a specialty that they have no tie to; never to a patient;
- with somebody we have parted with, or who is in the archive, there are none.
How many referrals somebody sends plays no part either: what is given does not follow them.
"""

import re
from collections.abc import Mapping
from datetime import date, timedelta

from tui_tracker.domain.frozen import dataclass
from tui_tracker.domain.give_words import KINDS_WORDS
from tui_tracker.domain.quicklog_lexing import MARKS
from tui_tracker.domain.spotlight import REST_MONTHS, months_between
from tui_tracker.domain.text import clean_line, fold
from tui_tracker.domain.words import GiveKind, PartnerKind, Stage

_YEAR = 365
_TOPIC_LONGEST = 60
_MONTH_NAMES = "January February March April May June July August September October November December"
_MONTHS = tuple(_MONTH_NAMES.split(" "))
_SPLIT = re.compile(r"[,;.:\n]| and ", re.IGNORECASE)
_WORDS = re.compile(r"[^\W\d_]+")

_MENTIONS: dict[GiveKind, tuple[str, ...]] = {
    GiveKind.ARTICLE: ("article", "paper", "study", "studies", "research", "evidence", "journal", "reading"),
    GiveKind.SPOTLIGHT: ("spotlight", "newsletter", "publicity", "visibility", "recognition"),
    GiveKind.CARDS: ("card", "brochure", "leaflet", "flyer"),
    GiveKind.INVITATION: ("invit", "event", "talk", "lecture", "workshop", "conference", "seminar", "webinar"),
    GiveKind.INTRODUCTION: ("introduc", "network", "colleague", "connections"),
}
# How they wish to be dealt with is for the agreement, and nothing to read an article on.
_MANNER_WORDS = (
    "not never phone call fax mail email text report letter copie slot appointment access wait early quick fast prompt "
    "knowing hear answer repl"
)
_MANNERS = tuple(_MANNER_WORDS.split(" "))
_NO_ROOM = (PartnerKind.PAYER.value, PartnerKind.EMPLOYER.value)


@dataclass(frozen=True, slots=True)
class GiveFacts:
    """What ideas are made from.

    `last` is the day on which each kind was given last, by us. `spotlight` is the month in which they had, or are to
    have, the spotlight last; `occasion` the next one that is coming, name and day; `introduce` whom we could introduce
    them to, name and specialty.
    """

    name: str
    kind: str
    stage: str
    archived: bool = False
    likes: tuple[str, ...] = ()
    cares_about: str = ""
    last: Mapping[str, date] | None = None
    spotlight: date | None = None
    spotlight_given: bool = False
    occasion: tuple[str, date] | None = None
    introduce: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Idea:
    """What could be given next, why, and how a quick log about this partner begins with it."""

    kind: GiveKind
    text: str
    why: str
    line: str


def ideas(facts: GiveFacts, today: date) -> tuple[Idea, ...]:
    """The ideas for a partner, the best first; the same facts always give the same."""
    if facts.archived or facts.stage == Stage.PARTED:
        return ()
    last = facts.last or {}
    newest = max(last, key=lambda kind: (last[kind], kind), default=None)
    if newest is not None and last[newest] <= today - timedelta(days=_YEAR):
        newest = None
    order = list(GiveKind)
    found = [(kind, _offer(kind, facts, today)) for kind in order]
    ranked = sorted(
        ((kind, offers) for kind, offers in found if offers),
        key=lambda one: (
            one[0] == newest,
            _valued(one[0], facts) is None,
            last.get(one[0], date.min),
            order.index(one[0]),
        ),
    )
    return tuple(
        Idea(kind, text, _why(kind, facts, newest, more, today), f"{_CHANNELS[kind]} +{kind} {note}".rstrip() + " ")
        for kind, offers in ranked
        for text, note, more in offers
    )


def topic(cares_about: str) -> str:
    """What an article could be on: the first thing they care about that is no give and no manner; may be empty."""
    for part in _SPLIT.split(cares_about):
        words = clean_line(part)
        if words and not any(_mentions(kind, words) for kind in GiveKind) and not _says(_MANNERS, words):
            return words if len(words) <= _TOPIC_LONGEST else words[: _TOPIC_LONGEST - 1].rstrip() + "…"
    return ""


def literal(text: str) -> str:
    """Text as it stands in the note of a quick log, whatever signs its words begin with."""
    return " ".join(f"\\{word}" if word[0] in MARKS else word for word in clean_line(text).split(" ") if word)


_CHANNELS: dict[GiveKind, str] = {
    GiveKind.ARTICLE: "article",
    GiveKind.SPOTLIGHT: "email",
    GiveKind.CARDS: "visit",
    GiveKind.INVITATION: "email",
    GiveKind.INTRODUCTION: "email",
}

_Offer = tuple[str, str, str]
"""An idea in words, the note that it begins, and what else is to be said for it."""


def _offer(kind: GiveKind, facts: GiveFacts, today: date) -> list[_Offer]:
    if kind is GiveKind.ARTICLE:
        about = topic(facts.cares_about)
        return [(f"An article on {about}", f"on {literal(about)}", "")] if about else [("An article", "", "")]
    if kind is GiveKind.INVITATION:
        return [_invitation(facts.occasion, today)]
    if kind is GiveKind.INTRODUCTION:
        return [_introduction(name, specialty) for name, specialty in facts.introduce]
    if facts.kind in _NO_ROOM or facts.stage == Stage.PROSPECT:
        return []
    if kind is GiveKind.CARDS:
        return [("Their cards in our waiting room", "their cards in our waiting room", "")]
    return _spotlight(facts, today)


def _spotlight(facts: GiveFacts, today: date) -> list[_Offer]:
    """Their turn, where a month is theirs and not published yet; else where they had none within 12 months."""
    month = facts.spotlight
    if month is not None and month >= today.replace(day=1) and not facts.spotlight_given:
        return [(f"The spotlight of {_in_words(month, today)}", "", "the month is set aside for them")]
    if month is not None and months_between(month, today) < REST_MONTHS:
        return []
    return [("A spotlight on them in our newsletter", "", "")]


def _invitation(occasion: tuple[str, date] | None, today: date) -> _Offer:
    if occasion is None:
        return ("An invitation to see how we work", "to see how we work", "no occasion is planned")
    name, day = occasion
    when = f"{_MONTHS[day.month - 1]} {day.day}" + (f", {day.year}" if day.year != today.year else "")
    return (f"An invitation to {clean_line(name)} on {when}", f"to {literal(name)}", "it is the next occasion")


def _introduction(name: str, specialty: str) -> _Offer:
    shown, known = clean_line(name), clean_line(specialty)
    return (f"An introduction to {shown}", f"to {literal(name)}", f"they have no tie to {known} yet")


def _valued(kind: GiveKind, facts: GiveFacts) -> str | None:
    """Why we think that they value this kind; None where nothing says so."""
    if kind in facts.likes:
        return f"they value {KINDS_WORDS[kind]}"
    if kind is GiveKind.ARTICLE and topic(facts.cares_about):
        return "they care about it"
    return f"they care about {KINDS_WORDS[kind]}" if _mentions(kind, facts.cares_about) else None


def _mentions(kind: GiveKind, text: str) -> bool:
    return _says(_MENTIONS[kind], text)


def _says(beginnings: tuple[str, ...], text: str) -> bool:
    return any(word.startswith(beginnings) for word in _WORDS.findall(fold(text)))


def _why(kind: GiveKind, facts: GiveFacts, newest: str | None, more: str, today: date) -> str:
    given = (facts.last or {}).get(kind)
    if given is None:
        when = "none given yet"
    elif kind == newest:
        when = f"it is what we gave last, in {_in_words(given, today)}"
    else:
        when = f"the last one was in {_in_words(given, today)}"
    return "; ".join(part for part in (_valued(kind, facts), more, when) if part)


def _in_words(day: date, today: date) -> str:
    month = _MONTHS[day.month - 1]
    return month if day.year == today.year else f"{month} {day.year}"
