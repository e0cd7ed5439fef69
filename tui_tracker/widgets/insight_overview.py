"""The first page of Insights as lines: ten figures at a glance, and what changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tui_tracker.domain.insights.catalogue import MEASURES
from tui_tracker.domain.insights.page import Compared
from tui_tracker.domain.insights.words import figure_text
from tui_tracker.widgets.insight_page import Names
from tui_tracker.widgets.lines import Line, fit
from tui_tracker.widgets.plots import Shown

if TYPE_CHECKING:
    from tui_tracker.domain.insights.changes import Change


def overview_lines(
    figures: Sequence[Compared], changes: Sequence[Change], names: Names, width: int, height: int, *, blocks: bool
) -> list[Shown]:
    """The first page in lines of at most `width` cells (without the list's gutter); `height` is the list's.

    Keys: `figure:KEY` (the measure's) and `change:PLACE` (in `changes`).
    """
    found: list[Shown] = []
    for one in figures:
        measure = MEASURES[one.now.key]
        text = f"{fit(measure.name, 26)} {figure_text(one.now, measure.unit)}"
        found.append((Line(f"figure:{measure.key}", ((text, ""),)), one.behind))
    for place, change in enumerate(changes):
        found.append((Line(f"change:{place}", ((change.text, ""),)), change.behind))
    return found
