"""How long stages take and which referrals are slow, from a real database, alike on both engines."""

import random
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from tests.domain.making import a_referral
from tui_tracker.domain import stays as rule
from tui_tracker.domain.moves import stages
from tui_tracker.domain.records import Doing
from tui_tracker.domain.settings import Settings, SlowDays
from tui_tracker.domain.words import THANK_BIT
from tui_tracker.services import agenda, cards, referrals, stays, touchpoints
from tui_tracker.storage import models
from tui_tracker.storage.journal import changing, undo
from tui_tracker.storage.queries import stays as queries
from tui_tracker.storage.queries.history import last_change_id

TODAY = date(2026, 3, 16)
SETTINGS = Settings()
DAYS = ("contacted_on", "scheduled_on", "accepted_on", "seen_on", "in_care_on", "closed_on")


def ago(number: int) -> date:
    return TODAY - timedelta(number)


@pytest.fixture
def lee(practice: str, doing: Doing) -> int:
    with changing(doing, "Added Dr. Lee") as unit:
        return unit.insert(models.Partner, name="Dr. Lee", search="dr. lee", stage="referring", added_on=ago(900))


def a_row(chance: random.Random, partner: int) -> dict[str, Any]:
    """Any way a referral may go, days skipped, aside at the end of some, and now and then a day before the last."""
    flow = chance.choice(["inbound", "outbound"])
    line = [str(stage) for stage in stages(flow)]
    place = chance.randrange(len(line))
    row: dict[str, Any] = {**dict.fromkeys((*DAYS, "aside_on")), "flow": flow, "partner": partner, "patient_ref": "JD"}
    day = latest = row["day"] = ago(chance.randrange(900))
    for stage in line[1 : place + 1]:
        day = min(TODAY, day + timedelta(chance.choice([0, 0, 1, 3, 9, 40, -2])))
        if chance.random() < 0.8:
            row[f"{stage}_on"] = day
            latest = max(latest, day)
    row["stage"] = line[place]
    if chance.random() < 0.2:
        row["stage"] = "lost"
        latest = row["aside_on"] = min(TODAY, latest + timedelta(chance.randrange(30)))
    return {**row, "stage_on": latest, "settled": chance.random() < 0.1}


def put(doing: Doing, rows: list[dict[str, Any]]) -> None:
    with changing(doing, "made") as unit:
        unit.insert_many(models.Referral, rows)


@pytest.mark.parametrize("seed", [0, 1])
def test_the_database_counts_what_the_rule_counts(lee: int, doing: Doing, seed: int) -> None:
    chance = random.Random(seed)
    rows = [a_row(chance, lee) for _ in range(400)]
    put(doing, rows)
    first, last = ago(364), ago(20)
    expected: dict[tuple[str, str], Counter[int]] = {}
    for row in rows:
        known = {name: value for name, value in row.items() if name not in ("partner", "stage_on")}
        for stay in rule.stays(a_referral(**known)):
            if first <= stay.ended_on <= last:
                expected.setdefault((row["flow"], stay.stage), Counter())[stay.days] += 1
    assert queries.stay_sizes(first, last) == expected
    assert len(expected) == 8


def test_too_few_stays_or_stays_of_long_ago_say_nothing(lee: int, doing: Doing) -> None:
    row = {"partner": lee, "patient_ref": "JD", "stage": "seen", "settled": True}
    put(doing, [{**row, "day": ago(370), "seen_on": ago(365), "stage_on": ago(365)} for _ in range(10)])
    put(doing, [{**row, "day": ago(370), "seen_on": ago(364), "stage_on": ago(364)} for _ in range(9)])
    assert stays.usual_stays(TODAY, SETTINGS) == {}
    put(doing, [{**row, "day": ago(5), "seen_on": TODAY, "stage_on": TODAY}])
    assert stays.usual_stays(TODAY, SETTINGS) == {("inbound", "received"): rule.Usual(6.0, 10)}
    assert stays.usual_stays(TODAY, replace(SETTINGS, slow=SlowDays(factor=0))) == {}
    assert len(stays.usual_stays(TODAY, replace(SETTINGS, slow=SlowDays(within=366)))) == 1


@pytest.mark.parametrize("seed", [0, 1])
def test_counting_on_gives_what_counting_anew_gives(lee: int, doing: Doing, seed: int) -> None:
    chance = random.Random(seed)
    first, last = ago(364), ago(20)
    put(doing, [a_row(chance, lee) for _ in range(60)])
    counter = stays._Counter()
    assert counter.between(first, last) == queries.stay_sizes(first, last)
    looks = []
    for turn in range(25):
        ids = [row_id for (row_id,) in models.Referral.select(models.Referral.id).tuples()]
        with changing(doing, f"turn {turn}") as unit:
            unit.insert_many(models.Referral, [a_row(chance, lee) for _ in range(chance.choice([0, 1, 30]))])
            for row_id in chance.sample(ids, 4):
                unit.update(models.Referral, row_id, **a_row(chance, lee))
            unit.delete(models.Referral, chance.choice(ids))
        if chance.random() < 0.3:
            assert unit.change_id is not None
            undo(doing, unit.change_id)
        if chance.random() < 0.6:
            looks.append(without_none(counter.between(first, last)) == queries.stay_sizes(first, last))
    assert looks
    assert all(looks)


def test_what_changed_too_much_or_was_loaded_whole_is_counted_anew(lee: int, doing: Doing) -> None:
    put(doing, [a_row(random.Random(0), lee) for _ in range(30)])
    newest = last_change_id()
    put(doing, [a_row(random.Random(1), lee) for _ in range(30)])
    assert queries.changed_referrals(newest, last_change_id(), 29) is None
    changed = queries.changed_referrals(newest, last_change_id(), 30)
    assert changed is not None
    assert len(changed) == 30
    with changing(doing, "Loaded a practice") as unit:
        unit.whole = True
    assert queries.changed_referrals(newest, last_change_id(), 1000) is None
    assert queries.changed_referrals(last_change_id(), last_change_id(), 1000) == []


def without_none(sizes: rule.StaySizes) -> rule.StaySizes:
    """Without the stages of which all stays were taken off again."""
    return {place: counted for place, counted in sizes.items() if counted}


def settled_past(lee: int, doing: Doing) -> None:
    """A year in which stages took 2, 2, 3, 4, 20 days; sent on 3, 4, 10."""
    line = {"contacted_on": 48, "scheduled_on": 46, "seen_on": 43, "in_care_on": 39, "closed_on": 19}
    inbound = {"day": ago(50), **{name: ago(days) for name, days in line.items()}}
    sent = {"day": ago(40), "accepted_on": ago(37), "seen_on": ago(33), "closed_on": ago(23), "flow": "outbound"}
    common = {"partner": lee, "patient_ref": "JD", "stage": "closed", "settled": True}
    put(doing, [{**common, **inbound, "stage_on": ago(19)} for _ in range(10)])
    put(doing, [{**common, **sent, "stage_on": ago(23)} for _ in range(10)])


def lines() -> list[tuple[str, str]]:
    found = agenda.todays_agenda(TODAY, SETTINGS)
    every = found.items + agenda.later_items(TODAY, SETTINGS, 0, found.later)
    return sorted((line.patient_ref, line.what) for item in every for line in item.lines if line.slow)


def test_slow_referrals_come_and_go(lee: int, doing: Doing) -> None:
    settled_past(lee, doing)
    touchpoints.thank(doing, lee, TODAY)
    quick = {"partner": lee, "patient_ref": "QUICK", "stage": "in_care", "stage_on": ago(40), "in_care_on": ago(40)}
    slow = {"partner": lee, "patient_ref": "SLOW", "stage": "in_care", "stage_on": ago(41), "in_care_on": ago(41)}
    owing = {**slow, "patient_ref": "OWING"}
    sent = {"partner": lee, "patient_ref": "SENT", "stage": "sent", "stage_on": ago(9), "flow": "outbound"}
    nobody = {**slow, "patient_ref": "NOBODY", "partner": None, "source": "web"}
    scheduled = {"partner": lee, "patient_ref": "BOOKED", "stage": "scheduled", "stage_on": ago(9)}
    with changing(doing, "made") as unit:
        for one in (quick, slow, owing, sent, nobody, scheduled):
            more = {"scheduled_on": ago(9)} if one is scheduled else {}
            row_id = unit.insert(models.Referral, **one, **more, day=one["stage_on"])
            if one is not owing:
                unit.insert(models.Report, referral=row_id, kind="initial", sent_on=ago(3))
    assert lines() == [("BOOKED", "scheduled 9 days ago"), ("SENT", "sent 9 days ago"), ("SLOW", "in care for 41 days")]
    ids = dict(models.Referral.select(models.Referral.patient_ref, models.Referral.id).tuples())
    item = agenda.partner_item(lee, TODAY, SETTINGS)
    assert item is not None
    assert sorted(line.patient_ref for line in item.lines if line.slow) == ["BOOKED", "SENT", "SLOW"]
    assert sorted(line.patient_ref for line in agenda.open_with(lee, TODAY, SETTINGS) if line.slow) == [
        "BOOKED",
        "SENT",
        "SLOW",
    ]
    shown = {row_id: cards.card(row_id, TODAY, SETTINGS) for row_id in ids.values()}
    found = stays.slow_referrals(list(ids.values()), TODAY, SETTINGS)
    assert {row_id: one.slow for row_id, one in shown.items() if one is not None and one.slow} == found
    assert {row_id: one.days for row_id, one in found.items()} == {
        ids["BOOKED"]: 9,
        ids["SENT"]: 9,
        ids["SLOW"]: 41,
        ids["NOBODY"]: 41,
    }
    referrals.edit_referral(doing, ids["BOOKED"], {"visit_on": TODAY})
    referrals.move_referral(doing, ids["SLOW"], "closed", TODAY)
    assert lines() == [("SENT", "sent 9 days ago")]


def test_the_first_items_leave_slow_ones_out(lee: int, doing: Doing) -> None:
    settled_past(lee, doing)
    with changing(doing, "made") as unit:
        unit.insert(models.Touchpoint, partner=lee, day=TODAY, channel="call", intents=THANK_BIT)
        unit.insert(
            models.Referral,
            partner=lee,
            patient_ref="SENT",
            stage="sent",
            stage_on=ago(9),
            day=ago(9),
            flow="outbound",
        )
    never = replace(SETTINGS, slow=SlowDays(factor=0))
    first = agenda.first_items(TODAY, SETTINGS)
    assert (first.items, first.complete) == ((), False)
    assert agenda.todays_agenda(TODAY, never).items == ()
    whole = agenda.todays_agenda(TODAY, SETTINGS).items
    assert [(item.kind.value, item.what) for item in whole] == [("stuck", "sent 9 days ago")]
