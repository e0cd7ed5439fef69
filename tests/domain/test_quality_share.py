"""How good a partner's referrals were: which count, the share, and the lower end of the Wilson interval."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_tracker.domain.quality_share import Marks, QualityShare, is_good, quality_share, wilson_lower


@pytest.mark.parametrize(
    ("marks", "good"),
    [
        (("yes", "full", "goal_met"), True),
        (("yes", "partial", "improved"), True),
        (("yes", "none", "goal_met"), False),
        (("partly", "full", "goal_met"), False),
        (("no", None, None), False),
        (("yes", "full", "unchanged"), False),
        (("yes", "full", "worse"), False),
        ((None, None, "worse"), False),
        ((None, "none", None), False),
        (("yes", "full", None), None),
        (("yes", None, "goal_met"), None),
        ((None, "full", "goal_met"), None),
        ((None, None, None), None),
    ],
)
def test_what_is_good_and_what_is_not_known(marks: Marks, good: bool | None) -> None:
    assert is_good(marks) is good


@pytest.mark.parametrize(
    ("good", "known", "lowest"),
    # The lower ends as R's prop.test(good, known, correct = FALSE) gives them.
    [
        (5, 5, 0.5655),
        (45, 50, 0.7864),
        (0, 5, 0.0),
        (1, 1, 0.2065),
        (1, 2, 0.0945),
        (16, 22, 0.5185),
        (90, 100, 0.8256),
    ],
)
def test_the_lower_end_of_the_interval(good: int, known: int, lowest: float) -> None:
    assert wilson_lower(good, known) == pytest.approx(lowest, abs=0.0001)


def test_five_of_five_does_not_beat_forty_five_of_fifty_by_luck() -> None:
    few = quality_share([(("yes", "full", "goal_met"), 5)])
    many = quality_share([(("yes", "full", "goal_met"), 45), (("yes", "full", "worse"), 5)])
    assert few is not None
    assert many is not None
    assert few.share > many.share
    assert few.lowest < many.lowest


def test_what_is_unknown_counts_nowhere() -> None:
    counted: list[tuple[Marks, int]] = [
        (("yes", "full", "improved"), 3),
        (("no", None, None), 1),
        (("yes", None, None), 9),
    ]
    assert quality_share(counted) == QualityShare(3, 4, wilson_lower(3, 4))
    assert quality_share([(("yes", None, None), 9)]) is None
    assert quality_share([]) is None


@given(known=st.integers(1, 400), data=st.data())
def test_the_lower_end_is_a_share_below_the_share_itself(known: int, data: st.DataObject) -> None:
    good = data.draw(st.integers(0, known))
    assert 0 <= wilson_lower(good, known) <= good / known
