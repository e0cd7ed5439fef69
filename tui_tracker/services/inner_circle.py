"""The inner circle: reading the ten places, and giving, changing and freeing them, each in one change."""

from collections.abc import Mapping

from tui_tracker.domain.errors import Refused
from tui_tracker.domain.inner_circle import PLACES, InnerCircle, Place, put_at
from tui_tracker.domain.records import Doing
from tui_tracker.domain.settings import Settings
from tui_tracker.storage.journal import Unit, changing
from tui_tracker.storage.models import Partner
from tui_tracker.storage.queries import inner_circle as queries
from tui_tracker.storage.queries import partners as partner_queries


def inner_circle(settings: Settings) -> InnerCircle:
    """The ten places, free ones too, and the reach of those who have one."""
    taken = {place.rank: place for place in queries.places()}
    places = tuple(taken.get(rank, Place(rank)) for rank in range(1, PLACES + 1))
    return InnerCircle(places, len(taken) * settings.reach_per_member)


def put_in_circle(doing: Doing, partner_id: int, rank: int) -> str:
    """Give a partner a place (1–10); whoever has it moves on. Gives what was done, empty where they are there already.

    Raises Refused where all places are taken, and for a partner who is in the archive.
    """
    if not 1 <= rank <= PLACES:
        raise Refused(f"The inner circle has the places 1 to {PLACES}; choose one of them.", field="inner_rank")
    with changing(doing, "") as unit:
        partner = partner_queries.partner(partner_id)
        if partner is None:
            raise Refused("This partner is no longer there; reload and look again.")
        if partner.archived_on is not None:
            raise Refused(f"{partner.name} is in the archive; A on the partner brings them back first.")
        before = _ranks()
        after = put_at(before, partner_id, rank)
        if after is None:
            raise Refused(f"All {PLACES} places are taken; x frees the one under the cursor.", field="inner_rank")
        unit.label = f"Put {partner.name} at place {rank} of the inner circle"
        _rearrange(unit, before, after)
    return unit.label if unit.change_id is not None else ""


def take_out_of_circle(doing: Doing, partner_id: int) -> str:
    """Free a partner's place; the others keep theirs. Gives what was done. Raises Refused where they have none."""
    with changing(doing, "") as unit:
        partner = partner_queries.partner(partner_id)
        if partner is None or partner.inner_rank is None:
            raise Refused("They are not in the inner circle any more; look again.")
        unit.label = f"Took {partner.name} out of the inner circle"
        unit.update(Partner, partner_id, inner_rank=None)
    return unit.label


def _ranks() -> dict[int, int]:
    return {place.rank: place.partner_id for place in queries.places() if place.partner_id is not None}


def _rearrange(unit: Unit, before: Mapping[int, int], after: Mapping[int, int]) -> None:
    """Move several at once: a rank is nobody's twice, not even for a moment, so those that move leave theirs first."""
    old = {partner_id: rank for rank, partner_id in before.items()}
    moving = {partner_id: rank for rank, partner_id in after.items() if old.get(partner_id) != rank}
    for partner_id in moving:
        if partner_id in old:
            unit.update(Partner, partner_id, inner_rank=None)
    for partner_id, rank in moving.items():
        unit.update(Partner, partner_id, inner_rank=rank)
