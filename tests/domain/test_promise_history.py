"""Which promises fell due and were kept in time: tables, and a day-by-day replay of what was open (RULES 3)."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.making import a_referral, a_report, an_agreement, days
from tui_tracker.domain.promise_history import Kept, fell_due, kept
from tui_tracker.domain.promises import Sent, agreed_days, open_promises, sent
from tui_tracker.domain.records import Agreement, Referral
from tui_tracker.domain.settings import PromiseDays
from tui_tracker.domain.words import INBOUND_STAGES, Promise, ReferralStage, Urgency

DEFAULT = PromiseDays()
LONG_AFTER = 100


def looked_back(
    changed: dict[str, Any],
    *reports: tuple[str, int],
    today: int = LONG_AFTER,
    thanked: tuple[int, ...] = (),
    told: tuple[int, ...] = (),
    agreement: Agreement | None = None,
    within: int = 365,
) -> dict[str, tuple[int, bool]]:
    """Promise → the day (from the day received) on which it was due, and whether it was kept by then."""
    found = fell_due(
        a_referral(**changed),
        [(kind, days(day)) for kind, day in reports],
        [days(day) for day in thanked],
        [days(day) for day in told],
        agreed_days(agreement, DEFAULT),
        within,
        days(today),
    )
    told_of = {one.kind.value: ((one.due_on - days(0)).days, one.in_time) for one in found}
    assert len(told_of) == len(found)
    return told_of


SEEN = {"stage": "seen", "contacted_on": days(1), "seen_on": days(9)}
CARE = {"stage": "in_care", "seen_on": days(9), "in_care_on": days(9)}
CLOSED = {
    "stage": "closed",
    "contacted_on": days(3),
    "seen_on": days(14),
    "in_care_on": days(15),
    "closed_on": days(40),
}
ALL_LATE = {
    "first_contact": (2, False),
    "acknowledgement": (2, False),
    "thank_you": (7, False),
    "first_visit": (14, False),
}


@pytest.mark.parametrize(
    ("changed", "more", "expected"),
    [
        ({}, {}, ALL_LATE),
        ({}, {"today": 2}, {}),
        ({}, {"today": 3}, {"first_contact": (2, False), "acknowledgement": (2, False)}),
        ({"settled": True}, {}, {}),
        ({"partner_id": None, "source": "web"}, {}, {}),
        ({"flow": "outbound", "stage": "sent"}, {}, {}),
        ({"urgency": "urgent"}, {"today": 5}, {**ALL_LATE, "first_visit": (3, False), "thank_you": None}),
        (
            {"urgency": "emergency"},
            {"today": 3, "thanked": (0,)},
            {**ALL_LATE, "first_visit": (1, False), "thank_you": None},
        ),
        (
            SEEN,
            {"thanked": (7,)},
            {
                **ALL_LATE,
                "first_contact": (2, True),
                "first_visit": (14, True),
                "thank_you": (7, True),
                "initial_report": (12, False),
            },
        ),
        (
            SEEN,
            {"thanked": (-1, 8)},
            {**ALL_LATE, "first_contact": (2, True), "first_visit": (14, True), "initial_report": (12, False)},
        ),
        ({"stage": "seen", "seen_on": days(15)}, {}, {**ALL_LATE, "initial_report": (18, False)}),
        ({"stage": "seen"}, {}, {"acknowledgement": (2, False), "thank_you": (7, False)}),
        ({"stage": "contacted", "contacted_on": days(2)}, {"today": 2}, {"first_contact": (2, True)}),
        ({"stage": "declined", "aside_on": days(2)}, {}, {"feedback": (4, False)}),
        ({"stage": "declined", "aside_on": days(2)}, {"told": (2,)}, {"feedback": (4, True)}),
        ({"stage": "declined", "aside_on": days(2)}, {"told": (1, 5)}, {"feedback": (4, False)}),
        ({"stage": "declined", "aside_on": days(2)}, {"today": 4}, {}),
        (
            {"stage": "lost", "aside_on": days(3), "contacted_on": days(1)},
            {"told": (3,), "thanked": (2, 6)},
            {"first_contact": (2, True), "acknowledgement": (2, False), "thank_you": (7, True), "feedback": (5, True)},
        ),
        ({"stage": "lost"}, {}, {}),
    ],
)
def test_what_fell_due_without_a_report(
    changed: dict[str, Any], more: dict[str, Any], expected: dict[str, tuple[int, bool] | None]
) -> None:
    assert looked_back(changed, **more) == {name: one for name, one in expected.items() if one is not None}


@pytest.mark.parametrize(
    ("changed", "reports", "today", "expected"),
    [
        (CLOSED, [], 100, {"acknowledgement": (2, False), "initial_report": (17, False), "final_report": (47, False)}),
        (
            CLOSED,
            [("initial", 17)],
            100,
            {"acknowledgement": (2, False), "initial_report": (17, True), "final_report": (47, False)},
        ),
        (
            CLOSED,
            [("acknowledgement", 2), ("initial", 18), ("final", 47)],
            100,
            {"acknowledgement": (2, True), "initial_report": (17, False), "final_report": (47, True)},
        ),
        (
            CLOSED,
            [("progress", 1), ("final", 30)],
            100,
            {
                "acknowledgement": (2, True),
                "progress_report": (31, None),
                "initial_report": (17, False),
                "final_report": (47, True),
            },
        ),
        (CARE, [("initial", 9)], 38, {"acknowledgement": (2, False), "initial_report": (12, True)}),
        (CARE, [("initial", 9)], 39, {"acknowledgement": (2, False), "initial_report": (12, True)}),
        (
            CARE,
            [("initial", 9)],
            40,
            {"acknowledgement": (2, False), "initial_report": (12, True), "progress_report": (39, False)},
        ),
        (
            CARE,
            [("initial", 9), ("progress", 39)],
            40,
            {"acknowledgement": (2, False), "initial_report": (12, True), "progress_report": (39, True)},
        ),
        (CARE, [("initial", 9), ("progress", 30)], 38, {"acknowledgement": (2, False), "initial_report": (12, True)}),
        (
            CARE,
            [("acknowledgement", 1), ("initial", 12)],
            35,
            {"acknowledgement": (2, True), "initial_report": (12, True)},
        ),
        (
            CARE,
            [("acknowledgement", 1), ("initial", 32)],
            35,
            {"acknowledgement": (2, True), "initial_report": (12, False), "progress_report": (31, False)},
        ),
        (
            {**CARE, "in_care_on": days(60)},
            [("initial", 9)],
            60,
            {"acknowledgement": (2, False), "initial_report": (12, True)},
        ),
        (
            {**CARE, "in_care_on": days(60)},
            [("initial", 9)],
            61,
            {"acknowledgement": (2, False), "initial_report": (12, True), "progress_report": (60, False)},
        ),
        (
            {**CARE, "in_care_on": days(60)},
            [("initial", 9), ("progress", 60)],
            61,
            {"acknowledgement": (2, False), "initial_report": (12, True), "progress_report": (60, True)},
        ),
        ({"stage": "in_care"}, [("initial", 1)], 40, {"acknowledgement": (2, True), "progress_report": (31, False)}),
    ],
)
def test_what_reports_kept(
    changed: dict[str, Any], reports: list[tuple[str, int]], today: int, expected: dict[str, Any]
) -> None:
    found = looked_back(changed, *reports, today=today)
    by_report = {name: one for name, one in found.items() if name not in ("first_contact", "thank_you", "first_visit")}
    assert by_report == {name: one for name, one in expected.items() if one[1] is not None}


def test_each_progress_report_of_the_series_counts() -> None:
    sent_on = [("initial", 10), ("progress", 40), ("progress", 71), ("final", 90), ("progress", 100)]
    referral = a_referral(**{**CARE, "stage": "closed", "closed_on": days(150)})
    found = fell_due(referral, [(kind, days(day)) for kind, day in sent_on], [], [], DEFAULT, 365, days(200))
    progress = [((one.due_on - days(0)).days, one.in_time) for one in found if one.kind == Promise.PROGRESS_REPORT]
    # 71 + 30 was answered by the final report, 90 + 30 by a progress report; the care ended after 100 + 30.
    assert progress == [(40, True), (70, False), (120, True), (130, False)]
    assert Kept(Promise.PROGRESS_REPORT, 4, 2) in kept(found)


def test_the_span_is_the_days_that_end_today_and_the_agreement_measures_it() -> None:
    assert looked_back({}, today=9, within=7) == {"thank_you": (7, False)}
    assert looked_back({}, today=9, within=8) == {name: ALL_LATE[name] for name in list(ALL_LATE)[:3]}
    agreement = an_agreement(first_contact_days=5, acknowledgement_days=0, thank_you_days=0, first_visit_days=9)
    found = looked_back(SEEN, ("acknowledgement", 0), today=50, agreement=agreement)
    assert found == {
        "first_contact": (5, True),
        "acknowledgement": (0, True),
        "thank_you": (0, False),
        "first_visit": (9, True),
        "initial_report": (12, False),
    }


def test_counts_stand_in_the_order_of_the_rule_and_leave_out_what_was_not_due() -> None:
    found = fell_due(a_referral(**SEEN), [("initial", days(10))], [], [], DEFAULT, 365, days(13))
    assert kept([*found, *found]) == (
        Kept(Promise.FIRST_CONTACT, 2, 2),
        Kept(Promise.ACKNOWLEDGEMENT, 2, 0),
        Kept(Promise.THANK_YOU, 2, 0),
        Kept(Promise.INITIAL_REPORT, 2, 2),
    )
    assert kept([]) == ()


Case = tuple[Referral, list[tuple[str, date]], list[date], list[date], PromiseDays, int]
SPAN = 40


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """A referral whose days are all noted, with reports, thank-yous and word given on any day."""
    day = st.integers(0, SPAN)
    line = [stage for stage in INBOUND_STAGES[1:] if draw(st.booleans())]
    noted = sorted(draw(st.lists(day, min_size=len(line) + 1, max_size=len(line) + 1)))
    columns = {f"{stage}_on": days(on) for stage, on in zip(line, noted, strict=False)}
    stage = line[-1] if line else ReferralStage.RECEIVED
    if draw(st.booleans()) and stage != ReferralStage.CLOSED:
        stage, columns["aside_on"] = (
            draw(st.sampled_from([ReferralStage.LOST, ReferralStage.DECLINED])),
            days(noted[-1]),
        )
    referral = a_referral(stage=stage.value, urgency=draw(st.sampled_from(Urgency)).value, **columns)
    kinds = st.sampled_from(["acknowledgement", "initial", "progress", "final"])
    reports = sorted(draw(st.lists(st.tuples(kinds, day.map(days)), max_size=6)), key=lambda one: one[1])
    few = st.lists(st.integers(-5, SPAN).map(days), max_size=3).map(sorted)
    waits = PromiseDays(**{name: draw(st.integers(0, 9)) for name in PromiseDays.__slots__})
    return referral, reports, draw(few), draw(few), waits, draw(st.integers(SPAN, SPAN + 15))


def as_of(referral: Referral, day: date) -> Referral:
    """The referral as it stood at the end of a day."""
    columns = {f"{stage}_on": stage for stage in INBOUND_STAGES[1:]}
    known = {name: stage for name, stage in columns.items() if (on := getattr(referral, name)) and on <= day}
    gone = {name: None for name in (*columns, "aside_on") if (on := getattr(referral, name)) and on > day}
    aside = referral.aside_on is not None and referral.aside_on <= day
    stage = referral.stage if aside else max(known.values(), key=INBOUND_STAGES.index, default=ReferralStage.RECEIVED)
    return replace(referral, stage=str(stage), **gone)  # type: ignore[arg-type]


def replayed(case: Case) -> set[tuple[Promise, date]]:
    """What was open when the day on which it was due was over, by the agenda's rule, day by day."""
    referral, reports, thanked, told, waits, today = case
    missed: dict[tuple[Promise, date], date] = {}
    for number in range(today):
        day = days(number)
        reported = sent([a_report(kind, on) for kind, on in reports if on <= day])
        last_thank, last_word = (max((on for on in some if on <= day), default=None) for some in (thanked, told))
        for one in open_promises(as_of(referral, day), reported, last_thank, last_word, waits, day, within=0):
            missed.setdefault((one.kind, one.opened_on), day)
    return {(kind, day) for (kind, _), day in missed.items()}


@settings(max_examples=100)
@given(cases())
def test_what_was_open_after_its_day_is_what_was_not_kept_in_time(case: Case) -> None:
    *known, today = case
    found = fell_due(*known, 365, days(today))
    assert {(one.kind, one.due_on) for one in found if not one.in_time} == replayed(case)


@settings(max_examples=100)
@given(cases())
def test_what_the_agenda_calls_late_is_counted_and_never_as_kept(case: Case) -> None:
    referral, reports, thanked, told, waits, _ = case
    today = days(SPAN + 15)
    found = {
        (one.kind, one.due_on): one.in_time for one in fell_due(referral, reports, thanked, told, waits, 365, today)
    }
    reported = sent([a_report(*one) for one in reports])
    last_thank, last_word = (max(some, default=None) for some in (thanked, told))
    for one in open_promises(referral, reported, last_thank, last_word, waits, today, within=-1):
        begun = referral.in_care_on if one.kind == Promise.PROGRESS_REPORT else None
        assert found[one.kind, max(one.due_on, begun or one.due_on)] is False


@settings(max_examples=100)
@given(cases())
def test_what_would_have_been_open_but_for_its_keeper_was_kept_in_time(case: Case) -> None:
    """Of referrals that nothing dropped: take reports, thank-yous and the stage away, and see what would be open."""
    referral, reports, thanked, told, waits, number = case
    today = days(number)
    if referral.aside_on is not None:
        return
    opened = set()
    for bare in (referral, replace(referral, stage="received")):
        for one in open_promises(bare, Sent(), None, None, waits, today, within=-1):
            opened.add((one.kind, one.due_on))
    found = [one for one in fell_due(referral, reports, thanked, told, waits, 365, today) if one.due_on < today]
    single = {(one.kind, one.due_on) for one in found if one.kind != Promise.PROGRESS_REPORT}
    assert single == opened
