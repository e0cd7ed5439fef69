"""Reading incidents: one, a partner's, those about a referral, and all in windows with the referrals around them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from tui_tracker.domain.records import Incident as IncidentRecord
from tui_tracker.domain.words import Flow
from tui_tracker.storage.models import Incident, Partner, Referral
from tui_tracker.storage.rows import CHUNK, chunks


def count(partner_id: int | None) -> int:
    """How many incidents there are, with a partner or with all."""
    return int(_of(Incident.select(), partner_id).count())


def window(partner_id: int | None, offset: int, length: int) -> list[IncidentRecord]:
    """A window on the incidents, with a partner or with all: first those that await our reply, then those not closed
    yet, then the others, each the newest first."""
    query = _of(selected(), partner_id).order_by(
        Incident.closed_on.is_null().desc(),
        Incident.answered_on.is_null().desc(),
        Incident.opened_on.desc(),
        Incident.id.desc(),
    )
    return [IncidentRecord(*row) for row in query.offset(offset).limit(length).tuples()]


def referral_days(partner_ids: Sequence[int], first: date, last: date) -> dict[int, list[date]]:
    """The days of the inbound referrals of some partners from a day to another, both included."""
    found: dict[int, list[date]] = {}
    for chunk in chunks(sorted(set(partner_ids)), CHUNK):
        rows = Referral.select(Referral.partner, Referral.day).where(
            Referral.partner.in_(chunk)
            & (Referral.flow == Flow.INBOUND.value)
            & (Referral.day >= first)
            & (Referral.day <= last)
        )
        for partner, day in rows.tuples():
            found.setdefault(partner, []).append(day)
    return found


def incident(incident_id: int) -> IncidentRecord | None:
    """One incident."""
    row = selected().where(Incident.id == incident_id).tuples().first()
    return None if row is None else IncidentRecord(*row)


def incidents_of(partner_id: int) -> list[IncidentRecord]:
    """A partner's incidents, newest first."""
    query = selected().where(Incident.partner == partner_id)
    return [IncidentRecord(*row) for row in query.order_by(Incident.opened_on.desc(), Incident.id.desc()).tuples()]


def incidents_about(referral_id: int) -> list[IncidentRecord]:
    """The incidents about a referral, oldest first."""
    query = selected().where(Incident.referral == referral_id)
    return [IncidentRecord(*row) for row in query.order_by(Incident.opened_on, Incident.id).tuples()]


def incidents_among(ids: Sequence[int]) -> list[IncidentRecord]:
    """These incidents, in the order of their ids; those that are gone are left out."""
    found: dict[int, IncidentRecord] = {}
    for chunk in chunks(list(ids), CHUNK):
        found.update((row[0], IncidentRecord(*row)) for row in selected().where(Incident.id.in_(chunk)).tuples())
    return [found[one] for one in ids if one in found]


def selected() -> Any:
    """Incidents as their record has them."""
    return Incident.select(
        Incident.id,
        Incident.partner,
        Partner.name,
        Incident.referral,
        Incident.kind,
        Incident.opened_on,
        Incident.facts,
        Incident.reply,
        Incident.offered,
        Incident.answered_on,
        Incident.closed_on,
    ).join(Partner, on=(Incident.partner == Partner.id))


def _of(query: Any, partner_id: int | None) -> Any:
    return query if partner_id is None else query.where(Incident.partner == partner_id)
