"""Adding right there on the map, and moving partners and branches: one change each, shown where it was said, undone."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import TODAY
from tests.storage.test_journal import state
from tui_tracker.domain import map_moves
from tui_tracker.domain.errors import Refused
from tui_tracker.domain.map_moves import Destination, Setting, Start
from tui_tracker.domain.mind_map import HOME, SECOND, Grouping, Place, View
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.text import fold
from tui_tracker.services import mind_map, mind_map_moves, partners
from tui_tracker.services.history import redo, undo
from tui_tracker.services.links import introduced_by
from tui_tracker.services.mind_map_moves import find_destinations, move, moves_from, plan_move, start_at
from tui_tracker.storage import models
from tui_tracker.storage.database import database
from tui_tracker.storage.journal import changing

G = Grouping
RULES = Settings()


@pytest.fixture
def people(practice, doing):
    """A small network, by short name: two cardiologists in Bath, one podiatrist, two clinics, two payers."""
    ids = {}
    with changing(doing, "Made a network") as unit:
        for short, member in (("ann", "Ann"), ("bob", "Bob"), ("gone", "Gone")):
            ids[short] = unit.insert(models.Member, name=member, active=short != "gone")

        def add(short: str, name: str, **more: object) -> None:
            ids[short] = unit.insert(models.Partner, name=name, search=fold(name), added_on=TODAY, **more)

        add("lee", "Dr. Lee", specialty="Cardiology", area="Bath", stage="referring", member=ids["ann"])
        add("ray", "Dr. Ray", specialty="Cardiology", area="Bath", inner_rank=1)
        add("poe", "Dr. Poe", specialty="Podiatry", area="Saco")
        add("kim", "Dr. Kim")
        add("clinic", "Bath Clinic", kind="practice", specialty="Cardiology", area="Bath")
        add("house", "Saco House", kind="practice")
        add("aetna", "Aetna", kind="payer")
        add("cvs", "CVS Health", kind="payer")
        add("past", "Dr. Past", archived_on=TODAY)
        unit.insert(models.Target, specialty="Urology", area="Bath", wanted=2)
    return ids


def link(doing, kind: str, from_id: int, to_id: int) -> None:
    with changing(doing, "Linked") as unit:
        unit.insert(models.Link, kind=kind, from_partner=from_id, to_partner=to_id)


def links(kind: str) -> list[tuple[int, int]]:
    rows = models.Link.select(models.Link.from_partner, models.Link.to_partner).where(models.Link.kind == kind)
    return sorted(rows.tuples())


def row(partner_id: int):
    return models.Partner.get_by_id(partner_id)


def starting(place: Place, *by: Grouping, **view: object) -> Start:
    outline = mind_map.outline(View(by or (G.SPECIALTY,), **view), TODAY, RULES)
    return start_at(outline, place)


def moving(place: Place, *by: Grouping, text: str = ""):
    outline = mind_map.outline(View(by, text), TODAY, RULES)
    return moves_from(outline, place, TODAY, RULES)


def go(doing, place: Place, to: str, *by: Grouping, text: str = "") -> str:
    """Move what stands at a place to the first place that is found by a name; what is asked is answered by yes."""
    moves = moving(place, *by, text=text)
    return move(doing, plan_move(moves, find_destinations(moves, to)[0], TODAY))


def names(place: Place, *by: Grouping, typed: str = "") -> list[str]:
    return [destination.name for destination in find_destinations(moving(place, *by), typed)]


def test_a_place_gives_a_new_partner_what_its_branches_say(people):
    assert starting(HOME) == Start({})
    assert starting(Place(("Cardiology",))).fields == {"specialty": "Cardiology"}
    assert starting(Place(("Cardiology",), people["lee"])).fields == {"specialty": "Cardiology"}
    both = starting(Place(("Bath", "Cardiology")), G.AREA, G.SPECIALTY)
    assert both.fields == {"area": "Bath", "specialty": "Cardiology"}
    assert starting(Place(("",)), G.AREA).fields == {}
    assert starting(Place(("referring",)), G.STAGE).fields == {"stage": "referring"}
    assert starting(Place(("payer",)), G.KIND).fields == {"kind": "payer"}
    assert starting(Place(("Ann",)), G.MEMBER).fields == {"member_id": str(people["ann"])}
    assert starting(Place(("",)), G.STANDING).fields == {}
    assert "once it covers a referral" in starting(Place((str(people["aetna"]),)), G.PAYER).said


def test_a_hollow_branch_gives_the_specialty_and_the_area_that_are_wanted(people):
    outline = mind_map.outline(View((G.SPECIALTY,)), TODAY, RULES)
    hollow = next(limb for limb in outline.limbs if limb.hollow)
    assert start_at(outline, Place(hollow.path)).fields == {"specialty": "Urology", "area": "Bath"}
    with pytest.raises(Refused, match="Nobody stands on Bath yet; a adds"):
        moves_from(outline, Place(hollow.path), TODAY, RULES)


def test_the_inner_circle_gives_the_first_free_place_and_says_where_there_is_none(people, doing):
    assert starting(HOME, inner=True).fields == {"inner_rank": "2"}
    with changing(doing, "All ten") as unit:
        for rank in range(2, 11):
            unit.insert(models.Partner, name=f"P {rank}", search=f"p {rank}", added_on=TODAY, inner_rank=rank)
    full = starting(HOME, inner=True)
    assert full.fields == {}
    assert "taken" in full.said


def test_who_is_added_under_somebody_was_introduced_by_them_in_the_same_change(people, doing):
    link(doing, "introduced", people["lee"], people["ray"])
    before = state()
    start = starting(Place((str(people["lee"]),), people["ray"]), G.INTRODUCED)
    assert (start.tie.other_name, start.tie.outward) == ("Dr. Ray", False)
    added = partners.add_partner(doing, {"name": "Dr. New", **start.fields}, ties=(start.tie,))
    assert added.label == "Added Dr. New, introduced by Dr. Ray"
    assert (people["ray"], added.id) in links("introduced")
    view = View((G.INTRODUCED,))
    place = mind_map_moves.place_added(view, added.id, start, TODAY)
    assert place == Place((str(people["ray"]),), added.id)
    undo(doing)
    assert state() == before
    assert redo(doing).label == added.label
    assert (people["ray"], added.id) in links("introduced")


def test_who_is_added_at_an_office_or_on_a_practice_works_there(people, doing):
    link(doing, "works_at", people["lee"], people["clinic"])
    office = str(people["clinic"])
    assert starting(Place((office,)), G.OFFICE).tie.other_name == "Bath Clinic"
    assert starting(Place((office,), people["lee"]), G.OFFICE).tie.other_name == "Bath Clinic"
    assert starting(Place(("",), people["house"]), G.OFFICE).tie.other_name == "Saco House"
    assert starting(Place(("",), people["kim"]), G.OFFICE).tie is None
    nested = starting(Place((office, "Cardiology")), G.OFFICE, G.SPECIALTY)
    assert (nested.fields, nested.tie.kind) == ({"specialty": "Cardiology"}, "works_at")
    added = partners.add_partner(doing, {"name": "Dr. New"}, ties=(nested.tie,))
    assert (added.id, people["clinic"]) in links("works_at")


def test_who_introduced_a_new_partner_is_found_by_a_part_of_the_name(people, doing):
    ties = introduced_by(" poe ")
    assert introduced_by("  ") == ()
    added = partners.add_partner(doing, {"name": "Dr. New"}, ties=ties)
    assert links("introduced") == [(people["poe"], added.id)]
    for typed, said in (("nobody such", "No partner of that name"), ("c", "2 partners may be meant")):
        with pytest.raises(Refused, match=said) as refused:
            introduced_by(typed)
        assert refused.value.field == "introduced_by"


def test_a_partner_moves_to_another_value_of_the_field(people, doing):
    lee = people["lee"]
    before = state()
    assert (
        go(doing, Place(("Cardiology",), lee), "podiatry", G.SPECIALTY) == "Moved Dr. Lee from Cardiology to Podiatry"
    )
    assert row(lee).specialty == "Podiatry"
    undo(doing)
    assert state() == before
    go(doing, Place(("Bath",), lee), "no area", G.AREA)
    assert row(lee).area == ""
    assert go(doing, Place(("referring",), lee), "dormant", G.STAGE) == "Moved Dr. Lee from referring to dormant"
    assert row(lee).stage == "dormant"
    go(doing, Place(("clinician",), lee), "community", G.KIND)
    assert row(lee).kind == "community"
    go(doing, Place(("Ann",), lee), "bob", G.MEMBER)
    assert row(lee).member_id == people["bob"]
    go(doing, Place(("Bob",), lee), "no member", G.MEMBER)
    assert row(lee).member_id is None


def test_a_standing_that_is_given_by_a_move_was_asked_today(people, doing):
    go(doing, Place(("",), people["lee"]), "resource", G.STANDING)
    assert (row(people["lee"]).standing, row(people["lee"]).standing_on) == ("resource", TODAY)


def test_what_is_offered_and_what_is_not(people):
    lee = Place(("Bath", "Cardiology"), people["lee"])
    offered = names(lee, G.AREA, G.SPECIALTY)
    assert "Saco / Podiatry" in offered
    assert "Bath / Podiatry" in offered  # nobody stands there yet, but they could
    assert "Bath / Urology" in offered  # the gap
    assert "Bath" not in offered
    assert "Bath / Cardiology" not in offered
    assert "Gone" not in names(Place(("Ann",), people["lee"]), G.MEMBER)
    assert names(Place(("Cardiology",), people["lee"]), G.SPECIALTY, typed="sports med") == ["“sports med”"]
    assert names(Place(("Cardiology",), people["lee"]), G.SPECIALTY, typed="PODIATRY") == ["Podiatry"]
    assert names(Place(("referring",), people["lee"]), G.STAGE, typed="xyz") == []
    inside = names(Place(("Cardiology",)), G.SPECIALTY, G.AREA)
    assert not any(name.startswith("Cardiology") for name in inside)


def test_a_new_branch_is_what_was_typed_and_a_gap_gives_both(people, doing):
    moves = moving(Place(("Cardiology",), people["lee"]), G.SPECIALTY)
    plan = plan_move(moves, find_destinations(moves, "  sports \t med ")[0], TODAY)
    assert plan.question == "“sports med” is a new specialty; enter once more makes it."
    move(doing, plan)
    assert row(people["lee"]).specialty == "sports med"
    moves = moving(Place(("Podiatry",), people["poe"]), G.SPECIALTY)
    plan = plan_move(moves, find_destinations(moves, "urology bath")[0], TODAY)
    assert plan.question == ""
    move(doing, plan)
    assert (row(people["poe"]).specialty, row(people["poe"]).area) == ("Urology", "Bath")
    moves = moving(Place(("sports med",), people["lee"]), G.SPECIALTY)
    with pytest.raises(Refused, match="200 are the most"):
        move(doing, plan_move(moves, find_destinations(moves, "x" * 300)[0], TODAY))


def test_a_branch_moves_all_that_are_shown_in_one_change_once_it_was_asked(people, doing):
    before = state()
    moves = moving(Place(("Cardiology",)), G.SPECIALTY)
    plan = plan_move(moves, find_destinations(moves, "podiatry")[0], TODAY)
    assert plan.question == "Move 3 partners of Cardiology to Podiatry? enter once more moves them."
    assert state() == before
    assert move(doing, plan) == "Moved 3 partners of Cardiology to Podiatry"
    assert mind_map_moves.place_moved(plan, View((G.SPECIALTY,)), TODAY) == Place(("Podiatry",))
    assert {row(people[one]).specialty for one in ("lee", "ray", "clinic", "poe")} == {"Podiatry"}
    undo(doing)
    assert state() == before


def test_with_a_filter_only_those_who_are_shown_move(people, doing):
    moves = moving(Place(("Bath", "Cardiology")), G.AREA, G.SPECIALTY, text="dr.")
    plan = plan_move(moves, find_destinations(moves, "saco")[0], TODAY)
    assert plan.question.startswith("Move 2 partners of Cardiology that are shown to Saco?")
    move(doing, plan)
    assert [row(people[one]).area for one in ("lee", "ray", "clinic")] == ["Saco", "Saco", "Bath"]
    assert row(people["lee"]).specialty == "Cardiology"
    assert mind_map_moves.place_moved(plan, View((G.AREA, G.SPECIALTY)), TODAY) == Place(("Saco", "Cardiology"))


def test_handing_over_is_named_where_a_branch_goes_to_a_member(people):
    moves = moving(Place(("Ann",)), G.MEMBER)
    assert "follow-ups and referrals stay" in plan_move(moves, find_destinations(moves, "bob")[0], TODAY).question


def test_who_introduced_somebody_is_replaced_where_it_stands(people, doing):
    lee, ray, poe, kim = (people[one] for one in ("lee", "ray", "poe", "kim"))
    link(doing, "introduced", lee, ray)
    link(doing, "introduced", poe, ray)
    before = state()
    ray_at = Place((str(lee),), ray)
    assert go(doing, ray_at, "kim", G.INTRODUCED) == "Moved Dr. Ray: introduced by Dr. Kim"
    assert links("introduced") == sorted([(kim, ray), (poe, ray)])
    assert mind_map.places_of(View((G.INTRODUCED,)), ray, TODAY) == (Place((str(kim),), ray),)
    undo(doing)
    go(doing, ray_at, "poe", G.INTRODUCED)  # who introduced them too
    assert links("introduced") == [(poe, ray)]
    undo(doing)
    assert state() == before
    assert go(doing, ray_at, "introduced by nobody", G.INTRODUCED) == "Moved Dr. Ray: introduced by nobody"
    assert links("introduced") == []
    go(doing, Place(("",), ray), "lee", G.INTRODUCED)
    assert links("introduced") == [(lee, ray)]


def test_nobody_is_put_below_who_came_through_them(people, doing):
    lee, ray, poe = (people[one] for one in ("lee", "ray", "poe"))
    link(doing, "introduced", lee, ray)
    link(doing, "introduced", ray, poe)
    with pytest.raises(Refused, match=r"Dr\. Poe came to us through Dr\. Lee; move Dr\. Poe first\."):
        go(doing, Place((str(lee),)), "poe", G.INTRODUCED)
    assert "Dr. Lee" not in names(Place((str(lee),)), G.INTRODUCED, typed="lee")
    assert "Dr. Ray" not in names(Place((str(lee),)), G.INTRODUCED)
    assert map_moves.heading(moving(Place((str(lee),)), G.INTRODUCED).node) == "Who introduced Dr. Lee?"
    go(doing, Place((str(ray),), poe), "introduced by nobody", G.INTRODUCED)
    go(doing, Place((str(lee),)), "poe", G.INTRODUCED)  # with ray, who hangs on lee
    assert mind_map.places_of(View((G.INTRODUCED,)), lee, TODAY) == (Place((str(lee),)),)
    assert links("introduced") == sorted([(lee, ray), (poe, lee)])


def test_a_loop_of_introductions_is_opened_by_a_move(people, doing):
    lee, ray, poe = (people[one] for one in ("lee", "ray", "poe"))
    for one, other in ((lee, ray), (ray, poe), (poe, lee)):
        link(doing, "introduced", one, other)
    go(doing, Place((str(lee),)), "kim", G.INTRODUCED)
    assert links("introduced") == sorted([(lee, ray), (ray, poe), (people["kim"], lee)])


def test_thousands_of_introductions_deep_a_move_is_refused_at_once(people, doing):
    with changing(doing, "A long way") as unit:
        ids = unit.insert_many(
            models.Partner, [{"name": f"D{n:04}", "search": f"d{n:04}", "added_on": TODAY} for n in range(3_000)]
        )
        unit.insert_many(
            models.Link,
            [{"kind": "introduced", "from_partner": one, "to_partner": other} for one, other in pairwise(ids)],
        )
    with pytest.raises(Refused, match="D2999 came to us through D0000"):
        go(doing, Place((str(ids[0]),)), "D2999", G.INTRODUCED)


def test_a_clinician_of_three_offices_leaves_only_the_one_they_are_moved_from(people, doing):
    lee, clinic, house, kim = (people[one] for one in ("lee", "clinic", "house", "kim"))
    for office in (clinic, house):
        link(doing, "works_at", lee, office)
    there = Place((str(clinic),), lee)
    assert go(doing, there, "kim", G.OFFICE) == "Moved Dr. Lee from Bath Clinic to Dr. Kim"
    assert links("works_at") == sorted([(lee, kim), (lee, house)])
    undo(doing)
    go(doing, there, "saco house", G.OFFICE)  # where they work already
    assert links("works_at") == [(lee, house)]
    undo(doing)
    assert go(doing, there, "no office", G.OFFICE) == "Moved Dr. Lee out of Bath Clinic"
    assert links("works_at") == [(lee, house)]
    go(doing, Place(("",), people["ray"]), "saco", G.OFFICE)
    assert (people["ray"], house) in links("works_at")
    link(doing, "works_at", house, clinic)
    with pytest.raises(
        Refused, match=r"Dr\. Lee works at Saco House, directly or by way of others; move Dr\. Lee first"
    ):
        go(doing, Place((str(clinic),), house), "dr. lee", G.OFFICE)


def test_an_office_moves_those_who_work_there(people, doing):
    lee, ray, clinic, house = (people[one] for one in ("lee", "ray", "clinic", "house"))
    for one in (lee, ray, house):
        link(doing, "works_at", one, clinic)
    moves = moving(Place((str(clinic),)), G.OFFICE)
    plan = plan_move(moves, find_destinations(moves, "saco house")[0], TODAY)
    assert plan.question.startswith("Move 2 partners of Bath Clinic to Saco House?")
    move(doing, plan)
    assert links("works_at") == sorted([(lee, house), (ray, house), (house, clinic)])
    moves = moving(Place((str(clinic),)), G.OFFICE)
    with pytest.raises(Refused, match="Saco House is the only one there"):
        plan_move(moves, find_destinations(moves, "saco house")[0], TODAY)
    deeper = moving(Place((str(house), "Cardiology")), G.OFFICE, G.SPECIALTY)
    assert find_destinations(deeper, "podiatry")[0].name == "Podiatry"


def test_payers_are_part_of_companies_and_nobody_else_is(people, doing):
    aetna, cvs, lee = (people[one] for one in ("aetna", "cvs", "lee"))
    with changing(doing, "Covered") as unit:
        unit.insert(
            models.Referral,
            partner=lee,
            payer=aetna,
            patient_ref="AB-1",
            stage="received",
            stage_on=TODAY,
            day=TODAY - timedelta(days=9),
        )
    assert go(doing, Place((str(aetna),)), "cvs", G.PAYER) == "Moved Aetna: part of CVS Health"
    assert links("part_of") == [(aetna, cvs)]
    with pytest.raises(Refused, match="Aetna is part of CVS Health, directly or by way of others; move Aetna first"):
        go(doing, Place((str(cvs),)), "aetna", G.PAYER)
    assert go(doing, Place((str(aetna),)), "no company", G.PAYER) == "Moved Aetna: part of no company"
    assert links("part_of") == []
    with pytest.raises(Refused, match="by the referrals that this payer covers"):
        moving(Place((str(aetna),), lee), G.PAYER)
    among = names(Place((str(aetna), "Bath"), lee), G.PAYER, G.AREA)
    assert "no area" in among
    assert "CVS Health" not in among


@pytest.mark.parametrize(
    ("place", "view", "said"),
    [
        (HOME, View(), "The practice is the middle"),
        (Place((), 1), View(inner=True), "inner circle"),
        (Place(("Cardiology",), 1, "link 1 of 1"), View(), "A tie is changed on"),
        (Place(("Dentistry",)), View(), "no longer there; look again"),
        (Place(("Cardiology",), 999), View(), "no longer there; look again"),
        (Place(("",)), View((G.OFFICE,)), "stays as it is"),
        (Place(("",)), View((G.PAYER,)), "“no payer” stays as it is"),
    ],
)
def test_what_has_no_other_place_says_what_to_do(people, place, view, said):
    with pytest.raises(Refused, match=said):
        moves_from(mind_map.outline(view, TODAY, RULES), place, TODAY, RULES)


def test_what_changed_since_it_was_planned_is_looked_at_again(people, doing):
    lee = people["lee"]
    moves = moving(Place(("Ann",), lee), G.MEMBER)
    plan = plan_move(moves, find_destinations(moves, "bob")[0], TODAY)
    with changing(doing, "Bob leaves") as unit:
        unit.update(models.Member, people["bob"], active=False)
    with pytest.raises(Refused, match="Bob is not with us any more"):
        move(doing, plan)
    moves = moving(Place(("",), lee), G.INTRODUCED)
    plan = plan_move(moves, find_destinations(moves, "poe")[0], TODAY)
    partners.archive_partner(doing, people["poe"])
    with pytest.raises(Refused, match="no longer there; choose another"):
        move(doing, plan)
    plan = plan_move(moves, Destination((Setting(G.INTRODUCED, str(people["kim"])),), "Dr. Kim"), TODAY)
    partners.archive_partner(doing, lee)
    with pytest.raises(Refused, match=r"Dr\. Lee is no longer there"):
        move(doing, plan)
    with pytest.raises(Refused, match="cannot be moved to"):
        plan_move(moves, Destination((Setting(G.INTRODUCED, str(lee)),), "Dr. Lee"), TODAY)


def test_who_left_a_branch_since_it_was_to_move_stays_where_they_went(people, doing):
    for by, path in (((G.SPECIALTY,), ("Cardiology",)), ((G.SPECIALTY, G.AREA), ("Cardiology", "Bath"))):
        moves = moving(Place(path), *by)
        plan = plan_move(moves, find_destinations(moves, "podiatry")[0], TODAY)
        with changing(doing, "Somebody else moves one") as unit:
            unit.update(models.Partner, people["lee"], specialty="Urology")
        assert move(doing, plan).startswith("Moved 2 partners of ")
        assert [row(people[one]).specialty for one in ("lee", "ray", "clinic")] == ["Urology", "Podiatry", "Podiatry"]
        for one in ("lee", "ray", "clinic"):
            with changing(doing, "Back") as unit:
                unit.update(models.Partner, people[one], specialty="Cardiology")


VIEWS = st.one_of(
    st.sampled_from([(by,) for by in G]),
    st.permutations(SECOND).map(lambda found: tuple(found[:2])),
    st.sampled_from([(G.OFFICE, G.AREA), (G.PAYER, G.SPECIALTY), (G.OFFICE, G.MEMBER)]),
)


@settings(max_examples=12)
@given(
    ties=st.lists(
        st.tuples(st.sampled_from(["introduced", "works_at", "part_of"]), st.integers(0, 8), st.integers(0, 8)),
        max_size=8,
        unique=True,
    ),
    by=VIEWS,
    picks=st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99)), min_size=1, max_size=4),
)
def test_any_move_that_is_offered_is_done_and_shown_there_and_undone_row_for_row(people, doing, ties, by, picks):
    """Whatever the links, loops among them: everybody stays on the map, and what was moved stands where it was put."""
    everybody = [people[one] for one in ("lee", "ray", "poe", "kim", "clinic", "house", "aetna", "cvs", "past")]
    with database.atomic() as outer:
        for kind, one, other in ties:
            if one != other:
                link(doing, kind, everybody[one], everybody[other])
        view = View(by)
        for one, other in picks:
            _check_move(doing, view, everybody[:-1], one, other)
        outer.rollback()


def _check_move(doing, view: View, everybody: list[int], one: int, other: int) -> None:
    outline = mind_map.outline(view, TODAY, RULES)
    places = [place for partner in everybody for place in mind_map.places_of(view, partner, TODAY)]
    places += [Place(limb.path) for limb in outline.limbs]
    assert {place.partner for place in places} | {limb.partner_id for limb in outline.limbs} >= set(everybody)
    before = state()
    try:
        moves = moves_from(outline, places[one % len(places)], TODAY, RULES)
        found = find_destinations(moves, "") or find_destinations(moves, "dr")
        plan = plan_move(moves, found[other % len(found)], TODAY) if found else None
        label = move(doing, plan) if plan is not None else ""
    except Refused:
        assert state() == before
        return
    if not label:
        assert state() == before
        return
    assert plan is not None
    for partner in plan.ids:
        stands = mind_map.places_of(view, partner, TODAY)
        assert stands
    said = [setting.value for setting in plan.settings if setting.value and setting.by in view.by]
    place = mind_map_moves.place_moved(plan, view, TODAY)
    assert place is not None
    above = map_moves.chain_to(mind_map.outline(view, TODAY, RULES), place.path)
    assert all(value in {limb.path[-1] for limb in above} for value in said)
    undo(doing)
    assert state() == before
    redo(doing)
