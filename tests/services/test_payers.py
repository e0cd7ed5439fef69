"""The page of a payer, on both engines: companies above and below, who speaks for us, whom they cover."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.conftest import TODAY
from tui_tracker.domain.errors import Refused
from tui_tracker.domain.payers import Company, Covered
from tui_tracker.domain.records import Doing
from tui_tracker.domain.settings import Settings
from tui_tracker.services import agreements, contacts, links, partners, referrals
from tui_tracker.services.payers import payer_page
from tui_tracker.storage import models
from tui_tracker.storage.journal import changing

SETTINGS = Settings()


def test_a_payer_with_all_that_is_around_it(practice: str, doing: Doing) -> None:
    for name, kind in (
        ("Plan", "payer"),
        ("Blue", "payer"),
        ("Holding", "other"),
        ("Gold", "payer"),
        ("Lee", "clinician"),
    ):
        partners.add_partner(doing, {"name": name, "kind": kind})
    plan, blue, holding, gold, lee = range(1, 6)
    for one, other in ((plan, blue), (blue, holding), (gold, plan)):
        links.add_link(doing, "part_of", one, other)
    contacts.add_contact(doing, blue, {"name": "Zoe", "role": "case manager", "advocate": True})
    contacts.add_contact(doing, plan, {"name": "Yan"})
    agreements.set_agreement(doing, holding, {"formal": True, "review_on": TODAY + timedelta(9)})
    for number, (payer, ago, stage) in enumerate(
        ((plan, 0, "received"), (plan, 364, "seen"), (plan, 365, "seen"), (plan, 9, "lost"), (gold, 9, "closed"))
    ):
        day = TODAY - timedelta(ago)
        one = referrals.add_referral(
            doing, {"partner_id": lee, "payer_id": payer, "patient_ref": f"AB-{number}", "day": day}
        )
        if stage != "received":
            referrals.move_referral(doing, one, stage, day, reason="moved")

    found = payer_page(plan, TODAY)

    assert found is not None
    assert found.above == (Company(blue, "Blue", 1, False), Company(holding, "Holding", 2, False))
    assert found.below == (Company(gold, "Gold", 1, False),)
    assert [(one.name, one.partner_name) for one in found.advocates] == [("Zoe", "Blue")]
    assert found.covered == Covered(3, 1, 1)
    assert found.covered_below == Covered(1, 1, 0)
    assert [(name, one.formal) for name, one in found.agreements] == [("Holding", True)]
    above = payer_page(holding, TODAY)
    assert above is not None, "whoever has a part is looked at as a company"
    assert [one.name for one in above.below] == ["Blue", "Plan", "Gold"]
    assert payer_page(lee, TODAY) is None
    assert payer_page(99, TODAY) is None


def test_a_company_is_never_part_of_its_own_part(practice: str, doing: Doing) -> None:
    for name in ("A", "B", "C"):
        partners.add_partner(doing, {"name": name, "kind": "payer"})
    links.add_link(doing, "part_of", 1, 2)
    links.add_link(doing, "part_of", 2, 3)
    with pytest.raises(Refused, match="A is part of C already, by way of others"):
        links.add_link(doing, "part_of", 3, 1)
    links.add_link(doing, "colleague", 3, 1)
    with changing(doing, "A loop from elsewhere") as unit:
        unit.insert(models.Link, kind="part_of", from_partner=3, to_partner=1)

    found = payer_page(1, TODAY)

    assert found is not None
    assert [(one.name, one.steps) for one in found.above] == [("B", 1), ("C", 2)]
    assert found.below == (), "each stands once"
