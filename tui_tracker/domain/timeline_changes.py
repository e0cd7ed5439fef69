"""What the journal says of one referral, as events: its moves, the corrections, and everything else that was changed.

The state in which the referral is first known (as it was added or imported, or as it stands where the journal knows
nothing of it) gives an event for each stage that has a day; every change after that adds to them. So a move that is
known both from the referral's own days and from the journal stands once.

Where the rules are silent:
- A move back takes the later stages off: they are told in its line, with their days, and stand no longer by themselves.
- A move back has no day of its own where the stage keeps the day that it has: it stands on the day on which it was
  entered, or earlier where a later move was dated before that. So the last stage shown is always the present one.
- A corrected day is shown at the stage itself; the correction is a line of its own on the day it was entered.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from tui_tracker.domain.change_words import Names, shortened, tell
from tui_tracker.domain.day_words import short_day
from tui_tracker.domain.moves import COLUMNS, aside_stages, stages
from tui_tracker.domain.records import ChangedRow
from tui_tracker.domain.words import ASIDE_STAGES, Source, label

Row = Mapping[str, Any]


class EventKind(StrEnum):
    """What an event of a timeline is."""

    STAGE = "stage"
    BACK = "back"
    CORRECTION = "correction"
    EDIT = "edit"
    SETTLED = "settled"
    QUALITY = "quality"
    REPORT = "report"
    TOUCHPOINT = "touchpoint"
    INCIDENT = "incident"


@dataclass(frozen=True, slots=True)
class Entry:
    """When something was entered, on which local day, and by whom; entry 0 where the journal does not know."""

    id: int = 0
    on: date | None = None
    who: str = ""


@dataclass(frozen=True, slots=True)
class RowChange:
    """What one standing change did to a row: its columns as the journal keeps them; `before` is None for a new row."""

    entry: Entry
    before: Row | None
    after: Row | None


@dataclass(slots=True)
class Happening:
    """One event while the timeline is being made. `stage` is set for moves, with the column that holds its day."""

    kind: EventKind
    day: date
    what: str
    entry: Entry
    rank: int = 0
    details: list[str] = field(default_factory=list)
    stage: str = ""
    reason: str = ""
    floating: bool = False
    """A move back without a day of its own."""


_STAGE_COLUMNS = frozenset(COLUMNS.values())
_QUALITY = ("appropriate", "adherence", "outcome", "revenue_cents")
_REASONS = ("aside_reason", "alternative")
_SILENT = frozenset({"id", "stage", "stage_on", "settled", "import_key", *_STAGE_COLUMNS, *_QUALITY})


class Story:
    """Reads the journal of one referral, oldest first."""

    def __init__(self, first: Row, entry: Entry, names: Names, today: date) -> None:
        self._names = names
        self._today = today
        self._flow = str(first["flow"])
        self._line = [str(stage) for stage in stages(self._flow)]
        self._standing: dict[str, Happening] = {}
        self._others: list[Happening] = []
        self._moves: list[Happening] = []
        self._begin(first, entry)

    def happenings(self) -> list[Happening]:
        """Everything that was read; the stages in the order in which they were reached."""
        self._say_skipped()
        self._anchor()
        return [*self._moves, *self._others]

    def read(self, change: RowChange) -> None:
        """One change more."""
        if change.before is None or change.after is None:
            return
        before, after, entry = change.before, change.after, change.entry
        differs = {name for name in after if name in before and before[name] != after[name]}
        moved = before["stage"] != after["stage"]
        if moved:
            self._move(before, after, entry)
        self._correct(before, after, entry, differs, moved=moved)
        if "settled" in differs and after["settled"]:
            self._note(EventKind.SETTLED, "settled", entry, ["what was owed is taken as kept"])
        self._quality(before, after, entry, differs)
        quiet = _SILENT | {"visit_on", *_REASONS} if moved else _SILENT
        self._edit(before, after, entry, sorted(differs - quiet))

    def _begin(self, row: Row, entry: Entry) -> None:
        """The stages that the first known state has days for."""
        present = str(row["stage"])
        for stage in (*self._line, *aside_stages(self._flow)):
            column = COLUMNS[stage]
            aside = stage in ASIDE_STAGES
            day = _day(row[column]) if not aside or stage == present else None
            unknown = day is None and stage == present
            if unknown:
                day = _day(row.get("stage_on")) or max(
                    (found for one in self._line if (found := _day(row[COLUMNS[one]]))), default=None
                )
            if day is None:
                continue
            event = self._stage(EventKind.STAGE, stage, day, entry)
            if unknown:
                event.details.append("its day is not known")
            if aside:
                self._give_reason(event, row)
            elif not self._moves and row.get("source") not in (None, Source.PARTNER):
                event.details.append(f"came by {label(str(row['source']))}")
            self._stand(column, event)

    def _move(self, before: Row, after: Row, entry: Entry) -> None:
        was, stage = str(before["stage"]), str(after["stage"])
        column = COLUMNS[stage]
        gone = {name for name, one in self._standing.items() if after[name] is None and self._goes(one, before, stage)}
        if was in ASIDE_STAGES and stage in ASIDE_STAGES:
            gone.add(column)
        taken = self._take_off(gone)
        day = _day(after[column])
        what = self._words(was, stage)
        if day is not None and (before[column] != after[column] or column not in self._standing):
            event = self._stage(EventKind.STAGE, stage, day, entry, what)
            self._stand(column, event)
        else:
            latest = max((one.day for one in self._standing.values()), default=entry.on or self._today)
            event = self._stage(EventKind.BACK, stage, max(entry.on or latest, latest), entry, what)
            event.floating = True
            self._moves.append(event)
        if what != label(stage):
            event.kind = EventKind.BACK
        if stage in ASIDE_STAGES:
            self._give_reason(event, after)
        visit = _day(after.get("visit_on"))
        if visit is not None and before.get("visit_on") != after.get("visit_on"):
            event.details.append(f"visit booked for {self._short(visit)}")
        if taken:
            event.details.append(f"{', '.join(taken)} taken off")

    def _correct(self, before: Row, after: Row, entry: Entry, differs: set[str], *, moved: bool) -> None:
        """Days that changed although the card did not move there."""
        stage = str(after["stage"])
        if not moved and differs & set(_REASONS) and COLUMNS[stage] in self._standing and stage in ASIDE_STAGES:
            event = self._standing[COLUMNS[stage]]
            event.details.clear()
            self._give_reason(event, after)
        words = []
        for one in (*self._line, *((stage,) if stage in ASIDE_STAGES else ())):
            column = COLUMNS[one]
            if column not in differs or (moved and one == stage):
                continue
            old, new = _day(before[column]), _day(after[column])
            if new is None:
                if not moved:
                    words += [f"{one} taken off" for one in self._take_off({column})]
                continue
            if column not in self._standing:
                self._stand(column, self._stage(EventKind.STAGE, one, new, entry))
                continue
            self._standing[column].day = new
            was = self._short(old) if old is not None else "not known"
            words.append(f"{label(one)} {self._short(new)} (was {was})")
        if words:
            self._note(EventKind.CORRECTION, "day corrected", entry, words)

    def _quality(self, before: Row, after: Row, entry: Entry, differs: set[str]) -> None:
        changed = [name for name in _QUALITY if name in differs]
        if changed:
            self._note(EventKind.QUALITY, "how it went", entry, self._told(before, after, changed))

    def _edit(self, before: Row, after: Row, entry: Entry, changed: Sequence[str]) -> None:
        if changed:
            self._note(EventKind.EDIT, "changed", entry, self._told(before, after, changed))

    def _told(self, before: Row, after: Row, columns: Iterable[str]) -> list[str]:
        """Columns that differ, in words: `urgency urgent (was routine)`."""
        chosen = list(columns)
        row = ChangedRow("referral", 0, {name: before[name] for name in chosen}, {name: after[name] for name in chosen})
        words = []
        for one in tell(row, self._names, self._today).fields:
            now = f"{one.name} {one.after}" if one.after != "nothing" else f"{one.name} taken out"
            words.append(now if one.before == "nothing" else f"{now} (was {one.before})")
        return words

    def _words(self, was: str, stage: str) -> str:
        if stage in ASIDE_STAGES:
            return label(stage)
        if was in ASIDE_STAGES:
            return f"taken up again: {label(stage)}"
        back = self._line.index(stage) < self._line.index(was)
        return f"moved back to {label(stage)}" if back else label(stage)

    def _take_off(self, columns: set[str]) -> list[str]:
        """Let stages go; gives them in words, in their order: `scheduled Mar 3`, `lost Mar 9 (moved away)`."""
        words = []
        for column, event in [(name, self._standing[name]) for name in self._standing if name in columns]:
            del self._standing[column]
            self._moves.remove(event)
            reason = f" ({event.reason})" if event.reason else ""
            words.append(f"{label(event.stage)} {self._short(event.day)}{reason}")
        return words

    def _goes(self, event: Happening, before: Row, stage: str) -> bool:
        """Is a stage without a day now taken off by a move? One that never had a day is, where the move goes back."""
        if before[COLUMNS[event.stage]] is not None or event.stage not in self._line:
            return True
        return stage in self._line and self._line.index(stage) < self._line.index(event.stage)

    def _give_reason(self, event: Happening, row: Row) -> None:
        event.reason = shortened(str(row.get("aside_reason") or ""))
        alternative = shortened(str(row.get("alternative") or ""))
        event.details += [event.reason] if event.reason else []
        event.details += [f"offered instead: {alternative}"] if alternative else []

    def _stage(self, kind: EventKind, stage: str, day: date, entry: Entry, what: str = "") -> Happening:
        rank = self._line.index(stage) if stage in self._line else len(self._line)
        return Happening(kind, day, what or label(stage), entry, rank, stage=stage)

    def _stand(self, column: str, event: Happening) -> None:
        self._standing.pop(column, None)
        self._standing[column] = event
        self._moves.append(event)

    def _note(self, kind: EventKind, what: str, entry: Entry, details: list[str]) -> None:
        self._others.append(Happening(kind, entry.on or self._today, what, entry, 10, details))

    def _say_skipped(self) -> None:
        """Each stage names those that were skipped on the way to it."""
        reached = [event for event in self._standing.values() if event.stage in self._line]
        last = 0
        for event in sorted(reached, key=lambda one: self._line.index(one.stage)):
            place = self._line.index(event.stage)
            skipped = [label(stage) for stage in self._line[last + 1 : place]]
            if skipped:
                event.details.insert(0, f"{', '.join(skipped)} skipped")
            last = place

    def _anchor(self) -> None:
        """A move back without a day of its own does not stand after what came later."""
        earliest: date | None = None
        for event in reversed(self._moves):
            if event.floating and earliest is not None:
                event.day = min(event.day, earliest)
            earliest = event.day if earliest is None else min(earliest, event.day)

    def _short(self, day: date) -> str:
        return short_day(day, self._today)


def _day(value: Any) -> date | None:
    """A day as a record or as the journal holds it."""
    return date.fromisoformat(value) if isinstance(value, str) else value
