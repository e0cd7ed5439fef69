"""A report to the referrer: what it says, part by part; then the letter, or only that it was given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Static

from tui_tracker.config import letters_folder
from tui_tracker.domain.day_words import weekday_day
from tui_tracker.domain.errors import Refused
from tui_tracker.domain.records import Agreement, Referral, Report
from tui_tracker.domain.reporting import PARTS, prefilled
from tui_tracker.domain.words import Channel, ReportKind, label
from tui_tracker.screens.base import style_file
from tui_tracker.screens.form_modal import FormModal
from tui_tracker.screens.letter_forms import SentForm
from tui_tracker.screens.letter_page import LetterPage
from tui_tracker.screens.letters import Letter
from tui_tracker.services import letters as letter_service
from tui_tracker.services import reports as report_service
from tui_tracker.widgets.form import Field, Form, word_choices

_PARTS = tuple({part.name: part for kind in ReportKind for part in PARTS[kind]}.values())
_ORDER = ("findings", "plan", "timeline", "surgical_options", "red_flags", "outcome", "recommendations")
_AROUND = 7
"""Lines that are taken by all but the parts: headings, the kind, who is copied, and what is said."""


class ReportForm(FormModal):
    """Asks for the parts of a report, the kind that is owed next at first; gives a sentence, or None."""

    CSS_PATH = [style_file("form"), style_file("letter")]
    KEYS = "tab next · ctrl+s to the letter · ctrl+n only note it was given · esc leaves"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+n", "note_only", "only note that it was given", id="report.note_only"),
    ]

    def __init__(
        self,
        referral: Referral,
        kind: str,
        *,
        reports: Sequence[Report] = (),
        agreement: Agreement | None = None,
        undone: Mapping[str, str] | None = None,
    ) -> None:
        """`undone` is what a report said that was taken back: the form begins with it."""
        who = f" to {referral.partner_name}" if referral.partner_name else ""
        super().__init__(f"Report on {referral.patient_ref}{who}", kept_as=f"report {referral.id}")
        self._referral = referral
        self._undone = undone or {}
        self._kind = self._undone.get("kind", kind)
        self._reports = reports
        self._agreement = agreement

    def above(self) -> Iterator[Widget]:
        """Why the patient was sent, and the consent as agreed."""
        reason = self._referral.reason or "no reason noted"
        consent = self._agreement.consent if self._agreement is not None else ""
        yield Static(
            f"Sent for: {reason}\nConsent: {consent or 'nothing agreed with this partner'}", id="about", markup=False
        )

    def fields(self) -> Sequence[Field]:
        """The kind, every part that a report can have, and who is copied; those of the kind are shown."""
        return (
            Field("kind", "Report", self._kind, choices=word_choices(list(ReportKind))),
            *(Field(name, next(part.label for part in _PARTS if part.name == name), lines=3) for name in _ORDER),
            Field(
                "copied_to",
                "Copied to",
                self._undone.get("copied_to", "" if self._agreement is None else self._agreement.copied_to),
                hint="may stay empty",
            ),
        )

    def on_mount(self) -> None:
        """Show the parts of the kind that is owed."""
        self._show_parts()
        if self._undone:
            self.say(f"This is what the report said that you took back. {self.KEYS}")

    def on_resize(self, _event: events.Resize) -> None:
        """Give the parts the room that there is."""
        self._show_parts()

    def bring_back(self, kept: dict[str, str]) -> None:
        """Bring back the kind first: what the parts begin with hangs on it."""
        self.form.set_values({"kind": kept.get("kind", self._kind)})
        self._show_parts()
        self.form.set_values(kept)

    def on_form_changed(self, event: Form.Changed) -> None:
        """Another kind asks for other parts."""
        if event.name == "kind":
            self._show_parts()

    def on_form_submitted(self, event: Form.Submitted) -> None:
        """Go on to the letter."""
        event.stop()
        event.prevent_default()
        self.form.clear_errors()
        self.say(self.KEYS)
        values = self.form.values()
        if self._fits(values):
            self.app.push_screen(LetterPage([self._letter(values)]), self._sent)

    def action_note_only(self) -> None:
        """Note that it was given, as by phone, without a letter; what was typed goes with it."""
        self.form.clear_errors()
        values = self.form.values()
        if not self._fits(values):
            return

        async def sent(day: date, channel: str, note: str) -> str:
            return await self._send(values, day, channel, note, "")

        title = f"{self.heading}: only note that it was given"
        self.app.push_screen(SentForm(title, sent, Channel.CALL, note=True), self._sent)

    def _show_parts(self) -> None:
        """Show exactly the parts of the kind; what was typed into the others stays."""
        kind = self.form.value("kind")
        shown = {part.name: part for part in PARTS[kind]}
        lines = max(2, min(10, (self.size.height - _AROUND) // max(1, len(shown))))
        begin = self._begin(kind)
        for name in _ORDER:
            part = shown.get(name)
            if part is None:
                self.form.show_field(name, shown=False)
            else:
                self.form.show_field(name, label=part.label, hint=part.hint, lines=lines)
        self.form.offer({name: begin.get(name, "") for name in _ORDER})

    def _begin(self, kind: str) -> dict[str, str]:
        """What the parts begin with, from what is known."""
        if self._undone.get("kind") == kind:
            return {name: self._undone.get(name, "") for name in _ORDER}
        visit = self._referral.visit_on
        if kind == ReportKind.ACKNOWLEDGEMENT and visit is not None and visit >= self.house().today:
            return {"timeline": f"The first visit is booked for {weekday_day(visit, self.house().today)}."}
        return prefilled(kind, self._reports)

    def _fits(self, values: dict[str, str]) -> bool:
        """Whether every part can be kept; says at the first that cannot what is wrong."""
        try:
            report_service.check_parts(self._said(values), values["copied_to"])
        except Refused as refused:
            if not self.form.show_error(refused.field, refused.message):
                self.say(refused.message, bad=True)
            return False
        return True

    def _said(self, values: dict[str, str]) -> dict[str, str]:
        """The parts that belong to the kind."""
        return {part.name: values[part.name] for part in PARTS[values["kind"]]}

    def _letter(self, values: dict[str, str]) -> Letter:
        referral = self._referral
        kind = values["kind"]

        async def write() -> str:
            house = self.house()
            parts = {**self._said(values), "copied_to": values["copied_to"]}
            found: str = await house.desk(
                letter_service.report_letter, referral.id, kind, parts, house.today, house.who, letters_folder()
            )
            return found

        async def send(day: date, channel: str, note: str, letter: str) -> str:
            return await self._send(values, day, channel, note, letter)

        agreed = self._agreement.channel if self._agreement is not None else None
        title = f"{label(kind).capitalize()} on {referral.patient_ref} to {referral.partner_name}"
        return Letter(
            title,
            referral.partner_id or 0,
            (kind, referral.partner_name or ""),
            write,
            send,
            f"letter {kind} {referral.id}",
            agreed or Channel.LETTER,
        )

    async def _send(self, values: dict[str, str], day: date, channel: str, note: str, letter: str) -> str:
        house = self.house()
        kind = values["kind"]
        await house.desk(
            lambda: report_service.send_report(
                house.doing(),
                self._referral.id,
                kind,
                day,
                channel,
                parts=self._said(values),
                copied_to=values["copied_to"],
                letter=letter,
                note=note,
            )
        )
        report = "" if kind == ReportKind.ACKNOWLEDGEMENT else " report"
        return f"Noted the {kind}{report} on {self._referral.patient_ref}. u undoes it."

    def _sent(self, said: Any) -> None:
        """It is noted; what was typed need not be kept any longer."""
        if said is not None:
            self.finish(said)
