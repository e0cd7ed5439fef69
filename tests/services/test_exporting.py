"""A whole practice to a file and back: the same bytes, on both engines, or a refusal and nothing changed."""

from __future__ import annotations

import copy
import io
import json
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui_tracker.domain.errors import Refused
from tui_tracker.domain.records import Doing
from tui_tracker.domain.settings import Settings
from tui_tracker.services import exporting, history, names
from tui_tracker.services.demo import make_demo
from tui_tracker.services.exporting import export_practice, import_practice
from tui_tracker.services.opening import close_practice, open_practice
from tui_tracker.storage import bulk
from tui_tracker.storage.journal import changing, undo
from tui_tracker.storage.models import BY_TABLE, PRACTICE_MODELS, Change, Member, Partner, Touchpoint

TODAY = date(2026, 3, 16)


def exported(*, with_history: bool = False) -> bytes:
    stream = io.BytesIO()
    export_practice(stream, with_history=with_history)
    return stream.getvalue()


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The export of a small made-up practice."""
    folder = tmp_path_factory.mktemp("sample")
    make_demo(str(folder / "demo.db"), 14, 1, 3, TODAY)
    open_practice(str(folder / "demo.db"))
    export_practice(folder / "sample.json")
    close_practice()
    return folder / "sample.json"


def busy(doing: Doing) -> None:
    """A practice in which things were added, changed, taken back and done again."""
    with changing(doing, "Added Bo") as unit:
        bo = unit.insert(Member, name='Bo “Ł” \u2028 \\ " /', role="liaison")
        lee = unit.insert(Partner, name="Lee", search="lee", added_on=TODAY, member=bo, npi="1234567893")
        unit.insert(Partner, name="Gone", search="gone", added_on=TODAY)
    with changing(doing, "Logged lunch") as unit:
        touch = unit.insert(Touchpoint, partner=lee, day=TODAY, channel="meal", intents=5, note="two\nlines")
    with changing(doing, "Moved Lee") as unit:
        unit.update(Partner, lee, area="Łódź", archived_on=TODAY)
    with changing(doing, "Corrected") as unit:
        unit.update(Touchpoint, touch, intents=127)
    with changing(doing, "A slip") as unit:
        unit.insert(Partner, name="Slip", search="slip", added_on=TODAY)
    history.undo(doing)
    history.undo(doing)
    history.redo(doing)


def copied(data: bytes, target: str, doing: Doing, folder: Path, *, with_history: bool) -> bytes:
    """What an export gives, taken into an empty practice at `target` and exported again."""
    path = folder / "copy.json"
    path.write_bytes(data)
    open_practice(target)
    try:
        import_practice(doing, path)
        return exported(with_history=with_history)
    finally:
        close_practice()


@pytest.mark.parametrize("with_history", [False, True])
def test_round_trip_gives_the_same_bytes(target: str, doing: Doing, tmp_path: Path, with_history: bool) -> None:
    first = str(tmp_path / "first.db")
    open_practice(first)
    busy(doing)
    data = exported(with_history=with_history)
    close_practice()

    again = copied(data, target, doing, tmp_path, with_history=with_history)
    back = copied(again, str(tmp_path / "back.db"), doing, tmp_path, with_history=with_history)

    assert data == again == back


def test_the_sample_practice_comes_back_the_same(practice: str, sample: Path, doing: Doing) -> None:
    result = import_practice(doing, sample)

    assert exported() == sample.read_bytes()
    assert result.counts["partners"] == 14
    assert result.rows == sum(model.select().count() for model in PRACTICE_MODELS)
    assert history.changes(0, 9)[0].label == result.label


def test_an_empty_practice_comes_back_the_same(practice: str, doing: Doing, tmp_path: Path) -> None:
    path = tmp_path / "empty.json"
    path.write_bytes(exported())
    assert import_practice(doing, path).rows == 0
    assert exported() == path.read_bytes()
    assert history.count_changes() == 0


def test_what_follows_an_import_takes_new_ids(practice: str, sample: Path, doing: Doing) -> None:
    import_practice(doing, sample)
    top = {model: max((row[0] for row in model.select(model.id).tuples()), default=0) for model in PRACTICE_MODELS}
    with changing(doing, "More") as unit:
        assert unit.insert(Partner, name="New", search="new", added_on=TODAY) == top[Partner] + 1
        assert unit.insert(Touchpoint, partner=1, day=TODAY, channel="call") == top[Touchpoint] + 1


def test_an_import_is_one_change_that_can_be_undone_and_made_again(practice: str, sample: Path, doing: Doing) -> None:
    result = import_practice(doing, sample)
    history.undo(doing, result.change_id)
    assert bulk.first_table_with_rows() is None

    import_practice(doing, sample)
    assert exported() == sample.read_bytes()


def test_a_large_import_is_noted_without_its_rows(
    practice: str, sample: Path, doing: Doing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "MOST_UNDONE", 100)
    assert names.complete("") == ()
    result = import_practice(doing, sample)

    assert names.complete("") != ()

    assert exported() == sample.read_bytes()
    assert result.change_id is None
    entry = history.changes(0, 1)[0]
    assert entry.rows == 0
    with pytest.raises(Refused, match="cannot be undone"):
        undo(doing, entry.id)


def test_history_is_there_as_it_was_and_still_undoes(target: str, doing: Doing, tmp_path: Path) -> None:
    open_practice(str(tmp_path / "first.db"))
    busy(doing)
    data, entries = exported(with_history=True), history.changes(0, 50)
    close_practice()
    path = tmp_path / "copy.json"
    path.write_bytes(data)

    open_practice(target)
    result = import_practice(doing, path)
    assert result.change_id is None
    assert history.changes(0, 50) == entries
    with changing(replace(doing, who="Bo"), "New") as unit:
        assert unit.insert(Partner, name="New", search="new", added_on=TODAY) == 4  # 3 was undone, and stays its own
    history.undo(doing)
    history.undo(doing)
    assert Partner.get_by_id(1).area == ""
    close_practice()


def test_only_into_an_empty_practice(practice: str, sample: Path, doing: Doing) -> None:
    with changing(doing, "One") as unit:
        unit.insert(Member, name="Ann")
    before = exported(with_history=True)
    with pytest.raises(Refused, match="into an empty one"):
        import_practice(doing, sample)
    assert exported(with_history=True) == before


def test_a_file_with_history_needs_an_empty_journal(practice: str, doing: Doing, tmp_path: Path) -> None:
    with changing(doing, "One") as unit:
        unit.insert(Member, name="Ann")
    path = tmp_path / "copy.json"
    path.write_bytes(exported(with_history=True))
    history.undo(doing)
    with pytest.raises(Refused, match="its own history"):
        import_practice(doing, path)


def test_nothing_is_taken_in_of_a_file_that_breaks_off(practice: str, sample: Path, doing: Doing) -> None:
    path = sample.with_name("half.json")
    path.write_bytes(sample.read_bytes()[:-200])
    with pytest.raises(Refused, match=r"half\.json"):
        import_practice(doing, path)
    assert bulk.first_table_with_rows() is None
    assert history.count_changes() == 0


def test_the_database_has_the_last_word(
    practice: str, sample: Path, doing: Doing, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the reader might let pass, a table's own rule ends in a sentence."""
    from tui_tracker.exchange import practice_json

    monkeypatch.setattr(practice_json.PracticeReader, "_note_promised", _spoil)
    with pytest.raises(Refused, match="does not fit together"):
        import_practice(doing, sample)
    assert bulk.first_table_with_rows() is None


def _spoil(_reader: Any, section: Any, rows: list[tuple[Any, ...]]) -> None:
    if section.name == "partners":
        rows[0] = tuple("nonsense" if value == "A" else value for value in rows[0])


def test_progress_ends_at_the_whole_file(sqlite_practice: str, sample: Path, doing: Doing) -> None:
    told: list[tuple[int, int]] = []
    import_practice(doing, sample, lambda done, total: told.append((done, total)))
    assert told == sorted(told)
    assert told[-1] == (sample.stat().st_size, sample.stat().st_size)


def test_a_file_is_private_and_whole(sqlite_practice: str, tmp_path: Path) -> None:
    path = tmp_path / "out" / "practice.json"
    path.parent.mkdir()
    written = export_practice(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.stat().st_size == written
    assert [one.name for one in path.parent.iterdir()] == ["practice.json"]


def test_an_existing_file_needs_force(sqlite_practice: str, tmp_path: Path) -> None:
    path = tmp_path / "practice.json"
    path.write_text("mine")
    with pytest.raises(Refused, match="exists already"):
        export_practice(path)
    assert path.read_text() == "mine"
    export_practice(path, force=True)
    assert json.loads(path.read_text())["format"] == "tui-tracker"


def test_an_export_that_fails_leaves_the_old_file_and_no_other(
    sqlite_practice: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "practice.json").write_text("mine")

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Refused, match="No space left"):
        export_practice(folder / "practice.json", force=True)
    assert [(one.name, one.read_text()) for one in folder.iterdir()] == [("practice.json", "mine")]


def test_a_folder_that_is_not_there_is_named(sqlite_practice: str, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="cannot be written"):
        export_practice(tmp_path / "nowhere" / "practice.json")


@pytest.mark.parametrize("make", [lambda path: path.mkdir(), lambda path: None])
def test_what_cannot_be_read_is_named(
    sqlite_practice: str, doing: Doing, tmp_path: Path, make: Callable[[Path], None]
) -> None:
    path = tmp_path / "practice.json"
    make(path)
    with pytest.raises(Refused, match="cannot be read"):
        import_practice(doing, path)


def test_an_export_sees_one_moment(target: str, doing: Doing) -> None:
    """Partners read first and touchpoints read later fit together, whatever is written in between."""
    from tui_tracker.storage.database import database
    from tui_tracker.storage.queries.exporting import one_moment, whole_table

    open_practice(target)
    with changing(doing, "One") as unit:
        unit.insert(Partner, name="Lee", search="lee", added_on=TODAY)
    with one_moment():
        assert len(list(whole_table("partner", ["id"]))) == 1
        _elsewhere(target, doing)
        assert len(list(whole_table("partner", ["id"]))) == 1
    assert len(list(whole_table("partner", ["id"]))) == 2
    assert not database.in_transaction()
    close_practice()


def _elsewhere(target: str, doing: Doing) -> None:
    """Another session adds a partner."""
    from threading import Thread

    def add() -> None:
        open_connection()
        with changing(doing, "Two") as unit:
            unit.insert(Partner, name="Ann", search="ann", added_on=TODAY)
        close_practice()

    def open_connection() -> None:
        from tui_tracker.storage.database import database

        database.connect(reuse_if_open=True)

    thread = Thread(target=add)
    thread.start()
    thread.join(20)
    assert not thread.is_alive()


WINDOWS = st.lists(st.text(max_size=30), max_size=5)


@given(notes=WINDOWS)
@settings(max_examples=20)
def test_any_text_that_is_stored_comes_back(
    notes: list[str], tmp_path_factory: pytest.TempPathFactory, doing: Doing
) -> None:
    from tui_tracker.domain.text import clean_text

    folder = tmp_path_factory.mktemp("text")
    open_practice(str(folder / "one.db"))
    with changing(doing, "Notes") as unit:
        for number, note in enumerate(notes):
            unit.insert(Partner, name=f"P{number}", search=f"p{number}", note=clean_text(note), added_on=TODAY)
    data = exported(with_history=True)
    close_practice()
    assert copied(data, str(folder / "two.db"), doing, folder, with_history=True) == data


def test_windows_meet_without_gap_or_overlap(
    practice: str, sample: Path, doing: Doing, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tui_tracker.exchange import practice_json
    from tui_tracker.storage.queries import exporting as queries

    import_practice(doing, sample)
    monkeypatch.setattr(queries, "_WINDOW", 7)
    assert exported() == sample.read_bytes()
    history.undo(doing)
    monkeypatch.setattr(practice_json, "_BATCH", 3)
    monkeypatch.setattr(practice_json, "_READ", 11)
    import_practice(doing, sample)
    assert exported() == sample.read_bytes()


def test_every_table_is_exported(sqlite_practice: str) -> None:
    data = json.loads(exported(with_history=True))
    sections = [name for name in data if name not in ("format", "version", "history")]
    assert len(sections) == len(BY_TABLE)
    assert Change.select().count() == 0


def test_the_largest_figures_and_the_last_day_of_a_file_do_no_harm(target: str, doing: Doing, tmp_path: Path) -> None:
    from tests.exchange.test_practice_json import AGREEMENT, GOOD
    from tui_tracker.services import agenda, partners

    last = "9500-12-31"
    data = copy.deepcopy(GOOD) | {"history": False, "agreements": [AGREEMENT]}
    del data["changes"], data["changed_rows"]
    data["partners"][0] |= {"added_on": last, "cadence_days": 3_650}
    data["referrals"][0] |= {"day": last, "stage_on": last}
    data["touchpoints"][0]["day"] = data["follow_ups"][0]["due_on"] = last
    path = tmp_path / "file.json"
    path.write_text(json.dumps(data))
    open_practice(target)

    import_practice(doing, path)

    assert agenda.todays_agenda(TODAY, Settings()).day == TODAY
    assert partners.partner_page(3, TODAY, Settings()) is not None
    assert agenda.open_with(3, date(1800, 1, 1), Settings())
    close_practice()
