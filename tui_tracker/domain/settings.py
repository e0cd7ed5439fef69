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
class AskDays:
    """When a partner may be asked (RULES section 6): a give within `give_within` days, no ask within `asked_within`,
    and at least `kinds` different channels or intents."""

    give_within: int = 180
    asked_within: int = 90
    kinds: int = 3


@dataclass(frozen=True, slots=True)
class MomentumDays:
    """When a partner sends less than they used to (RULES section 7).

    `recent` days are compared with the `baseline` days before them; `least` referrals and `least_days` of baseline are
    needed, and the chance of so few must be `percent` in a hundred or less. Silence since the last referral is weighed
    against the `silence_baseline` days that end today, and its chance must have been `silence_percent` in a hundred or
    less `silence_wait` days ago already. What was logged for it lets it rest for `rest` days.
    """

    recent: int = 90
    baseline: int = 365
    least: int = 4
    least_days: int = 90
    percent: int = 2
    silence_baseline: int = 1095
    silence_percent: int = 8
    silence_wait: int = 21
    rest: int = 30


@dataclass(frozen=True, slots=True)
class ReciprocityCounts:
    """Give and take over `days` (RULES section 8).

    `owe_from` inbound referrals make us owe, where outbound ones and gives together are under a `share`-th of them;
    `one_sided_from` outbound ones and gives without any inbound are one-sided.
    """

    days: int = 365
    owe_from: int = 3
    share: int = 3
    one_sided_from: int = 6


@dataclass(frozen=True, slots=True)
class GrowthCounts:
    """From what a target is suggested (RULES section 14).

    The referrals of the last `days` count. A specialty sends much with at least `least` of them and `percent` in a
    hundred of all; with `enough` active partners no more of it are suggested; an area is lively with `area_active`
    active partners. At most `most` suggestions of each kind.
    """

    days: int = 365
    least: int = 6
    percent: int = 10
    enough: int = 6
    area_active: int = 3
    most: int = 3


@dataclass(frozen=True, slots=True)
class WarmthPoints:
    """What each part of the warmth weighs, and from where it is called warm and cooling (RULES section 11).

    Our promises count that fell due in the last `promise_days`.
    """

    cadence: int = 30
    promises: int = 25
    reciprocity: int = 15
    momentum: int = 20
    incidents: int = 10
    warm: int = 70
    cooling: int = 40
    promise_days: int = 365


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything a practice may set about the rules.

    `tier_weights` weigh days overdue in the agenda; `agenda_size` is how many items a day holds;
    `stale_days`: a promise later than this many days is shown after everything fresher;
    `active_days`: a partner who referred within so many days is active;
    `touches_wanted` is the folklore seven; `gift_cap_cents` is per partner and year, as the law gives it for
    `gift_cap_year`, with a warning from `gift_warn_percent` of it on; `standing_days`: so long after it was asked, the
    standing may be asked again;
    `recovery_days`: so long before and after an incident referrals are compared.
    """

    promises: PromiseDays = field(default_factory=PromiseDays)
    cadence: CadenceDays = field(default_factory=CadenceDays)
    slow: SlowDays = field(default_factory=SlowDays)
    ask: AskDays = field(default_factory=AskDays)
    momentum: MomentumDays = field(default_factory=MomentumDays)
    reciprocity: ReciprocityCounts = field(default_factory=ReciprocityCounts)
    warmth: WarmthPoints = field(default_factory=WarmthPoints)
    growth: GrowthCounts = field(default_factory=GrowthCounts)
    tier_weights: tuple[int, int, int] = (3, 2, 1)
    agenda_size: int = 15
    stale_days: int = 90
    active_days: int = 180
    touches_wanted: int = 7
    reach_per_member: int = 250
    gift_cap_cents: int = 53_500
    gift_cap_year: int = 2026
    gift_warn_percent: int = 80
    standing_days: int = 365
    recovery_days: int = 90
    member: str = ""
    time_zone: str = ""
