"""The Textual application: modes, the desk, undo, and what keeps a terminal and a patient's data safe."""

from __future__ import annotations

import asyncio
import gc
import os
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from dataclasses import replace
from datetime import date
from pathlib import PurePath
from typing import Any, ClassVar

from tui_tracker.clock import known_zone, local_today, utc_now
from tui_tracker.config import Config, state_folder
from tui_tracker.desk import Desk
from tui_tracker.domain.agenda import Agenda
from tui_tracker.domain.errors import Refused
from tui_tracker.domain.records import Doing
from tui_tracker.domain.settings import Settings

# `ESC` and the rest of a cursor key may arrive 200 ms apart over a slow line; Textual reads this when imported.
os.environ.setdefault("ESCDELAY", "400")

from textual import events
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.filter import LineFilter
from textual.reactive import Reactive
from textual.screen import Screen

from tui_tracker.painting import changed_alone
from tui_tracker.screens.base import MainScreen, style_file
from tui_tracker.terminal import CleanOutput, QuietDriver
from tui_tracker.type_ahead import BY_WORDS, TypeAhead, Typed, letter_with_alt

_CHECK_SECONDS = 5.0
_QUIET_SECONDS = 1.0


def _today() -> Screen[Any]:
    from tui_tracker.screens.today import TodayScreen

    return TodayScreen()


def _partners() -> Screen[Any]:
    from tui_tracker.screens.partners import PartnersScreen

    return PartnersScreen()


def _board() -> Screen[Any]:
    from tui_tracker.screens.board import BoardScreen

    return BoardScreen()


def _network() -> Screen[Any]:
    from tui_tracker.screens.network import NetworkScreen

    return NetworkScreen()


def _insights() -> Screen[Any]:
    from tui_tracker.screens.insights import InsightsScreen

    return InsightsScreen()


def _history() -> Screen[Any]:
    from tui_tracker.screens.history import HistoryScreen

    return HistoryScreen()


class TuiTracker(App[None]):
    """Shows one practice. `version` grows whenever its data may have changed, here or in another session."""

    # A theme, a file of rules or a mode that comes later has all rules parsed again; Today is there from the start.
    theme = Reactive("ansi-dark")
    CSS_PATH: ClassVar[list[str | PurePath]] = [style_file("app"), style_file("today")]
    TITLE = "tui-tracker"
    DEFAULT_MODE = "today"
    MODES: ClassVar[dict[str, str | Callable[[], Screen[Any]]]] = {
        "partners": _partners,
        "board": _board,
        "network": _network,
        "insights": _insights,
        "history": _history,
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "mode('today')", "Today", show=False, id="today"),
        Binding("2", "mode('partners')", "Partners", show=False, id="partners"),
        Binding("3", "mode('board')", "Board", show=False, id="board"),
        Binding("4", "mode('network')", "Network", show=False, id="network"),
        Binding("5", "mode('insights')", "Insights", show=False, id="insights"),
        Binding("6", "mode('history')", "History", show=False, id="history"),
        Binding("o", "quick_log", "log", id="quick_log"),
        Binding("r", "refer", "New referral", show=False, id="refer"),
        Binding("t", "thank", "Thank the partner", show=False, id="thank"),
        Binding("T", "note", "Write a thank-you note", show=False, id="note"),
        Binding("u", "undo", "undo", id="undo"),
        Binding("ctrl+r", "redo", "redo", show=False, id="redo"),
        Binding("colon", "go", "go to", show=False, id="go"),
        Binding("question_mark", "help", "help", show=False, id="help"),
        Binding("ctrl+z", "suspend_process", "suspend", show=False, id="suspend"),
        Binding("q", "quit", "quit", id="quit"),
    ]

    def __init__(
        self,
        desk: Desk,
        who: str,
        config: Config,
        on: date | None = None,
        first: Future[Agenda] | None = None,
        newest: int | None = None,
    ) -> None:
        super().__init__(driver_class=QuietDriver, watch_css=False, ansi_color=True)
        self.desk = desk
        self._first = first
        self.who = who
        self.config = config
        self.own_zone = config.settings.time_zone
        self.version = 0
        self.open_partner: int | None = None
        self.open_filter: str | None = None
        self._on = on
        self._journal_id = newest
        self._day = self.today
        self._clean = CleanOutput()
        self._type_ahead = TypeAhead(self, self._give)
        self.animation_level = "none"

    @property
    def settings(self) -> Settings:
        """The rules' numbers."""
        return self.config.settings

    @property
    def today(self) -> date:
        """The practice's local day; fixed where the program was started with --on."""
        return self._on or local_today(self.settings.time_zone)

    def go_by(self, zone: str) -> None:
        """Take the day and the hour from this time zone, `own_zone` where this machine's settings name one."""
        self.config = replace(self.config, settings=replace(self.settings, time_zone=self.own_zone or zone))

    async def find_time_zone(self) -> None:
        """Go by what the practice says its time zone is."""
        from tui_tracker.services.opening import practice_zone

        self.go_by(known_zone(await self.desk(practice_zone)))

    def doing(self) -> Doing:
        """This person, now."""
        return Doing(self.who, utc_now(), self.today)

    async def agenda_at_hand(self, patience: float) -> Agenda | None:
        """What `first_agenda` would give, where it is there within so many seconds and went well."""
        first = self._first
        if first is None:
            return None
        waiting = asyncio.wrap_future(first)
        waiting.add_done_callback(lambda done: done.cancelled() or done.exception())  # whoever awaits it tells
        await asyncio.wait((waiting,), timeout=patience)
        if not first.done() or first.exception() is not None:
            return None
        self._first = None
        return first.result()

    async def first_agenda(self) -> Agenda | None:
        """The agenda that was begun before there was a screen; None once it has been given."""
        first, self._first = self._first, None
        if first is None:
            return None
        return await asyncio.wrap_future(first)

    def title_text(self) -> str:
        """What stands at the right of the title bar."""
        return f"{self.today:%a %b} {self.today.day} {self.today.year}"

    def get_line_filters(self) -> list[LineFilter]:
        """The filters of every line that is painted; the last takes control characters out of data."""
        return [*super().get_line_filters(), self._clean]

    def _display(self, screen: Screen[Any], renderable: Any) -> None:
        super()._display(screen, changed_alone(renderable))

    def get_default_screen(self) -> Screen[Any]:
        """The screen of the mode that the program starts in."""
        return _today()

    def on_mount(self) -> None:
        """Set the person's own keys and the watch for other sessions."""
        self.add_mode("today", _today)
        self.set_keymap(self.config.keys)
        self.app_resume_signal.subscribe(self, lambda _app: self.call_later(self._repaint))
        self.set_interval(_CHECK_SECONDS, self._look_for_changes)
        if not self.is_headless:
            self.set_timer(_QUIET_SECONDS, self._settle)

    async def on_event(self, event: events.Event) -> None:
        """A key takes away what was said before it, and has its effect before the next one is looked at."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            await self._type_ahead.take(event)
            return
        if isinstance(event, events.Key) and isinstance(self.screen, MainScreen):
            self.screen.hush()
        await super().on_event(event)

    async def _give(self, event: Typed) -> None:
        """Give a key, whose turn has come, to what has the focus."""
        if isinstance(event, events.Key):
            if isinstance(self.screen, MainScreen):
                self.screen.hush()
            letter = letter_with_alt(event.key)
            if BY_WORDS.get(event.key) in self.screen.active_bindings:
                event = events.Key(BY_WORDS[event.key], None)
            elif letter and event.key not in self.screen.active_bindings:
                # Escape and a key soon after it arrive as one; nothing here is bound to alt with a letter.
                self._type_ahead.put_first(events.Key(letter, letter))
                event = events.Key("escape", "\x1b")
        await super().on_event(event)

    def action_mode(self, mode: str) -> None:
        """Show one of the six screens."""
        self.switch_mode(mode)

    def show_partner(self, partner_id: int) -> None:
        """Open the Partners screen on one partner."""
        self.open_partner = partner_id
        self.switch_mode("partners")

    def show_partners(self, filter_text: str) -> None:
        """Open the Partners screen on those whom a filter lets through."""
        self.open_filter = filter_text
        self.switch_mode("partners")

    def changed(self) -> None:
        """Data changed: the screen in front loads again now, the others when they are shown."""
        self.version += 1
        front = self.screen_stack[0] if self.screen_stack else None
        if isinstance(front, MainScreen):
            front.reload()

    def action_quick_log(self) -> None:
        """One line in, about the partner under the cursor where there is one."""
        from tui_tracker.screens.anywhere import log

        log(self)

    def action_refer(self) -> None:
        """Write down a new referral."""
        from tui_tracker.screens.anywhere import refer

        refer(self)

    def action_thank(self) -> None:
        """Thank the partner under the cursor."""
        from tui_tracker.screens.anywhere import thank

        thank(self)

    def action_note(self) -> None:
        """A thank-you note to the partner under the cursor."""
        from tui_tracker.screens.anywhere import note

        note(self)

    def action_place(self, word: str) -> None:
        """Open one of the places beside the six screens (`screens.places`)."""
        from tui_tracker.screens.places import open_place

        open_place(self, word)

    def action_undo(self) -> None:
        """Take back this person's last change."""
        self._main().do(self._undo())

    def action_redo(self) -> None:
        """Do again what this person undid last."""
        self._main().do(self._redo())

    async def _undo(self) -> None:
        from tui_tracker.services.history import undo

        change = await self.desk(undo, self.doing())
        self.changed()
        self._say(f"Undone: {change.label}. ctrl+r does it again.")

    async def _redo(self) -> None:
        from tui_tracker.services.history import redo

        change = await self.desk(redo, self.doing())
        self.changed()
        self._say(f"Done again: {change.label}.")

    def action_help(self) -> None:
        """The keys that work here, made from the live keymap."""
        from tui_tracker.screens.help import HelpScreen

        self.push_screen(HelpScreen(self.screen))

    def action_go(self) -> None:
        """Go anywhere by name."""
        from tui_tracker.screens.go import GoScreen

        self.push_screen(GoScreen(), self._gone)

    def _gone(self, place: Any) -> None:
        if isinstance(place, int):
            self.show_partner(place)
        elif isinstance(place, str):
            self.switch_mode(place)

    def action_help_quit(self) -> None:
        """Ctrl+C ends nothing by accident."""
        self._say("q quits.")

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """The palette: the screens and the common actions. No screenshot: it would write patients' data to a file."""
        from tui_tracker.screens.places import PLACES

        for mode in ("today", *self.MODES):
            yield SystemCommand(f"Go to {mode.capitalize()}", f"Show {mode}", lambda mode=mode: self.action_mode(mode))
        yield SystemCommand("Log a touchpoint", "One line in (o)", self.action_quick_log)
        for place in PLACES:
            yield SystemCommand(place.title, place.about.capitalize(), lambda word=place.word: self.action_place(word))
        yield SystemCommand("Undo", "Take back your last change (u)", self.action_undo)
        yield SystemCommand("Redo", "Do again what you undid last (ctrl+r)", self.action_redo)
        yield SystemCommand("Keys", "The keys that work here (?)", self.action_help)
        yield SystemCommand("Quit", "Leave the program (q)", self.action_quit)

    def note_error(self, error: BaseException) -> None:
        """Keep where an error came from, without its message or any value, in the state folder."""
        from tui_tracker.error_log import note_error

        note_error(error, state_folder(), utc_now())

    def _fatal_error(self) -> None:
        """Leave with one line: the usual dump prints local variables, and with them patient references."""
        from rich.text import Text

        error = sys.exc_info()[1] or self._exception
        if error is not None:
            self.note_error(error)
        self._exit_renderables.append(
            Text("tui-tracker: something went wrong; nothing confirmed was lost. Start again.")
        )
        self._close_messages_no_wait()

    def panic(self, *_renderables: Any) -> None:
        """Leave with one line, whatever was to be shown."""
        self._return_code = 1
        self._fatal_error()

    def _main(self) -> MainScreen:
        front = self.screen_stack[0]
        assert isinstance(front, MainScreen)
        return front

    def _say(self, text: str) -> None:
        self._main().say(text)

    def _settle(self) -> None:
        """What was made while starting stays to the end: the collector need not look at it at every key."""
        gc.freeze()
        gc.enable()

    def _repaint(self) -> None:
        self.screen.refresh(layout=True)

    def _look_for_changes(self) -> None:
        self.run_worker(self._look(), group="look", exclusive=True, exit_on_error=False)

    async def _look(self) -> None:
        from tui_tracker.services.opening import newest_change

        if self._day != self.today:  # left open over night
            self._day = self.today
            self.changed()
        try:
            newest = await self.desk(newest_change)
            if newest != self._journal_id:
                await self.find_time_zone()
        except Refused:
            return  # a server or disk that is away: what the person does next says so, and this looks again by itself
        except Exception as error:
            self.note_error(error)
            return
        before, self._journal_id = self._journal_id, newest
        if before is not None and newest != before:
            self.changed()
