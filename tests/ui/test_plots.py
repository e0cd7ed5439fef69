"""Charts in the terminal: what they look like, and that they fit, whatever they are of."""

from __future__ import annotations

import sys
from itertools import pairwise
from subprocess import run

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.factories import HOSTILE
from tui_tracker.domain.insights.page import Chart, ChartKind, Series, Unit
from tui_tracker.domain.text import has_unsafe
from tui_tracker.widgets.lines import LOOKS, plain
from tui_tracker.widgets.plot_scale import ticks
from tui_tracker.widgets.plots import chart_lines, lying_bar, trend

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
IN_AND_OUT = Chart(
    "in_and_out",
    "Referrals month by month",
    ChartKind.LINES,
    Unit.COUNT,
    MONTHS,
    (
        Series("received", (31, 28, 35, 40, 38, 44, 41, 30, 45, 50, 48, 22)),
        Series("sent", (8, 10, 7, 12, 14, 9, 9, 11, 15, 13, 12, 5)),
    ),
)
TURNAROUND = Chart(
    "turnaround",
    "Initial reports by days from promise to sent",
    ChartKind.COLUMNS,
    Unit.COUNT,
    ("0", "1", "2", "3", "4", "5+"),
    (Series("reports", (3, 8, 14, 9, 0, 1)),),
    target=4,
    target_name="promised within 3 days",
)
SOURCES = Chart(
    "sources",
    "Where referrals came from",
    ChartKind.BARS,
    Unit.COUNT,
    ("partner", "word of mouth", "web", "advert", "other"),
    (Series("referrals", (412, 120, 3, 0, None)),),
    notes=("77 %", "22 %", "<1 %", "0 %", ""),
)


def drawn(chart, width, *, blocks=True):
    return "\n".join(plain([line for line, _behind in chart_lines(chart, width, blocks=blocks, lines=blocks)]))


def test_lines_are_told_apart_by_how_they_are_broken_and_by_the_names_at_their_ends():
    assert (
        drawn(IN_AND_OUT, 60)
        == """\
Referrals month by month
60
                                     ⣀⡠⠤⠤⠤⣀⣀
40          ⢀⣀⠤⠤⠤⢄⣀⣀⠤⠒⠊⠉⠑⠒⠢⠤⢄    ⢀⠤⠊⠉       ⠱⡀
   ⠤⠤⢄⣀⣀⠤⠒⠊⠉⠁                ⠉⠑⠤⠊⠁           ⠈⢢
20                                             ⠑ received 22
   ⣀⡀ ⠤⠄ ⣀⡀ ⡠⠄ ⠒⠂ ⠉⠁ ⠒⠂ ⠤⠄ ⠤⠄ ⠤⠄ ⠒⠂ ⠉⠁ ⠒⠂ ⠒⠂⠠⢄
 0                                             ⠈ sent 5
  Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"""
    )


def test_without_braille_a_sign_stands_for_each_series():
    assert (
        drawn(IN_AND_OUT, 60, blocks=False)
        == """\
Referrals month by month
60
                                      .*...*
40       ..*...*...*...*...*..   ..*..      ..
   *...*.                     .*.             .
20                               ..o..         * received 22
   o...o...o...o...o...o...o...o.     .o...o.
 0                                           ..o sent 5
  Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"""
    )


def test_where_lines_cross_the_dots_of_both_stand():
    one, other, neither = Series("u", (1, 9)), Series("d", (9, 1)), Series("n", (None, None))
    crossed, up, down = (
        chart_lines(Chart("x", "", ChartKind.LINES, Unit.COUNT, ("a", "b"), series), 50, blocks=True, lines=True)
        for series in ((one, other), (one, neither), (neither, other))
    )

    def dots(shown):
        rows = (enumerate("".join(piece for piece, _ in line.pieces)) for line, _ in shown)
        signs = ((row, column, ord(sign) - 0x2800) for row, line in enumerate(rows) for column, sign in line)
        return {(*place, dot) for *place, sign in signs if 0 <= sign < 256 for dot in range(8) if sign >> dot & 1}

    assert {place[:2] for place in dots(up)} & {place[:2] for place in dots(down)}
    assert dots(crossed) == dots(up) | dots(down)


def test_columns_beyond_what_was_promised_look_otherwise():
    even = Chart("e", "", ChartKind.COLUMNS, Unit.COUNT, ("0", "1", "2"), (Series("", (1, 1, 1)),), target=1)
    foot = chart_lines(even, 78, blocks=True, lines=True)[-2][0]
    assert [look for text, look in foot.pieces if "█" in text] == ["plot1", "plot2", "plot2"]


def test_columns_stand_on_either_side_of_what_was_promised():
    assert (
        drawn(TURNAROUND, 78)
        == """\
Initial reports by days from promise to sent
         14     │
         ███    │
      8  ███  9 │
     ▃▃▃ ███ ▇▇▇│
  3  ███ ███ ███│
 ▂▂▂ ███ ███ ███│     1
 ███ ███ ███ ███│    ▃▃▃
  0   1   2   3 │ 4  5+
                └ promised within 3 days"""
    )
    assert drawn(TURNAROUND, 78, blocks=False).isascii()


def test_columns_that_find_no_room_lie_down_with_the_promise_between_them():
    narrow = drawn(TURNAROUND, 18)
    assert "\n── promised withi…\n" in narrow
    assert narrow.index("\n3 ") < narrow.index("promised") < narrow.index("\n5+")


def test_labels_longer_than_their_columns_stand_below_every_second_or_third_and_the_last():
    weeks = (*(f"-{week}" for week in range(12, 0, -1)), *(f"+{week}" for week in range(1, 13)))
    around = Chart("w", "Weeks", ChartKind.COLUMNS, Unit.COUNT, weeks, (Series("", (1,) * 24),), target=12)
    rows = drawn(around, 78).split("\n")
    assert rows[-1].split() == ["-11", "-9", "-7", "-5", "-3", "-1", "+2", "+4", "+6", "+8", "+10", "+12"]
    assert "│" in rows[-2]
    assert drawn(around, 40).count("\n") == 25


def test_bars_have_their_number_and_note_before_them_and_no_data_says_so():
    assert (
        drawn(SOURCES, 60)
        == """\
Where referrals came from
partner            412  77 %  ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
word of mouth      120  22 %  ━━━━━━━━╸
web                  3  <1 %  ╸
advert               0  0 %
other          no data"""
    )


def test_shares_times_and_money_say_their_unit_once():
    shares = drawn(Chart("s", "By source", ChartKind.BARS, Unit.SHARE, ("web", "ad"), (Series("", (0.5, 0.002)),)), 40)
    assert shares.split("\n")[0] == "By source  %"
    assert "web  50  ━" in shares
    assert "ad   <1  ╸" in shares
    times = Chart("t", "How soon", ChartKind.LINES, Unit.DAYS, ("Q1", "Q2"), (Series("seen", (9.5, 8.0)),))
    assert drawn(times, 40).startswith("How soon  days\n10 ")
    assert "seen 8" in drawn(times, 40)
    money = Chart("m", "Value", ChartKind.BARS, Unit.CENTS, ("web", "ad"), (Series("", (123_456, 5)),))
    assert "web  1,235  ━" in drawn(money, 40)
    assert "ad      <1  ╸" in drawn(money, 40)


def test_one_month_alone_is_told_in_bars_and_nothing_at_all_is_no_data():
    one = Chart("one", "One", ChartKind.LINES, Unit.COUNT, ("Nov",), (Series("received", (4,)), Series("sent", (2,))))
    assert drawn(one, 40) == "One\nNov  received  4  ━━━━━━━━━━━━━━━━━━━━━━\n     sent      2  ━━━━━━━━━━━"
    nothing = Chart("no", "Nothing", ChartKind.LINES, Unit.COUNT, MONTHS, (Series("received", (None,) * 12),))
    assert drawn(nothing, 40) == "Nothing\nno data"


def test_a_line_stops_where_there_is_no_data_and_a_series_without_any_is_named():
    gap = Chart(
        "gap",
        "Gap",
        ChartKind.LINES,
        Unit.COUNT,
        ("a", "b", "c", "d", "e"),
        (Series("here", (1, 1, None, 1, 1)), Series("nowhere", (None,) * 5)),
    )
    line = next(row for row in drawn(gap, 50, blocks=False).split("\n") if "here 1" in row)
    assert line.split("here")[0].strip().count(" ") > 8
    assert "no data: nowhere" in drawn(gap, 50)


def test_ten_years_have_a_label_every_so_many_whole_years_and_always_the_last():
    labels = tuple(f"{month} {year}" for year in range(2017, 2027) for month in MONTHS)
    ten = Chart("ten", "Ten years", ChartKind.LINES, Unit.COUNT, labels, (Series("received", tuple(range(120))),))
    assert drawn(ten, 78).split("\n")[-1].split("  ")[-1].strip() == "Dec 2026"
    years = [int(word) for word in drawn(ten, 78).split("\n")[-1].split() if word.isdigit()]
    assert {later - one for one, later in pairwise(years)} == {2}


def test_more_lines_than_rows_are_named_below():
    many = Chart(
        "many", "Many", ChartKind.LINES, Unit.COUNT, ("a", "b"), tuple(Series(f"s{n}", (n, n)) for n in range(9))
    )
    text = drawn(many, 60)
    assert all(f"s{number} {number}" in text for number in range(9))
    assert "also: s7 7, s8 8" in text


def test_a_trend_shows_nothing_where_there_is_no_data_and_the_least_for_0():
    assert trend((0, 1, None, 50, 100), blocks=True) == "▁▂ ▄▇"
    assert trend((0, 1, None, 50, 100), blocks=False) == "_. :#"
    assert trend((0, 0), blocks=True) == "▁▁"
    assert trend((), blocks=True) == ""


@given(st.integers(0, 500), st.integers(0, 500), st.integers(1, 60), st.booleans())
def test_a_longer_bar_is_never_for_less(one, other, width, blocks):
    most = max(one, other)
    short, long = (lying_bar(value, most, width, blocks=blocks) for value in sorted((one, other)))
    assert len(short) <= len(long) <= width
    assert bool(short) == (min(one, other) > 0)


@given(
    st.floats(-50, 1e7, allow_nan=False).map(lambda value: round(value, 3)),
    st.sampled_from([Unit.COUNT, Unit.DAYS, Unit.SHARE]),
)
def test_an_axis_covers_its_values_in_few_even_steps(value, unit):
    value = round(value) if unit is Unit.COUNT else value
    marks = ticks(value, value, unit)
    assert marks[0] <= min(0, value)
    assert marks[-1] >= max(0, value) * (1 - 1e-9)
    assert 2 <= len(marks) <= 5
    assert 0.0 in marks
    if unit is Unit.COUNT:
        assert all(mark == int(mark) for mark in marks)


values = st.one_of(st.none(), st.integers(0, 2000), st.floats(0, 30).map(lambda value: round(value, 2)))
words = st.one_of(st.sampled_from([*MONTHS, "Q1 2026", "15+"]), st.sampled_from(HOSTILE))


@st.composite
def charts(draw):
    length = draw(st.integers(1, 40))
    kind = draw(st.sampled_from(ChartKind))
    texts = st.lists(words, min_size=length, max_size=length).map(tuple)
    series = st.lists(values, min_size=length, max_size=length).map(tuple)
    return Chart(
        "name",
        draw(words),
        kind,
        draw(st.sampled_from([unit for unit in Unit if unit is not Unit.WORDS])),
        draw(texts),
        tuple(Series(draw(words), draw(series)) for _ in range(draw(st.integers(1, 9)))),
        notes=draw(st.one_of(st.just(()), texts)),
        target=draw(st.one_of(st.none(), st.integers(0, length))),
        target_name=draw(words),
    )


@settings(max_examples=40, deadline=None)
@given(charts(), st.integers(30, 200), st.booleans())
def test_every_chart_fits_its_width_and_its_end_can_be_reached(chart, width, blocks):
    shown = [line for line, _behind in chart_lines(chart, width, blocks=blocks, lines=blocks)]
    keys = [line.key for line in shown if line.key is not None]
    assert len(set(keys)) == len(keys)
    assert all(key == "chart:name" or str(key).startswith("chart:name:") for key in keys)
    assert chart.empty or shown[-1].key is not None
    for line in shown:
        assert cell_len("".join(text for text, _ in line.pieces)) <= width
        assert not any(has_unsafe(text) or "\n" in text for text, _ in line.pieces)
        assert all(look in LOOKS for _, look in line.pieces)


def test_plotille_is_not_loaded_before_a_line_is_drawn():
    code = "import sys, tui_tracker.widgets.insight_page; sys.exit('plotille' in sys.modules)"
    assert run([sys.executable, "-c", code], check=False).returncode == 0
