"""How many cells of a line the nodes of the map take, and where a name that is too long is cut."""

from collections.abc import Callable, Sequence

from tui_tracker.domain.map_words import UNNAMED, Rank, Word, node_text
from tui_tracker.domain.text import clean_line
from tui_tracker.exchange.map_nodes import NO_NAME, WholeMap

MARGIN = 2
"""Cells that stay free around a label in its box."""

Spelled = Callable[[str], str]
"""Writes a text with the signs that its reader has."""


def measure(text: str) -> int:
    """How many cells a text takes in a terminal."""
    if text.isascii():
        return len(text)
    from wcwidth import width

    return width(text, control_codes="ignore")


def cutter(ellipsis: str) -> Callable[[str, int], str]:
    """What cuts a text between two graphemes, to at most so many cells with the ellipsis among them."""

    def cut(text: str, width: int) -> str:
        from wcwidth import iter_graphemes

        room, used, kept = width - len(ellipsis), 0, []
        for grapheme in iter_graphemes(text):
            used += measure(grapheme)
            if used > room:
                break
            kept.append(grapheme)
        return "".join(kept).rstrip() + ellipsis[: max(0, width)]

    return cut


def all_words(whole: WholeMap, spelled: Spelled = str) -> list[tuple[Word, ...]]:
    """The pieces of every node, names in one line and without control characters.

    How many links there are is left out: on paper nobody can follow them.
    """
    known, tree = whole.known, whole.tree
    return [
        tuple(
            _clean(word, spelled, UNNAMED if node == 0 else NO_NAME)
            for word in node_text(known, tree, node)
            if word.rank is not Rank.LINKS
        )
        for node in range(tree.count)
    ]


def _clean(word: Word, spelled: Spelled, unnamed: str) -> Word:
    if word.rank is not Rank.NAME:
        return word
    return word._replace(text=spelled(clean_line(word.text)) or unnamed)


def natural(words: Sequence[Word]) -> int:
    """How many cells a node would like to have, its margin among them."""
    return sum(measure(word.text) for word in words) + len(words) - 1 + MARGIN


def natural_levels(whole: WholeMap, words: Sequence[Sequence[Word]], most: int) -> list[int]:
    """How wide the widest node of each level would like to be, the practice first; no more than `most`."""
    found = [0]
    for node, pieces in enumerate(words):
        depth = whole.tree.depth(node)
        if depth == len(found):
            found.append(0)
        if found[depth] < most:
            found[depth] = min(most, max(found[depth], natural(pieces)))
    return found
