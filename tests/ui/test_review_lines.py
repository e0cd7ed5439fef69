"""How the review's lines read where there is little room."""

import pytest

from tests.domain.making import TODAY
from tui_tracker.domain.records import Touchpoint
from tui_tracker.domain.review import Outcome
from tui_tracker.widgets import review_lines
from tui_tracker.widgets.lines import plain

NOTE = "Thanked for sending KO-11036; the patient walks without a stick and asked us to tell them so, gladly"


def a_touch(note: str) -> Touchpoint:
    return Touchpoint(
        id=1,
        entry_id=1,
        partner_id=7,
        partner_name="Dr. Lee",
        day=TODAY,
        channel="call",
        direction="ours",
        intents=("thank",),
        note=note,
        member_name="Marisol Castellanos",
    )


@pytest.mark.parametrize(
    ("width", "rows"),
    [
        (60, ["+thank Thanked for sending", "KO-11036; the patient walks w…"]),
        (79, ["+thank Thanked for sending KO-11036; the", "patient walks without a stick and asked us t…"]),
        (119, ["the patient walks without a stick and asked", "us to tell them so, gladly"]),
    ],
)
def test_a_note_has_two_rows(width: int, rows: list[str]) -> None:
    heading, *shown = plain(list(review_lines._touches([a_touch(NOTE)], width, TODAY)))
    assert heading == " Last touches"
    assert len(shown) == 2
    assert all(row.endswith(part) for part, row in zip(rows, shown, strict=True)), shown
    assert all(len(row) <= width for row in shown)
    assert len(plain(list(review_lines._touches([a_touch("short")], 79, TODAY)))) == 2


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        (Outcome.DONE, " You have done this one; u takes back what you did last."),
        (Outcome.SNOOZED, " You have put this one off; u takes back what you did last."),
        (Outcome.GONE, " Nothing is due here any more."),
        (None, " Nothing is due here any more."),
    ],
)
def test_an_item_that_one_came_back_to_says_what_became_of_it(outcome: Outcome | None, said: str) -> None:
    assert plain(review_lines.settled_lines("Dr. Lee", outcome)) == [" Dr. Lee", said]
