"""The network as the map shows it: branches with their sums, who hangs on them, and the partners page by page.

A text in the view keeps partners whose name contains it, everybody below a branch whose name does, and what stands
above them; branches that are partners go by their names like all others. A gap's words are written as most partners
write them: who is added there, or moved, gets those, and makes no branch of another spelling.
"""

from array import array
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from tui_tracker.domain.gaps import Gap
from tui_tracker.domain.inner_circle import PLACES
from tui_tracker.domain.map_forest import Grown
from tui_tracker.domain.map_limbs import Group, added, limbs_of, matches, shows_gaps
from tui_tracker.domain.mind_map import (
    RECENT_DAYS,
    SECOND,
    BranchPath,
    Grouping,
    Leaf,
    Outline,
    Place,
    Tally,
    Tie,
    View,
)
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.text import fold
from tui_tracker.services.gaps import gaps
from tui_tracker.services.mind_map_trees import grown
from tui_tracker.storage.queries import mind_map as queries
from tui_tracker.storage.queries import mind_map_columns as columns
from tui_tracker.storage.queries.remembered import Remembered

_gaps: Remembered[tuple[Gap, ...]] = Remembered()


def outline(view: View, today: date, settings: Settings) -> Outline:
    """The map with every branch folded; with a text in the view, of what matches it and what stands above that."""
    practice, wanted = queries.practice_name(), fold(view.text)
    if view.inner:
        everybody = queries.number_of_partners()
        circle = queries.circle(_since(today), today)
        shown = [tally for _, tally in (queries.circle(_since(today), today, wanted) if wanted else circle)]
        free, reach = PLACES - len(circle), len(circle) * settings.reach_per_member
        return Outline(practice, view, (), _sum(shown), everybody, len(shown), free, reach)
    if view.by[0] not in SECOND:
        tree = grown(view, _since(today), today)
        return Outline(practice, view, tree.limbs, tree.tally, queries.number_of_partners())
    every = columns.groups(view.by, _since(today), today)
    everybody = sum(group.tally.partners for group in every)
    groups = _filtered(view, every, today, wanted) if wanted else every
    hollow = _gaps.answer(_gaps_as_written, today, settings) if shows_gaps(view.by) else ()
    limbs = limbs_of(view.by, every, hollow, wanted, groups)
    return Outline(practice, view, limbs, _sum(group.tally for group in groups), everybody)


def ids_below(view: View, paths: Collection[BranchPath], today: date) -> dict[BranchPath, Sequence[int]]:
    """The partners that hang directly on some branches and are none themselves, in the order of lists.

    `()` asks for those on the practice itself: the inner circle, by rank. A branch that is not there has none. With a
    text in the view, those that `outline` counts.
    """
    wanted = fold(view.text)
    if view.inner:
        circle = array("q", (partner_id for partner_id, _ in queries.circle(_since(today), today, wanted)))
        return {path: array("q") if path else circle for path in paths}
    if view.by[0] not in SECOND:
        ids = grown(view, _since(today), today).ids
        return {path: ids.get(path, ()) for path in paths}
    return columns.ids_below(view.by, paths, wanted)


def leaves(view: View, ids: Collection[int], today: date) -> dict[int, Leaf]:
    """Some partners, by id; one that is gone or put away is left out."""
    found = {leaf.id: leaf for leaf in queries.leaves(ids, _since(today), today)}
    if not _may_stand_on_several(view):
        return found
    tree = grown(view, _since(today), today)
    places = Counter(limb.partner_id for limb in tree.limbs if limb.partner_id in found)
    for there in tree.ids.values():
        places.update(found.keys() & there)
    return {one: replace(leaf, places=max(1, places[one])) for one, leaf in found.items()}


def same_leaves(view: View, other: View) -> bool:
    """Whether what is told of partners in one view holds in another: on how many branches they stand may differ."""
    return view == other or not (_may_stand_on_several(view) or _may_stand_on_several(other))


def ties(ids: Collection[int]) -> dict[int, tuple[Tie, ...]]:
    """What hangs on each of some partners: links, then active contacts; nobody who is put away."""
    return queries.ties(ids)


def places_of(view: View, partner_id: int, today: date) -> tuple[Place, ...]:
    """Everywhere a partner stands, in the order of the map: as a branch, and on branches.

    Empty where the view does not show them. Each place's path is that of the branch that the partner hangs on, or of
    the branch that the partner is (`partner` is None then).
    """
    wanted = fold(view.text)
    if view.inner:
        circle = queries.circle(_since(today), today, wanted)
        return (Place((), partner_id),) if partner_id in [one for one, _ in circle] else ()
    if view.by[0] not in SECOND:
        return tuple(_places_in(grown(view, _since(today), today), partner_id))
    found = columns.path_of(view.by, partner_id)
    if found is None:
        return ()
    path, search = found
    shown = wanted in search or any(matches(name, wanted) for name in path)
    return (Place(path, partner_id),) if shown else ()


def _gaps_as_written(today: date, settings: Settings) -> tuple[Gap, ...]:
    found = gaps(today, settings)
    if not found:
        return ()
    specialties, areas = map(_spelling, columns.numbers((Grouping.SPECIALTY, Grouping.AREA)))
    return tuple(replace(gap, specialty=specialties(gap.specialty), area=areas(gap.area)) for gap in found)


def _spelling(numbers: Mapping[str, int]) -> Callable[[str], str]:
    """How a word is written, of those that so many partners have: as it is, else as most who have one that is alike."""
    usual = {fold(word): word for _number, word in sorted((number, word) for word, number in numbers.items())}
    return lambda word: word if word in numbers else usual.get(fold(word), word)


def _may_stand_on_several(view: View) -> bool:
    return not view.inner and view.by[0] not in SECOND


def _places_in(tree: Grown, partner_id: int) -> Iterator[Place]:
    for limb in tree.limbs:
        if limb.partner_id == partner_id:
            yield Place(limb.path)
        if partner_id in tree.ids[limb.path]:
            yield Place(limb.path, partner_id)


def _filtered(view: View, every: Sequence[Group], today: date, wanted: str) -> list[Group]:
    named = {group.values: group for group in columns.groups(view.by, _since(today), today, wanted)}
    found = []
    for group in every:
        if any(matches(name, wanted) for name in group.values):
            found.append(group)
        elif group.values in named:
            found.append(named[group.values])
    return found


def _sum(tallies: Iterable[Tally]) -> Tally:
    total = Tally()
    for tally in tallies:
        total = added(total, tally)
    return total


def _since(today: date) -> date:
    return today - timedelta(days=RECENT_DAYS - 1)
