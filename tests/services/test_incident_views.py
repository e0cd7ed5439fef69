"""The overview of incidents, on both engines: in windows, with the referrals around each."""

from __future__ import annotations

from datetime import timedelta

from tests.conftest import TODAY
from tui_tracker.domain.records import Doing
from tui_tracker.domain.settings import Settings
from tui_tracker.services import agreements, incidents, partners, referrals

SETTINGS = Settings()


def test_incidents_come_in_windows_with_the_referrals_of_their_partner(practice: str, doing: Doing) -> None:
    for name in ("Lee", "Kim"):
        partners.add_partner(doing, {"name": name})
    for number, (partner, ago) in enumerate(((1, 60), (1, 50), (1, 20), (1, 0), (2, 55), (1, 200))):
        referrals.add_referral(
            doing, {"partner_id": partner, "patient_ref": f"AB-{number}", "day": TODAY - timedelta(ago)}
        )
    referrals.add_referral(doing, {"flow": "outbound", "partner_id": 1, "patient_ref": "OUT-1", "day": TODAY})
    opened = [
        incidents.open_incident(doing, partner, "complaint", TODAY - timedelta(ago), "Facts.")
        for partner, ago in ((1, 50), (2, 40), (1, 3))
    ]
    incidents.answer_incident(doing, opened[2], TODAY, "Told", close=True)

    found = incidents.incident_views(None, 0, 100, TODAY, SETTINGS)

    assert incidents.count_incidents() == 3
    assert [one.incident.id for one in found] == [opened[1], opened[0], opened[2]], "what is not closed comes first"
    assert [(one.recovery.before, one.recovery.after, one.recovery.passed) for one in found] == [
        (1, 0, 40),
        (2, 2, 50),
        (3, 1, 3),
    ]
    assert incidents.count_incidents(1) == 2
    assert incidents.incident_views(1, 0, 100, TODAY, SETTINGS) == [found[1], found[2]]
    assert incidents.incident_views(None, 1, 1, TODAY, SETTINGS) == [found[1]]
    assert incidents.incident_views(2, 5, 5, TODAY, SETTINGS) == []

    incidents.answer_incident(doing, opened[1], TODAY, "Told")
    found = incidents.incident_views(None, 0, 100, TODAY, SETTINGS)
    assert [one.incident.id for one in found] == [opened[0], opened[1], opened[2]], "what awaits our reply comes first"


def test_all_agreements_the_nearest_review_first_with_how_we_kept_them(practice: str, doing: Doing) -> None:
    for name in ("Lee", "kim", "Ito", "Fox"):
        partners.add_partner(doing, {"name": name})
    for partner, away in ((1, None), (2, 40), (3, 5), (4, 1)):
        agreements.set_agreement(
            doing, partner, {"first_contact_days": 2, "review_on": away and TODAY + timedelta(away)}
        )
    partners.archive_partner(doing, 4)
    one = referrals.add_referral(doing, {"partner_id": 2, "patient_ref": "AB-1", "day": TODAY - timedelta(10)})
    referrals.move_referral(doing, one, "contacted", TODAY - timedelta(9))

    found = agreements.agreement_lines(0, 100, TODAY, SETTINGS)

    assert agreements.count_agreements() == 3
    assert [
        (line.name, line.review_on and (line.review_on - TODAY).days, line.due, line.in_time) for line in found
    ] == [
        ("Ito", 5, 0, 0),
        ("kim", 40, 3, 1),
        ("Lee", None, 0, 0),
    ]
    assert agreements.agreement_lines(1, 1, TODAY, SETTINGS) == found[1:2]
    card = agreements.card_of(2, TODAY, SETTINGS)
    assert [(line.kind, line.days, line.own, line.due, line.in_time) for line in card] == [
        ("first_contact", 2, True, 1, 1),
        ("acknowledgement", 2, False, 1, 0),
        ("thank_you", 7, False, 1, 0),
    ]
