"""Spans of days, and the periods over which a practice is measured."""

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from tui_tracker.domain.day_words import short_day, short_month
from tui_tracker.domain.errors import Refused
from tui_tracker.domain.frozen import dataclass
from tui_tracker.domain.measures import month_end, month_start
from tui_tracker.domain.text import clean_line

TREND_MONTHS = 12
_OLDEST, _LATEST = 1900, 9998
_FEWEST_MONTHS = 3


class Span(NamedTuple):
    """Days from `first` to `last`, both of them included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days there are."""
        return (self.last - self.first).days + 1

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.first <= day <= self.last


class Step(StrEnum):
    """How long a period is. `YEAR` is a calendar year, `TWELVE` any twelve months, `DAYS` any days."""

    MONTH = "month"
    QUARTER = "quarter"
    TWELVE = "twelve months"
    YEAR = "year"
    DAYS = "days"


_MONTHS = {Step.MONTH: 1, Step.QUARTER: 3, Step.TWELVE: 12, Step.YEAR: 12}


@dataclass(frozen=True, slots=True)
class Period:
    """A period and the one before it, as they are measured.

    `whole` is the period by the calendar; `span` ends today where it is not over; `before` has as many months (or days)
    just before, and of a running period as much as has passed of it: the same days of the month before.
    """

    step: Step
    whole: Span
    span: Span
    before: Span

    @property
    def running(self) -> bool:
        """Whether it is not over yet."""
        return self.span.last < self.whole.last

    @property
    def name(self) -> str:
        """`March 2026` as `Mar 2026`, `Q1 2026`, `2026`, `Apr 2025 to Mar 2026` or `Mar 3 to Mar 9, 2026`."""
        return _name(self.step, self.whole)

    @property
    def before_name(self) -> str:
        """What the period before is called; of a running one, its days."""
        if self.running:
            return _days(self.before)
        return _name(self.step, self.before)


def period(step: Step, day: date, today: date) -> Period:
    """The period of a step that holds a day (`TWELVE`: that ends with its month); `day` is at most `today`."""
    months = _MONTHS[step]
    if step is Step.TWELVE:
        first = month_start(day, 1 - months)
    else:
        first = date(day.year, (day.month - 1) // months * months + 1, 1)
    whole = Span(first, month_start(first, months) - timedelta(days=1))
    return _measured(step, whole, Span(month_start(first, -months), first - timedelta(days=1)), today)


def days_period(first: date, last: date, today: date) -> Period:
    """The period of any days. Raises Refused where they run backwards, begin after today, or before 1900."""
    if last < first:
        raise Refused(f"{short_day(last, today)} is before {short_day(first, today)}; write the earlier day first.")
    if first > today:
        raise Refused(f"{short_day(first, today)} is still to come; choose a day up to today.")
    if first.year < _OLDEST:
        raise Refused(f"{short_day(first, today)} is too long ago; choose days from {_OLDEST} on.")
    whole = Span(first, last)
    days = min(whole.days, (first - date(_OLDEST - 1, 1, 1)).days)
    return _measured(Step.DAYS, whole, Span(first - timedelta(days), first - timedelta(1)), today)


def _measured(step: Step, whole: Span, before: Span, today: date) -> Period:
    span = Span(whole.first, min(whole.last, today))
    if span.last < whole.last:
        before = Span(before.first, min(before.last, _same_place(span, before)))
    return Period(step, whole, span, before)


def _same_place(span: Span, before: Span) -> date:
    """The day of `before` that stands where the last of `span` does: as many months on, the same day or the last."""
    months = (span.last.year - span.first.year) * 12 + span.last.month - span.first.month
    if span.first.day != 1 or before.first.day != 1:
        return before.first + timedelta(span.days - 1)
    start = month_start(before.first, months)
    return start.replace(day=min(span.last.day, monthrange(start.year, start.month)[1]))


def earlier(one: Period, today: date) -> Period:
    """The period before this one, of the same step (`TWELVE` goes back by a month)."""
    return moved(one, -1, today)


def moved(one: Period, steps: int, today: date) -> Period:
    """The period so many steps later (earlier where negative), at most the present one."""
    if one.step is Step.DAYS:
        shift = timedelta(one.whole.days * steps)
        try:
            first, last = one.whole.first + shift, one.whole.last + shift
        except OverflowError:
            return one
        return one if first > today or first.year < _OLDEST else days_period(first, last, today)
    months = steps if one.step is Step.TWELVE else steps * _MONTHS[one.step]
    anchor = one.whole.last if one.step is Step.TWELVE else one.whole.first
    number = anchor.year * 12 + anchor.month - 1 + months
    if number < _OLDEST * 12:
        return one
    return period(one.step, min(date(number // 12, number % 12 + 1, 1), today), today)


_MONTH = re.compile(r"(\d{4})-(\d{1,2})")
_QUARTER = re.compile(r"(?:(\d{4})[- ]?q([1-4])|q([1-4])[- ](\d{4}))")
_YEAR = re.compile(r"\d{4}")
_SPAN = re.compile(r"(\d{4}-\d{2}-\d{2})\s*(?:\.\.|to|-|–)\s*(\d{4}-\d{2}-\d{2})")
_WORDS = {
    "month": Step.MONTH,
    "quarter": Step.QUARTER,
    "year": Step.YEAR,
    "12m": Step.TWELVE,
    "twelve": Step.TWELVE,
    "twelve months": Step.TWELVE,
}


def read_period(text: str, today: date) -> Period:
    """A period as it is typed: `2026-10`, `2026-Q3`, `2026`, `2026-01-15..2026-02-14`, `12m`, `last month`.

    `month`, `quarter` and `year` are the present ones, with `last` before them those before. Raises Refused.
    """
    typed = clean_line(text).lower()
    back = typed.startswith("last ")
    step = _WORDS.get(typed.removeprefix("last ").removeprefix("this "))
    if step is not None:
        present = period(step, today, today)
        return earlier(present, today) if back else present
    try:
        return _read(typed, today)
    except ValueError:
        raise Refused(
            f"“{clean_line(text)[:30]}” is no period; write 2026-10, 2026-Q3, 2026, 12m, “last month” or "
            "2026-01-15..2026-02-14."
        ) from None


def _read(typed: str, today: date) -> Period:
    """The period that is written in digits; ValueError where it is none."""
    if found := _SPAN.fullmatch(typed):
        return days_period(date.fromisoformat(found[1]), date.fromisoformat(found[2]), today)
    if found := _MONTH.fullmatch(typed):
        step, first = Step.MONTH, date(int(found[1]), int(found[2]), 1)
    elif found := _QUARTER.fullmatch(typed):
        step, first = Step.QUARTER, date(int(found[1] or found[4]), int(found[2] or found[3]) * 3 - 2, 1)
    elif _YEAR.fullmatch(typed):
        step, first = Step.YEAR, date(int(typed), 1, 1)
    else:
        raise ValueError(typed)
    if not _OLDEST <= first.year <= _LATEST:
        raise ValueError(typed)
    if first > today:
        raise Refused(f"{_name(step, Span(first, first))} is still to come; choose a period up to today.")
    return period(step, first, today)


def trend_months(one: Period) -> tuple[Span, ...]:
    """The twelve months that end with the one in which the period ends, the oldest first; the last one ends with it."""
    last = one.span.last
    starts = [month_start(last, months) for months in range(1 - TREND_MONTHS, 1)]
    return tuple(Span(start, min(month_end(start), last)) for start in starts)


def months_shown(one: Period, since: date | None) -> tuple[Span, ...]:
    """The months of a chart: those of the period, or the twelve of the trend where it has fewer than three.

    Of the period's those before the day `since` are left out; where that is None, or none is left, the last twelve
    stand.
    """
    months = months_of(one.span)
    if len(months) < _FEWEST_MONTHS:
        return trend_months(one)
    return tuple(month for month in months if since is not None and month.last >= since) or months[-TREND_MONTHS:]


def months_of(span: Span) -> tuple[Span, ...]:
    """The calendar months of a span, the oldest first; the first and the last one may be cut."""
    return tuple(_stepped(span, 1))


def quarters_of(span: Span) -> tuple[Span, ...]:
    """The calendar quarters of a span, the oldest first; the first and the last one may be cut."""
    return tuple(_stepped(span, 3))


def quarters_up_to(span: Span, least: int, most: int) -> tuple[Span, ...]:
    """The whole quarters of a span, so many at least and at most, up to the one in which it ends; that may be cut."""
    wanted = min(max(least, len(quarters_of(span))), most)
    return quarters_of(Span(month_start(_quarter_start(span.last), 3 - 3 * wanted), span.last))


def _quarter_start(day: date) -> date:
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def _stepped(span: Span, months: int) -> Iterator[Span]:
    start = date(span.first.year, (span.first.month - 1) // months * months + 1, 1)
    while start <= span.last:
        following = month_start(start, months)
        yield Span(max(start, span.first), min(following - timedelta(days=1), span.last))
        start = following


def cut(spans: Sequence[Span]) -> tuple[tuple[Span, ...], tuple[range, ...]]:
    """Spans that may overlap cut at all their borders: the slices, one after another, and for each span its slices.

    What adds up is counted once for each slice, and summed for each span. Days between spans stand in slices of none.
    """
    borders = sorted({span.first for span in spans} | {span.last + timedelta(days=1) for span in spans})
    slices = tuple(Span(first, after - timedelta(days=1)) for first, after in pairwise(borders))
    places = {border: place for place, border in enumerate(borders)}
    return slices, tuple(range(places[span.first], places[span.last + timedelta(days=1)]) for span in spans)


def quarter_name(day: date) -> str:
    """`Q1 2026`, the quarter of a day."""
    return f"Q{(day.month + 2) // 3} {day.year}"


def _name(step: Step, whole: Span) -> str:
    if step is Step.MONTH:
        return short_month(whole.first)
    if step is Step.QUARTER:
        return quarter_name(whole.first)
    if step is Step.YEAR:
        return str(whole.first.year)
    if step is Step.TWELVE:
        return f"{short_month(whole.first)} to {short_month(whole.last)}"
    return _days(whole)


def _days(span: Span) -> str:
    """`Mar 3 to 9, 2026`, `Mar 30 to Apr 2, 2026`, `Dec 30, 2025 to Jan 2, 2026`."""
    last = f"{short_day(span.last)}, {span.last.year}"
    if span.first == span.last:
        return last
    if span.first.year != span.last.year:
        return f"{short_day(span.first)}, {span.first.year} to {last}"
    if span.first.month == span.last.month:
        return f"{short_day(span.first)} to {span.last.day}, {span.last.year}"
    return f"{short_day(span.first)} to {last}"
