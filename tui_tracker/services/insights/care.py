"""Difficult situations, and whether partners came back."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from tui_tracker.domain.errors import Refused
from tui_tracker.domain.incident_view import Recovery, reach, recovery_figures
from tui_tracker.domain.insights import care as rules
from tui_tracker.domain.insights.care import Opened
from tui_tracker.domain.insights.lens import Lens
from tui_tracker.domain.insights.page import (
    Behind,
    Chart,
    ChartKind,
    Column,
    Figures,
    Group,
    Listed,
    Listing,
    Page,
    Row,
    Series,
    Table,
    Theme,
    Unit,
    listing_of,
    not_here,
)
from tui_tracker.domain.insights.periods import Period, Span
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.text import count
from tui_tracker.domain.words import IncidentKind, label
from tui_tracker.services.insights.comparing import compared, spans_of
from tui_tracker.storage.queries import incidents
from tui_tracker.storage.queries.insights import care as queries

NAMES = {one.key: one.name for one in rules.MEASURES}
_OPEN_SHOWN = 20

Around = Sequence[tuple[Opened, Recovery]]


def figures(
    spans: Sequence[Span], lens: Lens, today: date, settings: Settings, keys: Collection[str] | None = None
) -> list[Figures]:
    """The figures of each span, in order; of all measures of the theme, or of those in `keys`."""
    wanted = [key for key in NAMES if keys is None or key in keys]
    if lens.of_referrals or not spans:
        return [{key: not_here(key) for key in wanted} for _ in spans]
    every = queries.opened(min(span.first for span in spans), max(span.last for span in spans), lens, today)
    around = _around(every, today, settings) if "recovered" in wanted else []
    return [{key: one[key] for key in wanted} for one in (_figures(every, around, span) for span in spans)]


def page(period: Period, lens: Lens, today: date, settings: Settings) -> Page:
    """What the theme tells of a period; what is open is told as of today."""
    figured = compared(Theme.CARE, period, figures(spans_of(period), lens, today, settings))
    if lens.of_referrals:
        says = "A payer or a channel chooses referrals: incidents are none, and are not told."
        return Page(Theme.CARE, figured, (), (), (says,))
    every = queries.opened(*period.span, lens, today)
    around = _around(every, today, settings)
    still = queries.still_open(lens, today)
    return Page(
        Theme.CARE,
        figured,
        (_kinds_chart(every, period.span), _weeks_chart(around, settings)),
        (_kinds_table(every, around, period.span), _open_table(still, today)),
        _said(still),
    )


def listing(key: str, span: Span, lens: Lens, today: date, settings: Settings) -> Listing:
    """What a figure, a row or a bar was counted from, over a span.

    Beside the measures: `kind:KIND`, those of a kind; `incident:ID`, one of those that are open.
    """
    word, colon, rest = key.partition(":")
    if colon and word == "incident":
        found = [one for one in queries.still_open(lens, today) if str(one.id) == rest]
        return listing_of(found[0].partner if found else "No longer open", Listed.INCIDENTS, _by_state(found))
    every = [] if lens.of_referrals else queries.opened(*span, lens, today)
    if colon and word == "kind":
        return listing_of(
            label(rest).capitalize(), Listed.INCIDENTS, _by_state(one for one in every if one.kind == rest)
        )
    if key not in NAMES:
        raise Refused("There is no list behind this line; choose another.")
    groups = _recovered(_around(every, today, settings)) if key == "recovered" else _groups(key, every)
    return listing_of(NAMES[key], Listed.INCIDENTS, groups)


def _around(every: Sequence[Opened], today: date, settings: Settings) -> Around:
    """The incidents after which it can be told whether the partner came back, with the referrals around them."""
    if not every:
        return []
    span = max(1, settings.recovery_days)
    first = min(reach(one.opened_on, span)[0] for one in every)
    last = min(today, max(reach(one.opened_on, span)[1] for one in every))
    days = incidents.referral_days([one.partner_id for one in every], first, last)
    return rules.comparable(every, days, today, span)


def _figures(every: Sequence[Opened], around: Around, span: Span) -> Figures:
    within = [one for one in every if one.opened_on in span]
    return rules.figures(within, [(one, found) for one, found in around if one.opened_on in span])


def _by_kind(every: Iterable[Opened]) -> Mapping[str, list[Opened]]:
    found: dict[str, list[Opened]] = {kind.value: [] for kind in IncidentKind}
    for one in every:
        found[one.kind].append(one)
    return found


def _kinds_chart(every: Sequence[Opened], span: Span) -> Chart:
    kinds = _by_kind(every)
    still = [sum(one.closed_on is None for one in some) for some in kinds.values()]
    return Chart(
        "incidents_by_kind",
        "Incidents by kind",
        ChartKind.BARS,
        Unit.COUNT,
        tuple(label(kind).capitalize() for kind in kinds),
        (Series("incidents", tuple(len(some) for some in kinds.values())),),
        tuple(Behind(Theme.CARE, f"kind:{kind}", span) for kind in kinds),
        tuple(f"{number:,} open" if number else "" for number in still),
    )


def _weeks_chart(around: Around, settings: Settings) -> Chart:
    labels, numbers = rules.weeks_around(around, max(1, settings.recovery_days))
    return Chart(
        "recovery",
        f"Referrals by week before and after {count(len(around), 'incident')}",
        ChartKind.COLUMNS,
        Unit.COUNT,
        labels,
        (Series("referrals", numbers),),
        target=len(labels) // 2,
        target_name="opened",
    )


def _kinds_table(every: Sequence[Opened], around: Around, span: Span) -> Table:
    columns = (
        Column("kind", "Kind", Unit.WORDS),
        Column("opened", "Opened", Unit.COUNT),
        Column("answered", "Answered", Unit.COUNT),
        Column("closed", "Closed", Unit.COUNT),
        Column("days_to_answer", "Reply", Unit.DAYS),
        Column("days_to_close", "To close", Unit.DAYS),
        Column("came_back", "Came back", Unit.COUNT),
        Column("came_back_of", "Of", Unit.COUNT),
    )
    rows = []
    for kind, some in _by_kind(every).items():
        told = rules.figures(some, [(one, found) for one, found in around if one.kind == kind])
        answered, closed, back = (told[key] for key in ("incidents_answered", "incidents_closed", "recovered"))
        days = told["days_to_answer"].value, told["days_to_close"].value
        cells = (label(kind).capitalize(), len(some), answered.part, closed.part, *days, back.part, back.n)
        if some:
            rows.append(Row(cells, Behind(Theme.CARE, f"kind:{kind}", span)))
    note = "Reply and to close: medians. Came back: of those with referrals before, and whose days after are over."
    return Table("incidents_by_kind", "By kind", columns, tuple(rows), note)


def _open_table(still: Sequence[Opened], today: date) -> Table:
    columns = (
        Column("partner", "Partner", Unit.WORDS),
        Column("kind", "Kind", Unit.WORDS),
        Column("opened", "Opened", Unit.WORDS),
        Column("state", "State", Unit.WORDS),
        Column("days", "Open for", Unit.DAYS),
    )
    first = sorted(still, key=lambda one: one.answered_on is not None)[:_OPEN_SHOWN]
    rows = tuple(
        Row(
            (one.partner, label(one.kind), one.opened_on.isoformat(), _state(one), (today - one.opened_on).days),
            Behind(Theme.CARE, f"incident:{one.id}", Span(one.opened_on, one.opened_on)),
        )
        for one in first
    )
    note = "As of today, whatever the period."
    if len(still) > len(first):
        note += f" {len(first)} of {len(still):,}; :incidents has them all."
    return Table("incidents_open", "Open today", columns, rows, note)


def _state(one: Opened) -> str:
    return "awaits our reply" if one.answered_on is None else "answered"


def _said(still: Sequence[Opened]) -> tuple[str, ...]:
    waiting = sum(one.answered_on is None for one in still)
    if not still:
        return ("No incident is open today.",)
    awaits = "awaits" if waiting == 1 else "await"
    return (f"{count(len(still), 'incident')} open today; {waiting:,} {awaits} our reply.",)


def _by_state(every: Iterable[Opened]) -> tuple[Group, ...]:
    some = list(every)
    return (
        _group("awaiting our reply", [one for one in some if one.answered_on is None]),
        _group("answered, not closed", [one for one in some if one.answered_on is not None and one.closed_on is None]),
        _group("closed", [one for one in some if one.closed_on is not None]),
    )


def _groups(key: str, every: Sequence[Opened]) -> tuple[Group, ...]:
    """The list behind a measure; of times those that took longest come first."""
    if key == "incidents":
        return _by_state(every)
    if key == "incidents_answered":
        answered = [one for one in every if one.answered_on is not None]
        return (
            _group("awaiting our reply", [one for one in every if one.answered_on is None]),
            _group("answered", answered),
        )
    if key == "incidents_closed":
        return (
            _group("not closed", [one for one in every if one.closed_on is None]),
            _group("closed", [one for one in every if one.closed_on is not None]),
        )
    if key == "days_to_answer":
        return _slowest("answered", [(one.id, one.answered_in) for one in every])
    return _slowest("closed", [(one.id, one.closed_in) for one in every])


def _slowest(words: str, every: Iterable[tuple[int, int | None]]) -> tuple[Group, ...]:
    found = sorted(((days, row_id) for row_id, days in every if days is not None), key=lambda one: (-one[0], one[1]))
    ids, notes = tuple(row_id for _, row_id in found), tuple(f"after {count(days, 'day')}" for days, _ in found)
    return (Group(words, ids, notes),)


def _recovered(around: Around) -> tuple[Group, ...]:
    def group(words: str, back: bool) -> Group:
        some = [(one.id, recovery_figures(found)) for one, found in around if rules.came_back(found) is back]
        return Group(words, tuple(row_id for row_id, _ in some), tuple(note for _, note in some))

    return (group("fewer than before", False), group("came back", True))


def _group(words: str, some: Sequence[Opened]) -> Group:
    return Group(words, tuple(one.id for one in some))
