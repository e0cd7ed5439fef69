"""The Insights screen, driven by its keys: each test walks through a whole story, for starting is what costs."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.conftest import TODAY
from tests.ui.conftest import Driven, screen_text, settle
from tui_tracker.domain.insights.overview import Overview
from tui_tracker.domain.records import Doing
from tui_tracker.screens import insights as insights_screen
from tui_tracker.screens.insights import NAMES
from tui_tracker.services.demo import make_demo
from tui_tracker.services.insights import overview as overview_service
from tui_tracker.storage.journal import changing
from tui_tracker.storage.models import Gift, Member, Partner, Referral, Touchpoint

QUESTIONS = Path(__file__).parents[2] / "docs" / "questions.md"
HOSTILE = "[@click=app.quit]Evil[/nope]"


@pytest.fixture
def busy(sqlite_practice: str, doing: Doing) -> str:
    """Dr. Lee sent two and Evil one in the twelve months; one walked in; Evil alone sent in the year before."""
    with changing(doing, "A year") as unit:
        bob = unit.insert(Member, name="Bob")
        lee = unit.insert(
            Partner,
            name="Dr. Ann Lee",
            search="dr. ann lee",
            added_on=date(2026, 1, 5),
            specialty="Podiatry",
            member=bob,
        )
        evil = unit.insert(Partner, name=HOSTILE, search="evil", added_on=date(2020, 1, 5))
        for day, by, ref in (
            (TODAY, lee, "JD-1"),
            (date(2026, 1, 9), lee, "JD-2"),
            (date(2025, 6, 1), evil, "JD-3"),
            (date(2024, 6, 1), evil, "JD-4"),
        ):
            unit.insert(Referral, partner=by, patient_ref=ref, stage="seen", stage_on=day, day=day, seen_on=day)
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


def row(text: str, name: str) -> str:
    return next((line for line in text.splitlines() if name in line), "")


def figure(text: str, name: str) -> str:
    return row(text, name).replace(">", "").replace(name, "").split()[0]


async def test_from_the_first_page_to_a_partner_and_back(busy: str, drive: Driven) -> None:
    async with drive(busy) as pilot:
        text = await press(pilot, "5")
        assert "[Overview]" in text
        assert "Apr 2025 to Mar 2026, so far" in text
        assert figure(text, "Referrals received") == "4"
        assert len([line for line in text.splitlines() if line]) <= 24
        assert "987" not in text
        # What is behind it: what needs somebody first. From there to the referral, and back.
        text = await press(pilot, "enter")
        assert "Referrals received: 4 referrals" in text
        assert row(text, "JD-2")
        assert "JD-4" not in text
        text = await press(pilot, "G", "enter")
        assert "Timeline" in text
        text = await press(pilot, "escape", "p")
        assert pilot.app.current_mode == "partners"
        text = await press(pilot, "5")
        assert "Referrals received: 4 referrals" in text
        text = await press(pilot, "escape", "w")
        assert "How it is computed" in text
        assert "Apr 1, 2025 to Mar 16, 2026 (350 days)" in text
        # Pages one after the other, where the cursor is as it was left; by their letter, from the beginning.
        text = await press(pilot, "w", "j", "j", "v", "s")
        assert "[Sources]" in text
        assert "walk in" in text
        text = await press(pilot, *"hhhh")
        assert row(text, "> ").startswith("> Referrals sent")
        text = await press(pilot, "v", "o")
        assert row(text, "> ").startswith("> Referrals received")
        # What an office asks most has a letter, too; the partner on the line is whom `o` and `t` are about.
        text = await press(pilot, "v", "m")
        assert "[Sources]" in text
        assert pilot.app.screen.current_partner()[1] == "Dr. Ann Lee"
        assert row(text, ">  Dr. Ann Lee") or row(text, "> Dr. Ann Lee")
        text = await press(pilot, "v", "w")
        assert "There is nothing of that in this period." in text
        assert "[Touches]" in text
        await pilot.resize_terminal(80, 8)
        text = await press(pilot, "v", "m")
        assert "Who sent most" in text.splitlines()[3], "it begins at the top, with its title"


async def test_another_period_and_a_part_of_the_practice(busy: str, drive: Driven) -> None:
    async with drive(busy) as pilot:
        text = await press(pilot, "5", "v", "r", "left_square_bracket")
        assert "Mar 2025 to Feb 2026" in text
        assert figure(text, "Referrals received") == "2"
        text = await press(pilot, "right_square_bracket", "right_square_bracket")
        assert "Apr 2025 to Mar 2026 is as far as it goes." in text
        text = await press(pilot, "p", "m")
        assert " Mar 2026, so far" in text
        text = await press(pilot, "p", "2", *"02", "enter")
        assert "“202” is no period" in text
        text = await press(pilot, "4", "enter")
        assert " 2024  before: 2023" in text
        assert figure(text, "Referrals received") == "1"
        # The page and the period stay while something else is looked at; a narrower view can be told apart.
        text = await press(pilot, "p", "t", "1", "5", "slash", *"by:walk")
        assert "by walk in" in text
        assert figure(text, "Referrals received") == "1"
        text = await press(pilot, "enter", "slash", *"zzz", "enter")
        assert row(text, " ! ") or "zzz" in text
        text = await press(pilot, "escape")
        assert "before: " in text
        assert figure(text, "Referrals received") == "4"


@pytest.mark.slow
async def test_the_scoreboard_sorts_and_opens(busy: str, drive: Driven) -> None:
    async with drive(busy) as pilot:
        text = await press(pilot, *":scoreb", "enter")
        assert "2 partners, by referrals" in text
        assert "[Overview]" in await press(pilot, "escape"), "it stands on Insights"
        text = await press(pilot, "b")
        assert "[Referrals]" in text
        assert text.index("Dr. Ann Lee") < text.index(HOSTILE[:12])
        text = await press(pilot, "l")
        assert "[Before]" in text
        assert text.index("Dr. Ann Lee") > text.index(HOSTILE[:12])
        text = await press(pilot, "R")
        assert text.index("Dr. Ann Lee") < text.index(HOSTILE[:12])
        text = await press(pilot, "R", "w")
        assert text.splitlines()[0].strip() == HOSTILE
        assert "95 % interval" in text
        await press(pilot, "escape", "enter")
        assert pilot.app.current_mode == "partners"
        assert "by referrals before" in await press(pilot, "5")
        await pilot.resize_terminal(40, 10)
        await settle(pilot)
        assert row(screen_text(pilot.app), "> ").split()[-1].isdecimal(), "the figure by which they are sorted"


@pytest.mark.slow
async def test_the_report_is_written_where_asked_and_never_over_another(
    busy: str, drive: Driven, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with drive(busy, size=(120, 40)) as pilot:
        text = await press(pilot, *":report", "enter")
        assert "Write the report" in text
        text = await press(pilot, "ctrl+s")
        assert "Saved as" in text
        (found,) = tmp_path.glob("*.html")
        assert "Referrals received" in found.read_text("utf-8")
        assert "JD-1" not in found.read_text("utf-8")
        assert found.stat().st_mode & 0o777 == 0o600
        text = await press(pilot, "E", "down", "right", "down", "right", "down", "right", "ctrl+s")
        assert "belong to the review" in text
        text = await press(pilot, "up", "up", "left", "ctrl+s")
        (found,) = tmp_path.glob("*.txt")
        assert "X" in found.read_text("utf-8").split()


@pytest.mark.slow
@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
async def test_every_page_fits_every_size(busy: str, drive: Driven, size: tuple[int, int]) -> None:
    async with drive(busy, size=size) as pilot:
        await press(pilot, "5")
        for _page in range(9):
            text = await press(pilot, "tab")
            assert all(len(line) <= size[0] for line in text.splitlines())
            assert "could not be counted" not in text
        await pilot.resize_terminal(60, 20)
        text = await press(pilot)
        assert all(len(line) <= 60 for line in text.splitlines())


@pytest.mark.slow
async def test_an_empty_practice_has_no_data_and_what_fails_is_said(
    sqlite_practice: str, drive: Driven, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with drive(sqlite_practice) as pilot:
        text = await press(pilot, "5")
        assert "no data" in text
        text = await press(pilot, "enter")
        assert "Nothing was counted here." in text
        text = await press(pilot, "escape", "b")
        assert "Nobody sent or was sent anything" in text
        await press(pilot, "escape")

        def broken(*_arguments: object, **_names: object) -> None:
            raise RuntimeError

        monkeypatch.setattr(overview_service, "overview", broken)
        text = await press(pilot, "p", "m")
        assert "This page could not be counted." in text
        assert "Something went wrong" in text


@pytest.mark.slow
async def test_what_takes_long_is_said_and_given_up_for_another_page(
    busy: str, drive: Driven, monkeypatch: pytest.MonkeyPatch
) -> None:
    on, ended = Event(), []

    def slow(*arguments: object, tick: Callable[[int, int], None], **_names: object) -> Overview:
        try:
            for done in range(1, 5):
                assert on.wait(10)
                on.clear()
                tick(done, 5)
        except Exception as error:
            ended.append(type(error).__name__)
            raise
        return Overview((), ())

    async def until(pilot: Pilot[Any], so: Callable[[str], object]) -> str:
        for _look in range(2_000):
            text = screen_text(pilot.app)
            if so(text):
                return text
            await pilot.pause(0.005)
        raise AssertionError(screen_text(pilot.app))

    async with drive(busy) as pilot:
        await press(pilot, "5", "p", "m")
        monkeypatch.setattr(insights_screen, "PATIENCE", 0.01)
        monkeypatch.setattr(overview_service, "overview", slow)
        # The same page, counted anew because something changed, stays to be read; another period's does not.
        pilot.app.changed()
        assert "Referrals received" in await until(pilot, lambda text: "counting…" in text)
        on.set()
        await until(pilot, lambda text: "counting… 1 of 5" in text)
        await pilot.press("left_square_bracket")
        text = await until(pilot, lambda text: " Feb 2026  beside" in text or "counting…" in text.splitlines()[3])
        assert "Referrals received" not in text
        on.set()
        await until(pilot, lambda _text: ended == ["_GivenUpError"])
        await pilot.press("l")
        on.set()
        text = await until(pilot, lambda text: "Referrals received" in text)
        assert "[Referrals]" in text
        assert "counting" not in text


def questions() -> list[tuple[str, list[str]]]:
    """Each question of the docs with its keys."""
    rows = [line.split("|") for line in QUESTIONS.read_text("utf-8").splitlines() if line.startswith("| ")]
    return [(cells[1].strip(), re.findall("`([^`]+)`", cells[2])) for cells in rows[1:]]


@pytest.mark.slow
async def test_every_question_of_the_docs_is_answered_in_at_most_three_keys(tmp_path: Path, drive: Driven) -> None:
    path = str(tmp_path / "demo.db")
    make_demo(path, partners=60, years=2, seed=3, today=TODAY)
    assert len(questions()) >= 20
    async with drive(path) as pilot:
        for question, keys in questions():
            assert 1 <= len(keys) <= 3, question
            text = await press(pilot, *keys)
            assert pilot.app.current_mode == "insights", question
            assert "does nothing here" not in text, question
            assert "wrong" not in text, question
            if keys[:2] == ["5", "v"]:
                named = dict(zip("orftsvguc", NAMES, strict=True))
                assert f"[{named.get(keys[2], '')}" in text, question
            while len(pilot.app.screen_stack) > 1:
                await press(pilot, "escape")
