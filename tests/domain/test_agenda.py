"""The agenda from facts: order, one item a partner, what is stale, what is hidden, and the words for it."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.making import TODAY, a_partner
from tui_tracker.domain.agenda import ACTIONS, Agenda, without_patients
from tui_tracker.domain.agenda_building import agenda, one_item, open_lines, rank
from tui_tracker.domain.agenda_facts import Facts, ReferralFacts
from tui_tracker.domain.moves import ReferralState
from tui_tracker.domain.promises import Sent
from tui_tracker.domain.records import FollowUp, Incident
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.words import AgendaKind

SETTINGS = Settings()


def ago(number: int) -> date:
    return TODAY - timedelta(number)


def referral(row_id: int, partner_id: int = 7, **changed: Any) -> ReferralState:
    values: dict[str, Any] = {
        **dict.fromkeys(ReferralState._fields, None),
        "id": row_id,
        "flow": "inbound",
        "partner_id": partner_id,
        "patient_ref": f"R{row_id}",
        "urgency": "routine",
        "stage": "received",
        "day": ago(30),
        "settled": False,
    }
    return ReferralState(**{**values, **changed})


def reported(state: ReferralState, sent: Sent | None = None, thanked: bool = True) -> ReferralFacts:
    return ReferralFacts(state, sent or Sent(), TODAY if thanked else None, None)


def seen(row_id: int, days_ago: int, partner_id: int = 7) -> ReferralFacts:
    """Seen so many days ago and acknowledged: the initial report alone is owed, due three days later."""
    state = referral(row_id, partner_id, stage="seen", day=ago(days_ago), seen_on=ago(days_ago))
    return reported(state, Sent(ago(days_ago)))


def facts(*found: ReferralFacts, **more: Any) -> Facts:
    ids = {one.referral.partner_id for one in found} | set(more.pop("also", ()))
    partners = more.pop("partners", None) or {one: a_partner(one, f"Dr. {one}") for one in ids if one is not None}
    return Facts(partners=partners, referrals={one.referral.id: one for one in found}, **more)


def made(found: Facts, settings: Settings = SETTINGS) -> Agenda:
    return agenda(rank(found, settings, TODAY), settings, complete=True)


def test_several_promises_to_one_partner_stand_together() -> None:
    found = made(facts(seen(1, 13), seen(2, 5), reported(referral(3, day=ago(9)), Sent(ago(8)), thanked=False)))
    (item,) = found.items
    assert (item.key, item.kind, item.days_late, item.since) == ("partner:7", AgendaKind.REPORT, 10, ago(10))
    assert item.what == "2 reports, thank-you for a referral, first contact with the patient"
    assert [line.text() for line in item.lines[:2]] == [
        "R1: initial report, due Mar 6, 10 days late",
        "R2: initial report, due Mar 14, 2 days late",
    ]
    assert item.why == "seen Mar 3, promised within 3 days; 10 days late"
    assert (item.referral_id, item.action) == (1, "enter")


def test_one_thank_you_stands_for_all_of_a_partners_referrals() -> None:
    owed = [reported(referral(n, day=ago(20 - n), stage="seen"), Sent(ago(1), True), thanked=False) for n in (1, 2, 3)]
    (item,) = made(facts(*owed)).items
    (line,) = item.lines
    assert (item.kind, item.action, item.intent) == (AgendaKind.THANK_YOU, "t", "thank")
    assert line.what == "thank-you for 3 referrals"
    assert line.why == "3 received since Feb 25, promised within 7 days"
    assert (line.days_late, line.referral_id, line.patient_ref) == (12, None, "")


def test_the_one_thank_you_counts_every_referral_that_it_answers_those_of_this_week_too() -> None:
    owed = [reported(referral(n, day=ago(day), stage="seen"), Sent(ago(1), True), thanked=False) for n, day in
            ((1, 9), (2, 3), (3, 0))]  # fmt: skip
    (item,) = made(facts(*owed)).items
    (line,) = item.lines
    assert (line.what, line.days_late) == ("thank-you for 3 referrals", 2)
    assert line.why == "3 received since Mar 7, promised within 7 days"
    assert made(facts(*owed[1:])).items == ()
    assert item.lines == one_item(facts(*owed), 7, SETTINGS, TODAY).lines  # type: ignore[union-attr]


def test_a_snoozed_thank_you_hides_no_referral_that_came_later() -> None:
    owed = [reported(referral(n, day=ago(day), stage="seen"), Sent(ago(1), True), thanked=False) for n, day in
            ((1, 9), (2, 3), (3, 0))]  # fmt: skip
    (item,) = made(facts(*owed[:2])).items
    hidden = {key: TODAY + timedelta(5) for key in item.keys}
    assert made(facts(*owed[:2], snoozed=hidden)).items == ()
    (later,) = made(facts(*owed, snoozed=hidden)).items
    assert later.what == "thank-you for 3 referrals"


def test_kinds_come_in_their_order_and_inside_a_kind_days_times_weight_then_name() -> None:
    partners = {
        1: a_partner(1, "Zoe", tier="A"),
        2: a_partner(2, "Bea", tier="C"),
        3: a_partner(3, "Ann", tier="C"),
        4: a_partner(4, "Ida"),
        5: a_partner(5, "Eve"),
        6: a_partner(6, "Ann", tier="C"),
    }
    found = facts(
        seen(1, 6, partner_id=1),
        seen(2, 9, partner_id=2),
        seen(6, 9, partner_id=6),
        seen(3, 9, partner_id=3),
        partners=partners,
        last_touch={4: ago(400)},
        incidents=[Incident(1, 5, "Eve", None, "complaint", TODAY, "", "", "", None, None)],
    )
    assert [item.partner_id for item in made(found).items] == [5, 1, 3, 6, 2, 4]


def test_what_is_due_today_shows_and_what_is_due_tomorrow_is_counted() -> None:
    today, tomorrow = made(facts(seen(1, 3))), made(facts(seen(1, 2)))
    assert [line.text() for line in today.items[0].lines] == ["R1: initial report, due today"]
    assert (tomorrow.items, tomorrow.tomorrow, today.tomorrow) == ((), 1, 0)


def test_a_day_holds_only_so_many_and_the_rest_is_later() -> None:
    found = made(facts(*(seen(n, 10, partner_id=n) for n in range(1, 21))))
    assert (len(found.items), found.later) == (15, 5)
    small = made(facts(*(seen(n, 10, partner_id=n) for n in range(1, 21))), replace(SETTINGS, agenda_size=3))
    assert (len(small.items), small.later) == (3, 17)


def test_what_is_stale_ranks_after_everything_fresher_but_is_shown_and_counted() -> None:
    found = facts(seen(1, 500, partner_id=1), also=[2], last_touch={2: ago(70)})
    result = made(found)
    assert [item.kind for item in result.items] == [AgendaKind.RECONNECT, AgendaKind.REPORT]
    assert (result.stale, result.items[1].stale) == (1, True)


@pytest.mark.parametrize(("days_late", "stale"), [(90, False), (91, True)])
def test_stale_is_more_than_the_settings_days_late(days_late: int, stale: bool) -> None:
    (item,) = made(facts(seen(1, days_late + 3))).items
    assert item.stale is stale


def test_a_stale_promise_lends_neither_kind_nor_rank_to_a_fresher_item() -> None:
    found = facts(seen(1, 500), follow_ups=[FollowUp(9, 7, "Dr. 7", ago(2), "send the protocol", None, None)])
    (item,) = made(found).items
    assert (item.kind, item.days_late, item.record_id) == (AgendaKind.FOLLOW_UP, 2, 9)
    assert item.what == "send the protocol, 1 from long ago"
    assert [line.stale for line in item.lines] == [False, True]


def test_an_old_referral_without_thanks_does_not_make_a_new_thank_you_stale() -> None:
    old = reported(referral(1, day=ago(400), stage="seen"), Sent(ago(1), True), thanked=False)
    new = reported(referral(2, day=ago(9), stage="seen"), Sent(ago(1), True), thanked=False)
    (item,) = made(facts(old, new)).items
    assert (item.stale, item.days_late, item.what) == (False, 2, "thank-you for 2 referrals")


def test_a_snooze_hides_what_the_item_held_and_nothing_that_comes_after() -> None:
    before = facts(seen(1, 13))
    (item,) = made(before).items
    hidden = dict.fromkeys(item.keys, TODAY + timedelta(5))
    asleep = made(facts(seen(1, 13), snoozed=hidden))
    assert (asleep.items, asleep.snoozed, asleep.later) == ((), 1, 0)
    (back,) = made(facts(seen(1, 13), seen(2, 8), snoozed=hidden)).items
    assert [line.referral_id for line in back.lines] == [2]


def test_a_touch_gives_the_next_reconnect_another_key() -> None:
    keys = []
    for last in (ago(70), ago(60)):
        (item,) = made(facts(also=[7], last_touch={7: last})).items
        keys += item.keys
    assert len(set(keys)) == 2


def test_a_booked_visit_is_not_asked_about_until_its_day_is_past() -> None:
    def kinds(visit: date | None) -> list[str]:
        state = referral(1, stage="scheduled", scheduled_on=ago(28), visit_on=visit)
        return [line.what for item in made(facts(reported(state, Sent(ago(29))))).items for line in item.lines]

    assert kinds(TODAY + timedelta(1)) == []
    assert kinds(TODAY) == []
    assert kinds(ago(1)) == ["first visit was booked for Mar 15: did it take place?"]
    assert kinds(None) == ["first visit"]


def test_a_partner_who_was_put_away_is_on_no_agenda() -> None:
    found = facts(seen(1, 13), partners={7: a_partner(archived_on=ago(1))})
    assert made(found).items == ()


@pytest.mark.parametrize(
    ("partner", "last", "what", "why"),
    [
        ({}, ago(70), "reconnect", "last touch Jan 5, meant every 60 days; 10 days late"),
        (
            {"stage": "prospect", "added_on": ago(20)},
            None,
            "first contact with a new partner",
            "added Feb 24, a first contact is meant within 14 days; 6 days late",
        ),
        (
            {"added_on": ago(60)},
            None,
            "reconnect",
            "not in touch since added Jan 15, meant every 60 days; due today",
        ),
    ],
)
def test_how_a_touch_is_asked_for(partner: dict[str, Any], last: date | None, what: str, why: str) -> None:
    (item,) = made(facts(partners={7: a_partner(**partner)}, last_touch={7: last})).items
    assert (item.what, item.why, item.action, item.intent) == (what, why, "o", "connect")


def test_an_incident_comes_first_and_names_no_facts() -> None:
    incident = Incident(3, 7, "Dr. 7", 1, "poor_response", ago(2), "JD waited", "", "", None, None)
    (item,) = made(facts(seen(1, 13), incidents=[incident])).items
    assert (item.kind, item.record_id, item.referral_id) == (AgendaKind.INCIDENT, 3, 1)
    assert item.what == "poor response awaits our reply, initial report"
    assert "waited" not in item.why


def test_an_agreement_comes_up_on_its_review_day() -> None:
    (item,) = made(facts(also=[7], reviews={7: ago(3)})).items
    assert (item.kind, item.what, item.days_late) == (AgendaKind.AGREEMENT_REVIEW, "agreement to review", 3)
    assert made(facts(also=[7], reviews={7: TODAY + timedelta(2)})).items == ()


def test_every_kind_of_this_agenda_has_its_key() -> None:
    assert set(ACTIONS) == set(AgendaKind)


def test_no_patient_reference_is_left_for_a_mail() -> None:
    typed = FollowUp(9, 7, "Dr. 7", ago(2), "ask how r1 did, not about R12", None, None)
    (item,) = made(facts(seen(1, 13), follow_ups=[typed])).items
    bare = without_patients(item, {"R1", ""})
    assert "R1 " not in f"{bare.headline} "
    assert bare.lines[1].what == "ask how … did, not about R12"
    assert [line.patient_ref for line in bare.lines] == ["", ""]
    assert bare.keys == item.keys


def test_one_partner_may_be_asked_for_alone() -> None:
    found = facts(seen(1, 13), snoozed={"initial_report:1:2026-03-03": TODAY + timedelta(3)})
    item = one_item(found, 7, SETTINGS, TODAY)
    assert item is not None
    assert item.what == "initial report"
    assert one_item(facts(also=[7]), 7, SETTINGS, TODAY) is None


def test_what_is_open_with_a_partner_lists_what_is_still_to_come() -> None:
    lines = open_lines(facts(seen(1, 13), seen(2, 1), last_touch={7: TODAY}), SETTINGS, TODAY)
    assert [(line.referral_id, line.days_late) for line in lines] == [(1, 10), (2, -2), (None, -60)]
    assert lines[1].text() == "R2: initial report, due in 2 days"


@given(
    st.lists(
        st.tuples(st.integers(1, 4), st.integers(0, 300), st.sampled_from(["received", "seen", "in_care", "closed"])),
        max_size=12,
    ),
    st.randoms(use_true_random=False),
)
def test_the_order_of_what_was_found_makes_no_difference(rows: list[tuple[int, int, str]], chance: Any) -> None:
    found = []
    for row_id, (partner_id, days, stage) in enumerate(rows, 1):
        dated = {"seen_on": ago(days), "closed_on": ago(days)} if stage != "received" else {}
        found.append(reported(referral(row_id, partner_id, stage=stage, day=ago(days), **dated), thanked=False))
    first = made(facts(*found))
    chance.shuffle(found)
    assert made(facts(*found)) == first
    shown = [item.partner_id for item in first.items]
    assert len(shown) == len(set(shown))
