"""How we keep in touch, and give and take.

Touchpoints are told by their day, however a partner stands today. How far we came with each partner, whom we owe and
who only receives, leave out who parted with us, and who was in the archive by the last day.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence
from datetime import date

from tui_tracker.domain.insights import touch_page as pages
from tui_tracker.domain.insights.catalogue import BY_THEME
from tui_tracker.domain.insights.give_and_take import Balance, Known
from tui_tracker.domain.insights.lens import Lens
from tui_tracker.domain.insights.page import Chart, Figure, Figures, Page, Table, Theme, counted, not_here, share
from tui_tracker.domain.insights.periods import Period, Span, cut, months_shown
from tui_tracker.domain.insights.touches import Tally, Touched, by_word, tallies
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.text import count
from tui_tracker.domain.words import ASK_BIT, GIVE_BIT
from tui_tracker.services.insights.balances import balances
from tui_tracker.services.insights.comparing import compared, spans_of
from tui_tracker.services.insights.touches_listing import listing, progress
from tui_tracker.storage.queries.insights import touches as queries

__all__ = ["figures", "listing", "page"]

_TOUCHED = ("touchpoints", "gives", "thanks", "asks", "asks_yes")
_BALANCED = ("reciprocity", "we_owe", "one_sided")


def figures(
    spans: Sequence[Span], lens: Lens, today: date, settings: Settings, keys: Collection[str] | None = None
) -> list[Figures]:
    """The figures of each span, in order; of all measures of the theme, or of those in `keys`."""
    wanted = frozenset(one.key for one in BY_THEME[Theme.TOUCHES]) if keys is None else frozenset(keys)
    found: list[dict[str, Figure]] = [{} for _ in spans]
    if not wanted.isdisjoint(_TOUCHED):
        slices, places = cut(spans)
        touched = [] if lens.of_referrals else queries.touched(slices, lens, today)
        _put(found, [_of_touches(one, lens) for one in tallies(touched, places)])
    if "seven_touches" in wanted:
        _put(found, _seventh(spans, lens, settings))
    if not wanted.isdisjoint(_BALANCED):
        weighed, _most = balances(spans, queries.partners(lens), lens, settings)
        _put(found, [_of_balance(one, lens) for one in weighed])
    return [{key: figure for key, figure in one.items() if key in wanted} for one in found]


def page(period: Period, lens: Lens, today: date, settings: Settings) -> Page:
    """What the theme tells of a period."""
    spans = spans_of(period)
    partners = queries.partners(lens)
    weighed, most = balances(spans, partners, lens, settings, pages.SHOWN)
    found: list[dict[str, Figure]] = [{} for _ in spans]
    _put(found, [_of_balance(one, lens) for one in weighed])
    _put(found, _seventh(spans, lens, settings))
    if lens.of_referrals:
        _put(found, [_of_touches(Tally(), lens) for _ in spans])
        return Page(Theme.TOUCHES, compared(Theme.TOUCHES, period, found), (), (), _not_here(lens))
    months = months_shown(period, queries.first_day(lens))
    slices, places = cut([*spans, *months])
    touched = queries.touched(slices, lens, today)
    each = tallies(touched, places)
    _put(found, [_of_touches(one, lens) for one in each[: len(spans)]])
    shown = _Shown(period.span, months, each[len(spans) :], touched, places[0], places[1])
    charts = (*shown.charts(), _progress_chart(period.span, partners, lens, settings))
    tables = (*_balance_tables(period.span, weighed[0], most, partners), *shown.tables())
    says = _says(weighed[0], settings)
    return Page(Theme.TOUCHES, compared(Theme.TOUCHES, period, found), charts, tables, says)


class _Shown:
    """The charts and tables of touchpoints, from what was counted once."""

    def __init__(
        self,
        span: Span,
        months: Sequence[Span],
        by_month: Sequence[Tally],
        touched: Sequence[Touched],
        now: range,
        before: range,
    ) -> None:
        self._span = span
        self._months = months
        self._by_month = by_month
        self._touched = touched
        self._both = (now, before)
        gave = [one for one in touched if one.manner.was(GIVE_BIT)]
        asked = [one for one in touched if one.manner.was(ASK_BIT)]
        self._channels = [by_word(touched, part, lambda one: one.channel) for part in self._both]
        self._kinds = [by_word(gave, part, lambda one: one.give or "") for part in self._both]
        self._answers = [by_word(asked, part, lambda one: one.answer or "") for part in self._both]

    def charts(self) -> tuple[Chart, ...]:
        """By month, by channel, and what was given."""
        return (
            pages.by_month_chart(self._months, self._by_month),
            pages.by_channel_chart(self._span, *self._channels),
            pages.gives_chart(self._span, *self._kinds),
        )

    def tables(self) -> tuple[Table, ...]:
        """By member, what came of asks, by channel and by month."""
        ours = [one for one in self._touched if one.manner.ours]
        now, before = (by_word(ours, part, lambda one: one.member_id) for part in self._both)
        return (
            pages.by_member_table(self._span, now, before, queries.members()),
            pages.asks_table(self._span, *self._answers),
            pages.by_channel_table(self._span, *self._channels),
            pages.by_month_table(self._months, self._by_month),
        )


def _put(found: Sequence[dict[str, Figure]], more: Sequence[Figures]) -> None:
    for one, here in zip(found, more, strict=True):
        one.update(here)


def _of_touches(tally: Tally, lens: Lens) -> Figures:
    if lens.of_referrals:
        return {key: not_here(key) for key in _TOUCHED}
    return {
        "touchpoints": counted("touchpoints", tally.touchpoints),
        "gives": counted("gives", tally.gives),
        "thanks": counted("thanks", tally.thanks),
        "asks": counted("asks", tally.asks),
        "asks_yes": share("asks_yes", tally.yes, tally.answered),
    }


def _seventh(spans: Sequence[Span], lens: Lens, settings: Settings) -> list[Figures]:
    key = "seven_touches"
    if lens.of_referrals:
        return [{key: not_here(key)} for _ in spans]
    last = max(span.last for span in spans)
    days = [day for day, _partner in queries.reached(max(settings.touches_wanted, 1), last, lens)]
    return [{key: counted(key, bisect_right(days, span.last) - bisect_left(days, span.first))} for span in spans]


def _of_balance(balance: Balance, lens: Lens) -> Figures:
    ratio = balance.outbound / balance.sent_us if balance.sent_us else None
    by_flow = not_here("reciprocity") if lens.source is not None else Figure("reciprocity", ratio, balance.sent_us)
    if lens.of_referrals:
        return {"reciprocity": by_flow, "we_owe": not_here("we_owe"), "one_sided": not_here("one_sided")}
    return {
        "reciprocity": by_flow,
        "we_owe": counted("we_owe", len(balance.owed)),
        "one_sided": counted("one_sided", len(balance.one_sided)),
    }


def _progress_chart(span: Span, partners: dict[int, Known], lens: Lens, settings: Settings) -> Chart:
    wanted = max(settings.touches_wanted, 1)
    return pages.progress_chart(span, progress(span.last, partners, lens).values(), wanted)


def _balance_tables(
    span: Span, balance: Balance, most: Sequence[pages.Weighed], partners: dict[int, Known]
) -> tuple[Table, ...]:
    names = {row_id: one.name for row_id, one in partners.items()}
    owed, one_sided = balance.owed[: pages.SHOWN], balance.one_sided[: pages.SHOWN]
    return (
        pages.partners_table("we_owe", "Partners we owe", span, owed, names, len(balance.owed)),
        pages.partners_table("one_sided", "One-sided", span, one_sided, names, len(balance.one_sided)),
        pages.partners_table("reciprocity", "Give and take with who sends most", span, most, names, len(most)),
    )


def _says(balance: Balance, settings: Settings) -> tuple[str, ...]:
    if not (balance.sent_us or balance.outbound or balance.gives):
        return ()
    days = count(settings.reciprocity.days, "day")
    return (
        f"In the {days} up to the end of the period partners sent us {count(balance.sent_us, 'referral')}; we sent "
        f"them {balance.outbound:,} and gave {count(balance.gives, 'time')}.",
    )


def _not_here(lens: Lens) -> tuple[str, ...]:
    what = "came by one channel" if lens.source is not None else "are paid by one payer"
    return (f"Touchpoints are with partners, not about patients: they cannot be narrowed to those who {what}.",)
