"""Plain counts over a year of months, and percentiles; what has nothing to count is None, never 0."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Counts:
    """What happened in a span. Of the referrals received in it: how many came from partners, and what became of them.

    `sent` counts outbound referrals; `thanks` and `gives` are touchpoints with that intent; `new_partners` were added,
    `new_referring` sent their first referral.
    """

    received: int = 0
    from_partners: int = 0
    seen: int = 0
    closed: int = 0
    lost: int = 0
    declined: int = 0
    sent: int = 0
    touchpoints: int = 0
    gives: int = 0
    thanks: int = 0
    new_partners: int = 0
    new_referring: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(*(getattr(self, item.name) + getattr(other, item.name) for item in fields(self)))


@dataclass(frozen=True, slots=True)
class Sender:
    """A partner and how many referrals it sent in the span."""

    partner_id: int
    name: str
    referrals: int


@dataclass(frozen=True, slots=True)
class LifetimeValue:
    """What the patients of a channel brought: `source` is empty for all of them together.

    Patients are people: a reference counts once, however many referrals it has. `revenue_cents` is None where no
    revenue is noted. `completed` referrals reached `seen`; `adhered` is how many of the `adherence_known` kept to the
    plan in full.
    """

    source: str
    patients: int
    referrals: int
    revenue_cents: int | None
    completed: int
    adhered: int
    adherence_known: int

    @property
    def cents_per_patient(self) -> int | None:
        """Revenue divided by patients, to the nearest cent, half a cent up; None where there is nothing to divide."""
        if self.revenue_cents is None or not self.patients:
            return None
        return (2 * self.revenue_cents + self.patients) // (2 * self.patients)


@dataclass(frozen=True, slots=True)
class Insights:
    """The measures of a span of months. `first` and `last` are its days; `months` gives each month's first day.

    `active` counts the partners with a referral in the `active_days` that end with the span. `sources` holds how many
    referrals came by each source, most first. Times are medians in days with how many they were counted over.
    `lifetime` has all channels together first, then each as in `sources`.
    """

    first: date
    last: date
    months: tuple[tuple[date, Counts], ...]
    total: Counts
    active: int
    active_days: int
    sources: tuple[tuple[str, int], ...]
    senders: tuple[Sender, ...]
    to_contacted: float | None
    contacted: int
    to_seen: float | None
    seen: int
    lifetime: tuple[LifetimeValue, ...]


def percentile(sizes: Mapping[int, int], share: float) -> float | None:
    """The value below which `share` (0–1) of the values lie, by linear interpolation between order statistics.

    `sizes` says how often each value occurs. None where there is no value.
    """
    number = sum(sizes.values())
    if number == 0:
        return None
    place = share * (number - 1)
    low = int(place)
    below, above = _at(sizes, low), _at(sizes, min(low + 1, number - 1))
    return below + (above - below) * (place - low)


def median(sizes: Mapping[int, int]) -> float | None:
    """The middle value; None where there is no value."""
    return percentile(sizes, 0.5)


def _at(sizes: Mapping[int, int], place: int) -> int:
    """The value that stands at a place when all are in order."""
    for value in sorted(sizes):
        place -= sizes[value]
        if place < 0:
            return value
    raise IndexError(place)


def in_days(value: float | None) -> str:
    """`3 days`, `2.5 days`, `1 day`, or `no data`."""
    if value is None:
        return "no data"
    shown = f"{value:,.1f}".removesuffix(".0")
    return f"{shown} {'day' if shown == '1' else 'days'}"


def month_start(day: date, months: int = 0) -> date:
    """The first day of the month of `day`, or of so many months later (earlier where negative)."""
    number = day.year * 12 + day.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def year_of_months(last: date) -> list[date]:
    """The first days of the twelve months that end with the month of `last`, oldest first."""
    return [month_start(last, months) for months in range(1 - MONTHS, 1)]


def month_end(start: date) -> date:
    """The last day of a month, given its first."""
    return month_start(start, 1) - timedelta(days=1)


def by_month(starts: Sequence[date], counted: Iterable[tuple[date, Counts]]) -> tuple[tuple[date, Counts], ...]:
    """Counts of single days added up month by month; days outside of the months count nowhere."""
    sums = {start: Counts() for start in starts}
    for day, counts in counted:
        start = month_start(day)
        if start in sums:
            sums[start] += counts
    return tuple(sums.items())
