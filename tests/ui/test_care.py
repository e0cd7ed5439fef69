"""Who looks after whom, handing over, incidents and agreements as overviews; driven with real keys."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.conftest import TODAY
from tests.factories import hostile_practice
from tests.ui.conftest import Driven
from tests.ui.test_office import field, go
from tests.ui.test_partners import press, screen, typed
from tui_tracker.domain.records import Doing
from tui_tracker.services import agreements, follow_ups, history, incidents, partners, referrals
from tui_tracker.services import practice as office
from tui_tracker.services.opening import close_practice, open_practice


@pytest.fixture
def team(sqlite_practice: str, doing: Doing) -> Iterator[str]:
    """Ann looks after Lee and Kim, Bo after nobody, and nobody after Ray."""
    ann = office.add_member(doing, {"name": "Ann"})
    office.add_member(doing, {"name": "Bo"})
    for name, tier, member in (("Lee", "A", ann), ("Kim", "C", ann), ("Ray", "B", None)):
        partners.add_partner(doing, {"name": name, "tier": tier, "member_id": member, "stage": "referring"})
    follow_ups.add_follow_up(doing, 1, TODAY, "call")
    close_practice()
    yield sqlite_practice
    open_practice(sqlite_practice)


def columns(text: str, name: str) -> list[str]:
    """What stands right of a name in the first line that has it."""
    line = next(line for line in text.split("\n") if name in line)
    return line.split(name, 1)[1].split()


async def test_whom_a_member_looks_after_is_one_key_away_and_handed_over_by_keys(team: str, drive: Driven) -> None:
    async with drive(team) as pilot:
        text = await go(pilot, "members")
        assert columns(text, "Ann  ") == ["coordinator,", "you", "2", "1", "-", "1", "1"]
        assert columns(text, "looked after by nobody") == ["1", "-", "1", "-", "-"]
        text = await press(pilot, "enter")
        assert "member:=ann" in text
        assert ("Lee" in text, "Kim" in text, "Ray" in text) == (True, True, False)
        text = await go(pilot, "members")
        text = await press(pilot, "G", "enter")
        assert ("Lee" in text, "Ray" in text) == (False, True)

        await go(pilot, "members")
        await press(pilot, "e")
        await field(pilot, "active")
        text = await press(pilot, "n", "ctrl+s")
        assert "Ann looks after 2 partners and has 1 open follow-up: h in" in text
        await press(pilot, "escape")
        text = await press(pilot, "h")
        assert "2 partners (1 A, 1 C), 1 open follow-up, 0 open referrals." in text
        assert "[x] Bo gets 2 partners (1 A, 1 C) and 1 follow-up" in text
        text = await press(pilot, "space")
        assert "to nobody yet" in text
        assert "! Choose with space who receives." in await press(pilot, "ctrl+s")
        await press(pilot, "space", "L")
        text = await press(pilot, "ctrl+s")
        assert "Handed over 2 partners and 1 follow-up of Ann to Bo; Ann left the team. u" in " ".join(text.split())
        assert columns(text, "Bo  ")[1:] == ["2", "1", "-", "1", "1"]
        text = await press(pilot, "u")
        assert columns(text, "Ann  ")[2:] == ["2", "1", "-", "1", "1"]
        assert columns(text, "Bo  ")[1:] == ["-"] * 5

        text = await press(pilot, "G", "h")
        assert "Partners whom nobody looks after" in text
        assert "Nobody leaves with this." in await press(pilot, "L")
        text = await press(pilot, "G", "space")
        assert "tier B, moved   to Ann" in text
        assert "tier B          to Bo" in await press(pilot, "f"), "Ann has two already"
    open_practice(team)
    assert history.changes(0, 1)[0].kind == "undo"


async def test_incidents_in_one_place_with_what_came_after(team: str, doing: Doing, drive: Driven) -> None:
    open_practice(team)
    for number, ago in enumerate((50, 45, 3)):
        referrals.add_referral(doing, {"partner_id": 1, "patient_ref": f"AB-{number}", "day": TODAY - timedelta(ago)})
    incidents.open_incident(doing, 1, "unsuitable_referral", TODAY - timedelta(41), "Came without films")
    close_practice()
    async with drive(team) as pilot:
        text = await go(pilot, "incidents")
        assert "Lee                unsuitable referral   open     2 then 1 (41d)" in text
        assert "2 referrals in the 90 days before; 1 in the 41 days since (41 of 90)" in text
        assert "Came without films" in text
        text = await press(pilot, "d")
        assert "! Record first what the referrer was told" in " ".join(text.split())
        text = await press(pilot, "enter")
        assert "say who does well here" in text
        text = await press(pilot, *typed("Films first"), "ctrl+s")
        assert "recorded, incident closed. u undoes it." in text
        assert "told     Films first" in text
        assert "This one is closed. u undoes" in await press(pilot, "enter")
        assert "unsuitable referral   open" in await press(pilot, "u")
        text = await press(pilot, "a")
        assert "An incident with Lee" in text
        assert "Listen to all of it" in text
        assert "Say first what the patient needs now" in await press(pilot, "left", "left")
        await press(pilot, "escape", "p")
        assert screen(pilot).shown() == (1, "Lee")


async def test_all_agreements_with_how_they_were_kept(team: str, doing: Doing, drive: Driven) -> None:
    open_practice(team)
    referrals.add_referral(doing, {"partner_id": 1, "patient_ref": "AB-1", "day": TODAY - timedelta(9)})
    agreements.set_agreement(doing, 1, {"formal": True, "first_contact_days": 4, "review_on": TODAY + timedelta(9)})
    agreements.set_agreement(doing, 2, {"consent": "signed"})
    close_practice()
    async with drive(team) as pilot:
        text = await go(pilot, "agreements")
        assert "formal   review in 9 days, Mar 25        0 of 3" in text
        assert "informal no review day                   none due" in text
        text = await press(pilot, "e")
        assert "0 of 3 promises of 365 days kept in time:" in text
        assert "first contact 0 of 1 · acknowledgement 0 of 1 · thank-you 0 of 1" in text
        await press(pilot, "escape", "G", "enter")
        assert screen(pilot).shown() == (2, "Kim")
        assert "kind:payer" in await go(pilot, "payers")


async def test_what_matters_can_be_read_on_a_small_screen(team: str, doing: Doing, drive: Driven) -> None:
    open_practice(team)
    office.edit_member(doing, 2, {"name": "Bo Castellano-Montgomery"})
    agreements.set_agreement(doing, 1, {"first_contact_days": 4, "review_on": TODAY + timedelta(9)})
    incidents.open_incident(doing, 1, "clinical_disagreement", TODAY - timedelta(41), "Came without films")
    close_practice()
    async with drive(team, size=(60, 20)) as pilot:
        assert "review in 9 days, Mar 25        none due" in await go(pilot, "agreements")
        await press(pilot, "escape")
        assert "clinical disagreement open" in await go(pilot, "incidents")
        await press(pilot, "escape")
        text = await go(pilot, "members")
        assert columns(text, "Ann  ") == ["you", "2", "1", "-", "1", "1"]
        assert columns(text, "Bo Castel")[1:] == ["-"] * 5
        text = await press(pilot, "h")
        assert "gets 2 partners (1 A, 1 C) and 1 follow-up" in " ".join(text.split())
        assert "to Bo Castellan" in text


async def test_nothing_is_handed_over_where_nobody_is_left_out(team: str, doing: Doing, drive: Driven) -> None:
    open_practice(team)
    partners.edit_partner(doing, 3, {"member_id": 1})
    close_practice()
    async with drive(team) as pilot:
        await go(pilot, "members")
        assert "Every partner is looked after by somebody" in await press(pilot, "G", "h")


@pytest.mark.slow
async def test_hostile_names_do_no_harm(sqlite_practice: str, drive: Driven) -> None:
    hostile_practice(TODAY)
    close_practice()
    async with drive(sqlite_practice) as pilot:
        for place in ("agreements", "incidents", "candidates", "members"):
            assert "\x1b" not in await go(pilot, place)
            assert await press(pilot, "G")
            await press(pilot, *(("h",) if place == "members" else ("escape",)))
    open_practice(sqlite_practice)
