"""No text of the data can tell the terminal anything: every screen is walked, and every byte is looked at."""

from __future__ import annotations

import contextlib
import re

import pytest

from tests.conftest import TODAY
from tests.factories import HOSTILE, hostile_network, hostile_practice
from tests.system.conftest import TODAY_SHOWN
from tui_tracker.config import state_folder
from tui_tracker.domain.mind_map import Grouping
from tui_tracker.domain.records import Doing
from tui_tracker.screens.places import PLACES
from tui_tracker.services.opening import close_practice, open_practice

SCREENS = {
    "1": f"{TODAY_SHOWN}|· review at",
    "2": "by name",
    "3": "received",
    "4": "^ By ",
    "5": "Referrals received",
    "6": "u undo this",
}
# All that the program itself may say to a terminal. Colours are the terminal's own sixteen (30–37, 40–47, 90–97, …).
OURS = re.compile(
    rb"""
      \x1b\[ (?: [0-9] | 2[0-9] | [39][0-79] | 4[0-79] | 10[0-7] | ; )* m   # a look
    | \x1b\[ \d+ ; \d+ H                                                    # go to a cell
    | \x1b\[\? (?: 7 | 25 | 1004 | 1049 | 2004 | 2026 | 2048 ) [hl]         # modes of our own
    | \x1b\[\? (?: 2026 | 2048 ) \$p                                        # what the terminal can do
    | \x1b\[> \d+ u | \x1b\[< u                                             # kitty's keys
    | \x1b\]22;[a-z]+\x07                                                   # the pointer's shape
    """,
    re.VERBOSE,
)
QUICK_ESCAPE = "import os; os.environ['ESCDELAY'] = '50'"  # so that an escape and the next key need no long wait
CONTROL = re.compile("[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffd]")


@pytest.fixture
def hostile(tmp_path):
    path = str(tmp_path / "practice.db")
    open_practice(path)
    hostile_practice(TODAY)
    hostile_network(Doing("Ann", "2026-03-16T12:00:00Z", TODAY))
    close_practice()
    return path


@pytest.mark.slow
@pytest.mark.parametrize(("term", "size"), [("xterm-256color", (80, 24)), ("linux", (140, 50))])
def test_every_screen_keeps_hostile_text_from_the_terminal(in_terminal, hostile, term, size):
    terminal = in_terminal("--db", hostile, term=term, size=size, before=QUICK_ESCAPE)
    terminal.wait_for(TODAY_SHOWN)
    for key, shown in SCREENS.items():
        _come_to(terminal, key, shown)
        for _ in range(4):
            _press(terminal, "down")  # what stands beside the list follows when the cursor rests
        for act in ("enter", "?", "o", ":", "/"):
            _come_to(terminal, key, shown)
            _press(terminal, act, "a", "escape")
        for act in ("a", "e", "r", "w", "s", "space", "tab", "G"):
            _press(terminal, act, "escape")
    _leave_and_look(terminal)


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize(("term", "size"), [("xterm-256color", (120, 40)), ("linux", (60, 20))])
def test_the_map_keeps_it_by_every_grouping(in_terminal, hostile, term, size):
    terminal = in_terminal("--db", hostile, term=term, size=size, before=QUICK_ESCAPE)
    terminal.wait_for(TODAY_SHOWN)
    for _ in Grouping:
        _come_to(terminal, "4", SCREENS["4"])
        for keys in ("b", "z9B", "z9gll l", "x", "m", "E", "w", "p", "a", "/p"):
            terminal.press(*keys)
            terminal.settle(0.2)
            if keys[0] in "xmEwpa":
                _press(terminal, "escape")
        _press(terminal, "enter", "n", "escape")
    _come_to(terminal, "4", SCREENS["4"])
    for keys in ("i", "z9ll ", "i"):
        terminal.press(*keys)
        terminal.settle(0.2)
    _leave_and_look(terminal)


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize(("term", "size"), [("xterm-256color", (80, 24)), ("linux", (40, 10))])
def test_what_opens_above_a_screen_keeps_it_too(in_terminal, hostile, term, size):
    terminal = in_terminal("--db", hostile, term=term, size=size, before=QUICK_ESCAPE)
    terminal.wait_for("to do today")
    for place in PLACES[2:]:
        terminal.press("2")
        _press(terminal, ":", place.word, "enter", "down")
        for act in ("enter", "a", "e", "h", "space"):
            _press(terminal, act, "escape")
        _press(terminal, "escape", "escape")
    for act in ("W", "w", "v", "$", "C", "I", "A", "c"):
        _press(terminal, "2", "down", act, "down", "enter", "enter", "escape", "escape", "escape")
    _press(terminal, "1", "enter", "w", "n", "n", "enter", "escape", "o", "a", "escape", "escape", "escape")
    _leave_and_look(terminal)


def test_lists_in_the_shell_keep_it_from_the_terminal_too(hostile, capsys):
    from tui_tracker.cli import run

    log = ["log", 'visit @"A[/nope] Lee" +ask \x1b]0;x\x07 gone', "--dry-run"]
    listed = (["today", "--patients"], ["partners"], ["referrals"], ["history"], ["gifts"], ["occasions"], log)
    for words in (*listed, ["network"]):
        assert run([*words, "--db", hostile, "--on", TODAY.isoformat()]) == 0, words
        close_practice()
        out = capsys.readouterr().out
        assert not CONTROL.search(out.replace("\n", "")), words
        assert "pwned" in out or any(text[:8] in out for text in HOSTILE), words


def test_the_factory_holds_what_it_promises():
    assert len({text[0] for text in HOSTILE}) == len(HOSTILE)
    assert not any("\x00" in text for text in HOSTILE)


def _leave_and_look(terminal):
    """End the program, and look at every byte that it sent."""
    _come_to(terminal, "1", SCREENS["1"])
    terminal.press("q")
    assert terminal.wait_exit() == 0
    said = terminal.raw.decode()  # strictly: whole characters only
    left = OURS.sub(b"", terminal.raw).decode()
    assert not CONTROL.search(left), [left[one.start() - 30 : one.end() + 30] for one in CONTROL.finditer(left)][:5]
    assert "pwned" in said  # the text was there, as text
    assert "A[/nope] Lee" in said


def _press(terminal, *keys):
    for key in keys:
        terminal.press(key)
        terminal.settle(0.2)


def _come_to(terminal, key, shown):
    """Leave whatever is open, and go to a screen."""
    for _ in range(5):
        _press(terminal, "escape")
        terminal.press(key)
        with contextlib.suppress(AssertionError):
            terminal.wait_for(shown, deadline=4.0)
            return
        assert not terminal.ended(), (state_folder() / "errors.log").read_text()
    terminal.wait_for(shown)
