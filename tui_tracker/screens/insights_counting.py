"""What the Insights screen shows: which page, of which period, narrowed to what; counted at the desk, and kept."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from tui_tracker.domain.insights.lens import Lens
from tui_tracker.domain.insights.overview import Overview
from tui_tracker.domain.insights.page import Page, Theme
from tui_tracker.domain.insights.periods import Period, Step, days_period, period
from tui_tracker.domain.settings import Settings

if TYPE_CHECKING:
    from tui_tracker.app import TuiTracker

_KEPT = 40
"""Pages that are kept: enough to leaf through all of them for a few periods."""

Tick = Callable[[int, int], None]


class Asked(NamedTuple):
    """A page: the first one where `theme` is None."""

    theme: Theme | None
    period: Period
    lens: Lens


class _GivenUpError(Exception):
    """Nobody waits any more for what is being counted."""


class Counting:
    """Counts pages at the desk, and keeps them as long as nothing changes."""

    def __init__(self, house: TuiTracker) -> None:
        self._house = house
        self._kept: OrderedDict[Asked, Page | Overview] = OrderedDict()
        self._as_of = (house.version, house.today)

    def kept(self, asked: Asked) -> Page | Overview | None:
        """A page that was counted since anything changed."""
        now = (self._house.version, self._house.today)
        if now != self._as_of:
            self._kept.clear()
            self._as_of = now
        return self._kept.get(asked)

    async def count(self, asked: Asked, tick: Tick) -> Page | Overview:
        """Count a page; cancelled, it ends with the theme that is being counted. `tick` is called on the event loop."""
        as_of = self._as_of
        found = await (self._page(asked, asked.theme) if asked.theme else self._overview(asked, tick))
        if as_of == self._as_of:
            self._kept[asked] = found
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return found

    async def _page(self, asked: Asked, theme: Theme) -> Page:
        house = self._house
        return await house.desk(_page, theme, asked.period, asked.lens, house.today, house.settings)

    async def _overview(self, asked: Asked, tick: Tick) -> Overview:
        house = self._house
        watch = Watch(tick)
        try:
            return await house.desk(_overview, asked.period, asked.lens, house.today, house.settings, watch.tick)
        finally:
            watch.wanted = False


# Imported at the desk, so that the screen is painted meanwhile.


def _page(theme: Theme, one: Period, lens: Lens, today: date, settings: Settings) -> Page:
    from tui_tracker.services.insights.themes import page

    return page(theme, one, lens, today, settings)


def _overview(one: Period, lens: Lens, today: date, settings: Settings, tick: Tick) -> Overview:
    from tui_tracker.services.insights.overview import overview

    return overview(one, lens, today, settings, tick=tick)


class Watch:
    """Hears at the desk how far something is, tells it on the event loop, and ends it once `wanted` is False."""

    def __init__(self, tell: Tick) -> None:
        self.wanted = True
        self._tell = tell
        self._loop = asyncio.get_running_loop()

    def tick(self, done: int, of: int) -> None:
        """Called by what counts, in its own thread."""
        if not self.wanted:
            raise _GivenUpError
        self._loop.call_soon_threadsafe(self._hear, done, of)

    def _hear(self, done: int, of: int) -> None:
        if self.wanted:
            self._tell(done, of)


def as_of(one: Period, was: date, today: date) -> Period:
    """The period on another day than the one it was measured on: the present one stays the present one.

    Today may come to lie before it, with another time zone: days that are still to come then make place for the usual.
    """
    if one.step is Step.DAYS:
        if one.whole.first > today:
            return period(Step.TWELVE, today, today)
        return days_period(one.whole.first, one.whole.last, today)
    anchor = today if was in one.whole else one.whole.last
    return period(one.step, min(anchor, today), today)
