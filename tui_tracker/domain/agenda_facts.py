"""What the agenda is computed from, as storage hands it up."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from tui_tracker.domain.cadence import PartnerState
from tui_tracker.domain.moves import ReferralState
from tui_tracker.domain.promises import Sent
from tui_tracker.domain.records import FollowUp, Incident
from tui_tracker.domain.settings import PromiseDays
from tui_tracker.domain.stays import UsualStays

if TYPE_CHECKING:
    from tui_tracker.domain.gaps import Gap
    from tui_tracker.domain.relationship_facts import RelationshipFacts


class ReferralFacts(NamedTuple):
    """A referral on which something may be owed; the last thank-you and feedback are those to its partner."""

    referral: ReferralState
    reports: Sent
    last_thank: date | None
    last_feedback: date | None


class Sending(NamedTuple):
    """What a partner sent in the momentum's recent days and in the baseline before; the first and last day of all.

    `long_run` counts those of the momentum's silence baseline.
    """

    recent: int
    earlier: int
    first: date
    last: date
    long_run: int = 0


class Giving(NamedTuple):
    """What went which way in the reciprocity's days: `first` is the day of their first referral in them.

    `last_back` is that of our last give, or of the last patient we sent them, in those days.
    """

    inbound: int
    outbound: int
    gives: int
    first: date
    last_back: date | None


@dataclass(slots=True)
class Facts:
    """Everything that may be due.

    `partners`, by id, names every partner that the rest mentions; `referrals` are by id too. `agreed` holds the days in
    force for partners whose agreement names figures; `last_touch` the last touchpoint of the partners whose cadence may
    be due, None where there was none; `reviews` partner id → review day; `snoozed` line key → the day it comes back.
    `usual` says how long stages take; while it is empty, no referral is slow. `sending`, `giving` and `asking` hold the
    partners who may send less, be owed something in return, or be ready to be asked; `gaps` the targets not met.
    """

    partners: dict[int, PartnerState] = field(default_factory=dict)
    referrals: dict[int, ReferralFacts] = field(default_factory=dict)
    agreed: dict[int, PromiseDays] = field(default_factory=dict)
    last_touch: dict[int, date | None] = field(default_factory=dict)
    follow_ups: list[FollowUp] = field(default_factory=list)
    incidents: list[Incident] = field(default_factory=list)
    reviews: dict[int, date] = field(default_factory=dict)
    snoozed: dict[str, date] = field(default_factory=dict)
    usual: UsualStays = field(default_factory=dict)
    sending: dict[int, Sending] = field(default_factory=dict)
    giving: dict[int, Giving] = field(default_factory=dict)
    asking: dict[int, RelationshipFacts] = field(default_factory=dict)
    gaps: tuple[Gap, ...] = ()

    def only(self, partner_ids: Collection[int]) -> Facts:
        """The part that is about some partners."""
        return replace(
            self,
            partners={row_id: self.partners[row_id] for row_id in partner_ids},
            referrals={row_id: one for row_id, one in self.referrals.items() if one.referral.partner_id in partner_ids},
            last_touch={row_id: day for row_id, day in self.last_touch.items() if row_id in partner_ids},
            follow_ups=[one for one in self.follow_ups if one.partner_id in partner_ids],
            incidents=[one for one in self.incidents if one.partner_id in partner_ids],
            reviews={row_id: day for row_id, day in self.reviews.items() if row_id in partner_ids},
            sending={row_id: one for row_id, one in self.sending.items() if row_id in partner_ids},
            giving={row_id: one for row_id, one in self.giving.items() if row_id in partner_ids},
            asking={row_id: one for row_id, one in self.asking.items() if row_id in partner_ids},
            gaps=(),
        )
