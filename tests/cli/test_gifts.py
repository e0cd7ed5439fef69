"""`tui-tracker gifts`: what only goes with `add` never passes for a look at the list."""

from __future__ import annotations

import pytest

from tui_tracker.cli import run


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
