"""What we asked our partners, and what came of it.

An ask is a touchpoint of ours with the intent `ask`. It stays open until an answer is noted; the answer may be changed,
or taken off again, at any time. The rules fix the kinds of the agenda, so an open ask is no item of it by itself: it is
listed with its partner, and an answer of `later` may promise a follow-up, which is one.
"""

from datetime import date, timedelta

from tui_tracker.domain.day_words import short_day
from tui_tracker.domain.errors import Refused
from tui_tracker.domain.quicklog import NOTE_MAX, STEP_MAX
from tui_tracker.domain.records import Doing, Touchpoint
from tui_tracker.domain.text import clean_line
from tui_tracker.domain.words import Answer, Direction, Intent
from tui_tracker.services.touchpoints import touch
from tui_tracker.storage import models
from tui_tracker.storage.journal import changing
from tui_tracker.storage.queries import giving as queries
from tui_tracker.storage.queries import touchpoints

OPEN_DAYS = 365
"""An ask that nobody answered for so long is no longer listed."""


def answer(
    doing: Doing,
    touchpoint_id: int,
    said: str | None,
    day: date,
    note: str = "",
    *,
    follow_up_on: date | None = None,
    follow_up: str = "",
) -> str:
    """Note what came of an ask (`words.Answer`; None takes the answer off), and a follow-up with it; gives the label.

    All of it is one change. Raises Refused for a touchpoint that is gone or no ask of ours, for a day before the ask or
    still to come, and for a follow-up that is due on a day past.
    """
    note, follow_up = clean_line(note), clean_line(follow_up)
    _check(doing, said, day, note, follow_up_on, follow_up)
    with changing(doing, "") as unit:
        ask = touch(touchpoint_id)
        asked = short_day(ask.day, doing.today)
        if Intent.ASK.value not in ask.intents or ask.direction != Direction.OURS:
            raise Refused("Nothing was asked there; log the ask with +ask first.")
        if said is not None and day < ask.day:
            raise Refused(f"The ask was on {asked}; write the day of the answer from then on.", "day")
        unit.label = f"{ask.partner_name} answered {said} to what we asked on {asked}"
        if said is None:
            unit.label = f"Took off {ask.partner_name}'s answer to what we asked on {asked}"
        unit.update(
            models.Touchpoint,
            ask.id,
            answer=said,
            answered_on=day if said is not None else None,
            answer_note=note if said is not None else "",
        )
        if follow_up_on is not None:
            member = touchpoints.member_called(doing.who)
            unit.insert(
                models.FollowUp,
                partner=ask.partner_id,
                due_on=follow_up_on,
                text=follow_up,
                member=member,
                touchpoint=ask.id,
            )
    return unit.label


def open_asks(today: date, partner_id: int | None = None, length: int = 50) -> list[Touchpoint]:
    """Our asks of the last 365 days that await an answer, oldest first: of one partner, or all but archived ones."""
    return queries.open_asks(today - timedelta(days=OPEN_DAYS), today, partner_id, length)


def _check(doing: Doing, said: str | None, day: date, note: str, follow_up_on: date | None, follow_up: str) -> None:
    if said is not None and said not in list(Answer):
        raise Refused(f"Choose one of {', '.join(Answer)}.", "answer")
    if said is not None and day > doing.today:
        raise Refused("This day is still to come; write the day on which they answered.", "day")
    if len(note) > NOTE_MAX:
        raise Refused(f"Shorten the note to {NOTE_MAX:,} characters.", "note")
    if follow_up_on is not None and follow_up_on < doing.today:
        raise Refused("This follow-up is due on a day that is past; write a day from today on.", "follow_up_on")
    if len(follow_up) > STEP_MAX:
        raise Refused(f"Shorten the follow-up to {STEP_MAX} characters.", "follow_up")
