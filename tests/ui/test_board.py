"""The Board, driven by its keys."""

from __future__ import annotations

from datetime import timedelta

import pytest
from rich.cells import cell_len
from textual import events
from textual.geometry import Region

from tests.conftest import TODAY
from tests.ui.conftest import screen_text, settle
from tui_tracker.domain.text import fold
from tui_tracker.services import cards, referrals
from tui_tracker.services.history import changes
from tui_tracker.storage.journal import changing
from tui_tracker.storage.models import Partner, Referral
from tui_tracker.widgets.board_cards import short_name
from tui_tracker.widgets.board_columns import BoardColumns

HOSTILE = "[@click=app.quit]Evil[/nope]"


def add_partner(unit, name: str, **more: object) -> int:
    return unit.insert(Partner, **{"name": name, "search": fold(name), "added_on": TODAY, "stage": "referring", **more})


def refer(doing, partner: int | None, reference: str, days_ago: int = 0, stage: str = "", **more: object) -> int:
    day = TODAY - timedelta(days_ago)
    source = "partner" if partner else "web"
    found = referrals.add_referral(
        doing, {"partner_id": partner, "source": source, "patient_ref": reference, "day": day, **more}
    )
    if stage:
        referrals.move_referral(doing, found, stage, day, "went elsewhere" if stage in ("lost", "declined") else "")
    return found


@pytest.fixture
def small(sqlite_practice, doing):
    """Ann Lee refers, Bo Ray is referred to, a hostile partner does both; a payer covers one patient."""
    with changing(doing, "Made partners") as unit:
        lee = add_partner(unit, "Ann Lee, MD", specialty="Orthopedics", area="Bath")
        ray = add_partner(unit, "Bo Ray, PT", stage="building")
        evil = add_partner(unit, HOSTILE)
        payer = add_partner(unit, "Blue Harbor Health", kind="payer")
    refer(doing, lee, "AA-1", 10)
    refer(doing, evil, "BB-2", 1, urgency="urgent")
    refer(doing, lee, "CC-3", 20, "in_care", payer_id=payer)
    refer(doing, None, "DD-4", 5, "lost")
    refer(doing, ray, "EE-5", 30, flow="outbound")
    return sqlite_practice


async def press(pilot, *keys: str) -> str:
    for key in keys:
        await pilot.press(key)
        await settle(pilot)
    return screen_text(pilot.app)


async def typed(pilot, text: str) -> str:
    await pilot.press(*["space" if letter == " " else letter for letter in text])
    await settle(pilot)
    return screen_text(pilot.app)


def board(pilot) -> BoardColumns:
    return pilot.app.screen_stack[0].query_one(BoardColumns)


def at(pilot) -> tuple[str, str | None]:
    """The column that the cursor is in, and the patient or partner under it."""
    view = board(pilot)
    item = view.current
    return view.column or "", None if item is None else getattr(item, "patient_ref", None) or item.name


async def test_three_columns_stand_side_by_side_at_80_and_scroll_with_the_cursor(small, drive):
    async with drive(small) as pilot:
        text = await press(pilot, "3")
        heading = text.splitlines()[2]
        assert heading.split() == ["received", "2", "contacted", "0", "scheduled", "0"]
        text = await press(pilot, "l", "l", "l")
        assert text.splitlines()[2].split() == ["contacted", "0", "scheduled", "0", ">", "seen", "0"]
        assert "received 2" in text.splitlines()[1]
        text = await press(pilot, "l", "l", "l", "l", "l", "l")
        assert at(pilot) == ("lost", "DD-4")
        text = await press(pilot, "h", "h", "h")
        assert at(pilot) == ("in_care", "CC-3")


@pytest.mark.parametrize(
    ("size", "columns"), [((60, 20), 2), ((80, 24), 3), ((120, 40), 8), ((120, 24), 5), ((200, 50), 8)]
)
async def test_as_many_columns_as_fit(small, drive, size, columns):
    async with drive(small, size=size) as pilot:
        text = await press(pilot, "3")
        assert len(board(pilot).in_sight) == columns
        assert all(cell_len(line) <= size[0] for line in text.splitlines())


async def test_a_card_says_who_from_whom_how_long_and_what_is_late(small, drive):
    async with drive(small) as pilot:
        lines = (await press(pilot, "3")).splitlines()
        assert lines[3].startswith("> AA-1 Ann Lee, MD    10d")
        assert lines[4].startswith("  ! contact 8d late") or lines[4].startswith("  ! acknowledge 8d late")
        assert "BB-2" in lines[5]
        assert "[@click" in lines[5]
        assert "urgent" in lines[6]


@pytest.mark.slow
async def test_a_referral_is_carried_from_r_to_closed_by_keys_alone(small, drive):
    async with drive(small) as pilot:
        await press(pilot, "3", "r")
        await typed(pilot, "lee")
        await press(pilot, "enter")
        await typed(pilot, "JD-4411")
        await press(pilot, "enter")
        await typed(pilot, "shoulder")
        text = await press(pilot, "ctrl+s")
        assert "Added JD-4411 from Ann Lee, MD: first contact by Wed Mar 18, 3 more." in text
        assert at(pilot) == ("received", "JD-4411")
        text = await press(pilot, "L")
        assert "Moved JD-4411 (Ann Lee, MD) to contacted. u undoes it." in text
        assert at(pilot) == ("contacted", "JD-4411")
        await press(pilot, "u")
        assert at(pilot) == ("received", "JD-4411")
        await press(pilot, "ctrl+r")
        assert at(pilot) == ("contacted", "JD-4411")
        await press(pilot, "m", "s", "tab")
        await typed(pilot, "fri")
        await press(pilot, "enter")
        assert at(pilot) == ("scheduled", "JD-4411")
        text = await press(pilot, "L", "enter")
        assert "initial report" in text
        assert "Visit booked    Mar 20" in text
        text = await press(pilot, "p")
        assert "[initial]" in text
        text = await press(pilot, "ctrl+s", "s", "ctrl+s")
        assert "initial report on JD-4411" in text
        assert "u undoes it." in text
        text = await press(pilot, "m", "i", "enter")
        assert "in care since today" in text
        text = await press(pilot, "t")
        assert "Thanked Ann Lee, MD." in text
        text = await press(pilot, "m", "x", "enter", "escape")
        assert "final report" in text
        text = await press(pilot, "u")
        assert "in care since today" in text
        await press(pilot, "ctrl+r", "p", "ctrl+s", "s", "ctrl+s")
        text = await press(pilot, "m", "escape")
        assert "Nothing is owed." in text
        await press(pilot, "escape")
        assert at(pilot) == ("closed", "JD-4411")
        assert board(pilot).current.owed is None


async def test_h_brings_a_card_back_and_the_ends_say_so(small, drive):
    async with drive(small) as pilot:
        text = await press(pilot, "3", "H")
        assert "Received is the first column." in text
        await press(pilot, "L", "L", "H")
        assert at(pilot) == ("contacted", "AA-1")
        await press(pilot, *"lllllll")
        text = await press(pilot, "L")
        assert "Lost is the last column." in text
        text = await press(pilot, "H")
        assert "Moved DD-4 to received." in text
        assert at(pilot) == ("received", "DD-4")


async def test_what_stands_aside_needs_a_reason(small, drive, doing):
    async with drive(small) as pilot:
        text = await press(pilot, "3", "m", "d")
        assert "Move AA-1 to declined" in text
        text = await press(pilot, "ctrl+s")
        assert "! Say why it is declined" in text
        await typed(pilot, "not our field")
        await press(pilot, "enter")
        await typed(pilot, "Harbor Clinic")
        text = await press(pilot, "ctrl+s", "escape")
        assert at(pilot) == ("declined", "AA-1")
        text = await press(pilot, "enter")
        assert "not our field" in text
        assert "Harbor Clinic" in text


async def test_days_that_would_run_backwards_are_refused_with_both_days(small, drive):
    async with drive(small) as pilot:
        await press(pilot, "3", "m", "c")
        await press(pilot, *["backspace"] * 5)
        await typed(pilot, "-30d")
        text = await press(pilot, "enter")
        assert "It was received on Mar 6, so it cannot be contacted on Feb 14; choose" in " ".join(text.split())
        assert "-30d" in text
        await press(pilot, "escape", "escape")
        assert at(pilot) == ("received", "AA-1")


async def test_marked_cards_move_together_and_one_undo_brings_them_back(small, drive):
    async with drive(small) as pilot:
        text = await press(pilot, "3", "space", "space")
        assert "2 marked" in text
        text = await press(pilot, "L")
        assert "Moved 2 referrals to contacted. u undoes it." in text
        assert "received 0" in text
        assert "marked" not in text
        text = await press(pilot, "u")
        assert "received 2" in text
        text = await press(pilot, "g", "space", "space", "m", "l")
        assert "Move 2 referrals to lost" in text
        await typed(pilot, "moved away")
        text = await press(pilot, "ctrl+s")
        assert "Moved 2 referrals to lost" in text
        await press(pilot, "u", "g", "space", "escape")
        assert board(pilot).marked == {}


async def test_filters_as_typed(small, drive):
    async with drive(small) as pilot:
        await press(pilot, "3", "slash")
        text = await typed(pilot, "evil")
        assert "Inbound referrals  1" in text
        assert "BB-2" in text
        assert "AA-1" not in text
        text = await press(pilot, "enter")
        assert "“evil”  esc shows all" in text
        text = await press(pilot, "escape")
        assert "AA-1" in text
        for wanted, shown in (("cc-3", "CC-3"), ("harbor", "CC-3"), ("urgent", "BB-2"), ("late lee", "AA-1")):
            await press(pilot, "slash")
            text = await typed(pilot, wanted)
            assert shown in text
            assert at(pilot)[1] == shown
            assert f"Inbound referrals  {2 if wanted == 'late lee' else 1} " in text
            await press(pilot, "escape")
        await press(pilot, "slash")
        text = await typed(pilot, "nowhere")
        assert "Nothing matches “nowhere”; esc shows all." in text


async def test_tab_goes_to_outbound_and_to_partners_by_stage(small, drive):
    async with drive(small) as pilot:
        text = await press(pilot, "3", "j", "tab")
        assert "Outbound referrals  1" in text
        assert at(pilot) == ("sent", "EE-5")
        assert "! ask for news" in text
        text = await press(pilot, "L")
        assert "Moved EE-5 (Bo Ray, PT) to accepted" in text
        text = await press(pilot, "tab")
        assert "Partners by stage  4" in text
        assert at(pilot) == ("building", "Bo Ray, PT")
        text = await press(pilot, "L")
        assert "Moved Bo Ray, PT to referring" in text
        assert at(pilot) == ("referring", "Bo Ray, PT")
        await press(pilot, "m", "d")
        assert at(pilot) == ("dormant", "Bo Ray, PT")
        await press(pilot, "u", "u")
        assert at(pilot) == ("building", "Bo Ray, PT")
        await press(pilot, "tab")
        assert at(pilot) == ("received", "BB-2")
        await press(pilot, "shift+tab", "enter")
        assert type(pilot.app.screen).__name__ == "PartnersScreen"


async def test_t_thanks_the_partner_of_the_card(small, drive):
    async with drive(small) as pilot:
        text = await press(pilot, "3", "t")
        assert "Thanked Ann Lee, MD. u undoes it." in text
        await press(pilot, *"lllllll")
        text = await press(pilot, "t")
        assert "There is no partner here to thank." in text


async def test_an_empty_board_tells_how_to_start(sqlite_practice, drive):
    async with drive(sqlite_practice) as pilot:
        text = await press(pilot, "3")
        assert "No referral came in yet." in text
        assert "tui-tracker import FILE" in text
        text = await press(pilot, "j", "l", "L", "m", "space", "enter", "t", "e")
        assert "There is no" in text
        text = await press(pilot, "tab", "tab")
        assert "No partners yet." in text


async def test_hostile_names_are_shown_as_they_are(small, drive, doing):
    with changing(doing, "Made one more") as unit:
        worst = add_partner(unit, "\x1b]0;x\x07\u202eInk[red]\u202e \u0085Ω漢字漢字漢字漢字")
    refer(doing, worst, "ZZ-9", 3)
    async with drive(small) as pilot:
        text = await press(pilot, "3", "G", "k", "enter", "escape", "j")
        for character in "\x1b\x07\x85\u202e":
            assert character not in text
        assert "[@click" in text


async def test_a_column_of_two_thousand_is_fetched_in_windows(sqlite_practice, drive, doing, monkeypatch):
    with changing(doing, "Made partners") as unit:
        lee = add_partner(unit, "Ann Lee, MD")
    rows = [
        {"partner": lee, "patient_ref": f"P-{number}", "stage": "received", "stage_on": TODAY, "day": TODAY}
        for number in range(2_000)
    ]
    for start in range(0, 2_000, 100):
        Referral.insert_many(rows[start : start + 100]).execute()
    asked = []
    real = cards.board_column

    def counted(flow, stage, offset, length, *rest):
        asked.append((stage, offset, length))
        return real(flow, stage, offset, length, *rest)

    monkeypatch.setattr(cards, "board_column", counted)
    async with drive(sqlite_practice) as pilot:
        text = await press(pilot, "3")
        assert "received 2000" in text
        assert sum(length for _, _, length in asked) <= 100
        asked.clear()
        text = await press(pilot, "G")
        assert at(pilot) == ("received", "P-1999")
        assert sum(length for _, _, length in asked) <= 100
        await press(pilot, "g")
        for _ in range(9):
            await pilot.press(*["pagedown"] * 6)
            await settle(pilot)
        assert all(length == 50 for _, _, length in asked)
        assert sum(len(page) for page in board(pilot)._lanes[0].pages.values()) <= 300
        text = await press(pilot, "L")
        assert "received 1999" in text
        assert at(pilot)[0] == "contacted"


async def test_a_step_within_a_column_repaints_the_gutter_alone(small, drive, doing, monkeypatch):
    async with drive(small) as pilot:
        await press(pilot, "3")
        painted: list[Region] = []
        view = board(pilot)
        real = view.refresh

        def noted(*regions, **more):
            painted.extend(regions or [Region(0, 0, *view.size)])
            return real(*regions, **more)

        monkeypatch.setattr(view, "refresh", noted)
        await press(pilot, "j")
        assert at(pilot) == ("received", "BB-2")
        assert sum(region.area for region in painted) == 4
        assert all(region.y > 0 for region in painted)


async def burst(pilot, *keys: str) -> str:
    """Keys that arrive together, as over a line that stood still for a moment."""
    for key in keys:
        name = {"/": "slash"}.get(key, key)
        pilot.app.post_message(events.Key(name, key if len(key) == 1 else None))
    await settle(pilot)
    await settle(pilot)
    return screen_text(pilot.app)


async def test_keys_of_one_burst_mean_the_cards_they_were_typed_for(small, drive):
    async with drive(small) as pilot:
        await press(pilot, "3")
        await burst(pilot, "L", "L", "L")
        assert at(pilot) == ("seen", "AA-1")
        await burst(pilot, "u", "u", "L", "j")
        assert at(pilot) == ("scheduled", "AA-1")


async def test_a_card_that_is_still_on_its_way_opens_when_it_comes(small, drive):
    async with drive(small) as pilot:
        await press(pilot, "3")
        text = await burst(pilot, "l", "l", "l", "l", "enter")
        assert "CC-3  from Ann Lee, MD" in text


async def test_what_is_typed_ahead_of_the_filter_is_typed_into_it(small, drive):
    async with drive(small) as pilot:
        await press(pilot, "3")
        text = await burst(pilot, "/", "q", "m", "u")
        assert "Nothing matches “qmu”" in text


async def test_a_key_that_means_nothing_says_so(small, drive):
    async with drive(small) as pilot:
        assert "z does nothing here; ? shows the keys." in await press(pilot, "3", "z")
        assert "No card is marked; space marks one." in await press(pilot, "x")
        assert "There is no filter to save; / types one." in await press(pilot, "ctrl+s")


async def test_every_change_is_in_the_history_by_name(small, drive):
    async with drive(small) as pilot:
        await press(pilot, "3", "L", "u")
        told = await pilot.app.desk(changes, 0, 2)
        assert [(change.kind, change.label) for change in told] == [
            ("undo", "Moved AA-1 (Ann Lee, MD) to contacted"),
            ("do", "Moved AA-1 (Ann Lee, MD) to contacted"),
        ]


@pytest.mark.parametrize(
    ("name", "width", "shown"),
    [
        ("Ann Lee, MD", 20, "Ann Lee, MD"),
        ("Ann Lee, MD", 8, "Ann Lee"),
        ("Benjamin Okonkwo, MD", 12, "B. Okonkwo"),
        ("Benjamin Okonkwo, MD", 8, "Okonkwo"),
        ("Harbor Physical Therapy", 8, "Harbor Physical Therapy"),
        (", MD", 2, ""),
    ],
)
def test_a_name_is_shortened_to_what_tells_it(name, width, shown):
    assert short_name(name, width) == shown
