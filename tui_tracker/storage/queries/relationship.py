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
from tui_tracker.storage.models import Incident, Partner, Referral, Touchpoint
from tui_tracker.storage.queries import promise_history
from tui_tracker.storage.queries.agenda_rows import PARTNER, as_day, given_day, partner_state, raw
from tui_tracker.storage.rows import CHUNK, chunks

Ids = Sequence[int] | None
"""The partners asked about; None for all of them."""

_Part = Iterator[tuple[int, dict[str, Any]]]


def facts(partner_ids: Collection[int], today: date, settings: Settings) -> dict[int, RelationshipFacts]:
    """The facts of these partners by id, in the archive or not; those that are gone are left out."""
    found: dict[int, RelationshipFacts] = {}
    for chunk in chunks(sorted(set(partner_ids)), CHUNK):
        found |= gathered(
            _partners(Partner.id.in_(chunk)),
            _touches(chunk, today),
            _manners(chunk, today),
            _ours("give", GIVE_BIT, chunk, today, settings),
            _ours("ask", ASK_BIT, chunk, today, settings),
            _referrals(chunk, today, settings),
            _incidents(chunk),
            _promises(chunk, today, settings, late=True),
        )
    return found


def giving_facts(archived: bool, today: date, settings: Settings) -> dict[int, RelationshipFacts]:
    """Of all partners, what momentum and reciprocity need, and nothing else."""
    gives = _ours("give", GIVE_BIT, None, today, settings)
    return gathered(_partners(Partner.archived_on.is_null(not archived)), gives, _referrals(None, today, settings))


def warmth_facts(archived: bool, today: date, settings: Settings) -> dict[int, RelationshipFacts]:
    """Of all partners, what the warmth needs: no channels, intents or asks, and no reports that are late."""
    return gathered(
        _partners(Partner.archived_on.is_null(not archived)),
        _touches(None, today),
        _ours("give", GIVE_BIT, None, today, settings),
        _referrals(None, today, settings),
        _incidents(None),
        _promises(None, today, settings, late=False),
    )


def warmth_facts_of(partner_ids: Collection[int], today: date, settings: Settings) -> dict[int, RelationshipFacts]:
    """As `warmth_facts`, of these partners, in the archive or not; those that are gone are left out."""
    found: dict[int, RelationshipFacts] = {}
    for chunk in chunks(sorted(set(partner_ids)), CHUNK):
        found |= gathered(
            _partners(Partner.id.in_(chunk)),
            _touches(chunk, today),
            _ours("give", GIVE_BIT, chunk, today, settings),
            _referrals(chunk, today, settings),
            _incidents(chunk),
            _promises(chunk, today, settings, late=False),
        )
    return found


def maybe_ready(archived: bool, today: date, settings: Settings) -> list[int]:
    """The partners who may be ready to be asked, as far as the cheap conditions tell; the rule decides."""
    known = gathered(
        _partners(Partner.archived_on.is_null(not archived)),
        _touches(None, today),
        _ours("give", GIVE_BIT, None, today, settings),
        _ours("ask", ASK_BIT, None, today, settings),
    )
    given_since = today - timedelta(settings.ask.give_within)
    asked_before = today - timedelta(settings.ask.asked_within)
    return [
        row_id
        for row_id, one in known.items()
        if one.touch_days >= settings.touches_wanted
        and one.last_give is not None
        and one.last_give >= given_since
        and (one.last_ask is None or one.last_ask < asked_before)
    ]


def contact_touches(partner_id: int, today: date) -> dict[int | None, tuple[date, int]]:
    """By contact, the last touchpoint's day and how many were of late; under None those that name no contact."""
    lately = _within(Touchpoint.day, today, CONTACT_DAYS)
    query = Touchpoint.select(Touchpoint.contact, fn.MAX(Touchpoint.day), lately)
    query = query.where((Touchpoint.partner == partner_id) & (Touchpoint.day <= today)).group_by(Touchpoint.contact)
    return {contact_id: (given_day(last), int(number)) for contact_id, last, number in raw(query)}


def gathered(partners: dict[int, PartnerState], *parts: _Part) -> dict[int, RelationshipFacts]:
    """The facts of these partners, put together from parts that may tell of others too."""
    values: dict[int, dict[str, Any]] = {row_id: {"partner": state} for row_id, state in partners.items()}
    for part in parts:
        for row_id, more in part:
            known = values.get(row_id)
            if known is not None:
                known.update(more)
    return {row_id: RelationshipFacts(**known) for row_id, known in values.items()}


def _partners(where: Any) -> dict[int, PartnerState]:
    return {row[0]: partner_state(row) for row in raw(Partner.select(*PARTNER).where(where))}


def _touches(ids: Ids, today: date) -> _Part:
    query = Touchpoint.select(Touchpoint.partner, fn.MAX(Touchpoint.day), fn.COUNT(Touchpoint.day.distinct()))
    for row_id, last, days in _grouped(query.where(Touchpoint.day <= today), Touchpoint, ids):
        yield row_id, {"last_touch": as_day(last), "touch_days": int(days)}


def _manners(ids: Ids, today: date) -> _Part:
    """The channels and intents that there were."""
    query = Touchpoint.select(Touchpoint.partner, Touchpoint.channel, Touchpoint.intents)
    found: dict[int, tuple[set[str], int]] = {}
    for row_id, channel, bits in raw(_of(query.where(Touchpoint.day <= today), Touchpoint, ids)):
        channels, before = found.get(row_id) or (set(), 0)
        channels.add(channel)
        found[row_id] = channels, before | bits
    for row_id, (channels, bits) in found.items():
        yield row_id, {"channels": frozenset(channels), "intents": frozenset(bits_to_intents(bits))}


def _ours(word: str, bit: int, ids: Ids, today: date, settings: Settings) -> _Part:
    """Our gives or asks: the last one's day, and how many of late; spelled out, so that the partial index serves."""
    within = _within(Touchpoint.day, today, settings.reciprocity.days)
    has = SQL(f'("t1"."intents" & {bit}) <> 0 AND "t1"."direction" = \'ours\'')
    query = Touchpoint.select(Touchpoint.partner, fn.MAX(Touchpoint.day), within)
    for row_id, last, number in _grouped(query.where(has & (Touchpoint.day <= today)), Touchpoint, ids):
        yield row_id, {f"last_{word}": as_day(last), f"{word}s": int(number)}


def _referrals(ids: Ids, today: date, settings: Settings) -> _Part:
    spans, day = settings.momentum, Referral.day
    query = Referral.select(
        Referral.partner,
        Referral.flow,
        fn.MIN(day),
        fn.MAX(day),
        _within(day, today, settings.reciprocity.days),
        _within(day, today, spans.recent),
        _within(day, today - timedelta(spans.recent), spans.baseline),
        _within(day, today, spans.silence_baseline),
    ).where(Referral.partner.is_null(False) & (day <= today))
    inbound = Flow.INBOUND.value
    for row_id, flow, first, last, *numbers in _grouped(query, Referral, ids, Referral.flow):
        lately, recent, earlier, long_run = map(int, numbers)
        if flow != inbound:
            yield row_id, {"outbound": lately}
        else:
            days = {"first_referral": as_day(first), "last_referral": as_day(last)}
            yield row_id, {**days, "inbound": lately, "recent": recent, "earlier": earlier, "long_run": long_run}


def _incidents(ids: Ids) -> _Part:
    query = Incident.select(Incident.partner, fn.COUNT(Incident.id)).where(Incident.closed_on.is_null())
    for row_id, number in _grouped(query, Incident, ids):
        yield row_id, {"open_incidents": int(number)}


def _promises(ids: Ids, today: date, settings: Settings, *, late: bool) -> _Part:
    for row_id, counts in promise_history.kept_of(ids, today, settings, late=late).items():
        due, in_time = sum(one.due for one in counts.kept), sum(one.in_time for one in counts.kept)
        yield row_id, {"promises_due": due, "promises_kept": in_time, "reports_overdue": counts.reports_overdue}


def _within(day: Any, until: date, days: int) -> Any:
    """How many are from the `days` that end on a day."""
    inside = (day > until - timedelta(days)) & (day <= until)
    return fn.SUM(Case(None, [(inside, 1)], 0))


def _of(query: Any, model: Any, ids: Ids) -> Any:
    return query if ids is None else query.where(model.partner.in_(ids))


def _grouped(query: Any, model: Any, ids: Ids, *also: Any) -> Any:
    return raw(_of(query, model, ids).group_by(model.partner, *also))
