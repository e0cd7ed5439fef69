"""A list of any length: windows on the data, a cursor that is kept, and no more painted than changed."""

from __future__ import annotations

from collections.abc import Iterator

from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.screen import Screen

from tui_tracker.widgets.lines import Line, text_line
from tui_tracker.widgets.window_list import WindowList


class Numbers(Screen[None]):
    """One list over numbered rows, fed as it asks."""

    def __init__(self, count: int, there: int) -> None:
        super().__init__()
        self.count = count
        self.there = there
        self.asked: list[tuple[int, int]] = []

    def compose(self) -> ComposeResult:
        yield WindowList(empty="none")

    def on_mount(self) -> None:
        self.query_one(WindowList).reset(self.count)

    def on_window_list_wanted(self, message: WindowList.Wanted) -> None:
        self.asked.append((message.offset, message.length))
        end = min(message.offset + message.length, self.there)
        message.list.feed(message.offset, [text_line(n, f"row {n}") for n in range(message.offset, end)])


class Lists(App[None]):
    """An app that shows the list."""

    def __init__(self, count: int, there: int | None = None) -> None:
        super().__init__()
        self.numbers = Numbers(count, count if there is None else there)

    def on_mount(self) -> None:
        self.push_screen(self.numbers)


async def rest(pilot: Pilot[None]) -> None:
    """Let what was asked for come, and be painted."""
    for _ in range(12):
        await pilot.pause()


def shown(app: App[None]) -> list[str]:
    return [strip.text.rstrip() for strip in app.screen._compositor.render_strips()]


async def test_a_long_list_asks_only_for_the_pages_it_shows() -> None:
    app = Lists(100_000)
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.press("G")
        await rest(pilot)
        assert "row 99999" in shown(app)[-1]
        await pilot.press("g", *["pagedown"] * 30)
        await rest(pilot)
        assert len(app.numbers.asked) <= 5
        assert len(app.numbers.query_one(WindowList)._pages) <= 8


async def test_a_list_that_is_shorter_than_was_said_does_not_ask_forever() -> None:
    app = Lists(500, there=120)
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.press("G")
        await rest(pilot)
        assert len(app.numbers.asked) < 8
        assert app.numbers.query_one(WindowList).count == 120
        await pilot.press("g", "G")
        await pilot.pause()
        assert app.numbers.query_one(WindowList).current is not None


def grouped() -> Iterator[Line]:
    for group in range(3):
        yield text_line(None, f"group {group}")
        for item in range(2):
            yield text_line(f"{group}{item}", f"item {group}{item}")


async def test_headings_do_not_hold_the_cursor_and_the_cursor_keeps_its_key() -> None:
    app = Lists(0)
    async with app.run_test(size=(40, 12)) as pilot:
        await rest(pilot)
        listing = app.numbers.query_one(WindowList)
        listing.show_all(list(grouped()))
        await pilot.pause()
        assert listing.current == text_line("00", "item 00")
        await pilot.press("j", "j")
        assert listing.current == text_line("10", "item 10")
        listing.show_all([line for line in grouped() if line.key != "00"])
        assert listing.current == text_line("10", "item 10")
        listing.show_all([text_line(None, "only a heading")])
        assert listing.current is None or listing.current.key is None
        listing.show_all([])
        await pilot.pause()
        assert shown(app)[0].strip() == "none"
        await pilot.press("j", "k", "g", "G", "enter", "pagedown")


async def test_a_cursor_key_repaints_two_cells() -> None:
    app = Lists(1000)
    async with app.run_test(size=(40, 10)) as pilot:
        await rest(pilot)
        listing = app.numbers.query_one(WindowList)
        painted: list[int] = []
        render = listing.render_line
        listing.render_line = lambda y: painted.append(y) or render(y)  # type: ignore[method-assign,func-returns-value]
        await pilot.press("j")
        await pilot.pause()
        assert sorted(set(painted)) == [0, 1]
