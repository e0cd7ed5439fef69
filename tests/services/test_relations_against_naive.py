"""What the agenda says of a random practice holds against its rows: on both engines, in any order of writing."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.conftest import TODAY
from tests.services.naive_relations import Relations, Said
from tui_tracker.cli import run
from tui_tracker.domain.agenda import TIMELESS, AgendaItem
from tui_tracker.domain.records import Doing
from tui_tracker.domain.settings import Settings, SlowDays
from tui_tracker.domain.words import AgendaKind
from tui_tracker.services import agenda
from tui_tracker.services.exporting import export_practice
from tui_tracker.services.opening import close_practice, open_practice
from tui_tracker.storage import models
from tui_tracker.storage.journal import Unit, changing

SETTINGS = Settings()
NEVER_SLOW = Settings(slow=SlowDays(factor=0))
KINDS = {*(kind.value for kind in TIMELESS), "reconnect"}
LATER = {AgendaKind.READY_TO_ASK, AgendaKind.WE_OWE, AgendaKind.GAP}
PARTNERS = 60
ARCHIVED = models.Partner.archived_on.is_null(False)


def ago(number: int) -> date:
    return TODAY - timedelta(number)


def make(unit: Unit, order: Random) -> None:
    """The same practice whatever the order in which its partners, and each one's rows, are written."""
    chance = Random(20260316)
    ann, ben = (unit.insert(models.Member, name=name) for name in ("Ann", "Ben"))
    people = [(number, Random(chance.random()), chance.choice([ann, ben, None])) for number in range(PARTNERS)]
    targets = [("Cardiology", "", 9), ("pediatrics", "north", 4), ("Oncology", "North", 2), ("Cardiology", "South", 1)]
    order.shuffle(people)
    order.shuffle(targets)
    unit.insert_many(models.Target, [{"specialty": a, "area": b, "wanted": c} for a, b, c in targets])
    for number, own, member in people:
        _write_partner(unit, number, own, member, other=own.choice([ann, ben, None]), order=order)


def _write_partner(unit: Unit, number: int, own: Random, member: int | None, other: int | None, order: Random) -> None:
    name = f"Dr. {number:02}"
    partner = unit.insert(
        models.Partner,
        name=name,
        search=name.casefold(),
        tier=own.choice("ABC"),
        stage=own.choice(["prospect", "building", "referring", "referring", "partner", "dormant", "parted"]),
        specialty=own.choice(["Cardiology", "CARDIOLOGY", "Pediatrics", ""]),
        area=own.choice(["North", "north", "South", ""]),
        cadence_days=own.choice([None, None, None, 20]),
        added_on=ago(own.randrange(900)),
        archived_on=ago(1) if own.random() < 0.05 else None,
        member=member,
    )
    referrals = [_referral(own, partner, number, n, day) for n, day in enumerate(_days(own))]
    touches = [_touch(own, partner) for _ in range(own.choice([0, 3, 9, 14]))]
    follow_ups = [
        {"partner": partner, "due_on": ago(own.randrange(9)), "text": f"step {n}", "member": other}
        for n in range(own.choice([0, 0, 1, 2]))
    ]
    for rows in (referrals, touches, follow_ups):
        order.shuffle(rows)
    unit.insert_many(models.Referral, referrals)
    unit.insert_many(models.Touchpoint, touches)
    unit.insert_many(models.FollowUp, follow_ups)
    if own.random() < 0.15:
        closed = {"closed_on": ago(3), "answered_on": ago(3), "reply": "said"} if own.random() < 0.4 else {}
        unit.insert(models.Incident, partner=partner, kind="complaint", opened_on=ago(8), facts="waited", **closed)


def _days(own: Random) -> Iterable[int]:
    """Days ago: steady, fading, gone, only lately, or never."""
    rate = own.choice([0, 0, 0.004, 0.02, 0.06])
    quiet = own.choice([0, 0, 0, 60, 100, 300])
    return (number for number in range(own.choice([80, 500, 1300]), quiet, -1) if own.random() < rate)


def _referral(own: Random, partner: int, number: int, n: int, days: int) -> dict[str, Any]:
    outbound = own.random() < 0.15
    late = own.random() < 0.02
    stage = "sent" if outbound else "seen" if late else "closed"
    reached = {"seen_on": ago(days)} if late else {} if outbound else {"closed_on": ago(days)}
    return {
        "flow": "outbound" if outbound else "inbound",
        "partner": partner,
        "patient_ref": f"P{number}-{n}",
        "stage": stage,
        "stage_on": ago(days),
        "day": ago(days),
        "settled": not late,
        **reached,
    }


def _touch(own: Random, partner: int) -> dict[str, Any]:
    return {
        "partner": partner,
        "day": ago(own.randrange(400) if own.random() < 0.7 else own.randrange(60)),
        "channel": own.choice(["call", "email", "visit", "meal"]),
        "direction": own.choice(["ours", "ours", "ours", "theirs"]),
        "intents": own.choice([1, 1, 2, 2, 4, 8, 1, 3, 32 if own.random() < 0.3 else 1]),
    }


@pytest.fixture
def made(practice: str, doing: Doing) -> str:
    with changing(doing, "Made a practice") as unit:
        make(unit, Random(0))
    return practice


def every_item(member: int | None = None, *, nobody: bool = False) -> list[AgendaItem]:
    """The day's items, and all that come later."""
    settings = replace(SETTINGS, agenda_size=5)
    found = agenda.todays_agenda(TODAY, settings, member, nobody=nobody)
    later = agenda.later_items(TODAY, settings, 0, 10_000, member, nobody=nobody)
    assert found.later == len(later)
    return [*found.items, *later]


def said_by(items: Iterable[AgendaItem]) -> list[Said]:
    return sorted(
        Said(str(item.partner_id or item.partner_name), line.kind.value, line.days_late, line.why)
        for item in items
        for line in item.lines
        if line.kind in KINDS
    )


def naive_lines(folder: Path, items: Iterable[AgendaItem]) -> list[Said]:
    export_practice(folder / "practice.json")
    rows = json.loads((folder / "practice.json").read_text("utf-8"))
    late = {
        item.partner_id
        for item in items
        for line in item.lines
        if line.kind == AgendaKind.REPORT and line.days_late > 0 and item.partner_id
    }
    return Relations(rows, TODAY, percents=(2, 8), wait=21).lines(late)


def test_the_second_computation_knows_nothing_of_the_program() -> None:
    assert "tui_tracker" not in (Path(__file__).parent / "naive_relations.py").read_text("utf-8")


def test_every_reason_holds_against_the_rows_through_every_door(
    made: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    items = every_item()
    expected = naive_lines(tmp_path, items)
    assert said_by(items) == expected
    number = Counter(line.kind for line in expected)
    assert set(number) == KINDS
    assert min(number[kind] for kind in KINDS - {"gap"}) >= 3, number
    assert any("none for" in line.why for line in expected)
    assert len({item.key for item in items}) == len(items), "nothing shows twice"

    by_partner = {item.partner_id: item for item in items if item.partner_id is not None}
    away = {row_id for (row_id,) in models.Partner.select(models.Partner.id).where(ARCHIVED).tuples()}
    for row_id in {*range(1, PARTNERS + 1, 3)} - away:
        shown = by_partner.get(row_id)
        assert agenda.partner_item(row_id, TODAY, SETTINGS) == shown
        lines = agenda.open_with(row_id, TODAY, SETTINGS)
        due = [line for line in lines if line.kind in KINDS and line.days_late >= 0]
        assert {line.key: line for line in due} == {
            line.key: line for line in (shown.lines if shown else ()) if line.kind in KINDS
        }
        promised = agenda.open_with(row_id, TODAY, SETTINGS, promised_only=True)
        assert list(promised) == [line for line in lines if line.kind not in TIMELESS]

    close_practice()
    assert run(["today", "--json", "--db", made, "--on", TODAY.isoformat()]) == 0
    found = json.loads(capsys.readouterr().out)
    for told, item in zip(found["items"], items, strict=False):
        assert (told["partner_id"], told["kind"], told["why"]) == (item.partner_id, item.kind.value, item.why)
        assert [line["why"] for line in told["lines"]] == [line.why for line in item.lines]
    open_practice(made)


def test_each_member_has_their_own_and_nothing_falls_between(made: str) -> None:
    rows = dict(models.Partner.select(models.Partner.id, models.Partner.member).tuples())
    steps = dict(models.FollowUp.select(models.FollowUp.id, models.FollowUp.member).tuples())
    every = {line.key for item in every_item() for line in item.lines}
    seen: set[str] = set()
    nobodys = every_item(nobody=True)
    for member in (1, 2):
        for item in every_item(member):
            for line in item.lines:
                promised = line.kind == "follow_up" and steps[line.record_id or 0] == member
                assert promised or rows[item.partner_id] == member
                seen.add(line.key)
        assert agenda.todays_agenda(TODAY, SETTINGS, member).nobodys == len(nobodys)
    assert any(rows[item.partner_id] == 2 for item in every_item(1) if item.partner_id), (
        "a promise to another's partner"
    )
    for item in nobodys:
        assert item.gap is not None or rows[item.partner_id] is None
        assert not any(steps[line.record_id or 0] for line in item.lines if line.kind == "follow_up")
        assert not seen & {line.key for line in item.lines}
        seen |= {line.key for line in item.lines}
    assert seen == every
    for member, nobody in ((1, False), (None, True)):
        for size in (3, 40):
            settings = replace(NEVER_SLOW, agenda_size=size)
            first = agenda.first_items(TODAY, settings, member, nobody=nobody).items
            whole = agenda.todays_agenda(TODAY, settings, member, nobody=nobody).items
            expected = [item.key for item in whole if item.kind not in LATER and not item.stale]
            assert [item.key for item in first][: len(expected)] == expected


def test_the_first_items_know_who_sends_less_where_the_day_has_room(made: str) -> None:
    settings = replace(NEVER_SLOW, agenda_size=1000)
    first, whole = agenda.first_items(TODAY, settings), agenda.todays_agenda(TODAY, settings)
    assert any(item.kind == "sending_less" for item in first.items)
    expected = [item for item in whole.items if item.kind not in LATER and not item.stale]
    early = [item for item in first.items if not item.stale]
    assert [item.key for item in early] == [item.key for item in expected]
    for before, after in zip(early, expected, strict=True):
        known = [line for line in after.lines if line.kind not in LATER and not line.stale]
        assert [line for line in before.lines if not line.stale] == known


def in_words(items: Iterable[AgendaItem]) -> list[Any]:
    """Items without the ids, which the order of writing decides."""
    return [
        (
            (item.partner_name, item.tier, item.kind, item.what, item.why, item.since, item.days_late, item.action),
            [(line.kind, line.text(), line.why, line.since, line.due_on, line.stale) for line in item.lines],
        )
        for item in items
    ]


def test_both_engines_and_any_order_of_writing_make_one_agenda(tmp_path: Path, postgres: str, doing: Doing) -> None:
    found = []
    for target, seed in ((str(tmp_path / "a.db"), 1), (str(tmp_path / "b.db"), 2), (postgres, 3)):
        open_practice(target)
        with changing(doing, "Made a practice") as unit:
            make(unit, Random(seed))
        once, again = every_item(), every_item()
        assert once == again
        first = agenda.first_items(TODAY, SETTINGS).items
        found.append((in_words(once), in_words(first), in_words(every_item(1)), in_words(every_item(nobody=True))))
        close_practice()
    assert found[0] == found[1] == found[2]
    assert len(found[0][0]) > 30
