"""Names from registers that write in CAPITALS."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_tracker.domain.text import clean_line, fold
from tui_tracker.exchange import readable


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("DAVID GILMAN", "David Gilman"),
        ("CASHEL O'BRIEN", "Cashel O'Brien"),
        ("ALYSSA MCCUE-MCCARTHY", "Alyssa McCue-McCarthy"),
        ("JOCELYN ST. JEAN", "Jocelyn St. Jean"),
        ("XI NUO GAO", "Xi Nuo Gao"),
        ("DIPESH K C GHIMIRE", "Dipesh K C Ghimire"),
        ("JOSÉ MUÑOZ", "José Muñoz"),
        ("ann lee", "Ann Lee"),
        ("Ann van der Berg", "Ann van der Berg"),
        ("SMITH, ANN M., MD", "Ann M. Smith, MD"),
        ("Dr. David Thompson", "David Thompson"),
        ("JANE DOE-O'BRIEN, PA-C", "Jane Doe-O'Brien, PA-C"),
        ("KELLY HANSCOM DPT", "Kelly Hanscom, DPT"),
        ("JACK MA", "Jack Ma"),
        ("JOHN DOE III, M.D.", "John Doe III, MD"),
        ("Ann Lee, MD PhD", "Ann Lee, MD, PhD"),
    ],
)
def test_people(text: str, name: str) -> None:
    assert readable.person_name(text) == name


def test_a_name_from_its_parts() -> None:
    assert readable.joined_name("SOCRATES", "", "PEREZ-RODRIGUEZ", "", "MD") == "Socrates Perez-Rodriguez, MD"
    assert readable.joined_name("CLAY", "A", "LEE", "JR", "DO") == "Clay A. Lee Jr, DO"
    assert readable.joined_name("Dr. David", "", "Thompson", "", "") == "David Thompson"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("VISITING HOME HEALTH SERVICES, INC", "Visiting Home Health Services, Inc"),
        ("ADR LLC", "ADR LLC"),
        ("PEKIN MRI, LLC", "Pekin MRI, LLC"),
        ("ST. VINCENT'S EAST", "St. Vincent's East"),
        ("BAY EYE CLINIC OF THE NORTH", "Bay Eye Clinic of the North"),
        ("Acme Corp", "Acme Corp"),
    ],
)
def test_organisations(text: str, name: str) -> None:
    assert readable.organization_name(text) == name


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("PHYSICIAN ASSISTANT", "Physician assistant"),
        ("CERTIFIED REGISTERED NURSE ANESTHETIST (CRNA)", "Certified registered nurse anesthetist (CRNA)"),
        ("CARDIOVASCULAR DISEASE (CARDIOLOGY)", "Cardiovascular disease (cardiology)"),
        ("OBSTETRICS/GYNECOLOGY", "Obstetrics/gynecology"),
        ("Internal Medicine", "Internal Medicine"),
    ],
)
def test_specialties(text: str, shown: str) -> None:
    assert readable.specialty(text) == shown


def test_places() -> None:
    assert readable.place_name("SOUTH PORTLAND") == "South Portland"
    assert readable.place_name("870 111TH AVE N") == "870 111th Ave N"
    assert (
        readable.place_name("301 E FLORIDA AVE, STE E, HEMET, CA, 92543")
        == "301 E Florida Ave, Ste E, Hemet, CA, 92543"
    )


def test_what_reads_like_an_organisation() -> None:
    assert readable.looks_like_organization("Harvest Medical Clinic")
    assert not readable.looks_like_organization("DANIEL CHURCH")


def test_names_are_compared_without_title_and_degrees() -> None:
    assert readable.name_key(fold("Dr. Ann Lee, MD")) == readable.name_key(fold("ANN  LÉE"))
    assert readable.same_person(fold("Ann Lee"), fold("Ann M. Lee-Smith, MD"))
    assert not readable.same_person(fold("Ann Lee, MD"), fold("Bob Jones, MD"))


@given(st.text(max_size=60).map(clean_line))
def test_letters_are_never_lost(text: str) -> None:
    for change in (readable.organization_name, readable.specialty, readable.place_name):
        assert fold(change(text)).replace(" ", "") == fold(text).replace(" ", "")
    readable.person_name(text)


@given(st.from_regex(r"[A-Z]{2,9}( [A-Z]{2,9}){1,3}", fullmatch=True))
def test_making_readable_twice_changes_nothing_more(text: str) -> None:
    for change in (readable.organization_name, readable.specialty, readable.place_name, readable.person_name):
        assert change(change(text)) == change(text)
