"""Growth from rows, on both engines: hand-made cases, and every figure and list against a naive computation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from tests.conftest import TODAY
from tui_tracker.domain.errors import Refused
from tui_tracker.domain.insights.growth import before_of
from tui_tracker.domain.insights.lens import EVERYTHING, Lens
from tui_tracker.domain.insights.page import Behind, Page, Theme
from tui_tracker.domain.insights.periods import Span, Step, days_period, period
from tui_tracker.domain.records import Doing
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.words import Source
from tui_tracker.services.agenda import todays_agenda
from tui_tracker.services.insights import growth
from tui_tracker.services.insights.comparing import spans_of
from tui_tracker.storage.journal import Unit, changing
from tui_tracker.storage.models import Member, Partner, Referral, Target

SETTINGS = Settings()
KEYS = ("new_partners", "new_referring", "active", "stopped", "sending_less")
MARCH = Span(date(2026, 3, 1), TODAY)
YEAR = period(Step.TWELVE, TODAY, TODAY)


def ago(days: int) -> date:
    return TODAY - timedelta(days)


def partner(unit: Unit, name: str, sent: Sequence[date] = (), **more: Any) -> int:
    row = {"name": name, "search": name.lower(), "stage": "referring", "added_on": date(2020, 1, 1), **more}
    made = unit.insert(Partner, **row)
    unit.insert_many(Referral, [referral(made, day) for day in sent])
    return made


def referral(made: int | None, day: date, **more: Any) -> dict[str, Any]:
    row = {"partner": made, "patient_ref": "AB-1", "stage": "received", "stage_on": day, "day": day}
    return row | {"flow": "inbound", "source": "partner"} | more


def values(span: Span, lens: Lens = EVERYTHING) -> tuple[Any, ...]:
    (found,) = growth.figures([span], lens, TODAY, SETTINGS)
    for key, figure in found.items():
        assert growth.listing(key, span, lens, TODAY, SETTINGS).total == figure.n
    return tuple(found[key].value for key in KEYS)


def page(lens: Lens = EVERYTHING) -> Page:
    return growth.page(YEAR, lens, TODAY, SETTINGS)


def table(shown: Page, name: str) -> list[tuple[Any, ...]]:
    return [row.cells for one in shown.tables if one.name == name for row in one.rows]


def test_an_empty_practice_has_counts_of_nothing_and_charts_without_data(practice: str) -> None:
    assert values(MARCH) == (0, 0, 0, 0, 0)
    shown = page()
    assert [one.now.value for one in shown.figures] == [0] * 5
    assert all(chart.empty for chart in shown.charts)
    assert [one.name for one in shown.tables] == ["cohorts", "new_referring", "stopped", "sending_less", "gaps"]
    assert set(shown.says) == {"Targets are set with :gaps.", "Q1 2026 is counted up to Mar 16: it was not over then."}


def test_who_is_new_active_and_stopped_goes_by_partner_referrals_alone(practice: str, doing: Doing) -> None:
    with changing(doing, "Rows") as unit:
        new = partner(unit, "New", [MARCH.first], added_on=MARCH.first)
        partner(unit, "Old", [MARCH.first - timedelta(1), MARCH.first], archived_on=TODAY)
        stopped = partner(unit, "Stopped", [ago(25)])
        parted = partner(unit, "Parted", [ago(30), ago(26)], stage="parted")
        partner(unit, "Nearly", [ago(179)])
        partner(unit, "Long ago", [ago(180)])
        otherwise = partner(unit, "Otherwise", added_on=TODAY)
        unit.insert_many(
            Referral,
            [
                referral(otherwise, TODAY, source="event"),
                referral(otherwise, TODAY, flow="outbound", stage="sent"),
                referral(None, TODAY, source="web"),
            ],
        )

    assert values(MARCH) == (2, 1, 5, 2, 0)
    names = growth.listing("stopped", MARCH, EVERYTHING, TODAY, SETTINGS)
    assert [(group.words, group.ids, group.notes) for group in names.groups] == [
        ("to reconnect with", (stopped,), ("last Feb 19",)),
        ("dormant, parted with or in the archive", (parted,), ("last Feb 18",)),
    ]
    added = growth.listing("new_partners", MARCH, EVERYTHING, TODAY, SETTINGS)
    assert [(group.words, group.ids) for group in added.groups] == [
        ("sent nothing yet", (otherwise,)),
        ("have sent", (new,)),
    ]
    assert growth.listing(f"partner:{new}", MARCH, EVERYTHING, TODAY, SETTINGS).total == 1
    with pytest.raises(Refused):
        growth.listing("nonsense", MARCH, EVERYTHING, TODAY, SETTINGS)


def test_a_lens_goes_by_the_first_referral_of_all(practice: str, doing: Doing) -> None:
    with changing(doing, "Rows") as unit:
        ann = unit.insert(Member, name="Ann")
        payer = partner(unit, "Payer", kind="payer")
        one = partner(unit, "One", member=ann, specialty="Cardiología")
        other = partner(unit, "Other", area="Bath")
        unit.insert_many(
            Referral,
            [
                referral(one, ago(3), payer=payer),
                referral(one, ago(3)),  # on the same day, but written down later
                referral(other, ago(3)),
                referral(other, ago(2), payer=payer),
            ],
        )

    assert values(MARCH)[1:4] == (2, 2, 0)
    assert values(MARCH, Lens(member_id=ann))[:4] == (0, 1, 1, 0)
    assert values(MARCH, Lens(specialty="CARDIOLOGIA"))[1] == 1
    assert values(MARCH, Lens(area=""))[1] == 1
    assert values(MARCH, Lens(payer_id=payer, payer="Payer")) == (None, 1, 2, 0, None)
    assert values(MARCH, Lens(source=Source.WEB)) == (None, 0, 0, 0, None)
    shown = page(Lens(payer_id=payer, payer="Payer"))
    assert [one.now.applies for one in shown.figures] == [False, True, True, True, False]
    assert [one.name for one in shown.tables] == ["cohorts", "new_referring", "stopped"]
    assert any("not told" in one for one in shown.says)


def test_who_sends_less_is_as_today_says(practice: str, doing: Doing) -> None:
    often = [ago(100 + 20 * number) for number in range(15)]
    with changing(doing, "Rows") as unit:
        less = partner(unit, "Less", often)
        partner(unit, "Dormant", often, stage="dormant")
        partner(unit, "Away", often, archived_on=TODAY)
        partner(unit, "As ever", [ago(20 * number) for number in range(20)])

    items = todays_agenda(TODAY, Settings(agenda_size=999)).items
    named = [item.partner_id for item in items if "sending_less" in {line.kind for line in item.lines}]
    found = growth.listing("sending_less", MARCH, EVERYTHING, TODAY, SETTINGS)
    assert [*found.groups[0].ids] == named == [less]
    shown = page()
    told = shown.figures[-1]
    assert (told.now.value, told.before.value, told.trend) == (1, 0, ())
    assert table(shown, "sending_less") == [("Less", 0, 15 * 90 / 291, None, None)]
    assert found.groups[0].notes == (f"0 in 90 days; {15 * 90 / 291:.1f} were to be expected",)


def test_the_page_tells_cohorts_who_stopped_and_where_we_are_thin(practice: str, doing: Doing) -> None:
    with changing(doing, "Rows") as unit:
        partner(unit, "A", [date(2025, 7, 2), date(2025, 10, 1), date(2025, 12, 31)], specialty="Podiatry")
        partner(unit, "B", [date(2025, 9, 30)], specialty="podiatry", area="Bath")
        gone = partner(unit, "C", [date(2025, 3, 1)])
        target = unit.insert(Target, specialty="Podiatry", area="", wanted=4)
        unit.insert(Target, specialty="Podiatry", area="Bath", wanted=1)
        partner(unit, "D", specialty="Podiatry", stage="prospect")

    shown = page()

    third = Span(date(2025, 7, 1), date(2025, 9, 30))
    cohort = next(row for one in shown.tables if one.name == "cohorts" for row in one.rows if row.cells[0] == "Q3 2025")
    assert cohort.cells == ("Q3 2025", 2, 0.5, *[None] * 6), "Q1 2026 is not over"
    assert cohort.behind == Behind(Theme.GROWTH, "new_referring", third)
    assert [row[0] for row in table(shown, "cohorts")] == ["Q1 2025", "Q2 2025", "Q3 2025", "Q4 2025", "Q1 2026"]
    assert shown.charts[2].notes == ("0 of them active", "", "2 of them active", "", "")
    assert shown.says[1].startswith("Q1 2026 is counted up to Mar 16")
    assert shown.says[2].startswith("Records begin on Mar 1, 2025: who sent first in the year after it may")
    past = growth.page(period(Step.QUARTER, date(2025, 12, 31), TODAY), EVERYTHING, TODAY, SETTINGS)
    assert past.charts[2].notes[2] == "2 active on Dec 31, 2025"
    assert past.says[1].startswith("In so short a time many are silent who send now and then")
    behind = growth.listing("new_referring", third, EVERYTHING, TODAY, SETTINGS)
    assert [(group.words, len(group.ids)) for group in behind.groups] == [("active today", 2)]
    assert table(shown, "stopped") == [("C", 1, "2025-03-01", "referring", "")]
    assert table(shown, "new_referring") == [("A", 3, "2025-07-02", "Podiatry"), ("B", 1, "2025-09-30", "podiatry")]
    assert shown.says[0] == "1 of 1 partner who sent in the 350 days before sent nothing in this period."
    assert table(shown, "gaps") == [("Podiatry", "anywhere", 4, 2, 2, 1)]
    thin = growth.listing(f"gap:{target}", MARCH, EVERYTHING, TODAY, SETTINGS)
    assert [(group.words, len(group.ids)) for group in thin.groups] == [("in the works", 1), ("active", 2)]
    assert gone not in thin.groups[1].ids
    assert table(page(Lens(area="bath")), "gaps") == []
    with changing(doing, "A target less") as unit:
        unit.delete(Target, target)
    with pytest.raises(Refused):
        growth.listing(f"gap:{target}", MARCH, EVERYTHING, TODAY, SETTINGS)


def test_figures_and_lists_are_those_of_a_naive_computation(practice: str, doing: Doing) -> None:
    chance = Random(6)
    sent: dict[int, list[date]] = {}
    added: dict[int, date] = {}
    with changing(doing, "Rows") as unit:
        for number in range(30):
            days = [
                ago(chance.choice([0, 14, 15, 16, 31, 32, 43, 44, 90, 179, 180, 350, 365, 500]))
                for _ in range(number % 5)
            ]
            day = ago(chance.randrange(800))
            made = partner(unit, f"P{number}", days, added_on=day, archived_on=chance.choice([None, None, TODAY]))
            sent[made], added[made] = days, day
    spans = [
        *spans_of(YEAR),
        *spans_of(period(Step.MONTH, TODAY, TODAY)),
        *spans_of(days_period(ago(44), ago(16), TODAY)),
    ]

    found = growth.figures(spans, EVERYTHING, TODAY, SETTINGS)

    for span, figures in zip(spans, found, strict=True):
        before = before_of(span)
        within = {one for one, days in sent.items() if any(day in span for day in days)}
        naive = {
            "new_partners": {one for one, day in added.items() if day in span},
            "new_referring": {one for one, days in sent.items() if days and min(days) in span},
            "active": {one for one, days in sent.items() if any(0 <= (span.last - day).days < 180 for day in days)},
            "stopped": {one for one, days in sent.items() if any(day in before for day in days)} - within,
        }
        for key, ids in naive.items():
            assert figures[key].value == len(ids), (key, span)
    for span in spans[:2]:
        for key in KEYS:
            assert growth.listing(key, span, EVERYTHING, TODAY, SETTINGS).total == found[spans.index(span)][key].value
    assert growth.figures(spans[:1], EVERYTHING, TODAY, SETTINGS, {"active"}) == [{"active": found[0]["active"]}]
    assert growth.figures([], EVERYTHING, TODAY, SETTINGS) == []
