"""Where errors are noted, so that they can be reported without telling anything about a patient."""

import os
import traceback
from pathlib import Path


def note_error(error: BaseException, folder: Path, at: str) -> None:
    """Add when (`at`), what kind and where to the folder's `errors.log`: no message or value, which may name one."""
    frames = traceback.extract_tb(error.__traceback__)
    places = " < ".join(f"{os.path.basename(frame.filename)}:{frame.lineno}" for frame in reversed(frames))
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(folder / "errors.log", os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "a", encoding="utf-8") as file:
            file.write(f"{at} {type(error).__name__} {places}\n")
    except OSError:
        return
