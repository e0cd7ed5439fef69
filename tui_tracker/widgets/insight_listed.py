"""The list behind a figure as lines: its groups under headings; a referral, a partner or an incident in one line."""

from bisect import bisect_right
from datetime import date
from itertools import accumulate
from typing import NamedTuple

from tui_tracker.domain.board import Card
from tui_tracker.domain.day_words import short_day
from tui_tracker.domain.insights.page import Group, Listed, Listing
from tui_tracker.domain.records import Incident, PartnerLine
from tui_tracker.domain.words import Flow, label
from tui_tracker.widgets.board_cards import came_from, owed_piece, short_name
from tui_tracker.widgets.lines import Line, Piece, fit
from tui_tracker.widgets.partner_lines import ago

_REF, _DAY, _STAGE = 12, 13, 10
_LAST, _SENT = 4, 8
_KIND = 22
_NOTE = 22
_REMARK = 21
"""Cells for what is noted of a referral, such as "29 days, 10 reports": a name is known by its beginning."""
_LEAST_NAME, _MOST_NAME = 16, 30


class Place(NamedTuple):
    """What stands on a line of a list: a heading where `id` is None, else an entry.

    `words` are the heading, or what is noted beside the entry; `columns` names figures below a heading, or is empty.
    """

    id: int | None
    words: str
    columns: str = ""


class Layout:
    """Which line of a list holds what: each group's heading, then its entries. A group of nobody has no heading."""

    def __init__(self, listing: Listing) -> None:
        self._columns = "last  in 90d" if listing.what is Listed.PARTNERS else ""
        self._groups: tuple[Group, ...] = tuple(group for group in listing.groups if group.ids)
        self._starts = list(accumulate((len(group.ids) + 1 for group in self._groups), initial=0))
        self.count = self._starts[-1]
        """How many lines there are."""

    def places(self, offset: int, length: int) -> list[Place]:
        """What stands on a window of the lines."""
        return [self._place(index) for index in range(offset, min(offset + length, self.count))]

    def _place(self, index: int) -> Place:
        number = bisect_right(self._starts, index) - 1
        group, within = self._groups[number], index - self._starts[number] - 1
        if within < 0:
            words = f"{group.words[:1].upper()}{group.words[1:]} ({len(group.ids):,})"
            return Place(None, words, "" if group.notes else self._columns)
        return Place(group.ids[within], group.notes[within] if group.notes else "")


def entry_line(place: Place, found: Card | PartnerLine | Incident | None, today: date, width: int) -> Line:
    """A line of at most `width` cells; `found` is None for a heading, and for what is gone by now."""
    if place.id is None:
        left = width - len(place.columns)
        return Line(None, ((fit(place.words, left), "head"), (place.columns, "dim")))
    if isinstance(found, Card):
        return Line(place.id, _referral(found, place.words, today, width))
    if isinstance(found, PartnerLine):
        return Line(place.id, _partner(found, place.words, today, width))
    if isinstance(found, Incident):
        return Line(place.id, _incident(found, place.words, today, width))
    return Line(place.id, (("no longer there", "dim"),))


def _referral(card: Card, note: str, today: date, width: int) -> tuple[Piece, ...]:
    """Whose, from whom, since when, where it stands, and what is noted of it or owed next."""
    name = _name_width(width, _REF + _DAY + _STAGE, _REMARK)
    who = came_from(card, name - 1)
    if card.flow == Flow.OUTBOUND and card.partner_name:
        who = f"to {short_name(card.partner_name, name - 4)}"
    pieces: tuple[Piece, ...] = (
        (fit(card.patient_ref, _REF - 1) + " ", "bold"),
        (fit(who, name - 1) + " ", ""),
        (fit(short_day(card.day, today), _DAY), "dim"),
        (fit(label(card.stage), _STAGE), ""),
    )
    left = width - _REF - name - _DAY - _STAGE
    if left < 3:
        return pieces
    return (*pieces, (note, "dim") if note else owed_piece(card, left))


def _partner(line: PartnerLine, note: str, today: date, width: int) -> tuple[Piece, ...]:
    """Who, what they do, when we were last in touch and what they sent; or what is noted instead of the last two."""
    name = _name_width(width, _LAST + _SENT)
    figures = fit(ago(line.last_touch, today), _LAST, right=True) + fit(f"{line.referrals_90:,}", _SENT, right=True)
    tail = note or figures
    room = max(0, width - name - max(len(tail), _NOTE if note else _LAST + _SENT) - 1)
    about = "archived" if line.archived else " · ".join(part for part in (line.specialty, line.area) if part)
    return (
        (fit(line.name, name - 1) + " ", "dim" if line.archived else ""),
        (fit(about, room) + " ", "dim"),
        (fit(tail, width - name - room - 1, right=not note), "" if note else "dim"),
    )


def _incident(one: Incident, note: str, today: date, width: int) -> tuple[Piece, ...]:
    name = _name_width(width, _DAY + _KIND)
    state = "open" if one.answered_on is None else "answered" if one.closed_on is None else "closed"
    return (
        (fit(short_day(one.opened_on, today), _DAY), "dim"),
        (fit(one.partner_name, name - 1) + " ", ""),
        (fit(label(one.kind), _KIND), ""),
        (note or state, "warn" if state == "open" and not note else "dim"),
    )


def _name_width(width: int, others: int, rest: int = 14) -> int:
    return max(_LEAST_NAME, min(_MOST_NAME, width - others - rest))
