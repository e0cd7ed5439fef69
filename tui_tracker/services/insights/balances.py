"""What went which way between us and partners in the days up to the end of spans, weighed."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from tui_tracker.domain.insights.give_and_take import Balance, Known, Weigher, over
from tui_tracker.domain.insights.lens import Lens
from tui_tracker.domain.insights.periods import Span, cut
from tui_tracker.domain.reciprocity import Reciprocity
from tui_tracker.domain.settings import Settings
from tui_tracker.storage.queries.insights import touches as queries

Most = list[tuple[int, Reciprocity]]


def window(last: date, settings: Settings) -> Span:
    """The days over which give and take is weighed, up to a day."""
    return Span(last - timedelta(max(settings.reciprocity.days, 1) - 1), last)


def balances(
    spans: Sequence[Span], partners: Mapping[int, Known], lens: Lens, settings: Settings, most: int = 0
) -> tuple[list[Balance], Most]:
    """The balance up to the end of each span; and of the first one with whom most went to and fro, so many."""
    slices, windows = cut([window(span.last, settings) for span in spans])
    weigher = Weigher(partners, settings.reciprocity)
    found: dict[range, Balance] = {}
    first: Most = []
    for places, totals in over(windows, queries.went(slices, lens)):
        found[places] = weigher.balance(totals, slices[places.stop - 1].last)
        if most and places == windows[0]:
            first = weigher.most(totals, most)
    return [found[places] for places in windows], first
