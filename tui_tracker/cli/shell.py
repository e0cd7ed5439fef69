"""What every command of the shell shares: the practice it works on, who asks, which day it is, and how it prints."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import fields, is_dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from tui_tracker.cli.plain_output import is_plain
from tui_tracker.clock import known_zone, local_today, utc_now
from tui_tracker.config import Config, default_db
from tui_tracker.domain.errors import Refused
from tui_tracker.domain.frozen import dataclass
from tui_tracker.domain.records import Doing
from tui_tracker.domain.text import clean_line, clean_text

if TYPE_CHECKING:
    import argparse

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(9000, 12, 31)


@dataclass(frozen=True, slots=True)
class Shell:
    """One run of the program from a shell; `on` is the day to take as today, where one was named."""

    target: str
    on: date | None
    who: str
    config: Config

    @property
    def today(self) -> date:
        """The day that was named, else today in `zone`."""
        return local_today(self.zone) if self.on is None else self.on

    @property
    def zone(self) -> str:
        """The time zone of the settings, else the practice's; empty, the machine's, while no practice is open."""
        from tui_tracker.services.opening import practice_zone

        return self.config.settings.time_zone or known_zone(practice_zone())

    def doing(self) -> Doing:
        """This person, now."""
        return Doing(self.who, utc_now(), self.today)

    def open(self, *, create: bool = False) -> None:
        """Open the practice; a missing file is refused unless `create`."""
        from tui_tracker.services.opening import open_practice

        open_practice(self.target, create=create)


def make_shell(args: argparse.Namespace, config: Config) -> Shell:
    """The shell for parsed arguments: `--db`, then TUI_TRACKER_DB, then the configuration, then the default file.

    Raises Refused for a day near an end of the calendar, where nothing can be reckoned any more.
    """
    named = getattr(args, "db", None)
    if named is not None and not named.strip():
        raise Refused("--db names nothing; give it a path or a postgresql:// URL, or leave it out.")
    target = named or os.environ.get("TUI_TRACKER_DB") or config.db or default_db()
    on = getattr(args, "on", None)
    if not FIRST_DAY <= (on or local_today(config.settings.time_zone)) <= LAST_DAY:
        raise Refused(f"--on takes a day from {FIRST_DAY} to {LAST_DAY}.")
    return Shell(target, on, who_asks(config), config)


def who_asks(config: Config) -> str:
    """The member named in the configuration, else the login name."""
    name = config.settings.member
    if not name:
        import getpass

        try:
            name = getpass.getuser()
        except (KeyError, OSError):
            name = "somebody"
    return clean_line(name) or "somebody"


def a_day(text: str) -> date:
    """An argparse type: a day as 2026-11-18."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        import argparse

        raise argparse.ArgumentTypeError(f"{text!r} is not a day; write it as 2026-11-18") from error


def at_most(text: str) -> int:
    """An argparse type: how many to show; less than none is none, and a number beyond reckoning is all."""
    try:
        return min(max(0, int(text[:20])), 1_000_000_000)
    except ValueError as error:
        import argparse

        raise argparse.ArgumentTypeError(f"{text!r} is not a number; write it as 50") from error


def say(text: str = "") -> None:
    """Print to standard output, without control characters."""
    sys.stdout.write(clean_text(text) + "\n" if text.strip() else "\n")


def say_lines(lines: list[str]) -> None:
    """Print lines as they are laid out, each without control characters."""
    for line in lines:
        indent = len(line) - len(line.lstrip(" "))
        sys.stdout.write(" " * indent + clean_text(line) + "\n")


def complain(text: str) -> None:
    """One line on standard error."""
    sys.stderr.write(f"tui-tracker: {clean_line(text)}\n")


def say_json(data: Any) -> None:
    """Print records, or lists and dictionaries of them, as JSON; days as ISO text."""
    json.dump(to_plain(data), sys.stdout, ensure_ascii=is_plain(), indent=2)
    sys.stdout.write("\n")


def to_plain(data: Any) -> Any:
    """Records as dictionaries, days as ISO text, tuples as lists."""
    if is_dataclass(data) and not isinstance(data, type):
        return {item.name: to_plain(getattr(data, item.name)) for item in fields(data)}
    if isinstance(data, dict):
        return {str(key): to_plain(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [to_plain(value) for value in data]
    if isinstance(data, date):
        return data.isoformat()
    return data
