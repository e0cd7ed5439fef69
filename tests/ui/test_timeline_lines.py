"""The timeline as lines: its columns, and that it fits."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.conftest import TODAY
from tui_tracker.domain.timeline import TimelineEvent
from tui_tracker.domain.timeline_changes import EventKind
from tui_tracker.widgets.lines import plain
from tui_tracker.widgets.timeline_lines import timeline_lines

RECEIVED = TimelineEvent(date(2026, 3, 2), "received", "", "Ann", None, None, EventKind.STAGE, "received")
SEEN = TimelineEvent(
    date(2026, 3, 9),
    "seen",
    "contacted, scheduled skipped; visit booked for Mar 20 and more to tell about it",
    "Ann",
    7,
    date(2026, 3, 11),
    EventKind.STAGE,
    "seen",
)


def test_days_and_the_days_between_stand_in_columns_of_their_own() -> None:
    text = plain(timeline_lines([RECEIVED, SEEN, replace(SEEN, detail="", days_since=0)], TODAY, 60))
    assert text == [
        "Mar 2            received",
        "Mar 9 + 7 days   seen · contacted, scheduled skipped; visit",
        "                 booked for Mar 20 and more to tell about it",
        "                 · entered Mar 11",
        "Mar 9 same day   seen · entered Mar 11",
    ]
    assert plain(timeline_lines([RECEIVED], TODAY, 110)) == ["Mar 2            received · Ann"]
    assert plain(timeline_lines([RECEIVED], date(2027, 1, 1), 60)) == ["Mar 2, 2026            received"]
    assert timeline_lines([], TODAY, 60) == []


@given(st.text(max_size=300), st.text(max_size=40), st.integers(30, 130), st.integers(0, 99_999))
def test_whatever_is_told_fits(detail: str, what: str, width: int, days: int) -> None:
    for line in timeline_lines([replace(SEEN, detail=detail, what=what, days_since=days)], TODAY, width):
        assert cell_len("".join(text for text, _ in line.pieces)) <= width
