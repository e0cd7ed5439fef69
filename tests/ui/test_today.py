"""Today: what to do and why, done from the keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.conftest import TODAY
from tests.ui.conftest import Driven, screen_text, settle
from tui_tracker.app import TuiTracker
from tui_tracker.domain.records import Doing
from tui_tracker.domain.settings import Settings
from tui_tracker.services import follow_ups, incidents, partners, referrals, reports
from tui_tracker.services.agenda import todays_agenda
from tui_tracker.services.demo import make_demo
from tui_tracker.services.history import changes
from tui_tracker.services.opening import close_practice, open_practice


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    make_demo(str(path), 60, 2, 7, TODAY, None)
    return path


@pytest.fixture
def demo(made: Path, tmp_path: Path) -> str:
    """A sample practice of one's own."""
    path = tmp_path / "demo.db"
    path.write_bytes(made.read_bytes())
    return str(path)


@pytest.fixture
def small(sqlite_practice: str, doing: Doing) -> Iterator[str]:
    """Three partners: one with a report and a thank-you overdue, one with a follow-up due, one with an incident."""
    for name in ("Ann Lee, MD", "Bo Park, DO", "Cy Diaz, NP"):
        partners.add_partner(doing, {"name": name, "stage": "referring"})
    referral = referrals.add_referral(
        doing, {"partner_id": 1, "patient_ref": "JD-4411", "day": TODAY - timedelta(days=20)}
    )
    referrals.move_referral(doing, referral, "seen", TODAY - timedelta(days=10))
    follow_ups.add_follow_up(doing, 2, TODAY, "send the protocol")
    incidents.open_incident(doing, 3, "complaint", TODAY - timedelta(days=2), "The patient waited two hours.")
    close_practice()
    yield sqlite_practice
    open_practice(sqlite_practice)


def rows(pilot: Pilot[Any]) -> list[str]:
    return screen_text(pilot.app).split("\n")  # type: ignore[arg-type]


def under_cursor(pilot: Pilot[Any]) -> str:
    return next((row for row in rows(pilot) if row.startswith(">")), "")


async def press(pilot: Pilot[Any], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await settle(pilot)


async def test_today_groups_what_to_do_and_says_why(small: str, drive: Driven) -> None:
    async with drive(small) as pilot:
        shown = "\n".join(rows(pilot))
        order = [shown.index(word) for word in ("Awaiting our reply", "Reports", "Follow-ups promised")]
        assert order == sorted(order)
        assert under_cursor(pilot).startswith("> Cy Diaz")
        await press(pilot, "j")
        await pilot.pause(0.3)
        why = "\n".join(rows(pilot)[-6:])
        assert "JD-4411: initial report" in why
        assert "7 days late" in why
        await press(pilot, "w")
        assert "JD-4411" not in "\n".join(rows(pilot))


async def test_an_item_is_logged_in_four_keys_and_its_note(small: str, drive: Driven) -> None:
    async with drive(small) as pilot:
        await press(pilot, "G")
        assert under_cursor(pilot).startswith("> Bo Park")
        await press(pilot, "o", "c", "l", "space", *"sent", "enter")
        assert "Bo Park" not in "\n".join(row for row in rows(pilot)[2:18])
        assert "u undoes it" in rows(pilot)[-1]
        await press(pilot, "u")
        assert "Bo Park" in "\n".join(rows(pilot)[2:18])


async def test_thank_snooze_and_done_take_items_away_and_undo_brings_them_back(small: str, drive: Driven) -> None:
    async with drive(small) as pilot:
        await press(pilot, "G", "s", "3")
        assert "comes back on Thu Mar 19" in rows(pilot)[-1]
        assert "Follow-ups promised" not in "\n".join(rows(pilot))
        await press(pilot, "u")
        assert "Follow-ups promised" in "\n".join(rows(pilot))
        await press(pilot, "G", "d")
        assert "Follow-up with Bo Park, DO done" in rows(pilot)[-1]
        await press(pilot, "g", "j", "t")
        assert "thank" in rows(pilot)[-1].casefold()
        await press(pilot, "u", "u")
        assert "3 things to do today" in rows(pilot)[1]


async def test_the_note_goes_to_whom_was_thanked_until_another_key(
    sqlite_practice: str, doing: Doing, drive: Driven
) -> None:
    for number, name in enumerate(("Ann Lee, MD", "Bo Park, DO"), 1):
        partners.add_partner(doing, {"name": name, "stage": "referring"})
        day = TODAY - timedelta(days=12 - number)
        one = referrals.add_referral(doing, {"partner_id": number, "patient_ref": f"JD-{number}", "day": day})
        reports.send_report(doing, one, "acknowledgement", day, "fax", parts={})
        referrals.move_referral(doing, one, "contacted", day)
    close_practice()
    async with drive(sqlite_practice) as pilot:
        await press(pilot, "t")
        assert "u undoes it, T writes a note" in rows(pilot)[-1]
        assert under_cursor(pilot).startswith("> Bo Park")
        await press(pilot, "T")
        assert "To Ann Lee, MD: thank-you note" in "\n".join(rows(pilot))
        await press(pilot, "escape", "u", "g", "t", "j", "T")
        assert "To Bo Park, DO: thank-you note" in "\n".join(rows(pilot))
    open_practice(sqlite_practice)


async def test_a_day_may_be_typed_for_a_snooze(small: str, drive: Driven) -> None:
    async with drive(small) as pilot:
        await press(pilot, "s", "d", *"mon-day", "enter")
        assert "Type a day after today" in "\n".join(rows(pilot))
        await press(pilot, *["backspace"] * 7, *"+2w", "enter")
        assert "comes back on Mon Mar 30" in rows(pilot)[-1]


async def test_an_incident_is_answered_only_with_a_reply(small: str, drive: Driven) -> None:
    async with drive(small) as pilot:
        await press(pilot, "enter", "enter")
        assert "waited two hours" in "\n".join(rows(pilot))
        await press(pilot, "enter")
        assert len(pilot.app.screen_stack) == 3
        await press(pilot, *"called", "enter", "escape")
        assert len(pilot.app.screen_stack) == 1
        assert "Awaiting our reply" not in "\n".join(rows(pilot))
        await press(pilot, "u")
        assert "Awaiting our reply" in "\n".join(rows(pilot))


async def test_done_for_today(sqlite_practice: str, drive: Driven) -> None:
    async with drive(sqlite_practice) as pilot:
        assert "Nothing to do today" in rows(pilot)[1]
        await press(pilot, "t", "s", "x")
        assert "x does nothing here" in rows(pilot)[-1]


async def test_what_is_beyond_a_day_comes_as_it_is_scrolled_to(demo: str, drive: Driven) -> None:
    open_practice(demo)
    agenda = todays_agenda(TODAY, Settings(agenda_size=5))
    close_practice()
    assert agenda.later > 3
    from tui_tracker.config import Config

    async with drive(demo, config=Config(settings=Settings(agenda_size=5))) as pilot:
        assert f"5 things to do today · {agenda.later} more below" in rows(pilot)[1]
        await press(pilot, "G")
        assert under_cursor(pilot)
        await press(pilot, "g", *"jjjjj")
        assert "Later" in "\n".join(rows(pilot))


@pytest.mark.slow
async def test_a_review_of_five_items_needs_only_keys(demo: str, drive: Driven) -> None:
    async with drive(demo) as pilot:
        for note in ("called", "sent", "spoke", "wrote", "met"):
            await press(pilot, "o", "c", "l", "space", *note, "enter", "j")
    open_practice(demo)
    labels = [entry.label for entry in changes(0, 5)]
    close_practice()
    assert all(label.startswith("Logged call with") or label.endswith("by call") for label in labels), labels


async def test_what_is_from_long_ago_is_settled_in_one_undoable_step(
    sqlite_practice: str, doing: Doing, drive: Driven
) -> None:
    partners.add_partner(doing, {"name": "Ann Lee, MD", "stage": "referring"})
    for number in range(2):
        referrals.add_referral(
            doing, {"partner_id": 1, "patient_ref": f"JD-{number}", "day": TODAY - timedelta(days=200 + number)}
        )
    close_practice()
    async with drive(sqlite_practice) as pilot:
        assert "1 from long ago: S settles" in rows(pilot)[1]
        await press(pilot, "S", "enter")
        assert "Settled 2 referrals" in rows(pilot)[-1]
        assert "Nothing to do today" in rows(pilot)[1]
        await press(pilot, "u")
        assert "1 from long ago" in rows(pilot)[1]
    open_practice(sqlite_practice)


async def test_go_finds_screens_and_partners(small: str, drive: Driven) -> None:
    async with drive(small) as pilot:
        await press(pilot, "colon", *"hist", "enter")
        assert pilot.app.current_mode == "history"
        await press(pilot, "colon", *"park", "enter")
        assert pilot.app.current_mode == "partners"
        assert "Bo Park" in "\n".join(rows(pilot)[:4])
        await press(pilot, "colon", *"zzz", "enter", "escape")
        assert pilot.app.current_mode == "partners"


async def test_help_is_made_from_the_keys_that_work_here(small: str, drive: Driven) -> None:
    async with drive(small) as pilot:
        await press(pilot, "question_mark")
        shown = "\n".join(rows(pilot))
        assert "On this screen" in shown
        assert "snooze" in shown
        await press(pilot, "escape", "6", "question_mark")
        assert "snooze" not in "\n".join(rows(pilot))


async def test_escape_and_a_key_soon_after_it_are_both_heard(small: str, drive: Driven) -> None:
    async with drive(small) as pilot:
        await press(pilot, "s")
        assert len(pilot.app.screen_stack) == 2
        await press(pilot, "alt+2")
        assert len(pilot.app.screen_stack) == 1
        assert pilot.app.current_mode == "partners"


async def test_a_session_left_open_over_night_shows_the_new_day(small: str, drive: Driven) -> None:
    async with drive(small) as pilot:
        app = pilot.app
        assert isinstance(app, TuiTracker)
        assert "Mon Mar 16 2026" in rows(pilot)[0]
        app._on = TODAY + timedelta(days=2)  # as if two midnights had passed
        app._look_for_changes()
        await settle(pilot)
        assert "Wed Mar 18 2026" in rows(pilot)[0]
        assert "! 9d late" in "\n".join(rows(pilot))
