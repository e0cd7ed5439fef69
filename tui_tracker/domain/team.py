"""Who of the team somebody is."""

from collections.abc import Iterable

from tui_tracker.domain.records import Member
from tui_tracker.domain.text import fold


def member_named(who: str, team: Iterable[Member]) -> Member | None:
    """The member whom whoever is at the keyboard is: by the whole name, whatever its capitals; one who left comes last.

    What they log and send is tied to the same member (`storage.queries.touchpoints.member_called`).
    """
    wanted = fold(who)
    same = [one for one in team if fold(one.name) == wanted]
    return min(same, key=lambda one: (not one.active, one.id), default=None)
