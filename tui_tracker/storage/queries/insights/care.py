"""The incidents that are counted."""

from datetime import date
from typing import Any

from tui_tracker.domain.insights.care import Opened
from tui_tracker.domain.insights.lens import Lens
from tui_tracker.storage.models import Incident, Partner
from tui_tracker.storage.queries.agenda_rows import as_day, given_day, raw
from tui_tracker.storage.queries.insights.narrowing import partner_where


def opened(first: date, last: date, lens: Lens, today: date) -> list[Opened]:
    """The incidents opened in these days, the oldest first, as far as they are known today."""
    return _told(Incident.opened_on.between(first, last), lens, today)


def still_open(lens: Lens, today: date) -> list[Opened]:
    """Every incident that is not closed, the oldest first."""
    is_open = Incident.closed_on.is_null() | (Incident.closed_on > today)
    return _told((Incident.opened_on <= today) & is_open, lens, today)


def _told(wanted: Any, lens: Lens, today: date) -> list[Opened]:
    chosen = partner_where(lens)
    query = (
        Incident.select(
            Incident.id,
            Incident.partner,
            Partner.name,
            Incident.kind,
            Incident.opened_on,
            Incident.answered_on,
            Incident.closed_on,
        )
        .join(Partner, on=(Incident.partner == Partner.id))
        .where(wanted if chosen is None else wanted & chosen)
        .order_by(Incident.opened_on, Incident.id)
    )
    return [
        Opened(row_id, partner_id, name, kind, given_day(day), _until(answered, today), _until(closed, today))
        for row_id, partner_id, name, kind, day, answered, closed in raw(query)
    ]


def _until(value: Any, today: date) -> date | None:
    day = as_day(value)
    return None if day is None or day > today else day
