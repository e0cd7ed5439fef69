"""A page of Insights as lines: figures beside those of the period before, charts, tables and sentences."""

from tui_tracker.domain.insights.catalogue import MEASURES
from tui_tracker.domain.insights.page import Page
from tui_tracker.domain.insights.words import figure_text
from tui_tracker.widgets.lines import Line, fit
from tui_tracker.widgets.plots import Shown, chart_lines

Names = tuple[str, str]
"""What the period and the one before it are called: `(period.name, period.before_name)`."""


def page_lines(page: Page, names: Names, width: int, *, blocks: bool, lines: bool) -> list[Shown]:
    """A whole page in lines of at most `width` cells (without the list's gutter), each with what is behind it.

    Keys: `figure:KEY` (the measure's), `chart:NAME`, `chart:NAME:PLACE` (the label's), `row:TABLE:PLACE`, `say:PLACE`.
    """
    found: list[Shown] = []
    for one in page.figures:
        measure = MEASURES[one.now.key]
        text = f"{fit(measure.name, 26)} {figure_text(one.now, measure.unit)}"
        found.append((Line(f"figure:{measure.key}", ((text, ""),)), one.behind))
    for chart in page.charts:
        found += chart_lines(chart, width, blocks=blocks, lines=lines)
    return found
