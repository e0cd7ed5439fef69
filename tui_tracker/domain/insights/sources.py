"""Where patients come from, and how much rests on few."""

from tui_tracker.domain.insights.page import Measure, Theme, Unit

MEASURES: tuple[Measure, ...] = (
    Measure(
        "partner_share",
        Theme.SOURCES,
        "From partners",
        Unit.SHARE,
        0,
        "Inbound referrals of the period that came from a partner, of all that were received.",
        "referrals received",
    ),
    Measure(
        "top_1",
        Theme.SOURCES,
        "From the first partner",
        Unit.SHARE,
        0,
        "Inbound partner referrals of the 365 days up to the end of the period that came from the partner who "
        "sent most.",
        "partner referrals of 365 days",
    ),
    Measure(
        "top_3",
        Theme.SOURCES,
        "From the first three",
        Unit.SHARE,
        0,
        "Inbound partner referrals of the 365 days up to the end of the period that came from the three who sent most.",
        "partner referrals of 365 days",
    ),
    Measure(
        "top_tenth",
        Theme.SOURCES,
        "From the first tenth",
        Unit.SHARE,
        0,
        "Inbound partner referrals of the 365 days up to the end of the period that came from the tenth of "
        "the referring partners who sent most.",
        "partner referrals of 365 days",
    ),
)
