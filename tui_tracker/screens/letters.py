"""What a letter page shows: a letter with what writes it and what notes that it was sent."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from tui_tracker.config import letters_folder
from tui_tracker.domain.day_words import short_day
from tui_tracker.domain.letters import TITLES, LetterKind
from tui_tracker.domain.records import Report
from tui_tracker.domain.words import Channel
from tui_tracker.services import letters as letter_service
from tui_tracker.services import reports as report_service

if TYPE_CHECKING:
    from tui_tracker.app import TuiTracker

_NOTES = {
    LetterKind.DECLINED: "why {} is not ours to treat",
    LetterKind.LOST: "what became of {}",
    LetterKind.HOW_IS_IT_GOING: "how is {} doing?",
}
"""What a note about one patient is called above it."""

Write = Callable[[], Awaitable[str]]
Send = Callable[[date, str, str, str], Awaitable[str]]
"""Notes that a letter was sent: day, channel, note, letter; gives the sentence that says so. May raise Refused."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What a page shows and what it may do with it.

    `write` gives it as Markdown; `send` is None for one that went out already. `kept_as` names the draft in which it is
    kept once it was edited; `name` are the words of a file's name, the second the partner's: never the patient's.
    """

    title: str
    partner_id: int
    name: tuple[str, ...]
    write: Write
    send: Send | None = None
    kept_as: str = ""
    channel: str = Channel.LETTER.value


def note_letter(
    house: Callable[[], TuiTracker],
    kind: LetterKind,
    partner: tuple[int, str],
    referral_id: int | None,
    patient_ref: str,
) -> Letter:
    """A short note to a partner (id, name); `house` gives the program, once the page is there."""
    about = _NOTES.get(kind, TITLES[kind]).format(patient_ref or "the patient")

    async def write() -> str:
        app = house()
        found: str = await app.desk(
            letter_service.partner_letter, kind, partner[0], referral_id, app.today, app.who, letters_folder()
        )
        return found

    async def send(day: date, channel: str, _note: str, _letter: str) -> str:
        app = house()
        logged = await app.desk(
            report_service.send_note, app.doing(), kind, partner[0], day, channel, patient_ref=patient_ref
        )
        return f"{logged.label}. u undoes it."

    return Letter(
        f"To {partner[1]}: {about}",
        partner[0],
        (TITLES[kind] if kind == LetterKind.THANK_YOU else "note", partner[1]),
        write,
        send,
        f"letter {kind} {partner[0]} {referral_id}",
    )


def sent_letters(reports: Sequence[Report], partner: tuple[int, str], patient_ref: str, today: date) -> list[Letter]:
    """The letters that went out about a referral, in the order of the reports."""
    return [
        Letter(
            f"{report.kind.capitalize()} on {patient_ref}, {_sent_words(report, today)}",
            partner[0],
            (report.kind, partner[1], report.sent_on.isoformat()),
            _kept(report),
        )
        for report in reports
    ]


def _kept(report: Report) -> Write:
    async def write() -> str:
        return report_service.letter_of(report)

    return write


def _sent_words(report: Report, today: date) -> str:
    return f"sent {short_day(report.sent_on, today)}, {report.channel}"
