"""The write path: one change, one entry; undo gives the first state back, redo the last, conflicts are named."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui_tracker.domain.errors import Refused
from tui_tracker.domain.records import Doing
from tui_tracker.services import history
from tui_tracker.storage.database import database
from tui_tracker.storage.journal import changing, last_to_redo, last_to_undo, redo, undo
from tui_tracker.storage.models import (
    PRACTICE_MODELS,
    Change,
    ChangeRow,
    FollowUp,
    Member,
    Partner,
    Practice,
    Touchpoint,
)

DAY = date(2026, 3, 1)


def state() -> dict[str, list[dict[str, Any]]]:
    """Every row of the practice, without the journal."""
    return {model.__name__: list(model.select().order_by(model.id).dicts()) for model in PRACTICE_MODELS}


def add_partner(doing: Doing, name: str = "Lee") -> tuple[int, int]:
    with changing(doing, f"Added {name}") as unit:
        partner = unit.insert(Partner, name=name, search=name.casefold(), added_on=DAY)
    assert unit.change_id is not None
    return partner, unit.change_id


def test_a_change_is_one_entry_with_before_and_after(practice: str, doing: Doing) -> None:
    partner, _ = add_partner(doing)

    with changing(doing, "Moved Lee") as unit:
        unit.update(Partner, partner, area="Portland", tier="A")

    entry = history.changes(0, 1)[0]
    row = history.changed_rows(entry.id)[0]
    assert (entry.who, entry.at, entry.label, entry.kind, entry.rows) == ("Ann", doing.at, "Moved Lee", "do", 1)
    assert row.before is not None
    assert row.after is not None
    assert {key: row.after[key] for key in row.after if row.before[key] != row.after[key]} == {
        "area": "Portland",
        "tier": "A",
    }


def test_what_changes_nothing_leaves_no_entry(practice: str, doing: Doing) -> None:
    partner, _ = add_partner(doing)
    before = Change.select().count()

    with changing(doing, "Nothing") as unit:
        assert not unit.update(Partner, partner, name="Lee")

    assert unit.change_id is None
    assert Change.select().count() == before


def test_an_error_inside_leaves_neither_row_nor_entry(practice: str, doing: Doing) -> None:
    before = state()

    def half() -> None:
        with changing(doing, "Half") as unit:
            unit.insert(Partner, name="Half", search="half", added_on=DAY)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        half()

    assert state() == before
    assert Change.select().count() == 0
    assert ChangeRow.select().count() == 0


def test_a_row_that_is_gone_is_refused(practice: str, doing: Doing) -> None:
    with pytest.raises(Refused, match="no longer there"), changing(doing, "Edit") as unit:
        unit.update(Partner, 99, name="x")


def test_undo_names_the_newer_change_that_stands_in_the_way(practice: str, doing: Doing) -> None:
    partner, added = add_partner(doing)
    with changing(doing, "Moved Lee") as unit:
        unit.update(Partner, partner, area="Portland")

    with pytest.raises(Refused, match="Moved Lee") as refused:
        undo(doing, added)

    assert str(unit.change_id) in refused.value.message
    assert Partner.get_by_id(partner).area == "Portland"


def test_undo_names_what_still_points_to_a_row(practice: str, doing: Doing) -> None:
    partner, added = add_partner(doing)
    with changing(doing, "Logged call with Lee") as unit:
        unit.insert(Touchpoint, partner=partner, day=DAY, channel="call")

    with pytest.raises(Refused, match="Logged call with Lee"):
        undo(doing, added)


def test_undo_takes_many_rows_that_point_to_each_other(practice: str, doing: Doing) -> None:
    before = state()
    with changing(doing, "Imported") as unit:
        partners = unit.insert_many(
            Partner, [{"name": f"P{n}", "search": f"p{n}", "added_on": DAY} for n in range(1200)]
        )
        unit.insert_many(Touchpoint, [{"partner": one, "day": DAY, "channel": "call"} for one in partners])
    after = state()
    assert unit.change_id is not None

    undo(doing, unit.change_id)
    assert state() == before
    redo(doing, unit.change_id)

    assert state() == after


def test_undo_brings_a_removed_row_back_under_its_number(practice: str, doing: Doing) -> None:
    partner, _ = add_partner(doing)
    with changing(doing, "Removed") as unit:
        unit.delete(Partner, partner)
    assert unit.change_id is not None
    later, _ = add_partner(doing, "Later")

    undo(doing, unit.change_id)

    assert later != partner
    assert Partner.get_by_id(partner).name == "Lee"


def test_a_number_is_never_used_twice(practice: str, doing: Doing) -> None:
    partner, added = add_partner(doing)
    undo(doing, added)

    assert add_partner(doing, "Next")[0] > partner


def test_undo_swaps_what_must_be_unique(practice: str, doing: Doing) -> None:
    first, _ = add_partner(doing, "First")
    second, _ = add_partner(doing, "Second")
    with changing(doing, "Ranked") as unit:
        unit.update(Partner, first, inner_rank=1)
        unit.update(Partner, second, inner_rank=2)
    with changing(doing, "Swapped") as unit:
        unit.update(Partner, first, inner_rank=None)
        unit.update(Partner, second, inner_rank=1)
        unit.update(Partner, first, inner_rank=2)
    assert unit.change_id is not None

    undo(doing, unit.change_id)

    assert (Partner.get_by_id(first).inner_rank, Partner.get_by_id(second).inner_rank) == (1, 2)


def test_undo_of_many_rows_that_changed_alike_takes_few_statements(
    practice: str, doing: Doing, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [add_partner(doing, f"P{number}")[0] for number in range(60)]
    first = state()
    with changing(doing, "Moved all") as unit:
        unit.update_many(Partner, {row_id: {"area": "Bath"} for row_id in ids})
        unit.update(Partner, ids[0], area="Saco")
        unit.update_many(Partner, {row_id: {"tier": "A"} for row_id in ids[1:]})
    last = state()
    statements: list[str] = []
    run = database.obj.execute_sql
    monkeypatch.setattr(database.obj, "execute_sql", lambda sql, *rest: (statements.append(sql), run(sql, *rest))[1])
    assert unit.change_id is not None

    undo(doing, unit.change_id)
    assert state() == first
    redo(doing, unit.change_id)
    assert state() == last

    assert sum(sql.startswith('UPDATE "partner"') for sql in statements) == 6


def test_u_takes_only_ones_own_changes(practice: str, doing: Doing) -> None:
    ben = replace(doing, who="Ben")
    _, ann_added = add_partner(doing, "Ann's")
    _, ben_added = add_partner(ben, "Ben's")

    assert last_to_undo("Ann") == ann_added
    assert history.undo(ben).id == ben_added
    with pytest.raises(Refused, match="nothing of yours"):
        history.undo(ben)


def test_redo_is_gone_after_something_new(practice: str, doing: Doing) -> None:
    _, first = add_partner(doing, "First")
    _, second = add_partner(doing, "Second")
    history.undo(doing)
    history.undo(doing)
    assert last_to_redo("Ann") == first

    history.redo(doing)
    assert last_to_redo("Ann") == second
    add_partner(doing, "Third")

    assert last_to_redo("Ann") is None
    with pytest.raises(Refused, match="nothing of yours to redo"):
        history.redo(doing)


def test_what_is_undone_cannot_be_undone_twice(practice: str, doing: Doing) -> None:
    _, added = add_partner(doing)
    undo(doing, added)

    with pytest.raises(Refused, match="undone already"):
        undo(doing, added)
    redo(doing, added)
    with pytest.raises(Refused, match="nothing to redo"):
        redo(doing, added)


ACTIONS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 7), st.integers(1, 9)), max_size=14)


def act(doing: Doing, action: int, pick: int, value: int) -> None:
    """One of a few kinds of change, on whatever rows there are."""
    partners = [row.id for row in Partner.select(Partner.id).order_by(Partner.id)]
    partner = partners[pick % len(partners)] if partners else None
    with changing(doing, f"Action {action}") as unit:
        if action == 0 or partner is None:
            unit.insert(Partner, name=f"P{value}", search=f"p{value}", added_on=DAY)
        elif action == 1:
            unit.update(Partner, partner, area=f"Area {value}", cadence_days=value)
        elif action == 2:
            unit.insert(Touchpoint, partner=partner, day=DAY, channel="call", intents=value)
            unit.update(Partner, partner, stage="connected")
        elif action == 3:
            free = Touchpoint.select().where(Touchpoint.partner == partner).first()
            if free is not None:
                unit.delete(Touchpoint, free.id)
        elif action == 4:
            name = f"M{value}"
            if not Member.select().where(Member.name == name).exists():
                member = unit.insert(Member, name=name)
                unit.update(Partner, partner, member=member)
        else:
            unit.insert_many(FollowUp, [{"partner": partner, "due_on": DAY, "text": str(n)} for n in range(value)])


def _check_undo_all(doing: Doing, actions: list[tuple[int, int, int]]) -> None:
    with database.atomic() as outer:
        start = state()
        first = Change.select().count()
        states = [start]
        for action in actions:
            act(doing, *action)
            if Change.select().count() - first == len(states):
                states.append(state())
        for expected in reversed(states[:-1]):
            history.undo(doing)
            assert state() == expected
        for expected in states[1:]:
            history.redo(doing)
            assert state() == expected
        outer.rollback()


@settings(max_examples=25)
@given(actions=ACTIONS)
def test_any_changes_undone_give_the_first_state_and_redone_the_last_sqlite(
    sqlite_practice: str, doing: Doing, actions: list[tuple[int, int, int]]
) -> None:
    _check_undo_all(doing, actions)


@settings(max_examples=8)
@given(actions=ACTIONS)
def test_any_changes_undone_give_the_first_state_and_redone_the_last_postgres(
    practice: str, doing: Doing, actions: list[tuple[int, int, int]]
) -> None:
    _check_undo_all(doing, actions)


def test_a_change_from_before_a_column_was_there_is_undone_and_redone(practice: str, doing: Doing) -> None:
    with changing(doing, "Named the practice") as unit:
        unit.insert(Practice, name="Tidewater")
    assert unit.change_id is not None
    older = {"id": 1, "name": "Tidewater", "specialty": "", "time_zone": ""}
    ChangeRow.update(after=json.dumps(older)).where(ChangeRow.change == unit.change_id).execute()

    undo(doing, unit.change_id)
    assert Practice.select().count() == 0
    redo(doing, unit.change_id)

    assert Practice.select(Practice.name, Practice.address).tuples().first() == ("Tidewater", "")
