"""The timeline of real referrals: every move once, whatever its way; on both engines."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.services.test_referrals import SETTINGS, TODAY, add, ago, partner
from tui_tracker.domain.board import CardFilter
from tui_tracker.domain.errors import Refused
from tui_tracker.domain.records import Doing
from tui_tracker.domain.timeline import TimelineEvent
from tui_tracker.domain.words import ReferralStage
from tui_tracker.services import cards, history, importing, incidents, referrals, reports, touchpoints
from tui_tracker.services.aside_words import used_words
from tui_tracker.services.board import move_referrals
from tui_tracker.services.demo import make_demo
from tui_tracker.services.opening import close_practice, open_practice
from tui_tracker.services.quality import set_quality
from tui_tracker.services.timeline import timeline
from tui_tracker.storage import models
from tui_tracker.storage.database import database
from tui_tracker.storage.journal import changing, last_to_undo


def on(doing: Doing, day: date) -> Doing:
    """The same person, at noon of a day."""
    return replace(doing, at=f"{day.isoformat()}T12:00:00Z", today=day)


def told(referral_id: int, today: date = TODAY) -> list[tuple[date, str]]:
    return [(event.day, event.what) for event in timeline(referral_id, today, "UTC")]


@pytest.fixture
def lee(practice: str, doing: Doing) -> int:
    return partner(doing, "Dr. Lee")


def test_a_referral_from_its_first_day_to_its_final_report(lee: int, doing: Doing) -> None:
    one = add(on(doing, ago(20)), lee, day=ago(20))
    referrals.move_referral(on(doing, ago(19)), one, "contacted", ago(19))
    move_referrals(on(doing, ago(18)), {one: "scheduled"}, ago(18), visit_on=ago(12))
    touchpoints.thank(on(doing, ago(17)), lee, ago(17))
    touchpoints.thank(on(doing, ago(16)), lee, ago(16))
    referrals.move_referral(on(doing, ago(11)), one, "seen", ago(12))
    reports.add_report(on(doing, ago(10)), one, "initial", ago(10), "fax", "rotator cuff")
    incident = incidents.open_incident(on(doing, ago(9)), lee, "poor_response", ago(9), "Facts", one)
    incidents.answer_incident(on(doing, ago(8)), incident, ago(8), "Sorry")
    referrals.move_referral(on(doing, ago(3)), one, "closed", ago(3))
    set_quality(on(doing, ago(3)), one, "yes", "full", "goal_met", 100_000)

    events = timeline(one, TODAY, "UTC")

    assert [(event.what, event.days_since) for event in events] == [
        ("received", None),
        ("contacted", 1),
        ("scheduled", 1),
        ("thank-you", 1),
        ("seen", 5),
        ("initial report sent", 2),
        ("incident opened", 1),
        ("incident answered", 1),
        ("closed", 5),
        ("how it went", 0),
    ]
    assert {event.who for event in events} <= {"Ann", ""}
    assert events[4].entered_on == ago(11)
    assert [event for event in events if event.entered_on] == [events[4]]
    assert "rotator cuff" in events[5].detail


def test_what_is_undone_is_gone_and_what_is_done_again_is_back(lee: int, doing: Doing) -> None:
    one = add(doing, lee, day=ago(9))
    referrals.move_referral(doing, one, "seen", ago(2))
    before = timeline(one, TODAY)
    reports.add_report(doing, one, "initial", ago(1))
    set_quality(doing, one, "yes", None, None, None)
    after = timeline(one, TODAY)
    history.undo(doing)
    history.undo(doing)
    assert timeline(one, TODAY) == before
    history.redo(doing)
    history.redo(doing)
    assert timeline(one, TODAY) == after
    assert timeline(999, TODAY) == []


def test_only_what_is_about_it_is_taken_of_a_busy_partners_touchpoints(lee: int, doing: Doing) -> None:
    one, _other = add(doing, lee, "JD-4411", day=ago(9)), add(doing, lee, "XY-9", day=ago(8))
    with changing(doing, "Many") as unit:
        for number, (bits, note) in enumerate(
            [(2, ""), (4, ""), (4, ""), (8, "XY-9 is well"), (8, ""), (64, "of JD-4411"), (1, "call me about JD-4411")]
        ):
            day = ago(8 - number)
            unit.insert(models.Touchpoint, partner=lee, day=day, channel="call", intents=bits, note=note)
    reports.add_report(doing, one, "initial", ago(0))
    assert [what for _, what in told(one)] == [
        "received",
        "thank-you",
        "update",
        "feedback",
        "connect",
        "initial report sent",
    ]


def test_the_word_to_the_referrer_belongs_to_what_was_declined(lee: int, doing: Doing) -> None:
    one = add(doing, lee, day=ago(9))
    move_referrals(doing, {one: "declined"}, ago(8), "no room", "Dr. Roe")
    with changing(doing, "Told") as unit:
        for day in (ago(2), ago(1)):
            unit.insert(models.Touchpoint, partner=lee, day=day, channel="letter", intents=64)
    assert told(one)[1:] == [(ago(8), "declined"), (ago(2), "feedback")]


def test_names_are_told_for_what_refers_to_others(lee: int, doing: Doing) -> None:
    roe = partner(doing, "Dr. Roe")
    one = add(doing, lee)
    referrals.edit_referral(doing, one, {"partner_id": roe, "payer_id": lee})
    assert timeline(one, TODAY)[-1].detail == "partner Dr. Roe (was Dr. Lee); payer Dr. Lee"


def test_an_imported_referral_shows_its_days_and_then_its_moves(practice: str, doing: Doing, tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text("Patient ID,Referral Date,Status,Date Seen,Source\nAB-1,2026-03-02,Seen,2026-03-09,web\n", "utf-8")
    importing.import_file(doing, str(path), importing.Options(as_="referrals"))
    [card] = cards.list_referrals(CardFilter(), 0, 9, TODAY, SETTINGS)
    referrals.move_referral(doing, card.id, "closed", ago(1))
    events = timeline(card.id, TODAY, "UTC")
    assert [(event.what, event.day, event.entered_on) for event in events] == [
        ("received", date(2026, 3, 2), TODAY),
        ("seen", date(2026, 3, 9), TODAY),
        ("closed", ago(1), TODAY),
    ]


@pytest.mark.slow
def test_every_referral_of_the_sample_ends_in_its_present_stage(tmp_path: Path) -> None:
    path = str(tmp_path / "demo.db")
    make_demo(path, 40, 2, 7, TODAY)
    open_practice(path)
    try:
        rows = list(models.Referral.select(models.Referral.id, models.Referral.stage).tuples())
        assert len(rows) > 100
        for row_id, stage in rows:
            check(timeline(row_id, TODAY), stage)
    finally:
        close_practice()


def test_words_used_as_often_stand_in_one_order_on_both_engines(lee: int, doing: Doing) -> None:
    used = ["éclair", "zebra", "Apple", "apple", "Ärger", "_x", "zebra"]
    for place, reason in enumerate(used):
        one = referrals.add_referral(doing, {"partner_id": lee, "patient_ref": f"Q-{place}"})
        referrals.move_referral(doing, one, "declined", TODAY, reason)
    assert used_words("declined", TODAY).reasons[:5] == ("zebra", "_x", "Ärger", "apple", "éclair")


def test_the_practices_own_words_are_offered_first(lee: int, doing: Doing) -> None:
    assert used_words("declined", TODAY).reasons[0] == "not ours to treat"
    for number, reason in enumerate(["too far", "No room in time", "No room in time"]):
        one = add(doing, lee, f"AB-{number}", day=ago(9))
        move_referrals(doing, {one: "declined"}, ago(8), reason, "Dr. Roe")
    words = used_words("declined", TODAY)
    assert words.reasons[:3] == ("No room in time", "too far", "not ours to treat")
    assert words.alternatives[0] == "Dr. Roe"
    assert len({word.casefold() for word in words.reasons}) == len(words.reasons)


def check(events: list[TimelineEvent], stage: str) -> None:
    """What holds for every timeline."""
    assert [event.stage for event in events if event.stage][-1] == stage
    assert all(one.day <= other.day for one, other in pairwise(events))
    assert events[0].days_since is None
    assert all(other.days_since == (other.day - one.day).days for one, other in pairwise(events))
    assert all(event.day <= TODAY and (event.entered_on is None or event.entered_on > event.day) for event in events)


Act = tuple[str, str, int]
DOES: dict[str, Any] = {
    "move": lambda d, one, lee, stage, n: referrals.move_referral(d, one, stage, ago(n), reason=f"reason {n}"),
    "again": lambda d, one, lee, stage, n: referrals.move_referral(d, one, _stage(one), ago(n), reason=f"reason {n}"),
    "redate": lambda d, one, lee, stage, n: referrals.edit_referral(d, one, {"day": ago(n)}),
    "undo": lambda d, one, lee, stage, n: history.undo(d),
    "redo": lambda d, one, lee, stage, n: history.redo(d),
    "edit": lambda d, one, lee, stage, n: referrals.edit_referral(d, one, {"reason": f"knee {n}"}),
    "report": lambda d, one, lee, stage, n: reports.add_report(d, one, "progress", ago(n)),
    "thank": lambda d, one, lee, stage, n: touchpoints.thank(d, lee, ago(n)),
    "settle": lambda d, one, lee, stage, n: referrals.settle_before(d, ago(n)),
    "quality": lambda d, one, lee, stage, n: set_quality(d, one, "yes", None, None, n),
}
MOVES = st.sampled_from(["move"] * 5 + list(DOES))
ACTS = st.lists(st.tuples(MOVES, st.sampled_from(list(ReferralStage)), st.integers(0, 30)), max_size=10)


def _stage(one: int) -> str:
    found = referrals.referral(one)
    assert found is not None
    return found.stage


def _walk(doing: Doing, lee: int, flow: str, acts: list[Act], start: int, pace: int) -> None:
    """Acts from `start` days ago on; `pace` days pass between one and the next, so what is entered late is told too."""
    with database.atomic() as outer:
        one = add(on(doing, ago(30)), lee, day=ago(30), flow=flow)
        added = history.last_change_id()
        first = timeline(one, TODAY, "UTC")
        check(first, first[-1].stage)
        for step, act in enumerate(acts):
            what, *how = act
            if what == "undo" and last_to_undo("Ann") == added:
                continue
            with suppress(Refused):
                DOES[what](on(doing, ago(max(0, start - pace * step))), one, lee, *how)
                check(timeline(one, TODAY, "UTC"), _stage(one))
        while last_to_undo("Ann") != added:
            history.undo(on(doing, TODAY))
        assert timeline(one, TODAY, "UTC") == first
        outer.rollback()


BACK_AND_EARLIER: list[Act] = [
    ("move", ReferralStage.SEEN, 20),
    ("move", ReferralStage.RECEIVED, 0),
    ("move", ReferralStage.CONTACTED, 9),
]


@settings(max_examples=60)
@example(acts=BACK_AND_EARLIER, flow="inbound", start=0, pace=0)
@given(
    acts=ACTS,
    flow=st.sampled_from(["inbound", "inbound", "outbound"]),
    start=st.integers(0, 12),
    pace=st.integers(0, 4),
)
def test_however_a_referral_goes_its_timeline_ends_where_it_stands(
    sqlite_practice: str, doing: Doing, acts: list[Act], flow: str, start: int, pace: int
) -> None:
    with database.atomic() as outer:
        _walk(doing, partner(doing, "Dr. Lee"), flow, acts, start, pace)
        outer.rollback()


@settings(max_examples=10)
@given(acts=ACTS, flow=st.sampled_from(["inbound", "outbound"]), start=st.integers(0, 12), pace=st.integers(0, 4))
def test_the_same_on_both_engines(
    practice: str, doing: Doing, acts: list[Act], flow: str, start: int, pace: int
) -> None:
    with database.atomic() as outer:
        _walk(doing, partner(doing, "Dr. Lee"), flow, acts, start, pace)
        outer.rollback()
