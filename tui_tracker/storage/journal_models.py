"""The tables of the journal, in which every change of the others is noted."""

from typing import Any

from peewee import BooleanField, ForeignKeyField, IntegerField, TextField

from tui_tracker.storage.model_base import Base, one_of


class Change(Base):
    """One entry of the journal."""

    at = TextField()
    who = TextField()
    label = TextField()
    kind = TextField(default="do")
    reverts: Any = ForeignKeyField("self", null=True, on_delete="RESTRICT")
    undone = BooleanField(default=False)
    rows = IntegerField(default=0)

    class Meta:
        indexes = ((("who", "kind", "undone", "id"), False),)
        constraints = [one_of("kind", ("do", "undo", "redo"))]


class ChangeRow(Base):
    """Before and after of one row, as JSON; a missing side is null."""

    change: Any = ForeignKeyField(Change, on_delete="RESTRICT", index=False)
    seq = IntegerField()
    table_name = TextField()
    row_id = IntegerField()
    before = TextField(null=True)
    after = TextField(null=True)

    class Meta:
        indexes = ((("change", "seq"), True), (("table_name", "row_id", "change"), False))
