"""The signs of warmth as this terminal can show them: in Unicode, or in ASCII where it knows no more."""

from tui_tracker.domain.warmth import Band
from tui_tracker.domain.warmth_signs import ASCII_SIGNS, LOOKS, SIGNS, Signs, band_sign
from tui_tracker.widgets.bars import shows_blocks, shows_lines
from tui_tracker.widgets.lines import Piece


def terminal_signs() -> Signs:
    """The signs for this terminal. The console of Linux has no small triangle: there the cursor is an ASCII one."""
    if not shows_lines():
        return ASCII_SIGNS
    if shows_blocks():
        return SIGNS
    return SIGNS._replace(cursor=ASCII_SIGNS.cursor, cursor_after=ASCII_SIGNS.cursor_after)


def warmth_sign(band: Band | None) -> Piece:
    """The sign of a band, one cell, in its colour; of None, that there is no figure yet."""
    return band_sign(band, terminal_signs()), LOOKS[band]
