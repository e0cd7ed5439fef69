"""Answering a difficult situation: what we told the referrer, and what we offered instead."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from tui_tracker.domain.day_words import short_day
from tui_tracker.domain.records import Incident
from tui_tracker.domain.words import label
from tui_tracker.screens.base import Modal, style_file


class IncidentForm(Modal):
    """Shows the facts and takes the reply; gives a sentence for the person, or None."""

    CSS_PATH = style_file("incident")
    AUTO_FOCUS = "#reply"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "back", id="incident.back"),
    ]

    def __init__(self, incident_id: int) -> None:
        super().__init__()
        self._incident_id = incident_id
        self._incident: Incident | None = None

    def compose(self) -> ComposeResult:
        """The facts, two lines to fill in, and where a refusal is shown."""
        with Vertical(id="box"):
            yield Static("", id="title", markup=False)
            yield Static("", id="facts", markup=False)
            yield Static("What did you tell them?", markup=False)
            yield _line("reply")
            yield Static("What did you offer instead? (may stay empty)", markup=False)
            yield _line("offered")
            yield Static("enter saves the reply   esc back", id="keys", markup=False)
            yield Static("", id="problem", markup=False)

    def on_mount(self) -> None:
        """Fetch the facts."""
        self.do(self._load())

    def say(self, text: str, *, bad: bool = False) -> None:
        """Say it below the lines."""
        self.query_one("#problem", Static).update(text)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Save, once there is a reply."""
        event.stop()
        self.do(self._save())

    def action_leave(self) -> None:
        """Leave it open."""
        self.dismiss(None)

    async def _load(self) -> None:
        from tui_tracker.services.incidents import incident

        self._incident = found = await self.house().desk(incident, self._incident_id)
        self.query_one("#title", Static).update(
            f"{found.partner_name}: {label(found.kind)}, {short_day(found.opened_on, self.house().today)}"
        )
        self.query_one("#facts", Static).update(found.facts)

    async def _save(self) -> None:
        from tui_tracker.services.incidents import answer_incident

        if self._incident is None:
            return
        house = self.house()
        reply, offered = (self.query_one(f"#{name}", Input).value for name in ("reply", "offered"))
        await house.desk(answer_incident, house.doing(), self._incident_id, house.today, reply, offered)
        self.dismiss(f"Reply to {self._incident.partner_name} recorded. u undoes it.")


def _line(name: str) -> Input:
    line = Input(id=name)
    line.cursor_blink = False
    return line
