"""The rules of incidents: what is answered and closed, and after which it can be told whether a partner came back."""

from datetime import date, timedelta

from tui_tracker.domain.insights.care import Opened, came_back, comparable, figures, weeks_around
from tui_tracker.domain.insights.page import Figure

TODAY = date(2026, 3, 16)


def opened(number: int, ago: int, answered_after: int | None = None, closed_after: int | None = None) -> Opened:
    day = TODAY - timedelta(ago)
    answered = None if answered_after is None else day + timedelta(answered_after)
    closed = None if closed_after is None else day + timedelta(closed_after)
    return Opened(number, number, f"Partner {number}", "complaint", day, answered, closed)


def days(one: Opened, *apart: int) -> list[date]:
    return [one.opened_on + timedelta(number) for number in apart]


def test_nothing_is_no_data_but_a_count_is_none() -> None:
    found = figures([], [])
    assert found["incidents"] == Figure("incidents", 0, 0)
    assert {key: one.value for key, one in found.items() if key != "incidents"} == dict.fromkeys(
        ("incidents_answered", "incidents_closed", "days_to_answer", "days_to_close", "recovered")
    )


def test_shares_and_medians_are_of_those_that_came_so_far() -> None:
    found = figures([opened(1, 9, 0, 0), opened(2, 9, 3, 5), opened(3, 9, 8), opened(4, 9)], [])
    assert found["incidents_answered"] == Figure("incidents_answered", 0.75, 4, 3)
    assert found["incidents_closed"] == Figure("incidents_closed", 0.5, 4, 2)
    assert found["days_to_answer"] == Figure("days_to_answer", 3, 3)
    assert found["days_to_close"] == Figure("days_to_close", 2.5, 2)


def test_only_what_is_over_and_had_referrals_before_tells_of_coming_back() -> None:
    over, running, without, fewer, as_many = (
        opened(1, 90),
        opened(2, 89),
        opened(3, 200),
        opened(4, 200),
        opened(5, 200),
    )
    around = {
        1: days(over, -89, 0, 1, 90, 91),
        2: days(running, 0, 1, 2),
        3: days(without, -90, 1, 2),
        4: days(fewer, -1, 0, 1),
        5: days(as_many, 0, 90),
    }
    found = comparable([over, running, without, fewer, as_many], around, TODAY, 90)
    assert [(one.id, known.before, known.after, came_back(known)) for one, known in found] == [
        (1, 2, 2, True),
        (4, 2, 1, False),
        (5, 1, 1, True),
    ]
    assert figures([over, fewer], found)["recovered"] == Figure("recovered", 2 / 3, 3, 2)


def test_weeks_are_summed_from_the_incident_outward_and_cut_ones_left_out() -> None:
    one, other = opened(1, 200), opened(2, 200)
    around = {1: days(one, 0, -6, -7, 1, 7, 8, 84, 85), 2: days(other, -83, -84, -89, 1)}
    labels, numbers = weeks_around(comparable([one, other], around, TODAY, 90), 90)
    assert len(labels) == len(numbers) == 24
    found = dict(zip(labels, numbers, strict=True))
    assert {label: number for label, number in found.items() if number} == {
        "-12": 1,
        "-2": 1,
        "-1": 2,
        "+1": 3,
        "+2": 1,
        "+12": 1,
    }
    assert weeks_around([], 5) == ((), ())
