"""Reviews made up for tests: every kind of chart, figures with and without data, and hostile names."""

from __future__ import annotations

import re
from datetime import date
from html.parser import HTMLParser

from tests.factories import HOSTILE
from tui_tracker.domain.insights.changes import Change
from tui_tracker.domain.insights.monthly import Review, Section
from tui_tracker.domain.insights.page import (
    Chart,
    ChartKind,
    Column,
    Compared,
    Figure,
    Row,
    Series,
    Table,
    Unit,
    counted,
    not_here,
    share,
)
from tui_tracker.domain.insights.periods import Step, period
from tui_tracker.domain.text import has_unsafe

TODAY = date(2026, 11, 21)
MONTHS = ("Nov", "Dec", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct")
OCTOBER = period(Step.MONTH, date(2026, 10, 1), TODAY)


def a_figure(key: str, *values: int | float | None) -> Compared:
    """A plain figure: now, before, and months of the trend."""
    now, before, *trend = (Figure(key, value, 0 if value is None else 41) for value in values)
    return Compared(now, before, tuple(trend))


def a_review(names: tuple[str, ...] = ("Dr. Lee", "Bath Clinic", "=SUM(A1)"), *, patients: bool = False) -> Review:
    """A review of October 2026 with some of everything; `names` are those of partners and channels in it."""
    trend = [count * 7 % 23 for count in range(1, 13)]
    figures = (
        Compared(counted("received", 123), counted("received", 110), tuple(counted("received", one) for one in trend)),
        Compared(counted("from_partners", 0), counted("from_partners", 0)),
        Compared(share("completion", 32, 45), share("completion", 40, 50), (share("completion", 0, 0),) * 12),
        Compared(share("leakage", 2, 45), share("leakage", 9, 50)),
        a_figure("to_seen", 6.5, None, *(None if one % 5 == 0 else one for one in trend)),
        a_figure("lifetime_value", None, 123_450),
        Compared(not_here("touchpoints"), not_here("touchpoints")),
    )
    return Review(
        title="review",
        practice="Harbor <PT> & Sons",
        period=OCTOBER,
        narrowed="",
        made_on=TODAY,
        figures=figures,
        changes=(
            Change(f"{names[0]} sent 9; 2 before.", True),
            Change("Reports on time: 71 % of 45; 92 % of 50 before.", False),
        ),
        sections=(
            Section("referrals", "Referrals", charts=(by_month(), stages())),
            Section("times", "Times", charts=(days(),), tables=(kinds(),), says=(f"{names[1]} & us: 5 < 6.",)),
            Section("sources", "Sources", charts=(sources(names), nothing()), tables=(senders(names),)),
        ),
        patients=patients,
    )


def by_month() -> Chart:
    received = tuple(70 + number * number % 31 for number in range(12))
    sent = (*range(10, 15), None, *range(9, 15))
    both = (Series("received", received), Series("sent", sent))
    return Chart("referrals_by_month", "Referrals by month", ChartKind.LINES, Unit.COUNT, MONTHS, both)


def stages() -> Chart:
    labels = ("received", "contacted", "scheduled", "seen", "in care", "closed")
    values = (123, 118, 101, 88, 60, 31)
    notes = tuple(f"{value * 100 // 123} %" for value in values)
    return Chart(
        "stages", "How far they came", ChartKind.BARS, Unit.COUNT, labels, (Series("referrals", values),), notes=notes
    )


def days() -> Chart:
    labels = (*map(str, range(15)), "15+")
    values = (4, 9, 14, 11, 6, 3, 2, 1, 0, 1, 0, 0, 2, 0, 0, 5)
    return Chart(
        "initial_report_days",
        "Days to the initial report",
        ChartKind.COLUMNS,
        Unit.COUNT,
        labels,
        (Series("reports", values),),
        target=4,
        target_name="promised: 3 days",
    )


def sources(names: tuple[str, ...]) -> Chart:
    shares = tuple(1 / (place + 2) for place in range(len(names)))
    notes = tuple(f"n {place * 10}" for place in range(len(names)))
    return Chart(
        "shares", "Where they come from", ChartKind.BARS, Unit.SHARE, names, (Series("share", shares),), notes=notes
    )


def nothing() -> Chart:
    return Chart("value", "Lifetime value", ChartKind.BARS, Unit.CENTS, ("web",), (Series("value", (None,)),))


def kinds() -> Table:
    columns: tuple[Column, ...] = (Column("kind", "Report", Unit.WORDS), Column("median", "Median", Unit.DAYS))
    columns += (Column("on_time", "On time", Unit.SHARE), Column("n", "Of", Unit.COUNT))
    rows = (Row(("Initial report", 2.5, 0.71, 45)), Row(("Final report", None, None, 0)))
    return Table("by_kind", "Reports", columns, rows, "Counted by the day on which the promise opened.")


def senders(names: tuple[str, ...]) -> Table:
    columns: tuple[Column, ...] = (
        Column("partner", "Partner", Unit.WORDS),
        Column("referrals", "Referrals", Unit.COUNT),
    )
    columns += (Column("share", "Share", Unit.SHARE), Column("revenue", "Revenue", Unit.CENTS))
    columns += (Column("change", "Change", Unit.COUNT),)
    rows = tuple(Row((name, 40 - place, 0.1, 123_456, -place)) for place, name in enumerate(names * 6))
    return Table("top_senders", "Who sent most", columns, rows)


def hostile_review() -> Review:
    """The same with names that want to harm."""
    return a_review(HOSTILE)


MAY_STAND = {
    "html",
    "head",
    "meta",
    "title",
    "style",
    "body",
    "h1",
    "h2",
    "h3",
    "p",
    "ul",
    "li",
    "div",
    "b",
    "span",
    "br",
}
MAY_STAND |= {"table", "thead", "tbody", "tr", "th", "td", "dl", "dt", "dd"}
MAY_STAND |= {"svg", "desc", "text", "line", "path", "rect", "circle", "polygon"}


class Reader(HTMLParser):
    """What stands in a page: elements, attributes and texts."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.texts: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data):
        self.texts.append(data)


def safe_page(page: str) -> None:
    """Fail unless a page holds nothing but what it may: no script, no address, no event, no markup from data."""
    read = Reader(page)
    assert set(read.tags) <= MAY_STAND
    names = {name for name, _value in read.attributes}
    assert not [one for one in names if one.startswith("on") or one in ("href", "src", "style", "srcdoc", "xlink:href")]
    assert page.count("<style>") == 1
    assert not re.search(r"url\(|@import|https?:", page[page.index("<style>") : page.index("</style>")])
    assert "default-src 'none'" in page
    assert not has_unsafe(page.replace("\n", " "))
