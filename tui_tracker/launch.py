"""Showing the screens: the practice is opened, and the first agenda computed, while Python imports Textual.

Nothing heavy may be imported at the top: the database thread is to be at work before Textual is read.
"""

from __future__ import annotations

import gc
import os
import sys
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from tui_tracker.clock import known_zone, local_today
from tui_tracker.config import Config
from tui_tracker.desk import Desk
from tui_tracker.domain.errors import Refused

if TYPE_CHECKING:
    from concurrent.futures import Future

    from tui_tracker.domain.agenda import Agenda
    from tui_tracker.domain.settings import Settings


def why_no_screens() -> str | None:
    """Why this terminal cannot show screens, as one sentence; None where it can."""
    if not (sys.stdin.isatty() and sys.stdout.isatty() and sys.stderr.isatty()):
        return "The screens need a terminal; use a command such as `tui-tracker today` here (see --help)."
    if os.environ.get("TERM", "") in ("", "dumb"):
        return "This terminal cannot show screens (TERM is empty or dumb); set TERM, for example to xterm-256color."
    return None


def open_screen(target: str, who: str, config: Config, on: date | None = None) -> int:
    """Show the screens on a practice (a path or URL, made where missing); gives the exit code. Raises Refused."""
    reason = why_no_screens()
    if reason:
        raise Refused(reason)
    desk = Desk()
    # Imports make few cycles and many objects: looking for garbage meanwhile only costs. The app turns it on again.
    gc.disable()
    opened = desk.start(_open, target, config.settings.time_zone)
    first = desk.start(_first_items, opened, on, config.settings)
    try:
        from tui_tracker.app import TuiTracker

        if config.keys:
            from tui_tracker.keymap import check_keys

            check_keys(config.keys, TuiTracker)
        newest, zone = opened.result()
        app = TuiTracker(desk, who, config, on, first, newest)
        app.go_by(zone)
        app.run(mouse=False)
        return app.return_code or 0
    finally:
        gc.enable()
        desk.close(_close)


def _open(target: str, own_zone: str) -> tuple[int, str]:
    """Open the practice; gives its newest change, which everything that is read after it holds, and its time zone."""
    from tui_tracker.services.opening import newest_change, open_practice, practice_zone

    open_practice(target)
    return newest_change(), own_zone or known_zone(practice_zone())


def _first_items(opened: Future[tuple[int, str]], on: date | None, settings: Settings) -> Agenda:
    from tui_tracker.services.agenda import first_items

    _newest, zone = opened.result()  # there by now: the desk does one thing after another
    return first_items(on or local_today(zone), replace(settings, time_zone=zone))


def _close() -> None:
    from tui_tracker.services.opening import close_practice

    close_practice()
