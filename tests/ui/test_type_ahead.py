"""Keys that arrive together, as from quick fingers or over a line that stood still, mean what they were typed for."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.widgets import Input

from tests.ui.conftest import Driven, screen_text, settle
from tests.ui.test_board import add_partner, press, refer
from tui_tracker import type_ahead
from tui_tracker.domain.records import Doing
from tui_tracker.screens.go import GoScreen
from tui_tracker.screens.network import NetworkScreen
from tui_tracker.screens.partner_form import PartnerForm
from tui_tracker.screens.partners import PartnersScreen
from tui_tracker.screens.quick_log import QuickLogScreen
from tui_tracker.screens.referral_page import ReferralPage
from tui_tracker.screens.report_form import ReportForm
from tui_tracker.services import referrals
from tui_tracker.services.partners import partner
from tui_tracker.services.touchpoints import timeline
from tui_tracker.storage.journal import changing

NAMED = frozenset({"enter", "tab", "shift+tab", "end", "escape"})


@pytest.fixture(autouse=True)
def own_state(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is kept of a line or form by one test is not offered to the next."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def small(sqlite_practice: str, doing: Doing) -> str:
    """Ann Lee, who sent JD-9, seen by now."""
    with changing(doing, "Made a partner") as unit:
        lee = add_partner(unit, "Ann Lee, MD")
    refer(doing, lee, "JD-9", 9, "seen")
    return sqlite_practice


def event_of(key: str) -> events.Key:
    if key in NAMED or "+" in key[:-1]:
        return events.Key(key, {"enter": "\r", "tab": "\t"}.get(key))
    return events.Key(_character_to_key(key), key)


async def burst(pilot: Pilot[Any], *keys: str | events.Paste) -> str:
    """Each key by its name, other text letter by letter, all of it before the program looks at any."""
    for part in keys:
        if isinstance(part, events.Paste):
            pilot.app.post_message(part)
        elif part in NAMED or "+" in part[:-1]:
            pilot.app.post_message(event_of(part))
        else:
            for letter in part:
                pilot.app.post_message(event_of(letter))
    await settle(pilot)
    await settle(pilot)
    return screen_text(pilot.app)  # type: ignore[arg-type]


async def test_going_somewhere_by_name(small: str, drive: Driven) -> None:
    async with drive(small) as pilot:
        await burst(pilot, ":net", "enter")
        assert isinstance(pilot.app.screen, NetworkScreen)


async def test_pasted_text_keeps_its_place_among_the_keys(small: str, drive: Driven) -> None:
    async with drive(small) as pilot:
        await burst(pilot, ":n", events.Paste("etwor"), "k", "enter")
        assert isinstance(pilot.app.screen, NetworkScreen)


async def test_a_whole_form(small: str, drive: Driven) -> None:
    async with drive(small) as pilot:
        await burst(pilot, "2a")
        assert isinstance(pilot.app.screen, PartnerForm)
        names = list(pilot.app.screen.form.values())
        typed = {name: f"{name} q" for name in names if isinstance(pilot.app.screen.form._control(name), Input)}
        await burst(pilot, *(part for name in names for part in (typed.get(name, ""), "tab")))
        values = pilot.app.screen.form.values()
        assert {name: values[name].removeprefix("today") for name in typed} == typed


async def test_tab_leaves_a_choice_before_the_letters_come(small: str, drive: Driven) -> None:
    async with drive(small) as pilot:
        pilot.app.push_screen(ReferralPage(1))
        await settle(pilot)
        await burst(pilot, "p")
        first = pilot.app.screen
        assert isinstance(first, ReportForm)
        offered, field = first.form.value("kind"), first.form._reachable()[1]
        await burst(pilot, "escape", "p", "tab", "progress was made")
        form = pilot.app.screen
        assert isinstance(form, ReportForm)
        assert form is not first
        assert form.form.value("kind") == offered != "progress"
        assert form.form.value(field) == "progress was made"
        await burst(pilot, "shift+tab", "f", "tab")
        assert form.form.value("kind") == "final"


async def test_a_whole_line_for_the_quick_log(small: str, drive: Driven) -> None:
    async with drive(small) as pilot:
        text = await burst(pilot, "ocall @lee quick question", "enter", "3")
        assert "Inbound referrals" in text
        [row] = await pilot.app.desk(timeline, 1, 0, 5)  # type: ignore[attr-defined]
        assert row.note == "quick question"


async def test_letters_behind_the_key_that_opens_a_field_do_nothing_else(small: str, drive: Driven) -> None:
    async with drive(small) as pilot:
        assert "quit" in await burst(pilot, "oquit")
        assert isinstance(pilot.app.screen, QuickLogScreen)


async def test_a_referral_from_today_in_one_go_and_the_next_screen_behind_it(small: str, drive: Driven) -> None:
    async with drive(small) as pilot:
        text = await burst(pilot, "3r@lee JD-4411 shoulder", "ctrl+s")
        assert "Added JD-4411 from Ann Lee, MD" in text
        saved = await pilot.app.desk(referrals.referral, 2)  # type: ignore[attr-defined]
        assert (saved.patient_ref, saved.reason, saved.partner_name) == ("JD-4411", "shoulder", "Ann Lee, MD")
        text = await burst(pilot, "r@lee KK-1", "ctrl+s", "2")
        assert isinstance(pilot.app.screen, PartnersScreen), text
        assert (await pilot.app.desk(referrals.referral, 3)).patient_ref == "KK-1"  # type: ignore[attr-defined]


async def test_what_is_read_before_a_form_opens_is_waited_for(small: str, drive: Driven) -> None:
    async with drive(small) as pilot:
        await burst(pilot, "2e", "end", " Jr", "ctrl+s")
        assert (await pilot.app.desk(partner, 1)).name == "Ann Lee, MD Jr"  # type: ignore[attr-defined]


async def test_escape_and_a_key_soon_after_it(small: str, drive: Driven) -> None:
    async with drive(small) as pilot:
        await burst(pilot, ":lee", "alt+2")
        assert isinstance(pilot.app.screen, PartnersScreen)
        await burst(pilot, ":lee port", "alt+b", "!")
        assert pilot.app.screen.query_one(Input).value == "lee !port", "in a field it goes by words"
        assert "By specialty" in await burst(pilot, "escape", "4")
        assert "By area" in await burst(pilot, "?", "alt+b"), "the help is closed, and b looks by something else"


async def test_a_lookup_that_hangs_holds_up_nobody_for_long(
    small: str, drive: Driven, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type_ahead, "_PATIENCE", 0.05)
    async with drive(small) as pilot:
        never = asyncio.Event()
        pilot.app.screen.do(_wait(never))  # type: ignore[attr-defined]
        for key in ":net":
            pilot.app.post_message(event_of(key))
        while not (isinstance(pilot.app.screen, GoScreen) and pilot.app.screen.query_one(Input).value == "net"):
            await pilot.pause()
        never.set()
        await burst(pilot, "enter")
        assert isinstance(pilot.app.screen, NetworkScreen)


async def test_a_widget_that_hangs_loses_no_key(small: str, drive: Driven, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type_ahead, "_PATIENCE", 0.05)
    async with drive(small) as pilot:
        await burst(pilot, ":")
        never = asyncio.Event()
        screen = pilot.app.screen
        screen.call_later(never.wait)
        for key in "net":
            pilot.app.post_message(event_of(key))
        while screen.query_one(Input).value != "net":
            await asyncio.sleep(0)
        never.set()
        await burst(pilot, "enter")
        assert isinstance(pilot.app.screen, NetworkScreen)


async def test_keys_one_by_one_are_given_at_once(small: str, drive: Driven, monkeypatch: pytest.MonkeyPatch) -> None:
    async with drive(small) as pilot:

        def never(_self: object) -> None:
            raise AssertionError("a key was held back though nothing was under way")

        monkeypatch.setattr(type_ahead.TypeAhead, "_begin", never)
        for key in ("j", "k", "2", "j", "3", "l"):
            await press(pilot, key)


async def _wait(never: asyncio.Event) -> None:
    await never.wait()
