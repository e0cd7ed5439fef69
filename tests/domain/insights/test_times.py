"""Times: which promised reports count and how, distributions against what is promised, and what the page says."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.making import a_referral, days
from tui_tracker.domain.insights import times_page
from tui_tracker.domain.insights.periods import Span, Step, months_shown, period
from tui_tracker.domain.insights.times import (
    MEASURES,
    Counted,
    Turnaround,
    Wait,
    bins,
    figures_of,
    in_bins,
    kind_of,
    turned,
)
from tui_tracker.domain.promise_history import report_promises
from tui_tracker.domain.settings import PromiseDays
from tui_tracker.domain.words import Promise

ALWAYS = Span(date(2000, 1, 1), date(2100, 1, 1))
CLOSED = {"stage": "closed", "seen_on": days(10), "in_care_on": days(10), "closed_on": days(80)}
CARE = {"stage": "in_care", "seen_on": days(10), "in_care_on": days(12)}


def told(changed: dict[str, Any], *reports: tuple[str, int], today: int = 200, span: Span = ALWAYS) -> Any:
    """Kind → (day opened, days it took or None, in time), of one referral; a list for progress reports."""
    sent = sorted(((kind, days(day)) for kind, day in reports), key=lambda one: one[1])
    found: dict[str, list[Any]] = {}
    for kind, opened_on, took, in_time in turned(
        report_promises(a_referral(**changed), sent, PromiseDays()), span, days(today)
    ):
        found.setdefault(kind.value, []).append(((opened_on - days(0)).days, took, in_time))
    return {kind: one if kind == "progress_report" else one[0] for kind, one in found.items()}


@pytest.mark.parametrize(
    ("changed", "reports", "today", "expected"),
    [
        ({}, [], 2, {}),
        ({}, [], 3, {"acknowledgement": (0, None, False)}),
        ({}, [("acknowledgement", 2)], 2, {"acknowledgement": (0, 2, True)}),
        ({}, [("acknowledgement", 3)], 3, {"acknowledgement": (0, 3, False)}),
        ({}, [("acknowledgement", 3)], 2, {}),
        ({"settled": True}, [("acknowledgement", 1)], 9, {}),
        ({"partner_id": None, "source": "web"}, [("acknowledgement", 1)], 9, {}),
        ({"flow": "outbound", "stage": "sent"}, [("acknowledgement", 1)], 9, {}),
        (CARE, [("initial", 13)], 40, {"acknowledgement": (0, 13, False), "initial_report": (10, 3, True)}),
        (
            CARE,
            [("initial", 8)],
            20,
            {"acknowledgement": (0, 8, False), "initial_report": (10, 0, True)},
        ),
        (
            CLOSED,
            [("acknowledgement", 1), ("initial", 14), ("progress", 44), ("progress", 79), ("final", 87)],
            200,
            {
                "acknowledgement": (0, 1, True),
                "initial_report": (10, 4, False),
                "progress_report": [(14, 30, True), (44, 35, False)],
                "final_report": (80, 7, True),
            },
        ),
        (
            {"stage": "closed", "closed_on": days(5)},
            [],
            200,
            {
                "acknowledgement": (0, None, False),
                "initial_report": (5, None, False),
                "final_report": (5, None, False),
            },
        ),
        ({"stage": "seen"}, [], 200, {"acknowledgement": (0, None, False)}),
        ({"stage": "lost", "aside_on": days(2)}, [("acknowledgement", 3)], 200, {}),
        ({"stage": "lost", "aside_on": days(3)}, [], 200, {"acknowledgement": (0, None, False)}),
        ({"stage": "lost", "aside_on": days(2)}, [("acknowledgement", 1)], 200, {"acknowledgement": (0, 1, True)}),
        ({"stage": "declined"}, [("acknowledgement", 1)], 200, {}),
        ({"stage": "received"}, [("initial", 1)], 9, {"acknowledgement": (0, 1, True)}),
    ],
)
def test_what_counts_of_the_reports_that_one_referral_promised(
    changed: dict[str, Any], reports: list[tuple[str, int]], today: int, expected: dict[str, Any]
) -> None:
    assert told(changed, *reports, today=today) == expected


def test_a_promise_counts_where_it_opened_not_where_it_was_kept() -> None:
    reports = [("initial", 14), ("final", 87)]
    assert set(told(CLOSED, *reports, span=Span(days(10), days(10)))) == {"initial_report"}
    assert set(told(CLOSED, *reports, span=Span(days(80), days(80)))) == {"final_report"}
    assert told(CLOSED, *reports, span=Span(days(81), days(100))) == {}


def test_figures_of_nothing_are_no_data_and_of_few_are_told_with_how_many() -> None:
    nothing = figures_of(Counted())
    assert list(nothing) == list(dict.fromkeys(nothing))
    assert {measure.key for measure in MEASURES} == set(nothing)
    assert all(figure.value is None and figure.n == 0 for figure in nothing.values())
    one = Turnaround()
    one.add(4, in_time=False)
    one.add(1, in_time=True, number=2)
    one.add(None, in_time=False)
    found = figures_of(Counted({Wait.SEEN: {3: 1, 8: 1}}, seen=4, told=3, reports={Promise.FINAL_REPORT: one}))
    assert (found["to_seen"].value, found["to_seen"].n) == (5.5, 2)
    assert found["to_seen_p90"].value == 7.5
    assert found["loop_closure"].value == 0.75
    assert (found["final_report_median"].value, found["final_report_median"].n) == (1.0, 3)
    assert found["final_report_p90"].value == pytest.approx(3.4)
    on_time = found["final_report_on_time"]
    assert (on_time.value, on_time.n, on_time.part) == (0.5, 4, 2)


def test_names_fit_and_kinds_are_known_by_their_keys() -> None:
    assert all(len(measure.name) <= 26 for measure in MEASURES)
    assert kind_of("initial_report_p90") is Promise.INITIAL_REPORT
    assert kind_of("to_seen") is None


@settings(max_examples=60)
@given(promised=st.integers(0, 400), took=st.lists(st.integers(0, 900), max_size=40))
def test_a_distribution_holds_everything_once_and_its_limit_is_the_promise(promised: int, took: list[int]) -> None:
    columns, within = bins(promised)
    sizes = {one: took.count(one) for one in took}
    counted = in_bins(sizes, columns)
    assert sum(counted) == len(took)
    assert sum(counted[:within]) == sum(1 for one in took if one <= promised)
    assert len({column.label for column in columns}) == len(columns) == 16


def test_columns_are_days_and_of_what_takes_a_month_three_of_them() -> None:
    assert [one.label for one in bins(3)[0]][-2:] == ["14", "15+"]
    columns, within = bins(30)
    assert [one.label for one in columns[:3]] == ["0", "1-3", "4-6"]
    assert columns[within - 1].label == "28-30"


def test_lines_leave_out_the_months_before_there_was_anything() -> None:
    year = period(Step.TWELVE, date(2026, 3, 16), date(2026, 3, 16))
    months = months_shown(year, year.span.first)
    counted = [Counted() for _ in months]
    counted[9].waits[Wait.SEEN] = {2: 1}
    waits, reports = times_page.lines(months, counted)
    assert waits.labels == ("Jan 2026", "Feb 2026", "Mar 2026")
    assert [one.values for one in waits.series] == [(None, None, None), (2.0, None, None)]
    assert len(waits.behind) == 3
    assert reports.empty
    assert len(reports.labels) == len(months)


def test_a_month_is_told_by_the_twelve_of_the_trend() -> None:
    month = period(Step.MONTH, date(2026, 3, 16), date(2026, 3, 16))
    assert len(months_shown(month, None)) == 12


def test_what_somebody_may_still_do_is_said() -> None:
    late, one = Turnaround(past_due=2), Turnaround(past_due=1)
    assert times_page.says(Counted()) == ()
    assert times_page.says(Counted(seen=3, told=2, reports={Promise.INITIAL_REPORT: one})) == (
        "Past due today: 1 initial report.",
        "1 referral that reached “seen” had no initial or final report yet.",
    )
    assert times_page.says(Counted(reports={Promise.FINAL_REPORT: one, Promise.INITIAL_REPORT: late})) == (
        "Promised in these days and past due today: 2 initial reports and 1 final report.",
    )


def test_what_the_figures_do_not_hold_is_said() -> None:
    counted = Counted(seen=3, told=1, waits={Wait.SEEN: {2: 3}})
    assert times_page.says(counted, 1, 1) == (
        "1 referral that reached “seen” had no initial or final report yet.",
        "Settled without an initial or final report on record: 1 referral that reached “seen”. Nothing is owed there, "
        "and loop closure counts them as open.",
        "Not seen yet: 1 referral of the period. Times to the appointment are of those who were seen; the longest "
        "waits are still to come.",
    )
    assert times_page.says(counted, 0, 2)[0].startswith("Settled without")
    assert times_page.says(Counted(), 4) == (), "there are no times"


def test_to_whom_most_were_late_stands_first_and_who_waited_for_none_is_left_out() -> None:
    assert times_page.most_late({1: (9, 0), 2: (9, 3), 3: (4, 3), 4: (1, 1)}) == [3, 2, 4]
