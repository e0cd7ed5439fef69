"""The filters of the board that were saved: using one, deleting one, and saving what is in use by a name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from tui_tracker.domain.records import SavedFilter
from tui_tracker.domain.text import fold
from tui_tracker.screens.base import Modal, style_file
from tui_tracker.screens.form_modal import FormModal
from tui_tracker.services import filters
from tui_tracker.widgets.form import Field
from tui_tracker.widgets.lines import Line, fit
from tui_tracker.widgets.window_list import WindowList

_KEYS = "enter uses it · d deletes it · a letter jumps to a name · esc back"
_NAME = 24
_MOST_LINES = 14


class SavedFilters(Modal):
    """The saved filters; gives the one that is to be used, or None."""

    CSS_PATH = style_file("board")
    AUTO_FOCUS = "WindowList"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d", "delete", "delete", id="filters.delete"),
        Binding("u", "undo", "Undo", show=False, id="filters.undo"),
        Binding("escape,q", "leave", "back", id="filters.back"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._found: Sequence[SavedFilter] = ()

    def compose(self) -> ComposeResult:
        """A heading, the filters, a line of keys that also speaks."""
        with Vertical(id="box"):
            yield Static("Saved filters", id="heading", markup=False)
            yield WindowList(empty="None yet: / types a filter, ctrl+s keeps it by a name.", id="saved")
            yield Static(_KEYS, id="said", markup=False)

    def on_mount(self) -> None:
        """Fetch them."""
        self.do(self._load())

    def say(self, text: str, *, bad: bool = False) -> None:
        """Say it under the filters."""
        said = self.query_one("#said", Static)
        said.set_class(bad, "bad")
        said.update(f"! {text}" if bad else text)

    def on_key(self, event: events.Key) -> None:
        """A letter that is no key goes to the next filter whose name begins so."""
        letter = fold(event.character or "")
        listing = self.query_one(WindowList)
        if not letter or not event.is_printable or event.key in self.active_bindings:
            return
        begins = [place for place, one in enumerate(self._found) if fold(one.name).startswith(letter)]
        if begins:
            event.stop()
            listing.move_to(next((place for place in begins if place > listing.cursor), begins[0]))

    def on_window_list_chosen(self, message: WindowList.Chosen) -> None:
        """Enter uses the filter under the cursor."""
        self.dismiss(self._found[message.index])

    def action_delete(self) -> None:
        """Forget the filter under the cursor."""
        chosen = self._under_cursor
        if chosen is None:
            self.say("There is no filter to delete.")
        else:
            self.do(self._delete(chosen.id))

    def action_undo(self) -> None:
        """Take back this person's last change."""
        self.do(self._undo())

    def action_leave(self) -> None:
        """Leave the board as it is."""
        self.dismiss(None)

    @property
    def _under_cursor(self) -> SavedFilter | None:
        place = self.query_one(WindowList).cursor
        return self._found[place] if place < len(self._found) else None

    async def _load(self) -> None:
        self._found = await self.house().desk(filters.saved_filters)
        listing = self.query_one(WindowList)
        listing.styles.height = max(1, min(_MOST_LINES, len(self._found)))
        listing.show_all(
            [Line(one.id, ((fit(one.name, _NAME) + " ", "bold"), (one.text, "dim"))) for one in self._found]
        )

    async def _delete(self, filter_id: int) -> None:
        house = self.house()
        said = await house.desk(filters.delete_filter, house.doing(), filter_id)
        house.changed()
        await self._load()
        self.say(f"{said}. u undoes it.")

    async def _undo(self) -> None:
        from tui_tracker.services.history import undo

        house = self.house()
        change = await house.desk(undo, house.doing())
        house.changed()
        await self._load()
        self.say(f"Undone: {change.label}.")


class NameFilter(FormModal):
    """Asks for the name of a filter and saves it; gives what was saved, or None."""

    CSS_PATH = [style_file("form"), style_file("board")]
    KEYS = "enter saves · one of the same name is replaced · esc leaves"

    def __init__(self, text: str, name: str = "") -> None:
        super().__init__(f"Save the filter “{text}”")
        self._text = text
        self._known_as = name

    def fields(self) -> Sequence[Field]:
        """The name alone."""
        return (Field("name", "Name", self._known_as, hint="such as Mornings, or Late at Blue Cross"),)

    async def save(self, values: dict[str, str]) -> Any:
        """Keep it."""
        house = self.house()
        return await house.desk(filters.save_filter, house.doing(), values["name"], self._text)
