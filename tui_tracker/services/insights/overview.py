"""The first page of Insights: the figures a practice is run by, and what changed."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from tui_tracker.domain.insights import changes as rules
from tui_tracker.domain.insights.catalogue import MEASURES
from tui_tracker.domain.insights.changes import Change, Found
from tui_tracker.domain.insights.funnel import ripe
from tui_tracker.domain.insights.lens import Lens
from tui_tracker.domain.insights.overview import KEYS, Overview
from tui_tracker.domain.insights.page import Compared, Figure, Theme, share
from tui_tracker.domain.insights.periods import Period, Span
from tui_tracker.domain.insights.times import Wait
from tui_tracker.domain.settings import Settings
from tui_tracker.services.insights import funnel, themes
from tui_tracker.services.insights.comparing import compared, spans_of
from tui_tracker.services.insights.times_counting import counted_over
from tui_tracker.storage.queries.agreed_days import agreed
from tui_tracker.storage.queries.insights import referrals as queries

Tick = Callable[[int, int], None]

_COUNTS = ("received", "from_partners", "sent", "new_referring")
_ON_TIME = "initial_report_on_time"
_TIME = "to_seen"
_THEMES = tuple(dict.fromkeys(MEASURES[key].theme for key in KEYS))


def overview(period: Period, lens: Lens, today: date, settings: Settings, tick: Tick | None = None) -> Overview:
    """The figures of the first page, and what changed. `tick(done, of)` is called between themes; it may end it all.

    What `tick` raises goes to the caller.
    """
    spans = spans_of(period)
    by_key: dict[str, Compared] = {}
    for done, theme in enumerate(_THEMES):
        if tick is not None:
            tick(done, len(_THEMES) + 1)
        keys = [key for key in KEYS if MEASURES[key].theme == theme]
        for one in compared(theme, period, themes.figures(theme, spans, lens, today, settings, keys)):
            by_key[one.now.key] = one
    if tick is not None:
        tick(len(_THEMES), len(_THEMES) + 1)
    return Overview(tuple(by_key[key] for key in KEYS), _changes(by_key, period, lens, today, settings))


def _changes(
    figures: Mapping[str, Compared], period: Period, lens: Lens, today: date, settings: Settings
) -> tuple[Change, ...]:
    """What changed beyond chance, the most telling first."""
    found: list[Found] = []
    first = queries.first_day()
    days = rules.days_compared(period, first)
    if days is not None:
        found += rules.counts_changed([figures[key] for key in _COUNTS], MEASURES, days)
        found += _partners(period, lens, days)
    found += _on_time(figures[_ON_TIME], period, lens, today, settings)
    now, before = (rules.Spread(*one) for one in funnel.early((period.span, period.before), lens, today))
    found += rules.early_changed(now, before, period.span)
    found += _times(period, lens, today, settings)
    return rules.told_apart(found, period, first, today)


def _on_time(one: Compared, period: Period, lens: Lens, today: date, settings: Settings) -> list[Found]:
    """Reports on time, without the last days: of promises that are not yet due only those kept in time are known."""
    usual = settings.promises
    longest = max(usual.initial_report, *(own.initial_report for own in agreed(usual).values()), 0)
    young = today - timedelta(longest)

    def old(figure: Figure, span: Span) -> Figure:
        if span.last < young:
            return figure
        last_days = Span(max(span.first, young), span.last)
        (tail,) = themes.figures(Theme.TIMES, [last_days], lens, today, settings, [_ON_TIME])
        return share(_ON_TIME, (figure.part or 0) - (tail[_ON_TIME].part or 0), figure.n - tail[_ON_TIME].n)

    measure, now = MEASURES[_ON_TIME], old(one.now, period.span)
    left = rules.left_out((period.span.last - young).days + 1) if now.n != one.now.n else ""
    before = old(one.before, period.before)
    return list(rules.share_changed(measure.name, now, before, measure.better, one.behind, left))


def _partners(period: Period, lens: Lens, days: rules.Days) -> list[Found]:
    changed = rules.partners_changed((rules.Sent(*row) for row in queries.sent_by_partner(period, lens)), days)
    names = queries.names([one.partner_id for _, one in changed])
    return [rules.partner_told(names[one.partner_id], likely, one, days) for likely, one in changed]


def _times(period: Period, lens: Lens, today: date, settings: Settings) -> list[Found]:
    """The time to the appointment, of the referrals that are old enough for the wait to be over."""
    now, before = ripe(period.span, today), ripe(period.before, today)
    if now is None or before is None:
        return []
    counted = counted_over([now, before], lens, today, settings, (_TIME,))
    sizes = [one.waits.get(Wait(_TIME), {}) for one in counted]
    return list(rules.time_changed(MEASURES[_TIME], sizes[0], sizes[1], now, cut=now != period.span))
