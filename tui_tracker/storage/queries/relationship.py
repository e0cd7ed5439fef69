"""What the rules about relationships are computed from: a fixed number of queries for a window of partners, or for all.

Rows are read raw, as the agenda's are: days come as ISO text from SQLite and as dates from PostgreSQL. Touchpoints and
referrals are never joined: each is grouped by partner on an index of its own.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from peewee import SQL, Case, fn

from tui_tracker.domain.cadence import PartnerState
from tui_tracker.domain.contacts_warmth import CONTACT_DAYS
from tui_tracker.domain.relationship_facts import RelationshipFacts
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.words import ASK_BIT, GIVE_BIT, Flow, bits_to_intents
from tui_tracker.storage.database import database
from tui_tracker.storage.models import Incident, Partner, Referral, Touchpoint
from tui_tracker.storage.queries import promise_history
from tui_tracker.storage.queries.promise_history import day_of, given_day
from tui_tracker.storage.rows import CHUNK, chunks

Ids = Sequence[int] | None
"""The partners asked about; None for all of them."""


def facts(partner_ids: Collection[int] | None, today: date, settings: Settings) -> dict[int, RelationshipFacts]:
    """The facts of these partners, or of all who are not in the archive, by id; those that are gone are left out."""
    if partner_ids is None:
        return _facts(None, today, settings)
    found: dict[int, RelationshipFacts] = {}
    for chunk in chunks(sorted(set(partner_ids)), CHUNK):
        found |= _facts(chunk, today, settings)
    return found


def _facts(ids: Ids, today: date, settings: Settings) -> dict[int, RelationshipFacts]:
    states = _partners(ids)
    values: dict[int, dict[str, Any]] = {row_id: {"partner": state} for row_id, state in states.items()}
    parts = (
        _touches(ids),
        _manners(ids),
        _ours("give", GIVE_BIT, ids, today, settings),
        _ours("ask", ASK_BIT, ids, today, settings),
        _referrals(ids, today, settings),
        _incidents(ids),
        _promises(ids, today, settings),
    )
    for part in parts:
        for row_id, more in part:
            if row_id in values:
                values[row_id].update(more)
    return {row_id: RelationshipFacts(**known) for row_id, known in values.items()}


_Part = Iterator[tuple[int, dict[str, Any]]]


def _partners(ids: Ids) -> dict[int, PartnerState]:
    query = Partner.select(*(getattr(Partner, name.removesuffix("_id")) for name in PartnerState._fields))
    query = query.where(Partner.archived_on.is_null() if ids is None else Partner.id.in_(ids))
    found = {}
    for row in database.execute(query):
        state = PartnerState._make(row)
        found[state.id] = state._replace(added_on=given_day(state.added_on), archived_on=day_of(state.archived_on))
    return found


def _touches(ids: Ids) -> _Part:
    query = Touchpoint.select(Touchpoint.partner, fn.MAX(Touchpoint.day), fn.COUNT(Touchpoint.day.distinct()))
    for row_id, last, days in _grouped(query, Touchpoint, ids):
        yield row_id, {"last_touch": day_of(last), "touch_days": int(days)}


def _manners(ids: Ids) -> _Part:
    """The channels and intents that there were."""
    query = Touchpoint.select(Touchpoint.partner, Touchpoint.channel, Touchpoint.intents).distinct()
    found: dict[int, tuple[set[str], int]] = {}
    for row_id, channel, bits in database.execute(_of(query, Touchpoint, ids)):
        channels, before = found.get(row_id, (set(), 0))
        channels.add(channel)
        found[row_id] = channels, before | bits
    for row_id, (channels, bits) in found.items():
        yield row_id, {"channels": frozenset(channels), "intents": frozenset(bits_to_intents(bits))}


def _ours(word: str, bit: int, ids: Ids, today: date, settings: Settings) -> _Part:
    """Our gives or asks: the last one's day, and how many of late; spelled out, so that the partial index serves."""
    within = _within(Touchpoint.day, today, settings.reciprocity.days)
    query = Touchpoint.select(Touchpoint.partner, fn.MAX(Touchpoint.day), within).where(
        SQL(f'("t1"."intents" & {bit}) <> 0 AND "t1"."direction" = \'ours\'')
    )
    for row_id, last, number in _grouped(query, Touchpoint, ids):
        yield row_id, {f"last_{word}": day_of(last), f"{word}s": int(number)}


def _referrals(ids: Ids, today: date, settings: Settings) -> _Part:
    spans = settings.momentum
    query = Referral.select(
        Referral.partner,
        Referral.flow,
        fn.MIN(Referral.day),
        fn.MAX(Referral.day),
        _within(Referral.day, today, settings.reciprocity.days),
        _within(Referral.day, today, spans.recent),
        _within(Referral.day, today - timedelta(spans.recent), spans.baseline),
        _within(Referral.day, today, spans.silence_baseline),
    ).where(Referral.partner.is_null(False))
    inbound = Flow.INBOUND.value
    for row_id, flow, first, last, lately, recent, earlier, long_run in _grouped(query, Referral, ids, Referral.flow):
        if flow != inbound:
            yield row_id, {"outbound": int(lately)}
        else:
            days = {"first_referral": day_of(first), "last_referral": day_of(last)}
            counts = {"inbound": int(lately), "recent": int(recent), "earlier": int(earlier), "long_run": int(long_run)}
            yield row_id, {**days, **counts}


def _incidents(ids: Ids) -> _Part:
    query = Incident.select(Incident.partner, fn.COUNT(Incident.id)).where(Incident.closed_on.is_null())
    for row_id, number in _grouped(query, Incident, ids):
        yield row_id, {"open_incidents": int(number)}


def _promises(ids: Ids, today: date, settings: Settings) -> _Part:
    for row_id, counts in promise_history.kept_of(ids, today, settings).items():
        due, in_time = sum(one.due for one in counts.kept), sum(one.in_time for one in counts.kept)
        yield row_id, {"promises_due": due, "promises_kept": in_time, "reports_overdue": counts.reports_overdue}


def _within(day: Any, until: date, days: int) -> Any:
    """How many are from the `days` that end on a day."""
    inside = (day > until - timedelta(days)) & (day <= until)
    return fn.SUM(Case(None, [(inside, 1)], 0))


def _of(query: Any, model: Any, ids: Ids) -> Any:
    return query if ids is None else query.where(model.partner.in_(ids))


def _grouped(query: Any, model: Any, ids: Ids, *also: Any) -> Any:
    return database.execute(_of(query, model, ids).group_by(model.partner, *also))


def contact_touches(partner_id: int, today: date) -> dict[int | None, tuple[date, int]]:
    """By contact, the last touchpoint's day and how many were of late; under None those that name no contact."""
    lately = _within(Touchpoint.day, today, CONTACT_DAYS)
    query = Touchpoint.select(Touchpoint.contact, fn.MAX(Touchpoint.day), lately)
    rows = database.execute(query.where(Touchpoint.partner == partner_id).group_by(Touchpoint.contact))
    return {contact_id: (given_day(last), int(number)) for contact_id, last, number in rows}
