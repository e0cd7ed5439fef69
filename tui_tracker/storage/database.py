"""Where the practice's data lives: one SQLite file, or a PostgreSQL database named by a URL."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import peewee
from peewee import Database, DatabaseProxy, OperationalError, PeeweeException, SqliteDatabase

from tui_tracker.domain.errors import NotNow, Refused

database: Any = DatabaseProxy()

BUSY_SECONDS = 5
_WRITER_LOCK = 0x7475_6977  # any fixed number: it names our lock among a server's advisory locks
# Seconds, the last in milliseconds: how long a server that is gone is waited for, where the URL does not say.
_PATIENCE = {
    "connect_timeout": 10,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}
_SQLITE_HEADER = b"SQLite format 3\x00"


def is_url(target: str) -> bool:
    """True for what names a PostgreSQL database rather than a file. Raises Refused for nothing, or any other URL."""
    if not target.strip():
        raise Refused("No practice is named; give --db a path or a postgresql:// URL.")
    scheme, colon, rest = target.partition(":")
    if scheme.lower() in ("postgresql", "postgres") and rest.startswith("//"):
        return True
    if colon and len(scheme) > 1 and rest.startswith("/") and scheme.isalnum():  # one letter is a drive
        raise Refused(f"{scheme}: opens nothing; write postgresql://…, or ./{scheme}:… for a file of that name.")
    return False


def connect(target: str) -> Database:
    """Open the database that `target` (a path or a postgresql:// URL) names and bind the models to it.

    A missing file is made, 0600 in a folder 0700. Raises Refused where it cannot be opened.
    """
    found = _postgres(target) if is_url(target) else _sqlite(target)
    database.initialize(found)
    return found


def is_open() -> bool:
    """True where this thread has a connection."""
    return database.obj is not None and not database.is_closed()


def close() -> None:
    """Close the connection of this thread, if there is one."""
    if is_open():
        database.close()


@contextmanager
def writing() -> Iterator[None]:
    """A transaction that writes. One runs at a time, on PostgreSQL as on SQLite.

    So what is read inside stays true until the end, and entries of the journal become visible in the order of their
    ids. Raises Refused where another session writes for longer than BUSY_SECONDS.
    """
    with ExitStack() as stack:
        try:
            stack.enter_context(database.atomic())
            if not isinstance(database.obj, SqliteDatabase):
                database.execute_sql("SELECT set_config('lock_timeout', %s, true)", (f"{int(BUSY_SECONDS * 1000)}ms",))
                database.execute_sql("SELECT pg_advisory_xact_lock(%s)", (_WRITER_LOCK,))
        except OperationalError as error:
            if "lock" not in str(error):
                raise
            raise Refused("Another session is writing just now; nothing was changed. Try again in a moment.") from error
        yield
        _check_in_place()


def _check_in_place() -> None:
    """Refuse to commit to a file that lost its name: nobody would find there what was written."""
    opened = getattr(database.obj, "opened", None)
    if opened is not None and opened != _identity(database.database):
        raise Refused(
            "The practice's file was moved, deleted or replaced while it was open; nothing was changed. "
            "Leave the program and start it again."
        )


def _identity(path: str) -> tuple[int, int] | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino


def refusal(error: BaseException) -> NotNow | None:
    """What a person is told of an engine's error; None where it is no trouble of the engine's but a fault of ours.

    A connection that is gone is let go of, so that the next piece of work makes a new one. To be called in the thread
    whose connection it is, outside of any transaction.
    """
    from tui_tracker.storage.trouble import sentence

    text = sentence(error)
    found = database.obj
    idle = found is not None and not found.is_closed() and not found.in_transaction()
    if idle and not isinstance(found, SqliteDatabase) and found.connection().closed:
        found.close()
    return None if text is None else NotNow(text)


def _sqlite(target: str) -> Database:
    path = Path(target).expanduser()
    _make_private(path)
    found = SqliteDatabase(
        str(path),
        # full: what was confirmed outlives a power cut too, at the price of one sync a change.
        pragmas={"journal_mode": "wal", "foreign_keys": 1, "synchronous": "full", "cache_size": -1_000},
        timeout=BUSY_SECONDS,
        lock_type="IMMEDIATE",
    )
    try:
        found.connect()
    except (PeeweeException, UnicodeDecodeError) as error:  # SQLite's words for a damaged file may be no text at all
        from tui_tracker.storage.trouble import DAMAGED, sentence

        found.close()
        text = DAMAGED if isinstance(error, UnicodeDecodeError) else sentence(error)
        raise Refused(f"{path} cannot be opened. {text or 'Check the path and its permissions.'}") from error
    found.opened = _identity(str(path))
    return found


def _make_private(path: Path) -> None:
    try:
        if not path.parent.exists():
            path.parent.mkdir(parents=True, mode=0o700)
        if path.is_dir():
            raise Refused(f"{path} is a folder; name a file in it.")
        if not path.exists():
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        elif path.stat().st_size:
            with path.open("rb") as file:
                if file.read(16) != _SQLITE_HEADER:
                    raise Refused(f"{path} is not a tui-tracker file; name another with --db.")
    except OSError as error:
        reason = error.strerror or "unknown error"
        raise Refused(f"{path} cannot be opened ({reason}); check the path and its permissions.") from error


def _load_psycopg() -> None:
    """Give Peewee the driver that the package hid from it while it loaded."""
    try:
        import psycopg
        from psycopg.pq import TransactionStatus
        from psycopg.types.json import Json, Jsonb
    except ImportError as error:
        raise Refused("PostgreSQL needs the extra: install tui-tracker[postgres].") from error
    for name, value in (
        ("psycopg", psycopg),
        ("TransactionStatus", TransactionStatus),
        ("Json_pg3", Json),
        ("Jsonb_pg3", Jsonb),
    ):
        setattr(peewee, name, value)


def _postgres(target: str) -> Database:
    _load_psycopg()
    url = f"postgresql://{target.partition('://')[2]}"
    patience = {name: value for name, value in _PATIENCE.items() if name not in url}
    found = peewee.PostgresqlDatabase(url, prefer_psycopg3=True, **patience)
    try:
        found.connect()
    except PeeweeException as error:
        from tui_tracker.storage.trouble import why_no_connection

        raise Refused(why_no_connection(error)) from error
    return found
