"""Who joined, who sends, who stopped."""

from tui_tracker.domain.insights.page import Measure, Theme, Unit

MEASURES: tuple[Measure, ...] = (
    Measure(
        "new_partners",
        Theme.GROWTH,
        "New partners",
        Unit.COUNT,
        1,
        "Partners added in the period.",
        "partners added",
    ),
    Measure(
        "new_referring",
        Theme.GROWTH,
        "New referring partners",
        Unit.COUNT,
        1,
        "Partners whose first inbound referral of all was received in the period.",
        "first referrals",
    ),
    Measure(
        "active",
        Theme.GROWTH,
        "Active partners",
        Unit.COUNT,
        1,
        "Partners with at least one inbound referral in the 180 days up to the end of the period.",
        "partners",
    ),
    Measure(
        "stopped",
        Theme.GROWTH,
        "Sent before, not now",
        Unit.COUNT,
        -1,
        "Partners who sent in the period before, and nothing in this one.",
        "partners who sent before",
    ),
    Measure(
        "sending_less",
        Theme.GROWTH,
        "Sending less",
        Unit.COUNT,
        -1,
        "Partners who send fewer than they used to on the last day of the period, by the test that Today uses.",
        "partners",
    ),
)
