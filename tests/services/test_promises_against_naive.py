"""A thousand random referrals owe through every door what a second, naive computation says that they owe."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.conftest import TODAY
from tests.services.naive_promises import DEFAULT_DAYS, INBOUND, OUTBOUND, Naive, TodaysLine
from tui_tracker.cli import run
from tui_tracker.domain.agenda import AgendaItem, AgendaLine
from tui_tracker.domain.board import CardFilter
from tui_tracker.domain.records import Doing
from tui_tracker.domain.settings import PromiseDays, Settings
from tui_tracker.services import agenda, cards, snoozes
from tui_tracker.services.board import promises_of
from tui_tracker.services.exporting import export_practice
from tui_tracker.services.opening import close_practice
from tui_tracker.storage import models
from tui_tracker.storage.journal import Unit, changing

REFERRALS, PARTNERS, TOUCHES = 1_000, 70, 900
OTHER_DAYS = {name: (number * 7 + 3) % 11 for number, name in enumerate(DEFAULT_DAYS)}


@dataclass(frozen=True)
class Case:
    """A practice's settings, in the program's form and as plain figures."""

    settings: Settings
    days: dict[str, int]


USUAL = Case(Settings(), DEFAULT_DAYS)
UNUSUAL = Case(Settings(promises=PromiseDays(**OTHER_DAYS), agenda_size=4, stale_days=20), OTHER_DAYS)


def make_practice(unit: Unit, rng: Random) -> None:
    """Partners, most with an agreement, and referrals in every state that services, imports and old files leave."""
    ids = unit.insert_many(models.Partner, [_partner(rng, number) for number in range(1, PARTNERS + 1)])
    agreed = [{"partner": row_id, **_figures(rng)} for row_id in ids if rng.random() < 0.6]
    unit.insert_many(models.Agreement, agreed)
    rows = [_referral(rng) for _ in range(REFERRALS)]
    ids = unit.insert_many(models.Referral, rows)
    reports = [report for row_id, row in zip(ids, rows, strict=True) for report in _reports(rng, row_id, row)]
    unit.insert_many(models.Report, reports)
    unit.insert_many(models.Touchpoint, [_touch(rng) for _ in range(TOUCHES)])


def _partner(rng: Random, number: int) -> dict[str, Any]:
    return {
        "name": f"Dr. {number}",
        "search": f"dr. {number}",
        "tier": rng.choice("ABC"),
        "stage": rng.choice(["referring", "partner", "dormant", "prospect"]),
        "added_on": _ago(rng, 500),
        "archived_on": TODAY if rng.random() < 0.06 else None,
    }


def _ago(rng: Random, most: int) -> date:
    """A day up to today; as many of the last weeks as of all the time before."""
    return TODAY - timedelta(rng.randrange(most) if rng.random() < 0.5 else rng.randrange(45))


def _figures(rng: Random) -> dict[str, Any]:
    named = rng.choice([0, 0.3, 0.6, 1])
    promises = ["first_contact", "acknowledgement", "thank_you", "first_visit"]
    promises += ["initial_report", "progress_report", "final_report"]
    return {f"{one}_days": rng.choice([0, 0, 1, 5, 21, 60]) if rng.random() < named else None for one in promises}


def _referral(rng: Random) -> dict[str, Any]:
    inbound = rng.random() < 0.7
    line = INBOUND if inbound else OUTBOUND
    nobody = inbound and rng.random() < 0.08
    day = _ago(rng, 400)
    row: dict[str, Any] = {
        "flow": "inbound" if inbound else "outbound",
        "source": "web" if nobody else "partner",
        "partner": None if nobody else min(rng.randrange(PARTNERS), rng.randrange(PARTNERS)) + 1,
        "patient_ref": f"P-{rng.randrange(600)}",
        "urgency": rng.choice(["routine", "routine", "urgent", "emergency"]),
        "stage": rng.choice([*line, "lost", "declined"]),
        "day": day,
        "settled": rng.random() < 0.07,
        "visit_on": TODAY + timedelta(rng.randrange(-20, 20)) if rng.random() < 0.3 else None,
    }
    last = line.index(row["stage"]) if row["stage"] in line else rng.randrange(len(line))
    odd = rng.random() < 0.05  # days beyond the stage, or in no order: nothing that the program writes, but a file may
    for stage in line[1:] if odd else line[1 : last + 1]:
        if rng.random() < (0.9 if stage == row["stage"] else 0.7):
            row[f"{stage}_on"] = day if rng.random() < 0.2 else min(TODAY, day + timedelta(rng.randrange(40)))
            day = row["day"] if odd else row[f"{stage}_on"]
    if row["stage"] not in line and rng.random() < 0.95:
        row["aside_on"] = min(TODAY, day + timedelta(rng.randrange(30)))
    return {**row, "stage_on": row.get(f"{row['stage']}_on") or row.get("aside_on") or day}


def _reports(rng: Random, referral_id: int, row: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for kind in ("acknowledgement", "initial", "progress", "progress", "final"):
        if rng.random() < (0.35 if row["flow"] == "inbound" else 0.03):
            sent = row["day"] + timedelta(rng.randrange(-2, 60))
            yield {"referral": referral_id, "kind": kind, "sent_on": min(TODAY, sent)}


def _touch(rng: Random) -> dict[str, Any]:
    """Partners of the highest numbers are hardly ever thanked."""
    return {
        "partner": min(rng.randrange(PARTNERS), rng.randrange(PARTNERS)) + 1,
        "day": _ago(rng, 400),
        "channel": "call",
        "direction": rng.choice(["ours", "ours", "theirs"]),
        "intents": rng.choice([0, 1, 2, 4, 32, 64, 64, 68, 127]),
    }


@pytest.fixture
def a_thousand(practice: str, doing: Doing) -> str:
    """A practice of a thousand referrals, some of what is due hidden for a time; gives its target."""
    rng = Random(20260316)
    with changing(doing, "Made a practice") as unit:
        make_practice(unit, rng)
    lines = [line for _, line in _promised(USUAL.settings)]
    for until in (TODAY + timedelta(1), TODAY + timedelta(9)):
        snoozes.snooze(doing, [line.key for line in rng.sample(lines, 30)], until)
    yesterday = replace(doing, today=TODAY - timedelta(1))
    snoozes.snooze(yesterday, [line.key for line in rng.sample(lines, 20)], TODAY)
    return practice


def _items(settings: Settings) -> list[AgendaItem]:
    """Everything that is due, on the day's list and beyond it."""
    found = agenda.todays_agenda(TODAY, settings)
    later = agenda.later_items(TODAY, settings, 0, 10_000)
    assert found.later == len(later)
    return [*found.items, *later]


def _promised(settings: Settings) -> list[tuple[int, AgendaLine]]:
    """The lines of the agenda that are promises, with their partner."""
    return [(item.partner_id, line) for item in _items(settings) for line in item.lines if line.promise is not None]


def _naive(folder: Path, case: Case) -> Naive:
    path = folder / f"practice-{case.settings.agenda_size}.json"
    export_practice(path)
    return Naive(json.loads(path.read_text("utf-8")), TODAY, case.days, case.settings.stale_days)


def test_the_second_computation_knows_nothing_of_the_program() -> None:
    assert "tui_tracker" not in (Path(__file__).parent / "naive_promises.py").read_text("utf-8")


def _holds_something_of_everything(naive: Naive) -> None:
    """A comparison of nothing with nothing would hold nothing."""
    found = [one for referral in naive.referrals.values() for one in naive.open(referral)]
    number = {promise: sum(one.promise == promise for one in found) for promise in {one.promise for one in found}}
    assert len(number) == 9
    assert min(number.values()) > 20, number
    assert len(naive.referrals) == REFERRALS
    assert sum(not naive.open(referral) for referral in naive.referrals.values()) > 100
    assert any(one.due == TODAY for one in found)
    assert any(one.due == TODAY + timedelta(1) for one in found)
    assert any(line.stale for line in naive.todays_lines())
    assert len(naive.hidden) > 50


def test_what_is_open_on_each_referral(a_thousand: str, tmp_path: Path) -> None:
    naive = _naive(tmp_path, USUAL)
    _holds_something_of_everything(naive)
    wrong = {}
    for row_id, referral in naive.referrals.items():
        found = promises_of(row_id, TODAY, USUAL.settings)
        said = sorted((one.kind.value, one.opened_on, one.due_on) for one in found)
        expected = sorted((one.promise, one.since, one.due) for one in naive.open(referral))
        assert [one.due_on for one in found] == sorted(one.due_on for one in found)
        assert all(one.days_late == (TODAY - one.due_on).days for one in found)
        if said != expected:
            wrong[row_id] = (referral, said, expected)
    assert not wrong


def test_what_stands_on_today_and_later(a_thousand: str, tmp_path: Path) -> None:
    for case in (USUAL, UNUSUAL):
        _compare_today(_naive(tmp_path, case), case)


def _compare_today(naive: Naive, case: Case) -> None:
    items = _items(case.settings)
    said = sorted(
        (
            TodaysLine(partner, line.promise.value, line.referral_id, line.since, line.due_on, line.stale)
            for partner, line in _promised(case.settings)
            if line.promise is not None
        ),
        key=str,
    )

    assert len({item.partner_id for item in items}) == len(items), "each partner stands there once"
    assert said == naive.todays_lines()


def test_what_stands_on_each_partners_page(a_thousand: str, tmp_path: Path) -> None:
    """Everything open, due or still to come, put away or not; the thank-yous of a partner are one line."""
    naive = _naive(tmp_path, USUAL)
    expected: dict[int, set[tuple[str, int | None, date]]] = {number: set() for number in range(1, PARTNERS + 1)}
    thanks: dict[int, list[tuple[date, int]]] = {}
    for row_id, referral in naive.referrals.items():
        for one in naive.asked_for(referral):
            if one.promise == "thank_you":
                thanks.setdefault(referral["partner_id"], []).append((one.due, row_id))
            else:
                expected[referral["partner_id"]].add((one.promise, row_id, one.due))
    for partner, owed in thanks.items():
        fresh = [due for due, _ in owed if 0 <= (TODAY - due).days <= USUAL.settings.stale_days]
        alone = owed[0][1] if len(owed) == 1 else None
        expected[partner].add(("thank_you", alone, min(fresh or [due for due, _ in owed])))

    said = {
        partner: {
            (line.promise.value, line.referral_id, line.due_on)
            for line in agenda.open_with(partner, TODAY, USUAL.settings)
            if line.promise is not None
        }
        for partner in expected
    }
    assert said == expected


def test_what_each_card_says_and_which_are_late(a_thousand: str, tmp_path: Path) -> None:
    for case in (USUAL, UNUSUAL):
        _compare_cards(_naive(tmp_path, case), case)


def _compare_cards(naive: Naive, case: Case) -> None:
    found = {card.id: card for card in cards.list_referrals(CardFilter(), 0, 10_000, TODAY, case.settings)}
    late = naive.late()
    expected = {row_id: naive.next(referral) for row_id, referral in naive.referrals.items()}

    assert {row_id: (card.owed, card.owed_due) for row_id, card in found.items()} == {
        row_id: (owed and owed.promise, owed and owed.due) for row_id, owed in expected.items()
    }
    assert {row_id for row_id, card in found.items() if card.late} == set(late)
    for flow, line in (("inbound", [*INBOUND, "declined", "lost"]), ("outbound", [*OUTBOUND, "lost"])):
        for stage in line:
            column = cards.board_column(flow, stage, 0, 10_000, "late", TODAY, case.settings)
            of_stage = {row_id for row_id in late if found[row_id].flow == flow and found[row_id].stage == stage}
            assert {card.id for card in column} == of_stage


def test_what_the_command_line_says_is_late(
    a_thousand: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    close_practice()
    path = tmp_path / "practice.json"
    on = ["--db", a_thousand, "--on", TODAY.isoformat()]
    assert run([*on, "export", str(path)]) == 0
    capsys.readouterr()
    assert run([*on, "referrals", "--json", "--late", "--limit", "5000"]) == 0
    said = {card["id"]: card["days_late"] for card in json.loads(capsys.readouterr().out)}
    naive = Naive(json.loads(path.read_text("utf-8")), TODAY, DEFAULT_DAYS, Settings().stale_days)

    assert said == naive.late()
    assert list(said.values()) == sorted(said.values(), reverse=True), "the latest first"
