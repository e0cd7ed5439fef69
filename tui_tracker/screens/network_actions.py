"""What the Network screen's keys change: `a` adds a partner right there, `m` moves the node to another place."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from tui_tracker.domain.mind_map import Place, View
from tui_tracker.screens.network_view import NetworkView

if TYPE_CHECKING:
    from tui_tracker.domain.map_moves import Plan, Start
    from tui_tracker.services.partners import Added


class NetworkActions(NetworkView):
    """The keys that change something; what they work on, the view tells."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add", "add", id="network.add", tooltip="Add a partner right there"),
        Binding("m", "move_node", "move", id="network.move", tooltip="Move a partner or a branch"),
    ]

    def action_add(self) -> None:
        """A new partner, with what the branch under the cursor says of them."""
        self.do(self._open_add())

    def action_move_node(self) -> None:
        """Put the partner or the branch under the cursor somewhere else."""
        self.do(self._open_move())

    async def _open_add(self) -> None:
        from tui_tracker.screens.network_move import HereForm
        from tui_tracker.screens.partner_form import known_words
        from tui_tracker.services.mind_map_moves import start_at

        if self.outline is None:
            return
        house, view = self.house(), self.view
        start = await house.desk(start_at, self.outline, self.here())
        known = await house.desk(known_words)
        self.app.push_screen(HereForm(known, start), partial(self._added, view, start))

    def _added(self, view: View, start: Start, result: Added | None) -> None:
        if result is not None:
            self.do(self._go_to_added(view, start, result))

    async def _go_to_added(self, view: View, start: Start, added: Added) -> None:
        from tui_tracker.services.mind_map_moves import place_added

        house = self.house()
        place = await house.desk(place_added, view, added.id, start, house.today)
        self.saved(f"{added.label}{_hidden(view, place)}. u undoes it.", place)

    async def _open_move(self) -> None:
        from tui_tracker.screens.network_move import MoveScreen
        from tui_tracker.services.mind_map_moves import moves_from

        if self.outline is None:
            return
        house, view = self.house(), self.view
        moves = await house.desk(moves_from, self.outline, self.here(), house.today, house.settings)
        self.app.push_screen(MoveScreen(moves), partial(self._moved, view))

    def _moved(self, view: View, result: tuple[str, Plan] | None) -> None:
        if result is not None:
            self.do(self._go_to_moved(view, *result))

    async def _go_to_moved(self, view: View, label: str, plan: Plan) -> None:
        if not label:
            self.say("Nothing was changed: they stand there already, or were moved meanwhile.")
            return
        from tui_tracker.services.mind_map_moves import place_moved

        house = self.house()
        place = await house.desk(place_moved, plan, view, house.today)
        self.saved(f"{label}{_hidden(view, place)}. u undoes it.", place)


def _hidden(view: View, place: Place | None) -> str:
    """What is to be said where the map does not show it now."""
    return "; the filter hides it, esc shows all" if place is None and view.text else ""
