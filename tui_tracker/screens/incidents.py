"""All difficult situations, of one partner or of all: what happened, what we told and offered, and how it went on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.widget import Widget

from tui_tracker.domain.records import Incident
from tui_tracker.screens.incident_form import IncidentForm, NewIncidentForm
from tui_tracker.screens.list_modal import ListModal
from tui_tracker.widgets.bars import shows_blocks
from tui_tracker.widgets.incident_lines import incident_detail, incident_row
from tui_tracker.widgets.lines import Line
from tui_tracker.widgets.text_panel import TextPanel
from tui_tracker.widgets.window_list import PAGE, WindowList

if TYPE_CHECKING:
    from tui_tracker.services.incidents import IncidentView


class IncidentsScreen(ListModal):
    """The incidents with a partner, (id, name), or with all; below, the one under the cursor. Gives None."""

    EMPTY = "None so far. That is good."
    KEYS = "enter reply · d closes · a notes one · p partner · u undoes · esc back"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "answer", "our reply", id="incidents.answer"),
        Binding("d", "close", "close", id="incidents.close"),
        Binding("a,i", "add", "note an incident", id="incidents.add"),
        Binding("p", "partner", "open the partner", id="incidents.partner"),
    ]

    def __init__(self, partner: tuple[int, str] | None = None) -> None:
        super().__init__(f"Incidents with {partner[1]}" if partner else "Incidents")
        self._partner = partner
        self._views: dict[int, IncidentView] = {}

    def below(self) -> Iterator[Widget]:
        """The incident under the cursor."""
        yield TextPanel(id="detail")

    async def load(self) -> None:
        """Fetch the page around the cursor."""
        from tui_tracker.services.incidents import count_incidents

        whose = self._partner[0] if self._partner else None
        number = await self.house().desk(count_incidents, whose)
        offset = min(self.listed.cursor, max(0, number - 1)) // PAGE * PAGE
        self._views.clear()
        self.listed.reset(number, await self._rows(offset, PAGE), offset=offset)
        self._show_detail()

    def on_window_list_wanted(self, message: WindowList.Wanted) -> None:
        """Fetch what comes into sight."""
        self.do(self._feed(message.offset, message.length))

    def on_window_list_moved(self, _message: WindowList.Moved) -> None:
        """The incident under the cursor stands below the list."""
        self._show_detail()

    def on_window_list_chosen(self, _message: WindowList.Chosen) -> None:
        """Enter takes our reply."""
        self.action_answer()

    def on_resize(self, _event: events.Resize) -> None:
        """The lines are made for the width that they have."""
        self.do(self.load())

    def action_answer(self) -> None:
        """What we told them, and what we offered."""
        found = self._here()
        if found is None:
            self.say("There is no incident here.")
        elif found.closed_on is not None:
            self.say("This one is closed. u undoes a closing just made, 6 shows older ones; a notes a new one.")
        else:
            self.app.push_screen(IncidentForm(found.id), self.saved)

    def action_close(self) -> None:
        """Close the incident, once it has our reply."""
        found = self._here()
        if found is None:
            self.say("There is no incident here.")
        else:
            self.do(self._close(found))

    def action_add(self) -> None:
        """Note another one with this partner."""
        found = self._here()
        partner = self._partner or ((found.partner_id, found.partner_name) if found else None)
        if partner is None:
            self.say("Note it on the partner's page: 2, then i on the partner.")
        else:
            self.app.push_screen(NewIncidentForm(partner), self.saved)

    def action_partner(self) -> None:
        """Show the partner."""
        found = self._here()
        partner = found.partner_id if found else self._partner[0] if self._partner else None
        if partner is None:
            self.say("There is no incident here.")
        else:
            self.dismiss(None)
            self.house().show_partner(partner)

    async def _close(self, found: Incident) -> None:
        from tui_tracker.services.incidents import close_incident

        house = self.house()
        await house.desk(close_incident, house.doing(), found.id, house.today)
        await self.reload(f"Closed the incident with {found.partner_name}. u undoes it.")

    async def _feed(self, offset: int, length: int) -> None:
        self.listed.feed(offset, await self._rows(offset, length))

    async def _rows(self, offset: int, length: int) -> list[Line]:
        from tui_tracker.services.incidents import incident_views

        house = self.house()
        whose = self._partner[0] if self._partner else None
        found = await house.desk(incident_views, whose, offset, length, house.today, house.settings)
        self._views |= {one.incident.id: one for one in found}
        named, width = self._partner is None, self.line_width
        return [incident_row(one.incident, one.recovery, house.today, width, named=named) for one in found]

    def _here(self) -> Incident | None:
        view = self._view()
        return None if view is None else view.incident

    def _view(self) -> IncidentView | None:
        line = self.listed.current
        return self._views.get(line.key) if line is not None and isinstance(line.key, int) else None

    def _show_detail(self) -> None:
        panel = self.query_one("#detail", TextPanel)
        view = self._view()
        if view is None:
            panel.show([])
            return
        today = self.house().today
        width = max(20, panel.size.width)
        panel.show(incident_detail(view.incident, view.recovery, today, width, blocks=shows_blocks()))
