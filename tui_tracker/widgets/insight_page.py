"""A page of Insights as lines: figures beside those of the period before, sentences, charts and tables."""

from collections.abc import Iterator, Sequence

from tui_tracker.domain.insights.page import Page
from tui_tracker.domain.text import clean_line
from tui_tracker.widgets.figure_lines import Names, figure_lines
from tui_tracker.widgets.lines import READABLE, Line, wrap
from tui_tracker.widgets.plots import Shown, chart_lines
from tui_tracker.widgets.table_lines import table_lines


def page_lines(page: Page, names: Names, width: int, *, blocks: bool, lines: bool) -> list[Shown]:
    """A whole page in lines of at most `width` cells (without the list's gutter), each with what is behind it.

    Keys: `figure:KEY` (the measure's), `say:PLACE`, `chart:NAME`, `chart:NAME:PLACE` (the label's; `:SERIES` after it
    from the second series on), `table:NAME`, `row:NAME:PLACE`. The last line always has one: the cursor must reach it.
    """
    parts = [figure_lines(page.figures, names, width, blocks=blocks), list(_said(page.says, width))]
    parts += [chart_lines(chart, width, blocks=blocks, lines=lines) for chart in page.charts]
    parts += [table_lines(table, width, lines=lines) for table in page.tables]
    found: list[Shown] = []
    for part in filter(None, parts):
        if found:
            found.append((Line(None, ()), None))
        found += part
    if found and found[-1][0].key is None:
        found[-1] = (Line("end", found[-1][0].pieces), None)
    return found


def _said(sentences: Sequence[str], width: int) -> Iterator[Shown]:
    """Each in as many lines as it takes; the cursor stands on its first."""
    for place, sentence in enumerate(sentences):
        for row, text in enumerate(wrap(clean_line(sentence), min(width, READABLE))):
            yield Line(None if row else f"say:{place}", ((text, ""),)), None
