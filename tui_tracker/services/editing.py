"""A text opened in the person's own editor, and what came of it. The caller has given the terminal away meanwhile."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from tui_tracker.domain.errors import Refused

_FALLBACKS = ("vi", "nano")
_MOST_BYTES = 1_000_000
_KEPT_SECONDS = 30 * 24 * 3600


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


def edit(text: str, command: list[str], folder: Path, key: str = "", ending: str = ".md") -> str:
    """The text as it stands after the command has had it, in a file of its own (0600), which is removed afterwards.

    `key` says which text it is, for `left_behind`. Raises Refused where the editor cannot be started, or leaves nothing
    or far too much; and Unfinished where it fails: then the text is as it was.
    """
    before = text if text.endswith("\n") else f"{text}\n"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _remove_old(folder)
        start = f"{_start(key)}{_print_of(before)}-{os.getpid()}-"
        descriptor, name = tempfile.mkstemp(prefix=start, suffix=ending, dir=folder)
    except OSError as error:
        raise Refused(f"The letter cannot be handed to the editor ({error.strerror}); it is as it was.") from None
    path, called = Path(name), Path(command[0]).name
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="replace") as file:
            file.write(before)
        # Without a shell: the command is what the person set.
        code = subprocess.run([*command, name], check=False).returncode  # noqa: S603
        edited = _read(path)
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "its name is not usable"
        _remove(path)
        raise Refused(f"“{called}” did not work ({why}); the letter is as it was.") from None
    if edited is None:
        raise Refused(f"What the editor left is too long for a letter, which is as it was; that text is in {path}.")
    _remove(path)
    if code:
        left = "" if edited == before else edited
        raise Unfinished(f"“{called}” ended with an error ({code}); the letter is as it was.", left)
    if not edited.strip():
        raise Refused("The editor left nothing; the letter is as it was.")
    return edited


class Unfinished(Refused):
    """The editor ended with an error; `left` is what it had saved until then, empty where it had changed nothing.

    So ends one whose terminal was closed, and one that was told to give up.
    """

    def __init__(self, message: str, left: str) -> None:
        super().__init__(message)
        self.left = left


def left_behind(folder: Path, key: str) -> str:
    """What an editor saved of a text while the program was killed under it, once; empty where there is none."""
    found = ""
    for path in sorted(folder.glob(f"{_start(key)}*"), key=_changed_at):
        _start_of_name, _key, before, process = path.name.split("-")[:4]
        if process.isdigit() and _runs(int(process)):
            continue
        with suppress(OSError):
            text = _read(path)
            if text is not None:
                if text.strip() and _print_of(text) != before:
                    found = text
                _remove(path)
    return found


def _start(key: str) -> str:
    """How the names of a text's files begin; nothing of the key can be read in them."""
    from tui_tracker.services.draft_files import practice_name

    return f"letter-{_print_of(f'{practice_name()} {key}')}-"


def _print_of(text: str) -> str:
    return sha256(text.encode("utf-8", "replace")).hexdigest()[:16]


def _read(path: Path) -> str | None:
    """A file's text; None where it is far too much for a letter."""
    with path.open("rb") as file:
        data = file.read(_MOST_BYTES + 1)
    return None if len(data) > _MOST_BYTES else data.decode("utf-8", "replace")


def _changed_at(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0


def _remove(path: Path) -> None:
    """Remove a file, and what editors put beside it."""
    for name in (path, f"{path}~", path.with_name(f".{path.name}.swp")):
        with suppress(OSError):
            os.unlink(name)


def _remove_old(folder: Path) -> None:
    """Remove what nobody came back to."""
    for path in folder.glob("letter-*"):
        if 0 < _changed_at(path) < time.time() - _KEPT_SECONDS:
            _remove(path)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True
