"""Where the nodes of the mind map stand: the practice in the middle, a column for each level, a row for each leaf.

A node stands in the vertical middle of what is below it. Rows of a side's subtrees follow each other as the nodes are
numbered, so that in every column rows rise with the numbers: what stands at a row or in a window is found by bisection.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Literal, NamedTuple

from tui_tracker.domain.frozen import dataclass
from tui_tracker.domain.map_tree import Tree

JOIN = 3
"""Cells between a box and those that hang on it: an arm, the joint, an arm."""

TWO_SIDES_FROM = 100
"""Columns from which branches stand on both sides."""

RIGHT, LEFT, MIDDLE = 1, -1, 0
"""Sides; the practice alone stands in the middle."""

Step = Literal["h", "j", "k", "l"]

_LEAST_LEVEL = 10
_WIDEST_LEVEL = 44
_READABLE = 24
_LEAST_PRACTICE = 8


class Box(NamedTuple):
    """Where a node's label stands: cells from `x`, the cursor's mark included."""

    x: int
    row: int
    width: int


@dataclass(frozen=True, slots=True)
class Widths:
    """How wide boxes are, in cells: the practice, and each level from there; the last stands for those beyond.

    Those on the left are as wide as those on the right where `left` does not say otherwise.
    """

    practice: int
    levels: tuple[int, ...]
    left: tuple[int, ...] = ()

    def level(self, depth: int, side: int = RIGHT) -> int:
        """The width of all boxes of a side that are `depth` (1 or more) steps from the practice."""
        levels = self.left or self.levels if side == LEFT else self.levels
        return levels[min(depth, len(levels)) - 1]


def widths_for(screen_width: int, shown: tuple[int, int], natural: Sequence[int]) -> tuple[Widths, bool]:
    """How wide boxes are on a screen, and whether there is room for two sides.

    `shown` says how many levels are shown right and left of the practice (right, where there is one side). `natural`
    says how wide labels would like to be (the cell of the cursor's mark among them): the practice first, then each
    level; the last stands for those beyond. Two levels of a side always stand beside each other, more where all can be
    read; a level that needs less leaves the rest to the others, and so does a side that shows fewer. Those beyond are
    as wide as they like, within a side. Boxes are a cell wider than what they hold, so that no label touches a line.
    """
    two_sided = screen_width >= TWO_SIDES_FROM
    most = screen_width // 9 + 2 if two_sided else max(screen_width // 6, min(12, screen_width // 5))
    practice = max(_LEAST_PRACTICE, min(natural[0] + 2, most))
    room = screen_width - practice
    right, left = shown if two_sided else (max(shown), 0)
    wishes = [
        max(_LEAST_LEVEL, min(natural[min(depth, len(natural) - 1)] + 1, _WIDEST_LEVEL))
        for depth in range(1, max(right, left, 1) + 1)
    ]
    if right == left:
        return Widths(practice, _levels(max(_LEAST_LEVEL, room // 2), wishes)), two_sided
    if not min(right, left):
        return Widths(practice, _levels(max(_LEAST_LEVEL, room), wishes)), two_sided
    fewer = max(_LEAST_LEVEL, room * min(right, left, 2) // (min(right, left, 2) + min(max(right, left), 3)))
    narrow = _levels(fewer, wishes[: min(right, left)])
    taken = sum(narrow[:2]) + JOIN * len(narrow[:2])
    wide = _levels(max(_LEAST_LEVEL, room - min(taken, fewer)), wishes)
    return Widths(practice, *((wide, narrow) if right > left else (narrow, wide))), two_sided


def _levels(room: int, wishes: Sequence[int]) -> tuple[int, ...]:
    """How wide the levels of a side are that has so many cells."""
    together = min(2, len(wishes))
    shared = _share(room - together * JOIN, wishes[:together])
    while together < len(wishes):
        more = _share(room - (together + 1) * JOIN, wishes[: together + 1])
        if any(width < min(wish, _READABLE) for width, wish in zip(more, wishes, strict=False)):
            break
        together, shared = together + 1, more
    return (*shared, *(min(wish, room - JOIN) for wish in wishes[together:]))


def levels_shown(tree: Tree) -> tuple[int, int]:
    """How many levels are shown right and left of the practice where the branches stand on both sides."""
    split = _first_left(tree)
    right, left = (max(map(tree.depth, nodes), default=0) for nodes in (range(1, split), range(split, tree.count)))
    return right, left


def _share(room: int, wishes: Sequence[int]) -> list[int]:
    """Share cells: everybody up to an even part, what some leave going to the others."""
    given = [0] * len(wishes)
    for done, place in enumerate(sorted(range(len(wishes)), key=wishes.__getitem__)):
        given[place] = max(1, min(wishes[place], room // (len(wishes) - done)))
        room -= given[place]
    return given


class Layout:
    """Where each node of a tree stands; rows and columns from 0 at the top left of the whole map.

    Branches of the first level stand right in the first half, by their number in the outline, and left in the second:
    a fold moves nobody to the other side. Both sides read from top to bottom. On one side everything stands right.
    """

    def __init__(self, tree: Tree, widths: Widths, two_sided: bool) -> None:
        self.tree = tree
        self.widths = widths
        self.two_sided = two_sided
        self._split = _first_left(tree) if two_sided else tree.count
        self._heights = _heights(tree)
        right = _Side(tree, self._heights, range(1, self._split))
        left = _Side(tree, self._heights, range(self._split, tree.count))
        middle = max(right.middle, left.middle)
        self._rows = [middle, *right.rows_from(middle), *left.rows_from(middle)]
        self.height = max(1, right.height + middle - right.middle, left.height + middle - left.middle)
        self._side_rows = {RIGHT: right.rows_around(middle), LEFT: left.rows_around(middle)}
        self._columns = {RIGHT: _Columns(right, self._rows), LEFT: _Columns(left, self._rows)}
        self._offsets = {
            RIGHT: _offsets(widths, RIGHT, right.deepest),
            LEFT: _offsets(widths, LEFT, left.deepest),
        }
        self._practice_x = self._offsets[LEFT][-1]
        self.width = self._practice_x + widths.practice + self._offsets[RIGHT][-1]

    def row(self, n: int) -> int:
        """The row on which the node stands."""
        return self._rows[n]

    def side(self, n: int) -> int:
        """On which side the node stands."""
        return MIDDLE if n == 0 else RIGHT if n < self._split else LEFT

    def box(self, n: int) -> Box:
        """Where the node's label stands."""
        x, width = self.column(self.side(n), self.tree.depth(n))
        return Box(x, self._rows[n], width)

    def column(self, side: int, depth: int) -> tuple[int, int]:
        """The first cell and the width of the boxes of a level; depth 0 is the practice."""
        if depth == 0:
            return self._practice_x, self.widths.practice
        width, end = self.widths.level(depth, side), self._offsets[side][depth]
        if side == LEFT:
            return self._practice_x - end, width
        return self._practice_x + self.widths.practice + end - width, width

    def has_children_on(self, n: int, side: int) -> bool:
        """Whether anything is shown on that side that hangs on the node."""
        if n > 0:
            return self.side(n) == side and self.tree.has_children(n)
        return self._columns[side].deepest > 0

    def rows_of(self, n: int) -> range:
        """The rows of all that is below the node, its own among them; of the practice, all rows of the map."""
        if n == 0:
            return range(self.height)
        top = self._rows[n] - (self._heights[n] - 1) // 2
        return range(top, top + self._heights[n])

    def columns_in(self, left: int, right: int) -> list[tuple[int, int]]:
        """The levels of which any cell, or the join before it, lies in these columns: (side, depth), left to right."""
        practice, end = self._practice_x, self._practice_x + self.widths.practice
        found: list[tuple[int, int]] = []
        if left >= right:
            return found
        if left < practice:
            nearest, farthest = practice - min(right, practice), practice - left
            found += [(LEFT, depth) for depth in self._depths(LEFT, nearest, farthest)][::-1]
        if left < end and right > practice:
            found.append((MIDDLE, 0))
        if right > end:
            found += [(RIGHT, depth) for depth in self._depths(RIGHT, max(left, end) - end, right - end)]
        return found

    def _depths(self, side: int, nearest: int, farthest: int) -> range:
        """The levels of a side between two distances from the practice's box, in cells."""
        deepest = self._columns[side].deepest
        first = bisect_right(self._offsets[side], nearest, 0, deepest + 1)
        last = bisect_left(self._offsets[side], farthest, 0, deepest + 1)
        return range(first, min(last, deepest) + 1)

    def at(self, side: int, depth: int, row: int) -> int | None:
        """The node of a level that stands on a row."""
        if depth == 0:
            return 0 if row == self._rows[0] else None
        return self._columns[side].at(depth, row)

    def around(self, side: int, depth: int, row: int) -> tuple[int | None, int | None]:
        """The nodes of a level (from 1) next above a row and next below it."""
        return self._columns[side].above(depth, row), self._columns[side].below(depth, row)

    def node_at(self, row: int, x: int) -> int | None:
        """The node whose box has this cell."""
        for side, depth in self.columns_in(x, x + 1):
            start, width = self.column(side, depth)
            if start <= x < start + width:
                return self.at(side, depth, row)
        return None

    def nodes_in(self, top: int, bottom: int, left: int = 0, right: int | None = None) -> list[int]:
        """The nodes with any cell in a window (`bottom` and `right` excluded), by row and then from the left."""
        right = self.width if right is None else right
        found: list[int] = []
        for side, depth in self.columns_in(left, right):
            start, width = self.column(side, depth)
            if start >= right or start + width <= left:
                continue
            if depth == 0:
                found += [0] if top <= self._rows[0] < bottom else []
            else:
                found += self._columns[side].between(depth, top, bottom)
        return sorted(found, key=self._rows.__getitem__)

    def out_of_sight(self, top: int, bottom: int, left: int, right: int) -> dict[int, list[int]]:
        """The branches that a window's rows hang on though they stand above or below it, by the row to name them on.

        On the rows of all that is below a node nothing else stands in its column: its name finds room in the middle of
        those that the window shows, so that a branch with hundreds of partners is known by its name in all of them.
        """
        found: dict[int, list[int]] = {}
        for side, depth in self.columns_in(left, right):
            x, width = self.column(side, depth)
            if depth == 0 or x >= right or x + width <= left:
                continue
            for n in self.around(side, depth, top)[0], self.around(side, depth, bottom - 1)[1]:
                rows = range(0) if n is None else self.rows_of(n)
                first, last = max(top, rows.start), min(bottom, rows.stop) - 1
                if n is not None and first <= last:
                    found.setdefault((first + last) // 2, []).append(n)
        return found

    def uncut(self, left: int, n: int) -> int:
        """Where a window that was to begin at `left` begins so that it cuts off no start of a box there.

        It begins after such a box, or with it where it is the node's own. On the left side names end at the right: what
        is cut off there is left as it is, so that the practice stays in the middle.
        """
        for side, depth in self.columns_in(left, left + 1):
            x, width = self.column(side, depth)
            if side != LEFT and x < left < x + width:
                return x if (side, depth) == (self.side(n), self.tree.depth(n)) else x + width
        return left

    def remember(self, last: dict[int, int], n: int) -> None:
        """Note a visit, for `step`: the node as its parent's last; under -1 for the practice's left side."""
        if n > 0:
            parent = self.tree.parent(n)
            last[-1 if parent == 0 and self.side(n) == LEFT else parent] = n

    def step(self, n: int, key: Step, last: Mapping[int, int]) -> int | None:
        """Where a key leads from a node, None where nothing lies that way; `last` as `remember` keeps it for this tree.

        Away from the practice: the child visited last, else the one nearest by row. Towards it: the parent. Up and
        down: the next in the same column, of whatever parent; without one, the next in the nearest other column.
        """
        if key in "jk":
            return self._step_along(n, 1 if key == "j" else -1)
        towards = RIGHT if key == "l" else LEFT
        side = self.side(n)
        if side not in (MIDDLE, towards):
            return self.tree.parent(n)
        return self._step_away(n, towards, last)

    def _step_away(self, n: int, side: int, last: Mapping[int, int]) -> int | None:
        children = self.tree.children(n)
        if n == 0:
            cut = bisect_left(children, self._split)
            children = children[:cut] if side == RIGHT else children[cut:]
        if not children:
            return None
        visited = last.get(-1 if n == 0 and side == LEFT else n, 0)
        if 0 < visited < self.tree.count and self.tree.parent(visited) == n and self.side(visited) == side:
            return visited
        below = bisect_left(children, self._rows[n], key=self._rows.__getitem__)
        near = children[max(0, below - 1) : below + 1]
        return min(near, key=lambda child: abs(self._rows[child] - self._rows[n]))

    def _step_along(self, n: int, way: int) -> int | None:
        row, depth = self._rows[n], self.tree.depth(n)
        sides = [side for side in ((self.side(n),) if n else (RIGHT, LEFT)) if row + way in self._side_rows[side]]
        if not sides:
            return None
        deepest = max(self._columns[side].deepest for side in sides)
        for apart in range(max(depth, deepest) + 1):
            levels = {depth - apart, depth + apart}
            found = [self._next(side, level, row, way) for level in sorted(levels) for side in sides if level > 0]
            nodes = [node for node in found if node is not None]
            if nodes:
                return min(nodes, key=lambda node: abs(self._rows[node] - row))
        return None

    def _next(self, side: int, depth: int, row: int, way: int) -> int | None:
        columns = self._columns[side]
        if depth > columns.deepest:
            return None
        return columns.below(depth, row) if way > 0 else columns.above(depth, row)


class _Side:
    """The nodes of a side, a run of numbers, with the rows they take when the first leaf stands on row 0."""

    def __init__(self, tree: Tree, heights: Sequence[int], nodes: range) -> None:
        self.nodes = nodes
        self.depths = tree.depths[nodes.start : nodes.stop]
        self.deepest = max(self.depths, default=0)
        self._tops = _tops(tree, nodes)
        self._heights = heights
        self.height = self._tops.pop()
        self.middle = max(0, self.height - 1) // 2

    def rows_around(self, middle: int) -> range:
        """The rows that the side takes where its middle stands on a row."""
        return range(middle - self.middle, middle - self.middle + self.height)

    def rows_from(self, middle: int) -> list[int]:
        """The row of each node, where the side's middle stands on a row."""
        shift, heights = middle - self.middle, self._heights
        return [shift + top + (heights[n] - 1) // 2 for n, top in zip(self.nodes, self._tops, strict=True)]


class _Columns:
    """The nodes of a side by level, each level's from top to bottom."""

    def __init__(self, side: _Side, rows: Sequence[int]) -> None:
        depths, first = side.depths, side.nodes.start
        order = sorted(range(len(depths)), key=depths.__getitem__)
        self.deepest = side.deepest
        self._nodes = [first + place for place in order]
        self._rows = [rows[n] for n in self._nodes]
        sizes = [0] * (self.deepest + 2)
        for depth in depths:
            sizes[depth + 1] += 1
        self._starts = list(accumulate(sizes))

    def at(self, depth: int, row: int) -> int | None:
        """The node on a row."""
        place = bisect_left(self._rows, row, self._starts[depth], self._starts[depth + 1])
        return self._nodes[place] if place < self._starts[depth + 1] and self._rows[place] == row else None

    def above(self, depth: int, row: int) -> int | None:
        """The next node above a row."""
        place = bisect_left(self._rows, row, self._starts[depth], self._starts[depth + 1])
        return self._nodes[place - 1] if place > self._starts[depth] else None

    def below(self, depth: int, row: int) -> int | None:
        """The next node below a row."""
        place = bisect_right(self._rows, row, self._starts[depth], self._starts[depth + 1])
        return self._nodes[place] if place < self._starts[depth + 1] else None

    def between(self, depth: int, top: int, bottom: int) -> list[int]:
        """The nodes from a row up to another, which is excluded."""
        first = bisect_left(self._rows, top, self._starts[depth], self._starts[depth + 1])
        return self._nodes[first : bisect_left(self._rows, bottom, first, self._starts[depth + 1])]


def _heights(tree: Tree) -> list[int]:
    """How many rows each node's subtree takes: one for each leaf."""
    heights = [0] * tree.count
    parents = tree.parents
    for n in range(tree.count - 1, 0, -1):
        if not heights[n]:
            heights[n] = 1
        heights[parents[n]] += heights[n]
    heights[0] = heights[0] or 1
    return heights


def _tops(tree: Tree, nodes: range) -> list[int]:
    """The row on which each node's subtree begins, then how many rows all take together."""
    parents = [*tree.parents, -1]
    ends = (parents[n + 1] != n for n in nodes)  # a node's first child has the next number
    return list(accumulate(ends, initial=0))


def _first_left(tree: Tree) -> int:
    """The first node of the left side."""
    half, children = (tree.first_level() + 1) // 2, tree.children(0)
    first = bisect_left(children, half, key=tree.position)
    return children[first] if first < len(children) else tree.count


def _offsets(widths: Widths, side: int, deepest: int) -> list[int]:
    """How far the far end of each level of a side is from the practice's box, the practice's own first: 0."""
    return list(accumulate((JOIN + widths.level(depth, side) for depth in range(1, deepest + 1)), initial=0))
