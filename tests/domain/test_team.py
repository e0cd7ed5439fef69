"""Who of the team somebody is."""

import pytest

from tui_tracker.domain.records import Member
from tui_tracker.domain.team import member_named

LEFT, ANN, BEA = (
    Member(1, "ann lee", "liaison", False),
    Member(3, "Ann Lee", "liaison", True),
    Member(2, "Bea", "manager", True),
)


@pytest.mark.parametrize(
    ("who", "found"),
    [("Ann Lee", ANN), ("ANN  lee", ANN), ("ann lee", ANN), ("Ann", None), ("béa", BEA), ("", None)],
)
def test_who_is_with_us_comes_before_who_left_whatever_the_order(who: str, found: Member | None) -> None:
    assert member_named(who, [LEFT, BEA, ANN]) == member_named(who, [ANN, LEFT, BEA]) == found


def test_who_left_is_still_somebody() -> None:
    assert member_named("Ann Lee", [BEA, LEFT]) == LEFT
