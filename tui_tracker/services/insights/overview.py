"""The first page of Insights: the figures a practice is run by, and what changed."""

from collections.abc import Callable, Mapping
from datetime import date

from tui_tracker.domain.insights import changes as rules
from tui_tracker.domain.insights.catalogue import MEASURES
from tui_tracker.domain.insights.changes import Change, Found
from tui_tracker.domain.insights.funnel import ripe
from tui_tracker.domain.insights.lens import Lens
from tui_tracker.domain.insights.overview import KEYS, Overview
from tui_tracker.domain.insights.page import Compared
from tui_tracker.domain.insights.periods import Period
from tui_tracker.domain.insights.times import Wait
from tui_tracker.domain.settings import Settings
from tui_tracker.services.insights import funnel, themes
from tui_tracker.services.insights.comparing import compared, spans_of
from tui_tracker.services.insights.times_counting import counted_over
from tui_tracker.storage.queries.insights import referrals as queries

Tick = Callable[[int, int], None]

_COUNTS = ("received", "from_partners", "sent", "new_referring")
_SHARES = ("initial_report_on_time",)
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
    days = rules.days_compared(period, queries.first_day())
    if days is not None:
        found += rules.counts_changed([figures[key] for key in _COUNTS], MEASURES, days)
        found += _partners(period, lens, days)
    for key in _SHARES:
        one, measure = figures[key], MEASURES[key]
        found += rules.share_changed(measure.name, one.now, one.before, measure.better, one.behind)
    now, before = (rules.Spread(*one) for one in funnel.early((period.span, period.before), lens, today))
    found += rules.early_changed(now, before, period.span)
    found += _times(period, lens, today, settings)
    return rules.most_telling(found)


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
