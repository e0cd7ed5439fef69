"""Difficult situations with a partner: opened with facts, answered, closed only with a reply recorded."""

from datetime import date

from tui_tracker.domain.records import Doing, Incident


def open_incident(
    doing: Doing, partner_id: int, kind: str, day: date, facts: str, referral_id: int | None = None
) -> int:
    """Note a difficult situation with its facts; gives its id. Raises Refused."""
    raise NotImplementedError


def answer_incident(doing: Doing, incident_id: int, day: date, reply: str, offered: str = "") -> None:
    """Note what the referrer was told and what was offered instead. Raises Refused."""
    raise NotImplementedError


def close_incident(doing: Doing, incident_id: int, day: date) -> None:
    """Close an incident that has been answered. Raises Refused where no reply is recorded."""
    raise NotImplementedError


def incidents_of(partner_id: int) -> list[Incident]:
    """A partner's incidents, newest first."""
    raise NotImplementedError
