"""Rows as plain dictionaries of column name to JSON value: the form in which the journal and the export hold them."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from tui_tracker.storage.models import Base

Row = dict[str, Any]
CHUNK = 400  # ids in one IN (…): under SQLite's oldest limit of 999 variables with room for others


def columns(model: type[Base]) -> dict[str, Any]:
    """Column name → field, in the order of the model."""
    found: dict[str, Any] = model._meta.columns
    return found


def table(model: type[Base]) -> str:
    """The model's table name."""
    name: str = model._meta.table_name
    return name


def plain(value: Any) -> Any:
    """One value as JSON holds it: days as ISO text, words as plain strings."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return str(value)
    return value


def complete(model: type[Base], values: Mapping[str, Any]) -> Row:
    """A whole new row from what was given, by field or column name, and the model's defaults; without its id."""
    row: Row = {}
    known = set()
    for name, field in columns(model).items():
        if name == "id":
            continue
        for key in (field.name, name):
            if key in values:
                row[name] = plain(values[key])
                known.add(key)
                break
        else:
            row[name] = plain(field.default)
    unknown = set(values) - known - {"id"}
    if unknown:
        raise ValueError(f"{table(model)} has no {sorted(unknown)}")
    return row


def to_columns(model: type[Base], values: Mapping[str, Any]) -> Row:
    """Some values of a row, their keys turned from field into column names."""
    by_field = {field.name: name for name, field in columns(model).items()}
    by_column = columns(model)
    return {key if key in by_column else by_field[key]: plain(value) for key, value in values.items()}


def fetch(model: type[Base], ids: Iterable[int], *, lock: bool = False) -> dict[int, Row]:
    """The present rows with these ids, by id; `lock` holds them until the transaction ends (PostgreSQL)."""
    found: dict[int, Row] = {}
    names = list(columns(model))
    fields = list(columns(model).values())
    for chunk in chunks(sorted(set(ids)), CHUNK):
        query = model.select(*fields).where(model.id.in_(chunk))
        if lock and model._meta.database.for_update:
            query = query.for_update()
        for values in query.tuples().iterator():
            row = {name: plain(value) for name, value in zip(names, values, strict=True)}
            found[row["id"]] = row
    return found


def insert_rows(model: type[Base], rows: Sequence[Row]) -> None:
    """Insert whole rows, ids included."""
    by_name = columns(model)
    size = max(1, 900 // len(by_name))
    for chunk in chunks(rows, size):
        model.insert_many([{by_name[name]: value for name, value in row.items()} for row in chunk]).execute()


def chunks(items: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    """The items in runs of at most `size`."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def dump(row: Row | None) -> str | None:
    """A row as the journal stores it."""
    return None if row is None else json.dumps(row, ensure_ascii=False, separators=(",", ":"))


def load(text: str | None) -> Row | None:
    """What `dump` wrote."""
    if text is None:
        return None
    row: Row = json.loads(text)
    return row
