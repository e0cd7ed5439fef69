"""A fair hand-over: who goes to whom, exactly; and that nobody is lost, nobody is there twice, and it is even."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui_tracker.domain.hand_over import (
    Held,
    Receiver,
    Share,
    fair_split,
    grouped,
    in_turn,
    share_words,
    shares,
    weight,
)

WEIGHTS = (3, 2, 1)


def held(row_id: int, name: str, tier: str = "B", *, archived: bool = False, follow_ups: int = 0) -> Held:
    return Held(row_id, name, tier, archived, follow_ups, row_id)


ANN, BO = Receiver(1, "Ann", 0), Receiver(2, "Bo", 0)


@pytest.mark.parametrize(
    ("partners", "receivers", "expected", "why"),
    [
        ([], [ANN], {}, "nothing to give"),
        ([held(1, "Lee")], [], {}, "nobody to receive"),
        ([held(1, "Lee")], [BO, ANN], {1: 1}, "alike: by name"),
        ([held(1, "Lee", "C"), held(2, "Kim", "A")], [ANN, BO], {2: 1, 1: 2}, "the heaviest first"),
        ([held(1, "Lee"), held(2, "Kim")], [ANN, BO], {2: 1, 1: 2}, "alike: partners by name"),
        ([held(1, "Lee"), held(2, "lee")], [ANN, BO], {1: 1, 2: 2}, "alike in name too: by id"),
        ([held(1, "Lee", "A"), held(2, "Kim", "C")], [Receiver(1, "Ann", 4), BO], {1: 2, 2: 2}, "loads count"),
        (
            [held(1, "Lee", "A"), held(2, "Kim", "B"), held(3, "Ito", "C"), held(4, "Fox", "C")],
            [ANN, BO],
            {1: 1, 2: 2, 4: 2, 3: 1},
            "Ann 3 + 1, Bo 2 + 1",
        ),
        (
            [held(1, "Lee", archived=True), held(2, "Kim", archived=True)],
            [ANN, BO],
            {2: 1, 1: 2},
            "archived ones weigh nothing and go in turn",
        ),
    ],
)
def test_who_goes_to_whom(partners: list[Held], receivers: list[Receiver], expected: dict[int, int], why: str) -> None:
    assert fair_split(partners, receivers, WEIGHTS) == expected, why


def test_an_office_stays_together_also_around_an_office_that_somebody_else_looks_after() -> None:
    partners = [held(1, "Lee"), held(2, "Kim"), held(3, "Ito"), held(4, "Fox")]

    found = grouped(partners, [(3, 99), (1, 99), (2, 4)])

    assert [(one.id, one.group) for one in found] == [(1, 1), (2, 2), (3, 1), (4, 2)]
    assert fair_split(found, [ANN, BO], WEIGHTS) == {2: 1, 4: 1, 1: 2, 3: 2}


def test_what_each_would_get_is_said_in_words() -> None:
    partners = [held(1, "Lee", "A", follow_ups=2), held(2, "Kim", "C"), held(3, "Ito", "A", archived=True)]

    found = shares(partners, [Receiver(1, "Ann", 5), BO], {1: 1, 2: 1, 3: 1}, WEIGHTS)

    assert found == [Share(1, "Ann", (1, 0, 1), 1, 2, 9), Share(2, "Bo", (0, 0, 0), 0, 0, 0)]
    assert [share_words(one) for one in found] == [
        "Ann gets 2 partners (1 A, 1 C), 1 archived and 2 follow-ups",
        "Bo gets 0 partners",
    ]


def test_what_goes_with_no_partner_goes_in_turn() -> None:
    assert in_turn([9, 4, 7], [BO, ANN]) == {4: 1, 7: 2, 9: 1}
    assert in_turn([9], []) == {}


PARTNERS = st.lists(st.tuples(st.sampled_from("ABC"), st.booleans(), st.sampled_from(["Lee", "lee", "Kim", ""])))
RECEIVERS = st.lists(st.integers(0, 40), min_size=1, max_size=5)
TIES = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 15)))


@settings(max_examples=60)
@given(made=PARTNERS, loads=RECEIVERS, ties=TIES)
def test_nobody_is_lost_an_office_stays_together_and_it_is_even(
    made: list[tuple[str, bool, str]], loads: list[int], ties: list[tuple[int, int]]
) -> None:
    partners = grouped([Held(number, name, tier, archived) for number, (tier, archived, name) in enumerate(made)], ties)
    receivers = [Receiver(number, f"M{number}", load) for number, load in enumerate(loads)]

    split = fair_split(partners, receivers, WEIGHTS)

    assert set(split) == {one.id for one in partners}, "everybody goes somewhere, once"
    assert set(split.values()) <= {one.id for one in receivers}
    groups: dict[int, list[Held]] = {}
    for one in partners:
        groups.setdefault(one.group, []).append(one)
    assert all(len({split[one.id] for one in group}) == 1 for group in groups.values())
    weights = [sum(weight(one.tier, WEIGHTS, archived=one.archived) for one in group) for group in groups.values()]
    after = {share.member_id: share.load for share in shares(partners, receivers, split, WEIGHTS)}
    assert sum(after.values()) == sum(loads) + sum(weights)
    given_to = {split[one.id] for one in partners if not one.archived}
    assert all(after[one] - min(after.values()) <= max(weights) for one in given_to)
    assert split == fair_split(partners[::-1], receivers[::-1], WEIGHTS), (
        "the order of what is given makes no difference"
    )
