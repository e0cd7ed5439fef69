"""Lifetime value counts people, not referrals: compared with a naive computation, on both engines."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import TODAY
from tui_tracker.domain.measures import LifetimeValue
from tui_tracker.domain.settings import Settings
from tui_tracker.services import twelve_months as insights
from tui_tracker.storage.database import database
from tui_tracker.storage.journal import changing
from tui_tracker.storage.models import Partner, Referral


def insert(doing, rows) -> None:
    with changing(doing, "Some") as unit:
        partner = unit.insert(Partner, name="Lee", search="lee", added_on=TODAY)
        values = []
        for flow, source, reference, cents, stage, adherence, ago in rows:
            out = flow == "outbound"
            values.append(
                {
                    "flow": flow,
                    "source": "partner" if out else source,
                    "partner": partner if out or source == "partner" else None,
                    "patient_ref": reference,
                    "revenue_cents": cents,
                    "stage": {"received": "sent", "in_care": "seen"}.get(stage, stage) if out else stage,
                    "adherence": adherence,
                    "stage_on": TODAY - timedelta(days=ago),
                    "day": TODAY - timedelta(days=ago),
                }
            )
        unit.insert_many(Referral, values)


def found(source: str = "") -> LifetimeValue | None:
    listed = insights.year(TODAY, TODAY, Settings()).lifetime
    return next((one for one in listed if one.source == source), None)


def test_a_patient_who_returns_counts_once(practice, doing):
    insert(
        doing,
        [
            ("inbound", "partner", "JD-4411", 100_000, "closed", "full", 90),
            ("inbound", "partner", "jd 4411", 50_001, "closed", "none", 30),
            ("inbound", "web", "JD4411", None, "received", None, 1),
            ("inbound", "partner", "AB-1", None, "lost", None, 5),
            ("outbound", "partner", "ZZ-9", 999, "sent", None, 5),
        ],
    )
    assert found() == LifetimeValue("", 2, 4, 150_001, 2, 1, 2)
    assert found().cents_per_patient == 75_001
    assert found("partner") == LifetimeValue("partner", 2, 3, 150_001, 2, 1, 2)
    assert found("web") == LifetimeValue("web", 1, 1, None, 0, 0, 0)
    assert found("web").cents_per_patient is None
    assert [one.source for one in insights.year(TODAY, TODAY, Settings()).lifetime] == ["", "partner", "web"]


def test_what_was_not_received_in_the_span_counts_nowhere(practice, doing):
    insert(doing, [("inbound", "web", "A1", 100, "closed", None, 800)])
    assert insights.year(TODAY, TODAY, Settings()).lifetime == ()
    assert insights.year(date(2024, 2, 1), TODAY, Settings()).lifetime[0].patients == 1


ROWS = st.lists(
    st.tuples(
        st.sampled_from(["inbound", "inbound", "outbound"]),
        st.sampled_from(["partner", "web", "event"]),
        st.sampled_from(["JD-1", "jd1", "J D-1", "JD-2", "JD", "j-d", "JD.1"]),
        st.none() | st.integers(0, 2_000_000_000),
        st.sampled_from(["received", "seen", "in_care", "closed", "lost"]),
        st.sampled_from([None, "full", "partial", "none"]),
        st.integers(0, 500),
    ),
    max_size=14,
)


@settings(max_examples=40)
@given(rows=ROWS)
def test_it_is_what_a_naive_computation_gives(practice, doing, rows):
    with database.atomic() as outer:
        insert(doing, rows)
        listed = {one.source: one for one in insights.year(TODAY, TODAY, Settings()).lifetime}
        outer.rollback()
    wanted = [row for row in rows if row[0] == "inbound" and TODAY - timedelta(days=row[6]) >= date(2025, 4, 1)]
    assert set(listed) == ({"", *(row[1] for row in wanted)} if wanted else set())
    for source, one in listed.items():
        mine = [row for row in wanted if source in ("", row[1])]
        people = {row[2].replace(" ", "").replace("-", "").lower() for row in mine}
        money = [row[3] for row in mine if row[3] is not None]
        assert (one.patients, one.referrals) == (len(people), len(mine))
        assert one.revenue_cents == (sum(money) if money else None)
        assert one.completed == sum(row[4] in ("seen", "in_care", "closed") for row in mine)
        assert one.adhered == sum(row[5] == "full" for row in mine)
        assert one.adherence_known == sum(row[5] is not None for row in mine)
        if money:
            assert abs(one.cents_per_patient * len(people) - sum(money)) * 2 <= len(people)
