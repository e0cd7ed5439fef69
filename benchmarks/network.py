"""How long the mind map takes: its nodes, their places, a screen of rows, a step; with 50 nodes and with 10,000.

Run by hand, without a practice and without a terminal; figures are milliseconds of the quickest of some looks:

    python -m benchmarks.network

What a key asks for (a row, a screen of rows, a step, a click) should take with 10,000 nodes what it takes with 50;
building and laying out, which a fold asks for, grow with what is shown: 60 ms together for 10,000 is the aim.
"""

from __future__ import annotations

import argparse
import time
from array import array
from collections.abc import Callable, Sequence
from functools import partial
from itertools import product
from typing import Any

from tui_tracker.domain.map_drawing import row
from tui_tracker.domain.map_layout import Layout, Step, Widths
from tui_tracker.domain.map_tree import Tree
from tui_tracker.domain.mind_map import BranchPath, Grouping, Limb, Outline, Tally, View

AIM_MS = 60
SIZES = (50, 10_000)
WIDTHS = Widths(15, (22, 26))
SCREEN = (120, 36)
_ALIKE = 8  # a key that takes so many times what it takes on a small map still feels the same

Grown = tuple[Outline, dict[BranchPath, Sequence[int]]]


def main() -> None:
    """Measure each shape at both sizes and print them side by side."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.network", description=__doc__.split("\n\n")[0])
    parser.add_argument("--repeat", type=int, default=21, metavar="N", help="looks at each (21)")
    repeat = parser.parse_args().repeat
    for name, grow in SHAPES.items():
        small, large = (measured(*grow(size), repeat) for size in SIZES)
        print(f"\n{name:<30} {SIZES[0]:>10,} {SIZES[1]:>10,}   ratio")
        for what, ms in small.items():
            ratio = large[what] / ms
            print(f"  {what:<28} {ms:>10.4f} {large[what]:>10.4f} {ratio:>7.1f}{_judged(what, large[what], ratio)}")


def _judged(what: str, ms: float, ratio: float) -> str:
    if what == BUILD:
        return "" if ms <= AIM_MS else f"   aim: {AIM_MS} ms"
    return "" if what.startswith("  ") or ratio <= _ALIKE else "   grows with the map"


def branches(size: int, each: int = 24) -> Grown:
    """Branches of so many partners, as by specialty."""
    count = max(1, size // (each + 1))
    limbs = [_limb((f"branch {number}",), -1, each) for number in range(count)]
    return _grown(limbs)


def two_levels(size: int, each: int = 8) -> Grown:
    """Branches with five branches of eight partners, as by area and specialty."""
    limbs: list[Limb] = []
    for number in range(max(1, size // (1 + 5 * (each + 1)))):
        limbs.append(_limb((f"branch {number}",), -1, 0))
        above = len(limbs) - 1
        limbs += [_limb((*limbs[above].path, f"part {part}"), above, each) for part in range(5)]
    return _grown(limbs)


def chain(size: int) -> Grown:
    """Each introduced the next."""
    return _grown([_limb((str(number),), number - 1, 0) for number in range(size - 1)])


def introductions(size: int) -> Grown:
    """Each introduced two more, who are branches, and one who is none."""
    return _grown([_limb((str(number),), (number - 1) // 2, 1) for number in range(size // 2)])


SHAPES: dict[str, Callable[[int], Grown]] = {
    "Branches of partners": branches,
    "Two levels": two_levels,
    "A chain of introductions": chain,
    "Introductions, two each": introductions,
}
BUILD = "nodes and places"


def _limb(path: BranchPath, above: int, own: int) -> Limb:
    return Limb(path, path[-1], Grouping.SPECIALTY, above, Tally(own), own)


def _grown(limbs: list[Limb]) -> Grown:
    ids: dict[BranchPath, Sequence[int]] = {}
    following = 1
    for limb in limbs:
        ids[limb.path] = array("q", range(following, following + limb.own))
        following += limb.own
    return Outline("Harbor Physical Therapy", View(), tuple(limbs), Tally(following - 1), following - 1), ids


def measured(outline: Outline, ids: dict[BranchPath, Sequence[int]], repeat: int) -> dict[str, float]:
    """The milliseconds of each thing that the screen asks of the map, of the quickest look."""
    opened = {limb.path for limb in outline.limbs}

    def build() -> Layout:
        return Layout(Tree(outline, opened, ids, {}), WIDTHS, two_sided=True)

    layout = build()
    tree = layout.tree
    columns, rows = SCREEN
    left = max(0, layout.box(0).x - columns // 2)
    top = max(0, layout.row(0) - rows // 2)
    middle = tree.count // 2
    place = tree.place(middle, {})
    tree.find(place, {})
    steps: list[tuple[int, Step]] = list(product((0, 1, middle, tree.count - 1), ("h", "j", "k", "l")))

    def painted() -> None:
        for y in range(top, top + rows):
            row(layout, y, left, left + columns)

    def walked() -> None:
        for n, key in steps:
            layout.step(n, key, {})

    looks: dict[str, Callable[[], Any]] = {
        BUILD: build,
        "  of these: nodes": lambda: Tree(outline, opened, ids, {}),
        "a row": partial(row, layout, layout.row(0), left, left + columns),
        f"a screen of {rows} rows": painted,
        f"a step (mean of {len(steps)})": walked,
        "which nodes a screen shows": partial(layout.nodes_in, top, top + rows, left, left + columns),
        "what a click hits": partial(layout.node_at, layout.row(0), left + columns // 2),
        "a node found by its place": partial(tree.find, place, {}),
    }
    found = {what: _quickest(look, repeat) for what, look in looks.items()}
    return {what: ms / len(steps) if "step" in what else ms for what, ms in found.items()}


def _quickest(look: Callable[[], Any], repeat: int) -> float:
    took = []
    for _ in range(repeat):
        began = time.perf_counter()
        look()
        took.append((time.perf_counter() - began) * 1000)
    return min(took)


if __name__ == "__main__":
    main()
