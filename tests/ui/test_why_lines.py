"""What `w` says of one partner, in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.domain.making import a_partner
from tui_tracker.domain.agreement_card import CardLine
from tui_tracker.domain.reciprocity import reciprocity
from tui_tracker.domain.relationship_facts import RelationshipFacts
from tui_tracker.domain.settings import ReciprocityCounts
from tui_tracker.domain.warmth import Band, Part, Warmth
from tui_tracker.domain.words import Promise
from tui_tracker.widgets.why_lines import give_and_take, promise_words, scaled_words


@pytest.mark.parametrize(
    ("missing", "words"),
    [
        ((), "  of 100"),
        (("momentum",), "  of 100, without momentum"),
        (("a", "b"), "  of 100, without a and b"),
        (("a", "b", "c"), "  of 100, without a, b and c"),
    ],
)
def test_what_the_points_are_out_of(missing: tuple[str, ...], words: str) -> None:
    parts = (Part("cadence", 30, 1.0, ""), *(Part(name, 15, None, "") for name in missing))
    assert scaled_words(Warmth(100, Band.WARM, parts)) == words
    assert scaled_words(Warmth(None, None, parts)) == ""


@pytest.mark.parametrize(
    ("figures", "meaning"),
    [
        ((4, 2, 0), ["for each patient they sent us we sent 0.5", "in balance, as far as these figures tell"]),
        ((4, 0, 2), ["we sent them none of our patients", "in balance, as far as these figures tell"]),
        ((0, 0, 1), ["no referral from them, so nothing to compare with"]),
        (
            (0, 2, 4),
            ["no referral from them, so nothing to compare with", "one-sided: we give, and nothing comes back"],
        ),
    ],
)
def test_nothing_is_in_balance_where_nothing_can_be_compared(figures: tuple[int, int, int], meaning: list[str]) -> None:
    assert give_and_take(reciprocity(*figures, 0, ReciprocityCounts()))[1:] == meaning


def test_the_promises_add_up_to_what_the_warmth_counts() -> None:
    card = (CardLine(Promise.THANK_YOU, 7, False, 4, 3), CardLine(Promise.FINAL_REPORT, 5, True, 2, 2))
    facts = RelationshipFacts(a_partner(), promises_due=7, promises_kept=5)
    assert promise_words(card, facts) == [
        "thank-you within 7 days (our own days): 3 of 4 in time",
        "final report within 5 days: 2 of 2 in time",
        "a word on who was declined or lost: 0 of 1 in time",
    ]
    assert len(promise_words(card, replace(facts, promises_due=6))) == 2
