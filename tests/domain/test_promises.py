"""What one referral sets in motion, as a table (RULES section 3). Days count from the day received, Mar 2."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.making import TODAY, a_referral, a_report, an_agreement, days
from tui_tracker.domain.promises import Sent, agreed_days, open_promises, sent
from tui_tracker.domain.records import Agreement, Referral
from tui_tracker.domain.settings import PromiseDays

DEFAULT = PromiseDays()


def owed(
    referral: Referral,
    *reports: tuple[str, int],
    thanked: int | None = None,
    told: int | None = None,
    agreement: Agreement | None = None,
) -> dict[str, tuple[int, int]]:
    """What is open: promise → the days (from the day received) on which it opened and is due."""
    found = open_promises(
        referral,
        sent([a_report(kind, days(day)) for kind, day in reports]),
        None if thanked is None else days(thanked),
        None if told is None else days(told),
        agreed_days(agreement, DEFAULT),
        TODAY,
    )
    assert all(state.days_late == (TODAY - state.due_on).days for state in found)
    return {state.kind.value: ((state.opened_on - days(0)).days, (state.due_on - days(0)).days) for state in found}


NEW = {"first_contact": (0, 2), "acknowledgement": (0, 2), "thank_you": (0, 7), "first_visit": (0, 14)}


def without(*names: str) -> dict[str, tuple[int, int]]:
    return {name: span for name, span in NEW.items() if name not in names}


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, NEW),
        ({"stage": "contacted", "contacted_on": days(1)}, without("first_contact")),
        ({"stage": "scheduled", "scheduled_on": days(1)}, without("first_contact")),
        (
            {"stage": "seen", "seen_on": days(4)},
            {**without("first_contact", "first_visit"), "initial_report": (4, 7)},
        ),
        (
            {"stage": "in_care", "seen_on": days(4), "in_care_on": days(5)},
            {**without("first_contact", "first_visit"), "initial_report": (4, 7)},
        ),
        (
            {"stage": "in_care", "in_care_on": days(5)},
            {**without("first_contact", "first_visit"), "initial_report": (5, 8)},
        ),
        (
            {"stage": "closed", "seen_on": days(4), "closed_on": days(9)},
            {**without("first_contact", "first_visit"), "initial_report": (4, 7), "final_report": (9, 16)},
        ),
        (
            {"stage": "closed", "closed_on": days(9)},
            {**without("first_contact", "first_visit"), "initial_report": (9, 12), "final_report": (9, 16)},
        ),
        ({"urgency": "urgent"}, {**NEW, "first_visit": (0, 3)}),
        ({"urgency": "emergency"}, {**NEW, "first_visit": (0, 1)}),
        ({"stage": "declined", "aside_on": days(3)}, {"feedback": (3, 5)}),
        ({"stage": "lost", "contacted_on": days(1), "aside_on": days(3)}, {"feedback": (3, 5)}),
        ({"settled": True}, {}),
        ({"settled": True, "stage": "lost", "aside_on": days(3)}, {}),
        ({"partner_id": None, "partner_name": None, "source": "web"}, {}),
        ({"stage": "seen"}, without("first_contact", "first_visit")),
    ],
)
def test_what_each_stage_and_urgency_owes(changed: dict[str, Any], expected: dict[str, tuple[int, int]]) -> None:
    assert owed(a_referral(**changed)) == expected


CLOSED = {"stage": "closed", "seen_on": days(4), "closed_on": days(9)}
IN_CARE = {"stage": "in_care", "seen_on": days(4), "in_care_on": days(4)}


@pytest.mark.parametrize(
    ("changed", "reports", "gone", "left"),
    [
        ({}, [("acknowledgement", 1)], "acknowledgement", "thank_you"),
        ({}, [("progress", 1)], "acknowledgement", "first_contact"),
        (CLOSED, [("final", 12)], "final_report", "initial_report"),
        (CLOSED, [("final", 12)], "acknowledgement", "initial_report"),
        (CLOSED, [("initial", 6)], "initial_report", "final_report"),
        (CLOSED, [("initial", 6)], "progress_report", "final_report"),
    ],
)
def test_what_a_report_keeps(changed: dict[str, Any], reports: list[tuple[str, int]], gone: str, left: str) -> None:
    found = owed(a_referral(**changed), *reports)
    assert gone not in found
    assert left in found


def test_a_progress_report_is_due_thirty_days_after_the_last_report_while_in_care() -> None:
    assert "progress_report" not in owed(a_referral(**IN_CARE))
    assert owed(a_referral(**IN_CARE), ("initial", 6))["progress_report"] == (6, 36)
    assert owed(a_referral(**IN_CARE), ("initial", 6), ("progress", 11))["progress_report"] == (11, 41)


@pytest.mark.parametrize(("thanked", "open_"), [(None, True), (-1, True), (0, False), (5, False)])
def test_one_thank_you_answers_what_was_received_up_to_it(thanked: int | None, open_: bool) -> None:
    assert ("thank_you" in owed(a_referral(), thanked=thanked)) is open_


@pytest.mark.parametrize(("told", "open_"), [(None, True), (2, True), (3, False), (4, False)])
def test_a_word_to_the_referrer_on_the_day_or_after_keeps_the_feedback(told: int | None, open_: bool) -> None:
    assert ("feedback" in owed(a_referral(stage="declined", aside_on=days(3)), told=told)) is open_


def test_the_agreement_wins_over_the_default() -> None:
    agreement = an_agreement(
        first_contact_days=1,
        acknowledgement_days=0,
        thank_you_days=10,
        first_visit_days=20,
        initial_report_days=5,
        progress_report_days=14,
        final_report_days=21,
    )
    assert owed(a_referral(), agreement=agreement) == {
        "first_contact": (0, 1),
        "acknowledgement": (0, 0),
        "thank_you": (0, 10),
        "first_visit": (0, 20),
    }
    assert owed(a_referral(**CLOSED), agreement=agreement)["initial_report"] == (4, 9)
    assert owed(a_referral(**CLOSED), agreement=agreement)["final_report"] == (9, 30)
    assert owed(a_referral(**IN_CARE), ("initial", 5), agreement=agreement)["progress_report"] == (5, 19)


def test_an_agreement_that_names_one_figure_leaves_the_rest() -> None:
    assert owed(a_referral(), agreement=an_agreement(thank_you_days=1)) == {**NEW, "thank_you": (0, 1)}


@pytest.mark.parametrize(
    ("urgency", "agreed", "due"), [("urgent", 20, 3), ("urgent", 2, 2), ("emergency", 20, 1), ("emergency", 0, 0)]
)
def test_an_agreement_never_makes_an_urgent_patient_wait_longer(urgency: str, agreed: int, due: int) -> None:
    found = owed(a_referral(urgency=urgency), agreement=an_agreement(first_visit_days=agreed))
    assert found["first_visit"] == (0, due)


OUT = {"flow": "outbound"}


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"stage": "sent"}, {"stuck": (0, 14)}),
        ({"stage": "accepted", "accepted_on": days(2)}, {"stuck": (2, 32)}),
        ({"stage": "seen", "seen_on": days(8)}, {"stuck": (8, 38)}),
        ({"stage": "closed", "closed_on": days(8)}, {}),
        ({"stage": "lost", "aside_on": days(8)}, {}),
        ({"stage": "sent", "settled": True}, {}),
    ],
)
def test_when_an_outbound_referral_is_stuck(changed: dict[str, Any], expected: dict[str, tuple[int, int]]) -> None:
    assert owed(a_referral(**OUT, **changed)) == expected


@pytest.mark.parametrize(("told", "expected"), [(13, (0, 14)), (14, (14, 28)), (16, (16, 30))])
def test_asking_how_it_went_starts_the_wait_again(told: int, expected: tuple[int, int]) -> None:
    assert owed(a_referral(**OUT, stage="sent"), told=told) == {"stuck": expected}


def test_late_from_the_day_after_it_is_due() -> None:
    def late(due_in: int) -> int:
        referral = replace(a_referral(), day=TODAY.replace(day=TODAY.day - 7 + due_in))
        found = open_promises(referral, Sent(TODAY, True), None, None, DEFAULT, TODAY)
        return next(state.days_late for state in found if state.kind == "thank_you")

    assert [late(1), late(0), late(-1)] == [-1, 0, 1]


def test_within_leaves_out_what_is_further_off() -> None:
    found = open_promises(a_referral(day=TODAY), Sent(), None, None, DEFAULT, TODAY, within=2)
    assert {state.kind.value for state in found} == {"first_contact", "acknowledgement"}


def test_why_names_day_and_figure() -> None:
    found = open_promises(a_referral(urgency="urgent"), Sent(), None, None, DEFAULT, TODAY)
    why = {state.kind.value: state.why for state in found}
    assert why["first_visit"] == "urgent, received Mar 2, promised within 3 days"


@given(
    stage=st.sampled_from(["received", "contacted", "scheduled", "seen", "in_care", "closed", "declined", "lost"]),
    offsets=st.lists(st.integers(0, 5), min_size=6, max_size=6),
    reports=st.lists(
        st.tuples(st.sampled_from(["acknowledgement", "initial", "progress", "final"]), st.integers(0, 14))
    ),
)
def test_no_promise_is_open_twice_nor_opens_before_the_referral(
    stage: str, offsets: list[int], reports: list[tuple[str, int]]
) -> None:
    columns = ["contacted_on", "scheduled_on", "seen_on", "in_care_on", "closed_on", "aside_on"]
    at, changed = 0, {}
    for column, offset in zip(columns, offsets, strict=True):
        at += offset
        changed[column] = days(at)
    referral = a_referral(stage=stage, **changed)
    found = open_promises(
        referral, sent([a_report(kind, days(day)) for kind, day in reports]), None, None, DEFAULT, TODAY
    )
    kinds = [state.kind for state in found]
    assert len(kinds) == len(set(kinds))
    assert all(state.opened_on >= referral.day and state.due_on >= state.opened_on for state in found)
