"""Everything that may be due, found: one `Due` for each thing that one partner is owed or that is due with them.

What no day makes late (sending less, ready to ask, we owe, a gap) counts these days for its place among its like:
sending less those since the last patient they sent; ready to ask those since our last give, which does not count for
ever; we owe those since we last gave anything back, or since the first patient they sent in the time looked at; a gap
those since somebody who filled a part of it was active last. Where the rules are silent: who is dormant or was parted
with is not said to send less, because that is known; a dormant partner is owed what they are owed, and may be asked
where rule 6 is met; one who was parted with neither.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from tui_tracker.domain.agenda_facts import Facts, Sending
from tui_tracker.domain.cadence import CadenceState, cadence_of
from tui_tracker.domain.moves import ReferralState, Staged
from tui_tracker.domain.promises import REPORTS, PromiseState, open_promises, thank_you
from tui_tracker.domain.records import FollowUp, Incident
from tui_tracker.domain.settings import MomentumDays, Settings
from tui_tracker.domain.stays import Slow, leaves_room, slow_state
from tui_tracker.domain.words import AgendaKind, Promise

if TYPE_CHECKING:
    from tui_tracker.domain.gaps import Gap
    from tui_tracker.domain.momentum import Momentum
    from tui_tracker.domain.reciprocity import Reciprocity
    from tui_tracker.domain.relationship_facts import RelationshipFacts

ORDER: dict[AgendaKind, int] = {kind: place for place, kind in enumerate(AgendaKind)}
KINDS: dict[Promise, AgendaKind] = {
    Promise.FIRST_CONTACT: AgendaKind.FIRST_CONTACT,
    Promise.ACKNOWLEDGEMENT: AgendaKind.ACKNOWLEDGEMENT,
    Promise.THANK_YOU: AgendaKind.THANK_YOU,
    Promise.FIRST_VISIT: AgendaKind.FIRST_VISIT,
    Promise.INITIAL_REPORT: AgendaKind.REPORT,
    Promise.PROGRESS_REPORT: AgendaKind.REPORT,
    Promise.FINAL_REPORT: AgendaKind.REPORT,
    Promise.FEEDBACK: AgendaKind.FEEDBACK,
    Promise.STUCK: AgendaKind.STUCK,
}


class Due(NamedTuple):
    """One thing due, before it is put into words; `days_late` is below 0 for what is still to come.

    Exactly one of `promise` and what follows `referrals` says what it is: a promise with the referrals it is owed for
    (a thank-you answers several), a touch, a follow-up, an incident, an agreement's review day, a referral that is
    slow, fewer referrals than before, an imbalance, readiness to be asked, or a gap, which has no partner.
    """

    key: str
    kind: AgendaKind
    partner_id: int | None
    days_late: int
    stale: bool
    promise: PromiseState | None = None
    referrals: tuple[ReferralState, ...] = ()
    touch: CadenceState | None = None
    follow_up: FollowUp | None = None
    incident: Incident | None = None
    review_on: date | None = None
    slow: Slow | None = None
    less: Momentum | None = None
    owing: Reciprocity | None = None
    ready: RelationshipFacts | None = None
    gap: Gap | None = None


def is_booked(referral: Staged, today: date) -> bool:
    """True where the first visit is booked for today or later: until then there is nothing to do about it."""
    return referral.visit_on is not None and referral.visit_on >= today


def owed_next(facts: Facts, referral_id: int, settings: Settings, today: date) -> PromiseState | None:
    """Of what is open on one referral, that which is due first."""
    found = facts.referrals.get(referral_id)
    if found is None or found.referral.partner_id is None:
        return None
    referral = found.referral
    days = facts.agreed.get(found.referral.partner_id, settings.promises)
    promises = open_promises(referral, found.reports, found.last_thank, found.last_feedback, days, today)
    wanted = (one for one in promises if one.kind != Promise.FIRST_VISIT or not is_booked(referral, today))
    return min(wanted, key=lambda one: one.due_on, default=None)


def slow_of(facts: Facts, referral_id: int, settings: Settings, today: date) -> Slow | None:
    """Whether one referral is slow by the practice's own measure, with a partner or without; None where it is not."""
    found = facts.referrals.get(referral_id)
    if found is None:
        return None
    referral = found.referral
    slow = slow_state(referral, found.last_feedback, facts.usual, settings.slow, today)
    if slow is None:
        return None
    days = facts.agreed.get(referral.partner_id or 0, settings.promises)
    promises = open_promises(referral, found.reports, found.last_thank, found.last_feedback, days, today)
    return slow if leaves_room(promises, is_booked(referral, today)) else None


def find(facts: Facts, settings: Settings, today: date, within: int | None) -> Iterator[Due]:
    """Everything due by `within` days after today (None: everything open), snoozed or not, in no certain order."""
    late_reports: Counter[int] = Counter()
    for due in _promised(facts, settings, today, within):
        if due.promise is not None and due.promise.kind in REPORTS and due.days_late > 0 and due.partner_id is not None:
            late_reports[due.partner_id] += 1
        yield due
    for follow_up in facts.follow_ups:
        late = (today - follow_up.due_on).days
        if within is None or late >= -within:
            key = f"follow_up:{follow_up.id}"
            yield Due(key, AgendaKind.FOLLOW_UP, follow_up.partner_id, late, False, follow_up=follow_up)
    for incident in facts.incidents:
        late = (today - incident.opened_on).days
        key = f"incident:{incident.id}"
        yield Due(key, AgendaKind.INCIDENT, incident.partner_id, late, False, incident=incident)
    for partner_id, review_on in facts.reviews.items():
        late = (today - review_on).days
        if within is None or late >= -within:
            key = f"agreement_review:{partner_id}:{review_on}"
            yield Due(key, AgendaKind.AGREEMENT_REVIEW, partner_id, late, False, review_on=review_on)
    for partner_id, last_touch in facts.last_touch.items():
        touch = cadence_of(facts.partners[partner_id], last_touch, settings, today)
        if touch is not None and (within is None or touch.days_late >= -within):
            key = f"reconnect:{partner_id}:{touch.since}"
            yield Due(key, AgendaKind.RECONNECT, partner_id, touch.days_late, False, touch=touch)
    yield from _relations(facts, settings, today, late_reports)


def _relations(facts: Facts, settings: Settings, today: date, late_reports: Counter[int]) -> Iterator[Due]:
    """What no day makes late. The rules are read only where somebody comes in question: the first screen waits."""
    if facts.sending:
        yield from _sending_less(facts, settings, today)
    if facts.giving:
        yield from _we_owe(facts, settings, today)
    if facts.asking:
        yield from _ready_to_ask(facts, settings, today, late_reports)
    for gap in facts.gaps:
        if not gap.covered:
            late = (today - gap.since).days if gap.since else 0
            yield Due(gap.key, AgendaKind.GAP, None, late, False, gap=gap)


def sends_less(sent: Sending, days: MomentumDays, today: date) -> Momentum | None:
    """The figures, where they say that a partner sends less than they used to; else None."""
    from tui_tracker.domain.momentum import momentum

    found = momentum(sent.recent, sent.earlier, sent.first, days, today, sent.last, sent.long_run)
    return found if found is not None and found.less else None


def _sending_less(facts: Facts, settings: Settings, today: date) -> Iterator[Due]:
    for partner_id, sent in facts.sending.items():
        found = sends_less(sent, settings.momentum, today)
        if found is not None:
            key, late = f"sending_less:{partner_id}", (today - sent.last).days
            yield Due(key, AgendaKind.SENDING_LESS, partner_id, late, False, less=found)


def _we_owe(facts: Facts, settings: Settings, today: date) -> Iterator[Due]:
    from tui_tracker.domain.reciprocity import reciprocity

    for partner_id, given in facts.giving.items():
        found = reciprocity(given.inbound, given.outbound, given.gives, 0, settings.reciprocity)
        if found.we_owe:
            key, late = f"we_owe:{partner_id}", (today - (given.last_back or given.first)).days
            yield Due(key, AgendaKind.WE_OWE, partner_id, late, False, owing=found)


def _ready_to_ask(facts: Facts, settings: Settings, today: date, late_reports: Counter[int]) -> Iterator[Due]:
    from tui_tracker.domain.readiness import readiness

    for partner_id, touched in facts.asking.items():
        known = replace(touched, reports_overdue=late_reports[partner_id])
        if known.last_give is not None and readiness(known, settings, today).ready:
            key, late = f"ready_to_ask:{partner_id}", (today - known.last_give).days
            yield Due(key, AgendaKind.READY_TO_ASK, partner_id, late, False, ready=known)


def _promised(facts: Facts, settings: Settings, today: date, within: int | None) -> Iterator[Due]:
    thanks: dict[int, list[tuple[PromiseState, ReferralState]]] = {}
    for referral, reports, last_thank, last_feedback in facts.referrals.values():
        partner_id = referral.partner_id
        if partner_id is None:
            continue
        days = facts.agreed.get(partner_id, settings.promises)
        promises = open_promises(referral, reports, last_thank, last_feedback, days, today, within)
        slow = slow_state(referral, last_feedback, facts.usual, settings.slow, today)
        if slow is not None and leaves_room(promises, is_booked(referral, today)):
            key, late = f"slow:{referral.id}:{slow.since}", slow.days_late
            yield Due(key, AgendaKind.STUCK, partner_id, late, late > settings.stale_days, None, (referral,), slow=slow)
        unthanked = thank_you(referral, last_thank, days, today)
        if unthanked is not None:
            thanks.setdefault(partner_id, []).append((unthanked, referral))
        for promise in promises:
            kind = promise.kind
            if kind is not Promise.THANK_YOU and (kind is not Promise.FIRST_VISIT or not is_booked(referral, today)):
                late = promise.days_late
                key = f"{kind}:{referral.id}:{promise.opened_on}"
                yield Due(key, KINDS[kind], partner_id, late, late > settings.stale_days, promise, (referral,))
    for partner_id, owed in thanks.items():
        if within is None or any(promise.days_late >= -within for promise, _ in owed):
            yield _thank_you(partner_id, owed, settings)


def _thank_you(partner_id: int, owed: list[tuple[PromiseState, ReferralState]], settings: Settings) -> Due:
    """The one thank-you that answers all of a partner's referrals; of those due it counts from the oldest not stale.

    Its key changes with the newest referral, so that a snooze of it hides no referral that comes later.
    """
    owed.sort(key=lambda pair: (pair[0].due_on, pair[1].id))
    fresh = [pair for pair in owed if pair[0].days_late <= settings.stale_days]
    promise = next((one for one, _ in fresh if one.days_late >= 0), owed[0][0])
    newest = max(referral.id for _, referral in fresh or owed)
    key = f"thank_you:{partner_id}:{newest}"
    referrals = tuple(referral for _, referral in owed)
    stale = promise.days_late > settings.stale_days
    return Due(key, AgendaKind.THANK_YOU, partner_id, promise.days_late, stale, promise, referrals)
