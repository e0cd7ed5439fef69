"""The first page of Insights: the figures a practice is run by, and what changed."""

from collections.abc import Callable
from datetime import date

from tui_tracker.domain.insights.lens import Lens
from tui_tracker.domain.insights.overview import KEYS as KEYS
from tui_tracker.domain.insights.overview import Overview as Overview
from tui_tracker.domain.insights.periods import Period
from tui_tracker.domain.settings import Settings

Tick = Callable[[int, int], None]


def overview(period: Period, lens: Lens, today: date, settings: Settings, tick: Tick | None = None) -> Overview:
    """The figures of the first page and what changed. `tick(done, of)` is called between themes; what it raises ends it."""
    raise NotImplementedError
