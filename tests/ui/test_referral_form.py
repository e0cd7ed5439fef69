"""Writing down a referral, and correcting it."""

from __future__ import annotations

import pytest

from tests.ui.conftest import screen_text, settle
from tests.ui.test_board import HOSTILE, add_partner, at, board, press, refer, typed
from tui_tracker.screens import form_modal
from tui_tracker.services import referrals
from tui_tracker.storage.journal import changing


@pytest.fixture(autouse=True)
def nothing_kept():
    form_modal._KEPT.clear()
    yield
    form_modal._KEPT.clear()


@pytest.fixture
def named(sqlite_practice, doing):
    with changing(doing, "Made partners") as unit:
        add_partner(unit, "Ann Lee, MD", specialty="Orthopedics", area="Bath")
        add_partner(unit, "Bruce Lee, MD", specialty="Pediatrics", area="Portland")
        add_partner(unit, "Carla Ruiz, PT")
        add_partner(unit, HOSTILE)
        add_partner(unit, "Blue Harbor Health", kind="payer")
        add_partner(unit, "Harbor Clinic", kind="practice")
    return sqlite_practice


async def field(pilot, name: str) -> None:
    pilot.app.screen.form.focus_field(name)
    await settle(pilot)


async def saved(pilot) -> referrals.Referral:
    item = board(pilot).current
    return await pilot.app.desk(referrals.referral, item.id)


async def test_one_name_that_matches_is_taken_with_enter(named, drive):
    async with drive(named) as pilot:
        await press(pilot, "3", "r")
        text = await typed(pilot, "ruiz")
        assert "> Carla Ruiz, PT" in text
        await press(pilot, "enter")
        assert pilot.app.screen.form.value("partner") == "Carla Ruiz, PT"
        assert pilot.app.screen.focused.id == "field-patient_ref"


async def test_where_two_match_they_are_shown_and_nothing_is_guessed(named, drive):
    async with drive(named) as pilot:
        await press(pilot, "3", "r")
        text = await typed(pilot, "lee")
        assert "Ann Lee, MD  Orthopedics · Bath" in text
        assert "Bruce Lee, MD  Pediatrics · Portland" in text
        await field(pilot, "patient_ref")
        await typed(pilot, "JD-1")
        text = await press(pilot, "ctrl+s")
        assert "2 partners match" in text
        assert pilot.app.screen.focused.id == "field-partner"
        await press(pilot, "down", "enter", "ctrl+s")
        assert at(pilot) == ("received", "JD-1")
        assert board(pilot).current.partner_name == "Bruce Lee, MD"


async def test_an_unknown_name_is_said_beside_the_field_and_kept(named, drive):
    async with drive(named) as pilot:
        await press(pilot, "3", "r")
        await typed(pilot, "qwxyz")
        text = await press(pilot, "enter")
        assert "! Nobody of that name" in text
        assert pilot.app.screen.form.value("partner") == "qwxyz"


@pytest.mark.parametrize("reference", ["Johnathan Smith", "3/14/1961", "207-555-0143"])
async def test_what_tells_who_the_patient_is_is_refused(named, drive, reference):
    async with drive(named) as pilot:
        await press(pilot, "3", "r")
        await typed(pilot, "ruiz")
        await press(pilot, "enter")
        pilot.app.screen.form.set_values({"patient_ref": reference})
        text = await press(pilot, "ctrl+s")
        assert "only initials or a chart number belong here" in " ".join(text.split())
        assert pilot.app.screen.focused.id == "field-patient_ref"
        assert pilot.app.screen.form.value("patient_ref") == reference


async def test_without_a_partner_it_needs_a_source(named, drive):
    async with drive(named) as pilot:
        await press(pilot, "3", "r")
        await field(pilot, "patient_ref")
        await typed(pilot, "JD-2")
        text = await press(pilot, "ctrl+s")
        assert "! Say which partner it was, or below how the patient came." in text
        await field(pilot, "source")
        await press(pilot, "w")
        text = await press(pilot, "ctrl+s")
        assert "Added JD-2, came by web. u undoes it." in text
        assert (await saved(pilot)).source == "web"


async def test_everything_that_is_typed_is_saved(named, drive):
    async with drive(named) as pilot:
        await press(pilot, "3", "r")
        await typed(pilot, "ruiz")
        await press(pilot, "enter")
        await typed(pilot, "JD-3")
        await press(pilot, "enter")
        await typed(pilot, "knee")
        await press(pilot, "enter", "u", "enter")
        text = await typed(pilot, "harbor")
        assert "Blue Harbor Health" in text
        assert "Harbor Clinic" not in text
        await press(pilot, "enter")
        await press(pilot, *["backspace"] * 5)
        text = await typed(pilot, "-3d")
        assert "Fri Mar 13" in text
        await press(pilot, "enter")
        found = await saved(pilot)
        assert (found.partner_name, found.reason, found.urgency) == ("Carla Ruiz, PT", "knee", "urgent")
        assert (found.payer_name, f"{found.day}", found.flow) == ("Blue Harbor Health", "2026-03-13", "inbound")


async def test_what_was_typed_is_offered_again_after_esc(named, drive):
    async with drive(named) as pilot:
        await press(pilot, "3", "r")
        await field(pilot, "reason")
        await typed(pilot, "half a thought")
        await press(pilot, "escape")
        text = await press(pilot, "r")
        assert "half a thought" in text
        assert "what you had typed before" in text


async def test_a_day_that_is_none_is_refused_beside_its_field(named, drive):
    async with drive(named) as pilot:
        await press(pilot, "3", "r")
        await typed(pilot, "ruiz")
        await press(pilot, "enter")
        await typed(pilot, "JD-5")
        pilot.app.screen.form.set_values({"day": "soonish"})
        text = await press(pilot, "ctrl+s")
        assert "! “soonish” is no day" in text
        assert pilot.app.screen.focused.id == "field-day"


async def test_outbound_from_the_outbound_board(named, drive):
    async with drive(named) as pilot:
        await press(pilot, "3", "tab", "r")
        await typed(pilot, "ruiz")
        await press(pilot, "enter")
        await typed(pilot, "JD-6")
        text = await press(pilot, "ctrl+s")
        assert "Added JD-6 to Carla Ruiz, PT. u undoes it." in text
        assert at(pilot) == ("sent", "JD-6")


async def test_a_referral_is_corrected_from_its_card_and_from_its_page(named, drive, doing):
    refer(doing, 3, "JD-7", 4)
    async with drive(named) as pilot:
        await press(pilot, "3", "e")
        await field(pilot, "reason")
        await typed(pilot, "hip")
        text = await press(pilot, "ctrl+s")
        assert "Changed the referral. u undoes it." in text
        assert (await saved(pilot)).reason == "hip"
        await press(pilot, "enter", "e")
        await field(pilot, "patient_ref")
        await press(pilot, "backspace")
        await typed(pilot, "8")
        text = await press(pilot, "ctrl+s")
        assert "JD-8" in text
        await press(pilot, "escape", "u", "u")
        found = await saved(pilot)
        assert (found.patient_ref, found.reason) == ("JD-7", "")


async def test_a_hostile_name_can_be_chosen(named, drive):
    async with drive(named) as pilot:
        await press(pilot, "3", "r")
        text = await typed(pilot, "evil")
        assert HOSTILE in text
        await press(pilot, "enter")
        await typed(pilot, "JD-9")
        assert f"from {HOSTILE}" in await press(pilot, "ctrl+s")
        assert HOSTILE[:20] in screen_text(pilot.app)
