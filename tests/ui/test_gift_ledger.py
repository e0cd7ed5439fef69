"""The gift ledger, driven with real keys; and what it tells, told nowhere else."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.conftest import TODAY
from tests.ui.conftest import Driven, screen_text, settle
from tests.ui.test_partners import HOSTILE, press, typed
from tui_tracker.config import Config
from tui_tracker.domain.records import Doing
from tui_tracker.domain.settings import Settings
from tui_tracker.screens.gift_ledger import GiftLedger
from tui_tracker.services import gifts, history, partners, referrals
from tui_tracker.services.demo import make_demo
from tui_tracker.services.opening import close_practice, open_practice
from tui_tracker.storage.models import ChangeRow


async def go(pilot: Pilot[Any], place: str) -> str:
    await press(pilot, "colon")
    return await press(pilot, *typed(place), "enter")


async def write(pilot: Pilot[Any], text: str) -> str:
    return await press(pilot, *(["at" if char == "@" else "space" if char == " " else char for char in text]))


async def test_a_year_of_gifts_by_keys(sqlite_practice: str, doing: Doing, drive: Driven) -> None:
    for name in ("Dr. Lee", "Dr. Roe"):
        partners.add_partner(doing, {"name": name})
    config = Config(Settings(gift_cap_cents=10_000, gift_cap_year=2025))
    async with drive(sqlite_practice, config=config) as pilot:
        text = await go(pilot, "gift")
        assert isinstance(pilot.app.screen, GiftLedger)
        assert "100.00 is the cap of 2025; check that of 2026 (gift_cap_cents, gift_cap_year)." in text
        assert "No entries; a adds one." in text
        await press(pilot, "a")
        text = await write(pilot, "@lee @roe")
        assert "For Dr. Lee and Dr. Roe: 2 entries, the amount for each" in text
        await press(pilot, "down", "down")
        await write(pilot, "Pie")
        await press(pilot, "down")
        text = await press(pilot, *"42,5", "enter")
        assert "! “42,5” is no amount; write it as 1,234.50." in text
        text = await press(pilot, *["backspace"] * 2, ".", "5", "enter")
        assert "Noted a gift for Dr. Lee and Dr. Roe. u undoes it." in text
        assert text.count("42.50, 42 %") == 2

        await press(pilot, "g", "e")
        await press(pilot, "down", "down", "down")
        text = await press(pilot, *["backspace"] * 5, *"100.01", "enter")
        assert "comes to 100.01 in 2026, past 100.00" in text.replace("\n", " ")
        assert "save once more" in text
        text = await press(pilot, "enter")
        assert "Changed a gift for Dr. Roe. In 2026: 100.01 of 100.00" in text
        assert "100.01, 100 %, 0.01 past the cap" in text
        text = await press(pilot, "slash", *"lee")
        assert "Dr. Roe" not in text
        await press(pilot, "enter", "escape")
        text = await press(pilot, "x")
        assert "Removed a gift for Dr. Roe. u undoes it." in text
        assert "Undone: Removed a gift for Dr. Roe." in await press(pilot, "u")
        assert "Done again: Removed a gift for Dr. Roe." in await press(pilot, "ctrl+r")
        assert "no entry before 2026" in await press(pilot, "left_square_bracket")
        assert "still to come" in await press(pilot, "right_square_bracket")
        assert "For whom      @lee, or several" in await press(pilot, "a"), "not for whoever had the last"
        await press(pilot, "escape")
        assert 'For whom      @"Dr. Lee"' in await press(pilot, "tab", "a")
        text = await press(pilot, "escape", "enter")
        assert "· Dr. Lee" in text.splitlines()[0]
        await press(pilot, "escape")
        assert not isinstance(pilot.app.screen, GiftLedger)
        await press(pilot, "u")
        assert "Undone: Removed a gift for Dr. Roe" in screen_text(pilot.app)  # type: ignore[arg-type]


@pytest.mark.slow
async def test_what_is_typed_is_kept_and_hostile_text_is_text(
    sqlite_practice: str, doing: Doing, drive: Driven
) -> None:
    for number, name in enumerate(HOSTILE):
        partners.add_partner(doing, {"name": name}, duplicate_ok=True)
        draft = {"partner_ids": [number + 1], "day": TODAY, "what": name, "amount": 100 + number}
        gifts.add_gift(doing, draft, Settings())
    async with drive(sqlite_practice, size=(60, 20)) as pilot:
        text = await go(pilot, "gift")
        assert "A[/nope]" in text
        assert "\x1b" not in text
        await press(pilot, "a", "down")
        await write(pilot, "half an entry")
        await press(pilot, "escape")
        assert "half an entry" in await press(pilot, "a")


@pytest.mark.slow
async def test_no_screen_but_the_ledger_tells_what_was_spent(tmp_path: Path, doing: Doing, drive: Driven) -> None:
    """All screens of a practice in which every partner's gifts have an amount and a name that stand out."""
    path = str(tmp_path / "demo.db")
    make_demo(path, partners=12, years=1, seed=3, today=TODAY)
    open_practice(path)
    for partner in range(1, 13):
        draft = {"partner_ids": [partner], "day": TODAY, "what": "Ledgeronly", "amount": 98_765}
        gifts.add_gift(doing, draft, Settings(), confirmed=True)
    gifts.edit_gift(doing, 1, {"amount": 98_765, "what": "Ledgeronly"}, Settings(), confirmed=True)
    assert ChangeRow.select().where(ChangeRow.table_name == "gift").count() >= 12
    referral = referrals.referral(1)
    assert referral is not None
    close_practice()
    money = re.compile(r"987[.,]?65|98[.,]?765|Ledgeronly")
    async with drive(path, size=(120, 40)) as pilot:
        for screen in "123456":
            assert not money.search(await press(pilot, screen)), screen
            for key in ("enter", "j", "j", "w", "escape", "tab", "j", "G", "tab"):
                assert not money.search(await press(pilot, key)), (screen, key)
            while len(pilot.app.screen_stack) > 1:
                await press(pilot, "escape")
        for place in ("occasions", "members"):
            assert not money.search(await go(pilot, place)), place
            await press(pilot, "escape")
        await press(pilot, "3")
        assert referral.patient_ref
        text = await go(pilot, "gift")
        assert money.search(text)
        told = text.casefold()
        assert "referral" not in told.replace("a referral", "")
        assert not re.search(r"\b[A-Z]{2}-\d{4}\b", text), "no patient reference beside it"
        await settle(pilot)
        assert "Gift ledger 2026" in text.splitlines()[0]
        assert not [line for line in text.splitlines() if line.startswith(" 1 Today")], "nothing shows through"
    open_practice(path)
    assert history.changes(0, 1)[0].label.startswith(("Changed a gift", "Noted a gift"))
    assert "987" not in " ".join(one.label for one in history.changes(0, 20))
    close_practice()
