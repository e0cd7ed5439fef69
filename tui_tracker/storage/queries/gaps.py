"""What the targets are held against."""

from collections.abc import Collection
from datetime import date

from peewee import fn

from tui_tracker.domain.gaps import Candidate
from tui_tracker.domain.gaps import Target as TargetRecord
from tui_tracker.domain.text import fold
from tui_tracker.domain.words import Flow
from tui_tracker.storage.models import Partner, Referral, Target
from tui_tracker.storage.queries.agenda_rows import as_day, raw
from tui_tracker.storage.rows import CHUNK, chunks


def targets() -> list[TargetRecord]:
    """Every target there is."""
    return [TargetRecord(*row) for row in raw(Target.select(Target.specialty, Target.area, Target.wanted))]


def candidates(specialties: Collection[str], today: date) -> list[Candidate]:
    """Every partner of some specialties, folded, who is not put away."""
    # Folded here, because engines do not fold alike: a practice has few specialties, each written in few ways.
    listed = Partner.select(Partner.specialty).where(Partner.specialty != "").distinct()
    written = [specialty for (specialty,) in raw(listed) if fold(specialty) in specialties]
    last = Referral.select(fn.MAX(Referral.day)).where(
        (Referral.partner == Partner.id) & (Referral.flow == Flow.INBOUND.value) & (Referral.day <= today)
    )
    query = Partner.select(Partner.specialty, Partner.area, Partner.stage, last)
    return [
        Candidate(specialty, area, stage, as_day(day))
        for chunk in chunks(written, CHUNK)
        for specialty, area, stage, day in raw(
            query.where(Partner.archived_on.is_null() & Partner.specialty.in_(chunk))
        )
    ]
