"""What was typed into forms and not saved yet, kept at every key (see `draft_files`) until it is saved."""

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from tui_tracker.services.draft_files import DraftFiles, practice_name

KEPT = 100


class FormDrafts:
    """The forms of one practice, in a folder. A form's key may be anything: only its hash is in the file's name."""

    def __init__(self, folder: Path, practice: str) -> None:
        trouble = "What you type cannot be kept for later ({}); save it before you leave."
        self._files = DraftFiles(folder, "form", practice, KEPT, trouble)

    @property
    def problem(self) -> str:
        """A sentence where what was typed last could not be written, else empty."""
        return self._files.problem

    def load(self, key: str) -> dict[str, str]:
        """What was typed into a form, by field; empty where nothing was, or where the file cannot be read."""
        data = (self._files.load(_name(key)) or {}).get("values")
        if not isinstance(data, dict):
            return {}
        return {name: value for name, value in data.items() if isinstance(value, str)}

    def keep(self, key: str, values: Mapping[str, str]) -> None:
        """Keep these values of a form, in place of earlier ones; none at all forgets them."""
        self._files.keep(_name(key), {"values": dict(values)} if values else None)

    def forget(self, key: str) -> None:
        """The form was saved."""
        self.keep(key, {})

    def flush(self, seconds: float = 2.0) -> bool:
        """Wait until everything is written; tells whether it is."""
        return self._files.flush(seconds)


def open_form_drafts(folder: Path) -> FormDrafts:
    """What was left in forms of the practice that this process has open; touches no disk until read or written."""
    return FormDrafts(folder, practice_name())


def _name(key: str) -> str:
    return sha256(key.encode()).hexdigest()[:32]
