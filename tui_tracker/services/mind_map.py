"""The network as the map shows it: branches with their sums, who hangs on them, and the partners page by page."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from tui_tracker.domain.mind_map import BranchPath, Leaf, Outline, Place, Tally, Tie, View
from tui_tracker.domain.settings import Settings


def outline(view: View, today: date, settings: Settings) -> Outline:
    """The map with every branch folded; with a text in the view, of what matches it and what stands above that."""
    return Outline("", view, (), Tally(), 0)


def ids_below(view: View, paths: Collection[BranchPath], today: date) -> dict[BranchPath, Sequence[int]]:
    """The partners that hang directly on some branches and are none themselves, in the order of lists.

    `()` asks for those on the practice itself: the inner circle, by rank. A branch that is not there is left out.
    With a text in the view, those that `outline` counts.
    """
    return {}


def leaves(view: View, ids: Collection[int], today: date) -> Mapping[int, Leaf]:
    """Some partners, by id; one that is gone or put away is left out."""
    return {}


def ties(ids: Collection[int]) -> dict[int, tuple[Tie, ...]]:
    """What hangs on each of some partners: links, then active contacts; nobody who is put away."""
    return {}


def places_of(view: View, partner_id: int, today: date) -> tuple[Place, ...]:
    """Everywhere a partner stands, in the order of the map: as a branch, and on branches.

    Empty where the view does not show them. Each place's path is that of the branch that the partner hangs on, or of
    the branch that the partner is (`partner` is None then).
    """
    return ()
