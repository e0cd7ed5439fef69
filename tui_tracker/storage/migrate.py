"""Bringing a database to this program's schema: lock, back up, migrate, check; refuse what a newer program wrote."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from peewee import Database, SqliteDatabase

from tui_tracker.domain.errors import Refused

FOLDER = Path(__file__).parent / "migrations"
_HISTORY = "schema_migration"
_APPLIED = "SELECT name FROM schema_migration ORDER BY name"
_LOCK_SECONDS = 60
_ADVISORY_LOCK = 0x7475_6974  # any fixed number: it names our lock among a server's advisory locks


def known() -> list[str]:
    """The migrations that this program has, in order."""
    return sorted(path.stem for path in FOLDER.glob("[0-9]*.py"))


def applied(found: Database) -> list[str]:
    """The migrations that this database has had, in order; none for an empty one."""
    if not found.table_exists(_HISTORY):
        return []
    return [name for (name,) in found.execute_sql(_APPLIED).fetchall()]


def prepare(found: Database) -> Path | None:
    """Bring an open database up to date; gives the backup that was made, or None where none was needed.

    Raises Refused for a database that a newer program wrote, one that is not ours, or one that fails its checks.
    """
    if _is_current(found):
        return None
    with _locked(found):
        if _is_current(found):
            return None
        backup = _back_up(found)
        _run(found, backup)
        _check(found, backup)
        return backup


def _is_current(found: Database) -> bool:
    had, have = applied(found), known()
    newer = [name for name in had if name not in have]
    if newer:
        raise Refused(
            "This file was written by a newer tui-tracker; update the program, or name another file with --db."
        )
    if not had and found.get_tables():
        raise Refused("This database holds other tables and is not a tui-tracker one; name another with --db.")
    return had == have


@contextmanager
def _locked(found: Database) -> Iterator[None]:
    if not isinstance(found, SqliteDatabase):
        found.execute_sql("SELECT pg_advisory_lock(%s)", (_ADVISORY_LOCK,))
        try:
            yield
        finally:
            found.execute_sql("SELECT pg_advisory_unlock(%s)", (_ADVISORY_LOCK,))
        return
    from filelock import FileLock, Timeout

    lock = FileLock(f"{found.database}.lock", timeout=_LOCK_SECONDS, mode=0o600)
    try:
        with lock:
            yield
    except Timeout as error:
        raise Refused("Another session is updating this file; try again in a minute.") from error


def _back_up(found: Any) -> Path | None:
    """A copy beside the file, named after the schema it has; none for PostgreSQL, whose server keeps backups."""
    had = applied(found)
    if not had or not isinstance(found, SqliteDatabase):
        return None
    path = Path(found.database)
    number = 1
    while (backup := path.with_name(f"{path.name}.before-{had[-1][:4]}-{number}.bak")).exists():
        number += 1
    _copy(found, backup)
    return backup


def _copy(found: Any, backup: Path) -> None:
    """A backup has its name when it is whole; what a killed program left half done has another, and is removed."""
    part = backup.with_name(f"{Path(found.database).name}.before.part")
    _remove(part)
    try:
        os.close(os.open(part, os.O_CREAT | os.O_RDWR, 0o600))
        found.execute_sql("VACUUM INTO ?", (str(part),))
        with part.open("rb") as file:
            os.fsync(file.fileno())
        part.rename(backup)
    except OSError as error:
        raise Refused(
            f"The file is from an older tui-tracker and no copy of it could be made beside it ({error.strerror}); "
            "it was left as it was. See that you may write to its folder."
        ) from error
    finally:
        _remove(part)


def _remove(part: Path) -> None:
    for left in (part, part.with_name(f"{part.name}-journal")):
        with suppress(OSError):
            left.unlink(missing_ok=True)


def _run(found: Database, backup: Path | None) -> None:
    from playhouse.migrations import Runner

    try:
        Runner(found, str(FOLDER), table_name=_HISTORY).up()
    except Exception as error:
        kept = f" A copy of it stands in {backup}." if backup else ""
        raise Refused(
            f"The file could not be updated ({type(error).__name__}); it was left as it was.{kept}"
        ) from error


def _check(found: Database, backup: Path | None) -> None:
    if not isinstance(found, SqliteDatabase):
        return
    broken = found.execute_sql("PRAGMA foreign_key_check").fetchall()
    whole = found.execute_sql("PRAGMA integrity_check").fetchone()[0]
    if broken or whole != "ok":
        kept = f" Its copy from before stands in {backup}." if backup else ""
        raise Refused(f"The file is damaged; restore a backup.{kept}")
