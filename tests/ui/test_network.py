"""The Network screen, driven by its keys."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.conftest import TODAY
from tests.ui.conftest import Driven, screen_text, settle
from tui_tracker.domain.mind_map import View
from tui_tracker.domain.records import Doing
from tui_tracker.domain.text import fold
from tui_tracker.domain.warmth_signs import ASCII_SIGNS
from tui_tracker.services import mind_map
from tui_tracker.storage.journal import changing
from tui_tracker.storage.models import Contact, Link, Partner, Practice, Referral

HOSTILE = "[@click=app.quit]Evil[/nope]"


@pytest.fixture
def small(sqlite_practice: str, doing: Doing) -> str:
    """Two cardiologists and the clinic where one of them works, a urologist, and one in the inner circle."""
    with changing(doing, "Made a network") as unit:
        unit.insert(Practice, name="Riverside PT", id=1)

        def partner(name: str, specialty: str, **more: object) -> int:
            values = {"name": name, "search": fold(name), "specialty": specialty, "added_on": TODAY, **more}
            return unit.insert(Partner, **values)

        lee = partner("Dr. Ann Lee", "Cardiology", area="Bath", stage="referring", inner_rank=1)
        partner("Dr. Bo Ray", "Cardiology", area="Portland")
        clinic = partner("Lee Clinic", "Family medicine", kind="practice", area="Bath")
        partner(HOSTILE, "Urology")
        unit.insert(Link, kind="works_at", from_partner=lee, to_partner=clinic)
        unit.insert(Contact, partner=lee, name="Nurse Joy", role="nurse")
        unit.insert(Referral, partner=lee, patient_ref="JD-1", stage="received", stage_on=TODAY, day=TODAY)
    return sqlite_practice


async def press(pilot: Pilot[Any], *keys: str) -> str:
    """Press keys, each in its turn; gives what the screen shows then."""
    for key in keys:
        await pilot.press(key)
        await pilot.app.workers.wait_for_complete()
    await settle(pilot)
    return screen_text(pilot.app)  # type: ignore[arg-type]


def here(text: str) -> str:
    """What the map shows from the cursor on, which stands left of its node on a map of one side."""
    return text.partition("▸")[2].partition("\n")[0]


def told(text: str) -> str:
    """The lines in words below the map."""
    return " ".join(line.strip() for line in text.splitlines()[-3:-1])


async def test_branches_fold_and_unfold_by_space_and_by_level_and_words_tell_of_the_node(
    small: str, drive: Driven
) -> None:
    async with drive(small) as pilot:
        text = await press(pilot, "4")
        assert "By specialty" in text
        assert "▲ warm" in text
        assert "Dr. Ann Lee" in text, "a small map is unfolded the first time"
        assert "[@click=app" in text
        assert "JD-1" not in text
        assert "Riverside PT: 4 partners." in told(text)
        text = await press(pilot, "z", "z")
        assert "Cardiology +2" in text
        assert "Dr. Ann Lee" not in text
        assert "z does nothing" not in text
        text = await press(pilot, "l", "k", "space", "l")
        assert "Dr. Ann Lee" in here(text)
        assert "Cardiology › Dr. Ann Lee: clinician, Bath" in told(text)
        assert "promises open" in told(text)
        text = await press(pilot, "space")
        assert "at Lee Clinic" in text
        assert "Nurse Joy" in text
        text = await press(pilot, "l", "j", "o")
        assert "Nurse Joy" in text.partition("with")[2], "what is logged on a contact is with them"
        text = await press(pilot, "escape", "z", "2")
        assert "Nurse Joy" not in text
        assert "[@click=app" in text
        assert pilot.app.current_mode == "network", "2 after z is no screen"
        assert "Cardiology +2" in await press(pilot, "g", "h", "h", "space")
        await press(pilot, "z", "2")
        assert "Dr. Bo Ray" in screen_text(pilot.app)  # type: ignore[arg-type]
        await press(pilot, "z", "x", "2")
        assert pilot.app.current_mode == "partners", "x had its own meaning, and 2 again too"


async def test_the_view_its_folds_and_place_are_kept_for_the_next_time(small: str, drive: Driven) -> None:
    async with drive(small) as pilot:
        await press(pilot, "4", "z", "z", "l")
        text = await press(pilot, "b")
        assert "By area" in text
        text = await press(pilot, "B")
        assert "By area, then specialty" in text
        text = await press(pilot, "z", "z", "g", "l", "space", "l")
        place = here(text)
        assert "Cardiology +1" in place
        text = await press(pilot, "i")
        assert "Inner circle, reach 250" in text
        assert "1. Dr. Ann Lee" in text
        assert "Dr. Bo Ray" not in text
        assert "Nurse Joy" in text, "links and contacts of the inner circle stand unfolded by themselves"
        assert "at Lee Clinic" in text
        assert "Nurse Joy" not in await press(pilot, "l", "space")
        assert here(await press(pilot, "i")) == place
    async with drive(small) as pilot:
        text = await press(pilot, "4")
        assert "By area, then specialty" in text
        assert here(text) == place
        text = await press(pilot, "i")
        assert "1. Dr. Ann Lee" in here(text)
        assert "Nurse Joy" not in text, "what was folded away stays so"
        assert "Nurse Joy" in await press(pilot, "z", "2")
        assert "Nurse Joy" not in await press(pilot, "z", "z")
    async with drive(small, who="Bo") as pilot:
        assert "By specialty" in await press(pilot, "4"), "everybody looks at it their own way"


async def test_b_keeps_the_partner_and_goes_round_all_groupings(small: str, drive: Driven) -> None:
    async with drive(small) as pilot:
        text = await press(pilot, "4", "slash", "b", "o", "enter", "escape")
        assert "Dr. Bo Ray" in here(text)
        assert "By area" in await press(pilot, "b")
        text = await press(pilot, "z", "z", *"bbbbbbbb")
        assert "Dr. Bo Ray" in here(text)
        text = await press(pilot, "b")
        assert "Portland +1" in here(text), "the folds there stay"
        text = await press(pilot, "b")
        assert "By who introduced whom" in text
        assert "Dr. Bo Ray" in here(text), "folded away meanwhile, and still the one that is looked at"
        assert "By employer or office" in await press(pilot, "b")
        text = await press(pilot, *"bbbbbb")
        assert "By specialty" in text
        assert "Dr. Bo Ray" in here(text)


async def test_b_keeps_a_partner_who_is_folded_away_below_another(small: str, drive: Driven, doing: Doing) -> None:
    with changing(doing, "Linked") as unit:
        unit.insert(Link, kind="introduced", from_partner=1, to_partner=2)
    async with drive(small) as pilot:
        text = await press(pilot, "4", "b", "b", "z", "z", *"bbbbbbb", "slash", *"bo ray", "enter", "escape", "b", "b")
        assert "○ gap" not in text, "there is none"
        assert "Dr. Ann Lee +1" in here(text)
        assert "Dr. Bo Ray" in here(await press(pilot, "b"))


async def test_a_filter_keeps_what_stands_above_and_n_goes_round_its_matches(small: str, drive: Driven) -> None:
    async with drive(small) as pilot:
        text = await press(pilot, "4", "z", "z", "slash", "l", "e", "e")
        assert "with lee: 2 of 4 partners" in text
        assert "Dr. Ann Lee" in text
        assert "Lee Clinic" in text
        assert "Family medicine" in text
        assert "Dr. Bo Ray" not in text
        assert "Urology" not in text
        assert "Dr. Ann Lee" in here(await press(pilot, "enter")), "the first match"
        assert "Lee Clinic" in here(await press(pilot, "n"))
        assert "Dr. Ann Lee" in here(await press(pilot, "n"))
        assert "Lee Clinic" in here(await press(pilot, "N"))
        text = await press(pilot, "h", "space")
        assert "Lee Clinic" not in text, "folded by hand, also while filtered"
        text = await press(pilot, "escape")
        assert "Urology +1" in text
        assert "Dr. Ann Lee" not in text, "the folds are those from before"
        text = await press(pilot, "slash", *"bo ray", "enter", "escape")
        assert "Dr. Bo Ray" in here(text), "who was found stands among the others now"
        assert "Dr. Ann Lee" in text
        text = await press(pilot, "z", "z", "slash", "x", "x")
        assert "No partner and no branch contains “xx”" in text
        assert "Cardiology +2" in await press(pilot, "enter", "escape")


async def test_f_shows_one_branch_and_c_centres(small: str, drive: Driven) -> None:
    async with drive(small) as pilot:
        text = await press(pilot, "4", "f")
        assert "Put the cursor on a branch" in text
        text = await press(pilot, "l", "k", "f")
        assert "Only Cardiology; esc shows all again." in text
        text = await press(pilot, "c")
        assert "only " in text
        assert "Dr. Ann Lee" in text
        assert "Urology" not in text
        assert "Riverside" in text
        assert "Urology" in await press(pilot, "escape")
        assert "This is the whole map" in await press(pilot, "escape")


async def test_x_follows_a_link_and_what_hides_its_end_is_unfolded(small: str, drive: Driven) -> None:
    async with drive(small) as pilot:
        text = await press(pilot, "4", "x")
        assert "Put the cursor on a partner" in text
        await press(pilot, "n", "f", "z", "z", "z", "2")
        text = await press(pilot, "l")
        assert "Dr. Ann Lee" in here(text)
        text = await press(pilot, "x")
        assert "Lee Clinic" in here(text)
        assert pilot.app.screen.current_partner() == (3, "Lee Clinic")  # type: ignore[attr-defined]
        assert "Dr. Ann Lee" in here(await press(pilot, "X"))
        assert "x follows a link first" in await press(pilot, "X")
        await press(pilot, "b", "b", "b")
        text = await press(pilot, "x")
        assert "Lee Clinic" in here(text), "at the office it is the branch"
        await press(pilot, "i", "l")
        text = await press(pilot, "x")
        assert "Lee Clinic" in here(text), "out of the circle"
        assert "By employer or office" in text
        text = await press(pilot, "X")
        assert "Inner circle" in text
        assert "1. Dr. Ann Lee" in here(text)


async def test_several_ways_across_are_a_list_to_choose_from(small: str, drive: Driven, doing: Doing) -> None:
    with changing(doing, "Another office") as unit:
        other = unit.insert(Partner, name="Bay Clinic", search="bay clinic", kind="practice", added_on=TODAY)
        unit.insert(Link, kind="works_at", from_partner=1, to_partner=other)
    async with drive(small) as pilot:
        await press(pilot, "4", "n", "b", "b", "b", "z", "2")
        text = await press(pilot, "g", "l", "l")
        assert "Dr. Ann Lee" in here(text)
        assert "x2" in here(text)
        text = await press(pilot, "x")
        assert "From Dr. Ann Lee to" in text
        assert "also here: Lee Clinic" in text
        assert "works at Bay Clinic" in text
        text = await press(pilot, "enter")
        assert "Dr. Ann Lee" in here(text)
        assert "Dr. Ann Lee" in here(await press(pilot, "X"))


async def test_the_partner_is_opened_logged_with_and_said_why_of(small: str, drive: Driven) -> None:
    async with drive(small) as pilot:
        await press(pilot, "4", "n")
        text = await press(pilot, "w")
        assert "cadence" in text
        await press(pilot, "escape", "o")
        assert "Dr. Ann Lee" in screen_text(pilot.app)  # type: ignore[arg-type]
        await press(pilot, "escape", "enter")
        assert pilot.app.current_mode == "partners"
        assert "Dr. Ann Lee" in here(await press(pilot, "4")), "the place is kept meanwhile"
        text = await press(pilot, "h", "enter")
        assert "Cardiology +2" in here(text), "a branch that is no partner is folded"


async def test_keys_in_one_burst_mean_the_nodes_they_were_typed_for(small: str, drive: Driven) -> None:
    async with drive(small) as pilot:
        await press(pilot, "4", "z", "z", "g", "h")
        await pilot.press("l", "k", "k", "space", "l", "space", "l")
        await settle(pilot)
        assert "at Lee Clinic" in here(screen_text(pilot.app))  # type: ignore[arg-type]


async def test_a_change_elsewhere_keeps_the_place(small: str, drive: Driven, doing: Doing) -> None:
    async with drive(small) as pilot:
        await press(pilot, "4", "n", "j")
        assert "Dr. Bo Ray" in here(screen_text(pilot.app))  # type: ignore[arg-type]

        def add() -> None:
            with changing(doing, "Added") as unit:
                unit.insert(Partner, name="Dr. Abe Poe", search="dr. abe poe", specialty="Cardiology", added_on=TODAY)

        await pilot.app.desk(add)  # type: ignore[attr-defined]
        pilot.app.changed()  # type: ignore[attr-defined]
        await settle(pilot)
        text = screen_text(pilot.app)  # type: ignore[arg-type]
        assert "Dr. Abe Poe" in text
        assert "Dr. Bo Ray" in here(text)


async def test_an_empty_practice_says_how_to_start(sqlite_practice: str, drive: Driven) -> None:
    async with drive(sqlite_practice) as pilot:
        text = await press(pilot, "4", "l", "space", "n", "z", "3", "f", "x", "c", "h", "i", "B", "enter")
        assert "No partners yet: a adds the first one" in await press(pilot, "i")
        assert "Nobody is in your inner circle" in text or "No partners yet" in text
        assert "To which level?" in await press(pilot, "z")
        assert "By something else: area, payer" in await press(pilot, "?"), "the key bar's word would not say it"


async def test_it_reads_without_unicode_and_on_a_narrow_screen(
    small: str, drive: Driven, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui_tracker.screens.network_map.terminal_signs", lambda: ASCII_SIGNS)
    async with drive(small, size=(60, 20)) as pilot:
        text = await press(pilot, "4", "l", "j")
        assert all(len(line) <= 60 for line in text.splitlines())
        assert text.replace("ü", "").isascii()
        assert "^ warm" in text
        await pilot.resize_terminal(120, 40)
        await settle(pilot)
        assert "in/out of 90 days" in screen_text(pilot.app)  # type: ignore[arg-type]


async def test_only_what_is_in_sight_is_fetched(
    sqlite_practice: str, doing: Doing, drive: Driven, monkeypatch: pytest.MonkeyPatch
) -> None:
    with changing(doing, "Many") as unit:
        names = [f"Partner {number:04}" for number in range(2_000)]
        unit.insert_many(
            Partner,
            [{"name": name, "search": fold(name), "specialty": "Cardiology", "added_on": TODAY} for name in names],
        )
    asked: list[int] = []
    real = mind_map.leaves

    def counted(view: View, ids: Collection[int], today: date) -> Any:
        asked.append(len(ids))
        return real(view, ids, today)

    monkeypatch.setattr(mind_map, "leaves", counted)
    async with drive(sqlite_practice) as pilot:
        text = await press(pilot, "4")
        assert sum(asked) == 0
        assert "Cardiology +2,000" in text
        text = await press(pilot, "l", "space", "l")
        assert "Partner 0999" in text or "Partner 1000" in text
        assert 15 <= sum(asked) <= 200
        assert "Partner 1999" in await press(pilot, "G")
        assert sum(asked) <= 300


async def test_p_opens_gaps_and_e_soon_after_escape_takes_the_map_along(small: str, drive: Driven) -> None:
    async with drive(small) as pilot:
        assert "Gaps and growth" in await press(pilot, "4", "p")
        assert "Take the map along" in await press(pilot, "alt+shift+e"), "as escape and E arrive when typed quickly"
