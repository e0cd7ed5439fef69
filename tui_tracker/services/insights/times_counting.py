"""What times are counted from, over any number of spans at once."""

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date

from tui_tracker.domain.insights.lens import Lens
from tui_tracker.domain.insights.periods import Span, cut
from tui_tracker.domain.insights.times import LOOPS, Counted, Turnaround, Turned, Wait, kind_of, turned
from tui_tracker.domain.insights.times_rows import Opened, turned_rows
from tui_tracker.domain.moves import ReferralState
from tui_tracker.domain.promise_history import REPORT_KINDS, report_promises
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.words import Promise
from tui_tracker.storage.queries.agreed_days import agreed
from tui_tracker.storage.queries.insights import times as queries

Each = Callable[[int, int, Opened], None]
"""Told of every initial report and every late one: its referral, the partner, and itself."""


def counted_over(
    spans: Sequence[Span],
    lens: Lens,
    today: date,
    settings: Settings,
    keys: Collection[str],
    each: Each | None = None,
) -> list[Counted]:
    """What the measures in `keys` are worked out from, of each span; `each` as below."""
    slices, places = cut(spans)
    whole = Span(slices[0].first, slices[-1].last)
    firsts = [one.first for one in slices]
    found = [Counted() for _ in slices]

    def of_day(day: date) -> Counted:
        return found[bisect_right(firsts, day) - 1]

    for wait in Wait:
        if wait.value in keys or f"{wait.value}_p90" in keys:
            for day, days, number in queries.waits(wait, whole, lens, today):
                sizes = of_day(day).waits.setdefault(wait, {})
                sizes[days] = sizes.get(days, 0) + number
    if LOOPS in keys:
        for day, seen, told in queries.loops(whole, lens, today):
            one = of_day(day)
            one.seen += seen
            one.told += told
    kinds = {kind for key in keys if (kind := kind_of(key)) is not None}
    if kinds == {Promise.INITIAL_REPORT} and each is None:
        _count_initial(found, firsts, whole, lens, today, settings)
    elif kinds:
        _count_reports(found, firsts, _turned(whole, lens, today, settings), kinds, each)
    return [_sum(found[place] for place in range_) for range_ in places]


def _sum(parts: Iterator[Counted]) -> Counted:
    found = Counted()
    for part in parts:
        found.add_all(part)
    return found


def _count_reports(
    found: Sequence[Counted],
    firsts: Sequence[date],
    reports: Iterable[tuple[int, int, list[Opened]]],
    kinds: Collection[Promise],
    each: Each | None,
) -> None:
    numbers: dict[Opened, int] = {}
    for row_id, partner, of_one in reports:
        for one in of_one:
            numbers[one] = numbers.get(one, 0) + 1
            if each is not None and (one[0] is Promise.INITIAL_REPORT or not one[3]):
                each(row_id, partner, one)
    starts = [day.toordinal() for day in firsts]
    for (kind, opened, days, in_time), number in numbers.items():
        if kind not in kinds:
            continue
        counted = found[bisect_right(starts, opened) - 1]
        counted.reports.setdefault(kind, Turnaround()).add(days, in_time=in_time, number=number)


def _turned(span: Span, lens: Lens, today: date, settings: Settings) -> Iterator[tuple[int, int, list[Opened]]]:
    usual = settings.promises
    return turned_rows(queries.promising_rows(span, lens), span, today, agreed(usual), usual)


def _count_initial(
    found: Sequence[Counted], firsts: Sequence[date], whole: Span, lens: Lens, today: date, settings: Settings
) -> None:
    """As `_count_reports`, of initial reports alone, which come grouped."""
    usual, kinds = settings.promises, (Promise.INITIAL_REPORT,)
    of_partner = agreed(usual)
    for state, sent, number in queries.initial_reports(whole, lens):
        days = of_partner.get(state.partner_id or 0, usual)
        for kind, opened_on, took, in_time in turned(report_promises(state, sent, days, kinds), whole, today):
            counted = found[bisect_right(firsts, opened_on) - 1]
            counted.reports.setdefault(kind, Turnaround()).add(took, in_time=in_time, number=number)


def reports_turned(
    span: Span,
    lens: Lens,
    today: date,
    settings: Settings,
    kinds: Collection[Promise] = REPORT_KINDS,
    partner_ids: Collection[int] | None = None,
) -> Iterator[tuple[ReferralState, list[Turned]]]:
    """The referrals (of the partners named, or of all) with the reports of these kinds promised in a span."""
    usual = settings.promises
    of_partner = agreed(usual)
    for state, sent in queries.promising(span, lens, kinds, partner_ids):
        assert state.partner_id is not None
        promises = report_promises(state, sent, of_partner.get(state.partner_id, usual), kinds)
        if promises:
            yield state, turned(promises, span, today)
