"""Difficult situations with a partner: opened with facts, answered, closed only with a reply recorded."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from tui_tracker.domain.day_words import short_day
from tui_tracker.domain.errors import Refused
from tui_tracker.domain.frozen import dataclass
from tui_tracker.domain.incident_view import Recovery, reach, recovery
from tui_tracker.domain.records import Doing, Incident
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.words import label
from tui_tracker.storage import models
from tui_tracker.storage.journal import changing
from tui_tracker.storage.queries import incidents as queries
from tui_tracker.storage.queries import referrals


@dataclass(frozen=True, slots=True)
class IncidentView:
    """An incident and the referrals around it, for the overview."""

    incident: Incident
    recovery: Recovery


def open_incident(
    doing: Doing, partner_id: int, kind: str, day: date, facts: str, referral_id: int | None = None
) -> int:
    """Note a difficult situation with its facts; gives its id. Raises Refused."""
    values = _checked({"kind": kind, "facts": facts})
    if not values["facts"]:
        raise Refused("Write down what happened: the facts, before anything is forgotten.", "facts")
    _check_day(day, doing.today)
    with changing(doing, "Opened an incident") as unit:
        partner = referrals.partner_brief(partner_id)
        if partner is None:
            raise Refused("This partner is no longer there; choose another.", "partner_id")
        if referral_id is not None:
            about = referrals.referral(referral_id)
            if about is None or about.partner_id != partner_id:
                raise Refused("This referral is not one of this partner's; choose another, or none.", "referral_id")
        unit.label = f"Opened an incident with {partner[0]}: {label(values['kind'])}"
        return unit.insert(models.Incident, partner=partner_id, referral=referral_id, opened_on=day, **values)


def answer_incident(
    doing: Doing, incident_id: int, day: date, reply: str, offered: str = "", *, close: bool = False
) -> None:
    """Note what the referrer was told and what was offered instead; with `close` it is closed as well.

    What was told before, given again, keeps its day. Raises Refused, also for one that is closed.
    """
    values = _checked({"reply": reply, "offered": offered})
    if not values["reply"]:
        raise Refused("Write down what the referrer was told.", "reply")
    _check_day(day, doing.today)
    with changing(doing, "Answered an incident") as unit:
        found = _open(incident_id)
        _check_after(found, day, doing.today)
        same = found.answered_on is not None and values == {"reply": found.reply, "offered": found.offered}
        unit.label = f"Answered {found.partner_name} about the {label(found.kind)}"
        if close:
            did = "Closed" if same else "Answered and closed"
            unit.label = f"{did} the {label(found.kind)} with {found.partner_name}"
        unit.update(
            models.Incident,
            incident_id,
            answered_on=found.answered_on if same else day,
            closed_on=day if close else None,
            **values,
        )


def close_incident(doing: Doing, incident_id: int, day: date) -> None:
    """Close an incident that has been answered. Raises Refused where no reply is recorded, or it is closed."""
    _check_day(day, doing.today)
    with changing(doing, "Closed an incident") as unit:
        found = _open(incident_id)
        if found.answered_on is None:
            raise Refused("Record first what the referrer was told; an incident is closed only with a reply.", "reply")
        _check_after(found, day, doing.today)
        unit.label = f"Closed the {label(found.kind)} with {found.partner_name}"
        unit.update(models.Incident, incident_id, closed_on=day)


def incident(incident_id: int) -> Incident:
    """One incident. Raises Refused where it is gone."""
    found = queries.incident(incident_id)
    if found is None:
        raise Refused("This incident is no longer there; look again.")
    return found


def incidents_of(partner_id: int) -> list[Incident]:
    """A partner's incidents, newest first."""
    return queries.incidents_of(partner_id)


def count_incidents(partner_id: int | None = None) -> int:
    """How many incidents there are, with a partner or with all."""
    return queries.count(partner_id)


def incident_views(
    partner_id: int | None, offset: int, length: int, today: date, settings: Settings
) -> list[IncidentView]:
    """A window on the incidents with a partner, or with all: what awaits our reply first, closed ones last."""
    found = queries.window(partner_id, offset, length)
    if not found:
        return []
    span = max(1, settings.recovery_days)
    first = min(reach(one.opened_on, span)[0] for one in found)
    last = min(today, max(reach(one.opened_on, span)[1] for one in found))
    days = queries.referral_days([one.partner_id for one in found], first, last)
    return [IncidentView(one, recovery(one.opened_on, days.get(one.partner_id, ()), today, span)) for one in found]


def _checked(fields: Mapping[str, Any]) -> dict[str, Any]:
    from tui_tracker.domain.drafts_partner import checked
    from tui_tracker.domain.drafts_referral import IncidentDraft

    return checked(IncidentDraft, fields)


def _open(incident_id: int) -> Incident:
    found = incident(incident_id)
    if found.closed_on is not None:
        raise Refused("This incident is closed already; open another where something new happened.")
    return found


def _check_day(day: date, today: date) -> None:
    if day > today:
        raise Refused(f"{short_day(day, today)} is still to come; choose a day up to today.", "day")


def _check_after(found: Incident, day: date, today: date) -> None:
    earliest = found.answered_on or found.opened_on
    if day < earliest:
        raise Refused(
            f"It was {'answered' if found.answered_on else 'opened'} on {short_day(earliest, today)}; choose that day "
            f"or a later one, not {short_day(day, today)}.",
            "day",
        )
