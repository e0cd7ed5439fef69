"""What nodes of the mind map say, and how that is put into a box."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.map_sample import known, tree_of
from tui_tracker.domain.map_detail import detail
from tui_tracker.domain.map_tree import Tree
from tui_tracker.domain.map_words import (
    LEAST_NAME,
    Known,
    Rank,
    Word,
    fitted,
    limb_name,
    natural,
    node_text,
    practice_lines,
)
from tui_tracker.domain.mind_map import Feeling, Grouping, Limb, Tally, View


def cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"


def said(found: Known, node: int, *opened: int, ties: bool = False) -> str:
    return " ".join(word.text for word in node_text(found, tree_of(found, *opened, ties=ties), node))


def boxed(found: Known, node: int, width: int, *opened: int) -> str:
    return "".join(text for text, _ in fitted(node_text(found, tree_of(found, *opened), node), width, len, cut))


def test_a_branch_says_how_it_stands_with_all_below_it() -> None:
    found = known()
    assert said(found, 1) == "■ cardiology +3 !1 16/6"
    assert said(found, 1, 0) == "■ cardiology 3 !1 16/6"
    assert detail(found, tree_of(found), 1) == (
        "cardiology: 3 partners.",
        "Sent us 16 and got 6 in 90 days. 1 warm, 2 cold. 1 promise open.",
    )


def test_a_gap_is_hollow_and_says_what_is_lacking() -> None:
    found = known()
    assert said(found, 9) == "○ sports medicine need 2"
    assert said(found, 5) == "○ pain management +1 need 2 1/3"
    assert detail(found, tree_of(found), 9) == (
        "sports medicine: nobody yet.",
        "0 active of 2 wanted for sports medicine, 1 in the works, since Jan 2026.",
    )


def test_a_folded_branch_says_how_many_gaps_are_below_it() -> None:
    found = known()
    gap = found.outline.limbs[8].gap
    limbs = (
        Limb(("a",), "a", Grouping.AREA, -1, Tally(3), 0),
        Limb(("a", "b"), "b", Grouping.SPECIALTY, 0, Tally(2), 2),
        Limb(("a", "c"), "c", Grouping.SPECIALTY, 0, Tally(), 0, gap=gap),
        Limb(("a", "d"), "d", Grouping.SPECIALTY, 0, Tally(1), 1, gap=gap),
    )
    found = replace(found, outline=replace(found.outline, limbs=limbs), moods={})
    assert said(found, 1) == "  a +3 ○2 0"
    tree = Tree(found.outline, [("a",)], {}, {})
    assert [" ".join(word.text for word in node_text(found, tree, node)) for node in (1, 2, 3)] == [
        "  a 3 0", "  b +2 0", "○ c need 2"
    ]  # fmt: skip


def test_a_partner_says_what_is_open_and_what_went_to_and_fro() -> None:
    found = known()
    tree = tree_of(found, 3, ties=True)
    omar = next(node for node in range(tree.count) if tree.is_leaf(node) and tree.partner(node) == 12)
    assert said(found, omar, 3, ties=True) == "■ Omar Haddad, DO 6/0", "their links are shown"
    assert said(found, omar, 3).endswith("~2")
    assert detail(found, tree, omar) == (
        "orthopedic surgery › Omar Haddad, DO: clinician, North Side, tier B, referring.",
        "Warmth 40, cooling. Sent us 6 and got 0 in 90 days. 2 links.",
    )
    assert [said(found, omar + n, 3, ties=True) for n in (1, 3)] == [
        "~ at Maple Street Orthopedics (practice)",
        "  advocate Nora Quinn (referral coordinator, 555-0101)",
    ]
    assert detail(found, tree, omar + 2)[0] == "Omar Haddad, DO: colleague Ann Lee, MD, cardiology."


def test_a_branch_that_is_a_partner_says_how_it_stands_with_them_and_then_with_those_below() -> None:
    found = known()
    office = Limb(("12",), "Omar Haddad, DO", Grouping.OFFICE, -1, Tally(2, 5, 1), 2, partner_id=12)
    limbs = replace(found.outline, limbs=(office,))
    tree = Tree(limbs, (), {}, {})
    assert detail(replace(found, outline=limbs), tree, 1) == (
        "Omar Haddad, DO: 2 partners working there.",
        "Warmth 40, cooling, themselves sent us 6 and got 0. Those sent us 5 and got 1 in 90 days.",
    )


def test_no_figure_is_a_sign_and_what_is_not_worked_out_yet_is_none() -> None:
    found = known()
    zoe = tree_of(found, 1)
    node = next(node for node in range(zoe.count) if zoe.is_leaf(node) and zoe.partner(node) == 5)
    assert said(found, node, 1).startswith("· Zoë Núñez !1")
    found.feelings.clear()
    assert said(found, node, 1).startswith("  Zoë Núñez")
    found.leaves.clear()
    assert " ".join(word.text for word in node_text(found, zoe, node)) == "  …"
    assert detail(found, zoe, node) == ("", "")


def test_ascii_has_a_stand_in_for_every_sign() -> None:
    found = known(ascii_only=True)
    signs = {word.text for node in range(1, 10) for word in node_text(found, tree_of(found), node)[:1]}
    assert signs == {"^", "=", "v", "o"}
    found.feelings[5] = Feeling()
    assert found.signs.unknown == "."


def test_the_inner_circle_has_ranks() -> None:
    found = known()
    inner = replace(found.outline, view=View(inner=True), free=3, own=7, reach=1750)
    found.leaves[1] = replace(found.leaves[1], inner_rank=2)
    ranked = replace(found, outline=inner)
    assert said(ranked, 0).endswith("3 free")
    assert (
        "7 in the inner circle, 3 ranks free; together they reach 1,750 people."
        in detail(ranked, tree_of(ranked), 0)[0]
    )
    assert said(ranked, 2, 0).startswith("▼ 2. Ann Lee, MD")


@pytest.mark.parametrize("by", list(Grouping))
def test_where_nothing_is_given_a_branch_says_so(by: Grouping) -> None:
    assert limb_name(Limb(("",), "", by, -1, Tally(), 0)) not in {"", by.value}


def test_the_name_of_a_branch_is_as_it_was_written() -> None:
    assert limb_name(Limb(("Wound_care",), "Wound_care", Grouping.SPECIALTY, -1, Tally(), 0)) == "Wound_care"


def test_a_name_is_cut_before_a_figure_gives_way() -> None:
    found = known()
    assert boxed(found, 4, 34) == "▼ orthopedic surgery +4    !2 25/6"
    assert boxed(found, 4, 28) == "▼ orthopedic sur… +4 !2 25/6"
    assert boxed(found, 4, 22) == "▼ orthoped… +4 !2 25/6"
    assert boxed(found, 4, 18) == "▼ orthopedi… +4 !2"
    assert boxed(found, 4, 13) == "▼ orthope… +4"
    assert boxed(found, 4, 12) == "▼ orthopedi…"


def test_what_is_shown_below_anyway_is_not_counted_where_the_name_needs_the_room() -> None:
    found = known()
    assert boxed(found, 4, 30, 3) == "▼ orthopedic surgery 4 !2 25/6"
    assert boxed(found, 4, 29, 3) == "▼ orthopedic surgery  !2 25/6"


pieces = st.builds(
    lambda name, others: (Word("▲", "", Rank.SIGN), Word(name, "", Rank.NAME), *others),
    st.text("abc é", min_size=1, max_size=40),
    st.lists(
        st.builds(Word, st.text("0123/", min_size=1, max_size=7), st.just(""), st.sampled_from(list(Rank)[2:])),
        unique_by=lambda word: word.rank,
        max_size=6,
    ).map(lambda words: sorted(words, key=lambda word: word.rank)),
)


@given(pieces, st.integers(1, 60))
def test_pieces_are_put_into_a_box_whatever_it_is(words: tuple[Word, ...], width: int) -> None:
    shown = fitted(words, width, len, cut)
    text = "".join(text for text, _ in shown)
    assert len(text) <= width
    kept = {word for word in words[2:] if any(word.text == text for text, _ in shown)}
    if any(word.rank in (Rank.FLOW, Rank.PROMISES, Rank.NEED, Rank.PLACES, Rank.LINKS) for word in kept):
        assert len(text) == width
    if kept and words[1].text not in text:
        name = next(text for text, _ in shown if text.endswith("…"))
        assert len(name) >= LEAST_NAME


def test_the_practice_stands_in_lines_of_its_own() -> None:
    found = known()
    assert [text for text, _ in practice_lines(found, 12, len, cut)] == [
        "Lakeside",
        "Orthopedics",
        "& Sports",
        "Medicine",
    ]
    assert [text for text, _ in practice_lines(known(practice=""), 12, len, cut)] == ["Our practice"]
    assert all(len(text) <= 9 for text, _ in practice_lines(known(practice="V" * 300), 9, len, cut))


def test_the_filter_stands_out_in_names_alone() -> None:
    words = (Word("▲", "good", Rank.SIGN), Word("Zoë 4 Núñez", "bold", Rank.NAME), Word("4/2", "", Rank.FLOW))
    assert ("Zoë", "match") in fitted(words, 30, len, cut, "zoe")
    looks = dict(fitted(words, 30, len, cut, "4"))
    assert (looks["4"], looks["4/2"], looks["Zoë "]) == ("match", "", "bold")


def test_boxes_would_like_to_hold_the_longest_name_of_their_level() -> None:
    assert natural(known().outline, len)[0] == 12
    assert min(natural(known().outline, len)[1:]) > 30
