"""How a figure is computed, from how many and over which days; and what a chart or a row says, in words and digits."""

from collections.abc import Iterator, Sequence

from tui_tracker.domain.day_words import short_day, short_month
from tui_tracker.domain.insights.catalogue import MEASURES
from tui_tracker.domain.insights.page import Chart, Compared, Figure, Measure, Table, Unit
from tui_tracker.domain.insights.periods import Period, Span, trend_months
from tui_tracker.domain.insights.words import change_text, figure_text, value_text
from tui_tracker.domain.measures import month_end
from tui_tracker.domain.text import count
from tui_tracker.widgets.lines import Line, Piece, fit, wrap

_TITLE = 12
_BEFORE = "before"


def figure_why(one: Compared, period: Period, width: int) -> list[Line]:
    """A figure: its value and from how many, the period before, how it is computed, and its twelve months."""
    measure = MEASURES[one.now.key]
    now, before = _spans(one, period)
    found = [
        *_titled("now", f"{_counted(one.now, measure)}, {days_text(now)}", width),
        *_titled(_BEFORE, f"{_counted(one.before, measure)}, {days_text(before)}", width),
    ]
    change = change_text(one.now, one.before, measure.unit)
    if change:
        found += _titled("change", change, width)
    found += [*_heading("How it is computed"), *_text(measure.how, width)]
    if one.now.n and measure.better:
        found += _text("More is better." if measure.better > 0 else "Less is better.", width, "dim")
    if one.trend:
        found += _heading("Month by month")
        months = zip(trend_months(period), one.trend, strict=True)
        found += [_month(span, figure, measure) for span, figure in months]
    return _numbered(found)


def chart_why(chart: Chart, place: int | None, width: int) -> list[Line]:
    """A chart in digits: each label with its values; the one of `place`, where there is one, stands first."""
    found: list[Line] = []
    if chart.target is not None:
        for one in chart.series:
            values = [value or 0 for value in one.values]
            within = f"{sum(values[: chart.target]):,} of {sum(values):,}"
            found += _text(f"{chart.target_name or 'within what was promised'}: {within}.", width, "bold")
    order = list(range(len(chart.labels)))
    if place is not None and place in order:
        order.remove(place)
        order.insert(0, place)
    name = min(28, max((len(label) for label in chart.labels), default=0) + 2)
    if len(chart.series) > 1:
        heads = "".join(fit(one.name, _cell(one.name), right=True) for one in chart.series)
        found.append(Line(None, ((" " * name, ""), (heads, "dim"))))
    for number in order:
        pieces: list[Piece] = [(fit(chart.labels[number], name), "bold" if number == place else "")]
        for one in chart.series:
            pieces.append((fit(value_text(one.values[number], chart.unit), _cell(one.name), right=True), ""))
        if chart.notes:
            pieces.append((f"  {chart.notes[number]}", "dim"))
        found.append(Line("", tuple(pieces)))
    return _numbered(found or _text("no data", width))


def table_why(table: Table, place: int | None, width: int) -> list[Line]:
    """A row of a table: every column with its value, also those for which the page has no room; and the note."""
    found: list[Line] = []
    if place is not None:
        name = min(28, max(len(column.title) for column in table.columns) + 2)
        cells = zip(table.columns, table.rows[place].cells, strict=True)
        found = [
            Line("", ((fit(column.title, name), "dim"), (value_text(cell, column.unit), "bold")))
            for column, cell in cells
        ]
    else:
        titles = ", ".join(column.title for column in table.columns)
        found += _text(f"{count(len(table.rows), 'row')}: {titles}.", width)
    if table.note:
        found += [Line(None, ()), *_text(table.note, width, "dim")]
    return _numbered(found)


def text_why(text: str, remark: str, width: int) -> list[Line]:
    """A sentence as it stands on the page, and a remark on what it takes to be said."""
    return _numbered([*_text(text, width, "bold"), Line(None, ()), *_text(remark, width)])


def context_lines(period: Period, narrowed: str, measures: Sequence[Measure], width: int) -> list[Line]:
    """Over which days, of what part of the practice, and how each measure of the page is computed."""
    found = [*_heading("Over which days"), *_text(f"{period.name}: {days_text(period.span)}.", width)]
    found += _text(f"Before: {days_text(period.before)}.", width)
    if narrowed:
        found += _text(f"Only {narrowed}.", width)
    for measure in measures:
        found += [*_heading(measure.name), *_text(measure.how, width)]
    return [Line(None if line.key is None else f"context:{place}", line.pieces) for place, line in enumerate(found)]


def days_text(span: Span) -> str:
    """`Dec 1, 2025 to Nov 21, 2026 (356 days)`."""
    last = f"{short_day(span.last)}, {span.last.year}"
    if span.first == span.last:
        return last
    return f"{short_day(span.first)}, {span.first.year} to {last} ({span.days:,} days)"


def _spans(one: Compared, period: Period) -> tuple[Span, Span]:
    """The days of a figure and of that before: the period's, or as many up to their ends as what is behind it says."""
    over = one.behind.span if one.behind else period.span
    if over == period.span:
        return period.span, period.before
    return over, Span(period.before.last - (over.last - over.first), period.before.last)


def _counted(figure: Figure, measure: Measure) -> str:
    """`82 %: 41 of 50 referrals received`; what is a plain count says itself from how many."""
    said = figure_text(figure, measure.unit)
    if not figure.applies or measure.unit is Unit.COUNT:
        return said
    if figure.part is not None:
        return f"{said}: {figure.part:,} of {figure.n:,} {measure.of}"
    return f"{said}, from {figure.n:,} {measure.of}"


def _month(span: Span, figure: Figure, measure: Measure) -> Line:
    said = fit(figure_text(figure, measure.unit), 14, right=True)
    cut = "" if span.last == month_end(span.first) else "  so far"
    of = "" if measure.unit is Unit.COUNT or not figure.n else f"  from {figure.n:,}"
    return Line("", ((fit(short_month(span.first), _TITLE), "dim"), (said, "bold"), (f"{of}{cut}", "dim")))


def _cell(name: str) -> int:
    return max(12, len(name) + 2)


def _heading(text: str) -> list[Line]:
    return [Line(None, ()), Line(None, ((text, "head"),))]


def _text(text: str, width: int, look: str = "") -> list[Line]:
    return [Line("", ((part, look),)) for part in wrap(text, width)]


def _titled(title: str, text: str, width: int) -> Iterator[Line]:
    for place, part in enumerate(wrap(text, max(20, width - _TITLE))):
        yield Line("", ((fit("" if place else title, _TITLE), "dim"), (part, "bold" if not place else "")))


def _numbered(lines: Sequence[Line]) -> list[Line]:
    """Each line with text can hold the cursor, so that the whole of it can be read."""
    return [Line(None if line.key is None else place, line.pieces) for place, line in enumerate(lines)]
