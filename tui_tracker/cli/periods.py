"""What `stats` and `report` share: what part of the practice is measured, and how wide their text is."""

from __future__ import annotations

import argparse
import re
import shutil
import sys
from typing import TYPE_CHECKING

from tui_tracker.cli.shell import Shell
from tui_tracker.domain.errors import Refused
from tui_tracker.domain.text import clean_line

if TYPE_CHECKING:
    from tui_tracker.domain.insights.lens import Lens

_OPTIONS = {
    "member": ("NAME", "only the partners whom this member looks after"),
    "specialty": ("WORDS", "only partners of this specialty; - is those of none"),
    "area": ("WORDS", "only partners of this area; - is those of none"),
    "payer": ("NAME", "only referrals that this payer pays for"),
    "channel": ("CHANNEL", "only referrals that came this way: partner, web, advert, …"),
}
_MAY_BE_NONE = ("specialty", "area")
_TYPED = {"channel": "by"}
_WRITTEN = re.compile(r"\b(member|specialty|area|payer|by):(?=\S)")
_WIDTH, _WIDEST = 80, 100
_QUOTES = str.maketrans(dict.fromkeys('"“”', " "))


def lens_arguments(parser: argparse.ArgumentParser) -> None:
    """The options that narrow what is measured; several together narrow more."""
    for name, (value, summary) in _OPTIONS.items():
        parser.add_argument(f"--{name}", metavar=value, help=summary)


def lens_of(args: argparse.Namespace, shell: Shell) -> Lens:
    """What part of the practice is asked for. Raises Refused, with what there is, for a name that fits none or several.

    The practice must be open.
    """
    from tui_tracker.domain.insights.lens import EVERYTHING
    from tui_tracker.services.insights.lenses import read_lens

    said = {name: getattr(args, name) for name in _OPTIONS if getattr(args, name) is not None}
    if not said:
        return EVERYTHING
    if blank := next((name for name, value in said.items() if not clean_line(value)), None):
        none = ", write - for those of none" if blank in _MAY_BE_NONE else ""
        raise Refused(f"--{blank} names nothing; give it a name{none}, or leave it out.")
    words = [f'{_TYPED.get(name, name)}:"{clean_line(value.translate(_QUOTES))}"' for name, value in said.items()]
    try:
        return read_lens(" ".join(words), shell.who)
    except Refused as refused:
        raise Refused(_WRITTEN.sub(_as_option, refused.message)) from None


def _as_option(found: re.Match[str]) -> str:
    """What is typed on the screen as it is written in a shell: `by:web` is `--channel web`."""
    return f"--{next((name for name, typed in _TYPED.items() if typed == found[1]), found[1])} "


def told_width() -> int:
    """How wide text may be: the terminal, at most 100 columns; 80 where it goes elsewhere."""
    if not sys.stdout.isatty():
        return _WIDTH
    return min(shutil.get_terminal_size((_WIDTH, 24)).columns, _WIDEST)
