"""A referral carried by keys alone, in a real terminal, from `r` to the final report that was sent."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from benchmarks.terminal import Terminal
from tests.conftest import TODAY
from tui_tracker.domain.records import Doing
from tui_tracker.domain.settings import Settings
from tui_tracker.services import agreements, board, partners, reports
from tui_tracker.services.opening import close_practice, open_practice

ANN = Doing("Ann", "2026-03-16T12:00:00Z", TODAY)


@pytest.fixture
def practice_of_one(tmp_path: Path) -> str:
    """Dr. Lee, who wants the initial report within five days."""
    path = str(tmp_path / "practice.db")
    open_practice(path)
    lee = partners.add_partner(ANN, {"name": "Ann Lee, MD", "address": "1 Quay St", "city": "Portland"})
    agreements.set_agreement(
        ANN, lee.id, {"initial_report_days": 5, "copied_to": "Dr. Moss", "consent": "signed with us"}
    )
    close_practice()
    return path


class Clerk:
    """Somebody at the keyboard, who looks at the screen after every step."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal

    def press(self, *keys: str, sees: tuple[str, ...] = (), not_: tuple[str, ...] = ()) -> str:
        """Press keys and wait for what is to be seen, and for what is not to be seen any more."""
        self.terminal.press(*keys)
        text = self.terminal.wait_for(*sees) if sees else ""
        return self.terminal.wait_for(*not_, gone=True) if not_ else text

    def types(self, text: str) -> None:
        """Type letters."""
        self.terminal.write(text.encode())

    def moves(self, letter: str, stage: str, day: str) -> None:
        """Move the referral on its page to a stage, on a day."""
        self.press("m", sees=(f"{letter} {stage}",))
        self.press(letter, sees=(f"Move JD-4411 to {stage}", "> On"))
        self.types(day)
        self.press("ctrl+s", sees=(rf"Moved JD-4411 \(Ann Lee, MD\) to {stage}",))


def owed(path: str) -> list[tuple[str, date]]:
    """What is open on the one referral, with its due days, as another session sees it."""
    open_practice(path)
    found = board.promises_of(1, TODAY, Settings())
    close_practice()
    return [(one.kind.value, one.due_on) for one in found]


def test_from_the_first_call_to_the_final_report(in_terminal, practice_of_one):
    terminal = in_terminal("--db", practice_of_one)
    clerk = Clerk(terminal)
    terminal.wait_for("things? to do today|Nothing to do today|Nobody is waiting")

    clerk.press("3", sees=("Inbound referrals",))
    clerk.press("r", sees=("In one line",))
    clerk.types("@lee JD-4411 shoulder urgent 3/2")
    terminal.wait_for(r"Partner +Ann Lee, MD", r"\[urgent\]")
    clerk.press("ctrl+s", sees=(r"Added JD-4411 from Ann Lee, MD", "> JD-4411"))
    assert owed(practice_of_one) == [
        ("first_contact", date(2026, 3, 4)),
        ("acknowledgement", date(2026, 3, 4)),
        ("first_visit", date(2026, 3, 5)),
        ("thank_you", date(2026, 3, 9)),
    ]

    clerk.press("enter", sees=("What is owed next", "! first contact", "! acknowledgement", "! first visit"))
    clerk.moves("c", "contacted", "3/3")
    terminal.wait_for("! first contact", gone=True)
    clerk.press("p", sees=(r"\[acknowledgement\]", "Consent: signed with us"))
    clerk.press("ctrl+n", sees=("Sent on", "By"))
    clerk.types("3/3")
    clerk.press("ctrl+s", sees=("Noted the acknowledgement",), not_=("! acknowledgement",))
    clerk.press("t", sees=("Thanked Ann Lee, MD",), not_=("thank you ",))
    assert owed(practice_of_one) == [("first_visit", date(2026, 3, 5))]

    clerk.moves("s", "scheduled", "3/3")
    clerk.moves("e", "seen", "3/4")
    assert owed(practice_of_one) == [("initial_report", date(2026, 3, 9))]

    clerk.press("p", sees=(r"> Report .*\[initial\]", "Findings", "Copied to +Dr. Moss"))
    clerk.press("tab", sees=("> Findings",))
    clerk.types("Łódź sign *positive*")
    clerk.press("tab", sees=("> Plan",))
    clerk.types("Physiotherapy")
    clerk.press("ctrl+s", sees=("Dear Dr. Lee", r"s sent"))
    clerk.press("s", sees=("Sent on",))
    clerk.types("3/6")
    clerk.press("ctrl+s", sees=("Sent the initial report|Noted the initial report",), not_=("! initial report",))
    assert owed(practice_of_one) == []

    clerk.moves("i", "in care", "3/5")
    assert owed(practice_of_one) == [("progress_report", date(2026, 4, 5))]
    clerk.press("m", sees=("x closed",))
    clerk.press("x", sees=("Move JD-4411 to closed",))
    clerk.types("3/13")
    clerk.press("ctrl+s", sees=("Appropriate|Right for us", "Outcome"))
    clerk.press("ctrl+s", sees=("final report +in 4 days",))
    assert owed(practice_of_one) == [("final_report", date(2026, 3, 20))]

    clerk.press("p", sees=(r"> Report .*\[final\]", "Outcome", "Advice"))
    clerk.press("tab", sees=("> Outcome",))
    clerk.types("Goal met")
    clerk.press("ctrl+s", sees=("Goal met", "s sent"))
    clerk.press("s", sees=("Sent on",))
    clerk.press("ctrl+s", sees=("final report", "Nothing is owed"))
    assert owed(practice_of_one) == []

    open_practice(practice_of_one)
    sent = reports.reports_of(1)
    close_practice()
    assert [one.kind for one in sent] == ["acknowledgement", "initial", "final"]
    assert [one.sent_on for one in sent] == [date(2026, 3, 3), date(2026, 3, 6), TODAY]
    assert sent[1].findings == "Łódź sign *positive*"
    assert "Łódź sign" in sent[1].letter
    assert "Dr. Moss" in sent[1].letter
    clerk.press("escape", sees=("Inbound referrals",))
    clerk.press("1", not_=("report", "JD-4411"))
    clerk.press("q")
    assert terminal.wait_exit() == 0
