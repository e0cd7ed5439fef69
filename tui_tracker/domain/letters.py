"""What a letter may say: the values that a template can name, made from records; texts and lists of texts only."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum

from tui_tracker.domain.records import Partner, Practice, Referral
from tui_tracker.domain.reporting import PARTS
from tui_tracker.domain.words import Urgency, label

Values = dict[str, str | list[str]]

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_MOST_LABEL_LINES = 6


class LetterKind(StrEnum):
    """Every letter and note that is written to a partner; the first four are `ReportKind`'s."""

    ACKNOWLEDGEMENT = "acknowledgement"
    INITIAL = "initial"
    PROGRESS = "progress"
    FINAL = "final"
    THANK_YOU = "thank_you"
    DECLINED = "declined"
    LOST = "lost"
    HOW_IS_IT_GOING = "how_is_it_going"


TITLES: dict[str, str] = {
    LetterKind.ACKNOWLEDGEMENT: "we have the referral",
    LetterKind.INITIAL: "initial report",
    LetterKind.PROGRESS: "progress report",
    LetterKind.FINAL: "final report",
    LetterKind.THANK_YOU: "thank-you note",
    LetterKind.DECLINED: "note on a referral that is not ours to treat",
    LetterKind.LOST: "note on a patient who did not come",
    LetterKind.HOW_IS_IT_GOING: "question about a patient whom we sent",
}
"""Each letter in the words of a list."""

NAMES: dict[str, str] = {
    "practice": "our practice’s name",
    "practice_specialty": "our specialty",
    "letterhead": "our address, phone, fax and email; lines",
    "day": "the day of the letter",
    "who": "who signs",
    "partner": "the partner’s name as it is kept",
    "partner_address": "the partner’s name and address; lines",
    "greeting": "“Dear Dr. Lee,”, or “Dear” and the whole name where that is not clear",
    "patient": "the patient reference; empty in a note about no one patient",
    "reason": "why the patient was sent",
    "urgency": "“urgent” or “emergency”; empty for routine",
    "received": "the day the referral came, or was sent by us",
    "contacted": "the day the patient was first reached",
    "visit": "the day for which the first visit is booked; empty once that day is past",
    "visit_was": "the day for which the first visit was booked, once it is past",
    "seen": "the day of the first visit",
    "closed": "the day the care ended",
    "findings": "a part of the initial report; in a progress report, the progress",
    "plan": "a part of the initial and the progress report",
    "timeline": "a part of the initial and the progress report; in an acknowledgement, the next step",
    "surgical_options": "a part of the initial report",
    "red_flags": "a part of the initial and the progress report",
    "outcome": "a part of the final report",
    "recommendations": "a part of the final report",
    "why": "why a referral was declined or lost",
    "alternative": "what was offered instead, where a referral was declined",
    "consent": "what the agreement says of the patient’s consent",
    "copied_to": "who is copied",
}
"""Every name that a template may use, and what it stands for. “Lines” are lists: one line each."""

_LISTS = ("letterhead", "partner_address")
_PART_NAMES = tuple(dict.fromkeys(part.name for parts in PARTS.values() for part in parts))


def written_day(day: date | None) -> str:
    """`March 16, 2026`, the month in full so that nobody takes it for the day; nothing for no day."""
    return "" if day is None else f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"


def lines_of(text: str) -> list[str]:
    """The lines of a text that hold anything."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def place_lines(partner: Partner) -> list[str]:
    """Street and town of a partner as lines of an address; empty where there is no street."""
    street = lines_of(partner.address)
    if not street:
        return []
    state = " ".join(part for part in (partner.state.strip(), partner.postal_code.strip()) if part)
    town = ", ".join(part for part in (partner.city.strip(), state) if part)
    return [*street, *([town] if town else [])]


def label_lines(name: str, place: Sequence[str]) -> list[str]:
    """At most six lines for a label: the name, then the place; what is too many is joined with commas."""
    lines = [" ".join(name.split()), *place]
    if len(lines) > _MOST_LABEL_LINES:
        kept = _MOST_LABEL_LINES - 2
        lines = [*lines[:kept], ", ".join(line.rstrip(",") for line in lines[kept:-1]), lines[-1]]
    return lines


def letterhead(practice: Practice) -> list[str]:
    """Our address, and how to reach us, as lines."""
    reached = [
        f"{word} {text.strip()}"
        for word, text in (("Phone", practice.phone), ("Fax", practice.fax), ("Email", practice.email))
        if text.strip()
    ]
    return [*lines_of(practice.address), *reached]


def partner_values(
    practice: Practice, partner: Partner, place: Sequence[str], greeting: str, day: date, who: str
) -> Values:
    """The values of a note to a partner that is about no referral; every name of `NAMES` is there, empty if unknown.

    `place` are the lines of the address that stand below the name.
    """
    return empty_values() | {
        "practice": practice.name,
        "practice_specialty": practice.specialty,
        "letterhead": letterhead(practice),
        "day": written_day(day),
        "who": who,
        "partner": partner.name,
        "partner_address": [partner.name, *place],
        "greeting": greeting,
    }


def referral_values(referral: Referral, day: date) -> Values:
    """What a letter of this day says of one referral: by reference, never more of the patient."""
    visit = referral.visit_on
    ahead = visit is not None and visit >= day
    return {
        "patient": referral.patient_ref,
        "reason": referral.reason,
        "urgency": "" if referral.urgency == Urgency.ROUTINE else label(referral.urgency),
        "received": written_day(referral.day),
        "contacted": written_day(referral.contacted_on),
        "visit": written_day(visit if ahead else None),
        "visit_was": written_day(None if ahead else visit),
        "seen": written_day(referral.seen_on),
        "closed": written_day(referral.closed_on),
        "why": referral.aside_reason,
        "alternative": referral.alternative,
    }


def report_values(kind: str, parts: Mapping[str, str], consent: str, copied_to: str) -> Values:
    """The parts of a report, only those that its kind has, with consent and who is copied."""
    wanted = {part.name for part in PARTS[kind]}
    values: Values = {name: parts.get(name, "") if name in wanted else "" for name in _PART_NAMES}
    return values | {"consent": consent, "copied_to": parts.get("copied_to", copied_to)}


def empty_values() -> Values:
    """Every name with nothing in it."""
    return {name: [] if name in _LISTS else "" for name in NAMES}


def sample_values() -> Values:
    """Values for trying a template out: every one is there, some with signs that a letter must not stumble over."""
    return {
        "practice": "Harbor Physical Therapy",
        "practice_specialty": "physical therapy",
        "letterhead": ["12 Wharf Street", "Portland, ME 04101", "Phone (207) 555-0100"],
        "day": "March 16, 2026",
        "who": "Ann Łódź",
        "partner": 'Dr. Robert O’Brien "Bob"',
        "partner_address": ['Dr. Robert O’Brien "Bob"', "7 Elm St. #3", "Portland, ME 04101"],
        "greeting": "Dear Dr. O’Brien,",
        "patient": "JD-4411",
        "reason": "shoulder pain *after* a fall",
        "urgency": "urgent",
        "received": "March 2, 2026",
        "contacted": "March 3, 2026",
        "visit": "March 9, 2026",
        "visit_was": "March 5, 2026",
        "seen": "March 9, 2026",
        "closed": "March 14, 2026",
        "findings": "Flexion 95°.\nStrength 4/5.",
        "plan": "Two visits a week.",
        "timeline": "Six weeks.",
        "surgical_options": "None for now.",
        "red_flags": "None.",
        "outcome": "Flexion 170°, back at work.",
        "recommendations": "Home exercises.",
        "why": "we do not treat children",
        "alternative": "Children’s Therapy on Oak Street",
        "consent": "signed March 2, 2026",
        "copied_to": "Dr. Nguyễn",
    }
