"""Ties between partners."""

from tui_tracker.domain.errors import Refused
from tui_tracker.domain.partner_page import NewTie, link_words
from tui_tracker.domain.payers import reached
from tui_tracker.domain.records import Doing, Link
from tui_tracker.domain.text import clean_line, count, listed
from tui_tracker.domain.words import LinkKind
from tui_tracker.services.names import name_book
from tui_tracker.storage.journal import changing
from tui_tracker.storage.models import Link as LinkRow
from tui_tracker.storage.queries import partner_page as queries
from tui_tracker.storage.queries import payers
from tui_tracker.storage.queries.partners import partner


def add_link(doing: Doing, kind: str, from_id: int, to_id: int) -> int:
    """Tie two partners (`words.LinkKind`, read from the first to the second); gives the link's id.

    Raises Refused for a partner and itself, for a tie that is there already (colleagues: either way round), and for
    one that says the opposite of one that is there, also by way of others (a company that is part of its own part).
    """
    _check_kind(kind)
    if from_id == to_id:
        raise Refused("A partner cannot be linked to itself; choose another.", field="to_id")
    with changing(doing, "") as unit:
        one, other = _name(from_id), _name(to_id)
        _check_free(kind, (from_id, one), (to_id, other), "to_id")
        unit.label = f"Linked {one} ({link_words(kind, outward=True)}) {other}"
        return unit.insert(LinkRow, kind=str(kind), from_partner=from_id, to_partner=to_id)


def change_link(doing: Doing, link_id: int, kind: str) -> str:
    """Make another kind of tie of one (`words.LinkKind`); gives the label, empty where it is that already.

    Raises Refused where the tie is gone, and as `add_link`.
    """
    _check_kind(kind)
    with changing(doing, "") as unit:
        before = queries.link(link_id)
        if before is None:
            raise Refused("This link is no longer there; reload and look again.")
        if before.kind == kind:
            return ""
        _check_free(kind, (before.from_id, before.from_name), (before.to_id, before.to_name), "kind")
        unit.label = f"Linked {before.from_name} ({link_words(kind, outward=True)}) {before.to_name}"
        unit.update(LinkRow, link_id, kind=str(kind))
    return unit.label


def remove_link(doing: Doing, link_id: int) -> str:
    """Take a tie away; gives the label. Raises Refused where there is none."""
    with changing(doing, "") as unit:
        before = queries.link(link_id)
        if before is None:
            raise Refused("This link is no longer there; reload and look again.")
        unit.label = f"Unlinked {before.from_name} ({link_words(before.kind, outward=True)}) {before.to_name}"
        unit.delete(LinkRow, link_id)
    return unit.label


def links_of(partner_id: int) -> list[Link]:
    """The ties of a partner, from it and to it."""
    return queries.links_of(partner_id)


def introduced_by(text: str) -> tuple[NewTie, ...]:
    """The tie to whoever introduced a new partner, by a part of the name; none for no text.

    Raises Refused, for the field of the same name, where nobody or more than one is called so.
    """
    typed = clean_line(text)
    if not typed:
        return ()
    found = name_book().find(typed)
    if not found.total:
        raise Refused("No partner of that name; write it as it is in the list, or leave it empty.", "introduced_by")
    if found.total > 1:
        some = listed([one.name for one in found.names[:3]])
        raise Refused(f"{count(found.total, 'partner')} may be meant ({some}); write more of it.", "introduced_by")
    one = found.names[0]
    return (NewTie(LinkKind.INTRODUCED.value, one.id, one.name, outward=False),)


def _check_kind(kind: str) -> None:
    if kind not in tuple(LinkKind):
        raise Refused(f"There is no link “{kind}”: {', '.join(LinkKind)}.", field="kind")


def _check_free(kind: str, one: tuple[int, str], other: tuple[int, str], field: str) -> None:
    """Refuse a tie that is there already, or that says the opposite of one that is."""
    (from_id, from_name), (to_id, to_name) = one, other
    if queries.link_between(kind, from_id, to_id) is not None:
        raise Refused(f"{from_name} and {to_name} are linked so already.", field)
    if queries.link_between(kind, to_id, from_id) is not None:
        raise Refused(
            f"{to_name} and {from_name} are linked so already, the other way round; remove that first.", field
        )
    if kind == LinkKind.PART_OF and from_id in reached(to_id, payers.parents_of):
        raise Refused(
            f"{to_name} is part of {from_name} already, by way of others; remove that first, or choose another.", field
        )


def _name(partner_id: int) -> str:
    found = partner(partner_id)
    if found is None:
        raise Refused("This partner is no longer there; choose another.", field="to_id")
    return found.name
