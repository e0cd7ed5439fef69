"""What charts share: round numbers for their axes, numbers without their unit, and who has which look."""

from collections.abc import Sequence
from math import ceil, floor, log10

from rich.cells import cell_len

from tui_tracker.domain.insights.page import Chart, Unit, Value
from tui_tracker.domain.insights.words import value_text
from tui_tracker.domain.text import clean_line
from tui_tracker.widgets.lines import Piece, cut

SERIES_LOOKS = ("plot1", "plot2", "plot3", "plot4", "plot5", "plot6")
_STEPS = (1, 2, 2.5, 3, 5, 10)
INTERVALS = 3
_STRIDES = (1, 2, 3, 4, 6, 12, 24, 36, 48, 60, 120)
"""Of months, a label each quarter, each year … stands better than each fifth."""
_UNITS = {Unit.SHARE: "%", Unit.DAYS: "days"}
_SAID = {Unit.SHARE: "%", Unit.DAYS: "day"}
_WHOLE_FROM = 100_00  # cents


def series_look(place: int) -> str:
    """The look of the series at a place; they repeat after the sixth, and names stand beside them."""
    return SERIES_LOOKS[place % len(SERIES_LOOKS)]


def unit_word(unit: Unit, title: str) -> str:
    """What the numbers below a title are, where the title does not say so itself: `%`, `days`."""
    return "" if unit not in _UNITS or _SAID[unit] in title.lower() else _UNITS[unit]


def title_pieces(chart: Chart, width: int) -> tuple[Piece, ...]:
    """The title of a chart, and once what its numbers are."""
    title, unit = clean_line(chart.title), unit_word(chart.unit, chart.title)
    room = width - len(unit) - 2 if unit else width
    return ((cut(title, room), "head"), (f"  {unit}" if unit else "", "dim"))


def number(value: Value, unit: Unit, most: float = 0) -> str:
    """A value without its unit; whole units of money where the largest value beside it is `most` of 100 or more."""
    if value is not None and unit is Unit.CENTS and most >= _WHOLE_FROM:
        return "<1" if 0 < value < 50 else f"{round(value / 100):,}"
    return value_text(value, unit, short=True).removesuffix(" %")


def ticks(least: float, most: float, unit: Unit) -> list[float]:
    """Round numbers from 0 (or below the least) to the most or just above, evenly spaced, the lowest first."""
    low, high = min(0.0, least), max(0.0, most)
    step = _tick_step(high - low, unit)
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    return [place * step for place in range(first, max(last, first + 1) + 1)]


def _tick_step(span: float, unit: Unit) -> float:
    """The least of 1, 2, 2.5, 3, 5 and their tens and tenths with which few intervals cover the span."""
    if span <= 0:
        return 0.5 if unit is Unit.SHARE else 1.0
    power: float = 10.0 ** floor(log10(span / INTERVALS))
    steps = [power * one for one in (*_STEPS, 20)]
    if unit is Unit.COUNT:
        steps = [step for step in steps if step >= 1 and step == round(step)] or [1.0]
    return next((step for step in steps if step * INTERVALS >= span * (1 - 1e-9)), steps[-1])


def tick_text(value: float, unit: Unit, most: float) -> str:
    """A number of an axis, as short as it can be."""
    if unit is Unit.SHARE:
        return f"{value * 100:.4g}"
    if unit is Unit.CENTS:
        return number(value, unit, most)
    return f"{value:,.4g}" if value != round(value) else f"{round(value):,}"


def label_row(labels: Sequence[str], middles: Sequence[int], width: int) -> str:
    """Labels below their places: every one where they fit, else each second, third …, the last one always."""
    texts = [cut(clean_line(label), width // 3) for label in labels]
    for stride in (*_STRIDES, len(texts)):
        row = ""
        for place in range((len(texts) - 1) % stride, len(texts), stride):
            size = cell_len(texts[place])
            start = max(0, min(middles[place] - (size - 1) // 2, width - size))
            if row and start <= cell_len(row):
                break
            row += " " * (start - cell_len(row)) + texts[place]
        else:
            return row
    return texts[-1]
