"""Partners by the stage of the relationship, in windows; and which of them are payers."""

from collections.abc import Collection
from datetime import date
from typing import Any

from peewee import fn

from tui_tracker.domain.board import CardFilter
from tui_tracker.domain.records import PartnerLine, PartnerName
from tui_tracker.domain.words import PartnerKind
from tui_tracker.storage.models import Partner
from tui_tracker.storage.queries.cards import member_is
from tui_tracker.storage.queries.partners import having_words, lines_of
from tui_tracker.storage.rows import CHUNK, chunks


def count_stages(chosen: CardFilter) -> dict[str, int]:
    """How many partners each stage holds, of those that a filter finds."""
    rows = Partner.select(Partner.stage, fn.COUNT(Partner.id)).where(_shown(chosen)).group_by(Partner.stage)
    return dict(rows.tuples())


def in_stage(stage: str, offset: int, length: int, chosen: CardFilter, today: date) -> list[PartnerLine]:
    """A window on the partners of a stage, by name."""
    ids = (
        Partner.select(Partner.id)
        .where(_shown(chosen) & (Partner.stage == stage))
        .order_by(Partner.search, Partner.id)
        .offset(offset)
        .limit(length)
        .tuples()
    )
    return lines_of([one for (one,) in ids], today)


def place_in_stage(partner_id: int, chosen: CardFilter) -> tuple[str, int] | None:
    """A partner's stage, and how many stand before it there; None where it is not shown."""
    row = (
        Partner.select(Partner.stage, Partner.search)
        .where(_shown(chosen) & (Partner.id == partner_id))
        .tuples()
        .first()
    )
    if row is None:
        return None
    stage, search = row
    before = (Partner.search < search) | ((Partner.search == search) & (Partner.id < partner_id))
    return stage, int(Partner.select().where(_shown(chosen) & (Partner.stage == stage) & before).count())


def stages_of(partner_ids: Collection[int], chosen: CardFilter | None = None) -> list[tuple[int, str, str]]:
    """(id, name, stage) of partners, of those that a filter finds where there is one."""
    found: list[tuple[int, str, str]] = []
    for chunk in chunks(sorted(partner_ids), CHUNK):
        query = Partner.select(Partner.id, Partner.name, Partner.stage).where(Partner.id.in_(chunk))
        found.extend((query if chosen is None else query.where(_shown(chosen))).tuples())
    return found


def payer_names() -> list[PartnerName]:
    """Every payer that is not archived, in the order of lists."""
    rows = (
        Partner.select(Partner.id, Partner.name, Partner.specialty, Partner.area)
        .where(Partner.archived_on.is_null() & (Partner.kind == PartnerKind.PAYER.value))
        .order_by(Partner.search, Partner.id)
        .tuples()
    )
    return [PartnerName(*row) for row in rows]


def _shown(chosen: CardFilter) -> Any:
    shown = Partner.archived_on.is_null()
    for condition in having_words(chosen.words):
        shown &= condition
    for value in chosen.partners:
        shown &= Partner.search.contains(value)
    for value in chosen.members:
        shown &= member_is(Partner.member, value)
    return shown
