"""`tui-tracker refer`, and the examples of its guide."""

import io
import json
import re
from pathlib import Path

import pytest

from tests.conftest import TODAY
from tui_tracker.cli import run
from tui_tracker.domain.records import Doing, PartnerName
from tui_tracker.domain.refer_line import Books, parse
from tui_tracker.domain.refer_understood import preview
from tui_tracker.services.names import NameBook
from tui_tracker.services.opening import close_practice, open_practice
from tui_tracker.storage.journal import changing
from tui_tracker.storage.models import Agreement, Change, Member, Partner, Referral

GUIDE = Path(__file__).parents[2] / "docs" / "refer.md"
NAMES = ("Ann Lee", "Bo Kim", "Jo Kimball", "Tidal Physical Therapy")
PAYERS = ("BCBS of Maine",)


@pytest.fixture
def ask(target, capsys):
    """Runs `tui-tracker refer` on March 16, 2026; gives exit code, output and errors."""
    open_practice(target)
    with changing(Doing("Ann", "2026-03-16T12:00:00Z", TODAY), "Added people") as unit:
        for name in NAMES:
            unit.insert(Partner, name=name, search=name.lower(), added_on=TODAY)
        for name in PAYERS:
            unit.insert(Partner, name=name, search=name.lower(), added_on=TODAY, kind="payer")
        unit.insert(Member, name="Mia")
        unit.insert(Agreement, partner=1, first_contact_days=1)
    close_practice()

    def asked(*words):
        code = run(["--db", target, "--on", "2026-03-16", "refer", *words])
        out, errors = capsys.readouterr()
        close_practice()
        return code, out, errors

    yield asked
    close_practice()


def rows(target):
    open_practice(target)
    found = list(
        Referral.select(Referral.patient_ref, Referral.flow, Referral.partner, Referral.payer)
        .order_by(Referral.id)
        .tuples()
    )
    close_practice()
    return found


def test_it_shows_saves_and_says_what_was_promised_agreements_first(ask, target):
    code, out, errors = ask("in @lee JD-4411 shoulder urgent 3/15 payer:bcbs member:mia visit:fri")
    assert (code, errors) == (0, "")
    assert out.splitlines() == [
        "from     Ann Lee",
        "patient  JD-4411",
        "for      shoulder",
        "how      urgent",
        "when     yesterday, Sun Mar 15",
        "payer    BCBS of Maine",
        "visit    Fri Mar 20, in 4 days",
        "member   Mia",
        "due      Mon Mar 16, today: first contact",
        "         Tue Mar 17, tomorrow: acknowledgement",
        "         Wed Mar 18, in 2 days: first visit",
        "         Sun Mar 22, in 6 days: thank you",
        "Added referral JD-4411 from Ann Lee; Ann Lee is referring now. `tui-tracker undo` takes it back.",
    ]
    assert rows(target) == [("JD-4411", "inbound", 1, 5)]


def test_outbound_and_without_a_partner(ask, target):
    code, out, _ = ask("out", "@tidal", "ML-20", "knee")
    assert code == 0
    assert out.splitlines()[0] == "to       Tidal Physical Therapy"
    assert "due      Mon Mar 30, in 2 weeks: news" in out
    code, out, _ = ask("in web AB-7 knee")
    assert code == 0
    assert out.splitlines()[0] == "by       web"
    assert "due" not in out
    assert rows(target) == [("ML-20", "outbound", 4, None), ("AB-7", "inbound", None, None)]


def test_a_dry_run_saves_nothing(ask, target):
    code, out, _ = ask("in @lee JD-4411", "--dry-run")
    assert (code, out.splitlines()[-1]) == (0, "Not saved.")
    assert rows(target) == []


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("in @kim2 JD", "Nobody here is called “Kim2”"),
        ("in @zed JD", "Nobody here is called “Zed”; check the name, or add it with --add."),
        ("in @ki JD", '“ki” could be @"Bo Kim" or @"Jo Kimball"; write which one.'),
        ("in @lee JD tomorrow", "“tomorrow” is Tue Mar 17, still to come"),
        ("in @lee knee", "Say which patient"),
        ("in JD knee", "Say who sent the patient"),
        ("out JD knee", "Say to whom the patient was sent"),
        ("in @lee ref:Smith", "This looks like a name; only initials or a chart number belong here."),
        ("in @lee ref:1961-03-14", "This looks like a birth date; if it is a chart number, add --as-it-is."),
        ("in @lee 207-555-0123", "This looks like a phone number; if it is a chart number, add --as-it-is."),
        ("in @lee JD payer:zed", "No payer is called “Zed”; check the name, or add it with --add."),
        ("", "Give one line, such as: tui-tracker refer"),
    ],
)
def test_what_is_open_is_one_line_on_standard_error(ask, target, line, told, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    code, out, errors = ask(*([line] if line else []))
    assert (code, out) == (1, "")
    assert told in errors
    assert len(errors.splitlines()) == 1
    assert rows(target) == []


def test_names_are_added_when_asked_for_in_the_same_change(ask, target):
    code, out, _ = ask("--add", "in @zed_quark JD-1 payer:Aetna")
    assert code == 0
    assert "from     Zed Quark (new partner, will be added)" in out
    assert "payer    Aetna (new partner, will be added)" in out
    open_practice(target)
    assert Change.select().count() == 2
    assert [(one.name, one.kind, one.stage) for one in Partner.select().where(Partner.id > 5).order_by(Partner.id)] == [
        ("Zed Quark", "clinician", "referring"),
        ("Aetna", "payer", "connected"),
    ]


def test_a_patient_who_returns_is_told_and_spelled_as_before(ask, target):
    ask("in @lee JD-4411 shoulder payer:bcbs -9d")
    code, out, _ = ask("in @kim", "jd4411", "knee")
    assert code == 0
    assert "patient  JD-4411" in out
    assert "known    JD-4411 is here already: open since Mar 7, from Ann Lee" in out
    assert "payer    BCBS of Maine, as before" in out
    assert "Added referral JD-4411 from Bo Kim" in out
    assert rows(target) == [("JD-4411", "inbound", 1, 5), ("JD-4411", "inbound", 2, 5)]


def test_the_same_open_referral_is_not_entered_twice_unasked(ask, target):
    ask("in @lee JD-4411 shoulder")
    code, _, errors = ask("in @lee", "jd-4411", "shoulder")
    assert code == 1
    assert "is here already, open since Mar 16, from Ann Lee; for another referral, add --as-it-is." in errors
    code, _, _ = ask("in @lee", "jd-4411 knee", "--as-it-is")
    assert code == 0
    assert len(rows(target)) == 2


def test_what_was_kept_once_is_not_asked_about_again(ask, target):
    assert ask("in @lee ref:1961-03-14", "--as-it-is")[0] == 0
    assert ask("in @kim ref:1961-03-14")[0] == 0
    assert ask("in @lee ref:Smith", "--as-it-is")[0] == 1
    assert len(rows(target)) == 2


def test_json(ask):
    code, out, _ = ask("in @lee JD-4411 shoulder urgent payer:bcbs", "--json")
    data = json.loads(out)
    assert code == 0
    assert (data["saved"], data["change"], data["referral"]) == (True, 2, 1)
    assert data["partner"] == {"id": 1, "name": "Ann Lee"}
    assert (data["flow"], data["source"], data["urgency"], data["day"]) == (
        "inbound",
        "partner",
        "urgent",
        "2026-03-16",
    )
    assert data["promises"][0] == {"kind": "first_contact", "due_on": "2026-03-17", "opened_on": "2026-03-16"}
    assert [one["kind"] for one in data["promises"]] == [
        *("first_contact", "acknowledgement", "first_visit", "thank_you")
    ]
    _, out, _ = ask("in @kim jd4411", "--json", "--dry-run")
    data = json.loads(out)
    assert (data["saved"], data["change"], data["promises"]) == (False, None, [])
    assert (data["patient_ref"], data["seen_before"], data["payer"]["name"]) == ("JD-4411", 1, "BCBS of Maine")


def test_from_standard_input(ask, target, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("\nin @lee JD-1 knee\n"))
    assert ask("-")[0] == 0
    monkeypatch.setattr("sys.stdin", io.StringIO("in @lee JD-2\nin @lee JD-3\n"))
    assert ask()[0] == 1
    assert [row[0] for row in rows(target)] == ["JD-1"]


def test_a_missing_practice_is_refused(tmp_path, capsys):
    assert run(["--db", str(tmp_path / "no.db"), "refer", "in @lee JD"]) == 1
    assert "does not exist" in capsys.readouterr().err


def examples():
    for block in re.findall(r"```\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL):
        line, *said = block.splitlines()
        yield line, [tuple(one.split(maxsplit=1)) for one in said]


@pytest.mark.parametrize(("line", "said"), list(examples()))
def test_the_examples_of_the_guide(line, said):
    partners = NameBook([PartnerName(place, name, "", "") for place, name in enumerate(NAMES, 1)])
    payers = NameBook([PartnerName(place, name, "", "") for place, name in enumerate(PAYERS, 1)])
    understood = parse(line, TODAY.replace(month=11, day=20), Books(partners, payers, NameBook([])))
    assert understood.ready
    assert [(part.about, part.text) for part in preview(understood, None)] == said
