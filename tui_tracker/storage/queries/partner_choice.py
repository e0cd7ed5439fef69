"""Which partners a list shows by how it stands with them: their warmth, asking, give and take, who looks after them.

What was worked out about all partners is kept until the practice changes: ten thousand take most of a second.
"""

from datetime import date
from typing import Any

from tui_tracker.domain.errors import Refused
from tui_tracker.domain.partner_list import PartnerFilter
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.text import fold
from tui_tracker.storage.models import Member, Partner
from tui_tracker.storage.queries.remembered import Remembered

_MOST_NAMED = 8


def looked_after(chosen: PartnerFilter, settings: Settings) -> list[Any]:
    """The conditions of `member:`, `nobody` and `mine`, for which `settings.member` is who asks.

    Raises Refused where there is no such member.
    """
    if not (chosen.members or chosen.mine):
        return []
    from tui_tracker.domain.board import NONE
    from tui_tracker.storage.queries.cards import member_is, members_meant

    for word in chosen.members:
        if word != NONE and not members_meant(word):
            raise Refused(f"No member is called “{word}”: {_members()}.", "filter")
    wanted = list(chosen.members)
    if chosen.mine:
        wanted.append(f"={fold(settings.member)}")
        if not members_meant(wanted[-1]):
            raise Refused(f"“mine” is for members of the team, and you are none of them: {_members()}.", "filter")
    return [member_is(Partner.member, word) for word in wanted]


def _members() -> str:
    names = sorted(name for (name,) in Member.select(Member.name).tuples())
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return f"{', '.join(names[:_MOST_NAMED])}{more}" if names else "there are none yet (:members adds them)"


def fitting(chosen: PartnerFilter, today: date, settings: Settings) -> list[set[int]]:
    """For each word about the relationship the partners that it lets through."""
    found = []
    if chosen.bands:
        from tui_tracker.domain.warmth import band_of

        points = warmth_of_all(chosen.archived, today, settings)
        found.append({one for one, number in points.items() if band_of(number, settings) in chosen.bands})
    if chosen.ready:
        found.append(_READY.answer(_ready, chosen.archived, today, settings))
    if chosen.owe or chosen.less:
        owed, less = _GIVING.answer(_owed_and_less, chosen.archived, today, settings)
        found += [ids for ids, asked in ((owed, chosen.owe), (less, chosen.less)) if asked]
    return found


def warmth_of_all(archived: bool, today: date, settings: Settings) -> dict[int, int]:
    """The points of every partner who has a figure, by id."""
    return _WARMTH.answer(_warmth, archived, today, settings)


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


_WARMTH: Remembered[dict[int, int]] = Remembered()
_READY: Remembered[set[int]] = Remembered()
_GIVING: Remembered[tuple[set[int], set[int]]] = Remembered()
