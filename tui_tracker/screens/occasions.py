"""The occasions: what is coming first, then what is past and how its goal went."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from tui_tracker.domain.records import Occasion
from tui_tracker.screens.base import Modal, style_file
from tui_tracker.services import occasions
from tui_tracker.widgets.lines import Line
from tui_tracker.widgets.occasion_lines import occasion_line
from tui_tracker.widgets.window_list import PAGE, WindowList

_KEYS = "enter opens · a add · e edit · x remove · u undo · esc back"
_GUTTER = 2


class OccasionsScreen(Modal):
    """All occasions as a list; dismissed with None."""

    CSS_PATH = style_file("occasion")
    AUTO_FOCUS = "WindowList"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add", "add", id="occasions.add"),
        Binding("e", "edit", "edit", id="occasions.edit"),
        Binding("x", "remove", "remove", id="occasions.remove"),
        Binding("u", "undo", "undo", id="occasions.undo"),
        Binding("ctrl+r", "redo", "redo", show=False, id="occasions.redo"),
        Binding("escape,q", "leave", "back", id="occasions.back"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._found: dict[int, Occasion] = {}

    def compose(self) -> ComposeResult:
        """A heading, the list, and a line of keys that also speaks."""
        with Vertical(id="box"):
            yield Static("Occasions", id="heading", markup=False)
            yield WindowList(empty="No occasions yet; a adds one.", id="occasions")
            yield Static(_KEYS, id="said", markup=False)

    @property
    def listing(self) -> WindowList:
        """The list."""
        return self.query_one(WindowList)

    def on_mount(self) -> None:
        """Fetch them."""
        self.do(self._load())

    def say(self, text: str, *, bad: bool = False) -> None:
        """Say one line in place of the keys."""
        said = self.query_one("#said", Static)
        said.set_class(bad, "bad")
        said.update(f"! {text}" if bad else text)

    def on_key(self, event: events.Key) -> None:
        """A key takes away what was said before it."""
        self.say(_KEYS)
        super().on_key(event)

    def on_window_list_chosen(self, message: WindowList.Chosen) -> None:
        """Enter opens."""
        if isinstance(message.line.key, int):
            self._open(message.line.key)

    def on_window_list_wanted(self, message: WindowList.Wanted) -> None:
        """Fetch more."""
        self.do(self._feed(message.offset, message.length))

    def on_resize(self, _event: events.Resize) -> None:
        """Draw for the new width."""
        self.do(self._load())

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
            self.app.push_screen(OccasionForm(one), self._saved)

    def action_remove(self) -> None:
        """Take the occasion under the cursor away."""
        one = self._here()
        if one is not None:
            self.do(self._remove(one.id))

    def action_undo(self) -> None:
        """Take back this person's last change."""
        self.do(self._undo())

    def action_redo(self) -> None:
        """Do again what was undone last."""
        self.do(self._redo())

    def action_leave(self) -> None:
        """Back to where it was opened."""
        self.dismiss(None)

    def _here(self) -> Occasion | None:
        line = self.listing.current
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
            self.do(self._reload(str(result) if result else _KEYS))

    def _added(self, said: Any, occasion_id: int | None) -> None:
        if said is not None:
            self.do(self._reload(str(said), occasion_id))

    def _saved(self, said: Any) -> None:
        if said is not None:
            self.do(self._reload(str(said)))

    async def _remove(self, occasion_id: int) -> None:
        house = self.house()
        label = await house.desk(occasions.remove_occasion, house.doing(), occasion_id)
        await self._reload(f"{label}. u undoes it.")

    async def _undo(self) -> None:
        from tui_tracker.services.history import undo

        change = await self.house().desk(undo, self.house().doing())
        await self._reload(f"Undone: {change.label}. ctrl+r does it again.")

    async def _redo(self) -> None:
        from tui_tracker.services.history import redo

        change = await self.house().desk(redo, self.house().doing())
        await self._reload(f"Done again: {change.label}.")

    async def _reload(self, said: str, here: int | None = None) -> None:
        self.house().changed()
        await self._load(here)
        self.say(said)

    async def _load(self, here: int | None = None) -> None:
        """Fetch the beginning of the list; the cursor goes to `here` where it is among that."""
        house = self.house()
        ahead, past = await house.desk(occasions.count_occasions, house.today)
        found = await house.desk(occasions.occasions, house.today, 0, PAGE)
        self._found = {one.id: one for one in found}
        self.query_one("#heading", Static).update(f"Occasions: {ahead} coming, {past} past")
        place = next((number for number, one in enumerate(found) if one.id == here), None)
        self.listing.reset(ahead + past, self._lines(found), cursor=place)

    async def _feed(self, offset: int, length: int) -> None:
        found = await self.house().desk(occasions.occasions, self.house().today, offset, length)
        self._found |= {one.id: one for one in found}
        self.listing.feed(offset, self._lines(found))

    def _lines(self, found: Sequence[Occasion]) -> list[Line]:
        width = max(40, min(self.app.size.width, 120) - 2 - _GUTTER)
        return [occasion_line(one, self.house().today, width) for one in found]
