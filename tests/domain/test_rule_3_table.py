"""Rule 3 as tables, written by hand from its text: what is owed, from which day on, and when it is late.

A day is a number: the patient is received on the 1st. "Due +2 days" from the 1st is the 3rd, late from the 4th.
The first half crosses every stage, urgency, agreement, set of reports and thank-you; the second half tells stories.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest

from tests.domain.making import a_referral, a_report, an_agreement
from tui_tracker.domain import moves
from tui_tracker.domain.errors import Refused
from tui_tracker.domain.promises import PromiseState, agreed_days, open_promises, sent
from tui_tracker.domain.records import Agreement, Referral
from tui_tracker.domain.settings import PromiseDays
from tui_tracker.domain.words import INBOUND_STAGES, Urgency

Opened = dict[str, tuple[int, int]]
"""Promise → the day on which it opened and the day by which it is due."""


def the(number: int) -> date:
    """The 1st, the 2nd, … counted on past the end of the month."""
    return date(2026, 3, 1) + timedelta(number - 1)


def nth(day: date) -> int:
    """The number of a day."""
    return (day - date(2026, 3, 1)).days + 1


FAR = 200

# What each agreement says. None: there is no agreement with this partner.
AGREEMENTS: dict[str, Agreement | None] = {
    "none": None,
    "silent": an_agreement(),
    "some": an_agreement(first_contact_days=1, first_visit_days=2, final_report_days=21),
    "all": an_agreement(
        first_contact_days=5,
        acknowledgement_days=4,
        thank_you_days=10,
        first_visit_days=20,
        initial_report_days=6,
        progress_report_days=14,
        final_report_days=9,
    ),
    "zero": an_agreement(
        first_contact_days=0,
        acknowledgement_days=0,
        thank_you_days=0,
        first_visit_days=0,
        initial_report_days=0,
        progress_report_days=0,
        final_report_days=0,
    ),
}

# The days that are left for each promise, under each agreement. A longer time for the first visit is agreed for routine
# patients: it never makes an urgent one wait longer. No agreement has a figure for the note on a lost patient.
LEFT: dict[str, dict[str, int]] = {
    # agreement: none, silent, some, all, zero
    "first_contact": dict(zip(AGREEMENTS, (2, 2, 1, 5, 0), strict=True)),
    "acknowledgement": dict(zip(AGREEMENTS, (2, 2, 2, 4, 0), strict=True)),
    "thank_you": dict(zip(AGREEMENTS, (7, 7, 7, 10, 0), strict=True)),
    "first_visit routine": dict(zip(AGREEMENTS, (14, 14, 2, 20, 0), strict=True)),
    "first_visit urgent": dict(zip(AGREEMENTS, (3, 3, 2, 3, 0), strict=True)),
    "first_visit emergency": dict(zip(AGREEMENTS, (1, 1, 1, 1, 0), strict=True)),
    "initial_report": dict(zip(AGREEMENTS, (3, 3, 3, 6, 0), strict=True)),
    "progress_report": dict(zip(AGREEMENTS, (30, 30, 30, 14, 0), strict=True)),
    "final_report": dict(zip(AGREEMENTS, (7, 7, 21, 9, 0), strict=True)),
    "feedback": dict(zip(AGREEMENTS, (2, 2, 2, 2, 2), strict=True)),
}

# A patient received on the 1st, contacted on the 2nd, scheduled on the 3rd, seen on the 6th, in care from the 7th,
# closed on the 40th; or declined on the 4th, or lost on the 9th. What has been opened by then and is not kept by the
# stage itself: promise → the day it opened. "last" is the day of the last report.
DAYS = {
    "received": {},
    "contacted": {"contacted_on": the(2)},
    "scheduled": {"contacted_on": the(2), "scheduled_on": the(3)},
    "seen": {"contacted_on": the(2), "scheduled_on": the(3), "seen_on": the(6)},
    "in_care": {"contacted_on": the(2), "scheduled_on": the(3), "seen_on": the(6), "in_care_on": the(7)},
    "closed": {"contacted_on": the(2), "seen_on": the(6), "in_care_on": the(7), "closed_on": the(40)},
    "declined": {"aside_on": the(4)},
    "lost": {"contacted_on": the(2), "scheduled_on": the(3), "aside_on": the(9)},
}
OWED: dict[str, dict[str, int | str]] = {
    "received": {"first_contact": 1, "acknowledgement": 1, "thank_you": 1, "first_visit": 1},
    "contacted": {"acknowledgement": 1, "thank_you": 1, "first_visit": 1},
    "scheduled": {"acknowledgement": 1, "thank_you": 1, "first_visit": 1},
    "seen": {"acknowledgement": 1, "thank_you": 1, "initial_report": 6},
    "in_care": {"acknowledgement": 1, "thank_you": 1, "initial_report": 6, "progress_report": "last"},
    "closed": {"acknowledgement": 1, "thank_you": 1, "initial_report": 6, "final_report": 40},
    "declined": {"feedback": 4},
    "lost": {"feedback": 9},
}

# What was sent on which day, which promises that keeps, and the day of the last one.
REPORTS: dict[str, tuple[list[tuple[str, int]], set[str], int | None]] = {
    "nothing": ([], set(), None),
    "an acknowledgement": ([("acknowledgement", 2)], {"acknowledgement"}, 2),
    "only an initial report": ([("initial", 8)], {"acknowledgement", "initial_report"}, 8),
    "only a progress report": ([("progress", 15)], {"acknowledgement"}, 15),
    "only a final report": ([("final", 41)], {"acknowledgement", "final_report"}, 41),
    "two, the older noted last": (
        [("initial", 8), ("acknowledgement", 2)],
        {"acknowledgement", "initial_report"},
        8,
    ),
    "three": (
        [("acknowledgement", 2), ("initial", 8), ("progress", 20)],
        {"acknowledgement", "initial_report"},
        20,
    ),
    "all": (
        [("acknowledgement", 2), ("initial", 8), ("progress", 20), ("final", 41)],
        {"acknowledgement", "initial_report", "final_report"},
        41,
    ),
}

# The last thank-you to the partner: before the day received it was for somebody else.
THANKED: dict[int | None, bool] = {None: False, 0: False, 1: True, 5: True}

# The last word to the referrer: the note on a lost patient is kept by one on that day or after it.
TOLD: dict[tuple[str, int | None], bool] = {
    ("declined", None): False,
    ("declined", 3): False,
    ("declined", 4): True,
    ("declined", 5): True,
    ("lost", None): False,
    ("lost", 8): False,
    ("lost", 9): True,
    ("lost", 30): True,
}


def found_on(
    number: int,
    referral: Referral,
    reports: list[tuple[str, int]],
    thanked: int | None,
    told: int | None,
    agreement: Agreement | None,
) -> dict[str, PromiseState]:
    """What the program says is open on a day."""
    states = open_promises(
        referral,
        sent([a_report(kind, the(day)) for kind, day in reports]),
        None if thanked is None else the(thanked),
        None if told is None else the(told),
        agreed_days(agreement, PromiseDays()),
        the(number),
    )
    assert len({state.kind for state in states}) == len(states)
    return {state.kind.value: state for state in states}


def check(expected: Opened, *case: Any) -> None:
    """Exactly this is open, and each is early the day before it is due, due on it, and late the day after."""
    states = found_on(FAR, *case)
    assert {name: (nth(one.opened_on), nth(one.due_on)) for name, one in states.items()} == expected
    for name, (_, due) in expected.items():
        assert [found_on(due + late, *case)[name].days_late for late in (-1, 0, 1)] == [-1, 0, 1]


@pytest.mark.parametrize("agreed", AGREEMENTS)
@pytest.mark.parametrize("urgency", [urgency.value for urgency in Urgency])
@pytest.mark.parametrize("stage", [stage.value for stage in INBOUND_STAGES])
def test_what_is_owed_in_every_stage(stage: str, urgency: str, agreed: str) -> None:
    referral = a_referral(day=the(1), stage=stage, urgency=urgency, **DAYS[stage])
    for (reports, keeps, last), (thanked, answered) in product(REPORTS.values(), THANKED.items()):
        expected: Opened = {}
        for promise, day in OWED[stage].items():
            opened = last if day == "last" else day
            if promise in keeps or (promise == "thank_you" and answered) or not isinstance(opened, int):
                continue
            row = f"first_visit {urgency}" if promise == "first_visit" else promise
            expected[promise] = (opened, opened + LEFT[row][agreed])
        check(expected, referral, reports, thanked, None, AGREEMENTS[agreed])


@pytest.mark.parametrize("agreed", AGREEMENTS)
@pytest.mark.parametrize("urgency", [urgency.value for urgency in Urgency])
@pytest.mark.parametrize(("stage", "told"), TOLD)
def test_a_patient_declined_or_lost_leaves_one_note_to_the_referrer(
    stage: str, told: int | None, urgency: str, agreed: str
) -> None:
    referral = a_referral(day=the(1), stage=stage, urgency=urgency, **DAYS[stage])
    opened = OWED[stage]["feedback"]
    assert isinstance(opened, int)
    expected = {} if TOLD[stage, told] else {"feedback": (opened, opened + LEFT["feedback"][agreed])}
    for (reports, _, _), thanked in product(REPORTS.values(), THANKED):
        check(expected, referral, reports, thanked, told, AGREEMENTS[agreed])


@dataclass(frozen=True)
class Story:
    """A referral received (or sent) on the 1st, the moves made with it, what was sent and said, and what is owed."""

    told: str
    steps: tuple[tuple[str, int], ...]
    owed: Opened
    reports: tuple[tuple[str, int], ...] = ()
    thanked: int | None = 1
    feedback: int | None = None
    flow: str = "inbound"


CONTACT, ACK, VISIT = (
    {"first_contact": (1, 3)},
    {"acknowledgement": (1, 3)},
    {"first_visit": (1, 15)},
)
STORIES = [
    Story(
        "A patient was referred and nothing was done",
        (),
        {**CONTACT, **ACK, "thank_you": (1, 8), **VISIT},
        thanked=None,
    ),
    # Skipped stages.
    Story("Scheduled at once: they were contacted, or there would be no appointment", (("scheduled", 2),), ACK | VISIT),
    Story("Seen at once: contact and visit are kept", (("seen", 5),), ACK | {"initial_report": (5, 8)}),
    Story(
        "In care, the first visit never noted: it counts from the day in care",
        (("contacted", 2), ("in_care", 6)),
        ACK | {"initial_report": (6, 9)},
    ),
    Story(
        "Closed straight from received: the initial report is still owed, and the final one",
        (("closed", 10),),
        ACK | {"initial_report": (10, 13), "final_report": (10, 17)},
    ),
    Story(
        "Closed after a first visit with a day of its own: each report from its own day",
        (("seen", 5), ("closed", 10)),
        ACK | {"initial_report": (5, 8), "final_report": (10, 17)},
    ),
    # Moves back, and again.
    Story(
        "Seen by mistake, back to contacted: the visit is owed again",
        (("contacted", 2), ("seen", 5), ("contacted", 9)),
        ACK | VISIT,
    ),
    Story("Back to the start: everything is owed again", (("seen", 5), ("received", 9)), CONTACT | ACK | VISIT),
    Story(
        "Seen, back, and seen again later: the report counts from the second day",
        (("seen", 5), ("contacted", 5), ("seen", 12)),
        ACK | {"initial_report": (12, 15)},
    ),
    Story(
        "Seen, back, and in care later without a visit: the first visit's old day is forgotten",
        (("seen", 5), ("contacted", 5), ("in_care", 12)),
        ACK | {"initial_report": (12, 15)},
    ),
    Story(
        "The initial report went out, then the card went back and forward: it stays sent",
        (("seen", 5), ("scheduled", 5), ("seen", 12)),
        {},
        reports=(("initial", 6),),
    ),
    Story("The day of the visit is corrected", (("seen", 5), ("seen", 4)), ACK | {"initial_report": (4, 7)}),
    Story(
        "Closed too early, back in care: no final report yet",
        (("seen", 5), ("in_care", 6), ("closed", 9), ("in_care", 9)),
        ACK | {"initial_report": (5, 8)},
    ),
    # Aside, and back.
    Story("Lost after the visit: only the note is owed", (("seen", 5), ("lost", 9)), {"feedback": (9, 11)}),
    Story("Lost on the day received", (("lost", 1),), {"feedback": (1, 3)}, thanked=None),
    Story("Declined, and the referrer was told on that day", (("declined", 2),), {}, feedback=2),
    Story(
        "Declined, and the referrer had been told of another one before",
        (("declined", 2),),
        {"feedback": (2, 4)},
        feedback=1,
    ),
    Story(
        "A report is not the note: why it was lost is still owed",
        (("seen", 5), ("lost", 9)),
        {"feedback": (9, 11)},
        reports=(("initial", 10),),
    ),
    Story(
        "Declined, then lost: the note counts from the last of them",
        (("declined", 2), ("lost", 6)),
        {"feedback": (6, 8)},
    ),
    Story(
        "Lost, but came back: what was owed is owed again",
        (("contacted", 2), ("lost", 9), ("contacted", 20)),
        ACK | VISIT,
    ),
    Story("Lost, but came back in care", (("seen", 5), ("lost", 9), ("in_care", 20)), ACK | {"initial_report": (5, 8)}),
    # Thank-you.
    Story("Thanked on the day received", (("closed", 2),), {}, reports=(("initial", 3), ("final", 3)), thanked=1),
    Story(
        "Thanked the day before, for another patient",
        (("closed", 2),),
        {"thank_you": (1, 8)},
        reports=(("initial", 3), ("final", 3)),
        thanked=0,
    ),
    Story(
        "The thank-you is owed for a closed referral too",
        (("closed", 90),),
        {"thank_you": (1, 8)},
        reports=(("initial", 91), ("final", 91)),
        thanked=None,
    ),
    # Reports.
    Story("A later kind of report says that we have the patient", (), CONTACT | VISIT, reports=(("final", 2),)),
    Story(
        "In care without any report: no progress to report on yet", (("in_care", 6),), ACK | {"initial_report": (6, 9)}
    ),
    Story(
        "In care: thirty days from the last report, which was an acknowledgement",
        (("in_care", 6),),
        {"initial_report": (6, 9), "progress_report": (2, 32)},
        reports=(("acknowledgement", 2),),
    ),
    Story(
        "In care: thirty days from the initial report",
        (("in_care", 6),),
        {"progress_report": (8, 38)},
        reports=(("acknowledgement", 2), ("initial", 8)),
    ),
    Story(
        "In care: thirty days from the last progress report",
        (("in_care", 6),),
        {"progress_report": (37, 67)},
        reports=(("initial", 8), ("progress", 37)),
    ),
    Story("Seen, not in care: no progress report", (("seen", 6),), {}, reports=(("initial", 8),)),
    Story(
        "Closed: the final report instead of a progress report",
        (("in_care", 6), ("closed", 20)),
        {"final_report": (20, 27)},
        reports=(("initial", 8),),
    ),
    Story(
        "The final report went out before the card was closed",
        (("in_care", 6), ("closed", 20)),
        {},
        reports=(("initial", 8), ("final", 19)),
    ),
    Story(
        "A final report alone does not stand for the initial one",
        (("seen", 5), ("closed", 9)),
        {"initial_report": (5, 8)},
        reports=(("final", 9),),
    ),
    # Outbound.
    Story("We sent a patient", (), {"stuck": (1, 15)}, flow="outbound"),
    Story("They accepted: thirty days from that", (("accepted", 3),), {"stuck": (3, 33)}, flow="outbound"),
    Story("They saw the patient", (("accepted", 3), ("seen", 9)), {"stuck": (9, 39)}, flow="outbound"),
    Story("They saw the patient, without a word before", (("seen", 9),), {"stuck": (9, 39)}, flow="outbound"),
    Story(
        "Not seen after all: from the day accepted",
        (("accepted", 3), ("seen", 9), ("accepted", 12)),
        {"stuck": (3, 33)},
        flow="outbound",
    ),
    Story("Sent, taken back to sent", (("seen", 9), ("sent", 12)), {"stuck": (1, 15)}, flow="outbound"),
    Story("Their report came back", (("closed", 9),), {}, flow="outbound"),
    Story("The patient was lost on the way", (("accepted", 3), ("lost", 9)), {}, flow="outbound"),
    Story("Asked a day too early: still stuck from the 15th", (), {"stuck": (1, 15)}, feedback=14, flow="outbound"),
    Story("Asked on the day: the wait starts again", (), {"stuck": (15, 29)}, feedback=15, flow="outbound"),
    Story("Asked late: it starts again from there", (), {"stuck": (22, 36)}, feedback=22, flow="outbound"),
    Story(
        "Asked, then they accepted: from the day accepted",
        (("accepted", 20),),
        {"stuck": (20, 50)},
        feedback=16,
        flow="outbound",
    ),
    Story(
        "Asked thirty days after they saw the patient",
        (("seen", 9),),
        {"stuck": (39, 69)},
        feedback=39,
        flow="outbound",
    ),
    Story(
        "We owe nobody thanks or reports for whom we sent",
        (("seen", 9),),
        {"stuck": (9, 39)},
        thanked=None,
        flow="outbound",
    ),
]


def course(flow: str, steps: tuple[tuple[str, int], ...]) -> Referral:
    """The referral after its moves, each made by the program."""
    referral = a_referral(flow=flow, stage=moves.stages(flow)[0], day=the(1))
    for stage, day in steps:
        new: Any = moves.move(referral, stage, the(day), the(FAR), reason="no show")
        new.pop("stage_on")
        referral = replace(referral, **new)
    return referral


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.told)
def test_stories(story: Story) -> None:
    referral = course(story.flow, story.steps)
    check(story.owed, referral, list(story.reports), story.thanked, story.feedback, None)


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.told)
def test_nothing_is_owed_for_what_is_settled_or_came_without_a_partner(story: Story) -> None:
    referral = course(story.flow, story.steps)
    case = (list(story.reports), story.thanked, story.feedback, None)
    check({}, replace(referral, settled=True), *case)
    check({}, replace(referral, partner_id=None, partner_name=None, source="web"), *case)


@pytest.mark.parametrize(
    ("thanked", "waiting"),
    [(None, [1, 5, 9]), (0, [1, 5, 9]), (1, [5, 9]), (4, [5, 9]), (5, [9]), (8, [9]), (9, []), (30, [])],
)
def test_one_thank_you_answers_all_that_was_received_up_to_it(thanked: int | None, waiting: list[int]) -> None:
    received = [a_referral(id=day, day=the(day)) for day in (1, 5, 9)]
    found = [one.day for one in received if "thank_you" in found_on(FAR, one, [], thanked, None, None)]
    assert [nth(day) for day in found] == waiting


def test_due_two_days_from_the_1st_is_the_3rd_and_late_from_the_4th() -> None:
    late = {
        day: found_on(day, a_referral(day=the(1)), [], 1, None, None)["first_contact"].days_late for day in range(1, 6)
    }
    assert late == {1: -2, 2: -1, 3: 0, 4: 1, 5: 2}


def test_the_day_received_is_corrected() -> None:
    referral = a_referral(day=the(1))
    new: Any = moves.redate(referral, the(3), the(FAR))
    new.pop("stage_on")
    check(
        {"first_contact": (3, 5), "acknowledgement": (3, 5), "thank_you": (3, 10), "first_visit": (3, 17)},
        replace(referral, **new),
        [],
        2,
        None,
        None,
    )


@pytest.mark.parametrize(
    ("flow", "steps", "latest"),
    [
        ("inbound", (("contacted", 3),), 3),
        ("inbound", (("closed", 4),), 4),
        ("inbound", (("lost", 2),), 2),
        ("inbound", (("declined", 5), ("received", 6)), 7),
        ("outbound", (("seen", 6),), 6),
        ("outbound", (("lost", 2),), 2),
    ],
)
def test_the_day_received_is_at_the_latest_that_of_the_next_stage(
    flow: str, steps: tuple[tuple[str, int], ...], latest: int
) -> None:
    referral = course(flow, steps)
    assert moves.redate(referral, the(latest), the(7))["day"] == the(latest)
    with pytest.raises(Refused, match=f"up to {'today' if latest == 7 else f'Mar {latest}'}"):
        moves.redate(referral, the(latest + 1), the(7))


@pytest.mark.parametrize("stage", ["seen", "in_care", "closed", "declined", "lost"])
def test_a_stage_that_an_import_knows_no_day_of_opens_nothing_and_keeps_what_it_keeps(stage: str) -> None:
    expected = {} if stage in ("declined", "lost") else ACK
    check(expected, a_referral(day=the(1), stage=stage), [], 1, None, None)
