"""Bringing in a file from the screen: name it, see what its columns mean, put that right, try it out, import."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input

from tui_tracker.domain.errors import Refused
from tui_tracker.domain.text import count
from tui_tracker.domain.words import label
from tui_tracker.exchange.mapping import missing
from tui_tracker.exchange.paths import complete_path
from tui_tracker.screens.base import Modal, key_name, style_file
from tui_tracker.screens.field_picker import NOT_USED, FieldPicker
from tui_tracker.services.importing import (
    CANDIDATES,
    PARTNERS,
    PRACTICE,
    REFERRALS,
    Imported,
    Looked,
    Options,
    import_file,
    look,
)
from tui_tracker.widgets.key_bar import KeyBar
from tui_tracker.widgets.lines import Line, Piece, fit, text_line, wrap
from tui_tracker.widgets.text_panel import TextPanel
from tui_tracker.widgets.window_list import WindowList

_NAME, _FIELD, _BAR = 24, 16, 30
_KINDS = (PARTNERS, REFERRALS, CANDIDATES)


class ImportScreen(Modal):
    """Imports one file. Dismissed with what was imported, or None where nothing changed."""

    CSS_PATH = style_file("importing")
    AUTO_FOCUS = None
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "back", id="import.back"),
        Binding("i", "import", "import", id="import.run"),
        Binding("d", "rehearse", "try out", id="import.rehearse"),
        Binding("l,right", "turn(1)", "next field", show=False, id="import.next_field"),
        Binding("h,left", "turn(-1)", "previous field", show=False, id="import.previous_field"),
        Binding("x", "drop", "not used", id="import.drop"),
        Binding("t", "kind", "another kind", id="import.kind"),
        Binding("p", "partners", "add unknown referrers", id="import.partners"),
        Binding("b", "before", "nothing owed before", id="import.before"),
        Binding("f", "file", "another file", id="import.file"),
        Binding("tab", "complete", "complete the name", show=False, id="import.complete"),
        Binding("question_mark", "help", "help", show=False, id="import.help"),
    ]

    def __init__(self, path: str = "", as_: str | None = None) -> None:
        super().__init__()
        self._path = path
        self._as = as_
        self._looked: Looked | None = None
        self._fields: list[str | None] = []
        self._options = Options(as_=as_)
        self._result: Imported | None = None
        self._busy = False

    def compose(self) -> ComposeResult:
        """Where the file stands, what it is, its columns, and the keys."""
        path = Input(self._path, placeholder="file to import, then enter; tab completes its name", id="path")
        before = Input(placeholder="nothing is owed on referrals received before (2026-01-01), then enter", id="before")
        path.cursor_blink = before.cursor_blink = False
        with Vertical(id="box"):
            yield path
            yield before
            yield TextPanel(id="about")
            yield WindowList(empty="", id="columns")
            yield TextPanel(id="bar")
            yield KeyBar()

    def on_mount(self) -> None:
        """Ask for the file, or look at the one that was named."""
        self.query_one("#before").display = False
        self.query_one("#bar").display = False
        self.bindings_updated_signal.subscribe(self, lambda _screen: self._show_keys())
        self.query_one("#path", Input).focus()
        self._list.show_all([])
        if self._path:
            self.do(self._look())

    def say(self, text: str, *, bad: bool = False) -> None:
        """Say one line in place of the keys."""
        self.query_one(KeyBar).say(text, bad=bad)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys mean something once a file is in sight, and only where the cursor is in the list."""
        if action not in ("import", "rehearse", "turn", "drop", "kind", "partners", "before", "file"):
            return True
        if self._looked is None or isinstance(self.focused, Input) or self._busy:
            return False
        if action in ("turn", "drop", "kind"):
            return self._looked.kind != PRACTICE and self._result is None
        if action in ("partners", "before"):
            return self._looked.kind == REFERRALS and self._result is None
        return action == "file" or self._result is None

    def on_key(self, event: events.Key) -> None:
        """What was said goes with the next key."""
        self.query_one(KeyBar).clear()

    async def on_input_submitted(self, event: Input.Submitted) -> None:
        """A file was named, or a day."""
        event.stop()
        if event.input.id == "path":
            self._path = event.value.strip()
            self._options = Options(as_=self._as)
            self.do(self._look())
        else:
            self._take_day(event.value.strip())

    def on_window_list_chosen(self, message: WindowList.Chosen) -> None:
        """Choose the field of the column under the cursor from a list."""
        message.stop()
        if self._looked is None or self._result is not None or self._looked.kind == PRACTICE:
            return
        index = message.index
        picker = FieldPicker(self._looked.columns[index].name, self._looked.fields, self._fields[index])
        self.app.push_screen(picker, partial(self._picked, index))

    def action_complete(self) -> None:
        """Complete the file's name as far as it is clear; elsewhere go to the next pane."""
        path = self.query_one("#path", Input)
        if path.has_focus:
            self.do(self._complete(path.value))
        else:
            self.focus_next()

    def action_leave(self) -> None:
        """Back; while rows are being written, wait."""
        before = self.query_one("#before", Input)
        if self._busy:
            self.say("One moment: the file is being imported.")
        elif before.has_focus:
            before.display = False
            self._list.focus()
        else:
            done = self._result is not None and self._result.change_id is not None
            self.dismiss(self._result if done else None)

    def action_help(self) -> None:
        """The keys that work here."""
        from tui_tracker.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self))

    def action_file(self) -> None:
        """Name another file."""
        self.query_one("#path", Input).focus()

    def action_turn(self, by: int) -> None:
        """The next or the previous field that no other column has."""
        index = self._list.cursor
        if self._looked is None or index >= len(self._fields):
            return
        present = self._fields[index]
        free: list[str | None] = [None]
        free += [name for name in self._looked.fields if name == present or name not in self._fields]
        self._choose(index, free[(free.index(present) + by) % len(free)])

    def action_drop(self) -> None:
        """Leave the column under the cursor out."""
        if self._list.cursor < len(self._fields):
            self._choose(self._list.cursor, None)

    def action_kind(self) -> None:
        """Read the rows as the next of what they may be."""
        assert self._looked is not None
        other = _KINDS[(_KINDS.index(self._looked.kind) + 1) % len(_KINDS)]
        self._options = replace(self._options, as_=other)
        self.do(self._look())

    def action_partners(self) -> None:
        """Whether referrers who are not partners yet are added."""
        self._options = replace(self._options, add_partners=not self._options.add_partners)
        self._tell_about()

    def action_before(self) -> None:
        """Ask for the day before which nothing is owed."""
        before = self.query_one("#before", Input)
        before.display = True
        before.focus()

    def action_rehearse(self) -> None:
        """Say what an import would do."""
        self.do(self._run(dry_run=True))

    def action_import(self) -> None:
        """Import."""
        self.do(self._run(dry_run=False))

    @property
    def _list(self) -> WindowList:
        return self.query_one("#columns", WindowList)

    async def _complete(self, text: str) -> None:
        found = await self.house().desk(complete_path, text)
        path = self.query_one("#path", Input)
        if found and path.value == text:
            path.value = found
            path.cursor_position = len(found)

    async def _look(self) -> None:
        self._looked, self._result = None, None
        looked = await self.house().desk(look, self._path, self._options)
        self._looked = looked
        self._fields = [column.field for column in looked.columns]
        self.query_one("#path", Input).value = self._path
        self._show_columns(cursor=0)
        self._tell_about()
        self._list.focus()
        self.refresh_bindings()

    async def _run(self, *, dry_run: bool) -> None:
        if self._busy or self._looked is None:
            return
        self._busy = True
        self.refresh_bindings()
        loop = asyncio.get_running_loop()
        options = self._options
        if self._looked.kind != PRACTICE:
            options = replace(options, as_=self._looked.kind, columns=tuple(self._fields))
        try:
            result = await self.house().desk(
                import_file,
                self.house().doing(),
                self._path,
                options,
                dry_run=dry_run,
                progress=lambda done, total: _tell_loop(loop, self._draw_bar, done, total),
            )
        except Refused as refused:
            raise Refused(refused.message.partition(" Name it:")[0]) from refused
        finally:
            self._busy = False
            self.query_one("#bar").display = False
            self.refresh_bindings()
        if dry_run:
            self.say(f"It would be: {_counts(result)}. i imports.")
            return
        self._result = result
        self.house().changed()
        self._show_result(result)

    def _draw_bar(self, done: int, total: int) -> None:
        if not self.is_mounted or not self._busy:
            return
        panel = self.query_one("#bar", TextPanel)
        panel.display = True
        share = done / total if total else 1.0
        filled = int(share * _BAR)
        pieces: tuple[Piece, ...] = (
            (" [" + "#" * filled, "good"),
            ("." * (_BAR - filled) + "]", "dim"),
            (f" {share:4.0%}  {done:,} of {total:,}", ""),
        )
        panel.show([Line(None, pieces)])

    def _picked(self, index: int, field: Any) -> None:
        if field is not None:
            self._choose(index, str(field) or None)

    def _choose(self, index: int, field: str | None) -> None:
        if field is not None and field in self._fields:
            self._fields[self._fields.index(field)] = None
        self._fields[index] = field
        self._show_columns()
        self._tell_about()

    def _take_day(self, text: str) -> None:
        try:
            day = date.fromisoformat(text) if text else None
        except ValueError:
            self.say("Write the day as 2026-11-18, or leave it empty.", bad=True)
            return
        self._options = replace(self._options, settled_before=day)
        self.query_one("#before").display = False
        self._list.focus()
        self._tell_about()

    def _show_columns(self, cursor: int | None = None) -> None:
        assert self._looked is not None
        lines = [
            Line(
                column.index,
                (
                    (fit(column.name, _NAME), "bold" if field else "dim"),
                    (" → ", "dim"),
                    (fit(label(field) if field else NOT_USED, _FIELD), "good" if field else "dim"),
                    (" " + " · ".join(column.samples), "dim"),
                ),
            )
            for column, field in zip(self._looked.columns, self._fields, strict=True)
        ]
        self._list.show_all(lines, cursor=cursor)

    def _tell_about(self) -> None:
        looked = self._looked
        assert looked is not None
        if looked.kind == PRACTICE:
            lines = [text_line(None, f"{looked.name}: a whole practice; i imports it."), text_line(None, "")]
        else:
            what = f"{looked.name}: {count(looked.rows, 'row')} of {looked.kind} ({looked.form})"
            lines = [text_line(None, what, "bold"), self._second_line(looked)]
        self.query_one("#about", TextPanel).show(lines)

    def _second_line(self, looked: Looked) -> Line:
        lacking = missing(looked.kind, self._fields)
        if lacking:
            return text_line(None, f"! {lacking} Put the cursor on its column, enter chooses the field.", "warn")
        if looked.kind == CANDIDATES:
            told = "i imports candidates, who become prospects when you say so; d tries it out."
            return text_line(None, told, "dim")
        if looked.kind != REFERRALS:
            return text_line(None, "i imports it as one change, d tries it out.", "dim")
        unknown = "are added" if self._options.add_partners else "are set aside"
        before = self._options.settled_before
        owed = f"; nothing owed before {before}" if before else ""
        return text_line(None, f"Rows whose referrer is no partner yet {unknown}{owed}.", "dim")

    def _show_result(self, result: Imported) -> None:
        texts = [f"{result.label}.", "", f"{count(result.total, 'row')}: {_counts(result)}.", *result.notes]
        room = max(20, self.size.width - 4)
        lines = [
            text_line(f"{number} {part}", piece if part == 0 else f"  {piece}")
            for number, text in enumerate(texts)
            for part, piece in enumerate(wrap(text, room) or [""])
        ]
        if result.report:
            lines += [
                text_line("report", "Set aside, each with its reason, in"),
                text_line("file", result.report, "bold"),
            ]
        lines += [text_line(f"line {line}", f"line {line}: {reason}", "dim") for line, reason in result.examples]
        self._list.show_all(lines, cursor=0)
        self._list.focus()
        self.query_one("#about", TextPanel).show([text_line(None, "Done. esc goes back.", "good"), text_line(None, "")])
        self.refresh_bindings()

    def _show_keys(self) -> None:
        keys = [
            (key_name(self, active.binding), active.binding.description)
            for active in self.active_bindings.values()
            if active.binding.show and active.enabled and active.node is self and active.binding.description
        ]
        self.query_one(KeyBar).show_keys(list(dict.fromkeys(keys)))


def _tell_loop(loop: asyncio.AbstractEventLoop, tell: Any, done: int, total: int) -> None:
    """From the database's thread: have the bar drawn, without waiting for it."""
    if not loop.is_closed():
        loop.call_soon_threadsafe(tell, done, total)


def _counts(result: Imported) -> str:
    return (
        f"{result.added:,} added, {result.updated:,} updated, {result.unchanged:,} already here, "
        f"{result.set_aside:,} set aside"
    )
