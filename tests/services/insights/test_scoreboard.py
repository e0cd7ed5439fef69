"""Partners beside each other, on both engines: hand-made cases, and a naive count of random practices."""

from __future__ import annotations

from datetime import date, timedelta
from statistics import median
from typing import Any

import pytest

from tests.conftest import TODAY
from tests.services.insights.practice_rows import Practice, Row
from tui_tracker.domain.insights.lens import EVERYTHING, Lens
from tui_tracker.domain.insights.page import Value
from tui_tracker.domain.insights.periods import Period, read_period
from tui_tracker.domain.insights.scoreboard import Scoreboard, place
from tui_tracker.domain.records import Doing
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.words import Source
from tui_tracker.services.insights import funnel, sources, times, value
from tui_tracker.services.insights.scoreboard import scoreboard
from tui_tracker.storage.journal import changing
from tui_tracker.storage.models import Agreement, Partner, Referral, Report, Touchpoint

SETTINGS = Settings()
FEBRUARY = read_period("2026-02", TODAY)
ANN = Lens(member_id=1, member="Ann", area="BATH")


def told(board: Scoreboard) -> dict[int, dict[str, tuple[Value, int]]]:
    """By partner and column, value and n."""
    keys = [column.key for column in board.columns]
    return {
        row.partner_id: {key: (cell.value, cell.n) for key, cell in zip(keys, row.cells, strict=True)}
        for row in board.rows
    }


def board_of(period: Period = FEBRUARY, lens: Lens = EVERYTHING) -> Scoreboard:
    return scoreboard(period, lens, TODAY, SETTINGS)


def test_nobody_did_anything(practice: str, doing: Doing) -> None:
    with changing(doing, "Two partners") as unit:
        for name, archived_on in (("Ann", None), ("Bo", TODAY)):
            unit.insert(Partner, name=name, search=name.lower(), added_on=TODAY, archived_on=archived_on)
    assert (board_of().rows, board_of().quiet) == ((), 1)


def test_the_borders_of_a_period_a_leap_day_and_a_referral_that_moved_back(practice: str, doing: Doing) -> None:
    """Also: a web referral that names a partner, skipped stages, a settled one, an agreement, the archive."""
    with changing(doing, "A practice") as unit:
        lee = unit.insert(Partner, name="Dr. Lee", search="dr. lee", added_on=TODAY)
        ray = unit.insert(Partner, name="Dr. Ray", search="dr. ray", added_on=TODAY, archived_on=TODAY)
        unit.insert(Agreement, partner=lee, initial_report_days=10)

        def came(partner: int, day: date, stage: str = "received", **more: Any) -> int:
            row = {"partner": partner, "patient_ref": "JD-1", "stage": stage, "stage_on": day, "day": day, **more}
            return unit.insert(Referral, **row)

        came(lee, date(2026, 1, 31))
        seen = came(lee, date(2026, 2, 1), "seen", seen_on=date(2026, 2, 3), revenue_cents=101, outcome="worse")
        unit.insert(Report, referral=seen, kind="initial", sent_on=date(2026, 2, 13))
        came(lee, date(2026, 2, 2), "closed", closed_on=date(2026, 2, 9), patient_ref="jd 1", settled=True)
        came(lee, date(2026, 2, 3), "contacted", contacted_on=date(2026, 2, 4))  # was seen, and moved back
        came(lee, date(2026, 2, 28), "lost", aside_on=date(2026, 3, 1), patient_ref="KL-2")
        came(lee, date(2026, 3, 1))
        came(lee, date(2026, 2, 5), "lost", source="web")
        came(lee, date(2026, 2, 5), "sent", flow="outbound")
        came(ray, date(2024, 2, 29), "seen", seen_on=date(2024, 3, 1))
        unit.insert(Touchpoint, partner=lee, day=date(2026, 2, 28), channel="call", intents=2)
        unit.insert(Touchpoint, partner=lee, day=date(2026, 2, 1), channel="call", intents=2, direction="theirs")
    board = board_of()
    assert told(board) == {
        lee: {
            "referrals": (4, 4),
            "before": (1, 1),
            "sent": (1, 1),
            "share": (1.0, 4),
            "completion": (2 / 3, 3),
            "leakage": (0.0, 3),
            "to_seen": (4.5, 2),
            "initial_report_on_time": (1.0, 1),
            "quality": (0.0, 1),
            "lifetime_value": (50.5, 2),
            "touchpoints": (2, 2),
            "gives": (1, 1),
        }
    }
    assert (board.rows[0].name, board.rows[0].archived, board.quiet) == ("Dr. Lee", False, 0)
    (leap,) = board_of(read_period("2024-02-29..2024-02-29", TODAY)).rows
    assert (leap.name, leap.archived, leap.cells[0].value, leap.cells[6].value) == ("Dr. Ray", True, 1, 1.0)


def test_what_happened_after_the_day_that_is_asked_for_is_not_known(practice: str, doing: Doing) -> None:
    january = date(2026, 1, 1)
    with changing(doing, "A practice") as unit:
        lee = unit.insert(Partner, name="Dr. Lee", search="dr. lee", added_on=TODAY)
        for ref, stage, reached in (("A", "seen", "seen_on"), ("B", "lost", "aside_on")):
            more = {"stage": stage, "stage_on": TODAY, reached: TODAY, "partner": lee, "patient_ref": ref}
            unit.insert(Referral, day=january, **more)
    asked_on = TODAY - timedelta(1)
    for day, n in ((asked_on, 0), (TODAY, 1)):
        period = read_period("2026-01", day)
        cells = told(scoreboard(period, EVERYTHING, day, SETTINGS))[lee]
        assert (cells["completion"], cells["leakage"], cells["to_seen"][1]) == ((n / 2, 2), (n / 2, 2), n)
        by_channel = value.page(period, EVERYTHING, day, SETTINGS).tables[0]
        figures = funnel.figures([period.span], EVERYTHING, day, SETTINGS)[0]
        assert by_channel.rows[1].cells[3] == figures["completion"].value == n / 2
        groups = sources.listing("source:partner", period.span, EVERYTHING, day, SETTINGS).groups
        assert [one.words for one in groups] == (["Lost", "Seen"] if n else ["Not seen yet"])


def test_what_counts_no_referrals_has_no_column_where_a_payer_or_channel_narrows(practice: str) -> None:
    Practice(2)
    keys = [column.key for column in board_of(lens=Lens(source=Source.PARTNER)).columns]
    assert keys == [column.key for column in board_of().columns if not column.needs_all]


@pytest.mark.parametrize(("seed", "period"), [(0, "2026-02"), (1, "12m"), (2, "2026-Q1"), (4, "12m")])
def test_every_cell_is_as_counted_naively_and_adds_up_to_the_figures(practice: str, seed: int, period: str) -> None:
    rows, chosen = Practice(seed), read_period(period, TODAY)
    payer = Lens(payer_id=len(rows.partner), payer="Acme")
    for lens in (EVERYTHING, ANN, payer):
        board = board_of(chosen, lens)
        assert told(board) == naive(rows, chosen, lens)
        parts = {**funnel.figures([chosen.span], lens, TODAY, SETTINGS, ["completion", "leakage"])[0]}
        parts |= times.figures([chosen.span], lens, TODAY, SETTINGS, ["initial_report_on_time"])[0]
        parts |= value.figures([chosen.span], lens, TODAY, SETTINGS, ["quality"])[0]
        for key, figure in parts.items():
            cells = [row.cells[place(board, key)] for row in board.rows]
            assert sum(cell.n for cell in cells) == figure.n
            assert sum(round((cell.value or 0) * cell.n) for cell in cells) == figure.part


def naive(rows: Practice, period: Period, lens: Lens) -> dict[int, dict[str, tuple[Value, int]]]:
    partners = [
        one
        for one in rows.partner
        if lens.member_id is None or (one["member"] == lens.member_id and one["area"].lower() == "bath")
    ]
    referrals = [one for one in rows.referral if lens.payer_id is None or one["payer"] == lens.payer_id]
    ids = {one["id"] for one in partners}
    sent_us = [
        one for one in referrals if one["flow"] == "inbound" and one["source"] == "partner" and one["partner"] in ids
    ]
    whole = sum(one["day"] in period.span for one in sent_us)
    found = {}
    for partner in partners:
        of_partner = [one for one in sent_us if one["partner"] == partner["id"]]
        mine = [one for one in of_partner if one["day"] in period.span]
        cells: dict[str, tuple[Value, int]] = {
            **counts(mine, sum(one["day"] in period.before for one in of_partner), whole),
            **outcomes(mine),
            "initial_report_on_time": reports(rows, partner, referrals, period),
        }
        sent = [one for one in referrals if one["partner"] == partner["id"] and one["flow"] == "outbound"]
        number = sum(one["day"] in period.span for one in sent)
        cells["sent"] = number, number
        touched: list[Row] = []
        if lens.payer_id is None:
            touched = [one for one in rows.touchpoint if one["partner"] == partner["id"] and one["day"] in period.span]
            gives = sum(one["direction"] == "ours" and bool(one["intents"] & 2) for one in touched)
            cells |= {"touchpoints": (len(touched), len(touched)), "gives": (gives, gives)}
        named = [one for one in referrals if one["partner"] == partner["id"] and one["day"] in period.span]
        if named or touched or cells["before"][0]:
            found[partner["id"]] = cells
    return found


def counts(mine: list[Row], before: int, whole: int) -> dict[str, tuple[Value, int]]:
    old = [one for one in mine if one["day"] <= TODAY - timedelta(30)]
    return {
        "referrals": (len(mine), len(mine)),
        "before": (before, before),
        "share": share(len(mine), whole),
        "completion": share(sum(seen_on(one) is not None for one in old), len(old)),
        "leakage": share(sum(one["stage"] == "lost" for one in old), len(old)),
    }


def outcomes(mine: list[Row]) -> dict[str, tuple[Value, int]]:
    waits = [(day - one["day"]).days for one in mine if (day := seen_on(one)) is not None]
    good, known = 0, 0
    for one in mine:
        bad = one["appropriate"] in ("partly", "no") or one["adherence"] == "none" or one["outcome"] == "worse"
        if bad or None not in (one["appropriate"], one["adherence"], one["outcome"]):
            known += 1
            good += not bad
    patients = {one["patient_ref"].lower().replace(" ", "").replace("-", "") for one in mine}
    cents = [one["revenue_cents"] for one in mine if one["revenue_cents"] is not None]
    return {
        "to_seen": (median(waits), len(waits)) if waits else (None, 0),
        "quality": share(good, known),
        "lifetime_value": (sum(cents) / len(patients), len(patients)) if cents else (None, 0),
    }


def reports(rows: Practice, partner: Row, referrals: list[Row], period: Period) -> tuple[Value, int]:
    days = next((one["initial_report_days"] for one in rows.agreement if one["partner"] == partner["id"]), None)
    kept = known = 0
    for one in referrals:
        seen = seen_on(one)
        if one["flow"] != "inbound" or one["partner"] != partner["id"] or one["settled"] or seen not in period.span:
            continue
        due = seen + timedelta(SETTINGS.promises.initial_report if days is None else days)
        sent = min(
            (r["sent_on"] for r in rows.report if r["referral"] == one["id"] and r["kind"] == "initial"), default=None
        )
        aside = one["aside_on"]
        if aside is not None and due >= aside and (sent is None or sent > aside):
            continue
        if sent is not None or due < TODAY:
            known += 1
            kept += sent is not None and sent <= due
    return share(kept, known)


def seen_on(one: Row) -> Any:
    return one["seen_on"] or one["in_care_on"] or one["closed_on"]


def share(part: int, n: int) -> tuple[Value, int]:
    return (part / n, n) if n else (None, 0)
