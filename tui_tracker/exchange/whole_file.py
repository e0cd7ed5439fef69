"""A file that is its owner's only, and there whole or not at all."""

import contextlib
import os
import tempfile
from pathlib import Path

from tui_tracker.domain.errors import Refused


def write_whole(path: Path, data: bytes, *, overwrite: bool = False) -> Path:
    """Write a file (0600); gives its full path. Raises Refused where it exists already, or cannot be written.

    With `overwrite` a link is followed to the file that it stands for; what is no file, such as a device, stays.
    """
    try:
        target = Path(os.path.realpath(path)) if overwrite else path
        if path.is_dir():
            raise Refused(f"{path} is a folder; add a file’s name.")
        if not target.parent.is_dir():
            raise Refused(f"The folder {path.parent} is not there; choose another, or make it first.")
        if not overwrite and os.path.lexists(path):
            raise _exists(path)
        if target.exists() and not target.is_file():
            raise Refused(f"{path} is not an ordinary file; name another.")
        _write(target, data, overwrite)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a file’s name"
        raise Refused(f"{path} cannot be written ({reason}); check the folder and its permissions.") from error
    return path.absolute()


def _write(path: Path, data: bytes, overwrite: bool) -> None:
    handle, name = tempfile.mkstemp(prefix=".letter-", dir=path.parent)  # mkstemp makes it 0600
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if overwrite:
            part.replace(path)
        else:
            _give_name(part, path)
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def _give_name(part: Path, path: Path) -> None:
    """Name a finished file without writing over one that somebody made meanwhile."""
    try:
        os.link(part, path)
    except FileExistsError:
        raise _exists(path) from None
    except OSError:  # a file system without links
        part.replace(path)


def _exists(path: Path) -> Refused:
    return Refused(f"{path} exists already; name another file.")
