"""The numbers that the rules use, all of them defaults that a practice may change in its configuration."""

from dataclasses import field

from tui_tracker.domain.frozen import dataclass


@dataclass(frozen=True, slots=True)
class PromiseDays:
    """Days from what opens a promise to the day it is due (RULES section 3)."""

    first_contact: int = 2
    acknowledgement: int = 2
    thank_you: int = 7
    first_visit: int = 14
    first_visit_urgent: int = 3
    first_visit_emergency: int = 1
    initial_report: int = 3
    progress_report: int = 30
    final_report: int = 7
    feedback: int = 2
    stuck_sent: int = 14
    stuck_seen: int = 30


@dataclass(frozen=True, slots=True)
class CadenceDays:
    """Days between touches for each tier, and to the first contact with a prospect (RULES section 4)."""

    a: int = 30
    b: int = 60
    c: int = 90
    prospect: int = 14


@dataclass(frozen=True, slots=True)
class SlowDays:
    """When a referral is slow by the practice's own measure: beyond `factor` times the median for its stage (0: never).

    The median is that of the stays that ended in the last `within` days, and needs `least_stays` of them; `least_days`
    in a stage are never slow.
    """

    factor: int = 2
    least_stays: int = 10
    least_days: int = 7
    within: int = 365


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything a practice may set about the rules.

    `tier_weights` weigh days overdue in the agenda; `agenda_size` is how many items a day holds;
    `stale_days`: a promise later than this many days is shown after everything fresher;
    `active_days`: a partner who referred within so many days is active;
    `touches_wanted` is the folklore seven; `gift_cap_cents` is per partner and year.
    """

    promises: PromiseDays = field(default_factory=PromiseDays)
    cadence: CadenceDays = field(default_factory=CadenceDays)
    slow: SlowDays = field(default_factory=SlowDays)
    tier_weights: tuple[int, int, int] = (3, 2, 1)
    agenda_size: int = 15
    stale_days: int = 90
    active_days: int = 180
    touches_wanted: int = 7
    reach_per_member: int = 250
    gift_cap_cents: int = 53_500
    member: str = ""
    time_zone: str = ""
