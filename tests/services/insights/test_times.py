"""Times from rows, on both engines: waits, loop closure, turnaround a kind of report, and the lists behind them."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import TODAY
from tests.services.insights.practice_rows import Practice
from tui_tracker.domain.insights.lens import EVERYTHING, Lens
from tui_tracker.domain.insights.page import Listed
from tui_tracker.domain.insights.periods import Span, Step, days_period, period
from tui_tracker.domain.insights.times import MEASURES
from tui_tracker.domain.measures import median, percentile
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.words import Source
from tui_tracker.services.insights import times
from tui_tracker.storage.database import database
from tui_tracker.storage.models import Agreement, Member, Partner, Referral, Report
from tui_tracker.storage.queries.insights.left_open import left_open

SETTINGS = Settings()
FEBRUARY = Span(date(2024, 2, 1), date(2024, 2, 29))
PROGRESS = "progress_report_"


def feb(day: int, later: int = 0) -> date:
    """A day of February 2024, which has 29, or so many days later."""
    return date(2024, 2, day) + timedelta(later)


class Rows:
    """Partners, referrals and reports, as few words each as a case needs."""

    def __init__(self) -> None:
        self.ann = Member.create(name="Ann").id
        self.lee = self.partner("Lee")
        self.park = self.partner("Park", area="Bath", member=self.ann)
        self.numbers = iter(range(1, 1000))

    def partner(self, name: str, **more: Any) -> int:
        made = Partner.create(name=name, search=name.lower(), added_on=date(2020, 1, 1), **more)
        return int(made.id)

    def referral(self, stage: str, day: date, reports: dict[str, date] | None = None, **more: Any) -> int:
        values = {"partner": self.lee, "stage": stage, "day": day, "patient_ref": f"P{next(self.numbers)}", **more}
        values.setdefault("stage_on", max(value for value in values.values() if isinstance(value, date)))
        row_id = Referral.create(**values).id
        for kind, sent_on in (reports or {}).items():
            Report.create(referral=row_id, kind=kind.rstrip("2"), sent_on=sent_on, member=self.ann)
        return int(row_id)


@pytest.fixture
def rows(practice: str) -> Rows:
    return Rows()


def figure(key: str, span: Span = FEBRUARY, lens: Lens = EVERYTHING, today: date = TODAY) -> tuple[Any, int, Any]:
    """Its value, how many, and the part."""
    (found,) = times.figures([span], lens, today, SETTINGS, (key,))
    return found[key].value, found[key].n, found[key].part


def behind(key: str, span: Span = FEBRUARY, lens: Lens = EVERYTHING, today: date = TODAY) -> dict[str, Any]:
    """What a list says: its groups by their words, ids with notes."""
    found = times.listing(key, span, lens, today, SETTINGS)
    assert found.what is Listed.REFERRALS
    return {
        group.words: list(zip(group.ids, group.notes, strict=True)) if group.notes else list(group.ids)
        for group in found.groups
    }


def test_without_a_row_there_is_no_data_and_nothing_to_list(practice: str) -> None:
    page = times.page(period(Step.TWELVE, TODAY, TODAY), EVERYTHING, TODAY, SETTINGS)
    assert [one.now.key for one in page.figures] == [measure.key for measure in MEASURES]
    assert all(one.now.value is None and one.now.n == 0 and len(one.trend) == 12 for one in page.figures)
    assert all(chart.empty for chart in page.charts)
    assert page.says == ()
    assert all(not behind(measure.key) for measure in MEASURES)
    with pytest.raises(KeyError):
        times.listing("to_heaven", FEBRUARY, EVERYTHING, TODAY, SETTINGS)


def test_waits_are_of_those_received_in_the_period_whatever_was_skipped(rows: Rows) -> None:
    before = rows.referral("seen", date(2024, 1, 31), seen_on=feb(1))
    skipped = rows.referral("in_care", feb(29), in_care_on=feb(29, 20), stage_on=feb(29, 20))
    same_day = rows.referral("closed", feb(1), contacted_on=feb(1), seen_on=feb(1), closed_on=feb(9))
    web = rows.referral("contacted", feb(10), contacted_on=feb(12), partner=None, source="web")
    lost = rows.referral("lost", feb(11), contacted_on=feb(12), aside_on=feb(20))
    rows.referral("seen", feb(12), stage_on=feb(13))  # seen on a day that nobody noted
    rows.referral("received", feb(13))
    rows.referral("seen", feb(13), flow="outbound", seen_on=feb(14))
    assert figure("to_seen") == (10.0, 2, None)
    assert figure("to_seen_p90") == (18.0, 2, None)
    assert figure("to_contacted") == (1.5, 4, None)
    assert behind("to_seen") == {"More than 14 days": [(skipped, "20 days")], "Within 14 days": [(same_day, "0 days")]}
    assert behind("to_seen_days:15+") == {"More than 14 days": [(skipped, "20 days")]}
    assert behind("to_contacted_days:1") == {"Within 2 days": [(lost, "1 day")]}
    assert behind("to_contacted", lens=Lens(source=Source.WEB)) == {"Within 2 days": [(web, "2 days")]}
    assert figure("to_seen", Span(date(2024, 1, 31), date(2024, 1, 31))) == (1.0, 1, None)
    assert before not in [one for one, _ in behind("to_seen")["More than 14 days"]]
    # As of a day: what happened after it is not known yet.
    assert figure("to_seen", today=feb(29)) == (0.0, 1, None)


def test_the_page_says_who_still_waits_and_whose_loop_was_settled(rows: Rows) -> None:
    rows.referral("seen", feb(1), seen_on=feb(3), settled=True)
    rows.referral("closed", feb(1), {"final": feb(9)}, closed_on=feb(9), settled=True)
    rows.referral("seen", feb(1), seen_on=feb(3), partner=None, source="web", settled=True)
    rows.referral("scheduled", feb(2), scheduled_on=feb(3))
    rows.referral("received", feb(29), partner=None, source="web")
    rows.referral("declined", feb(2), aside_on=feb(3))
    rows.referral("lost", feb(2), aside_on=feb(3))
    rows.referral("lost", feb(2), seen_on=feb(3), aside_on=feb(4))
    rows.referral("received", date(2024, 3, 1))
    rows.referral("sent", feb(2), flow="outbound")
    assert left_open(FEBRUARY, EVERYTHING, TODAY) == (2, 1)
    assert left_open(FEBRUARY, Lens(area="Bath"), TODAY) == (0, 0)
    assert left_open(Span(feb(5), feb(6)), EVERYTHING, TODAY) == (0, 0)
    told = times.page(period(Step.MONTH, feb(1), TODAY), EVERYTHING, TODAY, SETTINGS).says
    assert [one[:16] for one in told[-2:]] == ["Settled without ", "Not seen yet: 2 "]


def test_one_that_moved_back_waits_again(rows: Rows) -> None:
    row_id = rows.referral("seen", feb(1), contacted_on=feb(2), seen_on=feb(5))
    assert figure("to_seen")[1] == figure("loop_closure")[1] == 1
    Referral.update(stage="contacted", seen_on=None, stage_on=feb(2)).where(Referral.id == row_id).execute()
    assert figure("to_seen") == (None, 0, None)
    assert figure("loop_closure") == (None, 0, 0)
    assert figure("to_contacted") == (1.0, 1, None)


def test_a_loop_is_closed_by_an_initial_or_a_final_report_to_who_sent(rows: Rows) -> None:
    told = rows.referral("seen", feb(1), {"initial": feb(5)}, seen_on=feb(3))
    final = rows.referral("closed", feb(29), {"final": feb(29, 9)}, closed_on=feb(29, 5), settled=True)
    short = rows.referral("in_care", feb(2), {"acknowledgement": feb(5), "progress": feb(9)}, in_care_on=feb(4))
    unknown = rows.referral("seen", feb(4), stage_on=feb(9))
    came = rows.referral("lost", feb(3), seen_on=feb(6), aside_on=feb(8))
    rows.referral("scheduled", feb(3), {"initial": feb(5)}, scheduled_on=feb(4))
    rows.referral("seen", feb(3), {"initial": feb(5)}, seen_on=feb(4), source="web")
    assert figure("loop_closure") == (0.4, 5, 2)
    assert behind("loop_closure") == {
        "No initial or final report": [short, came, unknown],
        "Report sent": [told, final],
    }
    assert figure("loop_closure", today=feb(29)) == (0.25, 4, 1)
    assert figure("loop_closure", lens=Lens(area="bath")) == (None, 0, 0)


def test_reports_are_timed_from_the_day_their_promise_opened(rows: Rows) -> None:
    Agreement.create(partner=rows.park, initial_report_days=10)
    in_time = rows.referral("seen", feb(1), {"initial": feb(8)}, seen_on=feb(5))
    late = rows.referral("seen", feb(1), {"initial": feb(9)}, seen_on=feb(5))
    agreed = rows.referral("seen", feb(1), {"initial": feb(15)}, seen_on=feb(5), partner=rows.park)
    past_due = rows.referral("seen", date(2023, 6, 1), seen_on=feb(1))
    rows.referral("seen", feb(1), {"initial": feb(8)}, seen_on=feb(29, 1))
    rows.referral("seen", feb(1), seen_on=feb(5), settled=True)
    rows.referral("seen", feb(1), {"initial": feb(8)}, seen_on=feb(5), partner=None, source="web")
    assert figure("initial_report_median") == (4.0, 3, None)
    assert figure("initial_report_on_time") == (0.5, 4, 2)
    assert behind("initial_report_on_time") == {
        "Past due today": [(past_due, "promised Feb 1, 2024")],
        "Sent late": [(late, "4 days")],
        "Sent in time": [(agreed, "10 days"), (in_time, "3 days")],
    }
    assert behind("initial_report_days:4") == {"Sent late": [(late, "4 days")]}
    assert behind("initial_report_median", lens=Lens(member_id=rows.ann)) == {"Sent in time": [(agreed, "10 days")]}
    # On the day it is due an open one is not late yet; the day after it is.
    assert figure("initial_report_on_time", Span(feb(1), feb(1)), today=feb(4)) == (None, 0, 0)
    assert figure("initial_report_on_time", Span(feb(1), feb(1)), today=feb(5)) == (0.0, 1, 0)


def test_a_referral_with_several_progress_reports_is_listed_once_where_the_worst_belongs(rows: Rows) -> None:
    care = {"in_care_on": date(2024, 1, 2), "stage_on": date(2024, 1, 2)}
    sent = {"initial": date(2024, 1, 3), "progress": feb(1), "progress2": feb(20)}
    one = rows.referral("in_care", date(2024, 1, 1), sent, **care)
    assert figure(f"{PROGRESS}on_time") == (0.5, 2, 1)
    assert behind(f"{PROGRESS}on_time") == {"Past due today": [(one, "promised Feb 20, 2024, 2 reports")]}
    assert behind(f"{PROGRESS}median") == {"Sent in time": [(one, "19 days")]}
    found = times.listing(f"{PROGRESS}on_time", FEBRUARY, EVERYTHING, TODAY, SETTINGS)
    assert found.title == "Progress report on time: 2 reports of 1 referral"


def test_the_page_tells_by_kind_by_who_sent_and_to_whom_they_were_late(rows: Rows) -> None:
    rows.referral("seen", feb(1), {"acknowledgement": feb(2), "initial": feb(9)}, seen_on=feb(5))
    nobody = rows.referral("seen", feb(1), {"initial": feb(3)}, seen_on=feb(3), partner=rows.park)
    Report.update(member=None).where(Report.referral == nobody).execute()
    page = times.page(days_period(*FEBRUARY, TODAY), EVERYTHING, TODAY, SETTINGS)
    kinds, members, late = page.tables
    assert kinds.rows[0].cells == ("acknowledgement", 2, 2, 1.5, 1.9, 1.0, 2, 0)
    assert kinds.rows[1].cells == ("initial report", 3, 2, 2.0, 3.6, 0.5, 2, 0)
    assert kinds.rows[3].cells == ("final report", 7, 0, None, None, None, 0, 0)
    assert [row.cells for row in members.rows] == [("Ann", 1, 4.0, 4.0, 0.0), ("nobody noted", 1, 0.0, 0.0, 1.0)]
    assert [row.cells for row in late.rows] == [("Lee", 2, 1, 0.5)]
    for row, number in ((*members.rows, late.rows[0]), 1), (kinds.rows[:2], 2):
        for one in row:
            assert one.behind is not None
            assert times.listing(one.behind.key, one.behind.span, EVERYTHING, TODAY, SETTINGS).total == number
    assert page.charts[0].series[0].values[:5] == (0, 0, 1, 0, 1)
    assert page.charts[0].target == 15


_TURNED = ("acknowledgement", "initial_report", "final_report")


def _naive_waits(practice: Practice, span: Span) -> dict[str, Any]:
    """Waits and loop closure, from the rows one by one."""
    took: dict[str, Counter[int]] = {"to_contacted": Counter(), "to_seen": Counter()}
    told = {one["referral"] for one in practice.report if one["kind"] in ("initial", "final")}
    closed = []
    for one in practice.referral:
        if one["flow"] == "outbound" or one["day"] not in span:
            continue
        seen_on = _seen_on(one)
        for key, reached in (("to_contacted", one["contacted_on"] or seen_on), ("to_seen", seen_on)):
            if reached is not None:
                took[key][(reached - one["day"]).days] += 1
        if one["source"] == "partner" and (seen_on or one["stage"] in ("seen", "in_care", "closed")):
            closed.append(one["id"] in told)
    found: dict[str, Any] = {"loop_closure": (sum(closed) / len(closed) if closed else None, len(closed))}
    for key, sizes in took.items():
        found[key] = median(sizes), sizes.total()
        found[f"{key}_p90"] = percentile(sizes, 0.9), sizes.total()
    return found


def _naive_reports(practice: Practice, span: Span, today: date) -> dict[str, Any]:
    """Turnaround of all reports but progress reports, from the rows one by one."""
    found: dict[str, Any] = {}
    for key in _TURNED:
        sizes: Counter[int] = Counter()
        in_time = []
        for one in practice.referral:
            opened_on, due_on, kept_on = _promise(practice, one, key)
            if opened_on is None or opened_on not in span or one["day"] > today:
                continue
            dropped = one["aside_on"] or date.max
            if due_on >= dropped and (kept_on or date.max) > dropped:
                continue
            if kept_on is not None:
                sizes[max((kept_on - opened_on).days, 0)] += 1
            if kept_on is not None or due_on < today:
                in_time.append(kept_on is not None and kept_on <= due_on)
        found[f"{key}_median"] = median(sizes), sizes.total()
        found[f"{key}_p90"] = percentile(sizes, 0.9), sizes.total()
        found[f"{key}_on_time"] = sum(in_time) / len(in_time) if in_time else None, len(in_time)
    return found


def _promise(practice: Practice, one: dict[str, Any], key: str) -> tuple[Any, Any, Any]:
    """When it opened (None: never), was due and was kept."""
    if one["flow"] == "outbound" or one["partner"] is None or one["settled"]:
        return None, None, None
    opened_on = {"acknowledgement": one["day"], "initial_report": _seen_on(one), "final_report": one["closed_on"]}[key]
    if opened_on is None:
        return None, None, None
    agreed = {each["partner"]: each["initial_report_days"] for each in practice.agreement}.get(one["partner"])
    wait = agreed if key == "initial_report" and agreed is not None else getattr(SETTINGS.promises, key)
    kinds = ("acknowledgement", "initial", "final") if key == "acknowledgement" else (key.removesuffix("_report"),)
    sent = [each["sent_on"] for each in practice.report if each["referral"] == one["id"] and each["kind"] in kinds]
    return opened_on, opened_on + timedelta(wait), min(sent, default=None)


def _seen_on(one: dict[str, Any]) -> date | None:
    found: date | None = one["seen_on"] or one["in_care_on"] or one["closed_on"]
    return found


@settings(max_examples=10)
@given(seed=st.integers(0, 10_000), first=st.integers(0, 700), length=st.integers(0, 500))
def test_random_practices_are_counted_as_one_by_one_and_listed_whole(
    practice: str, seed: int, first: int, length: int
) -> None:
    start = TODAY - timedelta(first)
    span = Span(start, min(start + timedelta(length), TODAY))
    other = Span(start - timedelta(40), min(start + timedelta(length // 2), TODAY))
    with database.atomic() as block:
        rows = Practice(seed)
        together = times.figures([other, span], EVERYTHING, TODAY, SETTINGS)[1]
        told = {key: (one.value, one.n) for key, one in together.items()}
        assert {key: one for key, one in told.items() if not key.startswith(PROGRESS)} == {
            **_naive_waits(rows, span),
            **_naive_reports(rows, span, TODAY),
        }
        for key in told:
            lens = Lens(area="BATH") if seed % 2 else EVERYTHING
            listed = times.listing(key, span, lens, TODAY, SETTINGS)
            alone = times.figures([span], lens, TODAY, SETTINGS, [key])[0][key]
            if not key.startswith(PROGRESS):
                assert listed.total == alone.n
            if seed % 2 == 0:
                assert alone == together[key]
            part = [group for group in listed.groups if group.words in ("Sent in time", "Report sent")]
            if alone.part is not None and not key.startswith(PROGRESS):
                assert sum(len(group.ids) for group in part) == alone.part
        block.rollback()
