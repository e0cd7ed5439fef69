"""A review as JSON: exact values, days as ISO text, shares from 0 to 1, money in cents; None is no data."""

import json
from typing import Any

from tui_tracker.domain.insights.catalogue import MEASURES
from tui_tracker.domain.insights.monthly import Review
from tui_tracker.domain.insights.page import Chart, Compared, Figure, Table
from tui_tracker.domain.insights.periods import Span, trend_months
from tui_tracker.domain.text import clean_line, escape_unsafe


def as_json(review: Review, *, ascii_only: bool = False) -> str:
    """The whole review as one object."""
    return escape_unsafe(json.dumps(_plain(review), ensure_ascii=ascii_only, indent=1)) + "\n"


def _plain(review: Review) -> dict[str, Any]:
    period = review.period
    months = trend_months(period)
    return {
        "title": review.title,
        "practice": clean_line(review.practice),
        "period": {
            "name": period.name,
            **_span(period.span),
            "whole": _span(period.whole),
            "running": period.running,
            "before": _span(period.before),
        },
        "narrowed_to": review.narrowed,
        "made_on": review.made_on.isoformat(),
        "patient_references": review.patients,
        "figures": [_compared(one, months) for one in review.figures],
        "changes": [{"text": one.text, "better": one.better, "partner_id": one.partner_id} for one in review.changes],
        "sections": [
            {
                "key": section.key,
                "title": section.title,
                "says": list(section.says),
                "figures": [_compared(one, months) for one in section.figures],
                "charts": [_chart(one) for one in section.charts],
                "tables": [_table(one) for one in section.tables],
            }
            for section in review.sections
        ],
    }


def _span(span: Span) -> dict[str, str]:
    return {"first": span.first.isoformat(), "last": span.last.isoformat()}


def _figure(one: Figure) -> dict[str, Any]:
    return {"value": one.value, "n": one.n, "part": one.part, "applies": one.applies}


def _compared(one: Compared, months: tuple[Span, ...]) -> dict[str, Any]:
    measure = MEASURES[one.now.key]
    return {
        "key": measure.key,
        "theme": measure.theme.value,
        "name": measure.name,
        "unit": measure.unit.value,
        "better": measure.better,
        "how": measure.how,
        "of": measure.of,
        **_figure(one.now),
        "before": _figure(one.before),
        "trend": [{**_span(span), **_figure(month)} for span, month in zip(months, one.trend, strict=False)],
    }


def _chart(one: Chart) -> dict[str, Any]:
    return {
        "name": one.name,
        "title": one.title,
        "kind": one.kind.value,
        "unit": one.unit.value,
        "labels": list(one.labels),
        "series": [{"name": series.name, "values": list(series.values)} for series in one.series],
        "notes": list(one.notes),
        "target": one.target,
        "target_name": one.target_name,
    }


def _table(one: Table) -> dict[str, Any]:
    return {
        "name": one.name,
        "title": one.title,
        "columns": [{"name": column.name, "title": column.title, "unit": column.unit.value} for column in one.columns],
        "rows": [list(row.cells) for row in one.rows],
        "note": one.note,
    }
