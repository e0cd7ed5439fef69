"""Contacts and gives of touchpoints, asks and their answers, ideas and the spotlight, on both engines."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.storage.test_journal import state
from tui_tracker.domain.drafts_touchpoint import TouchpointDraft, TouchpointEdit, checked
from tui_tracker.domain.errors import Questioned, Refused
from tui_tracker.domain.quicklog import parse
from tui_tracker.domain.settings import Settings
from tui_tracker.services import asks, contacts, giving, partners, spotlights
from tui_tracker.services.history import redo, undo
from tui_tracker.services.names import Offices, find_people, name_book, person
from tui_tracker.services.touchpoints import delete_touchpoint, edit_touchpoint, log, touch
from tui_tracker.storage.journal import changing
from tui_tracker.storage.models import Contact, FollowUp, Link, Occasion, Partner, Snooze

TODAY = date(2026, 3, 16)
MARCH = date(2026, 3, 1)


@pytest.fixture
def people(practice, doing):
    """Sebago Foot (1, with Maria 1 and Pat 2, who has left) and Bo Kim (2, with Jo 3), both referring in Portland."""
    with changing(doing, "Added people") as unit:
        for name, specialty in (("Sebago Foot", "Podiatry"), ("Bo Kim", "Surgery"), ("Al Roe", "Neurology")):
            unit.insert(
                Partner,
                name=name,
                search=name.lower(),
                specialty=specialty,
                area="Portland",
                stage="referring",
                tier="A" if name != "Al Roe" else "C",
                added_on=date(2025, 1, 1),
            )
        unit.insert(Contact, partner=1, name="Maria Lopez", role="coordinator")
        unit.insert(Contact, partner=1, name="Pat Left", active=False)
        unit.insert(Contact, partner=2, name="Jo Fox")


def logged(doing, line, **more):
    return log(doing, parse(line, TODAY, name_book(), people=Offices(), **more))


def test_a_line_names_the_contact_and_what_was_given(people, doing):
    before = state()
    got = logged(doing, "lunch @sebago @kim #maria +article on feet")
    assert got.label == "Logged lunch with Maria Lopez at Sebago Foot and Bo Kim: gave an article"
    first, second = (touch(one) for one in got.touchpoint_ids)
    assert (first.contact_id, first.contact_name, first.give) == (1, "Maria Lopez", "article")
    assert (second.contact_id, second.give, second.intents) == (None, "article", ("give",))
    after = state()
    undo(doing)
    assert state() == before
    redo(doing)
    assert state() == after
    assert logged(doing, "email @sebago #pat hello").label == "Logged email to Sebago Foot"
    assert find_people([1, 2])[1] == (person(1),)
    assert logged(doing, "call @sebago +thank").label == "Thanked Sebago Foot by call"


def test_what_a_draft_may_not_say(people, doing):
    def saved(**more):
        return log(doing, checked(TouchpointDraft, partner_ids=(1,), day=TODAY, channel="call", **more))

    with pytest.raises(Refused, match="Jo Fox is at Bo Kim"):
        saved(contact_ids=(3,))
    with pytest.raises(Refused, match="no longer there"):
        saved(contact_ids=(99,))
    with pytest.raises(Refused, match="a touchpoint holds one contact"):
        saved(contact_ids=(1, 2))
    with pytest.raises(Refused, match="after today"):
        saved(quiets=("sending_less:1",), quiet_until=TODAY)
    assert touch(saved(give="cards").touchpoint_ids[0]).intents == ("give",)


def test_what_it_is_about_rests_in_the_same_change(people, doing):
    until = TODAY + timedelta(days=30)
    before = state()
    logged(doing, "call @sebago", quiets=("sending_less:1",), quiet_until=until)
    assert list(Snooze.select(Snooze.item, Snooze.until).tuples()) == [("sending_less:1", until)]
    undo(doing)
    assert state() == before


def test_contact_and_give_are_changed_afterwards(people, doing):
    one, two = logged(doing, "visit @sebago @kim #jo +cards +ask").touchpoint_ids

    def change(row_id=one, whole=True, **more):
        edit_touchpoint(doing, row_id, checked(TouchpointEdit, day=TODAY, channel="visit", **more), whole_entry=whole)
        return [(row.contact_name, row.give, row.intents) for row in map(touch, (one, two))]

    assert change(intents=("give",)) == [(None, "cards", ("give",)), ("Jo Fox", "cards", ("give",))]
    assert change(contact_id=1, give="article") == [
        ("Maria Lopez", "article", ("give",)),
        ("Jo Fox", "article", ("give",)),
    ]
    assert change(contact_id=None, intents=("thank",)) == [(None, None, ("thank",)), ("Jo Fox", None, ("thank",))]
    with pytest.raises(Refused, match="Jo Fox is at Bo Kim"):
        change(contact_id=3, whole=False)


def test_a_contact_with_touchpoints_is_not_removed(people, doing):
    logged(doing, "call @sebago #maria")
    with pytest.raises(Refused, match="Maria Lopez has 1 touchpoint; D marks them as left instead"):
        contacts.remove_contact(doing, 1)
    undo(doing)
    contacts.remove_contact(doing, 1)
    assert person(1) is None


def test_an_answer_is_noted_changed_and_taken_off(people, doing):
    ask = logged(doing, "call @sebago 3/2 +ask for two slots").touchpoint_ids[0]
    assert [one.id for one in asks.open_asks(TODAY)] == [ask]
    start = state()
    label = asks.answer(
        doing, ask, "later", date(2026, 3, 10), "after Easter", follow_up_on=date(2026, 4, 10), follow_up="ask again"
    )
    assert label == "Sebago Foot answered later to what we asked on Mar 2"
    assert asks.open_asks(TODAY) == asks.open_asks(TODAY, 1) == []
    assert list(FollowUp.select(FollowUp.partner, FollowUp.text, FollowUp.touchpoint).tuples()) == [
        (1, "ask again", ask)
    ]
    undo(doing)
    assert state() == start
    redo(doing)
    asks.answer(doing, ask, "yes", TODAY)
    found = touch(ask)
    assert (found.answer, found.answered_on, found.answer_note) == ("yes", TODAY, "")
    edit = checked(TouchpointEdit, day=TODAY + timedelta(days=1), channel="call", intents=("ask",))
    with pytest.raises(Refused, match="The answer to this ask came on Mar 16"):
        edit_touchpoint(replace(doing, today=TODAY + timedelta(days=5)), ask, edit)
    asks.answer(doing, ask, None, TODAY)
    assert touch(ask).answer is None
    asks.answer(doing, ask, "no", TODAY)
    edit_touchpoint(doing, ask, checked(TouchpointEdit, day=date(2026, 3, 2), channel="call"))
    assert (touch(ask).answer, touch(ask).answered_on) == (None, None)


def test_what_is_no_answer(people, doing):
    ask, plain, theirs = (
        logged(doing, line).touchpoint_ids[0]
        for line in ("call @sebago 3/10 +ask", "call @sebago", "call @sebago < +ask")
    )
    for touchpoint, said, day, more, message in (
        (plain, "yes", TODAY, {}, "Nothing was asked there"),
        (theirs, "yes", TODAY, {}, "Nothing was asked there"),
        (ask, "yes", date(2026, 3, 9), {}, "The ask was on Mar 10"),
        (ask, "yes", date(2026, 3, 17), {}, "still to come"),
        (ask, "perhaps", TODAY, {}, "Choose one of yes, later, no"),
        (ask, "later", TODAY, {"follow_up_on": date(2026, 3, 15)}, "a day that is past"),
        (99, "yes", TODAY, {}, "no longer there"),
    ):
        with pytest.raises(Refused, match=message):
            asks.answer(doing, touchpoint, said, day, **more)
    assert asks.open_asks(TODAY + timedelta(days=400)) == []
    partners.archive_partner(doing, 1)
    assert asks.open_asks(TODAY) == []
    assert [one.id for one in asks.open_asks(TODAY, 1)] == [ask]


def test_what_was_given_and_what_could_be_next(people, doing):
    for line in (
        "call @sebago 3/1 +cards",
        "call @sebago 2/1/25 +article",
        "call @sebago +give",
        "call @sebago < +cards",
    ):
        logged(doing, line)
    assert giving.gives_by_kind(1, TODAY) == {"cards": 1, "": 1}
    with changing(doing, "Tied") as unit:
        unit.insert(Link, kind="colleague", from_partner=2, to_partner=1)
        unit.insert(Occasion, name="Old talk", day=TODAY - timedelta(days=1))
        unit.insert(Occasion, name="Spring talk", day=TODAY + timedelta(days=9))
        unit.update(Partner, 1, cares_about="feet", likes="cards invitation")
    assert [(idea.text, idea.why) for idea in giving.give_ideas(1, TODAY)] == [
        ("An invitation to Spring talk on March 25", "they value invitations; it is the next occasion; none given yet"),
        ("An article on feet", "they care about it; the last one was in February 2025"),
        ("A spotlight on them in our newsletter", "none given yet"),
        ("An introduction to Al Roe", "they have no tie to Neurology yet; none given yet"),
        ("Their cards in our waiting room", "they value cards; it is what we gave last, in March"),
    ]
    with pytest.raises(Refused, match="no longer there"):
        giving.give_ideas(99, TODAY)


def test_the_spotlight_goes_round(people, doing):
    def turn():
        return [(one.name, one.why) for one in spotlights.whose_turn(MARCH, TODAY, Settings())]

    assert turn() == [("Bo Kim", "never had it, tier A"), ("Sebago Foot", "never had it, tier A")]
    spotlights.set_spotlight(doing, date(2026, 3, 9), 2, " Bo's\nhands ")
    assert turn() == [("Sebago Foot", "never had it, tier A")]
    with pytest.raises(Questioned, match="Bo Kim has the spotlight of Mar 2026 already"):
        spotlights.set_spotlight(doing, date(2026, 4, 1), 2)
    spotlights.set_spotlight(doing, date(2026, 4, 1), 2, again=True)
    spotlights.clear_spotlight(doing, date(2026, 4, 1))
    before = state()
    label = spotlights.publish(doing, MARCH, TODAY)
    assert label == "Published the spotlight of Mar 2026 on Bo Kim"
    month = next(one for one in spotlights.plan(TODAY) if one.month == MARCH)
    assert month.published_on == TODAY
    assert month.spotlight is not None
    given = touch(month.spotlight.touchpoint_id)
    assert (given.give, given.intents, given.note) == ("spotlight", ("give",), "spotlight of Mar 2026: Bo's hands")
    after = state()
    undo(doing)
    assert state() == before
    redo(doing)
    assert state() == after
    for refused in (
        lambda: spotlights.publish(doing, MARCH, TODAY),
        lambda: spotlights.clear_spotlight(doing, MARCH),
        lambda: spotlights.set_spotlight(doing, MARCH, 1),
    ):
        with pytest.raises(Refused, match="published on Mar 16; remove that touchpoint from the page of Bo Kim"):
            refused()
    spotlights.set_spotlight(doing, MARCH, 2, "Another title")
    delete_touchpoint(doing, given.id)
    label = spotlights.set_spotlight(doing, MARCH, 1, again=True)
    assert label == "The spotlight of Mar 2026 goes to Sebago Foot instead of Bo Kim", "who had it is told"


def test_who_may_not_have_the_spotlight(people, doing):
    partners.archive_partner(doing, 1)
    partners.set_stage(doing, 2, "parted")
    for partner_id, message in (
        (1, "Sebago Foot is archived"),
        (2, "We have parted with Bo Kim"),
        (9, "no longer there"),
    ):
        with pytest.raises(Refused, match=message):
            spotlights.set_spotlight(doing, MARCH, partner_id)
    with pytest.raises(Refused, match="Nobody has the spotlight of Mar 2026"):
        spotlights.publish(doing, MARCH, TODAY)
    with pytest.raises(Refused, match="still to come"):
        spotlights.publish(doing, MARCH, TODAY + timedelta(days=1))
    with pytest.raises(Refused, match="Shorten the title"):
        spotlights.set_spotlight(doing, MARCH, 3, "x" * 201)
