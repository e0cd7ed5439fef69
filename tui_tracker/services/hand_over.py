"""Handing over what somebody looks after, or what nobody does: planned, looked at, and then done in one change."""

from collections.abc import Mapping, Sequence

from tui_tracker.domain.errors import Refused
from tui_tracker.domain.frozen import dataclass
from tui_tracker.domain.hand_over import Held, Receiver, fair_split, grouped, in_turn, weight
from tui_tracker.domain.records import Doing, Member
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.text import count, fold, listed
from tui_tracker.domain.words import Tier
from tui_tracker.storage import models
from tui_tracker.storage.journal import Unit, changing
from tui_tracker.storage.queries import hand_over as queries
from tui_tracker.storage.queries import practice


@dataclass(frozen=True, slots=True)
class Plan:
    """A hand-over that may be looked at and changed before it is done: `given` is partner id → member id.

    `leaving` is None where the partners are those whom nobody looks after. `follow_ups` and `referrals` are all open
    ones that move, also those with partners who stay with somebody else.
    """

    leaving: Member | None
    partners: tuple[Held, ...]
    receivers: tuple[Receiver, ...]
    given: dict[int, int]
    follow_ups: int
    referrals: int


def plan_hand_over(leaving_id: int | None, receiver_ids: Sequence[int], settings: Settings) -> Plan:
    """Split what a member looks after, or what nobody does, fairly among members. Raises Refused; writes nothing."""
    leaving, receivers = _people(leaving_id, receiver_ids)
    partners = _held(leaving_id)
    loads = _receivers(receivers, settings)
    return Plan(
        leaving=leaving,
        partners=tuple(partners),
        receivers=tuple(loads),
        given=fair_split(partners, loads, settings.tier_weights),
        follow_ups=len(_follow_ups(leaving_id, partners)),
        referrals=0 if leaving_id is None else len(queries.open_referrals(leaving_id)),
    )


def hand_over(
    doing: Doing,
    leaving_id: int | None,
    receiver_ids: Sequence[int],
    settings: Settings,
    given: Mapping[int, int] | None = None,
    *,
    leaves: bool = False,
) -> str:
    """Hand over all partners, open follow-ups and open referrals of a member, or of nobody; gives the label.

    `given` (partner id → member id) is what was looked at; a partner who came since is given to by the fair split, one
    whom somebody else looks after by now stays there. With `leaves` the member has left from now on. Touchpoints and
    reports stay theirs: they did them. Raises Refused where there is nothing to hand over, or nobody to receive it.
    """
    with changing(doing, "Handed over") as unit:
        leaving, receivers = _people(leaving_id, receiver_ids)
        partners = _held(leaving_id)
        loads = _receivers(receivers, settings)
        known = {one.id for one in receivers}
        if given is not None and not known.issuperset(given.values()):
            raise Refused("Choose again who receives them: somebody who was given partners is not among them.")
        split = fair_split(partners, loads, settings.tier_weights)
        final = {one: (given or {}).get(one, to) for one, to in split.items()}
        follow_ups = _follow_ups(leaving_id, partners)
        referrals = {} if leaving_id is None else queries.open_referrals(leaving_id)
        if not (final or follow_ups or referrals or leaves):
            raise Refused(
                "Everybody is looked after already." if leaving is None else f"{leaving.name} has nothing to hand over."
            )
        _write(unit, final, follow_ups, referrals, loads)
        if leaves and leaving is not None:
            unit.update(models.Member, leaving.id, active=False)
        unit.label = _label(leaving, receivers, len(final), len(follow_ups), len(referrals), leaves)
    return unit.label


def _write(
    unit: Unit,
    final: Mapping[int, int],
    follow_ups: Mapping[int, int],
    referrals: Mapping[int, int | None],
    receivers: Sequence[Receiver],
) -> None:
    """Give everything its new member; what belongs to a partner goes where that partner is looked after."""
    unit.update_many(models.Partner, {one: {"member": to} for one, to in final.items()})
    active = {member.id for member in practice.members() if member.active}
    leaving_out = {partner for partner in (*follow_ups.values(), *referrals.values()) if partner is not None} - set(
        final
    )
    elsewhere = {one: to for one, to in queries.members_of(leaving_out).items() if to in active}
    for model, rows in ((models.FollowUp, follow_ups), (models.Referral, referrals)):
        to = {row: final.get(partner, elsewhere.get(partner)) for row, partner in rows.items() if partner is not None}
        placed = {row: member for row, member in to.items() if member is not None}
        placed |= in_turn(set(rows) - set(placed), receivers)
        unit.update_many(model, {row: {"member": member} for row, member in placed.items()})


def _people(leaving_id: int | None, receiver_ids: Sequence[int]) -> tuple[Member | None, list[Member]]:
    everybody = {one.id: one for one in practice.members()}
    if leaving_id is not None and leaving_id not in everybody:
        raise Refused("This member is no longer there; reload and look again.")
    receivers = []
    for one in dict.fromkeys(receiver_ids):
        if one not in everybody or not everybody[one].active:
            raise Refused("Hand over to those who are with us: somebody who was chosen is not.", "receivers")
        if one == leaving_id:
            raise Refused(f"Choose somebody else than {everybody[one].name}, who hands over.", "receivers")
        receivers.append(everybody[one])
    if not receivers:
        raise Refused("Choose at least one member who receives them.", "receivers")
    return (None if leaving_id is None else everybody[leaving_id]), sorted(
        receivers, key=lambda one: (fold(one.name), one.id)
    )


def _held(leaving_id: int | None) -> list[Held]:
    partners = queries.held_by(leaving_id)
    return grouped(partners, queries.offices_of([one.id for one in partners]))


def _receivers(members: Sequence[Member], settings: Settings) -> list[Receiver]:
    tiers = queries.tiers_by_member()
    weights = {tier.value: weight(tier, settings.tier_weights) for tier in Tier}
    return [
        Receiver(one.id, one.name, sum(weights[tier] * number for tier, number in tiers.get(one.id, {}).items()))
        for one in members
    ]


def _follow_ups(leaving_id: int | None, partners: Sequence[Held]) -> dict[int, int]:
    """The open follow-ups that move: id → partner id; of nobody's, those with partners whom nobody looks after."""
    found = queries.open_follow_ups(leaving_id)
    if leaving_id is not None:
        return found
    theirs = {one.id for one in partners}
    return {one: partner for one, partner in found.items() if partner in theirs}


def _label(
    leaving: Member | None, receivers: Sequence[Member], partners: int, follow_ups: int, referrals: int, leaves: bool
) -> str:
    what = [
        count(number, word)
        for number, word in ((partners, "partner"), (follow_ups, "follow-up"), (referrals, "open referral"))
        if number
    ]
    names = listed([one.name for one in receivers], "and")
    if leaving is None:
        return f"Gave {listed(what, 'and')} that nobody looked after to {names}"
    left = f"{leaving.name} left the team"
    if not what:
        return left
    done = f"Handed over {listed(what, 'and')} of {leaving.name} to {names}"
    return f"{done}; {left}" if leaves else done
