"""The relationship on the Partners screen, driven with real keys: each story walks a long way."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.conftest import TODAY
from tests.ui.conftest import Driven
from tests.ui.test_partners import page_text, press, screen, told, typed
from tui_tracker.domain.records import Doing
from tui_tracker.services import contacts, links, partners
from tui_tracker.services.opening import close_practice
from tui_tracker.storage.journal import changing
from tui_tracker.storage.models import Referral, Touchpoint


@pytest.fixture
def known(sqlite_practice: str, doing: Doing) -> str:
    """Dr. Adams, and Dr. Chan [b], who sent six a year ago and none of late, with what was noted of them."""
    adams = partners.add_partner(doing, {"name": "Dr. Adams"}).id
    chan = partners.add_partner(doing, {"name": "Dr. Chan [b]", "stage": "referring", "tier": "A"}).id
    links.add_link(doing, "introduced", adams, chan)
    zoe = contacts.add_contact(doing, chan, {"name": "Zoe", "role": "nurse"})
    with changing(doing, "A history") as unit:
        for number in range(9):
            day = TODAY - timedelta(330 - 25 * number)
            marks = {"appropriate": "yes", "adherence": "full", "outcome": "goal_met"} if number < 5 else {}
            unit.insert(
                Referral,
                partner=chan,
                day=day,
                patient_ref=f"AB-{number}",
                stage_on=day,
                stage="closed",
                closed_on=day,
                settled=True,
                **marks,
            )
        unit.insert(Touchpoint, partner=chan, day=TODAY - timedelta(200), channel="meal", intents=2, give="article")
        unit.insert(Touchpoint, partner=chan, day=TODAY - timedelta(12), channel="call", intents=1, contact=zoe)
        unit.insert(Touchpoint, partner=chan, day=TODAY - timedelta(100), channel="email", intents=32)
    close_practice()
    return sqlite_practice


async def to_line(pilot: Pilot[Any], begins: str) -> None:
    """Put the page's cursor on the line that begins so."""
    await press(pilot, *(() if screen(pilot).page.has_focus else ("tab",)))
    found = next(place for place, text in enumerate(page_text(pilot)) if text.startswith(begins))
    screen(pilot).page.move_to(found)
    await press(pilot)


async def test_the_glance_and_why(drive: Driven, known: str) -> None:
    async with drive(known) as pilot:
        text = await press(pilot, "2", "j")
        for shown in (
            "Warmth    ",
            "Asking    not yet: ",
            "Rhythm    last touch 12 days",
            "Touches   3 of 7",
            "Momentum  less: ",
        ):
            assert shown in text
        whole = told(pilot)
        assert "Quality 5 of 5 good: 100%, at least 57%" in whole
        assert "Give/take 9 in, 0 out, 1 give, 1 ask we owe them" in whole
        assert "We are not asked yet: W asks" in whole
        assert "▲ Zoe in touch 12 days ago · nurse" in whole
        assert "meal: give (article)" in whole
        text = await press(pilot, "w")
        assert "Not yet: in touch on 3 days" in text
        assert "[x] no report to them is late" in text
        assert "[ ] no give since Aug 28, 2025" in text
        text = await press(pilot, "G")
        assert "They send less than they used to." in text
        assert "? are our reports arriving?" in text
        assert "we owe them" in text
        assert "5 of 5 good" in text
        assert "Warmth" in await press(pilot, "escape")


async def test_who_we_are_to_them_is_asked_step_by_step_and_interrupted(drive: Driven, known: str) -> None:
    async with drive(known) as pilot:
        text = await press(pilot, "2", "j", "W")
        assert "1 of 7" in text
        assert "(•) not yet known" in text
        assert "2  ( ) resource" in text
        text = await press(pilot, "2", "4", "1")
        assert "4 of 7" in text
        text = await press(pilot, "escape", "escape")
        assert "(•) much" in text
        assert "personally" not in text
    async with drive(known) as pilot:  # the line dropped
        text = await press(pilot, "2", "j", "W")
        assert "2 of 7" in text
        assert "This is what you had chosen before" in text
        await press(pilot, "enter", "enter", "0", *typed("sailing"))
        text = await press(pilot, "enter", "3", "1", "3", "enter")
        assert "a resource: they turn to us first" in text
        assert "values 4, respect 1, personal not known" in text
        assert "about sailing" in text
        assert "They value  article" in text
        assert "That is nobody’s fault" in text
        text = await press(pilot, "enter")
        assert "Noted who we are to Dr. Chan [b]. u undoes it." in text
        whole = told(pilot)
        assert "We are a resource to them" in whole
        assert "poor fit in respect" in whole
        text = await press(pilot, "u")
        assert "Undone: Noted who we are to Dr. Chan [b]." in text
        assert "We are not asked yet: W asks" in told(pilot)
        assert "1 of 7" in await press(pilot, "W")


async def test_the_circle(drive: Driven, known: str) -> None:
    async with drive(known) as pilot:
        text = await press(pilot, "2", "C")
        assert "0 of 10 places taken; they may reach 0 people" in text
        text = await press(pilot, "plus")
        assert "Put Dr. Adams at place 1 of the inner circle. u undoes it." in text
        assert "they may reach 250 people" in text
        await press(pilot, "escape", "j", "C", "g", "a")
        text = await press(pilot, "K")
        assert " >  1  Dr. Chan [b]" in text
        text = await press(pilot, "J")
        assert " >  2  Dr. Chan [b]" in text
        text = await press(pilot, "u")
        assert "1  Dr. Chan [b]" in text
        assert "2  Dr. Adams" in text
        text = await press(pilot, "g", "j", "x")
        assert "Took Dr. Adams out" in text
        assert "Nobody has this place yet." in await press(pilot, "x")
        await press(pilot, "g", "enter")
        assert screen(pilot).shown() == (2, "Dr. Chan [b]")
        assert screen(pilot).page.has_focus
        assert "inner circle 1" in told(pilot)
        text = await press(pilot, "1", "colon", *typed("inner"), "enter")
        assert "1 of 10 places taken" in text


async def test_each_field_is_edited_where_it_stands(drive: Driven, known: str) -> None:
    async with drive(known) as pilot:
        await press(pilot, "2", "j")
        await to_line(pilot, "Phone")
        text = await press(pilot, "enter")
        assert "Phone" in text
        assert "Specialty" not in text.split("┌")[-1]
        text = await press(pilot, *typed("12"), "enter")
        assert "! This does not look like a phone number" in " ".join(text.split())
        await press(pilot, *typed("07-555-0123"), "escape")
        text = await press(pilot, "e")
        assert "1207-555-0123" in text  # what was typed is kept
        assert "Saved Dr. Chan [b]. u undoes it." in await press(pilot, "ctrl+s")
        assert "Phone     1207-555-0123" in page_text(pilot)
        await to_line(pilot, "Rhythm")
        await press(pilot, "e", *typed("45"), "enter")
        assert "every 45 days" in told(pilot)
        await to_line(pilot, "Likes")
        await press(pilot, "enter", "space", "ctrl+s")
        assert "Likes     article" in page_text(pilot)
        await to_line(pilot, "Fit")
        await press(pilot, "enter", "right", "down", "5", "ctrl+s")
        assert "Fit of 5  values 1, respect 5" in page_text(pilot)
        await press(pilot, "f", *typed("tomorrow"), "down", *typed("Ring"), "ctrl+s")
        await to_line(pilot, "Ring")
        await press(pilot, "enter", "down", *typed(" back"), "ctrl+s")
        assert "Ring back, due " in told(pilot), told(pilot)
        await to_line(pilot, "introduced by")
        await press(pilot, "e", "c", "enter")
        assert "colleague of Dr. Adams" in page_text(pilot)
        await to_line(pilot, "Quality")
        assert "worked out from what you log" in await press(pilot, "e")
        assert "May we ask?" in await press(pilot, "enter")


@pytest.mark.slow
async def test_what_others_show_opens_from_here(drive: Driven, known: str) -> None:
    async with drive(known, size=(120, 40)) as pilot:
        await press(pilot, "2", "j")
        await to_line(pilot, "▲ Zoe")
        text = await press(pilot, "o")
        assert "Zoe" in text.split("Log")[-1]
        await press(pilot, "escape")
        await to_line(pilot, "Dec 6")
        text = await press(pilot, "enter")
        assert "What Dr. Chan [b] answered" in text
        await press(pilot, "escape")
        assert "email" in await press(pilot, "e")
        await press(pilot, "escape")
        for key, words in (("v", "Dr. Chan [b]"), ("I", "None so far"), ("dollar_sign", "535")):
            assert words in await press(pilot, key)
            await press(pilot, "escape")
        text = await press(pilot, "1")
        assert "Today" in text
