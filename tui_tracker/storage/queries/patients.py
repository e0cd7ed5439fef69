"""Patients, who exist as the reference of their referrals: compared by `models.PATIENT`, which an index holds."""

from typing import Any

from peewee import JOIN, SQL, Value, fn

from tui_tracker.domain.patients import SeenReferral
from tui_tracker.storage.models import PATIENT, Partner, Referral

MOST = 200
"""How many referrals of one patient are looked at; initials that half the practice shares have no use for more."""

_Payer = Partner.alias("payer")


def is_patient(reference: str) -> Any:
    """The condition that a referral is of the patient with this reference, folded by the engine as the index is.

    SQLite, and a server without a language, know the capitals of ASCII alone: others are asked for in either case.
    """
    if reference.isascii():
        return SQL(PATIENT) == _folded(reference)
    ways = dict.fromkeys((reference, reference.lower(), reference.upper()))
    return SQL(PATIENT).in_([_folded(way) for way in ways])


def seen(reference: str, other_than: int | None = None) -> tuple[SeenReferral, ...]:
    """The referrals of a patient, newest first, without one of them where `other_than` is given; at most `MOST`."""
    query = (
        Referral.select(
            Referral.id,
            Referral.patient_ref,
            Referral.flow,
            Referral.source,
            Referral.partner,
            Partner.name,
            Referral.payer,
            _Payer.name,
            Referral.stage,
            Referral.stage_on,
            Referral.day,
        )
        .join(Partner, JOIN.LEFT_OUTER, on=(Referral.partner == Partner.id))
        .switch(Referral)
        .join(_Payer, JOIN.LEFT_OUTER, on=(Referral.payer == _Payer.id))
        .where(is_patient(reference))
        .order_by(Referral.day.desc(), Referral.id.desc())
        .limit(MOST)
    )
    if other_than is not None:
        query = query.where(Referral.id != other_than)
    return tuple(SeenReferral(*row) for row in query.tuples())


def _folded(reference: str) -> Any:
    return fn.LOWER(fn.REPLACE(fn.REPLACE(Value(reference, converter=False), " ", ""), "-", ""))
