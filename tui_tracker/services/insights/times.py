"""How soon patients are seen and reports sent."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from tui_tracker.domain.insights import times_page
from tui_tracker.domain.insights.lens import Lens
from tui_tracker.domain.insights.page import Figures, Listing, Page, Theme
from tui_tracker.domain.insights.periods import Period, Span, months_shown
from tui_tracker.domain.insights.times import MEASURES, Turnaround, figures_of
from tui_tracker.domain.insights.times_rows import Opened
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.words import Promise
from tui_tracker.services.insights import times_lists
from tui_tracker.services.insights.comparing import compared, spans_of
from tui_tracker.services.insights.times_counting import counted_over, reports_turned
from tui_tracker.storage.queries import practice
from tui_tracker.storage.queries.insights import times as queries
from tui_tracker.storage.queries.insights.left_open import left_open
from tui_tracker.storage.queries.partners import names_of

_KEYS = tuple(measure.key for measure in MEASURES)


def figures(
    spans: Sequence[Span], lens: Lens, today: date, settings: Settings, keys: Collection[str] | None = None
) -> list[Figures]:
    """The figures of each span, in order; of all measures of the theme, or of those in `keys`."""
    wanted = [key for key in _KEYS if keys is None or key in keys]
    if not wanted or not spans:
        return [{} for _ in spans]
    told = [figures_of(one) for one in counted_over(spans, lens, today, settings, wanted)]
    return [{key: found[key] for key in wanted} for found in told]


def page(period: Period, lens: Lens, today: date, settings: Settings) -> Page:
    """What the theme tells of a period."""
    spans, months = spans_of(period), months_shown(period, period.span.first)
    span, promised = period.span, settings.promises
    by_whom = _ByWhom(span, queries.senders(span, lens))
    every = counted_over([*spans, *months], lens, today, settings, _KEYS, by_whom.add)
    now = every[0]
    return Page(
        Theme.TIMES,
        compared(Theme.TIMES, period, [figures_of(one) for one in every[: len(spans)]]),
        (*times_page.distributions(now, span, promised), *times_page.lines(months, every[len(spans) :])),
        (
            times_page.by_kind(now, span, promised),
            times_page.by_member(by_whom.by_member(), {one.id: one.name for one in practice.members()}, span),
            times_page.late_to(_late_to(by_whom.late, span, lens, today, settings), span),
        ),
        times_page.says(now, *left_open(span, lens, today)),
    )


def listing(key: str, span: Span, lens: Lens, today: date, settings: Settings) -> Listing:
    """What a figure, a row or a bar was counted from, over a span.

    Keys of its own: `to_seen_days:3` and `initial_report_days:15+` for a column of a distribution, `member:4` for
    initial reports that a member sent (0: nobody known), `partner:7` for all that was promised to a partner. A referral
    with several progress reports stands there once, where the worst of them belongs.
    """
    return times_lists.listing(key, span, lens, today, settings)


class _ByWhom:
    """Promised reports of a span: initial ones by who sent them (member 0: nobody known), and late ones by partner."""

    def __init__(self, span: Span, senders: Mapping[int, int]) -> None:
        self._first, self._last = span.first.toordinal(), span.last.toordinal()
        self._senders = senders
        self._sent: dict[tuple[int, int, bool], int] = {}
        self.late: dict[int, int] = {}

    def add(self, row_id: int, partner: int, report: Opened) -> None:
        """Count one of a referral."""
        kind, opened, days, in_time = report
        if opened < self._first or opened > self._last:
            return
        if not in_time:
            self.late[partner] = self.late.get(partner, 0) + 1
        if days is not None and kind is Promise.INITIAL_REPORT:
            key = (self._senders.get(row_id, 0), days, in_time)
            self._sent[key] = self._sent.get(key, 0) + 1

    def by_member(self) -> dict[int, Turnaround]:
        """How the initial reports of each member went."""
        found: dict[int, Turnaround] = {}
        for (member, days, in_time), number in self._sent.items():
            found.setdefault(member, Turnaround()).add(days, in_time=in_time, number=number)
        return found


def _late_to(
    late: Mapping[int, int], span: Span, lens: Lens, today: date, settings: Settings
) -> list[times_page.LateTo]:
    """Those to whom most were late; how many were promised is looked up for those alone who can be shown."""
    near = times_page.may_be_most_late(late)
    due = dict.fromkeys(near, 0)
    if near:
        for state, reports in reports_turned(span, lens, today, settings, partner_ids=near):
            due[state.partner_id or 0] += len(reports)
    chosen = times_page.most_late({partner: (due[partner], late[partner]) for partner in near})
    names = names_of(chosen)
    return [times_page.LateTo(partner, names.get(partner, ""), due[partner], late[partner]) for partner in chosen]
