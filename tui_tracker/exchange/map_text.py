"""The network drawn with line characters: as the screen has it where that fits the width, else indented."""

from collections.abc import Callable, Iterator, Sequence

from tui_tracker.domain.map_drawing import ASCII, UNICODE, Glyphs, Run, around, row
from tui_tracker.domain.map_layout import JOIN, RIGHT, TWO_SIDES_FROM, Layout, Widths
from tui_tracker.domain.map_words import Rank, Word, fitted
from tui_tracker.domain.warmth_signs import ASCII_SIGNS, SIGNS, Signs
from tui_tracker.exchange.map_cells import MARGIN, Spelled, all_words, cutter, measure, natural_levels
from tui_tracker.exchange.map_nodes import WholeMap, subtitle, title

_LEAST_BOX = 16
_ROOMY_BOX = 28
_MOST_BOX = 44
_STEP = 3
_WIDEST_LIST = 76
_BETWEEN = "  "


def as_text(whole: WholeMap, width: int, *, ascii_only: bool = False, spelled: Spelled = str) -> Iterator[str]:
    """The lines, each with its line break and at most `width` cells wide; `spelled` is asked how names are written."""
    signs, glyphs = (ASCII_SIGNS, ASCII) if ascii_only else (SIGNS, UNICODE)
    cut = cutter(signs.cut)
    whole.known.signs = signs
    words = all_words(whole, spelled)
    yield from _wrapped(spelled(title(whole)).split(" "), " ", width, cut)
    yield from _wrapped(spelled(subtitle(whole)).split(" "), " ", width, cut)
    yield "\n"
    layout = _layout(whole, natural_levels(whole, words, _MOST_BOX), width)
    if layout is None:
        yield from _indented(whole, words, width, glyphs, cut)
    else:
        for y in range(layout.height):
            yield "".join(_cells(run, words, cut) for run in row(layout, y, 0, layout.width, glyphs)).rstrip() + "\n"
    yield "\n"
    yield from _wrapped(_legend(signs, words), _BETWEEN, width, cut)


def legend(signs: Signs, words: Sequence[Sequence[Word]]) -> str:
    """What the signs stand for that the nodes have."""
    return _BETWEEN.join(_legend(signs, words))


def _legend(signs: Signs, words: Sequence[Sequence[Word]]) -> tuple[str, ...]:
    bands = (f"{signs.warm} warm", f"{signs.cooling} cooling", f"{signs.cold} cold", f"{signs.unknown} no figure yet")
    seen = {word.rank for pieces in words[1:] for word in pieces}
    figures = {
        Rank.NEED: f"{signs.hollow} gap",
        Rank.COUNT: "+12 partners below",
        Rank.FLOW: "4/2 in/out",
        Rank.PROMISES: "!2 promises open",
        Rank.LINKS: f"{signs.tie}2 links",
        Rank.PLACES: "x3 in 3 places",
    }
    return (*bands, *(text for rank, text in figures.items() if rank in seen))


def _wrapped(parts: Sequence[str], between: str, width: int, cut: Callable[[str, int], str]) -> Iterator[str]:
    """Parts in lines of at most `width` cells; one that is longer alone is cut."""
    line = ""
    for part in parts:
        piece = part if measure(part) <= width else cut(part, width)
        joined = f"{line}{between}{piece}" if line else piece
        if measure(joined) > width:
            yield line + "\n"
            joined = piece
        line = joined
    yield line + "\n"


def _cells(run: Run, words: Sequence[Sequence[Word]], cut: Callable[[str, int], str]) -> str:
    """A part of a row; a label never touches a line."""
    if run.node < 0:
        return run.text
    cells = fitted(words[run.node], run.width - MARGIN, measure, cut)
    text = "".join(text for text, _look in cells)
    shown = f" {text}" if run.side > 0 else f"{text} " if run.side < 0 else text
    before, after = around(run, measure(shown))
    return before + shown + after


def _layout(whole: WholeMap, wishes: Sequence[int], width: int) -> Layout | None:
    """The map within a width, on two sides where labels get room enough there; None where it would be too wide."""
    depths = len(wishes) - 1
    if (_LEAST_BOX + JOIN) * depths > width:
        return None
    for two_sided, least in ((True, _ROOMY_BOX), (False, _LEAST_BOX)):
        if two_sided and width < TWO_SIDES_FROM:
            continue
        layout = Layout(whole.tree, Widths(wishes[0], tuple(wishes[1:]) or (1,)), two_sided)
        if layout.width <= width:
            return layout
        columns = _columns(layout, depths)
        practice = min(wishes[0], max(_LEAST_BOX, width // 7))
        room = width - practice - JOIN * len(columns)
        most = _most([wishes[depth] for depth in columns], room)
        if most >= least:
            return Layout(whole.tree, Widths(practice, tuple(min(wish, most) for wish in wishes[1:])), two_sided)
    return None


def _columns(layout: Layout, depths: int) -> list[int]:
    """The level of every column beside the practice's."""
    sides = (RIGHT, -RIGHT) if layout.two_sided else (RIGHT,)
    deepest = dict.fromkeys(sides, 0)
    for node in range(1, layout.tree.count):
        side = layout.side(node)
        deepest[side] = max(deepest[side], layout.tree.depth(node))
    return [depth for side in sides for depth in range(1, min(depths, deepest[side]) + 1)]


def _most(wishes: Sequence[int], room: int) -> int:
    """How wide a box may be so that all fit the room together: the widest give way first."""
    low, high = 0, max(wishes, default=0)
    while low < high:
        middle = (low + high + 1) // 2
        if sum(min(wish, middle) for wish in wishes) <= room:
            low = middle
        else:
            high = middle - 1
    return low


def _indented(
    whole: WholeMap, words: Sequence[Sequence[Word]], width: int, glyphs: Glyphs, cut: Callable[[str, int], str]
) -> Iterator[str]:
    """A line a node; what is deeper than the width has room for does not go further in, and says its level."""
    tree = whole.tree
    corner, tee, down = glyphs.joints[9] + glyphs.across, glyphs.joints[11] + glyphs.across, glyphs.joints[3]
    deepest = max(1, (width - _LEAST_BOX) // _STEP)
    last: list[bool] = []
    for node in range(tree.count):
        depth = tree.depth(node)
        if depth == 0:
            prefix = ""
        else:
            final = tree.children(tree.parent(node))[-1] == node
            del last[depth - 1 :]
            last.append(final)
            if depth <= deepest:
                prefix = "".join("   " if over else f"{down}  " for over in last[:-1])
                prefix += f"{corner if final else tee} "
            else:
                prefix = f"{depth}{glyphs.across} "
        cells = fitted(words[node], max(1, min(width, _WIDEST_LIST) - len(prefix)), measure, cut)
        yield (prefix + "".join(text for text, _look in cells)).rstrip() + "\n"
