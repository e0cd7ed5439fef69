"""Single values: days, identifiers, places, outcomes."""

from __future__ import annotations

import contextlib
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_tracker.domain.npi import is_npi
from tui_tracker.exchange import values
from tui_tracker.exchange.values import Unreadable

DAYS = st.dates(date(1970, 1, 1), date(2069, 12, 31))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025-06-29 00:00:00", date(2025, 6, 29)),
        ("2025-06-29T23:59:59Z", date(2025, 6, 29)),
        ("2025/6/9", date(2025, 6, 9)),
        ("6/29/2025", date(2025, 6, 29)),
        ("6/9/25 14:30", date(2025, 6, 9)),
        ("29/6/2025", date(2025, 6, 29)),
        ("29.06.2025", date(2025, 6, 29)),
        ("15-Jan-24", date(2024, 1, 15)),
        ("15 January 2024", date(2024, 1, 15)),
        ("Jan 15, 2024", date(2024, 1, 15)),
        ("January 15th 2024", date(2024, 1, 15)),
        ("20250629", date(2025, 6, 29)),
        ("45837", date(2025, 6, 29)),
        ("45837.0", date(2025, 6, 29)),
        ("", None),
    ],
)
def test_days(text: str, day: date | None) -> None:
    assert values.day(text) == day


@pytest.mark.parametrize("text", ["2025-02-30", "soon", "13/13/2025", "12", "2025-06", "0000-01-01", "1-Foo-24"])
def test_what_is_no_day_is_said(text: str) -> None:
    with pytest.raises(Unreadable, match=r"is no day|lies outside"):
        values.day(text)


@given(
    DAYS, st.sampled_from(["%Y-%m-%d", "%Y-%m-%d 00:00:00", "%m/%d/%Y", "%Y/%m/%d", "%d-%b-%Y", "%B %d, %Y", "%Y%m%d"])
)
def test_every_way_to_write_a_day_is_read_back(day: date, form: str) -> None:
    assert values.day(day.strftime(form)) == day


@given(st.lists(DAYS, min_size=1))
def test_a_column_of_days_first_is_recognised(days: list[date]) -> None:
    texts = [day.strftime("%d/%m/%Y") for day in [*days, date(2025, 12, 25)]]
    assert values.days_are_day_first(texts)
    assert [values.day(text, day_first=True) for text in texts[:-1]] == days


@given(DAYS)
def test_excel_serials(day: date) -> None:
    assert values.day(str((day - date(1899, 12, 30)) // timedelta(days=1))) == day


@given(st.text(max_size=40))
def test_no_text_breaks_a_reader(text: str) -> None:
    line = values.value(text)
    for reader in (values.day, values.npi, values.cents, values.patient_reference, values.status):
        try:
            reader(line)
        except Unreadable as error:
            assert str(error)  # noqa: PT017
    values.postal_code(line, "ME")
    values.phone(line)
    values.whole(line)
    values.payer(line)


@pytest.mark.parametrize(
    "text", ["1003005174", "1003005174.0", "1003005174.00", " 1003005174 ", "1.003005174E9", "1003-005-174"]
)
def test_npi_as_spreadsheets_leave_it(text: str) -> None:
    assert values.npi(text.strip()) == "1003005174"


@pytest.mark.parametrize("text", ["1003005175", "100300517", "abc", "91060967400", "0003005174"])
def test_npi_that_cannot_be(text: str) -> None:
    with pytest.raises(Unreadable, match="no valid NPI"):
        values.npi(text)


@given(st.integers(1_000_000_000, 2_999_999_999))
def test_npi_is_kept_only_with_its_check_digit(number: int) -> None:
    try:
        assert values.npi(f"{number}.0") == str(number)
        assert is_npi(str(number))
    except Unreadable:
        assert not is_npi(str(number))


@pytest.mark.parametrize(
    ("text", "state", "shown"),
    [
        ("41023134", "ME", "04102-3134"),
        ("4102", "ME", "04102"),
        ("04102", "ME", "04102"),
        ("041023134", "ME", "04102-3134"),
        ("94559.0", "CA", "94559"),
        ("945594515.0", "CA", "94559-4515"),
        ("04102-3134", "ME", "04102-3134"),
        ("041020000", "ME", "04102"),
        ("601", "PR", "00601"),
        ("B1 1ZZ", "", "B1 1ZZ"),
        ("4102", "Queensland", "4102"),
        ("", "ME", ""),
    ],
)
def test_zips_get_their_zeros_back(text: str, state: str, shown: str) -> None:
    assert values.postal_code(text, state) == shown


@given(st.integers(0, 99999), st.integers(1, 9999))
def test_any_zip_survives_a_spreadsheet(five: int, four: int) -> None:
    whole = f"{five:05}-{four:04}"
    damaged = f"{int(whole.replace('-', ''))}.0"
    if len(damaged) >= 9:
        assert values.postal_code(damaged, "ME") == whole


@pytest.mark.parametrize(
    ("text", "stage", "reason"),
    [
        *((one, "seen", "") for one in ("Completed", "Comp", "complete", "Done", "FIN", "seen", "Checked Out")),
        *((one, "lost", "did not come") for one in ("No-Show", "noshow", "No show", "NoShow", "NS", "DNA")),
        *((one, "lost", "cancelled") for one in ("Cancelled", "CXL", "Canceled", "cncl", "Cancel")),
        ("Scheduled", "scheduled", ""),
        ("In Progress", "in_care", ""),
        ("Rejected", "declined", "declined"),
    ],
)
def test_spellings_of_an_outcome(text: str, stage: str, reason: str) -> None:
    assert values.status(text) == (stage, reason)


def test_an_unknown_outcome_is_named() -> None:
    with pytest.raises(Unreadable, match="“Frobbed” is not known"):
        values.status("Frobbed")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("P2024818", "P2024818"),
        ("12345.0", "12345"),
        ("JS", "JS"),
        ("J.S.", "J.S."),
        ("John Smith", "J.S."),
        ("Smith, John Q", "J.Q.S."),
        ("O’Neill, Mary-Ann", "M.O."),
        ("104-2231", "104-2231"),
        ("3edac2e3-d223-6fae-d515-daf96ef6bc76", "3edac2e3-d223-6fae"),
    ],
)
def test_a_patient_is_never_more_than_a_reference(text: str, kept: str) -> None:
    assert values.patient_reference(text) == kept


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1/2/1980",
        "1980-01-02",
        "b. 3/4/1961",
        "X" * 21,
        "Smithson",
        "John Smith 4411",
        "js12@example.org",
        "李小龙",
    ],
)
def test_what_cannot_stand_for_a_patient(text: str) -> None:
    with pytest.raises(Unreadable, match="patient reference"):
        values.patient_reference(text)


@given(st.text(max_size=60))
def test_no_patient_reference_is_longer_than_20(text: str) -> None:
    with contextlib.suppress(Unreadable):
        assert 0 < len(values.patient_reference(values.value(text))) <= 20


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("3017241646.0", "301-724-1646"),
        ("(251) 928-2375", "251-928-2375"),
        ("1-800-624-0756", "800-624-0756"),
        ("+44 121 424 2000", "+44 121 424 2000"),
        ("07111222333", "07111222333"),
        ("911", "911"),
    ],
)
def test_phones(text: str, shown: str) -> None:
    assert values.phone(text) == shown


def test_the_many_ways_to_write_nothing() -> None:
    assert [values.value(text) for text in ("", " ", "N/A", "NaN", "<UNAVAIL>", "Not Available", "-")] == [""] * 7
    assert [values.name_value(text) for text in ("Na", "Null", "NAN", "<UNAVAIL>", "nan")] == [
        "Na",
        "Null",
        "NAN",
        "",
        "",
    ]


def test_formulas_that_were_made_harmless_are_read_back() -> None:
    assert values.value("'-1") == "-1"
    assert values.value("'=A1") == "=A1"
    assert values.value("'tis") == "'tis"


@pytest.mark.parametrize(("text", "cents"), [("$1,234.50", 123450), ("0", 0), ("12", 1200), ("", None)])
def test_money(text: str, cents: int | None) -> None:
    assert values.cents(text) == cents


@pytest.mark.parametrize("text", ["-1", "much", "inf", "1e99"])
def test_what_is_no_money(text: str) -> None:
    with pytest.raises(Unreadable):
        values.cents(text)
