"""Referrals: adding and moving. As cards of the board they are read by `services.cards`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from tui_tracker.domain import moves
from tui_tracker.domain.day_words import short_day
from tui_tracker.domain.errors import Refused
from tui_tracker.domain.records import Doing, Referral
from tui_tracker.domain.text import count
from tui_tracker.domain.words import (
    Flow,
    Source,
    Stage,
    label,
)
from tui_tracker.storage import models, settling
from tui_tracker.storage.journal import changing
from tui_tracker.storage.queries import referrals as queries
from tui_tracker.storage.queries import touchpoints

_NOT_YET_REFERRING = (Stage.PROSPECT, Stage.CONNECTED, Stage.BUILDING)


def add_referral(doing: Doing, draft: Mapping[str, Any]) -> int:
    """Add a referral in its first stage, from the fields of `ReferralDraft`; gives its id.

    Inbound from a partner who is a prospect, connected or building: the partner becomes `referring` in the same change.
    Raises Refused with the field that is wrong.
    """
    from tui_tracker.domain.drafts_partner import checked
    from tui_tracker.domain.drafts_referral import ReferralDraft

    values = checked(ReferralDraft, {"patient_ref": "", **draft})
    flow = values.setdefault("flow", Flow.INBOUND.value)
    values.setdefault("source", Source.PARTNER.value)
    day = values["day"] = values.get("day") or doing.today
    if day > doing.today:
        raise Refused(f"{short_day(day, doing.today)} is still to come; choose a day up to today.", "day")
    _check_visit(values.get("visit_on"), day)
    partner_id = values.get("partner_id")
    _check_source(flow, values["source"], partner_id)
    with changing(doing, "Added a referral") as unit:
        partner = None if partner_id is None else _partner(partner_id)
        _check_others(values)
        unit.label = _added(values, partner)
        values["member_id"] = values.get("member_id") or touchpoints.member_called(doing.who)
        referral_id = unit.insert(models.Referral, stage=str(moves.stages(flow)[0]), stage_on=day, **values)
        if partner is not None and flow == Flow.INBOUND and partner[1] in _NOT_YET_REFERRING:
            assert partner_id is not None
            unit.update(models.Partner, partner_id, stage=Stage.REFERRING.value)
            unit.label += f"; {partner[0]} is referring now"
    return referral_id


def edit_referral(doing: Doing, referral_id: int, draft: Mapping[str, Any]) -> bool:
    """Change what was written about a referral, only the fields given, never its stage; tells whether anything differs.

    Raises Refused with the field that is wrong.
    """
    from tui_tracker.domain.drafts_partner import checked
    from tui_tracker.domain.drafts_referral import ReferralDraft

    values = checked(ReferralDraft, draft)
    with changing(doing, "Changed a referral") as unit:
        found = _present(referral_id, lock=True)
        if values.pop("flow", found.flow) != found.flow:
            raise Refused("Which way a referral went cannot be changed; add another, and undo this one.", "flow")
        day = values.pop("day", None) or found.day
        if day != found.day:
            values |= moves.redate(found, day, doing.today)
        _check_visit(values.get("visit_on", found.visit_on), day)
        partner_id = values.get("partner_id", found.partner_id)
        _check_source(found.flow, values.get("source", found.source), partner_id)
        if partner_id is not None and partner_id != found.partner_id:
            _partner(partner_id)
        _check_others(values)
        unit.label = f"Changed referral {values.get('patient_ref', found.patient_ref)}"
        return unit.update(models.Referral, referral_id, **values)


def move_referral(
    doing: Doing, referral_id: int, stage: str, day: date, reason: str = "", alternative: str = ""
) -> str:
    """Move a referral to a stage on a day (`moves.move`); gives the change's label. Raises Refused."""
    with changing(doing, "Moved a referral") as unit:
        found = _present(referral_id, lock=True)
        unit.label = f"Moved {_named(found)} to {label(stage)}"
        new = moves.move(found, stage, day, doing.today, reason, alternative)
        unit.update(models.Referral, referral_id, **new)
    return unit.label


def settle_before(doing: Doing, day: date) -> int:
    """Take all that is owed on referrals received or sent before a day as kept, in one change; gives how many."""
    before = short_day(day, doing.today)
    with changing(doing, f"Settled what came before {before}") as unit:
        number = settling.settle(unit, queries.unsettled_before(day))
        unit.label = f"Settled {count(number, 'referral')} from before {before}"
    return number


def referral(referral_id: int) -> Referral | None:
    """One referral."""
    return queries.referral(referral_id)


def _present(referral_id: int, *, lock: bool = False) -> Referral:
    found = queries.referral(referral_id, lock=lock)
    if found is None:
        raise Refused("This referral is no longer there; look again.")
    return found


def _partner(partner_id: int) -> tuple[str, str, date | None]:
    found = queries.partner_brief(partner_id)
    if found is None:
        raise Refused("This partner is no longer there; choose another.", "partner_id")
    if found[2] is not None:
        raise Refused(f"{found[0]} is archived; bring them back first, or choose another.", "partner_id")
    return found


def _check_source(flow: str, source: str, partner_id: int | None) -> None:
    if partner_id is None:
        if flow == Flow.OUTBOUND:
            raise Refused("Say to which partner the patient was sent.", "partner_id")
        if source == Source.PARTNER:
            raise Refused("Say which partner sent the patient, or choose how else they came.", "source")
    elif source != Source.PARTNER:
        raise Refused("With a partner the source is “partner”; take the partner out, or choose that.", "source")


def _check_others(values: Mapping[str, Any]) -> None:
    """The payer must be there. Members come from a list."""
    payer_id = values.get("payer_id")
    if payer_id is not None and queries.partner_brief(payer_id) is None:
        raise Refused("This payer is no longer there; choose another.", "payer_id")


def _check_visit(visit_on: date | None, day: date) -> None:
    if visit_on is not None and visit_on < day:
        raise Refused(f"The visit cannot be before the referral came on {short_day(day)}.", "visit_on")


def _added(values: Mapping[str, Any], partner: tuple[str, str, date | None] | None) -> str:
    if partner is None:
        return f"Added referral {values['patient_ref']}, came by {label(values['source'])}"
    return f"Added referral {values['patient_ref']} {'from' if values['flow'] == Flow.INBOUND else 'to'} {partner[0]}"


def _named(found: Referral) -> str:
    """`JD-4411 (Dr. Lee)`."""
    return found.patient_ref if found.partner_name is None else f"{found.patient_ref} ({found.partner_name})"
