"""What the nodes of the mind map say: a few signs and figures on the node itself, plain sentences about one of them.

A node reads `▲ cardiology +42 !2 12/3`: how warm it is, its name, how many partners are folded below it (without the
plus where they are shown), how many of our promises are open, and the referrals in and out of the last 90 days. `~2`
counts links to other partners, `x3` the branches in which a partner stands.

The figures of a branch are those of everybody below it, each counted once. A branch that is a partner itself (an
office, a payer, who introduced others) has the sign of that partner; their own figures are told in full words.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import NamedTuple

from tui_tracker.domain.day_words import short_month
from tui_tracker.domain.map_tree import Tree
from tui_tracker.domain.mind_map import RECENT_DAYS, BranchPath, Feeling, Grouping, Leaf, Limb, Mood, Outline, Tie
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.text import count, listed
from tui_tracker.domain.warmth import Band
from tui_tracker.domain.warmth_signs import LOOKS, SIGNS, Signs, band_sign
from tui_tracker.domain.words import label

LEAST_NAME = 8
"""So many cells of a name are kept before figures give way to it."""

UNNAMED = "Our practice"
UNREAD = "…"


class Rank(IntEnum):
    """What a piece of a node is, the most important first: the last ones give way first."""

    SIGN = 0
    NAME = 1
    COUNT = 2
    PROMISES = 3
    FLOW = 4
    LINKS = 5
    PLACES = 6
    DETAIL = 7


class Word(NamedTuple):
    """A piece of a node: its text, its look (`good`, `warn`, `bad`, `dim`, `bold`, `head`, or plain), what it is."""

    text: str
    look: str
    rank: Rank


Cells = tuple[str, str]
"""A text and its look."""


@dataclass(slots=True)
class Known:
    """All that the words are made of. `leaves`, `feelings` and `moods` fill up while the map is shown."""

    outline: Outline
    settings: Settings
    ties: Mapping[int, Sequence[Tie]] = field(default_factory=dict)
    leaves: dict[int, Leaf] = field(default_factory=dict)
    feelings: dict[int, Feeling] = field(default_factory=dict)
    moods: dict[BranchPath, Mood] = field(default_factory=dict)
    signs: Signs = SIGNS


def node_text(known: Known, tree: Tree, node: int) -> tuple[Word, ...]:
    """The pieces of a node, the most important first; of a partner who is not read yet, only that."""
    raise NotImplementedError


def detail(known: Known, tree: Tree, node: int) -> tuple[str, ...]:
    """One or two plain sentences about a node, in full words: what it is and where, then how it stands."""
    raise NotImplementedError


def fitted(
    words: Sequence[Word],
    width: int,
    measure: Callable[[str], int],
    cut: Callable[[str, int], str],
    line: str = " ",
) -> list[Cells]:
    """Pieces in exactly `width` cells: sign, name and count at the left, the other figures at the right end.

    `measure` tells how many cells a text takes; `cut` gives the start of a text in at most so many cells, ellipsis
    included. The name is cut first, never below `LEAST_NAME` cells; then figures give way, the least important first.
    Where no figure stands at the right, the room that is left is filled with `line`, a cell apart.
    """
    raise NotImplementedError
