"""What stands around the pages of Insights, as lines: the head, the list behind a figure, the scoreboard, the why."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.conftest import TODAY
from tui_tracker.domain.board import Card
from tui_tracker.domain.insights.page import (
    Behind,
    Chart,
    ChartKind,
    Column,
    Compared,
    Group,
    Listed,
    Listing,
    Row,
    Series,
    Table,
    Theme,
    Unit,
    counted,
    share,
)
from tui_tracker.domain.insights.periods import Span, Step, days_period, period
from tui_tracker.domain.insights.scoreboard import COLUMNS, Score, Scoreboard, came
from tui_tracker.domain.insights.scoreboard import share as score_share
from tui_tracker.domain.records import Incident, PartnerLine
from tui_tracker.screens.insights import NAMES
from tui_tracker.screens.insights_counting import as_of
from tui_tracker.widgets.insight_head import pages_line, span_line
from tui_tracker.widgets.insight_listed import Layout, Place, entry_line
from tui_tracker.widgets.insight_scores import detail_lines, heads_line, score_lines, score_why
from tui_tracker.widgets.insight_why import chart_why, context_lines, figure_why, table_why
from tui_tracker.widgets.lines import plain

CARD = Card(
    7, "inbound", "seen", TODAY, 3, "Dr. Ann Lee-Featherstonehaugh, MD, PhD", "partner", "JD-4411", "knee", "routine",
    date(2025, 12, 31), None, None, "initial_report", TODAY, 3,
)  # fmt: skip
PARTNER = PartnerLine(3, "Dr. Ann Lee", "clinician", "Podiatry", "Bath", "A", "referring", TODAY, 4, 12, False)
INCIDENT = Incident(5, 3, "Dr. Ann Lee", None, "poor_response", TODAY, "", "", "", None, None)


def words(line) -> str:
    return "".join(text for text, _look in line.pieces)


@given(st.integers(0, len(NAMES) - 1), st.integers(24, 140))
def test_the_present_page_stands_in_brackets_at_any_width(present, width):
    line = words(pages_line(NAMES, present, width))
    assert f"[{NAMES[present]}]" in line
    assert cell_len(line) <= width
    if width >= 78:
        assert all(name in line for name in NAMES)


def test_the_span_names_the_period_and_what_is_measured_before_what_it_stands_beside():
    present = period(Step.TWELVE, TODAY, TODAY)
    assert words(span_line(present, "", "", 80)) == (
        " Apr 2025 to Mar 2026, so far  before: Apr 1, 2024 to Mar 16, 2025"
    )
    assert "podiatry  esc shows all" in words(span_line(present, "podiatry", "", 80))
    for width in (60, 80, 120):
        said = words(span_line(present, "Ann’s partners, podiatry, Bath", "counting… 3 of 8", width))
        assert said.endswith("counting… 3 of 8")
        assert cell_len(said) <= width


SIZES = st.lists(st.integers(0, 5), max_size=5)


@given(SIZES, st.integers(0, 25), st.integers(0, 12))
def test_windows_on_a_list_are_parts_of_the_whole(sizes, offset, length):
    ids = iter(range(100))
    groups = tuple(Group(f"group {place}", tuple(next(ids) for _ in range(size))) for place, size in enumerate(sizes))
    layout = Layout(Listing("All", Listed.REFERRALS, groups))
    whole = layout.places(0, layout.count)
    assert [place.id for place in whole if place.id is not None] == list(range(sum(sizes)))
    assert [place.words for place in whole if place.id is None] == [
        f"Group {place} ({size})" for place, size in enumerate(sizes) if size
    ]
    assert layout.places(offset, length) == whole[offset : offset + length]


@pytest.mark.parametrize("width", [40, 56, 76, 116])
@pytest.mark.parametrize("found", [CARD, PARTNER, INCIDENT, None])
def test_an_entry_fits_its_line(width, found):
    for note in ("", "sent 12 before, the last one Mar 3, 2025"):
        line = entry_line(Place(7, note), found, TODAY, width)
        assert line.key == 7
        if found is None:
            assert words(line) == "no longer there"
        elif width >= 56:
            assert "Lee" in words(line)
            assert (note[:6] or {CARD: "seen", PARTNER: "12", INCIDENT: "open"}[found]) in words(line)
        if found is CARD and width >= 76 and note:
            assert note[:20] in words(line)
    heading = entry_line(Place(None, "Not seen (9)", "last  in 90d"), None, TODAY, width)
    assert heading.key is None
    assert words(heading).endswith("in 90d")


BOARD = Scoreboard(
    COLUMNS[:5],
    (
        Score(1, "Dr. Lee", False, (came(12), came(3), came(0), score_share(12, 20), score_share(12, 12))),
        Score(2, "Dr. May", True, (came(1), came(3), came(0), score_share(1, 20), score_share(0, 0))),
    ),
)


@pytest.mark.parametrize("width", [56, 76, 116])
def test_the_scoreboard_marks_what_comes_from_few_and_what_it_is_sorted_by(width):
    for place, column in enumerate(BOARD.columns):
        heads = words(heads_line(BOARD, place, True, width))
        assert f"[{column.head}]" in heads
        lines = plain(score_lines(BOARD, BOARD.rows, 1, place, width))
        assert all(cell_len(line) <= width for line in (heads, *lines))
    lines = plain(score_lines(BOARD, BOARD.rows, 1, 4, width))
    assert lines[0].split()[0] == "1"
    assert lines[1].split()[0] == "–"
    assert "archived" in lines[1] or width < 76
    few = Score(3, "Dr. Few", False, (came(1), came(1), came(0), score_share(1, 1), score_share(1, 1)))
    assert "~100 %" in plain(score_lines(BOARD, [few], 1, 4, width))[0]
    detail = " ".join(plain(detail_lines(BOARD, few, 4, 400)))
    assert "counted from 1 " in detail
    assert "95 %" in " ".join(plain(score_why(BOARD, few, width)))


def test_why_says_from_how_many_over_which_days_and_month_by_month():
    present = period(Step.TWELVE, TODAY, TODAY)
    trend = tuple(share("completion", number, 12) if number else share("completion", 0, 0) for number in range(12))
    one = Compared(share("completion", 41, 50), share("completion", 35, 45), trend)
    said = plain(figure_why(one, present, 76))
    assert said[0].startswith("now")
    assert "82 %: 41 of 50 referrals at least 30 days old, Apr 1, 2025 to Mar 16, 2026 (350 days)" in " ".join(
        line.strip() for line in said[:2]
    )
    assert any(line.startswith("change") and "+4 points" in line for line in said)
    months = [line for line in said if line.startswith(("Apr 2025", "Mar 2026"))]
    assert months[0].split()[2:] == ["no", "data"]
    assert months[-1].endswith("92 %  from 12  so far")
    plainly = plain(figure_why(Compared(counted("received", 4), counted("received", 4)), present, 76))
    assert any(line.startswith("change") and "same" in line for line in plainly)
    assert "Only podiatry." in plain(context_lines(present, "podiatry", (), 76))


def test_why_names_the_days_of_a_figure_that_counts_others_than_the_period():
    march = period(Step.MONTH, TODAY, TODAY)
    year = Span(date(2025, 3, 17), TODAY)
    one = Compared(share("top_1", 4, 9), share("top_1", 3, 8), behind=Behind(Theme.SOURCES, "top_1", year))
    said = " ".join(line.strip() for line in plain(figure_why(one, march, 120)))
    assert "Mar 17, 2025 to Mar 16, 2026 (365 days)" in said
    assert "Feb 17, 2025 to Feb 16, 2026 (365 days)" in said


def test_why_of_a_chart_and_a_row_gives_the_digits_that_a_picture_cannot():
    chart = Chart(
        "waits", "Days", ChartKind.COLUMNS, Unit.COUNT, ("0", "1", "2"), (Series("n", (3, None, 5)),), target=2,
        target_name="Promised",
    )  # fmt: skip
    said = plain(chart_why(chart, 2, 76))
    assert said[0] == "Promised: 3 of 8."
    assert said[1].split() == ["2", "5"]
    assert said[3].split() == ["1", "no", "data"]
    table = Table("top", "Who", (Column("p", "Partner", Unit.WORDS), Column("n", "Sent", Unit.COUNT)),
                  (Row(("Lee", 1234)),), "A note.")  # fmt: skip
    assert plain(table_why(table, 0, 76)) == ["Partner  Lee", "Sent     1,234", "", "A note."]
    assert plain(table_why(table, None, 76))[0] == "1 row: Partner, Sent."


def test_over_night_the_present_period_stays_the_present_one():
    later = date(2026, 4, 2)
    assert as_of(period(Step.MONTH, TODAY, TODAY), TODAY, later).name == "Apr 2026"
    assert as_of(period(Step.TWELVE, TODAY, TODAY), TODAY, later).name == "May 2025 to Apr 2026"
    assert as_of(period(Step.MONTH, date(2026, 1, 5), TODAY), TODAY, later).name == "Jan 2026"
    some = days_period(date(2026, 3, 1), date(2026, 3, 31), TODAY)
    assert some.running
    assert not as_of(some, TODAY, later).running
