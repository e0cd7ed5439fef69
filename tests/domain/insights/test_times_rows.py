"""Turnaround from plain rows is what the rule itself says of each referral."""

from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tui_tracker.domain.insights.periods import Span
from tui_tracker.domain.insights.times import turned
from tui_tracker.domain.insights.times_rows import turned_rows
from tui_tracker.domain.moves import ReferralState
from tui_tracker.domain.promise_history import report_promises
from tui_tracker.domain.settings import PromiseDays
from tui_tracker.domain.words import ASIDE_STAGES, INBOUND_STAGES, Flow, ReportKind

START = date(2024, 2, 20)
USUAL, OWN = PromiseDays(progress_report=7), PromiseDays(acknowledgement=0, initial_report=9, progress_report=4)
DAY = st.integers(0, 30).map(lambda days: START + timedelta(days))
PERHAPS = st.none() | DAY
STAGE = st.sampled_from([stage.value for stage in (*INBOUND_STAGES, *ASIDE_STAGES)])
SENT = st.lists(st.tuples(st.sampled_from([kind.value for kind in ReportKind]), DAY), max_size=5)


@settings(max_examples=200, deadline=None)
@given(
    st.tuples(st.just(1), st.sampled_from((4, 5)), STAGE, DAY, PERHAPS, PERHAPS, PERHAPS, PERHAPS),
    SENT,
    DAY,
    DAY,
    DAY,
    st.booleans(),
)
def test_rows_count_what_the_rule_says(
    row: tuple[Any, ...], sent: list[tuple[str, date]], one: date, other: date, today: date, as_text: bool
) -> None:
    span = Span(min(one, other), max(one, other))
    row_id, partner, stage, day, seen, in_care, closed, aside = row
    reached = (day, None, None, None, seen, in_care, closed, aside)
    state = ReferralState(row_id, Flow.INBOUND.value, partner, "", "", stage, *reached, None, False)
    by_day = sorted(sent, key=lambda report: report[1])
    expected = turned(report_promises(state, by_day, OWN if partner == 5 else USUAL), span, today)

    given_row = [value.isoformat() if as_text and isinstance(value, date) else value for value in row]
    words = ",".join(f"{sent_on.isoformat()}{kind}" for kind, sent_on in sent) or None
    ((_row_id, _partner, found),) = turned_rows([(*given_row, words)], span, today, {5: OWN}, USUAL)
    assert [(kind, date.fromordinal(on), days, in_time) for kind, on, days, in_time in found] == expected
