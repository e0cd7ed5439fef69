"""All that the mind map tells against a second computation from the export, on random practices full of borders."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction
from math import floor
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.conftest import TODAY
from tests.services.naive_map import Line, NaiveMap
from tests.services.naive_promises import DEFAULT_DAYS, Naive
from tests.services.naive_warmth import Person
from tests.services.test_warmth_against_naive import late_reports
from tui_tracker.domain.mind_map import Grouping, Limb, Outline, Place, View, moods, seconds
from tui_tracker.domain.records import Doing
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.text import fold
from tui_tracker.domain.warmth import Band
from tui_tracker.services import mind_map
from tui_tracker.services.exporting import export_practice
from tui_tracker.services.mind_map_feelings import feelings
from tui_tracker.storage import models
from tui_tracker.storage.journal import Unit, changing

SETTINGS = Settings()
BORDERS = [-400, -1, 0, 1, 88, 89, 90, 91, 179, 180, 181, 363, 364, 365, 366, 900]
NAMES = [
    "Dr. Lee",
    "DR. LÉE",
    "ßigma",
    "SSigma",
    "100% Care",
    "a_b",
    "\\",
    "李医生",
    "د. نور",
    "👩\u200d⚕️",
    "x" * 300,
    "\u0301",
]
SPECIALTIES = ["Cardiology", "cardiology", "CÁRDIOLOGY", "Wound_care", "Wound care", "Lee", "100%", ""]
AREAS = ["Bath", "bath", "BÀTH", "04101", "a_b", ""]
PARTNERS = 36
MORE_TEXTS = ("cardio", "bath", "a_b", "%", "front_desk", "\u0301", "ＬＥＥ")
VIEWS: list[tuple[Grouping, ...]] = [(one,) for one in Grouping]
VIEWS += [(one, other) for one in Grouping for other in seconds(one)]


def make(unit: Unit, chance: Random) -> None:
    """Everybody tied to everybody by links that know no sense, with referrals on every border."""
    unit.insert(models.Practice, name="Riverside", id=1)
    members = [
        unit.insert(models.Member, name=name, active=name != "ben") for name in ("Ann", "Ben", "ben", "front_desk")
    ]
    ranks = iter(chance.sample(range(1, 11), 8))
    ids = [make_partner(unit, chance, members, ranks) for _ in range(PARTNERS)]
    ties = {(chance.choice(list(models.words.LinkKind)).value, *chance.sample(ids, 2)) for _ in range(90)}
    for kind in ("introduced", "works_at", "part_of"):  # a circle of two, one of three with a tail, three offices
        a, b, c, d, e, f = chance.sample(ids, 6)
        ties |= {(kind, a, b), (kind, b, a), (kind, c, d), (kind, d, e), (kind, e, c), (kind, c, f), (kind, f, e)}
    rows = [{"kind": kind, "from_partner": one, "to_partner": other} for kind, one, other in ties]
    chance.shuffle(rows)
    unit.insert_many(models.Link, rows)
    referrals = []
    for _ in range(260):
        day = TODAY - timedelta(chance.choice(BORDERS))
        flow = chance.choice(["inbound", "inbound", "outbound"])
        partner = chance.choice([*ids[: PARTNERS // 2], *ids, None]) if flow == "inbound" else chance.choice(ids)
        stage = "received" if flow == "inbound" else "sent"
        source = "partner" if partner is not None else "web"
        payer = chance.choice([None, None, *ids])
        row = {
            "partner": partner,
            "flow": flow,
            "day": day,
            "stage": stage,
            "stage_on": day,
            "payer": payer,
            "source": source,
        }
        referrals.append({**row, "patient_ref": "JD-1", "settled": chance.random() < 0.3})
    unit.insert_many(models.Referral, referrals)
    targets = {(chance.choice([*SPECIALTIES[:-1], "Zoo", "zoo"]), chance.choice([*AREAS, "York"])) for _ in range(16)}
    unit.insert_many(
        models.Target, [{"specialty": one, "area": area, "wanted": chance.choice([1, 2, 9])} for one, area in targets]
    )


def make_partner(unit: Unit, chance: Random, members: list[int], ranks: Iterator[int]) -> int:
    name = f"{chance.choice(NAMES)}{chance.choice(['', ' Jr.', ''])}"
    row_id = unit.insert(
        models.Partner,
        name=name,
        search=fold(name),
        specialty=chance.choice(SPECIALTIES),
        area=chance.choice(AREAS),
        kind=chance.choice(["clinician", "clinician", "practice", "payer", "employer"]),
        stage=chance.choice(["prospect", "building", "referring", "dormant", "parted"]),
        standing=chance.choice(["partner", "supplier", None]),
        member=chance.choice([*members, None]),
        tier=chance.choice("ABC"),
        inner_rank=next(ranks, None) if chance.random() < 0.5 else None,
        added_on=TODAY - timedelta(chance.choice(BORDERS)),
        archived_on=TODAY if chance.random() < 0.15 else None,
    )
    for _ in range(chance.choice([0, 0, 2])):
        name = chance.choice(["anna", "Ärla", "Bert"])
        unit.insert(models.Contact, partner=row_id, name=name, role="nurse", active=chance.random() < 0.6)
    for _ in range(chance.choice([0, 0, 3])):
        day = TODAY - timedelta(chance.choice([0, 5, 40, 200]))
        unit.insert(models.Touchpoint, partner=row_id, day=day, channel="call", intents=chance.choice([1, 2, 4]))
    ends = chance.choice([{}, {"done_on": TODAY}, {"dropped_on": TODAY}])
    unit.insert(models.FollowUp, partner=row_id, due_on=TODAY + timedelta(chance.choice([-9, 0, 99])), text="x", **ends)
    return row_id


@pytest.fixture(params=[1, *(pytest.param(seed, marks=pytest.mark.slow) for seed in (2, 3))])
def exported(practice: str, tmp_path: Path, doing: Doing, request: pytest.FixtureRequest) -> dict[str, Any]:
    seed = request.param + 100 * practice.startswith("postgres")
    with changing(doing, "Made a practice") as unit:
        make(unit, Random(seed))
    export_practice(tmp_path / "practice.json")
    found: dict[str, Any] = json.loads((tmp_path / "practice.json").read_text("utf-8"))
    return found


def test_the_second_computation_knows_nothing_of_the_program() -> None:
    assert "tui_tracker" not in (Path(__file__).parent / "naive_map.py").read_text("utf-8")


@pytest.mark.parametrize("text", ["", "LEE", *(pytest.param(text, marks=pytest.mark.slow) for text in MORE_TEXTS)])
def test_every_branch_of_every_view_is_that_of_the_second_computation(exported: dict[str, Any], text: str) -> None:
    seen: Counter[str] = Counter()
    for by in VIEWS:
        naive, view = NaiveMap(exported, TODAY, tuple(by), text), View(by, text)
        outline = mind_map.outline(view, TODAY, SETTINGS)
        expected = naive.lines()
        assert [(line.path, line.name) for line in read(outline)] == [(one.path, one.name) for one in expected], view
        for found, wanted in zip(read(outline), expected, strict=True):
            assert found == wanted, view
            seen.update(hollow=bool(wanted.gap), deep=len(wanted.path) > 1)
        assert outline.tally == naive.tally(naive.top.everybody()), view
        assert (outline.total, outline.practice) == (len(naive.people), "Riverside")
        check_partners(view, naive, seen)
    assert text or min(seen[one] for one in ("hollow", "deep", "several", "three")) > 0, seen


def read(outline: Outline) -> Iterator[Line]:
    """The outline as the second computation gives it."""
    limbs = outline.limbs
    ids = mind_map.ids_below(outline.view, [limb.path for limb in limbs], TODAY)
    for limb in limbs:
        above = () if limb.above < 0 else limbs[limb.above].path
        gap = None if limb.gap is None else gap_of(limb)
        assert limb.own == len(ids[limb.path])
        on = tuple(ids[limb.path])
        yield Line(limb.path, above, str(limb.by), limb.name, tuple(limb.tally), on, limb.partner_id, limb.links, gap)


def gap_of(limb: Limb) -> Any:
    gap = limb.gap
    assert gap is not None
    return gap.specialty, gap.area, gap.wanted, gap.active, gap.coming


def check_partners(view: View, naive: NaiveMap, seen: Counter[str]) -> None:
    """What the map tells of everybody: figures, ties, and where they stand."""
    everybody = [row["id"] for row in naive.rows["partners"]]
    leaves, ties = mind_map.leaves(view, everybody, TODAY), mind_map.ties(everybody)
    assert set(leaves) == set(naive.people)
    lines = naive.lines()
    for one, row in list(naive.people.items())[len(view.text) % 3 :: 3]:
        leaf, linked = leaves[one], naive.ties_of(one)
        own = (row[key] for key in ("name", "kind", "specialty", "area", "tier", "stage", "inner_rank"))
        assert (leaf.name, leaf.kind, leaf.specialty, leaf.area, leaf.tier, leaf.stage, leaf.inner_rank) == tuple(own)
        assert (1, leaf.inbound, leaf.outbound) == naive.tally([one])
        assert (leaf.links, leaf.contacts) == (len(linked), len(naive.contacts_of(one)))
        if view.by == (Grouping.SPECIALTY,) and not view.text:
            assert sorted((tie.word, tie.partner_id) for tie in ties[one] if tie.partner_id) == sorted(linked)
            assert [tie.name for tie in ties[one] if tie.partner_id is None] == naive.contacts_of(one)
        expected = naive.places_in(lines, one)
        places = mind_map.places_of(view, one, TODAY)
        assert places == tuple(Place(path, partner) for path, partner in expected), (view, row["name"])
        assert leaf.places == max(1, len(expected))
        seen.update(several=len(expected) == 2, three=len(expected) >= 3)
    for gone in set(everybody) - set(naive.people):
        assert mind_map.places_of(view, gone, TODAY) == ()


def test_the_inner_circle_is_that_of_the_second_computation(exported: dict[str, Any]) -> None:
    naive = NaiveMap(exported, TODAY, ("specialty",))
    circle = naive.circle()
    for text in ("", "lee", "%"):
        view = View(inner=True, text=text)
        shown = [one for one in circle if fold(text) in fold(naive.people[one]["name"])]
        outline = mind_map.outline(view, TODAY, SETTINGS)
        assert (outline.own, outline.free, outline.reach) == (len(shown), 10 - len(circle), 250 * len(circle))
        assert (outline.tally, outline.total, outline.limbs) == (naive.tally(shown), len(naive.people), ())
        assert list(mind_map.ids_below(view, [()], TODAY)[()]) == shown
        for one in naive.people:
            assert mind_map.places_of(view, one, TODAY) == ((Place((), one),) if one in shown else ())
    assert circle


def test_warmth_and_promises_of_every_branch_are_those_of_the_second_computation(exported: dict[str, Any]) -> None:
    late, owed = late_reports(exported, TODAY), Naive(exported, TODAY, DEFAULT_DAYS, 90)
    past = exported | {"referrals": [row for row in exported["referrals"] if row["day"] <= TODAY.isoformat()]}
    naive = NaiveMap(exported, TODAY, ("specialty",))
    points = {one: Person(past, row, TODAY, late[one]).points() for one, row in naive.people.items()}
    promises = {one: promised(exported, owed, one) for one in naive.people}
    felt = feelings(list(naive.people), TODAY, SETTINGS)
    assert {one: feeling.points for one, feeling in felt.items()} == points
    assert {one: feeling.promises for one, feeling in felt.items()} == promises
    for by in VIEWS:
        for text in ("", "lee"):
            outline = mind_map.outline(View(by, text), TODAY, SETTINGS)
            ids = mind_map.ids_below(View(by, text), [limb.path for limb in outline.limbs], TODAY)
            found = moods(outline, ids, felt)
            naive = NaiveMap(exported, TODAY, tuple(by), text)
            for path, branch in every_branch(naive):
                known = [points[one] for one in branch if points[one] is not None]
                assert (found[path].known, found[path].points) == (len(known), sum(known)), (by, path)
                assert found[path].promises == sum(promises[one] for one in branch)
                assert found[path].band(SETTINGS) == band(known)


def every_branch(naive: NaiveMap) -> Iterator[tuple[tuple[str, ...], set[int]]]:
    to_come = [naive.top]
    while to_come:
        branch = to_come.pop()
        yield branch.path, branch.everybody()
        to_come += branch.branches


def band(points: list[int]) -> Band | None:
    if not points:
        return None
    mean = floor(Fraction(sum(points), len(points)) + Fraction(1, 2))
    return Band.WARM if mean >= 70 else Band.COOLING if mean >= 40 else Band.COLD


def promised(rows: dict[str, Any], owed: Naive, partner: int) -> int:
    """How many promises to a partner are open; one thank-you answers all that are owed to them."""
    mine = [one.promise for row in rows["referrals"] if row["partner_id"] == partner for one in owed.asked_for(row)]
    thanks = 1 if "thank_you" in mine else 0
    steps = [row for row in rows["follow_ups"] if row["partner_id"] == partner]
    open_steps = sum(row["done_on"] is None and row["dropped_on"] is None for row in steps)
    return sum(one not in ("thank_you", "stuck") for one in mine) + thanks + open_steps
