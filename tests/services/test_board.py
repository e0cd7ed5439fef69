"""Several cards in one move, partners by stage, and what is open on one referral: on both engines."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.conftest import TODAY
from tui_tracker.domain.errors import Refused
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.text import fold
from tui_tracker.services import board, cards, history, referrals
from tui_tracker.storage.journal import changing
from tui_tracker.storage.models import Partner

SETTINGS = Settings()


@pytest.fixture
def partners(practice, doing) -> dict[str, int]:
    with changing(doing, "Made partners") as unit:

        def add(name: str, **more: object) -> int:
            return unit.insert(Partner, **{"name": name, "search": fold(name), "added_on": TODAY, **more})

        return {
            "lee": add("Ann Lee, MD", stage="referring", specialty="Orthopedics", area="Bath"),
            "ray": add("Bo Ray, PT", stage="building"),
            "zoe": add("Zoé Ünal", stage="building"),
            "gone": add("Old Friend", stage="building", archived_on=TODAY),
            "payer": add("Blue Harbor Health", stage="connected", kind="payer"),
        }


def refer(doing, partners, reference: str, days_ago: int = 0, **more: object) -> int:
    day = TODAY - timedelta(days_ago)
    draft = {"partner_id": partners["lee"], "patient_ref": reference, "day": day, **more}
    return referrals.add_referral(doing, draft)


def counts(flow: str = "inbound", text: str = "") -> dict[str, int]:
    return {stage: number for stage, number in cards.board_counts(flow, text, TODAY, SETTINGS).items() if number}


def test_several_are_moved_in_one_change(partners, doing):
    one, two = refer(doing, partners, "AA-1", 3), refer(doing, partners, "BB-2", 1)
    assert board.move_referrals(doing, {one: "contacted", two: "contacted"}, TODAY) == "Moved 2 referrals to contacted"
    assert counts() == {"contacted": 2}
    history.undo(doing)
    assert counts() == {"received": 2}
    assert board.move_referrals(doing, {one: "contacted", two: "seen"}, TODAY) == "Moved 2 referrals one stage on"


def test_where_one_cannot_move_none_does_and_it_is_named(partners, doing):
    one, two = refer(doing, partners, "AA-1", 9), refer(doing, partners, "BB-2", 1)
    before = history.last_change_id()
    with pytest.raises(Refused, match=r"^Ann Lee, MD, Mar 15: It was received on Mar 15, so it cannot be") as said:
        board.move_referrals(doing, {one: "contacted", two: "contacted"}, TODAY - timedelta(4))
    assert said.value.field == "day"
    assert counts() == {"received": 2}
    assert history.last_change_id() == before


def test_a_booked_visit_is_kept_with_the_move(partners, doing):
    one = refer(doing, partners, "AA-1", 3)
    board.move_referrals(doing, {one: "scheduled"}, TODAY, visit_on=TODAY + timedelta(4))
    found = referrals.referral(one)
    assert found is not None
    assert found.visit_on == TODAY + timedelta(4)
    with pytest.raises(Refused) as said:
        board.move_referrals(doing, {one: "scheduled"}, TODAY, visit_on=TODAY - timedelta(30))
    assert said.value.field == "visit_on"


@pytest.mark.parametrize(("reached", "back"), [("received", "received"), ("seen", "seen"), ("closed", "closed")])
def test_what_stands_aside_goes_back_to_where_it_was(partners, doing, reached, back):
    one = refer(doing, partners, "AA-1", 3)
    if reached != "received":
        referrals.move_referral(doing, one, reached, TODAY)
    board.move_referrals(doing, {one: "lost"}, TODAY, reason="moved away")
    assert board.stage_before_aside(one) == back


def test_what_is_open_on_one_referral(partners, doing):
    one = refer(doing, partners, "AA-1", 3)
    found = board.promises_of(one, TODAY, SETTINGS)
    assert [(promise.kind.value, promise.days_late) for promise in found] == [
        ("first_contact", 1),
        ("acknowledgement", 1),
        ("thank_you", -4),
        ("first_visit", -11),
    ]
    card = cards.card(one, TODAY, SETTINGS)
    assert card is not None
    assert (card.owed, card.days_late) == ("first_contact", 1)
    own = referrals.add_referral(doing, {"source": "web", "patient_ref": "WW-1"})
    assert board.promises_of(own, TODAY, SETTINGS) == ()


def test_partners_by_stage_in_windows(partners, doing):
    assert board.partner_stage_counts() == {"referring": 1, "building": 2, "connected": 1}
    assert [line.name for line in board.partners_in_stage("building", 0, 1, "", TODAY)] == ["Bo Ray, PT"]
    assert [line.name for line in board.partners_in_stage("building", 1, 5, "", TODAY)] == ["Zoé Ünal"]
    assert board.partner_place(partners["zoe"], "") == ("building", 1)
    assert board.partner_place(partners["gone"], "") is None
    assert board.partner_place(partners["zoe"], "ray") is None
    assert board.partner_stage_counts("zoe unal") == {"building": 1}
    assert board.partner_stage_counts("ORTHO bath") == {"referring": 1}
    assert board.partner_stage_counts("100%") == {}
    with changing(doing, "Moved to Évora") as unit:
        unit.update(Partner, partners["ray"], specialty="Cardiología", area="Évora")
    assert board.partner_stage_counts("CARDIOLOGIA evora") == {"building": 1}


def test_partners_move_together_and_come_back(partners, doing):
    targets = {partners["ray"]: "referring", partners["zoe"]: "referring"}
    assert board.set_stages(doing, targets) == "Moved 2 partners to referring"
    history.undo(doing)
    assert board.partner_stage_counts()["building"] == 2
    with pytest.raises(Refused):
        board.set_stages(doing, {partners["ray"]: "adored"})


def test_payers_are_found_among_payers_alone(partners):
    assert [one.name for one in board.find_payers("blue").names] == ["Blue Harbor Health"]
    assert board.find_payers("lee").total == 0
    assert [one.name for one in board.find_partners("lee").names] == ["Ann Lee, MD"]


def test_a_filter_finds_partner_payer_and_reference(partners, doing):
    refer(doing, partners, "AA-1", 3)
    refer(doing, partners, "BB-2", 1, payer_id=partners["payer"], urgency="urgent")
    referrals.add_referral(doing, {"source": "web", "patient_ref": "WW-3"})
    for text, number in (("lee", 2), ("harbor", 1), ("bb-2", 1), ("WW", 1), ("lee harbor", 1), ("urgent", 1), ("x", 0)):
        assert sum(counts(text=text).values()) == number, text
        found = cards.board_column("inbound", "received", 0, 9, text, TODAY, SETTINGS)
        assert len(found) == number, text
        for place, card in enumerate(found):
            assert cards.board_place("inbound", card.id, text, TODAY, SETTINGS) == ("received", place)
