"""Lines that were typed and not sent yet, kept outside the practice so that nothing typed is ever lost.

`keep` is called at every key and does not wait: a thread writes what is newest, at once, and what was typed meanwhile
with its next round. A file is replaced as a whole (0600, in a folder 0700), so a program that is killed leaves either
the line with its last key or the one before; the thread is finished before the program may end.
"""

import json
import os
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from tui_tracker.services.opening import describe
from tui_tracker.storage.queries.names import which_practice

KEPT = 20
_VERSION = 1


@dataclass(frozen=True, slots=True)
class LineDraft:
    """A line and what was filled in beside it. `key` tells one from another."""

    key: str
    line: str
    partner_ids: tuple[int, ...] = ()
    intents: tuple[str, ...] = ()
    follow_up_ids: tuple[int, ...] = ()


class TextDrafts:
    """The lines of one practice, in one file of a folder."""

    def __init__(self, folder: Path, practice: str) -> None:
        self._path = folder / f"quick-log-{practice}.json"
        self._changed = threading.Condition()
        self._next: dict[str, LineDraft] = {}
        self._writing = False
        self.problem = ""

    def load(self) -> list[LineDraft]:
        """The lines that were left, newest first; a file that cannot be read counts as none."""
        self.flush()
        return list(reversed(self._stored()))

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
                self._store(newest)
                self.problem = ""
            except OSError as error:
                self.problem = f"The line cannot be kept for later ({error.strerror}); send it before you leave."

    def _store(self, newest: dict[str, LineDraft]) -> None:
        kept = [draft for draft in self._stored() if draft.key not in newest]
        kept += [draft for draft in newest.values() if draft.line.strip()]
        folder = self._path.parent
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not kept:
            self._path.unlink(missing_ok=True)
            return
        descriptor, temporary = tempfile.mkstemp(prefix=".quick-log-", dir=folder)
        try:
            with os.fdopen(descriptor, "w", encoding="ascii") as file:
                json.dump({"version": _VERSION, "lines": [asdict(draft) for draft in kept[-KEPT:]]}, file)
            os.replace(temporary, self._path)
        except OSError:
            Path(temporary).unlink(missing_ok=True)
            raise

    def _stored(self) -> list[LineDraft]:
        try:
            data = json.loads(self._path.read_text("ascii"))
            return [_draft(one) for one in data["lines"]]
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return []


def open_drafts(folder: Path) -> TextDrafts:
    """The lines left in the practice that this process has open; touches no disk until they are read or written."""
    target = getattr(which_practice(), "database", "")
    name = describe(target) if "://" in target else os.path.abspath(target)
    return TextDrafts(folder, sha256(name.encode()).hexdigest()[:16])


def _draft(data: dict[str, Any]) -> LineDraft:
    draft = LineDraft(str(data["key"]), str(data["line"]))
    return replace(
        draft,
        partner_ids=_ids(data.get("partner_ids", ())),
        intents=tuple(str(word) for word in data.get("intents", ())),
        follow_up_ids=_ids(data.get("follow_up_ids", ())),
    )


def _ids(values: Sequence[Any]) -> tuple[int, ...]:
    return tuple(int(value) for value in values)
