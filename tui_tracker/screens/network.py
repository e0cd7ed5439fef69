"""The Network screen: the mind map of our partners, and the keys to look at it one's own way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import ClassVar

from textual import events, on
from textual.binding import Binding, BindingType

from tui_tracker.domain import map_looks
from tui_tracker.domain.map_tree import Tree
from tui_tracker.domain.map_words import limb_name
from tui_tracker.domain.mind_map import HOME, Grouping, Place, seconds
from tui_tracker.domain.text import count, fold
from tui_tracker.screens.base import style_file
from tui_tracker.screens.crossings import Crossing, Crossings
from tui_tracker.screens.network_actions import NetworkActions
from tui_tracker.screens.network_map import NetworkMap
from tui_tracker.services import mind_map
from tui_tracker.widgets.filter_line import FilterLine
from tui_tracker.widgets.mind_map import MindMap

_ALL = 9
_MOST_BACK = 50


class NetworkScreen(NetworkActions, NetworkMap):
    """The map. Each way of looking has its own folds and place, kept for each person (`services.kept_maps`)."""

    NUMBER = 4
    CSS_PATH = style_file("network")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "fold", "fold", id="network.fold", tooltip="Fold and unfold"),
        Binding("b", "group", "by", id="network.group", tooltip="By something else: area, payer, stage …"),
        Binding("B", "second", "Second level of branches", show=False, id="network.second"),
        Binding("i", "inner", "circle", id="network.inner", tooltip="The inner circle, or everybody"),
        Binding(
            "slash", "filter", "filter", key_display="/", id="network.filter", tooltip="Filter by a part of a name"
        ),
        Binding("z", "level", "Levels to show: z and 1 to 9; zz folds all", show=False, id="network.level"),
        Binding("f", "focus_on", "Focus on this branch", show=False, id="network.focus"),
        Binding("c", "centre", "Centre on the cursor", show=False, id="network.centre"),
        Binding("n", "next(1)", "Next partner or match", show=False, id="network.next"),
        Binding("N", "next(-1)", "Previous partner or match", show=False, id="network.previous"),
        Binding("x", "cross", "Follow a link, or to where else they stand", show=False, id="network.cross"),
        Binding("X", "back", "Back to where x was pressed", show=False, id="network.back"),
        Binding("p", "growth", "gaps", id="network.growth", tooltip="Gaps and growth"),
        Binding("E", "export", "Take the map along", show=False, id="network.export"),
        Binding("w", "why", "Why it stands so", show=False, id="network.why"),
        Binding("escape", "clear", "Show all again", show=False, id="network.clear"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._asked_level = False
        self._came_from: list[tuple[Grouping, Grouping | None, bool, Place]] = []
        self._taken_along: tuple[int, Place] | None = None

    def on_key(self, event: events.Key) -> None:
        """After `z` a digit, or `z` again, says to which level; any other key means what it always means."""
        asked, self._asked_level = self._asked_level, False
        if asked and (event.key.isdecimal() or event.key == "z"):
            event.stop()
            event.prevent_default()
            self.run_worker(self._to_level(0 if event.key == "z" else int(event.key)), exit_on_error=False)

    def action_level(self) -> None:
        """Ask to which level the map is to be folded."""
        self._asked_level = True
        self.say("To which level? 1 to 8, 9 for all; z folds all.")

    async def _to_level(self, level: int) -> None:
        data, look = self.data, self.look
        if data is None:
            return
        opened = set(data.numbers) if level == _ALL else map_looks.opened_to(data.outline, level)
        look.ties_open.clear()
        look.ties_shut = set(data.ids.get((), ())) if data.view.inner and level < 2 else set()
        if self.text:
            self.shut = data.numbers.keys() - opened
        else:
            look.opened = opened
        await self.again()

    async def action_fold(self) -> None:
        """Fold or unfold the branch or partner under the cursor; on the practice, all branches."""
        data, tree, node = self.data, self.map_tree, self.map.cursor
        if data is None or tree is None:
            return
        if node == 0:
            any_open = any(tree.is_open(child) for child in tree.children(0))
            await self._to_level(1 if any_open else 2)
        elif tree.limb(node) >= 0:
            await self._turn_branch(tree, node)
        else:
            await self._turn_partner(tree, node)

    async def _turn_branch(self, tree: Tree, node: int) -> None:
        path = tree.path(node)
        if not tree.can_open(node):
            limb = tree.outline.limbs[tree.limb(node)]
            self.say("Nobody is here yet; a adds a partner." if limb.hollow else "Nothing hangs on it.")
            return
        opened = self.look.opened
        if self.text:
            self.shut ^= {path}
        elif tree.is_open(node):
            opened.discard(path)
        else:
            opened.add(path)
        await self.again()
        self.map.show_below()

    async def _turn_partner(self, tree: Tree, node: int) -> None:
        """Show the links and contacts of a partner, or fold them away; on one of them, too."""
        partner_id = tree.partner(node)
        assert partner_id is not None
        look, leaf = self.look, self.leaf(partner_id)
        if leaf is not None and not leaf.links and not leaf.contacts:
            self.say(f"{leaf.name} has no links and no contacts yet; enter opens it.")
            return
        turned = look.ties_shut if self.view.inner else look.ties_open
        turned ^= {partner_id}
        await self.again()
        self.map.show_below()

    async def action_group(self) -> None:
        """Look by the next grouping, at the same partner."""
        await self._look_otherwise(self.looks.next_grouping)

    async def action_second(self) -> None:
        """Put another level of branches below the first."""
        if self.looks.inner or not seconds(self.looks.first):
            self.say("The circle has no levels; i leaves it." if self.looks.inner else "This is a tree of its own.")
            return
        await self._look_otherwise(self.looks.next_second)

    async def _look_otherwise(self, turn: Callable[[], object]) -> None:
        """Another way of looking, at the same partner where they are shown there, though the branch may be folded."""
        partner_id, here = self._partner_to_take_along(), self.here()
        turn()
        self.shut.clear()
        if not self.look.seen:
            self.look.place = here
        if partner_id is not None:
            house = self.house()
            places = await house.desk(mind_map.places_of, self.looks.view(self.text), partner_id, house.today)
            if places:
                self.look.place = places[0]
        await self.again()
        self._taken_along = None if partner_id is None else (partner_id, self.here())

    def _partner_to_take_along(self) -> int | None:
        """The partner folded away below the cursor since the view before, or the one it is on."""
        here = self.here()
        if self._taken_along is not None and self._taken_along[1] == here:
            return self._taken_along[0]
        return None if self.data is None else self.data.partner_at(here)

    async def action_inner(self) -> None:
        """The inner circle alone, or everybody again, each with its own folds and place."""
        self.looks.inner = not self.looks.inner
        self.shut.clear()
        await self.again()

    async def action_focus_on(self) -> None:
        """Show the branch under the cursor alone, with those above it and what is below."""
        limb = self.limb_here()
        if limb is None:
            self.say("Put the cursor on a branch to focus on it; esc shows all again.")
            return
        look = self.look
        if look.focus == limb.path:
            look.focus = None
        else:
            look.focus = limb.path
            look.opened.add(limb.path)
            self.shut.discard(limb.path)
            self.say(f"Only {limb_name(limb)}; esc shows all again.")
        await self.again()

    def action_centre(self) -> None:
        """Bring the node under the cursor to the middle of the window."""
        self.map.centre()

    def action_filter(self) -> None:
        """Type what to look for."""
        self.query_one(FilterLine).open()

    async def action_clear(self) -> None:
        """No filter any more; then no focus."""
        if self.text:
            self.query_one(FilterLine).close(clear=True)
        elif self.look.focus is not None:
            self.look.focus = None
            await self.again()
        else:
            self.say("This is the whole map; q quits, 1 shows Today.")

    @on(FilterLine.Filtered)
    def _filter(self, event: FilterLine.Filtered) -> None:
        if event.text != self.text:
            self.text = event.text
            self.shut.clear()
            if not self.text and self.here() != HOME:
                self.go_to(self.here())  # who was found is to be seen among the others
            self.load_view()

    @on(FilterLine.Left)
    async def _to_map(self) -> None:
        """Back to the map, to the first match where the cursor is on none."""
        self.query_one(FilterLine).display = False  # the heading says what is filtered by
        self.map.focus()
        if self.text:
            await self.again()
            tree, wanted = self.map_tree, fold(self.text)
            if tree is not None and not self._is_match(tree, self.map.cursor, wanted):
                self._to_match(tree, wanted, 1)

    def action_next(self, way: int) -> None:
        """Go to the next or previous partner that is shown, round and round; with a filter, to its matches."""
        tree = self.map_tree
        if tree is None:
            return
        wanted = fold(self.text)
        if not self._to_match(tree, wanted, way):
            self.say("No partner is shown; z 9 unfolds all branches.")
        elif wanted:
            self.say(f"{count(tree.outline.tally.partners, 'partner')} shown for “{self.text}”")

    def _to_match(self, tree: Tree, wanted: str, way: int) -> bool:
        """Go to the next node at which n stops, round and round; tells whether there is one."""
        node = self.map.cursor
        for _ in range(tree.count):
            node = (node + way) % tree.count
            if self._is_match(tree, node, wanted):
                self.map.move_to(node)
                return True
        return False

    @staticmethod
    def _is_match(tree: Tree, node: int, wanted: str) -> bool:
        """Whether n stops at a node: a partner; with a filter a branch whose name contains it, too."""
        limb = tree.limb(node)
        if limb < 0:
            return tree.is_leaf(node)
        return wanted in fold(tree.outline.limbs[limb].name) if wanted else tree.partner(node) is not None

    def action_cross(self) -> None:
        """Follow what crosses here: to whom the partner is linked, and to where else they stand."""
        self.do(self._cross())

    async def _cross(self) -> None:
        tie, partner = self.tie_here(), self.current_partner()
        if partner is None:
            self.say("Put the cursor on a partner: x goes from there to whom they are linked with.")
        elif tie is not None and tie.partner_id is not None:
            await self._go(Crossing(tie.name, tie.partner_id))
        else:
            ways = await self._ways(partner[0])
            if not ways:
                self.say(f"{partner[1]} stands here alone and has no links to others yet.")
            elif len(ways) == 1:
                await self._go(ways[0])
            else:
                self.app.push_screen(Crossings(partner[1], ways), self._chosen)

    async def _ways(self, partner_id: int) -> list[Crossing]:
        """The other places of a partner, then those they are linked with."""
        house = self.house()
        places = await house.desk(mind_map.places_of, self.view, partner_id, house.today)
        ties = await house.desk(mind_map.ties, [partner_id])
        here = self.here()
        at = None if here.tie else here
        ways = [Crossing(f"also here: {self._where(place)}", partner_id, place) for place in places if place != at]
        for tie in ties.get(partner_id, ()):
            if tie.partner_id is not None:
                more = f", {tie.detail}" if tie.detail else ""
                ways.append(Crossing(f"{tie.word} {tie.name}{more}", tie.partner_id))
        return ways

    def _where(self, place: Place) -> str:
        """The branches of a place, from the practice on."""
        data, limb = self.data, self.limb_at(place)
        if data is None or limb is None:
            return "the practice itself"
        names = [limb_name(limb)]
        while limb.above >= 0 and len(names) < 3:
            limb = data.outline.limbs[limb.above]
            names.append(limb_name(limb))
        return ", ".join(names)

    def _chosen(self, way: Crossing | None) -> None:
        if way is not None:
            self.do(self._go(way))

    async def _go(self, way: Crossing) -> None:
        """Go to the end of a crossing, out of the inner circle where that is outside; `X` comes back."""
        house, place, looks = self.house(), way.place, self.looks
        outside = False
        if place is None:
            places = await house.desk(mind_map.places_of, self.view, way.partner_id, house.today)
            if not places and looks.inner:
                outside, everybody = True, replace(looks, inner=False).view(self.text)
                places = await house.desk(mind_map.places_of, everybody, way.partner_id, house.today)
            if not places:
                hint = "esc shows all again" if self.text else "b looks at it another way"
                self.say(f"They do not stand on this map; {hint}.")
                return
            place = places[0]
        self._came_from = [*self._came_from[-_MOST_BACK:], (looks.first, looks.second, looks.inner, self.here())]
        looks.inner = looks.inner and not outside
        self.go_to(place)
        await self.again()
        if outside:
            self.say("Outside the inner circle; X comes back.")

    async def action_back(self) -> None:
        """Back to where x was pressed."""
        if not self._came_from:
            self.say("x follows a link first; X then comes back.")
            return
        looks = self.looks
        looks.first, looks.second, looks.inner, place = self._came_from.pop()
        self.go_to(place)
        await self.again()

    def action_growth(self) -> None:
        """Gaps and growth, at the gap under the cursor where there is one."""
        from tui_tracker.screens.growth import open_growth

        limb = self.limb_here()
        open_growth(self, None if limb is None else limb.gap)

    def action_export(self) -> None:
        """Save the map as text, Markdown, a picture or Graphviz."""
        from tui_tracker.screens.map_export import open_export

        open_export(self)

    def action_why(self) -> None:
        """How warm it is and why."""
        partner = self.current_partner()
        if partner is None:
            self.say("Put the cursor on a partner: w says why it stands so.")
            return
        from tui_tracker.screens.why import open_why

        self.do(open_why(self, partner[0]))

    @on(MindMap.Chosen)
    async def _open(self) -> None:
        """Enter opens the partner; a branch that is none is folded or unfolded."""
        partner = self.current_partner()
        if partner is not None:
            self.keep()
            self.house().show_partner(partner[0])
        else:
            await self.action_fold()
