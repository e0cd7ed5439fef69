"""What a change of the screen writes to the terminal."""

from __future__ import annotations

from rich.console import Console, RenderableType
from rich.control import Control
from textual._compositor import ChopsUpdate


class ChangedCells(ChopsUpdate):
    """Writes the cells that are to be painted anew, and no others.

    Textual begins at the left edge of the widget that they are in (its issue 5625): half of what a key in the mind map
    writes, whose boxes stand far from that edge.
    """

    def render_segments(self, console: Console) -> str:
        """What to write: for each part of a row where it begins, and its cells."""
        told: list[str] = []
        for y, begin, end in self.spans:
            for part_end, (x, strip) in zip(self.chop_ends[y], self.chops[y].items(), strict=False):
                first, last = max(x, begin), min(part_end, end)
                if strip is not None and first < last:
                    told += Control.move_to(first, y).segment.text, strip.crop(first - x, last - x).render(console)
        return "".join(told)


def changed_alone(update: RenderableType | None) -> RenderableType | None:
    """The same update; where it paints parts of the screen, one that paints nothing but them."""
    if type(update) is not ChopsUpdate:
        return update
    return ChangedCells(update.chops, update.spans, update.chop_ends)
