"""Mind maps of any shape: outlines, what of them is unfolded, and how they are laid out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hypothesis import strategies as st

from tui_tracker.domain.map_layout import Layout, Widths
from tui_tracker.domain.map_tree import Tree
from tui_tracker.domain.mind_map import BranchPath, Grouping, Limb, Outline, Tally, Tie, View


@dataclass(frozen=True)
class Map:
    """An outline with everything that is needed to unfold any of it."""

    outline: Outline
    ids: Mapping[BranchPath, list[int]]
    ties: Mapping[int, list[Tie]]

    @property
    def paths(self) -> list[BranchPath]:
        return [limb.path for limb in self.outline.limbs]

    def tree(self, opened: set[BranchPath] | None = None, ties: set[int] = frozenset(), focus=None) -> Tree:  # type: ignore[assignment]
        """The tree with these branches unfolded (all, unless told), and the ties of these partners."""
        opened = set(self.paths) if opened is None else opened
        ids = {path: ids for path, ids in self.ids.items() if not path or path in opened}
        return Tree(self.outline, opened, ids, {id_: len(self.ties[id_]) for id_ in ties}, focus)


def made(above: list[int], own: list[int], free: int = 0) -> Map:
    """A map of branches that hang on earlier ones (-1: on the practice), each with so many partners of its own.

    `own` may have one more than `above`: the partners on the practice. Every third branch is a partner itself, with a
    path that begins anew; every partner has as many ties as its id ends in, up to three.
    """
    limbs: list[Limb] = []
    ids: dict[BranchPath, list[int]] = {}
    following = 1000
    for number, parent in enumerate(above):
        is_partner = number % 3 == 2
        parents = () if parent < 0 or is_partner else limbs[parent].path
        path = (*parents, str(number))
        limbs.append(
            Limb(path, f"b{number}", Grouping.AREA, parent, Tally(), own[number], number + 1 if is_partner else None)
        )
        ids[path] = list(range(following, following + own[number]))
        following += own[number]
    loose = own[len(above)] if len(own) > len(above) else 0
    ids[()] = list(range(following, following + loose))
    partners = [partner for some in ids.values() for partner in some]
    ties = {partner: [Tie(f"t{place}", "knows", f"n{place}") for place in range(partner % 4)] for partner in partners}
    return Map(Outline("Harbor PT", View(), tuple(limbs), Tally(), 0, own=loose, free=free), ids, ties)


@st.composite
def maps(draw: st.DrawFn, most: int = 12) -> Map:
    """Any map, from an empty one to one with some sixty nodes; deep and flat ones alike."""
    size = draw(st.integers(0, most))
    bushy = draw(st.booleans())
    above = [draw(st.integers(-1 if bushy else max(-1, number - 2), number - 1)) for number in range(size)]
    own = draw(st.lists(st.integers(0, 4), min_size=size + 1, max_size=size + 1))
    return made(above, own)


@st.composite
def trees(draw: st.DrawFn) -> Tree:
    """Any map with any of it unfolded, sometimes with a focus."""
    whole = draw(maps())
    opened = set(whole.paths) - set(draw(st.lists(st.sampled_from(whole.paths), max_size=3)) if whole.paths else ())
    ties = set(draw(st.lists(st.sampled_from(sorted(whole.ties)), max_size=3)) if whole.ties else ())
    focus = draw(st.none() | st.sampled_from(whole.paths)) if whole.paths else None
    return whole.tree(opened, ties, focus)


@st.composite
def layouts(draw: st.DrawFn) -> Layout:
    """Any map laid out on one side or two, with boxes of any width."""
    levels = tuple(draw(st.lists(st.integers(3, 9), min_size=1, max_size=3)))
    left = tuple(draw(st.lists(st.integers(3, 9), max_size=3)))
    return Layout(draw(trees()), Widths(draw(st.integers(4, 9)), levels, left), draw(st.booleans()))
