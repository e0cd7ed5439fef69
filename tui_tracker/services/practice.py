"""Us: the practice's own data, which letters carry at their head, and its members."""

from collections.abc import Mapping
from typing import Any

from tui_tracker.domain.errors import Questioned, Refused
from tui_tracker.domain.records import Doing, Member, Practice
from tui_tracker.domain.text import count, fold
from tui_tracker.domain.words import label
from tui_tracker.storage.journal import changing
from tui_tracker.storage.models import Member as MemberRow
from tui_tracker.storage.models import Practice as PracticeRow
from tui_tracker.storage.queries import hand_over
from tui_tracker.storage.queries import practice as queries
from tui_tracker.storage.rows import complete

_ID = 1


def practice() -> Practice | None:
    """The practice; None where nothing has been said about it yet."""
    return queries.practice()


def set_practice(doing: Doing, draft: Mapping[str, Any]) -> bool:
    """Keep the given fields of the practice (`domain.drafts_practice.PracticeDraft`); tells whether anything differs.

    Raises Refused with the field that is wrong, `time_zone` among them where this machine does not know the zone.
    """
    from tui_tracker.domain.drafts_partner import checked
    from tui_tracker.domain.drafts_practice import PracticeDraft

    values = checked(PracticeDraft, draft)
    if values.get("time_zone"):
        values["time_zone"] = _known_zone(values["time_zone"])
    with changing(doing, "") as unit:
        before = queries.practice()
        kept = PracticeDraft().model_dump() if before is None else {one: getattr(before, one) for one in values}
        differing = [one for one, value in values.items() if kept[one] != value]
        unit.label = f"Changed our practice: {', '.join(map(label, differing))}"
        if before is not None:
            unit.update(PracticeRow, before.id, **values)
        elif differing:
            # Under its own number: an insert after an undo would get the next one.
            unit.restore_many(PracticeRow, [{"id": _ID, **complete(PracticeRow, values)}])
    return unit.change_id is not None


def time_zones() -> tuple[str, ...]:
    """The time zones that this machine knows, for completing what is typed."""
    from zoneinfo import available_timezones

    return tuple(sorted(available_timezones(), key=lambda zone: ("/" not in zone, zone)))


def members() -> list[Member]:
    """Everybody who is or was on the team: those who are first, else by name."""
    return queries.members()


def add_member(doing: Doing, draft: Mapping[str, Any]) -> int:
    """Add one to the team (`domain.drafts_practice.MemberDraft`); gives the id. Raises Refused, as for a name taken."""
    from tui_tracker.domain.drafts_partner import checked
    from tui_tracker.domain.drafts_practice import MemberDraft

    values = checked(MemberDraft, {"name": "", **draft})
    with changing(doing, f"Added {values['name']} to the team") as unit:
        _check_name(values["name"], None)
        return unit.insert(MemberRow, **values)


def edit_member(doing: Doing, member_id: int, draft: Mapping[str, Any], *, insisted: bool = False) -> bool:
    """Change the given fields of a member; tells whether anything differs. Raises Refused as `add_member`.

    What a member did stays theirs whatever they are called: it is tied to the id. One who is not active has left.
    Raises Questioned, unless `insisted`, where one leaves who still looks after somebody or has promised something.
    """
    from tui_tracker.domain.drafts_partner import checked
    from tui_tracker.domain.drafts_practice import MemberDraft

    values = checked(MemberDraft, draft)
    with changing(doing, "") as unit:
        before = next((one for one in queries.members() if one.id == member_id), None)
        if before is None:
            raise Refused("This member is no longer there; reload and look again.")
        if "name" in values:
            _check_name(values["name"], member_id)
        if before.active and not values.get("active", True) and not insisted:
            _ask_for_hand_over(before)
        unit.label = _edit_label(before, values)
        unit.update(MemberRow, member_id, **values)
    return unit.change_id is not None


def _known_zone(zone: str) -> str:
    """The zone as this machine writes it. Raises Refused where it knows none of that name."""
    known = {fold(name): name for name in time_zones()}
    found = known.get(fold(zone.replace(" ", "_")))
    if found is None:
        raise Refused(
            f"The time zone “{zone[:40]}” is not known here; use a name such as America/New_York, or nothing.",
            "time_zone",
        )
    return found


def _check_name(name: str, member_id: int | None) -> None:
    for other in queries.members():
        if other.id != member_id and fold(other.name) == fold(name):
            back = "" if other.active else ", and has left; open that entry to bring them back"
            raise Refused(f"{other.name} is among the members already{back}.", "name")


def _ask_for_hand_over(member: Member) -> None:
    partners = sum(hand_over.tiers_by_member().get(member.id, {}).values())
    follow_ups = hand_over.follow_ups_by_member().get(member.id, 0)
    parts = []
    if partners:
        parts.append(f"looks after {count(partners, 'partner')}")
    if follow_ups:
        parts.append(f"has {count(follow_ups, 'open follow-up')}")
    if parts:
        raise Questioned(
            f"{member.name} {' and '.join(parts)}: h in the list hands over; to leave them so, {Questioned.AGAIN}.",
            "active",
        )


def _edit_label(before: Member, values: Mapping[str, Any]) -> str:
    name, active = values.get("name", before.name), values.get("active", before.active)
    said = []
    if name != before.name:
        said.append(f"Renamed {before.name} to {name}")
    if active != before.active:
        said.append(f"{name} is back on the team" if active else f"{name} left the team")
    role = values.get("role", before.role)
    if role != before.role:
        said.append(f"{name} is a {label(role)} now")
    return "; ".join(said)
