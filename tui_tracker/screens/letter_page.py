"""A letter to a partner: shown as it reads, then copied, saved, printed, edited, and noted as sent."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from tui_tracker.config import state_folder
from tui_tracker.domain.errors import Refused
from tui_tracker.domain.letters import LetterKind
from tui_tracker.domain.records import Report
from tui_tracker.domain.text import clean_text, count
from tui_tracker.screens.base import Modal, style_file
from tui_tracker.screens.form_modal import form_drafts
from tui_tracker.screens.letter_forms import SaveLetter, SentForm
from tui_tracker.screens.letters import Letter, note_letter, sent_letters
from tui_tracker.services import letters as letter_service
from tui_tracker.services import reports as report_service
from tui_tracker.widgets.lines import Line, text_line, wrap
from tui_tracker.widgets.text_panel import TextPanel

_MOST_WIDTH = 76
_MOST_COPIED = 56_000  # bytes; as Base64 they are the 74,994 signs that many terminals take for the clipboard


class LetterPage(Modal):
    """Shows one letter, or those that went out; gives the sentence that says that it was sent, or None."""

    CSS_PATH = style_file("letter")
    AUTO_FOCUS = "#paper"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s,enter", "send", "mark as sent", id="letter.sent"),
        Binding("c", "copy", "copy", id="letter.copy"),
        Binding("w", "save", "save as a file", id="letter.save"),
        Binding("P", "print", "print", id="letter.print"),
        Binding("E", "edit", "edit in your editor", id="letter.edit"),
        Binding("A", "label", "address label", id="letter.label"),
        Binding("R", "anew", "as it was before editing, or edited again", show=False, id="letter.anew"),
        Binding("left,h", "turn(-1)", "The letter before", show=False, id="letter.before"),
        Binding("right,l", "turn(1)", "The letter after", show=False, id="letter.after"),
        Binding("j,down", "scroll(1)", "Down", show=False, id="letter.down"),
        Binding("k,up", "scroll(-1)", "Up", show=False, id="letter.up"),
        Binding("space,pagedown", "page(1)", "A page down", show=False, id="letter.page_down"),
        Binding("b,pageup", "page(-1)", "A page up", show=False, id="letter.page_up"),
        Binding("question_mark", "app.help", "help", show=False, id="letter.help"),
        Binding("escape,q", "leave", "back", id="letter.back"),
    ]

    def __init__(self, letters: Sequence[Letter], at: int = 0) -> None:
        super().__init__()
        self._letters = tuple(letters)
        self._at = at
        self._anew = ""
        self._edited = ""
        self._problem = ""
        self._as_written = False
        self._loading = True
        self._then: Callable[[], None] | None = None
        self._label: str | None = None
        self._busy = False

    @classmethod
    def note(
        cls, kind: str, partner_id: int, partner_name: str, referral_id: int | None = None, patient_ref: str = ""
    ) -> LetterPage:
        """A short note to a partner: `LetterKind` THANK_YOU, or about a referral DECLINED, LOST, HOW_IS_IT_GOING."""
        page = cls([])
        page._letters = (
            note_letter(page.house, LetterKind(kind), (partner_id, partner_name), referral_id, patient_ref),
        )
        return page

    @classmethod
    def of_reports(
        cls, reports: Sequence[Report], partner: tuple[int, str], patient_ref: str, today: date
    ) -> LetterPage:
        """The letters that went out about a referral, the last one first seen."""
        return cls(sent_letters(reports, partner, patient_ref, today), len(reports) - 1)

    def compose(self) -> ComposeResult:
        """What it is, the letter, and a line of keys that also speaks."""
        with Vertical(id="sheet"):
            yield Static("", id="heading", markup=False)
            with VerticalScroll(id="paper"):
                yield TextPanel(id="text")
            yield Static("", id="said", markup=False)

    async def on_mount(self) -> None:
        """Write the letter."""
        self._speak()
        self.do(self._load())

    def on_resize(self, _event: events.Resize) -> None:
        """Lay it out for the new width."""
        self._show()

    def on_key(self, _event: events.Key) -> None:
        """A key takes away what was said before it."""
        self._speak()

    def say(self, text: str, *, bad: bool = False) -> None:
        """Say it in place of the keys; why there is no letter, in its place, where there is room for all of it."""
        if bad and not self._shown():
            self._problem = text
            self._show()
            return
        self._speak(f"! {text}" if bad else text, bad=bad)

    def action_leave(self) -> None:
        """Back to the letter from its label, else to where it was opened; what was edited is kept."""
        if self._label is not None:
            self._label = None
            self._show()
        else:
            self.dismiss(None)

    def action_scroll(self, by: int) -> None:
        """A line down or up."""
        self.query_one("#paper").scroll_relative(y=by, animate=False)

    def action_page(self, by: int) -> None:
        """A page down or up."""
        paper = self.query_one("#paper")
        paper.scroll_relative(y=by * max(1, paper.size.height - 1), animate=False)

    def action_turn(self, by: int) -> None:
        """The letter that went out before this one, or after it."""
        if not 0 <= self._at + by < len(self._letters):
            way = "before" if by < 0 else "after"
            self.say(f"There is no letter {way} this one." if len(self._letters) > 1 else "There is only this letter.")
            return
        self._at += by
        self._label = None
        self.do(self._load())

    def action_anew(self) -> None:
        """As it is written from the form, or as it was edited."""
        if not self._edited:
            self.say("This letter was not edited; E opens it in your editor.")
        else:
            self._as_written = not self._as_written
            self._keep()
            self._show()
            shown = "as it is written from what is known" if self._as_written else "as you edited it"
            self.say(f"This is the letter {shown}; R changes back.")

    def action_copy(self) -> None:
        """Give it to the clipboard of the terminal."""
        if self._waits(self.action_copy):
            return
        text = self._text()
        if text:
            self.app.copy_to_clipboard(text)
            much = ", more than many terminals take" if len(text.encode()) > _MOST_COPIED else ""
            self.say(f"Copied {count(len(text), 'character')}{much}; if nothing arrives, w saves it as a file.")

    def action_save(self) -> None:
        """Write it into a file."""
        if self._waits(self.action_save):
            return
        if self._text():
            words = self._letter.name if self._label is None else ("label", self._letter.name[1])
            self.app.push_screen(SaveLetter(self._shown(), letter_service.letter_name(*words)), self._said)

    def action_print(self) -> None:
        """Give it to the print command."""
        if self._waits(self.action_print):
            return
        if self._text() and not self._busy:
            self._busy = True
            self.do(self._print())

    def action_edit(self) -> None:
        """Open it in the person's own editor."""
        if self._waits(self.action_edit):
            return
        if self._label is not None:
            self.say("This is the label; e on the partner’s page changes the address.")
        elif self._letter.send is None:
            self.say("This letter went out already; it stays as it was sent.")
        elif self._text():
            self.do(self._edit())

    def action_label(self) -> None:
        """The address label, or the letter again."""
        if self._label is None:
            self.do(self._load_label())
        else:
            self._label = None
            self._show()

    def action_send(self) -> None:
        """It was sent: ask when and how."""
        if self._waits(self.action_send):
            return
        send = self._letter.send
        if send is None:
            self.say("This letter went out already; esc goes back.")
        elif self._label is not None:
            self.say("This is the label; A shows the letter again.")
        elif self._text():
            letter = self._shown()

            async def sent(day: date, channel: str, note: str) -> str:
                return await send(day, channel, note, letter)

            self.app.push_screen(SentForm(self._letter.title, sent, self._letter.channel), self._sent)

    def _waits(self, action: Callable[[], None]) -> bool:
        """Whether the letter is still being written; what was asked for is then done as soon as it is there."""
        if self._loading:
            self._then = action
        return self._loading

    @property
    def _letter(self) -> Letter:
        return self._letters[self._at]

    def _shown(self) -> str:
        """What is shown, as Markdown."""
        if self._label is not None:
            return report_service.literally(self._label)
        return self._anew if self._as_written or not self._edited else self._edited

    def _text(self) -> str:
        """What is shown, as plain text; where there is nothing, says so."""
        if not self._shown():
            self.say("There is no letter here; esc goes back.")
            return ""
        return self._label or report_service.letter_text(self._shown(), _MOST_WIDTH)

    async def _load(self) -> None:
        letter = self._letter
        self.query_one("#heading", Static).update(letter.title)
        self._anew = self._edited = self._problem = ""
        self._as_written = changed = False
        self._loading = True
        try:
            self._anew = await letter.write()
            if letter.kept_as:
                kept = await self.house().desk(form_drafts(self.app).load, letter.kept_as)
                self._edited = kept.get("letter", "")
                self._as_written = bool(kept.get("as_written"))
                changed = bool(self._edited) and kept.get("of") != _print_of(self._anew)
                await self._take_left(letter.kept_as)
        finally:
            self._loading = False
            then, self._then = self._then, None
            self._show()
        if self._edited and self._as_written:
            self.say("This is the letter as it is written from what is known; R shows it as you edited it.")
        elif self._edited:
            now = (
                "; what it is written from has changed since, R shows it anew" if changed else "; R shows it as it was"
            )
            self.say(f"This is the letter as you edited it{now}.")
        if then is not None:
            then()

    async def _take_left(self, key: str) -> None:
        """What an editor had saved when the program was killed under it counts as edited."""
        from tui_tracker.services.editing import left_behind

        left = clean_text(await self.house().desk(left_behind, state_folder(), key))
        if left:
            self._edited, self._as_written = f"{left}\n", False
            self._keep()

    async def _load_label(self) -> None:
        self._label = await self.house().desk(letter_service.address_label, self._letter.partner_id)
        self._show()
        self.say("The address label: c copies, P prints, w saves it; A shows the letter again.")

    @property
    def _width(self) -> int:
        return max(20, min(_MOST_WIDTH, self.query_one("#paper").scrollable_content_region.width))

    def _show(self) -> None:
        if self._label is not None:
            text = self._label
        elif self._shown():
            text = report_service.letter_text(self._shown(), self._width)
        else:
            text = ""
        lines = [text_line(None, part) for row in text.splitlines() for part in wrap(row, self._width)]
        if not lines and self._problem:
            lines = [Line(None, ((part, "bad"),)) for part in wrap(f"! {self._problem}", self._width)]
        elif not lines and self._letter.send is None:
            lines = [Line(None, (("No letter was kept: it was only noted that this was sent.", "dim"),))]
        panel = self.query_one("#text", TextPanel)
        panel.styles.height = max(1, len(lines))
        panel.show(lines)
        panel.refresh()

    def _keep(self) -> None:
        """Keep the letter as it was edited."""
        if self._letter.kept_as:
            kept = {"letter": self._edited, "of": _print_of(self._anew)}
            if self._as_written:
                kept["as_written"] = "yes"
            form_drafts(self.app).keep(self._letter.kept_as, kept if self._edited else {})

    async def _print(self) -> None:
        command = self.house().config.print_command
        is_letter = self._label is None and self._letter.send is not None
        try:
            self.say("Printing …")
            await asyncio.to_thread(letter_service.print_letter, self._shown(), command)
        finally:
            self._busy = False
        name = Path(command.split()[0]).name
        self.say(f"Given to “{name}” to print{'; s marks it as sent' if is_letter else ''}.")

    async def _edit(self) -> None:
        from textual.app import SuspendNotSupported

        from tui_tracker.services.editing import Unfinished, edit, editor

        command = editor(os.environ)
        before = self._shown()
        edited: str | Exception = before
        try:
            with self.app.suspend():
                # The program stands still meanwhile, as it must: what it painted would go into the editor. An error
                # must not leave this block, or the terminal would stay given away.
                try:
                    edited = edit(before, command, state_folder(), self._letter.kept_as)
                except Exception as error:
                    edited = error
        except SuspendNotSupported:
            raise Refused("The editor cannot be opened in this terminal; w saves the letter as a file.") from None
        if isinstance(edited, Unfinished) and edited.left.strip():
            self._edited, self._as_written = clean_text(edited.left) + "\n", True
            self._keep()
            self._show()
            raise Refused(f"{edited.message.partition(';')[0]}; R shows the letter as it had saved it.")
        if isinstance(edited, Exception):
            raise edited
        text = clean_text(edited) + "\n"
        if text.strip() == before.strip():
            self.say("The letter is as it was.")
            return
        self._edited = text
        self._as_written = False
        self._keep()
        self._show()
        self.say("Edited and kept; R shows it as it was before.")

    def _said(self, said: Any) -> None:
        if said is not None:
            self.say(str(said))

    def _sent(self, said: Any) -> None:
        """It is noted: the draft is not needed any longer."""
        if said is not None:
            if self._letter.kept_as:
                form_drafts(self.app).forget(self._letter.kept_as)
            self.dismiss(said)

    def _speak(self, text: str = "", *, bad: bool = False) -> None:
        said = self.query_one("#said", Static)
        said.set_class(bad, "bad")
        if not text:
            sent = self._letters and self._letter.send is None
            text = _KEYS_READING if sent else _KEYS
        said.update(text)


def _print_of(text: str) -> str:
    """What tells whether a text is another one than before."""
    return sha256(text.encode()).hexdigest()[:16]


_KEYS = "s mark as sent  c copy  w save  P print  E edit  A label  ? help  esc back"
_KEYS_READING = "c copy  w save  P print  A label  ← → other letters  esc back"
