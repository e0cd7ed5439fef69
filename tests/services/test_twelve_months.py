"""The counts of twelve months, on both engines."""

from __future__ import annotations

from datetime import date

import pytest

from tests.conftest import TODAY
from tui_tracker.domain.measures import Counts, Sender
from tui_tracker.domain.records import Doing
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.text import fold
from tui_tracker.domain.words import intents_to_bits
from tui_tracker.services import twelve_months as insights
from tui_tracker.storage.journal import changing
from tui_tracker.storage.models import Gift, Partner, Referral, Touchpoint


@pytest.fixture
def year(practice: str, doing: Doing) -> dict[str, int]:
    with changing(doing, "A year") as unit:

        def partner(name: str, added: date) -> int:
            return unit.insert(Partner, name=name, search=fold(name), added_on=added)

        def referral(day: date, by: int | None, flow: str = "inbound", **more: object) -> None:
            stage = more.pop("stage", "received" if flow == "inbound" else "sent")
            source = "partner" if by else "web"
            values = {"partner": by, "flow": flow, "source": source, "patient_ref": "JD-1", "stage_on": day, **more}
            unit.insert(Referral, stage=stage, day=day, **values)

        lee = partner("Dr. Lee", date(2020, 1, 1))
        ray = partner("Dr. Ray", date(2025, 4, 1))
        partner("Dr. Future", date(2026, 3, 17))
        referral(date(2025, 3, 31), lee)
        referral(date(2025, 4, 1), lee, stage="closed", closed_on=date(2025, 6, 1))
        referral(date(2025, 4, 30), ray, stage="seen", contacted_on=date(2025, 5, 1), seen_on=date(2025, 5, 10))
        referral(date(2026, 3, 16), lee, stage="lost", contacted_on=date(2026, 3, 18), seen_on=date(2026, 3, 19))
        referral(date(2026, 3, 1), lee, stage="declined")
        referral(date(2026, 3, 2), None, contacted_on=date(2026, 3, 2))
        referral(date(2026, 3, 17), lee)
        referral(date(2026, 2, 3), ray, "outbound", stage="seen", seen_on=date(2026, 2, 5))
        for day, intents in (
            (date(2026, 3, 1), ("give", "thank")),
            (date(2026, 3, 1), ("thank",)),
            (date(2025, 12, 31), ()),
            (date(2025, 3, 31), ("give",)),
        ):
            unit.insert(Touchpoint, partner=lee, day=day, channel="call", intents=intents_to_bits(intents))
        unit.insert(Gift, partner=lee, day=TODAY, what="lunch", amount_cents=1_234)
    return {"lee": lee, "ray": ray}


def test_months_and_totals_count_what_was_received_in_them(year):
    found = insights.year(TODAY, TODAY, Settings())
    assert (found.first, found.last) == (date(2025, 4, 1), TODAY)
    months = dict(found.months)
    assert months[date(2025, 4, 1)] == Counts(
        received=2, from_partners=2, seen=2, closed=1, new_partners=1, new_referring=1
    )
    assert months[date(2026, 3, 1)] == Counts(
        received=3, from_partners=2, seen=1, lost=1, declined=1, touchpoints=2, gives=1, thanks=2
    )
    assert months[date(2026, 2, 1)] == Counts(sent=1)
    assert months[date(2025, 12, 1)] == Counts(touchpoints=1)
    assert found.total.received == 5
    assert found.total.touchpoints == 3


def test_sources_senders_and_times(year):
    found = insights.year(TODAY, TODAY, Settings())
    assert found.sources == (("partner", 4), ("web", 1))
    assert found.senders == (Sender(year["lee"], "Dr. Lee", 3), Sender(year["ray"], "Dr. Ray", 1))
    assert (found.to_contacted, found.contacted) == (1.0, 3)
    assert (found.to_seen, found.seen) == (6.5, 2)
    assert found.active == 1
    assert insights.year(TODAY, TODAY, Settings(active_days=400)).active == 2


def test_the_months_before_can_be_asked_for(year):
    found = insights.year(date(2025, 3, 1), TODAY, Settings())
    assert (found.first, found.last) == (date(2024, 4, 1), date(2025, 3, 31))
    assert found.total == Counts(received=1, from_partners=1, touchpoints=1, gives=1, new_referring=1)
    assert found.to_seen is None


def test_an_empty_practice_has_no_data_rather_than_nought_days(practice):
    found = insights.year(TODAY, TODAY, Settings())
    assert found.total == Counts()
    assert (found.to_contacted, found.to_seen, found.sources, found.senders, found.active) == (None, None, (), (), 0)


def test_a_long_absence_is_counted_over_months_of_every_length(practice, doing):
    with changing(doing, "Partners") as unit:
        for month in range(1, 13):
            unit.insert(Partner, name=f"P{month}", search=f"p{month}", added_on=date(2024, month, 28))
        unit.insert(Partner, name="Leap", search="leap", added_on=date(2024, 2, 29))
    found = insights.year(date(2024, 12, 31), TODAY, Settings())
    assert [counts.new_partners for _, counts in found.months] == [1, 2] + [1] * 10
