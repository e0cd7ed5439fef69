"""The plain counts of twelve months."""

from datetime import date, timedelta

from tui_tracker.domain.measures import Counts, Insights, LifetimeValue, by_month, median, month_end, year_of_months
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.words import Flow
from tui_tracker.storage.queries import twelve_months as insights

TOP = 10


def year(last: date, today: date, settings: Settings) -> Insights:
    """The measures of the twelve months that end with the month of `last`; days after `today` are not counted."""
    starts = year_of_months(last)
    first, end = starts[0], min(month_end(starts[-1]), today)
    referrals = insights.referrals(first, end)
    days = [(day, counts) for day, _flow, _source, counts in referrals]
    days += insights.touched(first, end) + insights.added(first, end) + insights.first_referrals(first, end)
    months = by_month(starts, days)
    sources: dict[str, int] = {}
    for _day, flow, source, counts in referrals:
        if flow == Flow.INBOUND.value:
            sources[source] = sources.get(source, 0) + counts.received
    contacted = insights.days_until("contacted_on", first, end)
    seen = insights.days_until("seen_on", first, end)
    return Insights(
        first=first,
        last=end,
        months=months,
        total=sum((counts for _, counts in months), Counts()),
        active=insights.active(end - timedelta(days=settings.active_days - 1), end),
        active_days=settings.active_days,
        sources=tuple(sorted(sources.items(), key=lambda item: (-item[1], item[0]))),
        senders=tuple(insights.top_senders(first, end, TOP)),
        to_contacted=median(contacted),
        contacted=sum(contacted.values()),
        to_seen=median(seen),
        seen=sum(seen.values()),
        lifetime=_in_order(insights.lifetime(first, end), sources),
    )


def _in_order(found: list[LifetimeValue], sources: dict[str, int]) -> tuple[LifetimeValue, ...]:
    """All channels together first, then each as the sources stand."""
    return tuple(sorted(found, key=lambda one: (one.source != "", -sources.get(one.source, 0), one.source)))
