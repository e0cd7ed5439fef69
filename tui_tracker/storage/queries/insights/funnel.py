"""How far referrals came, counted by the day received; why some did not; and the lists behind it."""

from datetime import date
from typing import Any

from peewee import SQL, Case, fn

from tui_tracker.domain.insights.funnel import STEPS, Fates, Step
from tui_tracker.domain.insights.lens import Lens
from tui_tracker.domain.insights.states import Where
from tui_tracker.domain.words import ReferralStage
from tui_tracker.storage.models import Referral
from tui_tracker.storage.queries.agenda_rows import given_day, raw
from tui_tracker.storage.queries.insights.narrowing import (
    FROM_PARTNERS,
    INBOUND,
    number,
    reached_seen,
    referrals_within,
    stands_aside,
)

WITHOUT_PARTNER: Any = INBOUND & Referral.partner.is_null()
"""Inbound referrals that name no partner."""

_DAYS = {
    Step.CONTACTED: Referral.contacted_on,
    Step.SCHEDULED: Referral.scheduled_on,
    Step.SEEN: Referral.seen_on,
    Step.IN_CARE: Referral.in_care_on,
    Step.CLOSED: Referral.closed_on,
}


def furthest(today: date) -> Any:
    """The furthest `Step` that an inbound referral reached up to today; what stands aside, before it did."""
    return Case(
        None,
        [
            (
                (reached_on <= today) | ((Referral.stage == STEPS[step].value) & (Referral.stage_on <= today)),
                step.value,
            )
            for step, reached_on in reversed(_DAYS.items())
        ],
        Step.RECEIVED.value,
    )


def by_day(first: date, last: date, lens: Lens, today: date) -> dict[date, Fates]:
    """What became of those received on each day that has any."""
    seen, closed = reached_seen(today), furthest(today) >= Step.CLOSED.value
    lost, declined = (stands_aside(stage, today) for stage in (ReferralStage.LOST, ReferralStage.DECLINED))
    query = (
        Referral.select(
            Referral.day,
            number(FROM_PARTNERS),
            number(FROM_PARTNERS & seen),
            number(FROM_PARTNERS & lost),
            fn.COUNT(Referral.id),
            number(seen),
            number(closed),
            number(lost),
            number(declined),
        )
        .where(referrals_within(first, last, lens) & INBOUND)
        .group_by(Referral.day)
    )
    return {given_day(day): Fates(*map(int, counts)) for day, *counts in raw(query)}


def by_step(first: date, last: date, lens: Lens, today: date) -> dict[Step, int]:
    """How many of the inbound referrals came as far as each step and no further."""
    step = furthest(today)
    wanted = referrals_within(first, last, lens) & INBOUND
    # By its place: PostgreSQL takes the step in the two clauses for different things, its values being parameters.
    query = Referral.select(step, fn.COUNT(Referral.id)).where(wanted).group_by(SQL("1"))
    return {Step(found): count for found, count in raw(query)}


def by_reason(stage: ReferralStage, first: date, last: date, lens: Lens, today: date) -> list[tuple[str, int]]:
    """Why inbound referrals were lost or declined, as it is spelled, and how many."""
    wanted = referrals_within(first, last, lens) & INBOUND & stands_aside(stage, today)
    query = Referral.select(Referral.aside_reason, fn.COUNT(Referral.id)).where(wanted)
    return [(reason, count) for reason, count in raw(query.group_by(Referral.aside_reason))]


def standing(wanted: Any, today: date) -> list[Where]:
    """The referrals that meet a condition, the oldest first; one whose stage is still to come stands in none."""
    stage = Case(None, [(Referral.stage_on <= today, Referral.stage)], "")
    query = (
        Referral.select(Referral.id, Referral.flow, stage, furthest(today), Referral.aside_reason)
        .where(wanted)
        .order_by(Referral.day, Referral.id)
    )
    return [Where(*row) for row in raw(query)]
