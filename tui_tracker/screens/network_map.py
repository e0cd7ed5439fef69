"""The map on the Network screen: fetched as far as it is shown, drawn anew with each fold, filled in as it is seen.

What a change made old is fetched again, beginning with the outline; a fold alone fetches what it brings into sight. How
warm partners are and what we owe them comes in a second pass, once the map is painted: first for those in sight, then,
in pages that let the keys between them, for everybody whom a branch sums up.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from time import monotonic

from textual import events, on
from textual.timer import Timer
from textual.widget import Widget
from textual.worker import WorkerCancelled, WorkerFailed

from tui_tracker.config import state_folder
from tui_tracker.domain import map_looks
from tui_tracker.domain.map_detail import detail
from tui_tracker.domain.map_layout import Layout, levels_shown, widths_for
from tui_tracker.domain.map_looks import Look, Looks
from tui_tracker.domain.map_tree import Tree
from tui_tracker.domain.mind_map import BranchPath, Leaf, Limb, Outline, Place, Tie
from tui_tracker.screens.base import LogAbout
from tui_tracker.screens.map_data import MapData, fetch_map
from tui_tracker.screens.network_view import NetworkView
from tui_tracker.services import mind_map
from tui_tracker.services.kept_maps import KeptMaps, open_kept
from tui_tracker.widgets.filter_line import FilterLine
from tui_tracker.widgets.mind_map import MindMap
from tui_tracker.widgets.network_lines import detail_lines, heading_line, natural_widths, nothing_text
from tui_tracker.widgets.text_panel import TextPanel
from tui_tracker.widgets.warmth_sign import terminal_signs

_PATIENCE = 0.5  # seconds that a key may wait for the fold before it
_REST_SECONDS = 0.12
QUIET_SECONDS = 0.25
_DETAIL = 2
_RECENT = 300


class NetworkMap(NetworkView):
    """Shows the map and answers what it is asked; folding and moving are the screen's own."""

    AUTO_FOCUS = "MindMap"

    def __init__(self) -> None:
        super().__init__()
        self.looks = Looks()
        self.text = ""
        self.shut: set[BranchPath] = set()
        self.data: MapData | None = None
        self._kept: KeptMaps | None = None
        self._signs = terminal_signs()
        self._told_problem = ""
        self._stale = True
        self._going: Place | None = None
        self._in_sight: list[int] = []
        self._resting: Timer | None = None
        self._pressed = 0.0
        self._natural: tuple[Outline, tuple[int, ...]] | None = None

    def body(self) -> Iterator[Widget]:
        """What is looked at and what the signs mean, the map, the node under the cursor in words, the filter."""
        yield TextPanel(id="heading")
        yield MindMap(id="map")
        yield FilterLine("part of a name or of a branch", id="filter")
        yield TextPanel(id="detail")

    @property
    def map(self) -> MindMap:
        """The map."""
        return self.query_one(MindMap)

    @property
    def look(self) -> Look:
        """The folds and the place of what is looked at."""
        return self.looks.look()

    def here(self) -> Place:
        """Which node the cursor is on."""
        return self.look.place

    def limb_at(self, place: Place) -> Limb | None:
        """The branch of a place."""
        return None if self.data is None else self.data.limb(place.path)

    def leaf(self, partner_id: int) -> Leaf | None:
        """A partner, where they are at hand."""
        return None if self.data is None else self.data.known.leaves.get(partner_id)

    def tie_here(self) -> Tie | None:
        """The tie under the cursor."""
        place = self.here()
        if not place.tie or place.partner is None or self.data is None:
            return None
        return next((tie for tie in self.data.ties.get(place.partner, ()) if tie.key == place.tie), None)

    def current_partner(self) -> tuple[int, str] | None:
        """The partner under the cursor, also where they are a branch; the other end of a tie; whose contact."""
        place, tie = self.here(), self.tie_here()
        if tie is not None and tie.partner_id is not None:
            return tie.partner_id, tie.name
        limb = self.limb_at(place)
        if place.partner is None:
            return None if limb is None or limb.partner_id is None else (limb.partner_id, limb.name)
        leaf = self.leaf(place.partner)
        return None if leaf is None else (leaf.id, leaf.name)

    def log_about(self) -> LogAbout:
        """The partner, and the contact where the cursor is on one."""
        tie = self.tie_here()
        contact = None
        if tie is not None and tie.key.startswith("contact "):
            contact = int(tie.key.removeprefix("contact ")), tie.name
        return LogAbout(self.current_partner(), contact=contact)

    def go_to(self, place: Place) -> None:
        """Put the cursor there with the load that is next or under way; what hides it is unfolded."""
        self._going = place

    def reload(self) -> None:
        """Fetch everything that is shown again: data changed."""
        self._stale = True
        super().reload()

    async def load(self) -> None:
        """Fetch what is not at hand yet, and show the map with the cursor where it was."""
        house = self.house()
        if self._kept is None:
            kept = open_kept(state_folder(), house.who)
            self.looks = await house.desk(kept.load)
            self._kept = kept
        data = await self._current_data()
        if self._going is not None:
            self._reveal(data, self._going)
        elif data is not self.data:
            await self._stay_with_partner(data)
        await data.fetch(house.desk, data.opened(self.look, self.shut), self.look)
        if data is not self.data:
            await data.fetch_leaves(house.desk, [one for one in self._in_sight if one not in data.known.leaves])
        self.data, self._stale, self._going = data, False, None
        self._draw()
        self._feel_later()

    async def _current_data(self) -> MapData:
        """What is known of the view, fetched anew where it is another or was changed."""
        house, view = self.house(), self.looks.view(self.text)
        if self.data is not None and not self._stale and self.data.view == view:
            return self.data
        data = await fetch_map(
            house.desk, view, house.today, house.settings, self._signs, self.data, changed=self._stale
        )
        map_looks.first_look(self.look, data.outline)
        return data

    async def _stay_with_partner(self, data: MapData) -> None:
        """Go where the partner under the cursor stands now, folded or not: a change may have put them elsewhere."""
        look, house = self.look, self.house()
        map_looks.leave_what_is_gone(look, data.outline, data.numbers)
        place = look.place
        partner_id = place.partner
        if partner_id is None and self.data is not None:
            partner_id = self.data.partner_at(place)
        if partner_id is None:
            return
        places = await house.desk(mind_map.places_of, data.view, partner_id, data.today)
        if place._replace(tie="") not in places:
            shown = (one for one in places if map_looks.in_focus(look, one, data.outline, data.numbers))
            look.place = next(shown, look.place)

    def _reveal(self, data: MapData, place: Place) -> None:
        if not map_looks.reveal(self.look, place, data.outline, data.numbers):
            return
        number = data.numbers.get(place.path, -1)
        if number >= 0:
            self.shut.difference_update(map_looks.above(data.outline, number), [place.path])

    def _draw(self) -> None:
        """Show what is at hand with the present folds, the cursor where it was or at what stands above it now."""
        data, look = self.data, self.look
        if data is None:
            return
        tree = data.tree(data.opened(look, self.shut), look)
        self.map_tree, self.outline, self.view = tree, data.outline, data.view
        data.known.ties = data.ties
        if tree.count == 1 and not (data.outline.limbs or data.outline.own):
            self.map.show_nothing(nothing_text(data.outline))
            self._show_words()
            return
        self.map.show(tree, self._layout(tree), data.known, place=look.place)
        look.place = tree.place(self.map.cursor, data.ties)
        self._show_words()

    def _layout(self, tree: Tree) -> Layout:
        if self._natural is None or self._natural[0] is not tree.outline:
            self._natural = tree.outline, natural_widths(tree.outline)
        widths, two_sided = widths_for(self.map.size.width, levels_shown(tree), self._natural[1])
        return Layout(tree, widths, two_sided)

    def load_view(self) -> None:
        """Show another view, without waiting for it."""
        self.run_worker(self._load, group="load", exclusive=True, exit_on_error=False)  # type: ignore[arg-type]

    async def again(self) -> None:
        """Show the map with its new folds; only what is not at hand is fetched.

        The next key waits for it, so that keys that come in one burst mean the nodes they were typed for; not long,
        for the database may be busy with something else.
        """
        data, look = self.data, self.look
        if data is None or self._stale or self._going is not None or data.view != self.looks.view(self.text):
            ready = False
        else:
            ready = not any(data.missing(data.opened(look, self.shut), look))
        if ready:
            self._draw()
        else:
            worker = self.run_worker(self._guarded(self.load()), group="load", exclusive=True, exit_on_error=False)
            with suppress(WorkerCancelled, WorkerFailed, TimeoutError):
                await asyncio.wait_for(asyncio.shield(worker.wait()), _PATIENCE)
        self.keep()

    @on(MindMap.Wanted)
    def _feed_later(self, event: MindMap.Wanted) -> None:
        if self.data is not None:
            self.do(self._feed(self.data, list(event.ids)))

    async def _feed(self, data: MapData, ids: list[int]) -> None:
        """Hand over partners that came into sight; how it stands with them follows."""
        self._in_sight = list(dict.fromkeys([*ids, *self._in_sight]))[:_RECENT]
        await data.fetch_leaves(self.house().desk, ids)
        if data is self.data:
            self.map.feed({one: data.known.leaves[one] for one in ids if one in data.known.leaves})
            self.run_worker(self._feel_seen, group="feel", exclusive=True, exit_on_error=False)  # type: ignore[arg-type]

    async def _feel_seen(self) -> None:
        if self.data is not None:
            await self._guarded(self._feel_for_those_seen(self.data))

    async def _feel_for_those_seen(self, data: MapData) -> None:
        """Show how it stands with those who came into sight of late; not while a key is held down."""
        seen = [one for one in self._in_sight if one in data.known.leaves]
        await data.feel(self.house().desk, seen, self._quiet)
        if data is self.data:
            feelings = data.known.feelings
            self.map.feel({one: feelings[one] for one in seen if one in feelings}, {})

    async def _feel_all(self) -> None:
        """Show how it stands with everybody and every branch, those in sight first; left where this is not in front."""
        data = self.data
        if data is None:
            return
        await self._feel_for_those_seen(data)
        await data.feel_all(self.house().desk, self._quiet)
        if data is self.data and data.felt:
            self.map.feel(data.known.feelings, data.known.moods)
            self._show_words()

    async def _quiet(self) -> bool:
        """Wait until no key was pressed for a while; tells whether the screen is still in front."""
        while self.is_current and (left := self._pressed + QUIET_SECONDS - monotonic()) > 0:
            await asyncio.sleep(left)
        return self.is_current

    def _feel_later(self) -> None:
        if self.data is not None and not self.data.felt:
            self.run_worker(self._feel, group="feel all", exclusive=True, exit_on_error=False)  # type: ignore[arg-type]

    async def _feel(self) -> None:
        # Made here, not where it is begun: one that is given up before that would leave its coroutine unawaited.
        await self._guarded(self._feel_all())

    def on_screen_resume(self, _event: events.ScreenResume) -> None:
        """In front again: go on with what was left."""
        if not self._stale:
            self._feel_later()

    def on_key(self, event: events.Key) -> None:
        """A key: how it stands with partners can wait."""
        self._pressed = monotonic()

    @on(MindMap.Moved)
    def _follow(self, event: MindMap.Moved) -> None:
        """Follow the cursor; tell of the node in words once it rests: a held key must not paint what nobody reads."""
        if self.data is None or self.map_tree is None:
            return
        self.look.place = self.map_tree.place(event.node, self.data.ties)
        if self._resting is not None:
            self._resting.stop()
        self._resting = self.set_timer(_REST_SECONDS, self._rest)

    def _rest(self) -> None:
        self._show_words()
        self.keep()

    def keep(self) -> None:
        """Keep how the map is looked at, for the next time; where that is not possible, say so once."""
        kept = self._kept
        if kept is None:
            return
        if kept.problem and kept.problem != self._told_problem:
            self._told_problem = kept.problem
            self.say(kept.problem, bad=True)
        kept.keep(self.looks)

    def _show_words(self) -> None:
        """The heading, and the node under the cursor in words."""
        data, tree = self.data, self.map_tree
        if data is None or tree is None:
            return
        width = self.size.width
        focus = None if self.look.focus is None else data.limb(self.look.focus)
        self.query_one("#heading", TextPanel).show([heading_line(data.known, focus, width)])
        said = () if self.map.tree_shown is None else detail(data.known, tree, self.map.cursor)
        self.query_one("#detail", TextPanel).show(detail_lines(said, width, _DETAIL))

    def on_screen_suspend(self) -> None:
        """Another screen is shown: keep how this one was looked at."""
        self.keep()

    def on_unmount(self) -> None:
        """The program ends."""
        self.keep()

    def on_resize(self, _event: events.Resize) -> None:
        """Draw the map for the new width."""
        self.call_after_refresh(self._draw)
