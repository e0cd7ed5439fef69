"""The first and the last day that each rule about relationships counts, as the queries see them, on both engines."""

from datetime import date, timedelta

import pytest

from tests.conftest import TODAY
from tui_tracker.domain.records import Doing
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.words import ASK_BIT, GIVE_BIT
from tui_tracker.services import agenda
from tui_tracker.storage import models
from tui_tracker.storage.journal import Unit, changing


def ago(number: int) -> date:
    return TODAY - timedelta(number)


def a_partner(unit: Unit, inbound: list[int], touches: list[tuple[int, int]]) -> int:
    """Somebody who sent so many days ago, and with whom we were in touch then, with intents as bits."""
    partner = unit.insert(models.Partner, name="Dr. Lee", search="dr. lee", stage="partner", added_on=ago(2000))
    ways = ["call", "visit", "meal"]
    unit.insert_many(
        models.Referral,
        [
            {"partner": partner, "patient_ref": f"P{n}", "stage": "closed", "stage_on": ago(day), "day": ago(day)}
            | {"closed_on": ago(day), "settled": True}
            for n, day in enumerate(inbound)
        ],
    )
    unit.insert_many(
        models.Touchpoint,
        [
            {"partner": partner, "day": ago(day), "intents": bits, "channel": ways[n % 3]}
            for n, (day, bits) in enumerate(touches)
        ],
    )
    return partner


SIX = [(day, 1) for day in (3, 30, 60, 400, 401, 402)]
LONG = list(range(95, 455, 9))


@pytest.mark.parametrize(
    ("inbound", "touches", "kind", "begins"),
    [
        ([], [*SIX, (180, GIVE_BIT)], "ready_to_ask", "in touch on 7 days, not asked yet"),
        ([], [*SIX, (181, GIVE_BIT)], "ready_to_ask", None),
        ([], [*SIX, (3, GIVE_BIT)], "ready_to_ask", None),
        ([], [*SIX, (180, GIVE_BIT), (91, ASK_BIT)], "ready_to_ask", "in touch on 8 days, last asked Dec 15, 2025"),
        ([], [*SIX, (180, GIVE_BIT), (90, ASK_BIT)], "ready_to_ask", None),
        ([0, 9, 364], [], "we_owe", "3 referrals from them in 365 days, nothing given"),
        ([0, 9, 365], [], "we_owe", None),
        ([0, 9, 364, 200], [(364, GIVE_BIT)], "we_owe", "4 referrals from them in 365 days, 1 give in return"),
        ([0, 9, 364], [(364, GIVE_BIT)], "we_owe", None),
        ([0, 9, 364], [(365, GIVE_BIT)], "we_owe", "3 referrals from them in 365 days, nothing given"),
        ([*LONG, 89], [], "sending_less", "1 in 90 days;"),
        ([*LONG, 90], [], "sending_less", "0 in 90 days;"),
        ([*LONG, 90, 454, 455, 900], [], "sending_less", "0 in 90 days; 10.4 were"),
    ],
)
def test_the_first_and_the_last_day_that_count(
    practice: str, doing: Doing, inbound: list[int], touches: list[tuple[int, int]], kind: str, begins: str | None
) -> None:
    with changing(doing, "Made a partner") as unit:
        partner = a_partner(unit, inbound, touches)
    lines = {line.kind.value: line.why for line in agenda.open_with(partner, TODAY, Settings())}
    if begins is None:
        assert kind not in lines
    else:
        assert lines[kind].startswith(begins)
    found = agenda.todays_agenda(TODAY, Settings()).items
    assert [line.why for item in found for line in item.lines if line.kind == kind] == [
        why for one, why in lines.items() if one == kind
    ]
