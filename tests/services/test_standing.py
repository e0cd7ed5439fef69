"""Keeping who we are to a partner, and the inner circle: one change each, on both engines."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.storage.test_journal import state
from tui_tracker.domain.errors import Refused
from tui_tracker.domain.quicklog import STEP_MAX
from tui_tracker.domain.records import Doing
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.standing import Answers
from tui_tracker.services import follow_ups, history, links, partners
from tui_tracker.services.inner_circle import inner_circle, put_in_circle, take_out_of_circle
from tui_tracker.services.standing import set_standing


def add(doing: Doing, *names: str) -> list[int]:
    return [partners.add_partner(doing, {"name": name}).id for name in names]


def ranked() -> dict[int, str]:
    return {place.rank: place.name for place in inner_circle(Settings()).places if place.partner_id is not None}


def test_the_answers_are_one_change_with_the_day(practice: str, doing: Doing) -> None:
    (lee,) = add(doing, "Dr. Lee")
    before = state()
    told = set_standing(doing, lee, Answers("resource", 4, 2, None, " sailing\n", ("cards", "article")))
    assert told == "Noted who we are to Dr. Lee"
    found = partners.partner(lee)
    assert found is not None
    assert (found.standing, found.fit_values, found.fit_respect, found.fit_personal) == ("resource", 4, 2, None)
    assert (found.cares_about, found.likes, found.standing_on) == ("sailing", ("article", "cards"), doing.today)
    history.undo(doing)
    assert state() == before
    history.redo(doing)
    again = partners.partner(lee)
    assert again is not None
    assert again.standing_on == doing.today


def test_not_known_is_an_answer_too(practice: str, doing: Doing) -> None:
    (lee,) = add(doing, "Dr. Lee")
    set_standing(doing, lee, Answers(None, None, None, None, "", ()))
    found = partners.partner(lee)
    assert found is not None
    assert (found.standing, found.standing_on) == (None, doing.today)


def test_what_another_session_noted_meanwhile_stays(practice: str, doing: Doing) -> None:
    (lee,) = add(doing, "Dr. Lee")
    known = Answers(None, None, None, None, "", ())
    partners.edit_partner(doing, lee, {"cares_about": "sailing", "fit_values": "3"})
    set_standing(doing, lee, Answers("resource", None, 4, None, "", ()), known)
    found = partners.partner(lee)
    assert found is not None
    assert (found.standing, found.fit_respect, found.standing_on) == ("resource", 4, doing.today)
    assert (found.cares_about, found.fit_values) == ("sailing", 3)


def test_wrong_answers_are_refused_with_their_field(practice: str, doing: Doing) -> None:
    (lee,) = add(doing, "Dr. Lee")
    for answers, field in (
        (Answers("friend", None, None, None, "", ()), "standing"),
        (Answers(None, 6, None, None, "", ()), "fit_values"),
        (Answers(None, None, None, None, "x" * 201, ()), "cares_about"),
        (Answers(None, None, None, None, "", ("wine",)), "likes"),
    ):
        with pytest.raises(Refused) as refused:
            set_standing(doing, lee, answers)
        assert refused.value.field == field
    with pytest.raises(Refused, match="no longer there"):
        set_standing(doing, 99, Answers(None, None, None, None, "", ()))


def test_the_standing_that_is_edited_was_asked_that_day(practice: str, doing: Doing) -> None:
    (lee,) = add(doing, "Dr. Lee")
    partners.edit_partner(doing, lee, {"standing": "partner", "likes": "cards, article"})
    found = partners.partner(lee)
    assert found is not None
    assert (found.standing, found.standing_on, found.likes) == ("partner", doing.today, ("article", "cards"))
    assert "what they value" in history.changes(0, 1)[0].label


def test_places_move_in_one_change_though_each_is_unique(practice: str, doing: Doing) -> None:
    ann, bob, cho = add(doing, "Ann", "Bob", "Cho")
    for partner, rank in ((ann, 1), (bob, 2), (cho, 3)):
        put_in_circle(doing, partner, rank)
    states = [state()]
    assert put_in_circle(doing, cho, 1) == "Put Cho at place 1 of the inner circle"
    assert ranked() == {1: "Cho", 2: "Ann", 3: "Bob"}
    states.append(state())
    assert put_in_circle(doing, cho, 2)
    assert ranked() == {1: "Ann", 2: "Cho", 3: "Bob"}
    states.append(state())
    assert take_out_of_circle(doing, ann) == "Took Ann out of the inner circle"
    assert ranked() == {2: "Cho", 3: "Bob"}
    assert inner_circle(Settings()).reach == 500
    for expected in reversed(states):
        history.undo(doing)
        assert state() == expected
    for _ in states:
        history.redo(doing)
    assert ranked() == {2: "Cho", 3: "Bob"}


def test_what_the_circle_refuses(practice: str, doing: Doing) -> None:
    *ten, last = add(doing, *(f"P{number}" for number in range(11)))
    for rank, partner in enumerate(ten, 1):
        put_in_circle(doing, partner, rank)
    for partner, rank, words in ((last, 4, "All 10 places"), (last, 11, "places 1 to 10"), (99, 1, "no longer there")):
        with pytest.raises(Refused, match=words):
            put_in_circle(doing, partner, rank)
    assert put_in_circle(doing, ten[3], 4) == ""
    partners.archive_partner(doing, last)
    with pytest.raises(Refused, match="in the archive"):
        put_in_circle(doing, last, 1)
    with pytest.raises(Refused, match="not in the inner circle"):
        take_out_of_circle(doing, last)


def test_a_tie_becomes_another_kind_of_tie(practice: str, doing: Doing) -> None:
    ann, bob = add(doing, "Ann", "Bob")
    link = links.add_link(doing, "introduced", ann, bob)
    other = links.add_link(doing, "part_of", bob, ann)
    before = state()
    assert links.change_link(doing, link, "colleague") == "Linked Ann (colleague of) Bob"
    assert links.change_link(doing, link, "colleague") == ""
    with pytest.raises(Refused, match="linked so already"):
        links.change_link(doing, link, "part_of")
    with pytest.raises(Refused, match="no link"):
        links.change_link(doing, link, "cousin")
    history.undo(doing)
    assert state() == before
    links.remove_link(doing, other)
    with pytest.raises(Refused, match="no longer there"):
        links.change_link(doing, other, "colleague")


def test_a_follow_up_gets_another_day_or_text(practice: str, doing: Doing) -> None:
    (lee,) = add(doing, "Dr. Lee")
    one = follow_ups.add_follow_up(doing, lee, doing.today, "Call")
    before = state()
    assert follow_ups.edit_follow_up(doing, one, doing.today + timedelta(3), " Call back ")
    assert follow_ups.open_follow_up(one).text == "Call back"
    assert not follow_ups.edit_follow_up(doing, one, doing.today + timedelta(3), "Call back")
    longest = follow_ups.add_follow_up(doing, lee, doing.today, "x" * STEP_MAX)  # as long as a quick log may make it
    assert follow_ups.edit_follow_up(doing, longest, doing.today + timedelta(1), "x" * STEP_MAX)
    history.undo(doing)
    history.undo(doing)
    for day, text, field in ((doing.today - timedelta(1), "", "due_on"), (doing.today, "x" * (STEP_MAX + 1), "text")):
        with pytest.raises(Refused) as refused:
            follow_ups.edit_follow_up(doing, one, day, text)
        assert refused.value.field == field
    history.undo(doing)
    assert state() == before
    follow_ups.finish_follow_up(doing, one)
    with pytest.raises(Refused, match="no longer open"):
        follow_ups.edit_follow_up(doing, one, doing.today, "Call")
