"""What is slow, on Today, on the Board and on a referral's page."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.domain.making import TODAY, a_partner, a_referral
from tui_tracker.domain.agenda import Agenda, AgendaItem
from tui_tracker.domain.agenda_words import item_of
from tui_tracker.domain.board import Card
from tui_tracker.domain.dues import Due
from tui_tracker.domain.moves import ReferralState
from tui_tracker.domain.stays import Slow
from tui_tracker.domain.words import AgendaKind
from tui_tracker.widgets.agenda_lines import agenda_lines, item_line, why_lines
from tui_tracker.widgets.board_cards import referral_card
from tui_tracker.widgets.lines import Line
from tui_tracker.widgets.referral_lines import referral_lines

SINCE = TODAY - timedelta(71)
SLOW = Slow("in_care", SINCE, 71, 24.0, 130, 23)
CARD = Card(
    1, "inbound", "in_care", SINCE, 7, "Dr. Lee", "partner", "JD-4411", "shoulder", "routine", SINCE, None, "Ann Bo",
    "progress_report", date(2026, 4, 5), -20, SLOW,
)  # fmt: skip


def text(line: Line) -> str:
    return "".join(piece for piece, _ in line.pieces)


def an_item() -> AgendaItem:
    full = a_referral(stage="in_care", in_care_on=SINCE)
    state = ReferralState(**{name: getattr(full, name) for name in ReferralState._fields})
    return item_of(a_partner(), [Due("slow:1:x", AgendaKind.STUCK, 7, 23, False, None, (state,), slow=SLOW)], TODAY)


@pytest.mark.parametrize("width", [80, 120])
def test_today_says_since_when_why_and_the_key(width: int) -> None:
    item = an_item()
    shown = text(item_line(item, width))
    assert "Dr. Lee" in shown
    assert "in care for 71 days" in shown
    assert shown.rstrip().endswith("! 23d slow enter")
    assert "JD-4411" not in shown
    why = " ".join(" ".join(map(text, why_lines(item, width))).split())
    assert why == (
        "! JD-4411: in care for 71 days, slow for 23 days in care since Jan 4; half of yours take 24 days or less"
    )


def test_the_heading_holds_for_those_we_sent_as_well() -> None:
    assert text(agenda_lines(Agenda(TODAY, (an_item(),), 0, 0, 0, 0, True), 80)[0]) == "Stuck"


@pytest.mark.parametrize("width", [18, 25, 40])
def test_a_card_says_it_where_nothing_is_due(width: int) -> None:
    def second(card: Card) -> str:
        return "".join(piece for piece, _ in referral_card(card, width, 2, TODAY)[1])

    assert second(CARD).startswith("! slow")
    assert second(replace(CARD, owed=None, owed_due=None, days_late=0)).startswith("! slow")
    assert "slow" not in second(replace(CARD, owed="thank_you", days_late=0))
    assert "slow" not in second(replace(CARD, slow=None))


def test_the_page_says_it_below_the_stage() -> None:
    full = a_referral(stage="in_care", in_care_on=SINCE)
    lines = [text(line) for line in referral_lines(full, (), (), TODAY, 80, SLOW)]
    assert lines[2] == "! slow for 23 days: half of yours take 24 days or less"
    assert not any("slow" in text(line) for line in referral_lines(full, (), (), TODAY, 80))
