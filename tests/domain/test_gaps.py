"""Targets held against who is active: a table of inputs, and the exact answer."""

from datetime import date, timedelta

import pytest

from tests.domain.making import TODAY
from tui_tracker.domain.gaps import Gap, Present, Target, gaps


def ago(number: int) -> date:
    return TODAY - timedelta(number)


def someone(stage: str = "referring", last: int | None = 10, specialty: str = "Cardiology", area: str = "") -> Present:
    return Present(specialty, area, stage, None if last is None else ago(last))


@pytest.mark.parametrize(
    ("there", "active", "coming", "since", "covered"),
    [
        ([], 0, 0, None, False),
        ([someone()], 1, 0, None, False),
        ([someone(last=179)], 1, 0, None, False),
        ([someone(last=180)], 0, 0, 0, False),
        ([someone(last=200), someone(last=300)], 0, 0, 20, False),
        ([someone("dormant", 10), someone("parted", 10)], 1, 0, None, False),
        ([someone("parted", 200), someone("dormant", None)], 0, 0, None, False),
        ([someone("prospect", None), someone("building", 200)], 0, 2, 20, False),
        ([someone("prospect", None), someone("connected", None), someone("building", None)], 0, 3, None, True),
        ([someone("building"), someone("prospect", None), someone("connected", None)], 1, 2, None, True),
        ([someone(specialty="CARDIOLOGY", area="Wherever"), someone(specialty="Cardiac surgery")], 1, 0, None, False),
    ],
)
def test_who_counts_where_three_are_wanted_anywhere(
    there: list[Present], active: int, coming: int, since: int | None, covered: bool
) -> None:
    (gap,) = gaps([Target("cardiology", "", 3)], there, 180, TODAY)
    assert gap == Gap("cardiology", "", 3, active, coming, None if since is None else ago(since))
    assert (gap.missing, gap.covered) == (3 - active, covered)


def test_partners_who_are_alike_may_be_counted_together() -> None:
    alike = [someone()._replace(number=2), someone("prospect", None)._replace(number=3)]
    alike += [someone("building", 200)._replace(number=4), someone("parted", 10)._replace(number=5)]
    (gap,) = gaps([Target("cardiology", "", 20)], alike, 180, TODAY)
    assert (gap.active, gap.coming, gap.since) == (2, 7, ago(20))


def test_an_area_is_compared_folded_and_a_target_that_is_met_is_no_gap() -> None:
    targets = [Target("Cardiology", "North  Side", 1), Target("Cardiology", "Süd", 1)]
    there = [someone(area="north side"), someone(area="SUD", last=400), someone(area="")]
    (gap,) = gaps(targets, there, 180, TODAY)
    assert (gap.name, gap.key, gap.active) == ("Cardiology, Süd", "gap:cardiology|sud", 0)


def test_one_target_written_twice_is_one_gap_whatever_their_order() -> None:
    twice = [Target("Cardiology", "", 2), Target("CARDIOLOGY", "", 4)]
    assert gaps(twice, [], 180, TODAY) == gaps(twice[::-1], [], 180, TODAY) == (Gap("CARDIOLOGY", "", 4, 0, 0),)


def test_without_targets_there_are_no_gaps() -> None:
    assert gaps([], [someone()], 180, TODAY) == ()
