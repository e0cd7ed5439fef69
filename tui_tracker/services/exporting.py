"""A whole practice to a JSON file and back; `docs/format.md` describes the file."""

import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from tui_tracker.domain.errors import Refused
from tui_tracker.domain.records import Doing
from tui_tracker.domain.text import count, fold
from tui_tracker.storage import bulk, journal
from tui_tracker.storage.database import writing
from tui_tracker.storage.models import BY_TABLE
from tui_tracker.storage.queries import exporting as queries

if TYPE_CHECKING:
    from tui_tracker.exchange.practice_format import Section
    from tui_tracker.exchange.practice_json import Batch

MOST_UNDONE = 20_000
"""Up to this many rows an import keeps every row in the journal and can be undone."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What came of taking a practice in: rows in all and by section, and the change that can be undone, if any."""

    rows: int
    label: str
    change_id: int | None
    counts: dict[str, int]


def export_practice(to: str | Path | BinaryIO, *, with_history: bool = False, force: bool = False) -> int:
    """Write the whole open practice to a file or a binary stream; gives the bytes written.

    A file is readable by its owner only and is there whole or not at all; one that exists is refused unless `force`.
    """
    if not isinstance(to, str | Path):
        return _write(to, with_history)
    path = Path(to).expanduser()
    with _new_file(path, force) as file:
        return _write(file, with_history)


def _write(stream: BinaryIO, with_history: bool) -> int:
    from tui_tracker.exchange.practice_json import write

    written = 0
    with queries.one_moment():
        for piece in write(_stored_rows, history=with_history):
            data = piece.encode()
            stream.write(data)
            written += len(data)
    return written


def _stored_rows(section: "Section") -> Iterator[Sequence[Any]]:
    return queries.whole_table(section.table, [one.name for one in section.fields])


@contextmanager
def _new_file(path: Path, force: bool) -> Iterator[BinaryIO]:
    """A file that gets its name when all of it is on the disk; it is taken away again if that does not come about."""
    if not force and (path.exists() or path.is_symlink()):
        raise Refused(f"{path} exists already; name another file, or add --force to write over it.")
    part: Path | None = None
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        part = Path(name)
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if force:
            part.replace(path)
        else:
            _give_name(part, path)
    except OSError as error:
        reason = error.strerror or "unknown error"
        raise Refused(f"{path} cannot be written ({reason}); check the folder and its permissions.") from error
    finally:
        if part is not None:
            part.unlink(missing_ok=True)


def _give_name(part: Path, path: Path) -> None:
    """Name a finished file without writing over one that somebody made meanwhile."""
    try:
        os.link(part, path)
    except FileExistsError as error:
        raise Refused(f"{path} exists already; name another file, or add --force to write over it.") from error
    except OSError:  # a file system without links
        part.replace(path)


def import_practice(doing: Doing, path: str | Path, progress: Progress | None = None) -> TakenIn:
    """Take an exported practice into the open, empty one, ids and all; gives what came of it.

    `progress` is told bytes read and bytes in all. A file without history is one change of `doing`, which can be
    undone up to MOST_UNDONE rows; a file with history brings its own journal and adds nothing to it. Raises Refused,
    with the place, for whatever is wrong, and then nothing was taken in.
    """
    import peewee

    from tui_tracker.exchange.practice_json import PracticeReader

    path = Path(path).expanduser()
    try:
        with path.open("rb") as file:
            reader = PracticeReader(file, path.name)
            reader.head()
            size = max(1, path.stat().st_size)

            def batches() -> "Iterator[Batch]":
                for batch in reader.batches():
                    yield batch
                    if progress is not None:
                        progress(min(reader.read, size), size)

            if reader.history:
                return _restore(path.name, batches())
            return _take_in(doing, path.name, batches())
    except OSError as error:
        raise Refused(f"{path} cannot be read ({error.strerror}); check the path and its permissions.") from error
    except (peewee.IntegrityError, peewee.DataError) as error:
        raise Refused(f"{path.name} does not fit together ({type(error).__name__}); nothing was taken in.") from error


def _take_in(doing: Doing, name: str, batches: "Iterator[Batch]") -> TakenIn:
    """A practice without history: one change, which can be undone where it is not too large."""
    counts: dict[str, int] = {}
    with journal.changing(doing, "") as unit:
        _refuse_unless_empty(history=False)
        for batch in batches:
            counts[batch.section.name] = counts.get(batch.section.name, 0) + len(batch.rows)
            if sum(counts.values()) > MOST_UNDONE:
                unit.whole = True
                unit.steps.clear()
            columns, rows = _columns_and_rows(batch)
            if unit.whole:
                bulk.load(batch.section.table, columns, rows)
                bulk.continue_ids(batch.section.table)
            else:
                unit.restore_many(BY_TABLE[batch.section.table], [dict(zip(columns, row, strict=True)) for row in rows])
        unit.label = _label(name, counts)
    return TakenIn(sum(counts.values()), unit.label, None if unit.whole else unit.change_id, counts)


def _label(name: str, counts: dict[str, int]) -> str:
    partners, referrals = counts.get("partners", 0), counts.get("referrals", 0)
    return f"Took in {name}: {count(partners, 'partner')}, {count(referrals, 'referral')}"


def _restore(name: str, batches: "Iterator[Batch]") -> TakenIn:
    """A practice with its history: the journal is as it was, so this leaves no entry of its own."""
    counts: dict[str, int] = {}
    highest: dict[str, int] = {}
    with writing():
        _refuse_unless_empty(history=True)
        for batch in batches:
            counts[batch.section.name] = counts.get(batch.section.name, 0) + len(batch.rows)
            columns, rows = _columns_and_rows(batch)
            bulk.load(batch.section.table, columns, rows)
            bulk.continue_ids(batch.section.table)
            if batch.section.table == "change_row":
                # The journal may tell of rows that are gone: their ids are not given out again.
                table, row = columns.index("table_name"), columns.index("row_id")
                for values in rows:
                    highest[values[table]] = max(highest.get(values[table], 0), values[row])
        for table_name, row_id in highest.items():
            bulk.continue_ids(table_name, row_id)
    return TakenIn(sum(counts.values()), f"{_label(name, counts)}, with its history", None, counts)


def _refuse_unless_empty(*, history: bool) -> None:
    if bulk.first_table_with_rows() is not None:
        raise Refused("A whole practice can only be taken into an empty one; name a new file with --db.")
    if history and bulk.first_table_with_rows(["change"]) is not None:
        raise Refused("This file brings its own history, and there is one here already; name a new file with --db.")


def _columns_and_rows(batch: "Batch") -> tuple[list[str], list[tuple[Any, ...]]]:
    """The rows with what storage keeps beside the file's fields: what a name is searched by."""
    columns = [one.name for one in batch.section.fields]
    if batch.section.table not in ("partner", "candidate"):
        return columns, batch.rows
    name = columns.index("name")
    return [*columns, "search"], [(*row, fold(row[name])) for row in batch.rows]
