"""Occasions in lines: the list of them, and one with whom we met there."""

from collections.abc import Sequence
from datetime import date

from tui_tracker.domain.day_words import short_day, weekday_day
from tui_tracker.domain.occasions import Met, OccasionPage, goal_words, when_words
from tui_tracker.domain.records import FollowUp, Occasion
from tui_tracker.widgets.lines import Line, Piece, fit, text_line, wrap

_DAY = 18
_LABEL = 8
_GOAL = 22


def occasion_line(one: Occasion, today: date, width: int) -> Line:
    """Day, name, place, and how the goal stands; its key is the occasion's id."""
    ahead = one.day >= today
    goal = goal_words(one, today)
    room = max(16, width - _DAY - _GOAL - 2)
    name = room * 3 // 5
    return Line(
        one.id,
        (
            (fit(weekday_day(one.day, today), _DAY), "head" if ahead else "dim"),
            (fit(one.name, name) + " ", "bold" if ahead else ""),
            (fit(one.place, room - name) + " ", "dim"),
            (fit(goal, _GOAL), "good" if _reached(one) else ""),
        ),
    )


def page_lines(page: OccasionPage, today: date, width: int) -> list[Line]:
    """What is known of an occasion, then whom we met, a line each (its key the partner's id) with what was noted."""
    one = page.occasion
    lines: list[Line] = []
    for label, text in _about(one, today):
        for place, part in enumerate(wrap(text, max(20, width - _LABEL))):
            lines.append(Line(None, ((f"{label if place == 0 else '':<{_LABEL}}", "head"), (part, ""))))
    lines.append(text_line(None, ""))
    look = "good" if _reached(one) else "bold"
    lines.append(Line(None, ((f"{'whom':<{_LABEL}}", "head"), (goal_words(one, today), look))))
    if not page.met:
        told = (
            "Nobody yet; a notes whom we meet there." if one.day >= today else "Nobody is noted; a notes whom we met."
        )
        lines.append(text_line(None, f"  {told}", "dim"))
    for met in page.met:
        lines += _met_lines(met, today, width)
    return lines


def _reached(one: Occasion) -> bool:
    return one.wanted is not None and one.met >= one.wanted


def _about(one: Occasion, today: date) -> list[tuple[str, str]]:
    wanted = "" if one.wanted is None else f"meet {one.wanted}"
    goal = "; ".join(part for part in (one.goal, wanted) if part)
    known = (
        ("when", when_words(one.day, today)),
        ("where", one.place),
        ("goal", goal),
        ("skill", f"{one.skill} (to practise)" if one.skill else ""),
        ("note", one.note),
    )
    return [(label, text) for label, text in known if text]


def _met_lines(met: Met, today: date, width: int) -> list[Line]:
    promised = _promised(met.follow_ups, today)
    name = max(14, min(30, width - len(promised) - 2))
    pieces: list[Piece] = [(fit(met.partner_name, name), "bold"), (f"  {promised}", "warn" if promised else "")]
    lines = [Line(met.partner_id, tuple(pieces))]
    for note in met.notes:
        lines += [text_line(None, f"    {part}", "dim") for part in wrap(note, max(20, width - 4))]
    return lines


def _promised(follow_ups: Sequence[FollowUp], today: date) -> str:
    """What was promised, the open ones first: `follow-up Mar 30: send it`."""
    opened = [one for one in follow_ups if one.done_on is None and one.dropped_on is None]
    if not follow_ups:
        return ""
    if not opened:
        return "followed up" if any(one.done_on is not None for one in follow_ups) else "follow-up dropped"
    first = opened[0]
    return f"follow-up {short_day(first.due_on, today)}{f': {first.text}' if first.text else ''}"
