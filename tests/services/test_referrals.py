"""Referrals written and read, on both engines."""

from datetime import date, timedelta
from typing import Any

import pytest

from tui_tracker.domain.board import CardFilter
from tui_tracker.domain.errors import Refused
from tui_tracker.domain.records import Doing
from tui_tracker.domain.settings import Settings
from tui_tracker.services import agenda, cards, history, partners
from tui_tracker.services import referrals as service
from tui_tracker.services.reports import add_report
from tui_tracker.services.touchpoints import thank
from tui_tracker.storage import models
from tui_tracker.storage.journal import changing

SETTINGS = Settings()
TODAY = date(2026, 3, 16)


def ago(number: int) -> date:
    return TODAY - timedelta(number)


@pytest.fixture
def lee(practice: str, doing: Doing) -> int:
    return partner(doing, "Dr. Lee")


def partner(doing: Doing, name: str, **more: Any) -> int:
    with changing(doing, f"Added {name}") as unit:
        return unit.insert(models.Partner, **{"name": name, "search": name.casefold(), "added_on": ago(5), **more})


def add(doing: Doing, partner_id: int | None, reference: str = "JD-4411", **more: Any) -> int:
    return service.add_referral(doing, {"partner_id": partner_id, "patient_ref": reference, **more})


def label() -> str:
    return history.changes(0, 1)[0].label


def test_a_referral_starts_in_its_first_stage(lee: int, doing: Doing) -> None:
    inbound = service.referral(add(doing, lee, day=ago(2), reason=" knee \n pain"))
    outbound = service.referral(add(doing, lee, flow="outbound"))
    assert inbound is not None
    assert (inbound.stage, inbound.day, inbound.reason, inbound.partner_name) == (
        "received",
        ago(2),
        "knee pain",
        "Dr. Lee",
    )
    assert outbound is not None
    assert (outbound.stage, outbound.day) == ("sent", TODAY)
    assert label() == "Added referral JD-4411 to Dr. Lee"


def test_a_visit_stays_behind_the_day_received(lee: int, doing: Doing) -> None:
    one = add(doing, lee, day=ago(9), visit_on=ago(5))
    with pytest.raises(Refused, match="visit cannot be before"):
        service.edit_referral(doing, one, {"day": ago(4)})
    assert service.edit_referral(doing, one, {"day": ago(4), "visit_on": TODAY})


@pytest.mark.parametrize(
    ("stage", "after"), [("prospect", "referring"), ("building", "referring"), ("partner", "partner")]
)
def test_who_refers_is_referring(practice: str, doing: Doing, stage: str, after: str) -> None:
    roe = partner(doing, "Dr. Roe", stage=stage)
    add(doing, roe)
    found = partners.partner(roe)
    assert found is not None
    assert found.stage == after
    assert ("referring now" in label()) is (after != stage)
    history.undo(doing)
    undone = partners.partner(roe)
    assert undone is not None
    assert undone.stage == stage


def test_who_turns_out_to_have_referred_is_referring(lee: int, doing: Doing) -> None:
    moss = partner(doing, "Dr. Moss", stage="connected")
    service.edit_referral(doing, add(doing, lee), {"partner_id": moss})

    found = partners.partner(moss)
    assert found is not None
    assert found.stage == "referring"
    assert label() == "Changed referral JD-4411; Dr. Moss is referring now"


def test_what_we_send_out_makes_nobody_referring(lee: int, doing: Doing) -> None:
    add(doing, lee, flow="outbound")
    found = partners.partner(lee)
    assert found is not None
    assert found.stage == "prospect"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"patient_ref": "John Smith"}, "patient_ref"),
        ({"patient_ref": ""}, "patient_ref"),
        ({"day": TODAY + timedelta(1)}, "day"),
        ({"day": "soon"}, "day"),
        ({"revenue_cents": 2**31}, "revenue_cents"),
        ({"urgency": "at once"}, "urgency"),
        ({"partner_id": None}, "source"),
        ({"partner_id": None, "flow": "outbound"}, "partner_id"),
        ({"partner_id": 999}, "partner_id"),
        ({"source": "web"}, "source"),
        ({"payer_id": 999}, "payer_id"),
        ({"reason": "x" * 201}, "reason"),
        ({"visit_on": ago(1)}, "visit_on"),
        ({"revenue_cents": -1}, "revenue_cents"),
    ],
)
def test_what_is_wrong_is_refused_beside_its_field(lee: int, doing: Doing, fields: dict[str, Any], field: str) -> None:
    before = history.last_change_id()
    with pytest.raises(Refused) as refused:
        service.add_referral(doing, {"partner_id": lee, "patient_ref": "JD", **fields})
    assert refused.value.field == field
    assert "John" not in refused.value.message
    assert history.last_change_id() == before


def test_a_patient_may_come_without_a_partner(practice: str, doing: Doing) -> None:
    found = cards.card(add(doing, None, source="web"), TODAY, SETTINGS)
    assert found is not None
    assert (found.partner_id, found.source, found.owed) == (None, "web", None)
    assert label() == "Added referral JD-4411, came by web"


def test_nothing_is_added_for_who_was_put_away(practice: str, doing: Doing) -> None:
    roe = partner(doing, "Dr. Roe", archived_on=ago(1))
    with pytest.raises(Refused, match=r"Dr\. Roe is archived; bring them back first"):
        add(doing, roe)


def test_only_the_fields_given_are_changed(lee: int, doing: Doing) -> None:
    referral_id = add(doing, lee, reason="knee", day=ago(5))
    assert service.edit_referral(doing, referral_id, {"urgency": "urgent"})
    assert not service.edit_referral(doing, referral_id, {"urgency": "urgent"})
    found = service.referral(referral_id)
    assert found is not None
    assert (found.urgency, found.reason, found.partner_id) == ("urgent", "knee", lee)


def test_the_day_received_may_be_corrected(lee: int, doing: Doing) -> None:
    referral_id = add(doing, lee, day=ago(5))
    service.edit_referral(doing, referral_id, {"day": ago(6)})
    assert cards.board_column("inbound", "received", 0, 9, "", TODAY, SETTINGS)[0].stage_on == ago(6)
    service.move_referral(doing, referral_id, "contacted", ago(4))
    with pytest.raises(Refused, match=r"contacted on Mar 12, .* received on Mar 13"):
        service.edit_referral(doing, referral_id, {"day": ago(3)})


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"flow": "outbound"}, "flow"),
        ({"partner_id": None}, "source"),
        ({"partner_id": 999}, "partner_id"),
        ({"patient_ref": "jd@example.org"}, "patient_ref"),
    ],
)
def test_an_edit_is_checked_like_a_new_one(lee: int, doing: Doing, fields: dict[str, Any], field: str) -> None:
    referral_id = add(doing, lee)
    with pytest.raises(Refused) as refused:
        service.edit_referral(doing, referral_id, fields)
    assert refused.value.field == field


def test_a_move_keeps_its_day_and_undo_brings_cleared_days_back(lee: int, doing: Doing) -> None:
    referral_id = add(doing, lee, day=ago(9))
    assert service.move_referral(doing, referral_id, "seen", ago(4)) == "Moved JD-4411 (Dr. Lee) to seen"
    service.move_referral(doing, referral_id, "received", TODAY)
    back = service.referral(referral_id)
    assert back is not None
    assert (back.stage, back.seen_on, back.day) == ("received", None, ago(9))
    history.undo(doing)
    undone = service.referral(referral_id)
    assert undone is not None
    assert (undone.stage, undone.seen_on) == ("seen", ago(4))


def test_what_is_gone_is_said(practice: str, doing: Doing) -> None:
    with pytest.raises(Refused, match="no longer there"):
        service.move_referral(doing, 999, "seen", TODAY)
    with pytest.raises(Refused, match="no longer there"):
        service.edit_referral(doing, 999, {"reason": "x"})
    assert service.referral(999) is None
    assert cards.card(999, TODAY, SETTINGS) is None


def test_a_thank_you_answers_what_was_received_up_to_it(lee: int, doing: Doing) -> None:
    add(doing, lee, day=ago(20))
    add(doing, lee, "K.L.", day=ago(1))
    thank(doing, lee, ago(2))
    owed = [line for line in agenda.open_with(lee, TODAY, SETTINGS) if line.kind == "thank_you"]
    assert [(line.since, line.patient_ref) for line in owed] == [(ago(1), "K.L.")]


def test_what_came_before_a_day_is_settled_in_one_change(lee: int, doing: Doing) -> None:
    old = [add(doing, lee, f"A{n}", day=ago(30 + n)) for n in range(5)]
    add(doing, lee, "New", day=ago(29))
    assert service.settle_before(doing, ago(29)) == 5
    assert label() == "Settled 5 referrals from before Feb 15"
    owed = {card.id: card.owed for card in cards.referrals_of(lee, 0, 9, TODAY, SETTINGS)}
    assert [owed[row_id] for row_id in old] == [None] * 5
    assert service.settle_before(doing, ago(29)) == 0
    history.undo(doing)
    again = {card.id: card.owed for card in cards.referrals_of(lee, 0, 9, TODAY, SETTINGS)}
    assert all(again.values())


def test_a_card_shows_what_is_owed_next(lee: int, doing: Doing) -> None:
    referral_id = add(doing, lee, day=ago(3))
    found = cards.card(referral_id, TODAY, SETTINGS)
    assert found is not None
    assert (found.owed, found.owed_due, found.days_late, found.late) == ("first_contact", ago(1), 1, True)
    service.move_referral(doing, referral_id, "contacted", ago(1))
    add_report(doing, referral_id, "acknowledgement", ago(1))
    then = cards.card(referral_id, TODAY, SETTINGS)
    assert then is not None
    assert (then.owed, then.days_late, then.late) == ("thank_you", -4, False)


def test_a_column_is_a_window_in_order_of_waiting(lee: int, doing: Doing) -> None:
    ids = [add(doing, lee, f"A{n}", day=ago(n)) for n in (3, 9, 6, 9)]
    expected = [ids[1], ids[3], ids[2], ids[0]]
    column = cards.board_column("inbound", "received", 0, 9, "", TODAY, SETTINGS)
    assert [card.id for card in column] == expected
    window = cards.board_column("inbound", "received", 1, 2, "", TODAY, SETTINGS)
    assert [card.id for card in window] == expected[1:3]
    for place, row_id in enumerate(expected):
        assert cards.board_place("inbound", row_id, "", TODAY, SETTINGS) == ("received", place)


def test_what_is_over_comes_newest_first(lee: int, doing: Doing) -> None:
    ids = [add(doing, lee, f"A{n}", day=ago(20)) for n in range(3)]
    for row_id, day in zip(ids, (9, 2, 5), strict=True):
        service.move_referral(doing, row_id, "closed", ago(day))
    column = cards.board_column("inbound", "closed", 0, 9, "", TODAY, SETTINGS)
    assert [card.id for card in column] == [ids[1], ids[2], ids[0]]
    assert cards.board_place("inbound", ids[0], "", TODAY, SETTINGS) == ("closed", 2)


def test_a_board_counts_every_stage(lee: int, doing: Doing) -> None:
    add(doing, lee)
    add(doing, lee, flow="outbound")
    service.move_referral(doing, add(doing, lee, "B2"), "lost", TODAY, "went elsewhere")
    assert cards.board_counts("inbound") == {
        **dict.fromkeys(("received", "contacted", "scheduled", "seen", "in_care", "closed", "declined", "lost"), 0),
        "received": 1,
        "lost": 1,
    }
    assert cards.board_counts("outbound") == {"sent": 1, "accepted": 0, "seen": 0, "closed": 0, "lost": 0}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", {"A1", "B2", "C3"}),
        ("lée", {"A1"}),
        ("b2", {"B2"}),
        ("acme", {"B2"}),
        ("roe c3", {"C3"}),
        ("urgent", {"C3"}),
        ("late", {"A1"}),
        ("late roe", set()),
        ("%", set()),
    ],
)
def test_a_filter_looks_in_names_and_references(lee: int, doing: Doing, text: str, expected: set[str]) -> None:
    roe, acme = partner(doing, "Dr. Roe"), partner(doing, "Acme Health", kind="payer")
    made = {
        "A1": add(doing, lee, "A1", day=ago(9)),
        "B2": add(doing, roe, "B2", payer_id=acme),
        "C3": add(doing, roe, "C3", urgency="urgent"),
    }
    found = cards.board_column("inbound", "received", 0, 9, text, TODAY, SETTINGS)
    assert {card.patient_ref for card in found} == expected
    assert cards.board_counts("inbound", text, TODAY, SETTINGS)["received"] == len(expected)
    for reference, row_id in made.items():
        place = cards.board_place("inbound", row_id, text, TODAY, SETTINGS)
        assert (place is not None) is (reference in expected)


def test_late_is_worked_out_anew_after_a_change(lee: int, doing: Doing) -> None:
    referral_id = add(doing, lee, flow="outbound", day=ago(20))
    assert cards.board_counts("outbound", "late", TODAY, SETTINGS)["sent"] == 1
    service.move_referral(doing, referral_id, "closed", ago(1))
    assert sum(cards.board_counts("outbound", "late", TODAY, SETTINGS).values()) == 0


def test_the_latest_come_first_where_late_ones_are_listed(lee: int, doing: Doing) -> None:
    for reference, day in (("A1", 5), ("B2", 30), ("C3", 1), ("D4", 10)):
        add(doing, lee, reference, day=ago(day))
    late = cards.list_referrals(CardFilter(late=True), 0, 9, TODAY, SETTINGS)
    assert [card.patient_ref for card in late] == ["B2", "D4", "A1"]
    newest = cards.list_referrals(CardFilter(flow="inbound", stage="received"), 0, 3, TODAY, SETTINGS)
    assert [card.patient_ref for card in newest] == ["C3", "A1", "D4"]
