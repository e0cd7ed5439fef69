"""The occasions: what is coming first, then what is past and how its goal went."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.widgets import Static

from tui_tracker.domain.records import Occasion
from tui_tracker.screens.list_modal import ListModal
from tui_tracker.services import occasions
from tui_tracker.widgets.lines import Line
from tui_tracker.widgets.occasion_lines import occasion_line
from tui_tracker.widgets.window_list import PAGE, WindowList


class OccasionsScreen(ListModal):
    """All occasions as a list; dismissed with None."""

    EMPTY = "No occasions yet; a adds one."
    KEYS = "enter opens · a add · e edit · x remove · u undo · esc back"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add", "add", id="occasions.add"),
        Binding("e", "edit", "edit", id="occasions.edit"),
        Binding("x", "remove", "remove", id="occasions.remove"),
    ]

    def __init__(self) -> None:
        super().__init__("Occasions")
        self._found: dict[int, Occasion] = {}

    def on_window_list_chosen(self, message: WindowList.Chosen) -> None:
        """Enter opens."""
        if isinstance(message.line.key, int):
            self._open(message.line.key)

    def on_window_list_wanted(self, message: WindowList.Wanted) -> None:
        """Fetch more."""
        self.do(self._feed(message.offset, message.length))

    def on_resize(self, _event: events.Resize) -> None:
        """Draw for the new width."""
        self.do(self.load())

    def action_add(self) -> None:
        """A new occasion."""
        from tui_tracker.screens.occasion_form import OccasionForm

        form = OccasionForm()
        self.app.push_screen(form, lambda said: self._added(said, form.saved_id))

    def action_edit(self) -> None:
        """The occasion under the cursor."""
        from tui_tracker.screens.occasion_form import OccasionForm

        one = self._here()
        if one is not None:
            self.app.push_screen(OccasionForm(one), self.saved)

    def action_remove(self) -> None:
        """Take the occasion under the cursor away."""
        one = self._here()
        if one is not None:
            self.do(self._remove(one.id))

    def _here(self) -> Occasion | None:
        line = self.listed.current
        one = self._found.get(line.key) if line is not None and isinstance(line.key, int) else None
        if one is None:
            self.say("There is no occasion here yet; a adds one.")
        return one

    def _open(self, occasion_id: int) -> None:
        from tui_tracker.screens.occasion_page import OccasionScreen

        self.app.push_screen(OccasionScreen(occasion_id), self._left)

    def _left(self, result: Any) -> None:
        """Back from an occasion: with a partner to go on to, or with what to say."""
        if isinstance(result, int):
            self.dismiss(None)
            self.house().show_partner(result)
        else:
            self.do(self.reload(str(result) if result else self.keys()))

    def _added(self, said: Any, occasion_id: int | None) -> None:
        if said is not None:
            self.do(self._show_added(str(said), occasion_id))

    async def _remove(self, occasion_id: int) -> None:
        house = self.house()
        label = await house.desk(occasions.remove_occasion, house.doing(), occasion_id)
        await self.reload(f"{label}. u undoes it.")

    async def _show_added(self, said: str, occasion_id: int | None) -> None:
        """Reload with the cursor on what was added, where it is in the beginning of the list."""
        await self.reload(said)
        if occasion_id in self._found:
            self.listed.move_to(list(self._found).index(occasion_id))

    async def load(self) -> None:
        """Fetch the beginning of the list."""
        house = self.house()
        ahead, past = await house.desk(occasions.count_occasions, house.today)
        found = await house.desk(occasions.occasions, house.today, 0, PAGE)
        self._found = {one.id: one for one in found}
        self.query_one("#heading", Static).update(f"Occasions: {ahead} coming, {past} past")
        self.listed.reset(ahead + past, self._lines(found))

    async def _feed(self, offset: int, length: int) -> None:
        found = await self.house().desk(occasions.occasions, self.house().today, offset, length)
        self._found |= {one.id: one for one in found}
        self.listed.feed(offset, self._lines(found))

    def _lines(self, found: Sequence[Occasion]) -> list[Line]:
        return [occasion_line(one, self.house().today, self.line_width) for one in found]
