"""Incidents as lines: the overview, and beneath it the one under the cursor with how referrals went on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tui_tracker.domain.day_words import short_day
from tui_tracker.domain.incident_view import Recovery, recovery_figures, recovery_words
from tui_tracker.domain.records import Incident
from tui_tracker.domain.words import label
from tui_tracker.widgets.bars import spark
from tui_tracker.widgets.lines import Line, Piece, fit, wrap

_DAY = 12
_NAME = (12, 40)
_KIND = 22
_STATE = 9
_OTHERS = 58


def incident_row(one: Incident, found: Recovery, today: date, width: int, *, named: bool) -> Line:
    """One line of the overview: when, with whom where `named`, what, where it stands, and the referrals around it."""
    name = max(_NAME[0], min(_NAME[1], width - _OTHERS))
    who: tuple[Piece, ...] = ((fit(one.partner_name, name) + " ", ""),) if named else ()
    state, look = ("open", "warn") if one.answered_on is None else ("answered", "")
    if one.closed_on is not None:
        state, look = "closed", "dim"
    figures = recovery_figures(found) if not named else f"{found.before} then {found.after}"
    if named and found.passed < found.span:
        figures += f" ({found.passed}d)"
    return Line(
        one.id,
        (
            (fit(short_day(one.opened_on, today), _DAY), "dim"),
            *who,
            (fit(label(one.kind), _KIND), ""),
            (fit(state, _STATE), look),
            (figures, "dim"),
        ),
    )


def incident_detail(one: Incident, found: Recovery, today: date, width: int, *, blocks: bool) -> Sequence[Line]:
    """What happened, what we told and offered, and the referrals before and after, in at most eleven lines."""
    days = [f"opened {short_day(one.opened_on, today)}"]
    days.append("awaits our reply" if one.answered_on is None else f"answered {short_day(one.answered_on, today)}")
    if one.closed_on is not None:
        days.append(f"closed {short_day(one.closed_on, today)}")
    lines = [Line(None, ((f"{label(one.kind).capitalize()} with {one.partner_name}: ", "bold"), (", ".join(days), "")))]
    lines += [Line(None, ((part, ""),)) for part in wrap(recovery_words(found), width)[:2]]
    lines.append(_weeks(found, blocks=blocks))
    for name, text, most in (("facts", one.facts, 3), ("told", one.reply, 2), ("offered", one.offered, 2)):
        lines += _text(name, text, width, most)
    return lines


def _weeks(found: Recovery, *, blocks: bool) -> Line:
    signs = spark((*found.weeks_before, *found.weeks_after), blocks=blocks)
    cut = len(found.weeks_before)
    still = " " * (len(found.weeks_before) - len(found.weeks_after))
    mark = "│" if blocks else "|"
    pieces = ((f"[{signs[:cut]}", ""), (mark, "key"), (f"{signs[cut:]}{still}]", ""), ("  a sign a week", "dim"))
    return Line(None, pieces)


def _text(name: str, text: str, width: int, most: int) -> list[Line]:
    if not text:
        return []
    whole = wrap(" ".join(text.split()), max(10, width - 9))
    shown = whole[:most]
    if len(whole) > most:
        shown[-1] = fit(shown[-1] + " …", max(10, width - 9))
    return [Line(None, ((f"{name if place == 0 else '':<9}", "dim"), (part, ""))) for place, part in enumerate(shown)]
