"""How far the referrals of a period came.

Where the rules are silent: a stage counts as reached where a later one was, skipped or not; a referral that is lost
counts up to where it came, one that was moved back up to where it stands. A referral counts in the completion rate from
the day on which it is 30 days old, whether or not it was seen before; one that was lost after it was seen completed,
and leaked.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from enum import IntEnum
from typing import NamedTuple

from tui_tracker.domain.day_words import short_month
from tui_tracker.domain.insights.page import (
    Behind,
    Chart,
    ChartKind,
    Column,
    Figure,
    Figures,
    Measure,
    Row,
    Series,
    Table,
    Theme,
    Unit,
    share,
)
from tui_tracker.domain.insights.periods import Span
from tui_tracker.domain.insights.sums import DaySums, alike
from tui_tracker.domain.insights.words import value_text
from tui_tracker.domain.text import count, fold
from tui_tracker.domain.words import INBOUND_STAGES, ReferralStage, label

RIPE_DAYS = 30
"""A referral counts in the completion rate and the leakage when it is so many days old (RULES section 10)."""


class Step(IntEnum):
    """How far an inbound referral came: the places of the main line of stages."""

    RECEIVED = 0
    CONTACTED = 1
    SCHEDULED = 2
    SEEN = 3
    IN_CARE = 4
    CLOSED = 5


STEPS: dict[Step, ReferralStage] = dict(zip(Step, INBOUND_STAGES, strict=True))


def cumulative(furthest: Mapping[Step, int]) -> dict[Step, int]:
    """How many reached each step at least, from how many came as far as each and no further."""
    found, total = {}, 0
    for step in reversed(Step):
        total += furthest.get(step, 0)
        found[step] = total
    return {step: found[step] for step in Step}


MEASURES: tuple[Measure, ...] = (
    Measure(
        "completion",
        Theme.FUNNEL,
        "Completion rate",
        Unit.SHARE,
        1,
        "Inbound partner referrals of the period that reached “seen”, of those received at least 30 days ago.",
        "referrals at least 30 days old",
    ),
    Measure(
        "leakage",
        Theme.FUNNEL,
        "Leakage",
        Unit.SHARE,
        -1,
        "Inbound partner referrals of the period that were lost, of those received at least 30 days ago. Together with "
        "completion it makes less than all where some were declined or still wait, more where some were lost after "
        "they were seen.",
        "referrals at least 30 days old",
    ),
    Measure(
        "lost",
        Theme.FUNNEL,
        "Lost",
        Unit.COUNT,
        -1,
        "Inbound referrals of the period, from partners or not, that are lost today.",
        "referrals received",
    ),
    Measure(
        "declined",
        Theme.FUNNEL,
        "Declined",
        Unit.COUNT,
        0,
        "Inbound referrals of the period that we declined.",
        "referrals received",
    ),
)


class Fates(NamedTuple):
    """What became of the inbound referrals received on a day; the first three count those from partners only."""

    from_partners: int
    completed: int
    leaked: int
    received: int
    seen: int
    closed: int
    lost: int
    declined: int


def ripe(span: Span, today: date) -> Span | None:
    """The part of a span whose referrals are at least `RIPE_DAYS` days old; None where none is."""
    last = min(span.last, today - timedelta(days=RIPE_DAYS))
    return Span(span.first, last) if span.first <= last else None


def fates_of(sums: DaySums, span: Span | None) -> Fates:
    """The sums of a span; all nought of none."""
    return Fates(*([0] * len(Fates._fields))) if span is None else Fates(*sums.of(span))


def figures_of(sums: DaySums, span: Span, today: date) -> dict[str, Figure]:
    """The figures of the theme over a span, from what became of the referrals of each day."""
    every, old = fates_of(sums, span), fates_of(sums, ripe(span, today))
    return {
        **rates(old.completed, old.leaked, old.from_partners),
        "lost": Figure("lost", every.lost, every.received),
        "declined": Figure("declined", every.declined, every.received),
    }


def rates(completed: int, leaked: int, old: int) -> dict[str, Figure]:
    """Completion rate and leakage, of so many partner referrals that are old enough."""
    return {"completion": share("completion", completed, old), "leakage": share("leakage", leaked, old)}


def reason_words(reason: str) -> str:
    """Why a referral stands aside, as it is told."""
    return reason or "no reason given"


def stages_chart(furthest: Mapping[Step, int], span: Span) -> Chart:
    """How many reached each stage at least, with the share of those received."""
    reached = cumulative(furthest)
    received = reached[Step.RECEIVED]
    return Chart(
        "stages",
        "How far the referrals of the period came",
        ChartKind.BARS,
        Unit.COUNT,
        tuple(label(stage) for stage in STEPS.values()),
        (Series("referrals", tuple(reached.values())),),
        tuple(_stage_behind(step, span) for step in Step),
        tuple(value_text(number / received, Unit.SHARE) if received else "" for number in reached.values()),
    )


def stages_table(now: Mapping[Step, int], before: Mapping[Step, int], span: Span) -> Table:
    """The same in numbers, with the share of the stage before that went on, and the share of those received before."""
    reached, earlier = cumulative(now), cumulative(before)
    rows, last = [], None
    for step in Step:
        shares = (
            _part(reached[step], reached[Step.RECEIVED]),
            None if last is None else _part(reached[step], last),
            _part(earlier[step], earlier[Step.RECEIVED]),
        )
        rows.append(Row((label(STEPS[step]), reached[step], *shares), _stage_behind(step, span)))
        last = reached[step]
    return Table(
        "stages",
        "By stage",
        (
            Column("stage", "Stage", Unit.WORDS),
            Column("referrals", "Referrals", Unit.COUNT),
            Column("share", "Of received", Unit.SHARE),
            Column("went_on", "Of stage before", Unit.SHARE),
            Column("share_before", "Of received before", Unit.SHARE),
        ),
        tuple(rows),
        "Reached this stage or a later one, whether or not they were lost after it; with or without a partner.",
    )


def reasons_table(name: str, now: Sequence[tuple[str, int]], before: Sequence[tuple[str, int]], span: Span) -> Table:
    """Why referrals were `lost` or `declined`, the most frequent reason first."""
    earlier = {fold(reason): counts[0] for reason, counts in alike((word, (number,)) for word, number in before)}
    spelled = alike((word, (number,)) for word, number in now)
    total = sum(counts[0] for _reason, counts in spelled)
    return Table(
        f"{name}_reasons",
        f"Why referrals were {name}",
        (
            Column("reason", "Reason", Unit.WORDS),
            Column("referrals", "Referrals", Unit.COUNT),
            Column("share", "Share", Unit.SHARE),
            Column("before", "Before", Unit.COUNT),
        ),
        tuple(
            Row(
                (reason_words(reason), number, number / total, earlier.get(fold(reason), 0)),
                Behind(Theme.FUNNEL, f"{name}:{reason}", span),
            )
            for reason, (number,) in spelled
        ),
    )


def rates_chart(figures: Sequence[Figures], months: Sequence[Span]) -> Chart:
    """The completion rate and the leakage of twelve months."""
    return Chart(
        "completion_by_month",
        "Completion and leakage by month received",
        ChartKind.LINES,
        Unit.SHARE,
        tuple(short_month(month.first) for month in months),
        tuple(Series(key, tuple(one[key].value for one in figures)) for key in ("completion", "leakage")),
        tuple(Behind(Theme.FUNNEL, "completion", month) for month in months),
    )


def says(sums: DaySums, span: Span, today: date) -> tuple[str, ...]:
    """How many are too young to be counted."""
    young = fates_of(sums, span).from_partners - fates_of(sums, ripe(span, today)).from_partners
    if not young:
        return ()
    were = "was" if young == 1 else "were"
    return (
        f"{count(young, 'partner referral')} of the period {were} received less than {RIPE_DAYS} days ago and "
        f"{'counts' if young == 1 else 'count'} in neither completion nor leakage yet.",
    )


def _stage_behind(step: Step, span: Span) -> Behind:
    return Behind(Theme.FUNNEL, f"stage:{STEPS[step].value}", span)


def _part(part: int, whole: int) -> float | None:
    return part / whole if whole else None
