"""A report that was sent to the referrer: which, when, how."""

from __future__ import annotations

from collections.abc import Sequence

from tui_tracker.domain.records import Referral
from tui_tracker.domain.words import Channel, ReportKind
from tui_tracker.screens.form_modal import FormModal
from tui_tracker.screens.move_form import read_past
from tui_tracker.services import reports
from tui_tracker.widgets.form import Field, word_choices

_CHANNELS = (
    Channel.LETTER,
    Channel.FAX,
    Channel.EMAIL,
    Channel.CALL,
    Channel.TEXT,
    Channel.VIDEO,
    Channel.VISIT,
    Channel.OTHER,
)


class ReportForm(FormModal):
    """Notes a report on a referral, the kind that is owed next at first; gives a sentence, or None."""

    def __init__(self, referral: Referral, kind: str) -> None:
        who = f" to {referral.partner_name}" if referral.partner_name else ""
        super().__init__(f"Report on {referral.patient_ref}{who}", kept_as=f"report {referral.id}")
        self._referral = referral
        self._kind = kind

    def fields(self) -> Sequence[Field]:
        """Kind, day, channel, note."""
        return (
            Field("kind", "Report", self._kind, choices=word_choices(list(ReportKind))),
            Field("day", "Sent on", "today", hint="today, yesterday, fri, -3d, 11/18 or 2026-11-18"),
            Field("channel", "By", Channel.LETTER, choices=word_choices(_CHANNELS)),
            Field("note", "Note", hint="may stay empty"),
        )

    async def save(self, values: dict[str, str]) -> str:
        """Write it down. Raises Refused for the field that is wrong."""
        house = self.house()
        day = read_past(values["day"], house.today)
        await house.desk(
            reports.add_report,
            house.doing(),
            self._referral.id,
            values["kind"],
            day,
            values["channel"],
            values["note"],
        )
        report = "" if values["kind"] == ReportKind.ACKNOWLEDGEMENT else " report"
        return f"Noted the {values['kind']}{report} on {self._referral.patient_ref}. u undoes it."
