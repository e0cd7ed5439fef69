"""Promised next steps."""

from datetime import date
from typing import Any

from tui_tracker.domain.day_words import short_day
from tui_tracker.domain.errors import Refused
from tui_tracker.domain.records import Doing, FollowUp
from tui_tracker.domain.text import clean_line
from tui_tracker.storage import models
from tui_tracker.storage.journal import Unit, changing
from tui_tracker.storage.queries import touchpoints
from tui_tracker.storage.queries.referrals import partner_brief

LONGEST_TEXT = 200


def add_follow_up(doing: Doing, partner_id: int, due_on: date, text: str = "") -> int:
    """Promise a next step; gives its id. Raises Refused for a partner who is gone or archived, or a past day."""
    if due_on < doing.today:
        raise Refused(f"{short_day(due_on, doing.today)} is past; choose a day from today on.", "due_on")
    cleaned = clean_line(text)
    if len(cleaned) > LONGEST_TEXT:
        raise Refused(f"At most {LONGEST_TEXT} characters fit here.", "text")
    with changing(doing, "Promised a next step") as unit:
        partner = partner_brief(partner_id)
        if partner is None:
            raise Refused("This partner is no longer there; choose another.", "partner_id")
        if partner[2] is not None:
            raise Refused(f"{partner[0]} is archived; bring them back first, or choose another.", "partner_id")
        unit.label = f"Promised a next step to {partner[0]} for {short_day(due_on, doing.today)}"
        member = touchpoints.member_called(doing.who)
        return unit.insert(models.FollowUp, partner=partner_id, due_on=due_on, text=cleaned, member=member)


def finish_follow_up(doing: Doing, follow_up_id: int, day: date | None = None) -> None:
    """Mark a follow-up done (today unless another day is given). Raises Refused where it is no longer open."""
    if day is not None and day > doing.today:
        raise Refused(f"{short_day(day, doing.today)} is still to come; choose a day up to today.", "day")
    _close(doing, follow_up_id, "Did", done_on=day or doing.today)


def drop_follow_up(doing: Doing, follow_up_id: int) -> None:
    """Take a follow-up off the agenda without having done it. Raises Refused where it is no longer open."""
    _close(doing, follow_up_id, "Dropped", dropped_on=doing.today)


def follow_ups_of(partner_id: int) -> list[FollowUp]:
    """A partner's open follow-ups, soonest due first."""
    query = _select().where(models.FollowUp.partner == partner_id)
    return [FollowUp(*row) for row in query.order_by(models.FollowUp.due_on, models.FollowUp.id).tuples()]


def _close(doing: Doing, follow_up_id: int, did: str, **values: Any) -> None:
    with changing(doing, "Closed a follow-up") as unit:
        _close_one(unit, follow_up_id, did, values)


def _close_one(unit: Unit, follow_up_id: int, did: str, values: dict[str, Any]) -> None:
    row = _select().where(models.FollowUp.id == follow_up_id).tuples().first()
    if row is None:
        raise Refused("This follow-up is no longer open; look again.")
    found = FollowUp(*row)
    unit.label = f"{did} “{found.text or 'follow-up'}” with {found.partner_name}"
    unit.update(models.FollowUp, follow_up_id, **values)


def _select() -> Any:
    one = models.FollowUp
    columns = (one.id, one.partner, models.Partner.name, one.due_on, one.text, one.done_on, one.dropped_on)
    return one.select(*columns).join(models.Partner).where(one.done_on.is_null() & one.dropped_on.is_null())
