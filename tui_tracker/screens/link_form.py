"""Tying a partner to another: how, and to whom."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from tui_tracker.domain.partner_page import link_words
from tui_tracker.domain.words import LinkKind, PartnerKind
from tui_tracker.screens.base import Modal, style_file
from tui_tracker.widgets.form import Choice
from tui_tracker.widgets.lines import Line
from tui_tracker.widgets.window_list import WindowList

_FOUND = 9
_HELP = "type a name · up/down choose · enter links · tab how (left/right there) · esc leaves"


class LinkScreen(Modal):
    """Choose how, type a name, press enter. Gives what to say, or None."""

    CSS_PATH = style_file("partners")
    AUTO_FOCUS = "#name"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "back", id="link.back"),
        Binding("down,ctrl+n", "move(1)", "next", id="link.next"),
        Binding("up,ctrl+p", "move(-1)", "previous", id="link.previous"),
    ]

    def __init__(self, partner: tuple[int, str], kind: str) -> None:
        super().__init__()
        self._partner_id, self._partner_name = partner
        self._first = LinkKind.PART_OF if kind == PartnerKind.PAYER else LinkKind.WORKS_AT
        self._names: dict[int, str] = {}
        self._found_for = ""

    def compose(self) -> ComposeResult:
        """How, whom, and who is meant."""
        ways = [(f"{kind}>", link_words(kind, outward=True)) for kind in LinkKind]
        ways += [(f"{kind}<", link_words(kind, outward=False)) for kind in LinkKind if kind != LinkKind.COLLEAGUE]
        with Vertical(id="box"):
            yield Static(self._partner_name, id="heading", markup=False)
            yield Choice(ways, f"{self._first}>", id="how")
            name = Input(placeholder="the other partner's name", id="name", compact=True, select_on_focus=False)
            name.cursor_blink = False
            yield name
            found = WindowList(empty="", id="found")
            found.can_focus = False
            yield found
            yield Static(_HELP, id="said", markup=False)

    def say(self, text: str, *, bad: bool = False) -> None:
        """Say one line below."""
        said = self.query_one("#said", Static)
        said.set_class(bad, "bad")
        said.update(f"! {text}" if bad else text)

    def on_choice_submitted(self, event: Choice.Submitted) -> None:
        """On to the name."""
        event.stop()
        self.query_one("#name", Input).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Look the name up."""
        event.stop()
        self.run_worker(self._guarded(self._look(event.value)), group="look", exclusive=True, exit_on_error=False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Link to the one under the cursor, once what was typed has been looked up."""
        event.stop()
        self.do(self._link_found(event.value))

    def action_move(self, by: int) -> None:
        """The next or the previous name."""
        self.query_one("#found", WindowList).action_move(by)

    def action_leave(self) -> None:
        """Leave everything as it was."""
        self.dismiss(None)

    async def _link_found(self, text: str) -> None:
        if text != self._found_for:
            await self._look(text)
        line = self.query_one("#found", WindowList).current
        if line is None or not isinstance(line.key, int):
            self.say("Type a part of a name first; a new partner is added with a on the list.", bad=True)
        else:
            await self._link(line.key)

    async def _look(self, text: str) -> None:
        from tui_tracker.services.names import complete

        found = await self.house().desk(complete, text.strip(), _FOUND + 1) if text.strip() else ()
        lines = []
        for name in found:
            if name.id != self._partner_id:
                self._names[name.id] = name.name
                place = " · ".join(part for part in (name.specialty, name.area) if part)
                lines.append(Line(name.id, ((name.name, ""), (f"  {place}", "dim"))))
        listed = self.query_one("#found", WindowList)
        listed.empty = "No partner of that name; a on the list adds one." if text.strip() else ""
        listed.show_all(lines, cursor=0)
        self._found_for = text

    async def _link(self, other_id: int) -> None:
        from tui_tracker.services.links import add_link

        way = self.query_one("#how", Choice).value
        kind, outward = way[:-1], way.endswith(">")
        ends = (self._partner_id, other_id) if outward else (other_id, self._partner_id)
        house = self.house()
        await house.desk(add_link, house.doing(), kind, *ends)
        self.dismiss(f"{self._partner_name}: {link_words(kind, outward=outward)} {self._names[other_id]}. u undoes it.")
