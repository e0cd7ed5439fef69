"""The database that the tests share one after another: each finds what it would find in a new one."""

from __future__ import annotations

import psycopg
import pytest

from tests import databases
from tests.databases import Emptied
from tui_tracker.domain.records import Doing
from tui_tracker.services.opening import close_practice, open_practice
from tui_tracker.services.partners import add_partner

COUNTERS = "SELECT sequencename FROM pg_sequences WHERE last_value IS NOT NULL"
OTHERS = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"


def left_behind(url: str) -> set[object]:
    """The tables that have rows, the counters that were used, and who is connected."""
    with psycopg.connect(url) as connection:
        tables = [name for (name,) in connection.execute(TABLES).fetchall()]
        found = {name for name in tables if connection.execute(f"SELECT 1 FROM {name} LIMIT 1").fetchall()}
        found |= {name for (name,) in connection.execute(COUNTERS).fetchall()}
        return found | {pid for (pid,) in connection.execute(OTHERS).fetchall()}


def test_rows_counters_and_whoever_is_connected_are_gone(emptied: Emptied, doing: Doing) -> None:
    with emptied.lent() as before:
        new = left_behind(before)
        open_practice(before)
        add_partner(doing, {"name": "Dr. Lee"})
        close_practice()
        left = psycopg.connect(before)
        left.execute("DELETE FROM partner")
        assert {"partner", "partner_id_seq", "change", left.info.backend_pid} <= left_behind(before)

    with emptied.lent() as url:
        assert url == before
        assert left_behind(url) == new == {"schema_migration", "schema_migration_id_seq"}
    with pytest.raises(psycopg.OperationalError):
        left.execute("SELECT 1")
    left.close()


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE partner DROP COLUMN note",
        "CREATE INDEX quick ON partner (name)",
        "DELETE FROM schema_migration",
    ],
)
def test_what_cannot_be_emptied_is_made_anew(emptied: Emptied, statement: str) -> None:
    with emptied.lent() as before, psycopg.connect(before) as connection:
        connection.execute(statement)

    with emptied.lent() as url:
        assert url != before


def test_much_is_not_emptied_but_dropped(emptied: Emptied, monkeypatch: pytest.MonkeyPatch) -> None:
    with emptied.lent() as before:
        monkeypatch.setattr(databases, "LARGE", 1000)

    with emptied.lent() as url:
        assert url != before
