"""Promised next steps."""

from datetime import date

from tui_tracker.domain.records import Doing, FollowUp


def add_follow_up(doing: Doing, partner_id: int, due_on: date, text: str = "") -> int:
    """Promise a next step; gives its id. Raises Refused for an unknown partner or a day before today."""
    raise NotImplementedError


def finish_follow_up(doing: Doing, follow_up_id: int, day: date | None = None) -> None:
    """Mark a follow-up done (today unless another day is given)."""
    raise NotImplementedError


def drop_follow_up(doing: Doing, follow_up_id: int) -> None:
    """Take a follow-up off the agenda without having done it."""
    raise NotImplementedError


def follow_ups_of(partner_id: int) -> list[FollowUp]:
    """A partner's open follow-ups, soonest due first."""
    raise NotImplementedError
