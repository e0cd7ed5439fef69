"""The gift ledger on both engines: entries, sums against the cap, questions past it, and its own undo."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.conftest import TODAY
from tests.storage.test_journal import state
from tui_tracker.domain.errors import Questioned, Refused
from tui_tracker.domain.records import Doing
from tui_tracker.domain.settings import Settings
from tui_tracker.services import gifts, history, partners, practice

SETTINGS = Settings()
OTHER_YEAR = date(2025, 12, 31)


@pytest.fixture
def three(practice: str, doing: Doing) -> None:
    """Dr. Lee (1), Dr. Roe (2) and Éva Kiss (3); Ann is a member."""
    for name in ("Dr. Lee", "Dr. Roe", "Éva Kiss"):
        partners.add_partner(doing, {"name": name})


def add(doing: Doing, *ids: int, amount: Any = "40", day: date = TODAY, what: str = "Lunch", sure: bool = False) -> Any:
    draft = {"partner_ids": ids, "day": day, "what": what, "amount": amount}
    return gifts.add_gift(doing, draft, SETTINGS, confirmed=sure)


def total(partner_id: int, year: int = 2026) -> int:
    return sum(one.cents for one in gifts.sums(year, 0, 99, partner_id=partner_id))


def test_several_at_one_meal_are_one_change_with_the_amount_for_each(three: None, doing: Doing) -> None:
    practice.add_member(doing, {"name": "ann"})
    before = state()
    noted = add(doing, 1, 2, 3, amount="$40.50")

    assert (noted.label, noted.sums) == ("Noted a gift for Dr. Lee and 2 more", "")
    assert [total(one) for one in (1, 2, 3)] == [4_050] * 3
    found = gifts.ledger(2026, 0, 10)
    assert {(one.what, one.amount_cents, one.day, one.member_name) for one in found} == {("Lunch", 4_050, TODAY, "ann")}
    history.undo(doing, noted.change_id)
    assert state() == before


def test_near_the_cap_is_said_and_past_it_asked(three: None, doing: Doing) -> None:
    assert add(doing, 1, amount="427.99").sums == "In 2026: 427.99 of 535.00, 79 %"
    assert add(doing, 1, amount="0.01").sums == "In 2026: 428.00 of 535.00, 80 %, near the cap: 107.00 left"
    assert add(doing, 1, 2, amount="107").sums == "Dr. Lee near the cap"
    before = state()
    with pytest.raises(Questioned, match=r"Dr\. Lee comes to 535\.01 in 2026, past 535\.00; if it is meant, save once"):
        add(doing, 2, 1, amount="0.01")
    assert state() == before, "nothing of it is kept, for nobody"
    assert add(doing, 2, 1, amount="0.01", sure=True).sums == "Dr. Lee past the cap"


def test_each_calendar_year_counts_for_itself(three: None, doing: Doing) -> None:
    add(doing, 1, amount="500", day=OTHER_YEAR)
    add(doing, 1, amount="500", day=date(2026, 1, 1))
    assert (total(1, 2025), total(1, 2026)) == (50_000, 50_000)
    first = gifts.ledger(2025, 0, 1)[0]
    with pytest.raises(Questioned, match=r"1,000\.00 in 2026"):
        gifts.edit_gift(doing, first.id, {"day": date(2026, 1, 2)}, SETTINGS)
    assert total(1, 2025) == 50_000
    moved = gifts.edit_gift(doing, first.id, {"day": date(2026, 1, 2)}, SETTINGS, confirmed=True)
    assert moved.label == "Changed a gift for Dr. Lee"
    assert (total(1, 2025), total(1, 2026)) == (0, 100_000)
    gifts.edit_gift(doing, first.id, {"day": OTHER_YEAR}, SETTINGS)
    assert (total(1, 2025), total(1, 2026)) == (50_000, 50_000)


def test_an_entry_is_asked_about_where_it_raises_a_sum(three: None, doing: Doing) -> None:
    add(doing, 1, amount="600", sure=True)
    one = gifts.ledger(2026, 0, 1)[0]
    assert gifts.edit_gift(doing, one.id, {"what": "Dinner"}, SETTINGS).change_id is not None
    assert gifts.edit_gift(doing, one.id, {"amount": "590"}, SETTINGS).change_id is not None
    assert gifts.edit_gift(doing, one.id, {"amount": "590.00", "what": "Dinner"}, SETTINGS).change_id is None
    with pytest.raises(Questioned):
        gifts.edit_gift(doing, one.id, {"amount": "590.01"}, SETTINGS)
    with pytest.raises(Questioned, match=r"Dr\. Roe comes to 590\.00"):
        gifts.edit_gift(doing, one.id, {"partner_id": 2}, SETTINGS)
    moved = gifts.edit_gift(doing, one.id, {"partner_id": 2}, SETTINGS, confirmed=True)
    assert moved.label == "Changed a gift for Dr. Lee: it was for Dr. Roe"
    assert (total(1), total(2)) == (0, 59_000)


def test_the_cap_is_the_settings(three: None, doing: Doing) -> None:
    none = replace(SETTINGS, gift_cap_cents=0, gift_cap_year=2027)
    draft = {"partner_ids": [1], "day": TODAY, "what": "Pen", "amount": "1"}
    with pytest.raises(Questioned, match=r"1\.00 in 2026, past 0\.00 \(the cap of 2027\)"):
        gifts.add_gift(doing, draft, none)


def test_what_cannot_be_noted_is_refused(three: None, doing: Doing) -> None:
    add(doing, 1)
    before = state()
    for changed, field in (
        ({"day": date(2026, 3, 17)}, "day"),
        ({"day": date(1926, 3, 17)}, "day"),
        ({"partner_ids": [99]}, "partner_ids"),
        ({"partner_ids": []}, "partner_ids"),
        ({"amount": "0.00"}, "amount"),
        ({"what": ""}, "what"),
    ):
        draft = {"partner_ids": [1], "day": TODAY, "what": "Lunch", "amount": "5", **changed}
        with pytest.raises(Refused) as caught:
            gifts.add_gift(doing, draft, SETTINGS)
        assert caught.value.field == field
        if field != "partner_ids":
            with pytest.raises(Refused):
                gifts.edit_gift(doing, 1, changed, SETTINGS)
    with pytest.raises(Refused, match="choose another"):
        gifts.edit_gift(doing, 1, {"partner_id": 99}, SETTINGS)
    assert state() == before


def test_what_is_missing_is_asked_for(three: None, doing: Doing) -> None:
    whole = {"partner_ids": [1], "day": TODAY, "what": "Lunch", "amount": "5"}
    for name in whole:
        with pytest.raises(Refused) as caught:
            gifts.add_gift(doing, {key: value for key, value in whole.items() if key != name}, SETTINGS)
        assert caught.value.field == name


def test_lists_come_in_windows_by_year_partner_and_text(three: None, doing: Doing) -> None:
    for number in range(1, 8):
        add(doing, 1 + number % 2, day=date(2026, 1, number), what=f"Lunch {number}")
    add(doing, 3, day=date(2026, 1, 4), what="100% cocoa", amount="90")
    add(doing, 3, day=OTHER_YEAR)

    every = [one.what for one in gifts.ledger(2026, 0, 99)]
    assert every == ["Lunch 7", "Lunch 6", "Lunch 5", "100% cocoa", "Lunch 4", "Lunch 3", "Lunch 2", "Lunch 1"]
    assert [one.what for one in gifts.ledger(2026, 2, 3)] == every[2:5]
    assert gifts.count_gifts(2026) == 8
    assert [one.what for one in gifts.ledger(2026, 0, 9, partner_id=1)] == ["Lunch 6", "Lunch 4", "Lunch 2"]
    assert [one.what for one in gifts.ledger(2026, 0, 9, text="EVA")] == ["100% cocoa"]
    assert [one.what for one in gifts.ledger(2026, 0, 9, text="0%")] == ["100% cocoa"]
    assert gifts.count_gifts(2026, text="lunch") == 7
    assert [(one.partner_name, one.entries, one.cents) for one in gifts.sums(2026, 0, 9)] == [
        ("Dr. Roe", 4, 16_000),
        ("Dr. Lee", 3, 12_000),
        ("Éva Kiss", 1, 9_000),
    ]
    assert [one.partner_name for one in gifts.sums(2026, 1, 1)] == ["Dr. Lee"]
    assert [one.cents for one in gifts.sums(2026, 0, 9, text="lunch 7")] == [16_000], "the whole year's sum"
    assert (gifts.count_sums(2026), gifts.count_sums(2026, text="lunch"), gifts.count_sums(2024)) == (3, 2, 0)
    assert gifts.first_year(TODAY) == 2025
    page = gifts.first_page(2026, 2, TODAY, text="lunch")
    assert (len(page.entries), page.count, page.partners, page.first_year) == (2, 7, 2, 2025)


def test_removing_and_the_ledgers_own_undo(three: None, doing: Doing) -> None:
    with pytest.raises(Refused, match="nothing of yours in the ledger to undo"):
        gifts.undo_last(doing, SETTINGS)
    add(doing, 1)
    assert gifts.remove_gift(doing, 1) == "Removed a gift for Dr. Lee"
    partners.add_partner(doing, {"name": "Somebody else"})
    add(replace(doing, who="Bo"), 2)

    assert gifts.undo_last(doing, SETTINGS).said == "Removed a gift for Dr. Lee"
    assert total(1) == 4_000
    assert gifts.redo_last(doing, SETTINGS).said == "Removed a gift for Dr. Lee"
    assert gifts.undo_last(doing, SETTINGS).said == "Removed a gift for Dr. Lee"
    assert gifts.undo_last(doing, SETTINGS).said == "Noted a gift for Dr. Lee"
    assert (total(1), total(2)) == (0, 4_000)
    partners.add_partner(doing, {"name": "Yet another"})
    history.undo(doing)
    with pytest.raises(Refused, match="nothing of yours in the ledger to redo"):
        gifts.redo_last(doing, SETTINGS)
    with pytest.raises(Refused, match="no longer there"):
        gifts.gift(1)


def test_undo_and_redo_say_where_that_ends_past_the_cap(three: None, doing: Doing) -> None:
    other = replace(doing, who="Bo")
    add(doing, 1, 2, amount="300")
    assert gifts.undo_last(doing, SETTINGS).sums == ""
    add(other, 1, amount="400")
    redone = gifts.redo_last(doing, SETTINGS)
    assert redone.said == (
        "Noted a gift for Dr. Lee and Dr. Roe. In 2026: 700.00 of 535.00, 130 %, 165.00 past the cap"
    )
    assert gifts.undo_last(other, SETTINGS).said == "Noted a gift for Dr. Lee", "nothing is said of a sum that fell"
    entry = gifts.ledger(2026, 0, 9, partner_id=1)[0]
    gifts.edit_gift(doing, entry.id, {"day": OTHER_YEAR}, SETTINGS)
    add(other, 1, amount="535")
    assert gifts.undo_last(doing, SETTINGS).sums == "In 2026: 835.00 of 535.00, 156 %, 300.00 past the cap"
    assert (total(1), total(1, 2025), total(2)) == (83_500, 0, 30_000)


def test_whom_a_line_means(three: None, doing: Doing) -> None:
    for name in ("Bo Kim", "Al Kim"):
        partners.add_partner(doing, {"name": name})

    def called(text: str) -> list[str]:
        return [one.name for one in gifts.partners_called(text)]

    assert called("@roe @kiss @roe") == ["Dr. Roe", "Éva Kiss"]
    assert called('@"Bo Kim" hello') == ["Bo Kim"]
    assert called("eva") == ["Éva Kiss"]
    for text, words in (("", "Say for whom"), ("@kim", "could be"), ("@zzz", "Nobody here is called “zzz”")):
        with pytest.raises(Refused, match=words) as caught:
            gifts.partners_called(text)
        assert caught.value.field == "partner_ids"
