"""Driving the real program with real keys, without a terminal."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import date
from typing import Any

import pytest
import textual._wait
from textual.app import App
from textual.pilot import Pilot

from tests.conftest import TODAY
from tui_tracker.app import TuiTracker
from tui_tracker.config import Config
from tui_tracker.desk import Desk
from tui_tracker.screens import insights, network_map, review_view
from tui_tracker.services.opening import close_practice, open_practice

# Pilot looks fifty times a second whether the program still works, several times after each key: most of a test's time.
textual._wait.SLEEP_GRANULARITY = 1 / 125
textual._wait.SLEEP_IDLE = textual._wait.SLEEP_GRANULARITY / 20
# A test presses its key as soon as the item is painted; nobody reads that quickly.
review_view.READ_SECONDS = 0.0
# Nor does the map put off how it stands with partners until no key is held down.
network_map.QUIET_SECONDS = 0.0
# Nor is what narrows the measures looked up only when nobody types any more.
insights.REST_SECONDS = 0.0

Driven = Callable[..., AbstractAsyncContextManager[Pilot[Any]]]


def screen_text(app: TuiTracker) -> str:
    """What the screen shows, line by line."""
    return "\n".join(strip.text.rstrip() for strip in app.screen._compositor.render_strips())


async def settle(pilot: Pilot[Any]) -> None:
    """Wait until every worker is done, every resting cursor has told its screen, and what came of it is painted."""
    for _ in range(3):
        await pilot.app.workers.wait_for_complete()
        while pilot.app._type_ahead._at_work:  # type: ignore[attr-defined]  # a lookup that is given up ends the wait above early
            await pilot.pause()
        await pilot.pause()
        await asyncio.gather(*_resting(pilot.app), return_exceptions=True)
        await pilot.pause()


def _resting(app: App[Any]) -> list[asyncio.Task[None]]:
    """The short waits that screens have begun, such as for the cursor to rest."""
    return [
        timer._task
        for screen in app.screen_stack
        for timer in list(screen._timers)
        if timer._repeat == 0 and timer._interval < 1 and timer._task is not None and not timer._task.done()
    ]


@pytest.fixture
def drive() -> Driven:
    """Opens the program on a target: `async with drive(path) as pilot`."""

    @asynccontextmanager
    async def driven(
        target: str,
        *,
        size: tuple[int, int] = (80, 24),
        on: date = TODAY,
        config: Config | None = None,
        who: str = "Ann",
    ) -> AsyncIterator[Pilot[Any]]:
        desk = Desk()
        opened = desk.start(open_practice, target)
        opened.result()
        app = TuiTracker(desk, who, config or Config(), on)
        try:
            async with app.run_test(size=size, notifications=True) as pilot:
                await settle(pilot)
                yield pilot
        finally:
            desk.close(close_practice)

    return driven
