"""The gift ledger's rule: sums against the cap, what is asked, and amounts as people write them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_tracker.domain.drafts_gift import GiftDraft, GiftEdit
from tui_tracker.domain.drafts_partner import checked
from tui_tracker.domain.errors import Questioned, Refused
from tui_tracker.domain.gifts import NEAR, PAST, Rise, against, cap_words, check_cap, year_span
from tui_tracker.domain.settings import Settings

SETTINGS = Settings()


@pytest.mark.parametrize(
    ("cents", "percent", "left", "state", "words"),
    [
        (0, 0, 53_500, "", "0.00 of 535.00, 0 %"),
        (4_250, 7, 49_250, "", "42.50 of 535.00, 7 %"),
        (42_799, 79, 10_701, "", "427.99 of 535.00, 79 %"),
        (42_800, 80, 10_700, NEAR, "428.00 of 535.00, 80 %, near the cap: 107.00 left"),
        (53_499, 99, 1, NEAR, "534.99 of 535.00, 99 %, near the cap: 0.01 left"),
        (53_500, 100, 0, NEAR, "535.00 of 535.00, 100 %, near the cap: 0.00 left"),
        (53_501, 100, -1, PAST, "535.01 of 535.00, 100 %, 0.01 past the cap"),
        (107_000, 200, -53_500, PAST, "1,070.00 of 535.00, 200 %, 535.00 past the cap"),
    ],
)
def test_a_sum_against_the_cap(cents: int, percent: int, left: int, state: str, words: str) -> None:
    found = against(cents, SETTINGS)
    assert (found.percent, found.left_cents, found.state, found.words) == (percent, left, state, words)


def test_a_cap_of_nothing_lets_nothing_pass() -> None:
    none = replace(SETTINGS, gift_cap_cents=0)
    assert against(0, none).state == ""
    assert against(1, none).words == "0.01 of 0.00, 0.01 past the cap"
    with pytest.raises(Questioned):
        check_cap([Rise("Dr. Lee", 2026, 0, 1)], none)


@pytest.mark.parametrize(
    ("before", "after", "asked"),
    [
        (0, 53_500, False),
        (0, 53_501, True),
        (53_500, 53_501, True),
        (60_000, 60_000, False),  # the name of what it was is mended
        (60_000, 55_000, False),  # a slip is mended, though not all of it
        (55_000, 60_000, True),
        (0, 0, False),
    ],
)
def test_what_raises_a_sum_past_the_cap_is_asked_about(before: int, after: int, asked: bool) -> None:
    rises = [Rise("Dr. Lee", 2026, before, after)]
    if not asked:
        check_cap(rises, SETTINGS)
        return
    with pytest.raises(Questioned) as caught:
        check_cap(rises, SETTINGS)
    assert caught.value.field == "amount"
    assert caught.value.message.endswith(f"if it is meant, {Questioned.AGAIN}.")


def test_a_question_names_everybody_and_another_years_cap() -> None:
    rises = [Rise(f"P{number}", 2027, 0, 60_000) for number in range(5)] + [Rise("Under", 2027, 0, 100)]
    with pytest.raises(Questioned) as caught:
        check_cap(rises, SETTINGS)
    assert caught.value.message == (
        "With this, P0 comes to 600.00, P1 comes to 600.00, P2 comes to 600.00, so do 2 more partners in 2027, past "
        "535.00 (the cap of 2026); if it is meant, save once more."
    )


def test_up_to_three_are_named_and_nobody_else_is_counted() -> None:
    rises = [Rise(f"P{number}", 2026, 0, 60_000) for number in range(3)]
    for number in (1, 3):
        with pytest.raises(Questioned) as caught:
            check_cap(rises[:number], SETTINGS)
        told = ", ".join(f"P{one} comes to 600.00" for one in range(number))
        assert caught.value.message.startswith(f"With this, {told} in 2026, past 535.00;")


def test_another_year_than_the_caps_is_said() -> None:
    assert cap_words(2026, SETTINGS) == "The cap for 2026 is 535.00 for each partner."
    other = "535.00 is the cap of 2026; check that of 2027 (gift_cap_cents, gift_cap_year)."
    assert cap_words(2027, SETTINGS) == other
    assert year_span(2026) == (date(2026, 1, 1), date(2026, 12, 31))


@given(st.integers(1, 10**7), st.integers(0, 10**7), st.integers(1, 10**6), st.integers(0, 100))
def test_states_follow_each_other_as_a_sum_grows(cents: int, more: int, cap: int, warn: int) -> None:
    settings = replace(SETTINGS, gift_cap_cents=cap, gift_warn_percent=warn)
    order = ["", NEAR, PAST]
    less, greater = against(cents, settings), against(cents + more, settings)
    assert order.index(less.state) <= order.index(greater.state)
    assert (less.state == PAST) == (cents > cap) == (less.left_cents < 0)


@pytest.mark.parametrize(
    ("typed", "cents"), [("42.50", 4_250), ("$42.5", 4_250), ("1,042", 104_200), (4_250, 4_250), ("0.01", 1)]
)
def test_an_amount_is_read(typed: object, cents: int) -> None:
    draft = {"partner_ids": [3, 3, 1], "day": date(2026, 3, 1), "what": "  lunch\tfor all ", "amount": typed}
    values = checked(GiftDraft, draft)
    assert values == {"partner_ids": (3, 1), "day": date(2026, 3, 1), "what": "lunch for all", "amount": cents}


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"amount": "0"}, "amount"),
        ({"amount": ""}, "amount"),
        ({"amount": "-5"}, "amount"),
        ({"amount": "1.234,50"}, "amount"),
        ({"amount": "42,5"}, "amount"),
        ({"amount": "NaN"}, "amount"),
        ({"amount": "٤٢"}, "amount"),
        ({"amount": True}, "amount"),
        ({"amount": 42.5}, "amount"),
        ({"amount": "99999999999"}, "amount"),
        ({"what": " \u202e "}, "what"),
        ({"what": "x" * 201}, "what"),
        ({"partner_ids": ()}, "partner_ids"),
        ({"partner_ids": tuple(range(51))}, "partner_ids"),
    ],
)
def test_what_cannot_be_kept_is_refused_by_its_field(changed: dict[str, object], field: str) -> None:
    draft = {"partner_ids": (1,), "day": date(2026, 3, 1), "what": "lunch", "amount": "5", **changed}
    with pytest.raises(Refused) as caught:
        checked(GiftDraft, draft)
    assert caught.value.field == field
    if field != "partner_ids":
        with pytest.raises(Refused):
            checked(GiftEdit, changed)
