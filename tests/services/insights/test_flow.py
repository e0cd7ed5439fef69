"""What came in and went out, how far it came, the first page and what it is narrowed by, on both engines."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.conftest import TODAY
from tui_tracker.domain.errors import Refused
from tui_tracker.domain.insights.changes import NOTHING
from tui_tracker.domain.insights.first_page import WentOn
from tui_tracker.domain.insights.lens import EVERYTHING, Lens
from tui_tracker.domain.insights.overview import KEYS
from tui_tracker.domain.insights.page import Behind, Figure, Theme
from tui_tracker.domain.insights.periods import Span, days_period, read_period
from tui_tracker.domain.records import Doing
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.text import fold
from tui_tracker.domain.words import Source
from tui_tracker.services import referrals as moving
from tui_tracker.services.insights import funnel, lenses, overview, referrals, themes
from tui_tracker.storage.journal import Unit, changing
from tui_tracker.storage.models import Member, Partner, Referral, Report
from tui_tracker.storage.queries.insights import referrals as queries
from tui_tracker.storage.queries.insights.first_page import became

SETTINGS = Settings()
FEBRUARY = read_period("2026-02", TODAY)
LAST_RIPE = TODAY - timedelta(days=30)


def partner(unit: Unit, name: str, **more: object) -> int:
    return unit.insert(Partner, **{"name": name, "search": fold(name), "added_on": date(2020, 1, 1), **more})


def referral(unit: Unit, day: date, by: int | None, stage: str = "received", **more: object) -> int:
    values = {"source": "partner" if by else "web", "patient_ref": "JD-1", "stage_on": day, **more}
    return unit.insert(Referral, partner=by, stage=stage, day=day, **values)


@pytest.fixture
def world(practice: str, doing: Doing) -> dict[str, int]:
    """February with its borders: who was seen, lost before and after, declined, moved on without some stages."""
    with changing(doing, "A world") as unit:
        ann = unit.insert(Member, name="Ann")
        lee = partner(unit, "Dr. Lee", specialty="Podiatry", area="Bath", member=ann)
        ray = partner(unit, "Dr. Ray", specialty="podiatry", archived_on=date(2026, 3, 1))
        acme = partner(unit, "Acme", kind="payer")
        for day in (date(2026, 1, 31), date(2026, 3, 1)):
            referral(unit, day, lee, "closed", closed_on=date(2026, 3, 2))
        first = date(2026, 2, 1)
        seen = {"seen_on": date(2026, 2, 9), "stage_on": date(2026, 2, 9)}
        ids = {
            "waiting": referral(unit, first, lee),
            "seen": referral(unit, first, lee, "seen", payer=acme, **seen),
            "skipped": referral(unit, LAST_RIPE, ray, "closed", closed_on=TODAY, stage_on=TODAY),
            "lost": referral(unit, first, ray, "lost", contacted_on=first, aside_reason="Moved away"),
            "lost late": referral(unit, first, lee, "lost", seen_on=first, aside_reason="moved  AWAY"),
            "declined": referral(unit, first, lee, "declined"),
            "young": referral(unit, LAST_RIPE + timedelta(1), lee, "seen", **{**seen, "seen_on": date(2026, 2, 20)}),
            "web": referral(unit, date(2026, 2, 28), None, "scheduled", scheduled_on=date(2026, 2, 28)),
            "web by lee": referral(unit, date(2026, 2, 28), lee, "lost", source="web"),
            "out": referral(unit, date(2026, 2, 28), lee, "sent", flow="outbound", payer=acme),
            "out seen": referral(unit, first, ray, "seen", flow="outbound", **seen),
        }
    return {**ids, "lee": lee, "ray": ray, "acme": acme, "ann": ann}


def flow(span: Span, lens: Lens = EVERYTHING) -> list[tuple[object, int, int | None]]:
    (found,) = referrals.figures([span], lens, TODAY, SETTINGS)
    return [(one.value, one.n, one.part) for one in found.values()]


def came(span: Span, lens: Lens = EVERYTHING) -> dict[str, tuple[int | None, int]]:
    (found,) = funnel.figures([span], lens, TODAY, SETTINGS)
    return {key: (one.value if one.part is None else one.part, one.n) for key, one in found.items()}


def listed(theme: Theme, key: str, span: Span = FEBRUARY.span, lens: Lens = EVERYTHING) -> dict[str, tuple[int, ...]]:
    found = themes.listing(Behind(theme, key, span), lens, TODAY, SETTINGS)
    assert len({one for group in found.groups for one in group.ids}) == found.total
    return {group.words: group.ids for group in found.groups}


def test_what_came_in_and_went_out_within_the_borders(world):
    assert flow(FEBRUARY.span) == [(9, 9, None), (7, 9, None), (2, 2, None)]
    assert flow(Span(date(2026, 2, 28), date(2026, 2, 28))) == [(2, 2, None), (0, 2, None), (1, 1, None)]
    assert flow(Span(date(2025, 1, 1), date(2025, 1, 31))) == [(0, 0, None), (0, 0, None), (0, 0, None)]
    both = referrals.figures([FEBRUARY.span, FEBRUARY.before], EVERYTHING, TODAY, SETTINGS, ["received"])
    assert both == [{"received": Figure("received", 9, 9)}, {"received": Figure("received", 1, 1)}]


def test_a_lens_narrows_by_partner_payer_and_channel(world):
    counts = [
        (Lens(member_id=world["ann"]), (6, 5, 1)),
        (Lens(specialty="PODIATRY"), (8, 7, 2)),
        (Lens(area=""), (2, 2, 1)),
        (Lens(specialty="podiatry", area="bath"), (6, 5, 1)),
        (Lens(payer_id=world["acme"]), (1, 1, 1)),
    ]
    for lens, expected in counts:
        assert tuple(value for value, _, _ in flow(FEBRUARY.span, lens)) == expected
    (found,) = referrals.figures([FEBRUARY.span], Lens(source=Source.WEB), TODAY, SETTINGS)
    assert (found["received"].value, found["from_partners"].value, found["sent"].applies) == (2, 0, False)
    assert referrals.page(FEBRUARY, Lens(source=Source.WEB), TODAY, SETTINGS).says
    assert came(FEBRUARY.span, Lens(source=Source.WEB)) == {
        "completion": (0, 0), "leakage": (0, 0), "lost": (1, 2), "declined": (0, 2)
    }  # fmt: skip


def early(span):
    return WentOn(became(span, EVERYTHING, TODAY), TODAY).early(span)


def test_completion_and_leakage_count_from_the_thirtieth_day_on(world):
    assert came(FEBRUARY.span) == {"completion": (3, 6), "leakage": (2, 6), "lost": (3, 9), "declined": (1, 9)}
    assert came(Span(LAST_RIPE + timedelta(1), TODAY))["completion"] == (0, 0)
    (nothing,) = funnel.figures([FEBRUARY.span], Lens(area="nowhere"), TODAY, SETTINGS)
    assert (nothing["completion"].value, nothing["lost"].value) == (None, 0)
    assert early(FEBRUARY.span) == (6, 3, 2)
    assert early(Span(TODAY, TODAY)) == (0, 0, 0)


def test_who_was_seen_after_thirty_days_was_not_seen_early(practice, doing):
    with changing(doing, "Slow ones") as unit:
        lee = partner(unit, "Dr. Lee")
        for days in (30, 31):
            referral(unit, date(2026, 1, 1), lee, "in_care", in_care_on=date(2026, 1, 1) + timedelta(days))
            referral(unit, date(2026, 1, 1), lee, "lost", stage_on=date(2026, 1, 1) + timedelta(days))
    assert early(Span(date(2026, 1, 1), TODAY)) == (4, 1, 1)


def test_a_referral_that_moved_back_or_is_not_there_yet_counts_where_it_stands(practice, doing):
    with changing(doing, "One") as unit:
        day = date(2024, 2, 29)
        back = referral(unit, day, partner(unit, "Dr. Lee"), "seen", seen_on=day, contacted_on=day)
        referral(unit, day, None, "closed", closed_on=TODAY + timedelta(1), stage_on=TODAY + timedelta(1))
    leap = read_period("2024-02", TODAY).span
    assert came(leap)["completion"] == (1, 1)
    moving.move_referral(doing, back, "contacted", day)
    assert came(leap)["completion"] == (0, 1)
    assert listed(Theme.FUNNEL, "completion", leap) == {"Not seen yet": (back,)}
    assert listed(Theme.FUNNEL, "stage:contacted", leap) == {"Here now": (back,)}
    assert listed(Theme.FUNNEL, "stage:closed", leap) == {}


def test_stages_are_cumulative_and_their_lists_count_the_same(world):
    page = funnel.page(FEBRUARY, EVERYTHING, TODAY, SETTINGS)
    chart, table = page.charts[0], page.tables[0]
    assert chart.series[0].values == (9, 6, 5, 4, 1, 1)
    assert chart.notes == ("100 %", "67 %", "56 %", "44 %", "11 %", "11 %")
    assert [row.cells[3] for row in table.rows] == [None, 6 / 9, 5 / 6, 4 / 5, 1 / 4, 1.0]
    for behind, value in zip(chart.behind, chart.series[0].values, strict=True):
        assert sum(map(len, listed(Theme.FUNNEL, behind.key).values())) == value
    assert listed(Theme.FUNNEL, "stage:seen") == {
        "Here now": (world["seen"], world["young"]),
        "Lost here": (world["lost late"],),
        "Went on from here": (world["skipped"],),
    }


def test_reasons_are_folded_and_the_lists_behind_a_share_hold_its_part(world):
    page = funnel.page(FEBRUARY, EVERYTHING, TODAY, SETTINGS)
    lost, declined = page.tables[1:]
    assert [row.cells[1:3] for row in lost.rows] == [(2, 2 / 3), (1, 1 / 3)]
    assert lost.rows[1].cells[0] == declined.rows[0].cells[0] == "no reason given"
    assert list(listed(Theme.FUNNEL, lost.rows[0].behind.key).values()) == [(world["lost"], world["lost late"])]
    assert [len(ids) for ids in listed(Theme.FUNNEL, "lost").values()] == [2, 1]
    assert listed(Theme.FUNNEL, "completion") == {
        "Not seen yet": (world["waiting"],),
        "Lost": (world["lost"],),
        "Declined": (world["declined"],),
        "Seen": (world["seen"], world["lost late"], world["skipped"]),
    }
    assert listed(Theme.FUNNEL, "leakage")["Lost"] == (world["lost"], world["lost late"])
    assert page.says == (
        "1 partner referral of the period was received less than 30 days ago and counts in neither completion nor "
        "leakage yet.",
    )


def test_the_page_of_referrals_adds_up_by_month_and_by_what_partners_are(world):
    page = referrals.page(FEBRUARY, EVERYTHING, TODAY, SETTINGS)
    chart, (months, specialties, areas) = page.charts[0], page.tables
    assert (len(chart.labels), chart.labels[-1]) == (12, "Feb 2026")
    assert [(one.name, one.values[-2:]) for one in chart.series] == [("received", (1, 9)), ("sent", (0, 2))]
    assert months.rows[0].cells == ("Feb 2026", 9, 7, 2, 4, 1, 3, 1)
    assert [row.cells for row in specialties.rows] == [
        ("Podiatry", 8, 1, 2, 6),
        ("no partner", 1, 0, 0, 1),
    ]
    assert [row.cells[:2] for row in areas.rows] == [("Bath", 6), ("no area", 2), ("no partner", 1)]
    for table in (months, specialties, areas):
        for row in table.rows:
            total = sum(map(len, listed(Theme.REFERRALS, row.behind.key, row.behind.span).values()))
            assert total == row.cells[1] + row.cells[3]
    assert list(listed(Theme.REFERRALS, "sent").items()) == [
        ("Sent, not seen yet", (world["out"],)),
        ("Sent, seen", (world["out seen"],)),
    ]
    assert list(listed(Theme.REFERRALS, "from_partners")) == ["Not seen yet", "Lost", "Declined", "Seen"]


def test_a_long_period_begins_with_the_first_referral_and_an_empty_practice_has_twelve_months(practice, doing):
    everything = days_period(date(1990, 1, 1), TODAY, TODAY)
    assert len(referrals.page(everything, EVERYTHING, TODAY, SETTINGS).charts[0].labels) == 12
    assert referrals.page(everything, EVERYTHING, TODAY, SETTINGS).charts[0].empty
    with changing(doing, "One") as unit:
        referral(unit, date(2025, 11, 30), None)
    assert referrals.page(everything, EVERYTHING, TODAY, SETTINGS).charts[0].labels[0] == "Nov 2025"


def test_the_first_page_has_ten_figures_in_order_and_says_what_is_done(world):
    done = []
    found = overview.overview(FEBRUARY, EVERYTHING, TODAY, SETTINGS, lambda *step: done.append(step))
    assert tuple(one.now.key for one in found.figures) == KEYS
    assert all(len(one.trend) == 12 for one in found.figures)
    assert done == [(step, 5) for step in range(5)]
    assert found.figures[0].before == Figure("received", 1, 1)
    assert [one.text[:14] for one in found.changes] == ["Records begin ", "Otherwise noth", "Part of this p"]


def test_what_changed_names_partners_and_measures(practice, doing):
    with changing(doing, "Two months") as unit:
        lee, ray = partner(unit, "Dr. Lee"), partner(unit, "Dr. Ray")
        referral(unit, date(2020, 1, 1), lee)
        for number in range(14):
            referral(unit, date(2026, 1, 1 + number), lee, "seen", seen_on=date(2026, 1, 3 + number))
            referral(unit, date(2026, 2, 1 + number), ray, "lost")
    found = overview.overview(FEBRUARY, EVERYTHING, TODAY, SETTINGS)
    assert {one.text for one in found.changes if one.behind or one.partner_id} == {
        "Seen within 30 days: 0 % of 14; 100 % of 14 before.",
        "Lost within 30 days: 100 % of 14; 0 % of 14 before.",
        "Dr. Lee sent no referral; 14 before.",
        "Dr. Ray sent 14 referrals; none before.",
    }
    assert {one.partner_id for one in found.changes} == {None, lee, ray}


def test_working_days_are_compared_with_as_many(practice, doing):
    today = date(2026, 6, 3)
    days = [date(2026, 4, 1) + timedelta(place) for place in range(64)]
    rows = [{"day": day, "stage_on": day, "patient_ref": "JD-1"} for day in days for _ in range(8) if day.weekday() < 5]
    with changing(doing, "Eight on each working day") as unit:
        unit.insert_many(Referral, [{"stage": "received", "source": "web", **row} for row in rows])
    found = overview.overview(read_period("2026-06", today), EVERYTHING, today, SETTINGS)
    assert (found.figures[0].now.value, found.figures[0].before.value) == (24, 8)
    assert found.changes[0].text == NOTHING, "Monday to Wednesday beside a Friday and its weekend"
    assert queries.by_weekday(date(2026, 5, 1), today) == [40, 40, 40, 32, 40, 0, 0]


def test_reports_of_which_only_those_in_time_are_known_are_not_compared(practice, doing):
    march = read_period("2026-03", TODAY)
    with changing(doing, "Two months") as unit:
        lee = partner(unit, "Dr. Lee")
        referral(unit, date(2020, 1, 1), lee)
        for number in range(40):
            # Every third is late; of those seen in the last days only the ones in time were sent by now.
            for day, young in ((date(2026, 2, 2 + number % 10), False), (date(2026, 3, 14 + number % 3), True)):
                late = number % 3 == 0
                made = referral(unit, day, lee, "seen", seen_on=day)
                if not (late and young):
                    sent_on = day + timedelta(9 if late else 0)
                    unit.insert(Report, referral=made, kind="initial", sent_on=sent_on)
    found = overview.overview(march, EVERYTHING, TODAY, SETTINGS)
    assert found.figures[-1].now == Figure("initial_report_on_time", 1.0, 26, 26)
    assert found.figures[-1].before == Figure("initial_report_on_time", 0.65, 40, 26)
    assert not [one.text for one in found.changes if one.text.startswith("Initial report")]


def test_the_line_that_narrows_finds_what_there_is(world, doing):
    with changing(doing, "More") as unit:
        unit.insert(Member, name="Zoe", active=False)
        twin = partner(unit, "acme", kind="payer", specialty="Podiatry")
    found = lenses.choices()
    assert [one.name for one in found.members] == ["Ann", "Zoe"]
    assert (found.specialties, found.areas) == (("Podiatry",), ("Bath",))
    assert [one.name for one in found.payers] == [f"Acme #{world['acme']}", f"acme #{twin}"]
    assert lenses.read_lens("mine bath podia by:web", "Ann") == Lens(
        world["ann"], "Podiatry", "Bath", None, Source.WEB, "Ann"
    )
    with pytest.raises(Refused, match="fits several"):
        lenses.read_lens("payer:acme")
    assert lenses.read_lens(f'payer:"acme #{twin}"').payer_id == twin
