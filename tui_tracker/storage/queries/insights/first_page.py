"""What became of the referrals received, for the figures of the first page: all of them in one look at the rows."""

from collections.abc import Iterator
from datetime import date

from peewee import fn

from tui_tracker.domain.insights.first_page import Became
from tui_tracker.domain.insights.funnel import RIPE_DAYS, Step
from tui_tracker.domain.insights.lens import Lens
from tui_tracker.domain.insights.periods import Span
from tui_tracker.domain.words import ReferralStage
from tui_tracker.storage.models import Referral
from tui_tracker.storage.queries.agenda_rows import as_day, given_day
from tui_tracker.storage.queries.insights.funnel import furthest
from tui_tracker.storage.queries.insights.narrowing import (
    FROM_PARTNERS,
    INBOUND,
    SEEN_ON,
    days_between,
    number,
    reached_seen,
    referrals_within,
    rows,
    stands_aside,
)
from tui_tracker.storage.queries.insights.times import referrer_told


def became(span: Span, lens: Lens, today: date) -> Iterator[Became]:
    """What became of the referrals of a span up to today."""
    completed, lost, seen = (
        FROM_PARTNERS & condition
        for condition in (
            # Of most the day says it: the rest is asked only where it does not.
            (today >= SEEN_ON) | (furthest(today) >= Step.SEEN.value),
            stands_aside(ReferralStage.LOST, today),
            reached_seen(today),
        )
    )
    query = (
        Referral.select(
            Referral.day,
            SEEN_ON,
            fn.COUNT(Referral.id),
            number(FROM_PARTNERS),
            number(completed),
            number(lost),
            number(lost & (days_between(Referral.day, Referral.stage_on) <= RIPE_DAYS)),
            number(seen),
            number(seen & referrer_told(today)),
        )
        .where(referrals_within(*span, lens) & INBOUND)
        .group_by(Referral.day, SEEN_ON)
    )
    for day, seen_on, *counts in rows(query):
        yield Became(given_day(day), as_day(seen_on), *counts)
