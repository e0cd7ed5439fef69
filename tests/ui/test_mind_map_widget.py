"""The mind map in a window: tidy at every size, moved by keys, asking for what it shows, repainting what changed.

The maps in `maps/` are written anew by `python -m tests.ui.test_mind_map_widget`; look at them before they are kept.
"""

from __future__ import annotations

import asyncio
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import on
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from tests.map_sample import NAMES, known, path, tree_of
from tui_tracker.domain.map_layout import LEFT, Layout, Widths, levels_shown, widths_for
from tui_tracker.domain.map_tree import Tree
from tui_tracker.domain.map_words import Known, natural
from tui_tracker.domain.mind_map import Feeling, Grouping, Leaf, Limb, Mood, Outline, Place, Tally, View
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.warmth import Band
from tui_tracker.widgets.lines import LOOKS, cropped, cut, fit, joined, style
from tui_tracker.widgets.mind_map import MindMap

MAPS = Path(__file__).parent / "maps"
SIZES = {(80, 24): (1, 3), (120, 40): tuple(range(8)), (200, 60): tuple(range(8))}


class Map(App[None]):
    """A map alone on the screen, and what it said."""

    def __init__(self) -> None:
        super().__init__()
        self.wanted: list[list[int]] = []
        self.moved: list[int] = []
        self.chosen: list[int] = []
        self.painted: list[Any] = []

    def compose(self) -> ComposeResult:
        yield MindMap()

    @property
    def map(self) -> MindMap:
        return self.screen.query_one(MindMap)

    def show(self, tree: Tree, found: Known, **places: Place) -> None:
        widths, two_sided = widths_for(self.size.width, levels_shown(tree), natural(tree.outline, cell_len))
        self.map.show(tree, Layout(tree, widths, two_sided), found, **places)

    @on(MindMap.Wanted)
    def _wanted(self, event: MindMap.Wanted) -> None:
        self.wanted.append(list(event.ids))

    @on(MindMap.Moved)
    def _moved(self, event: MindMap.Moved) -> None:
        self.moved.append(event.node)

    @on(MindMap.Chosen)
    def _chosen(self, event: MindMap.Chosen) -> None:
        self.chosen.append(event.node)

    def watch_painting(self) -> None:
        refresh = self.map.refresh

        def watched(*regions: Any, **options: Any) -> Any:
            self.painted.append(regions)
            return refresh(*regions, **options)

        self.map.refresh = watched  # type: ignore[method-assign]


def shown(pilot: Pilot[Any]) -> str:
    return "\n".join(strip.text.rstrip() for strip in pilot.app.screen._compositor.render_strips()) + "\n"


async def drawn(width: int, height: int, ascii_only: bool) -> str:
    app = Map()
    async with app.run_test(size=(width, height)) as pilot:
        found = known(ascii_only=ascii_only)
        app.show(tree_of(found, *SIZES[width, height]), found)
        await pilot.press("l", "j")
        await pilot.pause()
        return shown(pilot)


def file_of(width: int, height: int, ascii_only: bool) -> Path:
    return MAPS / f"{width}x{height}-{'ascii' if ascii_only else 'unicode'}.txt"


@pytest.mark.parametrize("ascii_only", [False, True])
@pytest.mark.parametrize("size", SIZES)
async def test_maps_are_tidy(size: tuple[int, int], ascii_only: bool) -> None:
    assert await drawn(*size, ascii_only) == file_of(*size, ascii_only).read_text("utf-8")


def flat(partners: int) -> tuple[Tree, Known]:
    """One unfolded branch with many partners, of whom nobody is known."""
    limb = Limb(("all",), "all", Grouping.AREA, -1, Tally(partners), partners)
    outline = Outline("Us", View((Grouping.AREA,)), (limb,), Tally(partners), partners)
    return Tree(outline, {("all",)}, {("all",): range(1, partners + 1)}, {}), Known(outline, Settings())


def leaf(one: int) -> Leaf:
    return Leaf(one, f"Partner {one}", "clinician", "", "", "B", "referring", 1, 0)


@given(st.lists(st.tuples(st.sampled_from(["", " ", "   ", "x", "─"]), st.sampled_from([*LOOKS, "here"]))))
def test_fewer_pieces_look_the_same(pieces: list[tuple[str, str]]) -> None:
    def cells(segments: Iterable[Segment]) -> list[tuple[str, Style | None]]:
        told = [(sign, segment.style) for segment in segments for sign in segment.text]
        return [(sign, look if sign != " " or (look and look.reverse) else None) for sign, look in told]

    here = Style(reverse=True, bold=True)
    segments = [Segment(text, here if look == "here" else style(look)) for text, look in pieces]
    assert cells(joined(segments)) == cells(segments)
    assert len(joined(segments)) <= len([text for text, _look in pieces if text])


async def test_a_window_moved_across_begins_with_no_half_of_a_name() -> None:
    app = Map()
    async with app.run_test(size=(60, 20)) as pilot:
        found = known()
        tree = tree_of(found, 3, ties=True)
        app.show(tree, found)
        app.map.move_to(next(node for node in range(tree.count) if tree.tie(node) >= 0))
        await pilot.pause()
        layout = app.map.layout_shown
        assert layout is not None
        first = layout.nodes_in(0, layout.height, app.map.left)[0]
        assert app.map.left > layout.box(0).width
        assert layout.box(first).x >= app.map.left


async def test_a_branch_out_of_sight_is_named_beside_its_partners() -> None:
    app = Map()
    async with app.run_test(size=(80, 21)) as pilot:
        tree, found = flat(10_000)
        app.show(tree, found)
        await pilot.press("l", "l", "G")
        await pilot.pause()
        rows = shown(pilot).splitlines()
        assert [row.index(" all ") for row in rows if " all " in row] == [rows[10].index(" all ")]
        assert app.map.cursor == 10_001


async def test_a_long_map_asks_for_what_is_near_and_moves_by_half_of_its_window() -> None:
    app = Map()
    async with app.run_test(size=(80, 20)) as pilot:
        tree, found = flat(10_000)
        app.show(tree, found)
        await pilot.pause()
        assert [len(ids) for ids in app.wanted] == [60]
        app.map.feed({one: leaf(one) for one in app.wanted[0]})
        await pilot.press("l", "l")
        await pilot.pause()
        assert "▸  Partner 5000" in shown(pilot)
        assert len(app.wanted) == 1
        top = app.map.top
        await pilot.press(*"j" * 11)
        await pilot.pause()
        assert (app.map.top - top, len(app.wanted)) == (11, 2)
        await pilot.press("G")
        await pilot.pause()
        assert app.map.top == 10_000 - 20
        assert app.map.cursor == tree.count - 1
        assert max(map(len, app.wanted)) <= 60
        assert shown(pilot).count("…") == 20, "those who are not known yet"
        await pilot.press("pageup", "k")
        assert app.map.cursor == tree.count - 1 - 20
        await pilot.press("g")
        assert (app.map.top, app.map.cursor) == (0, 2)


async def test_a_key_repaints_two_boxes() -> None:
    app = Map()
    async with app.run_test(size=(80, 24)) as pilot:
        found = known()
        app.show(tree_of(found, 1, 3), found)
        await pilot.press("l", "l")
        await pilot.pause()
        app.watch_painting()
        await pilot.press("j")
        await pilot.pause()
        assert [[region.height for region in regions] for regions in app.painted] == [[1, 1]]
        assert all(region.width < 40 for region in app.painted[0])
        assert all(region.x == app.map.layout_shown.box(app.map.cursor).x for region in app.painted[0])
        app.painted.clear()
        app.map.feel({12: Feeling(90, Band.WARM, 1)})
        await pilot.pause()
        assert [[region.height for region in regions] for regions in app.painted] == [[1]]
        assert "▲ Omar Haddad, DO" in shown(pilot)


async def test_a_window_that_moves_repaints_no_blank_that_stays_one() -> None:
    app = Map()
    async with app.run_test(size=(80, 20)) as pilot:
        tree, found = flat(200)
        found.leaves.update({one: leaf(one) for one in range(1, 201)})
        app.show(tree, found)
        await pilot.press("l", "l")
        await pilot.pause()
        app.watch_painting()
        await pilot.press(*"j" * 11)
        await pilot.pause()
        moved = max(app.painted, key=len)
        name = app.map.layout_shown.box(app.map.cursor).x
        assert sum(region.x >= name for region in moved) >= 19, "the names of all rows"
        blank = sum(region.width for region in moved if region.x < name)
        assert blank < 20 * name // 4, "and two names that left their rows: the practice and the branch"


async def test_what_becomes_known_is_shown_and_told() -> None:
    app = Map()
    async with app.run_test(size=(80, 24)) as pilot:
        found = known()
        leaves = dict(found.leaves)
        found.leaves.clear(), found.feelings.clear(), found.moods.clear()
        tree = Tree(found.outline, [path(0)], {path(0): [1, 2, 3]}, {})
        app.show(tree, found)
        await pilot.press("l", "k", "k", "k", "k", "l")
        await pilot.pause()
        assert app.wanted == [[1, 2, 3]]
        told = len(app.moved)
        app.map.feed({one: leaves[one] for one in (1, 2, 3)})
        await pilot.pause()
        assert "Ann Lee, MD" in shown(pilot)
        assert len(app.moved) == told + 1, "more is known about the one under the cursor"
        app.map.feel({1: Feeling(20, Band.COLD, 0)}, {path(7): Mood(1, 80, 1)})
        await pilot.pause()
        text = shown(pilot)
        assert "▼ Ann Lee, MD" in text
        assert "▲ rheumatology" in text


async def test_the_cursor_stays_on_what_it_was_on_when_branches_unfold() -> None:
    app = Map()
    async with app.run_test(size=(80, 12)) as pilot:
        found = known()
        app.show(tree_of(found, 1, 3), found)
        await pilot.press("l", "l", "j")
        before = app.map.shown_place
        row = next(y for y, line in enumerate(shown(pilot).split("\n")) if "▸" in line)
        app.show(tree_of(found, *range(8)), found)
        await pilot.pause()
        assert app.map.shown_place == before
        assert next(y for y, line in enumerate(shown(pilot).split("\n")) if "▸" in line) == row
        app.show(tree_of(found), found)
        assert app.map.shown_place == Place(before.path), "where it is folded away, the branch"
        app.show(tree_of(found, 0), found, place=Place(path(0), 2))
        assert app.map.shown_place == Place(path(0), 2)


async def test_both_sides_are_walked_and_the_mark_is_next_to_the_practice() -> None:
    app = Map()
    async with app.run_test(size=(120, 30)) as pilot:
        found = known()
        app.show(tree_of(found, 5, 6), found)
        await pilot.press("h")
        await pilot.pause()
        assert app.map.layout_shown.side(app.map.cursor) == LEFT
        assert "◂─" in shown(pilot)
        await pilot.press("l")
        assert app.map.cursor == 0
        await pilot.press("h", "enter")
        await pilot.pause()
        assert app.chosen == [app.map.cursor]


async def test_a_map_wider_than_the_window_moves_across() -> None:
    app = Map()
    async with app.run_test(size=(60, 10)) as pilot:
        limbs = tuple(
            Limb((str(one),), f"Partner {one}", Grouping.INTRODUCED, one - 1, Tally(9 - one), 0, partner_id=one + 1)
            for one in range(9)
        )
        outline = Outline("Us", View((Grouping.INTRODUCED,)), limbs, Tally(9), 9)
        tree = Tree(outline, [limb.path for limb in limbs], {}, {})
        app.map.show(tree, Layout(tree, Widths(8, (24,)), False), Known(outline, Settings()))
        for node in range(1, 9):
            await pilot.press("l")
            await pilot.pause()
            text = shown(pilot)
            assert "▸" in text
            assert node == 1 or f"Partner {node - 2}" in text, "what it hangs on stays in sight"
        await pilot.press(*"h" * 8)
        assert (app.map.cursor, app.map.left) == (0, 0)


async def test_a_click_moves_the_cursor_and_two_choose() -> None:
    app = Map()
    async with app.run_test(size=(80, 24)) as pilot:
        found = known()
        app.show(tree_of(found), found)
        await pilot.pause()
        lines = shown(pilot).split("\n")
        row = next(y for y, line in enumerate(lines) if "podiatry" in line)
        await pilot.click(MindMap, offset=(lines[row].index("podiatry"), row), times=2)
        await pilot.pause()
        assert app.map.shown_place == Place(path(6))
        assert app.chosen == [app.map.cursor]


async def test_nothing_to_show_is_said() -> None:
    app = Map()
    async with app.run_test(size=(60, 20)) as pilot:
        app.map.show_nothing("No partners yet: a adds the first one.")
        await pilot.press("j", "l", "G", "g", "pagedown", "enter")
        await pilot.pause()
        assert shown(pilot).strip() == "No partners yet: a adds the first one."
        assert app.chosen == []


@pytest.mark.parametrize("size", [(20, 3), (40, 12), (101, 10)])
async def test_names_are_never_markup_and_no_window_tears_them(size: tuple[int, int]) -> None:
    app = Map()
    async with app.run_test(size=size) as pilot:
        found = known(practice="[b]A[/nope] [@click=app.quit]")
        app.show(tree_of(found, *range(8), ties=True), found)
        for key in "lljljGgkhhh":
            await pilot.press(key)
            for y in range(size[1]):
                assert sum(cell_len(segment.text) for segment in app.map.render_line(y)) == size[0]


def test_a_row_is_cut_between_characters() -> None:
    row = [Segment("a👨‍👩‍👧‍👦b"), Segment("日本")]
    parts = {(0, 3): "a👨‍👩‍👧‍👦", (1, 4): "👨‍👩‍👧‍👦b", (3, 6): "b日", (2, 5): " b ", (8, 9): ""}
    for (begin, end), text in parts.items():
        assert "".join(part.text for part in cropped(row, begin, end)) == text


SCRIPTS = "ab é e\u0301 日本 שלום عرب 👨‍👩‍👧‍👦 👍🏽 🇩🇪🇫🇷 क्षि ❤\ufe0f"
JOINER = "\u200d"
texts = st.one_of(
    st.text(st.sampled_from(sorted(set(SCRIPTS) - {JOINER})), max_size=30),
    st.lists(st.sampled_from([*SCRIPTS.split(), *(name for names in NAMES.values() for name in names)])).map("".join),
)


@given(texts, st.integers(1, 40))
def test_names_are_cut_between_characters(text: str, width: int) -> None:
    assert cell_len(fit(text, width)) == width
    shown = cut(text, width)
    assert cell_len(shown) <= width
    if shown == text:
        return
    kept = shown.removesuffix("…")
    assert text.startswith(kept)
    rest = text[len(kept) :]
    assert not unicodedata.category(rest[0]).startswith("M") or not kept
    assert not kept.endswith("\u200d")
    assert not (_ends_in_half_a_flag(kept) and 0x1F1E6 <= ord(rest[0]) < 0x1F200)


def _ends_in_half_a_flag(text: str) -> bool:
    letters = 0
    for char in reversed(text):
        if not 0x1F1E6 <= ord(char) < 0x1F200:
            break
        letters += 1
    return letters % 2 == 1


def test_flags_and_conjuncts_are_cut_whole() -> None:
    assert [cut("🇩🇪🇫🇷x", width) for width in (2, 3, 4, 5)] == ["…", "🇩🇪…", "🇩🇪…", "🇩🇪🇫🇷x"]
    assert cut("क्षिक्षि", 3) in {"क्षि…"[: len("क्षि…")], "…"}


async def _write(sizes: Iterable[tuple[int, int]]) -> None:
    MAPS.mkdir(exist_ok=True)
    for size in sizes:
        for ascii_only in (False, True):
            file_of(*size, ascii_only).write_text(await drawn(*size, ascii_only), "utf-8")


if __name__ == "__main__":
    asyncio.run(_write(SIZES))
