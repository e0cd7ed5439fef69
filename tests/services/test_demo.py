"""Making the sample practice: a whole file or none, never over another, something of every kind on its day."""

from __future__ import annotations

import sqlite3
from datetime import date, timedelta
from pathlib import Path

import pytest

from tui_tracker.domain.errors import Refused
from tui_tracker.domain.records import Doing
from tui_tracker.domain.settings import Settings
from tui_tracker.services import demo, history
from tui_tracker.services.agenda import later_items, todays_agenda
from tui_tracker.services.demo import make_demo
from tui_tracker.services.opening import close_practice, open_practice
from tui_tracker.storage.journal import last_to_undo, undo
from tui_tracker.storage.models import Partner, Referral, Touchpoint

TODAY = date(2026, 3, 16)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "folder" / "demo.db"


def test_it_can_be_opened_and_written_to(target: str) -> None:
    make_demo(target, 12, 1, 1, TODAY)
    open_practice(target)
    try:
        assert Partner.select().count() == 12
        assert Partner.insert(name="New", search="new", added_on=TODAY).execute() == 13
        entries = history.changes(0, 5)
        assert [(entry.label, entry.rows, entry.undone) for entry in entries] == [("Made a sample practice", 0, False)]
    finally:
        close_practice()


def test_what_made_the_file_is_not_undone(place: Path) -> None:
    make_demo(str(place), 5, 1, 1, TODAY)
    open_practice(str(place))
    try:
        entry = history.changes(0, 1)[0]
        assert last_to_undo(entry.who) is None
        with pytest.raises(Refused, match="cannot be undone: it made the practice"):
            undo(Doing(entry.who, entry.at, TODAY), entry.id)
        with pytest.raises(Refused):
            history.undo(Doing(entry.who, entry.at, TODAY))
    finally:
        close_practice()


def test_the_file_is_private_whole_and_alone(place: Path) -> None:
    make_demo(str(place), 5, 1, 1, TODAY)
    assert [one.name for one in place.parent.iterdir()] == ["demo.db"]
    assert place.stat().st_mode & 0o777 == 0o600
    assert place.parent.stat().st_mode & 0o777 == 0o700
    connection = sqlite3.connect(place)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()


def test_an_existing_file_is_left_alone(place: Path) -> None:
    place.parent.mkdir()
    place.write_text("mine")
    with pytest.raises(Refused, match="exists already"):
        make_demo(str(place), 5, 1, 1, TODAY)
    assert place.read_text() == "mine"
    assert len(list(place.parent.iterdir())) == 1


def test_a_file_made_meanwhile_is_left_alone(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill = demo._fill

    def slow(*arguments: object) -> None:
        fill(*arguments)  # type: ignore[arg-type]
        place.write_text("mine")

    monkeypatch.setattr(demo, "_fill", slow)
    with pytest.raises(Refused, match="exists already"):
        make_demo(str(place), 5, 1, 1, TODAY)
    assert place.read_text() == "mine"


def test_a_left_over_log_of_another_file_is_not_played_in(place: Path) -> None:
    place.parent.mkdir()
    place.with_name("demo.db-wal").write_bytes(b"x")
    with pytest.raises(Refused, match="left over"):
        make_demo(str(place), 5, 1, 1, TODAY)


def test_stopped_in_the_middle_nothing_is_left(place: Path) -> None:
    def stop(done: int, total: int) -> None:
        if done > 500:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make_demo(str(place), 60, 1, 1, TODAY, stop)
    assert list(place.parent.iterdir()) == []


@pytest.mark.parametrize(("partners", "years"), [(0, 1), (-3, 1), (10**9, 1), (5, 0), (5, 10**6)])
def test_sizes_that_cannot_be_made_are_refused(place: Path, partners: int, years: int) -> None:
    with pytest.raises(Refused, match="choose a number between"):
        make_demo(str(place), partners, years, 1, TODAY)
    assert not place.exists()


@pytest.mark.parametrize("today", [date.min, date(1949, 12, 31), date.max])
def test_days_out_of_all_reach_are_refused(place: Path, today: date) -> None:
    with pytest.raises(Refused, match="as of a day"):
        make_demo(str(place), 5, 1, 1, today)


def test_a_database_that_holds_something_is_left_alone(postgres: str) -> None:
    make_demo(postgres, 5, 1, 1, TODAY)
    with pytest.raises(Refused, match="holds a practice already"):
        make_demo(postgres, 5, 1, 1, TODAY)
    open_practice(postgres)
    assert Partner.select().count() == 5
    close_practice()


def test_progress_grows_to_its_end(place: Path) -> None:
    told: list[tuple[int, int]] = []
    make_demo(str(place), 120, 1, 1, TODAY, lambda done, total: told.append((done, total)))
    assert told == sorted(told)
    assert told[-1][0] == told[-1][1]


@pytest.mark.parametrize(("seed", "day"), [(1, 0), (2, 1), (3, 3), (4, 4), (5, 5), (6, 6), (7, -75)])
def test_its_day_has_something_of_every_kind(place: Path, seed: int, day: int) -> None:
    today = TODAY + timedelta(day)
    make_demo(str(place), 60, 2, seed, today)
    open_practice(str(place))
    try:
        agenda = todays_agenda(today, Settings())
        items = [*agenda.items, *later_items(today, Settings(), 0, 50)]
    finally:
        close_practice()
    assert 15 <= len(items) <= 35
    kinds = {line.kind.value for item in items for line in item.lines}
    assert kinds >= {
        "incident",
        "report",
        "thank_you",
        "first_contact",
        "acknowledgement",
        "first_visit",
        "stuck",
        "follow_up",
        "feedback",
        "sending_less",
        "reconnect",
        "ready_to_ask",
        "we_owe",
        "agreement_review",
        "gap",
    }
    assert len({item.kind for item in agenda.items}) >= 7


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_the_large_one_keeps_most_of_its_promises(place: Path) -> None:
    make_demo(str(place), 10_000, 5, 1, TODAY)
    open_practice(str(place))
    try:
        assert 180_000 <= Touchpoint.select().count() <= 230_000
        assert 90_000 <= Referral.select().count() <= 110_000
        ended = ("closed", "declined", "lost")
        assert 1_000 <= Referral.select().where(Referral.stage.not_in(ended)).count() <= 2_000
        agenda = todays_agenda(TODAY, Settings())
        items = [*agenda.items, *later_items(TODAY, Settings(), 0, 5_000)]
    finally:
        close_practice()
    kinds = [item.kind.value for item in items]
    assert 500 <= kinds.count("reconnect") <= 1_500
    assert len(kinds) - kinds.count("reconnect") <= 500
    assert agenda.stale == 0
