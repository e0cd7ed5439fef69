"""A list printed as JSON one item at a time, so that it may be as long as it likes."""

import json
import sys
from collections.abc import Iterable
from typing import Any

from tui_tracker.cli.plain_output import is_plain
from tui_tracker.cli.shell import to_plain


def say_json_items(items: Iterable[Any]) -> None:
    """Print records as `shell.say_json` prints a list of them."""
    plain, comma = is_plain(), ""
    sys.stdout.write("[")
    for item in items:
        text = json.dumps([to_plain(item)], ensure_ascii=plain, indent=2)
        sys.stdout.write(comma + text[1:-2])  # without the brackets and the last end of line
        comma = ","
    sys.stdout.write("\n]\n" if comma else "]\n")
