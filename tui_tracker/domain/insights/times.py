"""How soon patients are seen and reports sent."""

from tui_tracker.domain.insights.page import Measure, Theme, Unit

MEASURES: tuple[Measure, ...] = (
    Measure(
        "to_contacted",
        Theme.TIMES,
        "Time to first contact",
        Unit.DAYS,
        -1,
        "The median of the days from received to contacted, of the inbound referrals of the period that were "
        "contacted.",
        "referrals contacted",
    ),
    Measure(
        "to_contacted_p90",
        Theme.TIMES,
        "90th percentile",
        Unit.DAYS,
        -1,
        "Nine of ten of them were contacted within so many days.",
        "referrals contacted",
    ),
    Measure(
        "to_seen",
        Theme.TIMES,
        "Time to appointment",
        Unit.DAYS,
        -1,
        "The median of the days from received to seen, of the inbound referrals of the period that were seen.",
        "referrals seen",
    ),
    Measure(
        "to_seen_p90",
        Theme.TIMES,
        "90th percentile",
        Unit.DAYS,
        -1,
        "Nine of ten of them were seen within so many days.",
        "referrals seen",
    ),
    Measure(
        "loop_closure",
        Theme.TIMES,
        "Loop closure",
        Unit.SHARE,
        1,
        "Inbound partner referrals of the period whose referrer got an initial or final report, of those that "
        "reached “seen”.",
        "partner referrals that reached seen",
    ),
)
