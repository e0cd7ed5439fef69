"""Ideas for a next give to a partner, each a line of the quick log away."""

from __future__ import annotations

from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from tui_tracker.domain.give_words import KINDS_WORDS
from tui_tracker.domain.giving import Idea
from tui_tracker.domain.text import count
from tui_tracker.screens.base import Modal, style_file
from tui_tracker.widgets.lines import Line, text_line, wrap
from tui_tracker.widgets.window_list import WindowList

_KEYS = "enter begins the line of the quick log · esc back"


class GiveIdeas(Modal):
    """What could be given to `partner`, as (id, name), and why. Gives what to say once one of them is logged."""

    CSS_PATH = style_file("give_ideas")
    AUTO_FOCUS = "WindowList"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "leave", "back", id="ideas.back"),
    ]

    def __init__(self, partner: tuple[int, str]) -> None:
        super().__init__()
        self._partner = partner
        self._ideas: tuple[Idea, ...] = ()
        self._given: dict[str, int] = {}

    def compose(self) -> ComposeResult:
        """What was given lately, the ideas, and the keys."""
        with Vertical(id="box"):
            yield Static(f"What to give {self._partner[1]} next", id="heading", markup=False)
            yield Static("", id="given", markup=False)
            yield WindowList(empty="", id="ideas")
            yield Static(_KEYS, id="said", markup=False)

    def on_mount(self) -> None:
        """Fetch them."""
        self.do(self._load())

    def on_resize(self) -> None:
        """Break the lines anew."""
        self.call_after_refresh(self._show)

    def say(self, text: str, *, bad: bool = False) -> None:
        """Say one line in place of the keys."""
        said = self.query_one("#said", Static)
        said.set_class(bad, "bad")
        said.update(f"! {text}" if bad else text)

    def on_key(self, event: events.Key) -> None:
        """A key takes away what was said before it."""
        self.say(_KEYS)
        super().on_key(event)

    def on_window_list_chosen(self, _message: WindowList.Chosen) -> None:
        """Begin a quick log with this idea."""
        from tui_tracker.screens.quick_log import QuickLogScreen

        line = self.query_one(WindowList).current
        if line is not None and isinstance(line.key, int):
            self.app.push_screen(QuickLogScreen(self._partner, line=self._ideas[line.key].line), self._logged)

    def action_leave(self) -> None:
        """Back to where it was opened."""
        self.dismiss(None)

    def _logged(self, logged: Any) -> None:
        if logged is not None:
            self.house().changed()
            self.dismiss(f"{logged.label}. u undoes it.")

    async def _load(self) -> None:
        from tui_tracker.services.giving import give_ideas, gives_by_kind

        house = self.house()
        self._ideas = await house.desk(give_ideas, self._partner[0], house.today)
        self._given = await house.desk(gives_by_kind, self._partner[0], house.today)
        self._show()

    def _show(self) -> None:
        listed = self.query_one(WindowList)
        self.query_one("#given", Static).update(_given_words(self._given))
        listed.empty = "No ideas: we have parted, or they are in the archive."
        width = max(20, listed.size.width - 4)
        lines: list[Line] = []
        for place, idea in enumerate(self._ideas):
            first, *rest = wrap(idea.text, width)
            lines.append(text_line(place, first, "bold"))
            lines += [text_line(None, f"  {text}", "bold") for text in rest]
            lines += [text_line(None, f"  {text}", "dim") for text in wrap(idea.why, width)]
        listed.show_all(lines)


def _given_words(given: dict[str, int]) -> str:
    if not given:
        return "Nothing was given in the last 365 days."
    kinds = [f"{KINDS_WORDS[kind]} {number}" for kind, number in given.items() if kind]
    if given.get(""):
        kinds.append(f"other {given['']}")
    return f"{count(sum(given.values()), 'give')} in 365 days: {', '.join(kinds)}"
