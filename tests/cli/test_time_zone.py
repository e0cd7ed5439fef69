"""Which day it is: the one that was named, else by this machine's settings, else by the practice's time zone."""

from __future__ import annotations

import json
from argparse import Namespace
from dataclasses import replace
from datetime import date

import pytest

from tui_tracker.cli import run
from tui_tracker.cli.shell import make_shell
from tui_tracker.clock import known_zone, local_today
from tui_tracker.config import Config
from tui_tracker.desk import Desk
from tui_tracker.domain.records import Doing
from tui_tracker.domain.settings import Settings
from tui_tracker.launch import _first_items, _open
from tui_tracker.services.opening import close_practice, open_practice, practice_zone
from tui_tracker.services.practice import set_practice
from tui_tracker.services.referrals import add_referral
from tui_tracker.storage.journal import changing
from tui_tracker.storage.models import Practice

AHEAD, BEHIND = "Pacific/Kiritimati", "Pacific/Pago_Pago"  # never on the same day
OWN = Config(Settings(time_zone=BEHIND))


def test_the_practices_zone_counts_where_the_settings_name_none(practice: str, doing: Doing) -> None:
    here, own = make_shell(Namespace(db=practice, on=None), Config()), make_shell(Namespace(db=practice), OWN)
    assert here.today == local_today("")

    set_practice(doing, {"time_zone": AHEAD})
    assert here.today == local_today(AHEAD)
    assert own.today == local_today(BEHIND)
    assert make_shell(Namespace(db=practice, on=date(2026, 1, 2)), OWN).today == date(2026, 1, 2)

    close_practice()
    assert practice_zone() == ""
    open_practice(practice)


def test_a_timeline_tells_the_practices_day_of_an_entry(
    practice: str, doing: Doing, capsys: pytest.CaptureFixture[str]
) -> None:
    noon = replace(doing, today=date(2026, 3, 17))  # where it is the 17th already
    set_practice(doing, {"time_zone": AHEAD})
    add_referral(noon, {"source": "web", "patient_ref": "JD-4411", "day": date(2026, 3, 16)})
    assert run(["referrals", "--db", practice, "--json", "--ref", "JD-4411", "--timeline", "--on", "2026-03-20"]) == 0
    (event,) = json.loads(capsys.readouterr().out)[0]["timeline"]
    assert (event["day"], event["entered_on"]) == ("2026-03-16", "2026-03-17")


def test_a_zone_that_came_with_the_data_and_is_none_keeps_nobody_out(practice: str, doing: Doing) -> None:
    with changing(doing, "Imported") as unit:
        unit.insert(Practice, id=1, time_zone="../../etc/passwd")
    assert make_shell(Namespace(db=practice), Config()).today == local_today("")
    assert known_zone("Mars/Olympus") == ""


def test_the_first_agenda_is_that_of_the_practices_day(sqlite_practice: str, doing: Doing) -> None:
    set_practice(doing, {"time_zone": AHEAD})
    close_practice()
    desk = Desk()
    for own, zone in (("", AHEAD), (BEHIND, BEHIND)):
        opened = desk.start(_open, sqlite_practice, own)
        first = desk.start(_first_items, opened, None, Settings(time_zone=own))
        assert opened.result()[1] == zone
        assert first.result().day == local_today(zone)
    desk.close(close_practice)
