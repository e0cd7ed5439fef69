"""Companies above and below, and the words of a payer's page."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.making import TODAY, an_agreement
from tui_tracker.domain.payers import Advocate, Company, Covered, PayerPage, payer_words, reached

EMPTY = PayerPage(1, (), (), (), Covered(), Covered(), ())
NO_ADVOCATE = "no advocate yet: who there could speak for us? c adds a contact, * says that they do"
ZOE = Advocate(9, "Zoe", "case manager", 1, "BCBS")


@pytest.mark.parametrize(
    ("page", "lines"),
    [
        (EMPTY, (NO_ADVOCATE,)),
        (replace(EMPTY, advocates=(ZOE,)), ("Zoe (case manager) speaks for us",)),
        (
            replace(EMPTY, advocates=(replace(ZOE, role="", partner_id=2, partner_name="Blue"),)),
            ("Zoe at Blue speaks for us",),
        ),
        (
            replace(
                EMPTY,
                above=(Company(2, "Blue", 1, False), Company(3, "Holding", 2, True)),
                below=(Company(4, "Plan A", 1, False),),
                covered=Covered(12, 9, 1),
                covered_below=Covered(1, 0, 0),
                agreements=(("Blue", an_agreement(formal=True, review_on=date(2026, 3, 1))),),
            ),
            (
                "part of Blue; above: Holding (archived)",
                "1 company below: Plan A",
                NO_ADVOCATE,
                "covers 12 referrals in 365 days: 9 seen, 1 lost",
                "companies below cover 1 referral in 365 days: 0 seen, 0 lost",
                "Blue: a formal agreement, review due since Mar 1",
            ),
        ),
    ],
)
def test_what_the_page_says(page: PayerPage, lines: tuple[str, ...]) -> None:
    assert payer_words(page, TODAY) == lines


@given(st.dictionaries(st.integers(0, 8), st.lists(st.integers(0, 8), max_size=4)))
def test_everybody_is_reached_once_at_the_nearest_also_around_a_loop(links: dict[int, list[int]]) -> None:
    def step(ids: Collection[int]) -> list[int]:
        return [to for one in ids for to in links.get(one, [])]

    found = reached(0, step)

    assert 0 not in found
    for one, steps in found.items():
        before = [other for other, away in {0: 0, **found}.items() if away == steps - 1]
        assert one in step(before)
        assert not any(one in step([other]) for other, away in {0: 0, **found}.items() if away < steps - 1)
    assert {one for one in step([0, *found]) if one != 0} == set(found)
