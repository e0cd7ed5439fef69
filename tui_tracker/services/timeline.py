"""The timeline of one referral, from its own days, the journal, and what was sent and said about it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, tzinfo

from tui_tracker.domain.change_words import Names, mentioned
from tui_tracker.domain.records import ChangedRow, Referral, Touchpoint
from tui_tracker.domain.text import fold
from tui_tracker.domain.timeline import Around, TimelineEvent, belongs, ended_on
from tui_tracker.domain.timeline import timeline as told
from tui_tracker.domain.timeline_changes import Entry, RowChange
from tui_tracker.domain.words import Flow
from tui_tracker.storage.queries import history, incidents, referrals
from tui_tracker.storage.queries import timeline as queries


def timeline(referral_id: int, today: date, time_zone: str = "") -> list[TimelineEvent]:
    """Everything that happened with a referral, oldest first; empty where it is gone.

    `time_zone` (IANA name; empty for the machine's own) tells on which local day something was entered.
    """
    referral = referrals.referral(referral_id)
    if referral is None:
        return []
    clock = _Clock(today, time_zone)
    changes = [
        RowChange(clock.entry(change, at, who), before, after)
        for change, at, who, before, after in queries.noted("referral", referral_id)
    ]
    return told(referral, changes, _around(referral, clock), _names(changes), today)


class _Clock:
    """Turns the journal's moments into local days, none of them after today."""

    def __init__(self, today: date, time_zone: str) -> None:
        self.today = today
        self._zone = _zone(time_zone)

    def entry(self, change_id: int, at: str, who: str) -> Entry:
        """A change of the journal as the timeline knows it."""
        moment = datetime.fromisoformat(at)
        return Entry(change_id, min(moment.astimezone(self._zone).date(), self.today), who)


def _zone(name: str) -> tzinfo | None:
    """None means the machine's own zone, also where nobody knows the name: the settings refuse such a name."""
    if not name:
        return None
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return None


def _around(referral: Referral, clock: _Clock) -> Around:
    """Reports, touchpoints and incidents, with when they were entered."""
    reports = referrals.reports_of(referral.id)
    touchpoints = _touchpoints(referral, clock.today)
    about = incidents.incidents_about(referral.id)
    ids = {
        "report": [one.id for one in reports],
        "touchpoint": [one.id for one in touchpoints],
        "incident": [one.id for one in about],
    }
    entered = {
        (table, row_id): clock.entry(*entry)
        for table, wanted in ids.items()
        for row_id, entry in queries.first_noted(table, wanted).items()
    }
    return Around(reports, touchpoints, about, entered)


def _touchpoints(referral: Referral, today: date) -> list[Touchpoint]:
    """Those that are about it (`belongs`), and the ones that kept its promises."""
    partner_id = referral.partner_id
    if partner_id is None:
        return []
    last = ended_on(referral) or today
    near = queries.touchpoints_about(partner_id, referral.day, last, referral.patient_ref)
    others: list[str] = []
    if any(touch.note for touch in near):
        own = fold(referral.patient_ref)
        others = [one for one in queries.other_references(partner_id, referral.id) if fold(one) != own]
    found = {touch.id: touch for touch in near if belongs(touch, referral, others, today)}
    kept = queries.first_thanks(partner_id, referral.day) if referral.flow == Flow.INBOUND else []
    if referral.aside_on is not None:
        kept += queries.first_feedback(partner_id, referral.aside_on)
    return list((found | {touch.id: touch for touch in kept}).values())


def _names(changes: Iterable[RowChange]) -> Names:
    """The names of everything that the changes refer to, as they are today."""
    rows = [
        ChangedRow("referral", 0, None if one.before is None else dict(one.before), dict(one.after or {}))
        for one in changes
    ]
    return history.names(mentioned(rows))
