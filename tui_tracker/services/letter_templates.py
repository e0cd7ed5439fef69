"""The templates of letters: which are the practice's own, whether they work, and ours to start from."""

import os
from pathlib import Path

from tui_tracker.domain.errors import Refused
from tui_tracker.domain.frozen import dataclass
from tui_tracker.domain.letters import TITLES, LetterKind, empty_values, sample_values
from tui_tracker.services.letters import template


@dataclass(frozen=True, slots=True)
class TemplateState:
    """One template: whether it is the practice's own, and what is wrong with it (empty where it works)."""

    kind: str
    title: str
    own: bool
    wrong: str


def templates(folder: Path, *, check: bool = False) -> list[TemplateState]:
    """Every template in use; with `check` each is tried with sample values, and once with empty ones."""
    return [
        TemplateState(kind.value, TITLES[kind], os.path.lexists(folder / f"{kind}.md"), _wrong(kind, folder, check))
        for kind in LetterKind
    ]


def write_templates(folder: Path) -> list[str]:
    """Copy our templates to a folder, made if missing (0700); gives those written, never one that is there already.

    Raises Refused where the folder cannot be made or written.
    """
    from tui_tracker.exchange.letters_templates import default_template
    from tui_tracker.exchange.whole_file import write_whole

    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(f"The folder {folder} cannot be made ({error.strerror}); check its permissions.") from error
    missing = [kind for kind in LetterKind if not os.path.lexists(folder / f"{kind}.md")]
    for kind in missing:
        write_whole(folder / f"{kind}.md", default_template(kind).encode())
    return [kind.value for kind in missing]


def _wrong(kind: LetterKind, folder: Path, check: bool) -> str:
    if not check:
        return ""
    from tui_tracker.exchange.letters import render

    try:
        text, name = template(kind, folder)
        for values in (sample_values(), empty_values()):
            render(text, values, name)
    except Refused as refused:
        return refused.message
    return ""
