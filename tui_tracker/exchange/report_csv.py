"""Figures, charts and tables of a review as CSV: exact values, of which no spreadsheet runs one as a formula."""

import csv
import io
from collections.abc import Iterator, Sequence

from tui_tracker.domain.errors import Refused
from tui_tracker.domain.insights.catalogue import MEASURES
from tui_tracker.domain.insights.monthly import Review
from tui_tracker.domain.insights.page import Column, Compared, Row, Table, Unit
from tui_tracker.domain.text import clean_line, listed
from tui_tracker.exchange.report import harmless
from tui_tracker.exchange.report_words import chart_table, numbered

FIGURES = "figures"

_COLUMNS = tuple(
    Column(name, name, unit)
    for name, unit in (
        *(("theme", Unit.WORDS), ("key", Unit.WORDS), ("name", Unit.WORDS), ("unit", Unit.WORDS)),
        *(("value", Unit.RATIO), ("n", Unit.COUNT), ("part", Unit.COUNT)),
        *(("before", Unit.RATIO), ("before_n", Unit.COUNT), ("before_part", Unit.COUNT)),
    )
)


def tables(review: Review) -> dict[str, Table]:
    """Every table of a review by its name in files, as `sources.top_senders`: the figures, tables, then charts.

    A chart that is called as a table is has `_chart` after its name.
    """
    found = {FIGURES: _figures(review), **dict(review.tables)}
    for name, chart in review.charts:
        found[f"{name}_chart" if name in found else name] = chart_table(chart)
    return found


def named_table(review: Review, name: str) -> Table:
    """The table of a name, which may do without its theme where no other is called the same. Raises Refused."""
    every = tables(review)
    if name in every:
        return every[name]
    fitting = [one for one in every if one.partition(".")[2] == name]
    if len(fitting) == 1:
        return every[fitting[0]]
    if fitting:
        raise Refused(f"There are several tables “{name}”; write {listed(fitting)}.")
    raise Refused(f"There is no table “{clean_line(name)[:40]}”; there are {listed(list(every), 'and')}.")


def as_csv(review: Review) -> Iterator[str]:
    """All tables one after another, each below a line with its name and what it is, an empty line between two."""
    for place, (name, table) in enumerate(tables(review).items()):
        yield ("" if place == 0 else "\r\n") + _written([[harmless(name), harmless(table.title)]])
        yield table_csv(table)


def table_csv(table: Table) -> str:
    """One table: a line of names, then a line a row; days as ISO text, shares from 0 to 1, money in cents."""
    names = numbered([_name(column) for column in table.columns])
    rows = [
        [_cell(cell, column.unit) for cell, column in zip(row.cells, table.columns, strict=True)] for row in table.rows
    ]
    return _written([[harmless(name) for name in names], *rows])


def _written(rows: Sequence[Sequence[str | int | float]]) -> str:
    stream = io.StringIO()
    csv.writer(stream).writerows(rows)
    return stream.getvalue()


def _name(column: Column) -> str:
    if column.unit is Unit.CENTS and not column.name.endswith("cents"):
        return f"{column.name}_cents"
    return column.name


def _cell(value: str | int | float | None, unit: Unit) -> str | int | float:
    if value is None:
        return ""
    return harmless(clean_line(str(value))) if unit is Unit.WORDS or isinstance(value, str) else value


def _figures(review: Review) -> Table:
    seen: dict[str, Compared] = {}
    for one in (*review.figures, *(one for section in review.sections for one in section.figures)):
        seen.setdefault(one.now.key, one)
    rows = tuple(_row(one) for one in seen.values() if one.now.applies)
    return Table(FIGURES, "All figures", _COLUMNS, rows)


def _row(one: Compared) -> Row:
    measure, now, before = MEASURES[one.now.key], one.now, one.before
    words = (measure.theme.value, measure.key, measure.name, measure.unit.value)
    return Row((*words, now.value, now.n, now.part, before.value, before.n, before.part))
