"""What is about to be written about referrals and incidents, checked field by field."""

from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from tui_tracker.domain.errors import Refused
from tui_tracker.domain.money import MOST_CENTS
from tui_tracker.domain.patient_refs import patient_reference
from tui_tracker.domain.text import clean_line, clean_text
from tui_tracker.domain.words import (
    Adherence,
    Appropriate,
    Flow,
    IncidentKind,
    Outcome,
    Source,
    Urgency,
    label,
)

LONGEST_LINE = 200
LONGEST_TEXT = 4_000


def _reference(value: Any) -> str:
    try:
        return patient_reference(value if isinstance(value, str) else "")
    except Refused as refused:
        raise ValueError(refused.message) from None


def _line(value: Any) -> str:
    text = clean_line(value) if isinstance(value, str) else ""
    if len(text) > LONGEST_LINE:
        raise ValueError(f"At most {LONGEST_LINE} characters fit here.")
    return text


def _text(value: Any) -> str:
    text = clean_text(value) if isinstance(value, str) else ""
    if len(text) > LONGEST_TEXT:
        raise ValueError(f"At most {LONGEST_TEXT:,} characters fit here.")
    return text


def _word(choices: type[Any], *, none: bool = False) -> BeforeValidator:
    """One of a vocabulary's words, as its plain string; with `none` an empty one is None."""

    def check(value: Any) -> str | None:
        if none and value in (None, ""):
            return None
        if value not in [str(choice) for choice in choices]:
            raise ValueError(f"Choose {', '.join(label(choice) for choice in choices)}.")
        return str(value)

    return BeforeValidator(check)


class ReferralDraft(BaseModel):
    """A referral as it was typed; only what was given counts."""

    model_config = ConfigDict(extra="forbid")

    flow: Annotated[str, _word(Flow)] = Flow.INBOUND.value
    source: Annotated[str, _word(Source)] = Source.PARTNER.value
    partner_id: int | None = None
    patient_ref: Annotated[str, BeforeValidator(_reference)] = ""
    reason: Annotated[str, BeforeValidator(_line)] = ""
    urgency: Annotated[str, _word(Urgency)] = Urgency.ROUTINE.value
    payer_id: int | None = None
    member_id: int | None = None
    day: date | None = None
    visit_on: date | None = None
    appropriate: Annotated[str | None, _word(Appropriate, none=True)] = None
    adherence: Annotated[str | None, _word(Adherence, none=True)] = None
    outcome: Annotated[str | None, _word(Outcome, none=True)] = None
    revenue_cents: Annotated[int | None, Field(ge=0, le=MOST_CENTS)] = None


class IncidentDraft(BaseModel):
    """A difficult situation, or what was answered to it."""

    model_config = ConfigDict(extra="forbid")

    kind: Annotated[str, _word(IncidentKind)] = IncidentKind.COMPLAINT.value
    facts: Annotated[str, BeforeValidator(_text)] = ""
    reply: Annotated[str, BeforeValidator(_text)] = ""
    offered: Annotated[str, BeforeValidator(_text)] = ""
