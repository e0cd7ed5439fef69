"""The first page of Insights: the figures a practice is run by, and what changed."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

from tui_tracker.domain.insights import changes as rules
from tui_tracker.domain.insights.catalogue import MEASURES
from tui_tracker.domain.insights.changes import Change, Found
from tui_tracker.domain.insights.first_page import WentOn
from tui_tracker.domain.insights.funnel import ripe
from tui_tracker.domain.insights.lens import Lens
from tui_tracker.domain.insights.overview import KEYS, Overview
from tui_tracker.domain.insights.page import Compared, Figure, Figures, Theme, share
from tui_tracker.domain.insights.periods import Period, Span
from tui_tracker.domain.insights.times import figures_of as times_figures
from tui_tracker.domain.settings import Settings
from tui_tracker.services.insights import themes
from tui_tracker.services.insights.comparing import compared, spans_of
from tui_tracker.services.insights.times_counting import counted_over
from tui_tracker.storage.queries.agreed_days import agreed
from tui_tracker.storage.queries.insights import first_page
from tui_tracker.storage.queries.insights import referrals as queries
from tui_tracker.storage.queries.partners import names_of

Tick = Callable[[int, int], None]

_COUNTS = ("received", "from_partners", "sent", "new_referring")
_ON_TIME = "initial_report_on_time"
_YEAR_OF_WEEKS = 52 * 7
"""A year in which every weekday comes as often as the others."""
_TIME = "to_seen"
_STEPS = 5


def overview(period: Period, lens: Lens, today: date, settings: Settings, tick: Tick | None = None) -> Overview:
    """The figures of the first page, and what changed. `tick(done, of)` is called between counts; it may end it all.

    What `tick` raises goes to the caller. What several figures and sentences are worked out from is counted once.
    """
    heard = (lambda _done, _of: None) if tick is None else tick
    spans = spans_of(period)
    found: list[dict[str, Figure]] = [{} for _ in spans]
    for done, theme in enumerate((Theme.REFERRALS, Theme.GROWTH)):
        heard(done, _STEPS)
        _put(found, themes.figures(theme, spans, lens, today, settings, KEYS))
    heard(2, _STEPS)
    went_on = WentOn(first_page.became(_around(spans), lens, today), today)
    _put(found, [went_on.figures(span) for span in spans])
    heard(3, _STEPS)
    reports = _Reports(spans, lens, today, settings)
    _put(found, reports.figures)
    by_key = {one.now.key: one for theme in Theme for one in compared(theme, period, found)}
    heard(4, _STEPS)
    changes = _changes(by_key, went_on, reports, period, lens, today)
    return Overview(tuple(by_key[key] for key in KEYS), changes)


def _around(spans: Sequence[Span]) -> Span:
    return Span(min(span.first for span in spans), max(span.last for span in spans))


def _put(found: Sequence[dict[str, Figure]], more: Sequence[Figures]) -> None:
    for one, here in zip(found, more, strict=True):
        one.update(here)


class _Reports:
    """Reports on time of each span, and of the first two without their last days.

    Of promises that are not yet due only those kept in time are known, so those may not be compared.
    """

    def __init__(self, spans: Sequence[Span], lens: Lens, today: date, settings: Settings) -> None:
        usual = settings.promises
        longest = max(usual.initial_report, *(own.initial_report for own in agreed(usual).values()), 0)
        self.young = today - timedelta(longest)
        tails = [Span(max(one.first, self.young), one.last) for one in spans[:2] if one.last >= self.young]
        counted = counted_over([*spans, *tails], lens, today, settings, (_ON_TIME,))
        on_time = [times_figures(one)[_ON_TIME] for one in counted]
        self.figures = [{_ON_TIME: one} for one in on_time[: len(spans)]]
        self._tails = dict(zip(tails, on_time[len(spans) :], strict=True))

    def old(self, figure: Figure, span: Span) -> Figure:
        """The figure of a span without its last days."""
        if span.last < self.young:
            return figure
        tail = self._tails[Span(max(span.first, self.young), span.last)]
        return share(_ON_TIME, (figure.part or 0) - (tail.part or 0), figure.n - tail.n)


def _changes(
    figures: Mapping[str, Compared], went_on: WentOn, reports: _Reports, period: Period, lens: Lens, today: date
) -> tuple[Change, ...]:
    """What changed beyond chance, the most telling first."""
    found: list[Found] = []
    first = queries.first_day()
    days = rules.days_compared(period, first)
    if days is not None:
        year = Span(period.span.last - timedelta(_YEAR_OF_WEEKS - 1), period.span.last)
        days = rules.weighed(days, period, queries.by_weekday(*year))
        found += rules.counts_changed([figures[key] for key in _COUNTS], MEASURES, days)
        found += _partners(period, lens, days)
    found += _on_time(figures[_ON_TIME], reports, period)
    found += rules.early_changed(went_on.early(period.span), went_on.early(period.before), period.span)
    found += _times(went_on, period, today)
    return rules.told_apart(found, period, first, today)


def _on_time(one: Compared, reports: _Reports, period: Period) -> list[Found]:
    measure, now = MEASURES[_ON_TIME], reports.old(one.now, period.span)
    left = rules.left_out((period.span.last - reports.young).days + 1) if now.n != one.now.n else ""
    before = reports.old(one.before, period.before)
    return list(rules.share_changed(measure.name, now, before, measure.better, one.behind, left))


def _partners(period: Period, lens: Lens, days: rules.Days) -> list[Found]:
    changed = rules.partners_changed((rules.Sent(*row) for row in queries.sent_by_partner(period, lens)), days)
    names = names_of([one.partner_id for _, one in changed])
    return [rules.partner_told(names[one.partner_id], likely, one, days) for likely, one in changed]


def _times(went_on: WentOn, period: Period, today: date) -> list[Found]:
    """The time to the appointment, of the referrals that are old enough for the wait to be over."""
    now, before = ripe(period.span, today), ripe(period.before, today)
    if now is None or before is None:
        return []
    sizes = went_on.waits(now), went_on.waits(before)
    return list(rules.time_changed(MEASURES[_TIME], *sizes, now, cut=now != period.span))
