"""What the page of one partner shows, as records."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from tui_tracker.domain.agenda import AgendaLine
from tui_tracker.domain.agreement_card import CardLine
from tui_tracker.domain.cadence import CadenceState
from tui_tracker.domain.contacts_warmth import ContactStanding
from tui_tracker.domain.momentum import Cause
from tui_tracker.domain.payers import PayerPage
from tui_tracker.domain.quality_share import QualityShare
from tui_tracker.domain.records import Agreement, Incident, Link, Partner, PartnerLine
from tui_tracker.domain.relationship import Relationship
from tui_tracker.domain.words import Direction, Flow, Intent, ReportKind, label


class EntryKind(StrEnum):
    """What an entry of a partner's timeline is."""

    TOUCHPOINT = "touchpoint"
    REFERRAL = "referral"
    REPORT = "report"


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One thing that happened with a partner; `id` is that of its own kind, `what` says it in a few words."""

    kind: EntryKind
    id: int
    day: date
    what: str
    note: str


@dataclass(frozen=True, slots=True)
class ReferralFigures:
    """Referrals of one partner; the counts end today, and `latest` is the newest of all."""

    inbound_90: int
    inbound_365: int
    outbound_365: int
    total: int
    latest: TimelineEntry | None


@dataclass(frozen=True, slots=True)
class PageFields:
    """What a line of the page stands for: these fields of the partner, which are edited there."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PageWhy:
    """What a line of the page stands for: something that was worked out, whose reasons can be shown whole."""


@dataclass(frozen=True, slots=True)
class PartnerPage:
    """One partner with all that its page shows above the timeline, and how many entries that has.

    `relationship` is what the rules say; `causes` what to check where they send less than they used to, else empty.
    `cadence` is None for one who has none (dormant, archived …); `quality` None where nothing is known of it;
    `rests_on` warns where all rests on one person. `open` are promises, follow-ups and incidents that await our reply,
    not what `relationship` and `cadence` tell; `answered` are the incidents that have our reply and are not closed;
    `card` says how we kept what was agreed, empty without an agreement; `payer` is for payers and employers;
    `asks` are ours that await an answer, oldest first.
    """

    partner: Partner
    member_name: str | None
    relationship: Relationship
    causes: tuple[Cause, ...]
    cadence: CadenceState | None
    quality: QualityShare | None
    referrals: ReferralFigures
    contacts: tuple[ContactStanding, ...]
    rests_on: str | None
    links: tuple[Link, ...]
    open: tuple[AgendaLine, ...]
    answered: tuple[Incident, ...]
    agreement: Agreement | None
    card: tuple[CardLine, ...]
    payer: PayerPage | None
    timeline: int
    asks: tuple[TimelineEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of `count` partners: the window of it that begins at `offset`, and the index where one partner stands.

    `place` is None where the partner that was asked for is not in the list.
    """

    count: int
    offset: int
    lines: tuple[PartnerLine, ...]
    place: int | None


def touch_words(
    channel: str,
    direction: str,
    intents: tuple[str, ...],
    *,
    give: str | None = None,
    answer: str | None = None,
    contact: str | None = None,
) -> str:
    """A touchpoint in a few words: `call: thank, update`; `email from them`; `visit with Zoe: give (article), ask`.

    `give` says what was given, `answer` what came of an ask of ours, `contact` with whom it was.
    """
    theirs = direction == Direction.THEIRS
    more = {Intent.GIVE.value: give and label(give), Intent.ASK.value: answer and f"answer: {label(answer)}"}
    found = [f"{intent} ({more[intent]})" if more.get(intent) else intent for intent in intents]
    who = (" from them" if theirs else "") + (f" with {contact}" if contact else "")
    return label(channel) + who + (f": {', '.join(found)}" if found else "")


def referral_words(flow: str, patient_ref: str, stage: str) -> str:
    """A referral in a few words: `sent us JD-4411 (in care)`."""
    way = "sent us" if flow == Flow.INBOUND else "we sent"
    return f"{way} {patient_ref} ({label(stage)})"


def report_words(kind: str, patient_ref: str) -> str:
    """A report in a few words: `initial report on JD-4411`."""
    name = kind if kind == ReportKind.ACKNOWLEDGEMENT else f"{kind} report"
    return f"{name} on {patient_ref}"


_LINK_WORDS: dict[str, tuple[str, str]] = {
    "works_at": ("works at", "has here"),
    "introduced": ("introduced to us", "introduced by"),
    "colleague": ("colleague of", "colleague of"),
    "part_of": ("part of", "parent of"),
}


def link_words(kind: str, *, outward: bool) -> str:
    """A link as it reads from one of its ends: `works at`, or from the other, `has here`."""
    return _LINK_WORDS[kind][0 if outward else 1]


class NewTie(NamedTuple):
    """A link that a new partner begins with; `outward` where it starts at the new one."""

    kind: str
    other_id: int
    other_name: str
    outward: bool
