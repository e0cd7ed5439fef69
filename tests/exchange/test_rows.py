"""Rows of a file as partners and referrals, or the reason why not."""

from __future__ import annotations

import csv
import stat
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_tracker.domain.errors import Refused
from tui_tracker.exchange.drafting import SetAside
from tui_tracker.exchange.mapping import map_table
from tui_tracker.exchange.partner_rows import PartnerRow, partner_rows
from tui_tracker.exchange.paths import complete_path
from tui_tracker.exchange.referral_rows import REMARK_BOOKING, REMARK_WAIT, Reading, ReferralRow, referral_rows
from tui_tracker.exchange.report import write_report
from tui_tracker.exchange.tables import Row, Table

TODAY = date(2026, 3, 16)
NPI = "1003005174"


def a_table(header: list[str], *rows: list[str]) -> Table:
    return Table("f.csv", "", tuple(Row(n, n, tuple(cells)) for n, cells in enumerate([header, *rows], 1)))


def partner(**cells: str) -> PartnerRow | SetAside:
    return next(partner_rows(map_table(a_table(list(cells), list(cells.values())), "partners")))


def referral(**cells: str) -> ReferralRow | SetAside:
    cells = {"id": "A1", "patient_ref": "P1", "partner_npi": NPI, **cells}
    return next(referral_rows(map_table(a_table(list(cells), list(cells.values())), "referrals"), Reading(TODAY)))


def good(**cells: str) -> dict[str, Any]:
    row = referral(**cells)
    assert isinstance(row, ReferralRow), row
    return row.record


def bad(**cells: str) -> str:
    row = referral(**cells)
    assert isinstance(row, SetAside), row
    return row.reason


def test_a_clinician() -> None:
    row = partner(
        npi=NPI, name="DAVID GILMAN", specialty="PHYSICIAN ASSISTANT", city="PORTLAND", state="ME", zip="41023134"
    )
    assert isinstance(row, PartnerRow)
    assert (row.kind, row.name, row.npi, row.tier, row.stage) == ("clinician", "David Gilman", NPI, "C", "prospect")
    assert row.facts == {
        "specialty": "Physician assistant",
        "area": "Portland",
        "city": "Portland",
        "state": "ME",
        "postal_code": "04102-3134",
    }


def test_an_organisation_and_a_payer() -> None:
    row = partner(npi=NPI, entity_type_code="2.0", organization_name="ADR LLC", first_name="", last_name="")
    assert isinstance(row, PartnerRow)
    assert (row.kind, row.name) == ("practice", "ADR LLC")
    row = partner(payer_name="AETNA BETTER HEALTH INC.")
    assert isinstance(row, PartnerRow)
    assert (row.kind, row.name) == ("payer", "Aetna Better Health Inc.")


def test_what_has_no_field_goes_into_the_note() -> None:
    row = partner(
        first_name="Ann",
        last_name="Lee",
        company="Acme Corp",
        email="ann@",
        specialty="Cardiology|Imaging",
        note="Nice",
    )
    assert isinstance(row, PartnerRow)
    assert row.facts["note"] == "Nice\nAlso: Imaging.\nE-mail in the file: ann@\nWorks at Acme Corp."
    assert "email" not in row.facts


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"name": "", "npi": NPI}, "there is no name"),
        ({"name": "Ann", "npi": "1003005175"}, "no valid NPI"),
        ({"name": "Ann", "tier": "Z"}, "the tier “Z” is not known"),
        ({"name": "A" * 301}, "the name is longer than 300"),
    ],
)
def test_partners_that_are_set_aside(cells: dict[str, str], reason: str) -> None:
    row = partner(**cells)
    assert isinstance(row, SetAside)
    assert reason in row.reason


def test_ragged_rows() -> None:
    table = a_table(["name", "city", "phone"], ["Ann"], ["Bob", "Bath", "1", "", ""], ["Cy", "Bath", "1", "2"])
    rows = list(partner_rows(map_table(table)))
    assert [isinstance(row, SetAside) for row in rows] == [False, False, True]
    assert isinstance(rows[2], SetAside)
    assert rows[2].reason == "the row has 4 cells for 3 columns"


def test_a_completed_appointment() -> None:
    record = good(day="2025-06-29 00:00:00", visit_on="2025-07-18 00:00:00", status="FIN")
    assert (record["day"], record["seen_on"], record["stage"]) == (date(2025, 6, 29), date(2025, 7, 18), "seen")
    assert (record["stage_on"], record["scheduled_on"], record["aside_on"]) == (date(2025, 7, 18), None, None)


def test_a_visit_that_did_not_happen() -> None:
    record = good(day="2025-06-29", visit_on="2025-07-18", status="NoShow")
    assert (record["stage"], record["aside_on"], record["aside_reason"]) == ("lost", date(2025, 7, 18), "did not come")
    assert record["seen_on"] is None
    record = good(day="2026-03-01", visit_on="2026-04-01", status="CXL")
    assert (record["stage"], record["aside_on"], record["aside_reason"]) == ("lost", TODAY, "cancelled")


def test_a_visit_to_come() -> None:
    record = good(day="2026-03-01", visit_on="2026-04-01", status="Scheduled")
    assert (record["stage"], record["scheduled_on"], record["visit_on"]) == (
        "scheduled", date(2026, 3, 1), date(2026, 4, 1),
    )  # fmt: skip


def test_a_booking_day_is_worked_out_from_the_wait() -> None:
    row = referral(day="", visit_on="2025-07-30", wait_days="42", status="Completed")
    assert isinstance(row, ReferralRow)
    assert row.record["day"] == date(2025, 6, 18)
    assert row.remarks == (REMARK_BOOKING,)
    row = referral(day="2025-07-01", visit_on="2025-07-30", wait_days="-1", status="Completed")
    assert isinstance(row, ReferralRow)
    assert row.record["day"] == date(2025, 7, 1)
    assert row.remarks == (REMARK_WAIT,)


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        (
            {"day": "2025-08-21", "visit_on": "2025-03-09", "status": "Completed"},
            "the appointment (2025-03-09) lies before the booking (2025-08-21)",
        ),
        ({"day": "2026-04-01", "visit_on": "2026-04-09", "status": "Cancelled"}, "(2026-04-01) is still to come"),
        ({"day": "2026-03-01", "visit_on": "2026-04-09", "status": "Completed"}, "(2026-04-09) is still to come"),
        ({"day": "2026-03-01", "visit_on": "2026-04-09", "status": "No-Show"}, "(2026-04-09) is still to come"),
        ({"day": "", "visit_on": "2026-01-01", "status": "Completed"}, "no booking day"),
        ({"day": "", "visit_on": "2026-01-01", "wait_days": "-3", "status": "Done"}, "the waiting days are -3"),
        ({"day": "", "visit_on": "2026-01-01", "wait_days": "999999"}, "the waiting days are 999999"),
        ({"day": "", "visit_on": "", "status": "Completed"}, "there is no day received"),
        ({"day": "2026-01-01", "status": "Completed"}, "no day says when the patient came"),
        ({"day": "2026-01-01", "status": "Frobbed"}, "the status “Frobbed” is not known"),
        ({"day": "someday", "status": "Done"}, "“someday” is no day"),
        ({"day": "2026-01-01", "patient_ref": ""}, "there is no patient reference"),
        ({"day": "2026-01-01", "partner_npi": ""}, "nothing says who referred"),
        ({"day": "2026-01-01", "partner_npi": "1"}, "no valid NPI"),
        ({"day": "2026-01-05", "contacted_on": "2026-01-02"}, "the first contact (2026-01-02) lies before the booking"),
        ({"day": "2026-01-01", "flow": "sideways"}, "the direction “sideways” is not known"),
        ({"day": "2026-01-01", "outcome": "so so"}, "the outcome “so_so” is not known"),
        ({"day": "2026-01-01", "revenue": "lots"}, "no amount of money"),
        ({"day": "2026-01-01", "revenue": "1e999999"}, "no amount of money"),
    ],
)
def test_referrals_that_are_set_aside(cells: dict[str, str], reason: str) -> None:
    assert reason in bad(**cells)


def test_without_a_status_the_days_tell() -> None:
    assert good(day="2026-01-01")["stage"] == "received"
    assert good(day="2026-01-01", contacted_on="2026-01-02")["stage"] == "contacted"
    assert good(day="2026-01-01", visit_on="2026-05-02")["stage"] == "scheduled"
    assert good(day="2026-01-01", seen_on="2026-01-09")["stage"] == "seen"
    assert good(day="2026-01-01", seen_on="2026-01-09", closed_on="2026-02-01")["stage"] == "closed"


def test_outbound() -> None:
    record = good(day="2026-01-01", visit_on="2026-04-01", status="scheduled", flow="Outbound")
    assert (record["flow"], record["stage"], record["accepted_on"]) == ("outbound", "accepted", date(2026, 1, 1))
    record = good(day="2026-01-01", status="declined", flow="out")
    assert (record["stage"], record["aside_reason"]) == ("lost", "declined")


def test_who_sent_the_patient() -> None:
    def sent(**cells: str) -> tuple[object, str | None, str]:
        row = referral(day="2026-01-01", partner_npi="", **cells)
        assert isinstance(row, ReferralRow)
        return row.record["source"], row.npi, row.partner

    assert sent(partner_name="LEE, ANN, MD") == ("partner", None, "Ann Lee, MD")
    assert sent(partner_name="Self") == ("other", None, "")
    assert sent(source="Google") == ("web", None, "")
    assert sent(source="Dr. Ann Lee") == ("partner", None, "Ann Lee")
    assert sent(source="physician", partner_name="Ann Lee") == ("partner", None, "Ann Lee")


def test_no_patients_name_comes_in() -> None:
    assert good(day="2026-01-01", patient_ref="", patient_name="John Smith")["patient_ref"] == "J.S."
    assert good(day="2026-01-01", patient_ref="Smith, John")["patient_ref"] == "J.S."


def test_the_key_is_the_files_own_id_or_the_row_itself() -> None:
    def key(source: str = "", **cells: str) -> str:
        cells = {"patient_ref": "P1", "partner_npi": NPI, "day": "2026-01-01", **cells}
        mapping = map_table(a_table(list(cells), list(cells.values())), "referrals")
        row = next(referral_rows(mapping, Reading(TODAY, source=source)))
        assert isinstance(row, ReferralRow)
        return row.key

    assert key(AppointmentID="17.0") == key(**{"Appointment ID": "17"}) == "appointment id:17"
    assert key(AppointmentID="17", source="Old System") == "old system/appointment id:17"
    assert key().startswith("row:")
    assert key() == key(status="received") != key(day="2026-01-02")


def test_history_is_settled() -> None:
    cells = {"patient_ref": "P1", "partner_npi": NPI, "day": "2026-01-01"}
    mapping = map_table(a_table(list(cells), list(cells.values())), "referrals")
    settled = [
        row.record["settled"]
        for before in (None, date(2026, 1, 1), date(2026, 1, 2))
        for row in referral_rows(mapping, Reading(TODAY, before))
        if isinstance(row, ReferralRow)
    ]
    assert settled == [False, False, True]


@given(st.lists(st.text(max_size=30), min_size=12, max_size=12))
def test_no_row_breaks_the_reading(cells: list[str]) -> None:
    header = ["id", "patient id", "npi", "referred by", "date received", "appointment date", "wait days", "status"]
    header += ["insurance", "reason", "source", "amount"]
    for row in referral_rows(map_table(a_table(header, cells), "referrals"), Reading(TODAY)):
        assert isinstance(row, ReferralRow) or row.reason
        if isinstance(row, ReferralRow):
            assert row.record["day"] <= TODAY  # type: ignore[operator]
    header = ["npi", "name", "first name", "last name", "company", "specialty", "city", "state", "zip", "phone"]
    header += ["email", "kind"]
    for one in partner_rows(map_table(a_table(header, cells), "partners")):
        assert one.name if isinstance(one, PartnerRow) else one.reason


def test_the_report_is_private_numbered_and_harmless(tmp_path: Path) -> None:
    source = str(tmp_path / "log.csv")
    aside = [SetAside(Row(7, 7, ("=cmd()", "-1", "Ann", "extra")), "there is no name")]

    first, second = write_report(source, ["a", "@b", "c"], aside), write_report(source, ["a", "@b", "c"], aside)

    assert [first.name, second.name] == ["log.report.csv", "log.report-2.csv"]
    assert stat.S_IMODE(first.stat().st_mode) == 0o600
    with first.open(newline="", encoding="utf-8") as file:
        assert list(csv.reader(file)) == [
            ["Report line", "Report reason", "a", "'@b", "c", "cell 4"],
            ["7", "there is no name", "'=cmd()", "'-1", "Ann", "extra"],
        ]
    with pytest.raises(Refused, match="exists already"):
        write_report(source, ["a"], aside, str(first))
    with pytest.raises(Refused, match="cannot be written"):
        write_report(source, ["a"], aside, str(tmp_path / "nowhere" / "x.csv"))


def test_a_report_goes_to_the_current_folder_where_the_files_own_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    aside = [SetAside(Row(2, 2, ("x",)), "because")]
    assert write_report("/proc/nowhere/log.csv", ["a"], aside) == tmp_path / "log.report.csv"


def test_completing_a_path(tmp_path: Path) -> None:
    (tmp_path / "lists").mkdir()
    for name in ("clinicians.csv", "clinics.csv"):
        (tmp_path / "lists" / name).touch()
    assert complete_path(f"{tmp_path}/li") == f"{tmp_path}/lists/"
    assert complete_path(f"{tmp_path}/lists/") == f"{tmp_path}/lists/clinic"
    assert complete_path(f"{tmp_path}/lists/clinici") == f"{tmp_path}/lists/clinicians.csv"
    assert complete_path(f"{tmp_path}/nowhere/x") == ""
