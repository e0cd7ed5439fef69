"""The charts, tables and sentences of times, from what was counted."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from tui_tracker.domain.day_words import short_month
from tui_tracker.domain.insights.page import Behind, Chart, ChartKind, Column, Row, Series, Table, Theme, Unit, Value
from tui_tracker.domain.insights.periods import Span
from tui_tracker.domain.insights.times import (
    HIGH,
    Counted,
    Sizes,
    Turnaround,
    Wait,
    bins,
    in_bins,
)
from tui_tracker.domain.measures import median, percentile
from tui_tracker.domain.promise_history import REPORT_KINDS
from tui_tracker.domain.settings import PromiseDays
from tui_tracker.domain.text import count
from tui_tracker.domain.words import Promise, label

_MOST_LATE = 10
_IN_LINES = (Promise.ACKNOWLEDGEMENT, Promise.INITIAL_REPORT, Promise.FINAL_REPORT)
"""Progress reports take a month, beside which the others would all lie on the ground."""


class LateTo(NamedTuple):
    """A partner, how many reports promised to them were sent or are past due, and how many of those were late."""

    partner_id: int
    name: str
    due: int
    late: int


def distributions(counted: Counted, span: Span, promised: PromiseDays) -> tuple[Chart, ...]:
    """How long the appointment and each kind of report took, against what is promised."""
    seen = counted.waits.get(Wait.SEEN, {})
    return (
        _distribution("to_seen", "Days from received to seen", seen, promised.first_visit, span),
        *(
            _distribution(
                kind.value,
                f"Days to the {label(kind)}",
                counted.turnaround(kind).sizes,
                getattr(promised, kind.value),
                span,
            )
            for kind in REPORT_KINDS
        ),
    )


def _distribution(name: str, title: str, sizes: Sizes, promised: int, span: Span) -> Chart:
    columns, within = bins(promised)
    return Chart(
        f"{name}_days",
        title,
        ChartKind.COLUMNS,
        Unit.COUNT,
        tuple(column.label for column in columns),
        (Series(f"n {sum(sizes.values()):,}", in_bins(sizes, columns)),),
        tuple(Behind(Theme.TIMES, f"{name}_days:{column.label}", span) for column in columns),
        target=within,
        target_name=f"within {count(promised, 'day')}",
    )


def lines(months: Sequence[Span], counted: Sequence[Counted]) -> tuple[Chart, ...]:
    """The medians of each month, without the months before there was anything."""
    waits: tuple[_Line, ...] = (
        _Line("first contact", Wait.CONTACTED.value, lambda one: one.waits.get(Wait.CONTACTED, {})),
        _Line("appointment", Wait.SEEN.value, lambda one: one.waits.get(Wait.SEEN, {})),
    )
    reports = tuple(_Line(label(kind), f"{kind.value}_median", _sizes_of(kind)) for kind in _IN_LINES)
    return (
        _lines("waits_by_month", "Median days patients waited, by month received", waits, 1, months, counted),
        _lines("reports_by_month", "Median days to our reports, by month promised", reports, 1, months, counted),
    )


class _Line(NamedTuple):
    """A line of medians: its name, the key of the list behind it, and what it is counted from."""

    name: str
    key: str
    sizes: Callable[[Counted], Sizes]


def _sizes_of(kind: Promise) -> Callable[[Counted], Sizes]:
    return lambda one: one.turnaround(kind).sizes


def _lines(
    name: str, title: str, of: Sequence[_Line], first: int, months: Sequence[Span], counted: Sequence[Counted]
) -> Chart:
    """A line for each; behind a month stands the list of the one that is put `first`, or of another that has any."""
    told = [tuple(median(line.sizes(one)) for line in of) for one in counted]
    begun = next((place for place, values in enumerate(told) if any(value is not None for value in values)), 0)
    shown = months[begun:]
    return Chart(
        name,
        title,
        ChartKind.LINES,
        Unit.DAYS,
        tuple(short_month(month.first) for month in shown),
        tuple(Series(line.name, values) for line, values in zip(of, zip(*told[begun:], strict=True), strict=True)),
        tuple(
            Behind(Theme.TIMES, _listed(of, first, values), month)
            for month, values in zip(shown, told[begun:], strict=True)
        ),
    )


def _listed(of: Sequence[_Line], first: int, values: Sequence[float | None]) -> str:
    known = [line.key for line, value in zip(of, values, strict=True) if value is not None]
    return of[first].key if of[first].key in known or not known else known[0]


def by_kind(counted: Counted, span: Span, promised: PromiseDays) -> Table:
    """How each kind of report went."""
    return Table(
        "reports",
        "Our reports",
        (
            Column("report", "Report", Unit.WORDS),
            Column("promised_days", "Promised", Unit.DAYS),
            Column("sent", "Sent", Unit.COUNT),
            Column("median_days", "Median", Unit.DAYS),
            Column("p90_days", "90th pct.", Unit.DAYS),
            Column("on_time", "On time", Unit.SHARE),
            Column("counted", "Of", Unit.COUNT),
            Column("past_due", "Past due", Unit.COUNT),
        ),
        tuple(
            Row(
                (label(kind), getattr(promised, kind.value), *_told(counted.turnaround(kind))),
                Behind(Theme.TIMES, f"{kind.value}_on_time", span),
            )
            for kind in REPORT_KINDS
        ),
        "Promised is what we promise as a rule; on time is by what was agreed with each partner.",
    )


def _told(one: Turnaround) -> tuple[Value, ...]:
    sizes = one.sizes
    on_time = one.in_time / one.due if one.due else None
    return one.sent, median(sizes), percentile(sizes, HIGH), on_time, one.due, one.past_due


def by_member(counted: Mapping[int, Turnaround], names: Mapping[int, str], span: Span) -> Table:
    """Initial reports by who sent them, most first; member 0 is nobody known."""
    order = sorted(counted, key=lambda member: (member == 0, -counted[member].sent, names.get(member, "")))
    return Table(
        "initial_reports_by_member",
        "Initial reports by who sent them",
        (
            Column("member", "Member", Unit.WORDS),
            Column("sent", "Sent", Unit.COUNT),
            Column("median_days", "Median", Unit.DAYS),
            Column("p90_days", "90th pct.", Unit.DAYS),
            Column("in_time", "In time", Unit.SHARE),
        ),
        tuple(
            Row(
                _by_whom(names.get(member, "nobody noted"), counted[member]),
                Behind(Theme.TIMES, f"member:{member}", span),
            )
            for member in order
        ),
    )


def _by_whom(name: str, one: Turnaround) -> tuple[str | Value, ...]:
    return name, one.sent, median(one.sizes), percentile(one.sizes, HIGH), one.in_time / one.sent


def may_be_most_late(late: Mapping[int, int]) -> list[int]:
    """The partners to whom so many reports were late that they may be among those shown, ties and all."""
    least = sorted(late.values(), reverse=True)[:_MOST_LATE]
    return [partner for partner, number in late.items() if number >= least[-1]]


def most_late(late: Mapping[int, tuple[int, int]]) -> list[int]:
    """The partners to whom most reports were late, most first; of each how many were promised, and were late."""
    order = sorted(late, key=lambda partner: (-late[partner][1], late[partner][0], partner))
    return [partner for partner in order if late[partner][1]][:_MOST_LATE]


def late_to(partners: Sequence[LateTo], span: Span) -> Table:
    """To whom most reports were late."""
    return Table(
        "late_reports_by_partner",
        "To whom most reports were late",
        (
            Column("partner", "Partner", Unit.WORDS),
            Column("counted", "Promised", Unit.COUNT),
            Column("late", "Late", Unit.COUNT),
            Column("on_time", "On time", Unit.SHARE),
        ),
        tuple(
            Row(
                (one.name, one.due, one.late, (one.due - one.late) / one.due),
                Behind(Theme.TIMES, f"partner:{one.partner_id}", span),
            )
            for one in partners
        ),
        "Late are reports sent after their day, and those past due today, of every kind." if partners else "",
    )


def says(counted: Counted, waiting: int = 0, settled: int = 0) -> tuple[str, ...]:
    """What somebody may still do something about, and what the figures do not hold.

    `waiting` inbound referrals were not seen yet; `settled` that were had no report, and nothing is owed on them.
    """
    past_due = [(kind, counted.turnaround(kind).past_due) for kind in REPORT_KINDS]
    found = [count(number, label(kind)) for kind, number in past_due if number]
    told = []
    if found:
        many = sum(number for _, number in past_due) > 1
        listed = " and ".join(filter(None, [", ".join(found[:-1]), found[-1]]))
        told.append(f"Promised in these days and past due today: {listed}." if many else f"Past due today: {listed}.")
    open_loops = counted.seen - counted.told - settled
    if open_loops:
        told.append(f"{count(open_loops, 'referral')} that reached “seen” had no initial or final report yet.")
    if settled:
        told.append(
            f"Settled without an initial or final report on record: {count(settled, 'referral')} that reached “seen”. "
            "Nothing is owed there, and loop closure counts them as open."
        )
    if waiting and counted.waits.get(Wait.SEEN):
        told.append(
            f"Not seen yet: {count(waiting, 'referral')} of the period. Times to the appointment are of those who were "
            "seen; the longest waits are still to come."
        )
    return tuple(told)
