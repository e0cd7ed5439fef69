"""Opening and closing the one practice that this process works on."""

import os
from pathlib import Path

from tui_tracker.domain.errors import NotNow, Refused
from tui_tracker.storage import database, migrate


def open_practice(target: str, *, create: bool = True) -> Path | None:
    """Connect to a file or postgresql:// URL and bring it up to date; gives the backup made before a migration.

    With `create=False` a missing file is refused. The connection belongs to the thread that calls.
    """
    if not create and not database.is_url(target) and _is_missing(Path(target).expanduser()):
        raise Refused(f"{target} does not exist; check the path, or start without it to make a new file.")
    return migrate.prepare(database.connect(target))


def _is_missing(path: Path) -> bool:
    try:
        return not path.exists()
    except OSError:  # a folder on the way that may not be read: opening says so
        return False


def newest_change() -> int:
    """`history.last_change_id`, for who only wants to know whether something happened: it imports next to nothing."""
    from tui_tracker.storage.queries.history import last_change_id

    return last_change_id()


def practice_zone() -> str:
    """The time zone that the open practice says it is in; empty where it has not said, or where none is open."""
    from tui_tracker.storage.queries.practice import time_zone

    return time_zone() if database.is_open() else ""


def trouble(error: BaseException) -> NotNow | None:
    """What a person is told of an error of the database's engine; None for any other error.

    To be called in the thread that worked on the practice: a connection that was lost is let go of, and made anew by
    the next piece of work.
    """
    return database.refusal(error)


def close_practice() -> None:
    """Close this thread's connection."""
    database.close()


def describe(target: str) -> str:
    """A target as it may be shown: the path, or the URL without its password."""
    if not database.is_url(target):
        return os.fspath(Path(target).expanduser())
    from urllib.parse import urlsplit

    parts = urlsplit(target)
    return f"{parts.scheme}://{parts.hostname or ''}{parts.path}"
