"""Ideas for a next give to a partner, each a line of the quick log away."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from textual.widget import Widget
from textual.widgets import Static

from tui_tracker.domain.give_words import KINDS_WORDS
from tui_tracker.domain.giving import Idea
from tui_tracker.domain.text import count
from tui_tracker.screens.base import LogAbout
from tui_tracker.screens.list_modal import ListModal
from tui_tracker.widgets.lines import Line, text_line, wrap
from tui_tracker.widgets.window_list import WindowList


class GiveIdeas(ListModal):
    """What could be given to `partner`, as (id, name), and why. Gives what to say once one of them is logged."""

    EMPTY = "No ideas: we have parted, or they are in the archive."
    KEYS = "enter begins the line of the quick log · esc back"

    def __init__(self, partner: tuple[int, str]) -> None:
        super().__init__(f"What to give {partner[1]} next")
        self._partner = partner
        self._ideas: tuple[Idea, ...] = ()
        self._given: dict[str, int] = {}

    def above(self) -> Iterator[Widget]:
        """What was given lately."""
        yield Static("", id="about", markup=False)

    def on_resize(self) -> None:
        """Break the lines anew."""
        self.call_after_refresh(self._show)

    def on_window_list_chosen(self, _message: WindowList.Chosen) -> None:
        """Begin a quick log with this idea."""
        from tui_tracker.screens.quick_log import QuickLogScreen

        line = self.listed.current
        if line is not None and isinstance(line.key, int):
            self.app.push_screen(QuickLogScreen(LogAbout(self._partner), line=self._ideas[line.key].line), self._logged)

    def _logged(self, logged: Any) -> None:
        if logged is not None:
            self.house().changed()
            self.dismiss(f"{logged.label}. u undoes it.")

    async def load(self) -> None:
        """Fetch what was given and what could be."""
        from tui_tracker.services.giving import give_ideas, gives_by_kind

        house = self.house()
        self._ideas = await house.desk(give_ideas, self._partner[0], house.today)
        self._given = await house.desk(gives_by_kind, self._partner[0], house.today)
        self._show()

    def _show(self) -> None:
        self.query_one("#about", Static).update(_given_words(self._given))
        width = self.line_width - 2
        lines: list[Line] = []
        for place, idea in enumerate(self._ideas):
            first, *rest = wrap(idea.text, width)
            lines.append(text_line(place, first, "bold"))
            lines += [text_line(None, f"  {text}", "bold") for text in rest]
            lines += [text_line(None, f"  {text}", "dim") for text in wrap(idea.why, width)]
        self.listed.show_all(lines)


def _given_words(given: dict[str, int]) -> str:
    if not given:
        return "Nothing was given in the last 365 days."
    kinds = [f"{KINDS_WORDS[kind]} {number}" for kind, number in given.items() if kind]
    if given.get(""):
        kinds.append(f"other {given['']}")
    return f"{count(sum(given.values()), 'give')} in 365 days: {', '.join(kinds)}"
