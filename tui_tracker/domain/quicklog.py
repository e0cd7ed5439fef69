"""The quick log: one line in, everything that would be saved out.

`lunch @lee yesterday +give brought the shoulder protocol >2w`
- the first plain word is the channel (`quicklog_words`), a `@name` a partner (`quicklog_names`), `+word` an intent or
  what was given, `#name` a person in a partner's office (`quicklog_people`);
- a day (`days`) counts until the note begins; after that a word such as `fri` is part of the note;
- `>` and a day is a follow-up, with text up to the next mark; `<` says that they contacted us;
- a backslash before a mark, or before a word that would be a day, keeps it as it is; everything else is the note.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from tui_tracker.domain.days import coming_day, is_day, past_day
from tui_tracker.domain.errors import Refused
from tui_tracker.domain.quicklog_lexing import MARKS, Kind, Token, tokens
from tui_tracker.domain.quicklog_names import Found, NameAsked, Names, as_new_name, choose
from tui_tracker.domain.quicklog_people import People, Person, matching, nobody_there, write_person
from tui_tracker.domain.quicklog_understood import NameSeen, PersonSeen, Problem, Step, Trouble, Understood
from tui_tracker.domain.quicklog_words import read_channel, read_intent, some_channels
from tui_tracker.domain.records import FollowUp, PartnerName
from tui_tracker.domain.text import clean_line, fold, listed
from tui_tracker.domain.words import Channel, Direction, GiveKind, Intent

__all__ = [
    "NAME_MAX",
    "NOTE_MAX",
    "STEP_MAX",
    "NameSeen",
    "PersonSeen",
    "Problem",
    "Step",
    "Trouble",
    "Understood",
    "parse",
]

NOTE_MAX = 2_000
STEP_MAX = 300
NAME_MAX = 120

_NOTHING = Found()


def parse(
    line: str,
    today: date,
    names: Names,
    partners: Sequence[PartnerName] = (),
    *,
    intents: Collection[str] = (),
    follow_ups: Sequence[FollowUp] = (),
    add: Collection[str] = (),
    people: People | None = None,
    contact: Person | None = None,
    quiets: Sequence[str] = (),
    quiet_until: date | None = None,
) -> Understood:
    """Read one line. Any text is read; what cannot be saved yet is in `problems`.

    `partners`, `intents`, `follow_ups` (those that it keeps), `contact`, and the lines of the agenda that it `quiets`
    are filled in beforehand. `add` holds the unknown names, as `Problem.name` has them, that may become new partners.
    Without `people`, who knows the contacts of a partner, a `#word` is part of the note.
    """
    reader = _Reader(line, today, names, add, people)
    reader.partners.extend(partners)
    reader.intents.update(intents)
    understood = reader.read(tuple(follow_ups), contact)
    if not quiets or quiet_until is None:
        return understood
    return replace(understood, quiets=tuple(quiets), quiet_until=quiet_until)


class _Reader:
    """Collects what one line says."""

    def __init__(self, line: str, today: date, names: Names, add: Collection[str], offices: People | None) -> None:
        self.line = line
        self.today = today
        self.find = names.find
        self.add = frozenset(add)
        self.channel: str | None = None
        self.word = ""
        self.said = ""
        self.began = False
        self.day: date | None = None
        self.theirs = False
        self.intents: set[str] = set()
        self.partners: list[PartnerName] = []
        self.new: dict[str, str] = {}
        self.note: list[str] = []
        self.steps: list[tuple[date, list[str]]] = []
        self.step: list[str] | None = None
        self.problems: list[Problem] = []
        self.names: list[NameSeen] = []
        self.waiting: list[NameAsked] = []
        self.stray_day = ""
        self.give: GiveKind | None = None
        self.offices = offices
        self.there: list[Person] = []
        self.unknown_offices: list[int] = []
        self.people: dict[int, Person] = {}
        self.seen_people: list[PersonSeen] = []
        self.nobody_there = ""

    def read(self, closes: tuple[FollowUp, ...], contact: Person | None) -> Understood:
        """Go through the line from left to right."""
        rest = list(tokens(self.line))
        if any(token.kind is Kind.CONTACT for token in rest):
            self._visit(rest)
        place = 0
        while place < len(rest):
            token = rest[place]
            place += 1
            if token.kind is Kind.STEP:
                place += self._follow_up(token, rest[place] if place < len(rest) else None)
            elif token.kind in (Kind.WORD, Kind.LITERAL):
                self._plain(token)
            elif token.kind is Kind.CONTACT:
                self._contact(token)
            else:
                self.step = None
                if token.kind is Kind.NAME:
                    self._name(token)
                elif token.kind is Kind.INTENT:
                    self._intent(token)
                else:
                    self.theirs = True
        if contact is not None and any(one.id == contact.partner_id for one in self.partners):
            self.people.setdefault(contact.partner_id, contact)
        return self._understood(closes)

    def _trouble(self, kind: Trouble, token: Token, message: str, found: Found = _NOTHING, name: str = "") -> None:
        self.problems.append(Problem(kind, token.start, token.end, message, found, name))

    def _visit(self, rest: Sequence[Token]) -> None:
        """Learn who is there at the partners of the line, wherever in it they stand."""
        there = dict.fromkeys(partner.id for partner in self.partners)
        for token in rest:
            if token.kind is Kind.NAME and token.closed:
                found = self.find(clean_line(token.text) if token.number is None else token.number)
                there |= {found.names[0].id: None} if found is not None and found.total == 1 else {}
        for partner_id in there if self.offices is not None else ():
            people = self.offices.people(partner_id) if self.offices is not None else ()
            if people is None:
                self.unknown_offices.append(partner_id)
            else:
                self.there += people

    def _contact(self, token: Token) -> None:
        """A person at one of the partners; a word that is nobody's name is part of the note."""
        found = matching(token.text, token.number, self.there)
        if len(found) == 1:
            self._speak_with(token, found[0])
        elif found:
            self.step = None
            message = (
                f"“#{token.text}” could be {listed([write_person(one, found) for one in found[:3]])}; write which."
            )
            self.problems.append(Problem(Trouble.CONTACT, token.start, token.name_end, message, people=found))
        elif not self.unknown_offices:
            self._nobody(token)

    def _speak_with(self, token: Token, person: Person) -> None:
        self.step = None
        self.seen_people.append(PersonSeen(token.start, token.name_end, person, write_person(person, self.there)))
        other = self.people.setdefault(person.partner_id, person)
        if other != person:
            way = f"log {person.name} on a line of their own, or write \\# before the name"
            self._trouble(Trouble.CONTACT, token, f"{other.name} is named already; {way}.")

    def _nobody(self, token: Token) -> None:
        if self.offices is not None and self.partners and not self.nobody_there:
            self.nobody_there = nobody_there(clean_line(token.text), self.there)
        for word in re.finditer(r"\S+", self.line[token.start : token.end]):
            self._plain(Token(Kind.WORD, word.group(), token.start, token.end))

    def _plain(self, token: Token) -> None:
        text = self._literal(token.text) if token.kind is Kind.LITERAL else token.text
        if self.step is not None:
            self.step.append(text)
        elif not self.began and token.kind is Kind.WORD:
            self._channel(token)
        elif token.kind is Kind.WORD and not self.note and self.day is None and self._day(token):
            pass
        else:
            self.note.append(text)
            if token.kind is Kind.WORD and not self.stray_day:
                self.stray_day = self._as_stray_day(text)

    def _literal(self, text: str) -> str:
        return text[1:] if text[1] in MARKS or is_day(text[1:], self.today) else text

    def _channel(self, token: Token) -> None:
        self.began = True
        read = read_channel(token.text)
        if read.channel is None:
            self._trouble(Trouble.CHANNEL, token, read.problem)
            return
        self.channel, self.word = read.channel.value, read.word
        self.said = read.word if read.says_more else ""

    def _day(self, token: Token) -> bool:
        """Take the word for the day; False for a word that is none."""
        try:
            self.day = past_day(token.text, self.today)
        except Refused as refused:
            self._trouble(Trouble.DAY, token, refused.message)
            return True
        return self.day is not None

    def _as_stray_day(self, text: str) -> str:
        """The word, where it would have been a day other than today before the note began."""
        try:
            day = past_day(text.rstrip(",.;:!?"), self.today)
        except Refused:
            return ""
        return text if day not in (None, self.today) else ""

    def _intent(self, token: Token) -> None:
        read = read_intent(token.text)
        if read.intent is None:
            self._trouble(Trouble.INTENT, token, read.problem)
            return
        self.intents.add(read.intent.value)
        if read.give is not None and self.give not in (None, read.give):
            message = f"One entry holds one kind of give, and this has {self.give} already; log {read.give} in another."
            self._trouble(Trouble.INTENT, token, message)
        self.give = self.give or read.give

    def _follow_up(self, mark: Token, after: Token | None) -> int:
        """Begin a follow-up; gives how many tokens its day took."""
        self.step = []
        if after is not None and after.kind is Kind.WORD:
            whole = Token(Kind.STEP, "", mark.start, after.end)
            try:
                due_on = coming_day(after.text, self.today)
            except Refused as refused:
                self._trouble(Trouble.FOLLOW_UP, whole, refused.message)
                return 1
            if due_on is not None:
                self.steps.append((due_on, self.step))
                return 1
        self._trouble(
            Trouble.FOLLOW_UP, mark, "Write a day after >, such as >2w, >fri or >2026-12-01; \\> is the sign itself."
        )
        return 0

    def _name(self, token: Token) -> None:
        text = clean_line(token.text)
        asked: NameAsked = text if token.number is None else token.number
        self.names.append(NameSeen(token.start, token.end, asked))
        if not token.closed:
            self._trouble(Trouble.NAME, token, "Close the name with a quotation mark.")
            return
        if token.number is None and not any(sign.isalnum() for sign in text):
            self._trouble(Trouble.NAME, token, "Write a name after @; \\@ is the sign itself.")
            return
        found = self.find(asked)
        if found is None:
            self.waiting.append(asked)
        elif found.total == 1:
            self._meet(found.names[0])
        elif found.total:
            self._trouble(Trouble.AMBIGUOUS, token, _which(text, found), found)
        else:
            self._stranger(token, text, found)

    def _meet(self, partner: PartnerName) -> None:
        if all(partner.id != one.id for one in self.partners):
            self.partners.append(partner)

    def _stranger(self, token: Token, text: str, near: Found) -> None:
        if token.number is not None:
            self._trouble(Trouble.NAME, token, f"No partner has the number {token.number}; write the name instead.")
            return
        name = clean_line(text) if token.quoted else as_new_name(text)
        if len(name) > NAME_MAX:
            self._trouble(Trouble.TOO_LONG, token, f"Shorten this name to {NAME_MAX} characters.")
        elif name in self.add:
            self.new.setdefault(fold(name) or name, name)
        else:
            self._trouble(Trouble.UNKNOWN, token, _nobody(name, near), near, name)

    def _understood(self, closes: tuple[FollowUp, ...]) -> Understood:
        note = clean_line(" ".join(self.note))
        if self.said:
            note = f"{self.said}: {note}" if note else self.said
        steps = tuple(Step(due_on, clean_line(" ".join(words))) for due_on, words in self.steps)
        self._check_whole(note, steps)
        hint = self.nobody_there
        if self.stray_day and self.day is None and not hint:
            hint = f"“{clean_line(self.stray_day)}” is part of the note; to mean the day, write it before the note."
        return Understood(
            today=self.today,
            channel=self.channel,
            word=self.word,
            day=self.day or self.today,
            direction=(Direction.THEIRS if self.theirs else Direction.OURS).value,
            intents=tuple(one.value for one in Intent if one.value in self.intents),
            partners=tuple(self.partners),
            new_partners=tuple(self.new.values()),
            note=note,
            follow_ups=steps,
            closes=closes,
            problems=tuple(self.problems),
            hint=hint,
            names=tuple(self.names),
            waiting=tuple(dict.fromkeys(self.waiting)),
            give=self._given(),
            people=tuple(self.people.values()),
            seen_people=tuple(self.seen_people),
            offices=tuple(self.unknown_offices),
        )

    def _given(self) -> str | None:
        """What was given; an article that was sent as a give is one by itself."""
        if self.give is None and Intent.GIVE.value in self.intents and self.channel == Channel.ARTICLE:
            return GiveKind.ARTICLE.value
        return None if self.give is None else self.give.value

    def _check_whole(self, note: str, steps: tuple[Step, ...]) -> None:
        end = len(self.line)
        if not self.began:
            message = f"Start with how you were in touch: {some_channels()}."
            self.problems.insert(0, Problem(Trouble.CHANNEL, 0, 0, message))
        if not (self.partners or self.new or self.waiting or self.names):
            self.problems.append(Problem(Trouble.NOBODY, end, end, "Say with whom: @ and a name."))
        if len(note) > NOTE_MAX:
            message = f"Shorten the note to {NOTE_MAX:,} characters; it has {len(note):,}."
            self.problems.append(Problem(Trouble.TOO_LONG, 0, end, message))
        if any(len(step.text) > STEP_MAX for step in steps):
            message = f"Shorten the follow-up to {STEP_MAX} characters."
            self.problems.append(Problem(Trouble.TOO_LONG, 0, end, message))


def _which(text: str, found: Found) -> str:
    shown = [choose(partner, found) for partner in found.names[:3]]
    more = found.total - len(shown)
    if more > 0:
        shown.append(f"{more} more")
    return f"“{text}” could be {listed(shown)}; write which one."


def _nobody(name: str, near: Found) -> str:
    if not near.names:
        return f"Nobody here is called “{name}”; check the name, or add it."
    like = listed([choose(partner, near) for partner in near.names[:2]])
    return f"Nobody here is called “{name}”; did you mean {like}? Otherwise add it."
