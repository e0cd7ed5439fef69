"""How a referral went: one change, undoable; on both engines."""

from __future__ import annotations

from typing import Any

import pytest

from tests.services.test_referrals import add, label, partner
from tui_tracker.domain.errors import Refused
from tui_tracker.domain.money import MOST_CENTS
from tui_tracker.domain.records import Doing
from tui_tracker.services import history, referrals
from tui_tracker.services.quality import set_quality


def quality(referral_id: int) -> tuple[Any, ...]:
    found = referrals.referral(referral_id)
    assert found is not None
    return found.appropriate, found.adherence, found.outcome, found.revenue_cents


def test_how_it_went_is_one_change_and_can_be_changed_and_undone(practice: str, doing: Doing) -> None:
    referral_id = add(doing, partner(doing, "Dr. Lee"))
    said = set_quality(doing, referral_id, "yes", "partial", "goal_met", MOST_CENTS)
    assert said == label() == "Noted how JD-4411 (Dr. Lee) went"
    assert quality(referral_id) == ("yes", "partial", "goal_met", MOST_CENTS)

    assert set_quality(doing, referral_id, "yes", "partial", "goal_met", MOST_CENTS) == ""
    assert set_quality(doing, referral_id, "no", "", None, 0)
    assert quality(referral_id) == ("no", None, None, 0)

    history.undo(doing)
    assert quality(referral_id) == ("yes", "partial", "goal_met", MOST_CENTS)
    history.undo(doing)
    assert quality(referral_id) == (None, None, None, None)


def test_a_patient_who_came_without_a_partner_has_a_value_too(practice: str, doing: Doing) -> None:
    referral_id = add(doing, None, source="web")
    assert set_quality(doing, referral_id, None, "full", "improved", 5) == "Noted how JD-4411 went"
    assert quality(referral_id) == (None, "full", "improved", 5)


def test_of_a_patient_whom_we_sent_out_only_the_outcome_is_ours(practice: str, doing: Doing) -> None:
    referral_id = add(doing, partner(doing, "Dr. Lee"), flow="outbound")
    assert set_quality(doing, referral_id, "", "", "improved", None)
    for values, field in (
        (("yes", None, None, None), "appropriate"),
        ((None, "full", None, None), "adherence"),
        ((None, None, None, 0), "revenue_cents"),
    ):
        with pytest.raises(Refused, match="only the outcome is noted") as refused:
            set_quality(doing, referral_id, *values)
        assert refused.value.field == field
    assert quality(referral_id) == (None, None, "improved", None)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        (("maybe", None, None, None), "appropriate"),
        ((None, "most", None, None), "adherence"),
        ((None, None, "cured", None), "outcome"),
        ((None, None, None, -1), "revenue_cents"),
        ((None, None, None, MOST_CENTS + 1), "revenue_cents"),
    ],
)
def test_what_is_wrong_is_refused_beside_its_field(practice: str, doing: Doing, values: Any, field: str) -> None:
    referral_id = add(doing, partner(doing, "Dr. Lee"))
    before = history.last_change_id()
    with pytest.raises(Refused) as refused:
        set_quality(doing, referral_id, *values)
    assert refused.value.field == field
    assert history.last_change_id() == before


def test_a_referral_that_is_gone_is_said(practice: str, doing: Doing) -> None:
    with pytest.raises(Refused, match="no longer there"):
        set_quality(doing, 99, None, None, None, None)
