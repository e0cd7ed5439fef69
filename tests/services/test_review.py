"""What the review reads on either engine, and the small file in which it is kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from tests.conftest import TODAY
from tui_tracker.domain.records import Doing
from tui_tracker.domain.review import Deed, Outcome, begin, noted, settled, spent
from tui_tracker.domain.settings import Settings
from tui_tracker.services import follow_ups, history, incidents, partners, review, snoozes
from tui_tracker.services.kept_reviews import KeptReviews
from tui_tracker.services.touchpoints import thank

SETTINGS = Settings()


def test_an_item_is_shown_as_it_stands_now(practice: str, doing: Doing) -> None:
    lee = partners.add_partner(doing, {"name": "Ann Lee, MD", "stage": "referring"}).id
    incident = incidents.open_incident(doing, lee, "complaint", TODAY, "Waited.")
    follow_ups.add_follow_up(doing, lee, TODAY, "call")
    key = f"partner:{lee}"
    page = review.page(key, TODAY, SETTINGS, (), None)
    assert page is not None
    assert [line.kind for line in page.lines] == ["incident", "follow_up"]
    assert page.dated
    assert page.relationship is not None

    snoozes.snooze(doing, page.lines[1].key, TODAY + timedelta(1))
    marked = review.mark()
    thank(doing, lee, TODAY)
    [change] = review.done_since("Ann", marked)
    assert review.done_since("Bob", marked) == ()
    page = review.page(key, TODAY, SETTINGS, (), None)
    assert page is not None
    assert [line.kind for line in page.lines] == ["incident"], "what is snoozed is not asked for"
    assert [one.channel for one in page.touches] == ["card"]
    assert review.page(key, TODAY, SETTINGS, {page.lead.key}, None) is None

    state = settled(noted(begin(TODAY, [key]), [Deed(key, "", change)]), Outcome.DONE)
    assert [label for _, label in review.end(state, TODAY, SETTINGS, None).done] == ["Thanked Ann Lee, MD by card"]
    assert review.taken_back(state) == set()
    history.undo(doing, change)
    assert review.taken_back(state) == {change}
    assert review.end(state, TODAY, SETTINGS, None).done == ()
    assert review.take_back(doing, change) == "Thanked Ann Lee, MD by card", "it is taken back already"
    incidents.answer_incident(doing, incident, TODAY, "Called.", "")
    assert review.page(key, TODAY, SETTINGS, (), None) is None
    assert review.page("partner:999", TODAY, SETTINGS, (), None) is None


def test_a_review_is_kept_by_day_and_by_whose_agenda_it_is(tmp_path: Path) -> None:
    state = spent(settled(noted(begin(TODAY, "ab", next_keys="c"), [Deed("a", "x", 7, snoozed=True)]), Outcome.DONE), 9)
    kept = KeptReviews(tmp_path, "p")
    kept.keep(state, None)
    assert kept.flush()
    assert KeptReviews(tmp_path, "p").load(TODAY, None) == state
    assert kept.load(TODAY, 1) is None
    assert kept.load(TODAY + timedelta(1), None) is None
    assert KeptReviews(tmp_path, "another").load(TODAY, None) is None


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text[:30],
        lambda text: text.replace('"done"', '"undreamt"'),
        lambda text: text.replace('"keys": ["a", "b"]', '"keys": ["a"]'),
        lambda text: text.replace('"deeds": []', '"deeds": [[1]]'),
        lambda text: text.replace('"deeds": []', f'"deeds": [["a", "", {10**30}, false]]'),
        lambda text: text.replace('"place": 1', '"place": 1e999'),
        lambda text: text.replace('"seconds": 0.0', '"seconds": Infinity'),
        lambda text: text.replace('"seconds": 0.0', '"seconds": NaN'),
        lambda text: text.replace('"keys": ["a", "b"]', '"keys": "ab"'),
        lambda text: text.replace('"keys": ["a", "b"]', '"keys": [1, 2]'),
        lambda text: text.replace('"a"', '"partner:\\u00b2"'),
        lambda text: text.replace('"a"', '"partner:%s"' % ("9" * 30)),
        lambda _: "[]",
    ],
)
def test_a_file_that_does_not_hold_a_review_counts_as_none(tmp_path: Path, spoil: Callable[[str], str]) -> None:
    kept = KeptReviews(tmp_path, "p")
    kept.keep(settled(begin(TODAY, "ab"), Outcome.DONE), None)
    kept.flush()
    [file] = tmp_path.glob("review-*.json")
    file.write_text(spoil(file.read_text("ascii")), "ascii")
    assert kept.load(TODAY, None) is None
