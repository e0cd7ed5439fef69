"""Reports to the referrer, and short notes to a partner: noting that they went out, and reading them again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from tui_tracker.domain.day_words import short_day
from tui_tracker.domain.errors import Refused
from tui_tracker.domain.records import Doing, Report
from tui_tracker.domain.reporting import PARTS
from tui_tracker.domain.words import Channel, Direction, Flow, Intent, ReportKind, intents_to_bits
from tui_tracker.storage import models
from tui_tracker.storage.journal import changing
from tui_tracker.storage.queries import referrals as queries
from tui_tracker.storage.queries import reports as report_queries
from tui_tracker.storage.queries import touchpoints

if TYPE_CHECKING:
    from tui_tracker.services.touchpoints import Logged

_UNDONE = 20
"""So many of the changes that somebody took back are looked through for a report."""


def send_report(
    doing: Doing,
    referral_id: int,
    kind: str,
    day: date,
    channel: str,
    *,
    parts: Mapping[str, str],
    copied_to: str = "",
    letter: str = "",
    note: str = "",
) -> int:
    """Note a report that went to the referrer, what it said (`parts`, by the names in `reporting.PARTS`), and the
    touchpoint that it is, in one change; gives the report's id.

    The very same report sent twice, as by a key pressed twice, is noted once. Raises Refused with the field that is
    wrong: an unknown kind, channel or part, text that is too long, a day before the referral came or still to come;
    without a field for an outbound referral or one without a partner.
    """
    from tui_tracker.domain.drafts_partner import checked
    from tui_tracker.domain.drafts_report import ReportDraft

    typed = {**parts, "kind": kind, "channel": channel, "note": note, "copied_to": copied_to, "letter": letter}
    values = checked(ReportDraft, typed)
    with changing(doing, "Sent a report") as unit:
        found = queries.referral(referral_id, lock=True)
        if found is None:
            raise Refused("This referral is no longer there; look again.")
        if found.flow != Flow.INBOUND or found.partner_id is None:
            raise Refused("Nobody referred this patient to us, so there is nobody to report to.")
        _check_day(day, found.day, doing.today)
        same = report_queries.same_report(referral_id, day, values)
        if same is not None:
            return same
        word = "" if values["kind"] == ReportKind.ACKNOWLEDGEMENT else "report "
        unit.label = f"Sent the {values['kind']} {word}on {found.patient_ref} ({found.partner_name})"
        member = touchpoints.member_called(doing.who)
        touchpoint_id = unit.insert(
            models.Touchpoint,
            partner=found.partner_id,
            day=day,
            channel=values["channel"],
            direction=Direction.OURS.value,
            intents=intents_to_bits((Intent.REPORT,)),
            note=values["note"],
            member=member,
        )
        return unit.insert(
            models.Report, referral=referral_id, sent_on=day, member=member, touchpoint=touchpoint_id, **values
        )


def check_parts(parts: Mapping[str, str], copied_to: str) -> None:
    """Raises Refused, with its field, for a part that is too long to be kept. Loads pydantic."""
    from tui_tracker.domain.drafts_partner import checked
    from tui_tracker.domain.drafts_report import ReportDraft

    checked(ReportDraft, {**parts, "kind": ReportKind.INITIAL.value, "copied_to": copied_to})


def add_report(
    doing: Doing, referral_id: int, kind: str, day: date, channel: str = Channel.LETTER, note: str = ""
) -> int:
    """Note that a report was given, without what it said; gives its id. Raises Refused as `send_report`."""
    return send_report(doing, referral_id, kind, day, channel, parts={}, note=note)


def reports_of(referral_id: int) -> list[Report]:
    """What was sent about one referral, oldest first."""
    return queries.reports_of(referral_id)


def undone_report(referral_id: int, who: str) -> dict[str, str]:
    """What a report said that this person took back, where none was sent since: its kind, parts and who is copied.

    Empty where there is none, or where it was only noted that it was given.
    """
    from tui_tracker.storage.queries.history import undone_rows

    row = next((row for row in undone_rows(who, "report", _UNDONE) if row["referral_id"] == referral_id), None)
    if row is None or any(report.id > row["id"] for report in queries.reports_of(referral_id)):
        return {}
    said = {part.name: row[part.name] for part in PARTS[row["kind"]] if row[part.name]}
    return {"kind": row["kind"], **said, "copied_to": row["copied_to"]} if said else {}


def letter_of(report: Report) -> str:
    """The letter that went out, as Markdown; where none was kept what was said, and empty where only that it was."""
    if report.letter:
        return report.letter
    from tui_tracker.exchange.letters import escape

    said = [(part.heading, getattr(report, part.name)) for part in PARTS[report.kind]]
    return "\n\n".join(f"**{heading}**\n\n{escape(text)}" for heading, text in said if text)


def letter_text(markdown: str, width: int) -> str:
    """A letter as plain text, in lines of at most `width` cells."""
    from tui_tracker.exchange.letters import as_text

    return as_text(markdown, width)


def literally(text: str) -> str:
    """Markdown that shows a text, such as an address, as it is."""
    from tui_tracker.exchange.letters import escape

    return escape(text)


def send_note(doing: Doing, kind: str, partner_id: int, day: date, channel: str, *, patient_ref: str = "") -> Logged:
    """Log a short note that went to a partner: what keeps the promise it answers. Raises Refused as `touchpoints.log`.

    `kind` is one of `LetterKind`: THANK_YOU (a thank-you), DECLINED, LOST, HOW_IS_IT_GOING (feedback on a referral).
    """
    from tui_tracker.domain.drafts_touchpoint import TouchpointDraft, checked
    from tui_tracker.services.touchpoints import log

    word, intent, note = _NOTES[str(kind)]
    draft: Any = checked(
        TouchpointDraft,
        partner_ids=(partner_id,),
        day=day,
        channel=channel,
        word=word,
        intents=(intent,),
        note=note.format(f" of {patient_ref}" if patient_ref else ""),
    )
    return log(doing, draft)


_NOTES: dict[str, tuple[str, Intent, str]] = {
    "thank_you": ("thank-you note", Intent.THANK, "Thank-you note sent"),
    "declined": ("note", Intent.FEEDBACK, "Told why the referral{} was declined"),
    "lost": ("note", Intent.FEEDBACK, "Told what became of the referral{}"),
    "how_is_it_going": ("note", Intent.FEEDBACK, "Asked how the referral{} is going"),
}
"""By kind of letter: what the history calls it, what it is for, and the touchpoint's note."""


def _check_day(day: date, earliest: date, today: date) -> None:
    if day > today:
        raise Refused(f"{short_day(day, today)} is still to come; choose a day up to today.", "day")
    if day < earliest:
        raise Refused(
            f"The referral came on {short_day(earliest, today)}, so nothing was sent on {short_day(day, today)}; "
            f"choose a day from {short_day(earliest, today)} on.",
            "day",
        )
