"""Which referrals of a log are new, which have gone on since, and who sent and pays for them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any

from tui_tracker.domain.text import fold
from tui_tracker.domain.words import (
    INBOUND_STAGES,
    OUTBOUND_STAGES,
    Flow,
    PartnerKind,
    ReferralStage,
    Source,
    Stage,
    Tier,
)
from tui_tracker.exchange.drafting import SetAside
from tui_tracker.exchange.referral_rows import ReferralRow
from tui_tracker.services.importing_partners import KnownNames
from tui_tracker.storage.queries import importing as queries
from tui_tracker.storage.queries.importing import KnownReferral

_BEFORE_REFERRING = (Stage.PROSPECT, Stage.CONNECTED, Stage.BUILDING)
_GOES_ON = (
    ReferralStage.RECEIVED,
    ReferralStage.CONTACTED,
    ReferralStage.SCHEDULED,
    ReferralStage.SENT,
    ReferralStage.ACCEPTED,
)
_PROGRESS = (
    *("stage", "stage_on", "contacted_on", "scheduled_on", "accepted_on", "seen_on", "in_care_on", "closed_on"),
    *("aside_on", "aside_reason", "visit_on"),
)


@dataclass(slots=True)
class ReferralPlan:
    """What an import of referrals will do. New partners and payers are numbered below zero until they are written."""

    partners: list[dict[str, Any]] = field(default_factory=list)
    inserts: list[dict[str, Any]] = field(default_factory=list)
    updates: dict[int, dict[str, Any]] = field(default_factory=dict)
    referring: list[int] = field(default_factory=list)
    unchanged: int = 0
    aside: list[SetAside] = field(default_factory=list)
    remarks: dict[str, int] = field(default_factory=dict)
    new_payers: int = 0


def plan_referrals(rows: Iterable[ReferralRow | SetAside], today: date, *, add_partners: bool = False) -> ReferralPlan:
    """Compare a log's rows with the practice; nothing is written."""
    read = list(rows)
    planner = _Planner(today, add_partners)
    planner.known = queries.known_referrals(row.key for row in read if isinstance(row, ReferralRow))
    for row in read:
        if isinstance(row, SetAside):
            planner.plan.aside.append(row)
        else:
            planner.take(row)
    planner.finish()
    return planner.plan


class _Planner:
    def __init__(self, today: date, add_partners: bool) -> None:
        self.today = today
        self.add_partners = add_partners
        self.plan = ReferralPlan()
        self.partners = queries.known_partners()
        self.stages = {partner.id: partner.stage for partner in self.partners}
        self.names = KnownNames(self.partners)
        self.payers = {fold(partner.name): partner.id for partner in self.partners if partner.kind == PartnerKind.PAYER}
        self.added: dict[str, int] = {}
        self.known: dict[str, KnownReferral] = {}
        self.seen: dict[str, ReferralRow] = {}
        self.senders: set[int] = set()

    def take(self, row: ReferralRow) -> None:
        """Decide about one row."""
        before = self.seen.get(row.key)
        if before is not None:
            self._repeated(row, before)
            return
        known = self.known.get(row.key)
        if known is not None:
            if self._present(row, known):  # else a later row may be the one that is here already
                self.seen[row.key] = row
            return
        partner_id, reason = self._partner(row)
        if reason:
            self._aside(row, reason)
            return
        self.seen[row.key] = row
        for remark in row.remarks:
            self.plan.remarks[remark] = self.plan.remarks.get(remark, 0) + 1
        payer_id = self._payer(row.payer)
        self.plan.inserts.append(
            {**row.record, "partner": partner_id, "payer": payer_id, "import_key": row.key},
        )
        if partner_id is not None and row.record["flow"] == Flow.INBOUND:
            self.senders.add(partner_id)

    def finish(self) -> None:
        """Partners who send and were not known to are referring now."""
        for partner_id in sorted(self.senders):
            if self.stages.get(partner_id) in _BEFORE_REFERRING:
                self.plan.referring.append(partner_id)
        for number in self.senders:
            if number < 0:
                self.plan.partners[-number - 1]["stage"] = Stage.REFERRING.value

    def _repeated(self, row: ReferralRow, before: ReferralRow) -> None:
        same = (row.record, row.npi, row.partner, row.payer) == (
            before.record,
            before.npi,
            before.partner,
            before.payer,
        )
        if same:
            self.plan.unchanged += 1
        else:
            self._aside(row, f"the same referral stands on line {before.row.line} already, with other content")

    def _partner(self, row: ReferralRow) -> tuple[int | None, str]:
        """The partner's number, or why there is none."""
        if row.record["source"] != Source.PARTNER:
            return None, ""
        if row.npi is not None and row.npi not in self.names.by_npi:
            return self._unknown(row, f"NPI {row.npi}", f"no partner has NPI {row.npi}")
        found = self.names.find(row.partner, row.npi, "", ())
        if len(found) == 1:
            return found[0].id, ""
        if found:
            return None, f"{len(found)} partners are called {found[0].name}; add a column with the NPI"
        return self._unknown(row, fold(row.partner), f"no partner is called {row.partner}")

    def _unknown(self, row: ReferralRow, key: str, reason: str) -> tuple[int | None, str]:
        if not self.add_partners:
            return None, f"{reason}; import the clinicians first, or add partners along with this file"
        if key not in self.added:
            self.added[key] = self._add(row.partner or f"NPI {row.npi}", PartnerKind.CLINICIAN, Stage.PROSPECT, row.npi)
        return self.added[key], ""

    def _add(self, name: str, kind: PartnerKind, stage: Stage, npi: str | None = None) -> int:
        """Plan a new partner; gives its number, below zero until it is written."""
        self.plan.partners.append(
            {
                "kind": kind.value,
                "name": name,
                "search": fold(name),
                "npi": npi,
                "stage": stage.value,
                "tier": Tier.C.value,
                "added_on": self.today,
            }
        )
        return -len(self.plan.partners)

    def _payer(self, name: str) -> int | None:
        if not name:
            return None
        key = fold(name)
        if key not in self.payers:
            self.payers[key] = self._add(name, PartnerKind.PAYER, Stage.CONNECTED)
            self.plan.new_payers += 1
        return self.payers[key]

    def _present(self, row: ReferralRow, known: KnownReferral) -> bool:
        """A referral that is here already: only brought forward, and never over what was decided here.

        False where the row is set aside.
        """
        if known.patient_ref != row.record["patient_ref"] and known.day != row.record["day"]:
            reason = (
                "this id is here already for another referral; if the file comes from another system, give it a name "
                "with --source"
            )
            self._aside(row, reason)
            return False
        changes = _progress(row, known)
        if _runs_backwards(known.day, changes):
            self._aside(row, "its days lie before what was noted here since; look at the referral on the board")
            return False
        if row.record["settled"] and not known.settled:
            changes["settled"] = True
        if changes:
            self.plan.updates[known.id] = changes
        else:
            self.plan.unchanged += 1
        return True

    def _aside(self, row: ReferralRow, reason: str) -> None:
        self.plan.aside.append(SetAside(row.row, reason))


def _progress(row: ReferralRow, known: KnownReferral) -> dict[str, Any]:
    """What the file knows of a referral that had not been seen when it was last looked at."""
    line = INBOUND_STAGES if known.flow == Flow.INBOUND else OUTBOUND_STAGES
    told = row.record["stage"]
    if known.stage not in _GOES_ON or row.record["flow"] != known.flow:
        return {}
    if told == known.stage:
        visit = row.record["visit_on"]
        return {"visit_on": visit} if visit is not None and visit != known.visit_on else {}
    if told in line and line.index(ReferralStage(str(told))) < line.index(ReferralStage(known.stage)):
        return {}
    changes = {name: row.record[name] for name in _PROGRESS}
    for name in ("contacted_on", "scheduled_on", "accepted_on"):
        changes[name] = changes[name] or getattr(known, name)
    return changes


def _runs_backwards(day: date, changes: dict[str, Any]) -> bool:
    order = ("contacted_on", "scheduled_on", "accepted_on", "seen_on", "in_care_on", "closed_on", "aside_on")
    days = [day, *(changes[name] for name in order if changes.get(name) is not None)]
    return any(later < earlier for earlier, later in pairwise(days))
