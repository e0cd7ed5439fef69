"""Which partners a list shows by how it stands with them: their warmth, asking, give and take, who looks after them.

What was worked out about all partners is kept until the practice changes: ten thousand take most of a second.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from tui_tracker.domain.errors import Refused
from tui_tracker.domain.partner_list import NOBODY, PartnerFilter
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.text import fold
from tui_tracker.storage.database import database
from tui_tracker.storage.models import Member, Partner
from tui_tracker.storage.queries.history import last_change_id


def looked_after(chosen: PartnerFilter, settings: Settings) -> list[Any]:
    """The conditions of `member:` and `mine`. Raises Refused where there is no such member."""
    wanted = [*chosen.members]
    if chosen.mine:
        if not fold(settings.member):
            raise Refused("“mine” needs to know who you are: name yourself as member in the settings.")
        wanted.append(fold(settings.member))
    if not wanted:
        return []
    members = [(fold(name), name, row_id) for row_id, name in Member.select(Member.id, Member.name).tuples()]
    return [_looked_after_by(word, sorted(members)) for word in wanted]


def _looked_after_by(word: str, members: list[tuple[str, str, int]]) -> Any:
    if word == NOBODY:
        return Partner.member.is_null()
    exact = [row_id for folded, _, row_id in members if folded == word]
    fitting = exact or [row_id for folded, _, row_id in members if word and f" {word}" in f" {folded}"]
    if not fitting:
        known = ", ".join(name for _, name, _ in members[:8])
        raise Refused(f"No member is called “{word}”: {known or 'add yourselves with :members'}.", "filter")
    return Partner.member.in_(fitting)


def fitting(chosen: PartnerFilter, today: date, settings: Settings) -> list[set[int]]:
    """For each word about the relationship the partners that it lets through."""
    found = []
    if chosen.bands:
        from tui_tracker.domain.warmth import band_of

        points = warmth_of_all(chosen.archived, today, settings)
        found.append({one for one, number in points.items() if band_of(number, settings) in chosen.bands})
    if chosen.ready:
        found.append(_RECALL("ready", _ready, chosen.archived, today, settings))
    if chosen.owe or chosen.less:
        owed, less = _RECALL("giving", _owed_and_less, chosen.archived, today, settings)
        found += [ids for ids, asked in ((owed, chosen.owe), (less, chosen.less)) if asked]
    return found


def warmth_of_all(archived: bool, today: date, settings: Settings) -> dict[int, int]:
    """The points of every partner who has a figure, by id."""
    found: dict[int, int] = _RECALL("warmth", _warmth, archived, today, settings)
    return found


def _warmth(archived: bool, today: date, settings: Settings) -> dict[int, int]:
    from tui_tracker.domain.relationship import points_of
    from tui_tracker.storage.queries.relationship import warmth_facts

    facts = warmth_facts(archived, today, settings).items()
    points = ((row_id, points_of(known, settings, today)) for row_id, known in facts)
    return {row_id: number for row_id, number in points if number is not None}


def _ready(archived: bool, today: date, settings: Settings) -> set[int]:
    from tui_tracker.domain.readiness import readiness
    from tui_tracker.storage.queries.relationship import facts, maybe_ready

    known = facts(maybe_ready(archived, today, settings), today, settings)
    return {row_id for row_id, one in known.items() if readiness(one, settings, today).ready}


def _owed_and_less(archived: bool, today: date, settings: Settings) -> tuple[set[int], set[int]]:
    from tui_tracker.domain.relationship import momentum_of, reciprocity_of
    from tui_tracker.storage.queries.relationship import giving_facts

    known = giving_facts(archived, today, settings)
    owed = {row_id for row_id, one in known.items() if reciprocity_of(one, settings).we_owe}
    moving = ((row_id, momentum_of(one, settings, today)) for row_id, one in known.items())
    return owed, {row_id for row_id, found in moving if found is not None and found.less}


class _Recall:
    """The last answer to each question, for as long as the same database is open and its journal has not grown."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[Any, Any]] = {}

    def __call__(
        self,
        name: str,
        work_out: Callable[[bool, date, Settings], Any],
        archived: bool,
        today: date,
        settings: Settings,
    ) -> Any:
        key = (database.obj, last_change_id(), archived, today, settings)
        kept = self._known.get(name)
        if kept is None or kept[0] != key:
            kept = self._known[name] = key, work_out(archived, today, settings)
        return kept[1]


_RECALL = _Recall()
