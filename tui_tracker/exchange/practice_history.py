"""The history in an exported practice: every change, and every row that it changed as it was before and after."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from tui_tracker.exchange.practice_fields import LARGEST_ID, Field, Wrong, flag, reference, show, text, whole, word
from tui_tracker.exchange.practice_format import ID, SECTIONS, Section


def _state(name: str) -> Field:
    """One side of a changed row: an object, or null; what it holds is looked at when its table is known."""

    def take(value: Any) -> Any:
        if value is not None and not isinstance(value, dict):
            raise Wrong(f"{name} is not an object")
        return value

    return Field(name, take, "state", null=True)


def _changed_row(row: dict[str, Any]) -> None:
    if row["before"] is None and row["after"] is None:
        raise Wrong("it has neither before nor after")
    for side in ("before", "after"):
        if row[side] is not None:
            row[side] = _state_to_store(row["table_name"], row["row_id"], row[side], side)


def _state_to_store(table: str, row_id: int, state: dict[str, Any], side: str) -> str:
    """A row as the journal holds it, from that of the file, in any order; it may be from before a column was there."""
    fields = STATE_FIELDS[table]
    odd = min(state.keys() - fields.keys() or _always_there(fields.values()) - state.keys(), default=None)
    if odd is not None:
        raise Wrong(f"{side} has {'no' if odd in fields else 'an unknown'} field “{odd[:40]}”")
    if state["id"] != row_id:
        raise Wrong(f"{side} is that of another row")
    return dump_state({name: fields[name].take(value) for name, value in state.items()})


def _always_there(fields: Iterable[Field]) -> set[str]:
    return {field.name for field in fields if field.since == 1}


def dump_state(state: Mapping[str, Any]) -> str:
    """A row as text, the way the journal stores it."""
    return json.dumps(state, ensure_ascii=False, separators=(",", ":"))


def show_state(table: str, stored: str | None) -> dict[str, Any] | None:
    """A row that the journal holds, as the file has it."""
    if stored is None:
        return None
    fields = STATE_FIELDS[table]
    return {name: show(fields[name], value) for name, value in json.loads(stored).items()}


def _reverting(row: dict[str, Any]) -> None:
    if (row["kind"] == "do") != (row["reverts_id"] is None):
        raise Wrong("reverts id must be given for undo and redo, and for them only")


STATE_FIELDS: dict[str, dict[str, Field]] = {
    section.table: {field.name: field for field in section.fields} for section in SECTIONS
}
for _table in ("partner", "candidate"):
    STATE_FIELDS[_table]["search"] = text("search")

HISTORY: tuple[Section, ...] = (
    Section(
        "changes",
        "change",
        (
            ID,
            text("at"),
            text("who"),
            text("label"),
            word("kind", ("do", "undo", "redo")),
            reference("reverts_id", "changes", null=True),
            flag("undone"),
            whole("rows"),
        ),
        rule=_reverting,
    ),
    Section(
        "changed_rows",
        "change_row",
        (
            ID,
            reference("change_id", "changes"),
            whole("seq"),
            word("table_name", STATE_FIELDS),
            whole("row_id", 1, LARGEST_ID),
            _state("before"),
            _state("after"),
        ),
        unique=(("change_id", "seq"),),
        rule=_changed_row,
    ),
)
