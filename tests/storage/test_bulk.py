"""Many rows at once: the same ids, the same journal, the same refusals as one by one."""

from __future__ import annotations

from datetime import date
from typing import Any

import peewee
import pytest

from tui_tracker.domain.records import Doing
from tui_tracker.services import history
from tui_tracker.storage import bulk
from tui_tracker.storage.database import database
from tui_tracker.storage.journal import changing, redo, undo
from tui_tracker.storage.models import Change, Member, Partner
from tui_tracker.storage.rows import fetch

DAY = date(2026, 3, 1)


def many(number: int, start: int = 0) -> list[dict[str, Any]]:
    return [
        {"name": f"Łódź {place}\n\t\\N “x”", "search": f"{place}", "added_on": DAY, "cadence_days": place or None}
        for place in range(start, start + number)
    ]


@pytest.mark.parametrize("number", [0, 1, 19, 20, 500])
def test_ids_come_in_the_order_of_the_rows(practice: str, doing: Doing, number: int) -> None:
    with changing(doing, "Many") as unit:
        ids = unit.insert_many(Partner, many(number))

    assert ids == sorted(set(ids))
    assert len(ids) == number
    present = fetch(Partner, ids)
    assert [present[row_id]["search"] for row_id in ids] == [one["search"] for one in many(number)]
    assert [present[row_id]["name"] for row_id in ids] == [one["name"] for one in many(number)]


def test_the_journal_has_every_row_as_it_is_stored(practice: str, doing: Doing) -> None:
    with changing(doing, "Many") as unit:
        ids = unit.insert_many(Partner, many(30))

    assert unit.change_id is not None
    noted = {row.row_id: row.after for row in history.changed_rows(unit.change_id)}
    assert noted == fetch(Partner, ids)


def test_undone_and_redone_they_have_their_ids_again(practice: str, doing: Doing) -> None:
    with changing(doing, "Many") as unit:
        ids = unit.insert_many(Partner, many(30))
    before = fetch(Partner, ids)
    assert unit.change_id is not None

    undo(doing, unit.change_id)
    assert Partner.select().count() == 0
    with changing(doing, "More") as later:
        others = later.insert_many(Partner, many(30, 100))
    redo(doing, unit.change_id)

    assert not set(ids) & set(others)
    assert fetch(Partner, ids) == before


def test_a_single_row_after_many_takes_the_next_id(practice: str, doing: Doing) -> None:
    with changing(doing, "Many") as unit:
        ids = unit.insert_many(Partner, many(40))
        next_id = unit.insert(Partner, name="One", search="one", added_on=DAY)

    assert next_id > max(ids)


def test_what_the_table_refuses_looks_the_same_and_nothing_is_kept(practice: str, doing: Doing) -> None:
    rows = [*many(30), {"name": "", "search": "", "added_on": DAY}]

    with pytest.raises(peewee.IntegrityError), changing(doing, "Many") as unit:
        unit.insert_many(Partner, rows)

    assert Partner.select().count() == 0
    assert Change.select().count() == 0


def test_rows_brought_along_keep_their_ids_and_new_ones_go_on_above(practice: str, doing: Doing) -> None:
    with changing(doing, "Restored") as unit:
        unit.restore_many(Member, [{"id": 700, "name": "Zoë", "role": "physician", "active": True}])
    with changing(doing, "Next") as later:
        assert later.insert(Member, name="Ann") == 701
    assert unit.change_id is not None
    assert history.changed_rows(unit.change_id)[0].after == fetch(Member, [700])[700]


def test_ids_can_be_made_to_go_on_above_rows_that_are_gone(practice: str, doing: Doing) -> None:
    bulk.continue_ids("member", 50)
    with changing(doing, "One") as unit:
        assert unit.insert(Member, name="Ann") == 51
    bulk.continue_ids("member", 10)
    with changing(doing, "Two") as unit:
        assert unit.insert(Member, name="Bo") == 52


def test_a_change_of_a_whole_practice_keeps_no_rows(practice: str, doing: Doing) -> None:
    with changing(doing, "Whole") as unit:
        unit.whole = True
        unit.restore_many(Member, [{"id": 1, "name": "Zoë", "role": "physician", "active": True}])

    entry = history.changes(0, 1)[0]
    assert (entry.id, entry.rows, entry.label) == (unit.change_id, 0, "Whole")


def test_which_table_holds_something(practice: str, doing: Doing) -> None:
    assert bulk.first_table_with_rows() is None
    with changing(doing, "One") as unit:
        unit.insert(Member, name="Ann")
    assert bulk.first_table_with_rows() == "member"
    assert bulk.first_table_with_rows(["partner"]) is None


def test_columns_that_the_table_does_not_have_are_refused(practice: str) -> None:
    with database.atomic(), pytest.raises(ValueError, match="has no"):
        bulk.load("member", ["id", "name); DROP TABLE member; --"], [(1, "x")])
