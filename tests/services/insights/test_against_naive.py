"""Every figure of Insights, and the list behind it, against a second computation from the export, on both engines.

The practices are full of border days; half of them are looked back at, so that things happened after today.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.services.insights.border_days import TODAYS, Maker
from tests.services.insights.naive_insights import Naive, Told
from tests.services.insights.naive_pages import NaivePages
from tests.services.insights.naive_records import fold
from tui_tracker.domain.insights.catalogue import BY_THEME, MEASURES
from tui_tracker.domain.insights.lens import EVERYTHING, Lens
from tui_tracker.domain.insights.overview import KEYS
from tui_tracker.domain.insights.page import Behind, Figure, Page, Table, Theme
from tui_tracker.domain.insights.periods import Period, Span, Step, days_period, earlier, period, read_period
from tui_tracker.domain.insights.scoreboard import place
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.words import Source
from tui_tracker.services.exporting import export_practice
from tui_tracker.services.insights import themes
from tui_tracker.services.insights.comparing import spans_of
from tui_tracker.services.insights.overview import overview
from tui_tracker.services.insights.scoreboard import scoreboard
from tui_tracker.storage.models import Member, Partner, Referral, Report

SETTINGS = Settings()
LENSES = (
    EVERYTHING,
    Lens(member_id=1, member="Ann"),
    Lens(specialty="podiátry"),
    Lens(specialty=""),
    Lens(area="bath"),
    Lens(payer_id=3, payer="the third"),
    Lens(source=Source.PARTNER),
    Lens(source=Source.WEB),
    Lens(member_id=1, member="Ann", area="BATH"),
    Lens(specialty="Orthopedie", source=Source.PARTNER),
    Lens(area="york", payer_id=3, payer="the third"),
)
AS_LONG = {"referrals_by_month", "stages", "to_seen_days", "touch_progress", "incidents_by_kind", "cohorts"}
"""The charts of which each label counts just what is listed behind it."""

PRACTICES = {
    "seed": st.integers(0, 10_000),
    "partners": st.integers(3, 14),
    "referrals": st.integers(10, 70),
    "today": st.sampled_from(TODAYS),
    "hindsight": st.booleans(),
}


def test_the_second_computation_knows_nothing_of_the_program() -> None:
    for name in ("naive_records.py", "naive_insights.py", "naive_pages.py"):
        assert "tui_tracker" not in (Path(__file__).parent / name).read_text("utf-8")


@settings(max_examples=1, derandomize=True)
@given(**PRACTICES)
@example(seed=0, partners=0, referrals=0, today=TODAYS[1], hindsight=False)
@example(seed=1, partners=3, referrals=1, today=TODAYS[2], hindsight=False)
@example(seed=22, partners=12, referrals=40, today=TODAYS[1], hindsight=True)
def test_every_figure_is_that_of_the_second_computation(
    practice: str, seed: int, partners: int, referrals: int, today: date, hindsight: bool
) -> None:
    lens = LENSES[seed % len(LENSES)]
    compare(Maker(seed, partners, referrals, today, hindsight=hindsight), Random(seed), [lens], periods=1)


@pytest.mark.slow
@pytest.mark.timeout(300)
@settings(max_examples=3)
@given(**PRACTICES)
def test_every_figure_of_many_practices_is_that_of_the_second_computation(
    practice: str, seed: int, partners: int, referrals: int, today: date, hindsight: bool
) -> None:
    chance = Random(seed)
    lenses = chance.sample(LENSES, 2)
    compare(Maker(seed, partners, referrals, today, hindsight=hindsight), chance, lenses, periods=1)


def test_by_hand_a_referral_of_the_leap_day_that_moved_back_and_one_that_is_lost_tomorrow(practice: str) -> None:
    today = date(2028, 3, 30)
    leap, february = date(2028, 2, 29), read_period("2028-02", today)
    Partner.insert(name="Lee", search="lee", added_on=leap).execute()
    row = {"partner": 1, "patient_ref": "JD", "day": leap, "stage": "seen", "stage_on": leap, "seen_on": leap}
    back = row | {"stage": "contacted", "contacted_on": leap, "seen_on": None}
    lost = row | {"stage": "lost", "stage_on": date(2028, 3, 31), "aside_on": date(2028, 3, 31), "seen_on": None}
    for one in (row, back, lost, row | {"day": date(2028, 3, 1)}):
        Referral.insert(one).execute()
    (found,) = themes.figures(Theme.FUNNEL, [february.span], EVERYTHING, today, SETTINGS)
    assert found["completion"] == Figure("completion", 1 / 3, 3, 1)
    assert found["leakage"] == Figure("leakage", 0.0, 3, 0)
    behind = Behind(Theme.FUNNEL, "leakage", february.span)
    groups = themes.listing(behind, EVERYTHING, today, SETTINGS).groups
    assert [(group.words, group.ids) for group in groups] == [("Not seen yet", (2, 3)), ("Seen", (1,))]
    assert [one.first for one in (february.span, february.before)] == [date(2028, 2, 1), date(2028, 1, 1)]


def test_by_hand_the_engines_agree_on_who_is_one_patient(practice: str) -> None:
    Partner.insert(name="Lee", search="lee", added_on=TODAYS[0]).execute()
    for reference in ("JD-4411", "jd 4411", "ÉL-7", "él-7"):
        row = {"partner": 1, "patient_ref": reference, "day": TODAYS[0], "stage": "received", "stage_on": TODAYS[0]}
        Referral.insert(row | {"revenue_cents": 100}).execute()
    one = period(Step.MONTH, TODAYS[0], TODAYS[0])
    (found,) = themes.figures(Theme.VALUE, [one.span], EVERYTHING, TODAYS[0], SETTINGS, ["lifetime_value"])
    assert found["lifetime_value"] == Figure("lifetime_value", 400 / 3, 3)
    board = scoreboard(one, EVERYTHING, TODAYS[0], SETTINGS)
    assert board.rows[0].cells[place(board, "lifetime_value")][:2] == (400 / 3, 3)


def test_by_hand_the_report_that_counts_is_not_put_down_to_who_sent_another_one(practice: str) -> None:
    today = TODAYS[0]
    Member.insert(name="Ann").execute()
    Partner.insert(name="Lee", search="lee", added_on=today).execute()
    row = {"partner": 1, "patient_ref": "JD", "day": today, "stage": "seen", "stage_on": today, "seen_on": today}
    Referral.insert(row).execute()
    for member in (None, 1):
        Report.insert(referral=1, kind="initial", sent_on=today, member=member).execute()
    one = period(Step.MONTH, today, today)
    tables = {table.name: table for table in themes.page(Theme.TIMES, one, EVERYTHING, today, SETTINGS).tables}
    assert [row.cells[:2] for row in tables["initial_reports_by_member"].rows] == [("nobody noted", 1)]


def compare(maker: Maker, chance: Random, lenses: Sequence[Lens], periods: int) -> None:
    maker.write()
    naive = NaivePages(exported(), maker.today)
    for lens in lenses:
        for one in chance.sample(periods_of(maker.today), periods):
            check_figures(naive, one, lens)
            check_pages(naive, one, lens)
            check_scoreboard(naive, one, lens)
            check_first_page(naive, one, lens)


def exported() -> dict[str, Any]:
    stream = BytesIO()
    export_practice(stream)
    found: dict[str, Any] = json.loads(stream.getvalue())
    return found


def periods_of(today: date) -> list[Period]:
    """Whole and running ones of every step, and days that end at borders."""
    present = [period(step, today, today) for step in (Step.MONTH, Step.QUARTER, Step.TWELVE, Step.YEAR)]
    days = ((0, 0), (30, 29), (31, 30), (800, 0), (181, 179))
    return [
        *present,
        *(earlier(one, today) for one in present),
        *(days_period(today - timedelta(first), today - timedelta(last), today) for first, last in days),
    ]


def check_figures(naive: Naive, one: Period, lens: Lens) -> None:
    spans = list(dict.fromkeys(spans_of(one)))
    told = {span: naive.figures(span, lens) for span in spans}
    for theme in Theme:
        for span, found in zip(spans, themes.figures(theme, spans, lens, naive.today, SETTINGS), strict=True):
            assert set(found) == {measure.key for measure in BY_THEME[theme]}
            for key, figure in found.items():
                assert figure == figure_of(key, told[span].get(key)), (span, lens, told[span].get(key))
    for key, other in told[spans[0]].items():
        check_listing(Behind(MEASURES[key].theme, key, spans[0]), lens, naive.today, other)


def check_first_page(naive: Naive, one: Period, lens: Lens) -> None:
    """Its figures are those of the themes, though they are asked for alone; so are those of the pages."""
    first = overview(one, lens, naive.today, SETTINGS).figures
    assert tuple(found.now.key for found in first) == KEYS
    for found in (*first, *themes.page(Theme.GROWTH, one, lens, naive.today, SETTINGS).figures):
        key, spans = found.now.key, spans_of(one)
        for span, figure in zip(spans, (found.now, found.before, *found.trend), strict=False):
            assert figure == figure_of(key, naive.figures(span, lens).get(key)), (span, lens)


def figure_of(key: str, told: Told | None) -> Figure:
    return Figure(key, None, 0, applies=False) if told is None else Figure(key, told.value, told.n, told.part)


def check_listing(behind: Behind, lens: Lens, today: date, told: Told) -> None:
    """It holds what was counted, each once; no group mixes what made it with what did not."""
    groups = themes.listing(behind, lens, today, SETTINGS).groups
    ids = [row_id for group in groups for row_id in group.ids]
    assert sorted(ids) == sorted(told.ids), (behind, lens)
    assert all(group.ids and len(group.notes) in (0, len(group.ids)) for group in groups)
    if told.made_it is not None:
        part = sum(len(group.ids) for group in groups if told.made_it.issuperset(group.ids))
        assert part == len(told.made_it), (behind, lens, groups)
        assert all(told.made_it.issuperset(group.ids) or told.made_it.isdisjoint(group.ids) for group in groups)


def check_pages(naive: NaivePages, one: Period, lens: Lens) -> None:
    pages = {theme: themes.page(theme, one, lens, naive.today, SETTINGS) for theme in Theme}
    tables = {table.name: table for page in pages.values() for table in page.tables}
    charts = {chart.name: chart for page in pages.values() for chart in page.charts}
    told = naive.tables(one.span, one.before, lens)
    for name, rows in told.items():
        assert_rows(by_name(tables[name], cut=name), rows, (name, one, lens))
    by_span: dict[str, Callable[[Span], tuple[Any, ...]]] = {
        "referrals_by_month": lambda span: naive.month(span, lens),
        "sources_by_quarter": lambda span: naive.quarter(span, lens, [source.value for source in Source]),
        "touchpoints_by_month": lambda span: naive.touch_month(span, lens),
        "cohorts": lambda span: naive.cohort(span, one.span.last, lens),
    }
    for name, row_of in by_span.items():
        for row in tables[name].rows if name in tables else ():
            assert row.behind is not None
            assert row.cells[1:] == row_of(row.behind.span), (name, row, lens)
    assert_rows(by_name(tables["new_referring"]), naive.new(one.span, lens), lens)
    stopped = {name: cells[:2] for name, cells in by_name(tables["stopped"]).items()}
    assert_rows(stopped, naive.stopped(one.span, lens), lens)
    assert_rows(by_name(tables["late_reports_by_partner"]), naive.late_to(one.span, lens), lens)
    if "touch_progress" in charts:
        assert list(charts["touch_progress"].series[0].values) == naive.days_in_touch(one.span.last, lens)
        for name in ("we_owe", "one_sided"):
            assert_rows(by_name(tables[name]), naive.give_and_take(name, one.span.last, lens), lens)
    for page in pages.values():
        check_behind(page, lens, naive.today)


def assert_rows(found: dict[str, tuple[object, ...]], told: dict[Any, tuple[Any, ...]], where: object) -> None:
    """All the rows; of partners at most the first ten, as the pages say."""
    other = named(told)
    assert len(found) == (len(other) if len(other) <= 10 else max(10, len(found))), where
    assert found.items() <= other.items(), where


def by_name(table: Table, cut: str = "") -> dict[str, tuple[object, ...]]:
    """The rows of a table by what they are about; of those from how many, all but the ends of intervals."""
    found = {fold(str(row.cells[0])): row.cells[1:] for row in table.rows}
    assert len(found) == len(table.rows)
    return {name: cells[:-1] if cut == "value_counts" else cells for name, cells in found.items()}


def named(rows: dict[Any, tuple[Any, ...]]) -> dict[str, tuple[object, ...]]:
    return {fold(str(name).replace("_", " ")): cells for name, cells in rows.items()}


def check_behind(page: Page, lens: Lens, today: date) -> None:
    """What has a number opens; of a bar that counts what it lists, the list is as long."""
    for chart in page.charts:
        assert len(set(chart.labels)) == len(chart.labels), chart.name
        sums = [
            sum(value or 0 for value in values) for values in zip(*(one.values for one in chart.series), strict=True)
        ]
        for value, behind in zip(sums, chart.behind, strict=False):
            total = 0 if behind is None else themes.listing(behind, lens, today, SETTINGS).total
            assert total or not value or behind is None, (chart.name, behind)
            if chart.name in AS_LONG and behind is not None:
                assert total == value, (chart.name, behind, lens)
    for table in page.tables:
        for row in table.rows:
            counted = row.cells[6 if table.name == "reports" else 1]
            if row.behind is not None and counted:
                assert themes.listing(row.behind, lens, today, SETTINGS).total, (table.name, row)


def check_scoreboard(naive: NaivePages, one: Period, lens: Lens) -> None:
    board = scoreboard(one, lens, naive.today, SETTINGS)
    shown = set()
    for row in board.rows:
        told = naive.score(row.partner_id, one.span, one.before, lens)
        found = {column.key: cell[:2] for column, cell in zip(board.columns, row.cells, strict=True)}
        assert found == told, (row.name, one, lens)
        shown.add(row.partner_id)
    for other in naive.of_lens(lens).keys() - shown:
        told = naive.score(other, one.span, one.before, lens)
        assert not any(n for key, (_, n) in told.items() if key != "share"), (other, told)
