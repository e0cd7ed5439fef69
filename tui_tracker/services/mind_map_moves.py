"""Adding right there on the map, and moving partners and branches to other places; what it means, the rules say.

`domain.map_moves` tells what a place means; here it is read and written. Every move is one change in the journal.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from tui_tracker.domain import map_moves
from tui_tracker.domain.errors import Refused
from tui_tracker.domain.frozen import dataclass
from tui_tracker.domain.map_moves import FIELDS, TIES, Destination, Node, Plan, Setting, Start
from tui_tracker.domain.mind_map import Grouping, Outline, Place, View
from tui_tracker.domain.payers import reached
from tui_tracker.domain.records import Doing
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.text import clean_line, count
from tui_tracker.domain.words import LinkKind
from tui_tracker.services import mind_map
from tui_tracker.storage.journal import Unit, changing
from tui_tracker.storage.models import Link, Partner
from tui_tracker.storage.queries import inner_circle as circle_queries
from tui_tracker.storage.queries import map_moves as queries
from tui_tracker.storage.queries import mind_map_columns, practice

_NAMES = 20
_PAYER_SAID = "A partner stands under a payer once it covers a referral to or from them."
_FULL_SAID = "All ten places of the inner circle are taken; this one is added beside it."


@dataclass(frozen=True, slots=True)
class Moves:
    """What may be moved, and where to: the places that are known, the likeliest first."""

    outline: Outline
    node: Node
    destinations: tuple[Destination, ...]


def start_at(outline: Outline, place: Place) -> Start:
    """What a partner begins with who is added at a place of the map."""
    view = outline.view
    if view.inner:
        free = {*range(1, 11)} - {one.rank for one in circle_queries.places()}
        return Start({"inner_rank": str(min(free))}) if free else Start({}, said=_FULL_SAID)
    fields = map_moves.start_fields(outline, place)
    if name := fields.pop("member_id", ""):
        member = next((one for one in practice.members() if one.name == name), None)
        fields |= {} if member is None else {"member_id": str(member.id)}
    first = view.by[0]
    tie = map_moves.start_tie(outline, place, first, _partner_at(outline, place))
    return Start(fields, tie, _PAYER_SAID if first == Grouping.PAYER else "")


def moves_from(outline: Outline, place: Place, today: date, settings: Settings) -> Moves:
    """What stands at a place, and where it may go. Raises Refused, with what to do instead, where it stays."""
    node = map_moves.node_at(outline, place, _partner_at(outline, place))
    view = outline.view
    whole = outline if not view.text else mind_map.outline(View(view.by), today, settings)
    members = [one.name for one in practice.members() if one.active]
    return Moves(outline, node, map_moves.destinations(whole, node, members))


def find_destinations(moves: Moves, text: str) -> tuple[Destination, ...]:
    """The places whose names hold every word of a text, then partners of such a name, then what would be new."""
    typed = clean_line(text)
    found = map_moves.matching(moves.destinations, typed)
    first = moves.outline.view.by[0]
    if first in TIES and typed and map_moves.may_go(moves.node, (Setting(first, "0"),)):
        from tui_tracker.services.names import complete

        there = {destination.key for destination in moves.destinations}
        for one in complete(typed, _NAMES):
            where = ", ".join(part for part in (one.specialty, one.area) if part)
            destination = Destination((Setting(first, str(one.id)),), one.name, where)
            if destination.key not in there and map_moves.may_go(moves.node, destination.settings):
                found.append(destination)
    return (*found, *map_moves.new_destinations(moves.outline, moves.node, typed))


def plan_move(moves: Moves, destination: Destination, today: date) -> Plan:
    """What a move would do; its `question` is to be asked first. Raises Refused where it cannot be done."""
    node, view = moves.node, moves.outline.view
    settings = map_moves.differing(node, destination.settings)
    if not map_moves.may_go(node, destination.settings):
        raise Refused(f"{node.name} cannot be moved to {destination.name}; choose another place.")
    ids: tuple[int, ...]
    if node.partner_id is not None:
        ids = (node.partner_id,)
    else:
        below = mind_map.ids_below(view, map_moves.subtree(moves.outline, node.place.path), today)
        onto = {int(value) for by, value in settings if by in TIES and value}
        ids = tuple(sorted({one for found in below.values() for one in found} - onto))
        if not ids:
            raise Refused(f"{destination.name} is the only one there; choose another place.")
    _check_above(ids, settings, destination.name)
    asked = map_moves.question(node, len(ids), destination, filtered=bool(view.text))
    return Plan(node, destination, ids, settings, asked)


def move(doing: Doing, plan: Plan) -> str:
    """Carry a move out, in one change; gives its label, empty where everybody stands there already.

    Whoever was put away since it was planned, or has left the branch that is moved, stays as they are. Raises Refused
    where nobody is left, or the place is no longer there.
    """
    with changing(doing, "") as unit:
        known = queries.known(plan.ids)
        present = [one for one in plan.ids if one in known and not known[one].archived]
        present = _still_there(plan.node, present)
        if not present:
            raise Refused(f"{plan.node.name} is no longer there; look again.")
        columns = _columns(doing, plan.settings)
        if columns:
            unit.update_many(Partner, dict.fromkeys(present, columns))
        _check_above(present, plan.settings, plan.destination.name)
        away = None if plan.node.upper is None else plan.node.upper[0]
        for by, value in plan.settings:
            if by in TIES:
                _hang(unit, TIES[by], present, away, int(value) if value else None)
        unit.label = _label(plan, len(present))
    return "" if unit.change_id is None else unit.label


def place_added(view: View, partner_id: int, start: Start, today: date) -> Place | None:
    """Where a partner stands on the map who was just added; None where the view does not show them."""
    values = list(start.fields.values()) + ([] if start.tie is None else [str(start.tie.other_id)])
    return _place_of(view, partner_id, values, today)


def place_moved(plan: Plan, view: View, today: date) -> Place | None:
    """Where on the map what was moved stands now; None where the view does not show it."""
    if plan.node.partner_id is not None:
        return _place_of(view, plan.node.partner_id, [setting.value for setting in plan.settings], today)
    said = dict(plan.node.says) | dict(plan.settings)
    return Place(tuple(said[by] for by in view.by if by in said))


def _place_of(view: View, partner_id: int, values: Sequence[str], today: date) -> Place | None:
    """Of all places of a partner the one with most of some values."""
    places = mind_map.places_of(view, partner_id, today)
    return max(places, key=lambda place: sum(value in place.path for value in values), default=None)


def _partner_at(outline: Outline, place: Place) -> tuple[int, str, str] | None:
    """The partner that a place stands for, in it or as the branch itself: id, name, kind."""
    partner_id = place.partner
    if partner_id is None:
        chain = map_moves.chain_to(outline, place.path)
        partner_id = chain[-1].partner_id if chain else None
    found = None if partner_id is None else queries.known((partner_id,)).get(partner_id)
    return None if found is None or found.archived else found[:3]


def _still_there(node: Node, ids: list[int]) -> list[int]:
    """Those of some partners who have what the branch says that is moved; all where it is a partner that is moved."""
    fields = [setting for setting in node.says if setting.by in FIELDS]
    if node.partner_id is not None or not fields:
        return ids
    path = tuple(setting.value for setting in fields)
    there = set(mind_map_columns.ids_below([setting.by for setting in fields], (path,), "")[path])
    return [one for one in ids if one in there]


def _columns(doing: Doing, settings: Sequence[Setting]) -> Mapping[str, Any]:
    """What some settings change in a partner's row, checked as if it had been typed."""
    from tui_tracker.domain.drafts_partner import PartnerDraft, checked, partner_columns

    fields = {FIELDS[by]: value for by, value in settings if by in FIELDS}
    if fields.get("member_id"):
        fields["member_id"] = _member(fields["member_id"])
    columns = partner_columns(checked(PartnerDraft, fields))
    return columns | {"standing_on": doing.today} if "standing" in columns else columns


def _member(name: str) -> str:
    """The id, as text, of an active member."""
    found = next((one for one in practice.members() if one.name == name and one.active), None)
    if found is None:
        raise Refused(f"{name} is not with us any more; choose somebody who is.")
    return str(found.id)


def _check_above(ids: Sequence[int], settings: Sequence[Setting], name: str) -> None:
    """Refuse to hang partners on one who hangs on one of them, and on one who is not there."""
    for by, value in settings:
        if by not in TIES or not value:
            continue
        upper = queries.known((int(value),)).get(int(value))
        if upper is None or upper.archived:
            raise Refused(f"{name} is no longer there; choose another.")
        above = _above(TIES[by], upper.id)
        if below := next((one for one in ids if one in above), None):
            named = queries.known((below,))[below].name
            raise Refused(f"{_BELOW[TIES[by]].format(upper=upper.name, node=named)}; move {upper.name} first.")


def _above(kind: LinkKind, partner_id: int) -> set[int]:
    """Everybody on whom a partner hangs, directly or by way of others; themselves only where links go round."""
    links = queries.uppers(kind)
    return set(reached(partner_id, lambda ids: (upper for one in ids for upper in links.get(one, ()))))


_BELOW = {
    LinkKind.INTRODUCED: "{upper} came to us through {node}",
    LinkKind.WORKS_AT: "{upper} works at {node}, directly or by way of others",
    LinkKind.PART_OF: "{upper} is part of {node}, directly or by way of others",
}


def _hang(unit: Unit, kind: LinkKind, ids: Sequence[int], away: int | None, upper: int | None) -> None:
    """Hang partners on another instead of on `away`, or on nobody.

    The link is changed, not made anew: it keeps its place among several, so that it is the one that the map shows.
    """
    links: dict[int, list[queries.Hanging]] = {}
    for link in queries.hanging(kind, ids):
        links.setdefault(link.lower, []).append(link)
    changes: dict[int, dict[str, Any]] = {}
    new: list[dict[str, Any]] = []
    for one in ids:
        mine = links.get(one, [])
        old = _replaced(kind, mine, away)
        if away is not None and (not old or old[0].upper != away):
            continue  # moved by somebody else meanwhile
        if upper is None:
            for link in old:
                unit.delete(Link, link.link_id)
            continue
        there = [link for link in mine if link.upper == upper]
        if old:
            for link in there:
                unit.delete(Link, link.link_id)
            changes[old[0].link_id] = {queries.upper_field(kind): upper}
        elif not there:
            new.append({"kind": kind.value, queries.lower_field(kind): one, queries.upper_field(kind): upper})
    unit.update_many(Link, changes)
    if new:
        unit.insert_many(Link, new)


def _replaced(kind: LinkKind, mine: Sequence[queries.Hanging], away: int | None) -> list[queries.Hanging]:
    """The links that a partner hangs by where the map shows them.

    Somebody may work at several offices, each shown; among those who introduced them, and the companies that they are
    part of, the map shows only the first, or none where links go round.
    """
    if kind == LinkKind.WORKS_AT:
        return [link for link in mine if link.upper == away]
    return [link for link in mine if not link.upper_archived]


def _label(plan: Plan, number: int) -> str:
    node, settings, name = plan.node, dict(plan.settings), plan.destination.name
    if node.partner_id is None:
        return f"Moved {count(number, 'partner')} of {node.name} to {name}"
    if Grouping.INTRODUCED in settings:
        return f"Moved {node.name}: introduced by {name if settings[Grouping.INTRODUCED] else 'nobody'}"
    before = node.upper[1] if node.upper is not None else ""
    if Grouping.PAYER in settings:
        return f"Moved {node.name}: " + (f"part of {name}" if settings[Grouping.PAYER] else "part of no company")
    if before and settings == {Grouping.OFFICE: ""}:
        return f"Moved {node.name} out of {before}"
    left = [before if by in TIES else map_moves.value_name(by, value) for by, value in node.says if by in settings]
    return f"Moved {node.name} from {' / '.join(left)} to {name}" if all(left) else f"Moved {node.name} to {name}"
