"""Bad days of a file and of a server: one sentence that says what to do, nothing half written, and on again after."""

from __future__ import annotations

import os
import resource
import signal
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from tui_tracker.cli import run
from tui_tracker.desk import Desk
from tui_tracker.domain.errors import NotNow, Refused
from tui_tracker.domain.records import Doing
from tui_tracker.services import history, partners
from tui_tracker.services.demo import make_demo
from tui_tracker.services.opening import close_practice, open_practice, trouble
from tui_tracker.storage.database import database
from tui_tracker.storage.journal import changing
from tui_tracker.storage.models import Partner

DAY = date(2026, 3, 10)


def told(work: Callable[[], object]) -> str:
    """What a person is told of the error that some work ends in."""
    with pytest.raises(Exception) as raised:
        work()
    error = raised.value
    refused = error if isinstance(error, Refused) else trouble(error)
    assert refused is not None, repr(error)
    return refused.message


def add(doing: Doing, number: int = 1) -> None:
    """Write a change of some rows."""
    with changing(doing, "Added some") as unit:
        rows = [{"name": f"Lee {i}", "search": f"lee {i}", "note": "x" * 500, "added_on": DAY} for i in range(number)]
        unit.insert_many(Partner, rows)


@contextmanager
def no_larger_files(size: int) -> Iterator[None]:
    """A disk that takes no file over `size` bytes."""
    heard = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, heard)


def test_a_full_disk_is_said_though_the_rollback_fails_as_well(sqlite_practice: str, doing: Doing) -> None:
    add(doing)

    with no_larger_files(200_000):
        message = told(lambda: add(doing, 5_000))

    assert message.startswith("The disk ")
    assert Partner.select().count() == 1
    add(doing)
    assert history.last_change_id() == 2


def test_a_file_that_may_only_be_read_is_said(sqlite_practice: str, doing: Doing) -> None:
    database.execute_sql("PRAGMA query_only = on")

    assert told(lambda: add(doing)).startswith("The file may only be read; nothing was changed.")


@pytest.mark.parametrize("length", [50, 100, 5_000, 100_000])
def test_a_file_cut_short_is_said_to_be_damaged(sqlite_practice: str, length: int) -> None:
    close_practice()
    whole = Path(sqlite_practice).read_bytes()
    Path(sqlite_practice).write_bytes(whole[:length])

    message = told(lambda: (open_practice(sqlite_practice), partners.partners(0, 10, today=DAY)))

    assert "damaged" in message
    assert Path(sqlite_practice).read_bytes() == whole[:length]


def test_a_page_that_was_overwritten_is_said_to_be_damage(sqlite_practice: str, doing: Doing) -> None:
    add(doing, 500)
    close_practice()
    whole = bytearray(Path(sqlite_practice).read_bytes())
    for at in range(50_000, len(whole), 4096):
        whole[at : at + 300] = b"\xff" * 300
    Path(sqlite_practice).write_bytes(whole)

    message = told(lambda: (open_practice(sqlite_practice), [*Partner.select().order_by(Partner.note)]))

    assert "damaged" in message


@pytest.mark.parametrize("put_another", [False, True])
def test_nothing_is_written_to_a_file_that_lost_its_name(
    sqlite_practice: str, doing: Doing, tmp_path: Path, put_another: bool
) -> None:
    add(doing)
    os.rename(sqlite_practice, tmp_path / "elsewhere.db")
    if put_another:
        sqlite3.connect(sqlite_practice).close()
        Path(sqlite_practice).touch()

    assert "moved, deleted or replaced" in told(lambda: add(doing))
    assert "moved, deleted or replaced" in told(lambda: history.undo(doing))
    assert Partner.select().count() == 1


@pytest.mark.parametrize(
    "name", ["mysql://a/b", "http://x/y", "postgresql:/x", "postgres:/x", "sqlite:///x.db", "", "  "]
)
def test_what_is_neither_file_nor_server_is_refused(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    assert "postgresql://" in told(lambda: open_practice(name))
    assert "postgresql://" in told(lambda: make_demo(name, 1, 1, 1, DAY))
    assert not list(tmp_path.iterdir())


def test_an_empty_db_option_does_not_open_the_usual_practice(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--db", "", "today"]) == 1
    assert run(["today", "--db", " "]) == 1
    assert capsys.readouterr().err.count("--db names nothing") == 2


def test_a_file_may_have_a_name_with_a_colon(tmp_path: Path) -> None:
    open_practice(str(tmp_path / "mysql:" / "b"))
    assert (tmp_path / "mysql:" / "b").exists()
    close_practice()


@pytest.mark.parametrize(
    "url", ["postgresql://ann:geheim99@127.0.0.1:1/x", "postgresql://ann:geheim99@127.0.0.1:1/x?a=b"]
)
def test_a_server_that_is_not_there_is_said_without_the_password(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--db", url, "today"]) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "geheim99" not in said
    assert "URL" in said


def test_a_missing_database_and_a_refused_user_are_told_apart(postgres: str) -> None:
    base, _, host = postgres.partition("?")
    nowhere = f"{base.rpartition('/')[0]}/nowhere?{host}"

    assert "no database “nowhere”" in told(lambda: open_practice(nowhere))
    assert "user or the password" in told(lambda: open_practice(postgres.replace("postgres:", "nobody:geheim99", 1)))


@pytest.mark.parametrize("scheme", ["postgres", "PostgreSQL"])
def test_a_url_may_begin_either_way(postgres: str, scheme: str) -> None:
    open_practice(postgres.replace("postgresql", scheme, 1))
    assert history.last_change_id() == 0
    close_practice()


def _end_connections(server: str, name: str) -> None:
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (name,))


def test_a_lost_connection_is_said_once_and_made_again(postgres: str, postgres_server: str, doing: Doing) -> None:
    name = postgres.partition("?")[0].rpartition("/")[2]
    desk = Desk()
    desk.start(open_practice, postgres).result()
    desk.start(add, doing).result()

    def lost_half_way() -> None:
        with changing(doing, "Added Moy") as unit:
            unit.insert(Partner, name="Moy", search="moy", added_on=DAY)
            _end_connections(postgres_server, name)
            unit.insert(Partner, name="Roy", search="roy", added_on=DAY)

    for work in (history.last_change_id, lost_half_way):
        _end_connections(postgres_server, name)
        with pytest.raises(Refused, match="server does not answer; try again"):
            desk.start(work).result()
        assert desk.start(history.last_change_id).result() == 1
        with pytest.raises(Refused, match="server does not answer; try again"):
            desk.start(lost_half_way).result()

    assert desk.start(lambda: Partner.select().count()).result() == 1
    desk.close(close_practice)


def test_a_server_that_stays_away_is_said_every_time(postgres: str, postgres_server: str, doing: Doing) -> None:
    name = postgres.partition("?")[0].rpartition("/")[2]
    desk = Desk()
    desk.start(open_practice, postgres).result()
    usual = dict(database.obj.connect_params)
    database.obj.connect_params["port"] = 1
    _end_connections(postgres_server, name)

    for _ in range(3):
        with pytest.raises(NotNow, match="server does not answer; try again"):
            desk.start(history.last_change_id).result()
        with pytest.raises(NotNow, match="server does not answer; try again"):
            desk.start(add, doing).result()
    database.obj.connect_params.clear()
    database.obj.connect_params.update(usual)
    desk.start(add, doing).result()

    assert desk.start(history.last_change_id).result() == 1
    desk.close(close_practice)


def test_a_fault_of_the_program_is_not_called_trouble(practice: str) -> None:
    with pytest.raises(Exception) as raised:
        database.execute_sql("SELECT nonsense FROM nowhere")
    assert trouble(raised.value) is None
    assert trouble(ValueError("x")) is None
