"""Completing a file's name as it is typed."""

import os
from pathlib import Path


def complete_path(text: str) -> str:
    """A file's name completed as far as it is clear, a folder with its slash; nothing where nothing fits."""
    typed = Path(text).expanduser()
    folder, begun = (typed, "") if text.endswith(os.sep) or not text else (typed.parent, typed.name)
    try:
        names = [entry.name for entry in os.scandir(folder) if entry.name.startswith(begun)]
    except (OSError, ValueError):
        return ""
    names = [name for name in names if begun or not name.startswith(".")]
    if not names:
        return ""
    shortest = min(names, key=len)
    length = next((n for n in range(len(shortest), 0, -1) if all(name.startswith(shortest[:n]) for name in names)), 0)
    whole = str(folder / shortest[:length]) if length else str(folder) + os.sep
    return whole + os.sep if len(names) == 1 and (folder / names[0]).is_dir() else whole
