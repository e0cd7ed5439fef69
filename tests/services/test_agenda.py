"""The agenda from a real database, alike on both engines and in any order of writing."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from tui_tracker.domain.agenda import Agenda
from tui_tracker.domain.records import Doing
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.words import FEEDBACK_BIT, THANK_BIT
from tui_tracker.services import agenda as service
from tui_tracker.services import snoozes
from tui_tracker.storage import models
from tui_tracker.storage.journal import changing

SETTINGS = Settings()
TODAY = date(2026, 3, 16)


def ago(number: int) -> date:
    return TODAY - timedelta(number)


class Maker:
    """Rows of a practice, written in the order in which they are asked for."""

    def __init__(self, doing: Doing) -> None:
        self._doing = doing

    def _insert(self, model: type[models.Base], **values: Any) -> int:
        with changing(self._doing, "made") as unit:
            return unit.insert(model, **values)

    def partner(self, name: str, **more: Any) -> int:
        return self._insert(
            models.Partner,
            **{"name": name, "search": name.casefold(), "stage": "referring", "added_on": ago(1000), **more},
        )

    def touch(self, partner: int, day: date, intents: int = 1) -> int:
        return self._insert(models.Touchpoint, partner=partner, day=day, channel="call", intents=intents)

    def referral(self, partner: int, stage: str, stage_on: date, **more: Any) -> int:
        columns = {"seen": "seen_on", "in_care": "in_care_on", "closed": "closed_on", "lost": "aside_on"}
        days = {columns[stage]: stage_on} if stage in columns else {}
        values = {"partner": partner, "patient_ref": "JD", "stage": stage, "stage_on": stage_on, "day": stage_on}
        return self._insert(models.Referral, **{**values, **days, **more})

    def report_on(self, partner: int, closed_on: date) -> int:
        """A closed referral of which the referrer was told all but the end."""
        referral = self.referral(partner, "closed", closed_on)
        self.report(referral, "initial", closed_on)
        return referral

    def report(self, referral: int, kind: str, day: date) -> int:
        return self._insert(models.Report, referral=referral, kind=kind, sent_on=day)


@pytest.fixture
def make(practice: str, doing: Doing) -> Maker:
    return Maker(doing)


def shown(found: Agenda) -> list[tuple[str, str, int]]:
    return [(item.partner_name, item.kind.value, item.days_late) for item in found.items]


def agenda() -> Agenda:
    return service.todays_agenda(TODAY, SETTINGS)


def test_an_empty_practice_has_nothing_to_do(practice: str) -> None:
    assert agenda() == Agenda(TODAY, (), 0, 0, 0, 0, True)


def a_little_of_everything(make: Maker) -> list[Callable[[], None]]:
    """One writer for each partner, so that they may come in any order."""

    def owes_a_report() -> None:
        partner = make.partner("Report", tier="A")
        make.touch(partner, ago(3), THANK_BIT)
        make.report(make.referral(partner, "seen", ago(10)), "acknowledgement", ago(9))

    def owes_progress() -> None:
        partner = make.partner("Progress")
        make.touch(partner, ago(3), THANK_BIT)
        make.report(make.referral(partner, "in_care", ago(60)), "initial", ago(40))

    def owes_nothing() -> None:
        partner = make.partner("Nothing")
        make.touch(partner, ago(3), THANK_BIT)
        referral = make.referral(partner, "in_care", ago(60))
        for kind, day in (("initial", 40), ("progress", 5)):
            make.report(referral, kind, ago(day))
        closed = make.referral(partner, "closed", ago(200))
        for kind in ("initial", "final"):
            make.report(closed, kind, ago(195))
        make.referral(partner, "received", ago(300), settled=True)

    def owes_thanks() -> None:
        partner = make.partner("Thanks")
        make.touch(partner, ago(20), THANK_BIT)
        make.touch(partner, ago(2))
        referral = make.referral(partner, "closed", ago(12))
        for kind in ("initial", "final"):
            make.report(referral, kind, ago(5))

    def owes_feedback() -> None:
        partner = make.partner("Feedback")
        make.touch(partner, ago(9), FEEDBACK_BIT)
        make.referral(partner, "lost", ago(8), aside_reason="moved")
        told = make.partner("Told")
        make.referral(told, "lost", ago(8), aside_reason="moved")
        make.touch(told, ago(8), FEEDBACK_BIT)

    def is_stuck() -> None:
        partner = make.partner("Stuck")
        make.touch(partner, ago(2))
        make.referral(partner, "sent", ago(20), flow="outbound")
        asked = make.partner("Asked")
        make.referral(asked, "sent", ago(20), flow="outbound")
        make.touch(asked, ago(4), FEEDBACK_BIT)

    def is_out_of_touch() -> None:
        make.touch(make.partner("Quiet", tier="A"), ago(31))
        make.touch(make.partner("Own rhythm", cadence_days=5), ago(6))
        make.touch(make.partner("Resting", stage="dormant"), ago(500))
        make.partner("Never", added_on=ago(61))
        make.partner("New", stage="prospect", added_on=ago(14))
        make.partner("Newer", stage="prospect", added_on=ago(13))
        make.partner("Gone", archived_on=ago(1))

    def is_promised() -> None:
        partner = make.partner("Promised")
        make.touch(partner, ago(1))
        with changing(make._doing, "made") as unit:
            unit.insert(models.FollowUp, partner=partner, due_on=TODAY, text="send the protocol")
            unit.insert(models.FollowUp, partner=partner, due_on=ago(3), text="old", done_on=ago(3))
            unit.insert(models.Agreement, partner=partner, review_on=ago(4))

    def is_difficult() -> None:
        partner = make.partner("Difficult")
        make.touch(partner, ago(1))
        with changing(make._doing, "made") as unit:
            unit.insert(models.Incident, partner=partner, kind="complaint", opened_on=ago(2), facts="waited")

    def is_long_ago() -> None:
        partner = make.partner("Long ago")
        make.touch(partner, ago(1))
        make.referral(partner, "closed", ago(400))

    return [
        owes_a_report,
        owes_progress,
        owes_nothing,
        owes_thanks,
        owes_feedback,
        is_stuck,
        is_out_of_touch,
        is_promised,
        is_difficult,
        is_long_ago,
    ]


EXPECTED = [
    ("Difficult", "incident", 2),
    ("Report", "report", 7),
    ("Progress", "report", 10),
    ("Thanks", "thank_you", 5),
    ("Stuck", "stuck", 6),
    ("Promised", "follow_up", 0),
    ("Feedback", "feedback", 6),
    ("Quiet", "reconnect", 1),
    ("Never", "reconnect", 1),
    ("Own rhythm", "reconnect", 1),
    ("New", "reconnect", 0),
    ("Nothing", "we_owe", 300),
    ("Long ago", "report", 397),
]


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_everything_that_is_due_is_found_in_its_order_however_it_was_written(make: Maker, seed: int) -> None:
    writers = a_little_of_everything(make)
    random.Random(seed).shuffle(writers)
    for write in writers:
        write()
    found = agenda()
    assert shown(found) == EXPECTED
    assert (found.later, found.stale, found.snoozed, found.complete) == (0, 1, 0, True)
    assert found.tomorrow == 1


def test_the_first_items_leave_the_old_backlog_for_later(make: Maker) -> None:
    for write in a_little_of_everything(make):
        write()
    found = service.first_items(TODAY, SETTINGS)
    assert not found.complete
    assert shown(found) == EXPECTED[:-2]


@pytest.mark.parametrize("size", [1, 2, 3, 6, 11])
def test_the_first_items_are_those_of_the_whole_agenda(make: Maker, size: int) -> None:
    """Whether incidents and reports fill the day, so that not everybody is looked at, or not."""
    for write in a_little_of_everything(make):
        write()
    busy = make.partner("Busy", tier="A")
    make.touch(busy, ago(300))
    make.report(make.referral(busy, "seen", ago(20)), "acknowledgement", ago(20))
    make.report(make.report_on(busy, ago(15)), "final", ago(14))
    settings = replace(SETTINGS, agenda_size=size)
    first, whole = service.first_items(TODAY, settings), service.todays_agenda(TODAY, settings)
    assert first.items == whole.items
    assert first.later <= whole.later
    if size > 1:
        assert [line.kind.value for line in first.items[1].lines] == ["report", "thank_you", "reconnect"]


def test_the_first_items_of_a_large_network_are_those_of_the_whole_agenda(practice: str, doing: Doing) -> None:
    """However many are to be reconnected with: in any tier, prospects, own rhythms, snoozed, or with more than that."""
    chance = random.Random(7)
    with changing(doing, "made") as unit:
        partners = unit.insert_many(
            models.Partner,
            [
                {
                    "name": name,
                    "search": name.casefold(),
                    "tier": chance.choice("ABC"),
                    "stage": chance.choice(["prospect", "referring", "partner", "dormant"]),
                    "cadence_days": chance.choice([*[None] * 15, 20]),
                    "added_on": ago(chance.randrange(200)),
                }
                for name in (f"P{chance.randrange(40):02}" for _ in range(150))
            ],
        )
        touched = [partner for partner in partners if chance.random() < 0.6]
        unit.insert_many(
            models.Touchpoint,
            [{"partner": partner, "day": ago(chance.randrange(200)), "channel": "call"} for partner in touched],
        )
    check_first_items(1, 2, 7, 40, 150)
    for item in service.todays_agenda(TODAY, replace(SETTINGS, agenda_size=40)).items:
        snoozes.snooze_item(doing, item, TODAY + timedelta(2))
    check_first_items(1, 2, 7, 40, 150)
    every = service.todays_agenda(TODAY, replace(SETTINGS, agenda_size=150)).items
    busy = [*every[:2], *every[-3:]]
    snoozes.unsnooze(doing, [row.item for row in models.Snooze.select()])
    with changing(doing, "made") as unit:
        unit.insert_many(models.FollowUp, [{"partner": item.partner_id, "due_on": TODAY} for item in busy])
    check_first_items(5, 6, 7, 40, 150)


def check_first_items(*sizes: int) -> None:
    for size in sizes:
        settings = replace(SETTINGS, agenda_size=size)
        first, whole = service.first_items(TODAY, settings), service.todays_agenda(TODAY, settings)
        assert first.items == whole.items
        assert first.later <= whole.later


def test_an_agreement_moves_the_day(make: Maker, doing: Doing) -> None:
    partner = make.partner("Lee")
    make.touch(partner, ago(1), THANK_BIT)
    make.report(make.referral(partner, "seen", ago(10)), "acknowledgement", ago(10))
    with changing(doing, "made") as unit:
        unit.insert(models.Agreement, partner=partner, initial_report_days=9)
    assert shown(agenda()) == [("Lee", "report", 1)]


def test_an_agreement_with_long_days_keeps_an_old_promise_fresh(make: Maker, doing: Doing) -> None:
    partner = make.partner("Lee")
    make.touch(partner, ago(1), THANK_BIT)
    make.report(make.referral(partner, "closed", ago(130)), "initial", ago(130))
    with changing(doing, "made") as unit:
        unit.insert(models.Agreement, partner=partner, final_report_days=60)
    found = service.first_items(TODAY, SETTINGS)
    assert shown(found) == [("Lee", "report", 70)]
    assert found.stale == 0


def test_later_items_go_on_where_the_day_ends(make: Maker) -> None:
    for number in range(20):
        make.touch(make.partner(f"P{number:02}"), ago(80))
    found = agenda()
    assert (len(found.items), found.later) == (15, 5)
    later = service.later_items(TODAY, SETTINGS, 0, 10)
    assert [item.partner_name for item in later] == ["P15", "P16", "P17", "P18", "P19"]
    assert [item.partner_name for item in service.later_items(TODAY, SETTINGS, 3, 1)] == ["P18"]
    make.touch(later[3].partner_id, TODAY)
    assert [item.partner_name for item in service.later_items(TODAY, SETTINGS, 3, 1)] == ["P19"]


def test_a_snoozed_item_comes_back_by_itself(make: Maker, doing: Doing) -> None:
    make.touch(make.partner("Quiet"), ago(80))
    (item,) = agenda().items
    snoozes.snooze_item(doing, item, TODAY + timedelta(3))
    assert (agenda().items, agenda().snoozed) == ((), 1)
    back = service.todays_agenda(TODAY + timedelta(3), SETTINGS)
    assert [one.partner_name for one in back.items] == ["Quiet"]


def test_one_partner_alone(make: Maker) -> None:
    for write in a_little_of_everything(make):
        write()
    every = {item.partner_id: item for item in agenda().items}
    partners = dict(models.Partner.select(models.Partner.name, models.Partner.id).tuples())
    for partner_id in partners.values():
        assert service.partner_item(partner_id, TODAY, SETTINGS) == every.get(partner_id)
    lines = service.open_with(partners["Nothing"], TODAY, SETTINGS)
    assert [(line.what, line.days_late) for line in lines] == [
        ("progress report", -25),
        ("reconnect", -57),
        ("something to give back", 300),
    ]
