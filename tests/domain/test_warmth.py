"""Warmth with its parts, as a table of what is known and the exact answer with its reasons (RULES sections 4, 11)."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.making import TODAY, a_partner
from tui_tracker.domain.contacts_warmth import ContactStanding, contact_warmth, rests_on_one
from tui_tracker.domain.records import Contact
from tui_tracker.domain.relationship import points_of, relationship
from tui_tracker.domain.relationship_facts import RelationshipFacts
from tui_tracker.domain.settings import ReciprocityCounts, Settings, WarmthPoints
from tui_tracker.domain.warmth import Band, Warmth, band_of

SETTINGS = Settings()


def ago(number: int) -> date:
    return TODAY - timedelta(number)


def some(**known: Any) -> RelationshipFacts:
    return RelationshipFacts(**{"partner": a_partner(), "last_touch": ago(5), **known})


def warm(facts: RelationshipFacts, settings: Settings = SETTINGS) -> Warmth:
    found = relationship(facts, settings, TODAY).warmth
    assert found.points == points_of(facts, settings, TODAY)
    return found


STEADY = {
    "recent": 5,
    "earlier": 20,
    "inbound": 20,
    "first_referral": ago(900),
    "last_referral": ago(3),
    "long_run": 60,
}
LESS = {**STEADY, "recent": 1, "earlier": 30, "inbound": 31, "last_referral": ago(30), "long_run": 31}

CADENCE = "cadence", "last touch Mar 11; one is meant every 60 days"
PROMISES = "our promises", "none fell due in 365 days"
RECIPROCITY = "reciprocity", "no referral from them in 365 days"
MOMENTUM = "momentum", "too few referrals to compare"
INCIDENTS = "incidents", "none is open"


@pytest.mark.parametrize(
    ("known", "points", "band", "parts"),
    [
        ({}, 100, "warm", [(*CADENCE, 30), (*PROMISES, None), (*RECIPROCITY, None), (*MOMENTUM, None)]),
        ({"last_touch": ago(60)}, 100, "warm", [("cadence", "last touch Jan 15; one is meant every 60 days", 30)]),
        (
            {"last_touch": ago(90)},
            63,
            "cooling",
            [("cadence", "last touch Dec 16, 2025; one is meant every 60 days", 15)],
        ),
        ({"last_touch": ago(120)}, 25, "cold", [("cadence", "last touch Nov 16, 2025; one is meant every 60 days", 0)]),
        ({"last_touch": ago(900)}, 25, "cold", []),
        (
            {"promises_due": 5, "promises_kept": 4},
            92,
            "warm",
            [(*CADENCE, 30), ("our promises", "4 of 5 kept in time", 20)],
        ),
        (
            {"promises_due": 1, "promises_kept": 0},
            62,
            "cooling",
            [(*CADENCE, 30), ("our promises", "0 of 1 kept in time", 0)],
        ),
        ({"open_incidents": 1}, 75, "warm", [("incidents", "1 is open", 0)]),
        ({"open_incidents": 2, "last_touch": ago(120)}, 0, "cold", [("incidents", "2 are open", 0)]),
        (
            {"inbound": 9, "outbound": 1, "gives": 1},
            91,
            "warm",
            [("reciprocity", "9 received in 365 days; 1 sent to them, 1 give", 10)],
        ),
        (
            {"inbound": 1},
            73,
            "warm",
            [("reciprocity", "1 received in 365 days; none sent to them, no give", 0)],
        ),
        ({"inbound": 3, "outbound": 9, "gives": 2}, 100, "warm", []),
        (
            {**STEADY, "outbound": 7},
            100,
            "warm",
            [("momentum", "5 in 90 days; 4.9 were to be expected", 20)],
        ),
        (
            {**LESS, "outbound": 11},
            77,
            "warm",
            [("momentum", "1 in 90 days; 7.4 were to be expected", 20 / (30 * 90 / 365))],
        ),
        (
            {**LESS, "last_touch": ago(105), "promises_due": 2, "promises_kept": 1, "open_incidents": 1},
            23,
            "cold",
            [
                ("cadence", "last touch Dec 1, 2025; one is meant every 60 days", 7.5),
                ("our promises", "1 of 2 kept in time", 12.5),
                ("reciprocity", "31 received in 365 days; none sent to them, no give", 0),
                ("momentum", "1 in 90 days; 7.4 were to be expected", 20 / (30 * 90 / 365)),
                ("incidents", "1 is open", 0),
            ],
        ),
    ],
)
def test_the_points_of_what_is_known(
    known: dict[str, Any], points: int, band: str, parts: list[tuple[str, str, float | None]]
) -> None:
    found = warm(some(**known))
    told = {part.name: (part.why, part.points) for part in found.parts}
    assert (found.points, found.band) == (points, band)
    assert list(told) == ["cadence", "our promises", "reciprocity", "momentum", "incidents"]
    for name, why, number in parts:
        assert told[name] == (why, None if number is None else pytest.approx(number))


@pytest.mark.parametrize(
    ("partner", "known", "points", "why"),
    [
        ({"stage": "dormant"}, {}, None, "no cadence while dormant"),
        ({"stage": "parted"}, {"open_incidents": 1}, None, "no cadence while parted"),
        ({"archived_on": ago(9)}, {}, None, "no cadence while in the archive"),
        ({"stage": "dormant"}, {"promises_due": 4, "promises_kept": 1}, 46, "no cadence while dormant"),
        ({"cadence_days": 1}, {"last_touch": ago(1)}, 100, "last touch Mar 15; one is meant daily"),
        ({"cadence_days": 10}, {"last_touch": ago(15)}, 63, "last touch Mar 1; one is meant every 10 days"),
        (
            {"stage": "prospect", "added_on": ago(3)},
            {"last_touch": None},
            None,
            "no touch yet; added Mar 13, the first is meant within 14 days",
        ),
        (
            {"stage": "prospect", "added_on": ago(21)},
            {"last_touch": None, "promises_due": 1, "promises_kept": 1},
            77,
            "no touch yet; added Feb 23, the first is meant within 14 days",
        ),
        (
            {"added_on": ago(90)},
            {"last_touch": None},
            None,
            "no touch yet; added Dec 16, 2025, the first is meant within 60 days",
        ),
    ],
)
def test_the_cadence_of_partners_of_every_sort(
    partner: dict[str, Any], known: dict[str, Any], points: int | None, why: str
) -> None:
    found = warm(some(**{"partner": a_partner(**partner), **known}))
    assert (found.points, found.parts[0].why) == (points, why)
    assert (found.band is None) == (points is None)


@pytest.mark.parametrize(
    ("points", "band"), [(0, "cold"), (39, "cold"), (40, "cooling"), (69, "cooling"), (70, "warm")]
)
def test_the_borders_of_the_bands(points: int, band: str) -> None:
    assert band_of(points, SETTINGS) == Band(band)


@pytest.mark.parametrize(
    ("silent", "points"),
    [(1000, 100), (1290, 71), (1295, 71), (1304, 70), (1305, 70), (1306, 69), (1605, 40), (1606, 39), (2000, 0)],
)
def test_half_a_point_is_rounded_up(silent: int, points: int) -> None:
    """With the cadence alone, of 1000 days: a tenth of a point a day beyond it."""
    settings = replace(SETTINGS, warmth=WarmthPoints(cadence=100, incidents=0))
    found = warm(some(partner=a_partner(cadence_days=1000), last_touch=ago(silent)), settings)
    assert (found.points, found.band) == (points, band_of(points, SETTINGS))


def test_the_numbers_are_settings() -> None:
    settings = replace(
        SETTINGS,
        warmth=WarmthPoints(cadence=0, promises=50, reciprocity=50, momentum=0, incidents=0, warm=90, cooling=80),
        reciprocity=ReciprocityCounts(share=2, days=100),
    )
    found = warm(some(promises_due=2, promises_kept=2, inbound=4, outbound=1), settings)
    assert (found.points, found.band) == (75, Band.COLD)
    assert found.parts[2].why == "4 received in 100 days; 1 sent to them, no give"
    assert warm(some(), settings).points is None


@st.composite
def anybody(draw: st.DrawFn) -> RelationshipFacts:
    number = st.integers(0, 40)
    due = draw(number)
    recent, earlier = draw(number), draw(number)
    first = draw(st.none() | st.integers(0, 2000))
    last = None if first is None else draw(st.integers(0, first))
    return RelationshipFacts(
        partner=a_partner(
            tier=draw(st.sampled_from("ABC")),
            stage=draw(st.sampled_from(["prospect", "referring", "dormant", "parted"])),
            cadence_days=draw(st.none() | st.integers(1, 100)),
            added_on=ago(draw(st.integers(0, 400))),
        ),
        last_touch=draw(st.none() | st.integers(0, 400).map(ago)),
        recent=recent,
        earlier=earlier,
        long_run=recent + earlier + draw(number),
        first_referral=None if first is None else ago(first),
        last_referral=None if last is None else ago(last),
        inbound=draw(number),
        outbound=draw(number),
        gives=draw(number),
        open_incidents=draw(st.integers(0, 2)),
        promises_due=due,
        promises_kept=draw(st.integers(0, due)),
    )


@given(anybody())
def test_points_lie_from_0_to_100_and_are_those_of_the_parts(facts: RelationshipFacts) -> None:
    found = warm(facts)
    known = [part for part in found.parts if part.points is not None]
    if found.points is None:
        assert found.band is None
        assert {part.name for part in known} <= {"incidents", "cadence"}
        assert facts.last_touch is None or facts.partner.stage in ("dormant", "parted")
        return
    assert 0 <= found.points <= 100
    assert found.band == band_of(found.points, SETTINGS)
    exact = 100 * sum(part.points or 0 for part in known) / sum(part.most for part in known)
    assert abs(found.points - exact) <= 0.5 + 1e-6


@given(anybody())
def test_a_give_never_cools(facts: RelationshipFacts) -> None:
    before = warm(facts).points
    after = warm(replace(facts, gives=facts.gives + 1)).points
    touched = warm(replace(facts, gives=facts.gives + 1, last_touch=TODAY)).points
    assert (before is None) == (after is None)
    if before is not None and after is not None:
        assert after >= before
        assert touched is not None
        assert touched >= after


@given(anybody(), st.integers(2, 5))
def test_only_the_proportions_of_the_points_count(facts: RelationshipFacts, times: int) -> None:
    names = ("cadence", "promises", "reciprocity", "momentum", "incidents")
    scaled = replace(SETTINGS.warmth, **{name: times * getattr(SETTINGS.warmth, name) for name in names})
    assert warm(facts, replace(SETTINGS, warmth=scaled)).points == warm(facts).points


@pytest.mark.parametrize(
    ("silent", "cadence", "band"),
    [
        (0, 30, "warm"),
        (30, 30, "warm"),
        (31, 30, "cooling"),
        (60, 30, "cooling"),
        (61, 30, "cold"),
        (None, 30, None),
        (5, None, None),
    ],
)
def test_how_warm_a_contact_is(silent: int | None, cadence: int | None, band: str | None) -> None:
    found = contact_warmth(None if silent is None else ago(silent), cadence, TODAY)
    assert found == (None if band is None else Band(band))


def person(name: str, touches: int = 0, *, active: bool = True) -> ContactStanding:
    contact = Contact(1, 7, name, "", "", "", False, active)
    return ContactStanding(contact, ago(3) if touches else None, touches, None)


@pytest.mark.parametrize(
    ("kind", "people", "unnamed", "clinicians", "told"),
    [
        ("payer", [], 0, 0, None),
        ("payer", [person("Kim")], 0, 0, "Kim is the only person whom we know there; who else is there?"),
        (
            "practice",
            [person("Kim"), person("Lou", active=False)],
            5,
            0,
            "Kim is the only person whom we know there; who else is there?",
        ),
        ("practice", [person("Kim")], 0, 1, None),
        ("clinician", [person("Kim")], 0, 0, None),
        ("payer", [person("Kim"), person("Lou")], 9, 0, None),
        ("payer", [person("Kim", 2), person("Lou")], 0, 0, None),
        (
            "payer",
            [person("Kim", 3), person("Lou")],
            9,
            0,
            "All 3 touches with a named contact in 365 days were with Kim; who else is there?",
        ),
        (
            "payer",
            [person("Kim", 4, active=False), person("Lou")],
            0,
            0,
            "All 4 touches with a named contact in 365 days were with Kim, who has left; who is there now?",
        ),
        ("payer", [person("Kim", 9), person("Lou", 1)], 0, 0, None),
        (
            "clinician",
            [person("Kim", 3), person("Lou")],
            0,
            0,
            "All 3 touches with a named contact in 365 days were with Kim; who else is there?",
        ),
        ("clinician", [person("Kim", 3), person("Lou")], 1, 0, None),
    ],
)
def test_where_all_rests_on_one_person(
    kind: str, people: list[ContactStanding], unnamed: int, clinicians: int, told: str | None
) -> None:
    assert rests_on_one(kind, people, unnamed, clinicians) == told
