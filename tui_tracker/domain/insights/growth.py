"""Who joined, who sends, who stopped.

A partner sends with an inbound partner referral: one whose channel is `partner`. Those who send less are found by the
test that Today uses, which goes by every inbound referral that names them. Where the rules are silent: whoever is put
away or parted with since still counts in what was; who sends less is asked of those alone whom we look after today.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from tui_tracker.domain.day_words import short_day
from tui_tracker.domain.gaps import COMING
from tui_tracker.domain.insights.page import Measure, Theme, Unit
from tui_tracker.domain.insights.periods import Span, quarters_up_to
from tui_tracker.domain.measures import month_end, month_start
from tui_tracker.domain.text import count
from tui_tracker.domain.words import Stage

QUARTERS = 8
"""So many quarters are shown at least, up to the one in which the period ends."""

MOST_QUARTERS = 20
_YEAR = 365
LATER_QUARTERS = 7
"""So many quarters after their first one the partners of a cohort are followed."""

MEASURES: tuple[Measure, ...] = (
    Measure(
        "new_partners",
        Theme.GROWTH,
        "New partners",
        Unit.COUNT,
        1,
        "Partners added in the period.",
        "partners added",
    ),
    Measure(
        "new_referring",
        Theme.GROWTH,
        "New referring partners",
        Unit.COUNT,
        1,
        "Partners whose first inbound partner referral of all was received in the period.",
        "first referrals",
    ),
    Measure(
        "active",
        Theme.GROWTH,
        "Active partners",
        Unit.COUNT,
        1,
        "Partners with at least one inbound partner referral in the 180 days (or as many as are set) that end with the "
        "period.",
        "partners",
    ),
    Measure(
        "stopped",
        Theme.GROWTH,
        "Sent before, not now",
        Unit.COUNT,
        -1,
        "Partners who sent in the time just before, and nothing in the period: as many months before whole months, "
        "else as many days.",
        "partners",
    ),
    Measure(
        "sending_less",
        Theme.GROWTH,
        "Sending less",
        Unit.COUNT,
        -1,
        "Partners who send fewer than they used to on the last day of the period, by the test that Today uses; "
        "dormant and parted ones and those in the archive are left out.",
        "partners",
    ),
)

Sent = tuple[int, date]
"""Who sent an inbound partner referral, and on which day."""

LastDays = Mapping[int, date]
"""The last day on which each partner sent."""


def before_of(span: Span) -> Span:
    """The days just before a span that are as long: as many whole months before whole months, else as many days."""
    eve = span.first - timedelta(days=1)
    if _whole_months(span):
        return Span(month_start(span.first, -_months(span)), eve)
    return Span(span.first - timedelta(span.days), eve)


def before_words(span: Span) -> str:
    """What those days are called: `the month before`, `the 12 months before`, `the 21 days before`."""
    number, word = (_months(span), "month") if _whole_months(span) else (span.days, "day")
    return f"the {word} before" if number == 1 else f"the {count(number, word)} before"


def last_days(rows: Iterable[Sent], days: Iterable[date]) -> dict[date, LastDays]:
    """For each of some days the last day up to it on which each partner sent; the rows come in the order of days."""
    found: dict[date, LastDays] = {}
    last: dict[int, date] = {}
    waiting = sorted(set(days), reverse=True)
    for partner_id, day in rows:
        while waiting and day > waiting[-1]:
            found[waiting.pop()] = dict(last)
        last[partner_id] = day
    while waiting:
        found[waiting.pop()] = dict(last)
    return found


def active(last: LastDays, until: date, active_days: int) -> set[int]:
    """Who sent within so many days that end with a day; `last` are the last days up to it."""
    first = until - timedelta(active_days - 1)
    return {partner_id for partner_id, day in last.items() if day >= first}


def stopped(span: Span, rows: Iterable[Sent]) -> LastDays:
    """Who sent in the days before a span and nothing in it, with the last day on which they sent."""
    before = before_of(span)
    last = last_days(rows, [span.last])[span.last]
    return {partner_id: day for partner_id, day in last.items() if day in before}


class Cohort(NamedTuple):
    """The partners whose first referral was received in a quarter, and how many of them sent in each later one.

    `later` has a number for each of the quarters after it that are over, the next one first.
    """

    quarter: Span
    partners: int
    later: tuple[int, ...]


def shown_quarters(span: Span) -> tuple[Span, ...]:
    """The quarters of a span, 8 at least and 20 at most, up to the one in which it ends; that one may be cut."""
    return quarters_up_to(span, QUARTERS, MOST_QUARTERS)


def is_over(quarter: Span) -> bool:
    """Whether a quarter reaches to its end."""
    return quarter.last == month_end(month_start(quarter.last)) and quarter.last.month % 3 == 0


def cohorts(firsts: Mapping[int, date], rows: Iterable[Sent], quarters: Sequence[Span]) -> list[Cohort]:
    """The cohort of each quarter; `firsts` has each partner's first day of all, `rows` what was sent since the first
    of the quarters. A quarter that is not over would look like a fall, and is left out of what came later."""
    places = {_quarter(one.first): place for place, one in enumerate(quarters)}

    def placed(sent: Iterable[Sent]) -> list[set[int]]:
        found: list[set[int]] = [set() for _ in quarters]
        for partner_id, day in sent:
            place = places.get(_quarter(day))
            if place is not None and day <= quarters[place].last:
                found[place].add(partner_id)
        return found

    joined, sent = placed(firsts.items()), placed(rows)
    over = sum(map(is_over, quarters))
    return [
        Cohort(
            quarter,
            len(joined[place]),
            tuple(
                len(joined[place] & sent[later]) for later in range(place + 1, min(over, place + 1 + LATER_QUARTERS))
            ),
        )
        for place, quarter in enumerate(quarters)
    ]


def first_year_words(first: date | None, joined: Iterable[Cohort], today: date) -> tuple[str, ...]:
    """That who is new in the first year on record may not have been; `first` is the day of the first referral."""
    if first is None or not any(one.partners and (one.quarter.first - first).days < _YEAR for one in joined):
        return ()
    return (
        f"Records begin on {short_day(first, today)}: who sent first in the year after it may have sent before, "
        "so that those cohorts are no new partners alone.",
    )


ACTIVE, IN_THE_WORKS, LAPSED = "active", "in the works", "not active now"
STANDINGS = (LAPSED, IN_THE_WORKS, ACTIVE)
"""How the partners of a specialty stand to a target, what needs attention first."""


def standing(stage: str, last: date | None, today: date, active_days: int) -> str | None:
    """How a partner stands to a target, as `domain.gaps` counts them; None for who was parted with."""
    if stage == Stage.PARTED:
        return None
    if last is not None and last > today - timedelta(active_days):
        return ACTIVE
    return IN_THE_WORKS if stage in COMING else LAPSED


def _quarter(day: date) -> tuple[int, int]:
    return day.year, (day.month - 1) // 3


def _whole_months(span: Span) -> bool:
    return span.first.day == 1 and span.last == month_end(month_start(span.last))


def _months(span: Span) -> int:
    return (span.last.year - span.first.year) * 12 + span.last.month - span.first.month + 1
