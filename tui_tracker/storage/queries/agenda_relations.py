"""Who may send less, be owed something in return, or be ready to be asked: the few who come in question.

Each query leaves out only whom its rule could not name, by the numbers of the settings; the rule decides. Everything
is counted on indexes, a partner at a time: one query that joins touchpoints and referrals would multiply them.
"""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from peewee import SQL, fn

from tui_tracker.domain.agenda_facts import Facts, Giving, Sending
from tui_tracker.domain.dues import sends_less
from tui_tracker.domain.relationship_facts import RelationshipFacts
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.words import ASK_BIT, GIVE_BIT, RESTING_STAGES, Flow, Stage, bits_to_intents
from tui_tracker.storage.models import Incident, Partner, Referral, Touchpoint
from tui_tracker.storage.queries.agenda_rows import PARTNER, as_day, given_day, partner_state, raw
from tui_tracker.storage.rows import CHUNK, chunks

_RESTING = [stage.value for stage in RESTING_STAGES]


def add_sending(found: Facts, today: date, settings: Settings, where: Any = None) -> None:
    """Add the partners who send less: neither dormant, parted with nor put away.

    Of thousands who sent enough to compare, only those whom the rule names are held.
    """
    days = settings.momentum
    begins = today - timedelta(days.recent)
    earlier = _referrals(Flow.INBOUND, begins - timedelta(days.baseline), begins)
    long_run = _referrals(Flow.INBOUND, today - timedelta(days.silence_baseline), today)
    enough = long_run >= max(days.least, 1)
    if (
        days.silence_baseline < days.recent + days.baseline
    ):  # else who sent enough in the baseline did so in the long run
        enough |= earlier >= max(days.least, 1)
    every = _of(Flow.INBOUND).where(Referral.day <= today)
    query = Partner.select(
        *PARTNER,
        _referrals(Flow.INBOUND, begins, today),
        earlier,
        every.select(fn.MIN(Referral.day)),
        every.select(fn.MAX(Referral.day)),
        long_run,
    ).where(_known(where) & Partner.stage.not_in(_RESTING) & enough)
    for *partner, recent, before, first, last, many in raw(query):
        sent = Sending(recent, before, given_day(first), given_day(last), many)
        if sends_less(sent, days, today) is not None:
            state = found.partners.setdefault(partner[0], partner_state(partner))
            found.sending[state.id] = sent


def add_giving(found: Facts, today: date, settings: Settings, where: Any = None) -> None:
    """Add the partners who sent far more within the days than we gave back, unless parted with."""
    counts = settings.reciprocity
    since = today - timedelta(counts.days)
    inbound, outbound = _referrals(Flow.INBOUND, since, today), _referrals(Flow.OUTBOUND, since, today)
    gives = _touches(GIVE_BIT, since, today)
    given = gives.select(fn.COUNT(SQL("1")))
    query = Partner.select(
        *PARTNER,
        inbound,
        outbound,
        given,
        _between(_of(Flow.INBOUND).select(fn.MIN(Referral.day)), Referral.day, since, today),
        _between(_of(Flow.OUTBOUND).select(fn.MAX(Referral.day)), Referral.day, since, today),
        gives.select(fn.MAX(SQL('"t"."day"'))),
    ).where(
        _known(where)
        & (Partner.stage != Stage.PARTED.value)
        & (inbound >= max(counts.owe_from, 1))
        & ((fn.COALESCE(outbound, 0) + fn.COALESCE(given, 0)) * counts.share < inbound)
    )
    for *partner, sent_us, sent_them, gave, first, last_sent, last_give in raw(query):
        state = found.partners.setdefault(partner[0], partner_state(partner))
        back = [day for day in (as_day(last_sent), as_day(last_give)) if day is not None]
        found.giving[state.id] = Giving(sent_us, sent_them, gave, given_day(first), max(back, default=None))


def add_asking(found: Facts, today: date, settings: Settings, where: Any = None) -> None:
    """Add the partners who may be ready to be asked, as far as their touchpoints, stage and incidents tell."""
    given_since, asked_since = (
        today - timedelta(days) for days in (settings.ask.give_within, settings.ask.asked_within)
    )
    before_all = date(1, 1, 1)
    days = Touchpoint.select(fn.COUNT(Touchpoint.day.distinct())).where(
        (Touchpoint.partner == Partner.id) & (Touchpoint.day <= today)
    )
    incidents = Incident.select(SQL("1")).where((Incident.partner == Partner.id) & Incident.closed_on.is_null())
    given = _touches(GIVE_BIT, given_since - timedelta(1), today)
    asked = _touches(ASK_BIT, asked_since - timedelta(1), today)
    query = Partner.select(
        *PARTNER,
        days,
        given.select(fn.MAX(SQL('"t"."day"'))),
        _touches(ASK_BIT, before_all, today).select(fn.MAX(SQL('"t"."day"'))),
    ).where(
        _known(where)
        & (Partner.stage != Stage.PARTED.value)
        & fn.EXISTS(given.select(SQL("1")))
        & ~fn.EXISTS(asked.select(SQL("1")))
        & ~fn.EXISTS(incidents)
        & (days >= settings.touches_wanted)
    )
    rows = [(partner_state(row), number, as_day(give), as_day(ask)) for *row, number, give, ask in raw(query)]
    ways = _ways([partner.id for partner, *_ in rows], today)
    for partner, number, give, ask in rows:
        channels, intents = ways[partner.id]
        found.partners.setdefault(partner.id, partner)
        found.asking[partner.id] = RelationshipFacts(
            partner=partner,
            touch_days=number,
            channels=frozenset(channels),
            intents=frozenset(intents),
            last_give=give,
            last_ask=ask,
        )


def add_relations(found: Facts, today: date, settings: Settings, partner_ids: Collection[int] | None = None) -> None:
    """All three, of some partners or of all."""
    where = None if partner_ids is None else Partner.id.in_(partner_ids)
    add_sending(found, today, settings, where)
    add_giving(found, today, settings, where)
    add_asking(found, today, settings, where)


def _known(where: Any) -> Any:
    known = Partner.archived_on.is_null()
    return known if where is None else known & where


def _of(flow: Flow) -> Any:
    return Referral.select().where((Referral.partner == Partner.id) & (Referral.flow == flow.value))


def _between(query: Any, day: Any, after: date, until: date) -> Any:
    return query.where((day > after) & (day <= until))


def _referrals(flow: Flow, after: date, until: date) -> Any:
    """How many came, or went, after a day and until another."""
    return _between(_of(flow).select(fn.COUNT(Referral.day)), Referral.day, after, until)


def _touches(bit: int, after: date, until: date) -> Any:
    """Our touchpoints with an intent; spelled out, or the partial index of gives and asks would not serve."""
    touch = Touchpoint.alias("t")
    with_intent = SQL(f'("t"."intents" & {bit}) <> 0 AND "t"."direction" = \'ours\'')
    return _between(touch.select().where((touch.partner == Partner.id) & with_intent), touch.day, after, until)


def _ways(partner_ids: list[int], today: date) -> dict[int, tuple[set[str], set[str]]]:
    """The channels and the intents of all touchpoints with some partners, theirs too."""
    found: dict[int, tuple[set[str], set[str]]] = {row_id: (set(), set()) for row_id in partner_ids}
    for chunk in chunks(partner_ids, CHUNK):
        query = (
            Touchpoint.select(Touchpoint.partner, Touchpoint.channel, Touchpoint.intents)
            .distinct()
            .where(Touchpoint.partner.in_(chunk) & (Touchpoint.day <= today))
        )
        for partner_id, channel, bits in raw(query):
            channels, intents = found[partner_id]
            channels.add(channel)
            intents.update(bits_to_intents(bits))
    return found
