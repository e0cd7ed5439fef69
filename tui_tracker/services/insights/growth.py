"""Who joined, who sends, who stopped."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from functools import cached_property

from tui_tracker.domain.day_words import short_day, short_month
from tui_tracker.domain.errors import Refused
from tui_tracker.domain.insights import growth as rules
from tui_tracker.domain.insights.lens import Lens
from tui_tracker.domain.insights.page import (
    Behind,
    Chart,
    ChartKind,
    Compared,
    Figure,
    Figures,
    Group,
    Listed,
    Listing,
    Page,
    Series,
    Theme,
    Unit,
    counted,
    listing_of,
    not_here,
)
from tui_tracker.domain.insights.periods import Period, Span, quarter_name
from tui_tracker.domain.momentum import Momentum
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.text import count
from tui_tracker.services.insights import growth_tables as tables
from tui_tracker.services.insights.comparing import compared, spans_of
from tui_tracker.services.insights.sources import sent_by
from tui_tracker.storage.queries.growth import kept_targets
from tui_tracker.storage.queries.insights import growth as queries
from tui_tracker.storage.queries.insights.referrals import first_day

NAMES = {one.key: one.name for one in rules.MEASURES}
OF_PARTNERS = frozenset({"new_partners", "sending_less"})
"""What counts no referrals one by one: a payer or a channel cannot narrow it."""

_SHORT = 92
"""Up to so many days, a quarter, many who send now and then sent nothing."""


def figures(
    spans: Sequence[Span], lens: Lens, today: date, settings: Settings, keys: Collection[str] | None = None
) -> list[Figures]:
    """The figures of each span, in order; of all measures of the theme, or of those in `keys`.

    Who sends less is a query for each day on which a span ends.
    """
    wanted = set(NAMES) if keys is None else set(keys) & set(NAMES)
    if not spans:
        return []
    return list(_figures(spans, lens, settings, wanted, _Senders(_begin(spans, settings, wanted), spans, lens)))


class _Senders:
    """Who sent when from a day on, and who for the first time: each is asked for once, when it is first needed."""

    def __init__(self, first: date, spans: Sequence[Span], lens: Lens) -> None:
        self._first = first
        self._last = max(span.last for span in spans)
        self._lens = lens

    @cached_property
    def sent(self) -> list[rules.Sent]:
        """In the order of days, up to the last one of the spans."""
        return list(queries.sent(self._first, self._last, self._lens))

    @cached_property
    def firsts(self) -> dict[int, date]:
        """By partner, up to the same day."""
        return queries.firsts(self._last, self._lens)


def _begin(spans: Sequence[Span], settings: Settings, wanted: Collection[str]) -> date:
    """From when on it has to be known who sent, to tell of active partners and those who stopped."""
    reach = timedelta(settings.active_days - 1)
    begins = [span.last - reach for span in spans]
    if "stopped" in wanted:
        begins += [rules.before_of(span).first for span in spans]
    return min(begins)


def _figures(
    spans: Sequence[Span], lens: Lens, settings: Settings, wanted: set[str], senders: _Senders
) -> list[dict[str, Figure]]:
    found: list[dict[str, Figure]] = [{} for _ in spans]
    if lens.of_referrals:
        for one in found:
            one.update((key, not_here(key)) for key in wanted & OF_PARTNERS)
        wanted -= OF_PARTNERS
    whole = Span(min(span.first for span in spans), max(span.last for span in spans))
    if "new_partners" in wanted:
        _put(found, "new_partners", _in_each(spans, (day for _, day in queries.added(*whole, lens))))
    if "new_referring" in wanted:
        _put(found, "new_referring", _in_each(spans, senders.firsts.values()))
    if wanted & {"active", "stopped"}:
        _add_sending(found, spans, senders.sent, settings, wanted)
    if "sending_less" in wanted:
        less = {day: len(queries.sending_less(day, lens, settings)) for day in {span.last for span in spans}}
        _put(found, "sending_less", [less[span.last] for span in spans])
    return found


def page(period: Period, lens: Lens, today: date, settings: Settings) -> Page:
    """What the theme tells of a period; of who sends less there is no trend, because each month is a long count."""
    spans, wanted = spans_of(period), set(NAMES) - {"sending_less"}
    span, before, quarters = period.span, rules.before_of(period.span), rules.shown_quarters(period.span)
    begin = min(before.first, quarters[0].first, span.last - timedelta(settings.active_days - 1))
    senders = _Senders(min(begin, _begin(spans, settings, wanted)), spans, lens)
    found = _figures(spans, lens, settings, wanted, senders)
    less = _less(spans[:2], lens, settings)
    for one, fewer in zip(found, less, strict=False):
        one["sending_less"] = not_here("sending_less") if fewer is None else counted("sending_less", len(fewer))
    figured = compared(Theme.GROWTH, period, found)
    firsts, sent = senders.firsts, [one for one in senders.sent if one[1] >= begin]
    now = rules.active(rules.last_days(sent, [span.last])[span.last], span.last, settings.active_days)
    joined = rules.cohorts(firsts, sent, quarters)
    begun = joined[next((place for place, one in enumerate(joined) if one.partners), len(joined)) :]
    shown = [tables.cohorts(begun), tables.new(span, firsts, sent), tables.stopped(span, sent)]
    if less[0] is not None:
        shown.append(tables.less(span.last, less[0], settings))
    says = [*_said(span, sent, figured, lens), *rules.first_year_words(first_day(), begun, today)]
    thin, more_says = tables.thin(lens, today, settings)
    if thin is not None:
        shown.append(thin)
    return Page(
        Theme.GROWTH,
        figured,
        (
            _active_chart(figured, period),
            _quarters_chart(joined, lens),
            _cohorts_chart(begun or joined, firsts, now, span.last, today),
        ),
        tuple(shown),
        (*says, *more_says),
    )


def listing(key: str, span: Span, lens: Lens, today: date, settings: Settings) -> Listing:
    """What a figure, a row or a bar was counted from, over a span.

    Beside the measures: `partner:ID`, what a partner sent; `gap:ID`, who there is for a target.
    """
    word, colon, rest = key.partition(":")
    if colon and word == "partner":
        return sent_by(int(rest), span, lens, today)
    if colon and word == "gap":
        return _of_gap(int(rest), today, settings)
    if key not in NAMES:
        raise Refused("There is no list behind this line; choose another.")
    ways = {
        "new_partners": _new_partners,
        "new_referring": _new_referring,
        "active": _active,
        "stopped": _stopped,
        "sending_less": _sending_less,
    }
    return listing_of(NAMES[key], Listed.PARTNERS, ways[key](span, lens, today, settings))


def _put(found: Sequence[dict[str, Figure]], key: str, numbers: Iterable[int]) -> None:
    for one, number in zip(found, numbers, strict=True):
        one[key] = counted(key, number)


def _in_each(spans: Sequence[Span], days: Iterable[date]) -> list[int]:
    """How many of some days lie in each span."""
    every = list(days)
    return [sum(span.first <= day <= span.last for day in every) for span in spans]


def _add_sending(
    found: Sequence[dict[str, Figure]],
    spans: Sequence[Span],
    sent: Sequence[rules.Sent],
    settings: Settings,
    wanted: Collection[str],
) -> None:
    """Active partners and those who stopped."""
    ends = [span.last for span in spans]
    last = rules.last_days(sent, ends)
    if "active" in wanted:
        _put(found, "active", [len(rules.active(last[end], end, settings.active_days)) for end in ends])
    if "stopped" in wanted:
        _put(
            found,
            "stopped",
            [
                sum(before.first <= day <= before.last for day in last[span.last].values())
                for span, before in ((span, rules.before_of(span)) for span in spans)
            ],
        )


def _active_chart(figured: Sequence[Compared], period: Period) -> Chart:
    months = spans_of(period)[2:]
    trend = next(one.trend for one in figured if one.now.key == "active")
    return Chart(
        "active_by_month",
        "Active partners at the end of each month",
        ChartKind.LINES,
        Unit.COUNT,
        tuple(short_month(month.last) for month in months),
        (Series("active", tuple(one.value for one in trend)),),
        tuple(Behind(Theme.GROWTH, "active", month) for month in months),
    )


def _quarters_chart(joined: Sequence[rules.Cohort], lens: Lens) -> Chart:
    series = [Series("first referral", tuple(one.partners for one in joined))]
    if not lens.of_referrals:
        days = (day for _, day in queries.added(joined[0].quarter.first, joined[-1].quarter.last, lens))
        series.append(Series("added", tuple(_in_each([one.quarter for one in joined], days))))
    return Chart(
        "new_by_quarter",
        "New partners by quarter",
        ChartKind.LINES,
        Unit.COUNT,
        tuple(f"Q{(one.quarter.last.month + 2) // 3} {one.quarter.last:%y}" for one in joined),
        tuple(series),
        tuple(
            Behind(Theme.GROWTH, "new_partners" if added and not one.partners else "new_referring", one.quarter)
            for one, added in zip(joined, series[-1].values, strict=True)
        ),
    )


def _cohorts_chart(
    joined: Sequence[rules.Cohort], firsts: dict[int, date], active: Collection[int], last: date, today: date
) -> Chart:
    still = _in_each([one.quarter for one in joined], [day for one, day in firsts.items() if one in active])
    # The list behind tells who is active today.
    words = "of them active" if last == today else f"active on {short_day(last, today)}"
    return Chart(
        "cohorts",
        "Partners by the quarter of their first referral",
        ChartKind.BARS,
        Unit.COUNT,
        tuple(quarter_name(one.quarter.last) for one in joined),
        (Series("partners", tuple(one.partners for one in joined)),),
        tuple(Behind(Theme.GROWTH, "new_referring", one.quarter) for one in joined),
        tuple(f"{number:,} {words}" if one.partners else "" for one, number in zip(joined, still, strict=True)),
    )


def _less(spans: Sequence[Span], lens: Lens, settings: Settings) -> list[dict[int, Momentum] | None]:
    """Who sends less on the last day of each span; None where the lens does not let it be told."""
    return [None if lens.of_referrals else queries.sending_less(span.last, lens, settings) for span in spans]


def _said(span: Span, sent: Sequence[rules.Sent], figured: Sequence[Compared], lens: Lens) -> list[str]:
    """What the figures do not say by themselves; `sent` reaches to the days before the span."""
    says, before = [], rules.before_of(span)
    senders = len({partner_id for partner_id, day in sent if day in before})
    stopped = next(one.now.value for one in figured if one.now.key == "stopped")
    if senders:
        says.append(
            f"{stopped:,} of {count(senders, 'partner')} who sent in {rules.before_words(span)} "
            "sent nothing in this period."
        )
    if stopped and span.days <= _SHORT and not lens.of_referrals:
        says.append(
            "In so short a time many are silent who send now and then; “Sending less” names those whose silence is "
            "more than chance."
        )
    quarter = rules.shown_quarters(span)[-1]
    if not rules.is_over(quarter):
        says.append(f"{quarter_name(quarter.last)} is counted up to {short_day(quarter.last)}: it was not over then.")
    if lens.of_referrals:
        says.append(
            "A payer or a channel chooses referrals: partners added, who sends less and where we are thin "
            "count none, and are not told."
        )
    return says


def _new_partners(span: Span, lens: Lens, today: date, settings: Settings) -> list[Group]:
    ids = {} if lens.of_referrals else dict(queries.added(*span, lens))
    sent = queries.firsts(today, lens)
    return [
        _group("sent nothing yet", [one for one in _named(ids) if one not in sent], ids, "added", today),
        _group("have sent", [one for one in _named(ids) if one in sent], ids, "added", today),
    ]


def _new_referring(span: Span, lens: Lens, today: date, settings: Settings) -> list[Group]:
    firsts = {one: day for one, day in queries.firsts(span.last, lens).items() if day >= span.first}
    now = rules.last_days(queries.sent(today - timedelta(settings.active_days - 1), today, lens), [today])[today]
    return [
        _group("not active today", [one for one in _named(firsts) if one not in now], firsts, "first", today),
        _group("active today", [one for one in _named(firsts) if one in now], firsts, "first", today),
    ]


def _active(span: Span, lens: Lens, today: date, settings: Settings) -> list[Group]:
    since = span.last - timedelta(settings.active_days - 1)
    last = rules.last_days(queries.sent(since, span.last, lens), [span.last])[span.last]
    half = span.last - timedelta(settings.active_days // 2 - 1)
    return [
        _group(
            f"sent nothing in the last {count(settings.active_days // 2, 'day')}",
            [one for one in _named(last) if last[one] < half],
            last,
            "last",
            today,
        ),
        _group("sent since", [one for one in _named(last) if last[one] >= half], last, "last", today),
    ]


def _stopped(span: Span, lens: Lens, today: date, settings: Settings) -> list[Group]:
    last = rules.stopped(span, queries.sent(rules.before_of(span).first, span.last, lens))
    known = queries.known(last)
    there = [one for one, about in known.items() if not about.resting]
    return [
        _group("to reconnect with", there, last, "last", today),
        _group(
            "dormant, parted with or in the archive", [one for one in known if known[one].resting], last, "last", today
        ),
    ]


def _sending_less(span: Span, lens: Lens, today: date, settings: Settings) -> list[Group]:
    found = {} if lens.of_referrals else queries.sending_less(span.last, lens, settings)
    ids = sorted(queries.known(found), key=lambda one: found[one].chance)
    return [Group("send less than they used to", tuple(ids), tuple(found[one].why for one in ids))]


def _of_gap(target_id: int, today: date, settings: Settings) -> Listing:
    target = next((one for one in kept_targets() if one.id == target_id), None)
    if target is None:
        raise Refused("This target is no longer there; look again.")
    every = {one.id: one for one in queries.of_specialty(target.specialty, target.area, today)}
    ways = {one: rules.standing(about.stage, about.last, today, settings.active_days) for one, about in every.items()}
    named = _named(one for one in every if ways[one] is not None)
    groups = [Group(words, tuple(one for one in named if ways[one] == words)) for words in rules.STANDINGS]
    return listing_of(target.name, Listed.PARTNERS, groups)


def _named(ids: Iterable[int]) -> list[int]:
    """Ids in the order of their partners' names."""
    return list(queries.known(set(ids)))


def _group(words: str, ids: Sequence[int], days: rules.LastDays, what: str, today: date) -> Group:
    return Group(words, tuple(ids), tuple(f"{what} {short_day(days[one], today)}" for one in ids))
