"""Lines that were typed and not sent yet, kept at every key (see `draft_files`)."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tui_tracker.services.draft_files import DraftFiles, practice_name, row_id

KEPT = 20


@dataclass(frozen=True, slots=True)
class LineDraft:
    """A line and what was filled in beside it. `key`, of letters and digits, tells one from another."""

    key: str
    line: str
    partner_ids: tuple[int, ...] = ()
    intents: tuple[str, ...] = ()
    follow_up_ids: tuple[int, ...] = ()
    quiets: tuple[str, ...] = ()
    contact_id: int | None = None


class TextDrafts:
    """The lines of one practice, in a folder."""

    def __init__(self, folder: Path, practice: str) -> None:
        trouble = "The line cannot be kept for later ({}); send it before you leave."
        self._files = DraftFiles(folder, "quick-log", practice, KEPT, trouble)

    @property
    def problem(self) -> str:
        """A sentence where the last line could not be written, else empty."""
        return self._files.problem

    def load(self) -> list[LineDraft]:
        """The lines that were left, newest first; a file that cannot be read counts as none."""
        drafts = [_draft(data) for data in self._files.load_all()]
        return [draft for draft in drafts if draft is not None]

    def keep(self, draft: LineDraft) -> None:
        """Keep this line, in place of an earlier state of it; an empty one is forgotten."""
        self._files.keep(draft.key, asdict(draft) if draft.line.strip() else None)

    def forget(self, key: str) -> None:
        """The line was sent."""
        self._files.keep(key, None)

    def flush(self, seconds: float = 2.0) -> bool:
        """Wait until everything is written; tells whether it is."""
        return self._files.flush(seconds)


def open_drafts(folder: Path) -> TextDrafts:
    """The lines left in the practice that this process has open; touches no disk until they are read or written."""
    return TextDrafts(folder, practice_name())


def _draft(data: dict[str, Any]) -> LineDraft | None:
    try:
        return LineDraft(
            str(data["key"]),
            str(data["line"]),
            tuple(row_id(one) for one in data["partner_ids"]),
            tuple(str(one) for one in data["intents"]),
            tuple(row_id(one) for one in data["follow_up_ids"]),
            tuple(str(one) for one in data.get("quiets", ())),
            row_id(data["contact_id"]) if data.get("contact_id") is not None else None,
        )
    except (ValueError, KeyError, TypeError):
        return None
