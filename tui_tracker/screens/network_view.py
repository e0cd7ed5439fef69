"""What the keys of the Network screen work on: the view, the map as it is shown, and the node under the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_tracker.domain.mind_map import HOME, Leaf, Limb, Outline, Place, Tie, View
from tui_tracker.screens.base import MainScreen

if TYPE_CHECKING:
    from tui_tracker.domain.map_tree import Tree


class NetworkView(MainScreen):
    """What is looked at. The mixins with keys (`network_actions`) stand between this and the screen itself."""

    def __init__(self) -> None:
        super().__init__()
        self.view = View()
        self.outline: Outline | None = None
        self.map_tree: Tree | None = None

    def here(self) -> Place:
        """Which node the cursor is on; `HOME` while nothing is shown."""
        raise NotImplementedError

    def limb_at(self, place: Place) -> Limb | None:
        """The branch of a place; None for the practice, and where the branch is gone."""
        raise NotImplementedError

    def limb_here(self) -> Limb | None:
        """The branch under the cursor, or that on which the partner or the tie there hangs; None at the practice."""
        return self.limb_at(self.here())

    def leaf(self, partner_id: int) -> Leaf | None:
        """A partner, where they are at hand: those in sight are."""
        raise NotImplementedError

    def tie_here(self) -> Tie | None:
        """The tie under the cursor."""
        raise NotImplementedError

    def current_partner(self) -> tuple[int, str] | None:
        """The partner under the cursor, also where they are a branch; the other end of a tie; whose contact."""
        raise NotImplementedError

    def go_to(self, place: Place) -> None:
        """Put the cursor there with the load that is next or under way; what hides it is unfolded.

        Call it before `house().changed()`, which begins that load.
        """
        raise NotImplementedError

    def saved(self, said: object, place: Place | None = None) -> None:
        """What a form that was opened here gave: load again, go to `place`, say it; None where it was left."""
        if said is None:
            return
        if place is not None and place != HOME:
            self.go_to(place)
        self.house().changed()
        self.say(str(said))
