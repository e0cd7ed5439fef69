"""One referral with everything that is known of it, for those who read the practice with a program of their own."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from tui_tracker.domain.frozen import dataclass
from tui_tracker.domain.moves import day_of, stages
from tui_tracker.domain.promises import PromiseState
from tui_tracker.domain.records import Referral, Report
from tui_tracker.domain.reporting import PARTS
from tui_tracker.domain.stays import Slow
from tui_tracker.domain.words import ASIDE_STAGES


@dataclass(frozen=True, slots=True)
class OpenPromise:
    """What is open on a referral: `days_late` is 0 on the day it is due, and below 0 before."""

    kind: str
    opened_on: date
    due_on: date
    days_late: int
    why: str


@dataclass(frozen=True, slots=True)
class SlowFigures:
    """That a referral takes longer than `number` others did, of whom half took `median` days or less."""

    days: int
    median: float
    number: int
    days_late: int
    why: str


@dataclass(frozen=True, slots=True)
class SentReport:
    """A report that was sent, by whom, and what each of its parts said; `letter` is None where it was not asked for."""

    kind: str
    sent_on: date
    channel: str
    member_name: str | None
    note: str
    copied_to: str
    parts: dict[str, str]
    letter: str | None


@dataclass(frozen=True, slots=True)
class ReferralDetails:
    """A referral, its days by stage (None: skipped, or not reached), what is open, and what was sent.

    `stage_on` is the day of the present stage, `days_in_stage` counts from it. `owed`, `owed_due` and `days_late` are
    what is due first, as on the Board. `patient_referrals` counts all referrals of this patient, this one included.
    `timeline` is None where it was not asked for.
    """

    id: int
    flow: str
    source: str
    partner_id: int | None
    partner_name: str | None
    payer_id: int | None
    payer_name: str | None
    member_id: int | None
    member_name: str | None
    patient_ref: str
    patient_referrals: int
    reason: str
    urgency: str
    stage: str
    stage_on: date
    days_in_stage: int
    day: date
    days: dict[str, date | None]
    visit_on: date | None
    aside_reason: str
    alternative: str
    settled: bool
    appropriate: str | None
    adherence: str | None
    outcome: str | None
    revenue_cents: int | None
    owed: str | None
    owed_due: date | None
    days_late: int
    open: tuple[OpenPromise, ...]
    slow: SlowFigures | None
    reports: tuple[SentReport, ...]
    timeline: tuple[Any, ...] | None = None


def days_by_stage(referral: Referral) -> dict[str, date | None]:
    """The day of each stage of its flow, and of standing aside where it does."""
    found = {str(stage): day_of(referral, stage) for stage in stages(referral.flow)}
    if referral.stage in ASIDE_STAGES:
        found[str(referral.stage)] = referral.aside_on
    return found


def open_of(promises: Iterable[PromiseState]) -> tuple[OpenPromise, ...]:
    """What is open, what is due first before all else."""
    ordered = sorted(promises, key=lambda one: (one.due_on, one.kind.value))
    return tuple(OpenPromise(one.kind.value, one.opened_on, one.due_on, one.days_late, one.why) for one in ordered)


def slow_figures(slow: Slow | None) -> SlowFigures | None:
    """The figures of a referral that is slow."""
    return None if slow is None else SlowFigures(slow.days, slow.median, slow.number, slow.days_late, slow.why)


def sent_report(report: Report, *, letters: bool) -> SentReport:
    """A report with the parts that its kind holds, and whatever else was written."""
    names = [part.name for part in PARTS.get(report.kind, ())]
    parts: dict[str, str] = {name: getattr(report, name) for name in names}
    parts |= {name: text for name in _COLUMNS if name not in parts and (text := getattr(report, name))}
    return SentReport(
        kind=report.kind,
        sent_on=report.sent_on,
        channel=report.channel,
        member_name=report.member_name,
        note=report.note,
        copied_to=report.copied_to,
        parts=parts,
        letter=report.letter if letters else None,
    )


_COLUMNS = tuple(dict.fromkeys(part.name for parts in PARTS.values() for part in parts))
