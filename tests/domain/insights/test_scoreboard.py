"""How partners are ranked, what marks a figure as uncertain, and the intervals behind it."""

from datetime import date
from math import exp, isclose

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui_tracker.domain.insights import scoreboard as board
from tui_tracker.domain.insights.page import FEW, Unit
from tui_tracker.domain.insights.scoreboard import COLUMNS, NOTHING, Cell, Score, Scoreboard

TODAY = date(2026, 3, 16)
BY_KEY = {column.key: column for column in COLUMNS}


def of(key: str, *cells: Cell) -> Scoreboard:
    """A board with one column; the partners are called a, b, c…"""
    rows = tuple(Score(number, chr(97 + number), False, (cell,)) for number, cell in enumerate(cells))
    return Scoreboard((BY_KEY[key],), rows)


def names(rows: tuple[Score, ...]) -> str:
    return "".join(row.name for row in rows)


def test_the_columns_are_told_apart_and_fit() -> None:
    assert len(BY_KEY) == len(COLUMNS) == 12
    assert all(0 < len(column.head) <= 9 for column in COLUMNS)
    assert len({column.head for column in COLUMNS}) == len(COLUMNS)


def test_five_of_five_does_not_beat_forty_five_of_fifty_by_luck() -> None:
    one = of("quality", board.share(5, 5), board.share(45, 50), NOTHING, board.share(0, 1))
    assert names(board.ranked(one, "quality")) == "badc"
    # The other way round, 0 of 1 is no worse than 5 of 50 by luck either; who has no data stays last.
    other = of("quality", board.share(0, 1), board.share(5, 50), NOTHING, board.share(45, 50))
    assert names(board.ranked(other, "quality", reverse=True)) == "badc"


def test_where_less_is_better_the_least_comes_first() -> None:
    leak = of("leakage", board.share(0, 1), board.share(1, 50), board.share(30, 50), NOTHING)
    assert names(board.ranked(leak, "leakage")) == "bcad"
    assert names(board.ranked(leak, "leakage", reverse=True)) == "cbad"


def test_medians_of_few_stand_after_the_certain_ones_and_those_alike_by_name() -> None:
    days = of("to_seen", board.measured(0.0, 1), board.measured(9.0, 12), board.measured(4.0, 10), NOTHING)
    assert names(board.ranked(days, "to_seen")) == "cbad"
    assert names(board.ranked(days, "to_seen", reverse=True)) == "bcad"
    alike = of("gives", *map(board.counted, (2, 3, 2, 3, 0)))
    assert names(board.ranked(alike, "gives")) == "bdace"
    assert names(board.ranked(alike, "gives", reverse=True)) == "eacbd"


def test_a_column_that_is_not_shown_is_an_error() -> None:
    with pytest.raises(KeyError):
        board.ranked(of("gives"), "quality")


def test_what_is_counted_from_few_is_uncertain() -> None:
    assert board.share(9, FEW - 1).uncertain
    assert not board.share(10, FEW).uncertain
    assert board.measured(3.5, FEW - 1).uncertain
    assert not board.measured(3.5, FEW).uncertain
    assert board.share(0, 0) == board.measured(None, 0) == NOTHING


def test_a_number_of_referrals_is_what_it_is_and_tells_its_interval() -> None:
    cell = board.came(3)
    assert (cell.value, cell.n, cell.uncertain) == (3, 3, False)
    assert (
        board.said(BY_KEY["referrals"], cell)
        == "3 referrals; their usual number may lie between 0.6 and 8.8 (95 % interval)."
    )
    assert board.said(BY_KEY["gives"], board.counted(1)) == "1 give."


def test_what_is_behind_a_cell_in_words() -> None:
    assert board.said(BY_KEY["quality"], NOTHING) == "No data: there is nothing to count."
    assert board.said(BY_KEY["completion"], board.share(9, 12)) == (
        "75 %, counted from 12 referrals at least 30 days old; the true share may lie between 47 % and 91 % "
        "(95 % interval)."
    )
    assert board.said(BY_KEY["to_seen"], board.measured(1.0, 1)) == (
        "1 day, counted from 1 referral seen. Uncertain: fewer than 10."
    )


@pytest.mark.parametrize(
    ("number", "low", "high"),
    [(0, 0, 3.689), (1, 0.0253, 5.572), (5, 1.623, 11.668), (10, 4.795, 18.390), (100, 81.364, 121.627)],
)
def test_the_interval_of_a_count_is_that_of_the_tables(number: int, low: float, high: float) -> None:
    """As in Garwood's table of 1936, and as chi-squared quantiles give them."""
    found = board.poisson_interval(number)
    assert found == pytest.approx((low, high), abs=0.002)


@settings(max_examples=60)
@given(st.integers(0, 3000))
def test_the_ends_of_the_interval_leave_the_tails_that_they_promise(number: int) -> None:
    low, high = board.poisson_interval(number)
    assert low <= number < high
    if high < 700:  # e to the minus of it is a number yet
        assert isclose(at_most(number, high), 0.025, rel_tol=1e-8)
        assert number == 0 or isclose(1 - at_most(number - 1, low), 0.025, rel_tol=1e-8)


def at_most(number: int, mean: float) -> float:
    term = total = exp(-mean)
    for place in range(1, number + 1):
        term *= mean / place
        total += term
    return total


@settings(max_examples=60)
@given(st.integers(0, 500), st.integers(0, 500))
def test_a_share_lies_in_its_interval(part: int, other: int) -> None:
    cell = board.share(part, part + other)
    if cell.value is None:
        assert part + other == 0
    else:
        assert cell.low is not None
        assert cell.high is not None
        assert 0 <= cell.low <= cell.value <= cell.high <= 1


DUE, EARLY, LATE = date(2026, 3, 10), date(2026, 3, 9), date(2026, 3, 11)


@pytest.mark.parametrize(
    ("due_on", "sent_on", "aside_on", "in_time"),
    [
        (DUE, DUE, None, True),
        (DUE, LATE, None, False),
        (DUE, None, None, False),
        (TODAY, None, None, None),
        (date(2026, 3, 20), EARLY, None, True),
        (date(2026, 3, 20), None, None, None),
        (DUE, date(2026, 3, 17), None, False),  # sent tomorrow
        (DUE, None, DUE, None),  # dropped on the day it was due
        (DUE, None, LATE, False),
        (DUE, EARLY, DUE, True),
        (DUE, LATE, DUE, None),
    ],
)
def test_when_a_report_was_in_time(
    due_on: date, sent_on: date | None, aside_on: date | None, in_time: bool | None
) -> None:
    assert board.sent_in_time(due_on, sent_on, aside_on, TODAY) is in_time


def test_the_table_for_files_has_every_figure_with_n_and_interval() -> None:
    columns = (BY_KEY["referrals"], BY_KEY["quality"], BY_KEY["to_seen"])
    rows = (
        Score(1, "Lee", False, (board.came(12), board.share(9, 12), board.measured(4.5, 8))),
        Score(2, "Ray", True, (board.came(0), NOTHING, NOTHING)),
    )
    table = board.as_table(Scoreboard(columns, rows), rows)
    assert [column.name for column in table.columns] == [
        *("partner", "archived", "referrals", "quality", "quality_n", "quality_low", "quality_high"),
        *("to_seen", "to_seen_n"),
    ]
    first, second = (row.cells for row in table.rows)
    assert first[:5] == ("Lee", "", 12, 0.75, 12)
    assert first[7:] == (4.5, 8)
    assert second == ("Ray", "yes", 0, None, 0, None, None, None, 0)
    assert all(len(row.cells) == len(table.columns) for row in table.rows)
    assert table.columns[3].unit is Unit.SHARE
