"""What the page of one partner shows, as records."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tui_tracker.domain.agenda import AgendaLine
from tui_tracker.domain.cadence import CadenceState
from tui_tracker.domain.records import Agreement, Contact, Incident, Link, Partner, PartnerLine
from tui_tracker.domain.words import Direction, Flow, ReportKind, label


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
class PartnerPage:
    """One partner with all that its page shows above the timeline, and how many entries that has.

    `touch_days` counts the days with any touchpoint; `cadence` is None for one who has none (dormant, archived …);
    `open` are promises, follow-ups and incidents that await our reply, not the next touch, which `cadence` tells;
    `answered` are the incidents that have our reply and are not closed.
    """

    partner: Partner
    member_name: str | None
    last_touch: date | None
    touch_days: int
    cadence: CadenceState | None
    referrals: ReferralFigures
    contacts: tuple[Contact, ...]
    links: tuple[Link, ...]
    open: tuple[AgendaLine, ...]
    answered: tuple[Incident, ...]
    agreement: Agreement | None
    timeline: int


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of `count` partners: the window of it that begins at `offset`, and the index where one partner stands.

    `place` is None where the partner that was asked for is not in the list.
    """

    count: int
    offset: int
    lines: tuple[PartnerLine, ...]
    place: int | None


def touch_words(channel: str, direction: str, intents: tuple[str, ...]) -> str:
    """A touchpoint in a few words: `call: thank, update`; `email from them`."""
    who = " from them" if direction == Direction.THEIRS else ""
    return label(channel) + who + (f": {', '.join(intents)}" if intents else "")


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
