"""`referrals --json` and `today --json` carry all of it, in a few queries, byte for byte the same on both engines."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from tui_tracker.cli import run
from tui_tracker.domain.board import CardFilter
from tui_tracker.domain.records import Doing
from tui_tracker.domain.settings import Settings
from tui_tracker.services import referrals, touchpoints
from tui_tracker.services.demo import make_demo
from tui_tracker.services.referral_details import referral_details
from tui_tracker.storage import models
from tui_tracker.storage.database import database
from tui_tracker.storage.journal import changing

Tell = Callable[..., str]
TODAY = date(2026, 3, 16)


def ago(number: int) -> date:
    return TODAY - timedelta(number)


@pytest.fixture
def tell(practice: str, capsys: pytest.CaptureFixture[str]) -> Tell:
    """Runs a command line on the practice; gives its output, and fails where it failed."""

    def call(*words: str) -> str:
        assert run([*words, "--db", practice, "--on", "2026-03-16"]) == 0
        return capsys.readouterr().out

    return call


@pytest.fixture
def lee(practice: str, doing: Doing) -> int:
    """Dr. Lee, ten of whose patients were three weeks in care, and one, JD-4411, who still is after six."""
    with changing(doing, "made") as unit:
        partner = unit.insert(models.Partner, name="Dr. Lee", search="dr. lee", stage="referring", added_on=ago(900))
        payer = unit.insert(models.Partner, name="Blue Cross", search="blue cross", kind="payer", added_on=ago(900))
        member = unit.insert(models.Member, name="Ann")
        past = {"partner": partner, "stage": "closed", "stage_on": ago(30), "day": ago(52), "settled": True}
        past |= {"contacted_on": ago(52), "seen_on": ago(51), "in_care_on": ago(51), "closed_on": ago(30)}
        past |= {"appropriate": "yes", "adherence": "full", "outcome": "improved", "revenue_cents": 12_300}
        for number in range(9):
            unit.insert(models.Referral, patient_ref=f"P-{number}", **past)
        unit.insert(models.Referral, patient_ref="jd 4411", **past)
        found = unit.insert(
            models.Referral,
            partner=partner,
            payer=payer,
            member=member,
            patient_ref="JD-4411",
            reason="shoulder",
            urgency="urgent",
            stage="in_care",
            day=ago(44),
            contacted_on=ago(44),
            seen_on=ago(43),
            in_care_on=ago(43),
            stage_on=ago(43),
        )
        unit.insert(
            models.Report,
            referral=found,
            kind="initial",
            sent_on=ago(10),
            channel="fax",
            member=member,
            findings="frozen shoulder",
            outcome="none yet",
            letter="Dear Dr. Lee …",
        )
    touchpoints.thank(doing, partner, TODAY)
    return partner


def test_a_referral_carries_everything(tell: Tell, lee: int) -> None:
    found = json.loads(tell("referrals", "--json", "--ref", "JD 4411"))
    one, other = found
    assert one == {
        "id": 11,
        "flow": "inbound",
        "source": "partner",
        "partner_id": lee,
        "partner_name": "Dr. Lee",
        "payer_id": lee + 1,
        "payer_name": "Blue Cross",
        "member_id": 1,
        "member_name": "Ann",
        "patient_ref": "JD-4411",
        "patient_referrals": 2,
        "reason": "shoulder",
        "urgency": "urgent",
        "stage": "in_care",
        "stage_on": "2026-02-01",
        "days_in_stage": 43,
        "day": "2026-01-31",
        "days": {
            "received": "2026-01-31",
            "contacted": "2026-01-31",
            "scheduled": None,
            "seen": "2026-02-01",
            "in_care": "2026-02-01",
            "closed": None,
        },
        "visit_on": None,
        "aside_reason": "",
        "alternative": "",
        "settled": False,
        "appropriate": None,
        "adherence": None,
        "outcome": None,
        "revenue_cents": None,
        "owed": "progress_report",
        "owed_due": "2026-04-05",
        "days_late": -20,
        "open": [
            {
                "kind": "progress_report",
                "opened_on": "2026-03-06",
                "due_on": "2026-04-05",
                "days_late": -20,
                "why": "last report Mar 6, promised within 30 days",
            }
        ],
        "slow": {
            "days": 43,
            "median": 21.0,
            "number": 10,
            "days_late": 1,
            "why": "in care since Feb 1; half of yours take 21 days or less",
        },
        "reports": [
            {
                "kind": "initial",
                "sent_on": "2026-03-06",
                "channel": "fax",
                "member_name": "Ann",
                "note": "",
                "copied_to": "",
                "parts": {
                    "findings": "frozen shoulder",
                    "plan": "",
                    "timeline": "",
                    "surgical_options": "",
                    "red_flags": "",
                    "outcome": "none yet",
                },
                "letter": None,
            }
        ],
        "timeline": None,
    }
    assert (other["patient_ref"], other["patient_referrals"], other["open"], other["slow"]) == ("jd 4411", 2, [], None)
    assert (other["outcome"], other["revenue_cents"], other["settled"]) == ("improved", 12_300, True)


def test_letters_and_the_timeline_come_where_asked_for(tell: Tell, lee: int) -> None:
    (one, _) = json.loads(tell("referrals", "--json", "--ref", "jd4411", "--letters", "--timeline"))
    assert one["reports"][0]["letter"] == "Dear Dr. Lee …"
    assert [event["what"] for event in one["timeline"]][:2] == ["received", "contacted"]
    out = tell("referrals", "--ref", "jd4411", "--timeline")
    assert "    2026-02-01 seen: scheduled skipped\n" in out
    assert out.splitlines()[0].split()[:5] == ["2026-01-31", "in", "in", "care", "JD-4411"]


def test_a_reference_may_stay_out_of_the_shells_history(tell: Tell, lee: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", StringIO("jd-4411\n"))
    assert len(json.loads(tell("referrals", "--json", "--ref", "-"))) == 2


def test_a_timeline_wants_a_patient(sqlite_practice: str, capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["--timeline"], ["--ref", " - "]):
        assert run(["referrals", *words, "--db", sqlite_practice, "--on", "2026-03-16"]) == 1
        assert "--ref" in capsys.readouterr().err


def test_filters_are_those_of_the_board(tell: Tell, lee: int) -> None:
    def listed(*words: str) -> list[str]:
        return [one["patient_ref"] for one in json.loads(tell("referrals", "--json", *words))]

    assert listed("--filter", "payer:blue urgent") == ["JD-4411"]
    assert listed("--filter", "member:ann late") == []
    assert listed("--filter", "jd-4411") == ["JD-4411"]
    assert len(listed("--partner", "lee", "--stage", "closed")) == 10
    assert listed("--limit", "0") == []
    assert tell("referrals", "--json", "--limit", "0") == "[]\n"


def test_someone_aside_says_why_and_what_was_offered(tell: Tell, lee: int, doing: Doing) -> None:
    referral = referrals.add_referral(doing, {"source": "web", "patient_ref": "Ł-1", "day": ago(3)})
    referrals.move_referral(doing, referral, "declined", ago(1), "not ours", "the hand clinic")
    (one,) = json.loads(tell("referrals", "--json", "--stage", "declined"))
    assert (one["partner_name"], one["source"], one["open"], one["owed"]) == (None, "web", [], None)
    assert (one["aside_reason"], one["alternative"], one["days"]["declined"]) == (
        "not ours",
        "the hand clinic",
        "2026-03-15",
    )


def test_text_fits_eighty_columns(tell: Tell, lee: int, doing: Doing) -> None:
    long = {"name": "The Very Long Name of a Practice in the North, PLLC", "search": "the very long"}
    with changing(doing, "made") as unit:
        partner = unit.insert(models.Partner, **long, stage="referring", added_on=ago(9))
    referrals.add_referral(doing, {"partner_id": partner, "patient_ref": "AB-1", "day": ago(12)})
    lines = tell("referrals").splitlines()
    assert max(map(len, lines)) <= 80
    assert lines[0] == "2026-03-04 in  received  AB-1    The Very Long Name … first contact 10 days late"
    assert lines[1].split("  ")[-1].strip() == "slow: in care for 43 days"
    assert max(map(len, tell("today", "--patients").splitlines())) <= 80


def test_today_carries_what_is_stuck_with_its_figures_and_no_patient(tell: Tell, lee: int) -> None:
    out = tell("today", "--json")
    assert "4411" not in out
    item = next(one for one in json.loads(out)["items"] if one["partner_id"] == lee)
    (line,) = (one for one in item["lines"] if one["kind"] == "stuck")
    assert (item["kind"], item["action"], item["referral_id"]) == ("stuck", "enter", 11)
    assert line == {
        "key": "slow:11:2026-02-01",
        "kind": "stuck",
        "promise": None,
        "what": "in care for 43 days",
        "why": "in care since Feb 1; half of yours take 21 days or less",
        "since": "2026-02-01",
        "due_on": "2026-03-15",
        "days_late": 1,
        "referral_id": 11,
        "patient_ref": "",
        "record_id": None,
        "stale": False,
        "action": "enter",
        "slow": {
            "stage": "in_care",
            "since": "2026-02-01",
            "days": 43,
            "median": 21.0,
            "number": 10,
            "days_late": 1,
            "asked": False,
        },
    }
    assert json.loads(tell("today", "--json", "--patients"))["items"][0]["lines"][0]["patient_ref"] == "JD-4411"


def test_the_number_of_queries_does_not_grow_with_the_referrals(
    tell: Tell, lee: int, doing: Doing, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = database.obj.execute_sql
    asked: list[str] = []

    def watch(sql: str, *args: Any) -> Any:
        asked.append(sql)
        return plain(sql, *args)

    def queries(found: int) -> int:
        asked.clear()
        assert len(list(referral_details(CardFilter(), 1_000, TODAY, Settings()))) == found
        return len(asked)

    monkeypatch.setattr(database.obj, "execute_sql", watch)
    before = queries(11)
    with changing(doing, "made") as unit:
        new = {"partner": lee, "stage": "received", "stage_on": TODAY, "day": TODAY}
        unit.insert_many(models.Referral, [{**new, "patient_ref": f"Q-{number}"} for number in range(300)])
    assert 0 < queries(311) <= before


def test_both_engines_say_the_same_byte_for_byte(
    tmp_path: Path, postgres: str, capsys: pytest.CaptureFixture[str]
) -> None:
    said = []
    for target in (str(tmp_path / "practice.db"), postgres):
        make_demo(target, 60, 1, 7, TODAY)
        outs = []
        for words in (
            ["referrals", "--json", "--limit", "100000", "--letters"],
            ["referrals", "--filter", "late week"],
            ["today", "--json", "--patients"],
            ["today"],
        ):
            assert run([*words, "--db", target, "--on", "2026-03-16"]) == 0
            outs.append(capsys.readouterr().out)
        said.append(outs)
    assert said[0] == said[1]
    found = json.loads(said[0][0])
    assert len({one["id"] for one in found}) == len(found) > 100
