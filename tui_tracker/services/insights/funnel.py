"""How far the referrals of a period came."""

from collections.abc import Collection, Sequence
from datetime import date

from tui_tracker.domain.insights import funnel as rules
from tui_tracker.domain.insights import states
from tui_tracker.domain.insights.catalogue import MEASURES
from tui_tracker.domain.insights.lens import Lens
from tui_tracker.domain.insights.page import Figures, Group, Listed, Listing, Page, Theme
from tui_tracker.domain.insights.periods import Period, Span, trend_months
from tui_tracker.domain.insights.sums import DaySums
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.text import fold
from tui_tracker.domain.words import ReferralStage, label
from tui_tracker.services.insights.comparing import compared, spans_of
from tui_tracker.storage.queries.insights import funnel as queries
from tui_tracker.storage.queries.insights.narrowing import FROM_PARTNERS, INBOUND, referrals_within, stands_aside

_KEYS = ("completion", "leakage", "lost", "declined")
_RATES = {"completion": states.by_completion, "leakage": states.by_leakage}
_ASIDE = {"lost": ReferralStage.LOST, "declined": ReferralStage.DECLINED}


def figures(
    spans: Sequence[Span], lens: Lens, today: date, settings: Settings, keys: Collection[str] | None = None
) -> list[Figures]:
    """The figures of each span, in order; of all measures of the theme, or of those in `keys`."""
    wanted = [key for key in _KEYS if keys is None or key in keys]
    if not wanted or not spans:
        return [{} for _ in spans]
    sums = _fates(spans, lens, today)
    every = [rules.figures_of(sums, span, today) for span in spans]
    return [{key: one[key] for key in wanted} for one in every]


def page(period: Period, lens: Lens, today: date, settings: Settings) -> Page:
    """What the theme tells of a period: the stages, the rates by month, and why some were lost or declined."""
    told = spans_of(period)
    sums = _fates(told, lens, today)
    found = [rules.figures_of(sums, span, today) for span in told]
    now, before = (queries.by_step(*span, lens, today) for span in (period.span, period.before))
    reasons = [
        rules.reasons_table(
            name,
            queries.by_reason(stage, *period.span, lens, today),
            queries.by_reason(stage, *period.before, lens, today),
            period.span,
        )
        for name, stage in _ASIDE.items()
    ]
    return Page(
        Theme.FUNNEL,
        compared(Theme.FUNNEL, period, found),
        (rules.stages_chart(now, period.span), rules.rates_chart(found[2:], trend_months(period))),
        (rules.stages_table(now, before, period.span), *reasons),
        rules.says(sums, period.span, today),
    )


def listing(key: str, span: Span, lens: Lens, today: date, settings: Settings) -> Listing:
    """What a figure, a row or a bar was counted from, over a span.

    Keys of its own: `stage:seen` for what came that far at least, `lost:moved away` and `declined:too far` for why.
    """
    kind, _, word = key.partition(":")
    if kind == "stage":
        return _reached(ReferralStage(word), span, lens, today)
    if kind in _ASIDE:
        return _aside(kind, word if ":" in key else None, span, lens, today)
    grouped = _RATES[key]
    old = rules.ripe(span, today)
    found = [] if old is None else queries.standing(referrals_within(*old, lens) & FROM_PARTNERS, today)
    return Listing(MEASURES[key].name, Listed.REFERRALS, grouped(found))


def _reached(stage: ReferralStage, span: Span, lens: Lens, today: date) -> Listing:
    step = next(step for step, one in rules.STEPS.items() if one == stage)
    wanted = referrals_within(*span, lens) & INBOUND & (queries.furthest(today) >= step.value)
    return Listing(f"Reached “{label(stage)}”", Listed.REFERRALS, states.by_step(queries.standing(wanted, today), step))


def _aside(kind: str, reason: str | None, span: Span, lens: Lens, today: date) -> Listing:
    wanted = referrals_within(*span, lens) & INBOUND & stands_aside(_ASIDE[kind], today)
    groups: tuple[Group, ...] = states.by_reason(
        [one for one in queries.standing(wanted, today) if reason is None or fold(one.reason) == fold(reason)]
    )
    title = kind.capitalize() if reason is None else f"{kind.capitalize()}: {rules.reason_words(reason)}"
    return Listing(title, Listed.REFERRALS, groups)


def _fates(spans: Sequence[Span], lens: Lens, today: date) -> DaySums:
    first, last = min(span.first for span in spans), max(span.last for span in spans)
    return DaySums(queries.by_day(first, last, lens, today), len(rules.Fates._fields))
