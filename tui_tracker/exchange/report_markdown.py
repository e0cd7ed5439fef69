"""A review as Markdown: charts as tables, since Markdown draws none."""

from collections.abc import Iterator, Sequence

from tui_tracker.domain.insights.monthly import Review, Section
from tui_tracker.domain.insights.page import Compared, Table, Unit
from tui_tracker.domain.insights.words import NO_DATA
from tui_tracker.exchange.letters import escape
from tui_tracker.exchange.report_words import (
    HOW,
    below_heading,
    cell_text,
    changed,
    chart_table,
    heading,
    how,
    notes_of,
    shown,
    shown_rows,
    told,
)


def as_markdown(review: Review) -> Iterator[str]:
    """The text, piece by piece."""
    yield f"# {_line(heading(review))}\n\n{_line(' '.join(below_heading(review)))}\n\n"
    if review.changes:
        yield "## What changed\n\n"
        yield from (f"- {_line(changed(change))}\n" for change in review.changes)
        yield "\n## In numbers\n\n"
    yield from _figures(review.figures, review)
    for section in review.on_paper:
        yield from _section(section, review)
    every = [told(one).measure for one in shown(review.figures)]
    if every:
        yield f"## {HOW}\n\n"
        yield from (f"- {_line(how(measure))}\n" for measure in every)


def _section(section: Section, review: Review) -> Iterator[str]:
    yield f"## {_line(section.title)}\n\n"
    for says in section.says:
        yield f"{_line(says)}\n\n"
    if section.figures:
        yield from _figures(section.figures, review)
    for chart in section.charts:
        yield f"### {_line(chart.title)}\n\n"
        yield from [f"{NO_DATA}\n\n"] if chart.empty else _table(chart_table(chart), None)
    for table in section.tables:
        yield f"### {_line(table.title)}\n\n"
        yield from _table(table, section)


def _figures(figures: Sequence[Compared], review: Review) -> Iterator[str]:
    yield _row(["", review.period.name, "counted", review.period.before_name, "change"])
    yield "| :-- | --: | :-- | --: | :-- |\n"
    for one in map(told, shown(figures)):
        yield _row([one.name, one.value, one.counted, one.before, one.change])
    yield "\n"


def _table(table: Table, section: Section | None) -> Iterator[str]:
    """A table; `section` says how many of its rows are shown, all where there is none."""
    rows, more = (table.rows, 0) if section is None else shown_rows(section, table)
    if rows:
        yield _row([column.title for column in table.columns])
        sides = [":--" if column.unit is Unit.WORDS else "--:" for column in table.columns]
        yield f"| {' | '.join(sides)} |\n"
        for row in rows:
            yield _row([cell_text(cell, column.unit) for cell, column in zip(row.cells, table.columns, strict=True)])
        yield "\n"
    for note in notes_of(table, more):
        yield f"{_line(note)}\n\n"


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(map(_line, cells))} |\n"


def _line(text: str) -> str:
    """Text as Markdown that shows it literally, wherever in a line or a cell."""
    return escape(text).replace("\n", " ")
