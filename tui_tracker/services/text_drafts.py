"""Lines that were typed and not sent yet, kept outside the practice so that nothing typed is ever lost.

`keep` is called at every key and does not wait: a thread writes what is newest, at once, and what was typed meanwhile
with its next round. Each line has a file of its own (0600, in a folder 0700), so that two sessions are not in each
other's way; it is replaced as a whole, so that a program that is killed leaves the line with its last key or the one
before. The thread is finished before the program may end.
"""

import contextlib
import json
import os
import tempfile
import threading
import time
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

from tui_tracker.services.opening import describe
from tui_tracker.storage.queries.names import which_practice

KEPT = 20
_VERSION = 1


@dataclass(frozen=True, slots=True)
class LineDraft:
    """A line and what was filled in beside it. `key`, of letters and digits, tells one from another."""

    key: str
    line: str
    partner_ids: tuple[int, ...] = ()
    intents: tuple[str, ...] = ()
    follow_up_ids: tuple[int, ...] = ()


class TextDrafts:
    """The lines of one practice, in a folder."""

    def __init__(self, folder: Path, practice: str) -> None:
        self._folder = folder
        self._prefix = f"quick-log-{practice}-"
        self._changed = threading.Condition()
        self._next: dict[str, LineDraft] = {}
        self._writing = False
        self.problem = ""

    def load(self) -> list[LineDraft]:
        """The lines that were left, newest first; a file that cannot be read counts as none."""
        self.flush()
        drafts = [_read(path) for path in self._files()]
        return [draft for draft in drafts if draft is not None]

    def keep(self, draft: LineDraft) -> None:
        """Keep this line, in place of an earlier state of it; an empty one is forgotten."""
        with self._changed:
            self._next.pop(draft.key, None)
            self._next[draft.key] = draft
            if not self._writing:
                self._writing = True
                threading.Thread(target=self._write, name="drafts").start()

    def forget(self, key: str) -> None:
        """The line was sent."""
        self.keep(LineDraft(key, ""))

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
                for draft in newest.values():
                    self._store(draft)
                self.problem = ""
            except OSError as error:
                self.problem = f"The line cannot be kept for later ({error.strerror}); send it before you leave."

    def _store(self, draft: LineDraft) -> None:
        path = self._folder / f"{self._prefix}{draft.key}.json"
        if not draft.line.strip():
            path.unlink(missing_ok=True)
            return
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        is_new = not path.exists()
        descriptor, temporary = tempfile.mkstemp(prefix=".quick-log-", dir=self._folder)
        try:
            with os.fdopen(descriptor, "w", encoding="ascii") as file:
                json.dump({"version": _VERSION, **asdict(draft)}, file)
            now = time.time_ns()  # a file system dates by its own tick, too coarse to tell two lines apart
            os.utime(temporary, ns=(now, now))
            os.replace(temporary, path)
        except OSError:
            Path(temporary).unlink(missing_ok=True)
            raise
        if is_new:
            for old in self._files()[KEPT:]:
                old.unlink(missing_ok=True)

    def _files(self) -> list[Path]:
        """The practice's files, newest first."""
        dated = []
        for path in self._folder.glob(f"{self._prefix}*.json"):
            with contextlib.suppress(OSError):
                dated.append((path.stat().st_mtime_ns, path))
        return [path for _, path in sorted(dated, reverse=True)]


def open_drafts(folder: Path) -> TextDrafts:
    """The lines left in the practice that this process has open; touches no disk until they are read or written."""
    target = getattr(which_practice(), "database", "")
    name = describe(target) if "://" in target else os.path.abspath(target)
    return TextDrafts(folder, sha256(name.encode()).hexdigest()[:16])


def _read(path: Path) -> LineDraft | None:
    try:
        data = json.loads(path.read_text("ascii"))
        return LineDraft(
            str(data["key"]),
            str(data["line"]),
            tuple(int(one) for one in data["partner_ids"]),
            tuple(str(one) for one in data["intents"]),
            tuple(int(one) for one in data["follow_up_ids"]),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
