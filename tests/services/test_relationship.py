"""Relationships from a real database: facts against a plain count of the same rows, and lists against the facts."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from tests.conftest import TODAY
from tui_tracker.domain.contacts_warmth import ContactStanding
from tui_tracker.domain.errors import Refused
from tui_tracker.domain.promise_history import Kept
from tui_tracker.domain.records import Doing
from tui_tracker.domain.relationship import Relationship
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.warmth import Band
from tui_tracker.domain.words import (
    ASK_BIT,
    FEEDBACK_BIT,
    GIVE_BIT,
    THANK_BIT,
    AgendaKind,
    Channel,
    Promise,
    bits_to_intents,
)
from tui_tracker.services import agenda, partners
from tui_tracker.services import relationship as service
from tui_tracker.storage import models
from tui_tracker.storage.journal import changing

SETTINGS = Settings()
Row = dict[str, Any]


def ago(number: int) -> date:
    return TODAY - timedelta(number)


def write(doing: Doing, rows: list[tuple[type[models.Base], Row]]) -> list[int]:
    with changing(doing, "made") as unit:
        return [unit.insert(model, **values) for model, values in rows]


def partner_row(name: str, **more: Any) -> tuple[type[models.Base], Row]:
    values = {"name": name, "search": name.casefold(), "stage": "referring", "added_on": ago(1000), **more}
    return models.Partner, values


def touch_row(partner: int, day: date, intents: int = 1, **more: Any) -> tuple[type[models.Base], Row]:
    return models.Touchpoint, {"partner": partner, "day": day, "channel": "call", "intents": intents, **more}


def referral_row(partner: int, day: date, stage: str = "received", **more: Any) -> tuple[type[models.Base], Row]:
    values = {"partner": partner, "patient_ref": "JD", "day": day, "stage": stage, "stage_on": day, **more}
    return models.Referral, values


def report_row(referral: int, kind: str, day: date) -> tuple[type[models.Base], Row]:
    return models.Report, {"referral": referral, "kind": kind, "sent_on": day}


def of(partner_id: int, settings: Settings = SETTINGS) -> Relationship:
    found = service.relationship_of(partner_id, TODAY, settings)
    assert found is not None
    return found


def test_who_is_not_there_has_none(practice: str) -> None:
    assert service.relationships([], TODAY, SETTINGS) == {}
    assert service.relationship_of(7, TODAY, SETTINGS) is None
    assert service.promises_kept(7, TODAY, SETTINGS) == ()
    assert service.contact_standings(7, TODAY, SETTINGS) == ()


def test_a_partner_of_whom_nothing_is_known_yet(practice: str, doing: Doing) -> None:
    (new,) = write(doing, [partner_row("New", stage="prospect", added_on=TODAY)])
    found = of(new)
    assert (found.warmth.points, found.warmth.band, found.momentum) == (None, None, None)
    assert not found.readiness.ready
    assert found.facts.first_referral is None


def test_every_figure_of_one_partner(practice: str, doing: Doing) -> None:
    lee, kim = write(doing, [partner_row("Lee", tier="A"), partner_row("Kim")])
    theirs = {"direction": "theirs"}
    write(
        doing,
        [
            touch_row(lee, ago(400), GIVE_BIT),
            touch_row(lee, ago(365), GIVE_BIT, channel="card"),
            touch_row(lee, ago(364), GIVE_BIT | ASK_BIT, channel="visit"),
            touch_row(lee, ago(20), ASK_BIT),
            touch_row(lee, ago(12), GIVE_BIT | ASK_BIT, **theirs),
            touch_row(lee, ago(12), THANK_BIT),
            touch_row(lee, ago(-3), GIVE_BIT, channel="fax"),
            touch_row(kim, ago(1), GIVE_BIT),
            *(referral_row(lee, ago(day), "closed", settled=True) for day in (1200, 455, 454, 365, 364, 90, 89, 0)),
            referral_row(lee, ago(-1), "closed", settled=True),
            referral_row(lee, ago(364), "sent", flow="outbound"),
            referral_row(lee, ago(365), "sent", flow="outbound"),
            referral_row(kim, ago(2), "closed", settled=True),
            (models.Incident, {"partner": lee, "kind": "complaint", "opened_on": ago(9), "facts": "x"}),
            (models.Gift, {"partner": lee, "day": ago(2), "what": "lunch", "amount_cents": 9_900}),
        ],
    )
    known = of(lee).facts
    assert (known.partner.id, known.partner.name, known.partner.tier) == (lee, "Lee", "A")
    assert (known.last_touch, known.touch_days) == (ago(12), 5)
    assert known.channels == {"call", "card", "visit"}
    assert known.intents == {"give", "ask", "thank"}
    assert (known.last_give, known.last_ask, known.gives, known.asks) == (ago(364), ago(20), 1, 2)
    assert (known.recent, known.earlier, known.long_run) == (2, 4, 7)
    assert (known.first_referral, known.last_referral) == (ago(1200), ago(0))
    assert (known.inbound, known.outbound, known.open_incidents) == (4, 1, 1)
    assert (known.promises_due, known.promises_kept, known.reports_overdue) == (0, 0, 0)
    both = service.relationships([kim, lee, kim, 99], TODAY, SETTINGS)
    assert {row_id: one.facts.partner.name for row_id, one in both.items()} == {lee: "Lee", kim: "Kim"}
    assert both[lee] == of(lee)


def test_our_promises_are_measured_by_their_agreement(practice: str, doing: Doing) -> None:
    lee, kim = write(doing, [partner_row("Lee"), partner_row("Kim")])
    ids = []
    for partner in (lee, kim):
        ids += write(
            doing,
            [
                referral_row(partner, ago(60), "closed", contacted_on=ago(59), seen_on=ago(50), closed_on=ago(20)),
                referral_row(partner, ago(30), "lost", aside_on=ago(29), stage_on=ago(29), aside_reason="moved"),
                referral_row(partner, ago(500), "closed", seen_on=ago(490), closed_on=ago(480), stage_on=ago(480)),
                touch_row(partner, ago(55), THANK_BIT),
                touch_row(partner, ago(54), THANK_BIT, direction="theirs"),
                touch_row(partner, ago(26), FEEDBACK_BIT),
            ],
        )
    write(doing, [report_row(ids[0], "initial", ago(45)), report_row(ids[6], "initial", ago(45))])
    write(doing, [(models.Agreement, {"partner": kim, "initial_report_days": 5, "thank_you_days": 4})])
    with changing(doing, "stage days") as unit:
        for row_id in (ids[0], ids[6]):
            unit.update(models.Referral, row_id, stage_on=ago(20))
    by_rule = (
        Kept(Promise.FIRST_CONTACT, 1, 1),
        Kept(Promise.ACKNOWLEDGEMENT, 1, 0),
        Kept(Promise.THANK_YOU, 1, 1),
        Kept(Promise.FIRST_VISIT, 1, 1),
        Kept(Promise.INITIAL_REPORT, 1, 0),
        Kept(Promise.FINAL_REPORT, 1, 0),
        Kept(Promise.FEEDBACK, 1, 0),
    )
    assert service.promises_kept(lee, TODAY, SETTINGS) == by_rule
    agreed = {Promise.INITIAL_REPORT: 1, Promise.THANK_YOU: 0}
    assert service.promises_kept(kim, TODAY, SETTINGS) == tuple(
        replace(one, in_time=agreed.get(one.kind, one.in_time)) for one in by_rule
    )
    # The closed one lacks its final report; that of long ago both of its reports.
    facts = of(lee).facts
    assert (facts.promises_due, facts.promises_kept, facts.reports_overdue) == (7, 3, 3)
    assert of(lee).warmth.parts[1].why == "3 of 7 kept in time"


class Random:
    """A practice of some partners with anything, the same rows kept as plain dictionaries."""

    def __init__(self, doing: Doing, seed: int) -> None:
        self.rng = rng = random.Random(seed)
        stages = ("prospect", "connected", "referring", "dormant", "parted")
        members = write(doing, [(models.Member, {"name": name}) for name in ("Ann Lee", "Bo Ann", "Cy")])
        self.ids = write(
            doing,
            [
                partner_row(
                    f"P{number:02}",
                    stage=rng.choice(stages),
                    tier=rng.choice("ABC"),
                    cadence_days=rng.choice((None, None, 20)),
                    archived_on=ago(5) if rng.random() < 0.1 else None,
                    member=rng.choice((None, *members)),
                    added_on=ago(rng.randrange(300)),
                )
                for number in range(16)
            ],
        )
        self.touches = [touch_row(*self._touch()[:3], **self._touch()[3]) for _ in range(110)]
        self.referrals = [self._referral() for _ in range(100)]
        write(doing, self.touches)
        self.referral_ids = write(doing, self.referrals)
        self.reports = [
            report_row(row_id, rng.choice(("acknowledgement", "initial", "progress", "final")), self._day(row["day"]))
            for row_id, (_, row) in zip(self.referral_ids, self.referrals, strict=True)
            for _ in range(rng.choice((0, 1, 2, 4)))
        ]
        write(doing, self.reports)
        some = rng.sample(self.ids, 6)
        write(
            doing,
            [
                (models.Incident, {"partner": one, "kind": "complaint", "opened_on": TODAY, "facts": "x"})
                for one in some
            ],
        )
        write(doing, [(models.Agreement, {"partner": one, "initial_report_days": 30}) for one in some])

    def _day(self, since: date) -> date:
        return since + timedelta(self.rng.randrange((TODAY - since).days + 1))

    def _touch(self) -> tuple[int, date, int, Row]:
        more = {"channel": self.rng.choice([*Channel][:5]).value, "direction": self.rng.choice(("ours", "theirs"))}
        return self.rng.choice(self.ids), ago(self.rng.randrange(500)), self.rng.randrange(128), more

    def _referral(self) -> tuple[type[models.Base], Row]:
        rng = self.rng
        partner, day = rng.choice(self.ids), ago(int(900 * rng.random() ** 2))
        if rng.random() < 0.2:
            return referral_row(partner, day, "sent", flow="outbound")
        line = ["contacted", "seen", "in_care", "closed"][: rng.randrange(5)]
        noted = sorted(self._day(day) for _ in line)
        columns = {f"{stage}_on": on for stage, on in zip(line, noted, strict=True)}
        last = noted[-1] if noted else day
        stage = line[-1] if line else "received"
        if rng.random() < 0.15:
            stage, columns["aside_on"] = "lost", last
        return referral_row(partner, day, stage, stage_on=last, settled=rng.random() < 0.1, **columns)

    def naive(self, partner: int) -> Row:
        """The figures of one partner, counted row by row."""
        touches = [row for _, row in self.touches if row["partner"] == partner]
        ours = [row for row in touches if row.get("direction", "ours") == "ours"]
        inbound = [row["day"] for _, row in self.referrals if row["partner"] == partner and "flow" not in row]
        outbound = [row["day"] for _, row in self.referrals if row["partner"] == partner and "flow" in row]
        intents = 0
        for row in touches:
            intents |= row["intents"]
        figures: Row = {
            "last_touch": max((row["day"] for row in touches), default=None),
            "touch_days": len({row["day"] for row in touches}),
            "channels": frozenset(row["channel"] for row in touches),
            "intents": frozenset(bits_to_intents(intents)),
            "recent": sum(day > ago(90) for day in inbound),
            "earlier": sum(ago(455) < day <= ago(90) for day in inbound),
            "long_run": sum(day > ago(1095) for day in inbound),
            "first_referral": min(inbound, default=None),
            "last_referral": max(inbound, default=None),
            "inbound": sum(day > ago(365) for day in inbound),
            "outbound": sum(day > ago(365) for day in outbound),
        }
        for word, bit in (("give", GIVE_BIT), ("ask", ASK_BIT)):
            days = [row["day"] for row in ours if row["intents"] & bit]
            figures |= {f"last_{word}": max(days, default=None), f"{word}s": sum(day > ago(365) for day in days)}
        return figures


@pytest.mark.parametrize("seed", [1, 2])
def test_the_facts_are_those_of_a_plain_count_and_the_lists_those_of_the_facts(
    practice: str, doing: Doing, seed: int
) -> None:
    made = Random(doing, seed)
    known = service.relationships(made.ids, TODAY, SETTINGS)
    assert sorted(known) == made.ids
    for partner, one in known.items():
        naive = made.naive(partner)
        assert {name: getattr(one.facts, name) for name in naive} == naive
        assert one == of(partner)
        late = [line for line in agenda.open_with(partner, TODAY, SETTINGS) if line.kind == AgendaKind.REPORT]
        assert one.facts.reports_overdue == sum(line.days_late > 0 for line in late)
        counts = service.promises_kept(partner, TODAY, SETTINGS)
        assert one.facts.promises_due == sum(one.due for one in counts)
        assert one.facts.promises_kept == sum(one.in_time for one in counts)
    _check_lists(known)


def _check_lists(known: dict[int, Relationship]) -> None:
    loose = replace(SETTINGS, touches_wanted=3, ask=replace(SETTINGS.ask, kinds=2, asked_within=20, give_within=400))
    asked = service.relationships(known, TODAY, loose)
    for archived in (False, True):
        here = {one: found for one, found in known.items() if (found.facts.partner.archived_on is not None) == archived}

        def listed(text: str, settings: Settings = SETTINGS, order: str = "name", away: bool = archived) -> list[int]:
            lines = partners.partners(text, order, today=TODAY, settings=settings, archived=away)
            return [line.id for line in lines]

        for band in Band:
            assert set(listed(band)) == {one for one, found in here.items() if found.warmth.band == band}
        assert set(listed("owe")) == {one for one, found in here.items() if found.reciprocity.we_owe}
        assert set(listed("less")) == {one for one, found in here.items() if found.momentum and found.momentum.less}
        assert set(listed("ready", loose)) == {one for one in here if asked[one].readiness.ready}
        points = [here[one].warmth.points for one in listed("", order="warmth")]
        assert points == sorted(points, key=lambda number: 101 if number is None else number)
        assert set(listed("warm cold")) == set(listed("warm")) | set(listed("cold"))
        assert len(points) == len(here)


def test_whom_a_member_looks_after(practice: str, doing: Doing) -> None:
    ann, bo = write(doing, [(models.Member, {"name": name}) for name in ("Ann Lee", "José Ann Bo")])
    write(doing, [partner_row("A", member=ann), partner_row("B", member=bo), partner_row("C")])

    def listed(text: str, member: str = "") -> str:
        settings = replace(SETTINGS, member=member)
        return "".join(line.name for line in partners.partners(text, today=TODAY, settings=settings))

    assert listed("member:ann") == "AB"
    assert listed("member:LEE") == listed("member:ann member:lee") == listed("mine", "ann lee") == "A"
    assert listed("member:jose") == listed("member:jab") == "B"
    assert listed("nobody") == listed("member:-") == "C"
    assert listed("member:") == "ABC"
    with pytest.raises(Refused, match="No member is called “zoe”: Ann Lee, José Ann Bo"):
        listed("member:zoe")
    for member in ("", "zoe", "ann"):
        with pytest.raises(Refused, match="“mine” is for members of the team, and you are none of them: Ann Lee, "):
            listed("mine", member)


def test_a_list_by_warmth_follows_what_changes(practice: str, doing: Doing) -> None:
    old, new = write(doing, [partner_row("Old"), partner_row("New")])
    write(doing, [touch_row(old, ago(300)), touch_row(new, ago(1))])

    def listed(text: str) -> list[str]:
        return [line.name for line in partners.partners(text, "warmth", today=TODAY, settings=SETTINGS)]

    assert listed("") == ["Old", "New"]
    assert listed("cold") == ["Old"]
    write(doing, [touch_row(old, ago(0))])
    assert listed("cold") == []
    assert listed("warm") == ["New", "Old"]
    write(doing, [(models.Gift, {"partner": old, "day": ago(2), "what": "lunch", "amount_cents": 50_000})])
    assert listed("warm") == ["New", "Old"]


def test_how_warm_the_contacts_are_and_whether_all_rests_on_one(practice: str, doing: Doing) -> None:
    office, lee = write(doing, [partner_row("Office", kind="practice", tier="A"), partner_row("Lee")])
    kim, lou, gone = write(
        doing,
        [
            (models.Contact, {"partner": office, "name": "Kim", "advocate": True}),
            (models.Contact, {"partner": office, "name": "Lou"}),
            (models.Contact, {"partner": office, "name": "Al", "active": False}),
        ],
    )
    days = ((kim, 5), (kim, 40), (kim, 365), (gone, 2), (gone, 700), (None, 1))
    write(doing, [touch_row(office, ago(day), contact=contact) for contact, day in days])

    def standing() -> list[tuple[str, date | None, int, Band | None]]:
        found: tuple[ContactStanding, ...] = service.contact_standings(office, TODAY, SETTINGS)
        return [(one.contact.name, one.last_touch, one.touches_365, one.band) for one in found]

    def warned() -> str | None:
        partner = partners.partner(office)
        assert partner is not None
        return service.rests_on_one(partner, service.contact_standings(office, TODAY, SETTINGS), TODAY)

    assert standing() == [("Kim", ago(5), 2, Band.WARM), ("Lou", None, 0, None), ("Al", ago(2), 1, None)]
    assert warned() is None
    with changing(doing, "Lou left") as unit:
        unit.update(models.Contact, lou, active=False)
    told = "Kim is the only person whom we know there; who else is there?"
    assert warned() == told
    write(doing, [(models.Link, {"kind": "works_at", "from_partner": lee, "to_partner": office})])
    assert warned() is None
