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


async def with_partner(pilot, reference: str) -> str:
    await press(pilot, "3", "r")
    await typed(pilot, "ruiz")
    await press(pilot, "enter")
    return await typed(pilot, reference)


async def test_a_name_is_refused_for_a_patient(named, drive):
    async with drive(named) as pilot:
        await with_partner(pilot, "Johnathan Smith")
        for _ in range(2):
            text = await press(pilot, "ctrl+s")
            assert "only initials or a chart number belong here" in " ".join(text.split())
            assert pilot.app.screen.focused.id == "field-patient_ref"
            assert pilot.app.screen.form.value("patient_ref") == "Johnathan Smith"


@pytest.mark.parametrize("reference", ["3/14/1961", "207-555-0143"])
async def test_what_may_be_a_chart_number_is_questioned_once_and_kept_where_it_is_meant(named, drive, reference):
    async with drive(named) as pilot:
        await with_partner(pilot, reference)
        text = await press(pilot, "ctrl+s")
        assert "if it is a chart number, save once more." in " ".join(text.split())
        assert pilot.app.screen.focused.id == "field-patient_ref"
        text = await press(pilot, "ctrl+s")
        assert f"Added {reference} from Carla Ruiz, PT" in text


async def test_another_one_is_questioned_anew(named, drive):
    async with drive(named) as pilot:
        await with_partner(pilot, "207-555-0143")
        await press(pilot, "ctrl+s", "backspace", "4")
        text = await press(pilot, "ctrl+s")
        assert "if it is a chart number" in " ".join(text.split())


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
        assert "Added JD-6 to Carla Ruiz, PT: news by Mon Mar 30. u undoes it." in text
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


def shown(pilot) -> dict[str, str]:
    return pilot.app.screen.form.values()


async def test_one_line_fills_the_fields_as_it_is_typed(named, drive):
    async with drive(named) as pilot:
        await press(pilot, "3", "r")
        text = await typed(pilot, "in @ruiz JD-4411 shoulder urgent 3/15 payer:harbor visit:fri")
        assert {name: value for name, value in shown(pilot).items() if name != "line"} == {
            "flow": "inbound",
            "partner": "Carla Ruiz, PT",
            "source": "",
            "patient_ref": "JD-4411",
            "reason": "shoulder",
            "urgency": "urgent",
            "payer": "Blue Harbor Health",
            "day": "3/15",
        }
        assert "Visit Fri Mar 20" in text
        assert "!" not in text
        text = await press(pilot, "ctrl+s")
        assert "Added JD-4411 from Carla Ruiz, PT: first contact by Tue Mar 17, 3 more." in text
        assert len(next(line for line in text.splitlines() if "Added" in line)) <= 80
        found = await saved(pilot)
        assert (found.partner_name, found.reason, found.urgency) == ("Carla Ruiz, PT", "shoulder", "urgent")
        assert (f"{found.day}", f"{found.visit_on}") == ("2026-03-15", "2026-03-20")
        assert found.payer_name == "Blue Harbor Health"


async def test_enter_goes_on_to_what_is_missing(named, drive):
    async with drive(named) as pilot:
        await press(pilot, "3", "r")
        await typed(pilot, "@lee knee")
        text = await press(pilot, "enter")
        assert pilot.app.screen.focused.id == "field-partner"
        assert "Bruce Lee, MD" in text
        await press(pilot, "down", "enter")
        assert pilot.app.screen.focused.id == "field-patient_ref"
        await typed(pilot, "JD-1")
        await press(pilot, "ctrl+s")
        found = await saved(pilot)
        assert (found.partner_name, found.patient_ref, found.reason) == ("Bruce Lee, MD", "JD-1", "knee")


@pytest.mark.parametrize(
    ("line", "field_id"),
    [("", "partner"), ("in web", "patient_ref"), ("@ruiz knee", "patient_ref"), ("JD-1", "partner")],
)
async def test_where_enter_goes(named, drive, line, field_id):
    async with drive(named) as pilot:
        await press(pilot, "3", "r")
        await typed(pilot, line)
        await press(pilot, "enter")
        assert pilot.app.screen.focused.id == f"field-{field_id}"


async def test_where_nothing_is_missing_enter_says_so(named, drive):
    async with drive(named) as pilot:
        await press(pilot, "3", "r")
        await typed(pilot, "in web JD-1")
        assert "Nothing is missing: ctrl+s saves" in await press(pilot, "enter")
        assert "Added JD-1, came by web. u undoes it." in await press(pilot, "ctrl+s")


async def test_what_is_changed_by_hand_is_not_overwritten(named, drive):
    async with drive(named) as pilot:
        await press(pilot, "3", "r")
        await typed(pilot, "@ruiz JD-1 knee")
        await field(pilot, "reason")
        await typed(pilot, " left")
        await field(pilot, "urgency")
        await press(pilot, "e")
        await field(pilot, "line")
        await press(pilot, "end")
        await typed(pilot, " pain urgent")
        values = shown(pilot)
        assert (values["reason"], values["urgency"], values["patient_ref"]) == ("knee left", "emergency", "JD-1")
        await press(pilot, *["backspace"] * len("JD-1 knee pain urgent"))
        values = shown(pilot)
        assert (values["reason"], values["partner"], values["patient_ref"]) == ("knee left", "Carla Ruiz, PT", "")


async def test_problems_are_shown_under_it_and_stand_in_the_way(named, drive):
    async with drive(named) as pilot:
        await press(pilot, "3", "r")
        text = await typed(pilot, "in @ruiz JD-1 fri mon")
        assert "“mon” is a second day" in text
        text = await press(pilot, "ctrl+s")
        assert "! “mon” is a second day" in text
        assert pilot.app.screen.focused.id == "field-line"
        await press(pilot, *["backspace"] * 4)
        assert "Added JD-1" in await press(pilot, "ctrl+s")


async def test_from_a_partner_the_line_needs_no_name(named, drive):
    async with drive(named) as pilot:
        await press(pilot, "2", "r")
        partner = shown(pilot)["partner"]
        await typed(pilot, "JD-9 hip")
        assert shown(pilot)["partner"] == partner
        await press(pilot, "ctrl+s")
        assert not pilot.app.screen.is_modal


async def test_on_the_outbound_board_it_means_out(named, drive):
    async with drive(named) as pilot:
        await press(pilot, "3", "tab", "r")
        await typed(pilot, "@ruiz ML-20 knee")
        assert shown(pilot)["flow"] == "outbound"
        assert "Added ML-20 to Carla Ruiz, PT: news by Mon Mar 30." in await press(pilot, "ctrl+s")


async def test_a_patient_who_returns_is_told_and_spelled_as_before(named, drive, doing):
    refer(doing, 3, "JD-4411", 30, "closed", payer_id=5)
    refer(doing, 1, "JD-4411", 13, "lost")
    async with drive(named) as pilot:
        text = await with_partner(pilot, "jd 4411")
        assert "JD-4411 was here before: 2 referrals, last from Ann Lee, MD, lost Mar 3." in text
        assert "First from Carla Ruiz, PT, Feb 14." in text
        await press(pilot, "enter")
        assert (shown(pilot)["patient_ref"], shown(pilot)["payer"]) == ("JD-4411", "Blue Harbor Health")
        assert "Added JD-4411 from Carla Ruiz, PT" in await press(pilot, "ctrl+s")
        found = await saved(pilot)
        assert (found.patient_ref, found.payer_name) == ("JD-4411", "Blue Harbor Health")


async def test_another_patient_does_not_keep_the_payer_of_the_first(named, drive, doing):
    refer(doing, 3, "JD-4411", 30, "closed", payer_id=5)
    async with drive(named) as pilot:
        await with_partner(pilot, "JD-4411")
        await press(pilot, "enter", "up", "end", "2")
        assert shown(pilot)["payer"] == ""


async def test_the_same_open_referral_is_questioned_once(named, drive, doing):
    refer(doing, 3, "JD-4411", 13)
    async with drive(named) as pilot:
        text = await with_partner(pilot, "jd4411")
        assert "JD-4411 is here already: open since Mar 3, from Carla Ruiz, PT" in text
        text = " ".join((await press(pilot, "ctrl+s")).split())
        assert "open since Mar 3, from Carla Ruiz, PT; for another referral, save once more." in text
        assert "Added JD-4411" in await press(pilot, "ctrl+s")


async def test_the_line_knows_the_patient_too(named, drive, doing):
    refer(doing, 1, "JD-4411", 13, payer_id=5)
    async with drive(named) as pilot:
        await press(pilot, "3", "r")
        text = await typed(pilot, "in @ruiz jd4411 knee")
        assert "JD-4411 is here already: open since Mar 3, from Ann Lee, MD." in text
        assert (shown(pilot)["patient_ref"], shown(pilot)["payer"]) == ("JD-4411", "Blue Harbor Health")
        text = await typed(pilot, " ref:x1")
        assert shown(pilot)["patient_ref"] == "x1"
        assert shown(pilot)["payer"] == ""


async def test_the_form_fits_80_by_24_with_everything_on_show(named, drive, doing):
    refer(doing, 1, "JD-4411", 13, payer_id=5)
    async with drive(named) as pilot:
        await press(pilot, "3", "r")
        text = await typed(pilot, "in @ruiz jd4411 knee fri mon urgent stat visit:2w")
        lines = text.splitlines()
        assert any("Day" in line for line in lines)
        assert "ctrl+s saves" in text
        assert "JD-4411 is here already" in text
        assert "second day" in text
        assert "second urgency" in text


async def test_a_line_that_was_brought_back_gives_way_to_a_new_one(named, drive):
    async with drive(named) as pilot:
        await press(pilot, "3", "r")
        await typed(pilot, "@ruiz JD-1 knee fri")
        await press(pilot, "escape", "r")
        assert shown(pilot)["line"] == "@ruiz JD-1 knee fri"
        await typed(pilot, "in web JD-2")
        values = shown(pilot)
        assert (values["line"], values["patient_ref"], values["partner"], values["day"]) == (
            *("in web JD-2", "JD-2", ""),
            "today",
        )
