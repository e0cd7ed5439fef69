"""What is agreed with a partner: kept, changed, removed, and in force at once; on both engines."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.conftest import TODAY
from tests.factories import HOSTILE
from tui_tracker.domain.errors import Refused
from tui_tracker.domain.records import Doing
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.text import clean_text, has_unsafe
from tui_tracker.domain.words import AgendaKind
from tui_tracker.services import agenda, agreements, history, partners, referrals


@pytest.fixture
def lee(practice: str, doing: Doing) -> int:
    return partners.add_partner(doing, {"name": "Dr. Lee", "stage": "referring"}).id


def due_days(partner_id: int) -> dict[str, date]:
    lines = agenda.open_with(partner_id, TODAY, Settings())
    return {str(line.promise or line.kind): line.due_on for line in lines}


def labels() -> list[str]:
    return [change.label for change in history.changes(0, 10)]


def test_what_is_agreed_is_kept_as_given_and_the_rest_is_the_practices(lee: int, doing: Doing) -> None:
    assert agreements.agreement_of(lee) is None

    typed = {
        "formal": "yes",
        "how_to_refer": " Fax\x1b[31m to\x07 5550101\r\nor call ",
        "first_contact_days": " 1 ",
        "thank_you_days": "",
        "initial_report_days": "0",
        "channel": "Letter",
        "consent": "signed at the first visit",
        "review_on": "2026-09-16",
    }
    assert agreements.set_agreement(doing, lee, typed)

    found = agreements.agreement_of(lee)
    assert found is not None
    assert (found.partner_id, found.formal, found.how_to_refer) == (lee, True, "Fax[31m to 5550101\nor call")
    assert (found.first_contact_days, found.thank_you_days, found.initial_report_days) == (1, None, 0)
    assert (found.channel, found.consent, found.review_on) == ("letter", "signed at the first visit", date(2026, 9, 16))
    assert labels()[0] == "Noted the agreement with Dr. Lee"


def test_only_what_is_given_changes_and_nothing_given_changes_nothing(lee: int, doing: Doing) -> None:
    assert not agreements.set_agreement(doing, lee, {"formal": False, "note": " ", "first_visit_days": ""})
    assert agreements.agreement_of(lee) is None, "an agreement that says nothing is none"

    agreements.set_agreement(doing, lee, {"consent": "asked by phone", "first_visit_days": 7})
    assert agreements.set_agreement(doing, lee, {"first_visit_days": None, "copied_to": "Dr. Chan"})
    assert not agreements.set_agreement(doing, lee, {"copied_to": "Dr. Chan"})

    found = agreements.agreement_of(lee)
    assert found is not None
    assert (found.consent, found.first_visit_days, found.copied_to) == ("asked by phone", None, "Dr. Chan")
    assert labels()[0] == "Changed the agreement with Dr. Lee: first visit, copied to"


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        ({"first_contact_days": "-1"}, "first_contact_days"),
        ({"final_report_days": "3651"}, "final_report_days"),
        ({"thank_you_days": "soon"}, "thank_you_days"),
        ({"thank_you_days": "1.5"}, "thank_you_days"),
        ({"channel": "pigeon"}, "channel"),
        ({"note": "x" * 4_001}, "note"),
        ({"how_to_refer": "x" * 4_001}, "how_to_refer"),
        ({"review_on": TODAY - timedelta(1)}, "review_on"),
        ({"review_on": "soon"}, "review_on"),
        ({"partner_id": 2}, None),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    lee: int, doing: Doing, draft: dict[str, object], field: str
) -> None:
    with pytest.raises(Refused) as refused:
        agreements.set_agreement(doing, lee, {"consent": "x", **draft})
    assert refused.value.field == field
    assert agreements.agreement_of(lee) is None


def test_a_review_day_that_has_passed_stays_until_another_is_set(lee: int, doing: Doing) -> None:
    agreements.set_agreement(doing, lee, {"review_on": TODAY + timedelta(3), "consent": "signed"})
    later = Doing(doing.who, doing.at, TODAY + timedelta(9))

    assert agreements.set_agreement(later, lee, {"review_on": TODAY + timedelta(3), "consent": "by phone"})
    with pytest.raises(Refused, match="past"):
        agreements.set_agreement(later, lee, {"review_on": TODAY + timedelta(4)})
    with pytest.raises(Refused, match="no longer there"):
        agreements.set_agreement(later, 99, {"consent": "x"})
    with pytest.raises(Refused, match="no longer there"):
        agreements.remove_agreement(later, 99)


def test_promises_follow_the_agreement_at_once_and_fall_back_when_it_goes(lee: int, doing: Doing) -> None:
    day = TODAY - timedelta(1)
    referrals.add_referral(doing, {"partner_id": lee, "patient_ref": "JD-1", "day": day, "urgency": "urgent"})
    before = due_days(lee)
    assert before["first_contact"] == day + timedelta(2)

    agreements.set_agreement(doing, lee, {"first_contact_days": "0", "thank_you_days": "30", "first_visit_days": "2"})
    agreed = due_days(lee)
    assert agreed["first_contact"] == day
    assert agreed["thank_you"] == day + timedelta(30)
    assert agreed["first_visit"] == day + timedelta(2), "an agreement that is sooner than urgent wins over it"
    assert agreed["acknowledgement"] == before["acknowledgement"]

    assert agreements.remove_agreement(doing, lee) == "Removed the agreement with Dr. Lee"
    assert agreements.agreement_of(lee) is None
    assert due_days(lee) == before
    history.undo(doing)
    assert due_days(lee) == agreed
    history.redo(doing)
    with pytest.raises(Refused, match="no agreement"):
        agreements.remove_agreement(doing, lee)


def test_a_new_review_day_takes_the_item_off_today(lee: int, doing: Doing) -> None:
    agreements.set_agreement(doing, lee, {"review_on": TODAY, "format": "one page"})
    kinds = {line.kind for item in agenda.todays_agenda(TODAY, Settings()).items for line in item.lines}
    assert AgendaKind.AGREEMENT_REVIEW in kinds

    agreements.set_agreement(doing, lee, {"review_on": TODAY + timedelta(180)})
    kinds = {line.kind for item in agenda.todays_agenda(TODAY, Settings()).items for line in item.lines}
    assert AgendaKind.AGREEMENT_REVIEW not in kinds


def test_hostile_texts_are_cleaned(lee: int, doing: Doing) -> None:
    for text in HOSTILE:
        agreements.set_agreement(doing, lee, {"consent": text, "copied_to": text, "note": text})
        found = agreements.agreement_of(lee)
        assert found is not None
        assert found.consent == found.copied_to == found.note == clean_text(text)
        assert not has_unsafe(found.note)
