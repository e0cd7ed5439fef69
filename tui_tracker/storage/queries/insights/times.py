"""What times are counted from: days of waiting, referrals whose referrer got a report, and reports that were promised.

Over all days, rows are grouped by the day received and not by slices: there are far fewer days than referrals, and a
CASE of many slices costs more than adding days up in Python.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from peewee import JOIN, Case, SqliteDatabase, fn

from tui_tracker.domain.insights.lens import Lens
from tui_tracker.domain.insights.periods import Span
from tui_tracker.domain.insights.times import Wait
from tui_tracker.domain.moves import ReferralState
from tui_tracker.domain.words import Flow, ReferralStage, ReportKind
from tui_tracker.storage.database import database
from tui_tracker.storage.models import Partner, Referral, Report
from tui_tracker.storage.queries.agenda_rows import as_day, given_day
from tui_tracker.storage.queries.insights.narrowing import (
    CONTACTED_ON,
    FROM_PARTNERS,
    INBOUND,
    SEEN_ON,
    narrowed,
    number,
    referrals_within,
    rows,
)
from tui_tracker.storage.rows import CHUNK, chunks

_REACHED: dict[Wait, Any] = {Wait.CONTACTED: CONTACTED_ON, Wait.SEEN: SEEN_ON}
_CLOSING = (ReportKind.INITIAL.value, ReportKind.FINAL.value)
_IN_CARE = ReferralStage.IN_CARE.value
_AT_LEAST_SEEN = (ReferralStage.SEEN.value, _IN_CARE, ReferralStage.CLOSED.value)

Reports = tuple[tuple[str, date], ...]
"""The reports of a referral as (kind, day sent), the oldest first."""


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
    for day, reached, found in rows(query):
        received = given_day(day)
        yield received, (given_day(reached) - received).days, found


def waited(wait: Wait, span: Span, lens: Lens, today: date) -> Iterator[tuple[int, int]]:
    """The referrals behind `waits`: each by its id, with its days."""
    query = Referral.select(Referral.id, Referral.day, _REACHED[wait]).where(_waited(wait, span, lens, today))
    for row_id, day, reached in rows(query):
        yield row_id, (given_day(reached) - given_day(day)).days


def _seen(span: Span, lens: Lens, today: date) -> Any:
    """Inbound partner referrals of a span that had reached `seen` by today."""
    seen_on = _REACHED[Wait.SEEN]
    reached = (seen_on <= today) | (Referral.stage.in_(_AT_LEAST_SEEN) & (Referral.stage_on <= today))
    return referrals_within(*span, lens) & FROM_PARTNERS & reached


def _told(today: date) -> Any:
    """Whether the referrer of a referral had an initial or final report by today."""
    sent = Report.select(Report.id).where(Report.referral == Referral.id)
    return fn.EXISTS(sent.where(Report.kind.in_(_CLOSING) & (Report.sent_on <= today)))


def loops(span: Span, lens: Lens, today: date) -> Iterator[tuple[date, int, int]]:
    """The day received, how many partner referrals of it reached `seen`, and of how many the referrer was told."""
    query = (
        Referral.select(Referral.day, fn.COUNT(Referral.id), number(_told(today)))
        .where(_seen(span, lens, today))
        .group_by(Referral.day)
    )
    for day, seen, told in rows(query):
        yield given_day(day), seen, int(told)


def looped(span: Span, lens: Lens, today: date) -> Iterator[tuple[int, bool]]:
    """The referrals behind `loops`, by id with whether the referrer was told; the longest known first."""
    query = (
        Referral.select(Referral.id, Case(None, [(_told(today), 1)], 0))
        .where(_seen(span, lens, today))
        .order_by(Referral.day, Referral.id)
    )
    for row_id, told in rows(query):
        yield row_id, bool(told)


def _promising(span: Span, lens: Lens) -> Any:
    """Referrals that may have opened the promise of a report in a span: received by its end, and moved or in care since
    its beginning."""
    since = (Referral.day >= span.first) | (Referral.stage_on >= span.first) | (Referral.stage == _IN_CARE)
    wanted = INBOUND & Referral.partner.is_null(False) & ~Referral.settled
    return narrowed((Referral.day <= span.last) & since & wanted, lens)


def promising(
    span: Span, lens: Lens, kinds: Sequence[ReportKind] | None = None
) -> Iterator[tuple[ReferralState, Reports]]:
    """These with their reports (of some kinds only), as rule 3 takes them; what it does not need is left empty."""
    sent = Report.select(_listed(Report.kind.concat(_as_text(Report.sent_on)))).where(Report.referral == Referral.id)
    if kinds is not None:
        sent = sent.where(Report.kind.in_([kind.value for kind in kinds]))
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
    known: dict[str, tuple[str, date]] = {}
    flow = Flow.INBOUND.value
    for row_id, partner, stage, day, seen, in_care, closed, aside, words in rows(
        Referral.select(*columns, sent).where(_promising(span, lens))
    ):
        state = ReferralState(
            row_id,
            flow,
            partner,
            "",
            "",
            stage,
            given_day(day),
            None,
            None,
            None,
            as_day(seen),
            as_day(in_care),
            as_day(closed),
            as_day(aside),
            None,
            False,
        )
        yield state, _reports(words, known)


def _reports(words: str | None, known: dict[str, tuple[str, date]]) -> Reports:
    """Reports from `initial2026-03-01,final2026-04-02`; `known` keeps each word once read, there are only so many."""
    if words is None:
        return ()
    found = []
    for word in words.split(","):
        report = known.get(word)
        if report is None:
            report = known[word] = (word[:-10], date.fromisoformat(word[-10:]))
        found.append(report)
    found.sort(key=_by_day)
    return tuple(found)


def _by_day(report: tuple[str, date]) -> date:
    return report[1]


def senders(span: Span, lens: Lens) -> dict[int, int]:
    """Who sent the initial report of these referrals, by referral id: the member; without one it is left out."""
    # CROSS JOIN makes SQLite look for the referrals first, then for their reports.
    query = (
        Referral.select(Referral.id, Report.member)
        .join(Report, JOIN.CROSS)
        .where(
            (Report.referral == Referral.id)
            & (Report.kind == ReportKind.INITIAL.value)
            & Report.member.is_null(False)
            & _promising(span, lens)
        )
        .order_by(Report.sent_on.desc(), Report.id.desc())
    )
    return dict(rows(query))


def partner_names(ids: Sequence[int]) -> dict[int, str]:
    """The names of partners by their ids."""
    found: dict[int, str] = {}
    for chunk in chunks(ids, CHUNK):
        found.update(rows(Partner.select(Partner.id, Partner.name).where(Partner.id.in_(chunk))))
    return found


def _on_sqlite() -> bool:
    return isinstance(getattr(database, "obj", database), SqliteDatabase)


def _listed(words: Any) -> Any:
    """The words of a group, commas between."""
    return fn.GROUP_CONCAT(words) if _on_sqlite() else fn.STRING_AGG(words, ",")


def _as_text(day: Any) -> Any:
    """A day as ISO text, whatever the server is set to."""
    return day if _on_sqlite() else fn.TO_CHAR(day, "YYYY-MM-DD")
