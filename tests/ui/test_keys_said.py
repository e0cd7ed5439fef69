"""Keys as they are written and answered: names that every console shows, and a word for keys that mean nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.conftest import TODAY
from tests.ui.conftest import Driven, screen_text, settle
from tui_tracker.domain.records import Doing
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.text import fold
from tui_tracker.services import gifts, incidents, partners
from tui_tracker.services.opening import close_practice, open_practice
from tui_tracker.storage.journal import changing
from tui_tracker.storage.models import Partner
from tui_tracker.widgets.key_bar import shortened


@given(st.text(st.characters(blacklist_categories=("Cc", "Cs", "Mn", "Me", "Cf"))), st.integers(4, 90))
def test_what_is_said_fits(text: str, width: int) -> None:
    assert cell_len(shortened(text, width)) <= max(width, cell_len(text) if cell_len(text) <= width else width)


def test_how_to_undo_stays_where_a_name_is_long() -> None:
    said = "Moved AT-10406 (Dr. Bartholomew Featherstonehaugh-Cholmondeley, MD) to scheduled. u undoes it."

    assert shortened(said, 58).endswith("… u undoes it.")
    assert shortened(said, 200) == said


async def test_help_names_keys_as_the_texts_do_and_screens_in_their_order(sqlite_practice: str, drive: Driven) -> None:
    async with drive(sqlite_practice, size=(80, 60)) as pilot:
        await pilot.press("?")
        await settle(pilot)
        shown = screen_text(pilot.app)  # type: ignore[arg-type]
        for name in ("enter ", "ctrl+r ", "ctrl+p "):
            assert name in shown
        for sign in "⏎^":
            assert sign not in shown
        places = [shown.index(f"{number}               {name}") for number, name in ((1, "Today"), (6, "History"))]
        assert places == sorted(places)


@pytest.mark.parametrize("screen", ["1", "4"])
async def test_tab_says_so_where_there_is_nowhere_to_go(sqlite_practice: str, drive: Driven, screen: str) -> None:
    async with drive(sqlite_practice) as pilot:
        await pilot.press(screen)
        await settle(pilot)
        await pilot.press("tab")
        await settle(pilot)
        assert "tab does nothing here; ? shows the keys." in screen_text(pilot.app)  # type: ignore[arg-type]


async def test_a_window_above_a_screen_answers_keys_that_mean_nothing_too(sqlite_practice: str, drive: Driven) -> None:
    async with drive(sqlite_practice) as pilot:
        await pilot.press("?", "x")
        await settle(pilot)
        assert "x does nothing here; esc goes back." in screen_text(pilot.app)  # type: ignore[arg-type]
        await pilot.press("j")
        await settle(pilot)
        assert "Keys that work here" in screen_text(pilot.app)  # type: ignore[arg-type]


async def test_the_import_is_found_by_name(sqlite_practice: str, drive: Driven) -> None:
    async with drive(sqlite_practice) as pilot:
        await pilot.press("colon", *"imp", "enter")
        await settle(pilot)
        assert "file to import, then enter" in screen_text(pilot.app)  # type: ignore[arg-type]


async def test_a_day_that_is_filled_in_gives_way_to_the_one_that_is_typed(sqlite_practice: str, drive: Driven) -> None:
    async with drive(sqlite_practice) as pilot:
        for keys in (["3"], ["r"], ["down"] * 8, list("yesterday")):
            await pilot.press(*keys)
            await settle(pilot)
        shown = screen_text(pilot.app)  # type: ignore[arg-type]
        assert "Day           yesterday" in shown
        assert "today" not in shown


async def test_what_is_logged_on_today_counts_as_done(sqlite_practice: str, doing: Doing, drive: Driven) -> None:
    with changing(doing, "Two") as unit:
        names = ("Bo Park", "Jo Kim")
        added = TODAY - timedelta(days=40)
        unit.insert_many(Partner, [{"name": name, "search": fold(name), "added_on": added} for name in names])
    close_practice()
    async with drive(sqlite_practice) as pilot:
        assert "2 things to do today" in screen_text(pilot.app)  # type: ignore[arg-type]
        for keys in (["o"], [*"email hello", "enter"]):
            await pilot.press(*keys)
            await settle(pilot)
        assert "1 thing to do today · 1 done" in screen_text(pilot.app)  # type: ignore[arg-type]
    open_practice(sqlite_practice)


async def test_what_an_overview_says_is_seen_on_the_smallest_screen(
    sqlite_practice: str, doing: Doing, drive: Driven
) -> None:
    lee, *others = (partners.add_partner(doing, {"name": name}).id for name in ("Dr. Lee", "Dr. Roe", "Dr. Poe"))
    incidents.open_incident(doing, lee, "complaint", TODAY, "Waited long, and was told three times to call again.")
    for what in ("Pie", "Tea", "Cake", "Lunch"):
        gifts.add_gift(doing, {"partner_ids": [lee, *others], "day": TODAY, "what": what, "amount": "10"}, Settings())
    async with drive(sqlite_practice, size=(40, 10)) as pilot:
        for place in ("incidents", "gift ledger"):
            await pilot.press("colon", *["space" if sign == " " else sign for sign in place], "enter", "Z")
            await settle(pilot)
            shown = screen_text(pilot.app)  # type: ignore[arg-type]
            assert "Z does nothing here; esc goes back." in shown, place
            assert "> Mar 16" in shown, place
            if place == "gift ledger":
                await pilot.press("slash", "p")
                await settle(pilot)
                assert "\n p\n" in screen_text(pilot.app), "what it is filtered by"  # type: ignore[arg-type]
            await pilot.press("escape", "escape")
