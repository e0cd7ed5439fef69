"""The timeline of a referral as lines: the day, the days since the line above, what happened, and who wrote it down."""

from collections.abc import Sequence
from datetime import date

from tui_tracker.domain.day_words import short_day
from tui_tracker.domain.text import count
from tui_tracker.domain.timeline import TimelineEvent
from tui_tracker.domain.timeline_changes import EventKind
from tui_tracker.widgets.lines import Line, Piece, fit, wrap

_GAP = 11
_WIDE = 96  # from this width on there is room to say who

_LOOKS: dict[str, str] = {
    EventKind.STAGE: "bold",
    EventKind.BACK: "warn",
    EventKind.CORRECTION: "dim",
    EventKind.EDIT: "dim",
    EventKind.SETTLED: "dim",
    EventKind.INCIDENT: "warn",
}


def timeline_lines(events: Sequence[TimelineEvent], today: date, width: int) -> list[Line]:
    """Every event in as many lines of `width` cells as it needs, the newest at the bottom."""
    days = max((len(short_day(event.day, today)) for event in events), default=0) + 1
    lines: list[Line] = []
    for event in events:
        lines += _lines(event, days, today, width)
    return lines


def _lines(event: TimelineEvent, days: int, today: date, width: int) -> list[Line]:
    left = days + _GAP
    texts = [event.detail] if event.detail else []
    if event.entered_on is not None:
        texts.append(f"entered {short_day(event.entered_on, today)}")
    if event.who and width >= _WIDE:
        texts.append(event.who)
    whole = event.what + "".join(f" · {text}" for text in texts)
    parts = wrap(whole, max(12, width - left))
    lines = []
    told = 0
    for number, part in enumerate(parts):
        head: tuple[Piece, ...] = ((" " * left, ""),)
        if number == 0:
            head = ((fit(short_day(event.day, today), days), ""), (fit(_gap(event.days_since), _GAP), "dim"))
        bold = part[: max(0, len(event.what) - told)]
        told += len(part) + 1
        lines.append(Line(None, (*head, (bold, _LOOKS.get(event.kind, "")), (part[len(bold) :], "dim"))))
    return lines


def _gap(days: int | None) -> str:
    if days is None:
        return ""
    return f"+ {count(days, 'day')}" if days else "same day"
