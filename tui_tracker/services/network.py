"""The network as the tree shows it: branches with sums, the partners of unfolded ones page by page, and their ties."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from tui_tracker.domain.network import Branch, Grouping, Leaf, Outline, Tie, in_order
from tui_tracker.domain.text import fold
from tui_tracker.domain.words import label
from tui_tracker.storage.queries import network

RECENT_DAYS = 90


def outline(by: Grouping, today: date, text: str = "") -> Outline:
    """The branches with their sums; with a text, of partners whose name or branch contains it."""
    wanted = fold(text)
    found: list[Branch] = []
    total = 0
    for whole, some in network.branches(by, _since(today), today, wanted):
        total += whole.partners
        branch = whole if _matches(whole.name, wanted) else some
        if branch.partners:
            found.append(branch)
    return Outline(network.practice_name(), in_order(by, found), total)


def ids_below(by: Grouping, names: Collection[str], text: str = "") -> dict[str, Sequence[int]]:
    """The partners of some branches, in the order of lists; with a text, those that `outline` counts."""
    wanted = fold(text)
    return network.ids_below(by, names, [name for name in names if _matches(name, wanted)], wanted)


def leaves(ids: Sequence[int], today: date) -> dict[int, Leaf]:
    """Some partners, by id; one that is gone is left out."""
    return {leaf.id: leaf for leaf in network.leaves(ids, _since(today), today)}


def ties(ids: Collection[int]) -> dict[int, tuple[Tie, ...]]:
    """What hangs on some partners: links, then active contacts."""
    return network.ties(ids)


def _matches(name: str, wanted: str) -> bool:
    return wanted in fold(label(name))


def _since(today: date) -> date:
    return today - timedelta(days=RECENT_DAYS - 1)
