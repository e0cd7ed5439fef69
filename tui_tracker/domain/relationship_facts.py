"""What the rules about one relationship (RULES sections 4–8 and 11) are computed from, as storage hands it up."""

from datetime import date

from tui_tracker.domain.cadence import PartnerState
from tui_tracker.domain.frozen import dataclass


@dataclass(frozen=True, slots=True)
class RelationshipFacts:
    """Counts and days of one partner; all windows end today, which belongs to them.

    `touch_days` counts the days with any touchpoint; `channels` and `intents` are those of all touchpoints, theirs too.
    `last_give` and `last_ask` are of ours. `recent` inbound referrals came in the momentum's recent days, `earlier`
    ones in the baseline before, `long_run` counts those of its silence baseline; `first_referral` and `last_referral`
    are the days of the first and the latest inbound one of all. `inbound`, `outbound`, `gives` and `asks` (ours) are
    those of the reciprocity's days. `reports_overdue` counts reports that are late, `open_incidents` those not closed.
    Of `promises_due`, which fell due in 365 days, `promises_kept` were kept in time.
    """

    partner: PartnerState
    last_touch: date | None = None
    touch_days: int = 0
    channels: frozenset[str] = frozenset()
    intents: frozenset[str] = frozenset()
    last_give: date | None = None
    last_ask: date | None = None
    recent: int = 0
    earlier: int = 0
    long_run: int = 0
    first_referral: date | None = None
    last_referral: date | None = None
    inbound: int = 0
    outbound: int = 0
    gives: int = 0
    asks: int = 0
    reports_overdue: int = 0
    open_incidents: int = 0
    promises_due: int = 0
    promises_kept: int = 0
