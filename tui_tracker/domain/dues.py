"""Everything that may be due, found: one `Due` for each thing that one partner is owed or that is due with them."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from tui_tracker.domain.agenda_facts import Facts
from tui_tracker.domain.cadence import CadenceState, cadence_of
from tui_tracker.domain.moves import ReferralState, Staged
from tui_tracker.domain.promises import PromiseState, open_promises, thank_you
from tui_tracker.domain.records import FollowUp, Incident
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.stays import Slow, leaves_room, slow_state
from tui_tracker.domain.words import AgendaKind, Promise

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

    Exactly one of `promise` and the last five says what it is: a promise with the referrals it is owed for (a thank-you
    answers several), a touch, a follow-up, an incident, an agreement's review day, or a referral that is slow.
    """

    key: str
    kind: AgendaKind
    partner_id: int
    days_late: int
    stale: bool
    promise: PromiseState | None = None
    referrals: tuple[ReferralState, ...] = ()
    touch: CadenceState | None = None
    follow_up: FollowUp | None = None
    incident: Incident | None = None
    review_on: date | None = None
    slow: Slow | None = None


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
    yield from _promised(facts, settings, today, within)
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
