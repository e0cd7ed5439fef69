"""What `a` and `m` open on the map: the form of a partner who is added right there, and the choice of another place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Input, Static

from tui_tracker.domain.map_moves import Destination, Plan, Start, heading
from tui_tracker.domain.partner_page import NewTie, link_words
from tui_tracker.screens.base import Modal, style_file
from tui_tracker.screens.partner_form import Known, PartnerForm
from tui_tracker.services import mind_map_moves
from tui_tracker.services.mind_map_moves import Moves
from tui_tracker.services.partners import Added
from tui_tracker.widgets.form import Field
from tui_tracker.widgets.lines import Line
from tui_tracker.widgets.window_list import WindowList

_TIE = "tie"
_HELP = "type to narrow · up/down choose · enter moves · esc leaves"


class HereForm(PartnerForm):
    """A new partner, filled in from the place on the map that it is added at. Gives `Added`."""

    def __init__(self, known: Known, start: Start) -> None:
        super().__init__(known, fill=start.fields)
        self._start = start
        if start.tie is not None:
            self.kept_as += f" {start.tie.kind} {start.tie.other_id}"

    def above(self) -> Iterator[Widget]:
        """What there is to know before it is filled in."""
        if self._start.said:
            yield Static(self._start.said, markup=False)

    def fields(self) -> Sequence[Field]:
        """Those of every new partner, and what the place gives beside them."""
        first, *rest = super().fields()
        given = [field for field in self._relationship() if field.name in self._start.fields]
        tie = self._start.tie
        if tie is not None:
            words = link_words(tie.kind, outward=tie.outward)
            nobody = "nowhere yet" if tie.outward else "nobody"
            choices = (("yes", tie.other_name), ("", nobody))
            rest = [field for field in rest if tie.outward or field.name != "introduced_by"]
            given.insert(0, Field(_TIE, words.capitalize(), "yes", choices=choices))
        return [first, *given, *rest]

    async def add(self, values: dict[str, str], certain: bool) -> Added:
        """Add the partner, with what the place says of them where the form does not."""
        return await super().add({**self._start.fields, **values}, certain)

    async def ties(self, values: dict[str, str]) -> tuple[NewTie, ...]:
        """Those of every new partner, and the one that the place gives unless it was taken back."""
        here = self._start.tie if values.pop(_TIE, "") else None
        return (*(() if here is None else (here,)), *await super().ties(values))


class MoveScreen(Modal):
    """Choose another place by typing. Gives (the label, empty where nothing changed, and the plan), or None."""

    CSS_PATH = style_file("network_move")
    AUTO_FOCUS = "#name"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "back", id="network_move.back"),
        Binding("down,ctrl+n", "move(1)", "next", id="network_move.next"),
        Binding("up,ctrl+p", "move(-1)", "previous", id="network_move.previous"),
    ]

    def __init__(self, moves: Moves) -> None:
        super().__init__()
        self._moves = moves
        self._found: tuple[Destination, ...] = moves.destinations
        self._found_for = ""
        self._asked: Plan | None = None

    def compose(self) -> ComposeResult:
        """What is moved, the text, and the places that it narrows down to."""
        with Vertical(id="box"):
            yield Static(heading(self._moves.node), id="heading", markup=False)
            name = Input(placeholder="a part of the name", id="name", compact=True, select_on_focus=False)
            name.cursor_blink = False
            yield name
            found = WindowList(empty="", id="found")
            found.can_focus = False
            yield found
            yield Static(_HELP, id="said", markup=False)

    def on_mount(self) -> None:
        """Show all places that are known."""
        self._show(self._found)

    def say(self, text: str, *, bad: bool = False) -> None:
        """Say one line below."""
        said = self.query_one("#said", Static)
        said.set_class(bad, "bad")
        said.update(f"! {text}" if bad else text)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the places down."""
        event.stop()
        self._forget_question()
        self.run_worker(self._guarded(self._look(event.value)), group="look", exclusive=True, exit_on_error=False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Move to the one under the cursor, once what was typed has been looked up."""
        event.stop()
        self.do(self._move(event.value))

    def action_move(self, by: int) -> None:
        """The next or the previous place."""
        self._forget_question()
        self.query_one("#found", WindowList).action_move(by)

    def action_leave(self) -> None:
        """Leave everything as it was."""
        self.dismiss(None)

    def _forget_question(self) -> None:
        if self._asked is not None:
            self._asked = None
            self.say(_HELP)

    async def _look(self, text: str) -> None:
        found = await self.house().desk(mind_map_moves.find_destinations, self._moves, text)
        self._found_for = text
        self._show(found)

    def _show(self, found: Sequence[Destination]) -> None:
        self._found = tuple(found)
        lines = [
            Line(number, ((one.name, ""), (f"  {one.detail}" if one.detail else "", "dim")))
            for number, one in enumerate(self._found)
        ]
        listed = self.query_one("#found", WindowList)
        listed.empty = "There is no such place; esc leaves, and b shows the map by something else."
        listed.show_all(lines, cursor=0)

    async def _move(self, text: str) -> None:
        if text != self._found_for:
            await self._look(text)
        line = self.query_one("#found", WindowList).current
        if line is None or not isinstance(line.key, int):
            self.say("Type a part of the name of another place.", bad=True)
            return
        house, destination, plan = self.house(), self._found[line.key], self._asked
        if plan is None or plan.destination != destination:
            plan = await house.desk(mind_map_moves.plan_move, self._moves, destination, house.today)
            if plan.question:
                self._asked = plan
                self.say(plan.question)
                return
        label = await house.desk(mind_map_moves.move, house.doing(), plan)
        self.dismiss((label, plan))
