"""Two sessions at once: one writes at a time, on both engines, and looks at what the other left."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from peewee import SqliteDatabase

from tui_tracker.domain.errors import Refused
from tui_tracker.domain.records import Doing
from tui_tracker.domain.words import Channel
from tui_tracker.services import follow_ups, incidents, partners, referrals, reports, touchpoints
from tui_tracker.storage import database as storage
from tui_tracker.storage.database import database
from tui_tracker.storage.journal import changing
from tui_tracker.storage.models import Change, Partner

DAY = date(2026, 3, 10)
NPI = "1234567893"


class Other:
    """Another session of the same practice: a thread with a connection of its own, doing one thing."""

    def __init__(self, work: Callable[[], Any]) -> None:
        self.outcome: Any = None
        self._work = work
        self._thread = threading.Thread(target=self._run)

    def _run(self) -> None:
        with database.connection_context():
            try:
                self.outcome = self._work()
            except Exception as error:
                self.outcome = error

    def start(self) -> None:
        self._thread.start()

    def join(self) -> Any:
        self._thread.join(30)
        return self.outcome

    @property
    def running(self) -> bool:
        return self._thread.is_alive()


def wait_until_it_waits(other: Other) -> None:
    """PostgreSQL tells when the other session waits for a lock; SQLite's waits before it has read anything."""
    if isinstance(database.obj, SqliteDatabase):
        return
    while other.running:
        if database.execute_sql("SELECT count(*) FROM pg_locks WHERE NOT granted").fetchone()[0]:
            return


def test_who_comes_second_is_told_and_not_an_error_of_the_engine(practice: str, doing: Doing) -> None:
    second = Other(lambda: partners.add_partner(doing, {"name": "Lea", "npi": NPI}))

    with changing(doing, "Added Lee") as unit:
        unit.insert(Partner, name="Lee", search="lee", npi=NPI, added_on=DAY)
        second.start()
        wait_until_it_waits(second)

    refused = second.join()
    assert isinstance(refused, Refused), refused
    assert refused.field == "npi"


def test_entries_of_the_journal_are_seen_in_the_order_of_their_numbers(practice: str, doing: Doing) -> None:
    lee = partners.add_partner(doing, {"name": "Lee"}).id
    moy = partners.add_partner(doing, {"name": "Moy"}).id
    second = Other(lambda: partners.edit_partner(doing, moy, {"area": "Bath"}))

    with changing(doing, "Edited Lee") as unit:
        unit.update(Partner, lee, area="Saco")
        second.start()
        wait_until_it_waits(second)
    second.join()

    labels = [label for (label,) in Change.select(Change.label).order_by(Change.id.desc()).limit(2).tuples()]
    assert labels == ["Edited Moy: area", "Edited Lee"]


@contextmanager
def writer_elsewhere(target: str) -> Iterator[None]:
    """Another program that holds the write lock."""
    if target.startswith("postgresql"):
        import psycopg

        with psycopg.connect(target) as connection:
            connection.execute("SELECT pg_advisory_xact_lock(%s)", (storage._WRITER_LOCK,))
            yield
        return
    connection = sqlite3.connect(target, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        connection.close()


def test_a_long_write_elsewhere_is_said_in_a_sentence(
    practice: str, doing: Doing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage, "BUSY_SECONDS", 0.02)
    if isinstance(database.obj, SqliteDatabase):
        database.execute_sql("PRAGMA busy_timeout = 20")

    with writer_elsewhere(practice), pytest.raises(Refused, match="Another session is writing"):
        partners.add_partner(doing, {"name": "Lee"})

    assert partners.add_partner(doing, {"name": "Lee"}).name == "Lee"


def test_what_a_write_decides_on_is_read_inside_its_transaction(
    practice: str, doing: Doing, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tui_tracker.domain.drafts_touchpoint import TouchpointEdit

    lee = partners.add_partner(doing, {"name": "Lee"}).id
    one = touchpoints.thank(doing, lee, DAY).touchpoint_ids[0]
    outside: list[str] = []
    run = database.obj.execute_sql

    def watch(sql: str, *rest: Any) -> Any:
        if sql.startswith("SELECT") and not database.in_transaction():
            outside.append(sql)
        return run(sql, *rest)

    monkeypatch.setattr(database.obj, "execute_sql", watch)
    referrals.add_referral(doing, {"partner_id": lee, "patient_ref": "JD-1"})
    referrals.edit_referral(doing, 1, {"reason": "knee"})
    reports.add_report(doing, 1, "initial", doing.today)
    follow_up = follow_ups.add_follow_up(doing, lee, doing.today)
    follow_ups.finish_follow_up(doing, follow_up)
    incident = incidents.open_incident(doing, lee, "complaint", DAY, "It rang for long.", 1)
    incidents.answer_incident(doing, incident, DAY, "We called back.")
    incidents.close_incident(doing, incident, DAY)
    touchpoints.edit_touchpoint(doing, one, TouchpointEdit(day=DAY, channel=Channel.CALL))
    touchpoints.delete_touchpoint(doing, one)

    assert outside == []
