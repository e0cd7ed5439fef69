"""How the map is looked at: the views one after another, folds by level, and what is unfolded to show a place."""

from __future__ import annotations

from dataclasses import replace

from tui_tracker.domain.map_looks import (
    Look,
    Looks,
    first_look,
    in_focus,
    leave_what_is_gone,
    look_name,
    numbered,
    opened_to,
    reveal,
)
from tui_tracker.domain.mind_map import SECOND, Grouping, Limb, Outline, Place, Tally, View

LIMBS = (
    Limb(("Bath",), "Bath", Grouping.AREA, -1, Tally(3), 1),
    Limb(("Bath", "Cardiology"), "Cardiology", Grouping.SPECIALTY, 0, Tally(2), 2),
    Limb(("Kittery",), "Kittery", Grouping.AREA, -1, Tally(1), 0),
    Limb(("Kittery", "7"), "Dr. Lee", Grouping.INTRODUCED, 2, Tally(1), 1, partner_id=7),
)
OUTLINE = Outline("Riverside PT", View(), LIMBS, Tally(5), 5)
NUMBERS = numbered(OUTLINE)


def test_b_goes_round_all_groupings_and_leaves_the_inner_circle_first() -> None:
    looks = Looks()
    seen = []
    for _ in Grouping:
        seen.append(looks.first)
        looks.next_grouping()
    assert seen == list(Grouping)
    assert looks.first is Grouping.SPECIALTY
    looks.inner = True
    looks.next_grouping()
    assert looks.view() == View((Grouping.SPECIALTY,))


def test_the_second_level_goes_round_and_is_left_out_where_the_first_has_no_place_for_it() -> None:
    looks = Looks(first=Grouping.AREA)
    names = []
    for _ in SECOND:
        assert looks.next_second()
        names.append(look_name(looks.view()))
    assert names == ["area,specialty", "area,standing", "area,stage", "area,member", "area,kind", "area"]
    looks.second = Grouping.INTRODUCED
    looks.first = Grouping.KIND
    assert looks.view().by == (Grouping.KIND,)
    looks.second = Grouping.AREA
    looks.first = Grouping.INTRODUCED
    assert looks.view("lee") == View((Grouping.INTRODUCED,), "lee")
    assert not looks.next_second()
    looks = Looks(inner=True, second=Grouping.AREA)
    assert not looks.next_second(), "the circle has no levels"
    assert look_name(looks.view()) == "inner"


def test_folds_are_kept_for_each_view_and_none_for_a_filter() -> None:
    looks = Looks()
    looks.look().opened.add(("Cardiology",))
    looks.next_grouping()
    assert looks.look().opened == set()
    looks.first = Grouping.SPECIALTY
    assert looks.look().opened == {("Cardiology",)}
    assert look_name(looks.view("text")) == look_name(looks.view())


def test_a_level_unfolds_what_stands_above_it() -> None:
    assert opened_to(OUTLINE, 0) == opened_to(OUTLINE, 1) == set()
    assert opened_to(OUTLINE, 2) == {("Bath",), ("Kittery",)}
    assert opened_to(OUTLINE, 3) == {limb.path for limb in LIMBS}


def test_a_small_map_is_unfolded_the_first_time_alone() -> None:
    look = Look()
    first_look(look, OUTLINE)
    assert look.opened == {limb.path for limb in LIMBS}
    look.opened.clear()
    first_look(look, OUTLINE)
    assert look.opened == set(), "it was folded by hand"
    found = Look()
    first_look(found, Outline("Riverside PT", View(text="lee"), LIMBS, Tally(5), 5))
    assert found == Look(), "what a filter leaves is no small map"
    large = Look()
    first_look(large, Outline("Riverside PT", View(), LIMBS, Tally(15), 15))
    assert large.opened == set()


def test_what_hides_a_place_is_unfolded_and_no_more() -> None:
    look = Look()
    assert reveal(look, Place(("Bath", "Cardiology")), OUTLINE, NUMBERS)
    assert look.opened == {("Bath",)}
    assert reveal(look, Place(("Bath", "Cardiology"), 3, "link:4"), OUTLINE, NUMBERS)
    assert look.opened == {("Bath",), ("Bath", "Cardiology")}
    assert look.ties_open == {3}
    look = Look()
    assert reveal(look, Place(("Kittery", "7"), 7), OUTLINE, NUMBERS), "a partner that is the branch itself"
    assert look.opened == {("Kittery",)}
    before = replace(look, opened=set(look.opened))
    assert not reveal(look, Place(("Nowhere",), 9), OUTLINE, NUMBERS)
    assert look == before, "where it is not on the map the cursor stays"


def test_the_focus_is_left_for_a_place_outside_of_it() -> None:
    look = Look(focus=("Bath",))
    reveal(look, Place(("Bath", "Cardiology"), 3), OUTLINE, NUMBERS)
    assert look.focus == ("Bath",)
    reveal(look, Place(("Kittery",)), OUTLINE, NUMBERS)
    assert look.focus is None
    look = Look(focus=("Bath",))
    reveal(look, Place((), 3), OUTLINE, NUMBERS)
    assert look == Look(place=Place((), 3)), "on the practice itself"


def test_what_is_gone_is_no_focus_but_what_a_filter_leaves_out_is() -> None:
    look = Look(focus=("York",))
    leave_what_is_gone(look, replace(OUTLINE, view=View(text="bath")), NUMBERS)
    assert look.focus == ("York",)
    assert in_focus(look, Place(("Kittery",)), OUTLINE, NUMBERS), "all is shown"
    leave_what_is_gone(look, OUTLINE, NUMBERS)
    assert look.focus is None
    look = Look(focus=("Bath",))
    leave_what_is_gone(look, OUTLINE, NUMBERS)
    places = (Place(("Bath",), 3), Place(("Bath", "Cardiology"), 3), Place(("Kittery",), 3), Place((), 3))
    assert [in_focus(look, place, OUTLINE, NUMBERS) for place in places] == [True, True, False, False]
