"""What the branches that are partners are grown from: everybody, who is tied to whom, and whose patients who covers."""

from collections.abc import Collection
from datetime import date
from sys import intern

from peewee import SQL, Case, fn

from tui_tracker.domain.mind_map import Grouping, Tally
from tui_tracker.domain.words import Flow, PartnerKind
from tui_tracker.storage.models import Link, Partner, Referral
from tui_tracker.storage.queries.agenda_rows import raw
from tui_tracker.storage.queries.mind_map_columns import column_of, joined
from tui_tracker.storage.rows import CHUNK, chunks


def people() -> list[int]:
    """Everybody who is not put away, in the order of lists."""
    query = Partner.select(Partner.id).where(Partner.archived_on.is_null())
    return [partner_id for (partner_id,) in raw(query.order_by(Partner.search, Partner.id))]


def named(text: str) -> frozenset[int]:
    """Whose folded name contains a text."""
    return frozenset(
        partner_id for (partner_id,) in raw(Partner.select(Partner.id).where(Partner.search.contains(text)))
    )


def values(by: Grouping) -> dict[int, str]:
    """What everybody who is not put away has."""
    query = joined(Partner.select(Partner.id, column_of(by)), (by,)).where(Partner.archived_on.is_null())
    return {partner_id: intern(value) for partner_id, value in raw(query)}


def of_kind(kind: PartnerKind) -> list[int]:
    """Who is of a kind and not put away."""
    query = Partner.select(Partner.id).where((Partner.kind == kind.value) & Partner.archived_on.is_null())
    return [partner_id for (partner_id,) in raw(query)]


def names(ids: Collection[int]) -> dict[int, str]:
    """The names of some."""
    found: dict[int, str] = {}
    for chunk in chunks(sorted(ids), CHUNK):
        found.update(raw(Partner.select(Partner.id, Partner.name).where(Partner.id.in_(chunk))))
    return found


def links() -> list[tuple[str, int, int]]:
    """Every link, the oldest first: kind, from whom, to whom."""
    rows = raw(Link.select(Link.kind, Link.from_partner, Link.to_partner).order_by(Link.id))
    return [(intern(kind), from_id, to_id) for kind, from_id, to_id in rows]


def payers(since: date, until: date) -> list[tuple[int, int]]:
    """Whose patients, sent or got in these days, are covered by whom: partner and payer, each two once."""
    query = Referral.select(Referral.partner, Referral.payer).distinct()
    named = Referral.partner.is_null(False) & Referral.payer.is_null(False)
    rows = raw(query.where(named & Referral.day.between(since, until)))
    return [(partner_id, payer_id) for partner_id, payer_id in rows]


def tallies(since: date, until: date) -> dict[int, Tally]:
    """The referrals of these days, both included, of everybody who sent or got any."""
    inbound = fn.SUM(Case(None, [(Referral.flow == Flow.INBOUND.value, 1)], 0))
    rows = (
        Referral.select(Referral.partner, inbound, fn.COUNT(SQL("*")))
        .where(Referral.partner.is_null(False) & Referral.day.between(since, until))
        .group_by(Referral.partner)
    )
    return {partner_id: Tally(1, int(came), both - int(came)) for partner_id, came, both in raw(rows)}
