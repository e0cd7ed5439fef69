"""`tui-tracker gifts`: what only goes with `add` never passes for a look at the list."""

from __future__ import annotations

import pytest

from tests.conftest import TODAY
from tui_tracker.cli import run
from tui_tracker.domain.records import Doing
from tui_tracker.domain.settings import Settings
from tui_tracker.services import gifts, partners


@pytest.mark.parametrize(
    "words",
    [["--amount", "40"], ["--what", "lunch"], ["--day", "yesterday"], ["--confirmed"], ["list", "--amount", "4"]],
)
def test_a_gift_without_the_word_add_is_not_taken_for_a_look(
    words: list[str], sqlite_practice: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["gifts", *words, "--db", sqlite_practice]) == 1

    found = capsys.readouterr()
    assert (found.out, found.err.count("\n")) == ("", 1)
    assert "To note a gift, say add, such as: tui-tracker gifts add" in found.err


def test_no_room_for_entries_does_not_mean_that_there_are_none(
    sqlite_practice: str, doing: Doing, capsys: pytest.CaptureFixture[str]
) -> None:
    lee = partners.add_partner(doing, {"name": "Lee"}).id
    gifts.add_gift(doing, {"partner_ids": [lee], "day": TODAY, "what": "Pie", "amount": 4_000}, Settings())

    assert run(["gifts", "--limit", "0", "--on", TODAY.isoformat(), "--db", sqlite_practice]) == 0

    said = capsys.readouterr().out
    assert "Lee: 40.00 of 535.00, 7 %\nand 1 more; --limit 1 shows all." in said
    assert "Nothing was noted" not in said
