"""Charts as lines of text: what the terminal draws of a `Chart`, with blocks and braille where it has them."""

from tui_tracker.domain.insights.page import Behind, Chart
from tui_tracker.widgets.lines import Line, text_line

Shown = tuple[Line, Behind | None]
"""A line, and what `enter` opens on it."""


def chart_lines(chart: Chart, width: int, *, blocks: bool, lines: bool) -> list[Shown]:
    """A chart in lines of at most `width` cells, its title first; “no data” where there is nothing to draw.

    `blocks` and `lines` tell what the terminal shows (`shows_blocks`, `shows_lines`). The keys of the lines begin with
    `chart:NAME`; those of bars are `chart:NAME:PLACE`.
    """
    return [(text_line(f"chart:{chart.name}", chart.title, "head"), None)]
