"""Every measure there is, by its key."""

from tui_tracker.domain.insights import care, funnel, growth, referrals, sources, times, touches, value
from tui_tracker.domain.insights.page import Measure, Theme

BY_THEME: dict[Theme, tuple[Measure, ...]] = {
    Theme.REFERRALS: referrals.MEASURES,
    Theme.FUNNEL: funnel.MEASURES,
    Theme.TIMES: times.MEASURES,
    Theme.SOURCES: sources.MEASURES,
    Theme.VALUE: value.MEASURES,
    Theme.GROWTH: growth.MEASURES,
    Theme.TOUCHES: touches.MEASURES,
    Theme.CARE: care.MEASURES,
}
MEASURES: dict[str, Measure] = {one.key: one for measures in BY_THEME.values() for one in measures}

THEME_NAMES: dict[Theme, str] = {
    Theme.REFERRALS: "Referrals",
    Theme.FUNNEL: "Funnel",
    Theme.TIMES: "Times",
    Theme.SOURCES: "Sources",
    Theme.VALUE: "Value",
    Theme.GROWTH: "Growth",
    Theme.TOUCHES: "Touches",
    Theme.CARE: "Care",
}
