"""Referrals with everything that is known of them, read in chunks: as quick a row for a hundred as for all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from typing import Any

from tui_tracker.domain import dues
from tui_tracker.domain.agenda_facts import Facts
from tui_tracker.domain.board import CardFilter
from tui_tracker.domain.promises import open_promises
from tui_tracker.domain.records import Referral
from tui_tracker.domain.referral_details import (
    ReferralDetails,
    days_by_stage,
    open_of,
    sent_report,
    slow_figures,
)
from tui_tracker.domain.settings import Settings
from tui_tracker.services.cards import listed_ids
from tui_tracker.services.stays import usual_stays
from tui_tracker.storage.queries import agenda
from tui_tracker.storage.queries import referral_details as queries
from tui_tracker.storage.queries.referral_details import Known
from tui_tracker.storage.rows import CHUNK, chunks

_KEPT = tuple({item.name for item in fields(ReferralDetails)} & {item.name for item in fields(Referral)})


def referral_details(
    chosen: CardFilter, length: int, today: date, settings: Settings, *, letters: bool = False
) -> Iterator[ReferralDetails]:
    """The first referrals that a filter asks for, in the order of `cards.list_referrals`; `letters`: those sent too."""
    usual = usual_stays(today, settings)
    counts: dict[str, int] = {}
    for ids in chunks(listed_ids(chosen, 0, length, today, settings), CHUNK):
        facts = agenda.facts_of(ids, settings)
        facts.usual = usual
        found = queries.among(ids)
        reports = queries.reports_among(ids)
        counts |= queries.patient_counts({one.patient for one in found.values()} - counts.keys())
        for referral_id in ids:
            if referral_id in found:
                one = found[referral_id]
                more = _owed(facts, one.referral, settings, today)
                sent = tuple(sent_report(report, letters=letters) for report in reports.get(referral_id, ()))
                yield _details(one, counts.get(one.patient, 1), today, reports=sent, **more)


def _owed(facts: Facts, referral: Referral, settings: Settings, today: date) -> dict[str, Any]:
    """What is due next, everything open, and whether it is slow."""
    known = facts.referrals[referral.id]
    days = facts.agreed.get(referral.partner_id or 0, settings.promises)
    promises = open_promises(known.referral, known.reports, known.last_thank, known.last_feedback, days, today)
    owed = dues.owed_next(facts, referral.id, settings, today)
    return {
        "owed": None if owed is None else owed.kind.value,
        "owed_due": None if owed is None else owed.due_on,
        "days_late": 0 if owed is None else owed.days_late,
        "open": open_of(promises),
        "slow": slow_figures(dues.slow_of(facts, referral.id, settings, today)),
    }


def _details(one: Known, patient_referrals: int, today: date, **more: Any) -> ReferralDetails:
    return ReferralDetails(
        **{name: getattr(one.referral, name) for name in _KEPT},
        member_name=one.member_name,
        patient_referrals=patient_referrals,
        stage_on=one.stage_on,
        days_in_stage=(today - one.stage_on).days,
        days=days_by_stage(one.referral),
        **more,
    )
