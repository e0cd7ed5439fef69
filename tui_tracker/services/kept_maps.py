"""How each person looks at the mind map, kept so that it looks the same next time (see `draft_files`).

A small file of the person's own, by practice: what the branches are, which of them are unfolded, where the cursor was.
It holds names of branches (specialties, areas, members) and numbers of partners; no partner's name, no patient
reference, no filter. A file that cannot be read counts as none.
"""

from __future__ import annotations

from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any

from tui_tracker.domain.map_looks import Look, Looks
from tui_tracker.domain.mind_map import BranchPath, Grouping, Place
from tui_tracker.services.draft_files import DraftFiles, practice_name, row_id

KEPT = 20
"""How many persons' maps may stand beside each other in one folder."""

MOST_OPEN = 1000
"""How many unfolded branches of a way of looking are kept; a map with more of them unfolded is folded up to a point."""


class KeptMaps:
    """One person's map of one practice, in a folder."""

    def __init__(self, folder: Path, practice: str, who: str) -> None:
        trouble = "How you look at the map cannot be kept ({}); everything else is saved all the same."
        self._files = DraftFiles(folder, "map", practice, KEPT, trouble)
        self._key = sha256(who.encode("utf-8", "surrogateescape")).hexdigest()[:12]

    @property
    def problem(self) -> str:
        """A sentence where the last state could not be written, else empty."""
        return self._files.problem

    def load(self) -> Looks:
        """How this person looked at the map last; the first view where that is not known."""
        data = self._files.load(self._key)
        looks = None if data is None else _looks(data)
        return Looks() if looks is None else looks

    def keep(self, looks: Looks) -> None:
        """Keep it as it stands; does not wait."""
        self._files.keep(self._key, _data(looks))

    def flush(self, seconds: float = 2.0) -> bool:
        """Wait until everything is written; tells whether it is."""
        return self._files.flush(seconds)


def open_kept(folder: Path, who: str) -> KeptMaps:
    """This person's map of the practice that this process has open; touches no disk until it is read or written."""
    return KeptMaps(folder, practice_name(), who)


def _data(looks: Looks) -> dict[str, Any]:
    return {
        "first": looks.first.value,
        "second": None if looks.second is None else looks.second.value,
        "inner": looks.inner,
        "looks": {name: _look_data(look) for name, look in looks.looks.items()},
    }


def _look_data(look: Look) -> dict[str, Any]:
    return {
        "open": list(islice(look.opened, MOST_OPEN)),
        "ties": list(islice(look.ties_open, MOST_OPEN)),
        "shut": list(islice(look.ties_shut, MOST_OPEN)),
        "at": list(look.place),
        "focus": look.focus,
        "seen": look.seen,
    }


def _looks(data: dict[str, Any]) -> Looks | None:
    """The state from its file; None where that does not hold one."""
    try:
        return Looks(
            first=Grouping(data["first"]),
            second=None if data["second"] is None else Grouping(data["second"]),
            inner=bool(data["inner"]),
            looks={str(name): _look(one) for name, one in data["looks"].items()},
        )
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError):
        return None


def _look(data: dict[str, Any]) -> Look:
    path, partner, tie = data["at"]
    return Look(
        opened={_path(one) for one in data["open"]},
        ties_open={row_id(one) for one in data["ties"]},
        ties_shut={row_id(one) for one in data["shut"]},
        place=Place(_path(path), None if partner is None else row_id(partner), str(tie)),
        focus=None if data["focus"] is None else _path(data["focus"]),
        seen=bool(data["seen"]),
    )


def _path(data: Any) -> BranchPath:
    if not isinstance(data, list) or not all(isinstance(value, str) for value in data):
        raise ValueError
    return tuple(data)
