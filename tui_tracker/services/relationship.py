"""How it stands with our partners, by the rules of RULES sections 4–8 and 11."""

from collections.abc import Collection, Sequence
from datetime import date

from tui_tracker.domain.cadence import cadence_of
from tui_tracker.domain.contacts_warmth import ContactStanding, contact_warmth
from tui_tracker.domain.contacts_warmth import rests_on_one as domain_rests_on_one
from tui_tracker.domain.promise_history import Kept
from tui_tracker.domain.records import Partner
from tui_tracker.domain.relationship import Relationship, relationship
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.words import LinkKind
from tui_tracker.storage.queries import partner_page, partners, promise_history
from tui_tracker.storage.queries import relationship as queries


def relationships(partner_ids: Collection[int], today: date, settings: Settings) -> dict[int, Relationship]:
    """How it stands with each of these partners, by id; those that are gone are left out."""
    found = queries.facts(partner_ids, today, settings)
    return {row_id: relationship(facts, settings, today) for row_id, facts in found.items()}


def relationship_of(partner_id: int, today: date, settings: Settings) -> Relationship | None:
    """How it stands with one partner; None where there is no such partner."""
    return relationships([partner_id], today, settings).get(partner_id)


def promises_kept(partner_id: int, today: date, settings: Settings) -> tuple[Kept, ...]:
    """Our promises to one partner that fell due in the last 365 days, by kind, and how many were kept in time."""
    return promise_history.kept_of([partner_id], today, settings).get(partner_id, promise_history.PromiseCounts()).kept


def contact_standings(partner_id: int, today: date, settings: Settings) -> tuple[ContactStanding, ...]:
    """How warm each contact of a partner is: advocates first, those who left last, else by name."""
    partner = partners.partner(partner_id)
    if partner is None:
        return ()
    touches = queries.contact_touches(partner_id, today)
    last = max((day for day, _ in touches.values()), default=None)
    cadence = cadence_of(partner, last, settings, today)
    days = None if cadence is None else cadence.days
    found = []
    for contact in partner_page.contacts_of(partner_id):
        touched, number = touches.get(contact.id, (None, 0))
        band = contact_warmth(touched, days, today) if contact.active else None
        found.append(ContactStanding(contact, touched, number, band))
    return tuple(found)


def rests_on_one(partner: Partner, contacts: Sequence[ContactStanding], today: date) -> str | None:
    """The warning where all with a partner rests on one of their contacts, in one sentence; None where it does not."""
    if partner.archived_on is not None or not contacts:
        return None
    _, unnamed = queries.contact_touches(partner.id, today).get(None, (None, 0))
    links = partner_page.links_of(partner.id)
    clinicians = sum(1 for link in links if link.kind == LinkKind.WORKS_AT and link.to_id == partner.id)
    return domain_rests_on_one(partner.kind, contacts, unnamed, clinicians)
