"""What is suggested, from how many, and why; which non-traditional partners there are."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui_tracker.domain.gaps import Gap, Target
from tui_tracker.domain.growth import NON_TRADITIONAL, HeldTarget, Sending, absent, by_need, suggested
from tui_tracker.domain.settings import GrowthCounts
from tui_tracker.domain.text import fold

COUNTS = GrowthCounts()


def some(specialty: str = "Cardiology", area: str = "", **more: int) -> Sending:
    values = {"partners": 3, "senders": 3, "active": 2, "coming": 0, "referrals": 9, "largest": 4, **more}
    return Sending(specialty, area, **values)


@pytest.mark.parametrize(
    ("row", "total", "wanted", "why"),
    [
        (some(), 90, 3, "sent 9 of 90 referrals in 365 days, from 3 partners: one more would spread that"),
        (some(active=0), 90, 2, "sent 9 of 90 referrals in 365 days, from 3 partners: one more would spread that"),
        (
            some(largest=5),
            9,
            3,
            "sent 9 of 9 referrals in 365 days, 5 of them from one of 3 partners: one more would spread that",
        ),
        (some(partners=8, senders=1, largest=9), 1_234, None, ""),
        (
            some(partners=8, senders=1, active=1, referrals=200, largest=200),
            1_234,
            2,
            "sent 200 of 1,234 referrals in 365 days, all from one partner: without them there is none",
        ),
        (some(referrals=5, largest=2), 5, None, ""),
        (some(referrals=6, largest=2), 60, 3, "sent 6 of 60 referrals in 365 days, from 3 partners: "),
        (some(referrals=6, largest=2), 61, None, ""),
        (some(specialty="", referrals=60), 60, None, ""),
        (some(partners=9, senders=9, active=5, referrals=60), 60, 6, "sent 60 of 60 referrals"),
        (some(partners=39, senders=39, active=6, referrals=60), 60, None, ""),
    ],
)
def test_a_specialty_that_sends_much(row: Sending, total: int, wanted: int | None, why: str) -> None:
    found = suggested([row], total, [], COUNTS)
    assert [(one.name, one.wanted) for one in found] == ([] if wanted is None else [("Cardiology", wanted)])
    assert all(one.why.startswith(why) for one in found)


def test_what_has_a_target_is_not_suggested_however_it_is_written() -> None:
    rows = [some(), some("Podiatry")]
    for target in (Target("CARDIOLOGY", "", 1), Target("cardiologý", "Elsewhere", 1)):
        assert [one.name for one in suggested(rows, 20, [target], COUNTS)] == ["Podiatry"]


def test_one_specialty_in_several_spellings_and_areas_is_one() -> None:
    rows = [
        some("cardiology", "North", partners=2, referrals=4, senders=1, largest=4, active=1),
        some("Cardiology", "South", partners=9, referrals=5, senders=2, largest=3, active=1, coming=6),
    ]
    (found,) = suggested(rows, 9, [], COUNTS)
    assert (found.specialty, found.area, found.wanted, found.active, found.coming) == ("Cardiology", "", 3, 2, 6)


def test_a_lively_area_without_one_of_those_who_send_much() -> None:
    rows = [
        some("Cardiology", "North"),
        some("Podiatry", "South", active=3, referrals=0, senders=0, largest=0),
        some("Dentistry", "East", active=2, referrals=0, senders=0, largest=0),
    ]
    keeping, area = suggested(rows, 9, [], COUNTS)
    assert keeping.area == ""
    assert (area.name, area.wanted, area.key) == ("Cardiology, South", 1, "suggested:cardiology|south")
    assert area.why == "sent 9 of 9 referrals in 365 days, and none of the 3 active partners in South practises it"
    # somebody there, in the works, or a target, is an answer already; who only was there once is not
    assert len(suggested([*rows, some("Cardiology", "SOUTH", active=0, coming=1)], 18, [], COUNTS)) == 1
    assert len(suggested([*rows, some("Cardiology", "SOUTH", active=0)], 18, [], COUNTS)) == 2
    assert suggested(rows, 9, [Target("cardiology", "south", 2)], COUNTS) == ()


def sent_by_each(specialty: str, area: str, sent: list[int], active: int, coming: int) -> Sending:
    """Partners of whom each sent so many."""
    return Sending(specialty, area, len(sent) + 1, len(sent), active, coming, sum(sent), max(sent, default=0))


ROWS = st.lists(
    st.builds(
        sent_by_each,
        st.sampled_from(["", "A", "a", "B", "C", "D", "E"]),
        st.sampled_from(["", "N", "n", "S"]),
        st.lists(st.integers(1, 20), max_size=4),
        st.integers(0, 5),
        st.integers(0, 2),
    ),
    max_size=9,
)
TARGETS = st.lists(st.builds(Target, st.sampled_from(["a", "B"]), st.sampled_from(["", "s"]), st.just(1)), max_size=3)


@settings(max_examples=60)
@given(rows=ROWS, more=st.integers(0, 50), targets=TARGETS)
def test_suggestions_are_few_said_once_and_never_of_what_has_a_target(
    rows: list[Sending], more: int, targets: list[Target]
) -> None:
    total = sum(row.referrals for row in rows) + more
    found = suggested(rows, total, targets, COUNTS)
    has = {(fold(one.specialty), fold(one.area)) for one in targets}
    words = [(fold(one.specialty), fold(one.area)) for one in found]
    assert len(set(words)) == len(words)
    assert not has & set(words)
    assert sum(not area for _name, area in words) <= COUNTS.most >= sum(bool(area) for _name, area in words)
    assert all(1 <= one.wanted <= COUNTS.enough and one.wanted > one.active for one in found)
    assert all(f"of {total:,} referral" in one.why for one in found)
    assert found == suggested(rows[::-1], total, targets[::-1], COUNTS) or len({row.specialty for row in rows}) > 1


@pytest.mark.parametrize(
    ("text", "which"),
    [
        ("Occupational Medicine", "Occupational medicine"),
        ("OCC-MED of Portland", "Occupational medicine"),
        ("Employee health, Bath Shipyard", "Occupational medicine"),
        ("Workers’ Compensation Fund", "Workers' compensation"),
        ("worker's comp adjusters", "Workers' compensation"),
        ("Work Comp Partners", "Workers' compensation"),
        ("Harbor Wellness Center", "Wellness"),
        ("Éclat Yoga", "Wellness"),
        ("Occupational therapy", None),
        ("Hand therapist Rocco Medici", None),
        ("Coworkers Company", None),
        ("Dr. Lee", None),
    ],
)
def test_a_non_traditional_partner_is_told_by_words(text: str, which: str | None) -> None:
    there = {one.name for one in NON_TRADITIONAL} - {one.name for one in absent([], [text], [])}
    assert there == (set() if which is None else {which})


def test_a_target_is_enough_and_what_is_made_of_a_suggestion_answers_it() -> None:
    assert [one.name for one in absent([], [], [Target("occupational health", "", 1)])] == [
        "Workers' compensation",
        "Wellness",
    ]
    for one in NON_TRADITIONAL:
        assert one not in absent([one.name], [], [])


def test_need_is_what_is_missing_first_and_what_is_in_the_works_last() -> None:
    def held(row_id: int, name: str, wanted: int, active: int, coming: int = 0) -> HeldTarget:
        return HeldTarget(row_id, Gap(name, "", wanted, active, coming))

    every = [held(1, "b", 2, 1), held(2, "A", 2, 1), held(3, "c", 9, 1, 8), held(4, "d", 4, 0), held(5, "e", 1, 1)]
    every += [held(6, "f", 4, 0, 1), held(7, "g", 1, 3)]
    gaps, met = by_need(every)
    assert [one.id for one in gaps] == [4, 6, 2, 1, 3]
    assert [one.id for one in met] == [5, 7]
