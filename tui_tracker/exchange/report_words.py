"""What every format of a review says alike: names, values and what they were counted from, in plain words."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tui_tracker.domain.day_words import long_day, short_month
from tui_tracker.domain.insights.catalogue import MEASURES
from tui_tracker.domain.insights.changes import Change
from tui_tracker.domain.insights.monthly import Review, Section
from tui_tracker.domain.insights.page import Chart, ChartKind, Column, Compared, Figure, Measure, Row, Table, Unit
from tui_tracker.domain.insights.periods import trend_months
from tui_tracker.domain.insights.words import change_text, figure_text, value_text
from tui_tracker.domain.text import clean_line, fold

HOW = "How it is counted"
_WORD = re.compile(r"[^a-z0-9]+")


class Told(NamedTuple):
    """A figure in words. `counted` says from how many, or is empty."""

    measure: Measure
    name: str
    value: str
    counted: str
    before: str
    change: str


def told(one: Compared) -> Told:
    """A figure beside the one before."""
    measure = MEASURES[one.now.key]
    return Told(
        measure,
        measure.name[:1].upper() + measure.name[1:],
        figure_text(one.now, measure.unit),
        counted(one.now, measure),
        figure_text(one.before, measure.unit),
        change_text(one.now, one.before, measure.unit),
    )


def changed(change: Change) -> str:
    """A change in words, after a sign that says whether it is for the better; none where it is neither."""
    sign = "" if change.better is None else "✓ " if change.better else "! "
    return sign + clean_line(change.text)


def how(measure: Measure) -> str:
    """`Leakage: Inbound partner referrals …`."""
    return f"{measure.name[:1].upper()}{measure.name[1:]}: {measure.how}"


def shown(figures: Sequence[Compared]) -> list[Compared]:
    """The figures that are told: not those that the lens cannot narrow."""
    return [one for one in figures if one.now.applies]


def counted(figure: Figure, measure: Measure) -> str:
    """From how many a figure was counted: `32 of 45`, `of 41`; empty for a plain count, and where there is no data."""
    if figure.value is None or measure.unit is Unit.COUNT:
        return ""
    return f"of {figure.n:,}" if figure.part is None else f"{figure.part:,} of {figure.n:,}"


def heading(review: Review) -> str:
    """`Harbor PT: review of Oct 2026`."""
    name = f"{review.title} of {review.period.name}"
    practice = clean_line(review.practice)
    return f"{practice}: {name}" if practice else name[:1].upper() + name[1:]


def below_heading(review: Review) -> Iterator[str]:
    """Which days, beside which, of what part of the practice, and when it was made."""
    period = review.period
    if period.running:
        days = f"Up to {long_day(period.span.last)}; the period is not over. Beside the same days before"
        yield f"{days}: {period.before_name}."
    else:
        yield f"Beside the period before, {period.before_name}."
    if review.narrowed:
        yield f"Narrowed to: {clean_line(review.narrowed)}."
    yield f"Made on {long_day(review.made_on)}."
    if review.patients:
        yield "Holds patient references: keep it safe."


def trend_name(review: Review) -> str:
    """The months of the trends: `Nov 2025 to Oct 2026`."""
    months = trend_months(review.period)
    return f"{short_month(months[0].first)} to {short_month(months[-1].first)}"


def cell_text(value: str | int | float | None, unit: Unit) -> str:
    """A cell of a table as a person reads it."""
    if unit is Unit.WORDS:
        return "" if value is None else clean_line(str(value))
    return value_text(value, unit)


def shown_rows(section: Section, table: Table) -> tuple[tuple[Row, ...], int]:
    """The rows of a table that stand on paper, and how many more there are."""
    return table.rows[: section.most], max(0, len(table.rows) - section.most)


def notes_of(table: Table, more: int) -> Iterator[str]:
    """The sentences below a table."""
    if not table.rows:
        yield "None."
    if more:
        yield f"And {more:,} more."
    if table.note:
        yield clean_line(table.note)


def chart_table(chart: Chart) -> Table:
    """A chart as a table: a row a label, a column a series, and the notes."""
    columns = [Column("label", _LABELS[chart.kind], Unit.WORDS)]
    columns += [Column(slug(one.name) or "value", clean_line(one.name), chart.unit) for one in chart.series]
    notes = [*chart.notes] if any(chart.notes) else []
    if notes:
        columns.append(Column("note", "", Unit.WORDS))
    rows = []
    for place, label in enumerate(chart.labels):
        cells = (clean_line(label), *(one.values[place] for one in chart.series))
        rows.append(Row((*cells, notes[place]) if notes else cells))
    return Table(chart.name, chart.title, tuple(columns), tuple(rows), target_text(chart))


def target_text(chart: Chart) -> str:
    """What the limit of a chart is; empty where it has none."""
    return "" if chart.target is None else clean_line(chart.target_name) or "promised"


def slug(text: str) -> str:
    """A name for files: lower case, underscores."""
    return _WORD.sub("_", fold(text)).strip("_")


def numbered(names: Sequence[str]) -> list[str]:
    """Names of which none is another: the second `visits` is `visits_2`."""
    seen: dict[str, int] = {}
    found = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        found.append(name if seen[name] == 1 else f"{name}_{seen[name]}")
    return found


_LABELS = {ChartKind.LINES: "When", ChartKind.COLUMNS: "", ChartKind.BARS: ""}
