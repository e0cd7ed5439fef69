"""Opening a practice: made, brought up to date, or refused; never harmed."""

from __future__ import annotations

import errno
import re
import shutil
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tui_tracker.domain.errors import Refused
from tui_tracker.services.opening import close_practice, describe, open_practice
from tui_tracker.storage import migrate
from tui_tracker.storage.database import database
from tui_tracker.storage.models import MODELS, Member


def _checks_of_models() -> dict[str, list[str]]:
    """Table → its CHECK rules, as the models declare them."""
    return {
        model._meta.table_name: sorted(_squeeze(check.sql) for check in model._meta.constraints or ())
        for model in MODELS
    }


def _squeeze(sql: str) -> str:
    text = re.sub(r"^CHECK", "", sql.strip())
    return re.sub(r"[\s()]", "", text)


def _rules_in(sql: str) -> list[str]:
    """Every CHECK of a table, on a line of its own or behind a column that was added later."""
    rules = []
    for found in re.finditer(r"CHECK \(", sql):
        depth, end = 1, found.end()
        while depth:
            depth += {"(": 1, ")": -1}.get(sql[end], 0)
            end += 1
        rules.append(sql[found.start() : end])
    return rules


def test_migrations_make_what_the_models_say(practice: str) -> None:
    from playhouse.schema_diff import diff_models

    difference = diff_models(database.obj, MODELS)

    assert not difference, str(difference)


def test_migrations_hold_every_check_of_the_models(sqlite_practice: str) -> None:
    made = {}
    for name, sql in database.execute_sql("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall():
        made[name] = sorted(_squeeze(rule) for rule in _rules_in(sql))

    for table, checks in _checks_of_models().items():
        assert made[table] == checks, table


def test_migrations_make_the_same_columns_and_nulls_as_the_models(sqlite_practice: str, tmp_path: Path) -> None:
    migrated = {name: database.get_columns(name) for name in database.get_tables()}
    close_practice()
    from tui_tracker.storage.database import connect

    connect(str(tmp_path / "models.db"))
    database.create_tables(MODELS)

    for model in MODELS:
        name = model._meta.table_name
        said = [(column.name, column.data_type, column.null) for column in database.get_columns(name)]
        assert [(column.name, column.data_type, column.null) for column in migrated[name]] == said, name


def test_checks_and_references_hold_on_both_engines(practice: str) -> None:
    from peewee import IntegrityError

    for statement in (
        "INSERT INTO member (name, role, active) VALUES ('x', 'pilot', true)",
        "INSERT INTO follow_up (partner_id, due_on, text) VALUES (99, '2026-01-01', '')",
        "INSERT INTO snooze (item, until) VALUES (NULL, '2026-01-01')",
    ):
        with pytest.raises(IntegrityError), database.atomic():
            database.execute_sql(statement)


def test_a_new_file_is_private(tmp_path: Path) -> None:
    path = tmp_path / "data" / "practice.db"

    open_practice(str(path))
    close_practice()

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@pytest.fixture
def newer_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program that has one more migration; gives the migration's file."""
    folder = tmp_path / "migrations"
    shutil.copytree(migrate.FOLDER, folder, ignore=shutil.ignore_patterns("__pycache__"))
    file = folder / "0002_motto.py"
    file.write_text('def up(migrator, db):\n    db.execute_sql("ALTER TABLE practice ADD COLUMN motto TEXT")\n')
    monkeypatch.setattr(migrate, "FOLDER", folder)
    return file


def _with_a_member(target: str) -> None:
    open_practice(target)
    Member.insert(name="Ann").execute()
    close_practice()


def test_an_older_file_is_backed_up_and_migrated(
    target: str, newer_program: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as before:
        before.setattr(migrate, "FOLDER", Path(migrate.__file__).parent / "migrations")
        _with_a_member(target)

    backup = open_practice(target)

    assert [column.name for column in database.get_columns("practice")][-1] == "motto"
    assert Member.select().count() == 1
    close_practice()
    if not target.startswith("postgres"):
        assert backup is not None
        assert stat.S_IMODE(backup.stat().st_mode) == 0o600
        with sqlite3.connect(backup) as copy:
            assert copy.execute("SELECT name FROM member").fetchall() == [("Ann",)]
            assert "motto" not in copy.execute("SELECT sql FROM sqlite_master WHERE name = 'practice'").fetchone()[0]
        copy.close()
    assert open_practice(target) is None
    close_practice()


def test_a_backup_has_its_name_only_when_it_is_whole(
    tmp_path: Path, newer_program: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed in the middle, a program leaves no half copy that somebody would take for a backup."""
    path = tmp_path / "practice.db"
    with monkeypatch.context() as before:
        before.setattr(migrate, "FOLDER", Path(migrate.__file__).parent / "migrations")
        _with_a_member(str(path))
    (tmp_path / "practice.db.before.part").write_text("half of a copy")
    (tmp_path / "practice.db.before.part-journal").write_text("of a program that was killed")
    meanwhile: list[str] = []
    monkeypatch.setattr(migrate.os, "fsync", lambda _file: meanwhile.extend(p.name for p in tmp_path.iterdir()))

    backup = open_practice(str(path))
    close_practice()

    assert "practice.db.before.part" in meanwhile
    assert not [name for name in meanwhile if name.endswith(".bak")]
    assert backup is not None
    assert not list(tmp_path.glob("*.part*"))
    with sqlite3.connect(backup) as copy:
        assert copy.execute("SELECT name FROM member").fetchall() == [("Ann",)]
    copy.close()


def test_without_a_backup_nothing_is_migrated(
    tmp_path: Path, newer_program: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "practice.db"
    with monkeypatch.context() as before:
        before.setattr(migrate, "FOLDER", Path(migrate.__file__).parent / "migrations")
        _with_a_member(str(path))

    def full(_file: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(migrate.os, "fsync", full)

    with pytest.raises(Refused, match=r"no copy.*No space left.*left as it was"):
        open_practice(str(path))
    assert "motto" not in [column.name for column in database.get_columns("practice")]
    close_practice()
    assert not [one for one in tmp_path.iterdir() if one.suffix in (".bak", ".part")]


def test_a_migration_that_fails_leaves_the_file_as_it_was(
    target: str, newer_program: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as before:
        before.setattr(migrate, "FOLDER", Path(migrate.__file__).parent / "migrations")
        _with_a_member(target)
    newer_program.write_text(
        "def up(migrator, db):\n    db.execute_sql(\"DELETE FROM member\")\n    raise ValueError('no')\n"
    )

    with pytest.raises(Refused, match="left as it was"):
        open_practice(target)
    close_practice()
    monkeypatch.setattr(migrate, "FOLDER", Path(migrate.__file__).parent / "migrations")
    open_practice(target)

    assert Member.select().count() == 1
    close_practice()


def test_a_file_of_a_newer_program_is_refused(
    target: str, newer_program: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _with_a_member(target)
    monkeypatch.setattr(migrate, "FOLDER", Path(migrate.__file__).parent / "migrations")

    with pytest.raises(Refused, match="newer tui-tracker"):
        open_practice(target)
    close_practice()


def test_sessions_that_open_a_new_file_at_once_make_one_practice(tmp_path: Path) -> None:
    path = tmp_path / "practice.db"
    code = "import sys; from tui_tracker.services.opening import open_practice; open_practice(sys.argv[1])"

    runs = [subprocess.Popen([sys.executable, "-c", code, str(path)], stderr=subprocess.PIPE) for _ in range(4)]
    complaints = [run.communicate(timeout=60)[1] for run in runs]

    assert [run.returncode for run in runs] == [0] * 4, complaints
    open_practice(str(path))
    assert migrate.applied(database.obj) == migrate.known()
    close_practice()


def test_what_is_no_practice_is_refused_and_left_alone(tmp_path: Path) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("not a database, but somebody's notes")
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.close()

    for target, words in (
        (str(text), "not a tui-tracker file"),
        (str(other), "holds other tables"),
        (str(tmp_path), "is a folder"),
        (str(text / "x.db"), "cannot be opened"),
        ("postgresql://nobody@127.0.0.1:1/none", "does not answer"),
    ):
        with pytest.raises(Refused, match=words):
            open_practice(target)
        close_practice()
    assert text.read_text() == "not a database, but somebody's notes"
    with pytest.raises(Refused, match="does not exist"):
        open_practice(str(tmp_path / "none.db"), create=False)
    assert not (tmp_path / "none.db").exists()


def test_a_password_is_never_shown() -> None:
    assert describe("postgresql://ann:secret@server:5432/practice") == "postgresql://server/practice"


def test_what_is_confirmed_is_on_the_disk(sqlite_practice: str) -> None:
    full = 2
    assert database.execute_sql("PRAGMA synchronous").fetchone()[0] == full
    assert database.execute_sql("PRAGMA journal_mode").fetchone()[0] == "wal"
    assert database.execute_sql("PRAGMA foreign_keys").fetchone()[0] == 1
