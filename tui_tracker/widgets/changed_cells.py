"""Which cells of a row another picture of it changes: only they are painted, for every cell is a byte over the line."""

from collections.abc import Iterator

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip

_NEAR = 8  # cells: to go over so few again takes fewer bytes than to jump over them


def changed_cells(before: Strip, after: Strip) -> list[tuple[int, int]]:
    """The first cell and the number of cells of each part of `after` that is not as it was; strips of one width.

    Parts begin and end where pieces do: what is painted of a piece is all of it. Where a character takes other than one
    cell, terminals may not agree how many: such a row is painted to its end.
    """
    there = set(_placed(before))
    found: list[tuple[int, int]] = []
    for place in _placed(after):
        if place in there:
            continue
        x, segment = place
        end = x + cell_len(segment.text)
        if found and x - found[-1][1] < _NEAR:
            found[-1] = found[-1][0], end
        else:
            found.append((x, end))
    if found and not (_is_narrow(before) and _is_narrow(after)):
        found = [(found[0][0], after.cell_length)]
    return [(x, end - x) for x, end in found]


def _placed(strip: Strip) -> Iterator[tuple[int, Segment]]:
    x = 0
    for segment in strip:
        yield x, segment
        x += cell_len(segment.text)


def _is_narrow(strip: Strip) -> bool:
    return all(segment.text.isascii() or cell_len(segment.text) == len(segment.text) for segment in strip)
