"""When the next touch is due (RULES section 4)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.making import TODAY, a_partner
from tui_tracker.domain.cadence import cadence_of, cutoffs
from tui_tracker.domain.settings import Settings

SETTINGS = Settings()


def ago(number: int) -> date:
    return TODAY - timedelta(number)


@pytest.mark.parametrize(("tier", "days"), [("A", 30), ("B", 60), ("C", 90)])
def test_a_touch_is_due_after_the_days_of_the_tier(tier: str, days: int) -> None:
    state = cadence_of(a_partner(tier=tier), ago(days), SETTINGS, TODAY)
    assert state is not None
    assert (state.days, state.due_on, state.days_late, state.late) == (days, TODAY, 0, False)


def test_a_partner_may_have_a_cadence_of_its_own() -> None:
    state = cadence_of(a_partner(tier="A", cadence_days=7), ago(10), SETTINGS, TODAY)
    assert state is not None
    assert (state.days, state.days_late) == (7, 3)


@pytest.mark.parametrize(("days_ago", "late"), [(89, False), (90, True), (200, True)])
def test_late_from_half_a_cadence_past_the_due_day(days_ago: int, late: bool) -> None:
    state = cadence_of(a_partner(tier="B"), ago(days_ago), SETTINGS, TODAY)
    assert state is not None
    assert state.late is late


def test_without_any_touch_it_counts_from_the_day_the_partner_was_added() -> None:
    state = cadence_of(a_partner(tier="B", added_on=ago(61)), None, SETTINGS, TODAY)
    assert state is not None
    assert (state.days_late, state.touched) == (1, False)


def test_a_first_contact_with_a_prospect_is_due_two_weeks_after_adding() -> None:
    state = cadence_of(a_partner(stage="prospect", tier="A", added_on=ago(20)), None, SETTINGS, TODAY)
    assert state is not None
    assert (state.first, state.days, state.days_late) == (True, 14, 6)


def test_a_prospect_who_was_in_touch_is_kept_up_like_its_tier() -> None:
    state = cadence_of(a_partner(stage="prospect", tier="A", added_on=ago(90)), ago(20), SETTINGS, TODAY)
    assert state is not None
    assert (state.first, state.days, state.days_late) == (False, 30, -10)


@pytest.mark.parametrize("changed", [{"stage": "dormant"}, {"stage": "parted"}, {"archived_on": ago(1)}])
def test_who_rests_has_no_cadence(changed: dict[str, object]) -> None:
    assert cadence_of(a_partner(**changed), None, SETTINGS, TODAY) is None


@given(tier=st.sampled_from("ABC"), days=st.integers(0, 400), ahead=st.integers(0, 5))
def test_the_cutoffs_agree_with_the_rule(tier: str, days: int, ahead: int) -> None:
    state = cadence_of(a_partner(tier=tier), ago(days), SETTINGS, TODAY)
    assert state is not None
    assert (ago(days) <= cutoffs(SETTINGS, TODAY, ahead)[tier]) is (state.days_late >= -ahead)
