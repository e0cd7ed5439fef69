"""The first page of Insights as lines: ten figures at a glance, and what changed."""

from collections.abc import Iterator, Sequence

from tui_tracker.domain.day_words import short_month
from tui_tracker.domain.insights.changes import NOTHING, Change
from tui_tracker.domain.insights.page import Chart, ChartKind, Compared, Series, Unit
from tui_tracker.domain.measures import month_start
from tui_tracker.domain.text import clean_line
from tui_tracker.widgets.figure_lines import Names, figure_lines
from tui_tracker.widgets.lines import READABLE, Line, wrap
from tui_tracker.widgets.plots import Shown, chart_lines

_GROUPS = ("active", "to_seen", "loop_closure")
"""The first figures of what belongs together: who sends, how fast it goes, what we owe in return."""
_ROOMY = 24
_DRAWN = {"received": "received", "sent": "sent"}
_HEADING = "What changed"
_WORDS = {True: ("better", "good"), False: ("worse", "warn"), None: ("", "")}
_WORD = 8
_EMPTY = (
    "Nothing is on record for these days. r writes down a referral, p chooses other days; tui-tracker import FILE, "
    "in the shell, takes referrals from a spreadsheet."
)
_NONE_OF_IT = "Nothing of this part is on record for these days. esc shows everything, / another part, p other days."


def overview_lines(
    figures: Sequence[Compared],
    changes: Sequence[Change],
    names: Names,
    width: int,
    height: int,
    *,
    blocks: bool,
    narrowed: bool = False,
) -> list[Shown]:
    """The first page in lines of at most `width` cells (without the list's gutter); `height` is the list's.

    Where there is room, figures that belong together stand apart from others, and a chart of the referrals stands
    below. The figures of which the changes tell stand out. `narrowed`: they are of a part of the practice. Keys:
    `figure:KEY` (the measure's), `change:PLACE` (in `changes`), `unchanged`, `chart:twelve_months`.
    """
    told = {change.behind.key for change in changes if change.behind is not None and change.partner_id is None}
    groups = _GROUPS if height >= _ROOMY else ()
    found = figure_lines(figures, names, width, blocks=blocks, told=told, groups=groups)
    counted = any(one.now.value or one.before.value for one in figures)
    if counted and changes:
        said = list(_changes(changes, width))
    else:
        said = _unchanged(width, counted=counted, narrowed=narrowed)
    if len(found) + len(said) + 2 <= height:
        found.append((Line(None, ()), None))
    found += [(Line(None, ((_HEADING, "head"),)), None), *said]
    drawn = _drawn(figures, width, blocks=blocks)
    if drawn and len(found) + 1 + len(drawn) <= height:
        found += [(Line(None, ()), None), *drawn]
    return found


def _drawn(figures: Sequence[Compared], width: int, *, blocks: bool) -> list[Shown]:
    """The referrals of the twelve months of the trend as lines; none where they were not counted."""
    shown = [one for one in figures if one.now.key in _DRAWN and one.behind is not None and one.trend]
    if not shown or shown[0].behind is None:
        return []
    last = shown[0].behind.span.last
    labels = tuple(short_month(month_start(last, -back)) for back in range(len(shown[0].trend) - 1, -1, -1))
    series = tuple(Series(_DRAWN[one.now.key], tuple(month.value for month in one.trend)) for one in shown)
    chart = Chart("twelve_months", "Referrals month by month", ChartKind.LINES, Unit.COUNT, labels, series)
    return chart_lines(chart, width, blocks=blocks, lines=blocks)


def _changes(changes: Sequence[Change], width: int) -> Iterator[Shown]:
    """A sentence each, with the word for it before; the cursor stands on its first line."""
    for place, change in enumerate(changes):
        word, look = _WORDS[change.better]
        for row, text in enumerate(wrap(clean_line(change.text), min(READABLE, width - _WORD))):
            mark = ((" " * _WORD if row else word.ljust(_WORD), look), (text, ""))
            yield Line(None if row else f"change:{place}", mark), None if row else change.behind


def _unchanged(width: int, *, counted: bool, narrowed: bool) -> list[Shown]:
    """That nothing changed; where nothing is on record in either period, what fills the page."""
    text, look = (NOTHING, "dim") if counted else (_NONE_OF_IT if narrowed else _EMPTY, "")
    lines = wrap(text, min(READABLE, width))
    return [(Line(None if row else "unchanged", ((line, look),)), None) for row, line in enumerate(lines)]
