"""The map's branches, who hangs on them, pages of partners and places, on both engines."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from random import Random
from typing import Any

import pytest

from tests.conftest import TODAY
from tui_tracker.domain.mind_map import SECOND, Feeling, Grouping, Limb, Outline, Place, Tally, View, moods
from tui_tracker.domain.records import Doing
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.text import fold
from tui_tracker.domain.warmth import Band
from tui_tracker.services import mind_map
from tui_tracker.services.mind_map_feelings import feelings
from tui_tracker.services.mind_map_moves import start_at
from tui_tracker.storage.database import database
from tui_tracker.storage.journal import Unit, changing
from tui_tracker.storage.models import Contact, Link, Member, Partner, Practice, Referral, Target

SETTINGS = Settings()
SPECIALTY, AREA, OFFICE, PAYER, INTRODUCED = (
    Grouping.SPECIALTY,
    Grouping.AREA,
    Grouping.OFFICE,
    Grouping.PAYER,
    Grouping.INTRODUCED,
)
VIEWS: list[tuple[Grouping, ...]] = [(one,) for one in Grouping]
VIEWS += [(one, other) for one, other in zip(SECOND, (*SECOND[1:], SECOND[0]), strict=True)]
VIEWS += [(AREA, SPECIALTY), (OFFICE, Grouping.MEMBER), (PAYER, Grouping.STANDING)]
FIRST_PAYER_DAY = TODAY - timedelta(364)


def partner(unit: Unit, name: str, specialty: str = "Cardiology", **more: object) -> int:
    values = {"name": name, "search": fold(name), "specialty": specialty, "added_on": TODAY, **more}
    return unit.insert(Partner, **values)


def referral(unit: Unit, partner_id: int, day: date = TODAY, flow: str = "inbound", payer: int | None = None) -> None:
    stage = "received" if flow == "inbound" else "sent"
    more: dict[str, Any] = {"stage": stage, "stage_on": day, "day": day, "payer": payer}
    unit.insert(Referral, partner=partner_id, flow=flow, patient_ref="JD-1", **more)


def link(unit: Unit, kind: str, one: int, other: int) -> None:
    unit.insert(Link, kind=kind, from_partner=one, to_partner=other)


def shape(view: View, ids: dict[str, int]) -> list[str]:
    """The map as lines, two blanks a level: `name partners/in/out`, and below it who hangs there, as `.name`."""
    names = {number: name for name, number in ids.items()}
    outline = mind_map.outline(view, TODAY, SETTINGS)
    below = mind_map.ids_below(view, [limb.path for limb in outline.limbs], TODAY)
    lines = []
    depths: list[int] = []
    for limb in outline.limbs:
        depths.append(0 if limb.above < 0 else depths[limb.above] + 1)
        name = limb.name if limb.partner_id is None else names[limb.partner_id]
        pad = "  " * depths[-1]
        lines.append(f"{pad}{name or 'none'} {'/'.join(map(str, limb.tally))}")
        lines += [f"{pad}  .{names[one]}" for one in below[limb.path]]
        assert len(below[limb.path]) == limb.own
    return lines


@pytest.fixture
def people(practice: str, doing: Doing) -> dict[str, int]:
    with changing(doing, "Made a network") as unit:
        unit.insert(Practice, name="Riverside", id=1)
        ann = unit.insert(Member, name="Ann")
        lee = partner(unit, "Dr. Zoë Lee", area="Bath", stage="referring", standing="partner", member=ann)
        abe = partner(unit, "Dr. Abe Ray", area="Bath")
        clinic = partner(unit, "Lee 100% Clinic", "Family medicine", kind="practice")
        gone = partner(unit, "Dr. Gone", archived_on=TODAY)
        for day in (TODAY, TODAY - timedelta(days=89), TODAY - timedelta(days=90), TODAY + timedelta(days=1)):
            referral(unit, lee, day)
        referral(unit, abe)
        referral(unit, abe, flow="outbound")
        referral(unit, gone)
        link(unit, "works_at", lee, clinic)
        link(unit, "introduced", abe, lee)
        link(unit, "colleague", lee, gone)
        unit.insert(Contact, partner=lee, name="Nurse Joy", role="nurse", phone="555-1", advocate=True)
        unit.insert(Contact, partner=lee, name="Left Last Year", active=False)
    return {"lee": lee, "abe": abe, "clinic": clinic, "gone": gone}


def test_a_branch_sums_up_what_is_below_without_the_archived(people):
    outline = mind_map.outline(View((SPECIALTY,)), TODAY, SETTINGS)
    assert outline == Outline(
        "Riverside",
        View((SPECIALTY,)),
        (
            Limb(("Cardiology",), "Cardiology", SPECIALTY, -1, Tally(2, 3, 1), 2),
            Limb(("Family medicine",), "Family medicine", SPECIALTY, -1, Tally(1), 1),
        ),
        Tally(3, 3, 1),
        3,
    )
    assert shape(View((AREA,)), people) == ["Bath 2/3/1", "  .abe", "  .lee", "none 1/0/0", "  .clinic"]
    assert shape(View((Grouping.KIND,)), people)[0] == "clinician 2/3/1"
    assert shape(View((Grouping.STAGE,)), people)[-2:] == ["referring 1/2/0", "  .lee"]
    assert shape(View((Grouping.STANDING,)), people)[:3] == ["partner 1/2/0", "  .lee", "none 2/1/1"]
    assert shape(View((Grouping.MEMBER,)), people)[:3] == ["Ann 1/2/0", "  .lee", "none 2/1/1"]


def test_two_levels_are_branches_on_branches(people):
    assert shape(View((Grouping.KIND, SPECIALTY)), people) == [
        "clinician 2/3/1",
        "  Cardiology 2/3/1",
        "    .abe",
        "    .lee",
        "practice 1/0/0",
        "  Family medicine 1/0/0",
        "    .clinic",
    ]
    assert shape(View((OFFICE, Grouping.MEMBER)), people) == [
        "clinic 1/2/0",
        "  Ann 1/2/0",
        "    .lee",
        "none 1/1/1",
        "  none 1/1/1",
        "    .abe",
    ]


def test_an_empty_practice_has_no_branches(practice):
    for by in VIEWS:
        outline = mind_map.outline(View(by), TODAY, SETTINGS)
        assert (outline.limbs, outline.total, outline.tally) == ((), 0, Tally())
        assert list(mind_map.ids_below(View(by), [("x",)], TODAY)["x",]) == []
        assert mind_map.places_of(View(by), 1, TODAY) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("zoe", {"Cardiology": ["lee"]}),
        ("LEE", {"Cardiology": ["lee"], "Family medicine": ["clinic"]}),
        ("cardio", {"Cardiology": ["abe", "lee"]}),
        ("100%", {"Family medicine": ["clinic"]}),
        ("_", {}),
        ("gone", {}),
    ],
)
def test_a_filter_keeps_partners_by_name_and_whole_branches_by_theirs(people, text, expected):
    view = View((SPECIALTY,), text)
    outline = mind_map.outline(view, TODAY, SETTINGS)
    ids = mind_map.ids_below(view, [limb.path for limb in outline.limbs], TODAY)
    assert {path[0]: list(found) for path, found in ids.items()} == {
        name: [people[who] for who in found] for name, found in expected.items()
    }
    assert outline.total == 3
    assert outline.tally.partners == sum(map(len, expected.values()))
    for who, partner_id in people.items():
        there = tuple(Place((name,), partner_id) for name, found in expected.items() if who in found)
        assert mind_map.places_of(view, partner_id, TODAY) == there


def test_what_is_told_of_a_partner_is_kept_between_views_only_where_it_holds():
    assert mind_map.same_leaves(View((SPECIALTY,)), View((AREA,), "x"))
    assert mind_map.same_leaves(View(), View(inner=True))
    assert mind_map.same_leaves(View((OFFICE,), "x"), View((OFFICE,), "x"))
    assert not mind_map.same_leaves(View((OFFICE,), "x"), View((OFFICE,)))
    assert not mind_map.same_leaves(View((OFFICE,)), View((PAYER,)))
    assert not mind_map.same_leaves(View((OFFICE,)), View((SPECIALTY,)))


def test_a_filter_over_offices_keeps_everybody_at_one_that_is_named(people):
    assert shape(View((OFFICE,), "100%"), people) == ["clinic 1/2/0", "  .lee"]
    assert shape(View((OFFICE,), "zoe"), people) == ["clinic 1/2/0", "  .lee"]
    assert shape(View((OFFICE, AREA), "bath"), people)[:2] == ["clinic 1/2/0", "  Bath 1/2/0"]
    assert shape(View((OFFICE,), "ray"), people) == ["none 1/1/1", "  .abe"]
    assert mind_map.outline(View((OFFICE,), "zoe"), TODAY, SETTINGS).tally == Tally(2, 2, 0)


def test_a_partner_in_three_offices_stands_in_each_and_counts_once(practice, doing):
    with changing(doing, "Made offices") as unit:
        lee, ray = partner(unit, "Lee"), partner(unit, "Ray", area="Bath")
        offices = {name: partner(unit, name, kind="practice") for name in ("North", "East", "Closed", "West")}
        for office in offices.values():
            link(unit, "works_at", lee, office)
        link(unit, "works_at", ray, offices["East"])
        link(unit, "works_at", offices["West"], offices["East"])
        referral(unit, lee)
        unit.update(Partner, offices["Closed"], archived_on=TODAY)
    ids = {"lee": lee, "ray": ray, **offices}
    view = View((OFFICE,))
    assert shape(view, ids) == [
        "East 3/1/0",
        "  .lee",
        "  .ray",
        "  .West",
        "North 1/1/0",
        "  .lee",
        "West 1/1/0",
        "  .lee",
    ]
    outline = mind_map.outline(view, TODAY, SETTINGS)
    assert outline.tally == Tally(5, 1, 0)
    assert [limb.links for limb in outline.limbs] == [3, 1, 2]
    east, north, west = (str(offices[name]) for name in ("East", "North", "West"))
    assert mind_map.places_of(view, lee, TODAY) == tuple(Place((one,), lee) for one in (east, north, west))
    assert mind_map.places_of(view, offices["West"], TODAY) == (Place((east,), offices["West"]), Place((west,)))
    assert mind_map.places_of(view, offices["Closed"], TODAY) == ()
    assert mind_map.leaves(view, [lee, ray, offices["Closed"]], TODAY).keys() == {lee, ray}
    assert [mind_map.leaves(view, [one], TODAY)[one].places for one in (lee, ray)] == [3, 1]
    both = View((OFFICE, AREA))
    assert mind_map.places_of(both, ray, TODAY) == (Place((east, "Bath"), ray),)


def test_introductions_hang_on_the_first_who_is_still_there_and_loops_are_cut(practice, doing):
    with changing(doing, "Made introductions") as unit:
        ids = {name: partner(unit, name) for name in ("a", "b", "c", "d", "e", "f", "gone", "h", "alone")}
        pairs = ["bc", "ca", "ab", "db", "de", "he"]
        for one, other in pairs:
            link(unit, "introduced", ids[one], ids[other])
        link(unit, "introduced", ids["gone"], ids["f"])
        link(unit, "introduced", ids["gone"], ids["h"])
        link(unit, "introduced", ids["a"], ids["gone"])
        referral(unit, ids["e"])
        unit.update(Partner, ids["gone"], archived_on=TODAY)
    view = View((INTRODUCED,))
    assert shape(view, ids) == [
        "a 2/0/0",
        "  b 1/0/0",
        "    .c",
        "d 1/1/0",
        "  .e",
        "none 3/0/0",
        "  .alone",
        "  .f",
        "  .h",
    ]
    assert mind_map.places_of(view, ids["b"], TODAY) == (Place((str(ids["b"]),)),)
    assert mind_map.places_of(view, ids["c"], TODAY) == (Place((str(ids["b"]),), ids["c"]),)
    assert mind_map.outline(view, TODAY, SETTINGS).tally == Tally(8, 1, 0)
    assert shape(View((INTRODUCED,), "c"), ids) == ["a 2/0/0", "  b 1/0/0", "    .c"]
    assert shape(View((INTRODUCED,), "a"), ids) == ["a 2/0/0", "  b 1/0/0", "    .c", "none 1/0/0", "  .alone"]
    assert shape(View((INTRODUCED,), "d"), ids) == ["d 1/1/0", "  .e"]


def payer_network(unit: Unit) -> dict[str, int]:
    ids = {name: partner(unit, name, kind="payer") for name in ("acme", "blue", "core", "duo")}
    ids |= {name: partner(unit, name) for name in ("lee", "ray", "zoe")}
    ids["mill"] = partner(unit, "mill", kind="employer")
    ids["group"] = partner(unit, "group", kind="other")
    for one, other in (("acme", "blue"), ("blue", "core"), ("core", "acme"), ("duo", "group"), ("duo", "acme")):
        link(unit, "part_of", ids[one], ids[other])
    referral(unit, ids["lee"], FIRST_PAYER_DAY, payer=ids["core"])
    referral(unit, ids["lee"], payer=ids["blue"])
    referral(unit, ids["lee"], payer=ids["blue"])
    referral(unit, ids["ray"], flow="outbound", payer=ids["duo"])
    referral(unit, ids["zoe"], FIRST_PAYER_DAY - timedelta(1), payer=ids["duo"])
    referral(unit, ids["mill"], payer=ids["mill"])
    return ids


def test_payers_hang_under_what_they_are_part_of_even_where_that_is_their_own_grandchild(practice, doing):
    with changing(doing, "Made payers") as unit:
        ids = payer_network(unit)
    view = View((PAYER,))
    assert shape(view, ids) == [
        "acme 3/2/0",
        "  core 2/2/0",
        "    .lee",
        "    blue 1/2/0",
        "      .lee",
        "group 2/0/1",
        "  duo 1/0/1",
        "    .ray",
        "mill 0/0/0",
        "none 1/0/0",
        "  .zoe",
    ]
    assert mind_map.outline(view, TODAY, SETTINGS).tally == Tally(9, 3, 1)
    core, blue = (str(ids[name]) for name in ("core", "blue"))
    assert mind_map.places_of(view, ids["lee"], TODAY) == (Place((core,), ids["lee"]), Place((blue,), ids["lee"]))
    assert mind_map.leaves(view, [ids["lee"]], TODAY)[ids["lee"]].places == 2


def test_the_inner_circle_hangs_on_the_practice_by_rank(practice, doing):
    with changing(doing, "Made a circle") as unit:
        ids = [partner(unit, name, inner_rank=rank) for name, rank in (("Abe", 7), ("Zoë", 1), ("Bo", 3))]
        partner(unit, "Lee")
        referral(unit, ids[0])
    view = View(inner=True)
    outline = mind_map.outline(view, TODAY, SETTINGS)
    assert (outline.limbs, outline.own, outline.free, outline.reach) == ((), 3, 7, 750)
    assert (outline.tally, outline.total) == (Tally(3, 1, 0), 4)
    assert list(mind_map.ids_below(view, [()], TODAY)[()]) == [ids[1], ids[2], ids[0]]
    assert mind_map.places_of(view, ids[2], TODAY) == (Place((), ids[2]),)
    assert mind_map.leaves(view, [ids[2]], TODAY)[ids[2]].inner_rank == 3
    named = View(text="zoe", inner=True)
    outline = mind_map.outline(named, TODAY, SETTINGS)
    assert (outline.own, outline.free, outline.reach, outline.tally.partners) == (1, 7, 750, 1)
    assert list(mind_map.ids_below(named, [()], TODAY)[()]) == [ids[1]]
    assert mind_map.places_of(named, ids[0], TODAY) == ()


def test_targets_that_are_not_met_are_hollow(people, doing):
    with changing(doing, "Set targets") as unit:
        for specialty, area, wanted in (
            ("cardiology", "bath", 3),
            ("Wound care", "", 1),
            ("Family medicine", "York", 1),
        ):
            unit.insert(Target, specialty=specialty, area=area, wanted=wanted)
    outline = mind_map.outline(View((SPECIALTY, AREA)), TODAY, SETTINGS)
    found = {limb.path: limb.gap.missing for limb in outline.limbs if limb.gap is not None}
    assert found == {("Cardiology", "Bath"): 1, ("Family medicine", "York"): 1, ("Wound care",): 1}
    below = mind_map.ids_below(View((SPECIALTY, AREA)), list(found), TODAY)
    assert {path: list(ids) for path, ids in below.items()} == {
        ("Cardiology", "Bath"): [people["abe"], people["lee"]],
        ("Family medicine", "York"): [],
        ("Wound care",): [],
    }
    assert mind_map.outline(View((OFFICE,)), TODAY, SETTINGS).limbs[0].gap is None


def test_a_gap_is_written_as_most_partners_write_it_so_that_who_is_added_there_is_with_them(people, doing):
    with changing(doing, "Set a target") as unit:
        unit.insert(Target, specialty="FAMILY medicine", area="bath", wanted=1)
        partner(unit, "Dr. Ebb", area="BATH")
    hollow = [limb.path for limb in mind_map.outline(View((SPECIALTY,)), TODAY, SETTINGS).limbs if limb.hollow]
    assert hollow == [("Family medicine", "Bath")]
    outline = mind_map.outline(View((AREA,)), TODAY, SETTINGS)
    assert start_at(outline, Place(("Bath", "Family medicine"))).fields == {
        "specialty": "Family medicine",
        "area": "Bath",
    }


def test_a_page_tells_each_partners_figures_and_how_much_hangs_on_it(people):
    leaves = mind_map.leaves(View(), [people["lee"], people["clinic"], people["gone"], 9_999], TODAY)
    assert set(leaves) == {people["lee"], people["clinic"]}
    lee = leaves[people["lee"]]
    assert (lee.name, lee.area, lee.stage, lee.inbound, lee.outbound) == ("Dr. Zoë Lee", "Bath", "referring", 2, 0)
    assert (lee.links, lee.contacts, lee.places, lee.inner_rank) == (2, 1, 1, None)
    assert leaves[people["clinic"]].links == 1


def test_ties_are_read_from_their_partner_and_name_the_other_end(people):
    found = mind_map.ties([people["lee"], people["clinic"], people["gone"]])
    assert [(tie.word, tie.name, tie.detail, tie.partner_id) for tie in found[people["lee"]]] == [
        ("works at", "Lee 100% Clinic", "Family medicine", people["clinic"]),
        ("introduced by", "Dr. Abe Ray", "Cardiology", people["abe"]),
        ("advocate", "Nurse Joy", "nurse, 555-1", None),
    ]
    assert [(tie.word, tie.partner_id) for tie in found[people["clinic"]]] == [("has here", people["lee"])]


def test_contacts_stand_in_one_order_on_both_engines(people, doing):
    with changing(doing, "Added contacts") as unit:
        for name in ("anna", "Ärla", "Bert", "Zed"):
            unit.insert(Contact, partner=people["abe"], name=name)
    lines = mind_map.ties([people["abe"]])[people["abe"]]
    assert [tie.name for tie in lines if tie.word == "contact"] == ["anna", "Ärla", "Bert", "Zed"]


def test_a_filter_that_hundreds_of_branches_fit_leaves_none_out(practice, doing):
    with changing(doing, "Made many areas") as unit:
        here = [partner(unit, f"P{number}", area=f"Port {number}") for number in range(450)]
        other = partner(unit, "Porter", area="Bath")
        partner(unit, "Lee", area="Bath")
    view = View((AREA,), "port")
    paths = [limb.path for limb in mind_map.outline(view, TODAY, SETTINGS).limbs]
    found = mind_map.ids_below(view, paths, TODAY)
    assert [list(found[f"Port {number}",]) for number in range(450)] == [[one] for one in here]
    assert list(found["Bath",]) == [other]


@pytest.mark.slow
def test_ten_thousand_introductions_in_a_row_and_names_of_300_signs_are_drawn(practice, doing):
    with changing(doing, "Made a chain") as unit:
        rows = [{"name": f"{number:0300}", "search": f"{number:0300}", "added_on": TODAY} for number in range(10_000)]
        ids = unit.insert_many(Partner, rows)
        ties = [{"kind": "introduced", "from_partner": one, "to_partner": other} for one, other in pairwise(ids)]
        unit.insert_many(Link, ties)
        unit.insert(Link, kind="introduced", from_partner=ids[-1], to_partner=ids[0])
    view = View((INTRODUCED,))
    outline = mind_map.outline(view, TODAY, SETTINGS)
    assert [limb.above for limb in outline.limbs] == list(range(-1, 9_998))
    assert [limb.tally.partners for limb in outline.limbs[:2]] == [9_999, 9_998]
    below = mind_map.ids_below(view, [limb.path for limb in outline.limbs], TODAY)
    assert list(below[outline.limbs[-1].path]) == [ids[-1]]
    assert mind_map.places_of(view, ids[-1], TODAY) == (Place((str(ids[-2]),), ids[-1]),)
    assert moods(outline, below, {ids[-1]: Feeling(50, Band.COOLING, 1)})[()].cooling == 1
    assert len(mind_map.leaves(view, ids[:50], TODAY)[ids[0]].name) == 300


def random_practice(unit: Unit, chance: Random) -> None:
    """Partners of every sort, with ties of every kind that know no sense, and referrals of all ages."""
    members = [unit.insert(Member, name=name) for name in ("Ann", "Ben")]
    ids = []
    for number in range(40):
        more = {
            "area": chance.choice(["Bath", "York", ""]),
            "kind": chance.choice(["clinician", "clinician", "practice", "payer", "employer"]),
            "stage": chance.choice(["prospect", "referring", "parted"]),
            "standing": chance.choice(["partner", "supplier", None]),
            "member": chance.choice([*members, None]),
            "archived_on": TODAY if chance.random() < 0.15 else None,
        }
        name = f"{chance.choice(['Dr. Lee', 'ßigma', 'Éva', 'x' * 300])} {number % 7}"
        ids.append(partner(unit, name, chance.choice(["Cardiology", "cardiology", "Wound care", ""]), **more))
    ties = {
        (chance.choice(["works_at", "introduced", "part_of", "colleague"]), *chance.sample(ids, 2)) for _ in range(80)
    }
    for tie in sorted(ties):
        link(unit, *tie)
    for _ in range(120):
        day = TODAY - timedelta(chance.choice([0, 89, 90, 200, 364, 365]))
        payer = chance.choice([None, *ids])
        referral(unit, chance.choice(ids), day, chance.choice(["inbound", "outbound"]), payer)
    for specialty, area in (("Cardiology", ""), ("cardiology", "york"), ("Zoo", "Bath")):
        unit.insert(Target, specialty=specialty, area=area, wanted=9)


def figures() -> dict[int, tuple[str, Tally]]:
    """Name and referrals of everybody who is not put away, from the rows."""
    found = {}
    for row in Partner.select().where(Partner.archived_on.is_null()):
        sent = [one for one in Referral.select().where(Referral.partner == row.id) if 0 <= (TODAY - one.day).days < 90]
        inbound = sum(one.flow == "inbound" for one in sent)
        found[row.id] = row.name, Tally(1, inbound, len(sent) - inbound)
    return found


def test_every_view_of_a_random_practice_holds_against_its_rows(practice, doing):
    with changing(doing, "Made a random practice") as unit:
        random_practice(unit, Random(5))
    people = figures()
    for by in VIEWS:
        for text in ("", "lee", "york"):
            check_view(View(by, text), people)


def check_view(view: View, people: dict[int, tuple[str, Tally]]) -> None:
    outline = mind_map.outline(view, TODAY, SETTINGS)
    paths = [limb.path for limb in outline.limbs]
    ids = mind_map.ids_below(view, paths, TODAY)
    assert len(set(paths)) == len(paths)
    below: list[set[int]] = [set(ids[path]) for path in paths]
    shown: set[int] = set()
    named: list[bool] = []
    for limb in outline.limbs:
        above = limb.above >= 0 and named[limb.above]
        named.append(above or fold(view.text) in fold(limb.name))
    for number in range(len(paths) - 1, -1, -1):
        limb = outline.limbs[number]
        assert limb.above < number
        assert limb.own == len(ids[limb.path])
        assert limb.tally == added_up(below[number], people)
        under = any(other.above == number and other.gap for other in outline.limbs)
        assert named[number] or limb.gap or under or below[number] or limb.partner_id
        assert all(named[number] or fold(view.text) in fold(people[one][0]) for one in ids[limb.path])
        over = shown if limb.above < 0 else below[limb.above]
        over |= below[number] | ({limb.partner_id} - {None})
    assert outline.tally == added_up(shown, people)
    assert outline.total == len(people)
    if not view.text:
        assert shown == set(people)
    for one, (name, _) in list(people.items())[::4]:
        places = mind_map.places_of(view, one, TODAY)
        on = [Place(path, one) for path in paths if one in ids[path]]
        are = [Place(limb.path) for limb in outline.limbs if limb.partner_id == one]
        assert sorted(map(repr, places)) == sorted(map(repr, on + are))
        assert bool(places) == (one in shown)
        assert places or fold(view.text) not in fold(name)


def added_up(ids: set[int], people: dict[int, tuple[str, Tally]]) -> Tally:
    tallies = [people[one][1] for one in ids]
    return Tally(len(ids), sum(one.inbound for one in tallies), sum(one.outbound for one in tallies))


def statements(ask: Callable[[], object]) -> int:
    """How many statements SQLite is given."""
    seen: list[str] = []
    connection = database.connection()
    connection.set_trace_callback(seen.append)
    try:
        ask()
    finally:
        connection.set_trace_callback(None)
    return len(seen)


def test_no_question_asks_for_partners_one_by_one(sqlite_practice, doing):
    with changing(doing, "Made a random practice") as unit:
        random_practice(unit, Random(6))
    everybody = list(figures())
    for by in VIEWS:
        view = View(by)
        with changing(doing, "Forgot") as unit:
            unit.insert(Member, name=f"M {by}")
        assert statements(lambda view=view: mind_map.outline(view, TODAY, SETTINGS)) <= 10
        assert statements(lambda view=view: mind_map.leaves(view, everybody, TODAY)) <= 2
        paths = [limb.path for limb in mind_map.outline(view, TODAY, SETTINGS).limbs]
        assert statements(lambda view=view, paths=paths: mind_map.ids_below(view, paths, TODAY)) <= 1
        assert statements(lambda view=view: mind_map.places_of(view, everybody[0], TODAY)) <= 1
    assert statements(lambda: mind_map.ties(everybody)) <= 3


def test_moods_count_everybody_whom_the_branches_count(practice, doing):
    with changing(doing, "Made a random practice") as unit:
        random_practice(unit, Random(7))
    felt = feelings(list(figures()), TODAY, SETTINGS)
    points = {one: feeling.points for one, feeling in felt.items() if feeling.points is not None}
    for by in VIEWS:
        outline = mind_map.outline(View(by), TODAY, SETTINGS)
        ids = mind_map.ids_below(View(by), [limb.path for limb in outline.limbs], TODAY)
        found = moods(outline, ids, felt)
        everybody: set[int] = set()
        below = [set(ids[limb.path]) for limb in outline.limbs]
        for number in range(len(below) - 1, -1, -1):
            limb, known = outline.limbs[number], below[number] & points.keys()
            assert found[limb.path].known == len(known)
            assert found[limb.path].points == sum(points[one] for one in known)
            over = everybody if limb.above < 0 else below[limb.above]
            over |= below[number] | ({limb.partner_id} - {None})
        assert found[()].known == len(points)
