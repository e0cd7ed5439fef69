"""Reading companies above and below a payer, who speaks for us there, and what they cover."""

from collections.abc import Collection
from dataclasses import fields
from datetime import date
from typing import Any

from peewee import Case, fn

from tui_tracker.domain import records
from tui_tracker.domain.payers import Advocate, Covered
from tui_tracker.domain.text import fold
from tui_tracker.domain.words import Flow, LinkKind, ReferralStage
from tui_tracker.storage.models import Agreement, Contact, Link, Partner, Referral
from tui_tracker.storage.rows import CHUNK, chunks

_SEEN = (ReferralStage.SEEN.value, ReferralStage.IN_CARE.value, ReferralStage.CLOSED.value)


def parents_of(ids: Collection[int]) -> list[int]:
    """The companies that some are part of, one step up."""
    return _ends(Link.to_partner, Link.from_partner, ids)


def parts_of(ids: Collection[int]) -> list[int]:
    """The companies that are part of some, one step down."""
    return _ends(Link.from_partner, Link.to_partner, ids)


def names_of(ids: Collection[int]) -> dict[int, tuple[str, bool]]:
    """Name of each, and whether it is archived."""
    found: dict[int, tuple[str, bool]] = {}
    for chunk in chunks(sorted(ids), CHUNK):
        rows = Partner.select(Partner.id, Partner.name, Partner.archived_on).where(Partner.id.in_(chunk)).tuples()
        found.update((one, (name, archived is not None)) for one, name, archived in rows)
    return found


def kind_of(partner_id: int) -> str | None:
    """The kind of a partner; None where there is none."""
    found: str | None = Partner.select(Partner.kind).where(Partner.id == partner_id).scalar()
    return found


def advocates_at(ids: Collection[int]) -> list[Advocate]:
    """Who speaks for us at some companies and has not left, by name."""
    found: list[Advocate] = []
    for chunk in chunks(sorted(ids), CHUNK):
        rows = (
            Contact.select(Contact.id, Contact.name, Contact.role, Partner.id, Partner.name)
            .join(Partner)
            .where(Contact.partner.in_(chunk) & Contact.advocate & Contact.active)
            .tuples()
        )
        found += [Advocate(*row) for row in rows]
    return sorted(found, key=lambda one: (fold(one.name), one.contact_id))


def covered_by(ids: Collection[int], after: date, today: date) -> Covered:
    """The inbound referrals after a day, today's included, that name some as payer."""
    sums = [0, 0, 0]
    for chunk in chunks(sorted(ids), CHUNK):
        row = (
            Referral.select(fn.COUNT(Referral.id), _sum(_reached_seen()), _sum(Referral.stage == _LOST))
            .where(Referral.payer.in_(chunk) & (Referral.flow == Flow.INBOUND.value))
            .where((Referral.day > after) & (Referral.day <= today))
            .tuples()
            .first()
        )
        sums = [total + int(number) for total, number in zip(sums, row, strict=True)]
    return Covered(*sums)


def agreements_with(ids: Collection[int]) -> dict[int, records.Agreement]:
    """The agreement with each, where there is one."""
    columns = [
        Agreement.partner if one.name == "partner_id" else getattr(Agreement, one.name)
        for one in fields(records.Agreement)
    ]
    found = {}
    for chunk in chunks(sorted(ids), CHUNK):
        for row in Agreement.select(*columns).where(Agreement.partner.in_(chunk)).tuples():
            agreement = records.Agreement(*row)
            found[agreement.partner_id] = agreement
    return found


_LOST = ReferralStage.LOST.value


def _ends(wanted: Any, known: Any, ids: Collection[int]) -> list[int]:
    found: list[int] = []
    for chunk in chunks(sorted(ids), CHUNK):
        rows = Link.select(wanted).where((Link.kind == LinkKind.PART_OF.value) & known.in_(chunk)).tuples()
        found += [one for (one,) in rows]
    return found


def _reached_seen() -> Any:
    return Referral.seen_on.is_null(False) | Referral.stage.in_(_SEEN)


def _sum(condition: Any) -> Any:
    return fn.COALESCE(fn.SUM(Case(None, ((condition, 1),), 0)), 0)
