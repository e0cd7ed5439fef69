"""Loading many rows with their ids given: the fastest way each engine has, and sequences that go on past them."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from peewee import SqliteDatabase, __exception_wrapper__

from tui_tracker.storage.database import database
from tui_tracker.storage.models import BY_TABLE, PRACTICE_MODELS
from tui_tracker.storage.rows import table

_BATCH = 5_000


def first_table_with_rows(names: Iterable[str] | None = None) -> str | None:
    """The first of these tables (by default all of the practice's) that holds anything; None where all are empty."""
    for name in names if names is not None else [table(model) for model in PRACTICE_MODELS]:
        if BY_TABLE[name].select(BY_TABLE[name].id).limit(1).tuples().first() is not None:
            return name
    return None


def load(
    name: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[Any]],
    progress: Callable[[int], None] | None = None,
) -> None:
    """Insert whole rows, ids among them, into a table; plain values as JSON holds them, days as ISO text.

    To be called inside a transaction; `progress` is told how many rows went in, batch by batch.
    """
    known = BY_TABLE[name]._meta.columns
    if not set(columns) <= set(known):
        raise ValueError(f"{name} has no {sorted(set(columns) - set(known))}")
    put = _sqlite if isinstance(database.obj, SqliteDatabase) else _postgres
    for start in range(0, len(rows), _BATCH):
        batch = rows[start : start + _BATCH]
        with __exception_wrapper__:  # the driver is used directly; its errors are to look like Peewee's all the same
            put(name, columns, batch)
        if progress is not None:
            progress(len(batch))


def _sqlite(name: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    listed = ", ".join(f'"{column}"' for column in columns)
    marks = ", ".join("?" * len(columns))
    # The names are those of the models, never of a file.
    database.connection().executemany(f'INSERT INTO "{name}" ({listed}) VALUES ({marks})', rows)  # noqa: S608


def _postgres(name: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    listed = ", ".join(f'"{column}"' for column in columns)
    with database.connection().cursor() as cursor, cursor.copy(f'COPY "{name}" ({listed}) FROM STDIN') as copy:
        for row in rows:
            copy.write_row(row)


def reserve_ids(name: str, number: int) -> list[int]:
    """Ids for new rows of a table, ascending, given to nobody else; to be called inside a transaction that writes."""
    if not isinstance(database.obj, SqliteDatabase):
        sequence = f"pg_get_serial_sequence('{name}', 'id')"
        taken = database.execute_sql(f"SELECT nextval({sequence}) FROM generate_series(1, %s)", (number,))  # noqa: S608
        return sorted(row[0] for row in taken.fetchall())
    # The transaction holds SQLite's one write lock, and the rows that follow move the counter themselves.
    found = database.execute_sql("SELECT seq FROM sqlite_sequence WHERE name = ?", (name,)).fetchone()
    last = found[0] if found else 0
    return list(range(last + 1, last + 1 + number))


def continue_ids(name: str, highest: int = 0) -> None:
    """Make the next new row of a table take an id above every present one, and above `highest`."""
    if isinstance(database.obj, SqliteDatabase):
        present = database.execute_sql("SELECT seq FROM sqlite_sequence WHERE name = ?", (name,)).fetchone()
        if present is None and highest:
            database.execute_sql("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (name, highest))
        elif present is not None and present[0] < highest:
            database.execute_sql("UPDATE sqlite_sequence SET seq = ? WHERE name = ?", (highest, name))
        return
    model = BY_TABLE[name]
    top = max(highest, int(model.select(model.id).order_by(model.id.desc()).limit(1).scalar() or 0))
    sequence = database.execute_sql("SELECT pg_get_serial_sequence(%s, 'id')", (name,)).fetchone()[0]
    last, used = database.execute_sql(f"SELECT last_value, is_called FROM {sequence}").fetchone()  # noqa: S608
    if top > (last if used else 0):
        database.execute_sql("SELECT setval(%s, %s)", (sequence, top))
