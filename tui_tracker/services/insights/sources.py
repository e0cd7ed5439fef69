"""Where patients come from, and how much rests on few."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from tui_tracker.domain.insights import sources as rules
from tui_tracker.domain.insights.catalogue import MEASURES
from tui_tracker.domain.insights.lens import Lens
from tui_tracker.domain.insights.page import (
    Behind,
    Chart,
    ChartKind,
    Column,
    Compared,
    Figure,
    Figures,
    Group,
    Listed,
    Listing,
    Page,
    Row,
    Series,
    Table,
    Theme,
    Unit,
    listing_of,
    share,
)
from tui_tracker.domain.insights.periods import Period, Span, cut, quarter_name
from tui_tracker.domain.insights.states import by_state
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.text import count
from tui_tracker.domain.words import Source, label
from tui_tracker.services.insights.comparing import compared, spans_of
from tui_tracker.storage.queries.insights import sources as queries
from tui_tracker.storage.queries.partners import names_of

_CONCENTRATION = ("top_1", "top_3", "top_tenth")
_LINES = 3

Counts = dict[str, int]


def figures(
    spans: Sequence[Span], lens: Lens, today: date, settings: Settings, keys: Collection[str] | None = None
) -> list[Figures]:
    """The figures of each span, in order; of all measures of the theme, or of those in `keys`."""
    found: list[dict[str, Figure]] = [{} for _ in spans]
    if keys is None or "partner_share" in keys:
        for mine, counts in zip(found, _received(spans, lens), strict=True):
            mine["partner_share"] = _partner_share(counts)
    if keys is None or not set(_CONCENTRATION).isdisjoint(keys):
        for mine, (shares, _) in zip(found, _concentrations(spans, lens), strict=True):
            mine.update({key: one for key, one in shares.items() if keys is None or key in keys})
    return list(found)


def page(period: Period, lens: Lens, today: date, settings: Settings) -> Page:
    """What the theme tells of a period: its channels, their shares by quarter, and who sent most."""
    told = spans_of(period)
    quarters = rules.quarters_shown(period.span)
    received = _received([*told, *quarters], lens)
    concentrations = _concentrations(told, lens)
    shares: list[Figures] = [
        {"partner_share": _partner_share(counts), **rest}
        for counts, (rest, _) in zip(received, concentrations, strict=False)
    ]
    now, before, by_quarter = received[0], received[1], received[len(told) :]
    charts = _shares_chart(now, period.span), _quarters_chart(by_quarter, quarters)
    first = queries.senders(rules.year_to(period.span), lens, 3)
    said = rules.concentration_words(concentrations[0][1], shares[0]["top_3"], first)
    return Page(
        Theme.SOURCES,
        tuple(_over_its_days(one) for one in compared(Theme.SOURCES, period, shares)),
        tuple(chart for chart in charts if chart.series),
        (
            _channels_table(now, before, period.span),
            _senders_table(period, lens, now.get(Source.PARTNER.value, 0)),
            _quarters_table(by_quarter, quarters),
        ),
        (said,) if said else (),
    )


def listing(key: str, span: Span, lens: Lens, today: date, settings: Settings) -> Listing:
    """What a figure, a row or a bar was counted from, over a span.

    Keys of its own: `source:web` for the referrals of a channel, `partner:17` for those that a partner sent.
    """
    if key in _CONCENTRATION:
        return _concentration_listing(key, rules.year_to(span), lens)
    if key.startswith("partner:"):
        return sent_by(int(key.partition(":")[2]), span, lens, today)
    if key.startswith("source:"):
        source = key.partition(":")[2]
        groups = by_state(queries.by_channel(source, span, lens, today))
        return Listing(rules.channel_words(source), Listed.REFERRALS, groups)
    found = queries.received(span, lens)
    by_source = tuple(
        _group(rules.channel_words(source).lower(), [one for one in found if one.source == source])
        for source in rules.in_order(_counted(found))
    )
    return Listing(MEASURES[key].name, Listed.REFERRALS, by_source)


def sent_by(partner_id: int, span: Span, lens: Lens, today: date) -> Listing:
    """The inbound partner referrals of a partner, as they stand today."""
    name = names_of([partner_id]).get(partner_id, "this partner")
    groups = by_state(queries.by_partner(partner_id, span, lens, today))
    return Listing(f"Sent by {name}", Listed.REFERRALS, groups)


def _over_its_days(one: Compared) -> Compared:
    """The figure with the days that it was counted over behind it: 365 for the concentration, whatever the period."""
    if one.behind is None or one.now.key not in _CONCENTRATION:
        return one
    return replace(one, behind=one.behind._replace(span=rules.year_to(one.behind.span)))


def _received(spans: Sequence[Span], lens: Lens) -> list[Counts]:
    """Referrals of each channel that were received in each span."""
    over = Span(min(span.first for span in spans), max(span.last for span in spans))
    return rules.by_span(queries.received_by_day(over, lens), spans)


def _partner_share(counts: Counts) -> Figure:
    return share("partner_share", counts.get(Source.PARTNER.value, 0), sum(counts.values()))


def _concentrations(spans: Sequence[Span], lens: Lens) -> list[tuple[dict[str, Figure], int]]:
    """For the 365 days up to the end of each span: the shares by their keys, and how many partners sent any."""
    windows = [rules.year_to(span) for span in spans]
    slices, places = cut(windows)
    sent: list[dict[int, int]] = [{} for _ in slices]
    for place, partner, number in queries.sent_by_partner(slices, lens):
        sent[place][partner] = number
    known: dict[Span, tuple[dict[str, Figure], int]] = {}
    for window, those in zip(windows, places, strict=True):
        if window not in known:
            totals = rules.added(sent[place] for place in those)
            known[window] = rules.concentration(totals.values()), len(totals)
    return [known[window] for window in windows]


def _shares_chart(counts: Counts, span: Span) -> Chart:
    order, total = rules.in_order(counts), sum(counts.values())
    return Chart(
        "source_shares",
        "Where patients come from",
        ChartKind.BARS,
        Unit.SHARE,
        tuple(label(source) for source in order),
        (Series("share", tuple(counts[source] / total for source in order)),),
        tuple(_source_behind(source, span) for source in order),
        tuple(f"n {counts[source]:,}" for source in order),
    )


def _quarters_chart(counts: Sequence[Counts], quarters: Sequence[Span]) -> Chart:
    """The shares of the channels by which most came, but for partners, beside whom the others would lie on the axis."""
    most = [source for source in rules.in_order(rules.added(counts)) if source != Source.PARTNER][:_LINES]
    return Chart(
        "shares_by_quarter",
        "Other than from partners, shares of all by quarter",
        ChartKind.LINES,
        Unit.SHARE,
        tuple(quarter_name(quarter.last) for quarter in quarters),
        tuple(Series(label(source), tuple(_part(some, source) for some in counts)) for source in most),
        tuple(_quarter_behind(quarter) for quarter in quarters),
    )


def _channels_table(now: Counts, before: Counts, span: Span) -> Table:
    columns = (
        Column("source", "Channel", Unit.WORDS),
        Column("referrals", "Referrals", Unit.COUNT),
        Column("share", "Share", Unit.SHARE),
        Column("referrals_before", "Before", Unit.COUNT),
        Column("share_before", "Share before", Unit.SHARE),
    )
    shown = [
        Row(
            (label(source), now.get(source, 0), _part(now, source), before.get(source, 0), _part(before, source)),
            _source_behind(source, span),
        )
        for source in rules.in_order(rules.added([now, before]))
    ]
    shown.sort(key=lambda row: -int(row.cells[1] or 0))
    return Table("sources", "Channels", columns, tuple(shown))


def _senders_table(period: Period, lens: Lens, total: int) -> Table:
    columns = (
        Column("partner", "Partner", Unit.WORDS),
        Column("referrals", "Referrals", Unit.COUNT),
        Column("share", "Share", Unit.SHARE),
        Column("before", "Before", Unit.COUNT),
        Column("change", "Change", Unit.COUNT),
    )
    first = queries.senders(period.span, lens, rules.SENDERS)
    before = queries.sent_by([one.partner_id for one in first], period.before, lens)
    shown = tuple(
        Row(
            (
                one.name,
                one.referrals,
                one.referrals / total,
                before.get(one.partner_id, 0),
                one.referrals - before.get(one.partner_id, 0),
            ),
            Behind(Theme.SOURCES, f"partner:{one.partner_id}", period.span),
        )
        for one in first
    )
    return Table("top_senders", "Who sent most", columns, shown, "Of the inbound partner referrals of the period.")


def _quarters_table(counts: Sequence[Counts], quarters: Sequence[Span]) -> Table:
    columns = (
        Column("quarter", "Quarter", Unit.WORDS),
        Column("received", "Received", Unit.COUNT),
        *(Column(source.value, label(source).capitalize(), Unit.SHARE) for source in Source),
    )
    shown = tuple(
        Row(
            (quarter_name(quarter.last), sum(some.values()), *(_part(some, source.value) for source in Source)),
            _quarter_behind(quarter),
        )
        for quarter, some in zip(quarters, counts, strict=True)
    )
    note = "Whole quarters, the last one up to the end of the period; at least four, at most twenty."
    return Table("sources_by_quarter", "By quarter", columns, shown, note)


def _part(counts: Counts, source: str) -> float | None:
    """The share of a channel; None where nobody came."""
    total = sum(counts.values())
    return counts.get(source, 0) / total if total else None


def _source_behind(source: str, span: Span) -> Behind:
    return Behind(Theme.SOURCES, f"source:{source}", span)


def _quarter_behind(quarter: Span) -> Behind:
    return Behind(Theme.SOURCES, "partner_share", quarter)


def _concentration_listing(key: str, year: Span, lens: Lens) -> Listing:
    """The referrals of the first partners, a group each (the tenth together), and those of the others."""
    found = queries.from_partners(year, lens)
    senders = len({one.partner_id for one in found})
    first = queries.senders(year, lens, rules.first_places(senders)[key])
    theirs = {one.partner_id for one in first}
    mine = [one for one in found if one.partner_id in theirs]
    if key == "top_tenth":
        groups = [_group(f"from the {count(len(first), 'partner')} who sent most", mine)]
    else:
        groups = [
            _group(f"from {sender.name}", [one for one in mine if one.partner_id == sender.partner_id])
            for sender in first
        ]
    groups.append(_group("from the others", [one for one in found if one.partner_id not in theirs]))
    return listing_of(MEASURES[key].name, Listed.REFERRALS, groups)


def _group(words: str, found: Sequence[queries.Arrived]) -> Group:
    return Group(words, tuple(one.referral_id for one in found))


def _counted(found: Sequence[queries.Arrived]) -> Counts:
    return dict(Counter(one.source for one in found))
