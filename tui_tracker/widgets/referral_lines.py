"""One referral as lines to read: what is owed, the way so far, what was sent, and everything written about it."""

from collections.abc import Sequence
from datetime import date, timedelta

from tui_tracker.domain.day_words import short_day
from tui_tracker.domain.moves import aside_stages, day_of, stage_on, stages
from tui_tracker.domain.promises import PromiseState
from tui_tracker.domain.records import Referral, Report
from tui_tracker.domain.text import count
from tui_tracker.domain.words import Flow, Source, Urgency, label
from tui_tracker.widgets.lines import Line, Piece, fit, text_line, wrap

_LABEL = 16


def referral_lines(
    referral: Referral, reports: Sequence[Report], promises: Sequence[PromiseState], today: date, width: int
) -> list[Line]:
    """The page of a referral, `width` cells wide."""
    return [
        *_title(referral, today),
        *_about(referral, today, width),
        *_owed(referral, promises, today, width),
        *_way(referral, today, width),
        *_reports(referral, reports, today, width),
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
        ("Revenue", "" if referral.revenue_cents is None else f"{referral.revenue_cents / 100:,.2f}"),
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


def _way(referral: Referral, today: date, width: int) -> list[Line]:
    """Every stage with its day and the days since the one before; the skipped ones say so."""
    lines = _heading("The way so far")
    line = stages(referral.flow)
    last = max((place for place, stage in enumerate(line) if day_of(referral, stage) is not None), default=0)
    before: date | None = None
    for place, stage in enumerate(line[: last + 1]):
        day = day_of(referral, stage)
        if day is None:
            lines.append(Line(None, ((f"  {fit(label(stage), _LABEL)}", "dim"), ("skipped", "dim"))))
            continue
        lines.append(_step(label(stage), day, before, today))
        before = day
        if place == last and referral.stage in aside_stages(referral.flow) and referral.aside_on is not None:
            lines.append(_step(label(referral.stage), referral.aside_on, before, today))
    return lines


def _step(name: str, day: date, before: date | None, today: date) -> Line:
    gap = "" if before is None else _gap(day - before)
    return Line(None, ((f"  {fit(name, _LABEL)}", ""), (fit(short_day(day, today), 14), ""), (gap, "dim")))


def _gap(time: timedelta) -> str:
    return "the same day" if not time.days else f"+ {count(time.days, 'day')}"


def _reports(referral: Referral, reports: Sequence[Report], today: date, width: int) -> list[Line]:
    if referral.flow != Flow.INBOUND or referral.partner_id is None:
        return []
    lines = _heading("Reports sent")
    if not reports:
        lines.append(text_line(None, "None yet; p notes one.", "dim"))
    for report in reports:
        head = f"  {fit(label(report.kind), _LABEL)}{fit(short_day(report.sent_on, today), 14)}{fit(report.channel, 8)}"
        notes = wrap(report.note, max(20, width - len(head))) if report.note else [""]
        lines.append(Line(None, ((head, ""), (notes[0], "dim"))))
        lines += [Line(None, ((" " * len(head), ""), (part, "dim"))) for part in notes[1:]]
    return lines


def _heading(text: str) -> list[Line]:
    return [text_line(None, ""), text_line(None, text, "title")]
