"""What times are counted from: days of waiting, referrals whose referrer got a report, and reports that were promised.

Over all days, rows are grouped by the day received and not by slices: there are far fewer days than referrals, and a
CASE of many slices costs more than adding days up in Python.
"""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

from peewee import JOIN, SQL, Case, fn

from tui_tracker.domain.insights.lens import Lens
from tui_tracker.domain.insights.periods import Span
from tui_tracker.domain.insights.times import Wait
from tui_tracker.domain.moves import ReferralState
from tui_tracker.domain.promise_history import REPORT_KINDS, Reports
from tui_tracker.domain.words import ASIDE_STAGES, Flow, Promise, ReferralStage, ReportKind
from tui_tracker.storage.models import Agreement, Referral, Report
from tui_tracker.storage.queries.agenda_rows import given_day, raw
from tui_tracker.storage.queries.insights.narrowing import (
    CONTACTED_ON,
    FROM_PARTNERS,
    INBOUND,
    SEEN_ON,
    narrowed,
    number,
    on_sqlite,
    reached_seen,
    referrals_within,
)

_REACHED: dict[Wait, Any] = {Wait.CONTACTED: CONTACTED_ON, Wait.SEEN: SEEN_ON}
_KEPT_BY_ITSELF: dict[Promise, ReportKind] = {
    Promise.INITIAL_REPORT: ReportKind.INITIAL,
    Promise.FINAL_REPORT: ReportKind.FINAL,
}
"""The promises that only a report of their own kind keeps; the others hang on every report."""
_CLOSING = (ReportKind.INITIAL.value, ReportKind.FINAL.value)
_IN_CARE = ReferralStage.IN_CARE.value
_AFTER_SEEN = (_IN_CARE, ReferralStage.CLOSED.value)
_ASIDE = tuple(stage.value for stage in ASIDE_STAGES)


def _waited(wait: Wait, span: Span, lens: Lens, today: date) -> Any:
    """Inbound referrals of a span that had reached a stage by today, on a day that is known."""
    return referrals_within(*span, lens) & INBOUND & (_REACHED[wait] <= today)


def waits(wait: Wait, span: Span, lens: Lens, today: date) -> Iterator[tuple[date, int, int]]:
    """The day received, days from it until a stage was reached, and how many referrals, of those of a span."""
    reached_on = _REACHED[wait]
    query = (
        Referral.select(Referral.day, reached_on, fn.COUNT(Referral.id))
        .where(_waited(wait, span, lens, today))
        .group_by(Referral.day, reached_on)
    )
    for day, reached, found in raw(query):
        received = given_day(day)
        yield received, (given_day(reached) - received).days, found


def waited(wait: Wait, span: Span, lens: Lens, today: date) -> Iterator[tuple[int, int]]:
    """The referrals behind `waits`: each by its id, with its days."""
    query = Referral.select(Referral.id, Referral.day, _REACHED[wait]).where(_waited(wait, span, lens, today))
    for row_id, day, reached in raw(query):
        yield row_id, (given_day(reached) - given_day(day)).days


def _seen(span: Span, lens: Lens, today: date) -> Any:
    """Inbound partner referrals of a span that had reached `seen` by today."""
    return referrals_within(*span, lens) & FROM_PARTNERS & reached_seen(today)


def referrer_told(today: date) -> Any:
    """Whether the referrer of a referral had an initial or final report by today."""
    sent = Report.select(Report.id).where(Report.referral == Referral.id)
    return fn.EXISTS(sent.where(Report.kind.in_(_CLOSING) & (Report.sent_on <= today)))


def loops(span: Span, lens: Lens, today: date) -> Iterator[tuple[date, int, int]]:
    """The day received, how many partner referrals of it reached `seen`, and of how many the referrer was told."""
    query = (
        Referral.select(Referral.day, fn.COUNT(Referral.id), number(referrer_told(today)))
        .where(_seen(span, lens, today))
        .group_by(Referral.day)
    )
    for day, seen, told in raw(query):
        yield given_day(day), seen, int(told)


def looped(span: Span, lens: Lens, today: date) -> Iterator[tuple[int, bool]]:
    """The referrals behind `loops`, by id with whether the referrer was told; the longest known first."""
    query = (
        Referral.select(Referral.id, Case(None, [(referrer_told(today), 1)], 0))
        .where(_seen(span, lens, today))
        .order_by(Referral.day, Referral.id)
    )
    for row_id, told in raw(query):
        yield row_id, bool(told)


def _promising(span: Span, lens: Lens, kinds: Collection[Promise]) -> Any:
    """Referrals that may have opened the promise of a report in a span: received by its end, and moved or in care since
    its beginning."""
    since = (Referral.day >= span.first) | (Referral.stage_on >= span.first) | (Referral.stage == _IN_CARE)
    if set(kinds) == {Promise.INITIAL_REPORT}:
        since = _REACHED[Wait.SEEN].between(*span)
    wanted = INBOUND & Referral.partner.is_null(False) & ~Referral.settled
    return narrowed((Referral.day <= span.last) & since & wanted, lens)


def promising(
    span: Span, lens: Lens, kinds: Collection[Promise] = REPORT_KINDS, partner_ids: Collection[int] | None = None
) -> Iterator[tuple[ReferralState, Reports]]:
    """These (of the partners named, or of all), and the reports that can keep promises of these kinds, as rule 3 takes
    them; what it does not need is left empty."""
    day_of = Days({None: None})
    flow, make = Flow.INBOUND.value, ReferralState._make
    for row in promising_rows(span, lens, kinds, partner_ids):
        row_id, partner, stage, day, seen, in_care, closed, aside, words = row
        reached = (day_of[day], None, None, None, day_of[seen], day_of[in_care], day_of[closed], day_of[aside])
        state = make((row_id, flow, partner, "", "", stage, *reached, None, False))
        yield state, [(word[10:], day_of[word]) for word in sorted(words.split(","))] if words else ()


def promising_rows(
    span: Span, lens: Lens, kinds: Collection[Promise] = REPORT_KINDS, partner_ids: Collection[int] | None = None
) -> Iterator[Any]:
    """The same as plain rows, with days as the driver gives them: id, partner, stage, and the days received, seen, in
    care, closed and aside; then the reports as words with commas between, `2026-03-01initial`, in any order, or None.
    """
    sent = Report.select(_listed(_as_text(Report.sent_on).concat(Report.kind))).where(Report.referral == Referral.id)
    if all(kind in _KEPT_BY_ITSELF for kind in kinds):
        sent = sent.where(Report.kind.in_([_KEPT_BY_ITSELF[kind].value for kind in kinds]))
    columns = (
        Referral.id,
        Referral.partner,
        Referral.stage,
        Referral.day,
        Referral.seen_on,
        Referral.in_care_on,
        Referral.closed_on,
        Referral.aside_on,
    )
    wanted = _promising(span, lens, kinds)
    if partner_ids is not None:
        wanted &= Referral.partner.in_(list(partner_ids))
    yield from raw(Referral.select(*columns, sent).where(wanted))


def initial_reports(span: Span, lens: Lens) -> Iterator[tuple[ReferralState, Reports, int]]:
    """What `promising` gives for initial reports, those alike as one, and how many they are.

    Alike are those of one stage, seen on one day, with the report on one day; of the partner only the id is told, and
    only where an agreement names its own days (else 0): a tenth of the rows, and rules see no difference.
    """
    aside = Referral.stage.in_(_ASIDE)
    own = Agreement.select(Agreement.partner).where(Agreement.initial_report_days.is_null(False))
    sent = (Report.referral == Referral.id) & (Report.kind == ReportKind.INITIAL.value)
    columns = (
        Case(
            None, [(aside, Referral.stage), (Referral.stage.in_(_AFTER_SEEN), ReferralStage.SEEN.value)], Referral.stage
        ),
        _REACHED[Wait.SEEN],
        Case(None, [(aside, Referral.aside_on)], None),
        Case(None, [(Referral.partner.in_(own), Referral.partner)], 0),
        Report.select(fn.MIN(Report.sent_on)).where(sent),
    )
    query = Referral.select(*columns, fn.COUNT(Referral.id)).where(_promising(span, lens, (Promise.INITIAL_REPORT,)))
    # By their places: PostgreSQL takes an expression with parameters in two clauses for different things.
    places = [SQL(str(place)) for place in range(1, len(columns) + 1)]
    day_of, flow, make = Days({None: None}), Flow.INBOUND.value, ReferralState._make
    reports: dict[Any, Reports] = {None: ()}
    for stage, seen, aside_on, partner, sent_on, alike in raw(query.group_by(*places)):
        if sent_on not in reports:
            reports[sent_on] = ((ReportKind.INITIAL.value, day_of[sent_on]),)
        seen_on = day_of[seen]
        reached = (seen_on, None, None, None, seen_on, None, None, day_of[aside_on])
        yield make((0, flow, partner, "", "", stage, *reached, None, False)), reports[sent_on], alike


class Days(dict[Any, Any]):
    """Days as the driver gives them, or at the beginning of words, read once: there are far fewer than referrals."""

    def __missing__(self, given: date | str) -> date:
        day = self[given] = given_day(given[:10] if isinstance(given, str) else given)
        return day


def senders(span: Span, lens: Lens) -> dict[int, int]:
    """Who sent the first initial report of these referrals, by referral id: the member; 0 where it is not noted."""
    # CROSS JOIN makes SQLite look for the referrals first, then for their reports.
    query = (
        Referral.select(Referral.id, Report.sent_on, Report.id, Report.member)
        .join(Report, JOIN.CROSS)
        .where(
            (Report.referral == Referral.id)
            & (Report.kind == ReportKind.INITIAL.value)
            & _promising(span, lens, (Promise.INITIAL_REPORT,))
        )
    )
    found: dict[int, tuple[Any, ...]] = {}
    for row_id, *sent in raw(query):
        known = found.get(row_id)
        if known is None or tuple(sent) < known:
            found[row_id] = tuple(sent)
    return {row_id: member or 0 for row_id, (_sent_on, _report, member) in found.items()}


def _listed(words: Any) -> Any:
    """The words of a group, commas between."""
    return fn.GROUP_CONCAT(words) if on_sqlite() else fn.STRING_AGG(words, ",")


def _as_text(day: Any) -> Any:
    """A day as ISO text, whatever the server is set to."""
    return day if on_sqlite() else fn.TO_CHAR(day, "YYYY-MM-DD")
