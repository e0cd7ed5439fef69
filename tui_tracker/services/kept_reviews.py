"""Where a morning review stands, kept so that it can go on (see `draft_files`).

A small file of the person's own, by practice: keys of agenda items and numbers of entries in the journal, never a name
or a patient reference. One of another day counts as none, and so does a file that cannot be read.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from tui_tracker.domain.review import Deed, Outcome, Review
from tui_tracker.services.draft_files import DraftFiles, practice_name, row_id

KEPT = 4
"""How many may stand beside each other: everybody's agenda, and those of single members."""

_LONGEST = 1e6  # seconds that a day's review could take


class KeptReviews:
    """The review of one practice, in a folder."""

    def __init__(self, folder: Path, practice: str) -> None:
        trouble = "Where the review stands cannot be kept ({}); what you have done is saved all the same."
        self._files = DraftFiles(folder, "review", practice, KEPT, trouble)

    @property
    def problem(self) -> str:
        """A sentence where the last state could not be written, else empty."""
        return self._files.problem

    def load(self, day: date, member: int | None) -> Review | None:
        """The review of a day, of everybody's agenda or of a member's, as it was left; None where there is none."""
        data = self._files.load(_key(member))
        review = None if data is None else _review(data)
        return review if review is not None and review.day == day else None

    def keep(self, review: Review, member: int | None) -> None:
        """Keep it as it stands, in place of an earlier state or day; does not wait."""
        self._files.keep(_key(member), _data(review))

    def flush(self, seconds: float = 2.0) -> bool:
        """Wait until everything is written; tells whether it is."""
        return self._files.flush(seconds)


def open_kept(folder: Path) -> KeptReviews:
    """The review left in the practice that this process has open; touches no disk until it is read or written."""
    return KeptReviews(folder, practice_name())


def _key(member: int | None) -> str:
    return "everybody" if member is None else f"member{member}"


def _data(review: Review) -> dict[str, Any]:
    return {
        "day": review.day.isoformat(),
        "keys": review.keys,
        "outcomes": review.outcomes,
        "place": review.place,
        "deeds": [_deed_data(deed) for deed in review.deeds],
        "undone": [_deed_data(deed) for deed in review.undone],
        "next_keys": review.next_keys,
        "seconds": round(review.seconds, 1),
    }


def _deed_data(deed: Deed) -> list[Any]:
    return [deed.item, deed.line, deed.change_id, deed.snoozed]


def _review(data: dict[str, Any]) -> Review | None:
    """A review from its file; None where that does not hold one."""
    try:
        keys = _keys(data["keys"])
        review = Review(
            day=date.fromisoformat(data["day"]),
            keys=keys,
            outcomes=tuple(Outcome(one) for one in data["outcomes"]),
            place=min(max(0, int(data["place"])), len(keys)),
            deeds=tuple(_deed(one) for one in data["deeds"]),
            undone=tuple(_deed(one) for one in data["undone"]),
            next_keys=_keys(data["next_keys"]),
            seconds=float(data["seconds"]),
        )
    except (ValueError, KeyError, TypeError, OverflowError):
        return None
    return review if len(review.outcomes) == len(keys) and 0 <= review.seconds < _LONGEST else None


def _keys(listed: Any) -> tuple[str, ...]:
    """Keys of agenda items. Raises ValueError for what none could be: a number that no partner has."""
    if not isinstance(listed, list) or not all(isinstance(key, str) for key in listed):
        raise ValueError
    for key in listed:
        kind, _, number = key.partition(":")
        if kind == "partner":
            row_id(int(number) if number.isdecimal() else -1)
    return tuple(dict.fromkeys(listed))


def _deed(data: list[Any]) -> Deed:
    item, line, change_id, snoozed = data
    (key,) = _keys([item])
    return Deed(key, str(line), row_id(change_id), bool(snoozed))
