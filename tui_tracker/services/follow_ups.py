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
    _check_coming(due_on, doing.today)
    cleaned = _checked_text(text)
    with changing(doing, "Promised a next step") as unit:
        partner = partner_brief(partner_id)
        if partner is None:
            raise Refused("This partner is no longer there; choose another.", "partner_id")
        if partner[2] is not None:
            raise Refused(f"{partner[0]} is archived; bring them back first, or choose another.", "partner_id")
        unit.label = f"Promised a next step to {partner[0]} for {short_day(due_on, doing.today)}"
        member = touchpoints.member_called(doing.who)
        return unit.insert(models.FollowUp, partner=partner_id, due_on=due_on, text=cleaned, member=member)


def edit_follow_up(doing: Doing, follow_up_id: int, due_on: date, text: str) -> bool:
    """Give an open follow-up another day or text; tells whether anything differs.

    Raises Refused where it is no longer open, and for another day that is past.
    """
    cleaned = _checked_text(text)
    with changing(doing, "") as unit:
        found = open_follow_up(follow_up_id)
        if due_on != found.due_on:
            _check_coming(due_on, doing.today)
        what = cleaned or found.text or "follow-up"
        unit.label = f"Changed “{what}” with {found.partner_name} for {short_day(due_on, doing.today)}"
        unit.update(models.FollowUp, follow_up_id, due_on=due_on, text=cleaned)
    return unit.change_id is not None


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


def open_follow_up(follow_up_id: int) -> FollowUp:
    """An open follow-up. Raises Refused where it is no longer open."""
    row = _select().where(models.FollowUp.id == follow_up_id).tuples().first()
    if row is None:
        raise Refused("This follow-up is no longer open; look again.")
    return FollowUp(*row)


def _check_coming(due_on: date, today: date) -> None:
    if due_on < today:
        raise Refused(f"{short_day(due_on, today)} is past; choose a day from today on.", "due_on")


def _checked_text(text: str) -> str:
    cleaned = clean_line(text)
    if len(cleaned) > LONGEST_TEXT:
        raise Refused(f"At most {LONGEST_TEXT} characters fit here.", "text")
    return cleaned


def _close(doing: Doing, follow_up_id: int, did: str, **values: Any) -> None:
    with changing(doing, "Closed a follow-up") as unit:
        _close_one(unit, follow_up_id, did, values)


def _close_one(unit: Unit, follow_up_id: int, did: str, values: dict[str, Any]) -> None:
    found = open_follow_up(follow_up_id)
    unit.label = f"{did} “{found.text or 'follow-up'}” with {found.partner_name}"
    unit.update(models.FollowUp, follow_up_id, **values)


def _select() -> Any:
    one = models.FollowUp
    columns = (one.id, one.partner, models.Partner.name, one.due_on, one.text, one.done_on, one.dropped_on)
    return one.select(*columns).join(models.Partner).where(one.done_on.is_null() & one.dropped_on.is_null())
