"""Which candidates of a provider file are new, which tell something new, and which are here already.

Nobody edits a candidate, so what a later file tells of them holds. They are known again by the NPI; where one of both
has none, by name (title and degrees apart) and place.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tui_tracker.domain.candidates import MOST, Candidate, Place, Somebody
from tui_tracker.domain.errors import Refused
from tui_tracker.domain.text import fold
from tui_tracker.exchange.drafting import SetAside
from tui_tracker.exchange.partner_rows import PartnerRow
from tui_tracker.exchange.readable import name_key, same_person
from tui_tracker.services.namesakes import KnownPeople
from tui_tracker.storage.queries import candidates as queries

_FACTS = ("specialty", "area", "city", "state", "postal_code", "address", "phone", "email", "note")


@dataclass(slots=True)
class CandidatePlan:
    """What an import of candidates will do: rows to add, columns to change by id, and how many are here already.

    `partners` counts the file's candidates who are partners already: they are kept and not shown.
    """

    inserts: list[dict[str, Any]] = field(default_factory=list)
    updates: dict[int, dict[str, Any]] = field(default_factory=dict)
    unchanged: int = 0
    partners: int = 0
    aside: list[SetAside] = field(default_factory=list)


def plan_candidates(rows: Iterable[PartnerRow | SetAside], today: date, source: str) -> CandidatePlan:
    """Compare a file's rows with the candidates; nothing is written. Raises Refused where there would be too many."""
    plan = CandidatePlan()
    present, number = _present()
    here: KnownPeople[tuple[int, str]] = KnownPeople()
    partners = known_partners()
    matched: dict[int, PartnerRow] = {}
    for row in rows:
        if isinstance(row, SetAside):
            plan.aside.append(row)
            continue
        name, who = fold(row.name), _who(row)
        before = here.find(name, who)
        if before is not None:
            _again(plan, row, *before)
            continue
        here.add(name, who, (row.row.line, row.name))
        plan.partners += partners.find(name, who) is not None
        known = present.find(name, who)
        if known is None:
            plan.inserts.append(_insert(row, name, today, source))
        elif known in matched:
            _again(plan, row, matched[known].row.line, matched[known].name)
        else:
            matched[known] = row
    if number + len(plan.inserts) > MOST:
        raise Refused(
            f"There would be more than {MOST:,} candidates; keep the specialties and places that you look for, or "
            "remove the candidates of another file first."
        )
    _compare(plan, matched, source)
    return plan


def _present() -> tuple[KnownPeople[int], int]:
    """The candidates there are, by id, and how many."""
    people: KnownPeople[int] = KnownPeople()
    number = 0
    for one in queries.facts():
        people.add(one.search, one.who, one.id)
        number += 1
    return people, number


def known_partners() -> KnownPeople[bool]:
    """The practice's partners, those put away too, to tell of a candidate whether they are one."""
    people: KnownPeople[bool] = KnownPeople()
    for search, who in queries.partners():
        people.add(search, who, True)
    return people


def _who(row: PartnerRow) -> Somebody:
    place = Place(*(row.facts.get(name, "") for name in Place._fields))
    return Somebody(row.npi, row.facts.get("specialty", ""), place)


def _again(plan: CandidatePlan, row: PartnerRow, line: int, name: str) -> None:
    """Count a further row for one whom the file told of before; another name under one NPI is set aside."""
    if row.npi is not None and not same_person(fold(row.name), fold(name)):
        reason = f"NPI {row.npi} stands on line {line} already, with the name {name}"
        plan.aside.append(SetAside(row.row, reason))
    else:
        plan.unchanged += 1


def _insert(row: PartnerRow, folded_name: str, today: date, source: str) -> dict[str, Any]:
    facts = {name: row.facts[name] for name in _FACTS if name in row.facts}
    named = {"kind": row.kind, "npi": row.npi, "name": row.name, "search": folded_name}
    return {**named, **facts, "source": source, "added_on": today}


def _compare(plan: CandidatePlan, matched: dict[int, PartnerRow], source: str) -> None:
    """What the file tells anew of candidates who are here."""
    present = queries.candidates(matched)
    for id_, row in matched.items():
        news = _news(row, present[id_])
        if news:
            plan.updates[id_] = {**news, "source": source}
        else:
            plan.unchanged += 1


def _news(row: PartnerRow, present: Candidate) -> dict[str, Any]:
    """The columns that the file fills differently; case, accents and spaces make no difference."""
    told = {name: row.facts[name] for name in _FACTS if name in row.facts}
    news: dict[str, Any] = {name: text for name, text in told.items() if fold(getattr(present, name)) != fold(text)}
    if name_key(fold(row.name)) != name_key(fold(present.name)):
        news |= {"name": row.name, "search": fold(row.name)}
    if row.npi is not None and present.npi is None:
        news["npi"] = row.npi
    return news
