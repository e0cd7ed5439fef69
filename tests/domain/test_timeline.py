"""A timeline from records: tables for what is said, and what belongs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.domain.making import DAY, TODAY, a_referral, days
from tui_tracker.domain.moves import move, redate
from tui_tracker.domain.records import Incident, Referral, Report, Touchpoint
from tui_tracker.domain.timeline import Around, TimelineEvent, belongs, names_patient, timeline
from tui_tracker.domain.timeline_changes import Entry, EventKind, RowChange

Told = list[tuple[int, str, str]]


def row(referral: Referral, **changed: Any) -> dict[str, Any]:
    """A referral as the journal keeps it."""
    found = {name: getattr(referral, name) for name in Referral.__slots__} | {"stage_on": referral.day} | changed
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in found.items()}


class Journal:
    """A referral that is changed day by day, with the journal of it."""

    def __init__(self, referral: Referral, *, added: bool = True) -> None:
        self.now = referral
        self.changes: list[RowChange] = []
        if added:
            self.changes.append(RowChange(Entry(1, referral.day, "Ann"), None, row(referral)))

    def change(self, day: date, /, **columns: Any) -> Journal:
        columns.pop("stage_on", None)
        after = replace(self.now, **columns)
        entry = Entry(len(self.changes) + 2, day, "Ann")
        self.changes.append(RowChange(entry, row(self.now), row(after)))
        self.now = after
        return self

    def move(self, stage: str, day: int, entered: int | None = None, reason: str = "", offered: str = "") -> Journal:
        new = move(self.now, stage, days(day), TODAY, reason, offered)
        return self.change(days(day if entered is None else entered), **new)

    def events(self, **around: Any) -> list[TimelineEvent]:
        return timeline(self.now, self.changes, Around(**around), {}, TODAY)

    def told(self, **around: Any) -> Told:
        return [((event.day - DAY).days, event.what, event.detail) for event in self.events(**around)]


def test_every_move_with_the_days_between_and_what_was_skipped() -> None:
    events = Journal(a_referral()).move("contacted", 2).move("seen", 9).move("closed", 9).events()
    assert [(one.what, one.detail, one.days_since, one.who) for one in events] == [
        ("received", "", None, "Ann"),
        ("contacted", "", 2, "Ann"),
        ("seen", "scheduled skipped", 7, "Ann"),
        ("closed", "in care skipped", 0, "Ann"),
    ]


def test_a_move_that_was_entered_later_says_when() -> None:
    received, seen = Journal(a_referral()).move("seen", 3, entered=5).events()
    assert received.entered_on is None
    assert (seen.day, seen.entered_on) == (days(3), days(5))


def test_a_move_back_names_what_it_takes_off() -> None:
    journal = Journal(a_referral()).move("contacted", 1).move("scheduled", 2).move("seen", 5)
    assert journal.move("contacted", 8).told() == [
        (0, "received", ""),
        (1, "contacted", ""),
        (8, "moved back to contacted", "scheduled Mar 4, seen Mar 7 taken off"),
    ]


def test_a_move_back_does_not_stand_after_what_was_dated_before_it() -> None:
    journal = Journal(a_referral()).move("seen", 5).move("received", 9).move("contacted", 3, entered=9)
    events = journal.events()
    assert [(one.day, one.what, one.entered_on) for one in events] == [
        (days(0), "received", None),
        (days(3), "moved back to received", days(9)),
        (days(3), "contacted", days(9)),
    ]
    assert events[1].kind is EventKind.BACK


def test_a_move_back_to_a_skipped_stage_has_the_day_given() -> None:
    assert Journal(a_referral()).move("closed", 9).move("seen", 6, entered=10).told() == [
        (0, "received", ""),
        (6, "moved back to seen", "contacted, scheduled skipped; closed Mar 11 taken off"),
    ]


def test_standing_aside_tells_why_and_being_taken_up_again_what_it_was() -> None:
    journal = Journal(a_referral()).move("declined", 1, reason="no room", offered="Dr. Roe")
    assert journal.told()[1] == (1, "declined", "no room; offered instead: Dr. Roe")
    journal.move("lost", 4, reason="went elsewhere")
    assert journal.told()[1:] == [
        (4, "lost", "went elsewhere; offered instead: Dr. Roe; declined Mar 3 (no room) taken off")
    ]
    assert journal.move("received", 6).told()[1:] == [
        (6, "taken up again: received", "lost Mar 6 (went elsewhere) taken off")
    ]
    assert journal.move("lost", 7, reason="moved away").move("closed", 5, entered=8).told()[-1] == (
        5,
        "taken up again: closed",
        "contacted, scheduled, seen, in care skipped; lost Mar 9 (moved away) taken off",
    )


def test_a_corrected_day_stands_at_the_stage_and_the_correction_by_itself() -> None:
    journal = Journal(a_referral()).move("seen", 5).move("seen", 3, entered=6)
    journal.change(days(7), **redate(journal.now, days(-2), TODAY))
    assert journal.told() == [
        (-2, "received", ""),
        (3, "seen", "contacted, scheduled skipped"),
        (6, "day corrected", "seen Mar 5 (was Mar 7)"),
        (7, "day corrected", "received Feb 28 (was Mar 2)"),
    ]
    assert journal.events()[0].stage == "received"


def test_a_corrected_reason_stands_at_the_move_and_the_correction_by_itself() -> None:
    journal = Journal(a_referral()).move("lost", 1, reason="moved").move("lost", 1, entered=2, reason="moved to Bath")
    assert journal.told()[1:] == [(1, "lost", "moved to Bath"), (2, "changed", "why moved to Bath (was moved)")]


def test_everything_else_that_was_changed_is_told_in_words() -> None:
    journal = Journal(a_referral()).change(days(1), urgency="urgent", reason="knee")
    journal.change(days(2), appropriate="yes", revenue_cents=123_450).change(days(3), appropriate=None)
    journal.change(days(4), settled=True).change(days(5), visit_on=days(9), reason="")
    assert journal.told()[1:] == [
        (1, "changed", "reason knee; urgency urgent (was routine)"),
        (2, "how it went", "appropriate yes; revenue 1,234.50"),
        (3, "how it went", "appropriate taken out (was yes)"),
        (4, "settled", "what was owed is taken as kept"),
        (5, "changed", "reason taken out (was knee); visit on Mar 11"),
    ]


def test_a_visit_that_is_booked_stands_with_the_move() -> None:
    found = a_referral()
    new = move(found, "scheduled", days(2), TODAY) | {"visit_on": days(9)}
    assert Journal(found).change(days(2), **new).told()[1] == (
        2,
        "scheduled",
        "contacted skipped; visit booked for Mar 11",
    )


def test_days_that_the_journal_does_not_know_stand_in_for_moves_and_none_stands_twice() -> None:
    imported = a_referral(stage="seen", contacted_on=days(1), seen_on=days(5))
    assert [(one.what, one.who) for one in Journal(imported, added=False).events()] == [
        ("received", ""),
        ("contacted", ""),
        ("seen", ""),
    ]
    told = Journal(imported, added=False).move("closed", 7).move("closed", 8, entered=9).told()
    assert [what for _, what, _ in told] == ["received", "contacted", "seen", "closed", "day corrected"]
    journal = Journal(imported).change(days(8), stage="closed", in_care_on=days(6), closed_on=days(8))
    assert [what for _, what, _ in journal.told()] == ["received", "contacted", "seen", "in care", "closed"]


def test_a_stage_that_was_reached_on_a_day_nobody_knows_is_shown_and_said() -> None:
    unknown = a_referral(stage="seen", source="web", partner_id=None, partner_name=None)
    assert Journal(unknown, added=False).told() == [
        (0, "received", "came by web"),
        (0, "seen", "contacted, scheduled skipped; its day is not known"),
    ]
    assert Journal(unknown).move("closed", 4).told()[1:] == [
        (0, "seen", "contacted, scheduled skipped; its day is not known"),
        (4, "closed", "in care skipped"),
    ]
    assert Journal(unknown).move("contacted", 4).told()[1][2] == "seen Mar 2 taken off"


def test_reports_say_what_was_found_in_a_line() -> None:
    report = Report(
        3, 1, "initial", days(4), "fax", "", "Bo", findings=f"Tear.\nPatient detail {'x' * 3_000}", copied_to="Dr. Roe"
    )
    (event,) = Journal(a_referral()).events(reports=[report])[1:]
    assert (event.what, event.detail, event.who) == ("initial report sent", "by fax; Tear.; copied to Dr. Roe", "Bo")
    noted = replace(report, kind="acknowledgement", findings="", copied_to="", note="y" * 3_000)
    (event,) = Journal(a_referral()).events(reports=[noted], entered={("report", 3): Entry(9, days(6), "Cy")})[1:]
    assert event.what == "acknowledgement sent"
    assert len(event.detail) < 200
    assert (event.who, event.entered_on) == ("Cy", days(6))


def a_touch(day: int, *intents: str, note: str = "", direction: str = "ours") -> Touchpoint:
    return Touchpoint(day + 50, 1, 7, "Dr. Lee", days(day), "call", direction, intents, note, None)


def test_touchpoints_and_incidents_are_told() -> None:
    incident = Incident(1, 7, "Dr. Lee", 1, "poor_response", days(4), "Facts", "Sorry", "", days(6), None)
    touches = [
        a_touch(1, "thank"),
        a_touch(2, "update", "ask", "feedback", note="on plan"),
        a_touch(3, "update", direction="theirs"),
    ]
    assert Journal(a_referral()).told(touchpoints=touches, incidents=[incident])[1:] == [
        (1, "thank-you", "by call"),
        (2, "update, ask and feedback", "by call; on plan"),
        (3, "update from them", "by call"),
        (4, "incident opened", "poor response"),
        (6, "incident answered", "poor response"),
    ]


@pytest.mark.parametrize(
    ("touch", "expected"),
    [
        (a_touch(0, "update"), True),
        (a_touch(-1, "update"), False),
        (a_touch(5, "feedback"), True),
        (a_touch(6, "feedback"), False),
        (a_touch(2, "connect"), False),
        (a_touch(2, "give"), False),
        (a_touch(2, "thank"), False),
        (a_touch(2, "connect", note="about jd-4411, doing well"), True),
        (a_touch(2, "update", note="XY-9 and JD-4411"), True),
        (a_touch(2, "update", note="XY-9 is fine"), False),
        (a_touch(2, "update", note="XY-99 is fine"), True),
    ],
)
def test_what_belongs_to_a_referral_of_a_busy_partner(touch: Touchpoint, expected: bool) -> None:
    closed = a_referral(stage="closed", closed_on=days(5))
    assert belongs(touch, closed, ["XY-9"], TODAY) is expected


@pytest.mark.parametrize(
    ("note", "reference", "expected"),
    [
        ("JD-4411", "jd-4411", True),
        ("(JD-4411)", "JD-4411", True),
        ("JD-44110, then JD-4411", "JD-4411", True),
        ("JD-44110", "JD-4411", False),
        ("adjust", "JD", False),
        ("", "JD", False),
        ("JD", "", False),
    ],
)
def test_a_reference_is_a_word_of_its_own(note: str, reference: str, expected: bool) -> None:
    assert names_patient(note, reference) is expected
