"""Reading what is agreed with partners."""

from dataclasses import fields
from datetime import date

from peewee import Case

from tui_tracker.domain import records
from tui_tracker.storage.models import Agreement, Partner


def agreement_of(partner_id: int) -> records.Agreement | None:
    """The agreement with a partner; a partner has one at most."""
    columns = [
        Agreement.partner if one.name == "partner_id" else getattr(Agreement, one.name)
        for one in fields(records.Agreement)
    ]
    row = Agreement.select(*columns).where(Agreement.partner == partner_id).tuples().first()
    return None if row is None else records.Agreement(*row)


def count_agreements() -> int:
    """How many agreements there are with partners who are not archived."""
    return int(Agreement.select().join(Partner).where(Partner.archived_on.is_null()).count())


def agreements(offset: int, length: int) -> list[tuple[int, str, bool, date | None]]:
    """A window on them as (partner id, name, formal, next review): the nearest review first, those without last."""
    # Not by NULL itself, which the two engines sort differently.
    without = Case(None, ((Agreement.review_on.is_null(), 1),), 0)
    rows = (
        Agreement.select(Partner.id, Partner.name, Agreement.formal, Agreement.review_on)
        .join(Partner)
        .where(Partner.archived_on.is_null())
        .order_by(without, Agreement.review_on, Partner.search, Partner.id)
        .offset(offset)
        .limit(length)
    )
    return list(rows.tuples())
