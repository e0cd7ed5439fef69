"""Filtering the Board, filters kept by name, and moving many cards at once, by keys."""

import pytest

from tests.conftest import TODAY
from tests.ui.conftest import screen_text, settle
from tests.ui.test_board import at, board, press, refer, small, typed  # noqa: F401
from tui_tracker.services import filters, history, referrals
from tui_tracker.storage.journal import changing
from tui_tracker.storage.models import Member, Partner, Referral

FIVE_THOUSAND = 5_000


@pytest.fixture
def full(sqlite_practice, doing):
    """Five thousand cards that wait, all late; ten of them urgent, one of them Ann's."""
    with changing(doing, "Made a practice") as unit:
        lee = unit.insert(Partner, name="Ann Lee, MD", search="ann lee, md", added_on=TODAY, stage="referring")
        ann = unit.insert(Member, name="Ann")
        rows = [
            {
                "partner": lee,
                "patient_ref": f"P-{number}",
                "stage": "received",
                "stage_on": TODAY.replace(day=1),
                "day": TODAY.replace(day=1),
                "urgency": "urgent" if number % 500 == 7 else "routine",
                "member": ann if number == 77 else None,
            }
            for number in range(FIVE_THOUSAND)
        ]
        unit.insert_many(Referral, rows)
    return sqlite_practice


async def test_the_title_says_what_a_filter_means_while_it_is_typed_and_after(small, drive):  # noqa: F811
    async with drive(small) as pilot:
        await press(pilot, "3", "slash")
        text = await typed(pilot, "late @lee")
        assert "Inbound referrals  2  late · partner: Ann Lee, MD  ctrl+s saves it" in text
        text = await press(pilot, "enter")
        assert "late · partner: Ann Lee, MD  esc shows all" in text
        assert "late @lee" not in text
        text = await press(pilot, "tab", "tab")
        assert "Partners by stage  1  partner: Ann Lee, MD · the rest is for referrals" in text
        text = await press(pilot, "escape")
        assert "Partners by stage  4" in text


async def test_the_cursor_stays_with_its_card_through_a_filter(full, drive):
    async with drive(full) as pilot:
        await press(pilot, "3", "slash")
        await typed(pilot, "mine")
        await press(pilot, "enter")
        assert at(pilot) == ("received", "P-77")
        text = await press(pilot, "escape")
        assert at(pilot) == ("received", "P-77")
        assert "P-77 " in text
        assert board(pilot).index == 77


async def test_a_filter_is_saved_used_and_deleted_by_keys(small, drive):  # noqa: F811
    async with drive(small) as pilot:
        text = await press(pilot, "3", "f")
        assert "None yet: / types a filter, ctrl+s keeps it by a name." in text
        assert "There is no filter to delete." in await press(pilot, "d")
        await press(pilot, "escape", "slash")
        await typed(pilot, "payer:blue")
        text = await press(pilot, "ctrl+s")
        assert "Save the filter “payer:blue”" in text
        text = await press(pilot, "enter")
        assert "Give the filter a name." in text
        await typed(pilot, "Harbor")
        text = await press(pilot, "enter")
        assert "Saved the filter Harbor; f lists them. u undoes it." in text
        assert "Harbor: payer: Blue Harbor Health" in text
        assert at(pilot) == ("in_care", "CC-3")

        await pilot.app.desk(filters.save_filter, pilot.app.doing(), "Mornings", "urgent")
        await press(pilot, "escape")
        text = await press(pilot, "f")
        assert "Harbor" in text
        assert "payer:blue" in text
        text = await press(pilot, "m", "enter")
        assert "Inbound referrals  1  Mornings: urgent  esc shows all" in text
        assert at(pilot) == ("received", "BB-2")
        text = await press(pilot, "tab")
        assert "Mornings: urgent" in text

        text = await press(pilot, "f", "d")
        assert "Deleted the filter Harbor. u undoes it." in text
        text = await press(pilot, "u")
        assert "Undone: Deleted the filter Harbor." in text
        text = await press(pilot, "d", "z")
        assert "z does nothing here; esc goes back." in text
        await press(pilot, "escape", "u")
        assert [one.name for one in await pilot.app.desk(filters.saved_filters)] == ["Harbor", "Mornings"]


async def test_leaving_without_a_name_keeps_what_is_typed(small, drive):  # noqa: F811
    async with drive(small) as pilot:
        await press(pilot, "3", "slash")
        await typed(pilot, "urgent")
        text = await press(pilot, "ctrl+s", "escape")
        assert "urgent  ctrl+s saves it" in text
        assert "Inbound referrals  1 " in await typed(pilot, " evil")


@pytest.mark.slow
async def test_five_thousand_cards_are_filtered_marked_and_moved_in_one_change(full, drive, doing):
    async with drive(full, size=(120, 40)) as pilot:
        text = await press(pilot, "3")
        assert "5000    ↓4989" in text
        await press(pilot, "slash")
        text = await typed(pilot, "late urgent")
        assert "Inbound referrals  10  late · urgent" in text
        await press(pilot, "enter")
        text = await press(pilot, "asterisk")
        assert "* 10 marked" in text
        text = await press(pilot, "L")
        assert "Moved 10 referrals to contacted. u undoes it." in text
        await press(pilot, "escape", "h", "G")
        text = await press(pilot, "asterisk")
        assert "The first 500 of 4,990 cards are marked; no more are moved at once." in text
        text = await press(pilot, "m", "c", "enter")
        assert "Moved 500 referrals to contacted. u undoes it." in text
        assert board(pilot).marked == {}
        told = await pilot.app.desk(history.changes, 0, 9)
        labels = [change.label for change in told][:2]
        assert labels == ["Moved 500 referrals to contacted", "Moved 10 referrals to contacted"]
        await press(pilot, "u", "u")
        assert "5000" in screen_text(pilot.app)


async def test_marks_outlast_a_reload_and_go_with_cards_that_left(small, drive, doing):  # noqa: F811
    async with drive(small) as pilot:
        await press(pilot, "3", "space", "space")
        first, second = board(pilot).marked
        await pilot.app.desk(referrals.move_referral, doing, first, "seen", TODAY)
        pilot.app.changed()
        await settle(pilot)
        assert board(pilot).marked == {first: "seen", second: "received"}
        await press(pilot, "slash")
        text = await typed(pilot, "lee")
        assert board(pilot).marked == {first: "seen"}
        assert "* 1 marked" in text
        await press(pilot, "enter", "x")
        assert board(pilot).marked == {}
        text = await press(pilot, "asterisk", "asterisk")
        assert "marked" not in text


async def test_one_refusal_for_several_cards_and_none_is_moved(small, drive, doing):  # noqa: F811
    refer(doing, None, "NN-6")
    async with drive(small) as pilot:
        await press(pilot, "3", "asterisk", "m", "c")
        await press(pilot, *["backspace"] * 5)
        await typed(pilot, "-5d")
        text = " ".join((await press(pilot, "enter")).split())
        assert text.count("None of them was moved.") == 1
        await press(pilot, "escape", "escape")
        assert len(board(pilot).marked) == 3
        text = await press(pilot, "H")
        assert text.count("Received is the first column.") == 1


async def test_ctrl_s_in_the_stage_picker_says_that_it_means_nothing(small, drive):  # noqa: F811
    async with drive(small) as pilot:
        text = await press(pilot, "3", "m", "ctrl+s")
        assert "ctrl+s does nothing here; esc goes back." in text


async def test_a_card_shows_whose_it_is(full, drive):
    async with drive(full, size=(120, 40)) as pilot:
        await press(pilot, "3", "slash")
        text = await typed(pilot, "mine")
        assert [line.split() for line in text.splitlines()[4:7]] == [
            [">", "P-77", "15d"],
            ["Ann", "Lee,", "MD", "A"],
            ["!", "contact", "13d"],
        ]
