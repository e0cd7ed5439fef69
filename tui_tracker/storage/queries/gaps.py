"""What the targets are held against."""

from collections.abc import Collection
from datetime import date

from peewee import SQL, Case, fn

from tui_tracker.domain.gaps import Present
from tui_tracker.domain.gaps import Target as TargetRecord
from tui_tracker.domain.text import fold
from tui_tracker.domain.words import Flow
from tui_tracker.storage.models import Partner, Referral, Target
from tui_tracker.storage.queries.agenda_rows import as_day, raw
from tui_tracker.storage.rows import CHUNK, chunks


def targets() -> list[TargetRecord]:
    """Every target there is."""
    return [TargetRecord(*row) for row in raw(Target.select(Target.specialty, Target.area, Target.wanted))]


def present(specialties: Collection[str], before: date, today: date) -> list[Present]:
    """Every partner of some specialties, folded, who is not put away; alike are those who differ in the day alone.

    Whose last day lies after `before` is never counted with whose does not.
    """
    # Folded here, because engines do not fold alike: a practice has few specialties, each written in few ways.
    listed = Partner.select(Partner.specialty).where(Partner.specialty != "").distinct()
    written = [specialty for (specialty,) in raw(listed) if fold(specialty) in specialties]
    last = Referral.select(fn.MAX(Referral.day)).where(
        (Referral.partner == Partner.id) & (Referral.flow == Flow.INBOUND.value) & (Referral.day <= today)
    )
    every = Partner.select(Partner.specialty, Partner.area, Partner.stage, last.alias("last"))
    found = []
    for chunk in chunks(written, CHUNK):
        # The limit, which limits nothing, keeps SQLite from looking up each last day three times.
        one = every.where(Partner.archived_on.is_null() & Partner.specialty.in_(chunk)).limit(2**31 - 1).alias("one")
        alike = (one.c.specialty, one.c.area, one.c.stage)
        query = Partner.select(*alike, fn.MAX(one.c.last), fn.COUNT(SQL("1"))).from_(one)
        query = query.group_by(*alike, Case(None, [(one.c.last > before, 1)], 0))
        found += [Present(name, area, stage, as_day(day), number) for name, area, stage, day, number in raw(query)]
    return found
