"""What targets are suggested from, and the targets with their ids."""

from collections.abc import Iterable
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from peewee import SQL, Case, fn

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
    one = _each(after, active_after, today)
    active = one.c.last > active_after
    coming = (one.c.works == 1) & (one.c.last.is_null() | (one.c.last <= active_after))
    words = one.c.there, one.c.specialty, one.c.area
    query = (
        Partner.select(
            *words,
            fn.COUNT(SQL("1")),
            fn.SUM(Case(None, [(one.c.number > 0, 1)], 0)),
            fn.SUM(Case(None, [(active, 1)], 0)),
            fn.SUM(Case(None, [(coming, 1)], 0)),
            fn.SUM(one.c.number),
            fn.MAX(one.c.number),
        )
        .from_(one)
        .group_by(*words)
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


def put_aside(keys: Iterable[str], today: date) -> set[str]:
    """Those of some keys that are hidden until a day after today."""
    found: set[str] = set()
    for chunk in chunks(list(keys), CHUNK):
        query = Snooze.select(Snooze.item).where((Snooze.until > today) & Snooze.item.in_(chunk))
        found |= {item for (item,) in raw(query)}
    return found


def _each(after: date, active_after: date, today: date) -> Any:
    """Every partner with how many they sent and the last day, looked up in the index over partner, flow and day.

    Grouping the referrals by partner instead takes twice as long: a year of them is read row by row.
    """
    theirs = (Referral.partner == Partner.id) & (Referral.flow == Flow.INBOUND.value) & (Referral.day <= today)
    number = Referral.select(fn.COUNT(SQL("1"))).where(theirs & (Referral.day > after))
    last = Referral.select(fn.MAX(Referral.day)).where(theirs & (Referral.day > min(after, active_after)))
    every = Partner.select(
        Partner.specialty,
        Partner.area,
        Case(None, [(_there(), 1)], 0).alias("there"),
        Case(None, [(Partner.stage.in_(sorted(COMING)), 1)], 0).alias("works"),
        number.alias("number"),
        last.alias("last"),
    )
    # The limit, which limits nothing, keeps SQLite from looking up each figure several times.
    return every.limit(2**31 - 1).alias("one")


def _there() -> Any:
    return Partner.archived_on.is_null() & (Partner.stage != Stage.PARTED.value)
