"""The sample practice: made up, written to a new file in one go, or into an empty database."""

import os
import shutil
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

from tui_tracker.domain.errors import Refused
from tui_tracker.services.opening import close_practice, open_practice
from tui_tracker.storage import bulk, journal
from tui_tracker.storage.database import database, is_url, writing

Progress = Callable[[int, int], None]

MOST_PARTNERS = 100_000
MOST_YEARS = 20
_FIRST_DAY, _LAST_DAY = date(1950, 1, 1), date(9000, 12, 31)
_LABEL = "Made a sample practice"


def make_demo(
    target: str,
    partners: int,
    years: int,
    seed: int,
    today: date,
    progress: Progress | None = None,
) -> None:
    """Make a sample practice in a new file, or in an empty PostgreSQL database; the same arguments, the same rows.

    `today` is the day on which it is to be looked at; `progress` is told how much of how much is done. Nothing of the
    practice is left open. Raises Refused for a file that exists, a database that is not empty, or a size that cannot
    be made; nothing half made is left under the target's name.
    """
    if not 1 <= partners <= MOST_PARTNERS:
        raise Refused(f"A sample practice has 1 to {MOST_PARTNERS:,} partners; choose a number between.", "partners")
    if not 1 <= years <= MOST_YEARS:
        raise Refused(f"A sample practice has 1 to {MOST_YEARS} years; choose a number between.", "years")
    if not _FIRST_DAY <= today <= _LAST_DAY:
        raise Refused(
            f"A sample practice is made as of a day from {_FIRST_DAY} to {_LAST_DAY}; choose another.", "today"
        )
    tell = progress or _silent
    if is_url(target):
        open_practice(target)
        try:
            _fill(partners, years, seed, today, tell)
        finally:
            close_practice()
    else:
        _make_file(Path(target).expanduser(), partners, years, seed, today, tell)


def _silent(_done: int, _total: int) -> None:
    pass


def _make_file(path: Path, partners: int, years: int, seed: int, today: date, tell: Progress) -> None:
    """Write beside the target under another name, and give the whole file its name at the end."""
    _refuse_existing(path)
    try:
        path.parent.mkdir(parents=True, mode=0o700, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=f".{path.name}.making-", dir=path.parent))
    except OSError as error:
        raise Refused(f"{path} cannot be written ({error.strerror}); name another file with --db.") from error
    try:
        made = folder / "practice.db"
        open_practice(str(made))
        try:
            database.execute_sql("PRAGMA synchronous = off")  # synced once, below, before it gets its name
            database.execute_sql("PRAGMA cache_size = -64000")
            _fill(partners, years, seed, today, tell)
            database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            close_practice()
        _name(made, path)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _refuse_existing(path: Path) -> None:
    if os.path.lexists(path):
        raise Refused(f"{path} exists already and is left alone; name a new file with --db.")
    for ending in ("-wal", "-journal"):
        if os.path.lexists(path.with_name(path.name + ending)):
            # SQLite would play it into the new file.
            raise Refused(f"{path.name}{ending} is left over beside {path}; move it away, or name another file.")


def _name(made: Path, path: Path) -> None:
    """Give the finished file its name, unless somebody else has taken it meanwhile."""
    with made.open("rb") as file:
        os.fsync(file.fileno())
    _refuse_existing(path)
    try:
        os.link(made, path)
    except FileExistsError:
        _refuse_existing(path)
    except OSError:  # a file system without links: the check above has to do
        made.rename(path)


def _fill(partners: int, years: int, seed: int, today: date, tell: Progress) -> None:
    """Make the rows up and load them in one transaction. The first third of the progress is the making up."""
    taken = bulk.first_table_with_rows()
    if taken is not None:
        raise Refused("This database holds a practice already and is left alone; name an empty one with --db.")
    from tui_tracker.sample.build import sample_practice

    tables = sample_practice(partners, years, seed, today, lambda done, total: tell(done * 333 // total, 1000))
    total = sum(len(table.rows) for table in tables) or 1
    done = 0

    def loaded(rows: int) -> None:
        nonlocal done
        done += rows
        tell(333 + done * 667 // total, 1000)

    with writing():
        while tables:
            table = tables.pop(0)  # its rows are let go of when they are in
            bulk.load(table.name, table.columns, table.rows, loaded)
            bulk.continue_ids(table.name)
        journal.note_whole("demo", f"{today.isoformat()}T12:00:00Z", _LABEL)
    tell(1000, 1000)
