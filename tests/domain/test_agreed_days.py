"""An agreement's own figure wins; where it names none, the practice's days stand (RULES section 3)."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.domain.making import TODAY, a_referral, an_agreement
from tui_tracker.domain.promises import Sent, agreed_days, open_promises
from tui_tracker.domain.records import Agreement
from tui_tracker.domain.settings import PromiseDays
from tui_tracker.domain.words import Urgency

AGREED = (
    "first_contact",
    "acknowledgement",
    "thank_you",
    "first_visit",
    "initial_report",
    "progress_report",
    "final_report",
)
NUMBERS = st.integers(0, 400)
FIGURES = st.fixed_dictionaries({f"{name}_days": st.none() | NUMBERS for name in AGREED})
PRACTICES = st.builds(PromiseDays, **{field.name: NUMBERS for field in fields(PromiseDays)})


@given(figures=FIGURES, practice=PRACTICES)
def test_the_agreements_own_figure_wins_and_all_else_stays(figures: dict[str, Any], practice: PromiseDays) -> None:
    found = agreed_days(an_agreement(**figures), practice)

    for field in fields(PromiseDays):
        if not field.name.startswith("first_visit_"):
            figure = figures.get(f"{field.name}_days")
            assert getattr(found, field.name) == (getattr(practice, field.name) if figure is None else figure)


@given(practice=PRACTICES)
def test_an_agreement_without_figures_is_as_none(practice: PromiseDays) -> None:
    assert agreed_days(an_agreement(), practice) == agreed_days(None, practice) == practice


@given(agreed=NUMBERS, practice=PRACTICES, urgency=st.sampled_from(list(Urgency)))
def test_the_first_visit_is_as_soon_as_agreed_and_never_later_for_an_urgent_patient(
    agreed: int, practice: PromiseDays, urgency: str
) -> None:
    """Routine: as agreed. Urgent and emergency: as agreed where that is sooner than the practice's days for them."""
    own = {"urgent": practice.first_visit_urgent, "emergency": practice.first_visit_emergency}

    days = agreed_days(an_agreement(first_visit_days=agreed), practice)
    (found,) = (
        state
        for state in open_promises(a_referral(urgency=urgency), Sent(), None, None, days, TODAY)
        if state.kind == "first_visit"
    )

    wait = (found.due_on - found.opened_on).days
    assert wait <= agreed
    assert wait in (agreed, own.get(urgency, agreed))
    assert wait <= own.get(urgency, agreed)


@given(
    figures=FIGURES,
    practice=PRACTICES,
    stage=st.sampled_from(["received", "contacted", "seen", "in_care", "closed"]),
    reported=st.booleans(),
    late=st.integers(-30, 400),
)
def test_what_is_due_is_due_on_the_agreed_day_whatever_the_stage(
    figures: dict[str, Any], practice: PromiseDays, stage: str, reported: bool, late: int
) -> None:
    day, seen, closed = date(2026, 3, 2), date(2026, 3, 9), date(2026, 3, 20)
    referral = a_referral(stage=stage, day=day, seen_on=seen, closed_on=closed if stage == "closed" else None)
    agreement: Agreement = an_agreement(**figures)
    today = closed + timedelta(late)

    found = open_promises(
        referral, Sent(closed if reported else None), None, None, agreed_days(agreement, practice), today
    )

    for state in found:
        figure = figures[f"{state.kind}_days"]
        wait = getattr(practice, state.kind) if figure is None else figure
        assert (state.due_on - state.opened_on).days == wait
        assert state.days_late == (today - state.due_on).days
