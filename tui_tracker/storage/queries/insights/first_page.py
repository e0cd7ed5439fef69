"""What became of the referrals received, for the figures of the first page: all of them in one look at the rows."""

from collections.abc import Iterator
from datetime import date

from peewee import fn

from tui_tracker.domain.insights.first_page import Became
from tui_tracker.domain.insights.funnel import RIPE_DAYS
from tui_tracker.domain.insights.lens import Lens
from tui_tracker.domain.insights.periods import Span
from tui_tracker.domain.words import ReferralStage
from tui_tracker.storage.models import Referral
from tui_tracker.storage.queries.agenda_rows import as_day, given_day, raw
from tui_tracker.storage.queries.insights.narrowing import (
    FROM_PARTNERS,
    INBOUND,
    SEEN_ON,
    days_between,
    number,
    reached_seen,
    referrals_within,
    stands_aside,
)
from tui_tracker.storage.queries.insights.times import referrer_told


def became(span: Span, lens: Lens, today: date) -> Iterator[Became]:
    """What became of the referrals of a span up to today."""
    seen, lost = FROM_PARTNERS & reached_seen(today), FROM_PARTNERS & stands_aside(ReferralStage.LOST, today)
    query = (
        Referral.select(
            Referral.day,
            SEEN_ON,
            fn.COUNT(Referral.id),
            number(FROM_PARTNERS),
            number(seen),
            number(lost),
            number(lost & (days_between(Referral.day, Referral.stage_on) <= RIPE_DAYS)),
            number(seen & referrer_told(today)),
        )
        .where(referrals_within(*span, lens) & INBOUND)
        .group_by(Referral.day, SEEN_ON)
    )
    for day, seen_on, *counts in raw(query):
        yield Became(given_day(day), as_day(seen_on), *counts)
