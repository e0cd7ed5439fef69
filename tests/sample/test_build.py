"""The made-up practice: always the same, believable, and without anybody's name where only a reference belongs."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, timedelta
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui_tracker.domain.momentum import momentum
from tui_tracker.domain.npi import is_npi
from tui_tracker.domain.reciprocity import reciprocity
from tui_tracker.domain.settings import MomentumDays, ReciprocityCounts
from tui_tracker.domain.text import clean_line, clean_text
from tui_tracker.domain.words import bits_to_intents
from tui_tracker.exchange.practice_fields import show
from tui_tracker.exchange.practice_format import SECTIONS
from tui_tracker.sample.build import sample_practice
from tui_tracker.sample.tables import Table

TODAY = date(2026, 3, 16)
ORDER = ("day", "contacted_on", "scheduled_on", "accepted_on", "seen_on", "in_care_on", "closed_on")


@cache
def tables(partners: int = 60, years: int = 2, seed: int = 1, today: date = TODAY) -> dict[str, Table]:
    return {table.name: table for table in sample_practice(partners, years, seed, today)}


def rows(name: str, **size: Any) -> list[dict[str, Any]]:
    table = tables(**size)[name]
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]


sizes = st.tuples(
    st.integers(1, 70),
    st.integers(1, 3),
    st.integers(0, 5),
    st.dates(date(2001, 1, 1), date(2040, 12, 31)),
)


def test_the_same_arguments_give_the_same_rows() -> None:
    assert sample_practice(20, 2, 7, TODAY) == sample_practice(20, 2, 7, TODAY)


@pytest.mark.parametrize(
    "other", [(21, 2, 7, TODAY), (20, 1, 7, TODAY), (20, 2, 8, TODAY), (20, 2, 7, TODAY + timedelta(1))]
)
def test_other_arguments_give_another_practice(other: tuple[int, int, int, date]) -> None:
    assert sample_practice(*other) != sample_practice(20, 2, 7, TODAY)


@given(sizes)
@settings(max_examples=25)
def test_every_row_is_one_that_the_format_takes(size: tuple[int, int, int, date]) -> None:
    made = {table.name: table for table in sample_practice(*size)}
    for section in SECTIONS:
        fields = {field.name: field for field in section.fields}
        if section.table not in made:
            continue
        table = made[section.table]
        assert {name for name, one in fields.items() if one.since == 1} <= set(table.columns)
        assert set(table.columns) - {"search"} <= fields.keys()
        assert [row[0] for row in table.rows] == list(range(1, len(table.rows) + 1))
        for row in table.rows:
            taken = {
                name: fields[name].take(show(fields[name], value))
                for name, value in zip(table.columns, row, strict=True)
                if name != "search"
            }
            if section.rule is not None:
                section.rule(taken)


@given(sizes)
@settings(max_examples=25)
def test_days_never_run_backwards_nor_into_the_future(size: tuple[int, int, int, date]) -> None:
    today = size[3].isoformat()
    made = {table.name: table for table in sample_practice(*size)}
    referral = made["referral"]
    places = [referral.columns.index(name) for name in ORDER]
    aside, stage_on = referral.columns.index("aside_on"), referral.columns.index("stage_on")
    sent: dict[object, str] = {}
    for row in referral.rows:
        days = [str(row[place]) for place in (*places, aside) if row[place] is not None]
        assert days == sorted(days)
        assert days[-1] <= today
        assert row[stage_on] == days[-1]
        sent[row[0]] = days[0]
    for row in made["report"].rows:
        assert sent[row[1]] <= str(row[3]) <= today
    added = {row[0]: str(row[made["partner"].columns.index("added_on")]) for row in made["partner"].rows}
    for row in made["touchpoint"].rows:
        assert added[row[2]] <= str(row[3]) <= today
    for row in made["gift"].rows:
        assert added[row[1]] <= str(row[2]) <= today


def test_it_is_a_practice_of_many_kinds() -> None:
    partners = rows("partner")
    assert len(partners) == 60
    assert {one["kind"] for one in partners} >= {"clinician", "practice", "payer", "employer", "community"}
    assert {one["tier"] for one in partners} == {"A", "B", "C"}
    assert {one["stage"] for one in partners} >= {"prospect", "connected", "building", "referring", "partner"}
    assert sorted(one["inner_rank"] for one in partners if one["inner_rank"]) == list(range(1, 11))
    assert len({one["specialty"] for one in partners}) > 8
    assert len({one["area"] for one in partners}) > 4
    assert len({one["name"] for one in partners}) == 60
    assert len(rows("member")) == 5
    assert {one["kind"] for one in rows("link")} >= {"works_at", "introduced"}
    referrals = rows("referral")
    assert {one["flow"] for one in referrals} == {"inbound", "outbound"}
    assert {one["source"] for one in referrals} >= {"partner", "patient", "web", "walk_in"}
    assert {one["stage"] for one in referrals} >= {"received", "scheduled", "in_care", "closed", "declined", "lost"}
    assert sum(one["answered_on"] is None for one in rows("incident")) == 1
    assert any(one["initial_report_days"] for one in rows("agreement"))
    for name in ("contact", "occasion", "follow_up", "gift", "target", "snooze"):
        assert rows(name)


def test_some_sources_fade() -> None:
    def count(partner: int, first: int, last: int) -> int:
        days = [(TODAY - timedelta(days)).isoformat() for days in (first, last)]
        return sum(
            one["partner_id"] == partner and one["flow"] == "inbound" and days[0] <= one["day"] <= days[1]
            for one in rows("referral")
        )

    faded = [one for one in range(1, 61) if count(one, 455, 91) >= 12 and count(one, 90, 0) == 0]
    assert faded


def test_it_shows_what_a_relationship_is() -> None:
    given = {one["give"] for one in rows("touchpoint")}
    assert given == {None, "article", "cards", "invitation", "introduction", "spotlight"}
    asked = [one for one in rows("touchpoint") if "ask" in bits_to_intents(one["intents"])]
    assert {one["answer"] for one in asked} == {None, "yes", "later", "no"}
    contacts = {one["id"]: one for one in rows("contact")}
    with_them = [one for one in rows("touchpoint") if one["contact_id"]]
    assert len(with_them) > 100
    assert all(contacts[one["contact_id"]]["partner_id"] == one["partner_id"] for one in with_them)
    assert all(contacts[one["contact_id"]]["active"] for one in with_them)
    assert any(one["likes"] for one in rows("partner"))
    assert all((one["standing"] is None) == (one["standing_on"] is None) for one in rows("partner"))
    kinds = {one["id"]: one["kind"] for one in rows("partner")}
    parents = [one for one in rows("link") if one["kind"] == "part_of"]
    assert parents
    assert {kinds[one["from_partner_id"]] for one in parents} == {"payer"}
    assert any(one["advocate"] and kinds[one["partner_id"]] == "payer" for one in contacts.values())
    coming = [one for one in rows("occasion") if one["day"] > TODAY.isoformat()]
    assert [bool(one["goal"] and one["wanted"]) for one in coming] == [True]
    leaving = [one for one in rows("partner") if one["member_id"] == 5]
    assert leaving
    assert any(one["member_id"] == 5 and one["done_on"] is None for one in rows("follow_up"))


def test_spotlights_go_round_and_were_given() -> None:
    touches = {one["id"]: one for one in rows("touchpoint")}
    spotlights = rows("spotlight")
    assert len(spotlights) >= 4
    assert len({one["partner_id"] for one in spotlights}) == len(spotlights)
    assert all(one["month"] < TODAY.isoformat()[:7] for one in spotlights)
    for one in spotlights:
        touch = touches[one["touchpoint_id"]]
        assert (touch["partner_id"], touch["give"]) == (one["partner_id"], "spotlight")
        assert touch["day"][:7] == one["month"][:7]


def test_the_rules_find_somebody() -> None:
    """Some send less, to some we owe, one only takes; the rest is even."""
    year = (TODAY - timedelta(364)).isoformat()
    days: dict[tuple[int, str], list[date]] = {}
    for one in rows("referral"):
        if one["partner_id"]:
            days.setdefault((one["partner_id"], one["flow"]), []).append(date.fromisoformat(one["day"]))
    gives = Counter(
        one["partner_id"]
        for one in rows("touchpoint")
        if "give" in bits_to_intents(one["intents"]) and one["direction"] == "ours" and one["day"] >= year
    )
    active = [one["id"] for one in rows("partner") if one["stage"] not in ("dormant", "parted")]
    less, owed, one_sided = 0, 0, 0
    for one in active:
        inbound, outbound = days.get((one, "inbound"), []), days.get((one, "outbound"), [])
        sent, back = (sum(day.isoformat() >= year for day in found) for found in (inbound, outbound))
        found = reciprocity(sent, back, gives[one], 0, ReciprocityCounts())
        owed, one_sided = owed + found.we_owe, one_sided + found.one_sided
        ago = [(TODAY - day).days for day in inbound]
        recent, earlier = sum(day < 90 for day in ago), sum(90 <= day < 455 for day in ago)
        moving = momentum(
            recent, earlier, min(inbound, default=None), MomentumDays(), TODAY, max(inbound, default=None)
        )
        less += moving is not None and moving.less
    assert 1 <= less <= 6
    assert 1 <= owed <= 4
    assert 1 <= one_sided <= 4


def test_patients_have_references_and_nothing_else() -> None:
    references = {one["patient_ref"] for one in rows("referral")}
    assert all(re.fullmatch(r"[A-Z]{2}-\d{5,7}", one) for one in references)


def test_text_is_clean_and_numbers_are_nobodys() -> None:
    for table in tables().values():
        for row in table.rows:
            assert all(clean_text(value) == value for value in row if isinstance(value, str))
    for one in rows("partner"):
        assert clean_line(one["name"]) == one["name"]
        assert one["npi"] is None or (is_npi(one["npi"]) and one["npi"].startswith("2"))
        assert one["phone"].startswith("207-555-")
        assert one["email"] == "" or one["email"].endswith(".example")


def test_gifts_keep_under_the_cap_and_do_not_follow_referrals() -> None:
    spent: dict[tuple[int, str], int] = {}
    for one in rows("gift"):
        key = (one["partner_id"], one["day"][:4])
        spent[key] = spent.get(key, 0) + one["amount_cents"]
    assert max(spent.values()) <= 53_500
