"""Targets: how many active partners are wanted of a specialty in an area; set, changed and removed in one change each.

The same words are one target, however they are written: where a file brought two of them, changing or removing the one
does so with both.
"""

from collections.abc import Mapping
from typing import Any

from tui_tracker.domain.errors import Refused
from tui_tracker.domain.growth import KeptTarget, target_name
from tui_tracker.domain.records import Doing
from tui_tracker.domain.text import fold
from tui_tracker.storage.journal import Unit, changing
from tui_tracker.storage.models import Target
from tui_tracker.storage.queries.growth import kept_targets


def target(target_id: int) -> KeptTarget:
    """One target. Raises Refused where it is gone."""
    found = next((one for one in kept_targets() if one.id == target_id), None)
    if found is None:
        raise Refused("This target is no longer there; reload and look again.")
    return found


def set_target(doing: Doing, draft: Mapping[str, Any], target_id: int | None = None) -> str:
    """Set a target (`domain.drafts_target.TargetDraft`), or change the given fields of one.

    Gives what was done, empty where nothing differs. Raises Refused with the field that is wrong, and where another
    target has these words already.
    """
    from tui_tracker.domain.drafts_partner import checked
    from tui_tracker.domain.drafts_target import TargetDraft

    new = {"specialty": "", "wanted": ""} if target_id is None else {}
    values = checked(TargetDraft, {**new, **draft})
    with changing(doing, "") as unit:
        if target_id is None:
            _check_free(values["specialty"], values.get("area", ""), None)
            unit.label = (
                f"Set a target of {values['wanted']} for {target_name(values['specialty'], values.get('area', ''))}"
            )
            unit.insert(Target, **values)
        else:
            _change(unit, target(target_id), values)
    return unit.label if unit.change_id is not None else ""


def remove_target(doing: Doing, target_id: int) -> str:
    """Remove a target; gives the label. Raises Refused where it is gone."""
    with changing(doing, "") as unit:
        before = target(target_id)
        unit.label = f"Removed the target of {before.wanted} for {before.name}"
        for one in _alike(before):
            unit.delete(Target, one.id)
    return unit.label


def _change(unit: Unit, before: KeptTarget, values: Mapping[str, Any]) -> None:
    after = {"specialty": before.specialty, "area": before.area, "wanted": before.wanted, **values}
    if all(getattr(before, field) == value for field, value in after.items()):
        return
    _check_free(after["specialty"], after["area"], before)
    was, now = before.name, target_name(after["specialty"], after["area"])
    if was == now:
        unit.label = f"Changed the target for {now} from {before.wanted} to {after['wanted']}"
    else:
        unit.label = f"Changed the target of {before.wanted} for {was} to {after['wanted']} for {now}"
    for one in _alike(before):
        if one.id != before.id:
            unit.delete(Target, one.id)
    unit.update(Target, before.id, **after)


def _alike(one: KeptTarget) -> list[KeptTarget]:
    """The targets with the same words, itself among them."""
    return [other for other in kept_targets() if other.words == one.words]


def _check_free(specialty: str, area: str, mine: KeptTarget | None) -> None:
    words = fold(specialty), fold(area)
    if mine is not None and words == mine.words:
        return
    taken = next((one for one in kept_targets() if one.words == words), None)
    if taken is not None:
        raise Refused(
            f"There is a target of {taken.wanted} for {taken.name} already; e in the list changes it.", "specialty"
        )
