"""A network with everything that a map has to show, made by hand: names of all scripts, gaps, ties, several places."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tui_tracker.domain.gaps import Gap
from tui_tracker.domain.map_tree import Tree
from tui_tracker.domain.map_words import Known
from tui_tracker.domain.mind_map import (
    BranchPath,
    Feeling,
    Grouping,
    Leaf,
    Limb,
    Outline,
    Tally,
    Tie,
    View,
    moods,
)
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.warmth import band_of
from tui_tracker.domain.warmth_signs import ASCII_SIGNS, SIGNS

NAMES = {
    "cardiology": [
        "Ann Lee, MD",
        "Bartholomew Fitzgerald-Montgomery III, MD, PhD",
        "李小龍 骨科復健診所與運動醫學中心",
    ],
    "family medicine": ["Dr. Łukasz Żółć", "Zoë Núñez", "דוד בן־גוריון", "عبد الرحمن بن محمد الأنصاري للعظام"],
    "hand surgery": ["Cafe\u0301 Hand Clinic", "👨‍👩‍👧‍👦 Family Hands", "Jo"],
    "orthopedic surgery": ["Maple Street Orthopedics", "Omar Haddad, DO", "North Side Joint Center", "Priya Raman, MD"],
    "pain management": ["Quiet Hills Pain Clinic"],
    "physical therapy": ["Riverside PT", "Sam Okafor, PT, DPT", "Tidewater Rehabilitation"],
    "podiatry": ["Uma Patel, DPM", "V" * 300],
    "rheumatology": ["Wei Zhang, MD", "x"],
}
TIES = (
    Tie("link 1", "works_at", "Maple Street Orthopedics", "practice", 11),
    Tie("link 2", "colleague", "Ann Lee, MD", "cardiology", 1),
    Tie("contact 3", "advocate", "Nora Quinn", "referral coordinator, 555-0101"),
)


def path(number: int) -> BranchPath:
    """The path of a branch, by its place."""
    return (list(NAMES)[number],)


def known(*, ascii_only: bool = False, practice: str = "Lakeside Orthopedics & Sports Medicine") -> Known:
    """What is known of the whole network: some are cold, some have no figure, one stands in three places."""
    settings = Settings()
    leaves: dict[int, Leaf] = {}
    feelings: dict[int, Feeling] = {}
    ids: dict[BranchPath, list[int]] = {}
    limbs: list[Limb] = []
    for specialty, names in NAMES.items():
        below = []
        for name in names:
            one = len(leaves) + 1
            points = None if one % 5 == 0 else (one * 37) % 101
            below.append(one)
            feelings[one] = Feeling(points, None if points is None else band_of(points, settings), one % 3 // 2)
            leaves[one] = Leaf(
                one, name, "clinician", specialty, "North Side", "B", "dormant" if one == 13 else "referring",
                one * 7 % 13, one % 4, links=2 if one == 12 else 0, contacts=one % 2, places=3 if one == 7 else 1,
            )  # fmt: skip
        ids[specialty,] = below
        tally = Tally(len(below), sum(leaves[n].inbound for n in below), sum(leaves[n].outbound for n in below))
        limbs.append(Limb((specialty,), specialty, Grouping.SPECIALTY, -1, tally, len(below)))
    gap = Gap("sports medicine", "", 2, 0, 1, date(2026, 1, 5))
    limbs.append(Limb(("sports medicine",), "sports medicine", Grouping.SPECIALTY, -1, Tally(), 0, gap=gap))
    limbs[4] = replace(limbs[4], gap=Gap("pain management", "", 3, 1, 0))
    total = Tally(len(leaves), sum(one.tally.inbound for one in limbs), sum(one.tally.outbound for one in limbs))
    outline = Outline(practice, View(), tuple(limbs), total, len(leaves))
    signs = ASCII_SIGNS if ascii_only else SIGNS
    return Known(outline, settings, {12: TIES}, leaves, feelings, moods(outline, ids, feelings), signs)


def ids_of(found: Known) -> dict[BranchPath, list[int]]:
    """The partners of each branch."""
    return {(specialty,): [n for n, leaf in found.leaves.items() if leaf.specialty == specialty] for specialty in NAMES}


def tree_of(found: Known, *opened: int, ties: bool = False) -> Tree:
    """The tree with some branches unfolded, by their places; with `ties`, those of the partner that has any."""
    return Tree(found.outline, [path(number) for number in opened], ids_of(found), {12: len(TIES)} if ties else {})
