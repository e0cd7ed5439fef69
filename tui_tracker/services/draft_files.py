"""Small JSON files of what was typed and not sent yet, kept outside the practice so that nothing typed is ever lost.

`keep` is called at every key and does not wait: a thread writes what is newest, at once, and what was typed meanwhile
with its next round. Each draft has a file of its own (0600, in a folder 0700), so that two sessions are not in each
other's way; it is replaced as a whole, so that a program that is killed leaves the draft with its last key or the one
before. The thread is finished before the program may end.
"""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
import threading
import time
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from tui_tracker.storage.queries.names import which_practice

_VERSION = 1
_WHERE = ("host", "hostaddr", "port", "dbname", "service")
_MOST_BYTES = 8_000_000
_HIGHEST = 2**31 - 1
_HALF_DONE = 60  # seconds after which what is being written counts as left behind by a program that was killed


class DraftFiles:
    """The drafts of one kind and practice. `problem` is a sentence where the last were not written, else empty."""

    def __init__(self, folder: Path, kind: str, practice: str, most: int, trouble: str) -> None:
        """`kind` begins the files' names; of more than `most` the oldest go; `trouble` says, with {} for the reason,
        that nothing could be written."""
        self._folder = folder
        self._kind = kind
        self._prefix = f"{kind}-{practice}-"
        self._most = most
        self._trouble = trouble
        self._changed = threading.Condition()
        self._next: dict[str, Mapping[str, Any] | None] = {}
        self._writing = False
        self.problem = ""

    def load(self, key: str) -> dict[str, Any] | None:
        """The draft of a key, by letters and digits; None where there is none or its file cannot be read."""
        self.flush()
        return _read(self._path(key))

    def load_all(self) -> list[dict[str, Any]]:
        """Every draft, newest first; a file that cannot be read counts as none."""
        self.flush()
        drafts = [_read(path) for path in self._files()]
        return [draft for draft in drafts if draft is not None]

    def keep(self, key: str, data: Mapping[str, Any] | None) -> None:
        """Keep this draft, in place of an earlier state of it; None forgets it."""
        with self._changed:
            self._next.pop(key, None)
            self._next[key] = data
            if not self._writing:
                self._writing = True
                threading.Thread(target=self._write, name="drafts").start()

    def flush(self, seconds: float = 2.0) -> bool:
        """Wait until everything is written; tells whether it is."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._writing, seconds)

    def _write(self) -> None:
        while True:
            with self._changed:
                if not self._next:
                    self._writing = False
                    self._changed.notify_all()
                    return
                newest, self._next = self._next, {}
            try:
                for key, data in newest.items():
                    self._store(self._path(key), data)
                self.problem = ""
            except OSError as error:
                self.problem = self._trouble.format(error.strerror)

    def _path(self, key: str) -> Path:
        return self._folder / f"{self._prefix}{key}.json"

    def _store(self, path: Path, data: Mapping[str, Any] | None) -> None:
        if data is None:
            path.unlink(missing_ok=True)
            self._tidy(time.time() - _HALF_DONE)
            return
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        is_new = not path.exists()
        descriptor, temporary = tempfile.mkstemp(prefix=f".{self._kind}-", dir=self._folder)
        try:
            with os.fdopen(descriptor, "w", encoding="ascii") as file:
                json.dump({"version": _VERSION, **data}, file)
            now = time.time_ns()  # a file system dates by its own tick, too coarse to tell two drafts apart
            os.utime(temporary, ns=(now, now))
            os.replace(temporary, path)
        except OSError:
            Path(temporary).unlink(missing_ok=True)
            raise
        if is_new:
            for old in self._files()[self._most :]:
                old.unlink(missing_ok=True)
            self._tidy(now / 1e9 - _HALF_DONE)

    def _tidy(self, before: float) -> None:
        """Remove what a program that was killed was just writing: it holds what was typed, and nobody reads it."""
        for path in self._folder.glob(f".{self._kind}-*"):
            with contextlib.suppress(OSError):
                if path.stat().st_mtime < before:
                    path.unlink()

    def _files(self) -> list[Path]:
        """The practice's files, newest first."""
        dated = []
        for path in self._folder.glob(f"{self._prefix}*.json"):
            with contextlib.suppress(OSError):
                dated.append((path.stat().st_mtime_ns, path))
        return [path for _, path in sorted(dated, reverse=True)]


def row_id(value: Any) -> int:
    """A number as either engine gives it to its rows. Raises ValueError or TypeError for any other."""
    if not 0 <= value <= _HIGHEST:
        raise ValueError
    return int(value)


def practice_name() -> str:
    """What stands for the practice that this process has open in the names of its files; touches no disk."""
    target = getattr(which_practice(), "database", "")
    name = _server(target) if "://" in target else os.path.abspath(target)
    return sha256(name.encode("utf-8", "surrogateescape")).hexdigest()[:16]


def _server(url: str) -> str:
    """A URL as far as it says which database on which server: without who asks, and without any password."""
    from urllib.parse import parse_qsl, urlsplit

    parts = urlsplit(url)
    where = sorted((name, value) for name, value in parse_qsl(parts.query) if name in _WHERE)
    host = parts.netloc.rpartition("@")[2].casefold()
    return f"{host}{parts.path}" + (f"?{where}" if where else "")


def _read(path: Path) -> dict[str, Any] | None:
    try:
        if not path.is_file() or path.stat().st_size > _MOST_BYTES:  # a pipe would be waited for
            return None
        data = json.loads(path.read_text("ascii"))
    except (OSError, ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) else None
