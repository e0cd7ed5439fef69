"""The gift ledger in lines: what was spent on each partner against the cap, and the entries."""

from datetime import date

from tui_tracker.domain.day_words import short_day
from tui_tracker.domain.gifts import PAST, GiftSum, against
from tui_tracker.domain.money import money_text
from tui_tracker.domain.records import Gift
from tui_tracker.domain.settings import Settings
from tui_tracker.widgets.bars import bar
from tui_tracker.widgets.lines import Line, Piece, fit

_BAR = 10
_DAY = 7
_AMOUNT = 10
_WIDE = 100


def sum_line(one: GiftSum, settings: Settings, width: int, *, blocks: bool) -> Line:
    """`Dr. Ann Lee  ████████··     428.00, 80 %, near the cap: 107.00 left`; its key is the partner's id."""
    shown = against(one.cents, settings)
    name = max(14, min(30, width - _BAR - 47))
    drawn = bar(one.cents, shown.cap_cents, _BAR, blocks=blocks)
    look = "bad" if shown.state == PAST else "warn" if shown.state else ""
    gauge: list[Piece] = [(drawn, look or "good"), ("·" * (_BAR - len(drawn)) + "  ", "dim")]
    return Line(one.partner_id, ((fit(one.partner_name, name) + " ", ""), *gauge, (shown.brief, look)))


def gift_line(one: Gift, width: int) -> Line:
    """Day, partner, what it was, the amount, and where there is room who noted it; its key is the entry's id."""
    by = 14 if width >= _WIDE else 0
    name = 24 if width < _WIDE else 30
    what = max(8, width - _DAY - name - _AMOUNT - by - 3)
    pieces: list[Piece] = [
        (fit(short_day(one.day), _DAY), "dim"),
        (fit(one.partner_name, name) + " ", ""),
        (fit(one.what, what) + " ", ""),
        (fit(money_text(one.amount_cents), _AMOUNT, right=True), "bold"),
    ]
    if by:
        pieces.append((" " + fit(one.member_name or "", by), "dim"))
    return Line(one.id, tuple(pieces))


def heading(year: int, today: date, partner: str) -> str:
    """`Gift ledger 2026 · Dr. Lee`."""
    this = f"{year}, this year so far" if year == today.year else str(year)
    return f"Gift ledger {this}{f' · {partner}' if partner else ''}"
