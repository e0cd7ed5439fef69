"""The quick log with real keys: typed, understood, completed, asked about, saved, left and taken up again."""

from __future__ import annotations

import json
from contextlib import asynccontextmanager
from datetime import date

import pytest
from textual.app import App

from tests.conftest import TODAY
from tui_tracker.config import state_folder
from tui_tracker.desk import Desk
from tui_tracker.domain.records import Doing
from tui_tracker.domain.settings import Settings
from tui_tracker.screens.base import LogAbout
from tui_tracker.screens.quick_log import QuickLogScreen
from tui_tracker.services.opening import close_practice, open_practice
from tui_tracker.services.touchpoints import log, timeline
from tui_tracker.storage.journal import changing
from tui_tracker.storage.models import FollowUp, Partner
from tui_tracker.widgets.quick_log import QuickLogPanel

DOING = Doing("Ann", "2026-03-16T12:00:00Z", TODAY)
PEOPLE = (
    ("Ann Lee", "Cardiology", "Portland"),
    ("Bo Kim", "", ""),
    ("Jo Kimball", "Surgery", "Bath"),
    ("Twin One", "Surgery", ""),
    ("Twin One", "Cardiology", ""),
    ("[@click=app.quit]X[/nope]", "", ""),
)


class Tiny(App[None]):
    """Just what the quick log asks of the program."""

    def __init__(self, desk):
        super().__init__()
        self.desk = desk
        self.settings = Settings()
        self.today = TODAY
        self.results = []
        self.errors = []

    def doing(self):
        return DOING

    def note_error(self, error):
        self.errors.append(error)

    def open(self, *args, **more):
        self.push_screen(QuickLogScreen(LogAbout(*args, **more)), self.results.append)


@pytest.fixture
def path(tmp_path, monkeypatch):
    """A practice with a few people."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    target = str(tmp_path / "p.db")
    open_practice(target)
    with changing(DOING, "Added people") as unit:
        for name, specialty, area in PEOPLE:
            unit.insert(
                Partner, name=name, search=name.lower(), specialty=specialty, area=area, added_on=date(2026, 1, 1)
            )
    close_practice()
    return target


@asynccontextmanager
async def opened(path, *args, size=(80, 24), **more):
    desk = Desk()
    desk.start(open_practice, path).result()
    app = Tiny(desk)
    try:
        async with app.run_test(size=size) as pilot:
            app.open(*args, **more)
            await settle(pilot)
            yield pilot
            assert app.errors == []
    finally:
        desk.close(close_practice)


async def settle(pilot):
    for _ in range(2):
        await pilot.pause()
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()


async def type_in(pilot, text):
    await pilot.press(*(_KEYS.get(sign, sign) for sign in text))
    await settle(pilot)


async def write(pilot, text):
    """The text all at once, up to a new line, which is the enter key."""
    line, enter, _ = text.partition("\n")
    pilot.app.screen.query_one(QuickLogPanel).query_one("#line").insert_text_at_cursor(line)
    await settle(pilot)
    if enter:
        await pilot.press("enter")
        await settle(pilot)


_KEYS = {" ": "space", "@": "at", "+": "plus", ">": "greater_than_sign", '"': "quotation_mark", "\n": "enter"}


def shown(pilot):
    return "\n".join(strip.text.rstrip() for strip in pilot.app.screen._compositor.render_strips())


def typed(pilot):
    return pilot.app.screen.query_one(QuickLogPanel).line


async def rows(pilot, partner_id=1):
    return await pilot.app.desk(timeline, partner_id, 0, 10)


async def test_a_line_is_understood_as_it_is_typed_and_saved_with_enter(path):
    async with opened(path) as pilot:
        assert "lunch @lee yesterday +give" in shown(pilot)
        await type_in(pilot, "lunch @lee yesterday +give brought cards >2w")
        text = shown(pilot)
        for part in ("Ann Lee · Cardiology, Portland", "meal (lunch)", "yesterday, Sun Mar 15", "Mon Mar 30"):
            assert part in text
        assert "!" not in text
        await pilot.press("enter")
        await settle(pilot)
        (logged,) = pilot.app.results
        assert logged.label == "Logged lunch with Ann Lee"
        (row,) = await rows(pilot)
        assert (row.day, row.channel, row.note) == (date(2026, 3, 15), "meal", "lunch: brought cards")
        assert not list(state_folder().glob("quick-log-*"))


async def test_from_a_partner_it_takes_four_keys_and_the_note(path):
    async with opened(path, (1, "Ann Lee"), intents=["connect"]) as pilot:
        assert "with   Ann Lee · Cardiology, Portland" in shown(pilot)
        assert "for    connect" in shown(pilot)
        await type_in(pilot, "cl hello\n")
        assert pilot.app.results[0].label == "Logged call with Ann Lee"
        assert [(row.note, row.intents) for row in await rows(pilot)] == [("hello", ("connect",))]


async def test_enter_right_behind_the_last_key_still_saves_what_is_shown(path):
    async with opened(path) as pilot:
        await pilot.press(*"vis", "space", "at", *"lee", "enter")
        await settle(pilot)
        assert pilot.app.results[0].label == "Logged visit with Ann Lee"


async def test_tab_completes_a_name(path):
    async with opened(path) as pilot:
        await write(pilot, "call @le")
        await pilot.press("tab")
        await settle(pilot)
        assert typed(pilot) == 'call @"Ann Lee" '
        await write(pilot, "@ki")
        assert "Jo Kimball · Surgery, Bath" in shown(pilot)
        await pilot.press("down", "down", "tab")
        await write(pilot, "hello")
        assert typed(pilot) == 'call @"Ann Lee" @"Jo Kimball" hello'
        await pilot.press("enter")
        await settle(pilot)
        assert pilot.app.results[0].label == "Logged call with Ann Lee and Jo Kimball"


async def test_two_that_match_are_asked_about(path):
    async with opened(path) as pilot:
        await write(pilot, "call @ki hello\n")
        assert pilot.app.results == []
        assert "1 Bo Kim" in shown(pilot)
        assert "2 Jo Kimball" in shown(pilot)
        await pilot.press("2")
        await settle(pilot)
        assert typed(pilot) == 'call @"Jo Kimball" hello'
        assert pilot.app.results == []
        await pilot.press("enter")
        await settle(pilot)
        assert pilot.app.results[0].label == "Logged call with Jo Kimball"


async def test_namesakes_are_told_apart(path):
    async with opened(path) as pilot:
        await write(pilot, "call @twin hello\n")
        assert "1 Twin One · Surgery" in shown(pilot)
        await pilot.press("down", "enter")
        await settle(pilot)
        assert typed(pilot) == 'call @"Twin One"#5 hello'
        await pilot.press("enter")
        await settle(pilot)
        assert [row.note for row in await rows(pilot, 5)] == ["hello"]


async def test_a_question_is_left_with_escape_or_by_typing_on(path):
    async with opened(path) as pilot:
        await write(pilot, "call @ki\n")
        assert "1 Bo Kim" in shown(pilot)
        await pilot.press("escape")
        await settle(pilot)
        assert "1 Bo Kim" not in shown(pilot)
        await pilot.press("enter", *"mb", "space", *"hi")
        assert typed(pilot) == "call @kimb hi"
        await pilot.press("enter")
        await settle(pilot)
        assert pilot.app.results[0].label == "Logged call with Jo Kimball"


async def test_an_unknown_name_is_added_with_one_more_enter(path):
    async with opened(path) as pilot:
        await write(pilot, "call @zed_quark hello\n")
        text = shown(pilot)
        assert "Nobody here is called “Zed Quark”. Enter adds a new partner and saves." in text
        assert "Zed Quark (new partner, will be added)" in text
        assert pilot.app.results == []
        await pilot.press("enter")
        await settle(pilot)
        assert pilot.app.results[0].label == "Logged call with Zed Quark"
        assert len(pilot.app.results[0].added_partner_ids) == 1


async def test_what_is_open_is_said_and_the_line_stays(path):
    async with opened(path) as pilot:
        await write(pilot, "c @lee tomorrow +zap\n")
        text = shown(pilot)
        assert "“c” could be call (cl) or card (cd)" in text
        assert "still to come" in text
        assert "“+zap” is not one of" in text
        assert typed(pilot) == "c @lee tomorrow +zap"
        assert pilot.app.results == []


async def test_what_the_practice_refuses_is_said_and_the_line_stays(path):
    async with opened(path, (999, "Gone Away")) as pilot:
        await write(pilot, "call hello\n")
        assert "This partner is no longer there" in shown(pilot)
        assert typed(pilot) == "call hello"
        await write(pilot, " more")
        assert "no longer there" not in shown(pilot)


async def test_a_line_that_is_left_is_offered_again(path):
    async with opened(path, (1, "Ann Lee")) as pilot:
        await write(pilot, "call she said")
        await pilot.press("escape")
        await settle(pilot)
        assert pilot.app.results == [None]
        pilot.app.open((2, "Bo Kim"))
        await settle(pilot)
        assert typed(pilot) == ""
        assert "takes up the line you left: call she said" in shown(pilot)
        await pilot.press("up")
        await settle(pilot)
        assert typed(pilot) == "call she said"
        assert "Ann Lee · Cardiology" in shown(pilot)
        assert "Bo Kim" not in shown(pilot)
        await pilot.press("escape")
        await settle(pilot)
        pilot.app.open((1, "Ann Lee"))
        await settle(pilot)
        assert typed(pilot) == "call she said"
        await pilot.press("enter")
        await settle(pilot)
        assert [row.note for row in await rows(pilot)] == ["she said"]
        pilot.app.open((1, "Ann Lee"))
        await settle(pilot)
        assert typed(pilot) == ""
        assert "takes up" not in shown(pilot)


async def test_every_key_is_kept_at_once(path):
    async with opened(path, (1, "Ann Lee")) as pilot:
        await write(pilot, "call she")
        assert pilot.app.screen._drafts.flush()
        (file,) = state_folder().glob("quick-log-*.json")
        assert json.loads(file.read_text())["line"] == "call she"
        assert file.stat().st_mode & 0o777 == 0o600
        assert file.parent.stat().st_mode & 0o777 == 0o700


async def test_what_is_pasted_in_several_lines_is_one_line(path):
    from textual.events import Paste

    async with opened(path, (1, "Ann Lee")) as pilot:
        await write(pilot, "call ")
        pilot.app.screen.focused.post_message(Paste("one\r\n\x1b[2Jtwo\n"))
        await settle(pilot)
        assert typed(pilot) == "call one [2Jtwo"


async def test_a_kept_follow_up_is_shown_and_done(path):
    open_practice(path)
    from tui_tracker.domain.quicklog import parse
    from tui_tracker.services.names import name_book

    log(DOING, parse("call @lee >today send the protocol", TODAY, name_book()))
    follow_up = FollowUp.select().get().id
    close_practice()
    async with opened(path, (1, "Ann Lee"), follow_up_ids=[follow_up]) as pilot:
        assert "keeps  send the protocol, due Mon Mar 16" in shown(pilot)
        await write(pilot, "em sent\n")
        assert (await pilot.app.desk(lambda: FollowUp.get_by_id(follow_up).done_on)) == TODAY


async def test_hostile_names_are_shown_as_they_are(path):
    async with opened(path) as pilot:
        await write(pilot, "call @click [b]bold[/nope]")
        assert "[@click=app.quit]X[/nope]" in shown(pilot)
        await pilot.press("tab")
        await settle(pilot)
        assert "note   [b]bold[/nope]" in shown(pilot)


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (120, 40)])
async def test_it_fits(path, size):
    async with opened(path, size=size) as pilot:
        pilot.app.screen.query_one(QuickLogPanel).put("lunch @ki " + "a long note about the shoulder protocol " * 8)
        await settle(pilot)
        text = shown(pilot)
        assert all(len(line) <= size[0] for line in text.splitlines())
        assert "esc" in text
