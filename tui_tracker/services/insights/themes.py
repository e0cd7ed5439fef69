"""The way to each theme by its name, and what they share."""

from collections.abc import Collection
from datetime import date
from types import ModuleType

from tui_tracker.domain.insights.lens import Lens
from tui_tracker.domain.insights.page import Behind, Figures, Listing, Page, Theme
from tui_tracker.domain.insights.periods import Period, Span
from tui_tracker.domain.settings import Settings
from tui_tracker.services.insights import care, funnel, growth, referrals, sources, times, touches, value

_MODULES: dict[Theme, ModuleType] = {
    Theme.REFERRALS: referrals,
    Theme.FUNNEL: funnel,
    Theme.TIMES: times,
    Theme.SOURCES: sources,
    Theme.VALUE: value,
    Theme.GROWTH: growth,
    Theme.TOUCHES: touches,
    Theme.CARE: care,
}


def page(theme: Theme, period: Period, lens: Lens, today: date, settings: Settings) -> Page:
    """What a theme tells of a period."""
    found: Page = _MODULES[theme].page(period, lens, today, settings)
    return found


def figures(
    theme: Theme,
    spans: list[Span],
    lens: Lens,
    today: date,
    settings: Settings,
    keys: Collection[str] | None = None,
) -> list[Figures]:
    """The figures of a theme for each span: all of them, or those in `keys`."""
    found: list[Figures] = _MODULES[theme].figures(spans, lens, today, settings, keys)
    return found


def listing(behind: Behind, lens: Lens, today: date, settings: Settings) -> Listing:
    """The list behind a figure, a row or a bar."""
    found: Listing = _MODULES[behind.theme].listing(behind.key, behind.span, lens, today, settings)
    return found
