"""How soon patients are seen and reports sent."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from tui_tracker.domain.insights import times_page
from tui_tracker.domain.insights.lens import Lens
from tui_tracker.domain.insights.page import Figures, Listing, Page, Theme
from tui_tracker.domain.insights.periods import Period, Span, months_shown
from tui_tracker.domain.insights.times import MEASURES, Turnaround, Turned, figures_of
from tui_tracker.domain.moves import ReferralState
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.words import Promise
from tui_tracker.services.insights import times_lists
from tui_tracker.services.insights.comparing import compared, spans_of
from tui_tracker.services.insights.times_counting import counted_over
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
            times_page.by_member(by_whom.member, {one.id: one.name for one in practice.members()}, span),
            times_page.late_to(_late_to(by_whom.partner), span),
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
    """Promised reports of a span by who sent them (initial ones; member 0: nobody known) and by partner (due, late)."""

    def __init__(self, span: Span, senders: Mapping[int, int]) -> None:
        self._first, self._last = span
        self._senders = senders
        self.member: dict[int, Turnaround] = {}
        self.partner: dict[int, tuple[int, int]] = {}

    def add(self, state: ReferralState, reports: Sequence[Turned]) -> None:
        partner = state.partner_id
        assert partner is not None
        first, last = self._first, self._last
        due, late = self.partner.get(partner, (0, 0))
        for kind, opened_on, days, in_time in reports:
            if opened_on < first or opened_on > last:
                continue
            due, late = due + 1, late + (not in_time)
            if days is not None and kind == Promise.INITIAL_REPORT:
                sender = self._senders.get(state.id, 0)
                self.member.setdefault(sender, Turnaround()).add(days, in_time=in_time)
        self.partner[partner] = due, late


def _late_to(counted: Mapping[int, tuple[int, int]]) -> list[times_page.LateTo]:
    chosen = times_page.most_late(counted)
    names = names_of(chosen)
    return [times_page.LateTo(partner, names.get(partner, ""), *counted[partner]) for partner in chosen]
