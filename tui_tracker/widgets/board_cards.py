"""What stands on the cards of the board: referrals, and partners by the stage of the relationship."""

from datetime import date

from rich.cells import cell_len

from tui_tracker.domain.board import Card, initials
from tui_tracker.domain.records import PartnerLine
from tui_tracker.domain.words import Promise, ReferralStage, Source, Urgency, label
from tui_tracker.widgets.lines import Piece, fit

Drawn = tuple[tuple[Piece, ...], ...]

OWED: dict[str, str] = {
    Promise.FIRST_CONTACT: "contact",
    Promise.ACKNOWLEDGEMENT: "acknowledge",
    Promise.THANK_YOU: "thank",
    Promise.FIRST_VISIT: "visit",
    Promise.INITIAL_REPORT: "report",
    Promise.PROGRESS_REPORT: "progress",
    Promise.FINAL_REPORT: "final report",
    Promise.FEEDBACK: "tell referrer",
    Promise.STUCK: "ask for news",
}
_SHORT: dict[str, str] = {
    Promise.FIRST_CONTACT: "call",
    Promise.ACKNOWLEDGEMENT: "ack",
    Promise.PROGRESS_REPORT: "prog",
    Promise.FINAL_REPORT: "final",
    Promise.FEEDBACK: "tell",
    Promise.STUCK: "news",
}
"""What is owed, for cards that are slim."""

_NAME = 8
"""Cells that a name keeps before a member's initials stand beside it."""

_BEFORE_THE_VISIT = (
    ReferralStage.RECEIVED,
    ReferralStage.CONTACTED,
    ReferralStage.SCHEDULED,
    ReferralStage.SENT,
    ReferralStage.ACCEPTED,
)


def referral_card(card: Card, width: int, lines: int, today: date) -> Drawn:
    """Who, from whom and for how long; what is owed next; urgency as long as the visit is ahead; whose it is."""
    member = initials(card.member_name or "")
    days = f"{max(0, (today - card.stage_on).days)}d"
    urgency = _urgency(card)
    if lines == 1:
        owed = _owed(card, 30)
        left = width - 12 - 6 - 31 - 4 - 9
        return (
            (
                (fit(card.patient_ref, 11) + " ", "bold"),
                (fit(came_from(card, left), left), ""),
                (fit(days, 5, right=True) + " ", "dim"),
                *((fit(text, 31), look) for text, look in owed),
                (fit(member, 4), "dim"),
                (urgency, "warn"),
            ),
        )
    if lines == 3:
        return _slim(card, width, days, urgency, member)
    room = width - cell_len(days) - 1
    reference = fit(card.patient_ref, min(room, cell_len(card.patient_ref)))
    left = max(0, room - cell_len(reference) - 1)
    first: tuple[Piece, ...] = (
        (reference, "bold"),
        (" " + fit(came_from(card, left), left) + " " if left else " ", ""),
        (days, "dim"),
    )
    return (first, _second(card, width, urgency, member))


def _slim(card: Card, width: int, days: str, urgency: str, member: str) -> Drawn:
    """Three short lines: the reference and the days, the partner and whose it is, what is owed."""
    first: tuple[Piece, ...] = ((fit(card.patient_ref, width - cell_len(days) - 1) + " ", "bold"), (days, "dim"))
    mark = f" {_shorter(urgency)}" if urgency else ""
    room = width - cell_len(mark)
    beside = f" {member}" if member and room - cell_len(member) - 1 >= _NAME else ""
    room -= cell_len(beside)
    second: tuple[Piece, ...] = ((fit(came_from(card, room), room), ""), (beside, "dim"), (mark, "warn"))
    return (first, second, _owed(card, width))


def partner_card(line: PartnerLine, width: int, lines: int, today: date) -> Drawn:
    """A partner's name and tier; what they do and when we were last in touch."""
    touched = "no touch" if line.last_touch is None else f"{(today - line.last_touch).days}d ago"
    if lines == 1:
        return (
            (
                (fit(line.name, width // 2), "bold"),
                (f" {line.tier} ", "key"),
                (fit(line.specialty, width - width // 2 - 12), ""),
                (fit(touched, 9, right=True), "dim"),
            ),
        )
    if lines == 3:
        return (
            ((fit(short_name(line.name, width - 2), width - 2) + " ", "bold"), (line.tier, "key")),
            ((fit(line.specialty or line.area, width), ""),),
            ((touched, "dim"),),
        )
    room = width - cell_len(line.tier) - 1
    first: tuple[Piece, ...] = ((fit(short_name(line.name, room), room) + " ", "bold"), (line.tier, "key"))
    left = width - cell_len(touched) - 1
    second: tuple[Piece, ...] = ((touched, "dim"),)
    if left >= 6:
        second = ((fit(line.specialty or line.area, left) + " ", ""), *second)
    return (first, second)


def came_from(card: Card, width: int) -> str:
    """The partner, as much of the name as tells it; or how the patient came."""
    if card.partner_name:
        return short_name(card.partner_name, width)
    return "no partner" if card.source == Source.PARTNER else label(card.source)


def short_name(name: str, width: int) -> str:
    """A name in few cells: without degrees, then with the first name as a letter, as long as it is a person's."""
    if cell_len(name) <= width:
        return name
    bare, comma, _degrees = name.partition(",")
    if not comma:
        return name
    words = bare.split()
    if cell_len(bare) <= width or len(words) < 2:
        return bare
    brief = f"{words[0][0]}. {words[-1]}"
    return brief if cell_len(brief) <= width else words[-1]


def _urgency(card: Card) -> str:
    if card.urgency == Urgency.ROUTINE or card.stage not in _BEFORE_THE_VISIT:
        return ""
    return card.urgency


def _shorter(urgency: str) -> str:
    return "urg" if urgency == Urgency.URGENT else "emerg"


def _second(card: Card, width: int, urgency: str, member: str) -> tuple[Piece, ...]:
    """What is owed at the left, urgency or whose it is at the right; the shorter word where room is scarce."""
    room = width - (cell_len(urgency) + 1 if urgency else 0)
    owed = _owed(card, room)
    used = sum(cell_len(text) for text, _ in owed)
    if urgency and used > room:
        urgency = _shorter(urgency)
        room = width - cell_len(urgency) - 1
        owed = _owed(card, room)
    right, look = (urgency, "warn") if urgency else (member, "dim")
    if not urgency and used + cell_len(member) + 1 > width:
        right = ""
    room = width - (cell_len(right) + 1 if right else 0)
    owed = tuple((fit(text, room), style) for text, style in owed)
    return (*owed, (" " + right, look)) if right else owed


def owed_piece(card: Card, width: int) -> Piece:
    """What is owed next, in at most `width` cells where the words allow it."""
    return _owed(card, width)[0]


def _owed(card: Card, width: int) -> tuple[Piece, ...]:
    """What is owed next in one piece; that it is slow where nothing is due; else what the visit is about."""
    if card.slow is not None and (card.owed is None or card.days_late < 0):
        over = card.slow.days_late
        usual = f"{card.slow.median:g}" if card.slow.median >= 1 else "under 1"
        return (_first_fitting(width, "warn", f"! slow, {usual}d usual", f"! slow by {over}d", "! slow"),)
    if card.owed is None:
        return ((card.reason, "dim"),)
    what = OWED.get(card.owed, label(card.owed))
    short = _SHORT.get(card.owed, what)
    late = card.days_late
    if late > 0:
        in_days = f"{late}d"
        told = (f"! {what} {in_days} late", f"! {what} {in_days}", f"! {short} {in_days}", f"! {short}")
        return (_first_fitting(width, "bad", *told),)
    if late == 0:
        return (_first_fitting(width, "warn", f"- {what} today", f"- {short} today", f"- {short} 0d"),)
    return (_first_fitting(width, "dim", f"  {what} in {-late}d", f"  {short} in {-late}d", f"  {short} {-late}d"),)


def _first_fitting(width: int, look: str, *texts: str) -> Piece:
    return (next((text for text in texts if cell_len(text) <= width), texts[-1]), look)
