"""Partners by the stage of the relationship, in windows; and which of them are payers."""

from datetime import date
from typing import Any

from peewee import fn

from tui_tracker.domain.records import PartnerLine, PartnerName
from tui_tracker.domain.text import fold
from tui_tracker.domain.words import PartnerKind
from tui_tracker.storage.models import Partner
from tui_tracker.storage.queries.partners import having_words, lines_of


def count_stages(filter_text: str) -> dict[str, int]:
    """How many partners each stage holds, of those that a text finds by name, specialty or area."""
    rows = Partner.select(Partner.stage, fn.COUNT(Partner.id)).where(_shown(filter_text)).group_by(Partner.stage)
    return dict(rows.tuples())


def in_stage(stage: str, offset: int, length: int, filter_text: str, today: date) -> list[PartnerLine]:
    """A window on the partners of a stage, by name."""
    ids = (
        Partner.select(Partner.id)
        .where(_shown(filter_text) & (Partner.stage == stage))
        .order_by(Partner.search, Partner.id)
        .offset(offset)
        .limit(length)
        .tuples()
    )
    return lines_of([one for (one,) in ids], today)


def place_in_stage(partner_id: int, filter_text: str) -> tuple[str, int] | None:
    """A partner's stage, and how many stand before it there; None where it is not shown."""
    row = (
        Partner.select(Partner.stage, Partner.search)
        .where(_shown(filter_text) & (Partner.id == partner_id))
        .tuples()
        .first()
    )
    if row is None:
        return None
    stage, search = row
    before = (Partner.search < search) | ((Partner.search == search) & (Partner.id < partner_id))
    return stage, int(Partner.select().where(_shown(filter_text) & (Partner.stage == stage) & before).count())


def stages_of(partner_ids: list[int]) -> list[tuple[int, str, str]]:
    """(id, name, stage) of partners."""
    return list(Partner.select(Partner.id, Partner.name, Partner.stage).where(Partner.id.in_(partner_ids)).tuples())


def payer_names() -> list[PartnerName]:
    """Every payer that is not archived, in the order of lists."""
    rows = (
        Partner.select(Partner.id, Partner.name, Partner.specialty, Partner.area)
        .where(Partner.archived_on.is_null() & (Partner.kind == PartnerKind.PAYER.value))
        .order_by(Partner.search, Partner.id)
        .tuples()
    )
    return [PartnerName(*row) for row in rows]


def _shown(filter_text: str) -> Any:
    shown = Partner.archived_on.is_null()
    for condition in having_words(fold(filter_text).split()):
        shown &= condition
    return shown
