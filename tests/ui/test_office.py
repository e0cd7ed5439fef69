"""What an office keeps: agreements, the practice itself, its team; driven with real keys."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.conftest import TODAY
from tests.ui.conftest import Driven, screen_text, settle
from tests.ui.test_partners import HOSTILE, page_text, press, screen, typed
from tui_tracker.config import Config
from tui_tracker.domain.records import Contact, Doing, Incident
from tui_tracker.domain.settings import Settings
from tui_tracker.screens.incident_form import IncidentForm
from tui_tracker.services import agreements, contacts, history, incidents, partners, referrals
from tui_tracker.services import practice as office
from tui_tracker.services.opening import close_practice, open_practice


@pytest.fixture
def lee(sqlite_practice: str, doing: Doing) -> Iterator[str]:
    """Dr. Lee, who sent a patient today."""
    partners.add_partner(doing, {"name": "Dr. Lee", "stage": "referring"})
    referrals.add_referral(doing, {"partner_id": 1, "patient_ref": "JD-1", "day": TODAY})
    close_practice()
    yield sqlite_practice
    open_practice(sqlite_practice)


async def go(pilot: Pilot[Any], place: str) -> str:
    await pilot.press("colon")
    await settle(pilot)
    return await press(pilot, *place, "enter")


async def field(pilot: Pilot[Any], name: str) -> None:
    """Step down to a field of the form in front."""
    for _ in range(30):
        if getattr(pilot.app.focused, "id", "") == f"field-{name}":
            return
        await press(pilot, "tab")
    raise AssertionError(f"no field {name}")


async def to_record(pilot: Pilot[Any], kind: type) -> None:
    """Put the cursor of the partner's page on a record of a kind."""
    await press(pilot, "g")
    for _ in range(40):
        if isinstance(screen(pilot).record_here(), kind):
            return
        await press(pilot, "j")
    raise AssertionError(f"no {kind}")


@pytest.mark.slow
async def test_an_agreement_is_written_shown_changed_and_removed_by_keys(lee: str, drive: Driven) -> None:
    async with drive(lee) as pilot:
        await press(pilot, "2")
        text = await press(pilot, "E")
        assert "The agreement with Dr. Lee" in text
        assert "2 unless you write another; with the patient" in text
        await press(pilot, "right", "down", *typed("fax only"), "down", "0", "down", "x", "ctrl+s")
        text = await press(pilot)
        assert "! Write a whole number from 0 to 3650, or nothing." in text
        await press(pilot, "backspace", "ctrl+s")
        shown = page_text(pilot)
        assert "formal" in shown
        assert "first contact on the same day: none fell due" in shown
        assert "they refer by fax only" in shown
        assert "JD-1: first contact with the patient, due today" in shown
        text = await press(pilot, "tab", "u")
        assert "Undone: Noted the agreement with Dr. Lee" in text
        assert "formal" not in page_text(pilot)
        await press(pilot, "ctrl+r", "E")
        await field(pilot, "consent")
        await press(pilot, *typed("signed first"), "tab")
        assert "! Write the day as" in await press(pilot, *"soon", "ctrl+s")
        assert "which is past" in await press(pilot, *["backspace"] * 4, *typed("2026-03-15"), "ctrl+s")
        await press(pilot, *["backspace"] * 10, *"6m", "ctrl+s")
        assert "formal · next review Sep 16" in page_text(pilot)
        assert "consent: signed first" in page_text(pilot)

        from tui_tracker.domain.records import Agreement

        await to_record(pilot, Agreement)
        assert "The agreement with Dr. Lee" in await press(pilot, "enter")
        await press(pilot, "escape")
        assert "Removed the agreement with Dr. Lee. u undoes it." in await press(pilot, "x")
        assert "formal · next review Sep 16" not in page_text(pilot)


async def test_what_was_typed_about_an_agreement_is_not_lost(lee: str, drive: Driven) -> None:
    async with drive(lee) as pilot:
        await press(pilot, "2", "E", "down", *typed("by fax"), "escape", "E")
        assert "by fax" in await press(pilot)


async def test_a_review_that_is_due_is_done_from_today(sqlite_practice: str, doing: Doing, drive: Driven) -> None:
    partners.add_partner(doing, {"name": "Dr. Lee", "stage": "dormant"})
    yesterday = Doing(doing.who, doing.at, TODAY - timedelta(1))
    agreements.set_agreement(yesterday, 1, {"review_on": TODAY - timedelta(1), "consent": "signed\nby both"})
    close_practice()
    async with drive(sqlite_practice) as pilot:
        assert "Agreements to review" in await press(pilot)
        text = await press(pilot, "enter", "enter")
        assert "Look through it together" in text
        assert "2026-03-15" in text
        assert "! Write the day on which you look at it again" in await press(pilot, "ctrl+s")
        await press(pilot, *["backspace"] * 10, *"1y", "ctrl+s")
        text = await press(pilot)
        assert "Done for today" in text
        assert "1 done" in text.split("\n")[0]
        text = await press(pilot, "u")
        assert "nothing done yet" in text.split("\n")[0], "what was undone is not done"
        assert "agreement to review" in text
        assert "1 done" in (await press(pilot, "ctrl+r")).split("\n")[0]
    open_practice(sqlite_practice)
    found = agreements.agreement_of(1)
    assert found is not None
    assert found.consent == "signed\nby both"
    assert found.review_on == TODAY.replace(year=2027)


@pytest.mark.slow
async def test_hostile_names_and_texts_in_an_agreement(sqlite_practice: str, doing: Doing, drive: Driven) -> None:
    for name in HOSTILE:
        added = partners.add_partner(doing, {"name": name}).id
        agreements.set_agreement(doing, added, {"consent": name, "how_to_refer": name, "note": f"{name}\n{name}"})
    close_practice()
    async with drive(sqlite_practice) as pilot:
        await press(pilot, "2")
        for _ in HOSTILE:
            text = await press(pilot, "E")
            assert "The agreement with" in text
            assert "\x1b" not in text
            await press(pilot, "escape", "n")
    open_practice(sqlite_practice)


async def test_the_practice_is_named_and_put_in_its_time_zone(
    sqlite_practice: str, doing: Doing, drive: Driven
) -> None:
    partners.add_partner(doing, {"name": "Dr. Lee"})
    close_practice()
    async with drive(sqlite_practice, on=None) as pilot:
        assert ": practice names it" in await press(pilot, "4")
        assert "Our practice" in await go(pilot, "prac")
        await press(pilot, *typed("[b]Casco[/b]"), "tab", "tab", *typed("1 Main St"), "enter", *typed("Suite 2"))
        await field(pilot, "time_zone")
        assert "! The time zone “mars” is not known here" in await press(pilot, *"mars", "ctrl+s")
        await press(pilot, *["backspace"] * 4, *typed("pacific/kiritimati"), "ctrl+s")
        text = await press(pilot)
        assert "[b]Casco[/b]" in text
        assert ": practice names it" not in text
        assert pilot.app.settings.time_zone == "Pacific/Kiritimati"  # type: ignore[attr-defined]
    open_practice(sqlite_practice)
    found = office.practice()
    assert found is not None
    assert (found.address, found.time_zone) == ("1 Main St\nSuite 2", "Pacific/Kiritimati")


async def test_the_time_zone_of_this_machines_settings_wins(sqlite_practice: str, doing: Doing, drive: Driven) -> None:
    office.set_practice(doing, {"time_zone": "Pacific/Kiritimati"})
    close_practice()
    own = Config(Settings(time_zone="America/New_York"))
    async with drive(sqlite_practice, config=own) as pilot:
        await pilot.app.find_time_zone()  # type: ignore[attr-defined]
        assert pilot.app.settings.time_zone == "America/New_York"  # type: ignore[attr-defined]
    open_practice(sqlite_practice)


async def test_the_team_by_keys_and_who_you_are(sqlite_practice: str, drive: Driven) -> None:
    close_practice()
    async with drive(sqlite_practice, who="ann") as pilot:
        text = await go(pilot, "members")
        assert "You are ann; ann is not among the members" in text
        assert "Nobody yet: a adds." in text
        await press(pilot, "a", "down", "l", "ctrl+s")
        text = await press(pilot)
        assert "Added ann. u undoes it." in text
        assert "liaison, you" in text
        assert "You are ann. What you log" in text
        assert "Undone: Added ann to the team" in await press(pilot, "u")
        assert "liaison, you" in await press(pilot, "ctrl+r")

        await press(pilot, "a", *typed("ANN"), "ctrl+s")
        assert "! ann is among the members already." in await press(pilot)
        await press(pilot, *["backspace"] * 3, *typed("Bo"), "ctrl+s", "j", "e", "down", "down", "n", "ctrl+s")
        assert "coordinator, has left" in await press(pilot)
        await press(pilot, "k", "e", *typed(" Lee"), "ctrl+s")
        text = await press(pilot)
        assert 'You are still ann here: write  member = "ann Lee"' in text
        assert "ann is not among the members" in text
        await press(pilot, "escape")
        assert pilot.app.screen is pilot.app.screen_stack[0]
    open_practice(sqlite_practice)
    assert [(one.name, one.role, one.active) for one in office.members()] == [
        ("ann Lee", "liaison", True),
        ("Bo", "coordinator", False),
    ]


async def test_who_looks_after_a_partner_stays_though_they_left(lee: str, doing: Doing, drive: Driven) -> None:
    open_practice(lee)
    cy = office.add_member(doing, {"name": "Cy"})
    partners.edit_partner(doing, 1, {"member_id": cy})
    office.edit_member(doing, cy, {"active": False}, insisted=True)
    close_practice()
    async with drive(lee) as pilot:
        await press(pilot, "2", "e")
        await field(pilot, "member_id")
        assert "Cy (has left)" in await press(pilot)
        await press(pilot, "ctrl+s")
    open_practice(lee)
    found = partners.partner(1)
    assert found is not None
    assert found.member_id == cy


async def test_an_incident_is_closed_once_it_is_answered(lee: str, doing: Doing, drive: Driven) -> None:
    open_practice(lee)
    for facts in ("Waited long", "No report"):
        incidents.open_incident(doing, 1, "complaint", TODAY, facts)
    close_practice()
    async with drive(lee) as pilot:
        await press(pilot, "2", "tab")
        while "complaint" not in str(screen(pilot).record_here()):
            await press(pilot, "j")
        assert "Record first what the referrer was told" in await press(pilot, "d")
        await press(pilot, "enter", *typed("Called"), "enter")
        assert "complaint, answered Mar 16 (d closes)" in page_text(pilot)
        await to_record(pilot, Incident)
        assert "Called" in await press(pilot, "enter")
        await press(pilot, "escape")
        assert "Closed the incident. u undoes it." in await press(pilot, "d")
        await press(pilot, "g")
        while "complaint" not in str(screen(pilot).record_here()):
            await press(pilot, "j")
        await press(pilot, "enter", *typed("Sent it"), "ctrl+s")
        assert not [line for line in page_text(pilot) if "complaint" in line]
    open_practice(lee)
    found = incidents.incidents_of(1)
    assert [(one.reply, one.closed_on) for one in found] == [("Sent it", TODAY), ("Called", TODAY)] or [
        (one.reply, one.closed_on) for one in found
    ] == [("Called", TODAY), ("Sent it", TODAY)]
    assert history.changes(0, 1)[0].label == "Answered and closed the complaint with Dr. Lee"


async def test_a_reply_to_an_incident_is_kept_until_it_is_saved(lee: str, doing: Doing, drive: Driven) -> None:
    open_practice(lee)
    one = incidents.open_incident(doing, 1, "complaint", TODAY, "Waited long")
    close_practice()
    async with drive(lee) as pilot:
        pilot.app.push_screen(IncidentForm(one))
        await settle(pilot)
        await press(pilot, *typed("Called"), "tab", *typed("a visit"), "escape")
    async with drive(lee) as pilot:
        pilot.app.push_screen(IncidentForm(one))
        await settle(pilot)
        text = screen_text(pilot.app)
        assert "Called" in text
        assert "a visit" in text
        assert "This is what you had typed before." in text
        await press(pilot, "enter")
        pilot.app.push_screen(IncidentForm(one))
        await settle(pilot)
        assert "typed before" not in screen_text(pilot.app)
    open_practice(lee)
    (found,) = incidents.incidents_of(1)
    assert (found.reply, found.offered) == ("Called", "a visit")


async def test_a_contact_speaks_for_us_and_leaves_by_one_key(lee: str, doing: Doing, drive: Driven) -> None:
    open_practice(lee)
    contacts.add_contact(doing, 1, {"name": "Zoe"})
    close_practice()
    async with drive(lee) as pilot:
        await press(pilot, "2", "tab")
        assert "Put the cursor on a contact" in await press(pilot, "asterisk")
        await to_record(pilot, Contact)
        assert "Zoe at Dr. Lee speaks for us. u undoes it." in await press(pilot, "asterisk")
        assert "Zoe ★ advocate" in page_text(pilot)
        assert "Zoe left Dr. Lee" in await press(pilot, "D")
        assert "Zoe is back at Dr. Lee" in await press(pilot, "D")
        assert "no longer speaks" in await press(pilot, "asterisk")
    open_practice(lee)
