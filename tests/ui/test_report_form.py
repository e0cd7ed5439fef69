"""A report to the referrer, from `p` to sent, by keys alone; and nothing typed is ever lost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from textual.widgets import TextArea

from tests.conftest import TODAY
from tests.factories import HOSTILE
from tests.ui.conftest import screen_text, settle
from tests.ui.test_board import add_partner, press, refer, typed
from tui_tracker.config import state_folder
from tui_tracker.domain.settings import Settings
from tui_tracker.screens.referral_page import ReferralPage
from tui_tracker.screens.report_form import ReportForm
from tui_tracker.services import agenda, referrals, reports
from tui_tracker.storage import models
from tui_tracker.storage.journal import changing

EVIL = "[@click=app.quit]Evil[/nope]"


@pytest.fixture
def seen(sqlite_practice, doing):
    """A patient of Ann Lee's was seen; she is copied to Dr. Ng, by fax."""
    with changing(doing, "Made partners") as unit:
        lee = add_partner(unit, "Ann Lee, MD")
        unit.insert(models.Agreement, partner=lee, channel="fax", copied_to="Dr. Ng", consent="signed Mar 2, on file")
    refer(doing, lee, "JD-4411", 9, "seen", reason="shoulder pain")
    return sqlite_practice


async def page(pilot: Any, referral_id: int = 1) -> ReferralPage:
    found = ReferralPage(referral_id)
    pilot.app.push_screen(found)
    await settle(pilot)
    return found


async def form(pilot: Any, referral_id: int = 1) -> ReportForm:
    await page(pilot, referral_id)
    await press(pilot, "p")
    assert isinstance(pilot.app.screen, ReportForm)
    return pilot.app.screen


def shown(found: ReportForm) -> list[str]:
    return found.form._reachable()


async def test_a_whole_report_from_p_to_sent(seen, drive):
    async with drive(seen) as pilot:
        opened = await form(pilot)
        text = screen_text(pilot.app)
        assert "Sent for: shoulder pain" in text
        assert "Consent: signed Mar 2, on file" in text
        assert opened.form.value("copied_to") == "Dr. Ng"
        assert shown(opened)[1:-1] == ["findings", "plan", "timeline", "surgical_options", "red_flags"]
        await press(pilot, "tab")
        await typed(pilot, "Flexion 95")
        await press(pilot, "enter")
        await typed(pilot, "no pain")
        await press(pilot, "tab")
        await typed(pilot, "twice a week")
        text = await press(pilot, "ctrl+s")
        assert "Flexion 95" in text
        assert "no pain" in text
        assert "Ann Lee" in text
        text = await press(pilot, "s")
        assert "[fax]" in text or "‹ fax ›" in text
        text = await press(pilot, "ctrl+s")
        assert "Noted the initial report on JD-4411. u undoes it." in text
        (report,) = await pilot.app.desk(reports.reports_of, 1)
        assert (report.kind, report.sent_on, report.channel) == ("initial", TODAY, "fax")
        assert (report.findings, report.plan, report.copied_to) == ("Flexion 95\nno pain", "twice a week", "Dr. Ng")
        assert "Flexion 95" in report.letter
        owed = await pilot.app.desk(agenda.open_with, 1, TODAY, Settings())
        assert "initial_report" not in [line.kind for line in owed]
        text = await press(pilot, "l")
        assert "Flexion 95" in text
        assert "Initial on JD-4411, sent Mar 16, fax" in text
        await press(pilot, "escape", "u")
        assert await pilot.app.desk(reports.reports_of, 1) == []
        await form(pilot)
        text = screen_text(pilot.app)
        assert "This is what the report said that you took back." in text
        assert "typed before" not in text, "what was sent is not kept as a draft"


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_it_fits_the_terminal_with_every_part(seen, drive, size):
    async with drive(seen, size=size) as pilot:
        await form(pilot)
        text = screen_text(pilot.app)
        for word in ("Report", "Findings", "Plan", "Timeline", "Surgical", "Red flags", "Copied to", "ctrl+s"):
            assert word in text


async def test_another_kind_asks_for_other_parts_and_loses_nothing(seen, drive):
    async with drive(seen) as pilot:
        opened = await form(pilot)
        await press(pilot, "tab")
        await typed(pilot, "fine")
        await press(pilot, "shift+tab")
        for letter, parts in (
            ("f", ["outcome", "recommendations"]),
            ("a", ["timeline"]),
            ("p", ["findings", "plan", "timeline", "red_flags"]),
        ):
            await press(pilot, letter)
            assert shown(opened)[1:-1] == parts
        assert opened.form.value("findings") == "fine"
        assert "Progress" in screen_text(pilot.app)


async def test_a_progress_report_begins_with_the_plan_that_was_sent(seen, drive, doing):
    reports.send_report(doing, 1, "initial", TODAY - timedelta(1), "fax", parts={"plan": "walk", "timeline": "6 weeks"})
    referrals.move_referral(doing, 1, "in_care", TODAY)
    async with drive(seen) as pilot:
        opened = await form(pilot)
        assert (opened.form.value("kind"), opened.form.value("plan")) == ("progress", "walk")
        await press(pilot, "escape")
        assert "had typed before" not in screen_text(pilot.app)
        await press(pilot, "p")
        assert "had typed before" not in screen_text(pilot.app)
        await press(pilot, "f")
        await press(pilot, "p")
        assert pilot.app.screen.form.value("plan") == "walk"


async def test_an_acknowledgement_begins_with_the_visit_that_is_booked(seen, drive, doing):
    refer(doing, 1, "AA-1", 0, visit_on=TODAY + timedelta(2))
    async with drive(seen) as pilot:
        opened = await form(pilot, 2)
        assert opened.form.value("kind") == "acknowledgement"
        assert opened.form.value("timeline") == "The first visit is booked for Wed Mar 18."


async def test_what_was_typed_is_there_after_the_program_was_started_again(seen, drive):
    async with drive(seen) as pilot:
        await form(pilot)
        await press(pilot, "tab")
        await typed(pilot, "half a sent")
        # no esc: the program goes away as with a line that drops
    async with drive(seen) as pilot:
        opened = await form(pilot)
        assert "This is what you had typed before." in screen_text(pilot.app)
        assert opened.form.value("findings") == "half a sent"
        await press(pilot, "f")
        await press(pilot, "escape", "p")
        assert pilot.app.screen.form.value("kind") == "final"
        assert pilot.app.screen.form.value("findings") == "half a sent"
    names = [file.name for file in state_folder().iterdir()]
    assert names
    assert not any("4411" in name for name in names)


async def test_only_noting_that_it_was_given_takes_three_keys(seen, drive):
    async with drive(seen) as pilot:
        await form(pilot)
        await press(pilot, "ctrl+n")
        text = await press(pilot, "ctrl+s")
        assert "Noted the initial report on JD-4411." in text
        (report,) = await pilot.app.desk(reports.reports_of, 1)
        assert (report.kind, report.channel, report.letter) == ("initial", "call", "")
        assert "No letter was kept" in await press(pilot, "l")
        assert "There is no letter here" in await press(pilot, "c")


async def test_a_report_that_was_undone_is_offered_again_until_one_is_sent(seen, drive):
    async with drive(seen) as pilot:
        await form(pilot)
        await press(pilot, "tab")
        await typed(pilot, "Flexion 95")
        await press(pilot, "ctrl+s", "s", "ctrl+s")
        await press(pilot, "u")
        text = await press(pilot, "p")
        assert "This is what the report said that you took back." in text
        opened = pilot.app.screen
        assert (opened.form.value("kind"), opened.form.value("findings")) == ("initial", "Flexion 95")
        await press(pilot, "ctrl+s", "s", "ctrl+s")
        await press(pilot, "p")
        assert pilot.app.screen.form.value("findings") == ""
        assert len(await pilot.app.desk(reports.reports_of, 1)) == 1


async def test_leaving_the_letter_brings_everything_back(seen, drive):
    async with drive(seen) as pilot:
        opened = await form(pilot)
        await press(pilot, "tab")
        await typed(pilot, "fine")
        await press(pilot, "ctrl+s", "s", "escape", "escape")
        assert pilot.app.screen is opened
        assert opened.form.value("findings") == "fine"
        assert await pilot.app.desk(reports.reports_of, 1) == []


async def test_a_wrong_day_and_a_part_that_is_too_long_are_said_beside_the_field(seen, drive):
    async with drive(seen) as pilot:
        opened = await form(pilot)
        opened.form.set_values({"plan": "x" * 4_001})
        text = await press(pilot, "ctrl+s")
        assert pilot.app.screen is opened
        assert "4,001 characters; 4,000 are the most." in text
        opened.form.set_values({"plan": "x" * 4_000})
        await press(pilot, "ctrl+s", "s")
        pilot.app.screen.form.set_values({"day": "13/45"})
        assert "! “13/45” is no day" in await press(pilot, "ctrl+s")
        pilot.app.screen.form.set_values({"day": "2026-03-01"})
        assert "The referral came on Mar 7" in await press(pilot, "ctrl+s")
        pilot.app.screen.form.set_values({"day": "today"})
        assert "Noted the initial report" in await press(pilot, "ctrl+s")
        (report,) = await pilot.app.desk(reports.reports_of, 1)
        assert report.plan == "x" * 4_000


@pytest.mark.parametrize("text", HOSTILE[::3])
async def test_whatever_is_typed_is_shown_as_text(seen, drive, text):
    async with drive(seen) as pilot:
        opened = await form(pilot)
        opened.form.set_values({"findings": text, "copied_to": text})
        await press(pilot, "ctrl+s")
        assert "\x1b" not in screen_text(pilot.app)
        assert "Noted the initial" in await press(pilot, "s", "ctrl+s")


async def test_a_hostile_partner_and_patient(sqlite_practice, doing, drive):
    with changing(doing, "Made partners") as unit:
        evil = add_partner(unit, EVIL)
        unit.insert(models.Agreement, partner=evil, consent=EVIL, copied_to=EVIL)
    refer(doing, evil, "[/x]", 3, reason=EVIL)
    async with drive(sqlite_practice) as pilot:
        await form(pilot)
        assert EVIL in screen_text(pilot.app)
        text = await press(pilot, "ctrl+s")
        assert "[/x]" in text
        assert EVIL in text


async def test_without_a_referrer_there_is_nobody_to_report_to(sqlite_practice, doing, drive):
    refer(doing, None, "WB-1")
    async with drive(sqlite_practice) as pilot:
        await page(pilot)
        assert "Reports go to the partner who referred" in await press(pilot, "p")
        assert "No report went out yet" in await press(pilot, "l")
        assert "There is no partner here to write to." in await press(pilot, "T")


async def test_keys_pressed_twice_note_it_once(seen, drive):
    async with drive(seen) as pilot:
        await page(pilot)
        await pilot.press("p", "p")
        await settle(pilot)
        assert sum(isinstance(screen, ReportForm) for screen in pilot.app.screen_stack) == 1
        await press(pilot, "ctrl+n")
        await pilot.press("ctrl+s", "ctrl+s")
        await settle(pilot)
        assert len(await pilot.app.desk(reports.reports_of, 1)) == 1


async def test_enter_in_a_part_makes_a_line(seen, drive):
    async with drive(seen) as pilot:
        opened = await form(pilot)
        await press(pilot, "tab")
        assert isinstance(pilot.app.focused, TextArea)
        await press(pilot, "a", "enter", "b")
        assert opened.form.value("findings") == "a\nb"


async def test_enter_in_the_review_opens_the_report_that_is_owed(seen, drive):
    async with drive(seen) as pilot:
        await press(pilot, "g", "enter")
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, ReportForm)


async def test_every_other_form_keeps_what_is_typed_across_a_restart_too(seen, drive):
    async with drive(seen) as pilot:
        await press(pilot, "2", "i")
        pilot.app.screen.form.focus_field("facts")
        await typed(pilot, "rang twice")
    async with drive(seen) as pilot:
        text = await press(pilot, "2", "i")
        assert "This is what you had typed before." in text
        assert pilot.app.screen.form.value("facts") == "rang twice"
