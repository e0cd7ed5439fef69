"""The person's own keys, and that every key can be found in the docs."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ui.conftest import Driven, screen_text, settle
from tui_tracker.app import TuiTracker
from tui_tracker.config import Config
from tui_tracker.domain.errors import Refused
from tui_tracker.keymap import all_bindings, check_keys

DOCS = Path(__file__).parents[2] / "docs" / "keys.md"


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ({"fly": "f"}, "fly is not an action"),
        ({"quick_log": "ctrl+nothing"}, "is not a key"),
        ({"quick_log": "ll"}, "is not a key"),
        ({"quick_log": ""}, "is not a key"),
        ({"quick_log": "q"}, "would share the key q"),
        ({"today.thank": "s"}, "would share the key s"),
    ],
)
def test_keys_that_cannot_be_are_refused(keys: dict[str, str], words: str) -> None:
    with pytest.raises(Refused, match=words):
        check_keys(keys, TuiTracker)


def test_keys_that_can_be_are_taken() -> None:
    check_keys({"quick_log": "l", "today.thank": "ctrl+t,f5", "undo": "ctrl+u", "list.down": "j"}, TuiTracker)
    check_keys({"quick_log": "u", "undo": "o"}, TuiTracker)


async def test_a_key_of_ones_own_works_and_is_shown(sqlite_practice: str, drive: Driven) -> None:
    async with drive(sqlite_practice, config=Config(keys={"help": "f1", "history": "9"})) as pilot:
        await pilot.press("9")
        await settle(pilot)
        assert pilot.app.current_mode == "history"
        await pilot.press("f1")
        await settle(pilot)
        shown = screen_text(pilot.app)  # type: ignore[arg-type]
        assert "Keys that work here" in shown


def test_the_docs_list_every_action_with_its_key() -> None:
    listed = DOCS.read_text("utf-8")

    missing = [name for name in all_bindings(TuiTracker) if f"`{name}`" not in listed]

    assert not missing, f"docs/keys.md lacks {missing}; run python -m tests.ui.test_keys > docs/keys.md"


def page() -> str:
    """docs/keys.md, from the bindings themselves."""
    lines = [
        "# Keys",
        "",
        "Every action, the key that it has, and the id under which `[keys]` in the [settings](settings.md) gives it "
        "another.",
        "`?` in the program lists those that work where you are.",
        "",
    ]
    groups: dict[str, list[str]] = {}
    for name, (owner, binding) in all_bindings(TuiTracker).items():
        keys = " ".join(f"`{one.strip()}`" for one in binding.key.split(","))
        groups.setdefault(owner, []).append(f"| {keys} | {binding.tooltip or binding.description} | `{name}` |")
    titles = {"TuiTracker": "Everywhere", "WindowList": "In a list"}
    for owner, rows in groups.items():
        title = titles.get(owner, owner.removesuffix("Screen"))
        lines += [f"## {title}", "", "| Key | Does | Id |", "|---|---|---|", *rows, ""]
    return "\n".join(lines).rstrip() + "\n"


if __name__ == "__main__":
    print(page(), end="")  # noqa: T201
