"""What may stand for a patient."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_tracker.domain.errors import Refused
from tui_tracker.domain.patient_refs import patient_reference
from tui_tracker.domain.text import clean_line


@pytest.mark.parametrize(
    "reference",
    ["JD", "J.D.", "j d", "JD-4411", "P2024818", "4411", "12345678", "A-17/b", "MRN 00123", "Pt JD", "A.M.S.", "  X9 "],
)
def test_initials_and_chart_numbers_are_taken(reference: str) -> None:
    assert patient_reference(reference) == reference.strip()


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("John Smith", "a name"),
        ("Smith, John", "a name"),
        ("Li Wu", "a name"),
        ("SMITH JOHN", "a name"),
        ("Smith", "a name"),
        ("李小龙", "a name"),
        ("John Smith 4411", "a name"),
        ("4/12/1980", "a birth date"),
        ("12.4.80", "a birth date"),
        ("1980-04-12", "a birth date"),
        ("JD 4/12/1980", "a birth date"),
        ("207-555-0123", "a phone number"),
        ("(207) 555 0123", "a phone number"),
        ("+1 207 555 0123", "a phone number"),
        ("jd@example.org", "an email address"),
    ],
)
def test_what_says_who_the_patient_is_is_refused(text: str, what: str) -> None:
    with pytest.raises(Refused, match=f"looks like {what}; only initials or a chart number belong here") as refused:
        patient_reference(text)
    assert text not in refused.value.message
    assert refused.value.field == "patient_ref"


@pytest.mark.parametrize("text", ["", "   ", "\x00\x1b", "1" * 21])
def test_nothing_and_too_much_are_refused(text: str) -> None:
    with pytest.raises(Refused):
        patient_reference(text)


@given(st.text())
def test_what_is_taken_is_short_and_clean(text: str) -> None:
    try:
        reference = patient_reference(text)
    except Refused:
        return
    assert 0 < len(reference) <= 20
    assert reference == reference.strip()
    assert reference == clean_line(reference)
