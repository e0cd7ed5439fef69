"""A review in every format: what it says, that it is safe, and that each form can be read back."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tests.factories import HOSTILE
from tests.reviews import TODAY, Reader, a_review, hostile_review, safe_page
from tui_tracker.domain.errors import Refused
from tui_tracker.domain.insights.catalogue import MEASURES
from tui_tracker.domain.insights.lens import Lens
from tui_tracker.domain.insights.monthly import PARTS, Review, Section, section_of
from tui_tracker.domain.insights.page import (
    Chart,
    ChartKind,
    Column,
    Compared,
    Page,
    Row,
    Series,
    Table,
    Theme,
    Unit,
    counted,
)
from tui_tracker.domain.insights.periods import read_period
from tui_tracker.domain.text import has_unsafe
from tui_tracker.exchange.map_cells import measure
from tui_tracker.exchange.report_csv import named_table, table_csv, tables
from tui_tracker.exchange.report_formats import ReviewFormat
from tui_tracker.services.insights.reporting import ending_of, format_of, review_name, written


def one_chart(chart: Chart) -> Review:
    return Review("review", "", a_review().period, "", TODAY, (), (), (Section("x", "X", charts=(chart,)),))


def one_table(table: Table, most: int = 12) -> Review:
    return Review("review", "", a_review().period, "", TODAY, (), (), (Section("x", "X", tables=(table,), most=most),))


@pytest.mark.parametrize("review", [a_review(), hostile_review()], ids=["plain", "hostile"])
def test_the_page_has_no_script_no_address_and_no_markup_from_data(review):
    page = written(review, ReviewFormat.HTML)
    read = Reader(page)

    safe_page(page)
    assert read.tags.count("svg") >= 4
    assert "<PT>" not in page
    assert "Harbor <PT> & Sons: review of Oct 2026" in read.texts


def test_the_page_says_what_changed_without_colours():
    texts = Reader(written(a_review(), ReviewFormat.HTML)).texts

    assert "+13, before: 110" in texts
    assert "-9 points, before: 80 %" in texts
    assert "same as before" in texts
    assert "32 of 45" in texts
    assert "✓ Dr. Lee sent 9; 2 before." in texts
    assert "! Reports on time: 71 % of 45; 92 % of 50 before." in texts
    assert "before: no data" in texts
    assert "Touchpoints" not in texts, "what the lens cannot narrow is not told"


@pytest.mark.parametrize("review", [a_review(), hostile_review()], ids=["plain", "hostile"])
@pytest.mark.parametrize("width", [60, 80, 120])
def test_text_fits_its_lines(review, width):
    text = written(review, ReviewFormat.TEXT, width=width)

    assert [line for line in text.splitlines() if measure(line) > width] == []
    assert not has_unsafe(text)
    assert "Referrals received" in text
    assert "32 of 45" in text
    assert "promised: 3 days" in text


@pytest.mark.parametrize("form", [ReviewFormat.TEXT, ReviewFormat.MARKDOWN])
def test_what_changed_stands_first_and_how_it_is_counted_last(form):
    text = written(a_review(), form)
    order = ["What changed", "Dr. Lee sent 9", "Referrals received", "Referrals by month", "How it is counted"]

    assert [text.index(one) for one in order] == sorted(text.index(one) for one in order)
    assert "Leakage: Inbound partner referrals" in text[text.index("How it is counted") :]


def test_who_cannot_see_the_lines_of_twelve_months_is_told_them():
    labels = [
        value for name, value in Reader(written(a_review(), ReviewFormat.HTML)).attributes if name == "aria-label"
    ]
    months = "7, 14, 21, 5, 12, 19, 3, 10, 17, 1, 8, 15"

    assert labels[0] == f"Referrals received, Nov 2025 to Oct 2026: {months}"
    assert labels[-1].endswith("21 days, no data, 12 days, 19 days, 3 days, no data, 17 days, 1 day, 8 days, no data")


def test_text_for_a_terminal_that_has_ascii_alone():
    text = written(a_review(), ReviewFormat.TEXT, width=120, ascii_only=True)

    assert text.isascii()
    assert "##########" in text


def test_every_column_of_a_year_says_its_number():
    values = tuple(400 - 20 * place for place in range(16))
    days = Chart("d", "Days", ChartKind.COLUMNS, Unit.COUNT, tuple(map(str, range(16))), (Series("n", values),))
    texts = Reader(written(one_chart(days), ReviewFormat.HTML)).texts

    assert [value for value in values if str(value) not in texts] == []


def test_the_limit_stands_after_what_was_promised():
    lines = written(a_review(), ReviewFormat.TEXT).splitlines()
    place = next(number for number, line in enumerate(lines) if "promised: 3 days" in line)

    assert lines[place - 1].startswith("3 ")
    assert lines[place + 1].startswith("4 ")


def test_markdown_shows_names_literally():
    rendered = MarkdownIt().enable("table").render(written(hostile_review(), ReviewFormat.MARKDOWN))
    read = Reader(rendered)

    assert set(read.tags) <= {"h1", "h2", "h3", "p", "ul", "li", "table", "thead", "tbody", "tr", "th", "td", "br"}
    assert "A[/nope] Lee" in read.texts
    assert read.tags.count("table") == 7, "every table stays one, whatever its names hold"
    for table in rendered.split("<table>")[1:]:
        rows = table.partition("</table>")[0].split("<tr>")[1:]
        assert len({len(re.findall("<t[dh]", row)) for row in rows}) == 1, "a name makes no other column"


def test_csv_holds_exact_values_and_no_formula():
    told = tables(a_review())
    rows = list(csv.reader(io.StringIO(table_csv(told["sources.top_senders"]))))

    assert rows[0] == ["partner", "referrals", "share", "revenue_cents", "change"]
    assert rows[3] == ["'=SUM(A1)", "38", "0.1", "123456", "-2"]
    assert len(rows) == 19, "files hold every row"
    figures = {row[1]: row for row in csv.reader(io.StringIO(table_csv(told["figures"])))}
    assert float(figures["completion"][4]) == 32 / 45
    assert figures["completion"][5:7] == ["45", "32"]
    assert figures["lifetime_value"][4] == "", "no data is an empty cell, never 0"
    assert figures["from_partners"][4] == "0"
    assert "touchpoints" not in figures


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@x", "\t=1", " =1", "\r=1", "\x00=1", "\ufeff=1"])
def test_no_cell_is_run_by_a_spreadsheet(name):
    table = Table("t", name, (Column(name, name, Unit.WORDS), Column("n", "n", Unit.COUNT)), (Row((name, -1)),))

    for row in csv.reader(io.StringIO(written(one_table(table), ReviewFormat.CSV))):
        assert not [cell for cell in row if cell[:1] in tuple("=+@\t\r") or (cell[:1] == "-" and cell != "-1")]


def test_all_tables_follow_one_another_in_csv():
    parts = written(a_review(), ReviewFormat.CSV).split("\r\n\r\n")

    assert [part.partition(",")[0] for part in parts] == list(tables(a_review()))


def test_a_table_is_found_by_its_name():
    review = a_review()

    assert named_table(review, "top_senders") is named_table(review, "sources.top_senders")
    with pytest.raises(Refused, match=r"no table “nix”; there are figures, times\.by_kind"):
        named_table(review, "nix")


def test_a_chart_that_is_called_as_a_table_is_keeps_its_own_name():
    table = Table("same", "T", (Column("a", "A", Unit.WORDS),), ())
    chart = Chart("same", "C", ChartKind.BARS, Unit.COUNT, ("x",), (Series("n", (1,)),))
    both = Section("one", "One", charts=(chart,), tables=(table,))
    other = Section("two", "Two", tables=(table,))
    review = Review("review", "", a_review().period, "", TODAY, (), (), (both, other))

    assert list(tables(review)) == ["figures", "one.same", "two.same", "one.same_chart"]
    with pytest.raises(Refused, match=r"several tables “same”; write one\.same or two\.same"):
        named_table(review, "same")


def test_json_says_all_exactly():
    told = json.loads(written(a_review(), ReviewFormat.JSON))
    completion = next(one for one in told["figures"] if one["key"] == "completion")

    assert (completion["value"], completion["n"], completion["part"]) == (32 / 45, 45, 32)
    assert completion["before"]["value"] == 0.8
    assert told["period"] == {
        "name": "Oct 2026",
        "first": "2026-10-01",
        "last": "2026-10-31",
        "whole": {"first": "2026-10-01", "last": "2026-10-31"},
        "running": False,
        "before": {"first": "2026-09-01", "last": "2026-09-30"},
    }
    trend = told["figures"][0]["trend"]
    assert (len(trend), trend[0]["first"], trend[-1]["last"]) == (12, "2025-11-01", "2026-10-31")
    assert told["sections"][0]["charts"][0]["series"][1]["values"][5] is None
    assert not has_unsafe(written(hostile_review(), ReviewFormat.JSON))
    assert written(hostile_review(), ReviewFormat.JSON, ascii_only=True).isascii()


def test_an_empty_table_says_so_and_a_long_one_how_many_more():
    columns = (Column("a", "A", Unit.WORDS),)
    long = Table("t", "T", columns, tuple(Row((f"row {number}",)) for number in range(14)))

    for form in (ReviewFormat.TEXT, ReviewFormat.MARKDOWN, ReviewFormat.HTML):
        assert "None." in written(one_table(Table("t", "T", columns, ())), form)
        assert "And 2 more." in written(one_table(long), form)
        assert "row 11" in written(one_table(long), form)
        assert "row 12" not in written(one_table(long), form)
        assert "row 1" not in written(one_table(long, most=0), form), "for files of data alone"
    assert "row 13" in written(one_table(long, most=0), ReviewFormat.CSV)


def test_a_period_that_runs_says_so():
    text = written(Review("review", "", read_period("month", TODAY), "", TODAY, (), (), ()), ReviewFormat.TEXT)

    assert "Up to Saturday, Nov 21, 2026" in text
    assert "Oct 1 to 21, 2026" in text


def test_what_it_is_narrowed_to_is_said():
    lens = Lens(specialty="podiatry", member_id=1, member="Ann")
    review = Review("review", "", read_period("2026-10", TODAY), lens.name, TODAY, (), (), ())

    for form in (ReviewFormat.TEXT, ReviewFormat.MARKDOWN, ReviewFormat.HTML):
        assert "Narrowed to: Ann’s partners, podiatry." in written(review, form)


VALUES = st.one_of(st.none(), st.integers(0, 10**9), st.floats(0, 1e9))


@settings(max_examples=40, phases=(Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink))
@given(
    kind=st.sampled_from(ChartKind),
    unit=st.sampled_from([Unit.COUNT, Unit.SHARE, Unit.DAYS, Unit.CENTS, Unit.RATIO]),
    labels=st.lists(st.sampled_from(HOSTILE) | st.text(max_size=12), min_size=1, max_size=6),
    series=st.integers(1, 3),
    target=st.none() | st.integers(0, 6),
    data=st.data(),
)
def test_any_chart_can_be_drawn(kind, unit, labels, series, target, data):
    rows = [tuple(data.draw(VALUES) for _ in labels) for _ in range(series)]
    every = tuple(Series(f"series {number}", row) for number, row in enumerate(rows))
    chart = Chart("c", "Chart", kind, unit, tuple(labels), every, target=target and min(target, len(labels)))
    page = written(one_chart(chart), ReviewFormat.HTML)
    text = written(one_chart(chart), ReviewFormat.TEXT)

    if chart.empty:
        assert "no data" in page
        assert "no data" in text
        return
    assert page.count("<svg") == 1
    drawn = page[page.index("<svg") :]
    assert not re.search(r'="[^"]*(nan|inf|e[+-]\d)', drawn)
    places = [float(value) for value in re.findall(r'\b(?:x|y|x1|y1|cx|cy|width|height)="(-?[\d.]+)"', drawn)]
    assert all(-10 <= place <= 1000 for place in places), "nothing is drawn outside of its sheet"
    assert [line for line in text.splitlines() if measure(line) > 80] == []


def test_how_it_is_counted_is_said_in_words_for_paper():
    named = re.compile(r"[a-z]_[a-z]|:[a-z]|\b(press|screen|enter)\b")

    assert [one.key for one in MEASURES.values() if named.search(one.how)] == []


def test_a_part_takes_what_it_names_in_its_order():
    page = Page(Theme.SOURCES, (Compared(counted("received", 1), counted("received", 1)),), (), (), ("Said.",))
    part = next(one for one in PARTS if one.theme is Theme.SOURCES)

    assert section_of(part, page) == Section("sources", part.title, says=("Said.",))
    assert section_of(part._replace(says=False), page) is None


def test_names_of_files():
    found = [
        review_name(read_period(text, TODAY))
        for text in ("2026-10", "2026-Q3", "2025", "12m", "2026-01-15..2026-02-14")
    ]

    assert found == [
        "review-2026-10",
        "review-2026-q3",
        "review-2025",
        "review-2025-12-to-2026-11",
        "review-2026-01-15-to-2026-02-14",
    ]
    assert format_of("A.HTML") is ReviewFormat.HTML
    assert {format_of(f"x{ending_of(form)}") for form in ReviewFormat} == set(ReviewFormat)
    with pytest.raises(Refused, match=r"End the file’s name in \.html"):
        format_of("x.pdf")
