"""What every form above a screen shares: its frame, saving, errors beside the fields, and keeping what was typed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import Any, ClassVar
from weakref import WeakKeyDictionary

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Static

from tui_tracker.config import state_folder
from tui_tracker.domain.errors import Refused
from tui_tracker.screens.base import Modal, style_file
from tui_tracker.services.form_drafts import FormDrafts, open_form_drafts
from tui_tracker.widgets.form import Field, Form

_KEPT: WeakKeyDictionary[App[Any], dict[str, dict[str, str]]] = WeakKeyDictionary()
"""What was typed into forms that were left without saving, by `kept_as`: offered again when the form is next opened."""
_DRAFTS: WeakKeyDictionary[App[Any], FormDrafts] = WeakKeyDictionary()
"""Where forms that are durable keep what is typed."""


def form_drafts(app: App[Any]) -> FormDrafts:
    """What is kept on disk of what was typed into durable forms."""
    if app not in _DRAFTS:
        _DRAFTS[app] = open_form_drafts(state_folder())
    return _DRAFTS[app]


class FormModal(Modal):
    """A form above a screen. Dismissed with what `save` gives, or with None where it was left.

    A subclass gives `title`, `fields()` and the coroutine `save(values)`, which awaits the desk and may raise Refused:
    what is refused is shown beside the field that it names, else under the form. Where `kept_as` is set, what was
    typed is kept when the form is left with `esc`, and stands there again when it is opened next. It is kept on disk as
    well, at every key, so that a line that drops or a program that is killed loses none of it; not where `durable` is
    False.
    """

    CSS_PATH: ClassVar[PurePath | list[str | PurePath]] = style_file("form")
    AUTO_FOCUS = None
    KEYS: ClassVar[str] = "enter next field · ctrl+s saves · esc leaves"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "back", id="form.leave"),
    ]

    def __init__(self, title: str, *, kept_as: str = "", durable: bool = True) -> None:
        super().__init__()
        self.heading = title
        self.kept_as = kept_as
        self._durable = durable and bool(kept_as)
        self._saving = False
        self._over = False

    def fields(self) -> Sequence[Field]:
        """The fields, filled with what they show at first."""
        raise NotImplementedError

    async def save(self, values: dict[str, str]) -> Any:
        """Carry out what the form is for; what it gives goes to who opened the form. May raise Refused."""
        raise NotImplementedError

    def above(self) -> Iterator[Widget]:
        """What stands between the heading and the form."""
        yield from ()

    def compose(self) -> ComposeResult:
        """A heading, the form, and a line that says what is wrong or which keys there are."""
        with Vertical(id="box"):
            yield Static(self.heading, id="heading", markup=False)
            yield from self.above()
            yield Form(self.fields())
            yield Static(self._keys(), id="said", markup=False)

    def _keys(self) -> str:
        """What the keys do: `enter` in the last field saves, so in a line that stands alone there is no next one."""
        alone = [field.lines for field in self.fields()] == [1]
        return "enter saves · esc leaves" if alone and self.KEYS == FormModal.KEYS else self.KEYS

    @property
    def _kept(self) -> dict[str, dict[str, str]]:
        return _KEPT.setdefault(self.app, {})

    @property
    def form(self) -> Form:
        """The form."""
        return self.query_one(Form)

    @property
    def drafts(self) -> FormDrafts:
        """What is kept of durable forms."""
        return form_drafts(self.app)

    def on_mount(self) -> None:
        """Bring back what was typed before and start in the first field."""
        if kept := self._kept.get(self.kept_as):
            self._offer_again(kept)
        elif self._durable:
            self.do(self._read_kept())
        self.form.focus_first()

    def bring_back(self, kept: dict[str, str]) -> None:
        """Put what was typed before into the fields."""
        self.form.set_values(kept)

    def say(self, text: str, *, bad: bool = False) -> None:
        """Say one line under the form."""
        said = self.query_one("#said", Static)
        said.set_class(bad, "bad")
        said.update(f"! {text}" if bad else text)

    def action_leave(self) -> None:
        """Go back; what was typed is kept for the next time."""
        self._over = True
        changes = self.form.changes()
        if self.kept_as:
            self._kept[self.kept_as] = changes
        if self._durable:
            self.drafts.keep(self.kept_as, changes)
            if changes and self.drafts.problem:
                self.app.notify(self.drafts.problem, markup=False, severity="error")
        self.dismiss(None)

    def on_form_changed(self, event: Form.Changed) -> None:
        """Keep what is typed, at every key."""
        event.stop()
        if self._durable and not self._over:
            self.drafts.keep(self.kept_as, self.form.changes())

    def on_form_submitted(self, event: Form.Submitted) -> None:
        """Save; a second press while that is under way does nothing."""
        event.stop()
        if not self._saving:
            self._saving = True
            self.form.clear_errors()
            self.say(self._keys())
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
        self.finish(result)

    def finish(self, result: Any) -> None:
        """What was typed is saved: it need not be kept any longer."""
        self._over = True
        self._kept.pop(self.kept_as, None)
        if self._durable:
            self.drafts.forget(self.kept_as)
        self.dismiss(result)

    def _offer_again(self, kept: dict[str, str]) -> None:
        self.bring_back(kept)
        self.say(f"This is what you had typed before. {self._keys()}")

    async def _read_kept(self) -> None:
        kept = await self.house().desk(self.drafts.load, self.kept_as)
        if self._over:
            return
        typed = self.form.changes()
        kept = {name: value for name, value in kept.items() if name not in typed}
        if kept:
            self._offer_again(kept)
