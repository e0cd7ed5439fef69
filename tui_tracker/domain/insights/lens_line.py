"""A lens as one line that is typed: `member:ann specialty:podiatry area:bath payer:acme by:web`."""

from typing import NamedTuple

from tui_tracker.domain.frozen import dataclass
from tui_tracker.domain.insights.lens import Lens
from tui_tracker.domain.words import Source


class Named(NamedTuple):
    """A member or a payer that a lens may choose."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class LensChoices:
    """What a lens may choose, each in the order in which a person looks for it; `specialties` and `areas` in one spelling."""

    members: tuple[Named, ...]
    specialties: tuple[str, ...]
    areas: tuple[str, ...]
    payers: tuple[Named, ...]
    sources: tuple[Source, ...] = tuple(Source)


def read_line(text: str, choices: LensChoices, who: str = "") -> Lens:
    """The lens that a line means; everything where it is empty. `mine` is the member called `who`. Raises Refused."""
    raise NotImplementedError


def lens_text(lens: Lens) -> str:
    """The line that `read_line` reads as this lens; empty where everything is measured."""
    raise NotImplementedError
