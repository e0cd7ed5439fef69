"""Referrals that are added, and corrected: the patient who returns, the source, the slip that is asked about."""

from __future__ import annotations

import pytest

from tests.conftest import TODAY
from tui_tracker.domain.errors import Questioned, Refused
from tui_tracker.services import letters
from tui_tracker.services import referrals as service
from tui_tracker.storage import models
from tui_tracker.storage.journal import changing


def add_partner(doing, name: str) -> int:
    with changing(doing, f"Added {name}") as unit:
        return unit.insert(models.Partner, name=name, search=name.casefold(), added_on=TODAY)


def test_a_patient_who_returns_keeps_the_spelling(practice, doing):
    partner = add_partner(doing, "Dr. Lee")
    first = service.refer(doing, {"partner_id": partner, "patient_ref": "JD-4411"})
    again = service.refer(doing, {"source": "web", "patient_ref": "jd 4411"})
    assert (again.patient_ref, again.label) == ("JD-4411", "Added referral JD-4411, came by web")
    assert service.referral(again.referral_id).patient_ref == "JD-4411"
    assert service.referral(first.referral_id).patient_ref == "JD-4411"


def test_the_same_open_referral_is_asked_about_and_any_other_is_not(practice, doing):
    lee, ray = add_partner(doing, "Dr. Lee"), add_partner(doing, "Dr. Ray")
    first = service.refer(doing, {"partner_id": lee, "patient_ref": "JD-4411"}).referral_id
    with pytest.raises(Questioned, match=r"open since Mar 16, from Dr\. Lee") as asked:
        service.refer(doing, {"partner_id": lee, "patient_ref": "jd4411"})
    assert asked.value.field == "patient_ref"
    assert "4411" not in asked.value.message, "an error may end in a log"
    service.refer(doing, {"partner_id": ray, "patient_ref": "JD-4411"})
    service.refer(doing, {"partner_id": lee, "patient_ref": "JD-4411", "flow": "outbound"})
    service.refer(doing, {"source": "web", "patient_ref": "JD-4411"})
    service.refer(doing, {"source": "event", "patient_ref": "JD-4411"})
    with pytest.raises(Questioned):
        service.refer(doing, {"source": "web", "patient_ref": "JD-4411"})
    service.refer(doing, {"partner_id": lee, "patient_ref": "JD-4411"}, insisted=True)
    for referral_id in (first, first + 5):
        service.move_referral(doing, referral_id, "lost", TODAY, "moved away")
    service.refer(doing, {"partner_id": lee, "patient_ref": "JD-4411"})


@pytest.mark.parametrize("reference", ["1961-03-14", "207-555-0123"])
def test_what_may_be_a_chart_number_is_saved_where_it_is_meant(practice, doing, reference):
    with pytest.raises(Questioned, match="if it is a chart number, save once more"):
        service.refer(doing, {"source": "web", "patient_ref": reference})
    with pytest.raises(Questioned):
        service.add_referral(doing, {"source": "web", "patient_ref": reference})
    kept = service.refer(doing, {"source": "web", "patient_ref": reference}, insisted=True)
    assert service.edit_referral(doing, kept.referral_id, {"patient_ref": reference, "reason": "knee"})
    service.refer(doing, {"source": "event", "patient_ref": reference})
    with pytest.raises(Refused, match="looks like a name"):
        service.refer(doing, {"source": "web", "patient_ref": "John Smith"}, insisted=True)


def test_a_corrected_reference_is_asked_about_and_respelled_like_a_new_one(practice, doing):
    service.refer(doing, {"source": "web", "patient_ref": "JD-4411"})
    one = service.refer(doing, {"source": "web", "patient_ref": "AB-1"}).referral_id
    with pytest.raises(Questioned):
        service.edit_referral(doing, one, {"patient_ref": "1961-03-14"})
    assert service.edit_referral(doing, one, {"patient_ref": "ab 1"})
    assert service.referral(one).patient_ref == "ab 1"
    assert service.edit_referral(doing, one, {"patient_ref": "jd4411"})
    assert service.referral(one).patient_ref == "JD-4411"


@pytest.mark.parametrize(
    "source", [{}, {"source": "partner"}, {"flow": "outbound"}, {"flow": "outbound", "source": "web"}]
)
def test_every_new_patient_has_a_source(practice, doing, source):
    with pytest.raises(Refused, match="Say"):
        service.refer(doing, {"patient_ref": "AB-1", **source})
    assert models.Change.select().count() == 0


def test_new_names_come_with_it_unless_somebody_has_them(practice, doing):
    add_partner(doing, "Dr. Lee")
    added = service.refer(doing, {"patient_ref": "AB-1"}, new_partner="Zed Quark", new_payer="Aetna")
    found = service.referral(added.referral_id)
    assert (found.partner_name, found.payer_name) == ("Zed Quark", "Aetna")
    for new in ({"new_partner": "zed quark"}, {"new_partner": "DR. LEE"}, {"new_partner": "Bo", "new_payer": "aetna"}):
        before = models.Change.select().count()
        with pytest.raises(Refused, match="is a partner already"):
            service.refer(doing, {"patient_ref": "AB-2"}, **new)
        assert models.Change.select().count() == before


def test_no_letter_that_is_refused_names_the_patient(practice, doing):
    lee, ray = add_partner(doing, "Dr. Lee"), add_partner(doing, "Dr. Ray")
    ours = service.refer(doing, {"partner_id": lee, "patient_ref": "JD-4411"}).referral_id
    alone = service.refer(doing, {"source": "web", "patient_ref": "JD-4411"}).referral_id
    sent = service.refer(doing, {"partner_id": lee, "patient_ref": "JD-4411", "flow": "outbound"}).referral_id
    for write in (
        lambda: letters.report_letter(alone, "initial", {}, TODAY, "Ann", None),
        lambda: letters.report_letter(sent, "initial", {}, TODAY, "Ann", None),
        lambda: letters.partner_letter("declined", ray, ours, TODAY, "Ann", None),
        lambda: letters.partner_letter("declined", lee, ours, TODAY, "Ann", None),
        lambda: letters.partner_letter("declined", lee, sent, TODAY, "Ann", None),
    ):
        with pytest.raises(Refused) as refused:
            write()
        assert "4411" not in refused.value.message
