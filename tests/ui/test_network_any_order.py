"""Keys in any order, while somebody else changes anything: what is shown at the end is what a fresh look would show."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.conftest import TODAY
from tests.services.test_map_against_naive import make
from tests.ui.conftest import Driven, screen_text, settle
from tui_tracker.domain.mind_map import moods
from tui_tracker.domain.records import Doing
from tui_tracker.domain.settings import Settings
from tui_tracker.screens.network import NetworkScreen
from tui_tracker.services import mind_map
from tui_tracker.services.mind_map_feelings import feelings
from tui_tracker.storage.journal import changing
from tui_tracker.storage.models import FollowUp, Link, Partner, Referral, Target

KEYS = [
    *"hjklhjklhjkljgGbBificnNxXX",
    "space",
    "space",
    "z1",
    "z2",
    "z9",
    "zz",
    "/le",
    "/ba",
    "escape",
    "u",
    "ctrl+r",
    "move",
    "move",
    "add",
]
SETTINGS = Settings()


def change(doing: Doing, chance: Random) -> None:
    """Anything, as somebody else would do it in another session."""
    ids = [one for (one,) in Partner.select(Partner.id).tuples()]
    links = [one for (one,) in Link.select(Link.id).tuples()]
    one, other = chance.sample(ids, 2)
    with changing(doing, "Changed") as unit:
        what = chance.randrange(8)
        if what == 0:
            unit.update(
                Partner, one, specialty=chance.choice(["Cardiology", "", "Zoo"]), area=chance.choice(["Bath", ""])
            )
        elif what == 1:
            put_away = Partner.get_by_id(one).archived_on is None
            unit.update(Partner, one, archived_on=TODAY if put_away else None, inner_rank=None)
        elif what == 2 and links:
            unit.delete(Link, chance.choice(links))
        elif what == 3:
            kind = chance.choice(["introduced", "works_at", "part_of"])
            if (
                not Link.select()
                .where((Link.kind == kind) & (Link.from_partner == one) & (Link.to_partner == other))
                .exists()
            ):
                unit.insert(Link, kind=kind, from_partner=one, to_partner=other)
        elif what == 4:
            day = TODAY - timedelta(chance.choice([0, 89, 90]))
            row = {"stage": "received", "stage_on": day, "day": day, "payer": other}
            unit.insert(Referral, partner=one, patient_ref="JD", **row)
        elif what == 5:
            unit.insert(FollowUp, partner=one, due_on=TODAY, text="call")
        elif what == 6:
            unit.update(
                Partner, one, stage=chance.choice(["dormant", "referring"]), kind=chance.choice(["payer", "practice"])
            )
        elif Target.select().count():
            unit.delete(Target, Target.select().first().id)


async def press(pilot: Pilot[Any], word: str, chance: Random) -> None:
    """A key, or what is done by several; a form or a list that is open after that is left."""
    first, *more = [word]
    if word == "move":
        first, *more = ["m", *chance.choice(["ba", "car", "le", ""]), "enter", "enter"]
    elif word == "add":
        first, *more = ["a", *f"New {chance.randrange(99)}", "ctrl+s"]
    elif word[0] in "/z":
        first, *more = ["slash", *word[1:], "enter"] if word[0] == "/" else list(word)
    await pilot.press(first)
    if word in ("move", "add"):
        await settle(pilot)
        more = [] if isinstance(pilot.app.screen, NetworkScreen) else more  # it was refused
    for key in more:
        await pilot.press(key)
        if word == "move":
            await settle(pilot)
            if isinstance(pilot.app.screen, NetworkScreen):
                break  # it is done
    for _ in range(3 * (word in ("move", "add", "x"))):
        await settle(pilot)
        if not isinstance(pilot.app.screen, NetworkScreen):
            await pilot.press("enter" if word == "x" else "escape")


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2))
async def test_what_is_shown_is_what_there_is_whatever_came_before(
    sqlite_practice: str, drive: Driven, doing: Doing, seed: int
) -> None:
    chance, bo = Random(seed), replace(doing, who="Bo")
    with changing(bo, "Made") as unit:
        make(unit, chance)
    async with drive(sqlite_practice, size=(chance.choice([80, 120]), 30)) as pilot:
        app: Any = pilot.app
        await pilot.press("4")
        for step in range(90):
            if chance.random() < 0.08:
                await app.desk(change, bo, chance)
                app.changed()
            await press(pilot, chance.choice(KEYS), chance)
            if step % 6 == 5:
                await settle(pilot)
                await check(app)


async def check(app: Any) -> None:
    """Everything that is shown, against what is there now."""
    screen, text = app.screen, screen_text(app)
    assert "went wrong" not in text, text
    data, look = screen.data, screen.look
    fresh = await app.desk(mind_map.outline, screen.looks.view(screen.text), app.today, app.settings)
    assert data.outline == fresh
    ids = await app.desk(mind_map.ids_below, fresh.view, [(), *(limb.path for limb in fresh.limbs)], app.today)
    tree = screen.map_tree
    shown = {tree.partner(node) for node in range(tree.count)} - {None}
    for path, there in data.ids.items():
        assert list(there) == list(ids[path]), path
    leaves = await app.desk(mind_map.leaves, fresh.view, shown, app.today)
    for one, leaf in data.known.leaves.items():
        assert one not in leaves or leaf == leaves[one], one
    assert data.ties == await app.desk(mind_map.ties, list(data.ties))
    felt = await app.desk(feelings, shown, app.today, app.settings)
    assert {one: data.known.feelings.get(one) for one in felt} == felt
    everybody = {one for some in ids.values() for one in some} | {limb.partner_id for limb in fresh.limbs} - {None}
    felt = await app.desk(feelings, everybody, app.today, app.settings)
    for path, mood in moods(fresh, ids, felt).items():
        assert data.known.moods.get(path) == mood, path
    place = tree.place(screen.map.cursor, data.ties)
    assert screen.map.tree_shown is None or look.place == place
