"""Databases on the server of the tests."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

_NUMBERS = itertools.count(1)

_MIGRATIONS = "public.schema_migration"
# Any statement that makes, alters or drops a table, column, index, constraint, trigger or function leaves a row that is
# younger or is missing; so does one that writes into the table of migrations.
_SHAPE = " UNION ALL ".join(
    f"SELECT count(*), max(xmin::text::bigint) FROM {catalog}"
    for catalog in (
        "pg_class WHERE relnamespace = 'public'::regnamespace",
        "pg_attribute",
        "pg_attrdef",
        "pg_index",
        "pg_constraint",
        "pg_trigger",
        "pg_proc",
        "pg_type",
        "pg_db_role_setting",
        _MIGRATIONS,
    )
)
_SIZE = "SELECT sum(pg_relation_size(oid)) FROM pg_class WHERE relnamespace = 'public'::regnamespace"
_TABLES = "SELECT format('public.%I', tablename) FROM pg_tables WHERE schemaname = 'public'"
_COUNT_FROM_ONE = """
SELECT setval(format('public.%I', sequencename)::regclass, 1, false) FROM pg_sequences
WHERE schemaname = 'public' AND sequencename <> 'schema_migration_id_seq' AND last_value IS NOT NULL"""
_NOBODY_ELSE = """
SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()"""
LARGE = 8 << 20
"""Bytes: what had this much in it is not emptied but dropped, that no test waits for the rows of an earlier one."""


@contextmanager
def a_database(server: str) -> Iterator[str]:
    """An empty database of its own; gives its URL."""
    url = _create(server)
    yield url
    _drop(server, url)


class Emptied:
    """One database that test after test has for itself: emptying it takes a twentieth of the time of making another.

    Each finds every table empty, the numbers counting from 1 and nobody else connected. Where a test altered a table,
    or left much behind, the next one gets another database.
    """

    def __init__(self, server: str, make: Callable[[str], None]) -> None:
        self._server = server
        self._make = make
        self._url: str | None = None
        self._made: Any = None

    @contextmanager
    def lent(self) -> Iterator[str]:
        """The URL of an empty practice; it is taken back at the end, whatever was done to it."""
        if self._url is None:
            self._url = _create(self._server)
            self._make(self._url)
            self._made = self._shape()
        yield self._url
        if not self._empty():
            self.drop()

    def drop(self) -> None:
        """Drop the database, if there is one."""
        if self._url is not None:
            _drop(self._server, self._url)
            self._url = None

    def _shape(self) -> Any:
        import psycopg

        assert self._url is not None
        with psycopg.connect(self._url) as connection:
            return connection.execute(_SHAPE).fetchall()

    def _empty(self) -> bool:
        """Empty the database; False where it is no more as it was made, or too large for that."""
        import psycopg

        assert self._url is not None
        with psycopg.connect(self._url) as connection:
            connection.execute(_NOBODY_ELSE)
            size = connection.execute(_SIZE).fetchone()
            if size is None or size[0] > LARGE or connection.execute(_SHAPE).fetchall() != self._made:
                return False
            # Else each row would be looked for in every table that may point to it.
            connection.execute("SET LOCAL session_replication_role = replica")
            for (table,) in connection.execute(_TABLES).fetchall():
                if table != _MIGRATIONS:
                    connection.execute(f"DELETE FROM {table}")
            connection.execute(_COUNT_FROM_ONE)
        return True


def _create(server: str) -> str:
    import psycopg

    name = f"t{os.getpid()}_{next(_NUMBERS)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return server.replace("/postgres?", f"/{name}?")


def _drop(server: str, url: str) -> None:
    import psycopg

    name = url.partition("?")[0].rpartition("/")[2]
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
