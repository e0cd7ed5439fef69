"""What an engine could not do, said as one sentence that tells what to do."""

import re
import sqlite3
from typing import Any

from peewee import PeeweeException

DAMAGED = "The file is damaged; leave it as it is, and open a backup or an export of it with --db."
_AWAY = "The PostgreSQL server does not answer; try again when it is back."
_BUSY = "Another session is writing just now; nothing was changed. Try again in a moment."
_FORBIDDEN = "The file may only be read; nothing was changed. Ask for the right to write it and its folder."

# The low byte of SQLite's error codes.
_OF_SQLITE: dict[int, str] = {
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_NOMEM: "There is no memory left; nothing was changed. Close other programs and try again.",
    sqlite3.SQLITE_READONLY: _FORBIDDEN,
    sqlite3.SQLITE_PERM: _FORBIDDEN,
    sqlite3.SQLITE_IOERR: "The disk refused; nothing was changed. See whether it is full or gone, then try again.",
    sqlite3.SQLITE_FULL: "The disk is full; nothing was changed. Make room and try again.",
    sqlite3.SQLITE_CANTOPEN: "The file cannot be opened; see whether it is there and you may write its folder.",
    sqlite3.SQLITE_CORRUPT: DAMAGED,
    sqlite3.SQLITE_NOTADB: DAMAGED,
}
# SQLSTATE, or how it begins.
_OF_POSTGRES: dict[str, str] = {
    "08": _AWAY,
    "57P": _AWAY,
    "57014": "The PostgreSQL server broke this off; nothing was changed. Try again.",
    "25006": "The PostgreSQL server lets this database only be read; nothing was changed. Ask who looks after it.",
    "40": "Another session changed the same just now; nothing was changed here. Try again.",
    "42501": "This PostgreSQL user may not do that; nothing was changed. Ask who looks after the server for the right.",
    "53": "The PostgreSQL server has no room left; nothing was changed. Ask who looks after it, and try again.",
    "55P03": _BUSY,
    "58": "The PostgreSQL server's disk refused; nothing was changed. Ask who looks after it.",
    "XX001": "The PostgreSQL database is damaged; ask who looks after it to restore a backup.",
    "XX002": "The PostgreSQL database is damaged; ask who looks after it to restore a backup.",
}


def sentence(error: BaseException) -> str | None:
    """What a person is told of an engine's error; None where it is no trouble of the engine's but a fault of ours."""
    found = None
    at: BaseException | None = error
    while at is not None and found is None and _of_engine(at):
        below = _below(at)
        found = _sqlite(below) if isinstance(below, sqlite3.Error) else _postgres(below)
        at = below.__context__  # a rollback that failed as well hides what came first
    return found


def why_no_connection(error: PeeweeException) -> str:
    """Why there was no connection to a PostgreSQL server; never with what the server or the URL says of a password."""
    text = str(error)
    missing = re.search(r'database "([^"]+)" does not exist', text)
    if missing:
        return f"The PostgreSQL server has no database “{missing[1]}”; make it first, or correct the URL."
    if "password" in text or re.search(r'role "[^"]*" does not exist', text):
        return "The PostgreSQL server refused the user or the password; correct them in the URL."
    if type(_below(error)).__name__ == "ProgrammingError":
        return "The URL cannot be read; write it as postgresql://user@host/database."
    return "The PostgreSQL server does not answer; check the URL, the server and your password."


def _of_engine(error: BaseException) -> bool:
    below = _below(error)
    return isinstance(below, sqlite3.Error) or type(below).__module__.split(".")[0] == "psycopg"


def _below(error: BaseException) -> Any:
    """The driver's own error under Peewee's, which wraps that of a connection twice."""
    while isinstance(error, PeeweeException) and getattr(error, "orig", None) is not None:
        error = error.orig
    return error


def _sqlite(error: sqlite3.Error) -> str | None:
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:  # of Python's own module: a text that is none comes from a page that was overwritten
        return DAMAGED if str(error).startswith("Could not decode to UTF-8") else None
    return _OF_SQLITE.get(code & 0xFF)


def _postgres(error: Any) -> str | None:
    state = getattr(error, "sqlstate", None)
    if state is None:  # the server said nothing
        return _AWAY if type(error).__name__ in ("OperationalError", "InterfaceError") else None
    return next((_OF_POSTGRES[state[:length]] for length in (5, 3, 2) if state[:length] in _OF_POSTGRES), None)
