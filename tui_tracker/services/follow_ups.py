"""Promised next steps."""

from datetime import date
from typing import Any

from tui_tracker.domain.day_words import short_day
from tui_tracker.domain.errors import Refused
from tui_tracker.domain.quicklog import STEP_MAX
from tui_tracker.domain.records import Doing, FollowUp
from tui_tracker.domain.text import clean_line
from tui_tracker.storage import models
from tui_tracker.storage.journal import Unit, changing
from tui_tracker.storage.queries import touchpoints
from tui_tracker.storage.queries.referrals import partner_brief


def add_follow_up(doing: Doing, partner_id: int, due_on: date, text: str = "") -> int:
    """Promise a next step; gives its id. Raises Refused for a partner who is gone or archived, or a past day."""
    check_coming(due_on, doing.today)
    cleaned = checked_text(text)
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
    cleaned = checked_text(text)
    with changing(doing, "") as unit:
        found = open_follow_up(follow_up_id)
        if due_on != found.due_on:
            check_coming(due_on, doing.today)
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


def open_follow_up(follow_up_id: int) -> FollowUp:
    """An open follow-up. Raises Refused where it is no longer open."""
    found = touchpoints.open_follow_ups([follow_up_id])
    if not found:
        raise Refused("This follow-up is no longer open; look again.")
    return found[0]


def check_coming(due_on: date, today: date) -> None:
    """Refuse a day on which nothing can be promised any more."""
    if due_on < today:
        raise Refused(f"{short_day(due_on, today)} is past; choose a day from today on.", "due_on")


def checked_text(text: str) -> str:
    """What a follow-up says, cleaned. Raises Refused where it is longer than a quick log takes."""
    cleaned = clean_line(text)
    if len(cleaned) > STEP_MAX:
        raise Refused(f"At most {STEP_MAX} characters fit here; shorten it.", "text")
    return cleaned


def _close(doing: Doing, follow_up_id: int, did: str, **values: Any) -> None:
    with changing(doing, "Closed a follow-up") as unit:
        _close_one(unit, follow_up_id, did, values)


def _close_one(unit: Unit, follow_up_id: int, did: str, values: dict[str, Any]) -> None:
    found = open_follow_up(follow_up_id)
    unit.label = f"{did} “{found.text or 'follow-up'}” with {found.partner_name}"
    unit.update(models.FollowUp, follow_up_id, **values)
