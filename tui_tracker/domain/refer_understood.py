"""What a referral's line was understood to say, and in plain words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from tui_tracker.domain.days import away, spell
from tui_tracker.domain.patients import PatientSeen, first_words, seen_words
from tui_tracker.domain.promises import PromiseState
from tui_tracker.domain.quicklog_names import Found, describe
from tui_tracker.domain.quicklog_preview import Part
from tui_tracker.domain.records import PartnerName
from tui_tracker.domain.words import Flow, Promise, label

NOTHING = Found()


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a line cannot be saved yet: `line[start:end]`, and one sentence that says what to do.

    `about` is the field of the referral that it is about. `found` are the names to choose from, or merely like it;
    `new` is the name that a new partner or payer would get, where adding it would help.
    """

    about: str
    start: int
    end: int
    message: str
    found: Found = NOTHING
    new: str = ""


@dataclass(frozen=True, slots=True)
class ReferralUnderstood:
    """What a line says: everything that will be saved, and the problems that stand in the way.

    `new_partner` and `new_payer` are names that were unknown and may be added. `question` asks about a reference that
    tells too much. `said` holds, by field, the words with which the line says something, names as they are known.
    """

    today: date
    flow: str
    partner: PartnerName | None
    new_partner: str
    source: str
    patient_ref: str
    reason: str
    urgency: str
    payer: PartnerName | None
    new_payer: str
    member: PartnerName | None
    day: date
    visit_on: date | None
    problems: tuple[Problem, ...]
    question: str
    hint: str
    said: Mapping[str, str] = field(hash=False)

    @property
    def ready(self) -> bool:
        """True where nothing is open."""
        return not self.problems

    @property
    def whom(self) -> str:
        """The partner's name, be it a new one; empty without a partner."""
        return self.partner.name if self.partner else self.new_partner

    def draft(self) -> dict[str, object]:
        """The fields of `ReferralDraft`."""
        return {
            "flow": self.flow,
            "source": self.source,
            "partner_id": self.partner.id if self.partner else None,
            "patient_ref": self.patient_ref,
            "reason": self.reason,
            "urgency": self.urgency,
            "payer_id": self.payer.id if self.payer else None,
            "member_id": self.member.id if self.member else None,
            "day": self.day,
            "visit_on": self.visit_on,
        }


def preview(understood: ReferralUnderstood, seen: PatientSeen | None) -> tuple[Part, ...]:
    """Everything that would be saved, part by part (`from patient known for how when payer member visit`)."""
    today = understood.today
    parts = [_who(understood)]
    if understood.patient_ref:
        parts.append(Part("patient", seen.reference if seen else understood.patient_ref))
    if seen is not None:
        words = (seen_words(seen, today), first_words(seen, today))
        parts.append(Part("known", "; ".join(word for word in words if word)))
    if understood.reason:
        parts.append(Part("for", understood.reason))
    parts.append(Part("how", understood.urgency))
    parts.append(Part("when", f"{away(understood.day, today)}, {spell(understood.day, today)}"))
    if understood.payer is not None:
        parts.append(Part("payer", understood.payer.name + ("" if "payer" in understood.said else ", as before")))
    elif understood.new_payer:
        parts.append(Part("payer", f"{understood.new_payer} {_NEW}"))
    if understood.visit_on is not None:
        parts.append(Part("visit", f"{spell(understood.visit_on, today)}, {away(understood.visit_on, today)}"))
    if understood.member:
        parts.append(Part("member", understood.member.name))
    return tuple(part for part in parts if part.text)


def promised_in(promises: Sequence[PromiseState], today: date, room: int) -> str:
    """What a referral obliges us to, as much as `room` characters hold, soonest first; empty where nothing.

    `first contact, acknowledgement by Wed Mar 18, 2 more`.
    """
    said, shown = "", 0
    for place, one in enumerate(promises):
        due = spell(one.due_on, today)
        if place and promises[place - 1].due_on == one.due_on:
            longer = f"{said.removesuffix(f' by {due}')}, {promise_word(one.kind)} by {due}"
        else:
            longer = f"{said}{', ' if said else ''}{promise_word(one.kind)} by {due}"
        more = len(promises) - place - 1
        if shown and len(longer) + (len(f", {more} more") if more else 0) > room:
            break
        said, shown = longer, place + 1
    left = len(promises) - shown
    return f"{said}, {left:,} more" if said and left else said


def promise_word(kind: Promise) -> str:
    """A promise as it is named after `by`: `first contact`; of an outbound referral `news`."""
    return "news" if kind is Promise.STUCK else label(kind.value)


def _who(understood: ReferralUnderstood) -> Part:
    way = "from" if understood.flow == Flow.INBOUND else "to"
    if understood.new_partner:
        return Part(way, f"{understood.new_partner} {_NEW}")
    if understood.partner is not None:
        return Part(way, describe(understood.partner))
    return Part("by", label(understood.source))


_NEW = "(new partner, will be added)"
