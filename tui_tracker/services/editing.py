"""A text opened in the person's own editor, and what came of it. The caller has given the terminal away meanwhile."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from tui_tracker.domain.errors import Refused

_FALLBACKS = ("vi", "nano")
_MOST_BYTES = 1_000_000


def editor(environ: Mapping[str, str]) -> list[str]:
    """The command that opens a text: $VISUAL, $EDITOR, else vi or nano. Raises Refused where there is none."""
    named = environ.get("VISUAL", "").strip() or environ.get("EDITOR", "").strip()
    if named:
        try:
            command = shlex.split(named)
        except ValueError:
            raise Refused("EDITOR has an open quote; set it to the name of an editor, such as nano.") from None
        if not shutil.which(command[0]):
            raise Refused(f"There is no editor “{command[0]}”; set EDITOR to one that is installed, such as nano.")
        return command
    found = next((name for name in _FALLBACKS if shutil.which(name)), None)
    if found is None:
        raise Refused("There is no editor; set EDITOR to the name of one, such as nano.")
    return [found]


def edit(text: str, command: list[str], folder: Path, ending: str = ".md") -> str:
    """The text as it stands after the command has had it, in a file of its own (0600), which is removed afterwards.

    Raises Refused where the editor cannot be started or fails, or leaves nothing: then the text is as it was.
    """
    _remove_left(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor, name = tempfile.mkstemp(prefix=f"letter-{os.getpid()}-", suffix=ending, dir=folder)
    except OSError as error:
        raise Refused(f"The letter cannot be handed to the editor ({error.strerror}); it is as it was.") from None
    path = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="replace") as file:
            file.write(text if text.endswith("\n") else f"{text}\n")
        # Without a shell: the command is what the person set.
        code = subprocess.run([*command, name], check=False).returncode  # noqa: S603
        if code:
            raise Refused(f"“{command[0]}” ended with an error ({code}); the letter is as it was.")
        with path.open("rb") as left:
            edited = left.read(_MOST_BYTES).decode("utf-8", "replace")
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "its name is not usable"
        raise Refused(f"“{command[0]}” did not work ({why}); the letter is as it was.") from None
    finally:
        path.unlink(missing_ok=True)
        for beside in (f"{name}~", str(path.parent / f".{path.name}.swp")):
            with suppress(OSError):
                os.unlink(beside)
    if not edited.strip():
        raise Refused("The editor left nothing; the letter is as it was.")
    return edited


def _remove_left(folder: Path) -> None:
    """Remove what a program that was killed while its editor was open has left."""
    for path in folder.glob("letter-*-*"):
        number = path.name.split("-")[1]
        if number.isdigit() and not _runs(int(number)):
            with suppress(OSError):
                path.unlink()


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True
