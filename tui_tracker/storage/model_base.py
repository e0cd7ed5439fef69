"""What every table shares, and the checks that are written the same way in many of them."""

from collections.abc import Iterable

from peewee import Check, Model

from tui_tracker.storage.database import database
from tui_tracker.storage.fields import IdField


class Base(Model):
    """What every table shares: a key that is never reused, and the one database."""

    id = IdField()

    class Meta:
        database = database
        legacy_table_names = False


def one_of(column: str, choices: Iterable[str], *, null: bool = False) -> Check:
    """The column holds one of these words, or nothing where that is allowed."""
    listed = ", ".join(f"'{choice}'" for choice in choices)
    rule = f"{column} IN ({listed})"
    return Check(f"{column} IS NULL OR {rule}" if null else rule)


def between(column: str, low: int, high: int) -> Check:
    """The column holds a number from one to another, or nothing."""
    return Check(f"{column} IS NULL OR ({column} >= {low} AND {column} <= {high})")
