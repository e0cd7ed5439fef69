"""The form in which a made-up practice is handed on: tables of plain rows."""

from dataclasses import dataclass
from datetime import date

Rows = list[tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows for one table: plain values as JSON holds them, days as ISO text, ids given."""

    name: str
    columns: tuple[str, ...]
    rows: Rows


class IsoDays:
    """Ordinals to ISO text, each worked out once."""

    def __init__(self) -> None:
        self._known: dict[int, str] = {}

    def __call__(self, day: int) -> str:
        """The day as 2026-11-18."""
        text = self._known.get(day)
        if text is None:
            text = self._known[day] = date.fromordinal(day).isoformat()
        return text

    def maybe(self, day: int | None) -> str | None:
        """The day, or None for none."""
        return None if day is None else self(day)
