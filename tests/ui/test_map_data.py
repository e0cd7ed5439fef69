"""What the Network screen fetches, and when it does not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.conftest import TODAY
from tui_tracker.domain.map_words import Known
from tui_tracker.domain.mind_map import Feeling, Outline, Tally, View
from tui_tracker.domain.settings import Settings
from tui_tracker.screens.map_data import MapData


async def test_no_page_of_feelings_is_begun_while_a_key_is_held_down() -> None:
    outline = Outline("Us", View(), (), Tally(250), 250)
    data = MapData(outline, Known(outline, Settings()), set(), TODAY, {})
    asked: list[int] = []
    quiet = iter([True, False, True, True])  # before each page

    async def desk(_work: Callable[..., Any], page: list[int], *_more: object) -> dict[int, Feeling]:
        asked.append(len(page))
        return {one: Feeling(80) for one in page}

    async def is_quiet() -> bool:
        return next(quiet)

    assert not await data.feel(desk, range(250), is_quiet)  # type: ignore[arg-type]
    assert (asked, len(data.known.feelings)) == ([100], 100), "the second page was not begun"
    assert await data.feel(desk, range(250), is_quiet)  # type: ignore[arg-type]
    assert asked == [100, 100, 50], "of whom it is known, nobody is asked again"
    assert await data.feel(desk, range(250), is_quiet)  # type: ignore[arg-type]
    assert list(quiet) == [], "and nothing waits for keys where nothing is lacking"
