"""Networking events: how the goal went, and reading days that may lie on either side of today."""

from collections.abc import Sequence
from datetime import date

from tui_tracker.domain.days import away, coming_day, past_day, spell
from tui_tracker.domain.errors import Refused
from tui_tracker.domain.frozen import dataclass
from tui_tracker.domain.records import FollowUp, Occasion, Touchpoint
from tui_tracker.domain.text import count


@dataclass(frozen=True, slots=True)
class Met:
    """Somebody whom we met at an occasion: what was noted of it, and what was promised."""

    partner_id: int
    partner_name: str
    notes: tuple[str, ...]
    follow_ups: tuple[FollowUp, ...]


@dataclass(frozen=True, slots=True)
class OccasionPage:
    """One occasion with whom we met there, in the order in which they were first noted."""

    occasion: Occasion
    met: tuple[Met, ...]


def page_of(occasion: Occasion, touches: Sequence[Touchpoint], promised: Sequence[FollowUp]) -> OccasionPage:
    """An occasion, its touchpoints person by person, and what was promised to each."""
    people: dict[int, str] = {}
    notes: dict[int, list[str]] = {}
    for touch in touches:
        people.setdefault(touch.partner_id, touch.partner_name)
        notes.setdefault(touch.partner_id, []).extend([touch.note] if touch.note else [])
    met = tuple(
        Met(partner_id, name, tuple(notes[partner_id]), tuple(one for one in promised if one.partner_id == partner_id))
        for partner_id, name in people.items()
    )
    return OccasionPage(occasion, met)


def goal_words(occasion: Occasion, today: date) -> str:
    """How the goal stands: `meet 5`, `met 4 of 5`, `met 6, one more than meant`, `met nobody yet`."""
    met, wanted = occasion.met, occasion.wanted
    if occasion.day > today and not met:
        return "" if wanted is None else f"meet {wanted}"
    if wanted is None:
        return f"met {met}" if met else "met nobody yet"
    if met <= wanted:
        return f"met {met} of {wanted}"
    more = met - wanted
    return f"met {met}, {'one' if more == 1 else more} more than meant"


def when_words(day: date, today: date) -> str:
    """`Thu Mar 19, in 3 days`."""
    return f"{spell(day, today)}, {away(day, today)}"


def read_any_day(text: str, today: date, field: str = "day") -> date:
    """The day that was typed, on either side of today; a bare weekday is the coming one. Raises Refused for the field.

    A month and day without a year is the nearest such day.
    """
    word = text.strip()
    if not word:
        raise Refused("Write the day: today, fri, 2w, 11/18 or 2026-11-18.", field)
    try:
        day = coming_day(word, today)
    except Refused as ahead:
        try:
            day = past_day(word, today)
        except Refused:
            raise Refused(ahead.message, field) from None
    if day is None:
        raise Refused(f"“{word[:40]}” is no day; write today, fri, 2w, 11/18 or 2026-11-18.", field)
    return day


def follow_ups_said(made: int, had: int, aside: int) -> str:
    """What came of making follow-ups for all: `3 follow-ups made; 1 had one already`."""
    parts = [f"{count(made, 'follow-up')} made" if made else "No follow-up made"]
    if had:
        parts.append(f"{had} had one already")
    if aside:
        parts.append(f"{aside} left out, archived or parted")
    return "; ".join(parts)
