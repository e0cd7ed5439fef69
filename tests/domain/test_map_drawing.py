"""The drawn map, read back character by character."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.map_strategies import layouts, made
from tui_tracker.domain.map_drawing import ASCII, UNICODE, Glyphs, Run, around, row
from tui_tracker.domain.map_layout import LEFT, RIGHT, Layout, Widths

STEPS = {"UP": (-1, 0), "DOWN": (1, 0), "LEFT": (0, -1), "RIGHT": (0, 1)}
BACK = {"UP": "DOWN", "DOWN": "UP", "LEFT": "RIGHT", "RIGHT": "LEFT"}
PLAIN = {"-": "LEFT RIGHT", "|": "UP DOWN", "+": "UP DOWN LEFT RIGHT", "`": "UP RIGHT", "'": "UP LEFT RIGHT"}
LABEL = "#"


def arms(sign: str) -> set[str]:
    """Where a character's lines lead, by its own name in Unicode, or as it looks in ASCII."""
    if sign in PLAIN:
        return set(PLAIN[sign].split())
    name = unicodedata.name(sign, "")
    if not name.startswith("BOX DRAWINGS LIGHT"):
        return set()
    words = name.replace("HORIZONTAL", "LEFT RIGHT").replace("VERTICAL", "UP DOWN").split()
    return set(words) & set(STEPS)


def drawn(layout: Layout, glyphs: Glyphs, label: int = 1, left: int = 0, right: int | None = None) -> list[str]:
    """The map as text, every label so many signs."""
    right = layout.width if right is None else right
    rows = []
    for y in range(layout.height):
        text = ""
        at = left
        for run in row(layout, y, left, right, glyphs):
            if run.node < 0:
                assert (run.x, len(run.text)) == (at, run.width)
                piece = run.text
            else:
                size = min(label, run.width - (run.before != " ") - (run.after != " "))
                before, after = around(run, size)
                whole = before + LABEL * size + after
                assert len(whole) == run.width
                assert run.x <= at < run.x + run.width
                piece = whole[at - run.x : right - run.x]
            text += piece
            at += len(piece)
        assert at == right
        rows.append(text)
    return rows


def ends(layout: Layout, rows: list[str], n: int, side: int, seen: set[tuple[int, int]]) -> set[int]:
    """The nodes that the lines from a node's label lead to on one side; notes the cells of lines that were walked."""
    box = layout.box(n)
    label = [x for x in range(box.x, box.x + box.width) if rows[box.row][x] == LABEL]
    start = (label[-1] + 2) if side == RIGHT else (label[0] - 2)
    waiting, found = [(box.row, start)], set()
    while waiting:
        y, x = waiting.pop()
        if (y, x) in seen or not 0 <= x < layout.width:
            continue
        here = arms(rows[y][x])
        if not here:
            continue
        seen.add((y, x))
        for arm in here:
            to_y, to_x = y + STEPS[arm][0], x + STEPS[arm][1]
            if not (0 <= to_y < layout.height and 0 <= to_x < layout.width):
                continue
            if BACK[arm] in arms(rows[to_y][to_x]):
                waiting.append((to_y, to_x))
            node = layout.node_at(to_y, to_x)
            if arm in ("LEFT", "RIGHT") and node is not None and node != n and layout.node_at(y, x) is None:
                found.add(node)
    return found


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII])
@settings(max_examples=60)
@given(layout=layouts())
def test_lines_lead_from_each_node_to_its_children_and_nowhere_else(layout: Layout, glyphs: Glyphs) -> None:
    rows = drawn(layout, glyphs)
    seen: set[tuple[int, int]] = set()
    for n in range(layout.tree.count):
        for side in (RIGHT, LEFT):
            children = {child for child in layout.tree.children(n) if layout.side(child) == side}
            if layout.side(n) in (0, side):
                assert ends(layout, rows, n, side, seen) == children
    lines = {(y, x) for y, text in enumerate(rows) for x, sign in enumerate(text) if sign not in (" ", LABEL)}
    assert lines == seen


@settings(max_examples=60)
@given(layouts())
def test_unicode_lines_have_no_loose_end(layout: Layout) -> None:
    rows = drawn(layout, UNICODE)
    for y, text in enumerate(rows):
        for x, sign in enumerate(text):
            for arm in arms(sign):
                to_y, to_x = y + STEPS[arm][0], x + STEPS[arm][1]
                assert 0 <= to_y < layout.height
                assert 0 <= to_x < layout.width
                to_box = arm in ("LEFT", "RIGHT") and layout.node_at(to_y, to_x) is not None
                assert to_box or BACK[arm] in arms(rows[to_y][to_x])


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII])
@settings(max_examples=60)
@given(layout=layouts(), data=st.data())
def test_a_window_shows_what_the_whole_map_shows_there(layout: Layout, glyphs: Glyphs, data: st.DataObject) -> None:
    left, right = sorted(data.draw(st.tuples(*[st.integers(0, layout.width)] * 2)))
    label = data.draw(st.integers(1, 9))
    whole = [text[left:right] for text in drawn(layout, glyphs, label)]
    assert drawn(layout, glyphs, label, left, right) == whole


@settings(max_examples=40)
@given(layouts(), st.data())
def test_names_of_what_is_out_of_sight_change_no_line(layout: Layout, data: st.DataObject) -> None:
    top = data.draw(st.integers(0, layout.height - 1))
    bottom = data.draw(st.integers(top + 1, layout.height))
    away = layout.out_of_sight(top, bottom, 0, layout.width)
    for y in range(top, bottom):
        plain, named = row(layout, y, 0, layout.width), row(layout, y, 0, layout.width, away=away.get(y, ()))
        assert [run.node for run in named if run.away] == sorted(away.get(y, ()), key=lambda n: layout.box(n).x)
        assert "".join(run.text or " " * run.width for run in named) == "".join(
            run.text or " " * run.width for run in plain
        )


@settings(max_examples=30)
@given(layouts())
def test_beyond_the_map_nothing_is_drawn(layout: Layout) -> None:
    for y in (-1, layout.height):
        assert row(layout, y, 0, layout.width) == (Run(0, layout.width, " " * layout.width),)
    (beyond,) = row(layout, 0, layout.width, layout.width + 5)
    assert beyond.text == " " * 5


def tidy(layout: Layout, glyphs: Glyphs) -> list[str]:
    return [text.rstrip() for text in drawn(layout, glyphs, 3)]


def test_a_small_map_on_one_side() -> None:
    layout = Layout(made([-1, 0, -1, -1], [2, 1, 0, 0]).tree(), Widths(6, (7, 5)), False)
    assert tidy(layout, UNICODE) == [
        "                 ┌─### ────###",
        "       ┌─### ────┼─###",
        " ### ──┤         └─###",
        "       ├─###",
        "       └─###",
    ]


def test_a_small_map_on_two_sides() -> None:
    layout = Layout(made([-1, 0, -1, -1], [2, 1, 0, 3]).tree(), Widths(6, (7, 5)), True)
    assert tidy(layout, UNICODE) == [
        "  ###─┐                            ┌─### ────###",
        "  ###─┼──── ###─── ### ──┬─### ────┼─###",
        "  ###─┘                  │         └─###",
        "                         └─###",
    ]
    assert tidy(layout, ASCII) == [
        "  ###-+                            +-### ----###",
        "  ###-+---- ###--- ### --+-### ----+-###",
        "  ###-'                  |         `-###",
        "                         `-###",
    ]


def test_a_label_and_its_line_fill_the_box() -> None:
    assert around(Run(0, 9, node=1, side=1, after="─"), 4) == ("", " ────")
    assert around(Run(0, 9, node=1, side=-1, before="─"), 8) == (" ", "")
    assert around(Run(0, 9, node=0, side=0, before="-", after="-"), 4) == ("- ", " --")
    assert around(Run(0, 9, node=0, side=0), 9) == ("", "")
