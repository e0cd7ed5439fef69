"""Snoozes, follow-ups and incidents, on both engines."""

from datetime import date, timedelta

import pytest

from tui_tracker.domain.errors import Refused
from tui_tracker.domain.records import Doing
from tui_tracker.services import follow_ups, history, incidents, partners, snoozes
from tui_tracker.services.touchpoints import open_follow_ups
from tui_tracker.storage import models
from tui_tracker.storage.journal import changing

TODAY = date(2026, 3, 16)


def on(number: int) -> date:
    return TODAY + timedelta(number)


@pytest.fixture
def lee(practice: str, doing: Doing) -> int:
    with changing(doing, "Added Dr. Lee") as unit:
        return unit.insert(models.Partner, name="Dr. Lee", search="dr. lee", added_on=on(-30))


def hidden() -> dict[str, date]:
    return dict(models.Snooze.select(models.Snooze.item, models.Snooze.until).tuples())


def label() -> str:
    return history.changes(0, 1)[0].label


def test_a_snooze_is_one_change_for_all_lines_and_may_be_set_again(practice: str, doing: Doing) -> None:
    snoozes.snooze(doing, ["a:1", "b:2"], on(3), "Dr. Lee")
    assert label() == "Snoozed Dr. Lee until Mar 19"
    snoozes.snooze(doing, ("b:2", "c:3"), on(7), "Dr. Lee")
    assert hidden() == {"a:1": on(3), "b:2": on(7), "c:3": on(7)}
    snoozes.unsnooze(doing, ["a:1", "x"], "Dr. Lee")
    assert set(hidden()) == {"b:2", "c:3"}
    history.undo(doing)
    history.undo(doing)
    assert hidden() == {"a:1": on(3), "b:2": on(3)}


@pytest.mark.parametrize("until", [0, -1, 367])
def test_a_snooze_lasts_a_day_to_a_year(practice: str, doing: Doing, until: int) -> None:
    with pytest.raises(Refused) as refused:
        snoozes.snooze(doing, "a:1", on(until))
    assert refused.value.field == "until"
    assert hidden() == {}


def test_a_follow_up_is_open_until_done_or_dropped(lee: int, doing: Doing) -> None:
    first = follow_ups.add_follow_up(doing, lee, on(9), " send  the protocol ")
    second = follow_ups.add_follow_up(doing, lee, on(2))
    third = follow_ups.add_follow_up(doing, lee, TODAY, "call")
    found = open_follow_ups([first, second, third])
    assert [(one.id, one.text) for one in found] == [(third, "call"), (second, ""), (first, "send the protocol")]
    follow_ups.finish_follow_up(doing, third)
    assert label() == "Did “call” with Dr. Lee"
    follow_ups.drop_follow_up(doing, second)
    assert label() == "Dropped “follow-up” with Dr. Lee"
    assert [one.id for one in open_follow_ups([first, second, third])] == [first]
    with pytest.raises(Refused, match="no longer open"):
        follow_ups.finish_follow_up(doing, third)


def test_a_follow_up_is_checked(lee: int, doing: Doing) -> None:
    with pytest.raises(Refused, match="Mar 15 is past") as refused:
        follow_ups.add_follow_up(doing, lee, on(-1))
    assert refused.value.field == "due_on"
    with pytest.raises(Refused, match="no longer there"):
        follow_ups.add_follow_up(doing, 999, TODAY)
    with pytest.raises(Refused, match="At most 300"):
        follow_ups.add_follow_up(doing, lee, TODAY, "x" * 301)
    with pytest.raises(Refused, match="still to come"):
        follow_ups.finish_follow_up(doing, follow_ups.add_follow_up(doing, lee, TODAY), on(1))


def test_an_incident_is_opened_answered_and_closed(lee: int, doing: Doing) -> None:
    incident_id = incidents.open_incident(doing, lee, "poor_response", on(-3), "They waited\nfor a week.")
    assert label() == "Opened an incident with Dr. Lee: poor response"
    with pytest.raises(Refused, match="only with a reply"):
        incidents.close_incident(doing, incident_id, TODAY)
    incidents.answer_incident(doing, incident_id, on(-1), "We are sorry.", "A call each Friday")
    with pytest.raises(Refused, match="answered on Mar 15"):
        incidents.close_incident(doing, incident_id, on(-2))
    incidents.close_incident(doing, incident_id, TODAY)
    (found,) = incidents.incidents_of(lee)
    assert found == incidents.incident(incident_id)
    assert (found.facts, found.reply, found.offered) == (
        "They waited\nfor a week.",
        "We are sorry.",
        "A call each Friday",
    )
    assert (found.opened_on, found.answered_on, found.closed_on) == (on(-3), on(-1), TODAY)


def test_a_closed_incident_stays_as_it_is(lee: int, doing: Doing) -> None:
    incident_id = incidents.open_incident(doing, lee, "complaint", on(-3), "They waited for a week.")
    incidents.answer_incident(doing, incident_id, on(-2), "We are sorry.")
    incidents.close_incident(doing, incident_id, on(-1))
    closed = incidents.incident(incident_id)

    with pytest.raises(Refused, match="closed already"):
        incidents.close_incident(doing, incident_id, TODAY)
    with pytest.raises(Refused, match="closed already"):
        incidents.answer_incident(doing, incident_id, TODAY, "Once more.")

    assert incidents.incident(incident_id) == closed


def test_nothing_is_promised_to_an_archived_partner(lee: int, doing: Doing) -> None:
    partners.archive_partner(doing, lee)

    with pytest.raises(Refused, match="is archived; bring them back first"):
        follow_ups.add_follow_up(doing, lee, TODAY)


def test_an_incident_is_checked(lee: int, doing: Doing) -> None:
    for fields, field in (
        ((lee, "complaint", TODAY, " "), "facts"),
        ((lee, "quarrel", TODAY, "facts"), "kind"),
        ((lee, "complaint", on(1), "facts"), "day"),
        ((999, "complaint", TODAY, "facts"), "partner_id"),
        ((lee, "complaint", TODAY, "facts", 999), "referral_id"),
    ):
        with pytest.raises(Refused) as refused:
            incidents.open_incident(doing, *fields)
        assert refused.value.field == field
    incident_id = incidents.open_incident(doing, lee, "complaint", TODAY, "facts")
    with pytest.raises(Refused, match="told"):
        incidents.answer_incident(doing, incident_id, TODAY, "  ")
    with pytest.raises(Refused, match="opened on Mar 16"):
        incidents.answer_incident(doing, incident_id, on(-1), "sorry")
    with pytest.raises(Refused, match="no longer there"):
        incidents.incident(999)
