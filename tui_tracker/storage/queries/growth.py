"""What targets are suggested from, and the targets with their ids."""

from collections.abc import Iterable
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from peewee import JOIN, Case, fn

from tui_tracker.domain.gaps import COMING
from tui_tracker.domain.growth import KeptTarget, Sending
from tui_tracker.domain.words import Flow, Source, Stage
from tui_tracker.storage.models import Partner, Referral, Snooze, Target
from tui_tracker.storage.queries.agenda_rows import raw
from tui_tracker.storage.rows import CHUNK, chunks


def kept_targets() -> list[KeptTarget]:
    """Every target with its id, by id."""
    query = Target.select(Target.id, Target.specialty, Target.area, Target.wanted).order_by(Target.id)
    return [KeptTarget(*row) for row in raw(query)]


def sending(after: date, active_after: date, today: date) -> list[Sending]:
    """The partners who are not put away or parted with, by specialty and area as they are written.

    Referrals count from the day after `after` up to today; active is who sent one after `active_after`.
    """
    by_partner = (
        Referral.select(
            Referral.partner.alias("partner_id"),
            fn.SUM(Case(None, [(Referral.day > after, 1)], 0)).alias("number"),
            fn.MAX(Referral.day).alias("last"),
        )
        .where(_inbound(min(after, active_after), today))
        .group_by(Referral.partner)
        .alias("sent")
    )
    number, active = fn.COALESCE(by_partner.c.number, 0), by_partner.c.last > active_after
    coming = Partner.stage.in_(sorted(COMING)) & (by_partner.c.last.is_null() | (by_partner.c.last <= active_after))
    query = (
        Partner.select(
            Partner.specialty,
            Partner.area,
            fn.COUNT(Partner.id),
            fn.SUM(Case(None, [(number > 0, 1)], 0)),
            fn.SUM(Case(None, [(active, 1)], 0)),
            fn.SUM(Case(None, [(coming, 1)], 0)),
            fn.SUM(number),
            fn.MAX(number),
        )
        .join(by_partner, JOIN.LEFT_OUTER, on=by_partner.c.partner_id == Partner.id)
        .where(_there())
        .group_by(Partner.specialty, Partner.area)
    )
    return [Sending(specialty, area, *map(int, counts)) for specialty, area, *counts in raw(query)]


def sent_by_all(after: date, today: date) -> int:
    """How many patients partners sent from the day after `after` up to today, also those who are gone since."""
    return int(Referral.select(fn.COUNT(Referral.id)).where(_inbound(after, today)).scalar() or 0)


def names_with(parts: Iterable[str]) -> list[str]:
    """The folded names of the partners, not put away or parted with, in which one of some folded texts occurs."""
    found = reduce(or_, (Partner.search.contains(part) for part in parts))
    return [name for (name,) in raw(Partner.select(Partner.search).where(_there() & found))]


def kinds() -> set[str]:
    """The kinds of the partners who are not put away or parted with."""
    return {kind for (kind,) in raw(Partner.select(Partner.kind).where(_there()).distinct())}


def put_aside(keys: Iterable[str], today: date) -> set[str]:
    """Those of some keys that are hidden until a day after today."""
    found: set[str] = set()
    for chunk in chunks(list(keys), CHUNK):
        query = Snooze.select(Snooze.item).where((Snooze.until > today) & Snooze.item.in_(chunk))
        found |= {item for (item,) in raw(query)}
    return found


def _there() -> Any:
    return Partner.archived_on.is_null() & (Partner.stage != Stage.PARTED.value)


def _inbound(after: date, today: date) -> Any:
    received = (Referral.day > after) & (Referral.day <= today)
    return (Referral.flow == Flow.INBOUND.value) & (Referral.source == Source.PARTNER.value) & received
