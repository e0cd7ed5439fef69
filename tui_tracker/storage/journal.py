"""The write path: one transaction, one journal entry with before and after of every row; undo and redo from it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from tui_tracker.domain.errors import Refused
from tui_tracker.domain.records import Doing
from tui_tracker.storage import bulk
from tui_tracker.storage.database import database, writing
from tui_tracker.storage.models import BY_TABLE, PRACTICE_MODELS, Base, Change, ChangeRow
from tui_tracker.storage.rows import (
    CHUNK,
    Row,
    chunks,
    columns,
    complete,
    dump,
    fetch,
    insert_rows,
    load,
    table,
    to_columns,
)

_MANY = 20  # from this many rows on, they go in the way that is fastest for many, under ids that are reserved first
_NOTED = ("change_id", "seq", "table_name", "row_id", "before", "after")


@dataclass(frozen=True, slots=True)
class Step:
    """What was done to one row: `before` is None for a new row, `after` for a removed one."""

    table: str
    row_id: int
    before: Row | None
    after: Row | None

    def reversed(self) -> "Step":
        """The step that takes this one back."""
        return Step(self.table, self.row_id, self.after, self.before)


class Unit:
    """The writes of one change; use it inside `changing`. Every write is noted with before and after.

    With `whole` set, the entry is one of a whole practice that was loaded: its rows are not kept, and it is not undone.
    """

    def __init__(self, label: str) -> None:
        self.label = label
        self.steps: list[Step] = []
        self.whole = False
        self.change_id: int | None = None

    def insert(self, model: type[Base], **values: Any) -> int:
        """Add a row; gives its id."""
        return self.insert_many(model, [values])[0]

    def insert_many(self, model: type[Base], many: Sequence[Mapping[str, Any]]) -> list[int]:
        """Add rows; gives their ids in the same order. Many rows take their ids first and go in together."""
        rows = [complete(model, values) for values in many]
        if len(rows) < _MANY:
            ids = [int(model.insert(_by_field(model, row)).execute()) for row in rows]
        else:
            ids = bulk.reserve_ids(table(model), len(rows))
            names = list(columns(model))
            whole = [(row_id, *row.values()) for row_id, row in zip(ids, rows, strict=True)]
            bulk.load(table(model), names, whole)
        self._note_new(model, ids, rows)
        return ids

    def restore_many(self, model: type[Base], rows: Sequence[Row]) -> None:
        """Add whole rows, every column given, under the ids that they bring along."""
        names = list(columns(model))
        bulk.load(table(model), names, [tuple(row[name] for name in names) for row in rows])
        bulk.continue_ids(table(model))
        if not self.whole:
            self.steps += [Step(table(model), row["id"], None, row) for row in rows]

    def _note_new(self, model: type[Base], ids: Sequence[int], rows: Sequence[Row]) -> None:
        name = table(model)
        self.steps += [Step(name, row_id, None, {"id": row_id, **row}) for row_id, row in zip(ids, rows, strict=True)]

    def update(self, model: type[Base], row_id: int, **values: Any) -> bool:
        """Change some columns of a row; tells whether anything differs. Raises Refused where the row is gone."""
        before = fetch(model, [row_id], lock=True).get(row_id)
        if before is None:
            raise Refused(f"This {table(model).replace('_', ' ')} is no longer there; reload and look again.")
        changed = {name: new for name, new in to_columns(model, values).items() if before[name] != new}
        if changed:
            model.update(_by_field(model, changed)).where(model.id == row_id).execute()
            self.steps.append(Step(table(model), row_id, before, {**before, **changed}))
        return bool(changed)

    def update_many(self, model: type[Base], changes: Mapping[int, Mapping[str, Any]]) -> None:
        """Change some columns of many rows, by id; rows that change alike go together. Raises Refused as `update`."""
        present = fetch(model, changes, lock=True)
        alike: dict[tuple[tuple[str, Any], ...], list[int]] = {}
        for row_id, values in changes.items():
            before = present.get(row_id)
            if before is None:
                raise Refused(f"This {table(model).replace('_', ' ')} is no longer there; reload and look again.")
            changed = {name: new for name, new in to_columns(model, values).items() if before[name] != new}
            if changed:
                alike.setdefault(tuple(changed.items()), []).append(row_id)
                self.steps.append(Step(table(model), row_id, before, {**before, **changed}))
        for changed_items, ids in alike.items():
            for chunk in chunks(ids, CHUNK):
                model.update(_by_field(model, dict(changed_items))).where(model.id.in_(chunk)).execute()

    def delete(self, model: type[Base], row_id: int) -> None:
        """Remove a row; a row that is gone already is no error."""
        before = fetch(model, [row_id], lock=True).get(row_id)
        if before is not None:
            model.delete().where(model.id == row_id).execute()
            self.steps.append(Step(table(model), row_id, before, None))


@contextmanager
def changing(doing: Doing, label: str) -> Iterator[Unit]:
    """One change: a transaction that also writes its journal entry; nothing is written where nothing differs.

    `unit.label` may be set again inside. After the block `unit.change_id` is the entry's id, or None.
    """
    unit = Unit(label)
    with writing():
        yield unit
        if unit.whole:
            unit.change_id = note_whole(doing.who, doing.at, unit.label)
        elif unit.steps:
            unit.change_id = _record(doing, unit.label, "do", None, unit.steps)


def note_whole(who: str, at: str, label: str) -> int:
    """Note, inside a transaction, that a whole practice was loaded, without its rows: such an entry is not undone."""
    return int(Change.insert(at=at, who=who, label=label, kind="do", reverts=None, rows=0).execute())


def undo(doing: Doing, change_id: int) -> int:
    """Take a change back; gives the id of the journal entry that says so.

    Raises Refused, with the newer change named, where a row is no longer what this change left behind; and for the
    entry of a whole practice that was loaded.
    """
    with writing():
        change = _find(change_id)
        if change.kind != "do":
            raise Refused("Only a change itself can be undone; choose the entry that it stands for.")
        if change.undone:
            raise Refused(f"“{change.label}” is undone already.")
        if not change.rows:
            raise Refused(f"“{change.label}” cannot be undone: it made the practice; name another file with --db.")
        steps = [step.reversed() for step in reversed(_steps(change_id))]
        _apply(steps, change_id, change.label, "undone")
        Change.update(undone=True).where(Change.id == change_id).execute()
        return _record(doing, change.label, "undo", change_id, steps)


def redo(doing: Doing, change_id: int) -> int:
    """Do an undone change again; gives the id of the journal entry that says so. Raises Refused as `undo`."""
    with writing():
        change = _find(change_id)
        if change.kind != "do" or not change.undone:
            raise Refused(f"“{change.label}” stands; there is nothing to redo.")
        steps = _steps(change_id)
        _apply(steps, change_id, change.label, "redone")
        Change.update(undone=False).where(Change.id == change_id).execute()
        return _record(doing, change.label, "redo", change_id, steps)


def last_to_undo(who: str) -> int | None:
    """The newest change of this person that stands and can be taken back."""
    found = (
        Change.select(Change.id)
        .where((Change.who == who) & (Change.kind == "do") & (Change.undone == False) & (Change.rows > 0))  # noqa: E712
        .order_by(Change.id.desc())
        .limit(1)
        .scalar()
    )
    return None if found is None else int(found)


def last_to_redo(who: str) -> int | None:
    """The change that this person undid last, unless they have changed something else since."""
    entries = (
        Change.select(Change.kind, Change.reverts, Change.undone)
        .where(Change.who == who)
        .order_by(Change.id.desc())
        .tuples()
        .iterator()
    )
    redone = set()
    for kind, reverts, _undone in entries:
        if kind == "do":
            return None
        if kind == "redo":
            redone.add(reverts)
        elif reverts in redone:
            redone.discard(reverts)
        else:
            return int(reverts)
    return None


def _by_field(model: type[Base], row: Row) -> dict[Any, Any]:
    by_name = model._meta.columns
    return {by_name[name]: value for name, value in row.items()}


def _find(change_id: int) -> Any:
    query = Change.select().where(Change.id == change_id)
    if database.for_update:
        query = query.for_update()
    change = query.first()
    if change is None:
        raise Refused(f"The history has no entry {change_id}.")
    return change


def _steps(change_id: int) -> list[Step]:
    rows = (
        ChangeRow.select(ChangeRow.table_name, ChangeRow.row_id, ChangeRow.before, ChangeRow.after)
        .where(ChangeRow.change == change_id)
        .order_by(ChangeRow.seq)
        .tuples()
    )
    return [Step(name, row_id, load(before), load(after)) for name, row_id, before, after in rows]


def _record(doing: Doing, label: str, kind: str, reverts: int | None, steps: Sequence[Step]) -> int:
    change_id = int(
        Change.insert(at=doing.at, who=doing.who, label=label, kind=kind, reverts=reverts, rows=len(steps)).execute()
    )
    noted = [
        (change_id, seq, step.table, step.row_id, dump(step.before), dump(step.after)) for seq, step in enumerate(steps)
    ]
    if len(noted) < _MANY:
        ChangeRow.insert_many(noted, fields=[columns(ChangeRow)[name] for name in _NOTED]).execute()
    else:
        bulk.load(table(ChangeRow), _NOTED, noted)
    return change_id


def _apply(steps: Sequence[Step], change_id: int, label: str, verb: str) -> None:
    """Carry out steps whose every row is still as they expect it; else say which change stands in the way."""
    _check_rows(steps, change_id, label, verb)
    _check_references(steps, label, verb)
    for (name, action), run in groupby(steps, key=lambda step: (step.table, _action(step))):
        model = BY_TABLE[name]
        batch = list(run)
        if action == "insert":
            _bring_back(model, batch)
        elif action == "delete":
            for chunk in chunks([step.row_id for step in batch], CHUNK):
                model.delete().where(model.id.in_(chunk)).execute()
        else:
            _change(model, batch)


def _bring_back(model: type[Base], steps: Sequence[Step]) -> None:
    """Add rows under the ids that they had; columns that came after the entry get their defaults."""
    rest = complete(model, {})
    rows = [{**rest, **step.after} for step in steps if step.after is not None]
    if len(rows) < _MANY:
        insert_rows(model, rows)
    else:
        names = list(columns(model))
        bulk.load(table(model), names, [tuple(row[name] for name in names) for row in rows])


def _change(model: type[Base], steps: Sequence[Step]) -> None:
    """Rows that change alike go together; before a row changes again, all that came before is written."""
    alike: dict[tuple[tuple[str, Any], ...], list[int]] = {}
    seen: set[int] = set()

    def write() -> None:
        for changed, ids in alike.items():
            for chunk in chunks(ids, CHUNK):
                model.update(_by_field(model, dict(changed))).where(model.id.in_(chunk)).execute()
        alike.clear()
        seen.clear()

    for step in steps:
        assert step.before is not None
        assert step.after is not None
        if step.row_id in seen:
            write()
        seen.add(step.row_id)
        changed = tuple((name, value) for name, value in step.after.items() if step.before[name] != value)
        if changed:
            alike.setdefault(changed, []).append(step.row_id)
    write()


def _action(step: Step) -> str:
    if step.before is None:
        return "insert"
    return "delete" if step.after is None else "update"


def _check_rows(steps: Sequence[Step], change_id: int, label: str, verb: str) -> None:
    expected: dict[tuple[str, int], Row | None] = {}
    for step in steps:
        expected.setdefault((step.table, step.row_id), step.before)
        first = expected[step.table, step.row_id]
        model = BY_TABLE[step.table]
        if step.after is None and first is not None and len(first) < len(columns(model)):
            # Nothing is removed that a column which came after the entry was given since.
            expected[step.table, step.row_id] = {**complete(model, {}), **first}
    by_table: dict[str, list[int]] = {}
    for name, row_id in expected:
        by_table.setdefault(name, []).append(row_id)
    for name, ids in by_table.items():
        present = fetch(BY_TABLE[name], ids, lock=True)
        for row_id in ids:
            if _differs(present.get(row_id), expected[name, row_id]):
                raise Refused(_in_the_way(name, [row_id], change_id, label, verb))


def _differs(present: Row | None, expected: Row | None) -> bool:
    """Is a row not what was left behind? Where it is changed, not removed, an entry from before a column was there says
    nothing about it."""
    if present is None or expected is None:
        return present is not expected
    return any(present[name] != value for name, value in expected.items())


def _check_references(steps: Sequence[Step], label: str, verb: str) -> None:
    """Refuse to remove rows that others, made later, still point to.

    Rows that the steps touch themselves do not count: they end in a state from when the removed rows were not there.
    """
    going: dict[str, set[int]] = {}
    own: dict[str, set[int]] = {}
    for step in steps:
        own.setdefault(step.table, set()).add(step.row_id)
        if step.after is None:
            going.setdefault(step.table, set()).add(step.row_id)
        elif step.before is None:
            going.get(step.table, set()).discard(step.row_id)
    for model in PRACTICE_MODELS:
        for field in model._meta.refs:
            target = going.get(field.rel_model._meta.table_name)
            if target:
                _check_reference(model, field, target, own.get(table(model), set()), label, verb)


def _check_reference(
    model: type[Base], field: Any, target: Iterable[int], own: set[int], label: str, verb: str
) -> None:
    for chunk in chunks(sorted(target), CHUNK):
        pointing = [row_id for (row_id,) in model.select(model.id).where(field.in_(chunk)).tuples()]
        left = [row_id for row_id in pointing if row_id not in own]
        if left:
            raise Refused(_in_the_way(table(model), left, 0, label, verb))


def _in_the_way(name: str, ids: Sequence[int], change_id: int, label: str, verb: str) -> str:
    newer = (
        Change.select(Change.id, Change.label)
        .join(ChangeRow)
        .where((ChangeRow.table_name == name) & ChangeRow.row_id.in_(list(ids)[:CHUNK]) & (Change.id != change_id))
        .where(Change.reverts.is_null() | (Change.reverts != change_id))
        .order_by(Change.id.desc())
        .tuples()
        .first()
    )
    if newer is None:
        return f"“{label}” cannot be {verb}: what it changed is no longer as it was."
    return f"“{label}” cannot be {verb}: the newer change {newer[0]} (“{newer[1]}”) stands in the way; undo that first."
