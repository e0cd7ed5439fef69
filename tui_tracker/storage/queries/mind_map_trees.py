"""What the branches that are partners are grown from: everybody, who is tied to whom, and whose patients who covers."""

from collections.abc import Sequence
from datetime import date
from sys import intern

from peewee import SQL, Case, fn

from tui_tracker.domain.map_forest import Person
from tui_tracker.domain.mind_map import Grouping, Tally
from tui_tracker.domain.words import Flow
from tui_tracker.storage.models import Link, Partner, Referral
from tui_tracker.storage.queries.agenda_rows import raw
from tui_tracker.storage.queries.mind_map_columns import column_of, joined


def people(second: Sequence[Grouping], since: date, until: date, text: str = "") -> dict[int, Person]:
    """Everybody who is not put away, in the order of lists, with their referrals from `since` to `until`.

    `second` is what they have on the second level; named is whose folded name contains `text`.
    """
    tallies = _tallies(since, until)
    named = Case(None, [(Partner.search.contains(text), 1)], 0) if text else SQL("1")
    values = [column_of(one) for one in second]
    query = joined(Partner.select(Partner.id, Partner.name, Partner.kind, named, *values), second)
    query = query.where(Partner.archived_on.is_null()).order_by(Partner.search, Partner.id)
    none = Tally(1)
    return {
        partner_id: Person(name, intern(kind), bool(is_named), intern("".join(value)), tallies.get(partner_id, none))
        for partner_id, name, kind, is_named, *value in raw(query)
    }


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


def _tallies(since: date, until: date) -> dict[int, Tally]:
    inbound = fn.SUM(Case(None, [(Referral.flow == Flow.INBOUND.value, 1)], 0))
    rows = (
        Referral.select(Referral.partner, inbound, fn.COUNT(SQL("*")))
        .where(Referral.partner.is_null(False) & Referral.day.between(since, until))
        .group_by(Referral.partner)
    )
    return {partner_id: Tally(1, int(came), both - int(came)) for partner_id, came, both in raw(rows)}
