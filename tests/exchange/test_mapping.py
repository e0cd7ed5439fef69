"""Headers of many systems, and deciding what a file is."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_tracker.domain.errors import Refused
from tui_tracker.exchange.fields import FIELDS, KINDS
from tui_tracker.exchange.mapping import Mapping, choose, map_table, missing, normal, recognise
from tui_tracker.exchange.tables import Row, Table

NPI = "1003005174"


def a_table(*lines: str) -> Table:
    return Table(
        "file.csv", "UTF-8, comma", tuple(Row(n, n, tuple(line.split(","))) for n, line in enumerate(lines, 1))
    )


def fields(mapping: Mapping) -> dict[str, str]:
    return {column.field: column.name for column in mapping.columns if column.field}


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("ProviderNPI", "provider npi"),
        ("provider_npi ", "provider npi"),
        (" frst_nm", "frst nm"),
        ("City/Town", "city town"),
        ("Provider Organization Name (Legal Business Name)", "provider organization name"),
        ("Wait (days)", "wait"),
        ("NCHS_Code2023", "nchs code2023"),
        ("E-mail 1 - Value", "e mail 1 value"),
    ],
)
def test_headers_are_compared_without_their_clothes(name: str, shown: str) -> None:
    assert normal(name) == shown


def test_the_national_clinician_file() -> None:
    mapping = map_table(
        a_table(
            "NPI,Provider Name,Primary Specialty,Address,City/Town,State,ZIP Code", f"{NPI},ANN LEE,X,Y,BATH,ME,4530"
        )
    )
    assert mapping.kind == "partners"
    assert fields(mapping) == {
        "npi": "NPI",
        "name": "Provider Name",
        "specialty": "Primary Specialty",
        "address": "Address",
        "city": "City/Town",
        "state": "State",
        "postal_code": "ZIP Code",
    }


def test_the_register_prefers_where_they_practise() -> None:
    mapping = map_table(
        a_table(
            "NPI,Provider Organization Name (Legal Business Name),Provider First Name,Provider Last Name (Legal Name),"
            "Provider Business Mailing Address City Name,Provider Business Practice Location Address City Name",
            f"{NPI},,ANN,LEE,BATH,YORK",
        )
    )
    assert fields(mapping)["city"] == "Provider Business Practice Location Address City Name"
    assert fields(mapping)["first_name"] == "Provider First Name"
    assert fields(mapping)["organization"].startswith("Provider Organization Name")


def test_a_log_of_appointments() -> None:
    mapping = map_table(
        a_table(
            "AppointmentID,PatientID,ProviderNPI,BookingDate,AppointmentDate,WaitDays,Status,InsuranceType", "A1,P1"
        )
    )
    assert mapping.kind == "referrals"
    assert set(fields(mapping)) == {
        "id", "patient_ref", "partner_npi", "day", "visit_on", "wait_days", "status", "payer",
    }  # fmt: skip


@given(st.sampled_from(KINDS), st.data())
def test_every_spelling_is_recognised_however_it_is_dressed(kind: str, data: st.DataObject) -> None:
    field = data.draw(st.sampled_from(sorted(FIELDS[kind])))
    spelling = data.draw(st.sampled_from(FIELDS[kind][field]))
    dress = data.draw(
        st.sampled_from([str.title, str.upper, lambda one: one.replace(" ", "_"), lambda one: f" {one} "])
    )
    found = recognise(kind, ["nothing known", dress(spelling)])
    assert found[0] is None
    assert found[1] is not None


@given(st.lists(st.text(max_size=20), max_size=12))
def test_a_field_is_never_given_twice(names: list[str]) -> None:
    for kind in KINDS:
        given_ = [field for field in recognise(kind, names) if field]
        assert len(given_) == len(set(given_))


def test_lines_above_the_header_are_passed_over() -> None:
    mapping = map_table(a_table("Report of March", "Name,City,Phone", "Ann Lee,Bath,1"))
    assert (mapping.header_line, len(mapping.rows)) == (2, 1)


@pytest.mark.parametrize("first", ["John Doe,John,Doe,john@doe.invalid", f"Ann Lee,{NPI},Bath"])
def test_a_missing_header_line_is_said(first: str) -> None:
    with pytest.raises(Refused, match="has no header line"):
        map_table(a_table(first, first))


def test_columns_of_a_file_without_header_are_named_by_number() -> None:
    table = a_table("John Doe,Bath", "Jane Doe,York")
    mapping = map_table(table, maps=["1=name", "2=city"], has_header=False)
    assert len(mapping.rows) == 2
    assert fields(mapping) == {"name": "column 1", "city": "column 2"}
    with pytest.raises(Refused, match="say what the columns are"):
        map_table(table, has_header=False)


def test_unknown_headers_are_said_and_can_be_named() -> None:
    table = a_table("a,b", "Ann,Bath")
    with pytest.raises(Refused, match=r"none of its columns \(a, b\) is known"):
        map_table(table)
    assert fields(map_table(table, maps=["a=name", "B=city"])) == {"name": "a", "city": "b"}


def test_a_map_moves_a_field_and_drops_a_column() -> None:
    table = a_table("Name,City,Town", "Ann,Bath,York")
    assert fields(map_table(table, maps=["Town=city", "Name="])) == {"city": "Town"}


@pytest.mark.parametrize(
    ("map_", "words"),
    [
        ("Nowhere=name", "no column “Nowhere”"),
        ("Name=shoe", "“shoe” is no field"),
        ("Name", "names no column and field"),
    ],
)
def test_maps_that_cannot_be(map_: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        map_table(a_table("Name,City", "Ann,Bath"), maps=[map_])


def test_a_list_of_patients_is_refused() -> None:
    table = a_table("patient_id,first_name,last_name,date_of_birth", "P1,John,Smith,1985-03-15")
    with pytest.raises(Refused, match="looks like a list of patients"):
        map_table(table)


def test_a_map_can_say_what_the_file_is() -> None:
    assert map_table(a_table("Name,When", "JS,2026-01-01"), maps=["When=day"]).kind == "referrals"


def test_what_is_missing_is_said_in_words() -> None:
    assert missing("partners", ["city"]) == "No column holds a name."
    assert missing("partners", ["organization"]) == ""
    assert missing("referrals", ["day", "partner_npi"]) == "No column holds a patient reference."
    assert missing("referrals", ["patient_ref", "visit_on", "partner_npi"]) == "No column holds the day received."
    assert missing("referrals", ["patient_ref", "visit_on", "wait_days"]) == "No column says who referred."
    assert missing("referrals", ["patient_ref", "visit_on", "wait_days", "source"]) == ""


def test_choosing_takes_the_field_from_another_column() -> None:
    mapping = choose(map_table(a_table("Name,City,Town", "Ann,Bath,York")), 2, "city")
    assert fields(mapping) == {"name": "Name", "city": "Town"}
    assert fields(choose(mapping, 2, None)) == {"name": "Name"}


@pytest.mark.parametrize(
    ("path", "kind", "wanted"),
    [
        ("clinicians/dac_full_columns.csv", "partners", {"npi", "last_name", "first_name", "specialty", "city"}),
        ("clinicians/sf_prescribers_npi.csv", "partners", {"npi", "name", "specialty", "city"}),
        ("clinicians/cms_hospital_general_information.csv", "partners", {"organization", "city", "phone"}),
        ("nppes/npidata_orgs_2025_float_damaged.csv", "partners", {"npi", "organization", "kind", "city"}),
        ("contacts_csv/rolomind_google_2024.csv", "partners", {"first_name", "last_name", "email", "organization"}),
        ("contacts_csv/khard_jumbled.csv", "partners", {"name", "last_name", "email", "city"}),
        ("contacts_csv/thunderbird_csv_semicolon.csv", "partners", {"name", "email"}),
        ("events/maine_appointments_messy.csv", "referrals", {"id", "patient_ref", "partner_npi", "day", "status"}),
        ("referral_log/uk_referrals.csv", "referrals", {"id", "patient_ref", "day", "urgency", "reason"}),
    ],
)
def test_real_files(samples: Path, path: str, kind: str, wanted: set[str]) -> None:
    from tui_tracker.exchange.tables import read_table

    mapping = map_table(read_table(samples / path))
    assert mapping.kind == kind
    assert wanted <= set(fields(mapping))
