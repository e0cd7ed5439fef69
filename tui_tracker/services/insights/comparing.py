"""Figures beside those of the period before and of twelve months."""

from collections.abc import Sequence

from tui_tracker.domain.insights.catalogue import BY_THEME
from tui_tracker.domain.insights.page import Behind, Compared, Figures, Theme
from tui_tracker.domain.insights.periods import Period, Span, trend_months


def spans_of(period: Period) -> list[Span]:
    """What the figures of a page are counted over: the period, the one before, and the twelve months of the trend."""
    return [period.span, period.before, *trend_months(period)]


def compared(theme: Theme, period: Period, found: Sequence[Figures]) -> tuple[Compared, ...]:
    """The figures of a theme, in its order, from what was counted over `spans_of`; what was not counted is left out."""
    now, before, *trend = found
    return tuple(
        Compared(
            now[one.key],
            before[one.key],
            tuple(month[one.key] for month in trend if one.key in month),
            Behind(theme, one.key, period.span) if now[one.key].applies else None,
        )
        for one in BY_THEME[theme]
        if one.key in now
    )
