"""Networking events: planned with a goal, whom we met there, and the follow-ups that come of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from tui_tracker.domain.day_words import short_day
from tui_tracker.domain.days import COMING_YEARS, PAST_YEARS
from tui_tracker.domain.errors import Refused
from tui_tracker.domain.occasions import OccasionPage, follow_ups_said, page_of
from tui_tracker.domain.records import Doing, Occasion, Touchpoint
from tui_tracker.domain.text import count
from tui_tracker.domain.words import Channel, Stage
from tui_tracker.services.follow_ups import check_coming, checked_text
from tui_tracker.storage import models
from tui_tracker.storage.journal import changing
from tui_tracker.storage.queries import occasions as queries
from tui_tracker.storage.queries.touchpoints import member_called

if TYPE_CHECKING:
    from tui_tracker.domain.quicklog import Understood
    from tui_tracker.services.touchpoints import Logged

_LONGEST_WORD = 40


@dataclass(frozen=True, slots=True)
class FollowedUp:
    """What `follow_up_all` did: the change (None where there was nobody left), and what to say."""

    change_id: int | None
    said: str


def coming(today: date, offset: int = 0, length: int = 20) -> list[Occasion]:
    """A window on the occasions of today and later, the next one first."""
    return queries.coming(today, offset, length)


def occasions(today: date, offset: int, length: int) -> list[Occasion]:
    """A window on all occasions: what is coming first, the next one at the top, then the past, the latest first."""
    ahead = queries.count_coming(today)
    found = queries.coming(today, offset, length) if offset < ahead else []
    if len(found) < length:
        found += queries.past(today, max(0, offset - ahead), length - len(found))
    return found


def count_occasions(today: date) -> tuple[int, int]:
    """How many occasions are coming (today included), and how many are past."""
    return queries.count_coming(today), queries.count_past(today)


def occasion(occasion_id: int) -> Occasion:
    """One occasion. Raises Refused where it is gone."""
    found = queries.occasion(occasion_id)
    if found is None:
        raise Refused("This occasion is no longer there; reload and look again.")
    return found


def occasion_page(occasion_id: int) -> OccasionPage:
    """One occasion with whom we met there. Raises Refused where it is gone."""
    return page_of(occasion(occasion_id), queries.met(occasion_id), queries.follow_ups(occasion_id))


def add_occasion(doing: Doing, draft: Mapping[str, Any]) -> int:
    """Add an occasion (`domain.drafts_occasion.OccasionDraft`); gives its id. Raises Refused with the field."""
    values = _checked({"name": "", **draft})
    if "day" not in values:
        raise Refused("Write the day: today, fri, 2w, 11/18 or 2026-11-18.", "day")
    _check_day(values["day"], doing.today)
    with changing(doing, f"Added the occasion {values['name']}") as unit:
        _check_free(values["name"], values["day"], None)
        return unit.insert(models.Occasion, **values)


def edit_occasion(doing: Doing, occasion_id: int, draft: Mapping[str, Any]) -> bool:
    """Change the given fields; tells whether anything differs. Raises Refused with the field that is wrong.

    With another day, what was noted on the old day goes along; an occasion at which we met people stays in the past.
    """
    values = _checked(draft)
    with changing(doing, "Changed an occasion") as unit:
        before = occasion(occasion_id)
        name, day = values.get("name", before.name), values.get("day", before.day)
        unit.label = f"Changed the occasion {before.name}"
        if (name, day) != (before.name, before.day):
            _check_free(name, day, occasion_id)
        unit.update(models.Occasion, occasion_id, **values)
        if day != before.day:
            _check_day(day, doing.today)
            touches = queries.met(occasion_id)
            if touches and day > doing.today:
                raise Refused("We met people there, so it cannot be still to come; write a day up to today.", "day")
            moving = [touch for touch in touches if touch.day == before.day]
            _check_answers(moving, day, doing.today)
            unit.update_many(models.Touchpoint, {touch.id: {"day": day} for touch in moving})
    return unit.change_id is not None


def remove_occasion(doing: Doing, occasion_id: int) -> str:
    """Remove an occasion; gives the label. Raises Refused where touchpoints hang on it, or it is gone."""
    with changing(doing, "Removed an occasion") as unit:
        before = occasion(occasion_id)
        hanging = len(queries.met(occasion_id))
        if hanging:
            raise Refused(
                f"{count(hanging, 'touchpoint')} {'hangs' if hanging == 1 else 'hang'} on {before.name}; "
                "remove them on their partners first, or keep it."
            )
        unit.label = f"Removed the occasion {before.name}"
        unit.delete(models.Occasion, occasion_id)
    return unit.label


def meet(doing: Doing, occasion_id: int, understood: Understood) -> Logged:
    """Note whom we met at an occasion, from a line as `domain.meeting_line.read_meeting` understood it.

    One entry on the occasion's day and one change: an event with each, the new names added as clinicians, a prospect
    connected, the follow-ups of the line promised. Raises Refused as `touchpoints.log`, and for an occasion that is
    still to come.
    """
    from tui_tracker.domain.drafts_touchpoint import draft_of
    from tui_tracker.services.touchpoints import log

    found = occasion(occasion_id)
    if found.day > doing.today:
        raise Refused(f"{found.name} is still to come ({short_day(found.day, doing.today)}); note whom you met after.")
    draft = draft_of(understood).model_copy(
        update={
            "day": found.day,
            "channel": Channel.EVENT,
            "word": found.name[:_LONGEST_WORD],
            "occasion_id": occasion_id,
        }
    )
    return log(doing, draft)


def read_met(line: str, day: date, today: date, *, add: bool = False) -> Understood:
    """What a line about an occasion's day says; with `add` the names that are nobody's become new partners."""
    from tui_tracker.domain.meeting_line import read_meeting, strangers
    from tui_tracker.services.names import name_book

    book = name_book()
    read = read_meeting(line, day, today, book)
    return read_meeting(line, day, today, book, strangers(read)) if add else read


def complete_met(line: str, cursor: int, day: date, today: date) -> tuple[str, int] | None:
    """The line with the name under the cursor in full, and the cursor's place; None where there is none to take."""
    from tui_tracker.domain.meeting_line import completed, read_meeting
    from tui_tracker.services.names import name_book

    book = name_book()
    return completed(line, cursor, read_meeting(line, day, today, book), book)


def follow_up_all(doing: Doing, occasion_id: int, due_on: date, text: str = "") -> FollowedUp:
    """Promise a next step to everybody whom we met at an occasion, in one change.

    Left out are those to whom something was promised from this occasion already (kept or dropped since, too), and
    those who are archived or parted. Raises Refused for a past day, and where we met nobody.
    """
    check_coming(due_on, doing.today)
    cleaned = checked_text(text)
    with changing(doing, "Promised next steps") as unit:
        found = occasion(occasion_id)
        latest: dict[int, Touchpoint] = {touch.partner_id: touch for touch in queries.met(occasion_id)}
        if not latest:
            raise Refused(f"Nobody is noted for {found.name} yet; a notes whom you met.")
        aside = queries.resting(latest, (Stage.PARTED.value,))
        had = {one.partner_id for one in queries.follow_ups(occasion_id)} - aside
        wanted = [partner_id for partner_id in latest if partner_id not in aside | had]
        unit.label = f"Promised a next step to {count(len(wanted), 'partner')} met at {found.name}"
        member = member_called(doing.who)
        unit.insert_many(
            models.FollowUp,
            [
                {
                    "partner": partner_id,
                    "due_on": due_on,
                    "text": cleaned,
                    "member": member,
                    "touchpoint": latest[partner_id].id,
                }
                for partner_id in wanted
            ],
        )
    return FollowedUp(unit.change_id, follow_ups_said(len(wanted), len(had), len(aside)))


def _checked(draft: Mapping[str, Any]) -> dict[str, Any]:
    from tui_tracker.domain.drafts_occasion import OccasionDraft
    from tui_tracker.domain.drafts_partner import checked

    return checked(OccasionDraft, draft)


def _check_day(day: date, today: date) -> None:
    if not today.year - PAST_YEARS <= day.year <= today.year + COMING_YEARS:
        raise Refused(f"{short_day(day, today)} is far away; check the year.", "day")


def _check_answers(moving: Sequence[Touchpoint], day: date, today: date) -> None:
    for touch in moving:
        if touch.answered_on is not None and touch.answered_on < day:
            came = short_day(touch.answered_on, today)
            raise Refused(
                f"{touch.partner_name} answered on {came} what we asked there; choose a day up to then.", "day"
            )


def _check_free(name: str, day: date, occasion_id: int | None) -> None:
    if any(row_id != occasion_id for row_id, _known in queries.named(name, day)):
        raise Refused(f"{name} of that day is here already; open it, or write another name.", "name")
