"""How soon patients are seen and reports sent.

Where the rules are silent:
- A stage that was skipped counts as reached on the day of the next one; one reached on a day that nobody noted has no
  time, and is left out of the times alone.
- An acknowledgement is any first report. A progress report counts from the report before it, and where another kind
  of report came late instead, that one kept it (`domain/promise_history.py` says which promises there are).
- Reports count by the day on which their promise opened, so that those of a young period that are not yet due count
  nowhere.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from math import ceil
from typing import NamedTuple

from tui_tracker.domain.insights.page import Figure, Figures, Measure, Theme, Unit, share
from tui_tracker.domain.insights.periods import Span
from tui_tracker.domain.measures import median, percentile
from tui_tracker.domain.promise_history import REPORT_KINDS, Promised
from tui_tracker.domain.words import Promise, label

LOOPS = "loop_closure"
"""The key of loop closure, which is counted from no time."""

HIGH = 0.9
"""The share of a 90th percentile."""

_COLUMNS = 15
"""Columns of a distribution before the last one, which holds all the rest."""
_WITHIN = 10


_FROM: dict[Promise, str] = {
    Promise.ACKNOWLEDGEMENT: "received to the first report of any kind",
    Promise.INITIAL_REPORT: "seen to the initial report",
    Promise.PROGRESS_REPORT: "one report to the next while in care",
    Promise.FINAL_REPORT: "closed to the final report",
}


def _turnaround(kind: Promise) -> tuple[Measure, ...]:
    name = label(kind)
    return (
        Measure(
            f"{kind.value}_median",
            Theme.TIMES,
            f"Time to {name}",
            Unit.DAYS,
            -1,
            f"The median of the days from {_FROM[kind]}, of those promised in the period to partners that were sent.",
            f"{name}s sent",
        ),
        Measure(
            f"{kind.value}_p90",
            Theme.TIMES,
            f"{name.capitalize()}, 90th pct.",
            Unit.DAYS,
            -1,
            f"Nine of ten of the {name}s that were promised in the period and sent took so many days or fewer.",
            f"{name}s sent",
        ),
        Measure(
            f"{kind.value}_on_time",
            Theme.TIMES,
            f"{name.capitalize()} on time",
            Unit.SHARE,
            1,
            f"Sent by the day agreed with the partner, of the {name}s promised in the period that were sent or "
            "are past due today. Settled referrals promise none, and what was declined or lost first drops them.",
            f"{name}s sent or past due",
        ),
    )


MEASURES: tuple[Measure, ...] = (
    Measure(
        "to_contacted",
        Theme.TIMES,
        "Time to first contact",
        Unit.DAYS,
        -1,
        "The median of the days from received to contacted, of the inbound referrals of the period that were "
        "contacted.",
        "referrals contacted",
    ),
    Measure(
        "to_contacted_p90",
        Theme.TIMES,
        "First contact, 90th pct.",
        Unit.DAYS,
        -1,
        "Nine of ten of the inbound referrals of the period that were contacted waited so many days or fewer for it.",
        "referrals contacted",
    ),
    Measure(
        "to_seen",
        Theme.TIMES,
        "Time to appointment",
        Unit.DAYS,
        -1,
        "The median of the days from received to seen, of the inbound referrals of the period that were seen.",
        "referrals seen",
    ),
    Measure(
        "to_seen_p90",
        Theme.TIMES,
        "Appointment, 90th pct.",
        Unit.DAYS,
        -1,
        "Nine of ten of the inbound referrals of the period that were seen waited so many days or fewer for it.",
        "referrals seen",
    ),
    Measure(
        "loop_closure",
        Theme.TIMES,
        "Loop closure",
        Unit.SHARE,
        1,
        "Inbound partner referrals of the period whose referrer got an initial or final report, of those that "
        "reached “seen”.",
        "partner referrals that reached seen",
    ),
    *(measure for kind in REPORT_KINDS for measure in _turnaround(kind)),
)


def kind_of(key: str) -> Promise | None:
    """The kind of report that a key (`initial_report_median`, `initial_report_days`) is about, if any."""
    return next((kind for kind in REPORT_KINDS if key.startswith(f"{kind.value}_")), None)


class Wait(StrEnum):
    """What patients wait for, by the key of its measure."""

    CONTACTED = "to_contacted"
    SEEN = "to_seen"


Sizes = dict[int, int]
"""How many took so many days."""

Turned = tuple[Promise, date, int | None, bool]
"""A promised report: its kind, when the promise opened, days until it was sent (None: past due today), and whether it
was in time."""


def turned(promises: Iterable[Promised], span: Span, today: date) -> list[Turned]:
    """What turnaround counts of reports promised in a span: those sent by today, and those past due.

    One that is not yet due counts nowhere; one that went out before its promise opened took 0 days.
    """
    first, last = span
    found: list[Turned] = []
    for kind, opened_on, due_on, kept_on in promises:
        if opened_on < first or opened_on > last:
            continue
        if kept_on is not None and kept_on <= today:
            days = (kept_on - opened_on).days if kept_on > opened_on else 0
            found.append((kind, opened_on, days, kept_on <= due_on))
        elif due_on < today:
            found.append((kind, opened_on, None, False))
    return found


@dataclass(slots=True)
class Turnaround:
    """Promised reports of a kind: how many took so many days, how many of them were in time, how many are past due."""

    sizes: Sizes = field(default_factory=dict)
    in_time: int = 0
    past_due: int = 0

    @property
    def sent(self) -> int:
        """How many were sent."""
        return sum(self.sizes.values())

    @property
    def due(self) -> int:
        """How many were sent or are past due."""
        return self.sent + self.past_due

    def add(self, days: int | None, *, in_time: bool, number: int = 1) -> None:
        """Count so many that took `days`; None: that are past due."""
        if days is None:
            self.past_due += number
        else:
            self.sizes[days] = self.sizes.get(days, 0) + number
            self.in_time += number * in_time

    def add_all(self, other: "Turnaround") -> None:
        """Count what another one counted."""
        add_sizes(self.sizes, other.sizes)
        self.in_time += other.in_time
        self.past_due += other.past_due


def add_sizes(to: Sizes, more: Mapping[int, int]) -> None:
    """Count what another one counted."""
    for days, number in more.items():
        to[days] = to.get(days, 0) + number


@dataclass(slots=True)
class Counted:
    """All that the measures of a span are worked out from; what was not asked for is empty.

    `seen` partner referrals reached `seen`, and of `told` of them the referrer had an initial or final report.
    """

    waits: dict[Wait, Sizes] = field(default_factory=dict)
    seen: int = 0
    told: int = 0
    reports: dict[Promise, Turnaround] = field(default_factory=dict)

    def add_all(self, other: "Counted") -> None:
        """Count what another one counted."""
        for wait, sizes in other.waits.items():
            add_sizes(self.waits.setdefault(wait, {}), sizes)
        self.seen += other.seen
        self.told += other.told
        for kind, one in other.reports.items():
            self.reports.setdefault(kind, Turnaround()).add_all(one)

    def turnaround(self, kind: Promise) -> Turnaround:
        """What was counted of a kind of report."""
        return self.reports.get(kind, Turnaround())


def figures_of(counted: Counted) -> Figures:
    """All figures of a span."""
    found = [share("loop_closure", counted.told, counted.seen)]
    for wait in Wait:
        found += _days(wait.value, f"{wait.value}_p90", counted.waits.get(wait, {}))
    for kind in REPORT_KINDS:
        one = counted.turnaround(kind)
        found += _days(f"{kind.value}_median", f"{kind.value}_p90", one.sizes)
        found.append(share(f"{kind.value}_on_time", one.in_time, one.due))
    return {figure.key: figure for figure in found}


def _days(median_key: str, high_key: str, sizes: Sizes) -> list[Figure]:
    number = sum(sizes.values())
    return [Figure(median_key, median(sizes), number), Figure(high_key, percentile(sizes, HIGH), number)]


class Bin(NamedTuple):
    """A column of a distribution: days from `first` to `last`, or all from `first` on where `last` is None."""

    first: int
    last: int | None

    @property
    def label(self) -> str:
        """`3`, `4-6` or `15+`."""
        if self.last is None:
            return f"{self.first}+"
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"

    def __contains__(self, days: object) -> bool:
        return isinstance(days, int) and self.first <= days and (self.last is None or days <= self.last)


def bins(promised: int) -> tuple[tuple[Bin, ...], int]:
    """The columns of a distribution, and how many of them lie within `promised` days.

    A column a day up to 14 days; for what takes longer, as many days a column as let the promise end with the eleventh.
    """
    step = 1 if promised < _COLUMNS else ceil(promised / _WITHIN)
    found = [Bin(0, promised % step)] if step > 1 else [Bin(0, 0)]
    while len(found) < _COLUMNS:
        first = _after(found[-1])
        found.append(Bin(first, first + step - 1))
    found.append(Bin(_after(found[-1]), None))
    return tuple(found), sum(1 for one in found if one.last is not None and one.last <= promised)


def _after(one: Bin) -> int:
    assert one.last is not None
    return one.last + 1


def in_bins(sizes: Sizes, columns: Sequence[Bin]) -> tuple[int, ...]:
    """How many lie in each column."""
    found = [0] * len(columns)
    for days, number in sizes.items():
        for place, column in enumerate(columns):
            if days in column:
                found[place] += number
    return tuple(found)
