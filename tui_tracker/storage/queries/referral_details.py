"""Many referrals with all that hangs on them, a few queries for as many as one IN takes."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from peewee import JOIN, SQL, fn

from tui_tracker.domain.records import Referral as ReferralRecord
from tui_tracker.domain.records import Report as ReportRecord
from tui_tracker.storage.models import PATIENT, Member, Referral
from tui_tracker.storage.queries import referrals


class Known(NamedTuple):
    """A referral with the name of its member, the day of its stage, and its patient as patients are compared."""

    referral: ReferralRecord
    member_name: str | None
    stage_on: date
    patient: str


def among(ids: Sequence[int]) -> dict[int, Known]:
    """Referrals by id."""
    more = (Member.name, Referral.stage_on, SQL(PATIENT))
    query = referrals.records_with(*more).switch(Referral)
    query = query.join(Member, JOIN.LEFT_OUTER, on=(Referral.member == Member.id)).where(Referral.id.in_(ids))
    return {row[0]: Known(ReferralRecord(*row[:-3]), *row[-3:]) for row in query.tuples()}


def reports_among(ids: Sequence[int]) -> dict[int, list[ReportRecord]]:
    """What was sent about some referrals, by referral, oldest first."""
    found: dict[int, list[ReportRecord]] = {}
    for one in referrals.reports_among(ids):
        found.setdefault(one.referral_id, []).append(one)
    return found


def patient_counts(patients: Iterable[str]) -> dict[str, int]:
    """How many referrals there are of each patient, given as `among` gives them."""
    query = Referral.select(SQL(PATIENT), fn.COUNT(Referral.id)).where(SQL(PATIENT).in_(sorted(patients)))
    return dict(query.group_by(SQL(PATIENT)).tuples())
