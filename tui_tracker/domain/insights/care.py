"""Difficult situations, and whether partners came back."""

from tui_tracker.domain.insights.page import Measure, Theme, Unit

MEASURES: tuple[Measure, ...] = (
    Measure(
        "incidents",
        Theme.CARE,
        "Incidents opened",
        Unit.COUNT,
        -1,
        "Incidents opened in the period.",
        "incidents",
    ),
    Measure(
        "days_to_answer",
        Theme.CARE,
        "Time to our reply",
        Unit.DAYS,
        -1,
        "The median of the days from opened to answered, of the incidents opened in the period that were answered.",
        "incidents answered",
    ),
    Measure(
        "days_to_close",
        Theme.CARE,
        "Time to close",
        Unit.DAYS,
        -1,
        "The median of the days from opened to closed, of the incidents opened in the period that were closed.",
        "incidents closed",
    ),
    Measure(
        "recovered",
        Theme.CARE,
        "Came back after",
        Unit.SHARE,
        1,
        "Incidents of the period after which the partner sent at least as many referrals in 90 days as in the "
        "90 days before, of those with any before and whose 90 days are over.",
        "incidents that are 90 days old",
    ),
)
