"""Referrals: adding and moving. As cards of the board they are read by `services.cards`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tui_tracker.domain import moves
from tui_tracker.domain.day_words import short_day
from tui_tracker.domain.errors import Questioned, Refused
from tui_tracker.domain.patient_refs import question
from tui_tracker.domain.patients import PatientSeen
from tui_tracker.domain.records import Doing, Referral
from tui_tracker.domain.text import count, fold
from tui_tracker.domain.words import Flow, PartnerKind, Source, Stage, label
from tui_tracker.services.patients import known
from tui_tracker.storage import models, settling
from tui_tracker.storage.journal import Unit, changing
from tui_tracker.storage.queries import referrals as queries
from tui_tracker.storage.queries import touchpoints
from tui_tracker.storage.queries.partners import same_name
from tui_tracker.storage.queries.reports import first_report_on

_NOT_YET_REFERRING = (Stage.PROSPECT, Stage.CONNECTED, Stage.BUILDING)


@dataclass(frozen=True, slots=True)
class Referred:
    """A referral that was added: the journal's entry and its label, and the reference as it is spelled here."""

    change_id: int
    referral_id: int
    label: str
    patient_ref: str


def add_referral(doing: Doing, draft: Mapping[str, Any], *, insisted: bool = False) -> int:
    """Add a referral as `refer` does, without asking whether it is entered twice; gives its id."""
    return refer(doing, draft, insisted=insisted, again=True).referral_id


def refer(
    doing: Doing,
    draft: Mapping[str, Any],
    *,
    insisted: bool = False,
    again: bool = False,
    new_partner: str = "",
    new_payer: str = "",
) -> Referred:
    """Add a referral in its first stage, from the fields of `ReferralDraft`, and the partner or payer that is new.

    Inbound from a partner who is a prospect, connected or building: the partner becomes `referring` in the same change.
    A patient who was here before keeps the spelling that the reference had then. Raises Refused with the field that is
    wrong, and Questioned, unless `insisted`, for a reference that tells too much and, unless `again`, for an open
    referral that is entered twice.
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
    _check_source(flow, values["source"], values.get("partner_id") is not None or bool(new_partner))
    with changing(doing, "Added a referral") as unit:
        if new_partner:
            values["partner_id"] = _add_new(unit, new_partner, PartnerKind.CLINICIAN, doing.today)
        if new_payer:
            values["payer_id"] = _add_new(unit, new_payer, PartnerKind.PAYER, doing.today)
        partner_id = values.get("partner_id")
        partner = None if partner_id is None else _partner(partner_id)
        _check_others(values)
        _meet_again(values, doing.today, insisted=insisted, again=insisted or again)
        unit.label = _added(values, partner)
        values["member_id"] = values.get("member_id") or touchpoints.member_called(doing.who)
        referral_id = unit.insert(models.Referral, stage=str(moves.stages(flow)[0]), stage_on=day, **values)
        if partner is not None and partner_id is not None and flow == Flow.INBOUND:
            _now_referring(unit, partner_id, partner)
    assert unit.change_id is not None
    return Referred(unit.change_id, referral_id, unit.label, values["patient_ref"])


def edit_referral(doing: Doing, referral_id: int, draft: Mapping[str, Any], *, insisted: bool = False) -> bool:
    """Change what was written about a referral, only the fields given, never its stage; tells whether anything differs.

    Raises Refused with the field that is wrong, and Questioned as `refer` does where the reference is another one.
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
            values |= moves.redate(found, day, doing.today, first_report_on(referral_id))
        _check_visit(values.get("visit_on", found.visit_on), day)
        partner_id = values.get("partner_id", found.partner_id)
        _check_source(found.flow, values.get("source", found.source), partner_id is not None)
        partner = None if partner_id in (None, found.partner_id) else _partner(partner_id)
        _check_others(values)
        if values.get("patient_ref", found.patient_ref) != found.patient_ref:
            _know_again(values, referral_id, insisted=insisted)
        unit.label = f"Changed referral {values.get('patient_ref', found.patient_ref)}"
        differs = unit.update(models.Referral, referral_id, **values)
        if partner is not None and partner_id is not None and found.flow == Flow.INBOUND:
            _now_referring(unit, partner_id, partner)
        return differs


def _now_referring(unit: Unit, partner_id: int, partner: tuple[str, str, date | None]) -> None:
    """A partner who was not yet referring is, with the first referral from them."""
    if partner[1] in _NOT_YET_REFERRING:
        unit.update(models.Partner, partner_id, stage=Stage.REFERRING.value)
        unit.label += f"; {partner[0]} is referring now"


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


def _check_source(flow: str, source: str, from_partner: bool) -> None:
    """Every new patient has a source: a partner, or else the channel by which they came."""
    if from_partner and source != Source.PARTNER:
        raise Refused("With a partner the source is “partner”; take the partner out, or choose that.", "source")
    if not from_partner and flow == Flow.OUTBOUND:
        raise Refused("Say to which partner the patient was sent.", "partner_id")
    if not from_partner and source == Source.PARTNER:
        raise Refused("Say which partner sent the patient, or choose how else they came.", "source")


def _meet_again(values: dict[str, Any], today: date, *, insisted: bool, again: bool) -> None:
    """Spell the reference as it is known, and ask before the same open referral is entered twice."""
    seen = known(values["patient_ref"])
    if seen is not None and not again:
        _ask_about_repeated(seen, values, today)
    _spell(values, seen, insisted=insisted)


def _ask_about_repeated(seen: PatientSeen, values: Mapping[str, Any], today: date) -> None:
    repeated = seen.repeated(values["flow"], values.get("partner_id"), values["source"])
    if repeated is not None:
        since = f"open since {short_day(repeated.day, today)}, {repeated.whom}"
        raise Questioned(
            f"This patient is here already, {since}; for another referral, {Questioned.AGAIN}.", "patient_ref"
        )


def _know_again(values: dict[str, Any], referral_id: int, *, insisted: bool) -> None:
    """As `_meet_again` for a reference that is corrected: one that is only respelled stays as it was typed."""
    seen = known(values["patient_ref"])
    if seen is None or all(one.id != referral_id for one in seen.referrals):
        _spell(values, seen, insisted=insisted)


def _spell(values: dict[str, Any], seen: PatientSeen | None, *, insisted: bool) -> None:
    """The spelling that is known; a reference that nobody had is asked about where it tells too much."""
    if seen is not None:
        values["patient_ref"] = seen.reference
    elif not insisted and (asked := question(values["patient_ref"])):
        raise Questioned(asked, "patient_ref")


def _add_new(unit: Unit, name: str, kind: PartnerKind, today: date) -> int:
    """Add a partner that a line named, unless somebody has that name by now, or had it before being archived."""
    field = "payer_id" if kind is PartnerKind.PAYER else "partner_id"
    for _id, other, _area, archived in same_name(fold(name)):
        way = "is archived; bring them back first" if archived else "is a partner already; write the name again"
        raise Refused(f"{other} {way}.", field)
    return unit.insert(
        models.Partner,
        kind=kind.value,
        name=name,
        search=fold(name),
        stage=Stage.CONNECTED.value,
        added_on=today,
    )


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
