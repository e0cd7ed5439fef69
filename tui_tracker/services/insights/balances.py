"""What went which way between us and partners in the days up to the end of spans, weighed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
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
    weigher = Weigher(partners, settings.reciprocity)
    found: dict[date, Balance] = {}
    first: Most = []
    for windows in _meeting(window(last, settings) for last in {span.last for span in spans}):
        slices, places = cut(windows)
        for place, totals in over(places, queries.went(slices, lens)):
            last = slices[place.stop - 1].last
            found[last] = weigher.balance(totals, last)
            if most and last == spans[0].last:
                first = weigher.most(totals, most)
    return [found[span.last] for span in spans], first


def _meeting(windows: Iterable[Span]) -> Iterator[list[Span]]:
    """Those that overlap together, so that nothing between those that do not is counted."""
    together: list[Span] = []
    for one in sorted(windows):
        if together and one.first > together[-1].last:
            yield together
            together = []
        together.append(one)
    if together:
        yield together
