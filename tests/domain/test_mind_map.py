"""Which views there are; the sums over branches: how it stands with everybody below."""

from __future__ import annotations

import pytest

from tui_tracker.domain.mind_map import BranchPath, Feeling, Grouping, Limb, Mood, Outline, Tally, View, moods, seconds
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.warmth import Band

SETTINGS = Settings()


def limb(path: BranchPath, above: int = -1, partner_id: int | None = None, by: Grouping = Grouping.OFFICE) -> Limb:
    return Limb(path, path[-1], by, above, Tally(), 0, partner_id)


def outline(by: Grouping, *limbs: Limb) -> Outline:
    return Outline("Us", View((by,)), limbs, Tally(), 0)


FEELINGS = {
    1: Feeling(90, Band.WARM, 2),
    2: Feeling(50, Band.COOLING, 0),
    3: Feeling(10, Band.COLD, 1),
    4: Feeling(None, None, 4),
}


@pytest.mark.parametrize(
    "by",
    [
        (),
        (Grouping.AREA, Grouping.AREA),
        (Grouping.AREA, Grouping.OFFICE),
        (Grouping.INTRODUCED, Grouping.AREA),
        (Grouping.AREA, Grouping.STAGE, Grouping.KIND),
    ],
)
def test_a_view_has_levels_that_there_are(by):
    with pytest.raises(ValueError, match="no map has the levels"):
        View(by)


def test_every_second_level_that_is_offered_makes_a_view():
    assert len([View((first, second)) for first in Grouping for second in seconds(first)]) == 6 * 5 + 2 * 6


def test_who_stands_on_several_branches_counts_once_above_them():
    known = outline(Grouping.OFFICE, limb(("10",)), limb(("10", "a"), 0), limb(("10", "b"), 0))
    found = moods(known, {("10", "a"): [1, 2], ("10", "b"): [1, 3, 4]}, FEELINGS)
    assert found["10", "a"] == Mood(2, 140, 1, 1, 0, 2)
    assert found["10", "b"] == Mood(2, 100, 1, 0, 1, 7)
    assert found[("10",)] == found[()] == Mood(3, 150, 1, 1, 1, 7)


def test_a_partner_that_is_a_branch_counts_above_it_and_not_in_it():
    known = outline(Grouping.INTRODUCED, limb(("1",), partner_id=1), limb(("2",), 0, partner_id=2))
    found = moods(known, {("2",): [3]}, FEELINGS)
    assert found[("2",)] == Mood(1, 10, 0, 0, 1, 1)
    assert found[("1",)] == Mood(2, 60, 0, 1, 1, 1)
    assert found[()] == Mood(3, 150, 1, 1, 1, 3)


def test_a_chain_of_ten_thousand_introductions_is_summed_up():
    chain = [limb((str(number),), number - 1, partner_id=number) for number in range(10_000)]
    found = moods(outline(Grouping.INTRODUCED, *chain), {}, dict.fromkeys(range(10_000), Feeling(80, Band.WARM, 1)))
    assert found[()].warm == found[()].promises == 10_000
    assert found[("9999",)] == Mood()


def test_a_branchs_band_is_that_of_the_mean_of_those_that_are_known():
    assert Mood(2, 140).band(SETTINGS) is Band.WARM
    assert Mood(2, 139).band(SETTINGS) is Band.WARM
    assert Mood(2, 138).band(SETTINGS) is Band.COOLING
    assert Mood(1, 0, cold=1).band(SETTINGS) is Band.COLD
    assert Mood().band(SETTINGS) is None
