"""What stands on the cards of the board: referrals, and partners by the stage of the relationship."""

from datetime import date

from rich.cells import cell_len

from tui_tracker.domain.board import Card
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
_BEFORE_THE_VISIT = (
    ReferralStage.RECEIVED,
    ReferralStage.CONTACTED,
    ReferralStage.SCHEDULED,
    ReferralStage.SENT,
    ReferralStage.ACCEPTED,
)


def referral_card(card: Card, width: int, lines: int, today: date) -> Drawn:
    """Who, from whom and for how long; what is owed next; urgency as long as the visit is ahead."""
    days = f"{max(0, (today - card.stage_on).days)}d"
    urgency = _urgency(card)
    if lines == 1:
        owed = _owed(card, 30)
        left = width - 12 - 6 - 31 - 8
        return (
            (
                (fit(card.patient_ref, 11) + " ", "bold"),
                (fit(came_from(card, left), left), ""),
                (fit(days, 5, right=True) + " ", "dim"),
                *((fit(text, 31), look) for text, look in owed),
                (urgency, "warn"),
            ),
        )
    room = width - cell_len(days) - 1
    reference = fit(card.patient_ref, min(room, cell_len(card.patient_ref)))
    left = max(0, room - cell_len(reference) - 1)
    first: tuple[Piece, ...] = (
        (reference, "bold"),
        (" " + fit(came_from(card, left), left) + " " if left else " ", ""),
        (days, "dim"),
    )
    return (first, _second(card, width, urgency))


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


def _second(card: Card, width: int, urgency: str) -> tuple[Piece, ...]:
    """What is owed at the left, urgency at the right; the shorter word for it where room is scarce."""
    room = width - (cell_len(urgency) + 1 if urgency else 0)
    owed = _owed(card, room)
    used = sum(cell_len(text) for text, _ in owed)
    if urgency and used > room:
        urgency = "urg" if urgency == Urgency.URGENT else "emerg"
        room = width - cell_len(urgency) - 1
    owed = tuple((fit(text, room), look) for text, look in owed)
    return (*owed, (" " + urgency, "warn")) if urgency else owed


def _owed(card: Card, width: int) -> tuple[Piece, ...]:
    """What is owed next in one piece; what the visit is about where nothing is."""
    if card.owed is None:
        return ((card.reason, "dim"),)
    what = OWED.get(card.owed, label(card.owed))
    late = card.days_late
    if late > 0:
        return (_first_fitting(width, "bad", f"! {what} {late}d late", f"! {what} {late}d", f"! {what}"),)
    if late == 0:
        return ((f"- {what} today", "warn"),)
    return ((f"  {what} in {-late}d", "dim"),)


def _first_fitting(width: int, look: str, *texts: str) -> Piece:
    return (next((text for text in texts if cell_len(text) <= width), texts[-1]), look)
