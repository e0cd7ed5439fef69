"""Reading what a member looks after: partners, the offices that tie them, open follow-ups and open referrals.

A member of None means nobody: what has no member.
"""

from collections.abc import Collection
from typing import Any

from peewee import fn

from tui_tracker.domain.hand_over import Held
from tui_tracker.domain.words import LinkKind, ReferralStage
from tui_tracker.storage.models import FollowUp, Link, Partner, Referral
from tui_tracker.storage.rows import CHUNK, chunks

_OVER = (ReferralStage.CLOSED.value, ReferralStage.DECLINED.value, ReferralStage.LOST.value)


def tiers_by_member() -> dict[int | None, dict[str, int]]:
    """How many partners of each tier each member looks after, the archived ones not counted."""
    rows = (
        Partner.select(Partner.member, Partner.tier, fn.COUNT(Partner.id))
        .where(Partner.archived_on.is_null())
        .group_by(Partner.member, Partner.tier)
    )
    found: dict[int | None, dict[str, int]] = {}
    for member, tier, number in rows.tuples():
        found.setdefault(member, {})[tier] = int(number)
    return found


def follow_ups_by_member() -> dict[int | None, int]:
    """How many open follow-ups each member has."""
    rows = FollowUp.select(FollowUp.member, fn.COUNT(FollowUp.id)).where(_open_follow_up()).group_by(FollowUp.member)
    return {member: int(number) for member, number in rows.tuples()}


def held_by(member_id: int | None) -> list[Held]:
    """The partners that a member looks after, the archived ones too, by id; of nobody's, those that are not archived.

    Their follow-ups are the open ones of the same member.
    """
    own = _whose(FollowUp.member, member_id) & _open_follow_up()
    counted = FollowUp.select(FollowUp.partner, fn.COUNT(FollowUp.id)).where(own).group_by(FollowUp.partner)
    follow_ups = {partner: int(number) for partner, number in counted.tuples()}
    query = Partner.select(Partner.id, Partner.name, Partner.tier, Partner.archived_on)
    query = query.where(_whose(Partner.member, member_id)).order_by(Partner.id)
    if member_id is None:
        query = query.where(Partner.archived_on.is_null())
    return [
        Held(one, name, tier, archived_on is not None, follow_ups.get(one, 0))
        for one, name, tier, archived_on in query.tuples()
    ]


def offices_of(partner_ids: Collection[int]) -> list[tuple[int, int]]:
    """The ties of partners to the offices where they work, as (who, office), from either end."""
    found: set[tuple[int, int]] = set()
    for chunk in chunks(sorted(partner_ids), CHUNK):
        rows = Link.select(Link.from_partner, Link.to_partner).where(
            (Link.kind == LinkKind.WORKS_AT.value) & (Link.from_partner.in_(chunk) | Link.to_partner.in_(chunk))
        )
        found.update(rows.tuples())
    return sorted(found)


def open_follow_ups(member_id: int | None) -> dict[int, int]:
    """The open follow-ups of a member: id → partner id."""
    rows = FollowUp.select(FollowUp.id, FollowUp.partner).where(_whose(FollowUp.member, member_id) & _open_follow_up())
    return dict(rows.tuples())


def open_referrals(member_id: int) -> dict[int, int | None]:
    """The referrals of a member that are neither closed nor aside: id → partner id."""
    rows = Referral.select(Referral.id, Referral.partner).where(
        (Referral.member == member_id) & Referral.stage.not_in(_OVER)
    )
    return dict(rows.tuples())


def members_of(partner_ids: Collection[int]) -> dict[int, int]:
    """Who looks after these partners: partner id → member id; those whom nobody looks after are left out."""
    found: dict[int, int] = {}
    for chunk in chunks(sorted(partner_ids), CHUNK):
        rows = Partner.select(Partner.id, Partner.member).where(Partner.id.in_(chunk) & Partner.member.is_null(False))
        found.update(rows.tuples())
    return found


def _whose(column: Any, member_id: int | None) -> Any:
    return column.is_null() if member_id is None else column == member_id


def _open_follow_up() -> Any:
    return FollowUp.done_on.is_null() & FollowUp.dropped_on.is_null()
