"""Columns of text in so many cells of a line."""

from collections.abc import Callable, Sequence

from tui_tracker.exchange.map_cells import measure

GAP = "  "
_LEAST = 8

Cut = Callable[[str, int], str]


def grid(rows: Sequence[Sequence[str]], right: Sequence[bool], width: int, cut: Cut) -> list[str] | None:
    """Rows as lines of at most `width` cells, columns of `right` to the right; None where they cannot be that narrow.

    Columns that read from the left are cut where there is not enough room, the widest first.
    """
    if not rows:
        return []
    widths = [max(measure(row[place]) for row in rows) for place in range(len(right))]
    over = sum(widths) + len(GAP) * (len(widths) - 1) - width
    while over > 0:
        loose = [place for place, to_right in enumerate(right) if not to_right and widths[place] > _LEAST]
        if not loose:
            return None
        widest = max(loose, key=lambda place: widths[place])
        others = [widths[place] for place in loose if widths[place] < widths[widest]]
        step = min(over, widths[widest] - max([_LEAST, *others]))
        widths[widest] -= step
        over -= step
    return [
        GAP.join(_set(cell, size, side, cut) for cell, size, side in zip(row, widths, right, strict=True)).rstrip()
        for row in rows
    ]


def _set(text: str, width: int, to_right: bool, cut: Cut) -> str:
    size = measure(text)
    if size > width:
        text = cut(text, width)
        size = measure(text)
    return " " * (width - size) + text if to_right else text + " " * (width - size)
