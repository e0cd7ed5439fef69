"""What came in and what went out.

Where the rules are silent: a referral that came otherwise but names a partner counts among those received, not among
those from partners; by the partner's specialty and area every one counts that names a partner. Referrals without a
partner stand in a row of their own, so that the rows add up to the whole.
"""

from collections.abc import Sequence
from typing import NamedTuple

from tui_tracker.domain.day_words import short_day, short_month
from tui_tracker.domain.insights.page import (
    Behind,
    Chart,
    ChartKind,
    Column,
    Measure,
    Row,
    Series,
    Table,
    Theme,
    Unit,
)
from tui_tracker.domain.insights.periods import Span
from tui_tracker.domain.insights.sums import alike
from tui_tracker.domain.measures import month_end, month_start

MEASURES: tuple[Measure, ...] = (
    Measure(
        "received",
        Theme.REFERRALS,
        "Referrals received",
        Unit.COUNT,
        1,
        "Inbound referrals whose day received lies in the period, with or without a partner.",
        "referrals received",
    ),
    Measure(
        "from_partners",
        Theme.REFERRALS,
        "from partners",
        Unit.COUNT,
        1,
        "Inbound referrals of the period that came from a partner.",
        "referrals received",
    ),
    Measure(
        "sent",
        Theme.REFERRALS,
        "Referrals sent",
        Unit.COUNT,
        0,
        "Outbound referrals whose day sent lies in the period.",
        "referrals sent",
    ),
)

BOTH = "flow:both"
"""The list of what came in and what went out."""

WITHOUT = "partner:none"
"""The list of what came without a partner."""

_AS_OF_TODAY = "Seen, closed, lost and declined are of those received in the month, as they stand today."


class MonthCounts(NamedTuple):
    """The referrals of a month: received (and from partners), sent; and what became of those received."""

    received: int
    from_partners: int
    sent: int | None
    seen: int
    closed: int
    lost: int
    declined: int


def months_chart(months: Sequence[Span], counts: Sequence[MonthCounts]) -> Chart:
    """What came in and what went out, month by month."""
    series = [Series("received", tuple(one.received for one in counts))]
    if all(one.sent is not None for one in counts):
        series.append(Series("sent", tuple(one.sent for one in counts)))
    return Chart(
        "referrals_by_month",
        "Referrals by month",
        ChartKind.LINES,
        Unit.COUNT,
        tuple(short_month(month.first) for month in months),
        tuple(series),
        tuple(Behind(Theme.REFERRALS, BOTH, month) for month in months),
    )


def months_table(months: Sequence[Span], counts: Sequence[MonthCounts]) -> Table:
    """The same in numbers, with what became of those received; the newest month first."""
    rows = [
        Row((short_month(month.first), *one), Behind(Theme.REFERRALS, BOTH, month))
        for month, one in zip(months, counts, strict=True)
    ]
    titles = ("Received", "From partners", "Sent", "Seen", "Closed", "Lost", "Declined")
    columns = [Column(name, title, Unit.COUNT) for name, title in zip(MonthCounts._fields, titles, strict=True)]
    return Table(
        "referrals_by_month",
        "By month",
        (Column("month", "Month", Unit.WORDS), *columns),
        tuple(reversed(rows)),
        " ".join((_AS_OF_TODAY, *map(_days_of, filter(_is_cut, months)))),
    )


def _is_cut(month: Span) -> bool:
    return month != Span(month_start(month.first), month_end(month_start(month.first)))


def _days_of(month: Span) -> str:
    """`Nov 2026 is counted up to Nov 21.`, of a month of which some days lie outside the period or ahead."""
    first = f" from {short_day(month.first)}" if month.first.day > 1 else ""
    last = "" if month.last == month_end(month_start(month.last)) else f" up to {short_day(month.last)}"
    return f"{short_month(month.first)} is counted{first}{last}."


class ByWords(NamedTuple):
    """What came from partners of a specialty in an area, and went to them; both None without a partner."""

    specialty: str | None
    area: str | None
    received: int
    before: int
    sent: int


def words_table(word: str, counted: Sequence[ByWords], span: Span, *, sent: bool = True) -> Table:
    """Received, received in the period before, and sent, by a `word` of the partner: `specialty` or `area`.

    `sent` is False where the lens leaves no outbound ones.
    """
    named = [(getattr(one, word), one[2:]) for one in counted if any(one[2:])]
    found = [
        (name or f"no {word}", f"{word}:{name}", counts) for name, counts in alike(n for n in named if n[0] is not None)
    ]
    found += [("no partner", WITHOUT, counts) for name, counts in named if name is None]
    titles = [("received", "Received"), ("before", "Before"), ("sent", "Sent"), ("net", "Net")]
    return Table(
        f"referrals_by_{word}",
        f"By {word} of the partner",
        (Column(word, word.capitalize(), Unit.WORDS), *(Column(*one, Unit.COUNT) for one in titles)),
        tuple(
            Row((name, *_with_net(*counts, told=sent)), Behind(Theme.REFERRALS, key, span))
            for name, key, counts in found
        ),
        "Net is received less sent." if found and sent else "",
    )


def _with_net(received: int, before: int, sent: int, *, told: bool) -> tuple[int | None, ...]:
    return (received, before, sent, received - sent) if told else (received, before, None, None)
