"""Pages of Insights as lines: columns that can be read at a glance at any width, and what is behind each line."""

from __future__ import annotations

from datetime import date

import pytest
from rich.cells import cell_len

from tests.factories import HOSTILE
from tui_tracker.domain.insights.catalogue import BY_THEME
from tui_tracker.domain.insights.changes import Change
from tui_tracker.domain.insights.overview import KEYS
from tui_tracker.domain.insights.page import (
    Behind,
    Chart,
    ChartKind,
    Column,
    Compared,
    Figure,
    Page,
    Row,
    Series,
    Table,
    Theme,
    Unit,
    not_here,
)
from tui_tracker.domain.insights.periods import Span
from tui_tracker.domain.text import has_unsafe
from tui_tracker.widgets.figure_lines import figure_lines
from tui_tracker.widgets.insight_overview import overview_lines
from tui_tracker.widgets.insight_page import page_lines
from tui_tracker.widgets.lines import LOOKS, plain
from tui_tracker.widgets.table_lines import table_lines

SPAN = Span(date(2026, 1, 1), date(2026, 3, 31))
NAMES = ("Q1 2026", "Q4 2025")


def compared(key, now, before, n=40, theme=Theme.REFERRALS):
    trend = () if now is None else tuple(Figure(key, now * month / 12, n) for month in range(1, 13))
    return Compared(Figure(key, now, n), Figure(key, before, n), trend, Behind(theme, key, SPAN))


FIGURES = (
    compared("received", 1412, 1380),
    compared("from_partners", 1001, 1090),
    compared("to_seen", 9.5, 8.0),
    compared("completion", 0.82, 0.78, n=4),
    compared("leakage", None, 0.1),
    Compared(
        Figure("loop_closure", None, 0),
        Figure("loop_closure", 0.5, 2),
        tuple(Figure("loop_closure", x, 3) for x in (0.5, None, 1.0)),
        None,
    ),
    Compared(not_here("new_partners"), not_here("new_partners")),
)


def text(shown):
    return "\n".join(plain([line for line, _behind in shown]))


def test_figures_stand_in_columns_with_their_unit_once():
    assert (
        text(figure_lines(FIGURES, NAMES, 78, blocks=True))
        == """\
                        Q1 2026        Q4 2025  change         12 months
Referrals received   1,412               1,380     +32         ▂▂▂▃▃▄▄▅▅▆▆▇
  from partners      1,001               1,090     -89         ▂▂▂▃▃▄▄▅▅▆▆▇
Time to appointment    9.5 days  of 40       8    +1.5         ▂▂▂▃▃▄▄▅▅▆▆▇
Completion rate         82 %     of 4       78      +4 points  ▂▂▂▃▃▄▄▅▅▆▆▇
Leakage                 no data             10
Loop closure            no data             50                 ▄ ▇
New partners           not here"""
    )


def test_what_finds_no_room_is_left_out_the_least_first():
    narrow = text(figure_lines(FIGURES, NAMES, 48, blocks=True))
    assert not any(gone in narrow for gone in ("of 40", "points", "▇"))
    assert "+1.5" in narrow
    assert (
        text(figure_lines(FIGURES, NAMES, 30, blocks=True))
        == """\
               Q1 2026  before
Referrals…  1,412        1,380
  from pa…  1,001        1,090
Time to a…    9.5 days       8
Completio…     82 %         78
Leakage        no data      10
Loop clos…     no data      50
New partn…    not here"""
    )


def test_a_period_with_a_long_name_is_headed_by_a_word():
    names = ("Jan 1, 2022 to Nov 21, 2026", "Feb 11, 2017 to Dec 31, 2021")
    assert text(figure_lines(FIGURES, names, 30, blocks=True)).startswith("                period  before\n")


def test_a_few_are_marked_beside_their_number():
    shown = {line.key: line for line, _behind in figure_lines(FIGURES, NAMES, 78, blocks=True)}
    assert ("  of 4 ", "warn") in shown["figure:completion"].pieces
    assert ("  of 40", "dim") in shown["figure:to_seen"].pieces


def column(name, unit, title=""):
    return Column(name, title or name, unit)


TABLE = Table(
    "by_partner",
    "Who sent most",
    (
        column("partner", Unit.WORDS),
        column("referrals", Unit.COUNT),
        column("share", Unit.SHARE),
        column("to_seen", Unit.DAYS, "time to appointment"),
        column("specialty", Unit.WORDS),
    ),
    (
        Row(("Dr. Lee", 1234, 0.5, 12, "podiatry"), Behind(Theme.SOURCES, "partner:1", SPAN)),
        Row(("医療法人社団 健康会", 3, 0.0004, None, "sports medicine"), None),
    ),
    "Of 365 days.",
)


def test_a_table_says_units_in_its_heading_and_below_it_what_is_no_data():
    assert (
        text(table_lines(TABLE, 90, lines=True))
        == """\
Who sent most
partner              referrals  share %  time to appointment days  specialty
Dr. Lee                  1,234       50                        12  podiatry
医療法人社団 健康会          3       <1                         –  sports medicine
– no data
Of 365 days."""
    )


def test_a_table_folds_its_heading_and_then_leaves_columns_out_and_says_so():
    assert (
        text(table_lines(TABLE, 70, lines=True))
        == """\
Who sent most
                                           time to
                                share  appointment
partner              referrals      %         days  specialty
Dr. Lee                  1,234     50           12  podiatry
医療法人社団 健康会          3     <1            –  sports medicine
– no data
Of 365 days."""
    )
    assert (
        text(table_lines(TABLE, 46, lines=False))
        == """\
Who sent most
                               share
partner             referrals      %
Dr. Lee                 1,234     50
医療法人社団 健康…          3     <1
No room here for time to appointment and
specialty.
Of 365 days."""
    )


def test_often_repeated_units_are_said_beside_the_title():
    cohort = Table(
        "cohort",
        "Partners by quarter of first referral",
        (column("quarter", Unit.WORDS), *(column(f"q{n}", Unit.SHARE, f"+{n}") for n in range(4))),
        (Row(("Q1 2026", 1.0, 0.5, 0.25, None)),),
    )
    assert text(table_lines(cohort, 78, lines=True)).startswith(
        "Partners by quarter of first referral  shares in %\nquarter   +0  +1  +2  +3\nQ1 2026  100  50  25   –\n"
    )


def test_times_of_a_table_have_their_points_below_each_other():
    rows = tuple(Row((name, value)) for name, value in (("a", 12.0), ("b", 3.5), ("c", None)))
    times = Table("t", "Times", (column("kind", Unit.WORDS), column("median", Unit.DAYS)), rows)
    assert text(table_lines(times, 40, lines=True)).split("\n")[2:5] == [
        "a            12.0",
        "b             3.5",
        "c               –",
    ]


def test_the_first_page_fits_80_by_24_with_what_changed():
    figures = [compared(key, 1234 if place < 5 else 0.5, 1200 if place < 5 else 0.4) for place, key in enumerate(KEYS)]
    changes = [Change(f"Number {place}: 92 % of 45; 71 % of 50 before.", place == 0 or None) for place in range(6)]
    shown = overview_lines(figures, changes, NAMES, 78, 19, blocks=True)
    assert len(shown) <= 19
    assert shown[-6][0].pieces[0] == ("better  ", "good")
    assert len(overview_lines(figures, changes, NAMES, 116, 30, blocks=True)) == len(shown) + 3
    roomy = text(overview_lines(figures, changes, NAMES, 116, 36, blocks=True)).split("\n")
    assert len(roomy) <= 36
    assert roomy[-9] == "Referrals month by month"
    assert roomy[-1].split()[-2:] == ["Mar", "2026"]
    assert max(map(cell_len, text(overview_lines(figures, changes, NAMES, 58, 12, blocks=True)).split("\n"))) <= 58


def test_the_first_page_makes_the_figures_stand_out_of_which_it_tells_and_says_when_nothing_changed():
    figures = [compared("received", 30, 20), compared("sent", 10, 11)]
    change = Change("Referrals received: 30; 20 before.", True, figures[0].behind)
    of_one = Change("Dr. Lee sent 9 referrals; none before.", None, figures[1].behind, 7)
    shown = overview_lines(figures, [change, of_one], NAMES, 78, 19, blocks=True)
    lines = {line.key: line for line, _behind in shown}
    assert lines["figure:received"].pieces[0][1] == "bold"
    assert lines["figure:sent"].pieces[0][1] == ""
    assert {line.key: behind for line, behind in shown}["change:0"] == figures[0].behind
    assert "Nothing changed beyond chance." in text(overview_lines(figures, [], NAMES, 78, 19, blocks=True))
    empty = [compared("received", 0, 0), compared("completion", None, None)]
    for said in ([], [Change("There is nothing to compare.", None)]):
        assert "r writes down a referral" in text(overview_lines(empty, said, NAMES, 78, 19, blocks=True))
        narrowed = text(overview_lines(empty, said, NAMES, 78, 19, blocks=True, narrowed=True))
        assert "Nothing of this part is on record" in narrowed
        assert "esc shows everything" in " ".join(narrowed.split())


def hostile_page(theme, rows, words):
    """A page with every kind of part, all of its texts made of `words`."""
    labels = tuple(words[place % len(words)] for place in range(rows))
    values = tuple(None if place % 7 == 3 else place * 1000 for place in range(rows))
    units = [Unit.COUNT, Unit.SHARE, Unit.DAYS, Unit.CENTS, Unit.RATIO, Unit.WORDS]
    charts = tuple(
        Chart(f"{kind}{unit}", words[0], kind, unit, labels, (Series(words[1 % len(words)], values),), target=2)
        for kind in ChartKind
        for unit in units[:4]
    )
    cells = tuple(
        Row((labels[place], *(labels[place] if unit is Unit.WORDS else values[place] for unit in units)))
        for place in range(rows)
    )
    table = Table("t", words[0], (column("a", Unit.WORDS, words[0]), *(column(u, u, words[0]) for u in units)), cells)
    figures = tuple(compared(one.key, values[-1] if values else None, 5, rows, theme) for one in BY_THEME[theme])
    return Page(theme, figures, charts, (table,), tuple(words))


@pytest.mark.parametrize("width", [36, 58, 78, 118, 200])
@pytest.mark.parametrize("rows", [0, 1, 4, 13])
def test_every_page_fits_and_each_of_its_ends_can_be_reached(width, rows):
    for place, theme in enumerate(Theme):
        words = HOSTILE[place:] if rows % 2 else ("Jan", "Feb")
        shown = page_lines(hostile_page(theme, rows, words), NAMES, width, blocks=place % 2 == 0, lines=place % 2 == 0)
        keys = [line.key for line, _behind in shown if line.key is not None]
        assert len(set(keys)) == len(keys)
        assert shown[-1][0].key is not None
        assert all(line.key is not None for line, behind in shown if behind is not None)
        for line, _behind in shown:
            assert cell_len("".join(piece for piece, _ in line.pieces)) <= width
            assert not any(has_unsafe(piece) or "\n" in piece for piece, _ in line.pieces)
            assert all(look in LOOKS for _, look in line.pieces)


def test_a_table_without_rows_says_that_there_are_none():
    empty = Table("stopped", "Sent before, not now", (Column("partner", "Partner", Unit.WORDS),), (), "A note.")
    shown = plain([line for line, _ in table_lines(empty, 60, lines=True)])
    assert [text.strip() for text in shown] == ["Sent before, not now", "None.", "A note."]
