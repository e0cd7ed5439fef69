"""A referral in one line: `in @lee JD-4411 shoulder urgent 11/18 payer:bcbs`, `out @tidal ML-20 knee`, `in web AB-7`.

- the first word says which way it went (`refer_words.FLOWS`); right after it may stand how a patient came who was sent
  by nobody (`in web`), which `by:web` says anywhere;
- `@name` is the partner; `payer:name` and `member:name` are found the same way;
- the patient is the first word with a digit in it, or the first of two to six capitals; `ref:ab` and `#AB-1` say which;
- an urgency, and a day up to today (`days`), count anywhere; `visit:day` is the day that a first visit is booked for;
- a backslash before a word keeps it as it is; everything else is the reason.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from tui_tracker.domain import patient_refs
from tui_tracker.domain.days import coming_day, is_day, past_day
from tui_tracker.domain.errors import Refused
from tui_tracker.domain.quicklog_lexing import Token
from tui_tracker.domain.quicklog_names import Found, NameAsked, Names, as_new_name
from tui_tracker.domain.records import PartnerName
from tui_tracker.domain.refer_lexing import NAMED, Piece, nobody_called, pieces, shortened, which_one, written
from tui_tracker.domain.refer_understood import NOTHING, Problem, ReferralUnderstood
from tui_tracker.domain.refer_words import (
    FLOWS,
    NOT_A_DAY,
    NOT_URGENT,
    URGENCIES,
    plain_channel,
    read_channel,
    some_channels,
)
from tui_tracker.domain.text import clean_line
from tui_tracker.domain.words import Flow, Source, Urgency, label

REASON_MAX = 200
NAME_MAX = 120


@dataclass(frozen=True, slots=True)
class Books:
    """Whoever finds partners, payers and members of the team by name."""

    partners: Names
    payers: Names
    members: Names

    def of(self, about: str) -> Names:
        """Whoever finds what stands in a field."""
        return {"payer": self.payers, "member": self.members}.get(about, self.partners)


def parse(
    line: str,
    today: date,
    books: Books,
    *,
    flow: str = Flow.INBOUND,
    partner: PartnerName | None = None,
    add: Collection[str] = (),
) -> ReferralUnderstood:
    """Read one line. Any text is read; what cannot be saved yet is in `problems`.

    `flow` is meant where the line does not say, `partner` where it names none. `add` holds the unknown names, as
    `Problem.new` has them, that may be added.
    """
    return _Reader(line, today, books, str(flow), partner, frozenset(add)).read()


_INITIALS_MOST = 6
_LETTERS_MOST = 3
_NUMBER = re.compile(r"[0-9][0-9-]{2,}")
_OF_TEN = re.compile(r"(?:[0-9]|10)/10")  # how much it hurts, not a day in October


class _Reader:
    """Collects what one line says."""

    def __init__(
        self, line: str, today: date, books: Books, flow: str, partner: PartnerName | None, add: frozenset[str]
    ) -> None:
        self.line = line
        self.today = today
        self.books = books
        self.add = add
        self.flow = flow
        self.prefilled = partner
        self.named: dict[str, PartnerName] = {}
        self.new: dict[str, str] = {}
        self.source: Source | None = None
        self.urgency: Urgency | None = None
        self.day: date | None = None
        self.visit_on: date | None = None
        self.reference = ""
        self.question = ""
        self.hint = ""
        self.reason: list[str] = []
        self.problems: list[Problem] = []
        self.said: dict[str, str] = {}
        self.places: dict[str, Piece] = {}

    def read(self) -> ReferralUnderstood:
        """Go through the line from left to right."""
        words = pieces(self.line)
        explicit = any(word.about == "patient_ref" for word in words)
        place = self._beginning(words)
        while place < len(words):
            piece = words[place]
            place += 1
            if piece.about in NAMED:
                self._name(piece)
            elif piece.about:
                self._keyed(piece)
            elif piece.literal:
                self.reason.append(piece.text)
            else:
                before = words[place - 2] if place > 1 else None
                follower = words[place] if place < len(words) and words[place].plain else None
                place += self._plain(piece, before, follower, explicit=explicit)
        return self._understood()

    def _trouble(self, about: str, piece: Piece, message: str, found: Found = NOTHING, new: str = "") -> None:
        self.problems.append(Problem(about, piece.start, piece.end, message, found, new))

    def _once(self, piece: Piece, about: str, what: str) -> bool:
        """Take note that a field was said; False, with a problem, where it was said before."""
        if about in self.places:
            keep = f"; \\{piece.text} keeps it in the reason" if not piece.about else ""
            self._trouble(about, piece, f"“{shortened(piece.text)}” is {what}; write one{keep}.")
            return False
        self.places[about] = piece
        return True

    def _beginning(self, words: list[Piece]) -> int:
        """Which way it went, and how a patient came whom nobody sent; gives how many words that took."""
        place = 0
        if words and words[0].plain and words[0].text.casefold() in FLOWS:
            self.flow = FLOWS[words[0].text.casefold()].value
            self.said["flow"] = self.flow
            place = 1
        if place < len(words) and words[place].plain and self.flow == Flow.INBOUND:
            self.source = plain_channel(words[place].text)
            if self.source is not None:
                self._once(words[place], "source", "")
                self.said["source"] = self.source.value
                place += 1
        return place

    def _plain(self, piece: Piece, before: Piece | None, follower: Piece | None, *, explicit: bool) -> int:
        """Take a word for what it is; gives how many words after it belong to it."""
        text = piece.text.rstrip(",;:!?")
        last = before.text.casefold() if before is not None and before.plain else ""
        urgency = URGENCIES.get(text.rstrip(".").casefold())
        if urgency is not None and last not in NOT_URGENT:
            if self._once(piece, "urgency", "a second urgency"):
                self.urgency = urgency
                self.said["urgency"] = urgency.value
        elif last not in NOT_A_DAY and not (last == "pain" and _OF_TEN.fullmatch(text)) and self._take_day(piece, text):
            pass
        elif not explicit and not self.reference and "patient_ref" not in self.places:
            return self._maybe_patient(piece, text, follower)
        else:
            self._reason(piece)
        return 0

    def _reason(self, piece: Piece) -> None:
        self.reason.append(piece.text)
        guess = self.places.get("patient_ref")
        if guess is not None and not guess.about and not self.hint and not _has_digit(guess.text):
            bare = piece.text.rstrip(",;:!?.")
            if len(bare) > 2 and _has_digit(bare) and _looks_like_reference(bare, self.today):
                self.hint = f"“{guess.text}” is taken for the patient; write ref:{bare} if that is who it is."

    def _take_day(self, piece: Piece, text: str) -> bool:
        """Take the word for the day; False for a word that is none."""
        try:
            day = past_day(text, self.today)
        except Refused as refused:
            if self._once(piece, "day", "a second day"):
                more = (
                    f" A booked visit is visit:{text}; \\{text} keeps the word." if "to come" in refused.message else ""
                )
                self._trouble("day", piece, f"{refused.message}{more}")
                self.said["day"] = text
            return True
        if day is None:
            return False
        if self._once(piece, "day", "a second day"):
            self.day = day
            self.said["day"] = text
        return True

    def _maybe_patient(self, piece: Piece, text: str, follower: Piece | None) -> int:
        """Take the word for the patient where it looks like a reference, with a number that follows initials."""
        bare = text.lstrip("(").rstrip(")")
        if not _looks_like_reference(bare, self.today):
            self._reason(piece)
            return 0
        if follower is not None and not _has_digit(bare):
            number = follower.text.rstrip(",;:!?.")
            if _NUMBER.fullmatch(number):
                self._patient(piece, f"{bare} {number}")
                return 1
            if number.isdigit():
                self.hint = f"“{bare}” is taken for the patient; write ref:{bare}-{number} if the number belongs to it."
            if patient_refs.tells(f"{bare} {number}") == "a name" and number.isupper():
                self._patient(piece, f"{bare} {number}")
                return 1
        last = self.reason[-1] if self.reason else ""
        if bare.isdigit() and last.isalpha() and len(last) <= _LETTERS_MOST:
            self.hint = f"“{bare}” is taken for the patient; write ref:{last}-{bare} if “{last}” belongs to it."
        self._patient(piece, bare)
        return 0

    def _patient(self, piece: Piece, text: str) -> None:
        if not self._once(piece, "patient_ref", "a second patient"):
            return
        self.said["patient_ref"] = text
        try:
            self.reference = patient_refs.patient_reference(text)
        except Refused as refused:
            self._trouble("patient_ref", piece, refused.message)
            return
        self.question = patient_refs.question(self.reference)

    def _keyed(self, piece: Piece) -> None:
        if piece.about == "patient_ref":
            self._patient(piece, piece.text)
        elif piece.about == "source":
            self._channel(piece)
        elif self._once(piece, "visit", "a second visit"):
            self._visit(piece)

    def _channel(self, piece: Piece) -> None:
        if not self._once(piece, "source", "a second way to come"):
            return
        self.source = read_channel(piece.text)
        if self.source is None:
            self._trouble("source", piece, f"Write after by: how the patient came: {some_channels()}.")
        else:
            self.said["source"] = self.source.value

    def _visit(self, piece: Piece) -> None:
        """The day of the first visit, booked or past."""
        try:
            self.visit_on = coming_day(piece.text, self.today)
        except Refused as refused:
            try:
                self.visit_on = past_day(piece.text, self.today)
            except Refused:
                self._trouble("visit", piece, refused.message)
                return
        if self.visit_on is None:
            self._trouble("visit", piece, "Write after visit: a day, such as visit:fri, visit:2w or visit:2026-12-01.")
        else:
            self.said["visit"] = piece.text

    def _name(self, piece: Piece) -> None:
        """Find who is named."""
        token, about = piece.name, piece.about
        assert token is not None
        text = clean_line(token.text)
        mark = "@" if about == "partner" else f"{about}:"
        if not token.closed or (token.number is None and not any(sign.isalnum() for sign in text)):
            self.places.setdefault(about, piece)
            close = "Close the name with a quotation mark."
            self._trouble(
                about, piece, f"Write a name after {mark}; \\{mark} is the sign itself." if token.closed else close
            )
        elif self._once(piece, about, f"a second {about}"):
            asked: NameAsked = text if token.number is None else token.number
            found = self.books.of(about).find(asked) or Found()
            if found.total == 1:
                self.named[about] = found.names[0]
                self.said[about] = found.names[0].name
                return
            self.said[about] = text
            if found.total:
                self._trouble(about, piece, which_one(text, found, mark), found)
            else:
                self._stranger(piece, token, text, found, mark)

    def _stranger(self, piece: Piece, token: Token, text: str, near: Found, mark: str) -> None:
        about = piece.about
        if token.number is not None:
            self._trouble(about, piece, f"Nobody has the number {token.number}; write the name instead.")
            return
        name = clean_line(token.text) if token.quoted else as_new_name(text)
        if len(name) > NAME_MAX:
            self._trouble(about, piece, f"Shorten this name to {NAME_MAX} characters.")
        elif about == "member":
            who = f"; did you mean {written(near, mark)}?" if near.names else "; check the name, or leave it out."
            self._trouble(about, piece, f"Nobody of the team is called “{shortened(name)}”{who}", near)
        elif name in self.add:
            self.new[about] = name
            self.said[about] = name
        else:
            self._trouble(about, piece, nobody_called(name, near, mark, about), near, name)

    def _understood(self) -> ReferralUnderstood:
        partner = self.named.get("partner") or (None if "partner" in self.places else self.prefilled)
        reason = clean_line(" ".join(self.reason))
        self._check_whole(partner, reason)
        with_partner = partner is not None or "partner" in self.places
        source = Source.PARTNER if with_partner or self.source is None else self.source
        return ReferralUnderstood(
            today=self.today,
            flow=self.flow,
            partner=partner,
            new_partner=self.new.get("partner", ""),
            source=source.value,
            patient_ref=self.reference,
            reason=reason,
            urgency=(self.urgency or Urgency.ROUTINE).value,
            payer=self.named.get("payer"),
            new_payer=self.new.get("payer", ""),
            member=self.named.get("member"),
            day=self.day or self.today,
            visit_on=self.visit_on,
            problems=tuple(self.problems),
            question=self.question,
            hint=self.hint,
            said={**self.said, "reason": reason} if reason else dict(self.said),
        )

    def _check_whole(self, partner: PartnerName | None, reason: str) -> None:
        end = len(self.line)
        whole = Piece("", self.line, 0, end)
        nowhere = Piece("", "", end, end)
        with_partner = partner is not None or "partner" in self.places
        by = self.places.get("source")
        if self.flow == Flow.OUTBOUND and by is not None:
            self._trouble("source", by, "How a patient came does not belong to one whom we sent out; take it out.")
        elif with_partner and self.source is not None and by is not None:
            came = label(self.source)
            self._trouble("source", by, f"A partner sent the patient, so take “{came}” out, or take the partner out.")
        elif not with_partner and self.flow == Flow.OUTBOUND:
            self._trouble("partner", nowhere, "Say to whom the patient was sent: @ and a name.")
        elif not with_partner and by is None:
            message = "Say who sent the patient, @ and a name, or how they came, such as “in web” or by:web."
            self._trouble("partner", nowhere, message)
        if "patient_ref" not in self.places:
            self._trouble(
                "patient_ref",
                nowhere,
                "Say which patient: initials in capitals or a chart number, never a name; ref:jd for others.",
            )
        if self.visit_on is not None and self.visit_on < (self.day or self.today):
            self._trouble("visit", self.places["visit"], "The visit cannot be before the referral; check the days.")
        if len(reason) > REASON_MAX:
            self._trouble("reason", whole, f"Shorten the reason to {REASON_MAX} characters; it has {len(reason):,}.")


def _has_digit(text: str) -> bool:
    return any(sign.isdigit() for sign in text)


def _looks_like_reference(text: str, today: date) -> bool:
    """A word with a digit that is no day and no span such as `2w`, or two to six capitals, with or without dots."""
    if is_day(text, today):
        return False
    if _has_digit(text):
        return True
    letters = text.replace(".", "")
    return 2 <= len(letters) <= _INITIALS_MOST and letters.isalpha() and letters.isupper()
