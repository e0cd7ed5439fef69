"""The mind map: paints the part of it that the window shows, and repaints the boxes of what changed alone."""

from collections.abc import Collection, Iterable, Mapping
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tui_tracker.domain.map_layout import LEFT, RIGHT, Layout, Step
from tui_tracker.domain.map_tree import Tree
from tui_tracker.domain.map_words import Known
from tui_tracker.domain.mind_map import HOME, BranchPath, Feeling, Leaf, Mood, Place
from tui_tracker.widgets.changed_cells import changed_cells
from tui_tracker.widgets.lines import to_strip
from tui_tracker.widgets.map_rows import NEAR, MapRows, Window


class AtNode(Message):
    """Something happened at a node of a map."""

    def __init__(self, sender: "MindMap", node: int) -> None:
        super().__init__()
        self.map = sender
        self.node = node

    @property
    def control(self) -> "MindMap":
        """The map where it happened."""
        return self.map


class MindMap(Widget, can_focus=True):
    """Shows a tree as it is laid out, and asks with `Wanted` for the partners in its window that it does not know.

    The cursor is a mark beside the label, which stands out; a key repaints two boxes, or the window where the cursor
    leaves it: it moves by half of itself then, down and across alike.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("h,left", "step('h')", "Left", show=False, id="map.left"),
        Binding("j,down", "step('j')", "Down", show=False, id="map.down"),
        Binding("k,up", "step('k')", "Up", show=False, id="map.up"),
        Binding("l,right", "step('l')", "Right", show=False, id="map.right"),
        Binding("g,home", "edge(False)", "First", show=False, id="map.first"),
        Binding("G,end", "edge(True)", "Last", show=False, id="map.last"),
        Binding("pagedown,ctrl+d", "page(1)", "Page down", show=False, id="map.page_down"),
        Binding("pageup,ctrl+b", "page(-1)", "Page up", show=False, id="map.page_up"),
        Binding("enter", "choose", "Open", show=False, id="map.open"),
    ]

    DEFAULT_CSS = """
    MindMap { height: 1fr; width: 1fr; }
    """

    class Wanted(Message):
        """The window shows partners that are not known yet; `feed` the map with them."""

        def __init__(self, sender: "MindMap", ids: Collection[int]) -> None:
            super().__init__()
            self.map = sender
            self.ids = ids

        @property
        def control(self) -> "MindMap":
            """The map that asks."""
            return self.map

    class Moved(AtNode):
        """The cursor stands on another node, or more is known about the one it is on."""

    class Chosen(AtNode):
        """Enter was pressed, or a node was clicked twice."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.cursor = 0
        self.top = 0
        self.left = 0
        self.empty = ""
        self._shown: MapRows | None = None
        self._rows: list[Strip] = []
        self._last: dict[int, int] = {}
        self._asked: set[int] = set()

    @property
    def tree_shown(self) -> Tree | None:
        """The tree that is shown; None where there is none."""
        return None if self._shown is None else self._shown.tree

    @property
    def layout_shown(self) -> Layout | None:
        """Where the nodes of that tree stand."""
        return None if self._shown is None else self._shown.layout

    @property
    def shown_place(self) -> Place:
        """Which node the cursor is on, whatever is folded."""
        return HOME if self._shown is None else self._shown.tree.place(self.cursor, self._shown.known.ties)

    def show(self, tree: Tree, layout: Layout, known: Known, place: Place | None = None) -> None:
        """Show a tree. The cursor goes to `place`, or stays on what it was on; what it was on keeps its spot."""
        kept = self.shown_place
        before, self._shown = self._shown, MapRows(tree, layout, known)
        box = None
        if before is not None:
            box = before.layout.box(self.cursor)
            place = kept if place is None else place
        self._last = {}
        self._asked = set()
        self.cursor = 0 if place is None else tree.find(place, known.ties)
        if box is None:
            self._centre(self._shown)
        else:
            now = layout.box(self.cursor)
            self.top += now.row - box.row
            self.left += now.x - box.x
            self._show_cursor(self._shown)
        self._changed(self._shown)

    def show_nothing(self, text: str) -> None:
        """Show a sentence in place of a map."""
        self._shown = None
        self.empty = text
        self.cursor = self.top = self.left = 0
        self._rows = []
        self.refresh()

    def feed(self, leaves: Mapping[int, Leaf]) -> None:
        """Hand over partners that were asked for."""
        if self._shown is not None:
            self._shown.known.leaves.update(leaves)
            self._tell_about(self._shown, leaves, ())

    def feel(self, feelings: Mapping[int, Feeling], moods: Mapping[BranchPath, Mood] | None = None) -> None:
        """Hand over how it stands with some partners, and with everybody below some branches."""
        if self._shown is not None:
            self._shown.known.feelings.update(feelings)
            self._shown.known.moods.update(moods or {})
            self._tell_about(self._shown, feelings, moods or ())

    def move_to(self, node: int) -> None:
        """Put the cursor on a node, and the node into the window."""
        shown = self._shown
        if shown is None or node == self.cursor:
            return
        before, self.cursor = self.cursor, node
        shown.layout.remember(self._last, node)
        if self._show_cursor(shown):
            self._changed(shown)
            return
        self._paint_boxes(shown, (before, node))
        self.post_message(self.Moved(self, node))

    def centre(self) -> None:
        """Move the window so that the cursor is in its middle, as far as the map goes."""
        if self._shown is not None and self._centre(self._shown):
            self._paint(self._shown)
            self._ask(self._shown)

    def show_below(self) -> None:
        """Move the window across so that what hangs on the cursor is in it, as far as the cursor stays in it."""
        shown = self._shown
        if shown is None or not shown.tree.has_children(self.cursor) or self.cursor == 0:
            return
        here, below = shown.layout.box(self.cursor), shown.layout.box(shown.tree.children(self.cursor)[0])
        before, width = self.left, self.size.width
        if below.x < self.left:
            self.left = max(below.x, here.x + here.width - width)
        elif below.x + below.width > self.left + width:
            self.left = min(below.x + below.width - width, here.x)
        self._keep_inside(shown.layout)
        if self.left != before:
            self._paint(shown)
            self._ask(shown)

    def shown_nodes(self) -> list[int]:
        """The nodes in the window."""
        if self._shown is None:
            return []
        width, height = self.size
        return self._shown.layout.nodes_in(self.top, self.top + height, self.left, self.left + width)

    def action_step(self, key: Step) -> None:
        """Go to the nearest node in a direction."""
        if self._shown is not None:
            node = self._shown.layout.step(self.cursor, key, self._last)
            if node is not None:
                self.move_to(node)

    def action_edge(self, last: bool) -> None:
        """Go to the topmost or the lowest node, on the side of the cursor where there is one."""
        if self._shown is not None:
            layout = self._shown.layout
            row = layout.height - 1 if last else 0
            nodes = layout.nodes_in(row, row + 1)
            side = layout.side(self.cursor) or RIGHT
            self.move_to(next((node for node in nodes if layout.side(node) == side), nodes[0]))

    def action_page(self, way: int) -> None:
        """Go a window up or down in the column of the cursor, or to its end."""
        if self._shown is None or self._shown.tree.count < 2:
            return
        layout = self._shown.layout
        row, depth = layout.row(self.cursor), max(1, self._shown.tree.depth(self.cursor))
        side = layout.side(self.cursor) or RIGHT
        target = row + way * max(1, self.size.height - 1)
        above, below = layout.around(side, depth, target)
        near, far = (above, below) if way > 0 else (below, above)
        for node in (layout.at(side, depth, target), near, far):
            if node is not None and (layout.row(node) - row) * way > 0:
                self.move_to(node)
                return

    def action_choose(self) -> None:
        """Tell that enter was pressed."""
        if self._shown is not None:
            self.post_message(self.Chosen(self, self.cursor))

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor, two choose."""
        if self._shown is not None:
            node = self._shown.layout.node_at(self.top + event.y, self.left + event.x)
            if node is not None:
                self.move_to(node)
                if event.chain > 1:
                    self.action_choose()

    def on_focus(self, _event: events.Focus) -> None:
        """The cursor tells where the focus is."""
        if self._shown is not None:
            self._paint_boxes(self._shown, (self.cursor,))

    def on_blur(self, _event: events.Blur) -> None:
        """The cursor tells where the focus is."""
        if self._shown is not None:
            self._paint_boxes(self._shown, (self.cursor,))

    def on_resize(self, _event: events.Resize) -> None:
        """Keep the cursor in the window."""
        if self._shown is not None:
            self._show_cursor(self._shown)
            self._rows = []
            self.refresh()
            self._ask(self._shown)

    def render_line(self, y: int) -> Strip:
        """One row of the window."""
        width, height = self.size
        if self._shown is None:
            return to_strip((("  ", ""), (self.empty if y == 0 else "", "dim")), width)
        if len(self._rows) != height or self._rows[0].cell_length != width:
            self._rows = [self._strip(self._shown, row) for row in range(height)]
        return self._rows[y]

    def _strip(self, shown: MapRows, y: int) -> Strip:
        window = Window(self.top, self.left, *self.size)
        return shown.strip(y, window, self.cursor, self.has_focus)

    def _changed(self, shown: MapRows) -> None:
        self._paint(shown)
        self._ask(shown)
        self.post_message(self.Moved(self, self.cursor))

    def _paint(self, shown: MapRows, rows: Iterable[int] | None = None) -> None:
        """Work rows of the window out anew, all or some, and paint those of their cells that changed."""
        width, height = self.size
        if len(self._rows) != height or not height or self._rows[0].cell_length != width:
            self._rows = []
            self.refresh()
            return
        regions = []
        for y in range(height) if rows is None else rows:
            before, self._rows[y] = self._rows[y], self._strip(shown, y)
            regions += [Region(x, y, cells, 1) for x, cells in changed_cells(before, self._rows[y])]
        if regions:
            self.refresh(*regions)

    def _ask(self, shown: MapRows) -> None:
        """Where partners in the window, or within half of one around it, are not known: ask for them, and for more."""
        height = self.size.height
        if self._lacking(shown, height // 2):
            ids = self._lacking(shown, height)
            self._asked.update(ids)
            self.post_message(self.Wanted(self, ids))

    def _lacking(self, shown: MapRows, around: int) -> list[int]:
        """The partners in the window and so many rows around it that are neither known nor asked for."""
        width, height = self.size
        nodes = shown.layout.nodes_in(self.top - around, self.top + height + around, self.left, self.left + width)
        leaves, asked = shown.known.leaves, self._asked
        return [one for one in shown.tree.partner_ids(nodes) if one not in leaves and one not in asked]

    def _tell_about(self, shown: MapRows, partners: Collection[int], paths: Collection[BranchPath]) -> None:
        """Repaint those of them that the window shows."""
        tree = shown.tree

        def is_about(node: int) -> bool:
            return tree.partner(node) in partners or (not tree.is_leaf(node) and tree.path(node) in paths)

        self._paint_boxes(shown, [node for node in self.shown_nodes() if is_about(node)])
        if is_about(self.cursor):
            self.post_message(self.Moved(self, self.cursor))

    def _paint_boxes(self, shown: MapRows, nodes: Iterable[int]) -> None:
        rows: set[int] = set()
        for node in nodes:
            row, around = shown.layout.row(node) - self.top, 0 if node else NEAR
            rows.update(range(max(0, row - around), min(self.size.height, row + around + 1)))
        self._paint(shown, sorted(rows))

    def _centre(self, shown: MapRows) -> bool:
        box, before = shown.layout.box(self.cursor), (self.top, self.left)
        self.top = box.row - (self.size.height - 1) // 2
        self.left = box.x - (self.size.width - box.width) // 2
        self._keep_inside(shown.layout)
        return (self.top, self.left) != before

    def _show_cursor(self, shown: MapRows) -> bool:
        """Move the window by half of it where the cursor left it; tells whether it moved.

        Away from the practice it moves no farther than it must: what the cursor's node hangs on is to stay in sight.
        """
        width, height = self.size
        box, before = shown.layout.box(self.cursor), (self.top, self.left)
        if box.row < self.top:
            self.top = box.row - height // 2
        elif box.row >= self.top + height:
            self.top = box.row - (height - 1) // 2
        spare, side = width - box.width, shown.layout.side(self.cursor)
        if box.x < self.left:
            self.left = box.x - (0 if side == LEFT else spare // 2)
        elif box.x > self.left + spare:
            self.left = box.x - (spare if side == RIGHT else spare // 2)
        self._keep_inside(shown.layout)
        return (self.top, self.left) != before

    def _keep_inside(self, layout: Layout) -> None:
        """No window beyond the map; a map with room to spare stands in its middle, on one side at the left."""
        width, height = self.size
        self.top = _inside(self.top, layout.height, height)
        spare = width > layout.width and not layout.two_sided
        self.left = 0 if spare else layout.uncut(_inside(self.left, layout.width, width), self.cursor)


def _inside(start: int, whole: int, window: int) -> int:
    """Where a window on something begins: within it, or before it so that it stands in the middle."""
    return -((window - whole) // 2) if whole <= window else max(0, min(start, whole - window))
