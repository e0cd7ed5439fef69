"""What is typed, as keys: an escape and what comes soon after it."""

from __future__ import annotations

import pytest
from textual._xterm_parser import XTermParser
from textual.events import Key

from tui_tracker.terminal import Keys


def typed(*texts: str) -> list[str]:
    """The keys that texts are, read one after the other, and a while after the last of them."""
    parser = XTermParser()
    keys = Keys(parser)
    found = [event for text in texts for event in keys.feed(text)]
    if keys.are_held:
        parser._timeout_time = 0.0
        found += keys.tick()
    assert not keys.are_held
    return [event.key for event in found if isinstance(event, Key)]


@pytest.mark.parametrize(
    ("sign", "name"), [(":", "colon"), ("/", "slash"), ("?", "question_mark"), (" ", "space"), ("+", "plus")]
)
def test_an_escape_and_a_sign_soon_after_it_are_two_keys(sign: str, name: str) -> None:
    assert typed("\x1b", sign) == ["escape", name]
    assert typed(f"\x1b{sign}") == ["escape", name]
    assert typed("\x1b", sign, "a") == ["escape", name, "a"]


@pytest.mark.parametrize(("sign", "name"), [("5", "5"), ("-", "minus"), ("=", "equals_sign"), ("\r", "enter")])
def test_an_escape_is_not_lost_before_a_digit_or_enter(sign: str, name: str) -> None:
    assert typed("\x1b", sign) == ["escape", name]
    assert typed(f"j\x1b{sign}k") == ["j", "escape", name, "k"]
    assert typed(f"\x1b\x1b{sign}") == ["escape", "escape", name]


def test_an_escape_and_a_letter_by_which_a_mac_goes_by_words() -> None:
    assert typed("\x1bb", "\x1b", "f") == ["alt+b", "alt+f"], "which the app takes apart, or hands to a field"
    assert typed("\x1b\x1bb") == ["escape", "alt+b"]
    assert typed("\x1b[1;5D", "\x1b[1;5C") == ["ctrl+left", "ctrl+right"]


def test_other_keys_are_as_they_were() -> None:
    assert typed("/", ":a^") == ["slash", "colon", "a", "circumflex_accent"]
    assert typed("\x1b[A", "\x1b", "[B") == ["up", "down"]
    assert typed("\x1b[A[") == ["up", "left_square_bracket"]
    assert typed("\x1b") == ["escape"]
    assert typed("\x1b", "e") == ["alt+e"], "which the app takes apart"
    assert typed("\x1b", "E") == ["alt+shift+e"]
