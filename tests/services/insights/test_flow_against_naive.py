"""What came in, what went out and how far it came, once more and naively, from rows that are made up."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.conftest import TODAY
from tui_tracker.domain.insights.funnel import Step
from tui_tracker.domain.insights.lens import EVERYTHING, Lens
from tui_tracker.domain.insights.page import Figure
from tui_tracker.domain.insights.periods import Period, Span
from tui_tracker.domain.insights.periods import Step as Length
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.words import Source
from tui_tracker.services.insights import funnel, referrals
from tui_tracker.storage.database import database
from tui_tracker.storage.models import Partner, Referral

SETTINGS = Settings()
LINE = ("received", "contacted", "scheduled", "seen", "in_care", "closed")
DAYS = st.dates(TODAY - timedelta(100), TODAY)


def made_up(seed: int) -> list[dict[str, Any]]:
    """Thirty referrals, many of them on the borders of what is counted; from few draws, so that few examples tell."""
    chosen = Random(seed)
    return [_outbound(chosen) if chosen.random() < 0.2 else _inbound(chosen) for _ in range(30)]


def _inbound(chosen: Random) -> dict[str, Any]:
    """A referral that moved along, left out some stages, and perhaps went aside."""
    day = _day(chosen)
    row: dict[str, Any] = {"flow": "inbound", "day": day, "patient_ref": "JD-1", "stage": "received", "stage_on": day}
    for place in sorted(chosen.sample(range(1, 6), chosen.randint(0, 5))):
        day += timedelta(chosen.randint(0, 20))
        row |= {f"{LINE[place]}_on": day, "stage": LINE[place], "stage_on": day}
    aside = chosen.choice(["", "", "lost", "declined"])
    if aside:
        day += timedelta(chosen.randint(0, 20))
        row |= {"stage": aside, "stage_on": day, "aside_on": day, "aside_reason": chosen.choice(["", "a", "A"])}
    source = chosen.choice(["partner", "partner", "web"])
    named = source == "partner" or chosen.random() < 0.5
    return {**row, "source": source, "partner": chosen.choice([1, 2]) if named else None}


def _outbound(chosen: Random) -> dict[str, Any]:
    day = _day(chosen)
    row = {"flow": "outbound", "day": day, "patient_ref": "X", "stage": "sent", "stage_on": day, "source": "partner"}
    return {**row, "partner": chosen.choice([1, 2])}


def _day(chosen: Random) -> date:
    return TODAY - timedelta(chosen.choice([0, 29, 30, 31, *range(0, 100, 9)]))


def reached(row: dict[str, Any]) -> int:
    """How far it came up to today."""
    days = [row.get(f"{stage}_on") for stage in LINE]
    standing = LINE.index(row["stage"]) if row["stage"] in LINE and row["stage_on"] <= TODAY else 0
    return max([standing, *(place for place, day in enumerate(days) if day is not None and day <= TODAY)])


def rate(key: str, rows: list[dict[str, Any]], part: list[dict[str, Any]]) -> Figure:
    return Figure(key, len(part) / len(rows) if rows else None, len(rows), len(part))


def aside(rows: list[dict[str, Any]], stage: str) -> list[dict[str, Any]]:
    return [row for row in rows if row["stage"] == stage and row["stage_on"] <= TODAY]


def naive(rows: list[dict[str, Any]], span: Span, lens: Lens) -> dict[str, Figure]:
    rows = [row for row in rows if row["day"] in span]
    if lens.specialty is not None:
        rows = [row for row in rows if row["partner"] == 1]
    if lens.source is not None:
        rows = [row for row in rows if row["flow"] == "inbound" and row["source"] == lens.source]
    came = [row for row in rows if row["flow"] == "inbound"]
    sent = [row for row in rows if row["flow"] == "outbound"]
    mine = [row for row in came if row["source"] == "partner"]
    old = [row for row in mine if (TODAY - row["day"]).days >= 30]
    return {
        "received": Figure("received", len(came), len(came)),
        "from_partners": Figure("from_partners", len(mine), len(came)),
        "sent": Figure("sent", None, 0, applies=False) if lens.source else Figure("sent", len(sent), len(sent)),
        "completion": rate("completion", old, [row for row in old if reached(row) >= Step.SEEN]),
        "leakage": rate("leakage", old, aside(old, "lost")),
        "lost": Figure("lost", len(aside(came, "lost")), len(came)),
        "declined": Figure("declined", len(aside(came, "declined")), len(came)),
    }


SPANS = st.tuples(DAYS, st.integers(15, 90)).map(lambda one: Span(one[0], min(one[0] + timedelta(one[1]), TODAY)))


@settings(max_examples=8, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(
    seed=st.integers(0, 10**6),
    spans=st.lists(SPANS, min_size=1, max_size=3),
    lens=st.sampled_from([EVERYTHING, Lens(specialty="PÓDIATRY"), Lens(source=Source.WEB)]),
)
def test_figures_pages_and_lists_are_those_counted_by_hand(practice, seed, spans, lens):
    rows = made_up(seed)
    with database.atomic() as kept:
        for number, specialty in ((1, "Podiatry"), (2, "")):
            Partner.create(
                id=number, name=f"P{number}", search=f"p{number}", added_on=date(2020, 1, 1), specialty=specialty
            )
        for row in rows:
            Referral.create(**row)
        expected = [naive(rows, span, lens) for span in spans]
        found = zip(
            referrals.figures(spans, lens, TODAY, SETTINGS), funnel.figures(spans, lens, TODAY, SETTINGS), strict=True
        )
        assert [{**flow, **fate} for flow, fate in found] == expected
        for key in ("received", "from_partners", "lost", "declined", "completion", "leakage"):
            theme = referrals if key in ("received", "from_partners") else funnel
            listing = theme.listing(key, spans[0], lens, TODAY, SETTINGS)
            figure = expected[0][key]
            assert listing.total == (figure.value if figure.part is None else figure.n)
            part = {"completion": "Seen", "leakage": "Lost"}.get(key)
            if part is not None:
                assert sum(len(group.ids) for group in listing.groups if group.words == part) == figure.part
        _page_agrees(spans[0], lens, rows)
        kept.rollback()


def _page_agrees(span: Span, lens: Lens, rows: list[dict[str, Any]]) -> None:
    """Tables and bars hold the same referrals as the lists behind them."""
    period = Period(Length.DAYS, span, span, Span(span.first - timedelta(span.days), span.first - timedelta(1)))
    page = funnel.page(period, lens, TODAY, SETTINGS)
    stages, lost, declined = page.tables
    for table in (stages, lost, declined):
        for row in table.rows:
            assert funnel.listing(row.behind.key, row.behind.span, lens, TODAY, SETTINGS).total == row.cells[1]
    flows = referrals.page(period, lens, TODAY, SETTINGS)
    for table in flows.tables[1:]:
        assert sum(row.cells[1] for row in table.rows) == flows.figures[0].now.value
        for row in table.rows:
            listing = referrals.listing(row.behind.key, row.behind.span, lens, TODAY, SETTINGS)
            assert listing.total == row.cells[1] + (row.cells[3] or 0)
