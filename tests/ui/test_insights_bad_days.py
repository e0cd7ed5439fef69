"""The Insights screen on bad days: a server that is away, a window that changes while a page is counted, long texts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random
from threading import Event
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.conftest import TODAY
from tests.ui.conftest import Driven, screen_text, settle
from tests.ui.test_insight_words import CARD
from tests.ui.test_network_any_order import change
from tui_tracker.domain.errors import NotNow
from tui_tracker.domain.insights.periods import Step, days_period, period
from tui_tracker.domain.records import Doing
from tui_tracker.screens.insights_counting import as_of
from tui_tracker.services.demo import make_demo
from tui_tracker.services.insights import lenses, themes
from tui_tracker.services.insights import overview as overview_service
from tui_tracker.services.partners import add_partner
from tui_tracker.services.practice import add_member, edit_member
from tui_tracker.widgets.insight_listed import Place, entry_line
from tui_tracker.widgets.lines import plain


async def press(pilot: Pilot[Any], *keys: str) -> str:
    for key in keys:
        await pilot.press(key)
        await pilot.app.workers.wait_for_complete()
    await settle(pilot)
    return screen_text(pilot.app)


@contextmanager
def held(monkeypatch: pytest.MonkeyPatch, module: Any, name: str) -> Iterator[tuple[Event, Event]]:
    """Counting that has begun (the first event), and ends when it may (the second)."""
    begun, may_end, really = Event(), Event(), getattr(module, name)

    def slow(*arguments: Any, **named: Any) -> Any:
        begun.set()
        assert may_end.wait(10)
        return really(*arguments, **named)

    with monkeypatch.context() as patch:
        patch.setattr(module, name, slow)
        try:
            yield begun, may_end
        finally:
            may_end.set()


async def until(pilot: Pilot[Any], so: Callable[[], object]) -> None:
    for _look in range(2_000):
        if so():
            return
        await pilot.pause(0.005)
    raise AssertionError(screen_text(pilot.app))


async def test_what_is_being_counted_while_the_window_or_the_screen_changes(
    sqlite_practice: str, drive: Driven, doing: Doing, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_partner(doing, {"name": "Lee"})
    async with drive(sqlite_practice) as pilot:
        app: Any = pilot.app
        await press(pilot, "5")
        # The table that was asked for is looked for on its own page, not on the one that is still shown.
        with held(monkeypatch, themes, "page") as (begun, may_end):
            await pilot.press("v", "w")
            await until(pilot, begun.is_set)
            await pilot.resize_terminal(100, 30)
            await pilot.pause()
            assert "nothing of that" not in screen_text(app)
            may_end.set()
            assert "There is nothing of that in this period." in await press(pilot)
        # Another of the six screens does not wait for it; back here it is counted.
        with held(monkeypatch, overview_service, "overview") as (begun, may_end):
            await pilot.press("p", "m", "v", "o")
            await until(pilot, begun.is_set)
            await pilot.press("6")
            await until(pilot, lambda: not app.workers._workers or app.current_mode == "history")
            await pilot.pause()
            assert not [one for one in app.workers if one.group == "load" and one.node.NUMBER == 5]
            may_end.set()
            await press(pilot)
        assert "Referrals received" in await press(pilot, "5")


async def test_a_server_away_while_it_is_narrowed_or_a_list_is_opened(
    sqlite_practice: str, drive: Driven, doing: Doing, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_member(doing, {"name": "Ann"})

    def away(*_arguments: Any, **_named: Any) -> Any:
        raise NotNow("The server is away.")

    async with drive(sqlite_practice) as pilot:
        await press(pilot, "5")
        with monkeypatch.context() as patch:
            patch.setattr(lenses, "read_lens", away)
            assert "The server is away." in await press(pilot, "slash", *"ann", "enter")
        text = await press(pilot, "enter")
        assert "Ann’s partners" in text
        assert "away" not in text
        with monkeypatch.context() as patch:
            patch.setattr(themes, "listing", away)
            text = await press(pilot, "escape", "j", "enter")
            assert "could not be counted" in text
            assert "counting…" not in text
        assert "0 referrals" in await press(pilot, "escape", "enter")


def test_a_long_patient_reference_stays_apart_from_the_name_beside_it() -> None:
    card = replace(CARD, patient_ref="JD-4411-and-more-20", partner_name="Dr. Lee")
    assert "JD-4411-an… Dr. Lee" in plain([entry_line(Place(1, ""), card, TODAY, 76)])[0]


async def test_who_is_renamed_while_their_partners_are_looked_at(
    sqlite_practice: str, drive: Driven, doing: Doing
) -> None:
    ann = add_member(doing, {"name": "Ann"})
    async with drive(sqlite_practice) as pilot:
        app: Any = pilot.app
        assert "Ann’s partners" in await press(pilot, "5", "slash", *"ann", "enter")
        await app.desk(edit_member, doing, ann, {"name": "Anna Lee"})
        app.changed()
        assert "Anna Lee’s partners" in await press(pilot)


def test_a_time_zone_that_moves_today_back_leaves_a_period_that_can_be_measured() -> None:
    eve = TODAY - timedelta(1)
    assert as_of(days_period(TODAY, TODAY, TODAY), TODAY, eve) == period(Step.TWELVE, eve, eve)
    assert as_of(days_period(eve, TODAY, TODAY), TODAY, eve).span.last == eve


WALK = """l; h; tab; j; j; G; left_square_bracket; left_square_bracket left_square_bracket; right_square_bracket; p m
p y
p Y; p 2 0 2 4 enter; p slash 1 9 0 0 enter escape; v o; v t; v m; v w; slash b y colon w e b enter
slash z z enter escape
slash a r e a colon minus enter; escape; enter; enter j enter escape; enter G enter escape escape; w escape; b l l R j w
u; 1 5; 2 5; size; o escape"""


@pytest.mark.slow
async def test_keys_in_any_order_while_somebody_else_changes_anything_end_in_what_a_fresh_look_shows(
    tmp_path: Path, drive: Driven, doing: Doing
) -> None:
    path, chance, bo = str(tmp_path / "demo.db"), Random(8), replace(doing, who="Bo")
    make_demo(path, partners=40, years=2, seed=3, today=TODAY)
    async with drive(path) as pilot:
        app: Any = pilot.app
        for _part in range(8):
            await press(pilot, "5")
            done = chance.choices(WALK.replace("\n", "; ").split("; "), k=8)
            for word in done:
                if word == "size":
                    await pilot.resize_terminal(*chance.choice([(80, 24), (120, 40), (60, 20), (40, 10)]))
                    continue
                if chance.random() < 0.2:
                    await app.desk(change, bo, chance)
                await pilot.press(*word.split())
            await settle(pilot)
            for _look in range(6):
                if app.current_mode == "insights" and len(app.screen_stack) == 1:
                    break
                await press(pilot, *(["escape"] if app.current_mode == "insights" else ["escape", "5"]))
            app.changed()
            shown = (await press(pilot)).splitlines()[:-1]
            assert app.current_mode == "insights", done
            assert "could not be counted" not in "".join(shown), done
            assert any(line.startswith(">") for line in shown[3:]), done
            assert app.focused is not None, done
            app.screen._counting = None
            app.screen.reload()
            assert (await press(pilot)).splitlines()[:-1] == shown, done
