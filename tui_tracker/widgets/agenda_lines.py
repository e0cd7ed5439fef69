"""The agenda in lines: headings by kind, items in columns, and the reasons for one item."""

from collections.abc import Iterator
from datetime import timedelta

from tui_tracker.domain.agenda import TIMELESS, Agenda, AgendaItem, AgendaLine
from tui_tracker.domain.day_words import short_day, short_month
from tui_tracker.domain.text import count
from tui_tracker.domain.words import AgendaKind
from tui_tracker.widgets.lines import Line, Piece, fit, text_line, wrap

HEADINGS: dict[AgendaKind, str] = {
    AgendaKind.INCIDENT: "Awaiting our reply",
    AgendaKind.REPORT: "Reports",
    AgendaKind.THANK_YOU: "Thank-yous",
    AgendaKind.FIRST_CONTACT: "Patients to call",
    AgendaKind.ACKNOWLEDGEMENT: "Acknowledgements",
    AgendaKind.FIRST_VISIT: "First visits to book",
    AgendaKind.STUCK: "Stuck",
    AgendaKind.FOLLOW_UP: "Follow-ups promised",
    AgendaKind.FEEDBACK: "Word owed to the referrer",
    AgendaKind.SENDING_LESS: "Sending less",
    AgendaKind.RECONNECT: "Reconnect",
    AgendaKind.READY_TO_ASK: "Ready to ask",
    AgendaKind.WE_OWE: "We owe",
    AgendaKind.AGREEMENT_REVIEW: "Agreements to review",
    AgendaKind.GAP: "Gaps to fill",
}
_ACTION_WORDS = {"t": "t thank", "o": "o log", "m": "m move", "a": "a add"}
"""`enter` begins the review with the item, as the keys below the list say; there it does what is asked."""
_COUNTS_FROM: dict[AgendaKind, str] = {AgendaKind.SENDING_LESS: "last", AgendaKind.READY_TO_ASK: "gave"}
_REASON_ROWS = 4
_NOTHING = (
    text_line(None, "Nobody is waiting for anything."),
    text_line(None, "2 shows the partners, 3 the board, o logs, ? the keys."),
    text_line(None, ": and import brings in a list of partners; : and practice says who we are.", "dim"),
)


def heading(agenda: Agenda, did: int, *, whose: str = "", review: str = "") -> tuple[Line, ...]:
    """How much there is, in one line; `whose` where it is not everybody's, `review` how far the morning review got."""
    if review.startswith("Done"):
        rest = len(agenda.items) + agenda.later
        return (text_line(None, f" {_whose(whose)}{review}" + (f" · {rest:,} still due" if rest else ""), "good"),)
    if not agenda.items:
        done = f"Done for today: {count(did, 'thing')} done. " if did else "Nothing to do today. "
        tomorrow = f"Tomorrow brings {count(agenda.tomorrow, 'partner')}." if agenda.tomorrow else ""
        return (text_line(None, f" {_whose(whose)}{done}{tomorrow}", "good"),)
    parts = [_whose(whose) + count(len(agenda.items), "thing") + (" to do" if review or whose else " to do today")]
    if review:
        parts.append(review)
    if agenda.later:
        parts.append(f"{agenda.later:,} more below")
    if agenda.stale:
        parts.append(f"{agenda.stale:,} from long ago: S settles")
    if agenda.nobodys:
        parts.append(f"{agenda.nobodys:,} nobody's")
    if agenda.snoozed:
        parts.append(f"{agenda.snoozed:,} snoozed")
    if did and not review:
        parts.append(f"{did} done")
    return (text_line(None, " " + " · ".join(parts), "bold"),)


def _whose(whose: str) -> str:
    return f"{whose}: " if whose else ""


def agenda_lines(agenda: Agenda, width: int, *, mine: bool = False) -> tuple[Line, ...]:
    """Headings and today's items, then the heading of what comes later, if something does; `mine`: a member's."""
    lines: list[Line] = []
    group: tuple[AgendaKind, bool] | None = None
    for item in agenda.items:
        if (item.kind, item.stale) != group:
            group = (item.kind, item.stale)
            older = " (older)" if item.stale else ""
            lines.append(text_line(None, HEADINGS[item.kind] + older, "head"))
        lines.append(item_line(item, width))
    if agenda.later and agenda.complete:
        lines.append(text_line(None, f"Later: {agenda.later:,} more that are due", "head"))
    if not agenda.items and agenda.complete:
        lines += [text_line(None, ""), *(_nothing_of_mine(agenda.nobodys) if mine else _NOTHING)]
    return tuple(lines)


def _nothing_of_mine(nobodys: int) -> Iterator[Line]:
    yield text_line(None, "Nobody is waiting for you.")
    if nobodys:
        yield text_line(
            None, f"{count(nobodys, 'thing')} {'is' if nobodys == 1 else 'are'} due that nobody looks after."
        )
    yield text_line(None, "M shows everybody's.")


def item_line(item: AgendaItem, width: int) -> Line:
    """One item: who, what, how late, and the key that does it."""
    room = max(30, width - 2)
    name_width = max(14, min(30, room * 3 // 10))
    late_width, key_width = 12, 7
    what_width = max(8, room - name_width - late_width - key_width - 3)
    pieces: tuple[Piece, ...] = (
        (fit(item.partner_name, name_width), "bold"),
        (" ", ""),
        (fit(item.what, what_width), ""),
        (" ", ""),
        (fit(_late(item), late_width, right=True), _look(item)),
        (" ", ""),
        (fit(_ACTION_WORDS.get(item.action, item.action), key_width), "dim"),
    )
    return Line(item.key, pieces)


def why_lines(item: AgendaItem, width: int, rows: int = _REASON_ROWS) -> tuple[Line, ...]:
    """What is asked for first, since when and why; then whatever else is due with them, as far as the rows go."""
    room = max(20, width - 4)
    reasons = _reason(item.lines[0], room, "bold")
    reasons += [text_line(None, f"     {text}", "dim") for text in wrap(item.lines[0].why, room - 3)]
    for number, line in enumerate(item.lines[1:], 1):
        more = _reason(line, room)
        last = number == len(item.lines) - 1
        if len(reasons) + len(more) + (not last) > rows:
            reasons.append(text_line(None, f"   and {len(item.lines) - number} more with them: enter shows all", "dim"))
            break
        reasons += more
    return tuple(reasons)


def _reason(line: AgendaLine, room: int, look: str = "") -> list[Line]:
    mark, marked = ("!", "bad") if line.overdue else ("·", "dim")
    return [
        Line(None, ((f" {mark if number == 0 else ' '} ", marked), (text, look)))
        for number, text in enumerate(wrap(line.text(), room - 2))
    ]


def _late(item: AgendaItem) -> str:
    if item.kind in TIMELESS:
        return _from(item) if item.days_late else ""
    if item.days_late <= 0:
        return "today"
    return f"! {item.days_late}d {'slow' if item.lines[0].slow else 'late'}"


def _from(item: AgendaItem) -> str:
    """`last Aug 6`, `since Mar 3`; of another year only the month."""
    today = item.since + timedelta(item.days_late)
    if item.since.year != today.year:
        return short_month(item.since)
    return f"{_COUNTS_FROM.get(item.kind, 'since')} {short_day(item.since)}"


def _look(item: AgendaItem) -> str:
    if item.kind in TIMELESS:
        return "dim"
    if item.days_late <= 0:
        return "good"
    return "bad" if item.days_late > 7 else "warn"
