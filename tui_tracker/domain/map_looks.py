"""How a person looks at the map: by which levels, what is unfolded, where the cursor is, on which branch it is focused.

Each grouping, and the inner circle, has folds, a place and a focus of its own. Branches that are unfolded may be gone,
or be left out by a filter; they count again when they are back.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from tui_tracker.domain.mind_map import HOME, BranchPath, Grouping, Outline, Place, View, seconds

T = TypeVar("T")

_AT_A_GLANCE = 18
"""A map of so few nodes is shown unfolded the first time: so many rows an 80 × 24 terminal has for it."""


@dataclass(slots=True)
class Look:
    """The folds, the place and the focus of one way of looking.

    Links and contacts of a partner are shown where they were unfolded; in the inner circle, where they were not folded
    away: ten names alone are no map. `seen` is whether it was ever shown: before that, a small map unfolds by itself
    (see `first_look`).
    """

    opened: set[BranchPath] = field(default_factory=set)
    ties_open: set[int] = field(default_factory=set)
    place: Place = HOME
    focus: BranchPath | None = None
    seen: bool = False
    ties_shut: set[int] = field(default_factory=set)


@dataclass(slots=True)
class Looks:
    """All ways of looking, and which of them is in use: `first` and `second` level, or the inner circle."""

    first: Grouping = Grouping.SPECIALTY
    second: Grouping | None = None
    inner: bool = False
    looks: dict[str, Look] = field(default_factory=dict)

    def view(self, text: str = "") -> View:
        """What is looked at; the second level is left out where the first has no place for it."""
        if self.inner:
            return View((self.first,), text, inner=True)
        second = self.second if self.second in seconds(self.first) else None
        return View((self.first,) if second is None else (self.first, second), text)

    def look(self) -> Look:
        """The folds and the place of what is looked at."""
        return self.looks.setdefault(look_name(self.view()), Look())

    def next_grouping(self) -> None:
        """Look by the next grouping; out of the inner circle first."""
        if not self.inner:
            self.first = _after(tuple(Grouping), self.first)
        self.inner = False

    def next_second(self) -> bool:
        """Go on to the next second level, none after the last; tells whether the first has a place for one."""
        choices = seconds(self.first)
        if not choices or self.inner:
            return False
        current = self.second if self.second in choices else None
        self.second = _after((None, *choices), current)
        return True


def look_name(view: View) -> str:
    """What tells this way of looking from others, whatever the filter."""
    return "inner" if view.inner else ",".join(by.value for by in view.by)


def first_look(look: Look, outline: Outline) -> None:
    """Show a small map, not what a filter leaves of one, unfolded the first time; later the folds are the person's."""
    if not look.seen and outline.limbs and not outline.view.text:
        look.seen = True
        if len(outline.limbs) + outline.tally.partners <= _AT_A_GLANCE:
            look.opened = {limb.path for limb in outline.limbs}


def numbered(outline: Outline) -> dict[BranchPath, int]:
    """Which branch a path is, by its index in the outline."""
    return {limb.path: number for number, limb in enumerate(outline.limbs)}


def above(outline: Outline, number: int) -> Iterable[BranchPath]:
    """The branches that a branch hangs on, from the nearest up to the practice, which is not among them."""
    number = outline.limbs[number].above
    while number >= 0:
        yield outline.limbs[number].path
        number = outline.limbs[number].above


def opened_to(outline: Outline, level: int) -> set[BranchPath]:
    """What is unfolded where `level` levels of nodes are shown: with 1 the branches alone, all of them folded."""
    depths: list[int] = []
    opened = set()
    for limb in outline.limbs:
        depth = 1 if limb.above < 0 else depths[limb.above] + 1
        depths.append(depth)
        if depth < level:
            opened.add(limb.path)
    return opened


def leave_what_is_gone(look: Look, outline: Outline, numbers: Mapping[BranchPath, int]) -> None:
    """Focus no more on a branch that the practice has no more: back again one day, it must not hide all others.

    What a filter leaves out is not gone.
    """
    if not outline.view.text and look.focus is not None and look.focus not in numbers:
        look.focus = None


def in_focus(look: Look, place: Place, outline: Outline, numbers: Mapping[BranchPath, int]) -> bool:
    """Whether a place is on the branch that is focused on, or below it; anywhere is where none is."""
    focus, number = look.focus, numbers.get(place.path, -1)
    if focus is None or focus not in numbers or focus == place.path:
        return True
    return number >= 0 and focus in above(outline, number)


def reveal(look: Look, place: Place, outline: Outline, numbers: Mapping[BranchPath, int]) -> bool:
    """Go to a place: unfold what hides it, and leave the focus where it lies outside.

    Tells whether its branch is on the map; where it is not, everything stays as it is.
    """
    number = numbers.get(place.path, -1)
    if place.path and number < 0:
        return False
    hiding = set(above(outline, number)) if number >= 0 else set()
    look.place = place
    look.opened |= hiding
    if look.focus is not None and look.focus != place.path and look.focus not in hiding:
        look.focus = None
    if number >= 0 and place.partner is not None and outline.limbs[number].partner_id != place.partner:
        look.opened.add(place.path)
    if place.tie and place.partner is not None:
        look.ties_open.add(place.partner)
        look.ties_shut.discard(place.partner)
    return True


def _after(all_of_them: tuple[T, ...], current: T) -> T:
    return all_of_them[(all_of_them.index(current) + 1) % len(all_of_them)]
