"""One referral as lines to read: everything written about it, what is owed next, and all that happened."""

from collections.abc import Sequence
from datetime import date

from tui_tracker.domain.day_words import short_day
from tui_tracker.domain.money import money_text
from tui_tracker.domain.moves import stage_on
from tui_tracker.domain.promises import PromiseState
from tui_tracker.domain.records import Referral
from tui_tracker.domain.stays import Slow
from tui_tracker.domain.text import count
from tui_tracker.domain.timeline import TimelineEvent
from tui_tracker.domain.words import Flow, Source, Urgency, label
from tui_tracker.widgets.lines import Line, Piece, fit, text_line, wrap
from tui_tracker.widgets.timeline_lines import timeline_lines

_LABEL = 16


def referral_lines(
    referral: Referral,
    timeline: Sequence[TimelineEvent],
    promises: Sequence[PromiseState],
    today: date,
    width: int,
    slow: Slow | None = None,
) -> list[Line]:
    """The page of a referral, `width` cells wide; `slow` where it is in its stage for longer than is usual."""
    return [
        *_title(referral, today),
        *(
            []
            if slow is None
            else [text_line(None, f"! slow for {count(slow.days_late, 'day')}: {slow.usual}", "warn")]
        ),
        *_about(referral, today, width),
        *_owed(referral, promises, today, width),
        *_heading("Timeline"),
        *timeline_lines(timeline, today, width),
    ]


def _title(referral: Referral, today: date) -> list[Line]:
    way = "from" if referral.flow == Flow.INBOUND else "to"
    who = f"{way} {referral.partner_name}" if referral.partner_name else f"came by {label(referral.source)}"
    pieces: list[Piece] = [(referral.patient_ref, "head"), (f"  {who}", "bold")]
    if referral.urgency != Urgency.ROUTINE:
        pieces.append((f"  {referral.urgency}", "warn"))
    since = stage_on(referral)
    days = (today - since).days
    pieces_now: tuple[Piece, ...] = (
        (label(referral.stage), "bold"),
        (f" since {short_day(since, today)}, {count(days, 'day')}" if days else " since today", ""),
    )
    return [Line(None, tuple(pieces)), Line(None, pieces_now)]


def _about(referral: Referral, today: date, width: int) -> list[Line]:
    shown = [
        ("Reason", referral.reason),
        ("Payer", referral.payer_name or ""),
        ("Visit booked", short_day(referral.visit_on, today) if referral.visit_on else ""),
        (f"Why {label(referral.stage)}" if referral.aside_on else "", referral.aside_reason),
        ("Offered instead", referral.alternative),
        ("Appropriate", label(referral.appropriate or "")),
        ("Adherence", label(referral.adherence or "")),
        ("Outcome", label(referral.outcome or "")),
        ("Revenue", "" if referral.revenue_cents is None else money_text(referral.revenue_cents)),
    ]
    if referral.partner_name and referral.source != Source.PARTNER:
        shown.append(("Came by", label(referral.source)))
    lines = []
    for name, text in shown:
        for number, part in enumerate(wrap(text, width - _LABEL) if text else ()):
            lines.append(Line(None, ((fit(name if number == 0 else "", _LABEL), "dim"), (part, ""))))
    return lines


def _owed(referral: Referral, promises: Sequence[PromiseState], today: date, width: int) -> list[Line]:
    lines = _heading("What is owed next")
    if referral.settled:
        return [*lines, text_line(None, "Nothing: what was owed was settled, that is, taken as kept.", "dim")]
    if not promises:
        return [
            *lines,
            text_line(None, "Nothing is owed." if referral.partner_id else "Nothing: no partner sent them.", "dim"),
        ]
    for one in sorted(promises, key=lambda promise: promise.due_on):
        if one.days_late > 0:
            mark, when, look = "!", f"{count(one.days_late, 'day')} late", "bad"
        elif one.days_late == 0:
            mark, when, look = "-", "today", "warn"
        else:
            mark, when, look = " ", f"in {count(-one.days_late, 'day')}", ""
        pieces = (
            (f"{mark} {fit(label(one.kind), _LABEL)}", look),
            (fit(when, 13), look),
            (f"{short_day(one.due_on, today):<7}" + (" " if one.due_on.year != today.year else ""), ""),
            (one.why if width >= 60 else "", "dim"),
        )
        lines.append(Line(None, pieces))
    return lines


def _heading(text: str) -> list[Line]:
    return [text_line(None, ""), text_line(None, text, "title")]
