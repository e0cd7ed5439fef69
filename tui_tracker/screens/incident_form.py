"""Difficult situations: noting one with its facts, and answering it with what we said and offered instead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Input, Static

from tui_tracker.domain.day_words import short_day
from tui_tracker.domain.incident_view import GUIDANCE
from tui_tracker.domain.records import Incident
from tui_tracker.domain.text import clean_line
from tui_tracker.domain.words import IncidentKind, label
from tui_tracker.screens.base import Modal, style_file
from tui_tracker.screens.form_modal import FormModal, form_drafts
from tui_tracker.screens.move_form import read_past
from tui_tracker.widgets.form import Field, Form, word_choices

_KEYS = "enter saves · ctrl+s saves and closes the incident · esc leaves"


class NewIncidentForm(FormModal):
    """Notes a difficult situation with a partner; gives what to say."""

    def __init__(self, partner: tuple[int, str]) -> None:
        super().__init__(f"An incident with {partner[1]}", kept_as=f"incident {partner[0]}")
        self._partner = partner

    def above(self) -> Iterator[Widget]:
        """What helps in such a situation."""
        yield Static(GUIDANCE[IncidentKind.COMPLAINT], id="guidance", markup=False)

    def on_form_changed(self, _event: Form.Changed) -> None:
        """The sentence follows the kind."""
        self.query_one("#guidance", Static).update(GUIDANCE.get(self.form.values()["kind"], ""))

    def fields(self) -> Sequence[Field]:
        """What kind, when, and the facts."""
        return (
            Field("kind", "What", IncidentKind.COMPLAINT, choices=word_choices(list(IncidentKind))),
            Field("day", "Day", "today", hint="today, yesterday, fri, -3d or 2026-11-18"),
            Field("facts", "Facts", hint="what happened, as all would tell it"),
        )

    async def save(self, values: dict[str, str]) -> str:
        """Write it down; it stands on Today until it is answered. Raises Refused for the field that is wrong."""
        from tui_tracker.services.incidents import open_incident

        house = self.house()
        day = read_past(values["day"], house.today)
        await house.desk(open_incident, house.doing(), self._partner[0], values["kind"], day, values["facts"])
        return f"Noted; it stands on Today until {self._partner[1]} has our reply. u undoes it."


class IncidentForm(Modal):
    """Shows the facts and takes the reply; gives a sentence for the person, or None.

    What is typed is kept at every key, on disk too, until it is saved.
    """

    CSS_PATH = style_file("incident")
    AUTO_FOCUS = "#reply"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "back", id="incident.back"),
        Binding("ctrl+s", "close", "save the reply and close", id="incident.close"),
    ]

    def __init__(self, incident_id: int) -> None:
        super().__init__()
        self._incident_id = incident_id
        self._incident: Incident | None = None
        self._kept_as = f"incident reply {incident_id}"
        self._over = False

    def compose(self) -> ComposeResult:
        """The facts, two lines to fill in, and where a refusal is shown."""
        with Vertical(id="box"):
            yield Static("", id="title", markup=False)
            yield Static("", id="facts", markup=False)
            yield Static("", id="guidance", markup=False)
            yield Static("What did you tell them?", markup=False)
            yield _line("reply")
            yield Static("What did you offer instead? (may stay empty)", markup=False)
            yield _line("offered")
            yield Static(_KEYS, id="keys", markup=False)
            yield Static("", id="problem", markup=False)

    def on_mount(self) -> None:
        """Fetch the facts."""
        self.do(self._load())

    def say(self, text: str, *, bad: bool = False) -> None:
        """Say it below the lines."""
        problem = self.query_one("#problem", Static)
        problem.set_class(bad, "bad")
        problem.update(f"! {text}" if bad else text)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Keep what is typed, at every key."""
        event.stop()
        if self._incident is not None and not self._over:
            form_drafts(self.app).keep(self._kept_as, self._changes(self._incident))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Save, once there is a reply."""
        event.stop()
        self.do(self._save(close=False))

    def action_close(self) -> None:
        """Save what was told, and close it."""
        self.do(self._save(close=True))

    def action_leave(self) -> None:
        """Leave it open; what was typed is kept for the next time."""
        self._over = True
        drafts = form_drafts(self.app)
        if drafts.problem and self._incident is not None and self._changes(self._incident):
            self.app.notify(drafts.problem, markup=False, severity="error")
        self.dismiss(None)

    async def _load(self) -> None:
        from tui_tracker.services.incidents import incident

        desk = self.house().desk
        found = await desk(incident, self._incident_id)
        kept = await desk(form_drafts(self.app).load, self._kept_as)
        self.query_one("#title", Static).update(
            f"{found.partner_name}: {label(found.kind)}, {short_day(found.opened_on, self.house().today)}"
        )
        self.query_one("#facts", Static).update(found.facts)
        self.query_one("#guidance", Static).update(GUIDANCE.get(found.kind, ""))
        for name, text in (("reply", found.reply), ("offered", found.offered)):
            line = self.query_one(f"#{name}", Input)
            if not line.value:
                line.value = kept.get(name, clean_line(text))
        self._incident = found
        if changes := self._changes(found):
            form_drafts(self.app).keep(self._kept_as, changes)  # a key may have been quicker than the facts
        if kept:
            self.say("This is what you had typed before.")
        if found.answered_on is not None:
            day = short_day(found.answered_on, self.house().today)
            self.query_one("#keys", Static).update(f"answered {day}   {_KEYS}")

    async def _save(self, *, close: bool) -> None:
        from tui_tracker.services.incidents import answer_incident

        if self._incident is None:
            return
        house = self.house()
        reply, offered = self._typed("reply", self._incident.reply), self._typed("offered", self._incident.offered)
        await house.desk(answer_incident, house.doing(), self._incident_id, house.today, reply, offered, close=close)
        self._over = True
        form_drafts(self.app).forget(self._kept_as)
        what = "recorded, incident closed" if close else "recorded"
        self.dismiss(f"Reply to {self._incident.partner_name} {what}. u undoes it.")

    def _changes(self, before: Incident) -> dict[str, str]:
        """What stands in the lines that hold something else than at first."""
        texts = {"reply": before.reply, "offered": before.offered}
        typed = {name: self.query_one(f"#{name}", Input).value for name in texts}
        return {name: text for name, text in typed.items() if text != clean_line(texts[name])}

    def _typed(self, name: str, before: str) -> str:
        """What stands in a line; what had several lines before keeps them where nothing was changed."""
        text = self.query_one(f"#{name}", Input).value
        return before if text == clean_line(before) else text


def _line(name: str) -> Input:
    line = Input(id=name)
    line.cursor_blink = False
    return line
