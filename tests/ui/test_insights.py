"""The Insights screen, driven by its keys."""

from __future__ import annotations

from datetime import date

import pytest

from tests.conftest import TODAY
from tests.ui.conftest import screen_text, settle
from tui_tracker.storage.journal import changing
from tui_tracker.storage.models import Gift, Partner, Referral, Touchpoint

HOSTILE = "[@click=app.quit]Evil[/nope]"


@pytest.fixture
def busy(sqlite_practice, doing):
    with changing(doing, "A year") as unit:
        lee = unit.insert(Partner, name="Dr. Ann Lee", search="dr. ann lee", added_on=date(2026, 1, 5))
        evil = unit.insert(Partner, name=HOSTILE, search="evil", added_on=date(2020, 1, 5))
        for day, by in ((TODAY, lee), (date(2026, 1, 9), lee), (date(2025, 6, 1), evil)):
            unit.insert(Referral, partner=by, patient_ref="JD-1", stage="seen", stage_on=day, day=day, seen_on=day)
        unit.insert(Referral, source="walk_in", patient_ref="X", stage="received", stage_on=TODAY, day=TODAY)
        unit.insert(Touchpoint, partner=lee, day=TODAY, channel="call")
        unit.insert(Gift, partner=lee, day=TODAY, what="lunch", amount_cents=98_765)
    return sqlite_practice


async def press(pilot, *keys: str) -> str:
    for key in keys:
        await pilot.press(key)
        await pilot.app.workers.wait_for_complete()
    await settle(pilot)
    return screen_text(pilot.app)


def row(text: str, name: str) -> list[str]:
    return next(line for line in text.splitlines() if name in line).replace(">", "").split()


async def test_everything_that_counts_stands_on_the_first_page(busy, drive):
    async with drive(busy) as pilot:
        text = await press(pilot, "5")
        assert "Apr 2025 to Mar 2026, this month so far" in text
        assert row(text, "Referrals received")[2] == "4"
        assert row(text, "Referrals received")[-1] == "2"
        assert row(text, "from partners")[2] == "3"
        assert row(text, "reached seen")[2] == "3"
        assert row(text, "Touchpoints")[1] == "1"
        assert row(text, "New partners")[2] == "1"
        assert row(text, "New referring partners")[3] == "2"
        assert "referred within 180 days" in text
        assert row(text, "Received to contacted")[-2:] == ["no", "data"]
        assert "0 days  median of 3 referrals" in text


async def test_sources_senders_and_months_follow_and_a_sender_opens(busy, drive):
    async with drive(busy) as pilot:
        text = await press(pilot, "5", *["j"] * 17)
        assert row(text, "walk in")[2:4] == ["1", "25"]
        assert HOSTILE in text or HOSTILE[:20] in text
        assert pilot.app.screen.current_partner()[1] == "Dr. Ann Lee"
        text = await press(pilot, "G")
        assert row("\n".join(reversed(text.splitlines())), "total") == ["total", "0", "1", "0", "0", "1", "2"]
        assert "987" not in text
        await press(pilot, *["g", *["j"] * 18, "enter"])
        assert pilot.app.current_mode == "partners"


async def test_the_span_moves_back_and_not_past_the_present(busy, drive):
    async with drive(busy) as pilot:
        text = await press(pilot, "5", "left_square_bracket")
        assert "Mar 2025 to Feb 2026" in text
        assert "so far" not in text
        assert row(text, "Referrals received")[2] == "2"
        text = await press(pilot, "right_square_bracket", "right_square_bracket")
        assert "Apr 2025 to Mar 2026" in text
        assert "end with the present one" in text


async def test_a_wide_screen_shows_the_months_beside(busy, drive):
    async with drive(busy, size=(120, 40)) as pilot:
        text = await press(pilot, "5")
        assert "Referrals received, month by month" in text.splitlines()[2]
        assert "Who sent most" in text
        await press(pilot, "tab")
        assert pilot.app.screen.focused.id == "right"
        await press(pilot, "h")
        assert pilot.app.screen.focused.id == "left"
        await press(pilot, "l")
        await pilot.resize_terminal(60, 20)
        await settle(pilot)
        text = screen_text(pilot.app)
        assert pilot.app.screen.focused.id == "left"
        assert all(len(line) <= 60 for line in text.splitlines())
        assert "Referrals received" in text


async def test_an_empty_practice_says_what_will_be_counted(sqlite_practice, drive):
    async with drive(sqlite_practice) as pilot:
        text = await press(pilot, "5", "enter")
        assert "nothing to count yet" in text
        assert "no data" in text
        assert "no data" in await press(pilot, *["j"] * 15)


async def test_sparklines_and_bars_do_without_blocks(busy, drive, monkeypatch):
    monkeypatch.setattr("tui_tracker.screens.insights.shows_blocks", lambda: False)
    async with drive(busy, size=(120, 40)) as pilot:
        text = await press(pilot, "5")
        assert not set("▁▂▃▄▅▆▇█") & set(text)
        assert "####" in text
