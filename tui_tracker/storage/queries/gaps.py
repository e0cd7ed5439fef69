"""What the targets are held against."""

from datetime import date

from peewee import fn

from tui_tracker.domain.gaps import Candidate
from tui_tracker.domain.gaps import Target as TargetRecord
from tui_tracker.domain.words import Flow
from tui_tracker.storage.models import Partner, Referral, Target
from tui_tracker.storage.queries.agenda_rows import as_day, raw


def targets() -> list[TargetRecord]:
    """Every target there is."""
    return [TargetRecord(*row) for row in raw(Target.select(Target.specialty, Target.area, Target.wanted))]


def candidates(today: date) -> list[Candidate]:
    """Every partner with a specialty who is not put away; compared by the rule, because engines do not fold alike."""
    last = Referral.select(fn.MAX(Referral.day)).where(
        (Referral.partner == Partner.id) & (Referral.flow == Flow.INBOUND.value) & (Referral.day <= today)
    )
    query = Partner.select(Partner.specialty, Partner.area, Partner.stage, last).where(
        Partner.archived_on.is_null() & (Partner.specialty != "")
    )
    return [Candidate(specialty, area, stage, as_day(day)) for specialty, area, stage, day in raw(query)]
