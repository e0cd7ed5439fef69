"""Difficult situations, and whether partners came back.

An incident counts in the period in which it was opened, with what became of it until today. Whether the partner came
back is told by every inbound referral that names them, as in the overview of incidents (`domain.incident_view`).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from tui_tracker.domain.incident_view import Recovery, recovery
from tui_tracker.domain.insights.page import Figure, Measure, Theme, Unit, counted, share
from tui_tracker.domain.measures import median

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
        "incidents_answered",
        Theme.CARE,
        "Answered",
        Unit.SHARE,
        1,
        "Incidents opened in the period that were answered until today, of all of them.",
        "incidents",
    ),
    Measure(
        "incidents_closed",
        Theme.CARE,
        "Closed",
        Unit.SHARE,
        1,
        "Incidents opened in the period that were closed until today, of all of them.",
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
        "Incidents of the period after which the partner sent at least as many referrals in 90 days (or as many as are "
        "set) as in those before, of those with any before and whose days after are over.",
        "incidents with referrals before, long enough ago",
    ),
)


class Opened(NamedTuple):
    """An incident as it is counted: what happened after today is not known, and not there."""

    id: int
    partner_id: int
    partner: str
    kind: str
    opened_on: date
    answered_on: date | None
    closed_on: date | None

    @property
    def answered_in(self) -> int | None:
        """The days until our reply."""
        return None if self.answered_on is None else (self.answered_on - self.opened_on).days

    @property
    def closed_in(self) -> int | None:
        """The days until it was closed."""
        return None if self.closed_on is None else (self.closed_on - self.opened_on).days


def comparable(
    opened: Sequence[Opened], days: Mapping[int, Sequence[date]], today: date, span: int
) -> list[tuple[Opened, Recovery]]:
    """Those after which it can be told whether the partner came back; `days` are those of the partners' referrals."""
    found = ((one, recovery(one.opened_on, days.get(one.partner_id, ()), today, span)) for one in opened)
    return [(one, around) for one, around in found if around.before and around.passed == around.span]


def came_back(around: Recovery) -> bool:
    """Whether at least as many came after it as before."""
    return around.after >= around.before


def figures(opened: Sequence[Opened], compared: Sequence[tuple[Opened, Recovery]]) -> dict[str, Figure]:
    """Every figure of some incidents; `compared` are those of them that `comparable` gives."""
    return {
        "incidents": counted("incidents", len(opened)),
        "incidents_answered": share(
            "incidents_answered", sum(one.answered_on is not None for one in opened), len(opened)
        ),
        "incidents_closed": share("incidents_closed", sum(one.closed_on is not None for one in opened), len(opened)),
        "days_to_answer": _median("days_to_answer", [one.answered_in for one in opened]),
        "days_to_close": _median("days_to_close", [one.closed_in for one in opened]),
        "recovered": share("recovered", sum(came_back(around) for _, around in compared), len(compared)),
    }


def weeks_around(compared: Sequence[tuple[Opened, Recovery]], span: int) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """The whole weeks before and after incidents, and how many referrals came in each; the cut ones are left out."""
    weeks = span // 7
    labels = (*(str(week) for week in range(-weeks, 0)), *(f"+{week}" for week in range(1, weeks + 1)))
    sums = [0] * (2 * weeks)
    for _, around in compared:
        whole = (*around.weeks_before[len(around.weeks_before) - weeks :], *around.weeks_after[:weeks])
        sums = [total + number for total, number in zip(sums, whole, strict=True)]
    return labels, tuple(sums)


def _median(key: str, days: Sequence[int | None]) -> Figure:
    sizes = Counter(number for number in days if number is not None)
    return Figure(key, median(sizes), sizes.total())
