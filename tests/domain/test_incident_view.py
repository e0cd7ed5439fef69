"""How referrals go on after a difficult situation: counts, fair comparison, words."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_tracker.domain.incident_view import GUIDANCE, reach, recovery, recovery_figures, recovery_words
from tui_tracker.domain.text import count
from tui_tracker.domain.words import IncidentKind

OPENED = date(2026, 3, 1)


def on(*apart: int) -> list[date]:
    return [OPENED + timedelta(one) for one in apart]


@pytest.mark.parametrize(
    ("apart", "passed", "before", "after", "figures", "words"),
    [
        ((), 0, 0, 0, "0 before, 0 after so far (0 of 90 days)", "what comes after is counted from tomorrow on"),
        (
            (0, -89, -90, 1),
            0,
            2,
            0,
            "2 before, 0 after so far (0 of 90 days)",
            "what comes after is counted from tomorrow on",
        ),
        (
            (*[-5] * 9, 1, 20, 41, 42),
            41,
            9,
            3,
            "9 before, 3 after so far (41 of 90 days)",
            "3 in the 41 days since (41 of 90); at the earlier rate it would be 4.1",
        ),
        (
            (*[-5] * 9, *[3] * 5),
            41,
            9,
            5,
            "9 before, 5 after so far (41 of 90 days)",
            "5 in the 41 days since (41 of 90); at the earlier rate it would be 4.1: as many as before",
        ),
        (
            (-5, -6),
            41,
            2,
            0,
            "2 before, 0 after so far (41 of 90 days)",
            "0 in the 41 days since (41 of 90); at the earlier rate it would be 0.9: too early to tell",
        ),
        (
            (-5, 90, 91),
            400,
            1,
            1,
            "1 before, 1 after",
            "1 in the 90 days since; at the earlier rate it would be 1.0: as many as before",
        ),
        (
            (2, 3),
            90,
            0,
            2,
            "0 before, 2 after",
            "2 in the 90 days since; none came before, so there is no rate to compare with",
        ),
        (
            (),
            1,
            0,
            0,
            "0 before, 0 after so far (1 of 90 days)",
            "0 in the 1 day since (1 of 90); none came before or since",
        ),
    ],
)
def test_before_and_after(
    apart: tuple[int, ...], passed: int, before: int, after: int, figures: str, words: str
) -> None:
    found = recovery(OPENED, on(*apart), OPENED + timedelta(passed), 90)

    assert (found.before, found.after, found.passed) == (before, after, min(90, passed))
    assert recovery_figures(found) == figures
    assert recovery_words(found) == f"{count(before, 'referral')} in the 90 days before; {words}."


def test_weeks_count_from_the_incident_outward_in_the_order_of_the_calendar() -> None:
    found = recovery(OPENED, on(-89, -84, -7, -6, 0, 0, 1, 7, 8), OPENED + timedelta(9), 90)

    assert found.weeks_before == (2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 3)
    assert found.weeks_after == (2, 1), "the second week has begun"


@given(st.lists(st.integers(-200, 200)), st.integers(-5, 200), st.integers(0, 120))
def test_nothing_is_counted_twice_and_nothing_out_of_reach(apart: list[int], passed: int, span: int) -> None:
    found = recovery(OPENED, on(*apart), OPENED + timedelta(passed), span)
    first, last = reach(OPENED, max(1, span))

    assert found.before == sum(first <= day <= OPENED for day in on(*apart)) == sum(found.weeks_before)
    assert found.after == sum(OPENED < day <= min(last, OPENED + timedelta(passed)) for day in on(*apart))
    assert found.after == sum(found.weeks_after)


def test_every_kind_has_a_sentence_that_helps() -> None:
    assert set(GUIDANCE) == set(IncidentKind)
    assert all(text.endswith(".") and len(text) < 120 for text in GUIDANCE.values())
