"""The inner circle: the ten places, who has them, and whom they reach."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Static

from tui_tracker.domain.inner_circle import PLACES, InnerCircle, Place
from tui_tracker.screens.list_modal import ListModal
from tui_tracker.widgets.lines import Line, fit
from tui_tracker.widgets.window_list import WindowList

_NAME = 34


class InnerCircleScreen(ListModal):
    """The ten as a list. `shown` is the partner, as (id, name), that may be given a place. Gives the id of one to open.

    A place is changed with J and K, where the others move on; every step is one change that `u` takes back.
    """

    EMPTY = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("plus,a", "put", "put here", id="circle.put"),
        Binding("J,L,shift+down", "shift(1)", "move down", id="circle.down"),
        Binding("K,H,shift+up", "shift(-1)", "move up", id="circle.up"),
        Binding("x", "take_out", "take out", id="circle.take_out"),
    ]

    def __init__(self, shown: tuple[int, str] | None = None) -> None:
        super().__init__("The inner circle")
        self._shown = shown
        self._circle = InnerCircle((), 0)

    def above(self) -> Iterator[Widget]:
        """Whom they reach."""
        yield Static("", id="reach", markup=False)

    def keys(self) -> str:
        """The keys; the first puts the partner that is shown here."""
        put = f"+ puts {fit(self._shown[1], 22).rstrip()} here · " if self._shown else ""
        return f"{put}J K move · x takes out · enter opens"

    def on_window_list_chosen(self, _message: WindowList.Chosen) -> None:
        """Enter opens the partner; on a free place it puts the shown one there."""
        place = self._here()
        if place.partner_id is None:
            self.action_put()
        else:
            self.dismiss(place.partner_id)

    def action_put(self) -> None:
        """The shown partner gets the place under the cursor."""
        if self._shown is None:
            self.say("Go to a partner first: C there opens this list for them.")
        else:
            self.do(self._put(self._shown[0], self._here().rank))

    def action_shift(self, by: int) -> None:
        """The partner under the cursor one place down or up."""
        here = self._here()
        if here.partner_id is None:
            self.say("Nobody has this place yet.")
        elif 1 <= here.rank + by <= PLACES:
            self.do(self._put(here.partner_id, here.rank + by))

    def action_take_out(self) -> None:
        """Free the place under the cursor."""
        here = self._here()
        if here.partner_id is None:
            self.say("Nobody has this place yet.")
        else:
            self.do(self._take_out(here.partner_id))

    def _here(self) -> Place:
        cursor = self.listed.cursor
        return self._circle.places[cursor] if cursor < len(self._circle.places) else Place(cursor + 1)

    async def _put(self, partner_id: int, rank: int) -> None:
        from tui_tracker.services.inner_circle import put_in_circle

        house = self.house()
        done = await house.desk(put_in_circle, house.doing(), partner_id, rank)
        await self.reload(f"{done}. u undoes it." if done else "They have this place already.")
        self.listed.move_to(rank - 1)

    async def _take_out(self, partner_id: int) -> None:
        from tui_tracker.services.inner_circle import take_out_of_circle

        house = self.house()
        await self.reload(f"{await house.desk(take_out_of_circle, house.doing(), partner_id)}. u undoes it.")

    async def load(self) -> None:
        """Fetch the places; the cursor begins at the partner that is shown, else at the first free place."""
        from tui_tracker.services.inner_circle import inner_circle

        house = self.house()
        first = not self._circle.places
        self._circle = circle = await house.desk(inner_circle, house.settings)
        cursor = self._begin(circle) if first else self.listed.cursor
        self.listed.show_all([_line(place, self._shown) for place in circle.places], cursor=cursor)
        reach = f"they may reach {circle.reach:,} people"
        told = f"{circle.taken} of {PLACES} places taken; {reach} ({house.settings.reach_per_member} each: folklore)"
        self.query_one("#reach", Static).update(told)

    def _begin(self, circle: InnerCircle) -> int:
        mine = next((one.rank - 1 for one in circle.places if self._shown and one.partner_id == self._shown[0]), None)
        free = next((one.rank - 1 for one in circle.places if one.partner_id is None), 0)
        return free if mine is None else mine


def _line(place: Place, shown: tuple[int, str] | None) -> Line:
    rank = (f"{place.rank:>2}  ", "bold")
    if place.partner_id is None:
        return Line(place.rank, (rank, ("free", "dim")))
    here = shown is not None and place.partner_id == shown[0]
    name = (fit(place.name, _NAME), "bold" if here else "")
    return Line(place.rank, (rank, name, (f"  {place.about}", "dim")))
