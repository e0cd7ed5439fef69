"""The morning review in a real terminal: fifteen items with a key each, and the line that drops in the middle."""

from __future__ import annotations

import re
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.terminal import Terminal
from tests.conftest import TODAY
from tui_tracker.domain.settings import Settings
from tui_tracker.services.agenda import todays_agenda
from tui_tracker.services.demo import make_demo
from tui_tracker.services.history import count_changes
from tui_tracker.services.opening import close_practice, open_practice

ITEMS = 15
READ = (
    0.4  # seconds without a change on the screen: long enough that a key is meant for what it shows, on a busy machine
)
PRESSES = 5
TOO_SOON = "look, and press it again"


@pytest.fixture
def demo(tmp_path: Path) -> str:
    """A sample practice whose day is full."""
    path = str(tmp_path / "practice.db")
    make_demo(path, 120, 2, 4, TODAY)
    return path


def reply(terminal: Terminal) -> None:
    terminal.wait_for("What did you tell them")
    terminal.press("called and listened", "enter")


def report(terminal: Terminal) -> None:
    terminal.wait_for("ctrl\\+n only note")
    terminal.press("ctrl+n")
    terminal.wait_for("only note that it was given", "Sent on")
    terminal.press("ctrl+s")


def log(terminal: Terminal) -> None:
    terminal.wait_for("log a touchpoint")
    terminal.press("call spoke with them", "enter")


def move(terminal: Terminal) -> None:
    shown = terminal.wait_for("Move .* to (contacted|scheduled|seen)", "On +today")
    terminal.press(*(("tab", "2w", "ctrl+s") if "to scheduled" in shown else ("ctrl+s",)))


def look(terminal: Terminal) -> None:
    """A slow patient of ours: the referral's page, from which it moves on a stage."""
    terminal.wait_for("m move  p report")
    terminal.press("L")
    terminal.wait_for(r"Moved .*u undoes it|How .* went")
    terminal.settle(READ)
    if re.search(r"How .* went", terminal.text):  # it is closed now
        terminal.press("escape")
        terminal.wait_for("v enters how it went")
    terminal.press("escape")


NOTES: dict[str, Callable[[Terminal], None]] = {
    "reply": reply,
    "report": report,
    "acknowledge": report,
    "move": move,
    "log": log,
    "open": look,
    "thank": lambda _terminal: None,
}


def read_item(terminal: Terminal, number: int) -> str:
    """Wait for an item and read it; gives what enter does."""
    terminal.wait_for(rf"Review +{number} of {ITEMS}", r"^ enter ")
    terminal.settle(READ)
    for _ in range(PRESSES):
        found = re.search(r"^ enter (\w+)  s snooze", terminal.text, re.MULTILINE)
        if found is not None:
            return found[1]
        assert "u undoes it" in terminal.text or TOO_SOON in terminal.text, terminal.text
        terminal.press("w", "w")  # what was just done is said in place of the keys, until the next one
        terminal.settle(READ)
    raise AssertionError(terminal.text)


def act(terminal: Terminal) -> None:
    """Press enter; once more where the program was too busy to show the item and says so, as it asks for then."""
    terminal.press("enter")
    terminal.settle(READ)
    if TOO_SOON in terminal.text:
        terminal.press("enter")


@pytest.mark.slow
def test_fifteen_items_take_fifteen_keys_and_their_notes_and_a_hang_up_loses_nothing(in_terminal, demo):
    open_practice(demo)
    names = [item.partner_name for item in todays_agenda(TODAY, Settings()).items]
    before = count_changes()
    close_practice()
    assert len(names) == ITEMS
    terminal = in_terminal("--db", demo)
    terminal.wait_for("15 things to do today")
    terminal.settle(READ)
    terminal.press("enter")
    keys, dropped = 0, False
    for number in range(1, ITEMS + 1):
        word = read_item(terminal, number)
        assert names[number - 1] in terminal.text
        if word == "log" and not dropped:
            dropped = True
            terminal.press("enter")
            terminal.wait_for("log a touchpoint")
            terminal.press("call spoke with")
            terminal.wait_for("call spoke with")
            terminal.signal(signal.SIGHUP)
            terminal.wait_exit()
            terminal = in_terminal("--db", demo)
            terminal.wait_for(f"review at {number} of {ITEMS}: enter goes on")
            terminal.settle(READ)
            terminal.press("enter")
            assert read_item(terminal, number) == "log"
            terminal.press("enter")
            terminal.wait_for("call spoke with")
            terminal.press(" them again", "enter")
        else:
            act(terminal)
            NOTES[word](terminal)
        keys += 1
    assert keys == ITEMS
    assert dropped
    shown = terminal.wait_for("Done for today, in", f"{ITEMS} done", "Tomorrow brings|Nothing new comes tomorrow")
    assert "skipped" not in shown
    terminal.settle(READ)
    terminal.press("enter")
    terminal.wait_for(f"Done for today in .*: {ITEMS} done")
    open_practice(demo)
    assert count_changes() - before >= ITEMS
    close_practice()
    terminal.press("q")
    assert terminal.wait_exit() == 0
