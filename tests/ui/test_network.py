"""The Network screen, driven by its keys."""

from __future__ import annotations

import pytest

from tests.conftest import TODAY
from tests.ui.conftest import screen_text, settle
from tui_tracker.domain.network import Grouping
from tui_tracker.domain.text import fold
from tui_tracker.services import network
from tui_tracker.storage.journal import changing
from tui_tracker.storage.models import Contact, Link, Partner, Practice, Referral

HOSTILE = "[@click=app.quit]Evil[/nope]"


@pytest.fixture
def small(sqlite_practice, doing):
    with changing(doing, "Made a network") as unit:
        unit.insert(Practice, name="Riverside PT", id=1)

        def partner(name: str, specialty: str, **more: object) -> int:
            values = {"name": name, "search": fold(name), "specialty": specialty, "added_on": TODAY, **more}
            return unit.insert(Partner, **values)

        lee = partner("Dr. Ann Lee", "Cardiology", area="Bath", stage="referring")
        partner("Dr. Bo Ray", "Cardiology", area="Portland")
        clinic = partner("Lee Clinic", "Family medicine", kind="practice", area="Bath")
        partner(HOSTILE, "Urology")
        unit.insert(Link, kind="works_at", from_partner=lee, to_partner=clinic)
        unit.insert(Contact, partner=lee, name="Nurse Joy", role="nurse")
        unit.insert(Referral, partner=lee, patient_ref="JD-1", stage="received", stage_on=TODAY, day=TODAY)
    return sqlite_practice


async def press(pilot, *keys: str) -> str:
    for key in keys:
        await pilot.press(key)
        await pilot.app.workers.wait_for_complete()
    await settle(pilot)
    return screen_text(pilot.app)


def under_cursor(text: str) -> str:
    return next((line for line in text.splitlines() if line.startswith(">")), "")


async def test_branches_sum_up_and_unfold_to_partners_and_their_ties(small, drive):
    async with drive(small) as pilot:
        text = await press(pilot, "4")
        assert "Riverside PT" in text
        assert "4 partners" in text
        assert "+ Cardiology" in text
        assert "2 partners" in text
        assert "Dr. Ann Lee" not in text
        text = await press(pilot, "j", "space")
        assert "- Cardiology" in text
        assert "Dr. Ann Lee +2" in text
        text = await press(pilot, "j", "l")
        assert "works at Lee Clinic, Family medicine" in text
        assert "contact Nurse Joy, nurse" in text
        assert HOSTILE not in text
        text = await press(pilot, "Z")
        assert HOSTILE in text
        assert "Urology" in text


async def test_h_and_l_walk_the_tree_and_keys_in_one_burst_mean_the_same(small, drive):
    async with drive(small) as pilot:
        await press(pilot, "4")
        await pilot.press("j", "l", "l", "l", "l")
        await settle(pilot)
        assert "works at Lee Clinic" in under_cursor(screen_text(pilot.app))
        assert "Dr. Ann Lee" in under_cursor(await press(pilot, "h"))
        text = await press(pilot, "h")
        assert "Dr. Ann Lee +2" in under_cursor(text)
        assert "Cardiology" in under_cursor(await press(pilot, "h"))
        assert "Dr. Ann Lee" not in await press(pilot, "h")
        assert "Riverside PT" in under_cursor(await press(pilot, "h"))
        assert "Dr. Bo Ray" in await press(pilot, "space")
        assert "Dr. Bo Ray" not in await press(pilot, "space")


async def test_the_partner_or_the_other_end_of_a_link_is_opened_and_folds_stay(small, drive):
    async with drive(small) as pilot:
        await press(pilot, "4", "j", "l", "l", "l", "l")
        screen = pilot.app.screen
        assert screen.current_partner()[1] == "Lee Clinic"
        await press(pilot, "j")
        assert screen.current_partner()[1] == "Dr. Ann Lee"
        await press(pilot, "k", "enter")
        assert pilot.app.current_mode == "partners"
        assert "works at Lee Clinic" in under_cursor(await press(pilot, "4"))


async def test_a_filter_keeps_what_stands_above_and_n_goes_round_its_matches(small, drive):
    async with drive(small) as pilot:
        text = await press(pilot, "4", "slash", "l", "e", "e")
        assert "Dr. Ann Lee" in text
        assert "Lee Clinic" in text
        assert "Family medicine" in text
        assert "Dr. Bo Ray" not in text
        assert "Urology" not in text
        assert "Dr. Ann Lee" in under_cursor(await press(pilot, "enter", "g", "n"))
        assert "Lee Clinic" in under_cursor(await press(pilot, "n"))
        assert "Dr. Ann Lee" in under_cursor(await press(pilot, "n"))
        assert "Lee Clinic" in under_cursor(await press(pilot, "N"))
        text = await press(pilot, "escape")
        assert "+ Urology" in text
        assert "Dr. Ann Lee" not in text
        text = await press(pilot, "slash", "x", "x")
        assert "contains “xx”; esc shows all again" in text
        assert "+ Cardiology" in await press(pilot, "escape")


async def test_b_regroups_and_keeps_the_partner_in_sight(small, drive):
    async with drive(small) as pilot:
        await press(pilot, "4", "j", "l", "j")
        text = await press(pilot, "b")
        assert "By area, last 90 days" in text
        assert "- Bath" not in text
        assert "+ Bath" in under_cursor(text)
        assert "no area given" in text
        assert "referring" in await press(pilot, "b")
        assert "practice" in await press(pilot, "b")
        assert "- Cardiology" in await press(pilot, "b")


async def test_an_empty_practice_says_how_to_start(sqlite_practice, drive):
    async with drive(sqlite_practice) as pilot:
        text = await press(pilot, "4", "l", "space", "n", "z", "Z", "h", "enter")
        assert "No partners yet: 2 a adds one" in text


async def test_it_reads_without_unicode_and_on_a_narrow_screen(small, drive, monkeypatch):
    monkeypatch.setattr("tui_tracker.screens.network.shows_lines", lambda: False)
    async with drive(small, size=(60, 20)) as pilot:
        text = await press(pilot, "4", "Z", "j", "j", "l")
        assert "|- - Cardiology" in text
        assert "|  |- - Dr. Ann Lee" in text
        assert "|  |  `- contact Nurse Joy" in text
        assert all(len(line) <= 60 for line in text.splitlines())
        await pilot.resize_terminal(120, 40)
        await settle(pilot)
        assert "clinician" in screen_text(pilot.app)


async def test_only_the_pages_in_sight_are_fetched(sqlite_practice, doing, drive, monkeypatch):
    with changing(doing, "Many") as unit:
        names = [f"Partner {number:04}" for number in range(2_000)]
        unit.insert_many(
            Partner,
            [{"name": name, "search": fold(name), "specialty": "Cardiology", "added_on": TODAY} for name in names],
        )
    asked: list[int] = []
    real = network.leaves

    def counted(ids, today):
        asked.append(len(ids))
        return real(ids, today)

    monkeypatch.setattr(network, "leaves", counted)
    async with drive(sqlite_practice) as pilot:
        await press(pilot, "4")
        assert sum(asked) == 0
        assert "2,000 partners" in screen_text(pilot.app)
        await press(pilot, "Z")
        assert 20 <= sum(asked) <= 200
        assert "Partner 1999" in await press(pilot, "G")
        assert "Partner 1" in under_cursor(await press(pilot, *["pageup"] * 6))
        assert max(asked) <= 200
        assert sum(asked) <= 1_000
        assert len(pilot.app.screen._leaves) <= 1_200


async def test_a_change_elsewhere_keeps_the_place(small, drive, doing):
    async with drive(small) as pilot:
        await press(pilot, "4", "j", "l", "j", "j")
        assert "Dr. Bo Ray" in under_cursor(screen_text(pilot.app))

        def add() -> None:
            with changing(doing, "Added") as unit:
                unit.insert(Partner, name="Dr. Abe Poe", search="dr. abe poe", specialty="Cardiology", added_on=TODAY)

        await pilot.app.desk(add)
        pilot.app.changed()
        await settle(pilot)
        text = screen_text(pilot.app)
        assert "Dr. Abe Poe" in text
        assert "Dr. Bo Ray" in under_cursor(text)
        assert pilot.app.screen.by is Grouping.SPECIALTY
