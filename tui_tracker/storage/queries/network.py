"""The network's branches, the partners on a page of it, and what hangs on a partner."""

from array import array
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from peewee import SQL, Case, Select, fn

from tui_tracker.domain.network import Branch, Grouping, Leaf, Tie, tie_word
from tui_tracker.domain.text import fold
from tui_tracker.domain.words import Flow
from tui_tracker.storage.database import database
from tui_tracker.storage.models import Contact, Link, Partner, Practice, Referral
from tui_tracker.storage.rows import CHUNK, chunks

_COLUMNS: dict[Grouping, Any] = {
    Grouping.SPECIALTY: Partner.specialty,
    Grouping.AREA: Partner.area,
    Grouping.STAGE: Partner.stage,
    Grouping.KIND: Partner.kind,
}


def practice_name() -> str:
    """What the practice calls itself; empty where it has not said."""
    return Practice.select(Practice.name).scalar() or ""


def branches(by: Grouping, since: date, until: date, text: str) -> list[tuple[Branch, Branch]]:
    """Every branch, and beside it the same counts of those partners whose folded name contains `text`.

    Referrals are the inbound ones from `since` to `until`, both included. Archived partners are left out.
    """
    number = _sent_us(since, until).alias("number")
    column = _COLUMNS[by].alias("name")
    each = Partner.select(column, Partner.search, number).where(Partner.archived_on.is_null()).alias("each_partner")
    columns = [each.c.name, fn.COUNT(SQL("*")), fn.SUM(each.c.number)]
    if text:
        named = each.c.search.contains(text)
        columns += [fn.SUM(Case(None, [(named, 1)], 0)), fn.SUM(Case(None, [(named, each.c.number)], 0))]
    found = []
    for name, *counted in database.execute(Select([each], columns).group_by(each.c.name)):
        sums = [int(one) for one in counted]
        found.append((Branch(name, *sums[:2]), Branch(name, *sums[-2:])))
    return found


def ids_below(by: Grouping, names: Collection[str], whole: Collection[str], text: str) -> dict[str, Sequence[int]]:
    """The ids of the partners of some branches, in the order of lists, eight bytes each.

    Those of the branches in `whole` all, of the others those whose folded name contains `text`.
    """
    found: dict[str, array[int]] = {name: array("q") for name in names}
    column = _COLUMNS[by]
    query = Partner.select(column, Partner.id).where(Partner.archived_on.is_null())
    if len(found) <= CHUNK:
        query = query.where(column.in_(list(found)))
    named, entire = None, set(whole)
    if text and len(entire) <= CHUNK:
        query = query.where(Partner.search.contains(text) | column.in_(list(entire)))
    elif text:
        rows = Partner.select(Partner.id).where(Partner.search.contains(text)).tuples()
        named = {partner_id for (partner_id,) in rows.iterator()}
    for name, partner_id in query.order_by(Partner.search, Partner.id).tuples().iterator():
        if name in found and (named is None or name in entire or partner_id in named):
            found[name].append(partner_id)
    return dict(found)


def leaves(ids: Sequence[int], since: date, until: date) -> list[Leaf]:
    """Some partners as the tree shows them, in no particular order."""
    outward = Link.select(fn.COUNT(Link.id)).where(Link.from_partner == Partner.id)
    inward = Link.select(fn.COUNT(Link.id)).where(Link.to_partner == Partner.id)
    people = Contact.select(fn.COUNT(Contact.id)).where((Contact.partner == Partner.id) & Contact.active)
    fields = (
        Partner.id,
        Partner.name,
        Partner.kind,
        Partner.specialty,
        Partner.area,
        Partner.tier,
        Partner.stage,
        _sent_us(since, until),
        outward,
        inward,
        people,
    )
    found = []
    for chunk in chunks(ids, CHUNK):
        for row in Partner.select(*fields).where(Partner.id.in_(list(chunk))).tuples():
            found.append(Leaf(*(*row[:-3], sum(row[-3:]))))
    return found


def ties(ids: Collection[int]) -> dict[int, tuple[Tie, ...]]:
    """The links and then the active contacts of some partners, each in the order of names."""
    found: dict[int, list[Tie]] = {partner_id: [] for partner_id in ids}
    for chunk in chunks(sorted(found), CHUNK):
        for outward in (True, False):
            near, far = (Link.from_partner, Link.to_partner) if outward else (Link.to_partner, Link.from_partner)
            rows = (
                Link.select(near, Link.id, Link.kind, Partner.id, Partner.name, Partner.specialty)
                .join(Partner, on=(far == Partner.id))
                .where(near.in_(list(chunk)))
                .order_by(Link.kind, Partner.search, Partner.id)
                .tuples()
            )
            for partner_id, link_id, kind, other_id, name, specialty in rows:
                key = f"link {link_id} of {partner_id}"
                found[partner_id].append(Tie(key, tie_word(kind, outward), name, specialty, other_id))
        people = (
            Contact.select(Contact.partner, Contact.id, Contact.name, Contact.role, Contact.phone, Contact.advocate)
            .where(Contact.partner.in_(list(chunk)) & Contact.active)
            .tuples()
        )
        # Not by the engine: SQLite and PostgreSQL order names differently.
        in_order = sorted(people, key=lambda row: (fold(row[2]), row[1]))
        for partner_id, contact_id, name, role, phone, advocate in in_order:
            detail = ", ".join(part for part in (role, phone) if part)
            found[partner_id].append(Tie(f"contact {contact_id}", "advocate" if advocate else "contact", name, detail))
    return {partner_id: tuple(lines) for partner_id, lines in found.items()}


def _sent_us(since: date, until: date) -> Any:
    """How many inbound referrals of these days the partner of the outer query sent; one seek in an index."""
    return Referral.select(fn.COUNT(Referral.id)).where(
        (Referral.partner == Partner.id) & (Referral.flow == Flow.INBOUND.value) & Referral.day.between(since, until)
    )
