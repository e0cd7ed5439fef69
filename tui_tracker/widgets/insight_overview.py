"""The first page of Insights as lines: ten figures at a glance, and what changed."""

from collections.abc import Iterator, Sequence

from tui_tracker.domain.insights.changes import NOTHING, Change
from tui_tracker.domain.insights.page import Compared
from tui_tracker.domain.text import clean_line
from tui_tracker.widgets.figure_lines import Names, figure_lines
from tui_tracker.widgets.lines import Line, wrap
from tui_tracker.widgets.plots import Shown

_GROUPS = ("active", "to_seen", "loop_closure")
"""The first figures of what belongs together: who sends, how fast it goes, what we owe in return."""
_ROOMY = 24
_HEADING = "What changed"
_WORDS = {True: ("better", "good"), False: ("worse", "warn"), None: ("", "")}
_WORD = 8
_READABLE = 100


def overview_lines(
    figures: Sequence[Compared], changes: Sequence[Change], names: Names, width: int, height: int, *, blocks: bool
) -> list[Shown]:
    """The first page in lines of at most `width` cells (without the list's gutter); `height` is the list's.

    Where there is room, figures that belong together stand apart from others. The figures of which the changes tell
    stand out. Keys: `figure:KEY` (the measure's), `change:PLACE` (in `changes`), `unchanged`.
    """
    told = {change.behind.key for change in changes if change.behind is not None and change.partner_id is None}
    groups = _GROUPS if height >= _ROOMY else ()
    found = figure_lines(figures, names, width, blocks=blocks, told=told, groups=groups)
    said = list(_changes(changes, width))
    if len(found) + len(said) + 2 <= height:
        found.append((Line(None, ()), None))
    return [*found, (Line(None, ((_HEADING, "head"),)), None), *said]


def _changes(changes: Sequence[Change], width: int) -> Iterator[Shown]:
    """A sentence each, with the word for it before; the cursor stands on its first line."""
    if not changes:
        yield Line("unchanged", ((NOTHING, "dim"),)), None
    for place, change in enumerate(changes):
        word, look = _WORDS[change.better]
        for row, text in enumerate(wrap(clean_line(change.text), min(_READABLE, width - _WORD))):
            mark = ((" " * _WORD if row else word.ljust(_WORD), look), (text, ""))
            yield Line(None if row else f"change:{place}", mark), None if row else change.behind
