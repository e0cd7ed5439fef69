"""Everything in one write, as a slow line delivers it: a referral from Today, saved."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.conftest import TODAY
from tests.system.conftest import TODAY_SHOWN, Open
from tui_tracker.domain.records import Doing
from tui_tracker.services import referrals
from tui_tracker.services.opening import close_practice, open_practice
from tui_tracker.services.touchpoints import timeline
from tui_tracker.storage.journal import changing
from tui_tracker.storage.models import Partner


def practice_of_one(folder: Path) -> str:
    path = str(folder / "practice.db")
    open_practice(path)
    with changing(Doing("Ann", "2026-01-01T12:00:00Z", TODAY), "Added Ann Lee") as unit:
        unit.insert(Partner, name="Ann Lee, MD", search="ann lee, md", stage="connected", added_on=date(2025, 1, 1))
    close_practice()
    return path


def test_a_referral_and_a_call_each_in_one_write(in_terminal: Open, tmp_path: Path) -> None:
    path = practice_of_one(tmp_path)
    terminal = in_terminal("--db", path)
    terminal.wait_for(TODAY_SHOWN)
    terminal.write(b"3r@lee JD-4411 shoulder\x13")
    terminal.wait_for("Added JD-4411 from Ann Lee, MD")
    terminal.write(b"1ocall @lee quick question\r2")
    terminal.wait_for("by name")
    terminal.write(b"q")
    assert terminal.wait_exit() == 0
    open_practice(path)
    saved, [call] = referrals.referral(1), timeline(1, 0, 5)[:1]
    close_practice()
    assert saved is not None
    assert (saved.patient_ref, saved.reason, saved.partner_name) == ("JD-4411", "shoulder", "Ann Lee, MD")
    assert call.note == "quick question"
