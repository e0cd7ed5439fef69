"""Occasions: how the goal stands, days on either side of today, and the line that says whom we met."""

from __future__ import annotations

from datetime import date

import pytest

from tui_tracker.domain.errors import Refused
from tui_tracker.domain.meeting_line import completed, in_the_way, meeting_words, new_words, read_meeting, strangers
from tui_tracker.domain.occasions import follow_ups_said, goal_words, page_of, read_any_day, when_words
from tui_tracker.domain.records import FollowUp, Occasion, PartnerName, Touchpoint
from tui_tracker.services.names import NameBook

TODAY = date(2026, 3, 16)
BEFORE = date(2026, 3, 10)
LEE = PartnerName(1, "Ann Lee, MD", "", "")
ROE = PartnerName(2, "Bo Roe", "", "")
ROW = PartnerName(3, "Bo Row", "", "")
BOOK = NameBook([LEE, ROE, ROW])


def an_occasion(day: date, wanted: int | None, met: int) -> Occasion:
    return Occasion(1, "Mixer", day, "", "", "", "", wanted, met)


@pytest.mark.parametrize(
    ("day", "wanted", "met", "words"),
    [
        (date(2026, 3, 20), None, 0, ""),
        (date(2026, 3, 20), 5, 0, "meet 5"),
        (TODAY, 5, 0, "met 0 of 5"),
        (BEFORE, 5, 4, "met 4 of 5"),
        (BEFORE, 5, 5, "met 5 of 5"),
        (BEFORE, 5, 6, "met 6, one more than meant"),
        (BEFORE, 5, 8, "met 8, 3 more than meant"),
        (BEFORE, None, 3, "met 3"),
        (BEFORE, None, 0, "met nobody yet"),
    ],
)
def test_how_the_goal_stands(day: date, wanted: int | None, met: int, words: str) -> None:
    assert goal_words(an_occasion(day, wanted, met), TODAY) == words


@pytest.mark.parametrize(
    ("word", "day"),
    [
        ("today", TODAY),
        ("fri", date(2026, 3, 20)),
        ("yesterday", date(2026, 3, 15)),
        ("-3d", date(2026, 3, 13)),
        ("2w", date(2026, 3, 30)),
        ("11/18", date(2025, 11, 18)),
        ("5/2", date(2026, 5, 2)),
        ("2026-01-05", date(2026, 1, 5)),
        ("2027-01-05", date(2027, 1, 5)),
    ],
)
def test_a_day_may_lie_on_either_side(word: str, day: date) -> None:
    assert read_any_day(word, TODAY) == day


@pytest.mark.parametrize("word", ["", "soon", "2026-02-30", "2099-01-01", "1901-01-01"])
def test_what_is_no_day_is_refused(word: str) -> None:
    with pytest.raises(Refused) as caught:
        read_any_day(word, TODAY)
    assert caught.value.field == "day"


def test_a_line_says_whom_we_met_on_the_occasions_day() -> None:
    read = read_meeting("@lee talked on fri about shoulders >2w send it", BEFORE, TODAY, BOOK)

    assert read.ready
    assert (read.channel, read.day, read.partners) == ("event", BEFORE, (LEE,))
    assert (read.note, read.intents) == ("talked on fri about shoulders", ("connect",))
    assert [(step.due_on, step.text) for step in read.follow_ups] == [(date(2026, 3, 30), "send it")]
    assert meeting_words(read)[0] == "with  Ann Lee, MD"


def test_names_that_are_nobodys_are_asked_about_and_added() -> None:
    line = '@lee @"New Person" +give the card'
    read = read_meeting(line, BEFORE, TODAY, BOOK)

    assert strangers(read) == ("New Person",)
    assert in_the_way(read) == ""
    problem = read.problems[0]
    assert line[problem.start : problem.end] == '@"New Person"'
    assert new_words(strangers(read)) == "New Person is new here"
    added = read_meeting(line, BEFORE, TODAY, BOOK, strangers(read))
    assert added.ready
    assert (added.new_partners, added.intents) == (("New Person",), ("give",))


@pytest.mark.parametrize(
    ("line", "words"), [("", "Say with whom"), ("@bo nice", "could be"), ("@lee >soon x", "Write a day after >")]
)
def test_what_is_open_is_said(line: str, words: str) -> None:
    assert words in in_the_way(read_meeting(line, BEFORE, TODAY, BOOK))


def test_a_name_is_completed_under_the_cursor() -> None:
    def complete(line: str, cursor: int) -> tuple[str, int] | None:
        return completed(line, cursor, read_meeting(line, BEFORE, TODAY, BOOK), BOOK)

    assert complete("@le nice", 3) == ('@"Ann Lee, MD" nice', 15)
    assert complete("talk @roe", 9) == ('talk @"Bo Roe" ', 15)
    assert complete("talk @roe", 2) is None
    assert complete("@zzz", 4) is None


def test_a_page_tells_person_by_person() -> None:
    def touch(row_id: int, partner: PartnerName, note: str) -> Touchpoint:
        return Touchpoint(row_id, row_id, partner.id, partner.name, BEFORE, "event", "ours", (), note, None)

    promised = FollowUp(1, 2, "Bo Roe", TODAY, "send it", None, None)
    page = page_of(an_occasion(BEFORE, 3, 2), [touch(1, ROE, ""), touch(2, LEE, "a"), touch(3, ROE, "b")], [promised])

    assert [(one.partner_name, one.notes, one.follow_ups) for one in page.met] == [
        ("Bo Roe", ("b",), (promised,)),
        ("Ann Lee, MD", ("a",), ()),
    ]
    assert when_words(BEFORE, TODAY) == "Tue Mar 10, 6 days ago"


@pytest.mark.parametrize(
    ("made", "had", "aside", "said"),
    [
        (3, 0, 0, "3 follow-ups made"),
        (1, 2, 1, "1 follow-up made; 2 had one already; 1 left out, archived or parted"),
        (0, 2, 0, "No follow-up made; 2 had one already"),
    ],
)
def test_what_came_of_follow_ups_for_all(made: int, had: int, aside: int, said: str) -> None:
    assert follow_ups_said(made, had, aside) == said
