"""What was agreed beside how we kept it, in exact words."""

from __future__ import annotations

from datetime import date

import pytest

from tests.domain.making import TODAY, an_agreement
from tui_tracker.domain.agreement_card import agreement_card, card_brief, card_summary, card_words, review_words
from tui_tracker.domain.promise_history import Kept
from tui_tracker.domain.records import Agreement
from tui_tracker.domain.settings import PromiseDays
from tui_tracker.domain.words import Promise

INITIAL, THANK = Promise.INITIAL_REPORT, Promise.THANK_YOU


@pytest.mark.parametrize(
    ("agreement", "kept", "lines", "summary"),
    [
        (None, (), [], ""),
        (an_agreement(), (), [], ""),
        (
            None,
            (Kept(INITIAL, 11, 9),),
            ["initial report within 3 days (our own days): 9 of 11 in time"],
            "9 of 11 promises of 365 days kept in time",
        ),
        (
            an_agreement(initial_report_days=5, first_contact_days=0),
            (Kept(INITIAL, 1, 1),),
            ["first contact on the same day: none fell due", "initial report within 5 days: 1 of 1 in time"],
            "1 of 1 promise of 365 days kept in time",
        ),
        (
            an_agreement(thank_you_days=1),
            (Kept(THANK, 4, 3), Kept(INITIAL, 11, 9), Kept(Promise.FEEDBACK, 3, 0)),
            ["thank-you within 1 day: 3 of 4 in time", "initial report within 3 days (our own days): 9 of 11 in time"],
            "12 of 15 promises of 365 days kept in time; initial report 9 of 11",
        ),
        (
            None,
            (Kept(THANK, 4, 4), Kept(INITIAL, 2, 2)),
            [
                "thank-you within 7 days (our own days): 4 of 4 in time",
                "initial report within 3 days (our own days): 2 of 2 in time",
            ],
            "6 of 6 promises of 365 days kept in time",
        ),
    ],
)
def test_what_was_agreed_and_how_we_kept_it(
    agreement: Agreement | None, kept: tuple[Kept, ...], lines: list[str], summary: str
) -> None:
    card = agreement_card(agreement, PromiseDays(), kept)

    assert [card_words(line) for line in card] == lines
    assert card_summary(card, 365) == summary


def test_in_brief_only_what_fell_due_is_named() -> None:
    card = agreement_card(an_agreement(final_report_days=3), PromiseDays(), (Kept(THANK, 4, 3), Kept(INITIAL, 2, 2)))

    assert card_brief(card) == "thank-you 3 of 4 · initial report 2 of 2"


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (None, "no review day"),
        (date(2026, 3, 1), "review due since Mar 1"),
        (TODAY, "review today"),
        (date(2026, 3, 17), "review in 1 day, Mar 17"),
        (date(2026, 4, 15), "review in 30 days, Apr 15"),
        (date(2026, 4, 16), "review Apr 16"),
        (date(2027, 1, 5), "review Jan 5, 2027"),
    ],
)
def test_when_it_is_looked_at_again(day: date | None, words: str) -> None:
    assert review_words(day, TODAY) == words
