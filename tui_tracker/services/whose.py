"""Whose agenda a person asks for by name."""

from tui_tracker.domain.errors import Refused
from tui_tracker.domain.records import Member, PartnerName
from tui_tracker.domain.team import member_named
from tui_tracker.domain.text import clean_line, fold, listed
from tui_tracker.services.names import NameBook
from tui_tracker.storage.queries.practice import members

ME, NOBODY = "me", "nobody"
_SHOWN = 5


def whose_agenda(name: str, who: str) -> Member | None:
    """Whose agenda a name asks for: `me` is whoever asks (`who`), None stands for `nobody`, else a member.

    A member is found as a partner is: by the whole name, its words, their beginnings, or with a slip of the finger; who
    is on the team comes before who has left. Raises Refused, with the names, where several or none are meant.
    """
    asked = clean_line(name)
    if fold(asked) == NOBODY:
        return None
    team = members()
    if fold(asked) == ME:
        me = member_named(who, team)
        if me is None:
            raise Refused(
                f"You are {who} here, and nobody on the team has that name; set `member` in the configuration, or give "
                "--member a name."
            )
        return me
    return _named(asked, team)


def _named(asked: str, team: list[Member]) -> Member:
    by_id = {one.id: one for one in team}
    near: tuple[PartnerName, ...] = ()
    for some in ([one for one in team if one.active], [one for one in team if not one.active]):
        found = NameBook([PartnerName(one.id, one.name, "", "") for one in some]).find(asked, _SHOWN) if asked else None
        if found is None or not found.total:
            near += found.names if found else ()
            continue
        if found.total == 1:
            return by_id[found.names[0].id]
        names = [one.name for one in found.names]
        more = f" and {found.total - len(names)} more" if found.total > len(names) else ""
        raise Refused(f"“{asked[:40]}” may be {listed(names)}{more}; write more of the name.")
    if not team:
        raise Refused("There is nobody on the team yet; in the screens, `:` members adds them.")
    said = f"did you mean {listed([one.name for one in near])}?" if near else f"there {_team(team)}."
    raise Refused(f"Nobody on the team is called “{asked[:40]}”; {said}")


def _team(team: list[Member]) -> str:
    names = [one.name for one in team[:_SHOWN]]
    more = f" and {len(team) - _SHOWN} more" if len(team) > _SHOWN else ""
    return f"{'is' if len(team) == 1 else 'are'} {listed(names, 'and') if not more else ', '.join(names) + more}"
