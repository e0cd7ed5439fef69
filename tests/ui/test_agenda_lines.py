"""How an item of Today reads: since when, the key, and the reasons below the list."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tui_tracker.domain.agenda import Agenda, AgendaItem, AgendaLine
from tui_tracker.domain.words import AgendaKind
from tui_tracker.widgets.agenda_lines import agenda_lines, heading, item_line, why_lines
from tui_tracker.widgets.lines import Line

TODAY = date(2026, 3, 16)


def text(line: Line) -> str:
    return "".join(piece for piece, _ in line.pieces)


def an_item(kind: AgendaKind, days: int, action: str = "o", *, lines: int = 1) -> AgendaItem:
    day = TODAY - timedelta(days)
    one = AgendaLine("report:1", kind, None, "initial report", "seen Mar 1", day, day, days, action=action)
    several = (one, *(replace(one, key=f"report:{number}") for number in range(2, lines + 1)))
    return AgendaItem("partner:7", kind, 7, "Dr. Lee", "B", "initial report", "", day, days, action, "", several)


@pytest.mark.parametrize(
    ("kind", "days", "action", "ends"),
    [
        (AgendaKind.REPORT, 7, "enter", "! 7d late enter"),
        (AgendaKind.REPORT, 0, "enter", "today enter"),
        (AgendaKind.THANK_YOU, 100, "t", "! 100d late t thank"),
        (AgendaKind.SENDING_LESS, 13, "o", "last Mar 3 o log"),
        (AgendaKind.SENDING_LESS, 90, "o", "Dec 2025 o log"),
        (AgendaKind.READY_TO_ASK, 13, "o", "gave Mar 3 o log"),
        (AgendaKind.WE_OWE, 13, "o", "since Mar 3 o log"),
        (AgendaKind.GAP, 13, "a", "since Mar 3 a add"),
        (AgendaKind.GAP, 0, "a", "initial report a add"),
    ],
)
@pytest.mark.parametrize("width", [60, 80, 120])
def test_since_when_and_the_key(kind: AgendaKind, days: int, action: str, ends: str, width: int) -> None:
    assert " ".join(text(item_line(an_item(kind, days, action), width)).split()).endswith(ends)


@pytest.mark.parametrize(
    ("lines", "last"),
    [
        (1, "     seen Mar 1"),
        (3, " ! initial report, due Mar 9, 7 days late"),
        (5, "   and 3 more with them: enter shows all"),
    ],
)
def test_the_reason_is_said_once_and_what_does_not_fit_is_counted(lines: int, last: str) -> None:
    shown = [text(line) for line in why_lines(an_item(AgendaKind.REPORT, 7, "enter", lines=lines), 80)]
    assert shown[:2] == [" ! initial report, due Mar 9, 7 days late", "     seen Mar 1"]
    assert shown[-1] == last
    assert len(shown) <= 4


@pytest.mark.parametrize(
    ("nobodys", "said"),
    [
        (0, ["Nobody is waiting for you.", "M shows everybody's."]),
        (1, ["Nobody is waiting for you.", "1 thing is due that nobody looks after.", "M shows everybody's."]),
        (2, ["Nobody is waiting for you.", "2 things are due that nobody looks after.", "M shows everybody's."]),
    ],
)
def test_whoever_has_nothing_to_do_learns_what_others_have(nobodys: int, said: list[str]) -> None:
    empty = Agenda(TODAY, (), 0, 0, 0, 0, True, nobodys)
    assert [text(line) for line in agenda_lines(empty, 80, mine=True)] == ["", *said]
    assert "import" in text(agenda_lines(empty, 80)[-1])


def test_what_stands_above_a_member_s_agenda_fits_eighty_columns() -> None:
    items = tuple(an_item(AgendaKind.REPORT, 7) for _ in range(15))
    found = Agenda(TODAY, items, 10, 1, 0, 0, complete=True, nobodys=1)
    said = text(heading(found, 0, whose="Ann Castellano's")[0])
    assert said == " Ann Castellano's: 15 things to do · 10 more below · 1 nobody's · 1 snoozed"
    assert len(said) <= 80
