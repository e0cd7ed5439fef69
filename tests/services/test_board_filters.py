"""The board's filters against a plain look at every card, on random practices; and filters kept by name."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from tests.conftest import TODAY
from tui_tracker.domain.board import Card, read_filter
from tui_tracker.domain.errors import Refused
from tui_tracker.domain.moves import COLUMNS, aside_stages, stages
from tui_tracker.domain.records import Doing
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.text import fold
from tui_tracker.services import board, cards, filters, history
from tui_tracker.storage.journal import changing
from tui_tracker.storage.models import Member, Partner, Referral, Report, Touchpoint

SETTINGS = Settings()
MONDAY, SUNDAY = date(2026, 3, 16), date(2026, 3, 22)
PARTNERS = ("Ann Lee, MD", "Łukasz Nowak", "Leeds Therapy", "Bo Ray, PT", "100% Care_", "Ray O'Lee")
PAYERS = ("Blue Cross Blue Shield of Maine", "Blue Harbor Health", "Lee Mutual")
MEMBERS = ("Ann", "Ann Castellano", "Tom Keane")


def fill(doing: Doing, seed: int) -> dict[int, dict[str, Any]]:
    """Sixty referrals of all sorts; gives of each its payer's and its member's name by id."""
    rng = random.Random(seed)
    known: dict[int, dict[str, Any]] = {}
    with changing(doing, "Made a practice") as unit:
        partners = [unit.insert(Partner, name=name, search=fold(name), added_on=MONDAY) for name in PARTNERS]
        payers = [unit.insert(Partner, name=n, search=fold(n), kind="payer", added_on=MONDAY) for n in PAYERS]
        members = [unit.insert(Member, name=name) for name in MEMBERS]
        for number in range(60):
            flow = rng.choice(("inbound", "inbound", "outbound"))
            line = stages(flow)
            reached = rng.randrange(len(line))
            stage = rng.choice((line[reached], line[reached], rng.choice(aside_stages(flow))))
            day = TODAY - timedelta(rng.choice((0, 1, 2, 3, 5, 8, 13, 21, 40, 90)))
            payer, member = (rng.choice((None, *range(3))) for _ in range(2))
            partner = rng.choice((*range(6), None)) if flow == "inbound" else rng.randrange(6)
            days = {
                COLUMNS[one]: min(TODAY, day + timedelta(place)) for place, one in enumerate(line[1 : reached + 1], 1)
            }
            row = unit.insert(
                Referral,
                flow=flow,
                source="web" if partner is None else "partner",
                partner=None if partner is None else partners[partner],
                patient_ref=f"{rng.choice(('AB', 'LEE', 'x_'))}-{number}",
                urgency=rng.choice(("routine", "routine", "urgent", "emergency")),
                payer=None if payer is None else payers[payer],
                member=None if member is None else members[member],
                stage=str(stage),
                stage_on=max([day, *days.values()]),
                day=day,
                aside_on=TODAY if stage not in line else None,
                visit_on=rng.choice((None, day + timedelta(rng.randrange(30)))),
                settled=rng.random() < 0.2,
                **days,
            )
            known[row] = {
                "payer": None if payer is None else PAYERS[payer],
                "member": None if member is None else MEMBERS[member],
            }
            if partner is not None and rng.random() < 0.3:
                unit.insert(Report, referral=row, kind=rng.choice(("initial", "final")), sent_on=TODAY)
        unit.insert(Touchpoint, partner=partners[0], day=TODAY - timedelta(2), channel="card", intents=2)
    return known


def has(name: str | None, text: str) -> bool:
    return text in fold(name or "")


def this_week(card: Card) -> bool:
    visits = card.visit_on is not None and MONDAY <= card.visit_on <= SUNDAY and card.stage not in ("declined", "lost")
    return visits or (card.owed_due is not None and card.owed_due <= SUNDAY)


Wants = Callable[[Card, dict[str, Any]], bool]
FILTERS: dict[str, Wants] = {
    "": lambda card, more: True,
    "late": lambda card, more: card.late,
    "week": lambda card, more: this_week(card),
    "late week": lambda card, more: card.late,
    "urgent": lambda card, more: card.urgency != "routine",
    "new": lambda card, more: card.day >= MONDAY,
    "lee": lambda card, more: any(has(name, "lee") for name in (card.partner_name, more["payer"], card.patient_ref)),
    "_": lambda card, more: has(card.partner_name, "_") or has(card.patient_ref, "_"),
    "@lee": lambda card, more: has(card.partner_name, "lee"),
    "@lee @ray": lambda card, more: card.partner_name == "Ray O'Lee",
    '@"ann lee" late': lambda card, more: card.partner_name == "Ann Lee, MD" and card.late,
    "@łukasz week": lambda card, more: card.partner_name == "Łukasz Nowak" and this_week(card),
    "@-": lambda card, more: card.partner_name is None,
    "payer:blue": lambda card, more: has(more["payer"], "blue"),
    "payer:bcbs": lambda card, more: has(more["payer"], "blue cross"),
    "payer:- urgent": lambda card, more: more["payer"] is None and card.urgency != "routine",
    "member:ann": lambda card, more: has(more["member"], "ann"),
    "member:tk week": lambda card, more: more["member"] == "Tom Keane" and this_week(card),
    "mine": lambda card, more: more["member"] == "Ann",
    "nobody late": lambda card, more: more["member"] is None and card.late,
    "new week lee": lambda card, more: card.day >= MONDAY and this_week(card) and FILTERS["lee"](card, more),
    "@zzz": lambda card, more: False,
}


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_every_filter_finds_what_a_plain_look_at_every_card_finds(practice: str, doing: Doing, seed: int) -> None:
    known = fill(doing, seed)
    everything = {row: cards.card(row, TODAY, SETTINGS) for row in known}
    assert any(card is not None and card.days_late < 0 for card in everything.values())

    for text, wants in FILTERS.items():
        for flow in ("inbound", "outbound"):
            expected = {
                row for row, card in everything.items() if card and card.flow == flow and wants(card, known[row])
            }
            shown: set[int] = set()
            asked = (text, TODAY, SETTINGS, "Ann")
            for stage, number in cards.board_counts(flow, *asked).items():
                column = cards.board_column(flow, stage, 0, 99, *asked)
                assert len(column) == number, (text, stage)
                assert cards.board_column(flow, stage, 1, 2, *asked) == column[1:3]
                assert [everything[card.id] for card in column] == column
                for place, card in enumerate(column):
                    assert cards.board_place(flow, card.id, *asked) == (stage, place), text
                shown |= {card.id for card in column}
            assert shown == expected, (text, flow)
            assert cards.board_stages(flow, list(known), *asked).keys() == expected
            listed = cards.list_referrals(read_filter(text, flow, who="Ann"), 0, 99, TODAY, SETTINGS)
            assert {card.id for card in listed} == expected


def test_what_is_owed_is_worked_out_anew_after_a_change(practice: str, doing: Doing) -> None:
    known = fill(doing, 3)
    before = cards.owed_days(TODAY, SETTINGS)
    assert before == {
        row: card.days_late for row in known if (card := cards.card(row, TODAY, SETTINGS)) and card.owed is not None
    }
    assert cards.owed_days(TODAY, SETTINGS) is before
    row = next(row for row, days in before.items() if days > 0)
    with changing(doing, "Settled one") as unit:
        unit.update(Referral, row, settled=True)
    assert row not in cards.owed_days(TODAY, SETTINGS)


def test_a_filter_says_what_it_means(practice: str, doing: Doing) -> None:
    fill(doing, 1)
    assert cards.tell_filter("late payer:bcbs") == "late · payer: Blue Cross Blue Shield of Maine"
    assert cards.tell_filter("@lee member:tom") == "partner: lee · member: Tom Keane"
    assert cards.tell_filter("@zzz") == "partner: zzz (there is none)"
    assert cards.tell_filter("mine", "Tom Keane") == "member: Tom Keane"
    assert cards.tell_filter("@nowak late", of_partners=True) == "partner: Łukasz Nowak · the rest is for referrals"


def test_partners_are_filtered_by_name_specialty_area_and_member(practice: str, doing: Doing) -> None:
    with changing(doing, "Made partners") as unit:
        ann = unit.insert(Member, name="Ann")
        for name, more in (("Lee", {"specialty": "Rheuma"}), ("Ray", {"area": "Leeds", "member": ann}), ("Roe", {})):
            unit.insert(Partner, name=name, search=fold(name), added_on=MONDAY, stage="building", **more)
    wanted = {"lee": ["Lee", "Ray"], "@lee": ["Lee"], "rheuma": ["Lee"], "mine": ["Ray"], "nobody": ["Lee", "Roe"]}
    wanted |= {"late urgent payer:x week": ["Lee", "Ray", "Roe"], "member:ann @lee": []}
    for text, names in wanted.items():
        found = board.partners_in_stage("building", 0, 9, text, TODAY, "Ann")
        assert [line.name for line in found] == names, text
        assert board.partner_stage_counts(text, "Ann").get("building", 0) == len(names)
        assert board.partner_stages([line.id for line in found], text, "Ann") == {line.id: "building" for line in found}
        for place, line in enumerate(found):
            assert board.partner_place(line.id, text, "Ann") == ("building", place)


def test_a_filter_is_kept_by_name_and_one_of_the_same_name_replaced(practice: str, doing: Doing) -> None:
    first = filters.save_filter(doing, " Mornings ", "late  mine")
    filters.save_filter(doing, "Blue", "payer:blue")
    again = filters.save_filter(doing, "MORNINGS", "late")
    assert again.id == first.id
    assert [(one.name, one.text) for one in filters.saved_filters()] == [("Blue", "payer:blue"), ("MORNINGS", "late")]
    history.undo(doing)
    assert [(one.name, one.text) for one in filters.saved_filters()][1] == ("Mornings", "late mine")
    assert filters.delete_filter(doing, first.id) == "Deleted the filter Mornings"
    assert [one.name for one in filters.saved_filters()] == ["Blue"]
    with pytest.raises(Refused, match="no longer there"):
        filters.delete_filter(doing, first.id)
    history.undo(doing)
    assert len(filters.saved_filters()) == 2


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [(" ", "late", "Give the filter a name"), ("x", " \n", "Type a filter first"), ("x" * 41, "late", "at most 40")],
)
def test_a_filter_without_a_name_or_words_is_refused(
    practice: str, doing: Doing, name: str, text: str, why: str
) -> None:
    with pytest.raises(Refused, match=why) as refused:
        filters.save_filter(doing, name, text)
    assert refused.value.field == "name"
    assert not filters.saved_filters()
