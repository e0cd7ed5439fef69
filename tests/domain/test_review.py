"""The morning review as a state machine: nothing is passed over, and every step can be taken back."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_tracker.domain.review import (
    LONGEST_STEP,
    Deed,
    Outcome,
    Review,
    back,
    begin,
    go_to,
    headline,
    newcomers,
    noted,
    redone,
    reopened,
    settled,
    skipped,
    spent,
    time_words,
    undone,
)

DAY = date(2026, 3, 16)
W, D, P, Z, S, G = (Outcome(word) for word in ("waiting", "done", "partly", "snoozed", "skipped", "gone"))


def standing(review: Review) -> tuple[str | None, tuple[Outcome, ...]]:
    return review.key, review.outcomes


@pytest.mark.parametrize(
    ("at", "order"),
    [(None, "abcd"), ("a", "abcd"), ("c", "cdab"), ("x", "xabcd")],
)
def test_it_starts_where_the_cursor_is_and_what_stood_before_comes_last(at: str | None, order: str) -> None:
    assert begin(DAY, "abcd", at).keys == tuple(order)
    assert begin(DAY, "abcd", at).key == order[0]


def test_item_after_item_to_the_end() -> None:
    review = begin(DAY, "abc")
    review = settled(noted(review, [Deed("a", "line 1", 7)]), D)
    assert standing(review) == ("b", (D, W, W))
    review = settled(noted(review, [Deed("b", "", 8, snoozed=True)]), Z)
    review = skipped(review)
    assert standing(review) == (None, (D, Z, S))
    assert review.over
    assert (review.number(D), review.number(S)) == (1, 1)


def test_what_is_left_with_a_partner_keeps_the_item_in_front_and_is_not_counted_as_all_done() -> None:
    review = noted(begin(DAY, "ab"), [Deed("a", "line 1", 7)])
    assert review.key == "a"
    assert review.lines_done("a") == {"line 1"}
    assert standing(skipped(review)) == ("b", (P, W))


def test_back_goes_past_what_others_settled_and_forward_to_what_waits() -> None:
    review = settled(settled(settled(begin(DAY, "abcd"), D), G), S)
    assert review.key == "d"
    assert back(review).key == "c"
    assert back(back(review)).key == "a"
    assert back(back(back(review))).key == "a"
    assert standing(skipped(back(back(review)))) == ("d", (D, G, S, W)), "what was done stays done"
    assert settled(back(settled(review, D)), D).over


def test_undo_takes_back_the_last_thing_and_goes_to_its_item() -> None:
    review = settled(noted(begin(DAY, "abc"), [Deed("a", "1", 7)]), D)
    review = skipped(settled(noted(review, [Deed("b", "2", 8)]), D))
    once = undone(review)
    assert standing(once) == ("b", (D, W, S))
    assert once.deeds == (Deed("a", "1", 7),)
    twice = undone(once)
    assert standing(twice) == ("a", (W, W, S))
    assert undone(twice) == twice, "there is nothing more to take back"
    again = redone(twice)
    assert (again.key, again.deeds, again.undone) == ("a", (Deed("a", "1", 7),), (Deed("b", "2", 8),))
    assert noted(again, [Deed("a", "3", 9)]).undone == ()


def test_an_item_that_was_not_in_it_is_put_in_where_it_stands() -> None:
    review = settled(begin(DAY, "abc"), D)
    assert standing(go_to(review, "x")) == ("x", (D, W, W, W))
    assert go_to(review, "c").key == "c"


def test_what_came_up_meanwhile_is_told_apart_from_what_stood_next_in_line() -> None:
    assert newcomers(begin(DAY, "ab", next_keys="cd"), "bcxy") == ("x", "y")


def test_what_was_taken_back_elsewhere_waits_again_in_its_turn() -> None:
    review = settled(noted(begin(DAY, "abc"), [Deed("a", "1", 7)]), D)
    review = settled(noted(review, [Deed("b", "2", 8)]), D)
    again = reopened(review, {7})
    assert standing(again) == ("c", (W, D, W))
    assert again.deeds == (Deed("b", "2", 8),)
    assert skipped(again).key == "a"
    assert reopened(review, ()) == review


def test_what_today_says_of_it() -> None:
    review = settled(noted(begin(DAY, "ab"), [Deed("a", "1", 7)]), D)
    assert headline(review, 3) == "review at 2 of 2: enter goes on"
    assert headline(spent(skipped(review), 200), 3) == (
        "Done for today in 3 minutes: 1 done · 1 skipped; tomorrow brings 3 partners"
    )


def test_a_review_of_nothing_is_over() -> None:
    empty = begin(DAY, ())
    assert empty.over
    assert [step(empty) for step in (back, skipped, undone, redone)] == [empty] * 4
    assert settled(empty, D) == empty


def test_the_time_that_it_took() -> None:
    review = spent(spent(begin(DAY, "a"), 30.5), 40)
    assert review.seconds == 70.5
    assert spent(review, 100_000).seconds == 70.5 + LONGEST_STEP, "whoever was called away did not work on it"
    assert spent(review, -5).seconds == 70.5
    words = [time_words(seconds) for seconds in (0, 59, 60, 90, 300, 3900)]
    assert words == ["under a minute", "under a minute", "1 minute", "2 minutes", "5 minutes", "1 h 5 min"]


STEPS = st.lists(st.sampled_from(["do", "snooze", "skip", "back", "undo", "redo", "gone"]), max_size=30)


@given(STEPS)
def test_whatever_is_pressed_no_item_is_lost_and_the_end_has_none_that_waits(steps: list[str]) -> None:
    review = begin(DAY, "abcde", "c")
    for number, step in enumerate(steps):
        key = review.key
        if step in ("do", "snooze") and key is not None:
            put_off = step == "snooze"
            review = settled(noted(review, [Deed(key, "", number, snoozed=put_off)]), Z if put_off else D)
        elif step == "gone":
            review = settled(review, G)
        else:
            review = {"skip": skipped, "back": back, "undo": undone, "redo": redone}.get(step, skipped)(review)
        assert sorted(review.keys) == list("abcde")
        assert len(review.outcomes) == 5
        assert not (review.over and W in review.outcomes)
    for _ in range(10):
        review = skipped(review)
    assert review.over
