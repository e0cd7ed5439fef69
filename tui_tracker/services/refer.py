"""A referral in one line: read with the names of the practice, shown with what is known of the patient, and saved."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date

from tui_tracker.domain.errors import Refused
from tui_tracker.domain.patients import PatientSeen
from tui_tracker.domain.quicklog_names import Found, NameAsked, Names
from tui_tracker.domain.records import Doing, PartnerName
from tui_tracker.domain.refer_line import Books, parse
from tui_tracker.domain.refer_understood import ReferralUnderstood
from tui_tracker.domain.words import Flow
from tui_tracker.services.names import NameBook, name_book
from tui_tracker.services.patients import known
from tui_tracker.services.referrals import Referred, refer
from tui_tracker.storage.queries.board import payer_names
from tui_tracker.storage.queries.partners import members


@dataclass(frozen=True, slots=True)
class Reading:
    """What a line says, and what is known of its patient."""

    understood: ReferralUnderstood
    seen: PatientSeen | None


def read_line(
    line: str,
    today: date,
    *,
    flow: str = Flow.INBOUND,
    partner: PartnerName | None = None,
    add: Collection[str] = (),
) -> Reading:
    """Read a line; `flow` and `partner` are meant where it says nothing else, `add` are unknown names to be added.

    A patient who returns keeps the payer of before where the line names none.
    """
    books = Books(name_book(), _Asked(payer_names), _Asked(_team))
    understood = parse(line, today, books, flow=flow, partner=partner, add=add)
    seen = known(understood.patient_ref) if understood.patient_ref else None
    if seen is not None and seen.payer is not None and "payer" not in understood.said:
        found = books.payers.find(seen.payer[0])  # one that is archived by now is not found
        understood = replace(understood, payer=found.names[0] if found and found.names else None)
    return Reading(understood, seen)


def refer_line(doing: Doing, understood: ReferralUnderstood, *, insisted: bool = False) -> Referred:
    """Save what a line was understood to say. Raises Refused where something is open, else as `referrals.refer`."""
    if not understood.ready:
        raise Refused(" ".join(problem.message for problem in understood.problems))
    return refer(
        doing,
        understood.draft(),
        insisted=insisted,
        new_partner=understood.new_partner,
        new_payer=understood.new_payer,
    )


class _Asked:
    """Names that are read when the first of them is asked for."""

    def __init__(self, read: Callable[[], list[PartnerName]]) -> None:
        self._read = read
        self._book: Names | None = None

    def find(self, asked: NameAsked) -> Found | None:
        """The names that match."""
        self._book = self._book or NameBook(self._read())
        return self._book.find(asked)


def _team() -> list[PartnerName]:
    return [PartnerName(one.id, one.name, one.role, "") for one in members()]
