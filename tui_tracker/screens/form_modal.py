"""What every form above a screen shares: its frame, saving, errors beside the fields, and keeping what was typed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from typing import Any, ClassVar
from weakref import WeakKeyDictionary

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from tui_tracker.domain.errors import Refused
from tui_tracker.screens.base import Modal, style_file
from tui_tracker.widgets.form import Field, Form

_KEPT: WeakKeyDictionary[App[Any], dict[str, dict[str, str]]] = WeakKeyDictionary()
"""What was typed into forms that were left without saving, by `kept_as`: offered again when the form is next opened."""


class FormModal(Modal):
    """A form above a screen. Dismissed with what `save` gives, or with None where it was left.

    A subclass gives `title`, `fields()` and the coroutine `save(values)`, which awaits the desk and may raise Refused:
    what is refused is shown beside the field that it names, else under the form. Where `kept_as` is set, what was
    typed is kept when the form is left with `esc`, and stands there again when it is opened next.
    """

    CSS_PATH: ClassVar[PurePath | list[str | PurePath]] = style_file("form")
    AUTO_FOCUS = None
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "back", id="form.leave"),
    ]

    def __init__(self, title: str, *, kept_as: str = "") -> None:
        super().__init__()
        self.heading = title
        self.kept_as = kept_as
        self._saving = False

    def fields(self) -> Sequence[Field]:
        """The fields, filled with what they show at first."""
        raise NotImplementedError

    async def save(self, values: dict[str, str]) -> Any:
        """Carry out what the form is for; what it gives goes to who opened the form. May raise Refused."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """A heading, the form, and a line that says what is wrong or which keys there are."""
        with Vertical(id="box"):
            yield Static(self.heading, id="heading", markup=False)
            yield Form(self.fields())
            yield Static(_KEYS, id="said", markup=False)

    @property
    def _kept(self) -> dict[str, dict[str, str]]:
        return _KEPT.setdefault(self.app, {})

    @property
    def form(self) -> Form:
        """The form."""
        return self.query_one(Form)

    def on_mount(self) -> None:
        """Bring back what was typed before and start in the first field."""
        kept = self._kept.get(self.kept_as)
        if kept:
            self.form.set_values(kept)
            self.say("This is what you had typed before. ctrl+s saves, esc leaves.")
        self.form.focus_first()

    def say(self, text: str, *, bad: bool = False) -> None:
        """Say one line under the form."""
        said = self.query_one("#said", Static)
        said.set_class(bad, "bad")
        said.update(f"! {text}" if bad else text)

    def action_leave(self) -> None:
        """Go back; what was typed is kept for the next time."""
        if self.kept_as and self.form.changed:
            self._kept[self.kept_as] = self.form.changes()
        self.dismiss(None)

    def on_form_submitted(self, event: Form.Submitted) -> None:
        """Save; a second press while that is under way does nothing."""
        event.stop()
        if not self._saving:
            self._saving = True
            self.form.clear_errors()
            self.say(_KEYS)
            self.do(self._save(event.values))

    async def _save(self, values: dict[str, str]) -> None:
        try:
            result = await self.save(values)
        except Refused as refused:
            if not self.form.show_error(refused.field, refused.message):
                self.say(refused.message, bad=True)
            return
        finally:
            self._saving = False
        self._kept.pop(self.kept_as, None)
        self.dismiss(result)


_KEYS = "enter next field · ctrl+s saves · esc leaves"
