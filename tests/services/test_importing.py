"""Importing on both engines: every row accounted for, again adds nothing, one undo takes out everything."""

from __future__ import annotations

import csv
import io
import os
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from peewee import IntegrityError

from tui_tracker.domain.errors import Refused
from tui_tracker.domain.npi import is_npi
from tui_tracker.domain.records import Doing
from tui_tracker.services import history
from tui_tracker.services.importing import Imported, Options, import_file, look
from tui_tracker.storage.journal import changing
from tui_tracker.storage.models import PRACTICE_MODELS, Partner, Referral

CLINICIANS = """NPI,Provider Name,Primary Specialty,Address,City/Town,State,ZIP Code
1003005174,DAVID GILMAN,PHYSICIAN ASSISTANT,22 BRAMHALL ST,PORTLAND,ME,41023134
1003025214,KELLY HANSCOM,PHYSICAL THERAPIST IN PRIVATE PRACTICE,120 ELM PLZ,WATERVILLE,ME,49014936
1003005174,DAVID GILMAN,PHYSICIAN ASSISTANT,1 OTHER ST,PORTLAND,ME,4102
1003005174,SOMEBODY ELSE,UROLOGY,1 OTHER ST,PORTLAND,ME,4102
1003005175,WRONG DIGIT,UROLOGY,1 OTHER ST,BATH,ME,4530
"""
LOG = """AppointmentID,PatientID,ProviderNPI,BookingDate,AppointmentDate,WaitDays,Status,InsuranceType
A1,P1,1003005174,2025-06-29 00:00:00,2025-07-18 00:00:00,19,Completed,Commercial
A2,P2,1003005174,2025-08-21 00:00:00,2025-03-09 00:00:00,13,Completed,Medicare
A3,P3,1003025214,2025-09-23 00:00:00,2025-10-01 00:00:00,8,NoShow,commercial
A4,P4,1003025214,,2025-10-28 00:00:00,8,FIN,Self-Pay
A5,P5,1003025214,2026-03-10 00:00:00,2026-04-02 00:00:00,23,Scheduled,Medicaid
A1,P1,1003005174,2025-06-29 00:00:00,2025-07-18 00:00:00,19,Completed,Commercial
A3,P3,1003025214,2025-09-23 00:00:00,2025-10-01 00:00:00,8,Completed,commercial
A6,P6,1013629898,2025-09-23 00:00:00,2025-10-01 00:00:00,8,CXL,
"""


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def a_file(folder: Path, text: str, name: str = "file.csv") -> str:
    path = folder / name
    path.write_text(text, "utf-8")
    return str(path)


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table that holds the practice."""
    return {model.__name__: list(model.select().order_by(model.id).tuples()) for model in PRACTICE_MODELS}


def accounted(result: Imported) -> bool:
    return result.total == result.added + result.updated + result.unchanged + result.set_aside


def reported(result: Imported) -> list[tuple[int, str]]:
    assert result.report is not None
    with open(result.report, newline="", encoding="utf-8") as file:
        return [(int(row["Report line"]), row["Report reason"]) for row in csv.DictReader(file)]


def partners() -> dict[str, Any]:
    return {partner.name: partner for partner in Partner.select()}


def referrals() -> dict[str, Any]:
    return {referral.import_key.split(":")[1]: referral for referral in Referral.select()}


def test_clinicians_come_in_readable_and_every_row_is_accounted_for(
    practice: str, doing: Doing, tmp_path: Path
) -> None:
    result = import_file(doing, a_file(tmp_path, CLINICIANS))

    assert (result.total, result.added, result.unchanged, result.set_aside) == (5, 2, 1, 2)
    assert result.label == "Imported 2 partners from file.csv"
    david = partners()["David Gilman"]
    assert (david.kind, david.specialty, david.area, david.stage, david.tier) == (
        "clinician", "Physician assistant", "Portland", "prospect", "C",
    )  # fmt: skip
    assert (david.npi, david.postal_code, david.search, david.added_on) == (
        "1003005174", "04102-3134", "david gilman", doing.today,
    )  # fmt: skip
    assert reported(result) == [
        (5, "NPI 1003005174 stands on line 2 already, with the name David Gilman"),
        (6, "“1003005175” is no valid NPI: ten digits with a check digit are wanted"),
    ]


def test_importing_again_adds_nothing_and_one_undo_takes_everything_out(
    practice: str, doing: Doing, tmp_path: Path
) -> None:
    clinicians, log = a_file(tmp_path, CLINICIANS, "clinicians.csv"), a_file(tmp_path, LOG, "log.csv")
    before = everything()
    first = import_file(doing, clinicians)
    between = everything()
    second = import_file(doing, log)
    after = everything()

    for path, result in ((clinicians, first), (log, second)):
        again = import_file(doing, path)
        assert (again.added, again.updated, again.set_aside) == (0, 0, result.set_aside)
        assert again.change_id is None
        assert accounted(again)
    assert everything() == after

    assert first.change_id is not None
    assert second.change_id is not None
    history.undo(doing, second.change_id)
    assert everything() == between
    history.undo(doing, first.change_id)
    assert everything() == before
    history.redo(doing, first.change_id)
    history.redo(doing, second.change_id)
    assert everything() == after


def test_a_log_of_appointments(practice: str, doing: Doing, tmp_path: Path) -> None:
    import_file(doing, a_file(tmp_path, CLINICIANS, "clinicians.csv"))
    told: list[tuple[int, int]] = []
    result = import_file(doing, a_file(tmp_path, LOG), progress=lambda done, total: told.append((done, total)))

    assert (result.total, result.added, result.unchanged, result.set_aside) == (8, 4, 1, 3)
    assert told[-1][0] == told[-1][1]
    assert reported(result) == [
        (3, "the appointment (2025-03-09) lies before the booking (2025-08-21)"),
        (8, "the same referral stands on line 4 already, with other content"),
        (
            9,
            "no partner has NPI 1013629898; import the clinicians first, or add partners along with this file",
        ),
    ]
    here, found = partners(), referrals()
    seen, lost, worked_out, to_come = found["A1"], found["A3"], found["A4"], found["A5"]
    assert (seen.stage, seen.day, seen.seen_on, seen.patient_ref) == (
        "seen", date(2025, 6, 29), date(2025, 7, 18), "P1",
    )  # fmt: skip
    assert (lost.stage, lost.aside_on, lost.aside_reason) == ("lost", date(2025, 10, 1), "did not come")
    assert (worked_out.day, worked_out.payer_id) == (date(2025, 10, 20), None)
    assert (to_come.stage, to_come.scheduled_on, to_come.visit_on) == (
        "scheduled", date(2026, 3, 10), date(2026, 4, 2),
    )  # fmt: skip
    assert (here["Commercial"].kind, here["Commercial"].stage) == ("payer", "connected")
    assert seen.payer_id == lost.payer_id == here["Commercial"].id
    assert seen.partner_id == here["David Gilman"].id
    assert {partner.stage for partner in here.values() if partner.kind == "clinician"} == {"referring"}
    assert any("had no booking day" in note for note in result.notes)


def test_unknown_referrers_may_be_added(practice: str, doing: Doing, tmp_path: Path) -> None:
    result = import_file(doing, a_file(tmp_path, LOG), Options(add_partners=True))

    assert (result.added, result.set_aside) == (5, 2)
    added = partners()["NPI 1003005174"]
    assert (added.kind, added.stage, added.npi) == ("clinician", "referring", "1003005174")
    clinicians = import_file(doing, a_file(tmp_path, CLINICIANS, "clinicians.csv"))
    assert clinicians.updated == 2
    assert {"David Gilman", "Kelly Hanscom"} <= set(partners())


def test_a_later_log_brings_referrals_forward_but_not_over_what_was_decided_here(
    practice: str, doing: Doing, tmp_path: Path
) -> None:
    import_file(doing, a_file(tmp_path, CLINICIANS, "clinicians.csv"))
    import_file(doing, a_file(tmp_path, LOG))
    later = replace(doing, today=date(2026, 4, 10))
    mended = LOG.replace("23,Scheduled", "23,Completed").replace("8,NoShow", "8,Completed")

    result = import_file(later, a_file(tmp_path, mended, "later.csv"))

    assert (result.added, result.updated) == (0, 1)
    assert referrals()["A5"].seen_on == date(2026, 4, 2)
    assert referrals()["A3"].stage == "lost"


def test_an_id_of_another_system_is_not_taken_for_ours(practice: str, doing: Doing, tmp_path: Path) -> None:
    import_file(doing, a_file(tmp_path, CLINICIANS, "clinicians.csv"))
    import_file(doing, a_file(tmp_path, LOG))
    other = LOG.splitlines()[0] + "\nA1,X9,1003025214,2026-01-02,2026-01-09,7,Done,\n"

    result = import_file(doing, a_file(tmp_path, other, "other.csv"))
    assert "another referral" in reported(result)[0][1]
    assert import_file(doing, a_file(tmp_path, other, "other.csv"), Options(source="Other")).added == 1


def test_history_can_be_settled(practice: str, doing: Doing, tmp_path: Path) -> None:
    import_file(doing, a_file(tmp_path, CLINICIANS, "clinicians.csv"))
    first = import_file(doing, a_file(tmp_path, LOG))
    assert any("settle" in note for note in first.notes)
    assert not any(referral.settled for referral in Referral.select())

    again = import_file(doing, a_file(tmp_path, LOG), Options(settled_before=date(2026, 1, 1)))
    assert (again.added, again.updated) == (0, 3)
    assert {key: referral.settled for key, referral in referrals().items()} == {
        "A1": True, "A3": True, "A4": True, "A5": False,
    }  # fmt: skip


def test_a_newer_register_updates_what_came_from_a_file_and_leaves_what_was_typed(
    practice: str, doing: Doing, tmp_path: Path
) -> None:
    import_file(doing, a_file(tmp_path, CLINICIANS))
    here = partners()
    with changing(doing, "Edited Kelly Hanscom") as unit:
        unit.update(Partner, here["Kelly Hanscom"].id, address="Round the back", tier="A")
    newer = CLINICIANS.replace("22 BRAMHALL ST", "5 New St").replace("120 ELM PLZ", "7 New St").replace("Provider", "")

    result = import_file(doing, a_file(tmp_path, newer, "newer.csv"))

    here = partners()
    assert (result.added, result.updated) == (0, 1)
    assert here["David Gilman"].address == "5 New St"
    assert (here["Kelly Hanscom"].address, here["Kelly Hanscom"].tier) == ("Round the back", "A")
    assert any("typed by hand" in note for note in result.notes)


def test_partners_without_npi_are_known_by_name_with_specialty_or_town(
    practice: str, doing: Doing, tmp_path: Path
) -> None:
    people = "Name,Specialty,City\nAnn Lee,Cardiology,Bath\nAnn Lee,Urology,York\nANN LÉE,,Bath\nBob Ray,,\n"
    result = import_file(doing, a_file(tmp_path, people))
    assert (result.added, result.unchanged, result.set_aside) == (3, 1, 0)

    again = import_file(doing, a_file(tmp_path, 'Name,City\n"Lee, Ann, MD",Bath\nAnn Lee,\nBob Ray,Rye\n', "b.csv"))
    assert (again.added, again.unchanged, again.updated, again.set_aside) == (0, 1, 1, 1)
    assert reported(again) == [(3, "2 partners are called Ann Lee; add the NPI, the specialty or the town")]
    assert partners()["Bob Ray"].city == "Rye"

    with_npi = "NPI,Name,City\n1003005174,Bob Ray,Rye\n1003025214,Bob Ray,Rye\n"
    result = import_file(doing, a_file(tmp_path, with_npi, "c.csv"))
    assert partners()["Bob Ray"].npi is not None
    assert accounted(result)


def test_spellings_that_are_here_already_are_kept(practice: str, doing: Doing, tmp_path: Path) -> None:
    import_file(doing, a_file(tmp_path, "Name,Specialty,City\nAnn Lee,Internal Medicine,York\n"))
    import_file(doing, a_file(tmp_path, "Name,Specialty,City\nBOB RAY,INTERNAL MEDICINE,YORK\n", "b.csv"))
    assert partners()["Bob Ray"].specialty == "Internal Medicine"


def test_trying_out_writes_nothing(practice: str, doing: Doing, tmp_path: Path) -> None:
    before = everything()
    result = import_file(doing, a_file(tmp_path, CLINICIANS), dry_run=True)
    assert (result.added, result.set_aside, result.report, result.change_id) == (2, 2, None, None)
    assert everything() == before
    assert list(tmp_path.glob("*.report*")) == []


class Stopped(BaseException):
    """As a KeyboardInterrupt would."""


def test_stopping_in_the_middle_leaves_nothing(practice: str, doing: Doing, tmp_path: Path) -> None:
    def stop(done: int, _total: int) -> None:
        if done:
            raise Stopped

    before = everything()
    with pytest.raises(Stopped):
        import_file(doing, a_file(tmp_path, CLINICIANS), progress=stop)
    assert everything() == before
    assert history.count_changes() == 0
    assert list(tmp_path.glob("*.report*")) == []


@pytest.mark.parametrize(("error", "raised"), [(IntegrityError, Refused), (OSError, OSError)])
def test_a_report_of_what_did_not_come_about_is_taken_away(
    sqlite_practice: str,
    doing: Doing,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    error: type[Exception],
    raised: type[Exception],
) -> None:
    def fail(*_args: object) -> int:
        assert list(tmp_path.glob("*.report*")) != []
        raise error

    monkeypatch.setattr("tui_tracker.storage.journal._record", fail)
    with pytest.raises(raised):
        import_file(doing, a_file(tmp_path, CLINICIANS))
    assert list(tmp_path.glob("*.report*")) == []
    assert Partner.select().count() == 0


def test_a_kill_in_the_middle_leaves_nothing(practice: str, doing: Doing, tmp_path: Path) -> None:
    path = a_file(tmp_path, a_register(400))
    program = (
        "import os, signal, sys\n"
        "from datetime import date\n"
        "from tui_tracker.domain.records import Doing\n"
        "from tui_tracker.services.importing import import_file\n"
        "from tui_tracker.services.opening import open_practice\n"
        "open_practice(sys.argv[1])\n"
        "def die(done, total):\n"
        "    if done >= 200: os.kill(os.getpid(), signal.SIGKILL)\n"
        "import_file(Doing('Ann', '2026-03-16T12:00:00Z', date(2026, 3, 16)), sys.argv[2], progress=die)\n"
    )
    root = str(Path(__file__).parents[2])
    killed = subprocess.run(
        [sys.executable, "-c", program, practice, path], check=False, env={**os.environ, "PYTHONPATH": root}
    )
    assert killed.returncode == -signal.SIGKILL
    assert (Partner.select().count(), history.count_changes()) == (0, 0)
    assert import_file(doing, path).added == 400


def test_where_no_report_can_be_written_nothing_comes_in(practice: str, doing: Doing, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="cannot be written"):
        import_file(doing, a_file(tmp_path, CLINICIANS), report_path=str(tmp_path / "nowhere" / "report.csv"))
    assert Partner.select().count() == 0


def test_a_mended_report_can_be_imported(practice: str, doing: Doing, tmp_path: Path) -> None:
    import_file(doing, a_file(tmp_path, CLINICIANS, "clinicians.csv"))
    result = import_file(doing, a_file(tmp_path, LOG))
    assert result.report is not None
    report = Path(result.report)
    mended = report.read_text("utf-8").replace("2025-03-09 00:00:00", "2025-09-09 00:00:00")

    again = import_file(doing, a_file(tmp_path, mended, "mended.csv"))
    assert (again.added, again.total) == (1, 3)
    assert referrals()["A2"].seen_on == date(2025, 9, 9)


def test_looking_writes_nothing_and_shows_what_was_recognised(practice: str, tmp_path: Path) -> None:
    looked = look(a_file(tmp_path, CLINICIANS))
    assert (looked.kind, looked.form, looked.rows, looked.lacking) == ("partners", "UTF-8, comma", 5, "")
    assert [(column.name, column.field) for column in looked.columns][:2] == [("NPI", "npi"), ("Provider Name", "name")]
    assert looked.columns[1].samples == ("DAVID GILMAN", "KELLY HANSCOM", "SOMEBODY ELSE")


def test_what_lacks_a_name_is_refused(practice: str, doing: Doing, tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"No column holds a name\. Name it"):
        import_file(doing, a_file(tmp_path, "NPI,City\n1003005174,Bath\n"))


@pytest.mark.parametrize("content", ['{"results": []}', "[1, 2]"])
def test_json_that_is_no_export_is_refused(practice: str, doing: Doing, tmp_path: Path, content: str) -> None:
    with pytest.raises(Refused, match="is JSON, but no export"):
        import_file(doing, a_file(tmp_path, content, "x.json"))


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=15) | st.sampled_from(
    ["a\nb", "\x1b[2J", "-1"]
)
NPIS = st.sampled_from(["1003005174", "1003025214", "1003005174.0", "123", ""])
DAYS = st.sampled_from(["2026-01-01", "2026-02-01 00:00:00", "3/1/2026", "2027-01-01", "", "x"])


@example(  # an id that stands twice: the first row has no partner, the second is added
    people=[("1003005174", "L", "")],
    visits=[
        ("2", "J S", "1003025214", "3/1/2026", "3/1/2026", "booked", ""),
        ("2", "P1", "1003005174", "2026-01-01", "3/1/2026", "noshow", ""),
    ],
)
@example(  # a name without an NPI, then with one, then the NPI with another name
    people=[("", "L", ""), ("1003005174", "L", "Bath"), ("1003005174", "a b", "Bath")],
    visits=[],
)
@settings(max_examples=20)
@given(
    st.lists(st.tuples(NPIS, TEXTS, TEXTS), max_size=6),
    st.lists(
        st.tuples(st.sampled_from(["1", "2", ""]), st.sampled_from(["P1", "", "J S"]), NPIS, DAYS, DAYS,
                  st.sampled_from(["Done", "noshow", "", "booked", "?"]), TEXTS), max_size=8,
    ),
)  # fmt: skip
def test_whatever_is_in_a_file_every_row_is_accounted_for(
    sqlite_practice: str,
    tmp_path_factory: pytest.TempPathFactory,
    people: list[tuple[str, ...]],
    visits: list[tuple[str, ...]],
) -> None:
    doing = Doing("Ann", "2026-03-16T12:00:00Z", date(2026, 3, 16))
    folder = tmp_path_factory.mktemp("files")
    header = ("ID", "Patient ID", "NPI", "Received", "Appointment date", "Status", "Insurance")
    start = everything()
    done = []
    for name, rows in (("p.csv", [("NPI", "Name", "City"), *people]), ("v.csv", [header, *visits])):
        text = io.StringIO()
        csv.writer(text).writerows(rows)
        path = a_file(folder, text.getvalue(), name)
        result = import_file(doing, path)
        again = import_file(doing, path)
        assert accounted(result)
        assert accounted(again)
        assert (again.added, again.updated, again.set_aside) == (0, 0, result.set_aside)
        done.append(result)
    for result in reversed(done):
        if result.change_id is not None:
            history.undo(doing, result.change_id)
    assert everything() == start


def test_an_npi_that_the_file_gave_to_somebody_new_is_given_to_nobody_else(
    practice: str, doing: Doing, tmp_path: Path
) -> None:
    assert import_file(doing, a_file(tmp_path, "Name,City\nAnn Lee,Bath\n", "one.csv")).added == 1
    path = a_file(tmp_path, "NPI,Name,City\n1003005174,Bo Ray,Bath\n1003005174,Ann Lee,Bath\n", "two.csv")
    for added in (1, 0):
        result = import_file(doing, path)
        assert (result.added, result.updated, result.set_aside) == (added, 0, 1)
    assert sorted(row[0] for row in Partner.select(Partner.name, Partner.npi).tuples() if row[1]) == ["Bo Ray"]


def a_register(length: int) -> str:
    numbers = (str(number) for number in range(1_000_000_000, 2_000_000_000) if is_npi(str(number)))
    lines = [f"{next(numbers)},PERSON NUMBER{n},UROLOGY,BATH" for n in range(length)]
    return "\n".join(["NPI,Name,Specialty,City", *lines])


@pytest.fixture
def maine(samples: Path, practice: str) -> tuple[str, str]:
    return str(samples / "clinicians" / "dac_maine.csv"), str(samples / "events" / "maine_appointments_messy.csv")


def test_the_clinicians_and_appointments_of_maine(maine: tuple[str, str], doing: Doing, tmp_path: Path) -> None:
    clinicians, log = maine
    doing = replace(doing, today=date(2026, 11, 21))
    before = everything()
    first = import_file(doing, clinicians)
    assert (first.total, first.added) == (1418, 1418)
    david = partners()["David Gilman"]
    assert (david.specialty, david.area, david.stage, david.tier) == (
        "Physician assistant",
        "Portland",
        "prospect",
        "C",
    )

    second = import_file(doing, log, report_path=str(tmp_path / "report.csv"))
    assert (second.total, second.added, second.set_aside) == (3000, 2956, 44)
    assert len(reported(second)) == 44
    reasons = [reason for _, reason in reported(second)]
    assert sum("lies before the booking" in reason for reason in reasons) == 42
    assert sum("still to come" in reason for reason in reasons) == 2
    counted = {stage: Referral.select().where(Referral.stage == stage).count() for stage in ("seen", "lost")}
    assert sum(counted.values()) == 2956
    assert Partner.select().where(Partner.kind == "payer").count() == 3

    for path in (clinicians, log):
        again = import_file(doing, path, report_path=str(tmp_path / f"{Path(path).stem}.csv"))
        assert (again.added, again.updated, again.change_id) == (0, 0, None)
    assert first.change_id is not None
    assert second.change_id is not None
    history.undo(doing, second.change_id)
    history.undo(doing, first.change_id)
    assert everything() == before


@pytest.mark.parametrize(
    ("path", "added"),
    [
        ("clinicians/dac_full_columns.csv", 159),
        ("clinicians/sf_prescribers_npi.csv", 105),
        ("contacts_csv/rolomind_linkedin.csv", 5),
        ("contacts_csv/crmterm_import_example.csv", 5),
        ("referral_log/uk_clinicians.csv", 11),
        ("payers/MA_Contract_directory_2025_06.csv", None),
        ("synthea/organizations.csv", None),
    ],
)
def test_other_real_lists(
    samples: Path, sqlite_practice: str, doing: Doing, tmp_path: Path, path: str, added: int | None
) -> None:
    result = import_file(doing, str(samples / path), report_path=str(tmp_path / "report.csv"))
    assert accounted(result)
    assert result.added == added or (added is None and result.added > 0)
    again = import_file(doing, str(samples / path), report_path=str(tmp_path / "again.csv"))
    assert (again.added, again.updated) == (0, 0)


def test_a_register_of_2020_and_its_damaged_update(samples: Path, sqlite_practice: str, doing: Doing) -> None:
    old = import_file(doing, str(samples / "nppes" / "npidata_pfile_orgs_2020.csv"))
    new = import_file(doing, str(samples / "nppes" / "npidata_orgs_2025_float_damaged.csv"))
    assert (old.added, new.added, new.total) == (200, 0, 120)
    assert 0 < new.updated < 60
    assert not any(partner.phone.endswith(".0") or partner.postal_code.endswith(".0") for partner in Partner.select())
