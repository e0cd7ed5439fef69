"""The keys that work here, made from the live keymap."""

from __future__ import annotations

from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import Screen
from textual.widgets import Static

from tui_tracker.screens.base import Modal, key_name, style_file
from tui_tracker.widgets.lines import Line, Piece, fit, text_line
from tui_tracker.widgets.window_list import WindowList

_KEY_WIDTH = 16
_TITLE = "Keys that work here   j k pgdn more   esc back"


class HelpScreen(Modal):
    """Lists the keys of the screen it was asked on: its own first, then those of the list, then those of everywhere."""

    CSS_PATH = style_file("help")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,q", "leave", "back", id="help.back"),
    ]

    def __init__(self, asked_on: Screen[Any]) -> None:
        super().__init__()
        self._lines = _key_lines(asked_on)

    def compose(self) -> ComposeResult:
        """A heading and the list."""
        with Vertical(id="box"):
            yield Static(_TITLE, id="title", markup=False)
            yield WindowList(id="keys")

    def on_mount(self) -> None:
        """Fill the list."""
        listing = self.query_one(WindowList)
        listing.show_all(self._lines)
        listing.focus()

    def on_key(self, _event: events.Key) -> None:
        """A key takes away what was said before it."""
        self.say(_TITLE)

    def say(self, text: str, *, bad: bool = False) -> None:
        """Say it in place of the heading."""
        self.query_one("#title", Static).update(text)

    def action_leave(self) -> None:
        """Back to the screen."""
        self.dismiss(None)


def _key_lines(screen: Screen[Any]) -> list[Line]:
    """Every active binding once, grouped by where it comes from."""
    groups: dict[str, dict[str, list[str]]] = {}
    for active in screen.active_bindings.values():
        if not active.enabled or not active.binding.description or not active.binding.id:
            continue  # a binding without an id is one of Textual's own, such as copying a selection
        owner = active.node
        if owner is screen:
            group = "On this screen"
        elif owner is screen.app:
            group = "Everywhere"
        else:
            group = "In the list"
        words = groups.setdefault(group, {})
        shown = key_name(screen, active.binding)
        known = words.setdefault(active.binding.tooltip or active.binding.description, [])
        if shown not in known:
            known.append(shown)
    lines: list[Line] = []
    for group in ("On this screen", "In the list", "Everywhere"):
        if group in groups:
            lines.append(text_line(None, group, "head"))
            lines += [Line(f"{group} {word}", _row(" ".join(keys), word)) for word, keys in groups[group].items()]
    if not isinstance(screen, Modal):
        lines.append(Line("palette", _row("ctrl+p", "everything else by name: import a file …")))
    return lines


def _row(keys: str, word: str) -> tuple[Piece, ...]:
    return (("  ", ""), (fit(keys, _KEY_WIDTH), "key"), (word, ""))
