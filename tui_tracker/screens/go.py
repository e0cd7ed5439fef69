"""Go anywhere by name: a screen, a partner, or one of the places beside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input

from tui_tracker.domain.records import PartnerName
from tui_tracker.screens.base import SCREENS, Modal, style_file
from tui_tracker.screens.places import PLACES, Place, places_called
from tui_tracker.widgets.lines import Line, text_line
from tui_tracker.widgets.window_list import WindowList

_SHOWN = 12
_WORDS = frozenset(place.word for place in PLACES)


class GoScreen(Modal):
    """Type a few letters, press enter; gives a screen's mode, a partner's id, or None."""

    CSS_PATH = style_file("go")
    AUTO_FOCUS = "Input"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "back", id="go.back"),
        Binding("down,ctrl+n", "move(1)", "next", id="go.next"),
        Binding("up,ctrl+p", "move(-1)", "previous", id="go.previous"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._found_for = ""

    def compose(self) -> ComposeResult:
        """An input and what it finds."""
        with Vertical(id="box"):
            name = Input(placeholder="a screen, a partner, members, agreements, import …", id="name")
            name.cursor_blink = False
            yield name
            found = WindowList(empty="No screen or partner of that name.", id="found")
            found.can_focus = False
            yield found

    def on_mount(self) -> None:
        """Begin with the screens."""
        self._show("", ())

    def say(self, text: str, *, bad: bool = False) -> None:
        """Say it in place of what was found."""
        self.query_one(WindowList).show_all([text_line(None, text, "bad" if bad else "")])

    def on_input_changed(self, event: Input.Changed) -> None:
        """Look the name up."""
        event.stop()
        self.run_worker(self._guarded(self._look(event.value)), group="look", exclusive=True, exit_on_error=False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go there, once what was typed has been looked up: who types fast must not go to what was found before."""
        event.stop()
        self.do(self._go(event.value))

    def action_move(self, by: int) -> None:
        """The next or the previous."""
        self.query_one(WindowList).action_move(by)

    def action_leave(self) -> None:
        """Stay where we were."""
        self.dismiss(None)

    async def _go(self, text: str) -> None:
        if text != self._found_for:
            await self._look(text)
        line = self.query_one(WindowList).current
        if line is not None and line.key in _WORDS:
            self.dismiss(None)
            self.house().action_place(str(line.key))
        elif line is not None and line.key is not None:
            self.dismiss(line.key)

    async def _look(self, text: str) -> None:
        names: Sequence[PartnerName] = ()
        if text.strip():
            from tui_tracker.services.names import complete

            names = await self.house().desk(complete, text.strip(), _SHOWN)
        self._show(text.strip().casefold(), names)
        self._found_for = text

    def _show(self, text: str, names: Sequence[PartnerName]) -> None:
        screens = [name for name in SCREENS if name.casefold().startswith(text)]
        lines = [Line(name.casefold(), ((name, "bold"), ("  screen", "dim"))) for name in screens]
        named, about = places_called(text)
        lines += map(_place, named)
        for name in names:
            where = " · ".join(part for part in (name.specialty, name.area) if part)
            lines.append(Line(name.id, ((name.name, ""), (f"  {where}", "dim"))))
        lines += map(_place, about)
        self.query_one(WindowList).show_all(lines, cursor=0)


def _place(place: Place) -> Line:
    return Line(place.word, ((place.word.capitalize(), "bold"), (f"  {place.about}", "dim")))
