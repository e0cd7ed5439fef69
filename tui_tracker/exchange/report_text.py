"""A review as plain text, for a mail or a printer: figures and tables in columns, charts as bars of blocks."""

from collections.abc import Iterator, Sequence
from textwrap import wrap

from tui_tracker.domain.insights.monthly import Review, Section
from tui_tracker.domain.insights.page import Chart, Compared, Table, Unit, Value
from tui_tracker.domain.insights.words import NO_DATA, value_text
from tui_tracker.domain.text import clean_line
from tui_tracker.exchange.map_cells import cutter
from tui_tracker.exchange.report_grid import grid
from tui_tracker.exchange.report_words import (
    HOW,
    below_heading,
    cell_text,
    changed,
    heading,
    how,
    notes_of,
    shown,
    shown_rows,
    target_text,
    told,
    trend_name,
)

_EIGHTHS = " ▏▎▍▌▋▊▉"
_LEVELS = "▁▂▃▄▅▆▇█"
_STRAIGHT = str.maketrans("“”", '""')
_LONGEST = 32
_SHORTEST = 6
_SIDE_BY_SIDE = 2
_LEAST = 20


def as_text(review: Review, width: int, *, ascii_only: bool = False) -> Iterator[str]:
    """The lines, each with its line break."""
    paper = _Paper(max(width, _LEAST), ascii_only)
    for line in paper.whole(review):
        yield f"{line}\n"


class _Paper:
    """Lines of a width, drawn with the signs that there are."""

    def __init__(self, width: int, ascii_only: bool) -> None:
        self._width = width
        self._ascii = ascii_only
        self._cut = cutter("..." if ascii_only else "…")

    def whole(self, review: Review) -> Iterator[str]:
        yield from self._wrapped(heading(review))
        yield from self._wrapped(" ".join(below_heading(review)))
        if review.changes:
            yield from self._titled("What changed")
            for change in review.changes:
                yield from self._wrapped(changed(change).replace("✓", "+" if self._ascii else "✓"), "- ", "  ")
        yield ""
        yield from self._figures(review.figures, review)
        for section in review.on_paper:
            yield from self._section(section, review)
        every = [told(one).measure for one in shown(review.figures)]
        if every:
            yield from self._titled(HOW, "=")
            for measure in every:
                yield from self._wrapped(how(measure).translate(_STRAIGHT if self._ascii else {}), "", "  ")

    def _section(self, section: Section, review: Review) -> Iterator[str]:
        yield from self._titled(section.title, "=")
        for says in section.says:
            yield from self._wrapped(clean_line(says))
        if section.figures:
            yield from self._figures(section.figures, review)
        for chart in section.charts:
            yield from self._titled(chart.title)
            yield from self._chart(chart)
        for table in section.tables:
            yield from self._titled(table.title)
            yield from self._table(section, table)

    def _wrapped(self, text: str, first: str = "", later: str = "") -> list[str]:
        return wrap(text, self._width, initial_indent=first, subsequent_indent=later, break_on_hyphens=False)

    def _titled(self, title: str, rule: str = "-") -> Iterator[str]:
        name = self._cut_to(clean_line(title))
        yield ""
        yield name
        yield rule * max(len(name), 3)

    def _figures(self, figures: Sequence[Compared], review: Review) -> Iterator[str]:
        """A line a figure; the trend stands at its end where the line is wide enough for it."""
        figures = shown(figures)
        every = [told(one) for one in figures]
        head = ["", review.period.name, "counted", review.period.before_name, "change"]
        rows = [[one.name, one.value, one.counted, one.before, one.change] for one in every]
        if any(len(cell) > 12 for cell in (head[1], head[3])):
            head[1], head[3] = "now", "before"
        trends = [self._spark([month.value for month in one.trend]) for one in figures]
        right = [False, True, False, True, False]
        if any(trends) and not self._ascii:
            tall = [[*row, trend] for row, trend in zip(rows, trends, strict=True)]
            lines = grid([[*head, trend_name(review)], *tall], [*right, True], self._width, self._cut)
            if lines is not None and not any("…" in line for line in lines):
                yield from lines
                return
        yield from self._laid([head, *rows], right)

    def _spark(self, values: Sequence[Value]) -> str:
        most = max((value for value in values if value is not None), default=0)
        last = len(_LEVELS) - 1
        return "".join("·" if one is None else _LEVELS[round(one / most * last) if most > 0 else 0] for one in values)

    def _chart(self, chart: Chart) -> Iterator[str]:
        if chart.empty:
            yield NO_DATA
            return
        bars = len(chart.series) <= _SIDE_BY_SIDE
        rows = [self._row(chart, place, 0) for place in range(len(chart.labels))]
        head = ["", *(cell for one in chart.series for cell in (("", "") if bars else ("",))), ""]
        if len(chart.series) > 1:
            names = [clean_line(one.name) for one in chart.series]
            head = ["", *(cell for name in names for cell in ((name, "") if bars else (name,))), ""]
        right = [False, *(side for _one in chart.series for side in ((True, False) if bars else (True,))), False]
        if bars:
            fixed = grid([head, *rows], right, 10_000, self._cut) or []
            left = self._width - max(map(len, fixed), default=0) - 2 * len(chart.series)
            size = max(_SHORTEST, min(_LONGEST, left // len(chart.series)))
            rows = [self._row(chart, place, size) for place in range(len(chart.labels))]
        lines = grid([head, *rows], right, self._width, self._cut)
        if lines is None:
            lines = ["", *(" ".join(filter(None, row)) for row in rows)]
        if any(head):
            yield lines[0]
        for place, line in enumerate(lines[1:], 1):
            yield line
            if place == chart.target:
                yield self._limit(chart)

    def _row(self, chart: Chart, place: int, size: int) -> list[str]:
        """Label, for each series the value and its bar of at most so many cells, and the note."""
        row = [clean_line(chart.labels[place])]
        most = max((value for one in chart.series for value in one.values if value is not None), default=0)
        for one in chart.series:
            row.append(value_text(one.values[place], chart.unit, short=True))
            if len(chart.series) <= _SIDE_BY_SIDE:
                row.append(self._bar(one.values[place], most, size))
        return [*row, clean_line(chart.notes[place]) if chart.notes else ""]

    def _bar(self, value: Value, most: float, size: int) -> str:
        if not value or value < 0 or most <= 0:
            return ""
        if self._ascii:
            return "#" * max(1, round(value / most * size)) if size else ""
        full, part = divmod(max(1, round(value / most * size * 8)), 8)
        return ("█" * full + _EIGHTHS[part].strip()) if size else ""

    def _limit(self, chart: Chart) -> str:
        return self._cut_to(f"{'- -' if self._ascii else '╌╌╌'} {target_text(chart)}")

    def _cut_to(self, text: str) -> str:
        return text if len(text) <= self._width else self._cut(text, self._width)

    def _table(self, section: Section, table: Table) -> Iterator[str]:
        some, more = shown_rows(section, table)
        if some:
            head = [clean_line(column.title) for column in table.columns]
            rows = [
                [cell_text(cell, column.unit) for cell, column in zip(row.cells, table.columns, strict=True)]
                for row in some
            ]
            yield from self._laid([head, *rows], [column.unit is not Unit.WORDS for column in table.columns])
        for note in notes_of(table, more):
            yield from self._wrapped(note)

    def _laid(self, rows: list[list[str]], right: Sequence[bool]) -> Iterator[str]:
        """Rows in columns; where the line is too narrow, each as a paragraph that names its values."""
        lines = grid(rows, right, self._width, self._cut)
        if lines is not None:
            yield from lines
            return
        head, *others = rows
        for row in others:
            named = [f"{name} {cell}".strip() for name, cell in zip(head[1:], row[1:], strict=True) if cell]
            yield from self._wrapped(f"{row[0]}: {', '.join(named)}", "", "  ")
