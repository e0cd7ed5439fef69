"""Care from rows, on both engines: what was opened, answered and closed, and whether partners came back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.conftest import TODAY
from tui_tracker.domain.errors import Refused
from tui_tracker.domain.insights.lens import EVERYTHING, Lens
from tui_tracker.domain.insights.page import Behind, Figure, Listed, Page, Theme
from tui_tracker.domain.insights.periods import Span, Step, period
from tui_tracker.domain.records import Doing
from tui_tracker.domain.settings import Settings
from tui_tracker.services.insights import care
from tui_tracker.storage.journal import changing
from tui_tracker.storage.models import Incident, Partner, Referral

SETTINGS = Settings()
SPAN = Span(date(2025, 9, 1), date(2025, 11, 30))
YEAR = period(Step.TWELVE, TODAY, TODAY)
PAYER = Lens(payer_id=1, payer="Acme")


class Rows:
    """Incidents and referrals, as few words each as a case needs."""

    def __init__(self, doing: Doing) -> None:
        self.doing = doing

    def partner(self, name: str, *days: date, area: str = "") -> int:
        with changing(self.doing, "A partner") as unit:
            made = unit.insert(Partner, name=name, search=name.lower(), added_on=TODAY, area=area)
            for day in days:
                row = {"partner": made, "patient_ref": "AB-1", "stage": "received", "stage_on": day, "day": day}
                unit.insert(Referral, **row)
        return made

    def incident(self, partner: int, day: date, *after: int, kind: str = "complaint") -> int:
        answered, closed = (day + timedelta(one) for one in after) if len(after) == 2 else (None, None)
        if len(after) == 1:
            answered = day + timedelta(after[0])
        with changing(self.doing, "An incident") as unit:
            row = {"partner": partner, "kind": kind, "opened_on": day, "facts": "F", "reply": "R"}
            return unit.insert(Incident, **row, answered_on=answered, closed_on=closed)


def figures(span: Span = SPAN, lens: Lens = EVERYTHING) -> dict[str, Figure]:
    """Those of a span, each held against its list."""
    (found,) = care.figures([span], lens, TODAY, SETTINGS)
    for key, figure in found.items():
        listed = care.listing(key, span, lens, TODAY, SETTINGS)
        assert (listed.what, listed.total) == (Listed.INCIDENTS, figure.n)
        if figure.part is not None:
            assert figure.part == sum(
                len(one.ids) for one in listed.groups if one.words in ("answered", "closed", "came back")
            )
    return dict(found)


def page(lens: Lens = EVERYTHING) -> Page:
    return care.page(YEAR, lens, TODAY, SETTINGS)


def test_nothing_is_no_data(practice: str) -> None:
    found = figures()
    assert found["incidents"].value == 0
    assert {one.value for key, one in found.items() if key != "incidents"} == {None}
    shown = page()
    assert all(chart.empty for chart in shown.charts)
    assert [table.rows for table in shown.tables] == [(), ()]
    assert shown.says == ("No incident is open today.",)


def test_an_incident_counts_where_it_was_opened_with_what_became_of_it_until_today(practice: str, doing: Doing) -> None:
    rows = Rows(doing)
    lee, kim = rows.partner("Lee", area="Bath"), rows.partner("Kim")
    rows.incident(lee, SPAN.first - timedelta(1), 1, 2)
    first = rows.incident(lee, SPAN.first, 0, 10)
    last = rows.incident(kim, SPAN.last, 5, kind="poor_response")
    rows.incident(kim, SPAN.last, kind="poor_response")
    later = rows.incident(kim, SPAN.last, (TODAY - SPAN.last).days + 1, 200)
    rows.incident(lee, SPAN.last + timedelta(1))

    found = figures()

    assert {key: (one.value, one.n) for key, one in found.items()} == {
        "incidents": (4, 4),
        "incidents_answered": (0.5, 4),
        "incidents_closed": (0.25, 4),
        "days_to_answer": (2.5, 2),
        "days_to_close": (10, 1),
        "recovered": (None, 0),
    }
    slowest = care.listing("days_to_answer", SPAN, EVERYTHING, TODAY, SETTINGS)
    assert slowest.groups[0][1:] == ((last, first), ("after 5 days", "after 0 days"))
    states = care.listing("incidents", SPAN, EVERYTHING, TODAY, SETTINGS)
    assert [(one.words, len(one.ids)) for one in states.groups] == [
        ("awaiting our reply", 2),
        ("answered, not closed", 1),
        ("closed", 1),
    ]
    assert later in states.groups[0].ids, "an answer after today is none"
    assert figures(lens=Lens(area="bath"))["incidents"].value == 1
    assert care.listing("kind:poor_response", SPAN, EVERYTHING, TODAY, SETTINGS).total == 2
    with pytest.raises(Refused):
        care.listing("nonsense", SPAN, EVERYTHING, TODAY, SETTINGS)


def test_coming_back_is_told_where_the_days_after_are_over(practice: str, doing: Doing) -> None:
    rows = Rows(doing)
    day = TODAY - timedelta(90)
    lee = rows.partner("Lee", day, day + timedelta(1))
    kim = rows.partner("Kim", day - timedelta(3), day - timedelta(2), day + timedelta(90))
    back, fewer = rows.incident(lee, day, 1, 2), rows.incident(kim, day, 1, 2)
    rows.incident(kim, day + timedelta(1), 1, 2)
    rows.incident(rows.partner("Ito", day + timedelta(3)), day, 1, 2)

    (found,) = care.figures([YEAR.span], EVERYTHING, TODAY, SETTINGS, {"recovered"})

    assert found == {"recovered": Figure("recovered", 0.5, 2, 1)}
    listed = care.listing("recovered", YEAR.span, EVERYTHING, TODAY, SETTINGS)
    assert [tuple(one) for one in listed.groups] == [
        ("fewer than before", (fewer,), ("2 before, 1 after",)),
        ("came back", (back,), ("1 before, 1 after",)),
    ]
    chart = page().charts[1]
    assert dict(zip(chart.labels, chart.series[0].values, strict=True))["-1"] == 3


def test_the_page_tells_kinds_and_what_is_open_today(practice: str, doing: Doing) -> None:
    rows = Rows(doing)
    lee = rows.partner("Lee")
    old = rows.incident(lee, date(2024, 2, 29), 3)
    waits = rows.incident(lee, TODAY)
    rows.incident(lee, date(2026, 1, 1), 2, 4)

    shown = page()

    kinds, still = shown.tables
    assert [row.cells for row in kinds.rows] == [("Complaint", 2, 1, 1, 2, 4, 0, 0)]
    assert kinds.rows[0].behind == Behind(Theme.CARE, "kind:complaint", YEAR.span)
    assert [row.cells[2:] for row in still.rows] == [
        ("2026-03-16", "awaits our reply", 0),
        ("2024-02-29", "answered", (TODAY - date(2024, 2, 29)).days),
    ]
    assert shown.says == ("2 incidents open today; 1 awaits our reply.",)
    behinds = [row.behind for row in still.rows if row.behind]
    assert [care.listing(one.key, one.span, EVERYTHING, TODAY, SETTINGS).groups[0].ids for one in behinds] == [
        (waits,),
        (old,),
    ]


def test_a_payer_cannot_narrow_incidents(practice: str, doing: Doing) -> None:
    rows = Rows(doing)
    rows.incident(rows.partner("Lee"), SPAN.first)
    assert {one.applies for one in figures(lens=PAYER).values()} == {False}
    shown = page(PAYER)
    assert (shown.charts, shown.tables) == ((), ())
    assert len(shown.says) == 1
