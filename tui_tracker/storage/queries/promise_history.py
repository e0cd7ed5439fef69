"""What the look back on our promises needs: each partner's referrals of late, what was reported, when we thanked."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from peewee import JOIN, SQL, fn

from tui_tracker.domain.moves import ReferralState
from tui_tracker.domain.promise_history import Fell, Kept, fell_due, kept
from tui_tracker.domain.promises import REPORTS, Sent, open_promises
from tui_tracker.domain.settings import PromiseDays, Settings
from tui_tracker.domain.words import (
    ASIDE_STAGES,
    FEEDBACK_BIT,
    THANK_BIT,
    Flow,
    ReferralStage,
    ReportKind,
)
from tui_tracker.storage.database import database
from tui_tracker.storage.models import Referral, Report, Touchpoint
from tui_tracker.storage.queries.agenda_rows import given_day
from tui_tracker.storage.queries.agreed_days import agreed
from tui_tracker.storage.rows import CHUNK, chunks

_STATE = (
    Referral.id,
    Referral.partner,
    Referral.urgency,
    Referral.stage,
    Referral.day,
    Referral.contacted_on,
    Referral.scheduled_on,
    Referral.seen_on,
    Referral.in_care_on,
    Referral.closed_on,
    Referral.aside_on,
)
_ASIDE = [stage.value for stage in ASIDE_STAGES]
_SEEN, _IN_CARE, _CLOSED = (stage.value for stage in (ReferralStage.SEEN, ReferralStage.IN_CARE, ReferralStage.CLOSED))
_NOTHING: tuple[tuple[str, date], ...] = ()


class PromiseCounts(NamedTuple):
    """One partner's promises that fell due, by kind, and how many reports to them are late today."""

    kept: tuple[Kept, ...] = ()
    reports_overdue: int = 0


def kept_of(
    ids: Sequence[int] | None, today: date, settings: Settings, *, late: bool = True
) -> dict[int, PromiseCounts]:
    """By partner id, of these partners (as many as one IN takes) or of all; who was promised nothing is left out.

    Without `late`, reports that are late are not counted, which saves a look at every referral of all time.
    """
    days = agreed(settings.promises, partner_ids=ids)
    longest = max(max(_waits(one)) for one in (settings.promises, *days.values()))
    within = settings.warmth.promise_days
    since = today - timedelta(within + longest)
    wanted = _wanted(ids, since, owed=late)
    referrals = list(_referrals(wanted))
    reports = _reports(referrals, wanted)
    thanked = _ours(THANK_BIT, ids, since)
    told = _ours(FEEDBACK_BIT, sorted({one.partner_id or 0 for one in referrals if one.stage in _ASIDE}), since)
    fell: dict[int, list[Fell]] = {}
    overdue: dict[int, int] = {}
    for one in referrals:
        partner_id = one.partner_id
        assert partner_id is not None
        agreed_here = days.get(partner_id, settings.promises)
        sent = reports.get(one.id, _NOTHING)
        promised = fell_due(
            one, sent, thanked.get(partner_id, ()), told.get(partner_id, ()), agreed_here, within, today
        )
        fell.setdefault(partner_id, []).extend(promised)
        if late:
            overdue[partner_id] = overdue.get(partner_id, 0) + _late_reports(one, sent, agreed_here, today)
    return {row_id: PromiseCounts(kept(found), overdue.get(row_id, 0)) for row_id, found in fell.items()}


def _late_reports(referral: ReferralState, sent: Sequence[tuple[str, date]], days: PromiseDays, today: date) -> int:
    kinds = {kind for kind, _ in sent}
    initial, final = ReportKind.INITIAL.value in kinds, ReportKind.FINAL.value in kinds
    stage = referral.stage
    if stage not in (_SEEN, _IN_CARE, _CLOSED) or (initial and stage != _IN_CARE and (final or stage != _CLOSED)):
        return 0
    summed = Sent(sent[-1][1] if sent else None, initial, final)
    owed = open_promises(referral, summed, None, None, days, today, within=-1)
    return sum(1 for promise in owed if promise.kind in REPORTS)


def _referrals(wanted: Any) -> Iterator[ReferralState]:
    """What the promises need of these; the patient and the visit that is booked are left empty."""
    flow = Flow.INBOUND.value
    for row_id, partner_id, urgency, stage, *noted in database.execute(Referral.select(*_STATE).where(wanted)):
        day, contacted, scheduled, seen, in_care, closed, aside = map(given_day, noted)
        stages = (contacted, scheduled, None, seen, in_care, closed, aside)
        yield ReferralState(row_id, flow, partner_id, "", urgency, stage, day, *stages, None, False)


def _wanted(ids: Sequence[int] | None, since: date, *, owed: bool) -> Any:
    """Inbound referrals of partners that moved since a day or are in care; `owed`: or of which a report is owed."""
    wanted = (Referral.stage_on > since) | (Referral.stage == _IN_CARE)
    if owed:
        kind, sent = Report.kind, Report.select(SQL("1")).where(Report.referral == Referral.id)
        lacks_initial = ~fn.EXISTS(sent.where(kind == ReportKind.INITIAL.value))
        lacks_final = (Referral.stage == _CLOSED) & ~fn.EXISTS(sent.where(kind == ReportKind.FINAL.value))
        wanted |= Referral.stage.in_((_SEEN, _CLOSED)) & (lacks_initial | lacks_final)
    asked = Referral.partner.is_null(False) if ids is None else Referral.partner.in_(ids)
    return (Referral.flow == Flow.INBOUND.value) & asked & wanted & ~Referral.settled


def _reports(referrals: Sequence[ReferralState], wanted: Any) -> dict[int, list[tuple[str, date]]]:
    """By referral, the oldest first; of many referrals by what they were chosen by, which costs less than their ids.

    CROSS JOIN makes SQLite look for the referrals first, then for their reports.
    """
    columns = (Report.referral, Report.kind, Report.sent_on)
    if len(referrals) <= CHUNK:
        query = Report.select(*columns).where(Report.referral.in_([one.id for one in referrals]))
    else:
        query = Referral.select(*columns).join(Report, JOIN.CROSS).where((Report.referral == Referral.id) & wanted)
    found: dict[int, list[tuple[str, date]]] = {}
    for row_id, kind, sent_on in database.execute(query):
        found.setdefault(row_id, []).append((kind, given_day(sent_on)))
    for reports in found.values():
        reports.sort(key=_by_day)
    return found


def _by_day(report: tuple[str, date]) -> date:
    return report[1]


def _ours(bit: int, ids: Sequence[int] | None, since: date) -> dict[int, list[date]]:
    """The days since one on which a touchpoint of ours had an intent, by partner, the oldest first."""
    # Spelled out, or the partial index on thank-yous would not serve.
    has = SQL(f'("t1"."intents" & {bit}) <> 0 AND "t1"."direction" = \'ours\'')
    query = Touchpoint.select(Touchpoint.partner, Touchpoint.day).where(has & (Touchpoint.day > since))
    found: dict[int, list[date]] = {}
    for chunk in [None] if ids is None else chunks(ids, CHUNK):
        for row_id, day in database.execute(query if chunk is None else query.where(Touchpoint.partner.in_(chunk))):
            found.setdefault(row_id, []).append(given_day(day))
    for days in found.values():
        days.sort()
    return found


def _waits(days: PromiseDays) -> tuple[int, ...]:
    return tuple(getattr(days, name) for name in PromiseDays.__slots__)
