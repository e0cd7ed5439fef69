"""What a change did to a row, in words a person reads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tui_tracker.domain.day_words import short_day
from tui_tracker.domain.money import money_text
from tui_tracker.domain.records import ChangedRow
from tui_tracker.domain.text import count
from tui_tracker.domain.words import ReportKind, bits_to_intents, label

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
    "contact_id": "contact",
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
    "saved_filter": "name",
    "candidate": "name",
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
        "give",
        "answer",
    }
)
_FREE = frozenset({("report", "outcome"), ("candidate", "source")})
"""What has a word's name and is text all the same."""
_BY_PARTNER = ("partner_id",)
_IN_THE_NAME: dict[str, tuple[str, ...]] = {
    **{table: (column,) for table, column in _NAME_COLUMNS.items()},
    "link": ("kind", "from_partner_id", "to_partner_id"),
    "report": ("kind", "referral_id"),
}
_FIELD_NAMES = {"aside_reason": "why", "alternative": "offered instead"}
_HIDDEN = frozenset({"id", "search", "import_key", "entry", "stage_on"})

_APART = frozenset({("gift", "amount_cents"), ("gift", "what")})
"""What the gift ledger alone shows: the history stands beside referrals (RULES section 13)."""

LONGEST_SHOWN = 160
"""How much of a text is shown: a letter must not take the whole screen."""


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
        if (row.table, column) in _APART:
            fields.append(_apart(column, row))
            continue
        is_word = column in _WORDS and (row.table, column) not in _FREE
        fields.append(
            Field(
                _field_name(column),
                None if row.before is None else _value(column, old, names, today, is_word=is_word),
                None if row.after is None else _value(column, new, names, today, is_word=is_word),
            )
        )
    return Told(what, name, tuple(fields))


def shortened(text: str) -> str:
    """Text as it is shown among others: in one line, a long one by its beginning and how long it is."""
    line = " ".join(text.split())
    if len(line) <= LONGEST_SHOWN:
        return line
    return f"{line[:LONGEST_SHOWN].rstrip()}… ({count(len(text), 'character')})"


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


def _apart(column: str, row: ChangedRow) -> Field:
    """A field of which is told only that it is there, or that it is another now."""
    alone = "shown in the gift ledger alone"
    if row.before is None:
        return Field(_field_name(column), None, alone)
    return Field(_field_name(column), "as it was", "another") if row.after else Field(_field_name(column), alone, None)


def _own_name(row: ChangedRow) -> str:
    column = _NAME_COLUMNS.get(row.table)
    return "" if column is None else str((row.after or row.before or {}).get(column) or "")


def _row_name(row: ChangedRow, names: Names) -> str:
    table = _TABLES.get(row.table, label(row.table))
    values = row.after or row.before or {}
    if row.table == "link":
        ends = [_reference("partner", values.get(column), names) for column in ("from_partner_id", "to_partner_id")]
        return f"{table} {ends[0]} {label(str(values.get('kind')))} {ends[1]}"
    if row.table == "report" and values.get("referral_id") is not None:
        kind = str(values.get("kind"))
        word = kind if kind == ReportKind.ACKNOWLEDGEMENT else f"{label(kind)} report"
        return f"{word} on {_reference('referral', values['referral_id'], names)}"
    name = _own_name(row)
    if name:
        return f"{table} {name}"
    partner_id = values.get("partner_id")
    return table if partner_id is None else f"{table} with {_reference('partner', partner_id, names)}"


def _field_name(column: str) -> str:
    return _FIELD_NAMES.get(column) or label(column.removesuffix("_id").removesuffix("_cents"))


def _reference(table: str, row_id: Any, names: Names) -> str:
    return names.get((table, row_id), f"{label(table)} {row_id}")


def _empty(column: str, value: Any) -> bool:
    return value is None or value == "" or value is False or (column == "intents" and value == 0)


def _value(column: str, value: Any, names: Names, today: date, *, is_word: bool) -> str:
    if _empty(column, value):
        return "no" if value is False else "nothing"
    if column in REFERENCES:
        return _reference(REFERENCES[column], value, names)
    if column == "intents":
        return ", ".join(bits_to_intents(value))
    if column.endswith("_cents"):
        return money_text(value)
    if column.endswith("_on") or column in ("day", "until", "month"):
        return short_day(date.fromisoformat(value), today)
    return "yes" if value is True else label(value) if is_word else shortened(str(value))
