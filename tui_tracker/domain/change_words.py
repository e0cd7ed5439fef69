"""What a change did to a row, in words a person reads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tui_tracker.domain.day_words import short_day
from tui_tracker.domain.records import ChangedRow
from tui_tracker.domain.words import bits_to_intents, label

Names = Mapping[tuple[str, int], str]
"""Names by table and id."""

REFERENCES: dict[str, str] = {
    "member_id": "member",
    "partner_id": "partner",
    "from_partner_id": "partner",
    "to_partner_id": "partner",
    "payer_id": "partner",
    "occasion_id": "occasion",
    "touchpoint_id": "touchpoint",
    "referral_id": "referral",
}
_TABLES = {"follow_up": "follow-up"}
_NAME_COLUMNS: dict[str, str] = {
    "partner": "name",
    "member": "name",
    "contact": "name",
    "occasion": "name",
    "practice": "name",
    "target": "specialty",
    "referral": "patient_ref",
}
_WORDS = frozenset(
    {
        "kind",
        "stage",
        "standing",
        "channel",
        "direction",
        "flow",
        "source",
        "urgency",
        "appropriate",
        "adherence",
        "outcome",
    }
)
_BY_PARTNER = ("partner_id",)
_IN_THE_NAME: dict[str, tuple[str, ...]] = {
    **{table: (column,) for table, column in _NAME_COLUMNS.items()},
    "link": ("kind", "from_partner_id", "to_partner_id"),
}
_HIDDEN = frozenset({"id", "search", "import_key", "entry", "stage_on"})


@dataclass(frozen=True, slots=True)
class Field:
    """One field: `before` and `after` in words; None where the row was not there, `nothing` where it was empty."""

    name: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Told:
    """One row: `new`, `changed` or `removed`, what it is, and its fields."""

    what: str
    row: str
    fields: tuple[Field, ...]


def tell(row: ChangedRow, names: Names, today: date) -> Told:
    """A changed row in words. A new or removed row tells what it holds, a changed one what differs."""
    before, after = row.before or {}, row.after or {}
    what = "new" if row.before is None else "removed" if row.after is None else "changed"
    name = _row_name(row, names)
    fields = []
    for column in after or before:
        old, new = before.get(column), after.get(column)
        if (
            column in _HIDDEN
            or (what != "changed" and column in _IN_THE_NAME.get(row.table, _BY_PARTNER))
            or old == new
            or (what != "changed" and _empty(column, old) and _empty(column, new))
        ):
            continue
        fields.append(
            Field(
                _field_name(column),
                None if row.before is None else _value(column, old, names, today),
                None if row.after is None else _value(column, new, names, today),
            )
        )
    return Told(what, name, tuple(fields))


def mentioned(rows: Sequence[ChangedRow]) -> dict[str, set[int]]:
    """The ids that rows refer to, by table, so that their names can be fetched at once."""
    found: dict[str, set[int]] = {}
    for row in rows:
        for side in (row.before, row.after):
            for column, value in (side or {}).items():
                if column in REFERENCES and isinstance(value, int):
                    found.setdefault(REFERENCES[column], set()).add(value)
    return found


def own_names(rows: Sequence[ChangedRow]) -> dict[tuple[str, int], str]:
    """What the changed rows themselves are called: they may be gone today."""
    found = {}
    for row in rows:
        name = _own_name(row)
        if name:
            found[row.table, row.row_id] = name
    return found


def _own_name(row: ChangedRow) -> str:
    column = _NAME_COLUMNS.get(row.table)
    return "" if column is None else str((row.after or row.before or {}).get(column) or "")


def _row_name(row: ChangedRow, names: Names) -> str:
    table = _TABLES.get(row.table, label(row.table))
    values = row.after or row.before or {}
    if row.table == "link":
        ends = [_reference("partner", values.get(column), names) for column in ("from_partner_id", "to_partner_id")]
        return f"{table} {ends[0]} {label(str(values.get('kind')))} {ends[1]}"
    name = _own_name(row)
    if name:
        return f"{table} {name}"
    partner_id = values.get("partner_id")
    return table if partner_id is None else f"{table} with {_reference('partner', partner_id, names)}"


def _field_name(column: str) -> str:
    return label(column.removesuffix("_id").removesuffix("_cents"))


def _reference(table: str, row_id: Any, names: Names) -> str:
    return names.get((table, row_id), f"{label(table)} {row_id}")


def _empty(column: str, value: Any) -> bool:
    return value is None or value == "" or value is False or (column == "intents" and value == 0)


def _value(column: str, value: Any, names: Names, today: date) -> str:
    if _empty(column, value):
        return "no" if value is False else "nothing"
    if column in REFERENCES:
        return _reference(REFERENCES[column], value, names)
    if column == "intents":
        return ", ".join(bits_to_intents(value))
    if column.endswith("_cents"):
        return f"{value / 100:,.2f}"
    if column.endswith("_on") or column in ("day", "until"):
        return short_day(date.fromisoformat(value), today)
    return "yes" if value is True else label(value) if column in _WORDS else str(value)
