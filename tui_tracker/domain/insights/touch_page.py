"""The charts and tables of how we keep in touch, made from counts."""

from collections.abc import Iterable, Mapping, Sequence

from tui_tracker.domain.day_words import short_month
from tui_tracker.domain.insights.page import Behind, Chart, ChartKind, Column, Row, Series, Table, Theme, Unit
from tui_tracker.domain.insights.periods import Span
from tui_tracker.domain.insights.touches import Tally
from tui_tracker.domain.reciprocity import Reciprocity
from tui_tracker.domain.text import count
from tui_tracker.domain.words import Answer, Channel, GiveKind, label

SHOWN = 10
"""A table of partners shows so many of them."""

NOT_SAID = "not said"

Weighed = tuple[int, Reciprocity]
"""A partner by its id, and what went to and fro."""

_NOTHING = Tally()


def by_month_chart(months: Sequence[Span], tallies: Sequence[Tally]) -> Chart:
    """Touchpoints of each month, ours and theirs."""
    return Chart(
        "touchpoints_by_month",
        "Touchpoints by month",
        ChartKind.LINES,
        Unit.COUNT,
        tuple(short_month(month.first) for month in months),
        (
            Series("ours", tuple(one.ours for one in tallies)),
            Series("theirs", tuple(one.theirs for one in tallies)),
        ),
        tuple(Behind(Theme.TOUCHES, "touchpoints", month) for month in months),
    )


def by_month_table(months: Sequence[Span], tallies: Sequence[Tally]) -> Table:
    """The same in numbers, with what they were for; the newest month first."""
    columns = (
        Column("month", "Month", Unit.WORDS),
        *_counts("touchpoints", "ours", "theirs", "gives", "thanks", "asks"),
    )
    rows = tuple(
        Row(
            (short_month(month.first), one.touchpoints, one.ours, one.theirs, one.gives, one.thanks, one.asks),
            Behind(Theme.TOUCHES, "touchpoints", month),
        )
        for month, one in zip(months, tallies, strict=True)
    )
    return Table("touchpoints_by_month", "Touchpoints by month", columns, rows[::-1])


def by_channel_chart(span: Span, now: Mapping[object, Tally], before: Mapping[object, Tally]) -> Chart:
    """Touchpoints by channel, most first; those with none in the period left out."""
    channels = _channels(now, ())
    return Chart(
        "touchpoints_by_channel",
        "Touchpoints by channel",
        ChartKind.BARS,
        Unit.COUNT,
        tuple(label(channel) for channel in channels),
        (Series("touchpoints", tuple(now[channel].touchpoints for channel in channels)),),
        tuple(Behind(Theme.TOUCHES, f"channel:{channel}", span) for channel in channels),
        tuple(f"{before.get(channel, _NOTHING).touchpoints:,} before" for channel in channels),
    )


def by_channel_table(span: Span, now: Mapping[object, Tally], before: Mapping[object, Tally]) -> Table:
    """The same in numbers, with who reached out."""
    rows = []
    for channel in _channels(now, before):
        one, earlier = now.get(channel, _NOTHING), before.get(channel, _NOTHING)
        cells = (label(channel), one.touchpoints, one.ours, one.theirs, earlier.touchpoints)
        rows.append(Row(cells, Behind(Theme.TOUCHES, f"channel:{channel}", span)))
    columns = (Column("channel", "Channel", Unit.WORDS), *_counts("touchpoints", "ours", "theirs", "before"))
    return Table("touchpoints_by_channel", "Touchpoints by channel", columns, tuple(rows))


def by_member_table(
    span: Span, now: Mapping[object, Tally], before: Mapping[object, Tally], names: Mapping[int, str]
) -> Table:
    """Our touchpoints by who made them, most first; None is nobody."""
    known: list[tuple[str, int | None]] = [(name, row_id) for row_id, name in names.items()]
    every = [one for one in (*known, (NOT_SAID, None)) if one[1] in now or one[1] in before]
    every.sort(key=lambda one: (-now.get(one[1], _NOTHING).ours, one[1] is None, one[0].casefold(), one[1] or 0))
    rows = []
    for name, row_id in every:
        one, earlier = now.get(row_id, _NOTHING), before.get(row_id, _NOTHING)
        if one.ours or earlier.ours:
            cells = (name, one.ours, one.gives, one.thanks, one.asks, earlier.ours)
            key = f"member:{'' if row_id is None else row_id}"
            rows.append(Row(cells, Behind(Theme.TOUCHES, key, span)))
    columns = (Column("member", "Member", Unit.WORDS), *_counts("ours", "gives", "thanks", "asks", "before"))
    return Table("touchpoints_by_member", "Our touchpoints by member", columns, tuple(rows))


def progress_chart(span: Span, days: Iterable[int], wanted: int) -> Chart:
    """With how many partners we were in touch on 0, 1, 2… different days; those who have what is wanted together."""
    sizes = [0] * (wanted + 1)
    for number in days:
        sizes[min(number, wanted)] += 1
    return Chart(
        "touch_progress",
        f"Partners by days in touch, of {wanted} wanted",
        ChartKind.COLUMNS,
        Unit.COUNT,
        (*map(str, range(wanted)), f"{wanted}+"),
        (Series("partners", tuple(sizes)),),
        tuple(Behind(Theme.TOUCHES, f"progress:{number}", span) for number in range(wanted + 1)),
        target=wanted,
        target_name=f"{wanted} days in touch",
    )


def gives_chart(span: Span, now: Mapping[object, Tally], before: Mapping[object, Tally]) -> Chart:
    """Gives by what was given, most first; those of which it is not said last."""
    kinds = sorted((kind for kind in GiveKind if kind.value in now), key=lambda kind: -now[kind.value].gives)
    keys = [*(kind.value for kind in kinds), *([""] if "" in now else [])]
    return Chart(
        "gives_by_kind",
        "What we gave",
        ChartKind.BARS,
        Unit.COUNT,
        tuple(label(key) or NOT_SAID for key in keys),
        (Series("gives", tuple(now[key].gives for key in keys)),),
        tuple(Behind(Theme.TOUCHES, f"kind:{key}", span) for key in keys),
        tuple(f"{before.get(key, _NOTHING).gives:,} before" for key in keys),
    )


def asks_table(span: Span, now: Mapping[object, Tally], before: Mapping[object, Tally]) -> Table:
    """What came of the asks: those not answered yet first."""
    rows = tuple(
        Row(
            (words, now.get(key, _NOTHING).asks, before.get(key, _NOTHING).asks),
            Behind(Theme.TOUCHES, f"answer:{key}", span),
        )
        for key, words in (("", "no answer yet"), *((answer.value, label(answer)) for answer in Answer))
        if key in now or key in before
    )
    columns = (Column("answer", "Answer", Unit.WORDS), *_counts("asks", "before"))
    return Table("asks_by_answer", "What came of our asks", columns, rows)


def partners_table(
    name: str, title: str, span: Span, found: Sequence[Weighed], names: Mapping[int, str], of: int
) -> Table:
    """Partners and what went which way, in their order; `of` is how many of them there are in all."""
    columns = (
        Column("partner", "Partner", Unit.WORDS),
        Column("received", "Received", Unit.COUNT),
        Column("sent", "Sent", Unit.COUNT),
        Column("gives", "Gives", Unit.COUNT),
        Column("asks", "Asks", Unit.COUNT),
        Column("reciprocity", "Sent for each", Unit.RATIO),
    )
    rows = tuple(
        Row(
            (names.get(row_id, ""), one.inbound, one.outbound, one.gives, one.asks, one.ratio),
            Behind(Theme.TOUCHES, f"partner:{row_id}", span),
        )
        for row_id, one in found
    )
    note = f"The first {len(rows)} of {count(of, 'partner')}." if of > len(rows) else ""
    return Table(name, title, columns, rows, note)


def _counts(*keys: str) -> tuple[Column, ...]:
    return tuple(Column(key, _TITLES[key], Unit.COUNT) for key in keys)


_TITLES = {
    "touchpoints": "Touchpoints",
    "ours": "Ours",
    "theirs": "Theirs",
    "gives": "Gives",
    "thanks": "Thanks",
    "asks": "Asks",
    "before": "Before",
}


def _channels(now: Mapping[object, Tally], also: Iterable[object]) -> list[str]:
    """The channels in use, most first, then in their own order."""
    known = {*now, *also}
    found = [channel.value for channel in Channel if channel.value in known]
    return sorted(found, key=lambda channel: -now.get(channel, _NOTHING).touchpoints)
