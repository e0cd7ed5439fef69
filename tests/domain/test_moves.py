"""Referral stages: skipping, going back, standing aside, and days that never run backwards."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.making import DAY, TODAY, a_referral, days
from tui_tracker.domain.errors import Refused
from tui_tracker.domain.moves import (
    LONGEST_REASON,
    aside_stages,
    day_of,
    keeping_stage,
    move,
    next_stage,
    previous_stage,
    reached,
    redate,
    stage_on,
    stages,
)
from tui_tracker.domain.records import Referral
from tui_tracker.domain.words import AgendaKind, ReferralStage


def moved(referral: Referral, stage: str, day: date, reason: str = "") -> Referral:
    new = move(referral, stage, day, TODAY, reason)
    new.pop("stage_on")
    return replace(referral, **new)


def test_a_skipped_stage_takes_no_day_and_counts_as_reached_with_the_next() -> None:
    seen = moved(a_referral(), "seen", days(5))
    assert (seen.stage, seen.seen_on, seen.contacted_on, seen.scheduled_on) == ("seen", days(5), None, None)
    assert reached(seen, "contacted") == days(5)
    assert reached(seen, "in_care") is None


def test_a_move_back_clears_the_days_after_it_and_keeps_the_day_the_stage_has() -> None:
    closed = moved(moved(moved(a_referral(), "contacted", days(1)), "seen", days(5)), "closed", days(9))
    back = moved(closed, "contacted", TODAY)
    assert (back.stage, back.contacted_on, back.seen_on, back.closed_on) == ("contacted", days(1), None, None)
    assert moved(closed, "received", TODAY).day == DAY
    assert moved(closed, "contacted", days(-1)).contacted_on == days(1)


def test_a_move_back_to_a_skipped_stage_takes_the_day_given() -> None:
    closed = moved(a_referral(), "closed", days(9))
    assert moved(closed, "seen", days(6)).seen_on == days(6)


def test_several_stages_may_be_reached_on_one_day() -> None:
    in_care = moved(moved(a_referral(), "seen", DAY), "in_care", DAY)
    assert moved(in_care, "lost", DAY, "moved away").aside_on == DAY


def test_a_move_to_the_same_stage_corrects_its_day() -> None:
    seen = moved(a_referral(), "seen", days(5))
    assert moved(seen, "seen", days(4)).seen_on == days(4)


def test_days_that_run_backwards_are_refused_with_both_named() -> None:
    seen = moved(a_referral(), "seen", days(5))
    with pytest.raises(Refused, match=r"seen on Mar 7, .* in care on Mar 6") as refused:
        move(seen, "in_care", days(4), TODAY)
    assert refused.value.field == "day"


def test_a_day_to_come_is_refused() -> None:
    with pytest.raises(Refused, match="Mar 17 is still to come"):
        move(a_referral(), "seen", date(2026, 3, 17), TODAY)


def test_a_reason_that_is_too_long_is_refused_beside_its_field() -> None:
    for field in ("reason", "alternative"):
        fits = {"reason": "no room", field: f" {'x' * LONGEST_REASON} "}
        assert move(a_referral(), "declined", DAY, TODAY, **fits)
        with pytest.raises(Refused, match="201 characters; 200 are the most") as refused:
            move(a_referral(), "declined", DAY, TODAY, **{**fits, field: "x" * 201})
        assert refused.value.field == field
    imported = a_referral(stage="lost", aside_on=DAY, aside_reason="x" * 300)
    assert move(imported, "lost", days(1), TODAY)["aside_on"] == days(1)


def test_standing_aside_needs_a_reason_and_coming_back_forgets_it() -> None:
    with pytest.raises(Refused, match="why") as refused:
        move(a_referral(), "lost", days(3), TODAY, "  ")
    assert refused.value.field == "reason"
    lost = moved(moved(a_referral(), "contacted", days(1)), "lost", days(3), "went elsewhere")
    assert (lost.stage, lost.aside_on, lost.aside_reason) == ("lost", days(3), "went elsewhere")
    back = moved(lost, "contacted", TODAY)
    assert (back.stage, back.aside_on, back.aside_reason, back.contacted_on) == ("contacted", None, "", days(1))


def test_a_declined_referral_keeps_what_was_offered_instead() -> None:
    new = move(a_referral(), "declined", days(1), TODAY, "not ours to treat", "Dr. Roe")
    assert (new["aside_on"], new["alternative"]) == (days(1), "Dr. Roe")


def test_only_what_came_in_can_be_declined() -> None:
    sent = a_referral(flow="outbound", stage="sent")
    with pytest.raises(Refused, match="no such stage; choose sent, accepted, seen, closed, lost"):
        move(sent, "declined", days(1), TODAY, "why")
    with pytest.raises(Refused, match="no such stage"):
        move(sent, "scheduled", days(1), TODAY)


def test_a_booked_visit_goes_when_the_card_goes_back_before_scheduled() -> None:
    scheduled = replace(moved(a_referral(), "scheduled", days(2)), visit_on=days(30))
    assert move(scheduled, "contacted", TODAY, TODAY)["visit_on"] is None
    assert "visit_on" not in move(scheduled, "seen", TODAY, TODAY)


def test_only_what_changes_is_given() -> None:
    assert move(a_referral(), "contacted", days(1), TODAY) == {
        "stage": "contacted",
        "stage_on": days(1),
        "contacted_on": days(1),
    }


def test_neighbours_on_the_board() -> None:
    assert next_stage("inbound", "received") == "contacted"
    assert previous_stage("outbound", "seen") == "accepted"
    assert next_stage("outbound", "closed") is None
    assert previous_stage("inbound", "received") is None
    assert next_stage("inbound", "lost") is None
    assert previous_stage("inbound", "lost") is None


def test_the_day_received_may_be_corrected_but_not_past_a_later_one() -> None:
    contacted = moved(a_referral(), "contacted", days(2))
    assert redate(contacted, days(1), TODAY) == {"day": days(1)}
    assert redate(a_referral(), days(1), TODAY) == {"day": days(1), "stage_on": days(1)}
    with pytest.raises(Refused, match=r"contacted on Mar 4, .* received on Mar 5"):
        redate(contacted, days(3), TODAY)


MOVES = st.lists(
    st.tuples(st.sampled_from(list(ReferralStage)), st.integers(-3, 18), st.sampled_from(["", "no show"])), max_size=12
)


@given(flow=st.sampled_from(["inbound", "outbound"]), tried=MOVES)
def test_no_order_of_moves_makes_days_run_backwards(flow: str, tried: list[tuple[str, int, str]]) -> None:
    referral = a_referral(flow=flow, stage=stages(flow)[0])
    for stage, day, reason in tried:
        try:
            new = move(referral, stage, days(day), TODAY, reason)
        except Refused:
            continue
        new_stage_on = new.pop("stage_on")
        referral = replace(referral, **new)
        assert new_stage_on == stage_on(referral)
    line = [day for stage in stages(flow) if (day := day_of(referral, stage)) is not None]
    assert line == sorted(line)
    assert all(day <= TODAY for day in line)
    if referral.stage in aside_stages(flow):
        assert referral.aside_on is not None
        assert referral.aside_on >= line[-1]
        assert referral.aside_reason
    else:
        place = stages(flow).index(referral.stage)
        assert referral.aside_on is None
        assert all(day_of(referral, later) is None for later in stages(flow)[place + 1 :])


@pytest.mark.parametrize(
    ("asked", "stage", "moves_to"),
    [
        (AgendaKind.FIRST_CONTACT, "received", "contacted"),
        (AgendaKind.FIRST_VISIT, "received", "scheduled"),
        (AgendaKind.FIRST_VISIT, "contacted", "scheduled"),
        (AgendaKind.FIRST_VISIT, "scheduled", "seen"),
    ],
)
def test_where_a_referral_moves_by_what_the_agenda_asks_for(asked: AgendaKind, stage: str, moves_to: str) -> None:
    assert keeping_stage(asked, stage) == moves_to
