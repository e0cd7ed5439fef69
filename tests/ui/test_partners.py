"""The Partners screen, driven with real keys."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from tests.conftest import TODAY
from tests.ui.conftest import Driven, screen_text, settle
from tui_tracker.domain.agenda import AgendaLine
from tui_tracker.domain.records import Doing
from tui_tracker.domain.text import fold
from tui_tracker.screens.partners import PartnersScreen
from tui_tracker.services import contacts, history, links, partners
from tui_tracker.services.opening import close_practice
from tui_tracker.storage.journal import changing
from tui_tracker.storage.models import FollowUp, Partner, Referral, Touchpoint
from tui_tracker.widgets.lines import plain

HOSTILE = (
    "A[/nope]",
    "[@click=app.quit]Dr. Click[/]",
    "Dr. \x1b[31mEscape\x1b]0;title\x07",
    "Dr. \u202eBidi\u202c",
    "山田太郎整形外科リハビリテーションクリニック東京本院",
    "Dr. 👩‍⚕️ Ünïcode",
    "x" * 120,
)


def typed(text: str) -> list[str]:
    names = {" ": "space", ".": "full_stop", "-": "minus", ":": "colon", "@": "at", "+": "plus"}
    return [names.get(char, char) for char in text]


async def press(pilot: Pilot[Any], *keys: str) -> str:
    await pilot.press(*keys)
    await settle(pilot)
    return screen_text(pilot.app)  # type: ignore[arg-type]


def screen(pilot: Pilot[Any]) -> PartnersScreen:
    found = pilot.app.screen_stack[0]
    assert isinstance(found, PartnersScreen)
    return found


def page_text(pilot: Pilot[Any]) -> list[str]:
    page = screen(pilot).page
    lines = [page.line_at(index) for index in range(page.count)]
    return plain([line for line in lines if line is not None])


def told(pilot: Pilot[Any]) -> str:
    """The page's text without its line breaks."""
    return " ".join(" ".join(page_text(pilot)).split())


@pytest.fixture
def some(sqlite_practice: str, doing: Doing) -> str:
    """Dr. Adams, Dr. Chan (with a history) and Dr. Lee."""
    partners.add_partner(doing, {"name": "Dr. Adams", "specialty": "Orthopedics", "area": "Portland", "tier": "A"})
    chan = partners.add_partner(doing, {"name": "Dr. Chan", "area": "Bangor", "stage": "referring", "note": "Rows."}).id
    lee = partners.add_partner(doing, {"name": "Dr. Lee", "stage": "dormant"}).id
    with changing(doing, "A history") as unit:
        unit.insert(Touchpoint, partner=chan, day=TODAY - timedelta(12), channel="call", note="w" * 90)
        unit.insert(
            Referral,
            partner=chan,
            day=TODAY - timedelta(3),
            patient_ref="AB-1",
            stage="received",
            stage_on=TODAY - timedelta(3),
        )
        unit.insert(FollowUp, partner=chan, due_on=TODAY + timedelta(4), text="Send the protocol")
    contacts.add_contact(doing, chan, {"name": "Zoe", "role": "nurse"})
    links.add_link(doing, "introduced", chan, lee)
    close_practice()
    return sqlite_practice


async def test_the_list_and_the_page_of_the_first(drive: Driven, some: str) -> None:
    async with drive(some) as pilot:
        text = await press(pilot, "2")
        assert "3 by name" in text
        assert "> Dr. Adams" in text
        assert "Orthopedics · Portland · tier A" in text
        assert "no touch yet; first contact within 14 days; next by Mar 30" in told(pilot)


async def test_a_page_shows_what_there_is(drive: Driven, some: str) -> None:
    async with drive(some, size=(120, 40)) as pilot:
        await press(pilot, "2", "j", "tab")
        text = page_text(pilot)
        assert text[0] == "Dr. Chan"
        assert "Rhythm    last touch 12 days ago; every 60 days; next by May 3" in text
        assert "Touches   1 of 7" in text
        assert "Send the protocol, due in 4 days" in text
        assert "1 in 90 days, 1 in 365" in text
        assert "Zoe  nurse" in text
        assert "introduced to us Dr. Lee" in text
        assert "Rows." in text
        assert text[text.index("Timeline") + 1 :] == [
            "Mar 13       sent us AB-1 (received)",
            f"Mar 4        call  {'w' * 90}",
        ]
        assert (await press(pilot, "G")).count("w" * 40) == 2  # cut in the line, whole below


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_panes(drive: Driven, some: str, size: tuple[int, int]) -> None:
    async with drive(some, size=size) as pilot:
        text = await press(pilot, "2", "j")
        assert ("Warmth" in text) == (size[0] > 60)
        text = await press(pilot, "enter")
        assert "> Dr. Chan" in text
        assert ("by name" in text) == (size[0] > 60)
        assert "Dr. Lee" in "\n".join(page_text(pilot))
        await press(pilot, "n")
        text = await press(pilot, "tab", "tab")
        assert "> Dr. Lee" in text
        text = await press(pilot, "escape")
        assert "by name" in text
        assert screen(pilot).list.has_focus


async def test_add_with_an_error_shown_beside_the_field(drive: Driven, some: str) -> None:
    async with drive(some) as pilot:
        await press(pilot, "2", "a")
        text = await press(pilot, "ctrl+s")
        assert "! Write a name." in text
        text = await press(pilot, *typed("Dr. Zoe Ames"), "down", "p", "ctrl+s")
        assert "Added Dr. Zoe Ames. u undoes it." in text
        assert "> Dr. Zoe Ames" in text
        assert screen(pilot).shown() == (4, "Dr. Zoe Ames")
        text = await press(pilot, "u")
        assert "Undone: Added Dr. Zoe Ames." in text
        assert "3 by name" in text


async def test_what_was_typed_stays_when_the_form_is_left(drive: Driven, some: str) -> None:
    async with drive(some) as pilot:
        await press(pilot, "2", "a", *typed("Half a na"), "escape")
        text = await press(pilot, "a")
        assert "Half a na" in text
        text = await press(pilot, "end", *typed("me"), "ctrl+s")
        assert "Added Half a name." in text
        assert "Half a name" not in await press(pilot, "a")


async def test_a_name_that_is_here_already_asks_once(drive: Driven, some: str) -> None:
    async with drive(some) as pilot:
        text = await press(pilot, "2", "a", *typed("dr. lee"), "ctrl+s")
        assert "! Dr. Lee is here already; save again to keep both." in text
        assert "Added dr. lee." in await press(pilot, "ctrl+s")


async def test_edit_changes_only_what_was_changed(drive: Driven, some: str) -> None:
    async with drive(some) as pilot:
        await press(pilot, "2", "e")
        field = pilot.app.screen.query_one("#field-phone", Input)
        field.focus()
        text = await press(pilot, *typed("12"), "ctrl+s")
        assert "! This does not look like a phone number" in text
        text = await press(pilot, *typed("07-555-0123"), "ctrl+s")
        assert "Saved Dr. Adams." in text
        change = (await pilot.app.desk(history.changes, 0, 1))[0]  # type: ignore[attr-defined]
        assert change.label == "Edited Dr. Adams: phone"
        assert "1207-555-0123" in "\n".join(page_text(pilot))


async def test_archive_and_undo(drive: Driven, some: str) -> None:
    async with drive(some) as pilot:
        text = await press(pilot, "2", "j", "A")
        assert "Archived Dr. Chan. u undoes it." in text
        assert "2 by name" in text
        assert screen(pilot).shown() == (3, "Dr. Lee")
        await press(pilot, "slash", *typed("archived"), "enter")
        assert screen(pilot).shown() == (2, "Dr. Chan")
        text = await press(pilot, "A")
        assert "Brought Dr. Chan back from the archive." in text
        text = await press(pilot, "u", "u", "escape")
        assert "3 by name" in text


async def test_the_list_follows_the_filter(drive: Driven, some: str) -> None:
    async with drive(some) as pilot:
        text = await press(pilot, "2", "slash", *typed("ort"))
        assert "1 by name" in text
        assert "Dr. Chan" not in text
        text = await press(pilot, *typed("x"))
        assert "No partner fits; esc shows all." in text
        text = await press(pilot, "backspace", *typed(" tier:z"))
        assert "There is no tier “z”: A, B, C." in text
        text = await press(pilot, "escape")
        assert "3 by name" in text
        assert screen(pilot).list.has_focus
        text = await press(pilot, "slash", *typed("dorm"), "enter", "j")
        assert screen(pilot).shown() == (3, "Dr. Lee")
        assert "dorm" in text


async def test_sorting_says_what_by(drive: Driven, some: str) -> None:
    async with drive(some) as pilot:
        text = await press(pilot, "2", "S")
        assert "Sorted by last touch, the latest first." in text
        assert screen(pilot).shown() == (2, "Dr. Chan")
        for words in ("by referrals in 90 days", "by tier", "by stage", "by warmth", "by name"):
            assert f"Sorted {words}" in await press(pilot, "S")


async def test_a_partner_asked_for_elsewhere_is_opened(drive: Driven, some: str) -> None:
    async with drive(some) as pilot:
        pilot.app.show_partner(2)  # type: ignore[attr-defined]
        await settle(pilot)
        assert screen(pilot).shown() == (2, "Dr. Chan")
        assert screen(pilot).page.has_focus
        await press(pilot, "escape", "slash", *typed("adams"), "enter")
        pilot.app.show_partner(3)  # type: ignore[attr-defined]
        screen(pilot).open_partner(3)
        await settle(pilot)
        assert screen(pilot).shown() == (3, "Dr. Lee")
        assert "3 by name" in screen_text(pilot.app)  # type: ignore[arg-type]


async def test_enter_on_a_link_goes_to_that_partner(drive: Driven, some: str) -> None:
    async with drive(some) as pilot:
        await press(pilot, "2", "j", "tab")
        page = screen(pilot).page
        page.move_to(next(n for n in range(page.count) if "introduced" in plain([page.line_at(n)])[0]))  # type: ignore[list-item]
        await press(pilot, "enter")
        assert screen(pilot).shown() == (3, "Dr. Lee")
        assert "introduced by Dr. Chan" in "\n".join(page_text(pilot))


async def test_contact_link_and_follow_up(drive: Driven, some: str) -> None:
    async with drive(some, size=(120, 40)) as pilot:
        text = await press(pilot, "2", "c", *typed("Bob"), "ctrl+s")
        assert "Added Bob. u undoes it." in text
        text = await press(pilot, "L", "tab", "right", "enter", *typed("lee"), "enter")
        assert "Dr. Adams: introduced to us Dr. Lee." in text
        text = await press(pilot, "f", *typed("yesterday"), "ctrl+s")
        assert "which is past" in text
        await press(pilot, "escape")
        lines = page_text(pilot)
        assert "Bob" in lines
        assert "introduced to us Dr. Lee" in lines
        page = screen(pilot).page
        await press(pilot, "tab")
        page.move_to(next(n for n in range(page.count) if plain([page.line_at(n)])[0] == "Bob"))  # type: ignore[list-item]
        text = await press(pilot, "x")
        assert "Removed Bob from Dr. Adams. u undoes it." in text
        assert "Bob" not in page_text(pilot)


async def test_a_follow_up_is_done_where_the_cursor_is(drive: Driven, some: str) -> None:
    async with drive(some, size=(120, 40)) as pilot:
        text = await press(pilot, "2", "j", "d")
        assert "Put the cursor on a follow-up of the page first" in text
        text = await press(pilot, "f", *typed("tomorrow"), "down", *typed("Ring back"), "ctrl+s")
        assert "Promised for Tue Mar 17. u undoes it." in text
        await press(pilot, "tab")
        page = screen(pilot).page
        page.move_to(next(n for n in range(page.count) if "Ring back" in plain([page.line_at(n)])[0]))  # type: ignore[list-item]
        text = await press(pilot, "d")
        assert "Done. u undoes it." in text
        lines = "\n".join(page_text(pilot))
        assert "Ring back" not in lines
        assert "Send the protocol" in lines


async def test_thank_and_change_the_touchpoint(drive: Driven, some: str) -> None:
    async with drive(some, size=(120, 40)) as pilot:
        await press(pilot, "2", "t")
        assert "Mar 16       card: thank" in page_text(pilot)
        await press(pilot, "tab", "G", "e")
        field = pilot.app.screen.query_one("#field-intents", Input)
        field.value = "thank giv"
        text = await press(pilot, "ctrl+s")
        assert "Saved. u undoes it." in text
        assert "Mar 16       card: give, thank" in page_text(pilot)
        await press(pilot, "x")
        assert not [line for line in page_text(pilot) if "card" in line]


async def test_an_empty_practice_tells_how_to_begin(drive: Driven, sqlite_practice: str) -> None:
    close_practice()
    async with drive(sqlite_practice) as pilot:
        text = await press(pilot, "2")
        assert "a adds one" in text
        assert "tui-tracker import FILE" in text
        assert "tui-tracker demo" in text
        for key in ("t", "e", "A", "r", "f", "c", "L"):
            assert "There is no partner here; a adds one." in await press(pilot, key)
        for key in ("d", "x", "tab", "n", "S", "escape", "enter"):
            await press(pilot, key)


async def test_a_long_list_is_fetched_in_pages(
    drive: Driven, sqlite_practice: str, doing: Doing, monkeypatch: pytest.MonkeyPatch
) -> None:
    with changing(doing, "Many") as unit:
        names = [f"Partner {n:04}" for n in range(2_000)]
        unit.insert_many(Partner, [{"name": name, "search": fold(name), "added_on": TODAY} for name in names])
    close_practice()
    asked: list[tuple[int, int]] = []
    pages: list[int] = []
    window, page = partners._window, partners.partner_page

    def counted(chosen: Any, order: Any, offset: int, length: int, *rest: Any) -> Any:
        asked.append((offset, length))
        return window(chosen, order, offset, length, *rest)

    def opened(partner_id: int, *rest: Any) -> Any:
        pages.append(partner_id)
        return page(partner_id, *rest)

    monkeypatch.setattr(partners, "_window", counted)
    monkeypatch.setattr(partners, "partner_page", opened)
    async with drive(sqlite_practice) as pilot:
        await press(pilot, "2")
        assert asked == [(0, 100)]
        assert len(pages) == 1
        await pilot.press(*["j"] * 60)
        assert len(pages) < 20  # a held key opens no page, but where a loaded machine lets the cursor rest
        text = await press(pilot, "G")
        assert "> Partner 1999" in text
        assert asked[-1] == (1_900, 100)
        assert len(asked) <= 3
        assert sum(length for _offset, length in asked) <= 300
        await press(pilot, "slash", *typed("1234"), "enter")
        assert screen(pilot).shown() == (1_235, "Partner 1234")


async def test_a_long_history_is_fetched_in_pages(drive: Driven, sqlite_practice: str, doing: Doing) -> None:
    lee = partners.add_partner(doing, {"name": "Dr. Lee"}).id
    with changing(doing, "Much") as unit:
        unit.insert_many(
            Touchpoint,
            [{"partner": lee, "day": TODAY - timedelta(n), "channel": "call", "note": f"n{n}"} for n in range(350)],
        )
    close_practice()
    async with drive(sqlite_practice) as pilot:
        await press(pilot, "2", "tab")
        text = await press(pilot, "G")
        assert "call  n349" in text
        assert screen(pilot).page.line_at(150) is None  # never looked at, never fetched
        assert "> Dr. Lee" in await press(pilot, "g")


@pytest.mark.parametrize(
    "size", [(80, 24), *(pytest.param(size, marks=pytest.mark.slow) for size in ((120, 40), (60, 20)))]
)
async def test_hostile_names(drive: Driven, sqlite_practice: str, doing: Doing, size: tuple[int, int]) -> None:
    with changing(doing, "Written by another program") as unit:
        for name in HOSTILE:
            text = name.replace("\x00", "")
            unit.insert(
                Partner, name=text, search=fold(text) or "x", specialty=text, area=text, note=text, added_on=TODAY
            )
    for one in partners.partners(today=TODAY):
        contacts.add_contact(doing, one.id, {"name": "[b]Zoe[/nope]"})
    close_practice()
    async with drive(sqlite_practice, size=size) as pilot:
        await press(pilot, "2", "enter")
        text = ""
        for _ in HOSTILE:
            text += await press(pilot, "n")
        for key in ("e", "f", "L"):
            text += await press(pilot, key)
            text += await press(pilot, "escape")
        assert not [char for char in text if (ord(char) < 32 and char != "\n") or char in "\u202e\u202c\x7f\x9b"]
        assert pilot.app.is_running
        assert isinstance(pilot.app.screen, PartnersScreen)


async def test_an_incident_is_noted_and_answered_and_a_follow_up_dropped(drive: Driven, some: str) -> None:
    async with drive(some) as pilot:
        await press(pilot, "2", "j", "i", "tab", "tab")
        await press(pilot, *"waited long", "ctrl+s")
        text = page_text(pilot)
        assert [line for line in text if "complaint" in line]
        await press(pilot, "tab", "g")
        for _ in range(len(text)):
            if isinstance(screen(pilot).record_here(), AgendaLine) and "complaint" in str(screen(pilot).record_here()):
                break
            await press(pilot, "j")
        assert "waited long" in await press(pilot, "enter")
        await press(pilot, *"called", "enter")
        assert "complaint, answered Mar 16 (d closes)" in page_text(pilot)
        await press(pilot, "g")
        for _ in range(len(text)):
            if getattr(screen(pilot).record_here(), "kind", "") == "follow_up":
                break
            await press(pilot, "j")
        await press(pilot, "x")
        assert not [line for line in page_text(pilot) if "Send the protocol" in line]
        await press(pilot, "u")
        assert [line for line in page_text(pilot) if "Send the protocol" in line]
