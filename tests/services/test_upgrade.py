"""A practice of the program before letters: opened by this one with all that it held, its history too."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from tests.conftest import TODAY
from tests.storage.test_journal import state
from tui_tracker.domain.errors import Refused
from tui_tracker.domain.records import Doing
from tui_tracker.services import asks, history, reports, timeline, touchpoints
from tui_tracker.services.opening import close_practice, open_practice
from tui_tracker.storage import migrate
from tui_tracker.storage.database import database
from tui_tracker.storage.models import MODELS
from tui_tracker.storage.rows import complete

TABLES = {model._meta.table_name: model for model in MODELS}
PARTNER = {"name": "Ann Lee", "search": "ann lee", "kind": "clinician", "stage": "referring", "added_on": "2026-03-01"}
REFERRAL = {"partner_id": 1, "patient_ref": "JD-1", "flow": "inbound", "source": "partner", "stage": "seen"}
DAYS = {"day": "2026-03-02", "seen_on": "2026-03-05", "stage_on": "2026-03-05"}
REPORT = {"referral_id": 1, "kind": "initial", "sent_on": "2026-03-06", "channel": "fax"}


def _add(table: str, row_id: int, values: dict[str, object]) -> dict[str, object]:
    """A row of then, with the columns that there were; gives it as the journal of then has it."""
    mark = "?" if type(database.obj).__name__ == "SqliteDatabase" else "%s"
    there = {column.name for column in database.get_columns(table)}
    whole = {"id": row_id, **complete(TABLES[table], values)}
    row = {name: value for name, value in whole.items() if name in there}
    names = ", ".join(f'"{name}"' for name in row)
    marks = ", ".join([mark] * len(row))
    database.execute_sql(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', tuple(row.values()))
    return row


@pytest.fixture
def old(target: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A referral whose report was sent and taken back, in the schema of the first migration alone."""
    folder = tmp_path / "migrations"
    folder.mkdir()
    shutil.copy(migrate.FOLDER / "0001_initial.py", folder)
    with monkeypatch.context() as before:
        before.setattr(migrate, "FOLDER", folder)
        open_practice(target)
    partner = _add("partner", 1, {**PARTNER, "area": "South"})
    _add("referral", 1, {**REFERRAL, **DAYS})
    report = _add("report", 1, REPORT)
    database.execute_sql("DELETE FROM report")
    text = json.dumps(report)
    entry = {"at": "2026-03-06T12:00:00Z", "who": "Ann", "label": "Sent the initial report", "rows": 1}
    _add("change", 1, {**entry, "kind": "do", "undone": True})
    _add("change", 2, {**entry, "kind": "undo", "reverts_id": 1, "undone": False})
    _add("change_row", 1, {"change_id": 1, "seq": 0, "table_name": "report", "row_id": 1, "after": text})
    _add("change_row", 2, {"change_id": 2, "seq": 0, "table_name": "report", "row_id": 1, "before": text})
    touch = _add("touchpoint", 1, {"partner_id": 1, "day": "2026-03-07", "channel": "call", "intents": 32})
    _add("change", 3, {**entry, "label": "Logged call with Ann Lee", "kind": "do", "undone": False})
    moved = {"table_name": "partner", "row_id": 1, "before": json.dumps({**partner, "area": ""})}
    _add("change_row", 3, {"change_id": 3, "seq": 0, **moved, "after": json.dumps(partner)})
    called = {"table_name": "touchpoint", "row_id": 1, "after": json.dumps(touch)}
    _add("change_row", 4, {"change_id": 3, "seq": 1, **called})
    if type(database.obj).__name__ != "SqliteDatabase":
        for table in ("partner", "referral", "report", "touchpoint", "change", "change_row"):
            database.execute_sql(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), 9)")
    close_practice()
    return target


def test_what_was_done_before_is_undone_and_redone_after(old: str, doing: Doing) -> None:
    open_practice(old)
    without = state()

    history.redo(doing, 1)
    with_report = state()
    (report,) = reports.reports_of(1)
    history.undo(doing, 1)
    taken_back = state()
    history.redo(doing)

    assert taken_back == without
    assert state() == with_report
    assert (report.kind, report.sent_on, report.findings, report.letter) == ("initial", date(2026, 3, 6), "", "")
    close_practice()


def test_rows_that_have_more_columns_now_are_taken_back_and_done_again(old: str, doing: Doing) -> None:
    """A touchpoint and a partner of then, which know nothing of gives, answers and standing."""
    open_practice(old)
    before = state()

    history.undo(doing, 3)
    assert touchpoints.count_touchpoints(1) == 0
    history.redo(doing, 3)
    assert state() == before
    assert asks.answer(doing, 1, "yes", date(2026, 3, 9)) == "Ann Lee answered yes to what we asked on Mar 7"
    with pytest.raises(Refused, match="Ann Lee answered yes"):
        history.undo(doing, 3)
    close_practice()


def test_what_was_done_before_is_told(old: str, doing: Doing) -> None:
    open_practice(old)

    assert reports.undone_report(1, "Ann") == {}
    assert [told for change in (1, 2) for told in history.told(change, TODAY)]
    assert timeline.timeline(1, TODAY)
    close_practice()
