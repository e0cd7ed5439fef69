"""The morning review in lines: how far it is, one item at a glance, all about it, and the end."""

from collections.abc import Iterator, Sequence
from datetime import date

from rich.cells import cell_len

from tui_tracker.domain.agenda import AgendaLine
from tui_tracker.domain.day_words import short_day
from tui_tracker.domain.records import Touchpoint
from tui_tracker.domain.relationship import Relationship
from tui_tracker.domain.review import Outcome, Review, time_words
from tui_tracker.domain.review_page import ReviewEnd, ReviewPage
from tui_tracker.domain.text import count
from tui_tracker.domain.words import AgendaKind, Direction, label
from tui_tracker.widgets.bars import shows_blocks
from tui_tracker.widgets.lines import Line, fit, text_line, wrap
from tui_tracker.widgets.partner_relationship import balance_words, part_words, reciprocity_words, warmth_words

_DOES: dict[AgendaKind, str] = {
    AgendaKind.INCIDENT: "reply",
    AgendaKind.REPORT: "report",
    AgendaKind.THANK_YOU: "thank",
    AgendaKind.FIRST_CONTACT: "move",
    AgendaKind.ACKNOWLEDGEMENT: "acknowledge",
    AgendaKind.FIRST_VISIT: "move",
    AgendaKind.STUCK: "log",
    AgendaKind.FOLLOW_UP: "log",
    AgendaKind.FEEDBACK: "write",
    AgendaKind.SENDING_LESS: "log",
    AgendaKind.RECONNECT: "log",
    AgendaKind.READY_TO_ASK: "log",
    AgendaKind.WE_OWE: "log",
    AgendaKind.AGREEMENT_REVIEW: "agreement",
    AgendaKind.GAP: "add",
}
_MEANS: dict[AgendaKind, str] = {
    AgendaKind.INCIDENT: "writes down our reply",
    AgendaKind.REPORT: "opens the report",
    AgendaKind.THANK_YOU: "logs the thank-you at once; T writes a note",
    AgendaKind.FIRST_CONTACT: "notes that the patient was called; m moves it elsewhere",
    AgendaKind.ACKNOWLEDGEMENT: "opens the acknowledgement",
    AgendaKind.FIRST_VISIT: "notes the day booked, or that they were seen; m moves it elsewhere",
    AgendaKind.STUCK: "logs what you heard",
    AgendaKind.FOLLOW_UP: "logs what you did; d takes it as done",
    AgendaKind.FEEDBACK: "opens the note to them",
    AgendaKind.SENDING_LESS: "logs a talk with them; this then rests for 30 days",
    AgendaKind.RECONNECT: "logs a word with them",
    AgendaKind.READY_TO_ASK: "logs that you asked",
    AgendaKind.WE_OWE: "logs what you gave",
    AgendaKind.AGREEMENT_REVIEW: "opens the agreement",
    AgendaKind.GAP: "adds a partner there",
}
_SETTLED: dict[Outcome | None, str] = {
    Outcome.DONE: "You have done this one; u takes back what you did last.",
    Outcome.SNOOZED: "You have put this one off; u takes back what you did last.",
}
_MOST_LINES = 4
_NOTE_ROWS = 2
_BAR = 15


def does(page: ReviewPage) -> str:
    """What enter does here, in a word for the key bar."""
    return "open" if _opens(page.lead) else _DOES[page.lead.kind]


def progress_line(review: Review, width: int) -> Line:
    """`Review  4 of 15  ███░░░  2 done · 1 snoozed`."""
    number = len(review.keys)
    at = "at its end" if review.over else f"{review.place + 1} of {number}"
    room = min(_BAR, max(0, width - 50))
    full = room if review.over else room * sum(1 for one in review.outcomes if one is not Outcome.WAITING) // number
    solid, light = ("█", "░") if shows_blocks() else ("#", ".")
    return Line(
        None,
        (
            (" Review  ", "bold"),
            (f"{at}  ", "head"),
            (solid * full, "good"),
            (light * (room - full), "dim"),
            (f"  {review.tally}", ""),
        ),
    )


def page_lines(page: ReviewPage, width: int, today: date, *, full: bool) -> tuple[Line, ...]:
    """One item: who, what and why, what one key does about it, and the last touches; with `full` everything known."""
    room = max(30, width - 4)
    lines = [*_who(page, width), _gap()]
    shown = page.lines if full else page.lines[:_MOST_LINES]
    for number, line in enumerate(shown):
        lines += _asked(line, room, leading=number == 0)
    if rest := len(page.lines) - len(shown):
        lines.append(text_line(None, f"   and {rest} more with them: w shows all", "dim"))
    if page.older:
        lines.append(text_line(None, f"   and {page.older:,} from long ago, which stay on Today", "dim"))
    lines += [_gap(), _means(page)]
    if page.item.partner_id is not None:
        lines += [_gap(), *_touches(page.touches, width, today)]
    if full and page.relationship is not None:
        lines += [_gap(), *_relationship(page.relationship, room)]
    return tuple(lines)


def settled_lines(name: str, outcome: Outcome | None) -> tuple[Line, ...]:
    """An item that one came back to, with which nothing more is due."""
    return (
        text_line(None, f" {name}", "bold"),
        text_line(None, f" {_SETTLED.get(outcome, 'Nothing is due here any more.')}", "good"),
    )


def end_lines(review: Review, end: ReviewEnd, width: int) -> tuple[Line, ...]:
    """What was done, how long it took, what was left, and what comes."""
    room = max(30, width - 4)
    lines = [
        text_line(None, f" Done for today, in {time_words(review.seconds)}.", "good"),
        *(() if review.keys else (text_line(None, " Nothing was due."),)),
        _gap(),
    ]
    lines += [text_line(None, f" · {text}") for _, label_ in end.done for text in wrap(label_, room)[:1]]
    if end.done:
        lines.append(_gap())
    if review.number(Outcome.SKIPPED, Outcome.PARTLY):
        lines += _said("What you skipped stays on Today.", room)
    if end.new:
        lines += _said(f"New since you began: {_several(end.new)}.", room, "warn")
    if end.due:
        more = "1 more item is" if end.due == 1 else f"{end.due:,} more items are"
        lines += _said(f"{more} due: enter on Today goes through {'it' if end.due == 1 else 'them'}.", room)
    lines += _said(_tomorrow(end), room)
    return tuple(lines)


def _who(page: ReviewPage, width: int) -> Iterator[Line]:
    one = page.partner
    if one is None:
        yield text_line(None, f" {page.item.partner_name}", "bold")
        return
    about = " · ".join(text for text in (one.specialty, one.area, f"tier {one.tier}", label(one.stage)) if text)
    room = max(20, width - 3 - cell_len(one.name))
    if cell_len(about) <= room:
        yield Line(None, ((f" {one.name}  ", "bold"), (about, "dim")))
    else:
        yield text_line(None, f" {one.name}", "bold")
        yield text_line(None, f" {about}", "dim")
    if page.relationship is not None:
        words, look = warmth_words(page.relationship.warmth)
        balance = balance_words(page.relationship.reciprocity)
        yield Line(None, ((f" {words}", look), (f"  {balance}" if balance else "", "")))


def _asked(line: AgendaLine, room: int, *, leading: bool) -> Iterator[Line]:
    """What, by when, and why: the promise stands with its day."""
    sign, look = ("!", "bad") if line.overdue else ("·", "dim")
    for number, text in enumerate(wrap(line.text(), room - 1)):
        yield Line(None, ((f" {sign if number == 0 else ' '} ", look), (text, "bold" if leading else "")))
    for text in wrap(line.why, room - 3):
        yield text_line(None, f"     {text}", "dim")


def _means(page: ReviewPage) -> Line:
    """What the one key does."""
    key = "" if page.lead.action in ("enter", "m", "") else f" or {page.lead.action}"
    means = "opens the referral" if _opens(page.lead) else _MEANS[page.lead.kind]
    return Line(None, ((f" enter{key} ", "key"), (means, "")))


def _opens(line: AgendaLine) -> bool:
    """Whether it is a slow patient of ours, whom one looks at."""
    return line.kind == AgendaKind.STUCK and line.action == "enter"


def _touches(touches: Sequence[Touchpoint], width: int, today: date) -> Iterator[Line]:
    """The last touches in columns as wide as they need to be, so that the note has the room."""
    yield text_line(None, " Last touches" if touches else " No touch is noted yet.", "head" if touches else "dim")
    table = [(short_day(one.day, today), label(one.channel), _by(one)) for one in touches]
    known = 20 if width >= 100 else 14 if width >= 70 else 10
    wide = [max((cell_len(row[place]) for row in table), default=0) for place in range(3)]
    wide[2] = min(known, wide[2])
    indent = sum(wide) + 9
    room = max(10, width - indent - 1)
    for touch, texts in zip(touches, table, strict=True):
        pieces = tuple(
            (f"{fit(text, room_of)}  ", look) for text, room_of, look in zip(texts, wide, ("", "", "dim"), strict=True)
        )
        said = " ".join(part for part in (*(f"+{one}" for one in touch.intents), touch.note.split("\n", 1)[0]) if part)
        first, *more = wrap(said, room)
        if len(more) >= _NOTE_ROWS:
            more = [fit(" ".join(more), room).rstrip()]
        yield Line(None, (("   ", ""), *pieces, (first, "")))
        for text in more:
            yield text_line(None, " " * indent + text)


def _by(touch: Touchpoint) -> str:
    return (touch.contact_name or "them") if touch.direction == Direction.THEIRS else touch.member_name or "we"


def _relationship(known: Relationship, room: int) -> Iterator[Line]:
    yield text_line(None, " How it stands", "head")
    for part in known.warmth.parts:
        yield from _said(f"{part_words(part)}: {part.why}", room, "", "  ")
    yield from _said(reciprocity_words(known.reciprocity), room, "", "  ")
    yield text_line(None, " You may ask now" if known.readiness.ready else " Asking: not yet", "head")
    for condition in known.readiness.conditions:
        yield from _said(f"{'met' if condition.met else 'not yet'}: {condition.text}", room, "", "  ")


def _said(text: str, room: int, look: str = "", indent: str = "") -> Iterator[Line]:
    for one in wrap(text, room - len(indent)) if text else ():
        yield text_line(None, f" {indent}{one}", look)


def _tomorrow(end: ReviewEnd) -> str:
    if not end.tomorrow:
        return "Nothing new comes tomorrow."
    if not end.tomorrow_names:
        return f"Tomorrow brings {count(end.tomorrow, 'partner')}."
    return f"Tomorrow brings {_several(end.tomorrow_names, end.tomorrow)}."


def _several(names: Sequence[str], number: int | None = None) -> str:
    """`A, B, C and 4 more`."""
    shown = names[:3]
    rest = (len(names) if number is None else number) - len(shown)
    listed = ", ".join(shown)
    return f"{listed} and {rest:,} more" if rest > 0 else listed


def _gap() -> Line:
    return text_line(None, "")
