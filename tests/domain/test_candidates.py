"""Which candidates might fill a gap, and which are partners already."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui_tracker.domain.candidates import (
    Group,
    Place,
    Somebody,
    fills,
    lies_in,
    may_be_one,
    place_word,
    postal,
    said,
    stems,
    with_words,
)

NOWHERE = Place("", "", "", "")
PORTLAND = Place("Portland", "Portland", "ME", "04101-3308")
WORDS = st.lists(st.text("abcdeiorsty", min_size=1, max_size=9), max_size=4)


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        ("orthopedics", "Orthopaedic surgery"),
        ("Orthopaedics", "ORTHOPEDIC SURGERY"),
        ("sports medicine", "Family Medicine Sports Medicine"),
        ("sports-medicine", "Sports medicine"),
        ("physical therapy", "Physical therapist in private practice"),
        ("cardiology", "Cardiovascular disease (cardiology)"),
        ("obstetrics and gynecology", "Obstetrics/gynecology"),
        ("dermatologist", "Dermatology"),
        ("Podiatry", "podiatrist"),
        ("pediatrics", "Paediatrician"),
        ("dentistry", "dentist"),
        ("surgery", "General surgeon"),
        ("chiropractic", "Chiropractor"),
        ("acupuncture", "Acupuncturist"),
        ("oncology", "Hematology/oncology"),
        ("workers' compensation", "Workers Compensation Carrier"),
        ("Workers' compensation", "Maine Workers Comp Group"),
        ("Occupational medicine", "Bath Occupational Health Center"),
        ("Wellness", "Massage therapist"),
        ("ENT", "Otolaryngology"),
        ("PT", "Physical therapist in private practice"),
        ("primary care", "Family practice"),
        ("neurology", "Psychiatry & Neurology"),
        ("Family Medicine", "Family practice"),
        ("family practice", "Family Medicine"),
        ("Pain medicine", "Interventional pain management"),
        ("physiatry", "Physical medicine and rehabilitation"),
        ("Pulmonology", "Pulmonary disease"),
        ("Speech therapy", "Qualified speech language pathologist"),
        ("cardiology", "Cardiovascular disease"),
        ("★", "★"),
        ("漢方", "漢方"),
    ],
)
def test_a_specialty_is_known_in_other_words(wanted: str, told: str) -> None:
    assert fills(wanted)(told)


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        ("orthopedic surgery", "Orthopedics"),
        ("occupational medicine", "Occupational therapist in private practice"),
        ("sports medicine", "Internal medicine"),
        ("physical therapy", "Physical medicine and rehabilitation"),
        ("cardiology", ""),
        ("family medicine", "Internal medicine"),
        ("pain medicine", "Sports medicine"),
        ("urology", "Neurology"),
        ("of the", "of"),
        ("★", "☆"),
        ("primary care", "Internal Medicine Medical Oncology"),
    ],
)
def test_another_specialty_is_another(wanted: str, told: str) -> None:
    assert not fills(wanted)(told)


@settings(max_examples=80)
@given(WORDS.filter(bool), WORDS, st.randoms())
def test_every_specialty_is_itself_among_other_words_in_any_order(
    wanted: list[str], more: list[str], any_: Random
) -> None:
    told = [*wanted, *more]
    any_.shuffle(told)
    assert fills(" ".join(wanted))(" ".join(wanted))
    assert fills(" ".join(wanted))("/".join(told).upper()) or not stems(" ".join(wanted))


@given(st.text(max_size=20))
def test_any_text_is_itself_and_nothing_is_nobody(text: str) -> None:
    assert fills(text)(text) is bool(text)
    assert not fills(text)("")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("04101", "04101"),
        ("4101", "04101"),
        ("41013308", "04101"),
        ("04101-3308", "04101"),
        ("501", "00501"),
        ("9960000", "00996"),
        ("K1A 0B1", "k1a0b1"),
        ("", ""),
        ("Portland", "portland"),
        ("٠٤١٠١", "٠٤١٠١"),
    ],
)
def test_postal_codes_that_lost_their_zeros(text: str, code: str) -> None:
    assert postal(text) == code
    assert postal(postal(text)) == code


PARTNERS = (
    Place("Portland", "Portland", "ME", "04102"),
    Place("North Side", "Chicago", "IL", "60614-1001"),
    Place("South Side", "Chicago", "IL", "60617"),
    Place("The Coast", "Bath", "ME", ""),
    Place("", "Nowhere", "ME", "04999"),
)


@pytest.mark.parametrize(
    ("area", "place", "inside"),
    [
        ("", NOWHERE, True),
        ("Portland", PORTLAND, True),
        ("PORTLAND ", Place("", "portland", "", ""), True),
        ("Portland", Place("", "Portland", "OR", "97201"), False),
        ("Portland", Place("Portland", "Portland", "Oregon", "97201"), True),  # written out: it cannot be told
        ("Portland", Place("", "South Portland", "ME", "4102"), True),  # a postal code of a partner there
        ("4101", PORTLAND, True),
        ("04101", Place("", "Portland", "ME", "04103"), False),
        ("North Side", Place("Chicago", "Chicago", "IL", "60614"), True),
        ("North Side", Place("Chicago", "Chicago", "IL", "60601"), False),  # two areas share the city
        ("The Coast", Place("Bath", "Bath", "ME", "04530"), True),
        ("The Coast", Place("Bath", "Bath", "NY", "14810"), False),
        ("The Coast", Place("the  coast", "", "", ""), True),
        ("Elsewhere", PORTLAND, False),
        ("Nowhere", Place("", "Elsewhere", "ME", "04999"), False),
        ("Portland", NOWHERE, False),
    ],
)
def test_an_area_stands_for_the_places_of_its_partners(area: str, place: Place, inside: bool) -> None:
    assert lies_in(area, PARTNERS)(place) is inside


@pytest.mark.parametrize(
    ("candidate", "partner", "one"),
    [
        (Somebody("1", "x", PORTLAND), Somebody("1", "y", NOWHERE), True),
        (Somebody("1", "x", PORTLAND), Somebody("2", "x", PORTLAND), False),
        (Somebody(None, "x", PORTLAND), Somebody("2", "y", Place("", "", "", "4101")), True),
        (Somebody("1", "", PORTLAND), Somebody(None, "", Place("Portland", "", "", "")), True),
        (Somebody("1", "", PORTLAND), Somebody(None, "", Place("", "Portland", "OR", "97201")), False),
        (Somebody("1", "", PORTLAND), Somebody(None, "", Place("", "Bath", "", "")), False),
        (Somebody("1", "Urology", PORTLAND), Somebody(None, "urology", NOWHERE), True),
        (Somebody("1", "Urology", PORTLAND), Somebody(None, "", NOWHERE), True),
        (Somebody("1", "Urology", PORTLAND), Somebody(None, "Podiatry", NOWHERE), False),
    ],
)
def test_somebody_of_the_same_name_is_one_or_another(candidate: Somebody, partner: Somebody, one: bool) -> None:
    assert may_be_one(candidate, partner) is one
    assert may_be_one(partner, candidate) is one


def test_a_group_is_said_as_a_person_would() -> None:
    group = Group("clinician", "Sports medicine", "04101", "Portland", 12)
    assert group.says == "12 sports-medicine clinicians in 04101 that are not partners yet"
    assert with_words("SPORTS 0410 clin")(group)
    assert not with_words("sports 0420")(group)
    assert with_words("no specialty")(replace(group, specialty=""))
    assert said(1, "practice", "", "") == "1 practice that is no partner yet"
    assert said(1_200, "other", "A, B & C", "Bath") == "1,200 candidates in Bath that are not partners yet: A, B & C"
    assert said(2, "clinician", "ENT", "") == "2 ENT clinicians that are not partners yet"


def test_where_they_are_is_the_postal_code_else_the_city_else_the_area() -> None:
    assert place_word(PORTLAND) == "04101"
    assert place_word(Place("South", "Bath", "", "")) == "Bath"
    assert place_word(Place("South", "", "", "")) == "South"
    assert place_word(Place("", "", "", "k1a 0b1")) == "K1A0B1"
