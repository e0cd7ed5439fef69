"""Which nodes of the mind map are shown, and how they are found again after a fold."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.map_strategies import Map, made, maps, trees
from tui_tracker.domain.map_tree import Tree
from tui_tracker.domain.mind_map import HOME, Place


def names(tree: Tree) -> list[str]:
    """Each node in order, as many dots before it as it is deep."""
    found = []
    for n in range(tree.count):
        if n == 0:
            name = "home"
        elif tree.limb(n) >= 0:
            name = tree.outline.limbs[tree.limb(n)].name
        else:
            name = f"{tree.partner(n)}" + (f"/{tree.tie(n)}" if tree.tie(n) >= 0 else "")
        found.append("." * tree.depth(n) + name)
    return found


def small() -> Map:
    """b0 with b1 and two partners (1001 has a tie), b2 (a partner) under b1 with one, b3 without any."""
    return made([-1, 0, 1, -1], [2, 0, 1, 0, 1])


def test_branches_stand_before_partners_and_ties_under_theirs() -> None:
    assert names(small().tree(ties={1001})) == [
        "home", ".b0", "..b1", "...b2", "....1002", "..1000", "..1001", "...1001/0", ".b3", ".1003",
    ]  # fmt: skip


def test_a_folded_branch_hides_what_is_below_and_only_that() -> None:
    tree = small().tree({("0",)})
    assert names(tree) == ["home", ".b0", "..b1", "..1000", "..1001", ".b3", ".1003"]
    assert [tree.is_open(n) for n in range(tree.count)] == [True, True, False, False, False, False, False]
    assert [tree.can_open(n) for n in range(tree.count)] == [True, True, True, False, False, False, False]


def test_a_partner_is_unfolded_wherever_they_stand() -> None:
    whole = made([-1, -1], [2, 1])
    whole.ids[("1",)][:] = [1001]
    tree = whole.tree(ties={1001})
    assert names(tree) == ["home", ".b0", "..1000", "..1001", "...1001/0", ".b1", "..1001", "...1001/0"]
    assert [n for n in range(1, tree.count) if tree.is_open(n) and tree.limb(n) < 0] == [3, 6]
    assert [n for n in range(1, tree.count) if tree.can_open(n) and tree.limb(n) < 0] == [3, 6]
    assert tree.partner_ids(range(tree.count)) == [1000, 1001]


def test_a_focus_shows_its_branch_and_those_above_alone() -> None:
    assert names(small().tree(focus=("2",))) == ["home", ".b0", "..b1", "...b2", "....1002"]
    assert names(small().tree(set(), focus=("0", "1"))) == ["home", ".b0", "..b1"]
    assert len(names(small().tree(focus=("gone",)))) == 9


def test_partners_are_asked_for_once_branches_that_are_partners_too() -> None:
    tree = small().tree(ties={1001})
    assert tree.partner_ids(range(tree.count)) == [3, 1002, 1000, 1001, 1003]


def test_a_partner_that_is_a_branch_by_now_is_found_there() -> None:
    assert names(small().tree())[small().tree().find(Place(("0", "1"), 3), {})] == "...b2"


def test_a_place_that_is_gone_leads_to_what_was_above_it() -> None:
    tree = small().tree()
    assert names(tree)[tree.find(Place(("0", "9"), 77), {})] == ".b0"
    assert names(tree)[tree.find(Place(("0",), 77), {})] == ".b0"
    assert tree.find(Place(("9",)), {}) == tree.find(HOME, {}) == 0


@settings(max_examples=80)
@given(trees())
def test_the_arrays_tell_of_one_tree(tree: Tree) -> None:
    assert tree.parent(0) == -1
    hung = []
    for n in range(tree.count):
        children = tree.children(n)
        assert list(children) == sorted(children)
        assert tree.has_children(n) == bool(children)
        assert all(tree.parent(child) == n < child and tree.depth(child) == tree.depth(n) + 1 for child in children)
        hung += children
    assert sorted(hung) == list(range(1, tree.count))


@settings(max_examples=80)
@given(maps(), st.data())
def test_every_node_is_found_again_or_the_nearest_that_hides_it(whole: Map, data: st.DataObject) -> None:
    tree = whole.tree(ties=set(whole.ties))
    shut = set(data.draw(st.lists(st.sampled_from(whole.paths), max_size=4)) if whole.paths else ())
    folded = whole.tree(set(whole.paths) - shut)
    assert folded.count <= tree.count
    for n in range(tree.count):
        place = tree.place(n, whole.ties)
        assert tree.find(place, whole.ties) == n
        above = n
        while above and (tree.tie(above) >= 0 or any(_hides(tree, hider, shut) for hider in _line(tree, above))):
            above = tree.parent(above)
        found = folded.find(place, whole.ties)
        assert folded.place(found, {}) == tree.place(above, whole.ties)


def _line(tree: Tree, n: int) -> list[int]:
    line = []
    while n:
        n = tree.parent(n)
        line.append(n)
    return line


def _hides(tree: Tree, n: int, shut: set[tuple[str, ...]]) -> bool:
    return tree.limb(n) >= 0 and tree.outline.limbs[tree.limb(n)].path in shut


def test_ten_thousand_introductions_in_a_row() -> None:
    chain = made(list(range(-1, 9_999)), [0] * 9_999 + [1])
    tree = Tree(chain.outline, {limb.path for limb in chain.outline.limbs}, chain.ids, {})
    assert (tree.count, tree.depth(tree.count - 1)) == (10_002, 10_001)
    assert tree.find(tree.place(10_001, {}), {}) == 10_001
    folded = Tree(chain.outline, {chain.outline.limbs[0].path}, {}, {})
    assert (folded.count, folded.find(tree.place(10_001, {}), {})) == (3, 2)
