"""What a patient brought, by channel, and how it went."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta

from tui_tracker.domain.insights import value as rules
from tui_tracker.domain.insights.catalogue import MEASURES
from tui_tracker.domain.insights.funnel import RIPE_DAYS
from tui_tracker.domain.insights.lens import Lens
from tui_tracker.domain.insights.page import (
    Behind,
    Chart,
    ChartKind,
    Column,
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
)
from tui_tracker.domain.insights.periods import Period, Span, cut
from tui_tracker.domain.insights.sources import channel_words, in_order
from tui_tracker.domain.money import money_text
from tui_tracker.domain.quality_share import is_good
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.words import Adherence, Source, label
from tui_tracker.services.insights.comparing import compared, spans_of
from tui_tracker.storage.queries.insights import scoreboard
from tui_tracker.storage.queries.insights import value as queries
from tui_tracker.storage.queries.partners import names_of

_PARTNER = Source.PARTNER.value


def figures(
    spans: Sequence[Span], lens: Lens, today: date, settings: Settings, keys: Collection[str] | None = None
) -> list[Figures]:
    """The figures of each span, in order; of all measures of the theme, or of those in `keys`."""
    found: list[dict[str, Figure]] = [{} for _ in spans]
    if keys is None or "lifetime_value" in keys:
        brought = _brought(spans, lens)
        for mine, span in zip(found, spans, strict=True):
            mine["lifetime_value"] = rules.value_figure(*brought[span])
    if keys is None or not {"adherence", "quality"}.isdisjoint(keys):
        for mine, parts in zip(found, _alike(spans, lens, today), strict=True):
            mine.update({key: one for key, one in _shares(parts).items() if keys is None or key in keys})
    return list(found)


def page(period: Period, lens: Lens, today: date, settings: Settings) -> Page:
    """What the theme tells of a period: each channel beside all together, and the partners by quality."""
    spans = spans_of(period)
    parts = _alike(spans, lens, today)
    brought = _brought(spans, lens)
    told: list[Figures] = [
        {"lifetime_value": rules.value_figure(*brought[span]), **_shares(some)}
        for span, some in zip(spans, parts, strict=True)
    ]
    channels = _channels(parts[0], queries.patients_by_source(period.span, lens), brought[period.span].patients)
    by_source = {one.source: one for one in channels}
    says = [rules.noted_words(channels[0])] if channels else []
    if channels and not lens.of_partners and lens.source is None:
        says.insert(0, rules.worth_words(by_source))
    return Page(
        Theme.VALUE,
        compared(Theme.VALUE, period, told),
        (_value_chart(channels, period.span),),
        (
            _value_table(channels, period.span),
            _of_table(channels, period.span),
            _quality_table(period.span, lens),
        ),
        tuple(one for one in says if one),
    )


def listing(key: str, span: Span, lens: Lens, today: date, settings: Settings) -> Listing:
    """What a figure, a row or a bar was counted from, over a span.

    The patients of the lifetime value stand there by their referrals. Keys of its own: `channel:web` for the referrals
    of a channel, `partner:17` for those of a partner that are known to be good or not.
    """
    found = queries.valued(span, lens)
    if key == "adherence":
        groups = [
            (f"kept to the plan: {label(how)}", [one for one in found if one.marks[1] == how])
            for how in reversed(Adherence)
        ]
        return _listing(MEASURES[key].name, groups)
    if key == "quality":
        return _quality_listing(MEASURES[key].name, [one for one in found if one.source == _PARTNER])
    kind, _, which = key.partition(":")
    if kind == "partner":
        sent = [one for one in found if one.source == _PARTNER and one.partner_id == int(which)]
        return _quality_listing(names_of([int(which)]).get(int(which), ""), sent)
    if kind == "channel":
        return _value_listing(channel_words(which), [one for one in found if one.source == which])
    return _value_listing(MEASURES[key].name, found)


def _brought(spans: Sequence[Span], lens: Lens) -> dict[Span, queries.Brought]:
    found: dict[Span, queries.Brought] = {}
    for part in rules.apart(spans):
        slices, places = cut(part)
        by_slice = queries.brought(slices, lens)
        found.update((span, by_slice.get(those[0], queries.NOTHING)) for span, those in zip(part, places, strict=True))
    return found


def _alike(spans: Sequence[Span], lens: Lens, today: date) -> list[list[rules.Alike]]:
    """The referrals of each span, by channel and marks; the same channel and marks may stand there several times."""
    slices, places = cut(spans)
    by_slice: list[list[rules.Alike]] = [[] for _ in slices]
    for place, one in queries.alike(slices, today - timedelta(days=RIPE_DAYS), lens, today):
        by_slice[place].append(one)
    return [[one for place in those for one in by_slice[place]] for those in places]


def _shares(parts: Sequence[rules.Alike]) -> dict[str, Figure]:
    return {
        "adherence": rules.adherence_figure((one.marks, one.referrals) for one in parts),
        "quality": rules.quality_figure((one.marks, one.referrals) for one in parts if one.source == _PARTNER),
    }


def _channels(parts: Sequence[rules.Alike], by_source: Mapping[str, int], patients: int) -> list[rules.Channel]:
    """All together first, then each channel, most referrals first; none where nobody came."""
    if not parts:
        return []
    counts: dict[str, int] = {}
    for one in parts:
        counts[one.source] = counts.get(one.source, 0) + one.referrals
    return [
        rules.channel("", patients, parts),
        *(
            rules.channel(source, by_source[source], [one for one in parts if one.source == source])
            for source in in_order(counts)
        ),
    ]


def _value_chart(channels: Sequence[rules.Channel], span: Span) -> Chart:
    return Chart(
        "lifetime_value",
        "Lifetime value of a patient, by channel",
        ChartKind.BARS,
        Unit.CENTS,
        tuple(_name(one) for one in channels),
        (Series("per patient", tuple(one.per_patient for one in channels)),),
        tuple(_behind(one, span) for one in channels),
        tuple(f"n {one.patients:,}" for one in channels),
    )


_VALUES = (
    Column("channel", "Channel", Unit.WORDS),
    Column("patients", "Patients", Unit.COUNT),
    Column("per_patient", "Per patient", Unit.CENTS),
    Column("completion", "Completion", Unit.SHARE),
    Column("adherence", "Kept to plan", Unit.SHARE),
    Column("quality", "Good", Unit.SHARE),
    Column("referrals", "Referrals", Unit.COUNT),
    Column("revenue", "Revenue", Unit.CENTS),
)
_OF = (
    Column("channel", "Channel", Unit.WORDS),
    Column("revenue_noted", "Revenue noted", Unit.COUNT),
    Column("ripe", "30 days old", Unit.COUNT),
    Column("adherence_full", "In full", Unit.COUNT),
    Column("adherence_partial", "In part", Unit.COUNT),
    Column("adherence_none", "Not at all", Unit.COUNT),
    Column("quality_known", "Good or not", Unit.COUNT),
    Column("quality_at_least", "Good at least", Unit.SHARE),
)


def _value_table(channels: Sequence[rules.Channel], span: Span) -> Table:
    note = (
        "A patient in two channels counts in each, and once in all of them. Completion: seen, of those received at "
        f"least {RIPE_DAYS} days ago. Kept to plan: in full."
    )
    shown = tuple(
        Row(
            (
                _name(one),
                one.patients,
                one.per_patient,
                one.completion,
                one.adhered,
                one.quality.share if one.quality else None,
                one.referrals,
                one.cents if one.noted else None,
            ),
            _behind(one, span),
        )
        for one in channels
    )
    return Table("lifetime_value", "Value by channel", _VALUES, shown, note)


def _of_table(channels: Sequence[rules.Channel], span: Span) -> Table:
    """From how many referrals the values are."""
    shown = tuple(
        Row(
            (
                _name(one),
                one.noted,
                one.ripe,
                *one.adherence,
                one.quality.known if one.quality else 0,
                one.quality.lowest if one.quality else None,
            ),
            _behind(one, span),
        )
        for one in channels
    )
    note = "Good at least: the lower end of the 95 % interval."
    return Table("value_counts", "From how many referrals", _OF, shown, note)


def _quality_table(span: Span, lens: Lens) -> Table:
    columns = (
        Column("partner", "Partner", Unit.WORDS),
        Column("good", "Good", Unit.SHARE),
        Column("known", "Of", Unit.COUNT),
        Column("at_least", "At least", Unit.SHARE),
    )
    best = rules.best_first(scoreboard.marks(span, lens))[: rules.PARTNERS]
    names = names_of([partner for partner, _ in best])
    shown = tuple(
        Row(
            (names[partner], found.share, found.known, found.lowest),
            Behind(Theme.VALUE, f"partner:{partner}", span),
        )
        for partner, found in best
    )
    note = "Ranked by the lower end of the 95 % interval, so that 5 of 5 does not beat 45 of 50 by luck."
    return Table("quality", "Good referrals by partner", columns, shown, note)


def _name(one: rules.Channel) -> str:
    return label(one.source) or "all together"


def _behind(one: rules.Channel, span: Span) -> Behind:
    return Behind(Theme.VALUE, f"channel:{one.source}" if one.source else "lifetime_value", span)


def _value_listing(title: str, found: Sequence[queries.Valued]) -> Listing:
    """Those whose revenue is not noted first, then the others, the most first, with what they brought."""
    noted = sorted((one for one in found if one.cents is not None), key=lambda one: -(one.cents or 0))
    groups = (
        Group("revenue not noted", tuple(one.referral_id for one in found if one.cents is None)),
        Group(
            "revenue noted",
            tuple(one.referral_id for one in noted),
            tuple(money_text(one.cents or 0) for one in noted),
        ),
    )
    return listing_of(title, Listed.REFERRALS, groups)


def _quality_listing(title: str, found: Sequence[queries.Valued]) -> Listing:
    """Those that are not good first, each with why."""
    bad = [one for one in found if is_good(one.marks) is False]
    groups = (
        Group("not good", tuple(one.referral_id for one in bad), tuple(rules.why_not_good(one.marks) for one in bad)),
        Group("good", tuple(one.referral_id for one in found if is_good(one.marks))),
    )
    return listing_of(title, Listed.REFERRALS, groups)


def _listing(title: str, groups: Sequence[tuple[str, Sequence[queries.Valued]]]) -> Listing:
    told = (Group(words, tuple(one.referral_id for one in found)) for words, found in groups)
    return listing_of(title, Listed.REFERRALS, told)
