"""What the Network screen knows of the map: fetched for one view, as far as it is shown."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from tui_tracker.domain.map_looks import Look, numbered
from tui_tracker.domain.map_tree import Tree
from tui_tracker.domain.map_words import Known
from tui_tracker.domain.mind_map import BranchPath, Feeling, Limb, Outline, Place, Tie, View, moods
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.warmth_signs import Signs
from tui_tracker.services import mind_map

if TYPE_CHECKING:
    from tui_tracker.desk import Desk

_PAGE = 100
"""So many partners are asked for at a time how it stands with them: a key waits for one such page at the most."""


def _feelings(ids: Collection[int], today: date, settings: Settings) -> dict[int, Feeling]:
    # Imported once the map stands: nothing of it shows how warm anybody is before.
    from tui_tracker.services.mind_map_feelings import feelings

    return feelings(ids, today, settings)


@dataclass(slots=True)
class MapData:
    """The outline of a view, and what was fetched of it until now; `known` is what words are made of.

    How it stands with partners is the same in every view, and is shown as it was until it is known anew: `fresh` tells
    of whom it is. `felt` is whether it is known of every branch.
    """

    outline: Outline
    known: Known
    fresh: set[int]
    today: date
    numbers: dict[BranchPath, int]
    ids: dict[BranchPath, Sequence[int]] = field(default_factory=dict)
    ties: dict[int, tuple[Tie, ...]] = field(default_factory=dict)
    felt: bool = False

    @property
    def view(self) -> View:
        """What is looked at."""
        return self.outline.view

    def limb(self, path: BranchPath) -> Limb | None:
        """A branch; None for the practice, and where it is not on the map."""
        number = self.numbers.get(path)
        return None if number is None else self.outline.limbs[number]

    def partner_at(self, place: Place) -> int | None:
        """The partner of a place: on a branch, or the branch itself."""
        limb = self.limb(place.path)
        return place.partner if place.partner is not None or limb is None else limb.partner_id

    def opened(self, look: Look, shut: Collection[BranchPath]) -> set[BranchPath]:
        """The unfolded branches: the look's; while filtered all of them but those shut since."""
        if self.view.text:
            return self.numbers.keys() - shut
        return look.opened & self.numbers.keys()

    def ties_shown(self, look: Look) -> set[int]:
        """The partners whose links and contacts are to be shown: in the inner circle all but those folded since."""
        if self.view.inner:
            return set(self.ids.get((), ())) - look.ties_shut
        return look.ties_open

    def missing(self, opened: Collection[BranchPath], look: Look) -> tuple[list[BranchPath], list[int]]:
        """The branches whose partners, and the partners whose ties, are to be shown and were not fetched."""
        limbs = self.outline.limbs
        paths = [path for path in opened if path not in self.ids and limbs[self.numbers[path]].own]
        if self.outline.own and () not in self.ids:
            paths.append(())
        return paths, sorted(self.ties_shown(look) - self.ties.keys())

    async def fetch(self, desk: Desk, opened: Collection[BranchPath], look: Look) -> None:
        """Fetch what is missing."""
        paths, _ = self.missing(opened, look)
        if paths:
            self.ids.update(await desk(mind_map.ids_below, self.view, paths, self.today))
        _, partners = self.missing(opened, look)
        if partners:
            found = await desk(mind_map.ties, partners)
            self.ties.update({partner_id: found.get(partner_id, ()) for partner_id in partners})

    def tree(self, opened: Collection[BranchPath], look: Look) -> Tree:
        """The map with these branches unfolded."""
        ties = {one: len(self.ties[one]) for one in self.ties_shown(look) if self.ties.get(one)}
        return Tree(self.outline, opened, self.ids, ties, look.focus)

    async def fetch_leaves(self, desk: Desk, ids: Sequence[int]) -> None:
        """Fetch partners that come into sight."""
        if ids:
            self.known.leaves.update(await desk(mind_map.leaves, self.view, ids, self.today))

    async def feel(self, desk: Desk, ids: Collection[int], may_go_on: Callable[[], Awaitable[bool]]) -> bool:
        """Find out how it stands with some partners, page by page while it may; tells whether it is known of all."""
        lacking = [partner_id for partner_id in ids if partner_id not in self.fresh]
        for start in range(0, len(lacking), _PAGE):
            if not await may_go_on():
                return False
            page = lacking[start : start + _PAGE]
            self.known.feelings.update(await desk(_feelings, page, self.today, self.known.settings))
            self.fresh.update(page)
        return True

    async def feel_all(self, desk: Desk, may_go_on: Callable[[], Awaitable[bool]]) -> None:
        """Find out how it stands with everybody on the map, and with every branch."""
        limbs = self.outline.limbs
        paths = [limb.path for limb in limbs if limb.own and limb.path not in self.ids]
        ids = dict(self.ids)
        ids.update(await desk(mind_map.ids_below, self.view, paths, self.today))
        everybody = {one for some in ids.values() for one in some}
        everybody.update(limb.partner_id for limb in limbs if limb.partner_id is not None)
        if await self.feel(desk, sorted(everybody), may_go_on):
            self.known.moods.update(await desk(moods, self.outline, ids, self.known.feelings))
            self.felt = True


async def fetch_map(
    desk: Desk, view: View, today: date, settings: Settings, signs: Signs, before: MapData | None, *, changed: bool
) -> MapData:
    """The outline of a view, and nothing else of it that is new.

    What was known `before` is taken over as far as it is true of this view; with `changed` how it stood with whom is
    shown until it is known anew, and partners are fetched again.
    """
    outline = await desk(mind_map.outline, view, today, settings)
    known = Known(outline, settings, signs=signs)
    fresh: set[int] = set()
    if before is not None:
        known.feelings = before.known.feelings
        if not changed:
            fresh = before.fresh
        if before.view == view:
            known.moods = before.known.moods.copy()
        if not changed and mind_map.same_leaves(before.view, view):
            known.leaves = before.known.leaves
    return MapData(outline, known, fresh, today, numbered(outline))
