"""The practice's own data and its members; on both engines."""

from __future__ import annotations

import pytest

from tests.factories import HOSTILE
from tui_tracker.domain.errors import Refused
from tui_tracker.domain.records import Doing
from tui_tracker.domain.text import has_unsafe
from tui_tracker.services import history, partners
from tui_tracker.services import practice as service
from tui_tracker.services.touchpoints import thank, timeline


def test_a_practice_is_made_by_saying_something_and_changed_after(practice: str, doing: Doing) -> None:
    assert service.practice() is None
    assert not service.set_practice(doing, {"name": "  ", "address": ""})
    assert service.practice() is None

    typed = {"name": " Łódź Shoulder  Clinic ", "address": "1 Main St\r\nSuite 2\n", "fax": "207-555-0101"}
    assert service.set_practice(doing, typed)
    assert service.set_practice(doing, {"email": "us@example.org", "phone": "207-555-0100"})
    assert not service.set_practice(doing, {"email": "us@example.org"})

    found = service.practice()
    assert found is not None
    assert (found.id, found.name, found.address) == (1, "Łódź Shoulder Clinic", "1 Main St\nSuite 2")
    assert (found.phone, found.fax, found.email) == ("207-555-0100", "207-555-0101", "us@example.org")
    assert [change.label for change in history.changes(0, 2)] == [
        "Changed our practice: phone, email",
        "Changed our practice: name, address, fax",
    ]
    history.undo(doing)
    history.undo(doing)
    assert service.practice() is None
    history.redo(doing)
    assert service.practice() is not None
    history.undo(doing)
    assert service.set_practice(doing, {"name": "Again"})
    found = service.practice()
    assert found is not None
    assert (found.id, found.name, found.phone) == (1, "Again", "")


def test_a_time_zone_is_one_that_there_is_written_as_it_is(practice: str, doing: Doing) -> None:
    service.set_practice(doing, {"time_zone": " america/new york "})
    found = service.practice()
    assert found is not None
    assert found.time_zone == "America/New_York"

    for wrong in ("Mars/Olympus", "../../etc/passwd", "/etc/localtime", "EST5EDT4,M3.2.0", "x" * 90):
        with pytest.raises(Refused) as refused:
            service.set_practice(doing, {"time_zone": wrong})
        assert refused.value.field == "time_zone"
    service.set_practice(doing, {"time_zone": ""})
    found = service.practice()
    assert found is not None
    assert found.time_zone == ""


@pytest.mark.parametrize(
    ("field", "value"), [("phone", "call us"), ("fax", "12"), ("email", "us"), ("name", "x" * 201)]
)
def test_what_cannot_be_is_refused_beside_its_field(practice: str, doing: Doing, field: str, value: str) -> None:
    with pytest.raises(Refused) as refused:
        service.set_practice(doing, {field: value})
    assert refused.value.field == field


def test_members_are_added_edited_and_leave(practice: str, doing: Doing) -> None:
    ann = service.add_member(doing, {"name": "Ann", "role": "manager"})
    service.add_member(doing, {"name": "Bo"})
    assert service.edit_member(doing, ann, {"name": "Ann Lee", "active": "no"})
    assert not service.edit_member(doing, ann, {"name": "Ann Lee"})

    assert [(one.name, one.role, one.active) for one in service.members()] == [
        ("Bo", "coordinator", True),
        ("Ann Lee", "manager", False),
    ]
    assert [change.label for change in history.changes(0, 3)] == [
        "Renamed Ann to Ann Lee; Ann Lee left the team",
        "Added Bo to the team",
        "Added Ann to the team",
    ]
    assert [one.name for one in partners.members()] == ["Bo"]
    service.edit_member(doing, ann, {"active": True, "role": "liaison"})
    assert history.changes(0, 1)[0].label == "Ann Lee is back on the team; Ann Lee is a liaison now"


def test_a_name_is_taken_whatever_its_capitals(practice: str, doing: Doing) -> None:
    ann = service.add_member(doing, {"name": "Ánn Lee"})
    for name in ("ann lee", " Ann  LEE "):
        with pytest.raises(Refused, match="among the members already") as refused:
            service.add_member(doing, {"name": name})
        assert refused.value.field == "name"
    bo = service.add_member(doing, {"name": "Bo"})
    service.edit_member(doing, ann, {"active": False})
    with pytest.raises(Refused, match="has left"):
        service.edit_member(doing, bo, {"name": "Ann Lee"})
    service.edit_member(doing, ann, {"name": "ANN LEE"})  # one's own name, written otherwise
    for wrong in ({"name": " "}, {"name": "x" * 121}, {"role": "wizard"}):
        with pytest.raises(Refused):
            service.edit_member(doing, bo, wrong)
    with pytest.raises(Refused, match="no longer there"):
        service.edit_member(doing, 99, {"role": "liaison"})
    with pytest.raises(Refused, match="Write a name"):
        service.add_member(doing, {})


def test_what_a_member_did_stays_theirs_under_another_name(practice: str, doing: Doing) -> None:
    partners.add_partner(doing, {"name": "Dr. Lee"})
    thank(doing, 1, doing.today)
    ann = service.add_member(doing, {"name": "ANN"})
    thank(doing, 1, doing.today)
    service.edit_member(doing, ann, {"name": "Ann Smith"})
    thank(doing, 1, doing.today)

    assert [touch.member_name for touch in timeline(1, 0, 9)] == [None, "Ann Smith", None]


def test_hostile_names_are_cleaned(practice: str, doing: Doing) -> None:
    for text in HOSTILE:
        short = text[:100]
        service.set_practice(doing, {"name": short, "address": short})
        service.add_member(doing, {"name": short})
    found = service.practice()
    assert found is not None
    assert not any(has_unsafe(text) for text in (found.name, found.address, *(one.name for one in service.members())))
