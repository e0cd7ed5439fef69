"""What may stand for a patient."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_tracker.domain.errors import Refused
from tui_tracker.domain.patient_refs import patient_reference, question
from tui_tracker.domain.text import clean_line


@pytest.mark.parametrize(
    "reference",
    [
        *("JD", "J.D.", "j d", "A.B.", "A.M.S.", "Pt JD", "Ł.Ś.", "ÉB", "王"),
        *("JD-4411", "P2024818", "4411", "12345678", "0012345", "A-17/b", "  X9 ", "7"),
        *(
            "MRN 00123",
            "MRN 0012345",
            "mrn:0012345",
            "20260312-7",
            "20260312",
            "2026-00031",
            "#4411",
            "25-117",
            "M54.5",
        ),
    ],
)
def test_initials_and_chart_numbers_are_taken_without_a_question(reference: str) -> None:
    assert patient_reference(reference) == reference.strip()
    assert question(patient_reference(reference)) == ""


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("JD–4411", "JD-4411"), ("JD\u20114411", "JD-4411"), ("JD\xa04411", "JD 4411"), (" j  d ", "j d")],
)
def test_what_a_word_processor_made_of_it_is_undone(typed: str, kept: str) -> None:
    assert patient_reference(typed) == kept


NAMES = [
    *("John Smith", "Smith, John", "Li Wu", "SMITH JOHN", "Smith", "smith john", "John Smith 4411", "J. Smith, Bob"),
    *("O'Brien Bob", "Nguyễn Văn A", "Łukasz Żak", "Jean-Pierre", "Anne-Marie Roy", "Åsa Öberg", "María José"),
    *("Иван Петров", "Γιώργος Παππάς", "محمد علي", "דוד כהן", "राम कुमार", "สมชาย ใจดี", "அருண் குமார்", "አበበ በቀለ"),
    *("李小龙", "山田 太郎", "やまだ", "김철수", "Արամ Պետրոսյան", "გიორგი მაისურაძე"),
]


@pytest.mark.parametrize(
    ("text", "what"), [*((name, "a name") for name in NAMES), ("jd@example.org", "an email address")]
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_what_says_who_the_patient_is_is_refused(text: str, what: str, form: str) -> None:
    with pytest.raises(Refused, match=f"looks like {what}; only initials or a chart number belong here") as refused:
        patient_reference(unicodedata.normalize(form, text))  # type: ignore[arg-type]
    assert text not in refused.value.message
    assert refused.value.field == "patient_ref"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("4/12/1980", "a birth date"),
        ("12.4.80", "a birth date"),
        ("1980-04-12", "a birth date"),
        ("1980–04–12", "a birth date"),
        ("2026-03-12-7", "a birth date"),
        ("JD 4/12/1980", "a birth date"),
        ("207-555-0123", "a phone number"),
        ("(207) 555 0123", "a phone number"),
        ("+1 207 555 0123", "a phone number"),
        ("555-0123", "a phone number"),
    ],
)
def test_what_may_be_a_chart_number_is_taken_and_questioned(text: str, what: str) -> None:
    reference = patient_reference(text)
    assert question(reference) == f"This looks like {what}; if it is a chart number, save once more."


@pytest.mark.parametrize("text", ["John Smith 4/12/80", "Bob Roy 207-555-0123", "+1 207 555 0123 Ann Roy"])
def test_a_name_beside_a_number_is_still_a_name(text: str) -> None:
    with pytest.raises(Refused, match="looks like a name"):
        patient_reference(text)


@pytest.mark.parametrize("text", ["", "   ", "\x00\x1b", "1" * 21])
def test_nothing_and_too_much_are_refused(text: str) -> None:
    with pytest.raises(Refused):
        patient_reference(text)


@given(st.text())
def test_what_is_taken_is_short_and_clean_and_taken_again_as_it_is(text: str) -> None:
    try:
        reference = patient_reference(text)
    except Refused:
        return
    assert 0 < len(reference) <= 20
    assert reference == reference.strip()
    assert reference == clean_line(reference)
    assert patient_reference(reference) == reference


@given(st.dates(), st.sampled_from(["%Y-%m-%d", "%m/%d/%Y", "%d.%m.%y", "%m-%d-%Y"]))
def test_no_day_of_a_life_goes_by_unasked(day, form) -> None:
    if day.year < 1800 or day.year > 2099:
        return
    assert "birth date" in question(patient_reference(day.strftime(form)))


@given(st.from_regex(r"[A-Z]{1,3}-?[0-9]{3,6}", fullmatch=True))
def test_no_plain_chart_number_is_questioned(reference: str) -> None:
    assert question(patient_reference(reference)) == ""
