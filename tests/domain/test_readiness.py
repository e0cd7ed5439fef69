"""Whether we may ask, as a table of facts and every condition in its words (RULES sections 5 and 6)."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.making import TODAY, a_partner
from tui_tracker.domain.readiness import Readiness, readiness
from tui_tracker.domain.relationship_facts import RelationshipFacts
from tui_tracker.domain.settings import AskDays, Settings

SETTINGS = Settings()
READY: dict[str, Any] = {
    "touch_days": 9,
    "channels": frozenset({"call", "visit", "email"}),
    "intents": frozenset({"connect", "give"}),
    "last_give": date(2026, 2, 3),
}


def ago(number: int) -> date:
    return TODAY - timedelta(number)


def asked(settings: Settings = SETTINGS, **known: Any) -> Readiness:
    return readiness(RelationshipFacts(**{"partner": a_partner(), **READY, **known}), settings, TODAY)


def test_all_conditions_are_listed_and_met() -> None:
    found = asked()
    assert found.ready
    assert found.missing == ()
    assert [(one.met, one.text) for one in found.conditions] == [
        (True, "in touch on 9 days; 7 wanted"),
        (True, "3 channels and 2 intents used; 3 of either wanted"),
        (True, "last give Feb 3"),
        (True, "no report to them is late"),
        (True, "no incident is open"),
        (True, "not asked yet"),
        (True, "we have not parted"),
    ]


@pytest.mark.parametrize(
    ("known", "missing"),
    [
        (
            {"touch_days": 0, "last_give": None},
            ["not in touch yet; 7 wanted", "no give yet; one within 180 days wanted"],
        ),
        ({"touch_days": 1}, ["in touch on 1 day so far; 7 wanted"]),
        ({"touch_days": 6}, ["in touch on 6 days so far; 7 wanted"]),
        ({"touch_days": 7}, []),
        ({"channels": frozenset(), "intents": frozenset()}, ["no channel and no intent so far; 3 of either wanted"]),
        ({"channels": frozenset({"call"})}, ["1 channel and 2 intents so far; 3 of either wanted"]),
        ({"channels": frozenset({"call"}), "intents": frozenset({"give", "ask", "thank"})}, []),
        ({"last_give": ago(180)}, []),
        ({"last_give": ago(181)}, ["no give since Sep 16, 2025; one within 180 days wanted"]),
        ({"last_give": None}, ["no give yet; one within 180 days wanted"]),
        ({"reports_overdue": 1}, ["1 report to them is late"]),
        ({"reports_overdue": 3}, ["3 reports to them are late"]),
        ({"open_incidents": 1}, ["1 incident is open"]),
        ({"open_incidents": 2}, ["2 incidents are open"]),
        ({"last_ask": ago(0)}, ["last asked Mar 16; again from Jun 15 on"]),
        ({"last_ask": ago(90)}, ["last asked Dec 16, 2025; again from Mar 17 on"]),
        ({"last_ask": ago(91)}, []),
        ({"partner": a_partner(stage="parted")}, ["we have parted"]),
        ({"partner": a_partner(stage="dormant")}, []),
        ({"partner": a_partner(archived_on=ago(3))}, ["they are in the archive"]),
    ],
)
def test_what_stands_in_the_way(known: dict[str, Any], missing: list[str]) -> None:
    found = asked(**known)
    assert list(found.missing) == missing
    assert found.ready == (not missing)
    assert len(found.conditions) == 7


def test_the_numbers_are_settings() -> None:
    settings = replace(SETTINGS, touches_wanted=1, ask=AskDays(give_within=1, asked_within=10, kinds=4))
    assert asked(settings, touch_days=1, last_ask=ago(11)).missing == (
        "3 channels and 2 intents so far; 4 of either wanted",
        "no give since Feb 3; one within 1 day wanted",
    )


@given(
    st.integers(0, 9),
    st.none() | st.integers(0, 400).map(ago),
    st.none() | st.integers(0, 400).map(ago),
    st.integers(0, 2),
    st.integers(0, 2),
)
def test_a_give_never_takes_readiness_away(
    touches: int, give: date | None, ask: date | None, late: int, open_: int
) -> None:
    known: dict[str, Any] = {"last_ask": ask, "reports_overdue": late, "open_incidents": open_}
    before = asked(**known, touch_days=touches, last_give=give)
    after = asked(**known, touch_days=touches + 1, last_give=TODAY)
    assert all(new.met for old, new in zip(before.conditions, after.conditions, strict=True) if old.met)
    assert after.conditions[2].met
