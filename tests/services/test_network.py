"""The network's branches, pages and ties, on both engines."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.conftest import TODAY
from tui_tracker.domain.network import Branch, Grouping
from tui_tracker.domain.records import Doing
from tui_tracker.domain.text import fold
from tui_tracker.services import network
from tui_tracker.storage.journal import Unit, changing
from tui_tracker.storage.models import Contact, Link, Partner, Practice, Referral


def partner(unit: Unit, name: str, specialty: str = "Cardiology", **more: object) -> int:
    values = {"name": name, "search": fold(name), "specialty": specialty, "added_on": TODAY, **more}
    return unit.insert(Partner, **values)


def referral(unit: Unit, partner_id: int, day: date, flow: str = "inbound") -> None:
    stage = "received" if flow == "inbound" else "sent"
    unit.insert(Referral, partner=partner_id, flow=flow, patient_ref="JD-1", stage=stage, stage_on=day, day=day)


@pytest.fixture
def people(practice: str, doing: Doing) -> dict[str, int]:
    with changing(doing, "Made a network") as unit:
        unit.insert(Practice, name="Riverside", id=1)
        lee = partner(unit, "Dr. Zoë Lee", area="Bath", stage="referring")
        abe = partner(unit, "Dr. Abe Ray", area="Bath")
        clinic = partner(unit, "Lee 100% Clinic", "Family medicine", kind="practice")
        gone = partner(unit, "Dr. Gone", archived_on=TODAY)
        for day in (TODAY, TODAY - timedelta(days=89), TODAY - timedelta(days=90)):
            referral(unit, lee, day)
        referral(unit, abe, TODAY)
        referral(unit, abe, TODAY, "outbound")
        referral(unit, gone, TODAY)
        unit.insert(Link, kind="works_at", from_partner=lee, to_partner=clinic)
        unit.insert(Link, kind="introduced", from_partner=abe, to_partner=lee)
        unit.insert(Contact, partner=lee, name="Nurse Joy", role="nurse", phone="555-1", advocate=True)
        unit.insert(Contact, partner=lee, name="Left Last Year", active=False)
    return {"lee": lee, "abe": abe, "clinic": clinic, "gone": gone}


def test_a_branch_sums_up_what_is_below_without_the_archived(people):
    outline = network.outline(Grouping.SPECIALTY, TODAY)
    assert outline.practice == "Riverside"
    assert outline.total == 3
    assert outline.branches == (Branch("Cardiology", 2, 3), Branch("Family medicine", 1, 0))
    assert network.outline(Grouping.AREA, TODAY).branches == (Branch("Bath", 2, 3), Branch("", 1, 0))
    assert [b.name for b in network.outline(Grouping.KIND, TODAY).branches] == ["clinician", "practice"]
    assert [b.name for b in network.outline(Grouping.STAGE, TODAY).branches] == ["prospect", "referring"]


def test_an_empty_practice_has_no_branches(practice):
    outline = network.outline(Grouping.SPECIALTY, TODAY)
    assert (outline.practice, outline.branches, outline.total) == ("", (), 0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("zoe", {"Cardiology": ["lee"]}),
        ("LEE", {"Cardiology": ["lee"], "Family medicine": ["clinic"]}),
        ("cardio", {"Cardiology": ["abe", "lee"]}),
        ("100%", {"Family medicine": ["clinic"]}),
        ("_", {}),
        ("gone", {}),
    ],
)
def test_a_filter_keeps_partners_by_name_and_whole_branches_by_theirs(people, text, expected):
    outline = network.outline(Grouping.SPECIALTY, TODAY, text)
    ids = network.ids_below(Grouping.SPECIALTY, [branch.name for branch in outline.branches], text)
    assert {name: list(found) for name, found in ids.items()} == {
        name: [people[who] for who in found] for name, found in expected.items()
    }
    assert {branch.name: branch.partners for branch in outline.branches} == {
        name: len(found) for name, found in expected.items()
    }


def test_the_ids_of_a_branch_stand_in_the_order_of_names(people):
    ids = network.ids_below(Grouping.SPECIALTY, ["Cardiology"])
    assert {name: list(found) for name, found in ids.items()} == {"Cardiology": [people["abe"], people["lee"]]}


def test_a_page_tells_each_partners_figures_and_how_much_hangs_on_it(people):
    leaves = network.leaves([people["lee"], people["clinic"], 9_999], TODAY)
    assert set(leaves) == {people["lee"], people["clinic"]}
    lee = leaves[people["lee"]]
    assert (lee.name, lee.area, lee.stage, lee.referrals_90, lee.ties) == ("Dr. Zoë Lee", "Bath", "referring", 2, 3)
    assert leaves[people["clinic"]].ties == 1


def test_ties_are_read_from_their_partner_and_name_the_other_end(people):
    found = network.ties([people["lee"], people["clinic"], people["gone"]])
    assert [(tie.word, tie.name, tie.detail, tie.partner_id) for tie in found[people["lee"]]] == [
        ("works at", "Lee 100% Clinic", "Family medicine", people["clinic"]),
        ("introduced by", "Dr. Abe Ray", "Cardiology", people["abe"]),
        ("advocate", "Nurse Joy", "nurse, 555-1", None),
    ]
    assert [(tie.word, tie.partner_id) for tie in found[people["clinic"]]] == [("has here", people["lee"])]
    assert found[people["gone"]] == ()
    assert len(found[people["lee"]]) == network.leaves([people["lee"]], TODAY)[people["lee"]].ties


def test_contacts_stand_in_one_order_on_both_engines(people, doing):
    with changing(doing, "Added contacts") as unit:
        for name in ("anna", "Ärla", "Bert", "Zed"):
            unit.insert(Contact, partner=people["abe"], name=name)
    lines = network.ties([people["abe"]])[people["abe"]]
    assert [tie.name for tie in lines if tie.word == "contact"] == ["anna", "Ärla", "Bert", "Zed"]


def test_a_filter_that_hundreds_of_branches_fit_leaves_none_out(practice, doing):
    with changing(doing, "Made many areas") as unit:
        here = [partner(unit, f"P{number}", area=f"Port {number}") for number in range(450)]
        other = partner(unit, "Porter", area="Bath")
        partner(unit, "Lee", area="Bath")
    names = [branch.name for branch in network.outline(Grouping.AREA, TODAY, "port").branches]
    found = network.ids_below(Grouping.AREA, names, "port")
    assert [list(found[f"Port {number}"]) for number in range(450)] == [[one] for one in here]
    assert list(found["Bath"]) == [other]
