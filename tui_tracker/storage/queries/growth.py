"""What targets are suggested from, and the targets with their ids."""

from collections.abc import Iterable
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from peewee import JOIN, SQL, Case, fn

from tui_tracker.domain.gaps import COMING
from tui_tracker.domain.growth import KeptTarget, Sending
from tui_tracker.domain.words import Flow, Stage
from tui_tracker.storage.models import Partner, Referral, Snooze, Target
from tui_tracker.storage.queries.agenda_rows import raw
from tui_tracker.storage.rows import CHUNK, chunks


def kept_targets() -> list[KeptTarget]:
    """Every target with its id, by id."""
    query = Target.select(Target.id, Target.specialty, Target.area, Target.wanted).order_by(Target.id)
    return [KeptTarget(*row) for row in raw(query)]


def sending(after: date, active_after: date, today: date) -> tuple[list[Sending], int]:
    """The partners who are not put away or parted with, by specialty and area as they are written; and what all sent.

    Referrals count from the day after `after` up to today, in the second figure also those of partners who are gone
    since; active is who sent one after `active_after`.
    """
    received = (Referral.day > min(after, active_after)) & (Referral.day <= today)
    by_partner = (
        Referral.select(
            Referral.partner.alias("partner_id"),
            fn.SUM(Case(None, [(Referral.day > after, 1)], 0)).alias("number"),
            fn.MAX(Referral.day).alias("last"),
        )
        # No other column of the referral: the index over these three holds the answer.
        .where((Referral.flow == Flow.INBOUND.value) & received & Referral.partner.is_null(False))
        .group_by(Referral.partner)
        .alias("sent")
    )
    number, active = fn.COALESCE(by_partner.c.number, 0), by_partner.c.last > active_after
    coming = Partner.stage.in_(sorted(COMING)) & (by_partner.c.last.is_null() | (by_partner.c.last <= active_after))
    there = Case(None, [(_there(), 1)], 0).alias("there")
    query = (
        Partner.select(
            there,
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
        .group_by(Partner.specialty, Partner.area, SQL("there"))
    )
    found, total = [], 0
    for is_there, specialty, area, *counts in raw(query):
        row = Sending(specialty, area, *map(int, counts))
        total += row.referrals
        if is_there:
            found.append(row)
    return found, total


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
