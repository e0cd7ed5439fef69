"""Two sessions change the same thing: what a form did not touch stays as the other session left it."""

from __future__ import annotations

from tests.conftest import TODAY
from tests.ui.conftest import Driven
from tests.ui.test_gift_ledger import go
from tests.ui.test_partners import press
from tui_tracker.domain.records import Doing
from tui_tracker.domain.settings import Settings
from tui_tracker.services import gifts, occasions, partners


async def test_a_form_writes_only_what_was_changed_in_it(sqlite_practice: str, doing: Doing, drive: Driven) -> None:
    lee = partners.add_partner(doing, {"name": "Dr. Lee"}).id
    gifts.add_gift(doing, {"partner_ids": [lee], "day": TODAY, "what": "Pie", "amount": "10"}, Settings())
    fair = occasions.add_occasion(doing, {"name": "Fair", "day": TODAY})
    async with drive(sqlite_practice) as pilot:
        desk = pilot.app.desk  # type: ignore[attr-defined]
        await go(pilot, "occasions")
        await press(pilot, "e", "s")
        await desk(occasions.edit_occasion, doing, fair, {"place": "Town hall", "goal": "hands"})
        assert "Changed Fair. u undoes it." in await press(pilot, "ctrl+s")
        assert (found := await desk(occasions.occasion, fair)).name == "Fairs"
        assert (found.place, found.goal, found.day) == ("Town hall", "hands", TODAY)
        await press(pilot, "escape")

        await go(pilot, "gift")
        await press(pilot, "g", "e", "down", "down", "s")
        await desk(gifts.edit_gift, doing, 1, {"amount": "12"}, Settings())
        assert "Changed a gift for Dr. Lee" in await press(pilot, "ctrl+s")
        entry = await desk(gifts.gift, 1)
        assert (entry.what, entry.amount_cents) == ("Pies", 1200)
