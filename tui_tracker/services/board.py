"""What the Board asks for beside the referrals' own services: several cards in one move, and partners by stage."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from tui_tracker.domain import moves
from tui_tracker.domain.board import read_filter
from tui_tracker.domain.day_words import short_day
from tui_tracker.domain.errors import Refused
from tui_tracker.domain.promises import PromiseState, open_promises
from tui_tracker.domain.quicklog_names import Found
from tui_tracker.domain.records import Doing, PartnerLine, Referral
from tui_tracker.domain.settings import Settings
from tui_tracker.domain.text import count
from tui_tracker.domain.words import ReferralStage, Stage, label
from tui_tracker.services.names import NameBook, name_book
from tui_tracker.storage import models
from tui_tracker.storage.journal import changing
from tui_tracker.storage.queries import agenda, referrals
from tui_tracker.storage.queries import board as queries


def move_referrals(
    doing: Doing,
    targets: Mapping[int, str],
    day: date,
    reason: str = "",
    alternative: str = "",
    visit_on: date | None = None,
) -> str:
    """Move referrals, by id, to stages on one day, all in one change; gives its label.

    `visit_on` is the day a visit is booked for, kept with those that are moved to `scheduled`. Raises Refused, and then
    moves none of them.
    """
    with changing(doing, "Moved referrals") as unit:
        named = []
        changed = {}
        for referral_id, stage in targets.items():
            found = _present(referral_id, lock=True)
            new = _moved(found, stage, day, doing.today, reason, alternative, several=len(targets) > 1)
            if visit_on is not None and stage == ReferralStage.SCHEDULED:
                if visit_on < found.day:
                    raise Refused("The visit cannot be before the referral came; check the day.", "visit_on")
                new["visit_on"] = visit_on
            changed[referral_id] = new
            who = f" ({found.partner_name})" if found.partner_name else ""
            named.append(f"{found.patient_ref}{who}")
        unit.update_many(models.Referral, changed)
        unit.label = _label(named, list(targets.values()))
    return unit.label


def promises_of(referral_id: int, today: date, settings: Settings) -> tuple[PromiseState, ...]:
    """Everything open on one referral, due or still to come, soonest due first."""
    facts = agenda.facts_of([referral_id], settings)
    one = facts.referrals.get(referral_id)
    if one is None or one.referral.partner_id is None:
        return ()
    days = facts.agreed.get(one.referral.partner_id, settings.promises)
    found = open_promises(one.referral, one.reports, one.last_thank, one.last_feedback, days, today)
    return tuple(sorted(found, key=lambda promise: promise.due_on))


def stage_before_aside(referral_id: int) -> str:
    """The stage that a declined or lost referral had reached before; where it goes when it is taken up again."""
    found = _present(referral_id)
    line = moves.stages(found.flow)
    reached = [stage for stage in line if moves.day_of(found, stage) is not None]
    return reached[-1] if reached else line[0]


def partner_stage_counts(filter_text: str = "", who: str = "") -> dict[str, int]:
    """How many partners each stage holds, of those that a filter finds.

    Its plain words look in name, specialty and area, `@` in the name alone; `member:`, `mine` and `nobody` look at
    whose they are. What else `domain.board.read_filter` knows is about referrals and means nothing here.
    """
    return queries.count_stages(read_filter(filter_text, who=who))


def partners_in_stage(
    stage: str, offset: int, length: int, filter_text: str, today: date, who: str = ""
) -> list[PartnerLine]:
    """A window on the partners of a stage, by name."""
    return queries.in_stage(stage, offset, length, read_filter(filter_text, who=who), today)


def partner_place(partner_id: int, filter_text: str, who: str = "") -> tuple[str, int] | None:
    """A partner's stage and place there; None where it is not shown."""
    return queries.place_in_stage(partner_id, read_filter(filter_text, who=who))


def partner_stages(partner_ids: Collection[int], filter_text: str, who: str = "") -> dict[int, str]:
    """The stages of those among some partners that are shown under a filter."""
    found = queries.stages_of(partner_ids, read_filter(filter_text, who=who))
    return {partner_id: stage for partner_id, _name, stage in found}


def set_stages(doing: Doing, targets: Mapping[int, str]) -> str:
    """Move partners, by id, to stages of the relationship, all in one change; gives its label. Raises Refused."""
    with changing(doing, "Moved partners") as unit:
        named = []
        for partner_id, name, _stage in queries.stages_of(list(targets)):
            stage = targets[partner_id]
            if stage not in tuple(Stage):
                raise Refused(f"There is no such stage; choose {', '.join(Stage)}.", "stage")
            unit.update(models.Partner, partner_id, stage=str(stage))
            named.append(name)
        unit.label = _label(named, list(targets.values()), "partner")
    return unit.label


def find_partners(text: str) -> Found:
    """The partners that a text means, best first."""
    return name_book().find(text)


def find_payers(text: str) -> Found:
    """The payers that a text means, best first."""
    return NameBook(queries.payer_names()).find(text)


def _present(referral_id: int, *, lock: bool = False) -> Referral:
    found = referrals.referral(referral_id, lock=lock)
    if found is None:
        raise Refused("This referral is no longer there; look again.")
    return found


def _moved(
    found: Referral, stage: str, day: date, today: date, reason: str, alternative: str, *, several: bool
) -> dict[str, object]:
    """The new columns; where several are moved, a refusal says which one it is about."""
    try:
        return moves.move(found, stage, day, today, reason, alternative)
    except Refused as refused:
        if not several or refused.field == "reason":
            raise
        whose = f"{found.partner_name or label(found.source)}, {short_day(found.day, today)}"
        raise Refused(f"{whose}: {refused.message} None of them was moved.", refused.field) from None


def _label(named: list[str], stages: list[str], word: str = "referral") -> str:
    """`Moved JD-4411 to seen`; several by their number."""
    what = named[0] if len(named) == 1 else count(len(named), word)
    target = f"to {label(stages[0])}" if len(set(stages)) == 1 else "one stage on"
    return f"Moved {what} {target}"
