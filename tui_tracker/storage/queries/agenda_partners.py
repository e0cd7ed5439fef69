"""What may be due with partners beside their referrals: the next touch, follow-ups, incidents, reviews."""

from datetime import date
from typing import Any

from peewee import SQL, Case, fn

from tui_tracker.domain.agenda_facts import Facts
from tui_tracker.domain.records import FollowUp as FollowUpRecord
from tui_tracker.domain.records import Incident as IncidentRecord
from tui_tracker.domain.words import RESTING_STAGES, Stage, Tier
from tui_tracker.storage.models import Agreement, FollowUp, Incident, Partner, Touchpoint
from tui_tracker.storage.queries.agenda_rows import PARTNER, as_day, given_day, partner_state, raw

_RESTING = [stage.value for stage in RESTING_STAGES]


def touches() -> Any:
    """A partner's touchpoints, to ask whether there is one."""
    return Touchpoint.select(SQL("1")).where(Touchpoint.partner == Partner.id)


def last_touch() -> Any:
    """The day of a partner's last touchpoint."""
    return Touchpoint.select(fn.MAX(Touchpoint.day)).where(Touchpoint.partner == Partner.id)


def add_cadence_where(found: Facts, where: Any, order: tuple[Any, ...] = (), number: int | None = None) -> None:
    """Add partners who have a cadence with their last touch; of all in an order so many where a number is given."""
    query = Partner.select(*PARTNER, last_touch()).where(
        Partner.archived_on.is_null() & Partner.stage.not_in(_RESTING) & where
    )
    if number is not None:
        query = query.order_by(*order).limit(number)
    for row in raw(query):
        found.partners[row[0]] = partner_state(row[:-1])
        found.last_touch[row[0]] = as_day(row[-1])


def out_of_touch(latest: dict[str, date]) -> Any:
    """Partners with no touch after their tier's day, and who were added by then where there was no touch at all."""
    by_tier = Case(Partner.tier, [(tier.value, latest[tier]) for tier in Tier])
    added_by = Case(None, [(Partner.stage == Stage.PROSPECT.value, latest[Stage.PROSPECT])], by_tier)
    lately = touches().where(Touchpoint.day > by_tier)
    return ~fn.EXISTS(lately) & ((Partner.added_on <= added_by) | fn.EXISTS(touches()))


def add_follow_ups(found: Facts, where: Any) -> None:
    """Add open follow-ups."""
    query = FollowUp.select(FollowUp.id, FollowUp.due_on, FollowUp.text, FollowUp.member, *PARTNER).join(Partner)
    for row_id, due_on, text, member_id, *rest in raw(
        query.where(FollowUp.done_on.is_null() & FollowUp.dropped_on.is_null() & where)
    ):
        partner = found.partners.setdefault(rest[0], partner_state(rest))
        found.follow_ups.append(
            FollowUpRecord(row_id, partner.id, partner.name, given_day(due_on), text, None, None, member_id)
        )


def add_incidents(found: Facts, where: Any = None) -> None:
    """Add the incidents that await our reply."""
    columns = (Incident.id, Incident.referral, Incident.kind, Incident.opened_on, Incident.facts)
    query = Incident.select(*columns, *PARTNER).join(Partner, on=(Incident.partner == Partner.id))
    query = query.where(Incident.closed_on.is_null() & Incident.answered_on.is_null())
    for row_id, referral_id, kind, opened_on, text, *rest in raw(query if where is None else query.where(where)):
        partner = found.partners.setdefault(rest[0], partner_state(rest))
        found.incidents.append(
            IncidentRecord(
                row_id, partner.id, partner.name, referral_id, kind, given_day(opened_on), text, "", "", None, None
            )
        )


def add_reviews(found: Facts, where: Any) -> None:
    """Add the review days of agreements."""
    query = Agreement.select(Agreement.review_on, *PARTNER).join(Partner)
    query = query.where(Agreement.review_on.is_null(False) & Partner.archived_on.is_null() & where)
    for review_on, *rest in raw(query):
        partner = found.partners.setdefault(rest[0], partner_state(rest))
        found.reviews[partner.id] = given_day(review_on)
