"""Whole tables, a window of rows at a time, all as they stood at one moment."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from peewee import SqliteDatabase

from tui_tracker.storage.database import database
from tui_tracker.storage.models import BY_TABLE

_WINDOW = 2_000


@contextmanager
def one_moment() -> Iterator[None]:
    """Reads inside see one state of the database, whatever others write meanwhile; nobody is kept waiting."""
    if isinstance(database.obj, SqliteDatabase):
        with database.atomic("DEFERRED"):
            yield
        return
    with database.atomic():
        database.execute_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def whole_table(name: str, columns: Sequence[str]) -> Iterator[Sequence[Any]]:
    """Every row of a table by id, its values in the order of `columns` (the id first) and as the engine has them."""
    known = BY_TABLE[name]._meta.columns
    if columns[0] != "id" or not set(columns) <= set(known):
        raise ValueError(f"{name} has no {sorted(set(columns) - set(known))}")
    listed = ", ".join(f'"{column}"' for column in columns)
    mark = database.obj.param
    query = f'SELECT {listed} FROM "{name}" WHERE id > {mark} ORDER BY id LIMIT {_WINDOW}'  # noqa: S608
    last = 0
    while True:
        rows = database.execute_sql(query, (last,)).fetchall()
        yield from rows
        if len(rows) < _WINDOW:
            return
        last = rows[-1][0]
