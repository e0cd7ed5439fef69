"""Column types that behave alike on SQLite and PostgreSQL."""

from typing import Any

from peewee import SQL, AutoField, NodeList, SqliteDatabase, TextField

from tui_tracker.storage.database import database


def _on_sqlite(field: Any) -> bool:
    bound = field.model._meta.database
    return isinstance(getattr(bound, "obj", bound), SqliteDatabase)


class IdField(AutoField):
    """A key that is never given out twice, so that an undone row can come back under its own number.

    PostgreSQL's sequences do that by themselves; SQLite needs AUTOINCREMENT.
    """

    def ddl(self, ctx: Any) -> Any:
        """The column's definition for the engine in use."""
        nodes = super().ddl(ctx)
        return NodeList((nodes, SQL("AUTOINCREMENT"))) if _on_sqlite(self) else nodes


class FoldedField(TextField):
    """Text compared byte by byte on both engines, so that lists have one order everywhere."""

    def ddl(self, ctx: Any) -> Any:
        """The column's definition for the engine in use."""
        nodes = super().ddl(ctx)
        return nodes if _on_sqlite(self) else NodeList((nodes, SQL('COLLATE "C"')))


__all__ = ["FoldedField", "IdField", "database"]
