"""Turnaround of very many referrals, from plain rows: days as ordinals, and no record made of any of them.

It counts what `times.turned` counts of `promise_history.report_promises`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from tui_tracker.domain.insights.periods import Span
from tui_tracker.domain.promise_history import REPORT_KINDS, not_dropped, progress_waits
from tui_tracker.domain.settings import PromiseDays
from tui_tracker.domain.words import ASIDE_STAGES, Promise, ReferralStage, ReportKind

Opened = tuple[Promise, int, int | None, bool]
"""As `times.Turned`, with the day it opened as an ordinal."""

_IN_CARE = ReferralStage.IN_CARE.value
_ASIDE = frozenset(stage.value for stage in ASIDE_STAGES)
_SEEN_OR_ASIDE = _ASIDE | {ReferralStage.SEEN.value, _IN_CARE, ReferralStage.CLOSED.value}
_KINDS = tuple(kind.value for kind in ReportKind)
_INITIAL, _PROGRESS, _FINAL = map(_KINDS.index, (ReportKind.INITIAL, ReportKind.PROGRESS, ReportKind.FINAL))
_SHIFT = 3
_MASK = (1 << _SHIFT) - 1
_ACKNOWLEDGED, _REPORTED, _PROGRESSED, _CONCLUDED = REPORT_KINDS


class _Ordinals(dict[Any, Any]):
    """The ordinals of days as a driver gives them, worked out once."""

    def __missing__(self, given: date | str) -> int:
        day = date.fromisoformat(given) if isinstance(given, str) else given
        found = self[given] = day.toordinal()
        return found


class _Sent(dict[str, int]):
    """Reports as `2026-03-01initial`, each as its day and kind in one number, which sort by day."""

    def __missing__(self, word: str) -> int:
        found = self[word] = date.fromisoformat(word[:10]).toordinal() << _SHIFT | _KINDS.index(word[10:])
        return found


def turned_rows(
    rows: Iterable[Any], span: Span, today: date, days: Mapping[int, PromiseDays], usual: PromiseDays
) -> Iterator[tuple[int, int, list[Opened]]]:
    """The reports promised in a span that turnaround counts, by referral and partner.

    A row is (id, partner, stage, days received, seen, in care, closed and aside, words): the days as the driver gives
    them, the words as `2026-03-01initial,2026-04-01final`, in any order, or None. `days` are by partner those that
    agreements name.
    """
    ordinal, read = _Ordinals({None: None}), _Sent().__getitem__
    first, last, now = span.first.toordinal(), span.last.toordinal(), today.toordinal()
    waits = {partner: _waits(one) for partner, one in days.items()}
    usually = _waits(usual)
    for row in rows:
        row_id, partner, stage, day, seen, in_care, closed, aside, words = row
        sent = sorted(map(read, words.split(","))) if words else []
        acknowledged, reported, progressed, concluded = waits.get(partner, usually)
        initial, final = _firsts(sent)
        received = ordinal[day]
        opened = [(_ACKNOWLEDGED, received, received + acknowledged, sent[0] >> _SHIFT if sent else None)]
        if stage in _SEEN_OR_ASIDE:
            seen_on = ordinal[seen or in_care or closed]
            if seen_on is not None:
                opened.append((_REPORTED, seen_on, seen_on + reported, initial))
            if sent and (in_care is not None or stage == _IN_CARE):
                opened += _progress(row, sent, progressed, ordinal)
        if closed is not None:
            closed_on = ordinal[closed]
            opened.append((_CONCLUDED, closed_on, closed_on + concluded, final))
        if stage in _ASIDE:
            opened = not_dropped(opened, ordinal[aside])
        yield (
            row_id,
            partner,
            [
                (promise, on, None, False)
                if kept is None or kept > now
                else (promise, on, kept - on if kept > on else 0, kept <= due)
                for promise, on, due, kept in opened
                if first <= on <= last and (due < now or (kept is not None and kept <= now))
            ],
        )


def _waits(days: PromiseDays) -> tuple[int, int, int, int]:
    return days.acknowledgement, days.initial_report, days.progress_report, days.final_report


def _firsts(sent: Sequence[int]) -> tuple[int | None, int | None]:
    """The days of the first initial and the first final report."""
    initial = final = None
    for one in sent:
        kind = one & _MASK
        if kind == _INITIAL:
            if initial is None:
                initial = one >> _SHIFT
        elif kind == _FINAL and final is None:
            final = one >> _SHIFT
    return initial, final


def _progress(
    row: Any, sent: Sequence[int], wait: int, ordinal: Mapping[Any, Any]
) -> Iterable[tuple[Promise, int, int, int | None]]:
    """The promises of progress reports."""
    _row_id, _partner, stage, day, seen, in_care, closed, aside, _words = row
    ended = None
    if stage != _IN_CARE:
        ended = ordinal[closed or aside]
        if ended is None or ended <= (sent[0] >> _SHIFT) + wait:
            return ()
    sent_on = sorted({one >> _SHIFT for one in sent})
    progressed = {one >> _SHIFT for one in sent if one & _MASK == _PROGRESS}
    begun = ordinal[in_care or seen or day]
    return [(_PROGRESSED, *one) for one in progress_waits(sent_on, progressed, begun, ended, wait)]
