"""`today`, `referrals` and `settle` in the shell."""

import json
from collections.abc import Callable
from datetime import date

import pytest

from tui_tracker.cli import run
from tui_tracker.domain.records import Doing
from tui_tracker.services import follow_ups, referrals, snoozes
from tui_tracker.storage import models
from tui_tracker.storage.journal import changing

Tell = Callable[..., tuple[int, str, str]]


@pytest.fixture
def tell(sqlite_practice: str, capsys: pytest.CaptureFixture[str]) -> Tell:
    """Runs a command line on the practice; gives its exit code, output and errors."""

    def call(*words: str) -> tuple[int, str, str]:
        code = run([*words, "--db", sqlite_practice, "--on", "2026-03-16"])
        out, err = capsys.readouterr()
        return code, out, err

    return call


@pytest.fixture
def lee(sqlite_practice: str, doing: Doing) -> int:
    """Dr. Lee, who sent JD-4411 two weeks ago; nothing was done since."""
    with changing(doing, "Added Dr. Lee") as unit:
        partner = unit.insert(models.Partner, name="Dr. Lee", search="dr. lee", added_on=date(2026, 3, 1))
    referrals.add_referral(doing, {"partner_id": partner, "patient_ref": "JD-4411", "day": date(2026, 3, 2)})
    return partner


def test_nothing_to_do_is_said(tell: Tell) -> None:
    assert tell("today") == (0, "Monday, Mar 16, 2026: nothing to do today.\n", "")


def test_today_says_who_what_and_why_without_patients(tell: Tell, lee: int, doing: Doing) -> None:
    follow_ups.add_follow_up(doing, lee, doing.today, "ask about jd-4411")
    code, out, err = tell("today")
    assert (code, err) == (0, "")
    assert out.splitlines()[:4] == [
        "Monday, Mar 16, 2026: 1 partner to see to.",
        "",
        " 1. Dr. Lee (B)",
        "    thank-you for a referral, due Mar 9, 7 days late (received Mar 2, promised",
    ]
    assert "4411" not in out
    assert "ask about …, due today" in out


def test_patients_are_shown_where_asked_for(tell: Tell, lee: int) -> None:
    assert "JD-4411: first contact with the patient, due Mar 4, 12 days late" in tell("today", "--patients")[1]


def test_today_as_json_leaves_patients_out_too(tell: Tell, lee: int) -> None:
    found = json.loads(tell("today", "--json")[1])
    assert (found["day"], found["later"], len(found["items"])) == ("2026-03-16", 0, 1)
    assert found["items"][0]["partner_name"] == "Dr. Lee"
    assert "4411" not in json.dumps(found)
    assert "JD-4411" in tell("today", "--json", "--patients")[1]


def summary(tell: Tell) -> str:
    """What stands before the first item, as one line."""
    return " ".join(tell("today")[1].split("\n\n")[0].split())


def test_what_is_later_and_snoozed_is_counted(tell: Tell, lee: int, doing: Doing) -> None:
    with changing(doing, "Added many") as unit:
        unit.insert_many(
            models.Partner,
            [{"name": f"P{n}", "search": f"p{n}", "stage": "partner", "added_on": date(2025, 1, 1)} for n in range(17)],
        )
    assert summary(tell) == "Monday, Mar 16, 2026: 15 partners to see to. 3 more can wait till later."
    from tui_tracker.domain.settings import Settings
    from tui_tracker.services.agenda import partner_item

    item = partner_item(lee, doing.today, Settings())
    assert item is not None
    snoozes.snooze_item(doing, item, date(2026, 3, 20))
    assert summary(tell).endswith("2 more can wait till later, 1 snoozed.")


def test_referrals_are_listed_with_what_is_owed(tell: Tell, lee: int) -> None:
    code, out, _ = tell("referrals")
    assert code == 0
    assert " ".join(out.split()) == "2026-03-02 in received JD-4411 Dr. Lee first contact 12 days late"
    assert tell("referrals", "--stage", "closed")[1] == "There are no such referrals.\n"
    assert tell("referrals", "--flow", "outbound")[1] == "There are no such referrals.\n"
    assert "JD-4411" in tell("referrals", "--partner", "LEE", "--late")[1]
    assert tell("referrals", "--limit", "0")[1] == "There are no such referrals.\n"
    (card,) = json.loads(tell("referrals", "--json")[1])
    assert (card["patient_ref"], card["owed"], card["days_late"]) == ("JD-4411", "first_contact", 12)


def test_wrong_use_is_said_in_one_line(tell: Tell, lee: int) -> None:
    code, out, err = tell("referrals", "--stage", "nowhere")
    assert (code, out, err.count("\n")) == (2, "", 1)


def test_old_referrals_are_settled_and_undone(tell: Tell, lee: int) -> None:
    code, out, _ = tell("settle", "--before", "2026-03-10")
    assert (code, out.split(":")[0]) == (0, "Settled 1 referral")
    assert "nothing to do" in tell("today")[1]
    assert tell("undo")[0] == 0
    assert "first contact" in tell("today")[1]


@pytest.fixture
def team(sqlite_practice: str, doing: Doing) -> None:
    """Ann Lee looks after Dr. Kim, Annabel Roy promised him a step; nobody looks after Dr. Sol; a target is open."""
    with changing(doing, "Made a team") as unit:
        ann, annabel = (unit.insert(models.Member, name=name) for name in ("Ann Lee", "Annabel Roy"))
        unit.insert(models.Member, name="Zoe Hart", active=False)
        known = {"stage": "partner", "added_on": date(2025, 1, 1)}
        kim = unit.insert(models.Partner, name="Dr. Kim", search="dr. kim", member=ann, **known)
        unit.insert(models.Partner, name="Dr. Sol", search="dr. sol", **known)
        unit.insert(models.FollowUp, partner=kim, due_on=doing.today, text="send the protocol", member=annabel)
        unit.insert(models.Target, specialty="Cardiology", area="North", wanted=2)


@pytest.mark.parametrize(
    ("name", "who", "shown", "nobodys"),
    [
        ("Ann Lee", ", Ann Lee: 1 partner to see to.", ["Dr. Kim"], 2),
        ("lee", ", Ann Lee: 1 partner to see to.", ["Dr. Kim"], 2),
        ("anabel", ", Annabel Roy: 1 partner to see to.", ["Dr. Kim"], 2),
        ("zoe", ", Zoe Hart: nothing to do today.", [], 2),
        ("nobody", ", nobody: 1 partner to see to, 1 gap to fill.", ["Dr. Sol", "Cardiology, North"], 0),
    ],
)
def test_a_members_agenda(tell: Tell, team: None, name: str, who: str, shown: list[str], nobodys: int) -> None:
    code, out, err = tell("today", "--member", name)
    assert (code, err) == (0, "")
    assert out.splitlines()[0] == f"Monday, Mar 16, 2026{who}"
    assert [one for one in ("Dr. Kim", "Dr. Sol", "Cardiology, North") if one in out] == shown
    assert ("2 items more are nobody's: `tui-tracker today --member nobody` lists them." in out) == (nobodys > 0)
    assert all(len(line) <= 80 for line in out.splitlines())
    found = json.loads(tell("today", "--json", "--member", name)[1])
    assert ([item["partner_name"] for item in found["items"]], found["nobodys"]) == (shown, nobodys)


def test_a_gap_is_told_with_its_numbers(tell: Tell, team: None) -> None:
    out = tell("today")[1]
    assert out.startswith("Monday, Mar 16, 2026: 2 partners to see to, 1 gap to fill.\n")
    assert "    2 more active partners wanted (0 of 2 active, nobody in the works)" in out.splitlines()
    gap = json.loads(tell("today", "--json")[1])["items"][-1]
    assert (gap["partner_id"], gap["kind"], gap["action"]) == (None, "gap", "a")
    assert (gap["gap"]["specialty"], gap["gap"]["area"]) == ("Cardiology", "North")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("an", "tui-tracker: “an” may be Ann Lee or Annabel Roy; write more of the name.\n"),
        (
            "Quentin",
            "tui-tracker: Nobody on the team is called “Quentin”; there are Ann Lee, Annabel Roy and Zoe Hart.\n",
        ),
    ],
)
def test_a_member_who_is_not_clear_is_asked_for(tell: Tell, team: None, name: str, said: str) -> None:
    assert tell("today", "--member", name) == (1, "", said)


def test_me_is_whoever_asks(tell: Tell, team: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui_tracker.cli.shell.who_asks", lambda _config: "ann lee")
    assert tell("today", "--member", "me")[1].startswith("Monday, Mar 16, 2026, Ann Lee: 1 partner")
    monkeypatch.setattr("tui_tracker.cli.shell.who_asks", lambda _config: "Cy")
    assert tell("today", "--member", "me")[2].startswith("tui-tracker: You are Cy here, and nobody on the team has")
