"""The mind map drawn with line characters, a row at a time: the lines as text, the boxes as what stands in them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from tui_tracker.domain.map_layout import JOIN, LEFT, RIGHT, Layout


class Glyphs(NamedTuple):
    """The characters of lines: `joints` by the arms that meet (1 up, 2 down, 4 left, 8 right)."""

    joints: str

    @property
    def across(self) -> str:
        """A line from left to right."""
        return self.joints[12]


UNICODE = Glyphs(" ╵╷│╴┘┐┤╶└┌├─┴┬┼")
ASCII = Glyphs(" |||-'++-`++-'++")
"""No joint that ends a line downwards is a `+`: what begins on the next row would seem to hang on it."""


class Run(NamedTuple):
    """A part of a row: text where `node` is -1, else a box of `width` cells for the node's label.

    A box is told whole also where the window cuts it. Its label stands left on the right side (`side` 1), right on the
    left side (-1), and in the middle for the practice (0), and leaves a cell free before a line. The cell for the
    cursor's mark is part of the label and its nearest to the practice: the first, on the left side the last.
    `before` and `after` fill the rest of the box, beginning with a space (see `around`). With `away` the node stands
    out of sight, and its name alone stands here.
    """

    x: int
    width: int
    text: str = ""
    node: int = -1
    side: int = 0
    before: str = " "
    after: str = " "
    away: bool = False


def around(run: Run, label_width: int) -> tuple[str, str]:
    """What stands left and right of a label so wide in its box, so that all three fill it."""
    room = max(0, run.width - label_width)
    before = 0 if run.side > 0 else room if run.side < 0 else room // 2
    after = room - before
    return _line(run.before, before)[::-1], _line(run.after, after)


def _line(sign: str, width: int) -> str:
    """A space, then the sign; a label and a line never touch."""
    return f" {sign * (width - 1)}" if width else ""


def row(
    layout: Layout, y: int, left: int, right: int, glyphs: Glyphs = UNICODE, away: Sequence[int] = ()
) -> tuple[Run, ...]:
    """The row `y` of the map in the cells from `left` up to `right`, without gaps; rows beyond the map are empty.

    `away` are nodes that are to be named on this row though they stand on another: see `Layout.out_of_sight`.
    """
    runs: list[Run] = []
    done = left
    text = ""
    boxes = {(layout.side(n), layout.tree.depth(n)): n for n in away}
    for x, piece in _pieces(layout, y, left, right, glyphs, boxes):
        if isinstance(piece, str):
            begin = max(x, done)
            text += " " * (begin - done - len(text)) + piece[begin - x : right - x]
            continue
        text += " " * (x - done - len(text))
        if text:
            runs.append(Run(done, len(text), text))
        runs.append(piece)
        done, text = x + piece.width, ""
    text += " " * (right - done - len(text))
    if text:
        runs.append(Run(done, len(text), text))
    return tuple(runs)


def _pieces(
    layout: Layout, y: int, left: int, right: int, glyphs: Glyphs, away: Mapping[tuple[int, int], int]
) -> Iterator[tuple[int, str | Run]]:
    """Joins and boxes from left to right, each with its first cell; `away` by side and depth."""
    for side, depth in layout.columns_in(left, right):
        x, width = layout.column(side, depth)
        join_x = x - JOIN if side == RIGHT else x + width
        join = _join(layout, y, side, depth, glyphs) if depth else ""
        if join and side == RIGHT and join_x < right and join_x + JOIN > left:
            yield join_x, join
        node = layout.at(side, depth, y)
        if x < right and x + width > left:
            if node is not None:
                yield x, _box(layout, node, x, width, glyphs)
            elif (side, depth) in away:
                yield x, Run(x, width, "", away[side, depth], side, away=True)
        if join and side == LEFT and join_x < right and join_x + JOIN > left:
            yield join_x, join


def _box(layout: Layout, node: int, x: int, width: int, glyphs: Glyphs) -> Run:
    side = layout.side(node)
    before = glyphs.across if side != RIGHT and layout.has_children_on(node, LEFT) else " "
    after = glyphs.across if side != LEFT and layout.has_children_on(node, RIGHT) else " "
    return Run(x, width, "", node, side, before, after)


def _join(layout: Layout, y: int, side: int, depth: int, glyphs: Glyphs) -> str:
    """The cells before a level on a row: the parent's arm, the joint, the child's arm, mirrored on the left."""
    node = layout.at(side, depth, y)
    above, below = layout.around(side, depth, y)
    parent = layout.tree.parent
    if node is not None:
        owner = parent(node)
        up, down = above is not None and parent(above) == owner, below is not None and parent(below) == owner
    elif above is not None and below is not None and parent(above) == parent(below):
        owner, up, down = parent(above), True, True
    else:
        return ""
    inward, outward = layout.row(owner) == y, node is not None
    to_left, to_right = (inward, outward) if side == RIGHT else (outward, inward)
    joint = glyphs.joints[up + 2 * down + 4 * to_left + 8 * to_right]
    return (glyphs.across if to_left else " ") + joint + (glyphs.across if to_right else " ")
