"""The list behind a figure: in the order asked for, the archived among them, those that are gone left out."""

from __future__ import annotations

from datetime import timedelta

from tests.conftest import TODAY
from tui_tracker.domain.insights.page import Listed
from tui_tracker.domain.records import Doing
from tui_tracker.domain.settings import Settings
from tui_tracker.services.insights.listed import listed, partner_names
from tui_tracker.storage.journal import changing
from tui_tracker.storage.models import Incident, Partner, Referral


def test_entries_come_in_the_order_of_their_ids(practice: str, doing: Doing) -> None:
    with changing(doing, "Some") as unit:
        lee = unit.insert(Partner, name="Lee", search="lee", added_on=TODAY)
        may = unit.insert(Partner, name="May", search="may", added_on=TODAY, archived_on=TODAY)
        first, second = (
            unit.insert(Referral, partner=lee, patient_ref=ref, stage="received", stage_on=day, day=day)
            for ref, day in (("JD-1", TODAY), ("JD-2", TODAY - timedelta(9)))
        )
        quarrel = unit.insert(Incident, partner=may, kind="complaint", opened_on=TODAY, facts="late")
    partners = listed(Listed.PARTNERS, (may, 9_999, lee), TODAY, Settings())
    assert [(one.id, one.archived) for one in partners] == [(may, True), (lee, False)]
    referrals = listed(Listed.REFERRALS, (second, first, 9_999), TODAY, Settings())
    assert [(one.patient_ref, one.late) for one in referrals] == [("JD-2", True), ("JD-1", False)]
    assert [one.partner_name for one in listed(Listed.INCIDENTS, (9_999, quarrel), TODAY, Settings())] == ["May"]
    assert partner_names((may, 9_999)) == {may: "May"}
    for what in Listed:
        assert listed(what, (), TODAY, Settings()) == []
