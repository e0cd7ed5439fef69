"""Reports and notes that went out: one change each, nothing twice, and what is wrong said by its field."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.factories import MARKUP
from tui_tracker.domain.errors import Refused
from tui_tracker.domain.records import Doing
from tui_tracker.domain.settings import Settings
from tui_tracker.services import agenda, history, partners, referrals
from tui_tracker.services import reports as service
from tui_tracker.storage import models

TODAY = date(2026, 3, 16)
TOUCHES = (models.Touchpoint.day, models.Touchpoint.channel, models.Touchpoint.intents, models.Touchpoint.note)


def ago(number: int) -> date:
    return TODAY - timedelta(number)


@pytest.fixture
def lee(practice: str, doing: Doing) -> int:
    return partners.add_partner(doing, {"name": "Dr. Lee", "stage": "referring"}).id


def add(doing: Doing, partner_id: int | None, reference: str = "JD-4411", **more: Any) -> int:
    return referrals.add_referral(doing, {"partner_id": partner_id, "patient_ref": reference, **more})


def touches() -> list[tuple[Any, ...]]:
    return list(models.Touchpoint.select(*TOUCHES).order_by(models.Touchpoint.id).tuples())


def label() -> str:
    return str(models.Change.select().order_by(models.Change.id.desc()).first().label)


def open_kinds(partner_id: int) -> list[str]:
    return [line.kind for line in agenda.open_with(partner_id, TODAY, Settings())]


def test_a_report_is_a_touchpoint_too_in_one_change(lee: int, doing: Doing) -> None:
    referral_id = add(doing, lee, day=ago(9))
    service.add_report(doing, referral_id, "initial", ago(1), "fax", "plan")
    (report,) = service.reports_of(referral_id)
    assert (report.kind, report.sent_on, report.channel, report.note) == ("initial", ago(1), "fax", "plan")
    assert touches() == [(ago(1), "fax", 16, "plan")]
    assert label() == "Sent the initial report on JD-4411 (Dr. Lee)"
    history.undo(doing)
    assert service.reports_of(referral_id) == []
    assert touches() == []


def test_what_was_said_to_whom_and_how_is_kept_with_the_report(lee: int, doing: Doing) -> None:
    referral_id = add(doing, lee, day=ago(9))
    parts = {"findings": "Full range.\nNo pain.", "plan": MARKUP[0], "red_flags": "none"}
    service.send_report(
        doing, referral_id, "initial", TODAY, "fax", parts=parts, copied_to="Dr. Ng", letter="Dear Dr. Łódź,\n\n**Hi**"
    )
    (report,) = service.reports_of(referral_id)
    assert report.findings == "Full range.\nNo pain."
    assert (report.red_flags, report.timeline, report.copied_to) == ("none", "", "Dr. Ng")
    assert report.letter == "Dear Dr. Łódź,\n\n**Hi**"


def test_the_same_report_twice_is_noted_once(lee: int, doing: Doing) -> None:
    referral_id = add(doing, lee, day=ago(9))
    first = service.send_report(doing, referral_id, "final", TODAY, "fax", parts={"outcome": "well"}, letter="Dear")
    changes = models.Change.select().count()
    assert (
        service.send_report(doing, referral_id, "final", TODAY, "fax", parts={"outcome": "well"}, letter="Dear")
        == first
    )
    assert models.Change.select().count() == changes
    assert len(touches()) == 1
    other = service.send_report(doing, referral_id, "final", TODAY, "fax", parts={"outcome": "ill"}, letter="Dear")
    assert other != first
    history.undo(doing)
    history.undo(doing)
    again = service.send_report(doing, referral_id, "final", TODAY, "fax", parts={"outcome": "well"}, letter="Dear")
    assert [report.id for report in service.reports_of(referral_id)] == [again]


@pytest.mark.parametrize(
    ("kind", "day", "field"), [("letter", TODAY, "kind"), ("initial", ago(10), "day"), ("final", ago(-1), "day")]
)
def test_a_report_is_checked(lee: int, doing: Doing, kind: str, day: date, field: str) -> None:
    referral_id = add(doing, lee, day=ago(9))
    with pytest.raises(Refused) as refused:
        service.add_report(doing, referral_id, kind, day)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("name", "text", "fits"),
    [
        ("findings", "x" * 4_000, True),
        ("findings", "x" * 4_001, False),
        ("letter", "x" * 40_000, True),
        ("letter", "x" * 40_001, False),
        ("copied_to", "x" * 401, False),
        ("outcome", "bell\x07", True),
    ],
)
def test_texts_are_bounded(lee: int, doing: Doing, name: str, text: str, fits: bool) -> None:
    referral_id = add(doing, lee, day=ago(9))
    sent: dict[str, Any] = {"parts": {}, "copied_to": "", "letter": ""}
    (sent if name in sent else sent["parts"])[name] = text
    if fits:
        service.send_report(doing, referral_id, "initial", TODAY, "fax", **sent)
        assert "\x07" not in getattr(service.reports_of(referral_id)[0], name)
        return
    with pytest.raises(Refused) as refused:
        service.send_report(doing, referral_id, "initial", TODAY, "fax", **sent)
    assert refused.value.field == name
    assert touches() == []


def test_there_is_nobody_to_report_to_without_a_referrer(lee: int, doing: Doing) -> None:
    for referral_id in (add(doing, None, source="web"), add(doing, lee, flow="outbound")):
        with pytest.raises(Refused, match="nobody to report to"):
            service.add_report(doing, referral_id, "initial", TODAY)


def test_a_thank_you_note_answers_what_waits(lee: int, doing: Doing) -> None:
    add(doing, lee, day=ago(2))
    assert "thank_you" in open_kinds(lee)
    service.send_note(doing, "thank_you", lee, TODAY, "card")
    assert "thank_you" not in open_kinds(lee)
    assert touches() == [(TODAY, "card", 4, "Thank-you note sent")]
    assert label() == "Thanked Dr. Lee by thank-you note"
    history.undo(doing)
    assert "thank_you" in open_kinds(lee)


def test_a_note_about_a_declined_referral_answers_the_promise_of_feedback(lee: int, doing: Doing) -> None:
    referral_id = add(doing, lee, day=ago(2))
    referrals.move_referral(doing, referral_id, "declined", ago(1), "no room", "Dr. Ng")
    assert "feedback" in open_kinds(lee)
    service.send_note(doing, "declined", lee, TODAY, "letter", patient_ref="JD-4411")
    assert "feedback" not in open_kinds(lee)
    assert touches()[-1][3] == "Told why the referral of JD-4411 was declined"


def test_what_went_out_can_be_read_again(lee: int, doing: Doing) -> None:
    referral_id = add(doing, lee, day=ago(9))
    parts = {"outcome": "[/x] *well*", "recommendations": "1. walk"}
    service.add_report(doing, referral_id, "acknowledgement", ago(3))
    service.send_report(doing, referral_id, "final", ago(2), "call", parts=parts)
    service.send_report(doing, referral_id, "final", ago(1), "fax", parts=parts, letter="Dear **you**")
    found = [service.letter_of(report) for report in service.reports_of(referral_id)]
    assert (found[0], found[2]) == ("", "Dear **you**")
    assert [line for line in service.letter_text(found[1], 60).splitlines() if line] == [
        "Outcome",
        "[/x] *well*",
        "Recommendations",
        "1. walk",
    ]


def test_what_was_undone_is_there_until_another_is_sent(lee: int, doing: Doing) -> None:
    one, other = add(doing, lee, day=ago(9)), add(doing, lee, "AB-2", day=ago(9))
    said = {"findings": "Flexion 95", "plan": "", "timeline": ""}
    service.send_report(doing, one, "initial", ago(1), "fax", parts=said, copied_to="Dr. Ng", letter="Dear")
    assert service.undone_report(one, doing.who) == {}
    history.undo(doing)
    assert service.undone_report(one, doing.who) == {"kind": "initial", "findings": "Flexion 95", "copied_to": "Dr. Ng"}
    assert service.undone_report(other, doing.who) == service.undone_report(one, "Bo") == {}
    service.add_report(doing, one, "initial", ago(1))
    assert service.undone_report(one, doing.who) == {}
    history.undo(doing)
    assert service.undone_report(one, doing.who) == {}


def test_the_day_a_referral_came_is_not_corrected_past_what_was_reported_on_it(lee: int, doing: Doing) -> None:
    referral_id = add(doing, lee, day=ago(9))
    service.add_report(doing, referral_id, "acknowledgement", ago(5))
    service.add_report(doing, referral_id, "acknowledgement", ago(2))
    with pytest.raises(
        Refused, match=r"^A report on it went out on Mar 11, so it cannot be received on Mar 12; choose"
    ):
        referrals.edit_referral(doing, referral_id, {"day": ago(4)})
    assert referrals.edit_referral(doing, referral_id, {"day": ago(5)})
    assert referrals.referral(referral_id).day == ago(5)  # type: ignore[union-attr]
