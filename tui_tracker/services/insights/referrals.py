"""What came in and what went out."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from tui_tracker.domain.insights import referrals as rules
from tui_tracker.domain.insights.funnel import Fates
from tui_tracker.domain.insights.lens import Lens
from tui_tracker.domain.insights.page import (
    Figure,
    Figures,
    Listed,
    Listing,
    Page,
    Theme,
    counted,
    not_here,
)
from tui_tracker.domain.insights.periods import Period, Span, months_shown
from tui_tracker.domain.insights.states import by_state
from tui_tracker.domain.insights.sums import DaySums
from tui_tracker.domain.settings import Settings
from tui_tracker.services.insights.comparing import compared, spans_of
from tui_tracker.storage.queries.insights import funnel as fates
from tui_tracker.storage.queries.insights import referrals as queries
from tui_tracker.storage.queries.insights.narrowing import FROM_PARTNERS, INBOUND, OUTBOUND, referrals_within

_KEYS = ("received", "from_partners", "sent")
_FLOWS = {"received": INBOUND, "from_partners": FROM_PARTNERS, "sent": OUTBOUND}
_TITLES = {
    "received": "Referrals received",
    "from_partners": "Referrals from partners",
    "sent": "Referrals sent",
    rules.WITHOUT: "Referrals received without a partner",
}
_WORDS = ("specialty", "area")


def figures(
    spans: Sequence[Span], lens: Lens, today: date, settings: Settings, keys: Collection[str] | None = None
) -> list[Figures]:
    """The figures of each span, in order; of all measures of the theme, or of those in `keys`."""
    wanted = [key for key in _KEYS if keys is None or key in keys]
    if not wanted or not spans:
        return [{} for _ in spans]
    sums = _flows(spans, lens)
    return [{key: _figures(sums, span, lens)[key] for key in wanted} for span in spans]


def page(period: Period, lens: Lens, today: date, settings: Settings) -> Page:
    """What the theme tells of a period: by month, and by what the partners are."""
    told = spans_of(period)
    flows = _flows(told, lens)
    months = months_shown(period, flows.first)
    became = DaySums(fates.by_day(months[0].first, months[-1].last, lens, today), len(Fates._fields))
    sent = lens.source is None
    counts = [_month(flows.of(month), Fates(*became.of(month)), sent=sent) for month in months]
    by_words = queries.by_partner_words(period, lens)
    tables = [rules.words_table(word, by_words, period.span, sent=sent) for word in _WORDS]
    return Page(
        Theme.REFERRALS,
        compared(Theme.REFERRALS, period, [_figures(flows, span, lens) for span in told]),
        (rules.months_chart(months, counts),),
        (rules.months_table(months, counts), *tables),
        () if sent else ("Referrals that we sent came by no channel, so they are left out.",),
    )


def listing(key: str, span: Span, lens: Lens, today: date, settings: Settings) -> Listing:
    """What a figure, a row or a bar was counted from, over a span.

    Keys of its own: `flow:both` for what came in and went out, `specialty:podiatry` and `area:bath` for the same by
    what the partner is, `partner:none` for what came without a partner.
    """
    kind, _, word = key.partition(":")
    title = _TITLES.get(key, "Referrals received and sent")
    if kind in _WORDS:
        lens = replace(lens, specialty=word) if kind == "specialty" else replace(lens, area=word)
        title = f"{word or f'No {kind}'}: received and sent"
    wanted = referrals_within(*span, lens)
    if key in _FLOWS:
        wanted &= _FLOWS[key]
    elif key == rules.WITHOUT:
        wanted &= fates.WITHOUT_PARTNER
    return Listing(title, Listed.REFERRALS, by_state(fates.standing(wanted, today)))


def _flows(spans: Sequence[Span], lens: Lens) -> DaySums:
    first, last = min(span.first for span in spans), max(span.last for span in spans)
    return DaySums(queries.by_day(first, last, lens), len(queries.Flows._fields))


def _figures(sums: DaySums, span: Span, lens: Lens) -> dict[str, Figure]:
    received, from_partners, sent = sums.of(span)
    return {
        "received": counted("received", received),
        "from_partners": Figure("from_partners", from_partners, received),
        "sent": counted("sent", sent) if lens.source is None else not_here("sent"),
    }


def _month(flows: tuple[int, ...], became: Fates, *, sent: bool) -> rules.MonthCounts:
    return rules.MonthCounts(
        flows[0],
        flows[1],
        flows[2] if sent else None,
        became.seen,
        became.closed,
        became.lost,
        became.declined,
    )
