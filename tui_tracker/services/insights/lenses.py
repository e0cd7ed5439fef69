"""What the measures may be narrowed by, and the line in which it is typed."""

from tui_tracker.domain.insights.lens import Lens
from tui_tracker.domain.insights.lens_line import LensChoices, read_line


def choices() -> LensChoices:
    """Members, specialties, areas, payers and channels that there are."""
    raise NotImplementedError


def read_lens(text: str, who: str = "") -> Lens:
    """The lens that a typed line means (`lens_line.read_line`); everything for an empty one. Raises Refused."""
    return read_line(text, choices(), who)
