"""A line that is being typed outlives the program's end, in a real terminal."""

from __future__ import annotations

import signal
from datetime import date

import pytest

from tests.conftest import TODAY
from tui_tracker.domain.records import Doing
from tui_tracker.services.opening import close_practice, open_practice
from tui_tracker.storage.journal import changing
from tui_tracker.storage.models import Partner


@pytest.fixture
def practice_of_one(tmp_path):
    target = str(tmp_path / "p.db")
    open_practice(target)
    with changing(Doing("Ann", "2026-01-01T12:00:00Z", TODAY), "Added Ann Lee") as unit:
        unit.insert(Partner, name="Ann Lee", search="ann lee", stage="connected", added_on=date(2025, 1, 1))
    close_practice()
    return target


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP, "hang-up"])
def test_what_was_typed_is_offered_again(in_terminal, practice_of_one, how):
    first = in_terminal("--db", practice_of_one)
    first.wait_for("Ann Lee")
    first.press("o")
    first.wait_for("log a touchpoint")
    first.press("call she asked for a protocol")
    first.wait_for("call she asked for a protocol")
    if how == "hang-up":
        first.hang_up()
    else:
        if how == signal.SIGKILL:
            first.settle()  # a line is written within milliseconds, but not before the key has been drawn
        first.signal(how)
    first.wait_exit()
    second = in_terminal("--db", practice_of_one)
    second.wait_for("Ann Lee")
    second.press("o")
    second.wait_for("call she asked for a protoco")
