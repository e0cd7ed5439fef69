"""The network as JSON: a list of nodes, a line each, every one after what it hangs on."""

import json
from collections.abc import Iterator
from typing import Any

from tui_tracker.domain.text import escape_unsafe
from tui_tracker.exchange.map_nodes import WholeMap, facts


def as_json(whole: WholeMap, *, ascii_only: bool = False) -> Iterator[str]:
    """The lines. `node` numbers them, `above` is the node that it hangs on; figures are as on the map."""
    encode, between = json.JSONEncoder(ensure_ascii=ascii_only).encode, "[\n"
    for node in range(whole.tree.count):
        yield between + escape_unsafe(encode(_plain(whole, node)))
        between = ",\n"
    yield "\n]\n"


def _plain(whole: WholeMap, node: int) -> dict[str, Any]:
    one, tree = facts(whole, node), whole.tree
    found: dict[str, Any] = {
        "node": node,
        "above": None if node == 0 else tree.parent(node),
        "depth": tree.depth(node),
        "kind": one.kind,
        "name": one.name,
        "partner_id": one.partner_id,
        "inbound_90": one.inbound,
        "outbound_90": one.outbound,
        "warmth": one.points,
        "band": one.band,
        "promises": one.promises,
    }
    if node == 0:
        outline = whole.known.outline
        view = outline.view
        found |= {"on": whole.today.isoformat(), "by": [] if view.inner else list(view.by), "inner": view.inner}
        found |= {"filter": view.text, "total": outline.total}
        if view.inner:
            found |= {"free": outline.free, "reach": outline.reach}
    if one.partners is not None:
        found["partners"] = one.partners
    if one.limb is not None:
        found |= {"by": one.limb.by, "path": list(one.limb.path), "value": one.limb.name}
    if one.gap is not None:
        gap = one.gap
        found["gap"] = {"wanted": gap.wanted, "active": gap.active, "coming": gap.coming}
        found["gap"] |= {"specialty": gap.specialty, "area": gap.area}
    if one.leaf is not None:
        leaf = one.leaf
        found |= {"partner_kind": leaf.kind, "specialty": leaf.specialty, "area": leaf.area, "tier": leaf.tier}
        found |= {"stage": leaf.stage, "links": leaf.links, "places": leaf.places, "inner_rank": leaf.inner_rank}
        if one.limb is not None:
            found |= {"own_inbound_90": leaf.inbound, "own_outbound_90": leaf.outbound}
    return found
