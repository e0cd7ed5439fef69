"""What the times of a period do not hold: who still waits, and whose referrer may have heard without a record of it."""

from datetime import date

from peewee import Case, fn

from tui_tracker.domain.insights.lens import Lens
from tui_tracker.domain.insights.periods import Span
from tui_tracker.domain.words import ReferralStage
from tui_tracker.storage.models import Referral
from tui_tracker.storage.queries.agenda_rows import raw
from tui_tracker.storage.queries.insights.narrowing import (
    FROM_PARTNERS,
    INBOUND,
    number,
    reached_seen,
    referrals_within,
    stands_aside,
)
from tui_tracker.storage.queries.insights.times import referrer_told


def left_open(span: Span, lens: Lens, today: date) -> tuple[int, int]:
    """Of the inbound referrals of a span: how many still wait to be seen; and how many partner referrals reached `seen`
    and are settled, though their referrer got no initial or final report."""
    seen = reached_seen(today)
    aside = stands_aside(ReferralStage.LOST, today) | stands_aside(ReferralStage.DECLINED, today)
    waiting = fn.COALESCE(fn.SUM(Case(None, [(seen, 0), (aside, 0)], 1)), 0)
    settled = number(FROM_PARTNERS & Referral.settled & seen & ~referrer_told(today))
    ((here, untold),) = raw(Referral.select(waiting, settled).where(referrals_within(*span, lens) & INBOUND))
    return int(here), int(untold)
