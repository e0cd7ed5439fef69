"""How we keep in touch, and give and take."""

from collections.abc import Collection, Sequence
from datetime import date

from tui_tracker.domain.insights.lens import Lens
from tui_tracker.domain.insights.page import Figures, Listing, Page
from tui_tracker.domain.insights.periods import Period, Span
from tui_tracker.domain.settings import Settings


def figures(
    spans: Sequence[Span], lens: Lens, today: date, settings: Settings, keys: Collection[str] | None = None
) -> list[Figures]:
    """The figures of each span, in order; of all measures of the theme, or of those in `keys`."""
    raise NotImplementedError


def page(period: Period, lens: Lens, today: date, settings: Settings) -> Page:
    """What the theme tells of a period."""
    raise NotImplementedError


def listing(key: str, span: Span, lens: Lens, today: date, settings: Settings) -> Listing:
    """What a figure, a row or a bar was counted from, over a span."""
    raise NotImplementedError
