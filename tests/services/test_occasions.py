"""Occasions on both engines: planned, met people at, followed up, taken back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.conftest import TODAY
from tests.storage.test_journal import state
from tui_tracker.domain.drafts_touchpoint import draft_of
from tui_tracker.domain.errors import Refused
from tui_tracker.domain.records import Doing
from tui_tracker.services import asks, follow_ups, history, occasions, partners, touchpoints
from tui_tracker.services.touchpoints import open_follow_ups
from tui_tracker.storage import models
from tui_tracker.storage.journal import changing

BEFORE = TODAY - timedelta(6)


@pytest.fixture
def mixer(practice: str, doing: Doing) -> int:
    """An occasion of last week, and Dr. Lee, a prospect, Bo Roe and Cy Poe."""
    for name in ("Dr. Lee", "Bo Roe", "Cy Poe"):
        partners.add_partner(doing, {"name": name})
    return occasions.add_occasion(doing, {"name": "Mixer", "day": BEFORE, "wanted": "5", "goal": "hand surgeons"})


def met(doing: Doing, occasion_id: int, line: str, *, add: bool = False) -> touchpoints.Logged:
    day = occasions.occasion(occasion_id).day
    return occasions.meet(doing, occasion_id, occasions.read_met(line, day, doing.today, add=add))


def test_whom_we_met_is_one_entry_on_the_occasions_day(mixer: int, doing: Doing) -> None:
    before = state()
    logged = met(doing, mixer, '@lee @roe @"New Person" talked about shoulders >2w send it', add=True)

    assert logged.label == "Logged Mixer with Dr. Lee and 2 more"
    page = occasions.occasion_page(mixer)
    assert [one.partner_name for one in page.met] == ["Dr. Lee", "Bo Roe", "New Person"]
    assert {one.notes for one in page.met} == {("talked about shoulders",)}
    assert [one.follow_ups[0].text for one in page.met] == ["send it"] * 3
    assert (page.occasion.met, page.occasion.wanted) == (3, 5)
    touch = touchpoints.entry(logged.touchpoint_ids[0])[2]
    assert (touch.day, touch.channel, touch.intents, touch.occasion_id) == (BEFORE, "event", ("connect",), mixer)
    new = partners.partner(touch.partner_id)
    lee = partners.partner(1)
    assert new is not None
    assert lee is not None
    assert (new.kind, new.stage, lee.stage) == ("clinician", "connected", "connected")
    assert touchpoints.entry(logged.touchpoint_ids[0])[0].entry_id == touch.entry_id

    told = partners.timeline(1, 0, 1)[0]
    assert (told.what.endswith(", at Mixer"), told.note) == (True, "talked about shoulders")

    history.undo(doing, logged.change_id)
    assert state() == before


def test_the_same_person_met_again_there_counts_once(mixer: int, doing: Doing) -> None:
    met(doing, mixer, "@lee hello")
    met(doing, mixer, "@lee and again")
    assert occasions.occasion(mixer).met == 1
    assert occasions.occasion_page(mixer).met[0].notes == ("hello", "and again")


def test_nobody_is_met_before_the_day(mixer: int, doing: Doing) -> None:
    ahead = occasions.add_occasion(doing, {"name": "Congress", "day": TODAY + timedelta(3)})
    read = occasions.read_met("@lee", TODAY, TODAY)
    with pytest.raises(Refused, match="still to come"):
        occasions.meet(doing, ahead, read)
    with pytest.raises(Refused):
        met(doing, mixer, "@nobody")


def test_follow_ups_for_all_leave_out_who_has_one(mixer: int, doing: Doing) -> None:
    met(doing, mixer, "@roe first >1w call")
    met(doing, mixer, "@lee @poe second")
    before = state()
    with pytest.raises(Refused, match="is past"):
        occasions.follow_up_all(doing, mixer, TODAY - timedelta(1), "x")
    done = occasions.follow_up_all(doing, mixer, TODAY + timedelta(7), " send\tit ")

    assert done.said == "2 follow-ups made; 1 had one already"
    assert done.change_id is not None
    promised = open_follow_ups([row.id for row in models.FollowUp.select()])[1:]
    assert {(one.due_on, one.text) for one in promised} == {(TODAY + timedelta(7), "send it")}
    follow_ups.finish_follow_up(doing, promised[0].id)
    again = occasions.follow_up_all(doing, mixer, TODAY, "more")
    assert (again.change_id, again.said) == (None, "No follow-up made; 3 had one already")
    history.undo(doing)
    history.undo(doing, done.change_id)
    assert state() == before


def test_who_is_archived_or_parted_gets_no_follow_up(mixer: int, doing: Doing) -> None:
    with pytest.raises(Refused, match="Nobody is noted"):
        occasions.follow_up_all(doing, mixer, TODAY)
    met(doing, mixer, "@lee @roe @poe hello")
    partners.archive_partner(doing, 1)
    partners.set_stage(doing, 2, "parted")
    assert occasions.follow_up_all(doing, mixer, TODAY).said == "1 follow-up made; 2 left out, archived or parted"


def test_an_occasion_with_touchpoints_is_not_removed(mixer: int, doing: Doing) -> None:
    logged = met(doing, mixer, "@lee @roe hello")
    with pytest.raises(Refused, match="2 touchpoints hang on Mixer; remove them on their partners first, or keep it"):
        occasions.remove_occasion(doing, mixer)
    touchpoints.delete_touchpoint(doing, logged.touchpoint_ids[0], whole_entry=True)
    assert occasions.remove_occasion(doing, mixer) == "Removed the occasion Mixer"
    with pytest.raises(Refused, match="no longer there"):
        occasions.occasion(mixer)


def test_with_another_day_what_was_noted_goes_along(mixer: int, doing: Doing) -> None:
    logged = met(doing, mixer, "@lee hello")
    later = met(doing, mixer, "@roe hello").touchpoint_ids[0]
    with changing(doing, "Noted that it was later") as unit:
        unit.update(models.Touchpoint, later, day=TODAY)
    with pytest.raises(Refused, match="cannot be still to come"):
        occasions.edit_occasion(doing, mixer, {"day": TODAY + timedelta(1)})
    assert occasions.edit_occasion(doing, mixer, {"day": BEFORE - timedelta(1), "place": "Town hall"})
    assert touchpoints.touch(logged.touchpoint_ids[0]).day == BEFORE - timedelta(1)
    assert touchpoints.touch(later).day == TODAY, "what was moved by itself stays where it is"
    assert not occasions.edit_occasion(doing, mixer, {"place": "Town hall"})
    history.undo(doing)
    assert touchpoints.touch(logged.touchpoint_ids[0]).day == BEFORE
    asked = met(doing, mixer, "@lee +ask").touchpoint_ids[0]
    asks.answer(doing, asked, "yes", BEFORE + timedelta(1))
    with pytest.raises(Refused, match=r"Dr\. Lee answered on Mar 11 what we asked there; choose a day up to then"):
        occasions.edit_occasion(doing, mixer, {"day": TODAY})


def test_an_occasion_that_another_session_removes_meanwhile(mixer: int, doing: Doing) -> None:
    read = occasions.read_met("@lee hello", BEFORE, TODAY)
    draft = draft_of(read).model_copy(update={"day": BEFORE, "occasion_id": mixer})
    occasions.remove_occasion(doing, mixer)
    with pytest.raises(Refused, match="This occasion is no longer there"):
        touchpoints.log(doing, draft)


REFUSED: tuple[tuple[dict[str, object], str], ...] = (
    ({"day": TODAY}, "name"),
    ({"name": "x"}, "day"),
    ({"name": "x", "day": date(2040, 1, 1)}, "day"),
    ({"name": "x", "day": date(1950, 1, 1)}, "day"),
    ({"name": "x", "day": TODAY, "wanted": "0"}, "wanted"),
    ({"name": "x", "day": TODAY, "wanted": "many"}, "wanted"),
    ({"name": "x" * 121, "day": TODAY}, "name"),
    ({"name": " mixer", "day": BEFORE}, "name"),
)


def test_what_cannot_be_an_occasion_is_refused(mixer: int, doing: Doing) -> None:
    for draft, field in REFUSED:
        with pytest.raises(Refused) as caught:
            occasions.add_occasion(doing, draft)
        assert caught.value.field == field, draft


def test_the_list_has_what_is_coming_first_in_windows(mixer: int, doing: Doing) -> None:
    for days in (30, 3, 0, -40):
        occasions.add_occasion(doing, {"name": f"In {days}", "day": TODAY + timedelta(days)})
    every = ["In 0", "In 3", "In 30", "Mixer", "In -40"]

    assert [one.name for one in occasions.occasions(TODAY, 0, 10)] == every
    for offset in range(6):
        for length in range(1, 6):
            window = [one.name for one in occasions.occasions(TODAY, offset, length)]
            assert window == every[offset : offset + length]
    assert [one.name for one in occasions.coming(TODAY)] == every[:3]
    assert occasions.count_occasions(TODAY) == (3, 2)
    assert models.Occasion.select().count() == 5
