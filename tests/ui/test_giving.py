"""Giving, asking and the spotlight, by keys."""

from __future__ import annotations

from datetime import date

from tests.conftest import TODAY
from tests.ui.conftest import screen_text, settle
from tui_tracker.domain.quicklog import parse
from tui_tracker.domain.records import Doing
from tui_tracker.screens.answer_form import AnswerForm
from tui_tracker.screens.base import LogAbout
from tui_tracker.screens.give_ideas import GiveIdeas
from tui_tracker.screens.quick_log import QuickLogScreen
from tui_tracker.services.names import name_book
from tui_tracker.services.opening import close_practice, open_practice
from tui_tracker.services.touchpoints import log, timeline, touch
from tui_tracker.storage.journal import changing
from tui_tracker.storage.models import Contact, Partner


async def press(pilot, *keys):
    await pilot.press(*keys)
    await settle(pilot)
    return screen_text(pilot.app)


def filled(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    target = str(tmp_path / "p.db")
    open_practice(target)
    doing = Doing("Ann", "2026-03-16T12:00:00Z", TODAY)
    with changing(doing, "Added people") as unit:
        unit.insert(
            Partner,
            name="Sebago Foot",
            search="sebago foot",
            stage="referring",
            tier="A",
            cares_about="runners",
            added_on=date(2025, 1, 1),
        )
        unit.insert(Contact, partner=1, name="Maria Lopez", role="coordinator")
        unit.insert(Contact, partner=1, name="Mark Lopez")
    log(doing, parse("call @sebago yesterday +ask for slots", TODAY, name_book()))
    close_practice()
    return target


async def test_an_idea_is_logged_with_whom_it_was_for(drive, tmp_path, monkeypatch):
    async with drive(filled(tmp_path, monkeypatch), size=(60, 20)) as pilot:
        said = []
        pilot.app.push_screen(GiveIdeas((1, "Sebago Foot")), said.append)
        await settle(pilot)
        text = screen_text(pilot.app)
        assert "What to give Sebago Foot next" in text
        assert "Nothing was given in the last 365 days." in text
        assert "> An article on runners\n     they care about it; none given yet" in text
        assert "for    give (article)" in await press(pilot, "enter")
        text = await press(pilot, *"#lop")
        assert "More than one could be meant" in text
        assert "Mark Lopez, at Sebago Foot" in text
        assert "whom   Mark Lopez, at Sebago Foot" in await press(pilot, "down", "down", "tab")
        await press(pilot, "enter")
        assert said == ["Logged article to Mark Lopez at Sebago Foot: gave an article. u undoes it."]
        newest = (await pilot.app.desk(timeline, 1, 0, 1))[0]
        assert (newest.contact_name, newest.give, newest.note) == ("Mark Lopez", "article", "on runners")
        pilot.app.push_screen(GiveIdeas((1, "Sebago Foot")))
        await settle(pilot)
        assert "1 give in 365 days: articles 1" in screen_text(pilot.app)
        await press(pilot, "enter", "escape")
        pilot.app.push_screen(QuickLogScreen(LogAbout((1, "Sebago Foot"), contact=(1, "Maria Lopez"), quiets=("x:1",))))
        await settle(pilot)
        text = screen_text(pilot.app)
        assert "whom   Maria Lopez, coordinator, at Sebago Foot" in text, (
            "the line of an idea is no line of the person's"
        )
        assert "rests  “sending less” on Today, until Wed Apr 15" in text


async def test_an_answer_and_a_spotlight(drive, tmp_path, monkeypatch):
    async with drive(filled(tmp_path, monkeypatch)) as pilot:
        said = []
        pilot.app.push_screen(AnswerForm(await pilot.app.desk(touch, 1)), said.append)
        await settle(pilot)
        assert "asked Mar 15: for slots" in screen_text(pilot.app)
        await press(
            pilot, "right", "right", "down", "down", *"after Easter", "down", *"2w", "down", *"ask again", "ctrl+s"
        )
        assert said == ["Sebago Foot answered later to what we asked on Mar 15. u undoes it."]
        assert (await pilot.app.desk(touch, 1)).answer_note == "after Easter"

        text = await press(pilot, ":", *"spot", "enter")
        assert "Mar 2026   open" in text
        assert "Sebago Foot  never had it, warm, tier A" in text
        assert "It is their turn: never had it, warm, tier A." in await press(pilot, "enter")
        text = await press(pilot, "tab", *"Quick feet", "ctrl+s")
        assert "Mar 2026   Sebago Foot  Quick feet  to be published" in text
        assert "nobody: all had it within 12 months" in text
        assert "published Mar 16" in await press(pilot, "p", "ctrl+s")
        assert (await pilot.app.desk(timeline, 1, 0, 1))[0].give == "spotlight"
        assert "was published on Mar 16" in await press(pilot, "x")
        assert "to be published" in await press(pilot, "u")
        assert "Mar 2026   open" in await press(pilot, "x")
