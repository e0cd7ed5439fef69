"""The Network screen: a foldable tree from the practice over branches to partners and what hangs on them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import ClassVar

from textual import events, on
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.worker import WorkerCancelled, WorkerFailed

from tui_tracker.domain.network import Grouping, Leaf, Outline, Spot, Tie, Tree
from tui_tracker.domain.text import count, fold
from tui_tracker.screens.base import MainScreen, style_file
from tui_tracker.services import network
from tui_tracker.widgets import network_tree
from tui_tracker.widgets.bars import shows_blocks, shows_lines
from tui_tracker.widgets.filter_line import FilterLine
from tui_tracker.widgets.lines import Line
from tui_tracker.widgets.network_tree import GUTTER, Drawing
from tui_tracker.widgets.text_panel import TextPanel
from tui_tracker.widgets.window_list import PAGE, WindowList

_EMPTY = "No partners yet: 2 a adds one, : import brings in a list."
_GROUPINGS = tuple(Grouping)
_PATIENCE = 0.5  # seconds that a key may wait for the fold before it


class NetworkScreen(MainScreen):
    """The tree. Its folds and the place are kept while the program runs, for each grouping by itself."""

    NUMBER = 4
    CSS_PATH = style_file("network")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "fold", "fold", id="network.fold"),
        Binding("l,right", "into", "Unfold, go into", show=False, id="network.into"),
        Binding("h,left", "out", "Fold, go out", show=False, id="network.out"),
        Binding("z", "fold_all", "Fold all", show=False, id="network.fold_all"),
        Binding("Z", "unfold_all", "Unfold all branches", show=False, id="network.unfold_all"),
        Binding("b", "group", "by", id="network.group"),
        Binding("slash", "filter", "filter", id="network.filter"),
        Binding("n", "next(1)", "Next partner", show=False, id="network.next"),
        Binding("N", "next(-1)", "Previous partner", show=False, id="network.previous"),
        Binding("escape", "clear", "Show all again", show=False, id="network.clear"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.by = Grouping.SPECIALTY
        self.text = ""
        self._branches_open: dict[Grouping, set[str]] = {by: set() for by in Grouping}
        self._branches_shut: set[str] = set()
        self._unfolded: set[int] = set()
        self._outline: Outline | None = None
        self._ids: dict[str, Sequence[int]] = {}
        self._ties: dict[int, tuple[Tie, ...]] = {}
        self._leaves: dict[int, Leaf] = {}
        self._drawing: Drawing | None = None
        glyphs = network_tree.LINES if shows_lines() else network_tree.ASCII
        self._glyphs = replace(glyphs, blocks=shows_blocks())

    def body(self) -> Iterator[Widget]:
        """The columns' names, the tree, and the line to filter with."""
        yield TextPanel(id="columns")
        yield WindowList(empty="")
        yield FilterLine("part of a name or of a branch", id="filter")

    @property
    def rows(self) -> WindowList:
        """The list that shows the tree."""
        return self.query_one(WindowList)

    def current_partner(self) -> tuple[int, str] | None:
        """The partner on the line, at the other end of the link there, or whose contact it is."""
        drawing, spot = self._drawing, self._spot()
        if drawing is None or spot is None:
            return None
        partner_id = drawing.tree.partner(spot)
        if partner_id is None:
            return None
        if spot.tie >= 0:
            tie = drawing.ties[partner_id][spot.tie]
            if tie.partner_id is not None:
                return tie.partner_id, tie.name
        leaf = self._leaves.get(partner_id)
        return None if leaf is None else (partner_id, leaf.name)

    def reload(self) -> None:
        """Fetch everything again: data changed."""
        self._outline = None
        self._ids = {}
        self._ties = {}
        super().reload()

    async def load(self) -> None:
        """Fetch what is not at hand yet, and show the tree with the cursor where it was."""
        house = self.house()
        by, text, today = self.by, self.text, house.today
        if self._outline is None:
            self._outline = await house.desk(network.outline, by, today, text)
        outline = self._outline
        shown = self._shown(outline)
        missing = [name for name in shown if name not in self._ids]
        if missing:
            self._ids |= await house.desk(network.ids_below, by, missing, text)
        lacking = self._unfolded - self._ties.keys()
        if lacking:
            self._ties |= await house.desk(network.ties, sorted(lacking))
        ids = {name: self._ids[name] for name in shown}
        ties = {partner_id: self._ties[partner_id] for partner_id in self._unfolded}
        tree = Tree(outline.branches, ids, {partner_id: len(lines) for partner_id, lines in ties.items()})
        drawing = Drawing(tree, outline, by, ties, self.app.size.width - GUTTER, self._glyphs, fold(text))
        await self._show(drawing)

    async def _show(self, drawing: Drawing) -> None:
        """Put a drawing in place of the present one, with the two pages around the cursor."""
        house = self.house()
        line = self._kept_line(drawing.tree)
        height = max(1, self.rows.size.height)
        first = max(0, line - height) // PAGE * PAGE
        length = (line + height) // PAGE * PAGE + PAGE - first
        leaves = await house.desk(network.leaves, drawing.tree.wanted(first, length), house.today)
        line = self._kept_line(drawing.tree)
        self._drawing = drawing
        self._leaves = leaves
        self.rows.empty = self._nothing(drawing.outline)
        number = drawing.tree.count if drawing.outline.branches else 0
        self.rows.reset(number, drawing.lines(first, length, leaves) if number else (), offset=first, cursor=line)
        self.query_one("#columns", TextPanel).show(
            [Line(None, network_tree.heading(drawing.by, drawing.width))] if number else []
        )

    def _nothing(self, outline: Outline) -> str:
        return (
            f"No partner or {self.by.value} contains “{self.text}”; esc shows all again." if outline.total else _EMPTY
        )

    def _shown(self, outline: Outline) -> list[str]:
        """The unfolded branches: those the person unfolded, or with a filter all that were not folded since."""
        if self.text:
            return [branch.name for branch in outline.branches if branch.name not in self._branches_shut]
        return [branch.name for branch in outline.branches if branch.name in self._branches_open[self.by]]

    def _spot(self) -> Spot | None:
        """What the cursor is on."""
        line = self.rows.cursor
        if self._drawing is None or self.rows.count == 0 or line >= self._drawing.tree.count:
            return None
        return self._drawing.tree.spot(line)

    def _kept_line(self, tree: Tree) -> int:
        """Where in another tree the line under the cursor is, or what stands above it there."""
        spot = self._spot()
        if spot is None or self._drawing is None or spot.branch < 0:
            return 0
        before = self._drawing.tree
        partner_id = before.partner(spot)
        if self._drawing.by is self.by:
            return tree.find(before.branches[spot.branch].name, partner_id, spot.tie)
        leaf = None if partner_id is None else self._leaves.get(partner_id)
        return 0 if leaf is None else tree.find(getattr(leaf, self.by.value), partner_id)

    async def _again(self) -> None:
        """Show the tree with its new folds; only what is not at hand is fetched.

        The next key waits for it, so that keys that come in one burst mean the lines they were typed for; not long,
        for the database may be busy with something else.
        """
        worker = self.run_worker(self._guarded(self.load()), group="load", exclusive=True, exit_on_error=False)
        with suppress(WorkerCancelled, WorkerFailed, TimeoutError):
            await asyncio.wait_for(asyncio.shield(worker.wait()), _PATIENCE)

    @on(WindowList.Wanted)
    def _feed_later(self, event: WindowList.Wanted) -> None:
        self.run_worker(self._guarded(self._feed(event.offset, event.length)), exit_on_error=False)

    async def _feed(self, offset: int, length: int) -> None:
        drawing = self._drawing
        if drawing is None:
            return
        house = self.house()
        leaves = await house.desk(network.leaves, drawing.tree.wanted(offset, length), house.today)
        if drawing is self._drawing:
            if len(self._leaves) > 10 * PAGE:
                self._leaves = {}
            self._leaves |= leaves
            self.rows.feed(offset, drawing.lines(offset, length, leaves))

    async def action_fold(self) -> None:
        """Fold or unfold the branch or partner on the line; on the practice, all branches."""
        spot = self._spot()
        if spot is None or self._drawing is None:
            return
        if spot.branch < 0:
            any_open = any(self._drawing.tree.is_open(Spot(n)) for n in range(len(self._drawing.tree.branches)))
            await self._turn_all(not any_open)
        else:
            await self._turn(spot, not self._drawing.tree.is_open(spot))

    async def action_into(self) -> None:
        """Unfold; where it is unfolded, go to the first line below."""
        spot = self._spot()
        if spot is None or self._drawing is None:
            return
        if not self._drawing.tree.is_open(spot):
            await self._turn(spot, True)
        elif self._drawing.tree.size(spot):
            self.rows.action_move(1)

    async def action_out(self) -> None:
        """Go to what the line hangs on; what is unfolded is folded first."""
        spot = self._spot()
        if spot is None or self._drawing is None:
            return
        if spot.branch >= 0 and self._drawing.tree.is_open(spot):
            await self._turn(spot, False)
        else:
            self.rows.move_to(self._drawing.tree.line(self._drawing.tree.above(spot)))

    async def action_fold_all(self) -> None:
        """Fold every branch and every partner."""
        await self._turn_all(False)

    async def action_unfold_all(self) -> None:
        """Unfold every branch; partners stay as they are."""
        await self._turn_all(True)

    async def _turn_all(self, unfold: bool) -> None:
        if self._outline is None:
            return
        names = {branch.name for branch in self._outline.branches}
        if not unfold:
            self._unfolded.clear()
        self._branches_shut = set() if unfold else names
        if not self.text:
            self._branches_open[self.by] = names if unfold else set()
        await self._again()

    async def _turn(self, spot: Spot, unfold: bool) -> None:
        """Fold or unfold what a line shows; on a tie, its partner is folded."""
        assert self._drawing is not None
        partner_id = self._drawing.tree.partner(spot)
        if partner_id is None:
            self._turn_branch(self._drawing.tree.branches[spot.branch].name, unfold)
        elif spot.tie >= 0 or not unfold:
            self._unfolded.discard(partner_id)
        else:
            leaf = self._leaves.get(partner_id)
            if leaf is not None and not leaf.ties:
                self.say(f"{leaf.name} has no links and no contacts yet; enter opens it.")
                return
            self._unfolded.add(partner_id)
        await self._again()

    def _turn_branch(self, name: str, unfold: bool) -> None:
        opened = self._branches_open[self.by]
        if self.text:
            self._branches_shut.discard(name) if unfold else self._branches_shut.add(name)
        elif unfold:
            opened.add(name)
        else:
            opened.discard(name)

    def action_group(self) -> None:
        """Grow the tree by the next of specialty, area, stage and kind."""
        self.by = _GROUPINGS[(_GROUPINGS.index(self.by) + 1) % len(_GROUPINGS)]
        self._branches_shut.clear()
        self.reload()

    def action_filter(self) -> None:
        """Type what to look for."""
        self.query_one(FilterLine).open()

    def action_clear(self) -> None:
        """No filter any more."""
        self.query_one(FilterLine).close(clear=True)

    @on(FilterLine.Filtered)
    def _filter(self, event: FilterLine.Filtered) -> None:
        if event.text != self.text:
            self.text = event.text
            self._branches_shut.clear()
            self.reload()

    @on(FilterLine.Left)
    def _to_tree(self) -> None:
        self.rows.focus()

    def action_next(self, way: int) -> None:
        """Go to the next or previous partner in the unfolded branches; with a filter, these are its matches."""
        drawing = self._drawing
        line = None if drawing is None else drawing.tree.next_partner(self.rows.cursor, way)
        if line is None:
            self.say("No partner is shown; Z unfolds all branches.")
            return
        self.rows.move_to(line)
        if self.text:
            assert drawing is not None
            shown = sum(branch.partners for branch in drawing.outline.branches)
            self.say(f"{count(shown, 'partner')} with “{self.text}”")

    @on(WindowList.Chosen)
    async def _open_line(self) -> None:
        partner = self.current_partner()
        if partner is not None:
            self.house().show_partner(partner[0])
        else:
            await self.action_fold()

    async def on_resize(self, _event: events.Resize) -> None:
        """Draw the columns anew for the new width."""
        if self._drawing is not None and self._drawing.width != self.app.size.width - GUTTER:
            await self._again()
