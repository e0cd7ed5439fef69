"""How often we mean to be in touch (RULES section 4).

Where the rules are silent: a prospect who has been in touch already is kept up at the cadence of its tier.
"""

from datetime import date, timedelta
from typing import NamedTuple

from tui_tracker.domain.frozen import dataclass
from tui_tracker.domain.records import Partner
from tui_tracker.domain.settings import CadenceDays, Settings
from tui_tracker.domain.words import RESTING_STAGES, Stage, Tier


class PartnerState(NamedTuple):
    """What the rules need to know of a partner, as the agenda fetches it by the thousand; else as `records.Partner`."""

    id: int
    name: str
    search: str
    tier: str
    stage: str
    cadence_days: int | None
    added_on: date
    archived_on: date | None
    member_id: int | None = None


@dataclass(frozen=True, slots=True)
class CadenceState:
    """When the next touch is due: `since` is the last touch, or the day the partner was added where there was none.

    `days_late` is 0 on the day it is due; `late` from half a cadence past that on; `first`: a prospect's first contact;
    `touched`: there was a touch.
    """

    since: date
    days: int
    due_on: date
    days_late: int
    late: bool
    first: bool
    touched: bool


def tier_days(tier: str, cadence: CadenceDays) -> int:
    """The days between touches for a tier."""
    return {Tier.A: cadence.a, Tier.B: cadence.b, Tier.C: cadence.c}[Tier(tier)]


def cadence_of(
    partner: Partner | PartnerState, last_touch: date | None, settings: Settings, today: date
) -> CadenceState | None:
    """When we mean to be in touch next; None for dormant, parted and archived partners, who have no cadence."""
    if partner.stage in RESTING_STAGES or partner.archived_on is not None:
        return None
    first = partner.stage == Stage.PROSPECT and last_touch is None
    kept_up = partner.cadence_days or tier_days(partner.tier, settings.cadence)
    days = settings.cadence.prospect if first else kept_up
    since = last_touch or partner.added_on
    days_late = (today - since).days - days
    return CadenceState(
        since, days, since + timedelta(days), days_late, days_late * 2 >= days, first, last_touch is not None
    )


def cutoffs(settings: Settings, today: date, ahead: int = 0) -> dict[str, date]:
    """For each tier, and for `prospect`: in touch on that day or before means due by `ahead` days after today."""
    days = {tier: tier_days(tier, settings.cadence) for tier in Tier}
    found = {str(tier): today + timedelta(ahead - number) for tier, number in days.items()}
    return {**found, str(Stage.PROSPECT): today + timedelta(ahead - settings.cadence.prospect)}
