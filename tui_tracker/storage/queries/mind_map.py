"""What the map asks however it is grown: the practice, the inner circle, a page of partners, their ties."""

from collections.abc import Collection
from datetime import date
from typing import Any

from peewee import SQL, fn

from tui_tracker.domain.mind_map import Leaf, Tally, Tie
from tui_tracker.domain.text import fold
from tui_tracker.domain.words import Flow
from tui_tracker.storage.models import Contact, Link, Partner, Practice, Referral
from tui_tracker.storage.queries.agenda_rows import raw
from tui_tracker.storage.rows import CHUNK, chunks


def practice_name() -> str:
    """What the practice calls itself; empty where it has not said."""
    return Practice.select(Practice.name).scalar() or ""


def number_of_partners() -> int:
    """How many partners are not put away."""
    found: int = Partner.select(fn.COUNT(SQL("*"))).where(Partner.archived_on.is_null()).scalar()
    return found


def circle(since: date, until: date, text: str = "") -> list[tuple[int, Tally]]:
    """Who is in the inner circle, by rank, with their referrals of these days; whose folded name contains `text`."""
    query = Partner.select(Partner.id, *_came_and_went(since, until)).where(Partner.archived_on.is_null())
    query = query.where(Partner.inner_rank.is_null(False)).order_by(Partner.inner_rank)
    if text:
        query = query.where(Partner.search.contains(text))
    return [(partner_id, Tally(1, inbound, outbound)) for partner_id, inbound, outbound in raw(query)]


def leaves(ids: Collection[int], since: date, until: date) -> list[Leaf]:
    """Some partners as the map shows them, in no particular order; who is put away is left out."""
    people = Contact.select(fn.COUNT(Contact.id)).where((Contact.partner == Partner.id) & Contact.active)
    fields = (
        Partner.id,
        Partner.name,
        Partner.kind,
        Partner.specialty,
        Partner.area,
        Partner.tier,
        Partner.stage,
        *_came_and_went(since, until),
        _tied(Link.from_partner, Link.to_partner),
        _tied(Link.to_partner, Link.from_partner),
        people,
        Partner.inner_rank,
    )
    found = []
    for chunk in chunks(sorted(set(ids)), CHUNK):
        rows = Partner.select(*fields).where(Partner.id.in_(chunk) & Partner.archived_on.is_null())
        for *figures, outward, inward, contacts, rank in raw(rows):
            found.append(Leaf(*(*figures, outward + inward, contacts, 1, rank)))
    return found


def ties(ids: Collection[int]) -> dict[int, tuple[Tie, ...]]:
    """The links and then the active contacts of some partners, each in the order of names; nobody who is put away."""
    from tui_tracker.domain.partner_page import link_words

    found: dict[int, list[Tie]] = {partner_id: [] for partner_id in ids}
    for chunk in chunks(sorted(found), CHUNK):
        for outward in (True, False):
            near, far = (Link.from_partner, Link.to_partner) if outward else (Link.to_partner, Link.from_partner)
            rows = (
                Link.select(near, Link.id, Link.kind, Partner.id, Partner.name, Partner.specialty)
                .join(Partner, on=(far == Partner.id))
                .where(near.in_(chunk) & Partner.archived_on.is_null())
                .order_by(Link.kind, Partner.search, Partner.id)
            )
            for partner_id, link_id, kind, other_id, name, specialty in raw(rows):
                key = f"link {link_id} of {partner_id}"
                found[partner_id].append(Tie(key, link_words(kind, outward=outward), name, specialty, other_id))
        people = Contact.select(
            Contact.partner, Contact.id, Contact.name, Contact.role, Contact.phone, Contact.advocate
        ).where(Contact.partner.in_(chunk) & Contact.active)
        # Not by the engine: SQLite and PostgreSQL order names differently.
        in_order = sorted(raw(people), key=lambda row: (fold(row[2]), row[1]))
        for partner_id, contact_id, name, role, phone, advocate in in_order:
            detail = ", ".join(part for part in (role, phone) if part)
            found[partner_id].append(Tie(f"contact {contact_id}", "advocate" if advocate else "contact", name, detail))
    return {partner_id: tuple(lines) for partner_id, lines in found.items()}


def _came_and_went(since: date, until: date) -> tuple[Any, Any]:
    """How many referrals of these days the partner of the outer query sent and got; each one seek in an index."""
    return tuple(
        Referral.select(fn.COUNT(Referral.id)).where(
            (Referral.partner == Partner.id) & (Referral.flow == flow.value) & Referral.day.between(since, until)
        )
        for flow in (Flow.INBOUND, Flow.OUTBOUND)
    )


def _tied(near: Any, far: Any) -> Any:
    """How many links the partner of the outer query has to those who are not put away, by one of their ends."""
    other = Partner.alias()
    there = Link.select(fn.COUNT(Link.id)).join(other, on=(far == other.id))
    return there.where((near == Partner.id) & other.archived_on.is_null())
