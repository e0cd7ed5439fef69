"""How far the referrals of a period came."""

from tui_tracker.domain.insights.page import Measure, Theme, Unit

MEASURES: tuple[Measure, ...] = (
    Measure(
        "completion",
        Theme.FUNNEL,
        "Completion rate",
        Unit.SHARE,
        1,
        "Inbound partner referrals of the period that reached “seen”, of those received at least 30 days ago.",
        "referrals at least 30 days old",
    ),
    Measure(
        "leakage",
        Theme.FUNNEL,
        "Leakage",
        Unit.SHARE,
        -1,
        "Inbound partner referrals of the period that were lost, of those received at least 30 days ago.",
        "referrals at least 30 days old",
    ),
    Measure(
        "lost",
        Theme.FUNNEL,
        "Lost",
        Unit.COUNT,
        -1,
        "Inbound referrals of the period, from partners or not, that are lost today.",
        "referrals received",
    ),
    Measure(
        "declined",
        Theme.FUNNEL,
        "Declined",
        Unit.COUNT,
        0,
        "Inbound referrals of the period that we declined.",
        "referrals received",
    ),
)
