"""The tree's arithmetic, against a tree written out line by line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_tracker.domain.network import ROOT, Branch, Grouping, Spot, Tree, in_order, tie_word
from tui_tracker.domain.words import LinkKind, Stage


@st.composite
def forests(draw: st.DrawFn) -> tuple[list[Branch], dict[str, list[int]], dict[int, int]]:
    sizes = draw(st.lists(st.integers(1, 6), max_size=6))
    branches, shown, ties, number = [], {}, {}, 0
    for place, size in enumerate(sizes):
        ids = list(range(number + 1, number + size + 1))
        number += size
        branches.append(Branch(f"b{place}", size, size * 2))
        if draw(st.booleans()):
            shown[f"b{place}"] = ids
        for partner_id in ids:
            if draw(st.booleans()):
                ties[partner_id] = draw(st.integers(0, 3))
    return branches, shown, ties


def written_out(
    branches: list[Branch], shown: dict[str, list[int]], ties: dict[int, int]
) -> list[tuple[Spot, int | None]]:
    lines: list[tuple[Spot, int | None]] = [(ROOT, None)]
    for number, branch in enumerate(branches):
        lines.append((Spot(number), None))
        for place, partner_id in enumerate(shown.get(branch.name, [])):
            lines.append((Spot(number, place), partner_id))
            lines += [(Spot(number, place, tie), partner_id) for tie in range(ties.get(partner_id, 0))]
    return lines


@given(forests())
def test_every_line_shows_what_the_written_out_tree_shows(forest):
    tree = Tree(*forest)
    expected = written_out(*forest)
    assert tree.count == len(expected)
    for line, (spot, partner_id) in enumerate(expected):
        assert tree.spot(line) == spot
        assert tree.line(spot) == line
        assert tree.partner(spot) == partner_id
        siblings = [other for other, _ in expected if other != ROOT and tree.above(other) == tree.above(spot)]
        assert tree.is_last(spot) == (spot in (ROOT, siblings[-1] if siblings else ROOT))
        assert tree.size(spot) == sum(
            1 for other, _ in expected if other not in (ROOT, spot) and tree.above(other) == spot
        )
    for outside in (-1, tree.count):
        with pytest.raises(IndexError):
            tree.spot(outside)


@given(forests(), st.integers(0, 40), st.integers(0, 20))
def test_a_window_wants_the_partners_on_its_lines_and_no_others(forest, offset, length):
    tree = Tree(*forest)
    lines = written_out(*forest)[offset : offset + length]
    assert tree.wanted(offset, length) == [partner for spot, partner in lines if spot.place >= 0 and spot.tie < 0]


@given(forests())
def test_the_place_is_found_again_or_what_stands_above_it(forest):
    branches, shown, ties = forest
    tree = Tree(*forest)
    for line, (spot, partner_id) in enumerate(written_out(*forest)):
        if spot.branch >= 0:
            name = branches[spot.branch].name
            assert tree.find(name, partner_id, spot.tie) == line
            folded = Tree(branches, {key: ids for key, ids in shown.items() if key != name}, ties)
            assert folded.spot(folded.find(name, partner_id, spot.tie)) == Spot(spot.branch)
    assert tree.find("no such branch", 3) == 0


@given(forests(), st.sampled_from([1, -1]))
def test_going_round_the_partners_meets_each_once(forest, way):
    tree = Tree(*forest)
    partners = [line for line, (spot, _) in enumerate(written_out(*forest)) if spot.place >= 0 and spot.tie < 0]
    if not partners:
        assert tree.next_partner(0, way) is None
        return
    met, line = [], 0
    for _ in partners:
        line = tree.next_partner(line, way)
        met.append(line)
    assert met == (partners if way > 0 else partners[::-1])


def test_branches_stand_in_the_order_of_their_words_and_the_nameless_last():
    stages = [Branch(stage.value, 1, 0) for stage in reversed(Stage)]
    assert [branch.name for branch in in_order(Grouping.STAGE, stages)] == [stage.value for stage in Stage]
    named = [Branch(name, 1, 0) for name in ("", "urology", "Cardiology")]
    assert [branch.name for branch in in_order(Grouping.SPECIALTY, named)] == ["Cardiology", "urology", ""]


def test_a_tie_is_read_from_the_partner_it_stands_under():
    assert tie_word("works_at", True) == "works at"
    assert tie_word("introduced", False) == "introduced by"
    for kind in LinkKind:
        assert tie_word(kind.value, True)
        assert tie_word(kind.value, False)
