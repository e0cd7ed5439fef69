"""How long stages take, and which referral is slow by that, against a plain computation of the same."""

from collections import Counter
from datetime import date, timedelta
from statistics import median
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.making import TODAY, a_partner, a_referral
from tui_tracker.domain import dues
from tui_tracker.domain.agenda import AgendaItem
from tui_tracker.domain.agenda_building import agenda, open_lines, rank
from tui_tracker.domain.agenda_facts import Facts, ReferralFacts
from tui_tracker.domain.moves import ReferralState
from tui_tracker.domain.promises import Sent
from tui_tracker.domain.records import Referral
from tui_tracker.domain.settings import Settings, SlowDays
from tui_tracker.domain.stays import Stay, Usual, slow_state, stays, usual_stays
from tui_tracker.domain.words import INBOUND_STAGES, OUTBOUND_STAGES

USUAL = {
    ("inbound", "in_care"): Usual(24.0, 130),
    ("inbound", "scheduled"): Usual(4.5, 40),
    ("inbound", "contacted"): Usual(0.0, 40),
    ("outbound", "sent"): Usual(4.0, 12),
}
COLUMNS = {
    "contacted": "contacted_on",
    "scheduled": "scheduled_on",
    "accepted": "accepted_on",
    "seen": "seen_on",
    "in_care": "in_care_on",
    "closed": "closed_on",
    "declined": "aside_on",
    "lost": "aside_on",
}


def ago(number: int) -> date:
    return TODAY - timedelta(number)


def in_stage(stage: str, days_ago: int, **more: Any) -> Referral:
    """A referral that has been in a stage for so many days."""
    column = COLUMNS.get(stage, "day")
    return a_referral(**{"stage": stage, "day": ago(days_ago), column: ago(days_ago), **more})


@pytest.mark.parametrize(
    ("days", "found"),
    [
        ({"stage": "received", "day": ago(9)}, []),
        ({"stage": "contacted", "day": ago(9), "contacted_on": ago(7)}, [Stay("received", 2, ago(7))]),
        ({"stage": "seen", "day": ago(9), "seen_on": ago(9)}, [Stay("received", 0, ago(9))]),
        ({"stage": "seen", "day": ago(9)}, []),
        (
            {"stage": "closed", "day": ago(9), "scheduled_on": ago(8), "closed_on": ago(1)},
            [Stay("received", 1, ago(8)), Stay("scheduled", 7, ago(1))],
        ),
        (
            {"stage": "lost", "day": ago(9), "contacted_on": ago(8), "aside_on": ago(3)},
            [Stay("received", 1, ago(8)), Stay("contacted", 5, ago(3))],
        ),
        ({"stage": "lost", "day": ago(9), "closed_on": ago(8), "aside_on": ago(3)}, [Stay("received", 1, ago(8))]),
        ({"stage": "seen", "day": ago(9), "contacted_on": ago(12), "seen_on": ago(2)}, [Stay("contacted", 10, ago(2))]),
        (
            {"flow": "outbound", "stage": "closed", "day": ago(9), "accepted_on": ago(6), "closed_on": ago(1)},
            [Stay("sent", 3, ago(6)), Stay("accepted", 5, ago(1))],
        ),
    ],
)
def test_a_stay_ends_on_the_next_day_that_was_noted(days: dict[str, Any], found: list[Stay]) -> None:
    assert list(stays(a_referral(**days))) == found


def test_what_is_usual_is_the_median_of_enough_stays() -> None:
    sizes = {("inbound", "seen"): {1: 5, 4: 5}, ("inbound", "received"): {0: 9}}
    assert usual_stays(sizes, SlowDays()) == {("inbound", "seen"): Usual(2.5, 10)}
    assert usual_stays(sizes, SlowDays(least_stays=9))[("inbound", "received")] == Usual(0.0, 9)
    assert usual_stays({("inbound", "seen"): {}}, SlowDays(least_stays=0)) == {}


@given(st.lists(st.integers(0, 400), min_size=1, max_size=60))
def test_the_median_is_that_of_the_days_laid_out(days: list[int]) -> None:
    found = usual_stays({("inbound", "seen"): Counter(days)}, SlowDays(least_stays=1))
    assert found[("inbound", "seen")] == (median(days), len(days))


@pytest.mark.parametrize(
    ("stage", "days", "late"),
    [
        ("in_care", 48, None),
        ("in_care", 49, 1),
        ("in_care", 71, 23),
        ("scheduled", 9, None),
        ("scheduled", 10, 1),
        ("contacted", 7, None),
        ("contacted", 8, 1),
        ("received", 400, None),
        ("closed", 400, None),
        ("lost", 400, None),
    ],
)
def test_slow_is_more_than_twice_the_median_and_more_than_a_week(stage: str, days: int, late: int | None) -> None:
    slow = slow_state(in_stage(stage, days), None, USUAL, SlowDays(), TODAY)
    assert (slow and slow.days_late) == late


def test_the_numbers_may_be_set() -> None:
    referral = in_stage("scheduled", 15)
    late = [slow_state(referral, None, USUAL, SlowDays(**one), TODAY) for one in ({"factor": 3}, {"least_days": 14})]
    assert [slow and slow.days_late for slow in late] == [2, 1]
    assert slow_state(referral, None, USUAL, SlowDays(factor=0), TODAY) is None


def test_what_is_settled_or_has_no_day_is_never_slow() -> None:
    assert slow_state(in_stage("in_care", 300, settled=True), None, USUAL, SlowDays(), TODAY) is None
    assert slow_state(in_stage("in_care", 300, in_care_on=None), None, USUAL, SlowDays(), TODAY) is None


def test_asking_how_it_went_starts_the_wait_of_an_outbound_referral_again() -> None:
    sent = in_stage("sent", 12, flow="outbound")
    slow = slow_state(sent, None, USUAL, SlowDays(), TODAY)
    assert slow is not None
    assert (slow.what, slow.why) == ("sent 12 days ago", "sent Mar 4; half of yours take 4 days or less")
    assert slow_state(sent, ago(8), USUAL, SlowDays(), TODAY) is None
    asked = slow_state(in_stage("sent", 20, flow="outbound"), ago(9), USUAL, SlowDays(), TODAY)
    assert asked is not None
    assert (asked.what, asked.since, asked.days_late) == ("sent, asked 9 days ago", ago(9), 1)
    assert slow_state(in_stage("scheduled", 20), ago(1), USUAL, SlowDays(), TODAY) is not None


def known(*found: ReferralFacts, **more: Any) -> Facts:
    partners = {7: a_partner(), 8: a_partner(8, "Dr. Ames")}
    return Facts(partners=partners, referrals={one.referral.id: one for one in found}, usual=USUAL, **more)


def state(row_id: int, stage: str, days_ago: int, **more: Any) -> ReferralState:
    full = in_stage(stage, days_ago, id=row_id, **more)
    return ReferralState(**{name: getattr(full, name) for name in ReferralState._fields})


def told(row_id: int, days_ago: int, last_report: int = 5, **more: Any) -> ReferralFacts:
    """In care for so many days; thanked, and with a report so many days ago."""
    return ReferralFacts(state(row_id, "in_care", days_ago, **more), Sent(ago(last_report), True), TODAY, None)


def items(found: Facts) -> tuple[AgendaItem, ...]:
    return agenda(rank(found, Settings(), TODAY), Settings(), complete=True).items


def test_a_slow_patient_stands_on_today_with_the_reason_and_no_reference() -> None:
    (item,) = items(known(told(1, 71)))
    assert (item.kind, item.action, item.intent, item.referral_id) == ("stuck", "enter", "", 1)
    assert (item.what, item.days_late) == ("in care for 71 days", 23)
    assert item.why == "in care since Jan 4; half of yours take 24 days or less; slow for 23 days"
    (line,) = item.lines
    assert line.text() == "JD-4411: in care for 71 days, slow for 23 days"
    assert (line.key, line.promise, line.since, line.due_on) == (f"slow:1:{ago(71)}", None, ago(71), ago(23))
    assert line.slow is not None
    assert (line.slow.days, line.slow.median, line.slow.number) == (71, 24.0, 130)


def test_several_stand_together_apart_from_those_we_sent() -> None:
    sent = ReferralFacts(state(3, "sent", 40, flow="outbound"), Sent(), None, None)
    (item,) = items(known(told(1, 60), told(2, 90), sent))
    assert item.what == "2 referrals slower than usual, no news of a patient we sent"
    assert [line.action for line in item.lines] == ["enter", "o", "enter"]
    assert (item.referral_id, item.action, item.intent) == (2, "enter", "")


def test_of_one_whom_we_sent_we_ask() -> None:
    (item,) = items(known(ReferralFacts(state(3, "sent", 12, flow="outbound"), Sent(), None, None)))
    assert (item.kind, item.what, item.action, item.intent) == ("stuck", "sent 12 days ago", "o", "feedback")


@pytest.mark.parametrize(
    ("found", "kinds"),
    [
        (told(1, 71, last_report=31), ["report"]),
        (told(1, 71, last_report=30), ["report"]),
        (told(1, 71, last_report=29), ["stuck"]),
        (told(1, 71)._replace(last_thank=None), ["thank_you", "stuck"]),
        (told(1, 71, visit_on=TODAY), []),
        (told(1, 71, visit_on=ago(1)), ["stuck"]),
        (told(1, 71, settled=True), []),
        (told(1, 71, partner_id=None), []),
    ],
)
def test_what_is_due_already_is_not_said_twice(found: ReferralFacts, kinds: list[str]) -> None:
    assert [line.kind.value for item in items(known(found)) for line in item.lines] == kinds


def test_what_is_slow_for_long_is_from_long_ago_and_a_snooze_hides_it_until_its_stage_changes() -> None:
    assert [(item.partner_id, item.stale) for item in items(known(told(1, 138), told(2, 139, partner_id=8)))] == [
        (7, False),
        (8, True),
    ]
    later = {f"slow:1:{ago(71)}": TODAY + timedelta(1)}
    assert items(known(told(1, 71), snoozed=later)) == ()
    assert len(items(known(told(1, 70), snoozed=later))) == 1


def test_the_board_says_it_with_a_partner_or_without_and_a_partners_page_lists_it() -> None:
    found = known(told(1, 71), told(2, 71, partner_id=None), told(3, 5))
    days = {one: dues.slow_of(found, one, Settings(), TODAY) for one in (1, 2, 3, 4)}
    assert {one: slow and slow.days for one, slow in days.items()} == {1: 71, 2: 71, 3: None, 4: None}
    lines = [line.what for line in open_lines(known(told(1, 71)), Settings(), TODAY)]
    assert lines == ["in care for 71 days", "progress report"]


@st.composite
def a_way(draw: st.DrawFn) -> Referral:
    """A referral that went its way in any manner, days skipped, and perhaps run backwards as an import may have it."""
    flow = draw(st.sampled_from(["inbound", "outbound"]))
    line = [str(stage) for stage in (INBOUND_STAGES if flow == "inbound" else OUTBOUND_STAGES)]
    values: dict[str, Any] = {"flow": flow, "day": ago(draw(st.integers(0, 500))), "settled": draw(st.booleans())}
    for stage in line[1:]:
        values[COLUMNS[stage]] = draw(st.none() | st.integers(0, 500).map(ago))
    values["aside_on"] = draw(st.none() | st.integers(0, 500).map(ago))
    stage = draw(st.sampled_from([*line, "lost"]))
    return a_referral(**values, stage=stage)


@given(st.lists(a_way(), max_size=12))
def test_stays_are_those_of_a_plain_computation(ways: list[Referral]) -> None:
    for way in ways:
        line = [str(stage) for stage in (INBOUND_STAGES if way.flow == "inbound" else OUTBOUND_STAGES)]
        plain = []
        for place, stage in enumerate(line[:-1]):
            begun = getattr(way, COLUMNS.get(stage, "day"))
            ends = [getattr(way, COLUMNS[later]) for later in line[place + 1 :]] + [way.aside_on]
            ended = next((end for end in ends if end is not None), None)
            if begun is not None and ended is not None and begun <= ended:
                plain.append(Stay(stage, (ended - begun).days, ended))
        assert list(stays(way)) == plain


@given(a_way(), st.integers(0, 60), st.integers(1, 4), st.integers(0, 30))
def test_slow_is_what_a_plain_computation_finds(way: Referral, half: int, factor: int, least: int) -> None:
    middle = half / 2
    usual = {(way.flow, way.stage): Usual(middle, 10)} if way.stage not in ("closed", "lost") else {}
    slow = slow_state(way, None, usual, SlowDays(factor=factor, least_days=least), TODAY)
    begun = None if way.stage in ("closed", "lost") else getattr(way, COLUMNS.get(way.stage, "day"))
    days = -1 if begun is None else (TODAY - begun).days
    expected = not way.settled and begun is not None and days > factor * middle and days > least
    assert (slow is not None) == expected
    if slow is not None:
        assert slow.days == days
        assert 0 < slow.days_late <= days
