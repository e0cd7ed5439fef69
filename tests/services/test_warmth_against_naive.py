"""Every figure of a relationship against a second computation from the export, on practices full of border days."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.conftest import TODAY
from tests.services.naive_promises import DEFAULT_DAYS, Naive
from tests.services.naive_warmth import Person
from tui_tracker.domain.records import Doing
from tui_tracker.domain.relationship import Relationship
from tui_tracker.domain.settings import Settings
from tui_tracker.services import agenda, relationship
from tui_tracker.services.exporting import export_practice
from tui_tracker.storage import models
from tui_tracker.storage.journal import Unit, changing

BORDERS = [0, 1, 2, 3, 7, 13, 14, 15, 20, 21, 22, 29, 30, 31, 45, 59, 60, 61, 89, 90, 91, 119, 120, 121, 179, 180, 181,
           362, 363, 364, 365, 366, 367, 372, 379, 395, 453, 454, 455, 456, 1093, 1094, 1095, 1096]  # fmt: skip
LEAP_DAY = date(2028, 2, 29)
STAGES = ["received", "contacted", "scheduled", "seen", "in_care", "closed"]
KINDS = ["acknowledgement", "initial", "progress", "final"]
BITS = 128
REPORTS = ("initial_report", "progress_report", "final_report")
PARTNERS = 30
NONE_TODAY = Settings(agenda_size=0)


class Maker:
    """Writes a practice of which every day is one that some rule turns on, or any."""

    def __init__(self, unit: Unit, seed: int, today: date) -> None:
        self.unit, self.chance, self.today = unit, Random(seed), today

    def day(self, since: int | None = None) -> date:
        """Any day, half of them borders; not before `since` days ago."""
        days = self.chance.choice(BORDERS) if self.chance.random() < 0.6 else self.chance.randrange(1300)
        return self.today - timedelta(days if since is None else days % (since + 1))

    def partner(self, number: int) -> None:
        chance = self.chance
        row_id = self.unit.insert(
            models.Partner,
            name=f"P{number}",
            search=f"p{number}",
            tier=chance.choice("ABC"),
            stage=chance.choice(["prospect", "connected", "referring", "referring", "partner", "dormant", "parted"]),
            cadence_days=chance.choice([None, None, None, 1, 20, 45]),
            added_on=self.day(),
            archived_on=self.day() if chance.random() < 0.1 else None,
        )
        if chance.random() < 0.4:
            figures = {f"{kind}_days": chance.choice([None, 0, 1, 5, 40]) for kind in DEFAULT_DAYS if kind in AGREED}
            self.unit.insert(models.Agreement, partner=row_id, **figures)
        touches = [self.touch(row_id) for _ in range(chance.choice([0, 0, 2, 6, 8, 12]))]
        self.unit.insert_many(models.Touchpoint, touches)
        if chance.random() < 0.3:
            self.fall(row_id)
        else:
            for _ in range(chance.choice([0, 1, 3, 5, 9])):
                self.referral(row_id)
        if chance.random() < 0.2:
            closed = chance.choice([{}, {"closed_on": self.today, "answered_on": self.today, "reply": "said"}])
            self.unit.insert(
                models.Incident, partner=row_id, kind="complaint", opened_on=self.day(), facts="x", **closed
            )

    def fall(self, partner: int) -> None:
        """Many of long ago, that ended at a border."""
        quiet = self.chance.choice(BORDERS)
        days = [self.today - timedelta(quiet + self.chance.randrange(900)) for _ in range(self.chance.randrange(60))]
        rows = [
            {"partner": partner, "patient_ref": "JD", "day": day, "stage_on": day, "stage": "closed"} for day in days
        ]
        self.unit.insert_many(models.Referral, [row | {"settled": True} for row in rows])

    def touch(self, partner: int) -> dict[str, Any]:
        chance = self.chance
        return {
            "partner": partner,
            "day": self.day(),
            "channel": chance.choice(["call", "call", "visit", "card"]),
            "direction": chance.choice(["ours", "ours", "theirs"]),
            "intents": chance.choice([1, 2, 4, 8, 32, 64, 0, 2 | 32, 1 | 4, chance.randrange(BITS)]),
        }

    def referral(self, partner: int) -> None:
        chance = self.chance
        received = self.day()
        since = (self.today - received).days
        row: dict[str, Any] = {"partner": partner, "patient_ref": "JD", "day": received, "flow": "inbound"}
        if chance.random() < 0.25:
            self.unit.insert(models.Referral, **row | {"flow": "outbound", "stage": "sent", "stage_on": received})
            return
        place = chance.randrange(len(STAGES))
        days = sorted(received + timedelta(chance.choice([0, 1, 2, 3, 14, 30, since]) % (since + 1)) for _ in STAGES)
        reached = [stage for stage in STAGES[1 : place + 1] if stage == STAGES[place] or chance.random() < 0.6]
        columns = {f"{stage}_on": days[STAGES.index(stage)] for stage in reached}
        if chance.random() < 0.1:
            columns.pop(f"{STAGES[place]}_on", None)  # old imports know no day
        row |= {"stage": STAGES[place], "stage_on": days[place], **columns}
        if place < 5 and chance.random() < 0.25:
            row |= {"stage": chance.choice(["lost", "declined"]), "aside_on": days[5], "stage_on": days[5]}
        row |= {
            "settled": chance.random() < 0.1,
            "urgency": chance.choice(["routine", "routine", "urgent", "emergency"]),
        }
        row_id = self.unit.insert(models.Referral, **row)
        for _ in range(chance.choice([0, 0, 1, 2, 4])):
            sent_on = received + timedelta(chance.choice([0, 1, 2, 3, 5, 30, 31, 60, since]) % (since + 1))
            self.unit.insert(models.Report, referral=row_id, kind=chance.choice(KINDS), sent_on=sent_on)


AGREED = {"first_contact", "acknowledgement", "thank_you", "first_visit", "initial_report", "progress_report",
          "final_report"}  # fmt: skip


def late_reports(rows: dict[str, Any], today: date) -> Counter[int]:
    """By partner, how many reports to them are late."""
    owed, found = Naive(rows, today, DEFAULT_DAYS, 90), Counter[int]()
    for row in rows["referrals"]:
        if row["partner_id"] is not None:
            kinds = [
                one for one in owed.open(row) if one.promise in ("initial_report", "progress_report", "final_report")
            ]
            found[row["partner_id"]] += sum(one.due < today for one in kinds)
    return found


def test_the_second_computation_knows_nothing_of_the_program() -> None:
    assert "tui_tracker" not in (Path(__file__).parent / "naive_warmth.py").read_text("utf-8")


def test_every_figure_is_that_of_the_second_computation(practice: str, tmp_path: Path, doing: Doing) -> None:
    seed, today = (2, LEAP_DAY) if practice.startswith("postgres") else (1, TODAY)
    with changing(doing, "Made a practice") as unit:
        maker = Maker(unit, seed, today)
        for one in range(PARTNERS):
            maker.partner(one)
    export_practice(tmp_path / "practice.json")
    rows = json.loads((tmp_path / "practice.json").read_text("utf-8"))
    late = late_reports(rows, today)
    known = relationship.relationships([row["id"] for row in rows["partners"]], today, Settings())
    seen: Counter[str] = Counter()
    for row in rows["partners"]:
        found, other = known[row["id"]], Person(rows, row, today, late[row["id"]])
        told = {
            str(one.kind): (one.due, one.in_time) for one in relationship.promises_kept(row["id"], today, Settings())
        }
        assert told == other.promises(), row
        assert found.facts.touch_days == other.touches()
        assert [one.met for one in found.readiness.conditions] == other.conditions(), row
        giving = found.reciprocity
        assert (giving.inbound, giving.outbound, giving.gives, giving.asks) == other.year()
        assert (giving.we_owe, giving.one_sided) == (other.owe(), other.one_sided())
        moving = other.momentum()
        assert (found.momentum is None) == (moving is None), row
        if found.momentum is not None and moving is not None:
            assert (found.momentum.recent, found.momentum.less) == (moving[0], moving[2]), row
            assert found.momentum.expected == pytest.approx(float(moving[1]))
        shares = other.shares()
        for part, share in zip(found.warmth.parts, shares, strict=True):
            assert part.share == (None if share is None else pytest.approx(float(share))), (part, row)
        assert found.warmth.points == other.points(), row
        seen.update(
            less=moving is not None and moving[2], ready=found.readiness.ready, owe=giving.we_owe,
            one_sided=giving.one_sided, none=found.warmth.points is None,
        )  # fmt: skip
    assert min(seen[one] for one in ("less", "owe", "none")) >= 1, seen
    check_agenda(known, today)


def check_agenda(known: dict[int, Relationship], today: date) -> None:
    """Today says of nobody what their page denies, and is silent about nobody of whom it says so."""
    lines = [
        (item.partner_id, line.kind) for item in agenda.later_items(today, NONE_TODAY, 0, 999) for line in item.lines
    ]
    rules: dict[str, tuple[Callable[[Relationship], bool], tuple[str, ...]]] = {
        "sending_less": (lambda one: one.momentum is not None and one.momentum.less, ("dormant", "parted")),
        "ready_to_ask": (lambda one: one.readiness.ready, ("parted",)),
        "we_owe": (lambda one: one.reciprocity.we_owe, ("parted",)),
    }
    for kind, (says, resting) in rules.items():
        asked = {
            row_id
            for row_id, one in known.items()
            if says(one) and one.facts.partner.archived_on is None and one.facts.partner.stage not in resting
        }
        assert {row_id for row_id, line in lines if line == kind} == asked, kind
