"""What a patient brought, by channel, and how it went."""

from tui_tracker.domain.insights.page import Measure, Theme, Unit

MEASURES: tuple[Measure, ...] = (
    Measure(
        "lifetime_value",
        Theme.VALUE,
        "Patient lifetime value",
        Unit.CENTS,
        1,
        "The sum of the revenue noted for the inbound referrals of the period, divided by the patients they "
        "are about; a patient with several referrals counts once.",
        "patients",
    ),
    Measure(
        "adherence",
        Theme.VALUE,
        "Kept to the plan",
        Unit.SHARE,
        1,
        "Inbound referrals of the period whose patient kept to the plan in full, of those of which it is known.",
        "referrals with adherence noted",
    ),
    Measure(
        "quality",
        Theme.VALUE,
        "Good referrals",
        Unit.SHARE,
        1,
        "Inbound partner referrals of the period that were right for us, with a patient who kept to the plan "
        "at least in part, and that went well, of those of which that is known.",
        "partner referrals with marks",
    ),
)
