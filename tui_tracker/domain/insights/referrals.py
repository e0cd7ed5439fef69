"""What came in and what went out."""

from tui_tracker.domain.insights.page import Measure, Theme, Unit

MEASURES: tuple[Measure, ...] = (
    Measure(
        "received",
        Theme.REFERRALS,
        "Referrals received",
        Unit.COUNT,
        1,
        "Inbound referrals whose day received lies in the period, with or without a partner.",
        "referrals received",
    ),
    Measure(
        "from_partners",
        Theme.REFERRALS,
        "from partners",
        Unit.COUNT,
        1,
        "Inbound referrals of the period that came from a partner.",
        "referrals received",
    ),
    Measure(
        "sent",
        Theme.REFERRALS,
        "Referrals sent",
        Unit.COUNT,
        0,
        "Outbound referrals whose day sent lies in the period.",
        "referrals sent",
    ),
)
