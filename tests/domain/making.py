"""Referrals, reports and partners made in one line, for the tests of the rules."""

from datetime import date, timedelta
from typing import Any

from tui_tracker.domain.cadence import PartnerState
from tui_tracker.domain.records import Agreement, Referral, Report

DAY = date(2026, 3, 2)
TODAY = date(2026, 3, 16)


def days(number: int) -> date:
    """A day counted from DAY."""
    return DAY + timedelta(number)


def a_referral(**changed: Any) -> Referral:
    """A routine inbound referral of Dr. Lee's, received on DAY."""
    values: dict[str, Any] = {
        **dict.fromkeys(Referral.__slots__, None),
        "id": 1,
        "flow": "inbound",
        "source": "partner",
        "partner_id": 7,
        "partner_name": "Dr. Lee",
        "patient_ref": "JD-4411",
        "reason": "",
        "urgency": "routine",
        "stage": "received",
        "day": DAY,
        "aside_reason": "",
        "alternative": "",
        "settled": False,
    }
    return Referral(**{**values, **changed})


def a_report(kind: str, day: date, row_id: int = 1) -> Report:
    """A report on the referral."""
    return Report(row_id, 1, kind, day, "letter", "")


def an_agreement(**changed: Any) -> Agreement:
    """An agreement with Dr. Lee that names only what is given."""
    values: dict[str, Any] = {
        **dict.fromkeys(Agreement.__slots__, None),
        "id": 1,
        "partner_id": 7,
        "formal": False,
        "how_to_refer": "",
        "format": "",
        "copied_to": "",
        "consent": "",
        "note": "",
    }
    return Agreement(**{**values, **changed})


def a_partner(row_id: int = 7, name: str = "Dr. Lee", **changed: Any) -> PartnerState:
    """A referring partner of tier B, added long ago."""
    state = PartnerState(row_id, name, name.casefold(), "B", "referring", None, date(2025, 1, 1), None)
    return state._replace(**changed)
