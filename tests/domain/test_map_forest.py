"""Branches that are partners: trees out of any ties, however they loop, and branches by values with their gaps."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tui_tracker.domain.gaps import Gap
from tui_tracker.domain.map_forest import Forest, Grown, grow, without_loops
from tui_tracker.domain.map_limbs import Group, in_order, limbs_of, matches
from tui_tracker.domain.mind_map import Feeling, Grouping, Limb, Mood, Outline, Tally, View, moods
from tui_tracker.domain.warmth import Band

IDS = range(1, 10)
SPECIALTY, AREA, OFFICE, PAYER, INTRODUCED = (
    Grouping.SPECIALTY,
    Grouping.AREA,
    Grouping.OFFICE,
    Grouping.PAYER,
    Grouping.INTRODUCED,
)


TALLIES = {number: Tally(1, number, 10 * number) for number in IDS}
NAMES = {number: f"P{number}" for number in range(1, 10_001)}


@st.composite
def forests(draw: st.DrawFn, by: Grouping) -> Forest:
    """Ties that may loop; where a company is concerned a partner may stand below several."""
    one = st.sampled_from(IDS)
    named = draw(st.frozensets(one))
    values = {number: draw(st.sampled_from(["x", "Y", ""])) for number in IDS}
    pairs = draw(st.dictionaries(one, one, max_size=9))
    parents = {child: parent for child, parent in pairs.items() if child != parent}
    if by is INTRODUCED:
        parents = without_loops(parents)
        stems = frozenset(parents.values())
        below = {stem: [child for child in parents if parents[child] == stem and child not in stems] for stem in stems}
    else:
        stems = frozenset(parents) | frozenset(parents.values()) | draw(st.frozensets(one, max_size=2))
        below = {stem: sorted(draw(st.frozensets(one, max_size=4)) - {stem}) for stem in stems}
    parents = {child: stem for child, stem in parents.items() if child in stems and by is not OFFICE}
    return Forest(list(IDS), stems, parents, below, NAMES, named, values, TALLIES)


def standing_on(grown: Grown, number: int) -> set[int]:
    """Everybody below a branch, found from those above it."""
    found = set(grown.ids[grown.limbs[number].path])
    for other, limb in enumerate(grown.limbs):
        if limb.above == number:
            found |= standing_on(grown, other) | ({limb.partner_id} - {None})
    return found


def tally_of(ids: set[int]) -> Tally:
    return Tally(len(ids), sum(ids), 10 * sum(ids))


@given(st.dictionaries(st.sampled_from(IDS), st.sampled_from(IDS)))
def test_a_loop_is_cut_above_its_lowest_and_nothing_else_is_lost(parents):
    kept = without_loops(parents)
    assert kept.items() <= parents.items()
    for start in kept:
        steps, at = 0, start
        while at in kept:
            at, steps = kept[at], steps + 1
            assert steps <= len(parents)
    for cut in parents.keys() - kept.keys():
        loop, at = [cut], parents[cut]
        while at != cut:
            loop.append(at)
            at = parents[at]
        assert cut == min(loop)


@settings(max_examples=80)
@given(st.data(), st.sampled_from([INTRODUCED, OFFICE, PAYER]), st.sampled_from([(), (AREA,)]), st.booleans())
def test_branches_sum_up_whom_they_have_below_each_once_and_lose_nobody(data, first, second, filtered):
    by = (first, *second) if first is not INTRODUCED else (first,)
    forest = data.draw(forests(first))
    grown = grow(by, forest, "wanted" if filtered else "")
    shown: set[int] = set()
    for number, limb in enumerate(grown.limbs):
        assert limb.above < number
        ids = grown.ids[limb.path]
        assert limb.own == len(ids)
        assert list(ids) == sorted(set(ids))  # the order of lists, as these names are
        below = standing_on(grown, number)
        assert limb.tally == tally_of(below)
        shown |= below | ({limb.partner_id} - {None})
    assert grown.tally == tally_of(shown)
    assert len({limb.path for limb in grown.limbs}) == len(grown.limbs) == len(grown.ids)
    if filtered:
        assert forest.named <= shown
        check_filtered(grown, forest)
    else:
        assert shown == set(IDS)


def check_filtered(grown: Grown, forest: Forest) -> None:
    """Everybody who is shown is named, or stands below somebody who is, or is what somebody like that stands on."""
    for number, limb in enumerate(grown.limbs):
        over = [number]
        while over[-1] >= 0:
            over.append(grown.limbs[over[-1]].above)
        whole = any(grown.limbs[one].partner_id in forest.named for one in over[:-1])
        assert whole or forest.named.issuperset(grown.ids[limb.path])
        assert whole or standing_on(grown, number)


def test_a_chain_of_ten_thousand_introductions_hangs_together_in_no_time():
    people, stems = range(1, 10_001), frozenset(range(1, 10_000))
    links = {number: number - 1 for number in range(2, 10_000)}
    for parents in (links, {**links, 1: 9_999}):
        grown = grow((INTRODUCED,), Forest(people, stems, parents, {9_999: [10_000]}, NAMES))
        assert len(grown.limbs) == 9_999
        assert grown.limbs[0].tally.partners == 9_999
        assert [limb.above for limb in grown.limbs] == list(range(-1, 9_998))
        assert max(len(limb.path) for limb in grown.limbs) == 1
    grown = grow((PAYER,), Forest(people, stems, links, {9_999: [10_000]}, NAMES))
    assert grown.limbs[0].tally.partners == 9_999
    outline = Outline("", View((PAYER,)), grown.limbs, grown.tally, 10_000)
    felt = dict.fromkeys(people, Feeling(50, Band.COOLING, 1))
    assert moods(outline, grown.ids, felt)["1",] == Mood(9_999, 499_950, 0, 9_999, 0, 9_999)


def test_values_stand_in_their_own_order_and_nothing_given_comes_last():
    assert in_order(Grouping.STAGE, ["parted", "partner", "prospect"]) == ["prospect", "partner", "parted"]
    assert in_order(Grouping.STANDING, ["", "partner", "supplier"]) == ["supplier", "partner", ""]
    assert in_order(Grouping.KIND, ["payer", "clinician"]) == ["clinician", "payer"]
    assert in_order(Grouping.AREA, ["", "bath", "Áland", "Bath", "zoo"]) == ["Áland", "Bath", "bath", "zoo", ""]


def gap(specialty: str, area: str = "") -> Gap:
    return Gap(specialty, area, 3, 1, 0)


GAPS = (gap("cardiology"), gap("Cardiology", "bath"), gap("Cardiology", "York"), gap("Wound care"), gap("Zoo", "Bath"))
GROUPS = {
    (SPECIALTY,): [("CARDIOLOGY",), ("Cardiology",), ("",)],
    (AREA,): [("Bath",), ("",)],
    (SPECIALTY, AREA): [("Cardiology", "Bath"), ("Cardiology", "")],
    (AREA, SPECIALTY): [("Bath", "Cardiology"), ("", "Cardiology")],
    (SPECIALTY, Grouping.STAGE): [("Cardiology", "prospect")],
    (Grouping.STAGE, SPECIALTY): [("prospect", "Cardiology")],
    (Grouping.KIND,): [("clinician",)],
}


def grown_by(by: tuple[Grouping, ...], wanted: str = "") -> tuple[Limb, ...]:
    groups = [Group(values, Tally(number, 1, 0)) for number, values in enumerate(GROUPS[by], start=1)]
    return limbs_of(by, groups, GAPS, wanted, groups[:1])


def hollow(by: tuple[Grouping, ...], wanted: str = "") -> dict[tuple[str, ...], str]:
    return {limb.path: limb.gap.name for limb in grown_by(by, wanted) if limb.gap is not None}


def test_gaps_stand_where_they_belong_on_each_view():
    assert hollow((SPECIALTY,)) == {
        ("Cardiology",): "cardiology",
        ("Cardiology", "bath"): "Cardiology, bath",
        ("Cardiology", "York"): "Cardiology, York",
        ("Wound care",): "Wound care",
        ("Zoo", "Bath"): "Zoo, Bath",
    }
    assert hollow((AREA,)) == {
        ("Bath", "Cardiology"): "Cardiology, bath",
        ("York", "Cardiology"): "Cardiology, York",
        ("Bath", "Zoo"): "Zoo, Bath",
    }
    assert hollow((SPECIALTY, AREA)) == {
        ("Cardiology",): "cardiology",
        ("Cardiology", "Bath"): "Cardiology, bath",
        ("Cardiology", "York"): "Cardiology, York",
        ("Wound care",): "Wound care",
        ("Zoo", "Bath"): "Zoo, Bath",
    }
    assert set(hollow((AREA, SPECIALTY))) == {("Bath", "Cardiology"), ("York", "Cardiology"), ("Bath", "Zoo")}
    assert set(hollow((SPECIALTY, Grouping.STAGE))) == {("Cardiology",), ("Wound care",)}
    assert hollow((Grouping.STAGE, SPECIALTY)) == hollow((Grouping.KIND,)) == {}


def test_an_empty_branch_is_made_for_a_gap_and_counts_nobody():
    limbs = grown_by((SPECIALTY,))
    assert [(limb.path, limb.above, limb.own, limb.tally.partners) for limb in limbs] == [
        (("CARDIOLOGY",), -1, 1, 1),
        (("Cardiology",), -1, 2, 2),
        (("Cardiology", "bath"), 1, 0, 0),
        (("Cardiology", "York"), 1, 0, 0),
        (("Wound care",), -1, 0, 0),
        (("Zoo",), -1, 0, 0),
        (("Zoo", "Bath"), 5, 0, 0),
        (("",), -1, 3, 3),
    ]
    assert [limb.by for limb in limbs[1:3]] == [SPECIALTY, AREA]
    assert [limb.hollow for limb in limbs] == [False, True, True, True, True, False, True, False]


def test_a_text_keeps_the_gaps_whose_words_contain_it():
    assert set(hollow((SPECIALTY,), "york")) == {("Cardiology",), ("Cardiology", "York")}
    assert set(hollow((SPECIALTY,), "wound")) == {("Wound care",)}
    assert set(hollow((AREA,), "zoo")) == {("Bath", "Zoo")}
    assert hollow((AREA,), "nowhere") == {}


def places(by: tuple[Grouping, ...], there: list[tuple[str, ...]], *gaps: Gap) -> list[tuple[str, ...]]:
    """Where gaps stand among branches of these values."""
    groups = [Group(values, Tally(1)) for values in there]
    return [limb.path for limb in limbs_of(by, groups, gaps) if limb.gap is not None]


def test_a_gap_stands_on_the_branch_whose_words_are_both_alike():
    there = [("Cardiology", ""), ("Cardiology", "York"), ("CARDIOLOGY", "Bath")]
    assert places((SPECIALTY, AREA), there, gap("Cardiology", "bath")) == [("CARDIOLOGY", "Bath")]
    assert places((AREA, SPECIALTY), [("Bath", ""), ("BATH", "Zoo")], gap("zoo", "bath")) == [("BATH", "Zoo")]


def test_gaps_that_are_written_alike_share_the_branch_that_they_make():
    gaps = gap("zoo"), gap("zoo", "York"), gap("Zoo", "Bath")
    assert places((SPECIALTY,), [], *gaps) == [("Zoo",), ("Zoo", "Bath"), ("Zoo", "York")]
    assert places((AREA, SPECIALTY), [], *gaps) == [("Bath", "Zoo"), ("York", "zoo")]


def test_a_filter_finds_the_signs_that_names_are_written_with():
    assert matches("front_desk", "front_desk")
    assert [limb.path for limb in limbs_of((AREA,), [], [gap("x", "a_b")], "a_b", [])] == [("a_b",), ("a_b", "x")]
