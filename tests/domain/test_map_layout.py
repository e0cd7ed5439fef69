"""Where nodes stand, and where keys lead."""

from __future__ import annotations

from itertools import pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.map_strategies import Map, layouts, made, maps
from tui_tracker.domain.map_layout import JOIN, LEFT, RIGHT, Layout, Widths, widths_for

BACK = {"h": "l", "l": "h"}


def leaves_below(layout: Layout, n: int) -> int:
    return sum(leaves_below(layout, child) for child in layout.tree.children(n)) or 1


@settings(max_examples=100)
@given(layouts())
def test_boxes_never_overlap_and_fill_what_was_promised(layout: Layout) -> None:
    boxes = [layout.box(n) for n in range(layout.tree.count)]
    cells = {(box.row, x) for box in boxes for x in range(box.x, box.x + box.width)}
    assert len(cells) == sum(box.width for box in boxes)
    assert {min(x for _row, x in cells), max(x for _row, x in cells)} == {0, layout.width - 1}
    assert {row for row, _x in cells} == set(range(layout.height))
    for n, box in enumerate(boxes):
        assert layout.node_at(box.row, box.x) == layout.node_at(box.row, box.x + box.width - 1) == n
    free = {(row, x) for row in range(layout.height) for x in range(-1, layout.width + 1)} - cells
    assert {layout.node_at(row, x) for row, x in free} <= {None}


@settings(max_examples=100)
@given(layouts())
def test_a_node_stands_in_the_middle_of_what_is_below_it(layout: Layout) -> None:
    tree = layout.tree
    for n in range(1, tree.count):
        rows = layout.rows_of(n)
        assert len(rows) == leaves_below(layout, n)
        assert layout.row(n) == rows[(len(rows) - 1) // 2]
        children = tree.children(n)
        spans = [layout.rows_of(child) for child in children]
        assert [row for span in spans for row in span] == (list(rows) if spans else [])
        if children:
            assert layout.row(children[0]) <= layout.row(n) <= layout.row(children[-1])
    for side in (RIGHT, LEFT):
        rows = [row for n in tree.children(0) if layout.side(n) == side for row in layout.rows_of(n)]
        assert rows == list(range(rows[0], rows[0] + len(rows))) if rows else True
        assert not rows or rows[(len(rows) - 1) // 2] == layout.row(0)


@settings(max_examples=60)
@given(layouts())
def test_each_level_begins_at_one_column_or_ends_there_on_the_left(layout: Layout) -> None:
    practice = layout.box(0)
    for n in range(1, layout.tree.count):
        box, depth = layout.box(n), layout.tree.depth(n)
        away = JOIN * depth + sum(layout.widths.level(level, layout.side(n)) for level in range(1, depth))
        assert box.width == layout.widths.level(depth, layout.side(n))
        if layout.side(n) == RIGHT:
            assert box.x == practice.x + practice.width + away
        else:
            assert box.x + box.width == practice.x - away


@settings(max_examples=60)
@given(maps(), st.data())
def test_a_fold_moves_no_branch_to_the_other_side(whole: Map, data: st.DataObject) -> None:
    opened = set(data.draw(st.lists(st.sampled_from(whole.paths)))) if whole.paths else set()
    focus = data.draw(st.sampled_from(whole.paths)) if whole.paths else None
    sides: list[dict[object, int]] = []
    for tree in (whole.tree(set()), whole.tree(), whole.tree(opened), whole.tree(opened, focus=focus)):
        layout = Layout(tree, Widths(5, (5,)), True)
        sides.append({tree.place(n, {}): layout.side(n) for n in tree.children(0)})
    for some in sides[1:]:
        assert some.items() <= sides[0].items()
    firsts = list(sides[0].values())
    assert firsts == [RIGHT] * ((len(firsts) + 1) // 2) + [LEFT] * (len(firsts) // 2)


@settings(max_examples=60)
@given(layouts(), st.data())
def test_a_window_has_the_nodes_that_touch_it(layout: Layout, data: st.DataObject) -> None:
    top, bottom = sorted(data.draw(st.tuples(*[st.integers(-1, layout.height + 1)] * 2)))
    left, right = sorted(data.draw(st.tuples(*[st.integers(0, layout.width)] * 2)))
    boxes = [(n, layout.box(n)) for n in range(layout.tree.count)]
    touching = [
        (box.row, box.x, n)
        for n, box in boxes
        if top <= box.row < bottom and box.x < right and box.x + box.width > left and left < right
    ]
    assert layout.nodes_in(top, bottom, left, right) == [n for _row, _x, n in sorted(touching)]
    assert layout.nodes_in(0, layout.height) == [n for n, box in sorted(boxes, key=lambda one: (one[1].row, one[1].x))]


@settings(max_examples=60)
@given(layouts(), st.data())
def test_what_a_window_hangs_on_is_named_where_nothing_else_stands(layout: Layout, data: st.DataObject) -> None:
    top = data.draw(st.integers(0, layout.height - 1))
    bottom = data.draw(st.integers(top + 1, layout.height))
    left = data.draw(st.integers(0, layout.width - 1))
    right = data.draw(st.integers(left + 1, layout.width))
    named = layout.out_of_sight(top, bottom, left, right)
    nodes = [(row, n) for row, some in named.items() for n in some]
    expected = set()
    for n in range(1, layout.tree.count):
        box, rows = layout.box(n), set(layout.rows_of(n)) & set(range(top, bottom))
        if rows and not top <= box.row < bottom and box.x < right and box.x + box.width > left:
            expected.add(n)
    assert sorted(n for _row, n in nodes) == sorted(expected)
    for row, n in nodes:
        assert top <= row < bottom
        assert row in layout.rows_of(n)
        box = layout.box(n)
        assert {layout.node_at(row, x) for x in range(box.x, box.x + box.width)} == {None}


@settings(max_examples=60)
@given(layouts(), st.data())
def test_a_window_begins_with_no_half_of_a_box(layout: Layout, data: st.DataObject) -> None:
    n = data.draw(st.integers(0, layout.tree.count - 1))
    left = data.draw(st.integers(-3, layout.width + 3))
    begin = layout.uncut(left, n)
    boxes = [layout.box(other) for other in range(layout.tree.count) if layout.side(other) != LEFT]
    cut = [box for box in boxes if box.x < left < box.x + box.width]
    assert not [box for box in boxes if box.x < begin < box.x + box.width]
    own = layout.box(n)
    ends = {box.x + box.width for box in cut if box.x != own.x} | {box.x for box in cut if box.x == own.x}
    assert {begin} == (ends or {left})


@settings(max_examples=100)
@given(layouts())
def test_a_step_away_comes_back_and_back_again(layout: Layout) -> None:
    for n in range(layout.tree.count):
        for key in "hl":
            there = layout.step(n, key, {})
            if there is None:
                continue
            sign = 1 if key == "l" else -1
            assert sign * (layout.box(there).x - layout.box(n).x) > 0
            last: dict[int, int] = {}
            layout.remember(last, n)
            layout.remember(last, there)
            assert layout.step(there, BACK[key], last) == n


@settings(max_examples=100)
@given(layouts())
def test_away_leads_to_the_nearest_child_and_never_past_one(layout: Layout) -> None:
    for n in range(layout.tree.count):
        for side, key in ((RIGHT, "l"), (LEFT, "h")):
            if layout.side(n) not in (0, side):
                continue
            children = [child for child in layout.tree.children(n) if layout.side(child) == side]
            apart = {child: abs(layout.row(child) - layout.row(n)) for child in children}
            there = layout.step(n, key, {})
            assert (there is None) == (not children)
            assert there is None or apart[there] == min(apart.values())


@settings(max_examples=100)
@given(layouts())
def test_up_and_down_stay_in_the_column_and_are_no_dead_ends(layout: Layout) -> None:
    tree = layout.tree
    for n in range(tree.count):
        for key, sign in (("j", 1), ("k", -1)):
            beyond = {
                other: (tree.depth(other) != tree.depth(n), abs(layout.row(other) - layout.row(n)))
                for other in range(1, tree.count)
                if sign * (layout.row(other) - layout.row(n)) > 0 and (n == 0 or layout.side(other) == layout.side(n))
            }
            there = layout.step(n, key, {})
            assert (there is None) == (not beyond)
            if there is None:
                continue
            assert there in beyond
            same = [other for other, (elsewhere, _apart) in beyond.items() if not elsewhere]
            if same:
                assert beyond[there] == min(beyond.values())
                assert layout.step(there, "k" if key == "j" else "j", {}) == n
            else:
                near = min(abs(tree.depth(other) - tree.depth(n)) for other in beyond)
                assert abs(tree.depth(there) - tree.depth(n)) == near


@settings(max_examples=100)
@given(layouts())
def test_keys_reach_every_node(layout: Layout) -> None:
    reached, waiting = {0}, [0]
    while waiting:
        n = waiting.pop()
        for key in "hjkl":
            there = layout.step(n, key, {})
            if there is not None and there not in reached:
                reached.add(there)
                waiting.append(there)
    assert reached == set(range(layout.tree.count))


def test_the_child_visited_last_is_gone_back_to_on_each_side() -> None:
    layout = Layout(made([-1] * 6, [0] * 6).tree(), Widths(5, (5,)), True)
    last: dict[int, int] = {}
    for n in (3, 4):
        layout.remember(last, n)
    assert (layout.step(0, "l", last), layout.step(0, "h", last)) == (3, 4)
    assert (layout.step(0, "l", {}), layout.step(0, "h", {})) == (2, 5)


def test_an_empty_practice_is_one_box() -> None:
    layout = Layout(made([], []).tree(), Widths(9, (5,)), True)
    assert (layout.width, layout.height, layout.box(0)) == (9, 1, (0, 0, 9))
    assert [layout.step(0, key, {}) for key in "hjkl"] == [None] * 4


def test_ten_thousand_in_a_row_are_laid_out_and_walked() -> None:
    layout = Layout(made(list(range(-1, 9_999)), [0] * 10_000).tree(), Widths(5, (5, 7)), False)
    assert (layout.width, layout.height) == (5 + 8 + 9_999 * 10, 1)
    n: int | None = 0
    for _ in range(10_000):
        n = layout.step(n or 0, "l", {})
    assert n == 10_000
    assert layout.step(n, "j", {}) is None
    assert layout.nodes_in(0, 1, layout.width - 10) == [10_000]


@pytest.mark.parametrize("natural", [(24, 22, 34, 30), (70, 80, 90), (6, 5, 30), (300, 4, 4)])
def test_two_levels_always_stand_beside_the_practice(natural: tuple[int, ...]) -> None:
    for screen, right, left in product(range(40, 260, 7), (1, 2, 3, 6), (0, 1, 2, 6)):
        widths, two_sided = widths_for(screen, (right, left), natural)
        assert two_sided == (screen >= 100)
        deep = right if two_sided else max(right, left)
        side = sum(JOIN + widths.level(level) for level in range(1, min(deep, 2) + 1))
        other = sum(JOIN + widths.level(level, LEFT) for level in range(1, min(left, 2) + 1)) if two_sided else 0
        assert widths.practice + side + other <= screen
        assert min(*widths.levels, *(widths.left or (10,))) >= 10
        assert widths.practice >= 8


def test_what_a_level_leaves_the_next_one_gets() -> None:
    assert widths_for(80, (2, 0), (11, 20, 29)) == (Widths(13, (21, 30)), False)
    assert widths_for(80, (1, 2), (11, 20, 60)) == (Widths(13, (21, 40)), False)
    assert widths_for(60, (2, 0), (11, 16, 60)) == (Widths(12, (17, 25)), False)
    assert widths_for(40, (1, 0), (11, 16, 60))[0].practice == 8
    assert widths_for(120, (2, 2), (13, 16, 40)) == (Widths(15, (17, 29)), True)
    assert widths_for(200, (3, 3), (13, 18, 26, 30)) == (Widths(15, (19, 27, 31)), True)


def test_what_a_side_that_shows_less_leaves_the_other_one_gets() -> None:
    assert widths_for(120, (2, 1), (13, 40, 40)) == (Widths(15, (32, 32), (32,)), True)
    assert widths_for(120, (1, 2), (13, 40, 40)) == (Widths(15, (32,), (32, 32)), True)
    assert widths_for(120, (2, 1), (13, 20, 60)) == (Widths(15, (21, 44), (21,)), True)
    assert widths_for(120, (2, 0), (13, 40, 60)) == (Widths(15, (41, 44)), True), "one branch that is focused on"


def test_columns_of_a_level_are_told_with_their_joins() -> None:
    layout = Layout(made([-1, 0, -1, 2], [0] * 4).tree(), Widths(6, (5, 7)), True)
    told = [layout.columns_in(x, x + 1) for x in range(layout.width)]
    assert all(len(one) == 1 for one in told)
    changes = [one[0] for one, following in pairwise([*told, [(0, -1)]]) if one != following]
    assert changes == [(LEFT, 2), (LEFT, 1), (0, 0), (RIGHT, 1), (RIGHT, 2)]
