"""The morning review by keys: one item after the other, left and taken up again, and nothing passed over."""

from __future__ import annotations

import json
import stat
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.conftest import TODAY
from tests.ui.conftest import Driven, screen_text, settle
from tests.ui.test_type_ahead import burst
from tui_tracker.domain.records import Doing
from tui_tracker.screens.quick_log import QuickLogScreen
from tui_tracker.services import follow_ups, incidents, partners, practice, referrals, reports
from tui_tracker.services.opening import close_practice, open_practice
from tui_tracker.services.touchpoints import timeline
from tui_tracker.storage.journal import changing
from tui_tracker.storage.models import Target

NAMES = ("Ann Lee, MD", "Bo Park, DO", "Cy Diaz, NP", "Di Abt, MD", "Ed Roe, MD")


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What one test keeps is not found by the next."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state"


@pytest.fixture
def five(sqlite_practice: str, doing: Doing) -> Iterator[str]:
    """In the agenda's order: an incident with Diaz, a thank-you to Lee and one to Park, follow-ups with Abt and Roe."""
    for name in NAMES:
        partners.add_partner(doing, {"name": name, "stage": "referring", "specialty": "Orthopedics"})
    incidents.open_incident(doing, 3, "complaint", TODAY - timedelta(days=2), "The patient waited two hours.")
    for partner_id, days in ((1, 12), (2, 10)):
        day = TODAY - timedelta(days=days)
        one = referrals.add_referral(doing, {"partner_id": partner_id, "patient_ref": f"JD-44{days}", "day": day})
        reports.send_report(doing, one, "acknowledgement", day, "fax", parts={})
        referrals.move_referral(doing, one, "seen", TODAY)
    follow_ups.add_follow_up(doing, 4, TODAY, "send the protocol")
    follow_ups.add_follow_up(doing, 5, TODAY, "ask about parking")
    close_practice()
    yield sqlite_practice
    open_practice(sqlite_practice)


async def press(pilot: Pilot[Any], *keys: str) -> str:
    for key in keys:
        await pilot.press(key)
        await settle(pilot)
    return screen_text(pilot.app)  # type: ignore[arg-type]


async def test_item_by_item_left_in_the_middle_and_taken_up_where_it_was(five: str, drive: Driven, state: Path) -> None:
    async with drive(five) as pilot:
        assert "complaint awaits our reply" in await press(pilot, "enter")
        assert "2 of 5" in await press(pilot, "enter", *"called", "enter")
        shown = await burst(pilot, "enter", "enter", "enter")
        assert "3 of 5" in shown, "a key that was typed before an item was seen does nothing to it"
        assert "look, and press it again" in shown
        assert "Bo Park" in shown
        assert "2 of 5" in await press(pilot, "u")
        assert "3 of 5" in await press(pilot, "ctrl+r")
        assert "Di Abt" in await press(pilot, "s", "3")
        shown = await press(pilot, "enter", *"call half", "escape")
        assert "4 of 5" in shown
        assert "Your line is kept" in shown
        shown = await press(pilot, "escape")
        assert "2 things to do · review at 4 of 5: enter goes on" in shown
    kept = next(state.rglob("review-*.json"))
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    text = kept.read_text("ascii")
    assert json.loads(text)["place"] == 3
    assert not any(word in text for word in ("Lee", "Park", "Abt", "JD-", "protocol", "Portland", "Ortho"))

    async with drive(five) as pilot:
        assert "Di Abt" in await press(pilot, "enter")
        shown = await press(pilot, "enter")
        assert isinstance(pilot.app.screen, QuickLogScreen)
        assert "call half" in shown
        assert "Ed Roe" in await press(pilot, *" done", "enter")
        shown = await press(pilot, "d")
        assert "Done for today, in under a minute." in shown
        assert "4 done · 1 snoozed" in shown
        assert "Thanked Ann Lee, MD by card" in shown
        assert "You have done this one" in await press(pilot, "p")
        assert "Done for today" in await press(pilot, "enter")
        assert "Done for today in under a minute: 4 done · 1 snoozed" in (await press(pilot, "enter")).split("\n")[1]
    open_practice(five)
    assert sum("thank" in one.intents for one in timeline(1, 0, 9) + timeline(2, 0, 9)) == 1
    assert [one.note for one in timeline(4, 0, 5)] == ["half done"]
    close_practice()


async def test_what_others_settle_meanwhile_is_left_out_with_a_word_and_what_is_new_is_told(
    five: str, drive: Driven
) -> None:
    async with drive(five) as pilot:
        await press(pilot, "j", "enter")
        house: Any = pilot.app
        await house.desk(_meanwhile)
        shown = await press(pilot, "n")
        assert "Bo Park" in shown
        assert "1 of 5" not in shown
        shown = await press(pilot, "n")
        assert "Settled elsewhere meanwhile: Di Abt, MD" in shown
        assert "Ed Roe" in shown
        assert "2 things" not in await press(pilot, "o", *"call hello", "enter")
        shown = await press(pilot, "n")
        assert "1 done · 3 skipped · 1 settled elsewhere" in shown
        assert "New since you began: Fay Ito, MD." in shown
        assert "What you skipped stays on Today" in shown


async def test_a_patient_is_moved_on_to_what_the_promise_asks_for(
    sqlite_practice: str, doing: Doing, drive: Driven
) -> None:
    partners.add_partner(doing, {"name": "Ann Lee, MD", "stage": "referring"})
    day = TODAY - timedelta(days=3)
    told = {"partner_id": 1, "patient_ref": "JD-1", "day": day, "urgency": "urgent"}
    reports.send_report(doing, referrals.add_referral(doing, told), "acknowledgement", day, "fax", parts={})
    close_practice()
    async with drive(sqlite_practice) as pilot:
        assert "enter notes that the patient was called; m moves it elsewhere" in await press(pilot, "enter")
        shown = await press(pilot, "enter")
        assert "Move JD-1 to contacted" in shown
        assert "enter saves · esc leaves" in shown
        shown = await press(pilot, "enter")
        assert "enter notes the day booked, or that they were seen; m moves it elsewhere" in shown
        assert "1 thing left with them; n goes on." in shown
        shown = await press(pilot, "enter")
        assert "Move JD-1 to scheduled" in shown
        assert "enter next field · ctrl+s saves" in shown
        assert "Move JD-1 (Ann Lee, MD) to …" in await press(pilot, "escape", "m")
        assert "Done for today" in await press(pilot, "escape", "enter", "tab", *"+2w", "enter")
    open_practice(sqlite_practice)
    found = referrals.referral(1)
    assert found is not None
    assert (found.stage, found.contacted_on, found.visit_on) == ("scheduled", TODAY, TODAY + timedelta(days=14))
    close_practice()


def _meanwhile() -> None:
    bob = Doing("Bob", "2026-03-16T13:00:00Z", TODAY)
    follow_ups.finish_follow_up(bob, 1)
    partners.add_partner(bob, {"name": "Fay Ito, MD", "stage": "referring"})
    incidents.open_incident(bob, 6, "complaint", TODAY, "Waited.")


async def test_mine_and_a_gap_which_has_no_partner(sqlite_practice: str, doing: Doing, drive: Driven) -> None:
    ann = practice.add_member(doing, {"name": "Ann"})
    for name, member in (("Ann Lee, MD", ann), ("Bo Park, DO", None)):
        partners.add_partner(doing, {"name": name, "stage": "connected", "member_id": member})
        follow_ups.add_follow_up(Doing("Cy", doing.at, TODAY), 1 if member else 2, TODAY, "call")
    with changing(doing, "Wanted two") as unit:
        unit.insert(Target, specialty="Cardiology", area="Portland", wanted=2)
    close_practice()
    async with drive(sqlite_practice) as pilot:
        shown = await press(pilot, "M")
        assert "Ann's: 1 thing to do" in shown
        assert "Bo Park" not in shown
        await press(pilot, "M", "G")
        for key in "tTp":
            assert "a gap, not a partner" in await press(pilot, key)
        assert "no referral here" in await press(pilot, "m")
        await press(pilot, "enter")
        for key in "toT":
            assert "a gap, not a partner" in await press(pilot, key)
        shown = await press(pilot, "enter")
        form: Any = pilot.app.screen
        assert (form.form.value("specialty"), form.form.value("area")) == ("Cardiology", "Portland")
        shown = await press(pilot, *"Di Abt", "ctrl+s")
        assert "Added Di Abt" in shown
    open_practice(sqlite_practice)


async def test_where_it_cannot_be_kept_is_told_and_what_was_done_stays(five: str, drive: Driven, state: Path) -> None:
    state.write_text("no folder")  # as on a disk that is full, or may only be read
    async with drive(five) as pilot:
        await press(pilot, "enter", "enter", *"called", "enter")
        await press(pilot, "escape")
        [told] = pilot.app._notifications
        assert told.message == (
            "Where the review stands cannot be kept (Not a directory); what you have done is saved all the same."
        )
        assert "Ann Lee" in await press(pilot, "enter"), "it begins with what is still due"


async def test_why_is_brought_into_a_small_window(five: str, drive: Driven) -> None:
    async with drive(five, size=(60, 12)) as pilot:
        assert "How it stands" not in await press(pilot, "enter")
        assert "How it stands" in await press(pilot, "w")
        shown = await press(pilot, "w")
        assert "How it stands" not in shown
        assert "complaint awaits our reply" in shown
