"""The signs of warmth, with stand-ins for terminals and files that know ASCII alone. Colour never stands alone."""

from typing import NamedTuple

from tui_tracker.domain.warmth import Band


class Signs(NamedTuple):
    """One cell each: the three bands, no figure yet, a target that is not met (`hollow`), a tie that can be followed,
    the cursor before and (`cursor_after`) behind what it is on, and what stands between the steps of a path; `cut`
    stands where a name goes on.
    """

    warm: str
    cooling: str
    cold: str
    unknown: str
    hollow: str
    tie: str
    cursor: str
    cursor_after: str
    step: str
    cut: str


SIGNS = Signs("▲", "■", "▼", "·", "○", "~", "▸", "◂", "›", "…")
ASCII_SIGNS = Signs("^", "=", "v", ".", "o", "~", ">", "<", ">", "..")

LOOKS: dict[Band | None, str] = {Band.WARM: "good", Band.COOLING: "warn", Band.COLD: "bad", None: "dim"}
"""How the sign of a band looks."""


def band_sign(band: Band | None, signs: Signs = SIGNS) -> str:
    """The sign of a band; of None, that there is no figure yet."""
    match band:
        case Band.WARM:
            return signs.warm
        case Band.COOLING:
            return signs.cooling
        case Band.COLD:
            return signs.cold
        case None:
            return signs.unknown
