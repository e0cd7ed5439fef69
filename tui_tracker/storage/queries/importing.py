"""What an import looks up, in bulk: never a query a row."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from tui_tracker.storage.models import Change, ChangeRow, Partner, Referral
from tui_tracker.storage.rows import CHUNK, Row, chunks, fetch, load

IMPORT_LABEL = "Imported "
TAKEN_UP_LABEL = "Took up "
"""How the label begins of what a provider file told of somebody who became a partner."""
_TAKEN_IN_LABEL = "Took in "


@dataclass(frozen=True, slots=True)
class KnownPartner:
    """A partner as an import recognises it."""

    id: int
    kind: str
    name: str
    search: str
    npi: str | None
    specialty: str
    area: str
    city: str
    stage: str


@dataclass(frozen=True, slots=True)
class KnownReferral:
    """A referral that came from a file before, as an import compares it."""

    id: int
    import_key: str
    flow: str
    stage: str
    partner_id: int | None
    patient_ref: str
    day: date
    contacted_on: date | None
    scheduled_on: date | None
    accepted_on: date | None
    visit_on: date | None
    settled: bool


def known_partners() -> list[KnownPartner]:
    """Every partner, archived ones too, in the order of their ids."""
    rows = (
        Partner.select(
            Partner.id,
            Partner.kind,
            Partner.name,
            Partner.search,
            Partner.npi,
            Partner.specialty,
            Partner.area,
            Partner.city,
            Partner.stage,
        )
        .order_by(Partner.id)
        .tuples()
    )
    return [KnownPartner(*row) for row in rows.iterator()]


def partner_facts(ids: Iterable[int]) -> dict[int, Row]:
    """Whole partners by id, as the journal holds them."""
    return fetch(Partner, ids)


def typed_by_hand(ids: Iterable[int]) -> dict[int, set[str]]:
    """Columns of partners that a person wrote or changed, as the journal tells: an import leaves them alone."""
    found: dict[int, set[str]] = {}
    for chunk in chunks(sorted(set(ids)), CHUNK):
        rows = (
            ChangeRow.select(ChangeRow.row_id, ChangeRow.before, ChangeRow.after)
            .join(Change)
            .where(
                (ChangeRow.table_name == "partner")
                & ChangeRow.row_id.in_(chunk)
                & (Change.kind == "do")
                & (Change.undone == False)  # noqa: E712
                & ~Change.label.startswith(IMPORT_LABEL)
                & ~Change.label.startswith(_TAKEN_IN_LABEL)
                & ~Change.label.startswith(TAKEN_UP_LABEL)
            )
            .tuples()
        )
        for row_id, before, after in rows.iterator():
            found.setdefault(row_id, set()).update(_written(load(before), load(after)))
    return found


def known_referrals(keys: Iterable[str]) -> dict[str, KnownReferral]:
    """The referrals that have one of these import keys."""
    found: dict[str, KnownReferral] = {}
    for chunk in chunks(sorted(set(keys)), CHUNK):
        rows: Any = (
            Referral.select(
                Referral.id,
                Referral.import_key,
                Referral.flow,
                Referral.stage,
                Referral.partner,
                Referral.patient_ref,
                Referral.day,
                Referral.contacted_on,
                Referral.scheduled_on,
                Referral.accepted_on,
                Referral.visit_on,
                Referral.settled,
            )
            .where(Referral.import_key.in_(chunk))
            .tuples()
        )
        for row in rows.iterator():
            known = KnownReferral(*row)
            found[known.import_key] = known
    return found


def _written(before: Row | None, after: Row | None) -> set[str]:
    if after is None:
        return set()
    if before is None:
        return {name for name, value in after.items() if value not in (None, "")}
    return {name for name, value in after.items() if before.get(name) != value}
