"""What follows a move, by real keys: how it went as a referral closes, the note to the referrer as it ends."""

from __future__ import annotations

import pytest

from tests.conftest import TODAY
from tests.ui.conftest import settle
from tests.ui.test_board import add_partner, at, press, refer, typed
from tui_tracker.services import referrals
from tui_tracker.services.board import promises_of
from tui_tracker.storage.journal import changing


@pytest.fixture
def few(sqlite_practice, doing):
    """Two referrals of Ann Lee's in care, one that came by web, one that was sent out."""
    with changing(doing, "Made partners") as unit:
        lee = add_partner(unit, "Ann Lee, MD")
        ray = add_partner(unit, "Bo Ray, PT")
    refer(doing, lee, "AA-1", 20, "in_care")
    refer(doing, lee, "BB-2", 10, "in_care")
    refer(doing, None, "CC-3", 9, "in_care")
    refer(doing, ray, "DD-4", 9, "seen", flow="outbound")
    return sqlite_practice


async def to_column(pilot, stage: str) -> None:
    await press(pilot, "3")
    for _ in range(8):
        if at(pilot)[0] == stage:
            return
        await press(pilot, "l")
    raise AssertionError(at(pilot))


async def find(pilot, reference: str):
    for card in await pilot.app.desk(_all):
        if card.patient_ref == reference:
            return await pilot.app.desk(referrals.referral, card.id)
    raise AssertionError(reference)


def _all():
    from tui_tracker.domain.board import CardFilter
    from tui_tracker.domain.settings import Settings
    from tui_tracker.services.cards import list_referrals

    return list_referrals(CardFilter(), 0, 99, TODAY, Settings())


async def test_one_that_closes_asks_how_it_went_and_what_is_typed_stands_on_its_page(few, drive):
    async with drive(few) as pilot:
        await to_column(pilot, "in_care")
        text = await press(pilot, "L")
        assert "How AA-1 from Ann Lee, MD went" in text
        await press(pilot, "y", "enter", "f", "enter", "g", "enter")
        text = await typed(pilot, "1.234,50")
        text = await press(pilot, "enter")
        assert "! “1.234,50” is no amount; write it as 1,234.50" in text
        await press(pilot, "ctrl+u")
        await typed(pilot, "$1,234.50")
        text = await press(pilot, "enter")
        assert "Noted how AA-1 (Ann Lee, MD) went. u undoes it." in text
        text = await press(pilot, "enter")
        for words in (
            "Appropriate     yes",
            "Adherence       full",
            "Outcome         goal met",
            "Revenue         1,234.50",
        ):
            assert words in text
        assert "how it went" in text
        text = await press(pilot, "v", "w", "ctrl+s")
        assert "Appropriate     yes" in text
        found = await find(pilot, "AA-1")
        assert (found.stage, found.revenue_cents) == ("closed", 123_450)
        await press(pilot, "escape", "u", "u", "u")
        found = await find(pilot, "AA-1")
        assert (found.stage, found.appropriate) == ("in_care", None)


async def test_esc_skips_it_and_v_enters_it_later(few, drive):
    async with drive(few) as pilot:
        await to_column(pilot, "in_care")
        await press(pilot, "L")
        text = await press(pilot, "escape")
        assert "Moved AA-1 (Ann Lee, MD) to closed. u undoes it. v enters how it went." in " ".join(text.split())
        assert (await find(pilot, "AA-1")).stage == "closed"
        text = await press(pilot, "v")
        assert "How AA-1 from Ann Lee, MD went" in text
        text = await press(pilot, "p", "ctrl+s")
        assert "Noted how AA-1" in text


async def test_several_at_once_are_only_told_about(few, drive):
    async with drive(few) as pilot:
        await to_column(pilot, "in_care")
        text = await press(pilot, "space", "j", "space", "m", "x", "enter")
        assert "v on each enters how it went." in text
        assert len(pilot.app.screen_stack) == 1


async def test_of_an_outbound_referral_nothing_is_asked_and_v_asks_the_outcome_alone(few, drive):
    async with drive(few) as pilot:
        await press(pilot, "3", "tab")
        while at(pilot)[0] != "seen":
            await press(pilot, "l")
        text = await press(pilot, "L")
        assert len(pilot.app.screen_stack) == 1
        assert "Moved DD-4 (Bo Ray, PT) to closed. u undoes it." in text
        text = await press(pilot, "v")
        assert "Outcome" in text
        assert "Revenue" not in text
        await press(pilot, "w", "ctrl+s")
        assert (await find(pilot, "DD-4")).outcome == "worse"


async def test_a_day_that_is_corrected_is_no_move(few, drive):
    async with drive(few) as pilot:
        await to_column(pilot, "in_care")
        await press(pilot, "L", "escape", "m", "x")
        await typed(pilot, "yesterday")
        await press(pilot, "enter")
        assert len(pilot.app.screen_stack) == 1


@pytest.mark.parametrize(("letter", "stage", "word"), [("d", "declined", "declined"), ("l", "lost", "lost")])
async def test_declining_asks_why_and_opens_the_note_which_keeps_the_promise(few, drive, letter, stage, word):
    async with drive(few) as pilot:
        await to_column(pilot, "in_care")
        await press(pilot, "m", letter)
        await typed(pilot, "no room")
        await press(pilot, "enter")
        await typed(pilot, "Dr. Roe")
        text = await press(pilot, "ctrl+s")
        assert "To Ann Lee, MD" in text
        assert "AA-1" in text
        found = await find(pilot, "AA-1")
        assert (found.stage, found.aside_reason, found.alternative) == (stage, "no room", "Dr. Roe")
        text = await press(pilot, "escape")
        assert "A word to Ann Lee, MD stays on Today." in text
        house = pilot.app
        owed = await house.desk(promises_of, found.id, house.today, house.settings)
        assert [str(one.kind) for one in owed] == ["feedback"]
        text = await press(pilot, "enter", "T")
        assert "To Ann Lee, MD" in text
        await press(pilot, "s")
        text = await press(pilot, "ctrl+s")
        assert "feedback" in text
        assert not await house.desk(promises_of, found.id, house.today, house.settings)


async def test_a_reason_is_limited_and_the_practices_own_are_offered(few, drive):
    async with drive(few) as pilot:
        await to_column(pilot, "in_care")
        await press(pilot, "m", "d")
        pilot.app.screen.form.set_values({"reason": "x" * 201})
        text = await press(pilot, "ctrl+s")
        assert "! This has 201 characters; 200 are the most" in " ".join(text.split())
        await press(pilot, "ctrl+u")
        await typed(pilot, "not o")
        await pilot.pause(0.1)
        await settle(pilot)
        await press(pilot, "right")
        assert pilot.app.screen.form.value("reason") == "not ours to treat"


async def test_today_opens_the_note_that_is_owed(few, drive, doing):
    async with drive(few, size=(80, 40)) as pilot:
        await to_column(pilot, "in_care")
        await press(pilot, "m", "l")
        await typed(pilot, "moved away")
        pilot.app.screen.form.set_values({"day": "-5d"})
        await press(pilot, "ctrl+s", "escape")
        found = await find(pilot, "AA-1")
        await pilot.app.desk(_leave_only_feedback)
        pilot.app.changed()
        text = await press(pilot, "1")
        assert "tell them why the referral was lost" in text
        while pilot.app.screen._item() is None or pilot.app.screen._item().kind != "feedback":
            await press(pilot, "j")
        text = await press(pilot, "enter", "enter")
        assert "To Ann Lee, MD" in text
        text = await press(pilot, "s", "ctrl+s")
        assert "Done for today" in text
        await press(pilot, "enter")
        assert len(pilot.app.screen_stack) == 1
        house = pilot.app
        assert not await house.desk(promises_of, found.id, house.today, house.settings)


def _leave_only_feedback() -> None:
    """Settle everything but what was lost, so that the word owed leads its item."""
    from tui_tracker.storage.models import Partner, Referral, Touchpoint

    Referral.update(settled=True).where(Referral.patient_ref != "AA-1").execute()
    lee = Partner.get(Partner.name == "Ann Lee, MD")
    Touchpoint.insert(partner=lee, day=TODAY, channel="call", intents=1).execute()
